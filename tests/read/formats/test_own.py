"""What kind a file is: lines within the texts of a table do not make an export of it."""

import io

import pyarrow as pa
import pytest
from pyarrow import parquet as pq
from test_packed import archive

import toolkit as tk
from toolkit.read.formats.content import Content
from toolkit.read.formats.format import signed

NEXIS = (
    "1 of 3 DOCUMENTS\n\nThe Tribune\n\nMay 2, 2002\n\nFerry\n\nLENGTH: 350 words\n\nIt sails."
    "\n\nLOAD-DATE: May 3, 2002"
)
PROQUEST = f"{'_' * 60}\n\nDocument 1 of 3\n\nA ferry."
FACTIVA = "A ferry.\n\nDocument HARBOR0020190701ef710000a\n"
MAIL = "From: a@b.invalid\nMIME-Version: 1.0\n\nA ferry."
TEXTS = {"nexis": NEXIS, "proquest": PROQUEST, "factiva": FACTIVA, "mail": MAIL}


def separated(separator, text):
    rows = [f'{at}{separator}"{text}"\n' for at in range(5)]
    return f"doc_id{separator}text\n" + "".join(rows)


def parquet(text):
    file = io.BytesIO()
    table = pa.table({"doc_id": list("01234"), "text": [text] * 5})
    pq.write_table(table, file, compression="none", use_dictionary=False)
    return file.getvalue()


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", lambda text: separated(",", text)),
        ("a.TSV", lambda text: separated("\t", text)),
        ("a.parquet", parquet),
    ],
)
def test_a_table_whose_texts_look_like_an_export_is_a_table(put, folder, load, name, content, text):
    put(name, content(text))
    articles, ledger = load(folder)
    assert articles["doc_id"].tolist() == list("01234")
    assert articles["text"].tolist() == [text.strip("\n")] * 5
    assert ledger["format"].tolist() == ["table"] * 5


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
@pytest.mark.parametrize("name", ["a.txt", "a.md"])
def test_what_stands_below_front_matter_is_the_text(put, folder, load, name, text):
    put(name, f"\ufeff---\r\noutlet: Tide\r\n---\r\n{text}")
    articles, ledger = load(folder)
    assert articles["outlet"].tolist() == ["Tide"]
    assert articles["text"].tolist() == [text.strip("\n")]
    assert ledger["format"].tolist() == ["text"]


def test_a_table_in_an_archive_is_no_export_of_its_texts(put, load):
    path = put(
        "a.zip",
        archive(("a.csv", separated(",", NEXIS)), ("b.parquet", parquet(NEXIS)), ("c.txt", NEXIS)),
    )
    articles, ledger = load(path)
    assert ledger["outcome"].tolist() == ["read"] * 5 + ["rejected", "read"]
    assert articles["text"][:5].tolist() == [NEXIS] * 5
    reason = "found a text or table, expected an export of a press database; unpack your own files"
    assert ledger["reason"][5].startswith(reason)
    assert articles["outlet"].tolist()[5:] == ["The Tribune"]


def test_an_archive_that_is_called_a_table_is_told_by_its_signature(put, folder, load):
    put("a.csv", archive(("b.txt", NEXIS)))
    articles, ledger = load(folder)
    assert ledger["format"].tolist() == ["Nexis TXT"]
    assert articles["outlet"].tolist() == ["The Tribune"]


@pytest.mark.parametrize("name", ["a.txt", "a.dat", "a.csv", "a"])
def test_parquet_under_another_name_is_told_by_its_content(put, folder, name):
    put(name, parquet("A ferry."))
    with pytest.raises(tk.CorpusError, match=r"found a Parquet file .* '.parquet'; rename it"):
        tk.load_corpus(folder)


def test_a_csv_whose_first_column_is_called_par1_is_no_parquet():
    assert signed(Content(b"PAR1,text\nx,It sails.\n", "a.csv")) is None
