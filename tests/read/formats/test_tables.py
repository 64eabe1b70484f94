"""Tables under any ending, separator, case and encoding; JSON in every shape."""

import gzip
import json

import pytest
from test_packed import archive

import toolkit as tk

ROWS = [("a", "Tide", "Noon, and after", "The quay was empty."), ("b", "Flut", "Étale", "Así.")]
NAMES = ("doc_id", "outlet", "title", "text")
WANTED = [list(row[:3]) for row in ROWS]


def separated(separator, names=NAMES):
    lines = [names, *ROWS]
    return "".join(separator.join(f'"{field}"' for field in line) + "\n" for line in lines)


def found(articles):
    return articles[["doc_id", "outlet", "title"]].to_numpy().tolist()


@pytest.mark.parametrize("alone", [True, False])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("name", ["a.csv", "a.txt", "a.tsv", "a.tab", "a.dat", "a"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_table_is_told_by_its_content(put, folder, load, name, separator, encoding, alone):
    path = put(name, separated(separator).encode(encoding))
    articles, ledger = load(path if alone else folder)
    assert found(articles) == WANTED
    assert ledger["format"].tolist() == ["table", "table"]
    assert ledger["reason"].isna().all()


@pytest.mark.parametrize("names", [("DOC_ID", "Outlet", "Title", "Text"),
                                   (" Doc ID ", " OUTLET", "title ", " TEXT ")])  # fmt: skip
def test_columns_are_ours_in_any_case_and_with_blanks(put, load, names):
    path = put("a.csv", separated(",", names))
    articles, _ = load(path)
    assert found(articles) == WANTED
    assert not {"Outlet", "OUTLET"} & set(articles)
    assert found(tk.load_corpus(path, columns={"text": names[3].strip()})) == WANTED


def test_columns_of_several_files_are_one_whatever_their_case(put, folder, load):
    put("a.csv", "Text,Outlet\nOne.,Tide\n")
    put("b.csv", "text,outlet\nTwo.,Flut\n")
    articles, _ = load(folder)
    assert articles[["text", "outlet"]].to_numpy().tolist() == [["One.", "Tide"], ["Two.", "Flut"]]
    assert "Text" not in articles


def test_a_column_of_our_very_name_comes_first(put, load):
    articles, _ = load(put("a.csv", "Text,text\nno,yes\n"))
    assert articles[["text", "Text"]].to_numpy().tolist() == [["yes", "no"]]


@pytest.mark.parametrize(
    "text",
    [
        "Title, date and text\n\nThe quay was empty, and nobody came.\n",
        "Ada Pier\tIt sails.\nTom Quay\tIt waits.\n",
        "text\none\ntwo\n",
        "Title; The Tide\nNobody came; it was late; they said.\n",
    ],
)
def test_a_text_with_separators_is_a_text(put, load, text):
    _, ledger = load(put("a.txt", text))
    assert ledger["format"].tolist() == ["text"]


def test_a_table_named_as_text_may_hold_what_looks_like_an_export(put, load):
    body = "1 of 2 DOCUMENTS\n\nThe Tide\n\nMay 2, 2031\n\nLENGTH: 3 words\n\nSo."
    articles, _ = load(put("a.txt", f'title\ttext\nA\t"{body}"\nB\t"{body} Yes."\n'))
    assert articles["title"].tolist() == ["A", "B"]


def test_blanks_behind_separators_are_no_part_of_quoted_fields(put, rows):
    path = put("a.csv", 'title, text, outlet\nA, "One, two.", "The Tide"\n')
    assert rows(path, "text", "outlet") == [("A\n\nOne, two.", "The Tide")]


@pytest.mark.parametrize("head", ["title,text\n", 'title,text\n"A\nB",One.\n\n'])
def test_an_open_quotation_names_its_line_and_what_stands_before_it_is_read(put, load, head):
    text = f'{head}C,Two.\nD,"Three.\nE,Four.\n'
    articles, ledger = load(put("a.csv", text))
    line = text[: text.index('D,"')].count("\n") + 1
    assert articles["text"].str.contains("Two.", regex=False).sum() == 1
    assert ledger["reason"].tolist()[-1] == (
        f"line {line}: a quotation mark opens a field and is never closed, so this line and all "
        "below it are not read; close it, or take it out"
    )
    assert ledger["outcome"].tolist() == ["read"] * (len(ledger) - 1) + ["rejected"]


def test_a_file_of_another_encoding_is_rejected_whole_and_says_where(put, folder, load):
    put("a.csv", "text\nTide.\nEbbe für alle.\n".encode("cp1252"))
    put("b.csv", "text\nÉtale.\n")
    articles, ledger = load(folder)
    assert articles["text"].tolist() == ["Étale."]
    assert ledger["reason"][0] == (
        "line 3: byte 0xfc is not utf-8, nor is any other character beyond ASCII: the file is of "
        "another encoding; save it as UTF-8, or name its encoding (encoding='cp1252', say)"
    )


def test_each_file_of_a_folder_has_its_own_encoding(put, folder):
    put("a.csv", "text\nEbbe für alle.\n".encode("cp1252"))
    put("b.csv", "text\nÉtale.\n")
    put("c.txt", "Öde.".encode("cp1252"))
    put("d.txt", "Ærlig.")
    put("e.jsonl", '{"text": "Así."}\n'.encode("cp1252"))
    articles = tk.load_corpus(folder, encoding="cp1252")
    assert articles["text"].tolist() == ["Ebbe für alle.", "Étale.", "Öde.", "Ærlig.", "Así."]


RECORDS = [{"title": "Noon", "text": "The quay.", "meta": {"day": "2031-05-02", "page": {"n": 3}}},
           {"title": "Ebb", "text": "No one.", "meta": {"day": "2031-05-03"}}]  # fmt: skip
LINES = "\n".join(map(json.dumps, RECORDS))
FLAT = {name: [record[name] for record in RECORDS] for name in ("title", "text")}
SHAPES = {
    "array": RECORDS,
    "below a key": {"status": "ok", "total": 2, "articles": RECORDS},
    "below two": {"response": {"tags": ["a"], "results": RECORDS, "pages": [{"n": 1}]}},
    "by name": {"x": RECORDS[0], "y": RECORDS[0] | {"title": "Ebb", "text": "No one."}},
    "columns": FLAT,
    "columns by row": {name: {"0": row[0], "1": row[1]} for name, row in FLAT.items()},
}


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_json_of_every_shape(put, rows, shape):
    path = put("a.json", json.dumps(shape, indent=1))
    assert rows(path, "title", "text") == [("Noon", "Noon\n\nThe quay."), ("Ebb", "Ebb\n\nNo one.")]


@pytest.mark.parametrize("name", ["a.json", "a.jsonl", "a.ndjson", "a.json.gz", "a.ndjson.gz"])
def test_json_lines_under_every_name_and_values_within_values(put, name):
    path = put(name, gzip.compress(LINES.encode(), mtime=0) if name.endswith("gz") else LINES)
    articles = tk.load_corpus(path, columns={"date": "meta.day"})
    assert articles["date"].dt.strftime("%m-%d").tolist() == ["05-02", "05-03"]
    assert articles["meta.page.n"].fillna("").tolist() == ["3", ""]


def test_one_object_is_one_record(put, rows):
    assert rows(put("a.json", json.dumps(RECORDS[0])), "title", "meta.day") == [
        ("Noon", "2031-05-02")
    ]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ('{"text": ', "line 1 is not valid JSON: Expecting value"),
        ("[1, 2]", "record 1: found a JSON int, expected an object"),
        ('"text"', "found a JSON str, expected records"),
        ("[" * 100_000, "found JSON that cannot be read"),
        ("[" + "[]," * 25_000_000 + "[]]", "needs more than 1,024 MB to read; split the file"),
        (r'[{"text": "\ud800"}]', "found JSON that cannot be read"),
    ],
    ids=["cut", "numbers", "text", "deep", "large", "half"],
)
def test_json_that_holds_no_records_says_so(put, folder, load, content, reason):
    put("a.json", content)
    put("b.txt", "Tide.")
    _, ledger = load(folder)
    assert ledger["reason"].tolist()[0].startswith(reason)
    assert ledger["outcome"].tolist()[-1] == "read"


ANSWERS = {
    "newsapi": {"articles": [{"source": {"id": "t", "name": "Tide"}, "author": "Ada", "title": "A",
                              "publishedAt": "2031-05-02T10:00:00Z", "content": "So… [+9 chars]"}]},
    "guardian": {"response": {"results": [
        {"webTitle": "A", "webPublicationDate": "2031-05-02T10:00:00Z", "webUrl": "x",
         "sectionName": "Sea", "fields": {"bodyText": "So.", "byline": "Ada"}}]}},
    "nyt": {"response": {"docs": [
        {"headline": {"main": "A"}, "pub_date": "2031-05-02T10:00:00+0000", "source": "Tide",
         "lead_paragraph": "So.", "byline": {"original": "Ada"}, "section_name": "Sea"}]}},
}  # fmt: skip


@pytest.mark.parametrize("service", ANSWERS)
def test_answers_of_services_that_give_news(put, load, service):
    articles, ledger = load(put("a.json", json.dumps(ANSWERS[service])))
    (row,) = articles.to_dict("records")
    outlet = "The Guardian" if service == "guardian" else "Tide"
    assert (row["title"], row["outlet"], row["byline"]) == ("A", outlet, "Ada")
    assert str(row["date"].date()) == "2031-05-02"
    assert row["text"].startswith("A\n\nSo")
    cut = "the service gives only the beginning of the text; fetch the whole from its source"
    assert ledger["reason"].fillna("").tolist() == ["" if service == "guardian" else cut]


def test_ones_own_names_come_before_those_of_a_service(put):
    path = put("a.json", json.dumps(ANSWERS["newsapi"]))
    with pytest.warns(tk.CorpusWarning, match="1 read with a flaw"):
        articles = tk.load_corpus(path, columns={"text": "title", "outlet": "source.id"})
    assert articles[["text", "outlet"]].to_numpy().tolist() == [["A", "t"]]


@pytest.mark.parametrize("name", ["a.csv.gz", "a.txt.gz", "a.html.gz"])
def test_a_gzip_file_is_what_it_holds(put, load, name):
    page = f"<html><body><article><p>{'The quay was empty at noon. ' * 9}</p></article></body>"
    content = page if "html" in name else separated(",")
    articles, ledger = load(put(name, gzip.compress(content.encode(), mtime=0)))
    assert ledger["source"].unique().tolist() == [name]
    assert articles["doc_id"].tolist() == (["a"] if "html" in name else ["a", "b"])


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (gzip.compress(b"text\nTide.\n", mtime=0)[:-6], "found a damaged gzip file"),
        (
            gzip.compress(gzip.compress(b"text\nTide.\n", mtime=0), mtime=0),
            "found a gzip file within a gzip file",
        ),
        (
            gzip.compress(bytes(100_000_001), 1, mtime=0),
            "found a file that unpacks to more than 100 MB",
        ),
    ],
)
def test_a_gzip_file_that_cannot_be_unpacked_is_rejected(put, folder, load, content, reason):
    put("a.csv.gz", content)
    put("b.txt", "Tide.")
    assert load(folder)[1]["reason"].tolist()[0].startswith(reason)


def test_texts_and_tables_of_ones_own_are_read_in_an_archive(put, load):
    members = [("a.md", "---\noutlet: Tide\n---\nOne."), ("b.txt", "Two."),
               ("c.csv", "doc_id;text\nx;Three.\ny;Four.\n"), ("d.json", '[{"text": "Five."}]'),
               ("e.txt", "text\tpage\nSix.\t1\n"), ("f.txt", "caf\xe9".encode("cp1252")),
               ("g.xyz", "?")]  # fmt: skip
    articles, ledger = load(put("a.zip", archive(*members)))
    assert articles["text"].tolist() == ["One.", "Two.", "Three.", "Four.", "Five.", "Six."]
    assert articles["outlet"].fillna("").tolist()[0] == "Tide"
    assert articles["doc_id"].tolist()[:4] == ["a.zip/a", "a.zip/b", "x", "y"]
    assert ledger["format"].fillna("").tolist()[:3] == ["text", "text", "table"]
    assert ledger["reason"].tolist()[-2].startswith("byte 3 (b'\\xe9') is not utf-8-sig; save the")
    assert ledger["reason"].tolist()[-1].startswith("found a text or table, expected an export")
