"""The columns that a researcher names of a table: as a list, and whether they are there."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from toolkit.tables.declare import BETWEEN
from toolkit.tables.schema import TABLES


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


def check_free(table: str, **columns: Sequence[str]) -> None:
    """Raise if an argument names a column that cannot vary in the measure's table to be made."""
    declared, sides = TABLES[table].columns, TABLES[table].measure.sides.values()
    for argument, own in columns.items():
        for column in own:
            if BETWEEN in column:
                raise ValueError(
                    f"{argument}: found {column!r}, expected a name without {BETWEEN!r}, which "
                    f"stands between names in the table {table!r}; rename the column"
                )
            ends = sides if argument == "by" else [""]
            if any(column + end in declared for end in ends):
                raise ValueError(
                    f"{argument}: found {column!r}, which names a column of the table {table!r} "
                    f"too, expected another name; rename the column, as by "
                    f".rename(columns={{{column!r}: 'my_{column}'}})"
                )


def check_same_method(**tables: pd.DataFrame) -> None:
    """Raise unless all words of the tables were given to their voices by one method.

    Tables without the column `method`, and rows where it is empty, may be of any.
    """
    methods = {
        name: sorted(table["method"].dropna().astype("str").unique())
        for name, table in tables.items()
        if "method" in table
    }
    if len({method for own in methods.values() for method in own}) > 1:
        found = " and ".join(
            f"{', '.join(map(repr, own))} in {name}" for name, own in methods.items() if own
        )
        raise ValueError(
            f"{list(methods)[-1]}: found words attributed by different methods ({found}), expected "
            "one; make the tables from the same attributions, or keep the rows of one `method`"
        )


def method_of(**table: pd.DataFrame) -> str | None:
    """Return the one method that gave the words of a table to voices, None if it does not say."""
    check_same_method(**table)
    ((_, frame),) = table.items()
    methods = frame["method"].dropna() if "method" in frame else ()
    return str(methods.iloc[0]) if len(methods) else None
