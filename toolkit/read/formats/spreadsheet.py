"""Workbooks (XLSX, XLS, ODS): tables of the researcher's own, and the sheets of Integrum."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from toolkit.read.bounds import MOST_CELLS
from toolkit.read.formats.content import Content
from toolkit.read.formats.export import Export, RecordError
from toolkit.read.formats.format import Format
from toolkit.read.formats.media import ANY, ZIP
from toolkit.read.formats.old_office import is_old_workbook
from toolkit.read.formats.packed import document_type
from toolkit.read.formats.words import labels
from toolkit.read.header import column_names
from toolkit.text.days import read_dotted_day

_WIDEST = 1_000  # columns
_LEAST_WIDE = 10  # columns that a narrower sheet is counted for: a row takes memory too


def is_xlsx(content: Content) -> bool:
    """Tell whether an archive is an Excel workbook."""
    return "xl/workbook.xml" in content.archive.namelist()


def is_ods(content: Content) -> bool:
    """Tell whether an archive is an OpenDocument spreadsheet."""
    return document_type(content.archive) == "application/vnd.oasis.opendocument.spreadsheet"


def read_workbook(content: Content) -> list[Export]:
    """Return an export per sheet that is not empty; where there are several, named as the sheet.

    A record is a row; the first row that is not empty names the columns. Hidden sheets are read
    too, and of a formula the value that it had. A cell that shows an error is empty.
    """
    exports = list(_sheets(content.data))
    if not exports:
        raise RecordError("found an empty spreadsheet, expected a row per article")
    if len(exports) == 1:
        exports[0].name = ""
    return exports


def _sheets(data: bytes) -> Iterator[Export]:
    from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum

    try:
        book = CalamineWorkbook.from_object(io.BytesIO(data))
    except CalamineError:
        raise RecordError(
            "found a workbook that cannot be opened: it is damaged, or has a password; save it "
            "again without one, or as CSV"
        ) from None
    for sheet in book.sheets_metadata:
        if sheet.typ != SheetTypeEnum.WorkSheet:
            continue
        try:
            rows = list(_rows(book.get_sheet_by_name(sheet.name)))
            if rows:
                export = export_rows(rows)
                export.name = sheet.name
                yield export
        except RecordError as error:
            yield Export(name=sheet.name, table=True, reason=str(error))
        except CalamineError as error:
            reason = f"found a sheet that is damaged ({error}); save the file again"
            yield Export(name=sheet.name, table=True, reason=reason)


def _rows(sheet: Any) -> Iterator[list[Any]]:
    """Yield the rows of a sheet that are not empty, each to its last cell that is not."""
    if sheet.height * max(sheet.width, _LEAST_WIDE) > MOST_CELLS:
        raise RecordError(_too_large(sheet.height, sheet.width))
    for row in sheet.iter_rows():
        while row and row[-1] == "":
            row.pop()
        if len(row) > _WIDEST:
            raise RecordError(
                f"found a row of {len(row):,} cells, expected at most {_WIDEST:,}; save the "
                "sheet as CSV"
            )
        if row:
            yield row


def export_rows(rows: list[list[Any]]) -> Export:
    """Return the records of rows, the first of which names the columns; those of Integrum are ours.

    Raises
    ------
    RecordError
        If there are more cells than a table in a folder may have.
    """
    width = max(map(len, rows))
    if len(rows) * max(width, _LEAST_WIDE) > MOST_CELLS:
        raise RecordError(_too_large(len(rows), width))
    columns, headed = _integrum_columns(rows)
    header = [*columns, *(rows[0][len(columns) :] if headed else [])]
    unnamed = [""] * (width - len(header))
    names = column_names([*(_text(cell) or "" for cell in header), *unnamed])
    named = dict.fromkeys(names[: len(header)])
    records = [
        named | {names[at]: _text(cell) for at, cell in enumerate(row) if cell not in (None, "")}
        for row in rows[headed:]
    ]
    export = Export(records, table=True)
    if columns:
        export = Export([_integrum(record) for record in records], format="Integrum XLSX")
    if not records:
        export.reason = "found one row, expected names of columns and below them a row per article"
    return export


def _too_large(rows: int, columns: int) -> str:
    return (
        f"found a table of {rows:,} rows and {columns:,} columns, expected at most "
        f"{MOST_CELLS:,} cells; save it as CSV"
    )


def _text(cell: Any) -> str | None:
    if cell is None or cell == "":
        return None
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time().isoformat() == "00:00:00" else str(cell)
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def _integrum_columns(rows: list[list[Any]]) -> tuple[list[str], bool]:
    """Return the columns of an Integrum sheet, and whether the first row names columns.

    Its columns are told by their Russian names, or by what is in them.
    """
    cells = [str(cell or "").strip() for cell in rows[0]]
    named = [labels("integrum_columns").get(cell.casefold()) for cell in cells]
    russian = any(re.search("[а-я]", cell, re.IGNORECASE) for cell in cells)
    if (
        russian
        and {"outlet", "date", "title"} <= set(named)
        and not {"text", "abstract"}.isdisjoint(named)
    ):
        text = "text" if "text" in named else "abstract"
        known = [name or cell for name, cell in zip(named, cells, strict=True)]
        return ["text" if name == text else name for name in known], True
    order = ["outlet", "date", "time", "title", "text"]
    day = cells[1] if len(cells) >= len(order) else ""
    return (order, False) if re.fullmatch(r"\d{1,2}\.\d{1,2}\.(?:\d{2}|\d{4})", day) else ([], True)


def _integrum(record: dict[str, Any]) -> dict[str, Any]:
    given = record["date"]
    day = (read_dotted_day(given) or given) if given else None
    return record | {"date": day, "language": "ru"}


FORMATS = (
    Format("XLSX", ZIP, read_workbook, is_xlsx),
    Format("ODS", ZIP, read_workbook, is_ods),
    Format("XLS", ANY, read_workbook, is_old_workbook),
)
