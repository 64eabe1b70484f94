"""Methods of attribution: which one gave the words of a table to their voices."""

from __future__ import annotations

import pandas as pd


def method_in(table: pd.DataFrame, name: str) -> str | None:
    """Return the method that made a table, None where it does not say.

    Raises
    ------
    ValueError
        If rows of several methods stand in the table, which is the argument `name`.
    """
    methods = table["method"].dropna().unique().tolist() if "method" in table else []
    if len(methods) > 1:
        raise ValueError(
            f"{name}: found rows of the methods {', '.join(map(repr, sorted(methods)))}, expected "
            f"those of one; filter by the column `method` first"
        )
    return methods[0] if methods else None
