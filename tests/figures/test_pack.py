"""A replication pack holds no text of the articles, and makes the figures again."""

import contextlib
import runpy
import zipfile

import pandas as pd
import pytest

import toolkit as tk
from figures.conftest import ARTICLES, write_project
from toolkit.commands.cli import main
from toolkit.figures import recorded
from toolkit.figures.pack import PackError
from toolkit.figures.recorded import READ_TEXT, without_text

# What is not in the instruments or the code, and would be text of an article.
WORDS = ("herons", "truce", "complete", "envoy", "no more")


@pytest.fixture(scope="module")
def packed(tmp_path_factory):
    """Make and pack the project's figure; return the project, its pack, and that unpacked."""
    folder = tmp_path_factory.mktemp("packed")
    with contextlib.chdir(write_project(folder / "project")):
        runpy.run_path("made.py")
        path = tk.pack_figures("figures", out="pack.zip")
    with zipfile.ZipFile(folder / "project/pack.zip") as archive:
        archive.extractall(folder / "elsewhere")
    return folder / "project", folder / "project" / path, folder / "elsewhere"


def test_the_figures_come_out_of_the_pack_to_the_byte(packed, monkeypatch, capsys):
    project, _, unpacked = packed
    for ending in (".svg", ".pdf", ".png", ".csv"):
        name = f"figures/rates{ending}"
        assert (unpacked / name).read_bytes() == (project / name).read_bytes()
    monkeypatch.chdir(unpacked)
    assert main(["verify", "figures"]) == 0
    assert capsys.readouterr().out == "1 of 1 figures are as recorded\n"


def test_no_file_of_the_pack_holds_text_of_the_articles(packed):
    unpacked = packed[2]
    files = [path for path in unpacked.rglob("*") if path.is_file()]
    assert {"REPLICATION.md", "made.py", "framing.yml", "requirements.lock"} <= {
        path.name for path in files
    }
    assert not (unpacked / "corpus").exists()
    for path in files:
        if "toolkit" in path.relative_to(unpacked).parts:
            continue
        if path.suffix == ".parquet":
            held = pd.read_parquet(path).astype("str").to_csv()
        else:
            held = path.read_bytes().decode("latin-1")
        for word in WORDS:
            assert word not in held, path


def test_what_the_pack_records_are_ids_spans_and_hashes(packed):
    unpacked = packed[2]
    (mentions,) = unpacked.rglob("*-annotate/mentions.parquet")
    table = pd.read_parquet(mentions)
    assert table["mention_id"].iloc[0] == "one:28-35:victor*"
    assert set(table["match"]) == {""}
    (articles,) = unpacked.rglob("*-load_corpus/table.parquet")
    texts = pd.read_parquet(articles).set_index("doc_id")["text"]
    assert texts["three"] == "x" * len(ARTICLES["three"])
    (sources,) = unpacked.rglob("sources.json")
    assert "corpus/three.txt" in sources.read_text(encoding="utf-8")


def test_the_same_figures_give_the_same_pack_from_a_shell_too(packed, monkeypatch, capsys):
    project, path, _ = packed
    monkeypatch.chdir(project)
    assert main(["pack", "figures", "--out", "../again.zip"]) == 0
    assert capsys.readouterr().out.startswith("../again.zip: ")
    assert (project.parent / "again.zip").read_bytes() == path.read_bytes()


def test_a_figure_that_reads_articles_by_other_means_is_refused(project, change):
    change("made.py", "SEED = 1", "import os\nSEED = len(os.listdir('.'))")
    runpy.run_path("made.py")
    with pytest.raises(PackError, match="comes out of the pack otherwise"):
        tk.pack_figures("figures", out=project / "pack.zip")
    assert not (project / "pack.zip").exists()


def test_without_text_no_column_keeps_words(registry):
    table = pd.DataFrame(
        {
            "doc_id": ["a" * 200],
            "text": ["Some text"],
            "title": ["A title"],
            "abstract": ["long " * 40],
            "outlet": ["The Tide"],
            "n": [1],
        }
    )
    bare = without_text(table)
    assert bare.loc[0, ["doc_id", "text", "title", "outlet", "n"]].tolist() == [
        "a" * 200,
        "x" * 9,
        "",
        "The Tide",
        1,
    ]
    assert bare.loc[0, "abstract"].startswith("sha256:")
    assert table.loc[0, "title"] == "A title"


def test_a_named_tuple_is_replayed_as_what_it_was(tmp_path):
    (tmp_path / "a.txt").write_text("The truce held.")
    corpus = tk.load_with_ledger(tmp_path)
    recorded._write(corpus, tmp_path / "001-load_with_ledger")
    recorded._write(corpus.articles, tmp_path / "002-load_corpus")
    replayed = recorded._read(tmp_path / "001-load_with_ledger")
    assert isinstance(replayed, tk.Corpus)
    assert replayed.ledger["doc_id"].tolist() == ["a"]
    assert replayed.articles["text"].tolist() == ["x" * 15]
    pd.testing.assert_frame_equal(recorded._read(tmp_path / "002-load_corpus"), replayed.articles)


# The public functions that are called again on what was recorded: they see no text.
CALLED_AGAIN = {
    "count_records", "missing_fields", "missing_days", "load_actors", "load_lexicon", "load_events",
    "save_lexicon", "save_actors", "attribution_quality", "add_period", "rates", "compare",
    "trends", "keyness", "dispersion", "voices", "network", "tone", "coverage", "sensitivity",
    "link_specifications", "save_figure", "check_figures", "pack_figures", "check_table",
    "draw_mentions", "save_coding_sheet", "add_codes", "agreement", "accuracy", "confusion",
    "corrected_shares", "corrected_rates", "explore", "show",
}  # fmt: skip


def test_of_every_public_function_it_is_known_whether_it_reads_text():
    functions = {name for name in tk.__all__ if name[0].islower() and not name.startswith("plot_")}
    assert functions == {*READ_TEXT, *CALLED_AGAIN}
    assert not set(READ_TEXT) & CALLED_AGAIN
