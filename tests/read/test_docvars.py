"""What the researcher calls columns, file by file; and what a table of docvars fills in."""

import pandas as pd
import pytest
from conftest import write_below

import toolkit as tk


@pytest.fixture
def write(tmp_path):
    return write_below(tmp_path)


def told(articles, *columns):
    """Return the rows of some columns, with '' for what is missing."""
    return list(articles[list(columns)].fillna("").itertuples(index=False, name=None))


# --- columns, file by file -----------------------------------------------------------------------


def test_a_file_without_the_mapped_column_keeps_its_own_text(write, tmp_path):
    write("folder/a.txt", "---\noutlet: Herald\n---\nOne.")
    write("folder/b.csv", "doc_id,Body,Source,text\nb1,Two.,Post,no\nb2,,Post,no\n")
    write("folder/c.csv", "doc_id,text,outlet,Land\nc1,Three.,Times,fr\n")
    folder = tmp_path / "folder"
    columns = {"text": "Body", "outlet": "Source"}
    ledger = tk.load_ledger(folder, columns=columns)
    assert ledger["outcome"].tolist() == ["read", "read", "rejected", "read"]
    assert ledger["reason"].dropna().tolist() == ["found no text, expected an article"]
    with pytest.warns(tk.CorpusWarning):
        articles = tk.load_corpus(folder, columns=columns)
    assert told(articles, "doc_id", "text", "outlet", "Land") == [
        ("a", "One.", "Herald", ""),
        ("b1", "Two.", "Post", ""),
        ("c1", "Three.", "Times", "fr"),
    ]
    assert articles["n_tokens"].tolist() == [1, 1, 1]
    assert not {"Body", "Source"} & set(articles.columns)


def test_files_of_every_form_are_renamed_by_what_each_has(write, tmp_path):
    write("folder/a.jsonl", '{"Body": "One.", "text": "no"}\n{"text": "no"}\n')
    write("folder/b.jsonl", '{"text": "Two.", "Source": "Post"}\n')
    frame = pd.DataFrame({"Body": ["Three."], "Source": pd.Categorical(["Times"])})
    frame.to_parquet(tmp_path / "folder/c.parquet")
    write("folder/d.png", "\x89PNG")
    with pytest.warns(tk.CorpusWarning):
        articles = tk.load_corpus(tmp_path / "folder", columns={"text": "Body", "outlet": "Source"})
    assert told(articles, "text", "outlet") == [
        ("One.", ""),
        ("Two.", "Post"),
        ("Three.", "Times"),
    ]


def test_a_column_of_ours_moves_only_where_another_takes_its_place(write, tmp_path):
    write("folder/a.txt", "One.")
    write("folder/b.csv", "doc_id,Body,text\nb,Two.,Truce\n")
    articles = tk.load_corpus(tmp_path / "folder", columns={"text": "Body", "title": "text"})
    assert told(articles, "text", "title") == [("One.", ""), ("Truce\n\nTwo.", "Truce")]


def test_columns_that_change_places_do_so_in_the_files_that_have_both(write, tmp_path):
    write("folder/a.txt", "One.")
    write("folder/b.csv", "doc_id,title,text\nb,Two.,Truce\n")
    articles = tk.load_corpus(tmp_path / "folder", columns={"text": "title", "title": "text"})
    assert told(articles, "text", "title") == [("One.", ""), ("Truce\n\nTwo.", "Truce")]


def test_a_lone_table_gives_up_its_own_column_even_for_an_empty_one(tmp_path):
    frame = pd.DataFrame({"text": ["One."], "outlet": ["Post"], "Source": [None]})
    frame.to_parquet(tmp_path / "a.parquet")
    articles = tk.load_corpus(tmp_path / "a.parquet", columns={"outlet": "Source"})
    assert told(articles, "text", "outlet") == [("One.", "")]


def test_a_column_that_no_file_of_a_folder_has_is_an_error(write, tmp_path):
    write("folder/a.txt", "One.")
    write("folder/b.csv", "Land,text\nfr,Two.\n")
    with pytest.raises(tk.CorpusError) as error:
        tk.load_corpus(tmp_path / "folder", columns={"text": "Body"})
    assert str(error.value) == (
        f"{tmp_path / 'folder'}: found no column 'Body' for text, only doc_id, text, Land"
    )


# --- docvars and columns -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "row", ["doc_id,outlet\n1,X\n2,Tribune\n", "doc_id,Source,outlet\n1,X,no\n2,Tribune,no\n"]
)
def test_docvars_under_our_name_or_theirs_fill_a_column_that_is_renamed(write, row):
    path = write("t.csv", "doc_id,text,Source\n1,aa,Post\n2,bb,\n")
    articles = tk.load_corpus(path, columns={"outlet": "Source"}, docvars=write("v.csv", row))
    assert told(articles, "doc_id", "outlet") == [("1", "Post"), ("2", "Tribune")]
    assert "Source" not in articles


def test_docvars_fill_only_what_a_file_without_the_mapped_column_leaves_empty(write, tmp_path):
    write("folder/a.txt", "---\noutlet: Herald\n---\nOne.")
    write("folder/b.csv", "id,Body,Source\nb1,Two.,Post\nb2,Three.,\n")
    table = write("v.csv", "doc_id,Source\na,X\nb1,X\nb2,Tribune\n")
    columns = {"doc_id": "id", "text": "Body", "outlet": "Source"}
    articles = tk.load_corpus(tmp_path / "folder", columns=columns, docvars=table)
    assert told(articles, "doc_id", "text", "outlet") == [
        ("a", "One.", "Herald"),
        ("b1", "Two.", "Post"),
        ("b2", "Three.", "Tribune"),
    ]


def test_docvars_keep_the_date_that_an_export_gives_and_fill_one_it_lacks(write, tmp_path):
    page = "<!doctype html><html><head>{}</head><body><article><h1>Ferry</h1><p>{}</p></article>"
    text = "The ferry did not sail on Monday, and nobody on the pier knew why it waited. " * 5
    dated = '<meta property="article:published_time" content="2019-07-01T09:20:00+02:00">'
    write("folder/a.html", page.format(dated, text))
    write("folder/b.html", page.format("", text.replace("Monday", "Tuesday")))
    table = write("v.csv", "file,Published\na.html,2020-11-10\nb.html,2020-11-11\n")
    articles = tk.load_corpus(tmp_path / "folder", columns={"date": "Published"}, docvars=table)
    assert articles["date"].dt.strftime("%Y-%m-%d").tolist() == ["2019-07-01", "2020-11-11"]


def test_docvars_may_hold_the_texts(write):
    path = write("t.csv", "doc_id,outlet\n1,Post\n2,Times\n")
    table = write("v.csv", "doc_id,Body\n1,One.\n2,Two words.\n")
    articles = tk.load_corpus(path, columns={"text": "Body"}, docvars=table)
    assert told(articles, "text", "n_tokens") == [("One.", 1), ("Two words.", 2)]


def test_a_column_that_neither_articles_nor_docvars_have_is_an_error(write):
    path = write("t.csv", "doc_id,text\n1,aa\n")
    table = write("v.csv", "doc_id,outlet\n1,X\n")
    with pytest.raises(tk.CorpusError) as error:
        tk.load_corpus(path, columns={"outlet": "Source"}, docvars=table)
    assert str(error.value) == (
        f"{path}: found no column 'Source' for outlet, only doc_id, text, outlet"
    )


# --- types of columns that both have -------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "filled"),
    [
        (pd.Series(["x", None], dtype="category"), ["x", "7"]),
        (pd.Series(["x", ""], dtype="category"), ["x", "7"]),
        (pd.Series([3, None], dtype="Int64"), ["3", "7"]),
        (pd.Series([True, None], dtype="boolean"), ["True", "7"]),
        (pd.Series([["x", "y"], None]), ["x; y", "7"]),
        (pd.Series([["x"], ["y"]]), ["x", "y"]),  # nothing to fill, so as it was
        (pd.Series([3, 4]), [3, 4]),
    ],
)
def test_docvars_fill_columns_of_every_type(write, tmp_path, values, filled):
    frame = pd.DataFrame({"doc_id": ["a", "b"], "text": ["One.", "Two."], "topic": values})
    frame.to_parquet(tmp_path / "t.parquet")
    table = write("v.csv", "doc_id,topic\nb,7\na,8\n")
    articles = tk.load_corpus(tmp_path / "t.parquet", docvars=table)
    assert articles["topic"].tolist() == filled


@pytest.mark.parametrize(
    ("values", "others", "filled"),
    [
        (pd.Series([3, None], dtype="Int64"), pd.Series([7, 8, 9]), [3, 8]),
        (pd.Series([3, None], dtype="Int64"), pd.Series([7, 8, 9], dtype="Int64"), [3, 8]),
        (pd.Series(["x", None], dtype="category"), pd.Categorical(["x", "y", "z"]), ["x", "y"]),
        (pd.Series([["x"], None]), pd.Series([["p"], ["q"], ["r"]]), ["x", "q"]),
    ],
)
def test_docvars_in_parquet_fill_in_values_not_floats(tmp_path, values, others, filled):
    frame = pd.DataFrame({"doc_id": ["a", "b"], "text": ["One.", "Two."], "topic": values})
    frame.to_parquet(tmp_path / "t.parquet")
    pd.DataFrame({"doc_id": ["a", "b", "c"], "topic": others}).to_parquet(tmp_path / "v.parquet")
    articles = tk.load_corpus(tmp_path / "t.parquet", docvars=tmp_path / "v.parquet")
    assert articles["topic"].tolist() == filled


def test_a_categorical_outlet_is_filled_whatever_the_docvars_call_it(write, tmp_path):
    outlets = pd.Categorical(["Post", None, None])
    frame = pd.DataFrame(
        {"doc_id": list("abc"), "text": ["One.", "Two.", "Six."], "Source": outlets}
    )
    frame.to_parquet(tmp_path / "t.parquet")
    table = write("v.csv", "doc_id,outlet\na,X\nb,Tribune\n")
    options = {"columns": {"outlet": "Source"}, "docvars": table}
    with pytest.warns(tk.CorpusWarning, match=r"record 3: no row in v\.csv"):
        articles = tk.load_corpus(tmp_path / "t.parquet", **options)
    assert told(articles, "outlet") == [("Post",), ("Tribune",), ("",)]


def test_a_column_that_says_nothing_takes_the_docvars_in_their_own_type(tmp_path):
    frame = pd.DataFrame({"doc_id": ["a", "b"], "text": ["One.", "Two."]})
    frame.to_parquet(tmp_path / "t.parquet")
    dates = pd.to_datetime(["2020-11-10", "2020-11-11"])
    pd.DataFrame({"doc_id": ["a", "b"], "date": dates}).to_parquet(tmp_path / "v.parquet")
    articles = tk.load_corpus(
        tmp_path / "t.parquet", docvars=tmp_path / "v.parquet", date_format="%d/%m/%Y"
    )
    assert articles["date"].tolist() == dates.tolist()


# --- ids and file names --------------------------------------------------------------------------


def test_ids_that_end_as_file_names_do_match_exactly(write):
    path = write("t.csv", "doc_id,text\na.txt,One.\na.md,Two.\na,Three.\nb,Four.\n")
    table = write("v.csv", "doc_id,country\na,fr\na.md,de\na.txt,it\nb.txt,pl\n")
    articles = tk.load_corpus(path, docvars=table)
    assert told(articles, "doc_id", "country") == [
        ("a.txt", "it"),
        ("a.md", "de"),
        ("a", "fr"),
        ("b", "pl"),
    ]


def test_a_row_of_another_id_is_not_taken_for_the_name_of_a_file(write):
    path = write("t.csv", "doc_id,text\na.txt,One.\na,Two.\na.md,Three.\n")
    table = write("v.csv", "doc_id,country\na.txt,it\n")
    with pytest.warns(tk.CorpusWarning):
        articles = tk.load_corpus(path, docvars=table)
    assert told(articles, "doc_id", "country") == [("a.txt", "it"), ("a", ""), ("a.md", "")]
    assert (
        tk.load_ledger(path, docvars=table)["reason"].dropna().tolist()
        == ["no row in v.csv; read without docvars"] * 2
    )


def test_an_exact_id_that_stands_twice_is_an_error(write):
    path = write("t.csv", "doc_id,text\na.txt,One.\n")
    table = write("v.csv", "doc_id,country\na.txt,it\na.txt,de\n")
    with pytest.raises(tk.CorpusError) as error:
        tk.load_corpus(path, docvars=table)
    assert str(error.value) == f"{table}: doc_id 'a.txt' is in it twice"


@pytest.mark.parametrize("kind", ["int64", "Int64", "int32", "str", "category"])
@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_numeric_ids_match_whatever_type_each_table_has(tmp_path, kind, form):
    frame = pd.DataFrame({"doc_id": [1, 2], "text": ["One.", "Two."]})
    frame.astype({"doc_id": kind}).to_parquet(tmp_path / "t.parquet")
    table = pd.DataFrame({"doc_id": [2, 1], "country": ["de", "fr"]})
    table.to_csv(tmp_path / "v.csv", index=False)
    table.to_parquet(tmp_path / "v.parquet")
    articles = tk.load_corpus(tmp_path / "t.parquet", docvars=tmp_path / f"v.{form}")
    assert told(articles, "doc_id", "country") == [("1", "fr"), ("2", "de")]


def test_an_article_without_an_id_leaves_the_numbers_of_the_others_whole(tmp_path):
    ids = pd.Series([1, None, 2], dtype="Int64")
    frame = pd.DataFrame({"doc_id": ids, "text": ["One.", "Two.", "Three."]})
    frame.to_parquet(tmp_path / "t.parquet")
    table = pd.DataFrame({"doc_id": [2, 1], "family_id": [20, 10], "circulation": [200, 100]})
    table.to_parquet(tmp_path / "v.parquet")
    articles = tk.load_corpus(tmp_path / "t.parquet", docvars=tmp_path / "v.parquet")
    assert articles["doc_id"].tolist()[::2] == ["1", "2"]
    assert articles["family_id"].fillna("").tolist() == ["10", "", "20"]
    assert articles["circulation"].astype("str").fillna("").tolist() == ["100", "", "200"]


def test_docvars_without_rows_fill_nothing(write):
    path = write("t.csv", "doc_id,text\n1,One.\n")
    table = write("v.csv", "doc_id,country\n")
    with pytest.warns(tk.CorpusWarning, match=r"no row in v\.csv"):
        articles = tk.load_corpus(path, docvars=table)
    assert told(articles, "doc_id", "country") == [("1", "")]


def test_rows_and_articles_without_an_id_are_not_taken_for_each_other(write):
    path = write("t.csv", "doc_id,text\n1,One.\n,Two.\n")
    table = write("v.csv", "doc_id,country\n1,fr\n,de\n ,it\n")
    articles = tk.load_corpus(path, docvars=table)
    assert told(articles, "text", "country") == [("One.", "fr"), ("Two.", "")]


def test_docvars_for_a_table_whose_ids_are_all_empty_are_an_error(write):
    path = write("t.csv", "doc_id,text\n,One.\n,Two.\n")
    table = write("v.csv", "doc_id,country\n1,fr\n")
    with pytest.raises(tk.CorpusError, match="docvars need articles with ids"):
        tk.load_corpus(path, docvars=table)
