"""A replication pack holds no text of the articles, and makes the figures again."""

import contextlib
import io
import runpy
import zipfile
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from conftest import articles_of

import toolkit as tk
from figures.conftest import ARTICLES, write_project
from toolkit.commands.cli import main
from toolkit.figures import recorded
from toolkit.figures.pack import PackError
from toolkit.figures.recorded import READ_TEXT, text_columns, without_text
from toolkit.tables.schema import TABLES

CITATION = """\
title: Provocations
license: CC-BY-4.0
date-released: 2031-02-03
authors: [{name: The Tern Group}]
"""
# What is not in the instruments or the code, and would be text of an article.
WORDS = ("herons", "truce", "complete", "envoy", "no more")


@pytest.fixture(scope="module")
def packed(tmp_path_factory):
    """Make and pack the project's figure; return the project, its pack, and that unpacked."""
    folder = tmp_path_factory.mktemp("packed")
    with contextlib.chdir(write_project(folder / "project")):
        runpy.run_path("made.py")
        Path("CITATION.cff").write_text(CITATION, encoding="utf-8")
        path = tk.pack_figures("figures", out="pack.zip", deposit=True)
    with zipfile.ZipFile(folder / "project/pack.zip") as archive:
        archive.extractall(folder / "elsewhere")
    return folder / "project", folder / "project" / path, folder / "elsewhere"


def test_the_figures_come_out_of_the_pack_to_the_byte(packed, monkeypatch, capsys):
    project, _, unpacked = packed
    for ending in (".svg", ".pdf", ".png", ".csv"):
        name = f"figures/rates{ending}"
        assert (unpacked / name).read_bytes() == (project / name).read_bytes()
    monkeypatch.chdir(unpacked)
    assert main(["verify", "figures", "--yes"]) == 0
    assert capsys.readouterr().out == "1 of 1 figures are as recorded\n"


def test_no_file_of_the_pack_holds_text_of_the_articles(packed):
    unpacked = packed[2]
    files = [path for path in unpacked.rglob("*") if path.is_file()]
    assert {
        "REPLICATION.md", "made.py", "framing.yml", "requirements.lock", "ABOUT.md",
        "ro-crate-metadata.json", ".zenodo.json", "CITATION.cff",
    } <= {path.name for path in files}  # fmt: skip
    assert (unpacked / "CITATION.cff").read_text(encoding="utf-8") == CITATION
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


@pytest.mark.usefixtures("at_once")
def test_the_same_figures_give_the_same_pack_from_a_shell_too(packed, monkeypatch, capsys):
    project, path, _ = packed
    monkeypatch.chdir(project)
    assert main(["pack", "figures", "--out", "../again.zip", "--deposit"]) == 0
    told = capsys.readouterr().out
    assert told.startswith("../again.zip: ")
    assert told.endswith("give one of the authors in CITATION.cff an `email`\n")
    assert (project.parent / "again.zip").read_bytes() == path.read_bytes()


@pytest.mark.usefixtures("at_once")
def test_a_figure_that_reads_articles_by_other_means_is_refused(project, change):
    change("made.py", "SEED = 1", "import os\nSEED = len(os.listdir('.'))")
    runpy.run_path("made.py")
    with pytest.raises(PackError, match="comes out of the pack differently"):
        tk.pack_figures("figures", out=project / "pack.zip")
    assert not (project / "pack.zip").exists()


def test_of_texts_only_declared_columns_without_words_are_kept():
    table = pd.DataFrame(
        {
            "doc_id": ["a" * 200],
            "text": ["Some text"],
            "title": ["A title"],
            "outlet": ["The Tide"],
            "language": ["long " * 40],
            "byline": ["By Ada Berg"],
            "summary": ["The herons stay."],
            "rule": ["of another table"],
            "section": pd.Categorical(["World"]),
            "tags": pd.Series([["herons"]], dtype=object),
            "page": [1],
            "online": [True],
            "date": pd.to_datetime(["2020-11-10"]),
        }
    )
    (bare,) = without_text(table, "articles").to_dict("records")
    assert bare == {
        "doc_id": "a" * 200,
        "text": "x" * 9,
        "title": "",
        "outlet": "The Tide",
        "language": bare["language"],
        **dict.fromkeys(("byline", "summary", "rule", "section", "tags"), ""),
        "page": 1,
        "online": True,
        "date": pd.Timestamp("2020-11-10"),
    }
    assert bare["language"].startswith("sha256:")
    assert table.loc[0, "title"] == "A title"


def test_a_column_that_is_named_is_kept():
    table = pd.DataFrame({"genre": ["feature " * 20], "byline": ["By Ada Berg"]})
    bare = without_text(table, "articles", ["genre"])
    assert bare.to_dict("records") == [{"genre": "feature " * 20, "byline": ""}]


def test_empty_values_stay_empty():
    table = pd.DataFrame({"summary": ["A text", None]})
    assert without_text(table, "articles")["summary"].isna().tolist() == [False, True]


def test_what_a_table_is_split_by_is_kept_as_it_is_in_mentions_and_articles():
    words = pd.DataFrame({"outlet": ["The Tide"], "genre": ["news"], "word": ["truce"]})
    assert text_columns(words, "words") == (["outlet", "word"], ["genre"])


@pytest.mark.parametrize("name", TABLES)
def test_every_declared_column_says_whether_it_holds_words(name):
    spoken = {
        "title", "text", "match", "cue", "source", "left", "node", "right", "before", "after",
        "first_text", "reason", "speaker",
    }  # fmt: skip
    paths = {("ledger", "source"), ("articles", "speaker")}
    for column, spec in TABLES[name].columns.items():
        assert spec.words == (column in spoken and (name, column) not in paths), column


def test_a_named_tuple_is_replayed_as_what_it_was(tmp_path):
    (tmp_path / "a.txt").write_text("The truce held.")
    corpus = tk.load_with_ledger(tmp_path)
    recorded._write(corpus, "", tmp_path / "001-load_with_ledger", ())
    recorded._write(corpus.articles, "articles", tmp_path / "002-load_corpus", ())
    replayed = recorded._read(tmp_path / "001-load_with_ledger")
    assert isinstance(replayed, tk.Corpus)
    assert replayed.ledger["doc_id"].tolist() == ["a"]
    assert replayed.articles["text"].tolist() == ["x" * 15]
    pd.testing.assert_frame_equal(recorded._read(tmp_path / "002-load_corpus"), replayed.articles)


@pytest.mark.parametrize("by", ["outlet", "side"])
def test_key_words_by_articles_are_replayed_with_their_groups(tmp_path, by):
    texts = ["war and drone", "peace and talk", "war war drone", "peace talk and"] * 2
    articles = articles_of(*texts, **{by: ["n", "s"] * 4})
    words = tk.count_words(articles, by=by)
    keys = tk.keyness(words, target="n", reference="s", articles=articles, seed=1)
    recorded._write(keys, "keyness", tmp_path / "one", ["side"])
    pd.testing.assert_frame_equal(recorded._read(tmp_path / "one"), keys)
    recorded._write(keys, "keyness", tmp_path / "other", [])
    blank = recorded._read(tmp_path / "other")[f"{by}_target"].eq("").all()
    assert blank == (by == "side")  # which the user has to name


# The public functions that are called again on what was recorded: they see no text.
CALLED_AGAIN = {
    "count_records", "missing_fields", "missing_days", "load_actors", "load_lexicon", "load_events",
    "load_codebook", "add_labels", "code", "adjudicate",
    "save_lexicon", "save_actors", "attribution_quality", "make_table", "add_period", "rates",
    "compare", "correct_together",
    "composition", "counts", "model_rates", "add_event", "add_equivalence", "detectable_ratio",
    "add_daily", "event_rates", "first_uses", "stop_words", "units_to_code", "trends", "dispersion",
    "unregistered", "voices", "network", "tone", "coverage",
    "affiliations", "actor_ties", "camps", "polarisation", "save_network",
    "sensitivity",
    "link_specifications", "use_journal", "save_figure", "save_table", "methods_text",
    "check_figures", "pack_figures",
    "check_table",
    "draw_mentions", "save_coding_sheet", "add_codes", "agreement", "accuracy", "confusion",
    "corrected_shares", "corrected_rates", "corrected_comparison", "explore", "show", "partition",
    "add_families_to_parts", "annotate_parts", "open_parts",
}  # fmt: skip


def test_of_every_public_function_it_is_known_whether_it_reads_text():
    functions = {name for name in tk.__all__ if name[0].islower() and not name.startswith("plot_")}
    assert functions == {*READ_TEXT, *CALLED_AGAIN}
    assert not set(READ_TEXT) & CALLED_AGAIN
    assert set(READ_TEXT.values()) - {""} <= set(TABLES)


# Copies of a dispatch, with docvars; the figure is of the rates of each genre.
DISPATCH = (
    "Northland said on Tuesday that the long battle for the harbour had ended in a victory, and "
    "that its troops would now return to their barracks before the winter sets in."
)
DOCVARS = "byline: By Zora Quill\nsummary: Swans at https://example.org\ngenre: {}\n"
SECRETS = ("Quill", "Swans", "example.org", "weather report", "Tuesday")
BY_GENRE = """\
import matplotlib
matplotlib.use("agg")
import toolkit as tk

articles = tk.add_families(tk.clean_text(tk.load_corpus("corpus")))
articles = articles.assign(section=articles["genre"].astype("category"))
articles = tk.add_families(articles)
changes = tk.find_changes(articles)
lexicon = tk.load_lexicon("framing.yml")
tables = tk.annotate(articles, tk.load_actors("actors.yml"), lexicon, method="rules")
mentions, exposure = tables.mentions, tk.exposure(articles, tables.attributions)
rates = tk.rates(mentions, exposure, by="genre", seed=1)
tk.save_figure(
    tk.plot_rates(rates, hue="genre").figure,
    "rates",
    data=rates,
    mentions=mentions,
    articles=articles,
    sources=["corpus", "actors.yml", "framing.yml"],
    made_by="made.ipynb",
)
"""


@pytest.fixture(scope="module")
def by_genre(tmp_path_factory):
    """Make a project whose articles have docvars, with a notebook that has shown a text."""
    folder = write_project(tmp_path_factory.mktemp("by_genre") / "project")
    for name, genre, more in (
        ("one", "news", ""),
        ("two", "feature", " A weather report: provocations ahead."),
    ):
        text = f"---\n{DOCVARS.format(genre)}---\n{DISPATCH}{more}"
        (folder / f"corpus/{name}.txt").write_text(text, encoding="utf-8")
    cell = nbformat.v4.new_code_cell(BY_GENRE)
    cell.outputs = [nbformat.v4.new_output("stream", text=DISPATCH)]
    notebook = nbformat.v4.new_notebook(cells=[cell])
    notebook.metadata["widgets"] = {"state": DISPATCH}
    nbformat.write(notebook, folder / "made.ipynb")
    with contextlib.chdir(folder):
        exec(compile(BY_GENRE, "made.ipynb", "exec"), {})
    return folder


@pytest.mark.usefixtures("at_once")
def test_a_figure_that_needs_a_blank_column_names_it_and_the_option(by_genre, capsys, monkeypatch):
    monkeypatch.chdir(by_genre)
    with pytest.raises(
        PackError,
        match=r"it is drawn from 'genre', blank in a pack; .*, name it: keep=\['genre'\]$",
    ):
        tk.pack_figures(out="pack.zip")
    assert not (by_genre / "pack.zip").exists()
    assert main(["pack", "--out", "pack.zip"]) == 2
    assert capsys.readouterr().err.endswith("may be published, name it: --keep genre\n")


@pytest.mark.usefixtures("at_once")
def test_a_figure_that_fails_in_the_pack_lists_the_columns_that_it_may_need(project, change):
    for name in ARTICLES:
        text = f"---\noutlet: The Tide\ngenre: news\n---\n{ARTICLES[name]}"
        (project / f"corpus/{name}.txt").write_text(text, encoding="utf-8")
    change("made.py", "SEED = 1", "SEED = 1\nsaid = tk.load_corpus('corpus')['genre'].iloc[0]")
    change("made.py", "rates = tk", "assert said == 'news', 'no genre'\nrates = tk")
    runpy.run_path("made.py")
    message = (
        r"^made.py: does not run on what is recorded: AssertionError: no genre; if it needs one of "
        r"the columns that are blank, genre, name that one: keep=\['...'\]; if `toolkit verify` "
    )
    with pytest.raises(PackError, match=message):
        tk.pack_figures("figures", out=project / "pack.zip")


def test_a_pack_with_docvars_keeps_those_named_and_lists_them(by_genre, capsys, monkeypatch):
    monkeypatch.chdir(by_genre)
    assert main(["pack", "--out", "pack.zip", "--keep", "genre"]) == 0
    out = capsys.readouterr().out
    line = (
        "- articles: kept doc_id, family_id, genre, language, outlet, speaker; "
        "blank byline, section, summary, text, title\n"
    )
    assert line in out
    assert "- changes: kept doc_id, first_id, kind; blank first_text, text\n" in out
    with zipfile.ZipFile("pack.zip") as archive:
        about = archive.read("REPLICATION.md").decode()
        assert line in about
        own = "- as they are, with whatever they quote of the news: actors.yml, framing.yml, made"
        assert f"\n{own}.ipynb\n" in about
        assert "named: genre" in about
        names = [name for name in archive.namelist() if not name.startswith("toolkit/")]
        assert {"made.ipynb", "framing.yml", "requirements.lock"} <= set(names)
        assert any(name.endswith("find_changes/table.parquet") for name in names)
        for name in names:
            held = archive.read(name)
            if name.endswith(".parquet"):
                held = pd.read_parquet(io.BytesIO(held)).astype("str").to_csv().encode()
            for secret in SECRETS:
                assert secret.encode() not in held, (name, secret)


@pytest.mark.usefixtures("at_once")
@pytest.mark.parametrize(
    ("keep", "message"),
    [
        ("gnre", r"keep: found 'gnre', expected a column of text of the tables .*byline, .*genre"),
        ("text", "keep: found 'text', which holds the articles"),
        (None, "keep: found None, expected a list"),
    ],
)
def test_columns_to_keep_that_there_are_not_are_refused(by_genre, monkeypatch, keep, message):
    monkeypatch.chdir(by_genre)
    with pytest.raises(ValueError, match=message):
        tk.pack_figures(out="pack.zip", keep=keep)
