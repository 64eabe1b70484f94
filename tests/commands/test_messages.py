"""In a shell, messages name its options, not the arguments of Python's functions."""

import warnings
from argparse import Namespace

import pytest

from toolkit.annotate.attribution.parser import parse
from toolkit.commands.cli import main
from toolkit.commands.messages import in_shell

OPTIONS = Namespace(column=[], encoding="utf-8", date_format=None, method="parser", keep=[])


@pytest.mark.parametrize(
    ("said", "spoken"),
    [
        ("encoding: found 'x', expected", "--encoding: found 'x', expected"),
        ("columns: found the key 'body', expected", "--column: found the key 'body', expected"),
        ("(date_format='%d/%m/%Y')", "(--date-format %d/%m/%Y)"),
        ("(encoding='cp1252', say)", "(--encoding cp1252, say)"),
        ("columns={'text': '...'}", "--column text=..."),
        ("columns={'text': 'My Text', 'date': 'D'}", "--column 'text=My Text' --column date=D"),
        ("keep=['genre', 'page']", "--keep genre --keep page"),
        ("the reader's way, method='rules'", "the reader's way, --method rules"),
        ("load_ledger lists them all.", "`toolkit check` lists them all."),
        # What was found is quoted; what the command has no option for is left as it is.
        ("date: found \"encoding='cp1252'\"", "date: found \"encoding='cp1252'\""),
        (r"found 'it\'s method=\'rules\''", r"found 'it\'s method=\'rules\''"),
        ("one.txt: encoding: found 'x'", "one.txt: encoding: found 'x'"),
        ("exposure: found no words", "exposure: found no words"),
        ("filenames='{title}'", "filenames='{title}'"),
        # Nor is what the name of a file holds, which need not be Python.
        ("a columns={x}.csv, record 1", "a columns={x}.csv, record 1"),
        ("a columns=[1].csv, record 1", "a columns=[1].csv, record 1"),
        ("a columns={(].csv}", "a columns={(].csv}"),
        ("sketch lists everything", "sketch lists everything"),
    ],
)
def test_arguments_become_options_and_values_stay(said, spoken):
    assert in_shell(said, OPTIONS) == spoken


@pytest.fixture
def corpus(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus/one.txt").write_text("---\ndate: 10/11/2020\n---\nNorthland won.")
    (tmp_path / "news.csv").write_text("Body,Paper,Day\nSome text,The Tide,10/11/2020\n")
    (tmp_path / "late.csv").write_bytes("text,outlet\nSome café,The Tide\n".encode("cp1252"))
    (tmp_path / "about.csv").write_text("doc_id,page\none,4\n")
    (tmp_path / "actors.yml").write_text("actors:\n  north: {name: Northland}\n")
    (tmp_path / "lexicon.yml").write_text("frames:\n  winning: {terms: [won]}\n")
    return tmp_path


@pytest.mark.parametrize("command", ["check", "run"])
@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["news.csv"], "say which one holds the articles: --column text=...\n"),
        (["news.csv", "--column", "body=Body"], "--column: found the key 'body', expected one of"),
        (["news.csv", "--column", "text=Text"], "found no column 'Text' for text, only Body,"),
        (
            ["news.csv", "--column", "text=Body", "--column", "title=Body"],
            "--column: found 'Body' more than once",
        ),
        (["news.csv", "--encoding", "cp"], "--encoding: found 'cp', expected the name of"),
        (["news.csv", "--date-format", "DMY"], "--date-format: found 'DMY', expected a format"),
        (["news.csv", "--filenames", "{title}"], "--filenames: found '{title}' for news.csv"),
        (["corpus", "--filenames", "title"], "--filenames: found 'title', expected names in"),
        (
            ["news.csv", "--column", "text=Body", "--docvars", "about.csv"],
            "which column holds them: --column doc_id=...\n",
        ),
        (["corpus", "--docvars", "news.csv"], "expected one named doc_id, filename or file"),
        (["late.csv"], "(--encoding cp1252, say)"),
    ],
)
def test_what_a_corpus_lacks_is_told_with_options(corpus, capsys, command, words, told):
    more = ["--actors", "actors.yml", "--lexicon", "lexicon.yml", "--out", "out"]
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        assert main([command, *words, *(more if command == "run" else [])]) in (1, 2)
    err = capsys.readouterr()
    assert told in err.err + err.out
    assert "{'" not in err.err


def test_check_says_of_a_record_which_option_mends_it(corpus, capsys):
    assert main(["check", "corpus"]) == 0
    assert capsys.readouterr().out.startswith(
        "one.txt, record 1: read: date: found '10/11/2020', expected YYYY-MM-DD; or say how dates "
        "are written (--date-format %d/%m/%Y); read without a date\n"
    )


RUN = ["run", "corpus", "--actors", "actors.yml", "--lexicon", "lexicon.yml", "--out", "out"]


def test_a_warning_of_a_run_names_the_command_that_lists(corpus, capsys):
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        assert main([*RUN, "--method", "rules"]) == 0
    err = capsys.readouterr().err
    assert "(--date-format %d/%m/%Y); read without a date. `toolkit check` lists them all." in err


def test_a_seed_that_is_none_is_refused_before_anything_is_read(corpus, capsys):
    assert main([*RUN, "--seed", "-1"]) == 2
    told = "toolkit: --seed: found -1, expected a whole number, 0 or more\n"
    assert capsys.readouterr().err == told


def test_a_missing_model_is_told_with_the_option(corpus, capsys, monkeypatch):
    monkeypatch.setattr(parse, "MODELS", ("a-model-that-is-not-there",))
    monkeypatch.setattr(parse, "load_model", parse.load_model.__wrapped__)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert main(RUN) == 2
    assert "or use --method rules." in capsys.readouterr().err


@pytest.mark.parametrize("option", ["--actors", "--lexicon"])
def test_an_instrument_that_is_none_is_named_by_its_file(corpus, capsys, option):
    words = [*RUN, "--method", "rules"]
    words[words.index(option) + 1] = "news.csv"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert main(words) == 2
    assert capsys.readouterr().err.startswith("toolkit: news.csv: ")
