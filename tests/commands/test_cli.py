import csv
import json

import pytest

from toolkit.commands.cli import main

ACTORS = "actors:\n  north: {name: Northland}\n"
LEXICON = "frames:\n  winning: {terms: [victor*]}\n"


@pytest.fixture
def corpus(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus/one.txt").write_text(
        "---\ndate: 2020-11-10\n---\nNorthland said: a victory."
    )
    (tmp_path / "actors.yml").write_text(ACTORS)
    (tmp_path / "lexicon.yml").write_text(LEXICON)
    return tmp_path


RUN = ["run", "corpus", "--actors", "actors.yml", "--lexicon", "lexicon.yml", "--out", "out"]


@pytest.mark.parametrize("method", ["parser", "rules"])
def test_run_writes_tables_and_figures(corpus, capsys, method):
    assert main([*RUN, "--method", method]) == 0
    assert "1 articles, 4 words" in capsys.readouterr().out
    tables = {path.stem for path in (corpus / "out/tables").glob("*.csv")}
    assert tables >= {"mentions", "attributions", "exposure", "rates", "targets", "names", "terms"}
    with (corpus / "out/tables/mentions.csv").open() as file:
        (mention,) = csv.DictReader(file)
    assert (mention["match"], mention["voice_id"]) == ("victory", "north")
    figures = {path.stem for path in (corpus / "out/figures").glob("*.pdf")}
    assert figures == {"rates", "heatmap", "voices"}


@pytest.mark.parametrize(("language", "voice"), [(None, ""), ("told", "north"), ("ru", "north")])
def test_run_reads_articles_that_do_not_say_their_language_in_the_one_given(
    corpus, language, voice
):
    (corpus / "corpus/one.txt").write_text(
        "Страна севера заявила, что эта победа принадлежит всем её жителям.", encoding="utf-8"
    )
    (corpus / "corpus/two.txt").write_text("---\nlanguage: en\n---\nNo победа.", encoding="utf-8")
    (corpus / "actors.yml").write_text(
        "actors:\n  north: {name: Northland, names: {ru: [Страна севера]}}\n", encoding="utf-8"
    )
    (corpus / "lexicon.yml").write_text("frames:\n  winning: {terms: [побед*]}\n", "utf-8")
    given = ["--language", language] if language else []
    assert main([*RUN, "--method", "rules", *given]) == 0
    with (corpus / "out/tables/mentions.csv").open(encoding="utf-8") as file:
        one, two = csv.DictReader(file)
    assert (one["voice_id"], one["language"]) == (voice, "ru" if language else "")
    assert two["language"] == "en"
    command = json.loads((corpus / "out/figures/rates.json").read_text())["command"]
    assert given == [word for word in command if word in ("--language", language)]


def test_run_refuses_a_language_that_is_not_there(corpus, capsys):
    assert main([*RUN, "--method", "rules", "--language", "xx"]) == 2
    assert capsys.readouterr().err == (
        "toolkit: --language: found 'xx', expected told or one of ar, az, de, en, es, fr, hy, ru, "
        "tr, uk\n"
    )
    assert not (corpus / "out").exists()


DISPATCH = (
    "Northland said on Tuesday that the long battle for the harbour had ended in a victory, and "
    "that its troops would now return to their barracks before the winter sets in."
)


@pytest.mark.parametrize(("copies", "n", "told"), [("all", 2, "counted too"), ("once", 1, "not c")])
def test_run_marks_copies_and_counts_them_as_it_is_told(corpus, capsys, copies, n, told):
    (corpus / "corpus/one.txt").write_text(f"---\ndate: 2020-11-10\n---\n{DISPATCH}")
    (corpus / "corpus/two.txt").write_text(f"---\ndate: 2020-11-11\n---\n{DISPATCH} More soon.")
    assert main([*RUN, "--method", "rules", "--copies", copies]) == 0
    assert f"2 articles (copies of another: 1, {told}" in capsys.readouterr().out
    with (corpus / "out/tables/rates.csv").open() as file:
        assert [row["n"] for row in csv.DictReader(file) if row["voice"] == "north"] == [str(n)]
    with (corpus / "out/tables/exposure.csv").open() as file:
        assert {row["family_id"] for row in csv.DictReader(file)} == {"one"}
    for name in ("rates", "voices"):
        with (corpus / f"out/figures/{name}-passages.csv").open() as file:
            assert len(list(csv.DictReader(file))) == n
    manifest = json.loads((corpus / "out/figures/rates.json").read_text())
    parameters = manifest["parameters"]
    (call,) = parameters.pop("calls")
    assert parameters == {"method": "rules", "copies": copies, "seed": 1}
    assert (call["measure"], call["arguments"]["copies"]) == ("rates", copies)
    command = manifest["command"]
    assert command[command.index("--copies") + 1] == copies


def test_verify_is_content_until_an_input_changes(corpus, capsys, request):
    main([*RUN, "--method", "rules"])
    capsys.readouterr()
    assert main(["verify", "out/figures", "--yes"]) == 0
    assert capsys.readouterr().out == "3 of 3 figures are as recorded\n"
    (corpus / "lexicon.yml").write_text(LEXICON + "\n")
    request.getfixturevalue("at_once")
    assert main(["verify", "out/figures", "--yes"]) == 1
    out = capsys.readouterr().out
    assert "rates: comes out the same\n  sources: ../lexicon.yml: changed\n" in out
    assert out.endswith("0 of 3 figures are as recorded\n")


@pytest.mark.usefixtures("at_once")
def test_verify_names_the_docvars_when_they_change(corpus, capsys):
    (corpus / "about.csv").write_text("doc_id,page\none,4\n")
    assert main([*RUN, "--method", "rules", "--docvars", "about.csv"]) == 0
    capsys.readouterr()
    assert main(["verify", "out/figures", "--yes"]) == 0
    (corpus / "about.csv").write_text("doc_id,page\none,5\n")
    capsys.readouterr()
    assert main(["verify", "out/figures", "--yes"]) == 1
    assert "rates: comes out the same\n  sources: ../about.csv: changed\n" in (
        capsys.readouterr().out
    )


@pytest.mark.parametrize("out", ["corpus", "corpus/out", "elsewhere/../corpus/out", "link/out"])
@pytest.mark.parametrize("command", ["run", "figures"])
def test_what_is_made_of_a_corpus_is_not_written_into_it(corpus, capsys, command, out):
    (corpus / "link").symlink_to("corpus")
    words = (
        RUN[:-1] if command == "run" else ["figures", "notebooks", "--corpus", "corpus", "--out"]
    )
    assert main([*words, out]) == 2
    told = capsys.readouterr().err
    assert told.startswith(f"toolkit: --out: found {out}, which is in the corpus corpus, expected ")
    assert [path.name for path in (corpus / "corpus").iterdir()] == ["one.txt"]


def test_a_run_writes_beside_its_corpus(corpus):
    assert main([*RUN[:-1], "corpus-out", "--method", "rules"]) == 0
    assert (corpus / "corpus-out/tables/mentions.csv").exists()


def test_check_adds_up_and_fails_where_a_record_was_rejected(corpus, capsys):
    lacking = "".join(
        f"outlet unknown, month 2020-11: 1 of 1 without {field}\n"
        for field in ("outlet", "title", "language")
    )
    lacking += "one article: there is no difference between articles to make intervals from, and "
    lacking += "no two periods to compare (Figures 7 and 8 of the notebooks)\n"
    assert main(["check", "corpus"]) == 0
    assert capsys.readouterr().out == (f"{lacking}1 records = 1 read + 0 rejected + 0 duplicate\n")
    (corpus / "corpus/two.txt").write_text("\n")
    assert main(["check", "corpus"]) == 1
    assert capsys.readouterr().out == (
        "two.txt, record 1: rejected: found no text, expected an article\n"
        f"{lacking}2 records = 1 read + 1 rejected + 0 duplicate\n"
    )


def test_columns_are_mapped_from_the_shell(corpus, capsys):
    (corpus / "news.csv").write_text("Body,Paper\nSome text,The Tide\n")
    assert main(["check", "news.csv", "--column", "text=Body", "--column", "outlet=Paper"]) == 0
    assert main(["check", "news.csv", "--column", "Body"]) == 2
    assert "--column: found 'Body', expected OURS=THEIRS" in capsys.readouterr().err


def test_bad_input_ends_with_a_message_and_no_traceback(corpus, capsys):
    assert main(["check", "nowhere"]) == 2
    assert capsys.readouterr().err.startswith("toolkit: nowhere: no such file or folder")
    assert main(["verify", "nowhere"]) == 2
    assert main(["figures", "nowhere"]) == 2


def test_every_command_has_help(capsys):
    names = ("new", "run", "check", "fetch", "figures", "verify", "pack")
    for command in ([], *([name] for name in names)):
        with pytest.raises(SystemExit) as stop:
            main([*command, "--help"])
        assert stop.value.code == 0
        assert "usage: toolkit" in capsys.readouterr().out
