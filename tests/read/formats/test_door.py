"""A format is added by adding a file: what claims a file and what reads it stand there only."""

import sys
import zipfile

import pytest

from toolkit.read import formats
from toolkit.read.formats import format as door

LETTERS = """
from toolkit.read.formats.export import Export
from toolkit.read.formats.format import Format
from toolkit.read.formats.media import {medium}


def claims(content):
    return content.{view}.startswith({start!r})


def read(content):
    lines = content.{view}.split({line!r})
    return [Export([{{"title": lines[1], "text": lines[2]}}])]


FORMATS = (Format("letter", {medium}, read, claims),)
"""
TABLE = """
import pandas as pd

from toolkit.read.formats.format import TableFormat


def read(path, *, encoding, bounds, text):
    lines = path.read_text(encoding).splitlines()
    return pd.DataFrame([line.split("|") for line in lines[1:]], columns=lines[0].split("|"))


FORMATS = (TableFormat("barred", (".bar",), read),)
"""


@pytest.fixture
def add(tmp_path, monkeypatch, sandbox_per_load):
    """Add a module to the folder of formats, here and in the process that reads exports."""
    added = tmp_path / "added"
    added.mkdir()
    where = f"from toolkit.read import formats\nformats.__path__.append({str(added)!r})\n"
    (tmp_path / "sitecustomize.py").write_text(where)
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    monkeypatch.setattr(formats, "__path__", [*formats.__path__, str(added)])
    door._declared.cache_clear()
    yield lambda source: (added / "added_format.py").write_text(source)
    sys.modules.pop("toolkit.read.formats.added_format", None)
    door._declared.cache_clear()


@pytest.mark.parametrize(
    ("medium", "view", "start", "line"),
    [("TEXT", "text", "Dear reader,", "\n"), ("ANY", "data", b"\x01LETTER", b"|")],
)
def test_a_module_with_a_record_is_a_format(put, folder, load, add, medium, view, start, line):
    add(
        LETTERS.format(medium=medium, view=view, start=start, line=line)
        .replace("lines[1]", "str(lines[1])" if view == "data" else "lines[1]")
        .replace("lines[2]", "str(lines[2])" if view == "data" else "lines[2]")
    )
    written = "Dear reader,\nFerry\nIt sails." if view == "text" else b"\x01LETTER|Ferry|It sails."
    path = put("a.letter", written)
    put("b.txt", "A text.")
    with zipfile.ZipFile(folder / "c.zip", "w") as archive:
        archive.write(path, "d.letter")
    articles, ledger = load(folder)
    assert ledger[["source", "format"]].to_numpy().tolist() == [
        ["a.letter", "letter"], ["b.txt", "text"], ["c.zip/d.letter", "letter"],
    ]  # fmt: skip
    assert ledger["outcome"].tolist() == ["read", "read", "duplicate"]
    assert articles["title"][0].strip("b'") == "Ferry"


def test_a_module_with_a_record_is_a_format_of_tables(put, folder, load, add):
    add(TABLE)
    path = put("a.bar", "doc_id|text\nx|1 of 2 DOCUMENTS\ny|It sails.\n")
    for source in (path, folder):
        articles, ledger = load(source)
        assert articles["doc_id"].tolist() == ["x", "y"]
        assert ledger["format"].tolist() == ["table"] * 2


def test_without_its_module_neither_is_read(put, load):
    _, ledger = load(put("a.txt", "Dear reader,\nFerry\nIt sails."))
    assert ledger["format"].tolist() == ["text"]
    assert not {"letter", "barred"} & {entry.name for entry in door._declared()}


def test_each_module_that_reads_a_format_declares_it():
    names = [entry.name for entry in door._declared()]
    assert sorted(set(names)) == [
        "Alceste", "BibTeX", "Europresse HTML", "Factiva HTML", "Factiva RTF", "Factiva TXT",
        "Factiva XML", "Integrum HTML", "JSON", "JSON Lines", "Nexis HTML", "Nexis RTF",
        "Nexis TXT", "Nexis Uni DOCX", "Nexis Uni RTF", "Nexis Uni TXT", "ODS", "Office",
        "OpenDocument", "PDF", "Parquet", "ProQuest HTML", "ProQuest TXT", "ProQuest e-mail", "R",
        "RIS", "RTF", "SPSS", "Stata", "TEI", "WARC", "Word", "Word page", "XLS", "XLSX", "ZIP",
        "e-mail", "mailbox", "office file", "separated values", "subtitles", "vertical", "web page",
    ]  # fmt: skip


def test_a_medium_has_one_last_resort_at_most():
    last = [e.medium for e in door._declared() if isinstance(e, door.Format) and not e.claims]
    assert sorted(last) == ["mail", "page", "rtf", "xml", "zip"]
