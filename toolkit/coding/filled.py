"""Tables that come back from a spreadsheet."""

from __future__ import annotations

import io
from pathlib import Path

import pandas as pd

from toolkit.tables.spreadsheet import FORMULA


def read_filled(path: Path) -> pd.DataFrame:
    """Read a CSV file by mention_id, all as text, separated by commas, semicolons or tabs.

    Raises
    ------
    ValueError
        If it is no table, not UTF-8, or has no mention_id.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ValueError(f"{path}: found bytes that are not UTF-8; save it as CSV UTF-8") from None
    head = text.split("\n", 1)[0]
    separator = max(",;\t", key=head.count)
    try:
        table = pd.read_csv(io.StringIO(text), sep=separator, dtype="str", keep_default_na=False)
    except ValueError as error:
        said = " ".join(str(error).split())
        raise ValueError(f"{path}: found no table ({said}), expected one, as CSV") from None
    if not isinstance(table.index, pd.RangeIndex):  # pandas would move all cells to the left
        raise ValueError(
            f"{path}: found rows with more cells than the {len(table.columns)} columns that the "
            "first row names, expected as many; name each column, or delete what stands beside them"
        )
    if "mention_id" not in table:
        raise ValueError(
            f"{path}: found the columns {', '.join(table.columns)}, expected mention_id among "
            "them; keep the columns of the coding sheet"
        )
    return table.rename(columns=_unquoted).apply(lambda column: column.map(_unquoted))


def _unquoted(cell: str) -> str:
    """Return what `to_csv` was given: it puts an apostrophe before what would be a formula."""
    return cell[1:] if cell.startswith(tuple("'" + mark for mark in FORMULA)) else cell
