"""Labels of models: a manifest and its answers, read, joined and corrected."""

import json
import re

import numpy as np
import pandas as pd
import pytest

import toolkit as tk
from toolkit.tables.schema import check_table

CODEBOOK = """\
questions:
  frame:
    text: Does the passage blame somebody?
    labels:
      blame: {definition: Somebody is said to be at fault.}
      none: {definition: Nobody is.}
"""


@pytest.fixture
def codebook(tmp_path):
    (tmp_path / "codebook.yml").write_text(CODEBOOK)
    return tk.load_codebook(tmp_path / "codebook.yml")


def answer(mention_id, value, raw=None, variable="frame"):
    raw = value if raw is None else raw
    return {"mention_id": mention_id, "variable": variable, "value": value, "raw": raw}


def save_labels(folder, codebook, answers, *, name="qwen", **changed):
    """Write a manifest and its answers, in JSON lines or, if so named, CSV; return the manifest."""
    manifest = {
        "model": "qwen2.5:7b",
        "prompt": "Answer blame or none.",
        "codebook": codebook.sha256,
        "date": "2026-11-28",
        "labels": f"{name}.jsonl",
    } | changed
    kept = {key: value for key, value in manifest.items() if value is not ...}
    place = folder / str(manifest["labels"])
    if place.suffix == ".csv":
        pd.DataFrame(answers).to_csv(place, index=False, sep=";")
    elif place.suffix == ".jsonl":
        lines = [one if isinstance(one, str) else json.dumps(one) for one in answers]
        place.write_text("\n".join(lines), encoding="utf-8")
    path = folder / f"{name}.json"
    path.write_text(json.dumps(kept), encoding="utf-8")
    return path


def mentions_of(*ids):
    return pd.DataFrame({"mention_id": ids, "doc_id": ids, "voice": "north"})


@pytest.mark.parametrize("ending", ["csv", "jsonl"])
def test_labels_of_a_model_are_codes_beside_those_of_people(tmp_path, codebook, ending):
    answers = [answer("a", "blame", "Blame."), answer("'=b", "none")]
    if ending == "jsonl":
        answers[1]["mention_id"] = "=b"
    path = save_labels(tmp_path, codebook, answers, labels=f"labels.{ending}")
    (tmp_path / "ada.csv").write_text("mention_id,frame\na,blame\n=b,blame\n")
    files = {"ada": tmp_path / "ada.csv", "qwen": path}
    codes = check_table(tk.load_codes(files, codebook=codebook), "codes")
    own = codes[codes["coder"] == "qwen"]
    assert own[["mention_id", "variable", "value"]].to_numpy().tolist() == [
        ["a", "frame", "blame"],
        ["=b", "frame", "none"],
    ]
    assert tk.agreement(codes, seed=1).iloc[0]["n_coders"] == 2


def test_answers_that_are_no_label_are_told_and_stay_empty(tmp_path, codebook):
    path = save_labels(tmp_path, codebook, [answer("a", "blame"), answer("b", None, "I\ncannot")])
    message = (
        "qwen: 1 of 2 answers are none of the labels, first that to 'frame' of 'b': 'I cannot'"
    )
    with pytest.warns(tk.LabelWarning, match=f"^{message}; they stay empty"):
        codes = tk.load_codes({"qwen": path}, codebook=codebook)
    added = tk.add_labels(mentions_of("b", "a"), codes, coder="qwen")
    assert added["frame_qwen"].isna().tolist() == [True, False]
    assert added["frame_qwen"].iloc[1] == "blame"


HASH = "0" * 64


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"model": ...}, "the key 'model' is missing, expected the name of the model"),
        ({"prompt": {}}, "prompt: found {}, expected what the model was told"),
        ({"prompt": {"frame": 5}}, 'prompt: found {"frame": 5}, expected what the model was'),
        ({"date": "28.11.2026"}, 'date: found "28.11.2026", expected the day of the labels'),
        ({"codebook": "abc"}, 'codebook: found "abc", expected the SHA-256 of the codebook'),
        ({"codebook": HASH}, "codebook: found 000000000000, expected "),
        ({"labels": "../x.jsonl"}, 'labels: found "../x.jsonl", expected the name of a file besid'),
        ({"labels": "x.xlsx"}, 'labels: found "x.xlsx", expected the name of a file beside'),
    ],
)
def test_a_manifest_that_does_not_say_how_is_refused(tmp_path, codebook, changed, message):
    path = save_labels(tmp_path / ".", codebook, [answer("a", "blame")])
    manifest = json.loads(path.read_text()) | changed
    path.write_text(json.dumps({k: v for k, v in manifest.items() if v is not ...}))
    with pytest.raises(ValueError, match="^" + re.escape(f"{path}: {message}")):
        tk.load_codes({"qwen": path}, codebook=codebook)


@pytest.mark.parametrize("text", ["{", "[1]", "[" * 100_000])
def test_what_is_no_manifest_is_refused(tmp_path, text):
    (tmp_path / "qwen.json").write_text(text)
    with pytest.raises(ValueError, match=r"qwen\.json: found (no|other) JSON.*, expected a manife"):
        tk.load_codes({"qwen": tmp_path / "qwen.json"})


@pytest.mark.parametrize(
    ("answers", "message"),
    [
        (["no"], r"qwen\.jsonl:1: found 'no', expected an answer, as one JSON object a line"),
        ([answer("a", "none"), "{}"], r"qwen\.jsonl:2: the key 'mention_id' is missing, expected"),
        ([answer("a", 1, "1")], r"qwen\.jsonl:1: value: found 1, expected text"),
        ([answer("", "none")], r"qwen\.jsonl:1: mention_id: found \"\", expected text"),
        (
            [answer("a", "none")] * 2,
            r"qwen\.jsonl: found two answers to 'frame' of 'a', expected o",
        ),
        ([answer("a", "blam")], r"qwen\.json: a: frame: found 'blam', expected one of blame, none"),
    ],
)
def test_answers_that_are_none_are_refused_with_their_line(tmp_path, codebook, answers, message):
    path = save_labels(tmp_path, codebook, answers)
    with pytest.raises(ValueError, match=message):
        tk.load_codes({"qwen": path}, codebook=codebook)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("mention_id,value\na,b\n", "found no column 'variable', 'raw', only mention_id, value"),
        (
            "mention_id,variable,value,raw\na,,b,b\n",
            "row 2: variable: found nothing, expected text",
        ),
        (
            "mention_id,variable,value,raw\na,b\nc,d,e,f,g,h\n",
            "found no table .*, expected one, as",
        ),
    ],
)
def test_faults_of_labels_in_csv_are_told(tmp_path, codebook, text, message):
    path = save_labels(tmp_path, codebook, [answer("a", "none")], labels="qwen.csv")
    (tmp_path / "qwen.csv").write_text(text)
    with pytest.raises(ValueError, match=rf"qwen\.csv: {message}"):
        tk.load_codes({"qwen": path})


def test_a_sheet_is_held_to_the_codebook_too(tmp_path, codebook):
    (tmp_path / "ada.csv").write_text("mention_id,frame,note\na,Blame,whatever\n")
    with pytest.raises(
        ValueError, match=r"ada\.csv: a: frame: found 'Blame', expected one of blam"
    ):
        tk.load_codes({"ada": tmp_path / "ada.csv"}, codebook=codebook)


def test_a_column_that_is_no_question_of_the_codebook_is_told(tmp_path, codebook):
    path = tmp_path / "ada.csv"
    path.write_text("mention_id,Frame,note,other\na,blame,whatever,\n")
    message = r"ada\.csv: a: found 'blame' for 'Frame', which is no question of the codebook, expec"
    with pytest.raises(ValueError, match=message):
        tk.load_codes({"ada": path}, codebook=codebook)
    assert set(tk.load_codes({"ada": path})["variable"]) == {"Frame"}


def test_a_mention_without_a_label_is_not_taken_for_one_without_a_frame(tmp_path, codebook):
    codes = tk.load_codes({"qwen": save_labels(tmp_path, codebook, [answer("a", "none")])})
    message = "codes: found no label for 'frame' by 'qwen' of 1 of 2 mentions, first 'b'; expected"
    with pytest.raises(ValueError, match=f"^{message}"):
        tk.add_labels(mentions_of("a", "b"), codes, coder="qwen")
    with pytest.raises(
        ValueError, match=r"^coder: found 'ben', expected the name of a coder: qwen"
    ):
        tk.add_labels(mentions_of("a"), codes, coder="ben")


# Of each actor: the true share, and how often it is found where it is and where it is not.
ACTORS = {
    "north": (0.4, 0.8, 0.05),
    "south": (0.3, 0.9, 0.05),
    "east": (0.25, 0.85, 0.1),
    "west": (0.2, 0.8, 0.3),  # found: 0.16 + 0.24, twice what there is
}
ITEMS, EACH, DRAWS = 2000, 100, 500


def plant(chance, draws):
    """Return who speaks, and of each of so many draws what is there, found, and coded by hand."""
    voice = np.repeat([*ACTORS], ITEMS // len(ACTORS))
    share, recall, alarms = (np.array([ACTORS[v][at] for v in voice]) for at in range(3))
    there = chance.random((draws, ITEMS)) < share
    found = chance.random(there.shape) < np.where(there, recall, alarms)
    order = np.tile(np.arange(ITEMS) % (ITEMS // len(ACTORS)), (draws, 1))
    coded = np.concatenate(
        [chance.permuted(part, axis=1) < EACH for part in np.split(order, len(ACTORS), axis=1)],
        axis=1,
    )
    return voice, there, found, coded


def named(yes):
    return np.where(yes, "blame", "none")


def test_a_replayed_file_of_labels_is_wrong_by_half_for_one_actor_and_corrected(tmp_path, codebook):
    voice, there, found, coded = (
        part[0] if part.ndim == 2 else part for part in plant(np.random.default_rng(21), 1)
    )
    ids = [f"m{at}" for at in range(ITEMS)]
    path = save_labels(tmp_path, codebook, map(answer, ids, named(found).tolist()))
    mentions = mentions_of(*ids).assign(voice=voice)
    labelled = tk.add_labels(mentions, tk.load_codes({"qwen": path}), coder="qwen")
    sample = mentions[coded].assign(probability=EACH * len(ACTORS) / ITEMS)
    sheet = sample[["mention_id"]].assign(frame=named(there[coded]))
    sheet.to_csv(tmp_path / "ada.csv", index=False)
    codes = tk.load_codes({"ada": tmp_path / "ada.csv"}, codebook=codebook)
    both = tk.add_codes(labelled, codes, sample, coder="ada")
    of = {"found": "frame_qwen", "truth": "frame_coded"}
    with pytest.warns(tk.AccuracyWarning, match=r"^precision differs between groups: \d+% in west"):
        right = tk.accuracy(both[coded], by="voice", probability="probability", **of)
    precise = right[right["category"] == "blame"].set_index("voice")["precision"]
    assert precise.idxmin() == "west"  # 0.16 / 0.4, of others 0.7 to 0.9
    shares = tk.corrected_shares(both, by="voice", **of).set_index("voice")
    true = pd.Series(there).groupby(voice).mean()
    assert shares.loc["west", "observed"] / true["west"] == pytest.approx(2, abs=0.2)
    assert shares.loc["west", "low"] <= true["west"] <= shares.loc["west", "high"]


def test_corrected_intervals_hold_the_planted_shares_as_often_as_they_say():
    """Of each draw the labels, their errors and the coded sample are drawn anew."""
    voice, there, found, coded = plant(np.random.default_rng(20), DRAWS)
    units = pd.DataFrame(
        {"draw": np.repeat(np.arange(DRAWS), ITEMS), "voice": np.tile(voice, DRAWS)}
    )
    units = units.assign(
        doc_id=np.tile(np.arange(ITEMS), DRAWS),
        found=named(found).ravel(),
        truth=np.where(coded, named(there), None).ravel(),
        probability=np.where(coded, EACH * len(ACTORS) / ITEMS, np.nan).ravel(),
    )
    shares = tk.corrected_shares(units, found="found", truth="truth", by=["draw", "voice"])
    assert len(shares) == DRAWS * len(ACTORS)
    true = shares["voice"].map({actor: planted[0] for actor, planted in ACTORS.items()})
    held = ((shares["low"] <= true) & (true <= shares["high"])).groupby(shares["voice"]).mean()
    assert held.between(0.92, 0.98).all(), held
    observed = shares.groupby("voice")["observed"].mean()
    assert observed["west"] / 0.2 == pytest.approx(2, abs=0.02)
    west = shares[shares["voice"] == "west"]
    assert west["share"].mean() == pytest.approx(0.2, abs=0.01)
    assert (west["observed"] > west["high"]).mean() > 0.8  # the raw share is told to be wrong
