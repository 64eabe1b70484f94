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


def check_column(frame: pd.DataFrame, column: str, argument: str, name: str) -> None:
    """Raise unless the argument is the name of one column of the table `name`."""
    if not isinstance(column, str) or column not in frame:
        raise ValueError(
            f"{argument}: found {column!r}, expected a column of {name}: "
            f"{', '.join(map(str, frame.columns))}"
        )


def check_some(**columns: Sequence[str]) -> None:
    """Raise unless each argument names a column at least."""
    for argument, own in columns.items():
        if not own:
            raise ValueError(f"{argument}: found no column, expected the name of one at least")


def check_apart(**columns: Sequence[str]) -> None:
    """Raise if an argument names a column that is named already."""
    seen: dict[str, str] = {}
    for argument, own in columns.items():
        for column in own:
            if column in seen:
                raise ValueError(
                    f"{argument}: found {column!r}, which is in `{seen[column]}` already; expected "
                    "another column"
                )
            seen[column] = argument
