"""Interrupted work goes on where it stopped, and comes out the same."""

import json
import sqlite3
from contextlib import closing
from itertools import islice

import nbformat
import pandas as pd
import pytest
from conftest import articles_of

from toolkit.annotate.attribution import memory as memories
from toolkit.annotate.attribution import methods, shared
from toolkit.annotate.attribution.attributions import find_attributions
from toolkit.annotate.attribution.cues import Statement
from toolkit.annotate.attribution.kept import Kept
from toolkit.annotate.attribution.methods import Parser
from toolkit.annotate.attribution.parser import parse as parser
from toolkit.annotate.attribution.shared import sharing
from toolkit.commands import cli
from toolkit.tables.schema import empty_table
from toolkit.text.text import Text

TEXTS = [f"Roe said on day {day} that “it will rain”. Doe denied it." for day in range(5)]
NONE = empty_table("names")


@pytest.fixture(autouse=True)
def memory(monkeypatch):
    memory = Kept(Parser())
    monkeypatch.setitem(methods.METHODS, "parser", memory)
    return memory


@pytest.fixture
def parsed(monkeypatch):
    """Return the list of all texts that are parsed; set its `stop` to interrupt after so many."""

    class Parsed(list):
        stop = None

    parsed, real = Parsed(), parser.parse_texts

    def parse_texts(texts):
        for text in islice(texts, parsed.stop):
            parsed.append(text.raw)
            yield from real([text])
        if parsed.stop is not None:
            raise KeyboardInterrupt

    monkeypatch.setattr(parser, "parse_texts", parse_texts)
    return parsed


def interrupt(articles, parsed, after):
    parsed.stop = after
    with pytest.raises(KeyboardInterrupt) as stop:
        find_attributions(articles, NONE)
    parsed.stop = None
    done = list(parsed)
    parsed.clear()
    return done, stop.value.__notes__


def test_what_was_parsed_before_an_interruption_is_not_parsed_again(parsed, memory):
    articles = articles_of(*TEXTS)
    whole = find_attributions(articles, NONE)
    assert len(whole) == 10
    memory.forget()
    parsed.clear()
    done, notes = interrupt(articles, parsed, after=3)
    assert done == TEXTS[:3]
    assert notes == [
        "3 of 5 articles are read, and kept in memory: the same call goes on from there"
    ]
    resumed = find_attributions(articles, NONE)
    assert parsed == TEXTS[3:]
    pd.testing.assert_frame_equal(resumed, whole)


def test_texts_are_known_by_what_they_say(parsed):
    find_attributions(articles_of(*TEXTS[:2]), NONE)
    parsed.clear()
    again = find_attributions(articles_of(TEXTS[1], "Poe said that it rained.", TEXTS[1]), NONE)
    assert parsed == ["Poe said that it rained."]
    first, last = (again[again["doc_id"] == doc].drop(columns="doc_id") for doc in "ac")
    assert first["source"].tolist() == last["source"].tolist() == ["Roe", "Doe"]
    assert last["attribution_id"].str.startswith("c:").all()


def test_a_text_that_stands_twice_is_no_other_ones(parsed):
    found = find_attributions(articles_of(TEXTS[0], TEXTS[0], "Poe said that it rained."), NONE)
    assert found.groupby("doc_id")["source"].agg(list).to_dict() == {
        "a": ["Roe", "Doe"],
        "b": ["Roe", "Doe"],
        "c": ["Poe"],
    }


def test_word_order_keeps_nothing(memory):
    find_attributions(articles_of(*TEXTS), NONE, method="rules")
    assert not any(Text(text) in memory for text in TEXTS)


class Told:
    """A method that tells which texts it was given."""

    name = "told"

    def __init__(self):
        self.given = []

    def read(self, texts):
        for text in texts:
            self.given.append(text.raw)
            yield [Statement(((0, 4), (6, 8)), None, (9, 13), text.raw)]


def test_memory_is_bounded_and_makes_room_for_other_texts():
    told = Told()
    memory = Kept(told, most=1)
    one, two = Text("one"), Text("two")
    first = list(memory.read([one, two]))
    assert [statements[0].rule for statements in first] == ["one", "two"]
    assert one in memory
    assert two not in memory
    assert list(memory.read([one, two])) == first
    assert told.given == ["one", "two", "two"]
    list(memory.read([two]))
    assert one not in memory
    assert two in memory


def test_a_text_whose_body_begins_elsewhere_is_another_one():
    told = Told()
    memory = Kept(told)
    texts = [Text("one"), Text("one", body_start=1), Text("one", language="fr"), Text("one")]
    assert len(list(memory.read(texts))) == 4
    list(memory.read(texts))
    assert told.given == ["one"] * 4  # twice in one block, and never again


def test_lone_surrogates_are_texts_too():
    memory = Kept(Told())
    list(memory.read([Text("\ud800")]))
    assert Text("\ud800") in memory


@pytest.fixture
def corpus(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "corpus").mkdir()
    for day, text in enumerate(TEXTS):
        (tmp_path / f"corpus/{day}.txt").write_text(f"---\ndate: 2020-11-1{day}\n---\n{text}")
    (tmp_path / "actors.yml").write_text("actors:\n  north: {name: Northland}\n")
    (tmp_path / "lexicon.yml").write_text("frames:\n  weather: {terms: [rain]}\n")
    return tmp_path


RUN = ["run", "corpus", "--actors", "actors.yml", "--lexicon", "lexicon.yml", "--out", "out"]


def test_a_command_that_was_interrupted_goes_on_in_another_process(corpus, capsys, parsed, memory):
    parsed.stop = 2
    assert cli.main(RUN) == 130
    assert capsys.readouterr().err == (
        "toolkit: interrupted; what the parser found in 2 texts is kept in out/unfinished.json; "
        "the same command goes on from there\n"
    )
    memory.forget()
    parsed.clear()
    parsed.stop = None
    assert cli.main(RUN) == 0
    assert parsed == TEXTS[2:]
    assert sorted(path.name for path in (corpus / "out").iterdir()) == ["figures", "tables"]
    resumed = (corpus / "out/tables/attributions.csv").read_bytes()
    memory.forget()
    assert cli.main([*RUN[:-1], "whole"]) == 0
    assert (corpus / "whole/tables/attributions.csv").read_bytes() == resumed


def test_what_another_version_left_is_not_taken_up(corpus, capsys, parsed, memory):
    parsed.stop = 2
    cli.main(RUN)
    path = corpus / "out/unfinished.json"
    saved = json.loads(path.read_text())
    saved["made_by"]["versions"]["spacy"] = "1.0"
    path.write_text(json.dumps(saved))
    memory.forget()
    parsed.clear()
    parsed.stop = None
    assert cli.main(RUN) == 0
    assert parsed == TEXTS


def test_interrupted_before_anything_was_parsed(corpus, capsys, monkeypatch):
    def stop(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(cli.tk, "clean_text", stop)
    assert cli.main(RUN) == 130
    assert capsys.readouterr().err == "toolkit: interrupted\n"
    assert not (corpus / "out").exists()


def test_processes_of_one_run_share_what_they_read_and_others_do_not():
    texts = [Text(f"text {n}") for n in range(600)]
    first, second, later = Told(), Told(), Told()
    with sharing():
        found = list(Kept(first).read(texts))
        with sharing():  # what is run in a run shares with all of it
            assert list(Kept(second).read([*texts[::-1], Text("new")]))[:-1] == found[::-1]
    assert len(first.given) == 600
    assert second.given == ["new"]
    list(Kept(later).read(texts[:1]))
    assert later.given == ["text 0"]


def test_methods_do_not_share_with_each_other():
    other = Told()
    other.name = "other"
    with sharing():
        list(Kept(Told()).read([Text("one")]))
        list(Kept(other).read([Text("one")]))
    assert other.given == ["one"]


def test_what_cannot_be_shared_is_read_anew(tmp_path, monkeypatch):
    path = tmp_path / "statements.sqlite"
    path.write_bytes(b"x" * 5_000)
    monkeypatch.setenv("TOOLKIT_SHARED", str(path))
    for _ in range(2):
        told = Told()
        list(Kept(told).read([Text("one")]))
        assert told.given == ["one"]


def given_anew(path, texts):
    """Return those of the texts that a run which keeps in `path` has to read."""
    told = Told()
    with sharing(path):
        found = list(Kept(told).read(map(Text, texts)))
    alone = list(Kept(Told()).read(map(Text, texts)))
    assert found == alone
    return told.given


def test_a_later_run_reads_only_what_is_new_or_was_damaged(tmp_path):
    path = tmp_path / "kept/statements.sqlite"
    assert given_anew(path, ["one", "two"]) == ["one", "two"]
    assert given_anew(path, ["one", "new", "two"]) == ["new"]
    with closing(sqlite3.connect(path)) as store, store:
        changed = store.execute("UPDATE statements SET written = '[]' WHERE rowid = 1")
        assert changed.rowcount == 1
    assert given_anew(path, ["one", "new", "two"]) == ["one"]
    assert given_anew(path, ["one", "new", "two"]) == []


def test_what_other_code_or_other_models_have_read_is_read_anew(tmp_path, monkeypatch):
    path = tmp_path / "statements.sqlite"
    given_anew(path, ["one"])
    monkeypatch.setattr(memories, "_maker", lambda: "other")
    assert given_anew(path, ["one"]) == ["one"]


@pytest.mark.parametrize("at", [0, 6_000])
def test_a_file_that_is_torn_is_dropped(tmp_path, at):
    path = tmp_path / "statements.sqlite"
    given_anew(path, ["one"])
    with path.open("r+b") as file:
        file.seek(at)
        file.write(b"x" * 3_000)
    assert given_anew(path, ["one"]) == ["one"]
    assert given_anew(path, ["one"]) == []


def test_what_is_kept_is_bounded_and_begins_anew_when_it_is_full(tmp_path, monkeypatch):
    monkeypatch.setattr(shared, "_MOST", 40_960)
    path = tmp_path / "statements.sqlite"
    texts = [f"text {n}" for n in range(400)]
    assert given_anew(path, texts) == texts
    assert 0.9 * 40_960 < path.stat().st_size <= 40_960
    assert given_anew(path, ["one"]) == ["one"]
    assert path.stat().st_size < 0.5 * 40_960


def test_where_nothing_can_be_kept_a_run_shares_all_the_same(tmp_path):
    (tmp_path / "file").write_text("")
    path = tmp_path / "file/statements.sqlite"
    assert given_anew(path, ["one"]) == given_anew(path, ["one"]) == ["one"]


def test_a_file_that_another_process_holds_is_not_dropped(tmp_path, monkeypatch):
    path = tmp_path / "statements.sqlite"
    given_anew(path, ["one"])
    monkeypatch.setattr(shared, "_WAIT", 0)
    with closing(sqlite3.connect(path)) as store:
        store.execute("BEGIN EXCLUSIVE")
        held = path.stat().st_ino
        assert given_anew(path, ["one"]) == ["one"]
        assert path.stat().st_ino == held
    assert given_anew(path, ["one"]) == []


@pytest.mark.parametrize("name", [".gitignore", "statements.sqlite", "."])
def test_what_a_link_leads_to_is_not_written(tmp_path, name):
    target, folder = tmp_path / "target", tmp_path / "kept"
    if name == ".":
        target.mkdir()
        folder.symlink_to(target)
    else:
        target.write_bytes(b"")
        folder.mkdir()
        (folder / name).symlink_to(target)
    path = folder / "statements.sqlite"
    assert given_anew(path, ["one"]) == given_anew(path, ["one"]) == ["one"]
    assert not (any(target.iterdir()) if name == "." else target.read_bytes())


def test_a_method_that_only_its_name_tells_shares_nothing():
    with sharing():
        list(Kept(Told(), shared=False).read([Text("one")]))
        told = Told()
        list(Kept(told, shared=False).read([Text("one")]))
    assert told.given == ["one"]


def test_the_notebooks_of_all_runs_parse_a_text_once(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    cell = (
        "import toolkit as tk\nfrom toolkit.annotate.attribution.methods import METHODS\n"
        "from toolkit.text.text import Text\n"
        "before = METHODS['parser']._method\n"
        "class Counted:\n    name = 'parser'\n    def read(self, texts):\n"
        "        for text in texts:\n            open('parsed', 'a').write(text.raw + '\\n')\n"
        "            yield from before.read([text])\n"
        "METHODS['parser']._method = Counted()\n"
        f"list(METHODS['parser'].read([Text({TEXTS[0]!r})]))"
    )
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell)])
    (tmp_path / "notebooks").mkdir()
    for name in ("1.ipynb", "2.ipynb"):
        nbformat.write(notebook, tmp_path / "notebooks" / name)
    folder, parsed = tmp_path / "notebooks", tmp_path / "notebooks/parsed"
    assert cli.main(["figures", "notebooks"]) == 0
    assert parsed.read_text().splitlines() == [TEXTS[0]]
    assert (tmp_path / ".toolkit/.gitignore").read_text() == "*\n"
    (folder / "2.ipynb").unlink()
    assert cli.main(["figures", "notebooks"]) == 0
    assert parsed.read_text().splitlines() == [TEXTS[0]]
    (tmp_path / ".toolkit/statements.sqlite").unlink()
    assert cli.main(["figures", "notebooks"]) == 0
    assert parsed.read_text().splitlines() == [TEXTS[0]] * 2
