"""Figures of a corpus in parts: the same bytes as in memory, and only what is shown is read."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure

import toolkit as tk
from toolkit.explore import of_parts
from toolkit.figures import sampled
from toolkit.figures.manifest import read_manifest
from toolkit.partitions import store

MENTIONS = ["doc_id", "mention_id", "frame", "voice", "method"]
EXPOSURE = ["doc_id", "n_tokens", "voice", "family_id", "method"]


def saver(rates, corpus, tmp_path):
    """Return what saves a figure of the rates, with what is given, into a folder of that name."""
    figure = Figure(figsize=(1, 1))  # what is drawn does not matter here
    (tmp_path / "made.py").write_text("pass")

    def save(folder, **given):
        made = {"sources": corpus, "made_by": tmp_path / "made.py", "folder": tmp_path / folder}
        return tk.save_figure(figure, "rates", data=rates, **made, **given)

    return save


def contents(manifest):
    return {path.name: path.read_bytes() for path in manifest.parent.iterdir()}


@pytest.fixture
def loaded(parts):
    return [
        tk.load_parts(parts, name, columns=columns)
        for name, columns in (("mentions", MENTIONS), ("exposure", EXPOSURE))
    ]


@pytest.mark.parametrize("most", [100_000, 60], ids=["all", "sample"])
def test_a_figure_of_parts_is_that_of_memory(
    most, parts, in_memory, loaded, corpus, tmp_path, monkeypatch
):
    monkeypatch.setattr(sampled, "MOST", most)
    mentions, exposure = loaded
    save = saver(tk.rates(mentions, exposure, seed=1), corpus, tmp_path)
    of_parts = save("a", mentions=mentions, articles=parts, attributions=str(parts))
    tables = {name: in_memory[name] for name in ("articles", "attributions")}
    shuffled = in_memory["mentions"].sample(frac=1, random_state=3)
    of_memory = save("b", mentions=shuffled, **tables)
    assert contents(of_parts) == contents(of_memory)
    page = of_parts.with_suffix(".html").read_text()
    assert 'class="source"' in page
    manifest = json.loads(of_parts.read_text())
    passages = pd.read_csv(tmp_path / "a/rates-passages.csv")
    counted = mentions.groupby(["frame", "voice"], dropna=False).size()
    if most > 1_000:
        assert "sample" not in manifest
        assert len(passages) == len(mentions) > 300
        assert "n_behind" not in passages
        return
    n_marks = (counted > 0).sum()
    assert n_marks <= len(passages) <= most
    assert passages.groupby("mark")["n_behind"].first().sort_values().tolist() == sorted(counted)
    assert manifest["sample"] == {
        "drawn": len(passages), "of": len(mentions), "seed": "receipts, seed 1"
    }  # fmt: skip
    assert f"Of {len(mentions):,} passages {len(passages):,} were drawn by chance" in page
    assert f"passages drawn by chance of {counted.max():,}." in page
    assert read_manifest(of_parts)["sample"] == manifest["sample"]


def test_no_other_part_is_read_than_those_that_the_passages_are_in(
    parts, loaded, corpus, tmp_path, monkeypatch
):
    docs = pd.read_parquet(parts / "articles/00003.parquet", columns=["doc_id"])["doc_id"]
    some = [table[table["doc_id"].isin(docs)] for table in loaded]
    save, read = saver(tk.rates(*some, seed=1), corpus, tmp_path), set()
    read_table = store._read

    def reading(path, columns):
        if columns is None or len(columns) > 1:  # one is that of the ids
            read.add(f"{path.parent.name}/{path.name}")
        return read_table(path, columns)

    monkeypatch.setattr(store, "_read", reading)
    save("figures", mentions=some[0], articles=parts, attributions=parts)
    assert read == {f"{name}/00003.parquet" for name in ("articles", "mentions", "attributions")}


@pytest.mark.parametrize(
    ("sizes", "most", "each"), [([100, 10, 1], 30, 19), ([5, 5], 3, 1), ([7, 2], 9, 8)]
)
def test_each_mark_keeps_as_many_passages_as_there_is_room_for(sizes, most, each, monkeypatch):
    monkeypatch.setattr(sampled, "MOST", most)
    rows = [(mark, f"m{mark}-{at}") for mark, size in enumerate(sizes) for at in range(size)]
    passages = pd.DataFrame(rows, columns=["mark", "mention_id"])
    drawn = sampled.draw_passages_of(passages, ["mark"])
    expected = np.minimum(sizes, each).tolist()
    assert drawn.groupby("mark").size().tolist() == expected
    assert ("n_behind" in drawn) == (sum(sizes) > most)


def test_mentions_that_the_parts_do_not_hold_are_refused(
    parts, in_memory, loaded, corpus, tmp_path
):
    mentions, exposure = loaded
    save = saver(tk.rates(mentions, exposure, seed=1), corpus, tmp_path)
    other = mentions.assign(mention_id=["x", *mentions["mention_id"][1:]])
    with pytest.raises(ValueError, match=r"mentions: found mention_id='x', which .* holds, expe"):
        save("a", mentions=other, articles=parts)
    other = in_memory["mentions"].assign(doc_id=["y", *mentions["doc_id"][1:]])
    with pytest.raises(ValueError, match=r"mentions: found doc_id='y', which .* holds, expected"):
        save("a", mentions=other, articles=parts)


def test_what_is_no_folder_of_parts_is_refused(parts, loaded, corpus, tmp_path, in_memory):
    save = saver(tk.rates(*loaded, seed=1), corpus, tmp_path)
    with pytest.raises(ValueError, match=r"articles: found .*, or a folder that `partition` has"):
        save("a", mentions=loaded[0], articles=tmp_path)
    with pytest.raises(
        ValueError, match=r"tables: found the text 'x', .* that `annotate_parts` has writ"
    ):
        tk.explore("x")
    with pytest.raises(ValueError, match=r"attributions: found .*expected a table: a folder of"):
        save("a", mentions=in_memory["mentions"], attributions=parts)
    with pytest.raises(ValueError, match="mentions"):
        save("a", mentions=loaded[0])
    assert not Path(tmp_path, "a").exists()


def test_the_explorer_shows_some_parts_and_says_how_many(parts, monkeypatch):
    whole = tk.explore(parts)
    assert repr(whole).split(" in ")[1].startswith("200 articles")
    monkeypatch.setattr(of_parts, "MOST", 120)
    with pytest.warns(UserWarning, match=r"200 articles in 4 parts, .* shows 100, those of 2 part"):
        some = tk.explore(str(parts))
    shown = some._session.answer({"ask": "start"})["total"]
    docs = [pd.read_parquet(parts / f"articles/0000{n}.parquet")["doc_id"] for n in (1, 3)]
    mentions = tk.load_parts(parts, "mentions", columns="doc_id")["doc_id"]
    assert shown == mentions.isin(pd.concat(docs)).sum()
    monkeypatch.setattr(of_parts, "MOST", 1)
    with pytest.warns(UserWarning, match="shows 50, those of 1 part"):
        tk.explore(parts)
