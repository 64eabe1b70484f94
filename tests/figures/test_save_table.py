"""A saved table is recorded, verified and packed as a figure is."""

import contextlib
import datetime as dt
import json
import re
import runpy
import time
import zipfile

import docx
import pandas as pd
import pytest

import toolkit as tk
from figures.conftest import SCRIPT, write_project
from figures.test_page import Elements
from toolkit.commands.cli import main
from toolkit.tables.schema import empty_table

PRINTED = """
tk.save_table(
    rates[rates["n"] > 0],
    "printed",
    columns=["voice", "frame", "n", "exposure", "rate"],
    mentions=tables.mentions,
    articles=articles,
    attributions=tables.attributions,
    sources=["corpus", "actors.yml", "framing.yml"],
    made_by="made.py",
    parameters={"chosen": "all frames"},
    labels={**actors.labels(), "winning": "Winning (%)"},
    caption="Framing terms <by> voice",
)
"""
ENDINGS = (".docx", ".tex", ".md", ".csv", "-passages.csv", ".html")


@pytest.fixture(scope="module")
def saved(tmp_path_factory):
    """Make the project's figure and a table; return the project's folder and the script's names."""
    folder = write_project(tmp_path_factory.mktemp("saved") / "project")
    (folder / "made.py").write_text(SCRIPT + PRINTED, encoding="utf-8")
    with contextlib.chdir(folder):
        return folder, runpy.run_path("made.py")


@pytest.fixture
def save(saved, tmp_path):
    """Return a function that saves the table in tmp_path/figures, and the path of its files."""
    folder, names = saved

    def save(**changes):
        given = {
            "data": names["rates"],
            "name": "printed",
            "columns": ["voice", "rate"],
            "mentions": names["tables"].mentions,
            "sources": folder / "corpus",
            "made_by": folder / "made.py",
            "folder": tmp_path / "figures",
        } | changes
        return tk.save_table(**given).with_suffix("")

    return save


def test_a_table_comes_with_the_manifest_of_a_figure(saved):
    folder = saved[0] / "figures"
    figure, table = (json.loads((folder / f"{n}.json").read_text()) for n in ("rates", "printed"))
    assert list(table["files"]) == [f"printed{ending}" for ending in ENDINGS]
    assert all((folder / file).is_file() for file in table["files"])
    for field in ("made_by", "run_in", "inputs", "sources", "parameters", "code", "versions"):
        assert table[field] == figure[field], field
    assert list(table) == list(figure)
    assert "python-docx" in table["versions"]


def test_the_table_for_latex_and_markdown_is_that_of_the_data(saved):
    folder = saved[0] / "figures"
    assert pd.read_csv(folder / "printed.csv")["mark"].tolist() == [1, 2, 3]
    lines = (folder / "printed.md").read_text(encoding="utf-8").splitlines()
    assert lines[0] == r"Table: Framing terms \<by\> voice"
    assert len(lines) == 4 + 3
    # Three mentions in the thirteen words that Northland says: 3 / 13 * 1,000.
    assert lines[4].startswith("| Northland | Winning (%) | 3 | 13 | 230.8 [")
    tex = (folder / "printed.tex").read_text(encoding="utf-8").splitlines()
    assert tex[9].startswith(r"Northland & Winning (\%) & 3 & 13 & 230.8 [")


def test_the_document_reads_back_as_the_table(saved):
    folder = saved[0] / "figures"
    document = docx.Document(folder / "printed.docx")
    (table,) = document.tables
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert rows[0][:4] == ["Voice", "Frame", "n", "Words"]
    assert rows[1][:4] == ["Northland", "Winning (%)", "3", "13"]
    assert [paragraph.text for paragraph in document.paragraphs] == ["Framing terms <by> voice"]
    lines = (folder / "printed.md").read_text(encoding="utf-8").splitlines()[4:]
    assert [line.strip("| ").split(" | ") for line in lines] == rows[1:]
    sides = [cell.paragraphs[0].alignment for cell in table.rows[1].cells]
    assert [side is None for side in sides] == [True, True, False, False, False]


def test_a_document_holds_no_clock_and_no_name(saved):
    path = saved[0] / "figures/printed.docx"
    about = docx.Document(path).core_properties
    assert (about.author, about.last_modified_by, about.comments) == ("", "", "")
    assert about.created == about.modified == dt.datetime(1980, 1, 1, tzinfo=dt.UTC)
    with zipfile.ZipFile(path) as archive:
        assert {part.date_time for part in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_same_table_gives_the_same_bytes(save, monkeypatch):
    first = {p.name: p.read_bytes() for p in save().parent.iterdir()}
    later = time.time() + 86_400
    monkeypatch.setattr(time, "time", lambda: later)  # which zip files take their times from
    assert {p.name: p.read_bytes() for p in save().parent.iterdir()} == first


def test_every_row_of_the_page_leads_to_its_passages(saved):
    html = (saved[0] / "figures/printed.html").read_text(encoding="utf-8")
    rows = re.findall(r"<tr><td><a.*?</tr>", html)
    n = len(pd.read_csv(saved[0] / "figures/printed.csv"))
    printed = [row for row in rows if "tabindex" in row]
    assert len(printed) == n
    for mark, row in enumerate(printed, start=1):
        assert re.findall(r'href="(#mark-\d+)"', row) == [f"#mark-{mark}"] * 5
        assert f'<section id="mark-{mark}">' in html
    assert "<caption><bdi>Framing terms &lt;by&gt; voice</bdi></caption>" in html
    assert '<span class="term">victory</span>' in html


HOSTILE = "<script>alert(1)</script>\x1b[31m \u202e\ud800 \"' & | \\input{x} =cmd"


def test_text_of_a_corpus_is_text_in_every_file(save):
    data, labels = pd.DataFrame({"word": ["x"], "n": [1]}), {"x": HOSTILE}
    path = save(data=data, mentions=None, columns={"word": HOSTILE, "n": "n"}, labels=labels,
                caption=HOSTILE)  # fmt: skip
    page = Elements(path.with_suffix(".html").read_text(encoding="utf-8"))
    assert "script" not in page.tags
    assert page.acting == []
    shown = "<script>alert(1)</script>␛[31m ‹U+202E›‹U+D800› \"' & | \\input{x} =cmd"
    document = docx.Document(path.with_suffix(".docx"))
    assert [document.paragraphs[0].text, document.tables[0].rows[1].cells[0].text] == [shown] * 2
    for ending in (".tex", ".md"):
        text = path.with_suffix(ending).read_text(encoding="utf-8")
        assert "<script" not in text.replace("\\<", "")
        assert not set(text) & {"\x1b", "\u202e"}


def test_a_table_that_counts_no_mentions_has_no_passages(save):
    codes = pd.DataFrame({"category": ["all"], "n_units": [20], "alpha": [0.8]})
    data = codes.assign(low=0.7, high=0.9)
    path = save(data=data, mentions=None, columns=["category", "alpha"])
    html = path.with_suffix(".html").read_text(encoding="utf-8")
    assert "The rows of this table count no mentions" in html
    assert "#mark" not in html
    assert "0.80 [0.70, 0.90]" in html
    assert not path.with_name("printed-passages.csv").exists()


def test_a_measure_without_its_mentions_is_refused(save):
    with pytest.raises(ValueError, match=r"^mentions: found None, expected the mentions, or art"):
        save(mentions=None)


def test_mentions_that_were_not_counted_are_refused(save, tmp_path):
    with pytest.raises(ValueError, match=r"^mentions: found 0 for mark \d "):
        save(mentions=empty_table("mentions"))
    assert not (tmp_path / "figures").exists()


def test_a_table_and_a_figure_do_not_share_a_name(save, saved):
    folder, names = saved
    before = (folder / "figures/rates.json").read_bytes()
    with pytest.raises(ValueError, match=r"^name: found .*rates.svg, of a figure of that name"):
        save(name="rates", folder=folder / "figures")
    assert (folder / "figures/rates.json").read_bytes() == before
    figure = {"data": names["rates"], "mentions": names["tables"].mentions, "made_by": "made.py"}
    with (
        contextlib.chdir(folder),
        pytest.raises(ValueError, match=r"^name: found .*printed.docx, of a table of that name"),
    ):
        tk.save_figure(names["ax"].figure, "printed", sources="corpus", **figure)


def project_of(saved, tmp_path, *, change):
    """Copy the project to tmp_path, with a piece of one of its files replaced."""
    file, old, new = change
    folder = tmp_path / "project"
    for path in saved[0].rglob("*"):
        if path.is_file():
            (folder / path.relative_to(saved[0])).parent.mkdir(parents=True, exist_ok=True)
            (folder / path.relative_to(saved[0])).write_bytes(path.read_bytes())
    text = (folder / file).read_text(encoding="utf-8")
    assert text.count(old) == 1
    (folder / file).write_text(text.replace(old, new), encoding="utf-8")
    return folder


def faults_of(folder, monkeypatch):
    monkeypatch.chdir(folder)
    faults = tk.check_figures("figures", run=True)
    return faults.loc[faults["figure"] == "printed", ["what", "item", "fault"]].to_numpy().tolist()


@pytest.mark.usefixtures("at_once")
def test_verify_finds_a_changed_source_and_what_came_of_it(saved, tmp_path, monkeypatch):
    change = ("corpus/three.txt", "a victory", "a draw")
    found = faults_of(project_of(saved, tmp_path, change=change), monkeypatch)
    assert found[0] == ["sources", "corpus/three.txt", "changed"]
    assert [fault[:2] for fault in found[1:]] == [
        ["numbers", "printed.csv"],
        ["passages", "printed-passages.csv"],
    ]
    assert found[2][2] == "1 gone (first: three:46-53:victor*)"


@pytest.mark.usefixtures("at_once")
def test_verify_finds_a_table_that_was_changed_by_hand(saved, tmp_path, monkeypatch):
    change = ("figures/printed.tex", "230.8 [", "320.8 [")
    folder = project_of(saved, tmp_path, change=change)
    assert faults_of(folder, monkeypatch) == [["files", "printed.tex", "changed"]]


@pytest.mark.usefixtures("at_once")
def test_verify_finds_the_same_numbers_printed_differently(saved, tmp_path, monkeypatch):
    change = ("made.py", '"winning": "Winning (%)"', '"winning": Path("label").read_text()')
    folder = project_of(saved, tmp_path, change=change)
    script = (folder / "made.py").read_text(encoding="utf-8")
    (folder / "made.py").write_text("from pathlib import Path\n" + script, encoding="utf-8")
    (folder / "label").write_text("Winning")
    with contextlib.chdir(folder):
        runpy.run_path("made.py")
    (folder / "label").write_text("Triumph")
    assert faults_of(folder, monkeypatch) == [
        ["table", "printed.docx", "the same numbers are printed differently"]
    ]


@pytest.mark.usefixtures("at_once")
def test_a_table_comes_out_of_a_pack_to_the_byte(saved, tmp_path, monkeypatch, capsys):
    folder = saved[0]
    monkeypatch.chdir(folder)
    pack = tk.pack_figures("figures", out=tmp_path / "pack.zip")
    with zipfile.ZipFile(pack) as archive:
        for ending in (".docx", ".tex", ".md", ".csv"):
            packed = archive.read(f"figures/printed{ending}")
            assert packed == (folder / f"figures/printed{ending}").read_bytes()
        assert "envoy" in (folder / "figures/printed.html").read_text(encoding="utf-8")
        assert b"envoy" not in archive.read("figures/printed.html")
        archive.extractall(tmp_path / "elsewhere")
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert main(["verify", "figures", "--yes"]) == 0
    assert capsys.readouterr().out == "2 of 2 figures are as recorded\n"
