"""XLSX: tables of the researcher's own, and the spreadsheets of Integrum."""

from __future__ import annotations

import io
import re
from datetime import date, datetime
from typing import Any

from toolkit.read.formats.export import Export, RecordError
from toolkit.read.formats.words import labels, read_dotted_day

_WIDEST = 1_000  # columns


def read_xlsx(data: bytes) -> Export:
    """Return a record per row of the first sheet that has rows; its first row names the columns."""
    rows = _rows(data)
    if not rows:
        raise RecordError("found an empty spreadsheet, expected a row per article")
    columns = _integrum_columns(rows)
    if columns:
        body = rows[1:] if _named(rows[0]) else rows
        return Export("Integrum XLSX", [_integrum(row, columns) for row in body])
    names = [_text(cell) or f"column {at}" for at, cell in enumerate(rows[0], start=1)]
    for at, name in enumerate(names):
        before = names[:at].count(name)
        names[at] = f"{name}.{before}" if before else name
    records = []
    for row in rows[1:]:
        cells = [_text(cell) for cell in row[: len(names)]]
        records.append(dict(zip(names, [*cells, *[None] * (len(names) - len(cells))], strict=True)))
    return Export("XLSX", records, table=True)


def _rows(data: bytes) -> list[list[Any]]:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    for sheet in book.worksheets:
        sheet.reset_dimensions()
        rows = []
        for row in sheet.iter_rows(max_col=_WIDEST, values_only=True):
            cells = list(row)
            while cells and cells[-1] in (None, ""):
                cells.pop()
            if cells:
                rows.append(cells)
        if rows:
            return rows
    return []


def _text(cell: Any) -> str | None:
    if cell is None or cell == "":
        return None
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time().isoformat() == "00:00:00" else str(cell)
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def _named(row: list[Any]) -> list[str]:
    names = [labels("integrum_columns").get(str(cell).strip().casefold()) for cell in row[:5]]
    return names if names.count(None) == 0 and len(set(names)) == len(row[:5]) else []


def _integrum_columns(rows: list[list[Any]]) -> list[str]:
    """Return the columns of an Integrum sheet: by their Russian names, or by what is in them."""
    order = ["outlet", "date", "time", "title", "text"]
    named = _named(rows[0])
    if len(named) == 5 and re.search("[а-я]", str(rows[0][0]), re.IGNORECASE):
        return named
    day = str(rows[0][1]) if len(rows[0]) >= len(order) else ""
    return order if re.fullmatch(r"\d{1,2}\.\d{1,2}\.(?:\d{2}|\d{4})", day) else []


def _integrum(row: list[Any], columns: list[str]) -> dict[str, Any]:
    record = dict(zip(columns, (_text(cell) for cell in row), strict=False))
    given = record.get("date")
    if given:
        record["date"] = read_dotted_day(given) or given
    return record | {"language": "ru"}
