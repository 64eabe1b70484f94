"""Tables that come back from a spreadsheet."""

from __future__ import annotations

import io
import warnings
from pathlib import Path

import pandas as pd

from toolkit.display.printable import printable_line
from toolkit.tables.spreadsheet import FORMULA

_SHOWN = 60  # characters of a cell that messages quote


class CodingWarning(UserWarning):
    """A coding sheet with blank rows, or with answers about passages whose text has changed."""


def read_filled(path: Path) -> pd.DataFrame:
    """Read a CSV file by mention_id, all as text, separated by commas, semicolons or tabs.

    Rows without any text are skipped, and told. The index is the row of each in the file, from 2.

    Raises
    ------
    ValueError
        If it is no table, not UTF-8, has no mention_id, or text in a column or row without one.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ValueError(f"{path}: found bytes that are not UTF-8; save it as CSV UTF-8") from None
    separator = max(",;\t", key=text.split("\n", 1)[0].count)
    try:
        cells = pd.read_csv(
            io.StringIO(text), sep=separator, dtype="str", keep_default_na=False, header=None,
            skip_blank_lines=False,
        )  # fmt: skip
    except ValueError as error:
        said = " ".join(str(error).split())
        raise ValueError(
            f"{path}: found no table ({said}), expected one, as CSV, whose first row names a "
            "column for each cell of the others"
        ) from None
    cells = cells.apply(lambda column: column.map(_typed))
    cells.index += 1
    return _whole_rows(_named(cells, path), path)


def _typed(cell: str) -> str:
    """Return what a person typed, or `to_csv` was given.

    It puts an apostrophe before what would be a formula; blanks around a cell mean nothing.
    """
    cell = cell.strip()
    return cell[1:].strip() if cell.startswith(tuple("'" + mark for mark in FORMULA)) else cell


def _named(cells: pd.DataFrame, path: Path) -> pd.DataFrame:
    """Return the rows below the first one, which names the columns."""
    names, rows = cells.iloc[0], cells.iloc[1:]
    unnamed = rows.loc[:, names == ""]
    held = unnamed.ne("").any(axis=1)
    if held.any():
        row = unnamed.loc[held.idxmax()]
        raise ValueError(
            f"{path}: found {_shown(row[row != ''].iloc[0])} in row {held.idxmax()}, in a column "
            "without a name; expected one in the first row: name the column, or delete it"
        )
    names = names[names != ""]
    twice = names[names.duplicated()]
    if len(twice):
        raise ValueError(
            f"{path}: found two columns {twice.iloc[0]!r}, expected one; delete or rename one"
        )
    if "mention_id" not in set(names):
        raise ValueError(
            f"{path}: found the columns {', '.join(names)}, expected mention_id among them; keep "
            "the columns of the coding sheet"
        )
    return rows[names.index].set_axis(names.tolist(), axis=1)


def _whole_rows(table: pd.DataFrame, path: Path) -> pd.DataFrame:
    """Return the rows that have an id; warn of those that are blank."""
    blank = table.eq("").all(axis=1)
    lacking = table.loc[~blank & (table["mention_id"] == "")]
    if len(lacking):
        row = lacking.iloc[0]
        raise ValueError(
            f"{path}: found {_shown(row[row != ''].iloc[0])} in row {row.name}, which has no "
            "mention_id; expected one: give the row its id again, or delete it"
        )
    if blank.any():
        warnings.warn(
            f"{path}: {blank.sum():,} blank row(s) are skipped, first row {blank.idxmax()}",
            CodingWarning,
            stacklevel=5,
        )
    return table[~blank]


def _shown(cell: str) -> str:
    return repr(printable_line(cell)[:_SHOWN])
