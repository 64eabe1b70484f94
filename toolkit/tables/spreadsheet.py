"""CSV that is safe to open in a spreadsheet and the same on every machine."""

from __future__ import annotations

import pandas as pd

from toolkit.display.printable import number

# In Japanese and Chinese, spreadsheets take the wide forms for the narrow ones.
FORMULA = ("=", "+", "-", "@", "\t", "\n", "＝", "＋", "－", "＠")


def to_csv(table: pd.DataFrame) -> bytes:
    """Return `table` as CSV: UTF-8, dates as YYYY-MM-DD.

    Whole numbers are written in full, others to six significant digits. A text, or the name of a
    column, that a spreadsheet would run as a formula gets an apostrophe before it. Line breaks in
    texts become line feeds, for a carriage return is quoted by some versions of Python only.
    """
    safe = table.copy()
    for column in safe.columns:
        values = safe[column]
        if isinstance(values.dtype, pd.CategoricalDtype) or values.dtype == object:
            values = values.astype("str")
        if pd.api.types.is_string_dtype(values.dtype):
            values = values.str.replace("\r\n?", "\n", regex=True)
            runs = values.str.startswith(FORMULA, na=False)
            safe[column] = values.where(~runs, "'" + values)
    text = safe.to_csv(
        index=False,
        header=["'" + name if name.startswith(FORMULA) else name for name in map(str, table)],
        float_format=lambda value: number(value, digits=6),
        date_format="%Y-%m-%d",
        lineterminator="\n",
    )
    return text.encode()
