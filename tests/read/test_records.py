"""What load_corpus does with files that are damaged, odd, or of the wrong kind."""

import csv
import os
import socket

import pandas as pd
import pyarrow as pa
import pytest
from conftest import write_below
from pyarrow import parquet

import toolkit as tk
from toolkit.read.records import read_table

UTF8 = "save the file as UTF-8, or name its encoding (encoding='cp1252', say)"


@pytest.fixture
def write(tmp_path):
    return write_below(tmp_path)


def account(path, **options):
    """Return {record or file: (outcome, reason or '')}."""
    ledger = tk.load_ledger(path, **options)
    by = "record" if len(set(ledger["source"])) == 1 else "source"
    pairs = zip(ledger["outcome"], ledger["reason"].fillna(""), strict=True)
    return dict(zip(ledger[by], pairs, strict=True))


def reason_beside_a_good_file(write, name, content):
    """Return why the file `name` was rejected; a sound one beside it is read all the same."""
    write("folder/good.txt", "A ceasefire.")
    folder = write(f"folder/{name}", content).parent
    found = account(folder)
    assert found["good.txt"] == ("read", "")
    outcome, reason = found[name]
    assert outcome == "rejected"
    return reason


# --- text files ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "head",
    [b"\x89PNG", b"PAR1", b"a\0"],
)
def test_a_binary_file_is_rejected_with_a_remedy(write, head):
    reason = reason_beside_a_good_file(write, "bad.txt", head + b" and more")
    assert reason == "found binary data, expected plain text; export it as text"


def test_a_text_file_that_is_not_utf8_is_rejected_with_byte_and_remedy(write):
    reason = reason_beside_a_good_file(write, "bad.txt", b"caf\xe9")
    assert reason == f"byte 3 (b'\\xe9') is not utf-8-sig; {UTF8}"


def test_the_named_encoding_is_used(write):
    folder = write("folder/a.txt", b"caf\xe9").parent
    assert tk.load_corpus(folder, encoding="cp1252")["text"][0] == "café"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_tells_the_encoding(write, encoding):
    folder = write("folder/a.txt", "Élysée".encode(encoding)).parent
    assert tk.load_corpus(folder)["text"][0] == "Élysée"


def test_utf16_without_a_mark_is_read_if_it_is_named(write):
    folder = write("folder/a.txt", "Élysée".encode("utf-16-le")).parent
    assert tk.load_corpus(folder, encoding="utf-16-le")["text"][0] == "Élysée"


def test_an_unknown_encoding_is_refused(write):
    folder = write("folder/a.txt", "x").parent
    with pytest.raises(ValueError, match="encoding: ") as error:
        tk.load_corpus(folder, encoding="latin-99")
    assert str(error.value) == (
        "encoding: found 'latin-99', expected the name of a text encoding, such as 'cp1252'"
    )


def test_a_file_of_unknown_type_is_rejected(write):
    reason = reason_beside_a_good_file(write, "bad.docx", "x")
    assert reason == (
        "found a file of type '.docx' that is of unknown format, expected an export of a press "
        "database, a web page, a PDF, or one of .txt, .md, .csv, .tab, .tsv, .json, .jsonl, "
        ".ndjson, .parquet; convert it"
    )


def test_a_file_without_ending_is_rejected(write):
    reason = reason_beside_a_good_file(write, "DATA", "x")
    assert reason.startswith("found a file of type 'without ending' that is of unknown format, ")


def test_a_pipe_is_rejected_and_not_waited_for(write, tmp_path):
    write("folder/good.txt", "A ceasefire.")
    os.mkfifo(tmp_path / "folder/pipe.txt")
    assert account(tmp_path / "folder")["pipe.txt"] == (
        "rejected",
        "found a pipe, socket or device, expected a regular file",
    )


def test_a_socket_is_rejected(write, tmp_path, monkeypatch):
    write("folder/good.txt", "A ceasefire.")
    monkeypatch.chdir(tmp_path / "folder")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("s.txt")
        reason = account(tmp_path / "folder")["s.txt"][1]
    assert reason == "found a pipe, socket or device, expected a regular file"


def test_a_link_that_leads_nowhere_is_rejected(write, tmp_path):
    write("folder/good.txt", "A ceasefire.")
    (tmp_path / "folder/gone.txt").symlink_to(tmp_path / "nowhere.txt")
    assert account(tmp_path / "folder")["gone.txt"] == (
        "rejected",
        "cannot be read: No such file or directory",
    )


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_rejected(write, tmp_path):
    write("folder/good.txt", "A ceasefire.")
    write("folder/secret.txt", "x").chmod(0)
    assert account(tmp_path / "folder")["secret.txt"] == (
        "rejected",
        "cannot be read: Permission denied",
    )


def test_hidden_files_and_yaml_files_are_passed_over(write, tmp_path):
    write("folder/good.txt", "A ceasefire.")
    for name in (".DS_Store", ".cache/x.txt", "actors.yml", "framing.yaml"):
        write(f"folder/{name}", "x")
    assert account(tmp_path / "folder") == {1: ("read", "")}


def test_line_breaks_of_every_system_are_line_feeds(write):
    folder = write("folder/a.txt", "one\r\ntwo\rthree\n").parent
    assert tk.load_corpus(folder)["text"][0] == "one\ntwo\nthree"


# --- front matter --------------------------------------------------------------------------------


def test_front_matter_becomes_columns_and_lists_become_text(write):
    head = "---\ntitle: Truce\noutlet: Tribune\ntags: [war, peace]\nyear: 2020\n---\n"
    folder = write("folder/a.md", head + "It holds.").parent
    row = tk.load_corpus(folder).iloc[0]
    assert (row["title"], row["text"]) == ("Truce", "Truce\n\nIt holds.")
    assert (row["outlet"], row["tags"], row["year"]) == ("Tribune", "war; peace", "2020")


def test_front_matter_may_be_empty_and_a_later_rule_is_text(write):
    folder = write("folder/a.md", "---\n---\nOne.\n---\nTwo.").parent
    assert tk.load_corpus(folder)["text"][0] == "One.\n---\nTwo."


def test_front_matter_may_use_the_words_of_the_ledger(write):
    head = "---\nsource: Reuters\nrecord: '9'\nreason: why\noutcome: read\n---\n"
    folder = write("folder/a.md", head + "It holds.").parent
    row = tk.load_corpus(folder).iloc[0]
    assert (row["source"], row["record"], row["reason"]) == ("Reuters", "9", "why")
    assert row["outcome"] == "read"
    assert tk.load_ledger(folder)["source"].tolist() == ["a.md"]


@pytest.mark.parametrize(
    ("head", "reason"),
    [
        (
            "outlet: Tribune\ntitle: Truce: a chance",
            "line 3: the front matter is not valid YAML (mapping values are not allowed here); "
            "quote values that contain ': '",
        ),
        ("- a\n- b", "the front matter is not a list of 'key: value' lines"),
        ("a: {b: c}", "front matter: a: found nested values, expected a text or a list"),
        ("a: [[b]]", "front matter: a: found nested values, expected a text or a list"),
        (
            "[" * 2_000,
            "the front matter is not valid YAML (maximum recursion depth exceeded); quote "
            "values that contain ': '",
        ),
    ],
)
def test_faulty_front_matter_rejects_the_file(write, head, reason):
    found = reason_beside_a_good_file(write, "bad.md", f"---\n{head}\n---\nText.")
    assert found.startswith(reason[:60])
    assert found.endswith(reason[-30:])


# --- names of files ------------------------------------------------------------------------------


def test_file_names_give_columns_and_one_that_does_not_fit_is_counted(write, tmp_path):
    write("folder/Tribune_2020-11-10_truce.txt", "It holds.")
    write("folder/notes.txt", "It breaks.")
    options = {"filenames": "{outlet}_{date}_{slug}"}
    with pytest.warns(tk.CorpusWarning) as caught:
        articles = tk.load_corpus(tmp_path / "folder", **options)
    reason = "the name does not fit '{outlet}_{date}_{slug}'; read without docvars from its name"
    assert str(caught[0].message) == (
        f"{tmp_path / 'folder'}: 2 of 2 records read, 1 read with a flaw; first: notes.txt, "
        f"record 1: {reason}. load_ledger lists them all."
    )
    assert articles["outlet"].fillna("").tolist() == ["Tribune", ""]
    assert articles["slug"].fillna("").tolist() == ["truce", ""]
    assert articles["date"].tolist()[0] == pd.Timestamp(2020, 11, 10)


def test_folders_give_columns_too_and_so_do_the_names_of_tables(write, tmp_path):
    write("folder/Norland/Jane Roe/2031-05-02.txt", "We hold.")
    write("folder/Norland/Jane Roe/2031-05-03.csv", "id,text\n1,We win.\n2,We rest.\n")
    write("folder/2031-05-04.txt", "It rains.")
    write("folder/Jane Roe/notes.csv", "text\nIt snows.\n")
    with pytest.warns(tk.CorpusWarning, match="1 read with a flaw; first: 2031-05-04.txt"):
        articles = tk.load_corpus(tmp_path / "folder", filenames="{speaker}/{day}")
    told = articles[["text", "speaker", "day"]].fillna("").to_numpy().tolist()
    assert told == [
        ["It rains.", "", ""],
        ["It snows.", "Jane Roe", "notes"],
        ["We hold.", "Jane Roe", "2031-05-02"],
        ["We win.", "Jane Roe", "2031-05-03"],
        ["We rest.", "Jane Roe", "2031-05-03"],
    ]


@pytest.mark.parametrize("template", ["outlet_date", "{a}_{a}", "{1a}", "{text}"])
def test_a_pattern_of_file_names_that_cannot_work_is_refused(write, template):
    folder = write("folder/a.txt", "x").parent
    with pytest.raises(ValueError, match="filenames: ") as error:
        tk.load_corpus(folder, filenames=template)
    assert str(error.value) == (
        f"filenames: found {template!r}, expected names in braces, each once and none of them "
        "'text', such as '{outlet}_{date}_{title}'"
    )


def test_file_names_of_a_table_are_refused(write):
    path = write("a.csv", "text\nx\n")
    with pytest.raises(ValueError, match="filenames: ") as error:
        tk.load_corpus(path, filenames="{outlet}")
    assert str(error.value) == (
        f"filenames: found '{{outlet}}' for {path}, which is one file, expected a folder"
    )


# --- CSV and TSV ---------------------------------------------------------------------------------


def test_a_csv_of_values_that_look_like_something_else_stays_text(write):
    path = write("a.csv", "doc_id,text,code,left\n001,x,1e5,NA\n")
    row = tk.load_corpus(path).iloc[0]
    assert (row["doc_id"], row["code"], row["left"]) == ("001", "1e5", "NA")


def test_a_tsv_is_read(write):
    path = write("a.tsv", "doc_id\ttext\toutlet\na\tone, two\tTribune\n")
    row = tk.load_corpus(path).iloc[0]
    assert (row["doc_id"], row["text"], row["outlet"]) == ("a", "one, two", "Tribune")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_table_with_a_byte_order_mark_is_read(write, encoding):
    path = write("a.tsv", "doc_id\ttext\na\tÉlysée\n".encode(encoding))
    assert tk.load_corpus(path)["text"].tolist() == ["Élysée"]


def test_quoted_fields_hold_separators_quotation_marks_and_line_breaks(write):
    path = write("a.csv", 'doc_id,text\na,"one, ""two""\r\n\r\nthree"\n')
    assert tk.load_corpus(path)["text"].tolist() == ['one, "two"\n\nthree']


def test_an_article_longer_than_the_csv_modules_limit_is_read_and_the_limit_is_restored(write):
    before = csv.field_size_limit()
    path = write("a.csv", "doc_id,text\na," + "x" * (before + 1) + "\n")
    assert len(tk.load_corpus(path)["text"][0]) == before + 1
    assert csv.field_size_limit() == before


@pytest.mark.parametrize("bad", ["2,Hello, world", "2,a,b,c,d"])
def test_a_row_of_too_many_fields_is_rejected_wherever_it_stands(write, bad):
    fields = bad.count(",") + 1
    reason = f"found {fields} fields, expected 2; quote fields that hold a separator"
    for at in (1, 2, 3):
        rows = ["1,one", "3,three"]
        rows.insert(at - 1, bad)
        path = write("a.csv", "doc_id,text\n" + "\n".join(rows) + "\n")
        assert account(path)[at] == ("rejected", reason)
        with pytest.warns(tk.CorpusWarning):
            assert tk.load_corpus(path)["text"].tolist() == ["one", "three"]


def test_separators_at_the_ends_of_lines_are_no_fields(write):
    path = write("a.csv", "doc_id,text\n1,one,\n2,two,,\n")
    assert tk.load_corpus(path)["text"].tolist() == ["one", "two"]


def test_a_row_of_too_few_fields_is_counted(write):
    path = write("a.csv", "doc_id,text,outlet\n1,one,Tribune\n2,two\n3\n")
    assert account(path) == {
        1: ("read", ""),
        2: ("read", "found 2 field(s), expected 3; quote fields that hold a line break"),
        3: ("rejected", "found 1 field(s), expected 3; quote fields that hold a line break"),
    }


def test_blank_lines_are_no_records(write):
    assert account(write("a.csv", "doc_id,text\n\n1,one\n\n\n2,two\n")) == {
        1: ("read", ""),
        2: ("read", ""),
    }


def test_a_csv_row_that_is_not_utf8_is_rejected_and_the_others_are_read(write):
    path = write("a.csv", b"doc_id,text,outlet\n1,caf\xe9,x\n2,two,caf\xe9\n3,\xef\xbf\xbd,x\n")
    assert account(path) == {
        1: ("rejected", f"'text' is not utf-8; {UTF8}"),
        2: ("read", f"'outlet' is not utf-8; {UTF8}"),
        3: ("read", ""),
    }


def test_a_quotation_mark_that_is_never_closed_stops_the_reading(write):
    path = write("a.csv", 'doc_id,text\n1,"one\n2,two\n')
    with pytest.raises(tk.CorpusError) as error:
        tk.load_corpus(path)
    assert str(error.value) == (
        f"{path}: cannot be read as csv (a quotation mark that opens a field in line 2 is never "
        "closed); check that the file is whole and that its ending names its format"
    )


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("a.csv", b"", "cannot be read as csv (the file is empty)"),
        ("a.csv", b"PK\x03\x04 sheet", "found binary data, expected plain text; export it as text"),
        ("a.parquet", b"text\nx\n", "cannot be read as parquet ("),
    ],
)
def test_a_table_that_is_none_says_so(write, name, content, problem):
    path = write(name, content)
    with pytest.raises(tk.CorpusError) as error:
        tk.load_corpus(path)
    assert str(error.value).startswith(f"{path}: {problem}")
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("name", ["a.csv", "a.tsv"])
def test_a_table_of_a_header_only_holds_no_articles(write, name):
    path = write(name, "text\n")
    with pytest.raises(tk.CorpusError) as error:
        tk.load_corpus(path)
    assert str(error.value) == f"{path}: found no articles, expected a record per article"


def test_columns_of_one_name_are_numbered_and_nameless_ones_named(write):
    path = write("a.csv", "text,note,note,\nx,1,2,3\n")
    row = tk.load_corpus(path).iloc[0]
    assert (row["note"], row["note.1"], row["column 4"]) == ("1", "2", "3")


# --- JSON Lines and Parquet ----------------------------------------------------------------------


def test_a_broken_line_of_json_is_rejected_and_the_others_are_read(write):
    lines = ['{"text": "one", "n": 3, "tags": ["é"]}', '{"text": ', "[1]", "", '{"text": "two"}']
    path = write("a.jsonl", "\n".join(lines))
    assert account(path) == {
        1: ("read", ""),
        2: ("rejected", "line 2 is not valid JSON: Expecting value: line 1 column 10 (char 9)"),
        3: ("rejected", "line 3: found a JSON list, expected an object"),
        4: ("read", ""),
    }
    with pytest.warns(tk.CorpusWarning, match="2 of 4 records read, 2 rejected; first: a.jsonl"):
        articles = tk.load_corpus(path)
    assert articles["text"].tolist() == ["one", "two"]
    assert articles.loc[0, ["n", "tags"]].tolist() == ["3", '["é"]']


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        (rb'{"text": "\ud800"}', r"line 2: text: found '\ud800', half a character, expected text"),
        (rb'{"t\ud800": "x"}', r"line 2: found the name 't\ud800', which holds half a character"),
        (rb'{"text": ["\ud800"]}', r"line 2: text: found '\ud800', half a character, expected"),
        (b"[" * 100_000, "line 2 is not valid JSON: "),
        (b'{"text": "\xe9"}', "line 2 is not valid JSON: "),
    ],
)
def test_a_line_of_json_that_no_table_can_hold_is_rejected(write, line, fault):
    path = write("a.jsonl", b'{"text": "one"}\n' + line + b"\n")
    outcome, reason = account(path)[2]
    assert outcome == "rejected"
    assert reason.startswith(fault)


def test_parquet_keeps_types_and_an_index_with_a_name(tmp_path):
    path = tmp_path / "a.parquet"
    frame = pd.DataFrame({"doc_id": ["b", "a"], "text": ["x", "y"], "year": [2020, 2021]})
    frame.set_index("doc_id").to_parquet(path)
    articles = tk.load_corpus(path)
    assert articles["doc_id"].tolist() == ["b", "a"]
    assert articles["year"].tolist() == [2020, 2021]


@pytest.mark.parametrize("kind", [pa.string(), pa.large_string()])
@pytest.mark.parametrize(
    "broken", [b"caf\xe9", b"\xff\xbf\xbf\xbf", b"\xf7\xbf\xbf\xbf", b"\x80", b"a\xc3"]
)
def test_parquet_text_that_is_no_utf_8_is_left_out_with_its_reason(tmp_path, kind, broken):
    path = tmp_path / "a.parquet"
    titles, texts = [b"One", broken, b"Three"], [b"It holds.", b"It breaks.", broken]
    columns = {
        name: pa.array(values, pa.large_binary()).cast(kind, safe=False)
        for name, values in {"title": titles, "text": texts}.items()
    }
    parquet.write_table(pa.table({"doc_id": ["a", "b", "c"], **columns}), path)
    with pytest.warns(
        tk.CorpusWarning, match="2 of 3 records read, 1 rejected, 1 read with a flaw"
    ):
        articles = tk.load_corpus(path)
    assert articles[["doc_id", "title", "n_tokens"]].to_numpy().tolist() == [
        ["a", "One", 3],
        ["b", "", 2],
    ]
    reasons = (
        tk.load_ledger(path)["reason"].fillna("").str.replace(r"byte \d", "byte _", regex=True)
    )
    assert reasons.tolist() == [
        "",
        "byte _ of 'title' is not UTF-8; write the file again",
        "byte _ of 'text' is not UTF-8; write the file again",
    ]


def not_text(*values):
    return pa.array(values, pa.large_binary()).cast(pa.large_string(), safe=False)


@pytest.mark.parametrize(
    "broken",
    [
        pa.DictionaryArray.from_arrays(pa.array([0, 1, 1], pa.int32()), not_text(b"A", b"caf\xe9")),
        pa.LargeListArray.from_arrays(pa.array([0, 1, 3, 4], pa.int64()),
                                      not_text(b"A", b"B", b"caf\xe9", b"caf\xe9")),
    ],
)  # fmt: skip
def test_parquet_categories_and_lists_that_are_no_utf_8_are_left_out(tmp_path, broken):
    path = tmp_path / "a.parquet"
    parquet.write_table(pa.table({"text": ["One.", "Two.", "Three."], "outlet": broken}), path)
    articles, ledger = tk.load_with_ledger(path)
    assert articles["outlet"].tolist()[0] == "A"
    assert articles["outlet"].isna().tolist() == [False, True, True]
    reason = "byte 3 of 'outlet' is not UTF-8; write the file again"
    assert ledger["reason"].tolist()[1:] == [reason, reason]


def test_parquet_structures_that_are_no_utf_8_are_no_table(tmp_path):
    path = tmp_path / "a.parquet"
    inner = pa.StructArray.from_arrays([not_text(b"caf\xe9")], ["a"])
    parquet.write_table(pa.table({"text": ["One."], "outlet": inner}), path)
    with pytest.raises(tk.CorpusError, match="column 'outlet' holds invalid values"):
        tk.load_corpus(path)


@pytest.mark.parametrize(
    "kind", [pa.timestamp("ms"), pa.timestamp("us"), pa.timestamp("ms", tz="Asia/Tokyo")]
)
def test_parquet_times_that_no_calendar_has_are_left_out(tmp_path, kind):
    path = tmp_path / "a.parquet"
    times = pa.array([0, 2**62, None], pa.int64()).cast(kind)
    table = {"text": ["One.", "Two.", "Three."], "date": times, "seen": times}
    parquet.write_table(pa.table(table), path)
    articles, ledger = tk.load_with_ledger(path)
    assert articles["date"].isna().tolist() == [False, True, True]
    assert articles["seen"].isna().tolist() == [False, True, True]
    assert ledger["reason"].fillna("").tolist() == [
        "",
        "'date' is not in the years 1 to 9999; write the file again; "
        "'seen' is not in the years 1 to 9999; write the file again",
        "",
    ]


def test_parquet_keeps_whole_numbers_days_and_paragraphs(tmp_path):
    path = tmp_path / "a.parquet"
    columns = {
        "doc_id": pa.array([1322222222222222201, 1322222222222222202, None], pa.int64()),
        "text": [["One.", None, "Two."], ["Three."], ["Four."]],
        "date": pa.array([18576, None, 18577], pa.date32()),
        "tags": pa.array([["a", "b"], [], None], pa.large_list(pa.string())),
        "seen": pa.array([20201110, None, 20201111], pa.uint32()),
    }
    parquet.write_table(pa.table(columns), path)
    articles = tk.load_corpus(path)
    assert articles["doc_id"].tolist()[:2] == ["1322222222222222201", "1322222222222222202"]
    assert articles["text"].tolist() == ["One.\n\nTwo.", "Three.", "Four."]
    assert articles["n_tokens"].tolist() == [2, 1, 1]
    assert articles["date"].dt.strftime("%Y-%m-%d").fillna("").tolist() == [
        "2020-11-10", "", "2020-11-11",
    ]  # fmt: skip
    assert articles["tags"].fillna("none").tolist() == ["a; b", "", "none"]
    assert articles["seen"].astype("str").fillna("none").tolist() == [
        "20201110", "none", "20201111",
    ]  # fmt: skip


def test_parquet_text_of_another_shape_is_no_table(tmp_path):
    path = tmp_path / "a.parquet"
    parquet.write_table(pa.table({"text": [{"a": "x"}]}), path)
    with pytest.raises(tk.CorpusError, match=r"column 'text' holds struct<.+>, expected text"):
        tk.load_corpus(path)


def test_columns_of_one_name_are_each_kept(write, tmp_path):
    path = write("a.csv", "text,note,note,note.1,\nx,1,2,3,4\n")
    named = ["note", "note.2", "note.1", "column 5"]
    assert tk.load_corpus(path)[named].to_numpy().tolist() == [["1", "2", "3", "4"]]
    parquet.write_table(
        pa.Table.from_arrays([pa.array([v]) for v in "xyz"], ["text", "note", "note"]),
        tmp_path / "b.parquet",
    )
    found = tk.load_corpus(tmp_path / "b.parquet")
    assert found[["note", "note.1"]].to_numpy().tolist() == [["y", "z"]]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("---\ntitle: Truce\noutlet: T\n\nIt holds.", "never closed; put a line '---' below it"),
        ("title: Truce\noutlet: T\n---\nIt holds.", "without a line '---' above it; put one there"),
    ],
)
def test_front_matter_that_lacks_a_line_is_no_text(write, content, reason):
    write("folder/b.txt", "Good.")
    outcome, found = account(write("folder/a.txt", content).parent)["a.txt"]
    assert outcome == "rejected"
    assert found.endswith(reason)


@pytest.mark.parametrize(
    "content", ["---\n\nIt holds.", "Moscow: It holds.\n---\nYes.", "Date: It holds.\n"]
)
def test_a_line_of_hyphens_alone_is_no_front_matter(write, content):
    articles = tk.load_corpus(write("folder/a.txt", content).parent)
    assert articles["text"].tolist() == [content.strip()]


def test_names_of_ours_may_be_written_in_capitals(write):
    path = write("folder/a.md", "---\nTitle: Truce\nOUTLET: T\nDate: 2020-11-10\n---\nIt holds.")
    article = tk.load_corpus(path.parent).iloc[0]
    assert (article["title"], article["outlet"], str(article["date"].date())) == (
        "Truce", "T", "2020-11-10",
    )  # fmt: skip


@pytest.mark.parametrize("name", ["ledger: record", "ledger: source", "ledger: words"])
def test_names_of_ours_are_the_researcher_s_own_columns_in_a_corpus(write, folder, name):
    write("folder/a.txt", f'---\n"{name}": mine\n---\nOne.')
    write("folder/b.csv", f"text,{name}\nTwo.,mine\n")
    write("folder/c.jsonl", f'{{"text": "Three.", "{name}": "mine"}}\n')
    articles = tk.load_corpus(folder)
    assert articles["n_tokens"].tolist() == [1, 1, 1]
    assert articles[name.replace(":", "")].tolist() == ["mine"] * 3
    assert tk.load_ledger(folder)["source"].tolist() == ["a.txt", "b.csv", "c.jsonl"]


def test_the_mark_of_utf_8_counts_more_than_the_encoding_named(write, folder):
    write("folder/a.txt", "Élan.".encode("cp1252"))
    write("folder/b.txt", b"\xef\xbb\xbf" + "---\noutlet: T\n---\nÉlan.".encode())
    articles = tk.load_corpus(folder, encoding="cp1252")
    assert articles["text"].tolist() == ["Élan."] * 2
    assert articles["outlet"].tolist()[1] == "T"


def test_lines_of_json_are_in_the_encoding_named(write):
    path = write("a.jsonl", '{"text": "Élan."}\n'.encode("cp1252"))
    assert tk.load_corpus(path, encoding="cp1252")["text"].tolist() == ["Élan."]


def test_what_encodes_no_text_is_refused(write):
    with pytest.raises(ValueError, match="encoding: found 'rot13', expected the name of a text"):
        tk.load_corpus(write("a.csv", "text\nx\n"), encoding="rot13")


def test_parquet_with_a_repeated_index_is_judged_row_by_row(tmp_path):
    path = tmp_path / "a.parquet"
    frame = pd.DataFrame({"doc_id": ["a", "a"], "text": ["x", "y"]}, index=[7, 7])
    frame.to_parquet(path)
    assert [outcome for outcome, _ in account(path).values()] == ["read", "rejected"]


def test_a_table_of_unknown_type_is_refused(write):
    path = write("a.xlsx", "x")
    with pytest.raises(tk.CorpusError) as error:
        read_table(path, encoding="utf-8")
    assert str(error.value) == (
        f"{path}: found a file of type '.xlsx', expected one of .csv, .tab, .tsv, .json, .jsonl, "
        ".ndjson, .parquet, or a folder of .txt and .md files"
    )
