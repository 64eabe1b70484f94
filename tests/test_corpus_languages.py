"""The companion in five languages: its rules, and how well its voices are read in each."""

import csv
import re
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest
import yaml
from test_corpus_karabakh import FRAGMENTS

import toolkit as tk
from toolkit.languages.language import load_language

CORPUS = Path(__file__).parents[1] / "corpus" / "karabakh-2020-languages"
README = (CORPUS.parent / "README.md").read_text(encoding="utf-8")
FILES = sorted((CORPUS / "articles").glob("*.md"))
LANGUAGES = ("az", "de", "hy", "ru", "tr")
STORIES = ("2020-09-28", "2020-10-18", "2020-11-10")
QUOTED = re.compile("«([^«»]*)»|„([^„“]*)“|“([^“”]*)”")
KEY = ["doc_id", "start", "end", "frame", "match"]

each_file = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
each_language = pytest.mark.parametrize("language", LANGUAGES)


@pytest.fixture(scope="module")
def gold():
    table = pd.read_csv(CORPUS / "gold" / "mentions.csv", keep_default_na=False)
    return table.assign(date=table["doc_id"].str[:10], language=table["doc_id"].str[11:13])


@pytest.fixture(scope="module")
def instruments():
    articles = tk.clean_text(tk.load_corpus(CORPUS))
    return articles, tk.load_actors(CORPUS / "actors.yml"), tk.load_lexicon(CORPUS / "framing.yml")


@pytest.fixture(scope="module")
def tables(instruments):
    return tk.annotate(*instruments, method="rules")


def read(path):
    _, head, body = path.read_text(encoding="utf-8").split("---\n", 2)
    return yaml.safe_load(head), body


def split(cell):
    return set(filter(None, cell.split(";")))


def test_each_of_three_stories_is_told_in_each_of_five_languages():
    told = [(meta["language"], str(meta["date"])) for meta, _ in map(read, FILES)]
    assert sorted(told) == [(language, day) for language in LANGUAGES for day in STORIES]


@each_file
def test_metadata_is_complete_and_in_the_file_name(path):
    meta, body = read(path)
    assert list(meta) == ["title", "date", "outlet", "language"]
    assert path.name.startswith(f"{meta['date']}-{meta['language']}-")
    assert meta["title"] not in body
    assert not re.search(r"[^\n]\n[^\n]", body), "hard-wrapped paragraph"


def test_each_language_has_one_invented_outlet():
    outlets = {(meta["language"], meta["outlet"]) for meta, _ in map(read, FILES)}
    assert len(outlets) == len(LANGUAGES)
    for _, outlet in outlets:
        assert f"“{outlet}”" in README


@each_file
def test_every_quotation_translates_a_listed_fragment(path):
    meta, body = read(path)
    with (CORPUS / "quotations.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["file"] == path.name]
    quoted = ["".join(groups) for groups in QUOTED.findall(f"{meta['title']}\n\n{body}")]
    assert quoted == [row["words"] for row in rows]
    for row in rows:
        speaker, actor, first = FRAGMENTS[row["english"]]
        assert (row["speaker"], row["actor"]) == (speaker, actor)
        assert meta["date"] >= first


def test_the_stories_say_the_same_in_each_language(gold):
    asked = ["date", "frame", "voice", "mode", "targets"]
    said = {
        language: Counter(rows[asked].itertuples(index=False, name=None))
        for language, rows in gold.groupby("language")
    }
    assert set(said) == set(LANGUAGES)
    assert all(counts == said["de"] for counts in said.values())


@each_language
def test_every_frame_and_actor_has_words_in_each_language(instruments, language):
    _, actors, lexicon = instruments
    for frame in lexicon:
        assert [term for term in frame.terms if term.language == language], frame.frame_id
    for actor in actors:
        assert language in dict(actor.names), actor.actor_id


def test_the_gold_set_holds_every_mention(gold, tables):
    found = set(tables.mentions[KEY].itertuples(index=False, name=None))
    assert found == set(gold[KEY].itertuples(index=False, name=None))


@each_language
def test_voices_are_right_as_often_as_the_datasheet_says(gold, tables, language):
    """Change the numbers here and in corpus/README.md together, and only for the better."""
    coded = gold[gold["language"] == language].merge(
        tables.mentions, on=KEY, suffixes=("", "_ours")
    )
    voices = (coded["voice"] == coded["voice_ours"]).sum()
    modes = (coded["mode"] == coded["mode_ours"].astype("str")).sum()
    found = tables.targets.groupby("mention_id")["actor_id"].agg(set)
    ours = [found.get(mention, set()) for mention in coded["mention_id"]]
    theirs = [split(cell) for cell in coded["targets"]]
    right = sum(len(a & b) for a, b in zip(ours, theirs, strict=True))
    cells = [
        load_language(language).name,
        f"{voices} of {len(coded)}",
        f"{modes} of {len(coded)}",
        f"{right} of {sum(map(len, theirs))}",
        f"{right} of {sum(map(len, ours))}",
    ]
    assert f"| {' | '.join(cells)} |" in README


@each_language
def test_said_and_told_are_as_the_notebook_says(gold, language):
    rows = gold[gold["language"] == language]
    counts = rows.groupby([rows["frame"] == "victory", rows["voice"] == "narration"]).size()
    assert counts.to_dict() == {
        (True, False): 4,
        (True, True): 3,
        (False, False): 18,
        (False, True): 9,
    }


def test_a_language_is_a_column_to_count_by(instruments, tables):
    exposure = tk.exposure(instruments[0], tables.attributions)
    rates = tk.rates(tables.mentions, exposure, by="language", seed=1)
    assert rates.groupby("language")["n"].sum().to_dict() == dict.fromkeys(LANGUAGES, 34)
