"""Keys: which columns tell the rows of a measure's table apart, as the table itself says.

No column is taken for a key by its place or its name alone: tables are merged with others, put in
another order, and read from files.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd

from toolkit.tables.arguments import looks_like
from toolkit.tables.declare import BETWEEN, Measure
from toolkit.tables.schema import TABLES
from toolkit.tables.target_roles import role_of, rows_of_role, target_column


class Keys(NamedTuple):
    """What the rows of a table count, and the columns that they are split by."""

    table: str
    measure: Measure
    by: list[str]
    of: list[str]
    targets: str = "target_id"  # the column of mentions that the targets are in
    together: Sequence[str] = ()  # columns by which mentions were split, but not the rows

    def of_side(self, end: str) -> dict[str, str]:
        """Return the columns that split the counts of a side: what they are called in mentions."""
        shared = [*self.measure.keys, *self.of]
        return {column + end: column for column in self.by} | {
            c: self.targets if c == "target_id" else c for c in shared
        }

    def columns(self) -> list[str]:
        """Return the columns that split the counts, of all sides."""
        return list(
            dict.fromkeys(c for end in self.measure.sides.values() for c in self.of_side(end))
        )


def keys_of(frame: pd.DataFrame, argument: str) -> Keys:
    """Return the keys of the table of a measure, which is the argument of that name.

    Raises
    ------
    ValueError
        If the table does not say which measure it is of, or lacks a column that it names.
    """
    name = _only(frame, "table", argument)
    measures = {name: table.measure for name, table in TABLES.items() if table.measure}
    if name not in measures:
        raise ValueError(
            f"{argument}: found {name!r} in the column 'table', expected a table of a measure: "
            f"{', '.join(measures)}"
        )
    by, of = (named_columns(frame, role, argument) for role in ("by", "of"))
    together: list[str] = []
    if measures[name].whole:
        by, together, of = [], by, [column for column in of if column in frame]
    keys = Keys(name, measures[name], by, of, _targets(frame, measures[name]), together)
    missing = [column for column in keys.columns() if column not in frame]
    if missing:
        raise ValueError(
            f"{argument}: found no column {', '.join(map(repr, missing))}, which tells the rows of "
            f"the table {name!r} apart, only {', '.join(map(str, frame.columns))}"
        )
    return keys


def _targets(frame: pd.DataFrame, measure: Measure) -> str:
    if measure.role is None or measure.role not in frame:
        return "target_id"
    return target_column(role_of(rows_of_role(frame, None)))


def named_columns(frame: pd.DataFrame, role: str, argument: str) -> list[str]:
    """Return the columns that a measure's table names in its column `role`: "by" or "of"."""
    named = _only(frame, role, argument)
    return [] if named is None else named.split(BETWEEN)


def named_column(frame: pd.DataFrame, role: str, argument: str, *, name: str | None = None) -> str:
    """Return the one column named in the column `role`, which the argument `name` might name."""
    named = named_columns(frame, role, argument)
    if len(named) != 1:
        found = f"found {' and '.join(map(repr, named)) or 'no name'} in the column {role!r}"
        if name is None:
            raise ValueError(f"{argument}: {found}, expected the name of one column")
        raise ValueError(f"{name}: {found} of {argument}, expected one; name the column to draw")
    return named[0]


def _only(frame: pd.DataFrame, column: str, argument: str) -> str | None:
    """Return the one value of a column that says the same in all rows; None if it is empty."""
    if column not in frame:
        if table := looks_like(frame):
            raise ValueError(
                f"{argument}: found the table {table}, expected that of a measure, such as `rates` "
                "returns"
            )
        example = {"table": "rates", "by": "voice", "of": "frame"}[column]
        raise ValueError(
            f"{argument}: found no column {column!r}, only {', '.join(map(str, frame.columns))}; "
            "expected the table of a measure, which names what it counts, or one that does "
            f"the same: {argument}.assign({column}={example!r})"
        )
    values = frame[column].drop_duplicates().to_list()
    if len(values) > 1:
        raise ValueError(
            f"{argument}: found {', '.join(map(repr, values))} in the column {column!r}, expected "
            "one value; the rows are of different tables: keep those of one"
        )
    return None if not values or pd.isna(values[0]) else str(values[0])
