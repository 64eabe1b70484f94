"""The columns that a researcher names of a table: as a list, and whether they are there."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd


def names(columns: str | Sequence[str]) -> list[str]:
    """Return the columns as a list, a single one too."""
    return [columns] if isinstance(columns, str) else list(columns)


def check_columns(
    frame: pd.DataFrame, columns: Sequence[str], name: str, *, remedy: str = ""
) -> None:
    """Raise if the table, which is the argument `name`, lacks one of the columns."""
    missing = [column for column in columns if column not in frame]
    if missing:
        found = f"found no column {', '.join(map(repr, missing))}"
        there = f"only {', '.join(map(str, frame.columns))}"
        raise ValueError(f"{name}: {found}, {there}{remedy and '; '}{remedy}")
