"""Workbooks: each sheet, each column and each cell is read, or has a reason."""

import io

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
