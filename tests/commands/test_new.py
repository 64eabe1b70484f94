"""`toolkit new`: the folder of a study, whole or not at all."""

import re

import nbformat
import pytest

import toolkit as tk
from toolkit.commands.cli import main

MADE = {
    ".gitignore",
    "README.md",
    "corpus",
    "corpus/actors.yml",
    "corpus/articles",
    "corpus/framing.yml",
    "figures",
    "notebooks",
    "notebooks/01-corpus.ipynb",
    "notebooks/02-actors-and-frames.ipynb",
    "notebooks/03-mentions.ipynb",
    "notebooks/04-rates.ipynb",
    "notebooks/05-voices-and-targets.ipynb",
    "notebooks/06-comparing.ipynb",
    "notebooks/07-keyness.ipynb",
    "notebooks/08-robustness.ipynb",
}


def below(folder):
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*")}


def prose(folder):
    """Return all cells of the notebooks, and the readme."""
    notebooks = [nbformat.read(path, as_version=4) for path in sorted(folder.glob("*/*.ipynb"))]
    cells = [cell.source for notebook in notebooks for cell in notebook.cells]
    return "\n".join([*cells, (folder / "README.md").read_text(encoding="utf-8")])


def test_a_study_is_made_whole_and_reads_its_own_corpus(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert main(["new", "a/study"]) == 0
    out = capsys.readouterr().out
    assert out == "a/study: a new study; what to do next stands in a/study/README.md\n"
    study = tmp_path / "a/study"
    assert below(study) == MADE
    text = prose(study)
    assert re.findall(r'^CORPUS = "(.*)"', text, re.MULTILINE) == ["../corpus"] * 8
    assert "karabakh" not in text
    assert "worked example" not in text
    assert "\n# study\n" in text
    assert f"discourse-toolkit {tk.__version__}." in text


def test_the_starters_find_what_they_name(tmp_path):
    assert main(["new", str(tmp_path / "study")]) == 0
    corpus = tmp_path / "study/corpus"
    article = (
        "---\ndate: 2022-03-01\n---\nThe U.S. president spoke of Russian aggression in Moscow, and "
        "of refugees. A triumph for Victoria Street: peace talks."
    )
    (corpus / "articles/one.md").write_text(article, encoding="utf-8")
    articles = tk.load_corpus(corpus)
    assert articles["doc_id"].tolist() == ["one"]
    names = tk.find_actors(articles, tk.load_actors(corpus / "actors.yml"))
    assert names[["match", "actor_id", "person_id"]].fillna("").to_numpy().tolist() == [
        ["U.S. president", "united_states", "biden"],
        ["Russian", "russia", ""],
    ]
    terms = tk.find_terms(articles, tk.load_lexicon(corpus / "framing.yml"))
    assert terms[["match", "frame"]].to_numpy().tolist() == [
        ["aggression", "aggression"],
        ["refugees", "suffering"],
        ["triumph", "victory"],
        ["peace talks", "diplomacy"],
    ]


def test_the_worked_example_is_a_start(tmp_path):
    study = tmp_path / "study"
    assert main(["new", str(study), "--from", "karabakh-2020"]) == 0
    assert len(tk.load_corpus(study / "corpus")) == 47
    assert len(tk.load_events(study / "corpus/events.yml")) > 0
    assert (study / "corpus/LICENSE").is_file()
    text = prose(study)
    assert "the worked example is no journalism" in text.lower()
    assert re.findall(r'^CORPUS = "(.*)"', text, re.MULTILINE) == ["../corpus"] * 8


def test_an_empty_folder_is_filled(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert main(["new", "."]) == 0
    assert below(tmp_path) == MADE
    assert (tmp_path / "README.md").read_text("utf-8").startswith(f"# {tmp_path.name}\n")


@pytest.mark.parametrize("there", [{".hidden"}, {"README.md", "corpus", "x"}])
def test_nothing_is_overwritten(tmp_path, capsys, there):
    for name in there:
        (tmp_path / name).write_text("mine")
    assert main(["new", str(tmp_path)]) == 2
    first, *others = sorted(there)
    more = f" and {len(others)} more" if others else ""
    assert capsys.readouterr().err == (
        f"toolkit: {tmp_path}: found a folder that holds {first!r}{more}, expected a new folder or "
        "an empty one, so that nothing is overwritten; name another\n"
    )
    assert below(tmp_path) == there
    assert {path.read_text() for path in tmp_path.iterdir()} == {"mine"}


def test_a_file_is_no_folder(tmp_path, capsys):
    (tmp_path / "study").write_text("mine")
    assert main(["new", str(tmp_path / "study")]) == 2
    assert "found a file, expected a new folder" in capsys.readouterr().err
    assert (tmp_path / "study").read_text() == "mine"


def test_what_goes_wrong_halfway_leaves_nothing_behind(tmp_path, monkeypatch, capsys):
    def fail(*_):
        raise OSError(28, "No space left on device", "notebooks")

    monkeypatch.setattr("toolkit.commands.new._write_notebooks", fail)
    assert main(["new", str(tmp_path)]) == 2
    assert capsys.readouterr().err == "toolkit: notebooks: No space left on device\n"
    assert below(tmp_path) == set()


def test_another_start_is_refused(capsys):
    with pytest.raises(SystemExit):
        main(["new", "study", "--from", "nowhere"])
    assert "--from: invalid choice: 'nowhere'" in capsys.readouterr().err


def test_the_version_is_told(capsys):
    with pytest.raises(SystemExit) as stop:
        main(["--version"])
    assert stop.value.code == 0
    assert re.fullmatch(r"toolkit \d+\.\d+\.\d+\S*\n", capsys.readouterr().out)
