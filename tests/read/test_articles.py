"""How records become articles: ids, dates, titles, docvars, and the ledger's account."""

import os
from unittest import mock

import pandas as pd
import pytest
from conftest import write_below

import toolkit as tk
from toolkit.read.files import read_folder
from toolkit.tables.schema import check_table


@pytest.fixture
def write(tmp_path):
    return write_below(tmp_path)


def dates_of(write, *values, **options):
    """Return the day that is read from each value, or the reason why none is."""
    lines = [f'{at},text {at},"{value}"' for at, value in enumerate(values)]
    path = write("dates.csv", "doc_id,text,date\n" + "\n".join(lines) + "\n")
    reasons = tk.load_ledger(path, **options)["reason"]
    if reasons.notna().any():
        with pytest.warns(tk.CorpusWarning):
            articles = tk.load_corpus(path, **options)
    else:
        articles = tk.load_corpus(path, **options)
    days = articles["date"].dt.strftime("%Y-%m-%d")
    return days.where(days.notna(), reasons).tolist()


# --- the whole -----------------------------------------------------------------------------------


def test_a_folder_gives_a_row_per_file_in_order_of_their_names(write, tmp_path):
    write("folder/b.txt", "Two words.")
    write("folder/a.md", "---\ntitle: Truce\ndate: 2020-11-10\n---\n\nIt holds.\n")
    write("folder/sub/c.txt", "Three short words.")
    articles = check_table(tk.load_corpus(tmp_path / "folder"), "articles")
    assert articles["doc_id"].tolist() == ["a", "b", "sub/c"]
    assert articles["text"].tolist() == ["Truce\n\nIt holds.", "Two words.", "Three short words."]
    assert articles["title"].tolist() == ["Truce", "", ""]
    assert articles["body_start"].tolist() == [7, 0, 0]
    assert articles["n_tokens"].tolist() == [3, 2, 3]
    assert articles["date"][0] == pd.Timestamp(2020, 11, 10)


@pytest.mark.parametrize("form", ["csv", "tsv", "csv in another encoding", "jsonl", "parquet"])
@pytest.mark.parametrize("also", [{}, {"columns": {"text": "Body"}}, {"docvars": "docvars.csv"}])
def test_words_are_counted_of_what_the_articles_say(write, tmp_path, form, also):
    texts = [
        "\r\nOne 1,960.\r\n",
        "Deux\u2019n\u2019est pas.",
        "x",
        None,
        "Two.",
        "Two\n\nwords.",
    ]
    records = {
        "doc_id": list("abcdef"),
        "title": ["Truce", "Deux", "3.5", "Four", None, "Two"],
        "text": ["x"] * 6 if "columns" in also else texts,
        "Body": texts,
    }
    frame = pd.DataFrame(records, dtype="str")
    path = tmp_path / f"a.{form.split()[0]}"
    encoding = "cp1252" if " in " in form else "utf-8"
    if form == "jsonl":
        frame.to_json(path, orient="records", lines=True)
    elif form == "parquet":
        frame.to_parquet(path)
    else:
        frame.to_csv(path, sep="\t" if form == "tsv" else ",", index=False, encoding=encoding)
    if "docvars" in also:
        also = {"docvars": write("docvars.csv", "doc_id,text\nd,Filled in later.\n")}
    with pytest.warns(tk.CorpusWarning):
        articles = tk.load_corpus(path, encoding=encoding, **also)
    expected = {"a": 3, "b": 3, "c": 2, "d": 4, "e": 1, "f": 2}
    if "docvars" not in also:
        del expected["d"]
    assert dict(zip(articles["doc_id"], articles["n_tokens"], strict=True)) == expected
    assert not {name for name in articles if "words of" in name or "ledger" in name}


def test_the_folder_articles_is_read_if_there_is_one(write, tmp_path):
    write("corpus/README.md", "About the corpus.")
    write("corpus/articles/a.txt", "It holds.")
    assert tk.load_corpus(tmp_path / "corpus")["text"].tolist() == ["It holds."]


def test_reading_twice_gives_the_same_and_the_ledger_agrees(write, tmp_path):
    write("folder/a.txt", "One.")
    write("folder/b.txt", "Two.")
    once, again = (tk.load_corpus(str(tmp_path / "folder")) for _ in range(2))
    pd.testing.assert_frame_equal(once, again)
    ledger = check_table(tk.load_ledger(tmp_path / "folder"), "ledger")
    assert ledger["doc_id"].tolist() == once["doc_id"].tolist()


def test_articles_and_ledger_come_of_one_reading(write, tmp_path):
    write("folder/a.txt", "One.")
    write("folder/b.txt", " ")
    folder = tmp_path / "folder"
    with mock.patch("toolkit.read.articles.read_folder", wraps=read_folder) as reading:
        corpus = tk.load_with_ledger(folder)
        assert reading.call_count == 1
    assert isinstance(corpus, tk.Corpus)
    assert corpus.ledger["outcome"].tolist() == ["read", "rejected"]
    pd.testing.assert_frame_equal(corpus.ledger, tk.load_ledger(folder))
    with pytest.warns(tk.CorpusWarning, match="1 of 2 records read"):
        pd.testing.assert_frame_equal(corpus.articles, tk.load_corpus(folder))


def test_an_empty_folder_is_an_error(tmp_path):
    with pytest.raises(tk.CorpusError) as error:
        tk.load_corpus(tmp_path)
    assert str(error.value) == (
        f"{tmp_path}: found no articles, expected files ending in .txt or .md, tables, or "
        "exports of a press database; put them there, or name another folder"
    )


def test_a_missing_path_is_an_error_that_says_where_we_are(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(tk.CorpusError) as error:
        tk.load_corpus("nowhere")
    assert str(error.value) == (
        f"nowhere: no such file or folder; check the path (a relative one starts from {tmp_path})"
    )


def test_a_path_of_unknown_type_is_an_error(write):
    path = write("corpus.docx", "x")
    with pytest.raises(tk.CorpusError, match=r"corpus\.docx: found a file of type '\.docx'"):
        tk.load_corpus(path)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_table_that_may_not_be_read_is_an_error(write):
    path = write("a.csv", "text\nx\n")
    path.chmod(0)
    with pytest.raises(tk.CorpusError, match=r"cannot be read as csv \(Permission denied\)"):
        tk.load_corpus(path)


def test_a_corpus_of_which_nothing_can_be_read_names_the_reasons(write, tmp_path):
    write("folder/a.txt", "  \n")
    write("folder/b.txt", "")
    write("folder/c.txt", "\0")
    with pytest.raises(tk.CorpusError) as error:
        tk.load_corpus(tmp_path / "folder")
    assert str(error.value) == (
        f"{tmp_path / 'folder'}: none of 3 record(s) could be read: 2 x found no text, expected "
        "an article; 1 x found binary data, expected plain text; export it as text"
    )


def test_the_warning_counts_and_names_the_first(write):
    path = write("a.csv", "doc_id,text,date\na,one,2020-11-10\na,one,\na,two,\nb,,\nc,x,soon\n")
    with pytest.warns(tk.CorpusWarning) as caught:
        tk.load_corpus(path)
    assert [str(warning.message) for warning in caught] == [
        f"{path}: 2 of 5 records read, 2 rejected, 1 duplicate, 1 read with a flaw; first: a.csv, "
        "record 2: the same doc_id 'a' and text as a.csv, record 1. load_ledger lists them all."
    ]
    assert caught[0].filename == __file__


# --- columns -------------------------------------------------------------------------------------


def test_columns_rename_and_the_others_become_docvars(write):
    path = write("a.csv", "Body,Source,Land,text\nIt holds.,Tribune,fr,summary\n")
    articles = tk.load_corpus(path, columns={"text": "Body", "outlet": "Source"})
    assert articles.loc[0, ["text", "outlet", "Land"]].tolist() == ["It holds.", "Tribune", "fr"]
    assert "summary" not in articles.to_string()


def test_a_column_may_be_called_as_one_of_the_ledger(write):
    path = write("a.csv", "text,source,reason\nIt holds.,Tribune,why\n")
    articles = tk.load_corpus(path, columns={"outlet": "source"})
    assert articles.loc[0, ["outlet", "reason"]].tolist() == ["Tribune", "why"]
    assert tk.load_ledger(path)["source"].tolist() == ["a.csv"]


def test_two_columns_may_change_places(write):
    path = write("a.csv", "text,title\nTruce,It holds.\n")
    articles = tk.load_corpus(path, columns={"text": "title", "title": "text"})
    assert articles.loc[0, "text"] == "Truce\n\nIt holds."


def test_a_table_without_a_text_column_says_what_it_has_and_what_to_do(write):
    path = write("a.csv", "id,Body\n1,x\n")
    with pytest.raises(tk.CorpusError) as error:
        tk.load_corpus(path)
    assert str(error.value) == (
        f"{path}: found no column 'text', only id, Body; say which one holds the articles: "
        "columns={'text': '...'}"
    )


def test_a_column_that_is_not_there_is_an_error(write):
    path = write("a.csv", "id,text\n1,x\n")
    with pytest.raises(tk.CorpusError) as error:
        tk.load_corpus(path, columns={"outlet": "Paper"})
    assert str(error.value) == f"{path}: found no column 'Paper' for outlet, only id, text"


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        (
            {"body": "text"},
            "columns: found the key 'body', expected one of text, title, outlet, date, language, "
            "speaker, doc_id, family_id",
        ),
        (
            {"title": "text", "outlet": "text"},
            "columns: found 'text' more than once, expected each name once",
        ),
    ],
)
def test_columns_that_cannot_work_are_refused(write, columns, message):
    with pytest.raises(ValueError, match="columns: ") as error:
        tk.load_corpus(write("a.csv", "text\nx\n"), columns=columns)
    assert str(error.value) == message


def test_body_start_and_words_are_made_from_the_text_whatever_the_file_says(write):
    path = write("a.csv", "text,title,body_start,n_tokens\nIt holds.,Truce,99,99\n")
    assert tk.load_corpus(path).loc[0, ["body_start", "n_tokens"]].tolist() == [7, 3]


# --- ids and copies ------------------------------------------------------------------------------


def test_the_same_id_and_text_is_a_duplicate_and_another_text_is_rejected(write):
    path = write("a.csv", "doc_id,text\na,one\na,one\na,two\n")
    ledger = tk.load_ledger(path)
    assert ledger["outcome"].tolist() == ["read", "duplicate", "rejected"]
    assert ledger["reason"].tolist()[1:] == [
        "the same doc_id 'a' and text as a.csv, record 1",
        "doc_id 'a' is taken by a.csv, record 1, with a different text; make ids unique",
    ]


def test_two_files_of_one_stem_clash(write, tmp_path):
    write("folder/a.md", "One.")
    write("folder/a.txt", "Two.")
    ledger = tk.load_ledger(tmp_path / "folder")
    assert ledger["reason"].tolist()[1] == (
        "doc_id 'a' is taken by a.md, record 1, with a different text; make ids unique"
    )


def test_without_ids_the_content_gives_one_that_no_order_changes(write):
    rows = ["one,2020-11-10", "two,2020-11-10", "one,2020-11-11"]
    ids = tk.load_corpus(write("a.csv", "text,date\n" + "\n".join(rows) + "\n"))["doc_id"]
    back = tk.load_corpus(write("b.csv", "text,date\n" + "\n".join(rows[::-1]) + "\n"))["doc_id"]
    assert ids.tolist() == back.tolist()[::-1]
    assert ids.nunique() == 3
    assert ids.str.fullmatch("[0-9a-f]{12}").all()


def test_records_without_ids_that_are_alike_are_duplicates(write):
    path = write("a.csv", "text\none\none\n")
    assert tk.load_ledger(path)["outcome"].tolist() == ["read", "duplicate"]


def test_each_repeated_record_is_told_of_the_first(write):
    path = write("a.csv", "doc_id,text\na,x\nb,y\na,x\na,z\nb,y\n")
    assert tk.load_ledger(path)["reason"].tolist()[2:] == [
        "the same doc_id 'a' and text as a.csv, record 1",
        "doc_id 'a' is taken by a.csv, record 1, with a different text; make ids unique",
        "the same doc_id 'b' and text as a.csv, record 2",
    ]


def test_an_id_in_the_front_matter_wins_over_the_file_name(write):
    folder = write("folder/a.md", "---\ndoc_id: x-1\n---\nIt holds.").parent
    assert tk.load_corpus(folder)["doc_id"].tolist() == ["x-1"]


# --- text and title ------------------------------------------------------------------------------


def test_an_article_without_text_is_rejected_even_if_it_has_a_title(write):
    path = write("a.csv", "title,text\nTruce,\nTruce, \nTruce,It holds.\n")
    ledger = tk.load_ledger(path)
    assert ledger["outcome"].tolist() == ["rejected", "rejected", "read"]
    assert ledger["reason"].tolist()[:2] == ["found no text, expected an article"] * 2


def test_a_title_that_stands_in_the_text_already_is_not_repeated(write):
    texts = ["Truce\n\nIt holds.", "Truce it is.", "Truce\nIt held.", "Truce", "Truce\r\nAt last."]
    rows = "".join(f'Truce,"{text}"\n' for text in texts)
    articles = tk.load_corpus(write("a.csv", "title,text\n" + rows))
    assert articles["text"].tolist() == [
        "Truce\n\nIt holds.",
        "Truce\n\nTruce it is.",
        "Truce\n\nIt held.",
        "Truce\n\nTruce",
        "Truce\n\nAt last.",
    ]
    assert articles["body_start"].tolist() == [7] * 5
    assert articles["n_tokens"].tolist() == [3, 4, 3, 2, 3]


def test_articles_written_and_loaded_again_are_equal(write, tmp_path):
    write("folder/a.md", "---\ntitle: Été\ndate: 2020-11-10\noutlet: T\nkind: op\n---\n“Ça va”.\n")
    write("folder/b.txt", "No title.\n\nTwo paragraphs.")
    articles = tk.load_corpus(tmp_path / "folder")
    articles.to_parquet(tmp_path / "a.parquet")
    pd.testing.assert_frame_equal(tk.load_corpus(tmp_path / "a.parquet"), articles)
    articles.to_csv(tmp_path / "a.csv", index=False)
    again = tk.load_corpus(tmp_path / "a.csv")
    pd.testing.assert_frame_equal(again.drop(columns="kind"), articles.drop(columns="kind"))


# --- dates ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "value",
    [
        "2020-11-10",
        "2020/11/10",
        "20201110",
        "2020-11-10 22:00",
        "2020-11-10T23:30:00-05:00",
        "2020-11-10T00:30:00+09:00",
        "2020-11-10T22:00:00.123Z",
        "20201110T233000-0500",
        "10 November 2020",
        "November 10, 2020",
        "10-Nov-2020",
        "10th Nov. 2020",
        "Tuesday, 10 November 2020",
        "Tue, 10 Nov 2020 23:30:00 -0500",
        "Tue Nov 10 23:00:00 +0000 2020",
        "Nov 10, 2020, 11:30 p.m. EST",
        "November 10, 2020 at 10:00 PM",
        "November 10, 2020 Tuesday",
        "the 10th of November, 2020",
        "10Nov2020",
        "2020-Nov-10",
        "2020, November 10 (Tues.)",
    ],
)
def test_a_date_that_can_be_read_in_one_way_is_the_day_where_it_was_published(write, value):
    assert dates_of(write, value) == ["2020-11-10"]


@pytest.mark.parametrize(
    "value",
    [
        "10/11/2020",
        "10.11.2020",
        "10/11/2020 10:00 GMT",
        "2020",
        "2020-11",
        "Nov 2020",
        "November",
        "10-Nov-20",
        "10-11 November 2020",
        "10/11 November 2020",
        "November 10-11, 2020",
        "November 10 11 2020",
        "10.11 Nov 2020",
        "10 Novembers 2020",
        "10 Nov 0000",
        "31 November 2020",
        "10 November 2020" + " " * 90 + "x",
        "now",
        "today",
        "soon",
        "1604966400",
        "2020-02-30",
        "10 novembre 2020",
    ],
)
def test_a_date_that_is_none_or_ambiguous_is_never_guessed(write, value):
    assert dates_of(write, value) == [
        f"date: found {value!r}, expected YYYY-MM-DD; or say how dates are written "
        "(date_format='%d/%m/%Y'); read without a date"
    ]


def test_a_year_that_no_calendar_has_is_no_date_in_any_format(write):
    found = dates_of(write, "0000-01-01", "2020-11-10", date_format="%Y-%m-%d")
    assert found == [
        "date: found '0000-01-01', expected a date like %Y-%m-%d; read without a date",
        "2020-11-10",
    ]


def test_a_format_of_dates_without_directives_is_refused(write):
    path = write("a.csv", "text,date\nx,02/03/2041\n")
    with pytest.raises(ValueError, match="date_format: found 'DD/MM/YYYY', expected a format of"):
        tk.load_corpus(path, date_format="DD/MM/YYYY")


def test_a_table_with_semicolons_is_a_table_whatever_its_columns_are_called(write):
    path = write("a.csv", "Source;Body\nT;It holds.\n")
    with pytest.raises(tk.CorpusError, match="found no column 'text', only Source, Body; say"):
        tk.load_corpus(path)
    assert tk.load_corpus(path, columns={"text": "Body"})["text"].tolist() == ["It holds."]


def test_ambiguous_dates_are_read_by_their_format(write):
    assert dates_of(write, "10/11/2020", "31/12/2020", date_format="%d/%m/%Y") == [
        "2020-11-10",
        "2020-12-31",
    ]
    assert dates_of(write, "10/11/2020", date_format="%m/%d/%Y") == ["2020-10-11"]


def test_a_date_that_does_not_fit_its_format_is_counted(write):
    assert dates_of(write, "31/12/2020", "2020-12-31", date_format="%d/%m/%Y") == [
        "2020-12-31",
        "date: found '2020-12-31', expected a date like %d/%m/%Y; read without a date",
    ]


def test_no_date_is_no_flaw(write):
    path = write("a.csv", "text,date\none,\ntwo, \n")
    assert tk.load_corpus(path)["date"].isna().all()


def test_dates_of_many_years_are_kept(write):
    assert dates_of(write, "1492-10-12", "9999-12-31") == ["1492-10-12", "9999-12-31"]


# --- docvars -------------------------------------------------------------------------------------


@pytest.fixture
def folder(write, tmp_path):
    write("folder/a.txt", "One.")
    write("folder/b.md", "---\noutlet: Herald\n---\nTwo.")
    return tmp_path / "folder"


@pytest.mark.parametrize(
    ("key", "first"), [("doc_id", "a"), ("filename", "a.txt"), ("file", " a ")]
)
def test_docvars_join_by_id_or_file_name(write, folder, key, first):
    table = write("vars.csv", f"{key},country,source\nb.md,de,x\n{first},fr,y\nc,it,z\n")
    articles = tk.load_corpus(folder, docvars=table)
    assert articles["country"].tolist() == ["fr", "de"]
    assert articles["source"].tolist() == ["y", "x"]


def test_an_article_without_a_row_is_counted(write, folder):
    table = write("vars.tsv", "doc_id\tcountry\nb\tde\n")
    with pytest.warns(tk.CorpusWarning, match="first: a.txt, record 1: no row in vars.tsv; read w"):
        articles = tk.load_corpus(folder, docvars=table)
    assert articles["country"].fillna("").tolist() == ["", "de"]
    ledger = tk.load_ledger(folder, docvars=table)
    assert ledger["reason"][0] == "no row in vars.tsv; read without docvars"


def test_docvars_fill_what_an_article_leaves_empty_and_no_more(write, folder):
    table = write("vars.csv", "doc_id,outlet\na,Tribune\nb,Tribune\n")
    assert tk.load_corpus(folder, docvars=table)["outlet"].tolist() == ["Tribune", "Herald"]


def test_docvars_may_be_renamed_and_hold_the_date(write, folder):
    table = write("vars.csv", "doc_id,Published\na,2020-11-10\nb,never\n")
    options = {"docvars": table, "columns": {"date": "Published"}}
    assert tk.load_ledger(folder, **options)["reason"][1].startswith("date: found 'never'")
    with pytest.warns(tk.CorpusWarning):
        articles = tk.load_corpus(folder, **options)
    assert articles["date"][0] == pd.Timestamp(2020, 11, 10)


def test_docvars_join_a_table_by_the_column_that_is_named_for_ids(write):
    path = write("a.csv", "id,text\n1,one\n2,two\n")
    table = write("vars.csv", "doc_id,country\n2,de\n1,fr\n")
    articles = tk.load_corpus(path, docvars=table, columns={"doc_id": "id"})
    assert articles["country"].tolist() == ["fr", "de"]


def test_all_reasons_of_a_record_are_kept(write):
    path = write("a.csv", "doc_id,text,date\na,one,soon\nb,two,\n")
    table = write("vars.csv", "doc_id,country\nb,de\n")
    assert tk.load_ledger(path, docvars=table)["reason"][0] == (
        "no row in vars.csv; read without docvars; date: found 'soon', expected YYYY-MM-DD; or "
        "say how dates are written (date_format='%d/%m/%Y'); read without a date"
    )


def test_a_faulty_row_of_docvars_is_told_of_with_its_article(write, folder):
    table = write("vars.csv", "doc_id,country,town\na,fr\nb,de,Berlin\n")
    assert tk.load_ledger(folder, docvars=table)["reason"][0] == (
        "vars.csv: found 2 field(s), expected 3; quote fields that hold a line break"
    )


def test_a_key_that_stands_twice_is_an_error(write, folder):
    table = write("vars.csv", "filename,country\na.txt,de\na.txt,fr\n")
    with pytest.raises(tk.CorpusError) as error:
        tk.load_corpus(folder, docvars=table)
    assert str(error.value) == f"{table}: filename 'a' is in it twice"


def test_docvars_without_a_key_are_an_error(write, folder):
    table = write("vars.csv", "id,country\na,de\n")
    with pytest.raises(tk.CorpusError) as error:
        tk.load_corpus(folder, docvars=table)
    assert str(error.value) == (
        f"{table}: found the columns id, country, expected one named doc_id, filename or file that "
        "says which article a row is about"
    )


def test_docvars_for_articles_without_ids_are_an_error(write):
    path = write("a.csv", "text\none\n")
    table = write("vars.csv", "doc_id,country\na,de\n")
    with pytest.raises(tk.CorpusError) as error:
        tk.load_corpus(path, docvars=table)
    assert str(error.value) == (
        f"{table}: docvars need articles with ids; say which column holds them: "
        "columns={'doc_id': '...'}"
    )


def test_docvars_that_are_not_there_are_an_error(folder, tmp_path):
    with pytest.raises(tk.CorpusError) as error:
        tk.load_corpus(folder, docvars=tmp_path / "vars.csv")
    assert str(error.value) == (
        f"{tmp_path / 'vars.csv'}: cannot be read as csv (No such file or directory); check that "
        "the file is whole and that its ending names its format"
    )


def test_docvars_for_a_folder_of_which_nothing_can_be_read_say_so(write, tmp_path):
    write("folder/a.docx", "x")
    table = write("vars.csv", "doc_id,country\na,de\n")
    with pytest.raises(tk.CorpusError, match=r"none of 1 record\(s\) could be read"):
        tk.load_corpus(tmp_path / "folder", docvars=table)


def test_the_speaker_is_a_column_that_files_front_matter_and_options_give(write, tmp_path):
    write("folder/a.txt", "---\nSpeaker: Jane Roe\n---\nWe hold.")
    write("folder/b.txt", "It holds.")
    read = tk.load_corpus(tmp_path / "folder")
    assert read["speaker"].fillna("").tolist() == ["Jane Roe", ""]
    path = write("a.csv", "Redner,text\n Max Doe ,We win.\n,It rains.\n")
    read = tk.load_corpus(path, columns={"speaker": "Redner"})
    assert read["speaker"].fillna("").tolist() == ["Max Doe", ""]
    assert tk.load_corpus(write("b.csv", "text\nIt rains.\n"))["speaker"].isna().all()


def test_the_same_words_of_two_speakers_are_two_articles(write):
    path = write("a.csv", "speaker,text\nJane Roe,Thank you.\nMax Doe,Thank you.\n,Thank you.\n")
    articles = tk.load_corpus(path)
    assert articles["doc_id"].is_unique
    assert len(articles) == 3
    alone = tk.load_corpus(write("b.csv", "text\nThank you.\n"))
    assert alone["doc_id"].tolist() == articles["doc_id"].tolist()[2:]
