"""Files of R, written here value by value as R does: data frames, workspaces, corpora."""

import bz2
import gzip
import lzma
import struct
import sys

import pytest
from rdata import TESTDATA_PATH
from test_packed import archive

import toolkit as tk

NIL, SYM, LIST, CHAR, LGL, INT, REAL, STR, VEC = 254, 1, 2, 9, 10, 13, 14, 16, 19
MISSING = -(1 << 31)
NA = b"\x7f\xf0\x00\x00\x00\x00\x07\xa2"  # of R: a NaN that holds 1954


def number(value):
    return struct.pack(">i", value)


def string(text, encoding="utf-8"):
    if text is None:
        return number(CHAR) + number(-1)
    data = text.encode(encoding)
    return number(CHAR | (4 if encoding == "latin-1" else 8) << 12) + number(len(data)) + data


def vector(kind, values, attributes=None):
    """Return a vector of R; what it is and how its parts are called stands in its attributes."""
    written = b"".join(values)
    flags = kind | (0x200 if attributes else 0) | (0x100 if "class" in (attributes or {}) else 0)
    return (
        number(flags) + number(len(values)) + written + (pairs(attributes) if attributes else b"")
    )


def pairs(named):
    cells = (
        number(LIST | 0x400) + number(SYM) + string(name) + value for name, value in named.items()
    )
    return b"".join(cells) + number(NIL)


def texts(*given, encoding="utf-8", **attributes):
    return vector(STR, [string(text, encoding) for text in given], attributes)


def integers(*given, kind=INT, **attributes):
    return vector(kind, [number(MISSING if n is None else n) for n in given], attributes)


def reals(*given, **attributes):
    return vector(REAL, [NA if n is None else struct.pack(">d", n) for n in given], attributes)


def frame(row_names=None, kinds=("tbl_df", "tbl", "data.frame"), **columns):
    attributes = {
        "names": texts(*columns),
        "row.names": row_names or integers(None, -2),
        "class": texts(*kinds),
    }
    return vector(VEC, list(columns.values()), attributes)


def one(value):
    """Return what saveRDS writes, before it is packed."""
    return b"X\n" + number(2) + number(0x30600) + number(0x20300) + value


def workspace(**values):
    return b"RDX2\n" + one(pairs(values))


BOTH = texts("It sails.", "It waits.")
FRAME = frame(
    doc_id=texts("a", "b"),
    text=texts("Fähre.", None),
    outlet=integers(2, None, levels=texts("Post", "Tide"), **{"class": texts("factor")}),
    date=reals(18078.0, None, **{"class": texts("Date")}),
    time=reals(1561970400.0, 1e300, **{"class": texts("POSIXct", "POSIXt"),
                                       "tzone": texts("Europe/Berlin")}),
    n=integers(3, None),
    share=reals(0.5, None),
    front=integers(1, 0, kind=LGL),
    tags=vector(VEC, [texts("port", "sea"), number(NIL)]),
)  # fmt: skip


@pytest.mark.parametrize("pack", [bytes, gzip.compress, bz2.compress, lzma.compress])
def test_every_column_of_a_data_frame_is_read(put, load, pack):
    articles, ledger = load(put("a.rds", pack(one(FRAME))))
    assert ledger[["outcome", "format"]].to_numpy().tolist() == [
        ["read", "table"], ["rejected", "table"],
    ]  # fmt: skip
    row = articles.iloc[0]
    assert row[["doc_id", "text", "outlet", "n", "share", "front", "tags"]].tolist() == [
        "a", "Fähre.", "Tide", "3", "0.5", "True", "port; sea",
    ]  # fmt: skip
    assert f"{row['date']:%Y-%m-%d}" == "2019-07-01"
    assert row["time"] == "2019-07-01 10:40:00"


@pytest.mark.parametrize("name", ["a.RData", "a.rda"])
def test_each_object_of_a_workspace_is_read_or_has_a_reason(put, load, name):
    values = {
        "news": frame(text=BOTH),
        "model": vector(VEC, [], {"class": texts("lm")}),
        "n": integers(7),
        "more": frame(text=texts("It sank.", "It rose.")),
        "odd": frame(text=vector(15, [bytes(16)] * 2)),
    }
    articles, ledger = load(put(name, gzip.compress(workspace(**values))))
    assert articles["text"].tolist() == ["It sails.", "It waits.", "It sank.", "It rose."]
    assert ledger["source"].drop_duplicates().tolist() == [f"{name}/{key}" for key in values]
    assert ledger["reason"].dropna().tolist() == [
        "found an object of R of the class 'lm', expected a data frame; save it as one",
        "found an object of R of the class 'int', expected a data frame; save it as one",
        "found a column of the type cplx; leave it out",
    ]


def test_a_corpus_of_quanteda_has_its_docvars(put, rows):
    docvars = frame(docname_=texts("a", "b"), docid_=integers(1, 2), segid_=integers(1, 1),
                    outlet=texts("Post", "Tide"))  # fmt: skip
    corpus = texts(
        "It sails.", "It waits.", **{"class": texts("corpus", "character"), "docvars": docvars}
    )
    path = put("a.rds", gzip.compress(one(corpus)))
    assert rows(path, "doc_id", "text", "outlet", "docid_") == [
        ("a", "It sails.", "Post", None), ("b", "It waits.", "Tide", None),
    ]  # fmt: skip


def test_names_of_rows_are_a_column_if_they_are_no_numbers(put, rows):
    named = frame(texts("ferry", "quay"), text=BOTH)
    assert rows(put("a.rds", one(named)), "row_names", "text") == [
        ("ferry", "It sails."), ("quay", "It waits."),
    ]  # fmt: skip
    assert rows(put("a.rds", one(frame(texts("3", "7"), text=BOTH))), "row_names") == [(None,)] * 2


def test_texts_of_older_systems_are_decoded(put, rows):
    old = frame(text=texts("Fähre.", "Überfahrt.", encoding="latin-1"))
    assert rows(put("a.rds", one(old)), "text") == [("Fähre.",), ("Überfahrt.",)]


def test_columns_of_different_lengths_have_a_reason(put):
    with pytest.raises(tk.CorpusError, match="found columns of different lengths"):
        tk.load_corpus(put("a.rds", one(frame(text=BOTH, n=integers(1)))))


def test_what_r_itself_wrote_is_read(put):
    path = put("a.zip", archive(("a.rda", (TESTDATA_PATH / "test_dataframe.rda").read_bytes())))
    articles, ledger = tk.load_with_ledger(path, columns={"text": "class"})
    assert articles["text"].tolist() == ["a", "b"]
    assert articles["value"].tolist() == ["1", "2"]
    assert ledger["outcome"].tolist() == ["read", "read", "duplicate"]


def test_without_its_library_it_says_what_to_install(monkeypatch):
    from toolkit.read.formats.content import Content
    from toolkit.read.formats.export import RecordError
    from toolkit.read.formats.r_data import read_r

    monkeypatch.setitem(sys.modules, "rdata.parser", None)
    with pytest.raises(RecordError, match=r"found a file of R; .* \(pip install rdata\), or save"):
        read_r(Content(one(FRAME), "a.rds"))
