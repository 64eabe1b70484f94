"""Workbooks: each sheet, each column and each cell is read, or has a reason."""

import io
from pathlib import Path

import pytest
from openpyxl import Workbook
from test_packed import archive

import toolkit as tk


def workbook(**sheets):
    """Return a workbook with these sheets, each a list of rows."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
# Three sheets (Ferries, Empty, Notes) in the format of Excel 97, written by xlwt 1.3.0.
XLS = Path(__file__).with_name("ferries.xls")
READ = [["title", "text", "date", "page"], ["Fähre", "It sails.", "2019-07-01", "4"],
        ["Quay", "It waits.", "2019-07-02", "1.5"]]  # fmt: skip


def cells(*values, more=""):
    """Return a row of an OpenDocument sheet, each text with the attributes `more`."""
    written = []
    for value in values:
        if isinstance(value, str):
            inner = f' office:value-type="string"{more}><text:p>{value}</text:p></table:table-cell'
        elif isinstance(value, float):
            inner = f' office:value-type="float" office:value="{value}"/'
        else:
            inner = f' office:value-type="date" office:date-value="{value.decode()}"/'
        written.append(f"<table:table-cell{inner}>")
    row = "".join(written)
    return f"<table:table-row>{row}</table:table-row>"


def ods(*rows, manifest="<manifest/>"):
    """Return an OpenDocument spreadsheet of one sheet."""
    spaces = f'xmlns:office="{OFFICE}" xmlns:table="{TABLE}" xmlns:text="{TEXT}"'
    body = f'<table:table table:name="Ferries">{"".join(rows)}</table:table>'
    wrapped = f"<office:body><office:spreadsheet>{body}</office:spreadsheet></office:body>"
    return archive(
        ("mimetype", ODS),
        ("META-INF/manifest.xml", manifest),
        ("content.xml", f"<office:document-content {spaces}>{wrapped}</office:document-content>"),
    )


# What LibreOffice writes below and beside what a sheet holds: formats of cells that are empty.
BELOW = (
    '<table:table-row table:number-rows-repeated="1048573"><table:table-cell '
    'table:number-columns-repeated="16384"/></table:table-row>'
)
ROWS = [
    cells(*READ[0]),
    cells("Fähre", "It sails.", b"2019-07-01", 4.0),
    cells("Quay", "It waits.", b"2019-07-02T12:30:00", 1.5),
]


@pytest.mark.parametrize("name", ["a.ods", "b.ods.bak"])
def test_an_opendocument_spreadsheet_is_read_as_a_workbook(put, rows, name):
    found = rows(put(name, ods(*ROWS, BELOW)), *READ[0])
    assert found == [
        (title, f"{title}\n\n{text}", day, page) for title, text, day, page in READ[1:]
    ]


def test_a_workbook_from_before_2007_is_read_as_a_workbook(put, load, rows):
    path = put("a.xls", XLS.read_bytes())
    found = rows(path, *READ[0])
    assert found == [
        (title, f"{title}\n\n{text}", day, page) for title, text, day, page in READ[1:]
    ]
    _, ledger = load(path)
    assert ledger[["source", "outcome"]].to_numpy().tolist() == [
        ["a.xls/Ferries", "read"], ["a.xls/Ferries", "read"], ["a.xls/Notes", "rejected"],
    ]  # fmt: skip


def test_a_chart_of_its_own_and_hidden_sheets_cost_nothing(put, load):
    book = Workbook()
    book.active.append(["text"])
    book.active.append(["It sails."])
    book.create_chartsheet("Chart")
    hidden = book.create_sheet("Hidden")
    hidden.sheet_state = "hidden"
    for row in (["text"], ["It waits."]):
        hidden.append(row)
    file = io.BytesIO()
    book.save(file)
    articles, _ = load(put("a.xlsx", file.getvalue()))
    assert articles["text"].tolist() == ["It sails.", "It waits."]


def test_a_cell_that_shows_an_error_is_empty(put, rows):
    path = put("a.xlsx", workbook(One=[["text", "n"], ["It sails.", "#DIV/0!"]]))
    assert rows(path, "text", "n") == [("It sails.", None)]


def test_an_encrypted_workbook_has_a_reason(put):
    space = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    manifest = (
        f'<manifest:manifest xmlns:manifest="{space}"><manifest:file-entry '
        'manifest:full-path="content.xml"><manifest:encryption-data/></manifest:file-entry>'
        "</manifest:manifest>"
    )
    with pytest.raises(tk.CorpusError, match="found a workbook that cannot be opened: it is dam"):
        tk.load_corpus(put("a.ods", ods(*ROWS, manifest=manifest)))


@pytest.mark.parametrize(
    ("header", "names"),
    [
        (["note", "note", "note"], ["note", "note.1", "note.2"]),
        (["note", "note", "note.1"], ["note", "note.2", "note.1"]),
        (["note.1", "note", "note"], ["note.1", "note", "note.2"]),
        (["column 3", None, None], ["column 3", "column 2", "column 3.1"]),
    ],
)
def test_equal_names_are_counted_up_and_no_column_is_lost(put, rows, header, names):
    path = put("a.xlsx", workbook(One=[[*header, "text"], ["a", "b", "c", "It sails."]]))
    assert rows(path, *names, "text") == [("a", "b", "c", "It sails.")]


def test_cells_beyond_the_names_are_columns_without_a_name(put, load, rows):
    lines = [["text"], ["It sails.", None, "a"], ["It waits."]]
    path = put("a.xlsx", workbook(One=lines))
    assert rows(path, "text", "column 3") == [("It sails.", "a"), ("It waits.", None)]
    assert "column 2" not in load(path)[0]


def test_cells_beyond_the_columns_of_integrum_are_kept(put, rows):
    lines = [["Портовая газета", "01.07.2019", "10:00", "Паром", "Не вышел.", "Порт"]]
    found = rows(put("a.xlsx", workbook(One=lines)), "outlet", "date", "column 6")
    assert found == [("Портовая газета", "2019-07-01", "Порт")]


def test_a_sheet_that_is_too_wide_has_a_reason(put, folder, load):
    sheets = {"Wide": [["text"], ["x"] * 1_001], "Good": [["text"], ["It sails."]]}
    put("a.xlsx", workbook(**sheets))
    articles, ledger = load(folder)
    assert articles["text"].tolist() == ["It sails."]
    assert ledger["source"].tolist() == ["a.xlsx/Wide", "a.xlsx/Good"]
    assert ledger["reason"][0] == (
        "found a row of 1,001 cells, expected at most 1,000; save the sheet as CSV"
    )


COVER = [["Ferries in the press"], ["made in 2020"]]
SHEETS = {
    "Cover": COVER,
    "Title": COVER[:1],
    "Empty": [],
    "2019": [["doc_id", "text"], ["a", "It sails."], ["b", "It waits."]],
    "2020": [["text", "doc_id"], ["It sank.", "c"]],
}


def test_all_sheets_are_read_or_accounted_for(put, load):
    articles, ledger = load(put("a.xlsx", workbook(**SHEETS)))
    assert articles["doc_id"].tolist() == ["a", "b", "c"]
    assert articles["text"].tolist() == ["It sails.", "It waits.", "It sank."]
    found = ledger[["source", "record", "outcome"]].to_numpy().tolist()
    assert found == [
        ["a.xlsx/Cover", 1, "rejected"],
        ["a.xlsx/Title", 1, "rejected"],
        ["a.xlsx/2019", 1, "read"],
        ["a.xlsx/2019", 2, "read"],
        ["a.xlsx/2020", 1, "read"],
    ]
    assert ledger["reason"][:2].tolist() == [
        "found no text, expected an article",
        "found one row, expected names of columns and below them a row per article",
    ]


def test_the_only_sheet_that_is_not_empty_is_the_file(put, load):
    _, ledger = load(put("a.xlsx", workbook(Empty=[], One=[["text"], ["It sails."]])))
    assert ledger["source"].tolist() == ["a.xlsx"]


def test_the_sheets_of_a_workbook_in_an_archive_are_told_apart(put, load):
    _, ledger = load(put("a.zip", archive(("b.xlsx", workbook(**SHEETS)))))
    assert ledger["source"].drop_duplicates().tolist() == [
        f"a.zip/b.xlsx/{name}" for name in ("Cover", "Title", "2019", "2020")
    ]


def test_a_workbook_without_rows_is_rejected(put):
    with pytest.raises(tk.CorpusError, match="found an empty spreadsheet"):
        tk.load_corpus(put("a.xlsx", workbook(One=[], Two=[])))
