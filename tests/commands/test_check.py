"""`toolkit check` writes a first corpus.yml of what it is told and finds, and nothing else."""

import json

import pytest

import toolkit as tk
from toolkit.commands.cli import main
from toolkit.read.formats.sandbox import Sandbox

TABLE = "Body,Paper,Day\nThe ferry sails.,The Tide,12/05/2031\nIt waits.,The Tide,13/05/2031\n"
WRITTEN = "the corpus is read by it from now on; look at it\n"


@pytest.fixture
def corpus(put, folder, monkeypatch):
    monkeypatch.chdir(folder.parent)
    put("news.csv", TABLE)
    return folder


def last_line(capsys):
    return capsys.readouterr().out.splitlines(keepends=True)[-1]


def test_what_a_table_shows_is_written_and_read_from_then_on(corpus, capsys):
    assert main(["check", "folder"]) == 0
    assert last_line(capsys) == f"folder/corpus.yml: written (columns, date_format); {WRITTEN}"
    assert (corpus / "corpus.yml").read_text() == (
        "corpus:\n  columns:\n    text: Body\n    outlet: Paper\n    date: Day\n"
        "  date_format: '%d/%m/%Y'\n"
    )
    articles = tk.load_corpus("folder")
    assert articles["date"].dt.day.tolist() == [12, 13]
    assert main(["check", "folder"]) == 0
    assert "corpus.yml" not in capsys.readouterr().out


def test_a_lexicon_is_tried_and_copies_are_told(corpus, capsys):
    lexicon = corpus.parent / "lexicon.yml"
    lexicon.write_text("frames: {sea: {terms: [ferry, whale*, waits]}}\n")
    row = "The ferry sails at nine from the pier to the island and to the mainland.,The Tide,"
    days = "".join(f"{row}{day}/05/2031\n" for day in (12, 13, 14))
    (corpus / "news.csv").write_text(f"Body,Paper,Day\n{days}")
    assert main(["check", "folder", "--lexicon", str(lexicon)]) == 0
    said = capsys.readouterr().out
    assert "3 places of 1 of 3 terms; in no article: whale*, waits.\n" in said
    assert "2 of 3 articles are copies of another, or nearly so: intervals are as wide as" in said


def test_what_is_told_is_written(put, folder, capsys):
    put("articles/a_b.csv", "text\nSome text.\n")
    put("articles/a_c.txt", "")
    about = put("about.csv", "filename,leaning\na_c.txt,left\n")
    words = ["--filenames", "{outlet}_{slug}", "--encoding", "cp1252", "--time", "60"]
    assert main(["check", str(folder), *words, "--docvars", str(about)]) == 1  # an empty file
    path = folder / "corpus.yml"
    assert last_line(capsys) == (
        f"{path}: written (encoding, filenames, docvars, seconds); {WRITTEN}"
    )
    assert path.read_text() == (
        "corpus:\n  encoding: cp1252\n  filenames: '{outlet}_{slug}'\n  docvars: about.csv\n"
        "  seconds: 60\n"
    )


def test_docvars_elsewhere_cannot_be_named(put, folder, tmp_path, capsys):
    put("a.txt", "Some text.")
    about = tmp_path / "about.csv"
    about.write_text("filename,leaning\na.txt,left\n")
    assert main(["check", str(folder), "--docvars", str(about)]) == 0
    assert last_line(capsys) == (
        f"{about}: is not in the folder {folder}, so corpus.yml cannot name it\n"
    )
    assert not (folder / "corpus.yml").exists()


def test_a_file_that_stands_there_stays_as_it_is(corpus, put, capsys):
    path = put("corpus.yml", "corpus:\n  columns: {text: Body}\n")
    before = path.read_bytes()
    assert main(["check", "folder", "--encoding", "cp1252"]) == 0
    assert last_line(capsys) == (
        "folder/corpus.yml: stays as it is; to keep what the options say, write it there, or "
        "delete the file and check again\n"
    )
    assert path.read_bytes() == before


def test_where_there_is_nothing_to_say_nothing_is_written(put, folder, capsys):
    put("a.txt", "---\ntitle: A\ndate: 2031-05-12\n---\nThe ferry sails.")
    put("b.csv", "text,date,headline,heading\nIt waits.,2031-05-12,x,y\n")
    assert main(["check", str(folder)]) == 0
    assert sorted(path.name for path in folder.iterdir()) == ["a.txt", "b.csv"]


@pytest.mark.parametrize(
    ("days", "date_format"),
    [
        (["12/05/2031", "13/05/2031"], "%d/%m/%Y"),
        (["05/12/2031", "05/13/2031"], "%m/%d/%Y"),
        (["05/12/2031", "06/12/2031"], None),  # in two ways
        (["13/05/2031", "2031-05-14"], None),  # in no one way
        (["13/05/2031", "05/14/2031"], None),
        (["2031-05-12", "12 May 2031"], None),  # needs none
        (["13.05.31", "14.05.31"], "%d.%m.%y"),
    ],
)
def test_a_format_is_proposed_if_it_is_the_only_one(put, folder, days, date_format):
    put("a.csv", "text,date\n" + "".join(f"One.,{day}\n" for day in days))
    main(["check", str(folder)])
    path = folder / "corpus.yml"
    expected = f"corpus:\n  date_format: '{date_format}'\n" if date_format else None
    assert (path.read_text() if path.exists() else None) == expected


def test_a_folder_that_cannot_be_written_to_is_checked_all_the_same(corpus, capsys, monkeypatch):
    """Simulated, since the tests may run as one who may write everywhere."""

    def refuse(path, data):
        raise PermissionError(13, "cannot be written (Permission denied)", str(path))

    monkeypatch.setattr("toolkit.instruments.marked_yaml.write_atomically", refuse)
    assert main(["check", "folder"]) == 0
    assert last_line(capsys) == (
        "folder/corpus.yml: not written (columns, date_format): cannot be written (Permission "
        "denied)\n"
    )


@pytest.mark.usefixtures("at_once")
def test_a_run_needs_no_options_and_names_the_file_among_its_sources(corpus, capsys):
    main(["check", "folder"])
    (corpus / "outlets.yml").write_text("outlets:\n  Tide: The Tide\n")
    (corpus.parent / "actors.yml").write_text("actors:\n  north: {name: Northland}\n")
    (corpus.parent / "lexicon.yml").write_text("frames:\n  sailing: {terms: [sail*]}\n")
    run = ["run", "folder", "--actors", "actors.yml", "--lexicon", "lexicon.yml", "--out", "out"]
    assert main([*run, "--method", "rules"]) == 0
    assert (corpus.parent / "out/tables/mentions.csv").read_text().count(",Tide,2031-05-12") == 1
    manifest = json.loads((corpus.parent / "out/figures/rates.json").read_text())
    assert {"folder/corpus.yml", "folder/outlets.yml"} <= {
        path.removeprefix("../") for path in manifest["sources"]
    }
    assert "--encoding" not in manifest["command"]
    capsys.readouterr()
    assert main(["verify", "out/figures", "--yes"]) == 0
    (corpus / "outlets.yml").write_text("outlets:\n  Ebb: The Tide\n")
    assert main(["verify", "out/figures", "--yes"]) == 1
    assert "sources: ../folder/outlets.yml: changed\n" in capsys.readouterr().out


def test_a_file_that_takes_too_long_names_the_option(put, folder, capsys, monkeypatch):
    """Simulated: what the reader refuses, the command says with its own option."""
    put("a.txt", "The ferry sails.")
    put("b.pdf", b"%PDF-1.4 slow")
    told = []

    class Slow(Sandbox):
        def read(self, path):
            told.append(self.seconds)
            raise tk.read.files.RecordError(self._slow(f"{self.seconds} seconds"))

    monkeypatch.setattr("toolkit.read.files.Sandbox", Slow)
    assert main(["check", str(folder)]) == 1
    assert main(["check", str(folder), "--time", "60"]) == 1
    out = capsys.readouterr().out
    assert "took longer than 20 seconds to read; split the file, save it again, or give it" in out
    assert " more time (--time 60)\n" in out
    assert " more time (--time 180)\n" in out
    assert told == [20, 60]
