"""The tables that pass from stage to stage: their columns, types, keys, and one check."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

import pandas as pd
from pandas.api.types import pandas_dtype

from toolkit.tables import annotate, coding, measure, networks, read
from toolkit.tables.declare import BETWEEN, Column, Measure, Table

TABLES: dict[str, Table] = {
    **read.TABLES,
    **annotate.TABLES,
    **measure.TABLES,
    **networks.TABLES,
    **coding.TABLES,
}


class TableError(ValueError):
    """A table that is not as it is declared; the message lists every fault."""


def empty_table(name: str) -> pd.DataFrame:
    """Return the table `name` with its declared columns and no rows."""
    return make_table(name, [])


def make_table(name: str, records: Iterable[Mapping[str, Any]] | pd.DataFrame) -> pd.DataFrame:
    """Build the table `name` from records or a frame, in declared types and column order.

    Columns that are not declared come last, as they are. Declared columns that the records
    lack are filled with missing values, where the table allows it.

    Raises
    ------
    TableError
        If the values of a column cannot be of its declared type.
    ValueError
        If `name` is not a declared table, or `records` are not rows.
    """
    table = _declared(name)
    frame = records if isinstance(records, pd.DataFrame) else pd.DataFrame(_rows(records))
    nothing = pd.Series([None] * len(frame), index=frame.index)
    columns = {
        column: _cast(pd.Series(frame.get(column, nothing)), column, spec)
        for column, spec in table.columns.items()
    }
    made = pd.DataFrame(columns, index=frame.index)
    others = [column for column in frame.columns if column not in table.columns]
    return pd.concat([made, frame[others]], axis=1) if others else made


def cast_columns(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame whose columns that the table `name` declares are of their types; as they come.

    Raises
    ------
    TableError
        If the values of a column cannot be of its declared type.
    """
    declared = _declared(name).columns
    there = {c: _cast(frame[c], c, declared[c]) for c in frame.columns if c in declared}
    return frame.assign(**there)


def _rows(records: Any) -> list[Mapping[str, Any]]:
    rows = list(records) if isinstance(records, Iterable) else [records]
    odd = [row for row in rows if not isinstance(row, Mapping)]
    if odd or isinstance(records, Mapping):
        raise ValueError(
            f"records: found a {type(records).__name__}, expected a DataFrame, or rows that are "
            "mappings of column to value"
        )
    return rows


def check_table(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    """Return `frame` itself if it is a valid table `name`.

    Parameters
    ----------
    frame
        Any DataFrame.
    name
        A table of docs/tables.md, such as ``"mentions"``.

    Raises
    ------
    TableError
        With all faults at once: missing columns, wrong types, empty values where none are allowed,
        values outside the declared categories, rows that share a key.
    """
    table = _declared(name)
    if not isinstance(frame, pd.DataFrame):
        raise TableError(f"frame: found a {type(frame).__name__}, expected a DataFrame")
    faults = []
    for column, spec in table.columns.items():
        if column not in frame:
            faults.append(f"column {column!r} is missing")
            continue
        values = frame[column]
        if isinstance(values, pd.DataFrame):
            faults.append(f"column {column!r} occurs more than once")
            continue
        faults += _column_faults(values, column, spec)
    if table.key and set(table.key) <= set(frame.columns):
        faults += _key_faults(frame, table.key)
    if faults:
        listing = "\n".join(f"  - {fault}" for fault in faults)
        raise TableError(
            f"this is not a valid table {name!r} ({len(frame)} rows):\n{listing}\n"
            f"docs/tables.md lists what {name!r} holds."
        )
    return frame


def maker_of(name: str) -> str:
    """Return the public function that makes the table `name`."""
    return _declared(name).made_by or name


def finish_table(name: str, frame: pd.DataFrame, first: Sequence[str]) -> pd.DataFrame:
    """Build and check the table `name`, and put the columns `first`, which vary, before the rest.

    Raises
    ------
    TableError
        As `make_table` and `check_table` do.
    """
    made = check_table(make_table(name, frame), name)
    return made[[*first, *(column for column in made.columns if column not in first)]]


def finish_measure(
    name: str, frame: pd.DataFrame, *, by: Sequence[str] = (), of: Sequence[str] = ()
) -> pd.DataFrame:
    """Build and check the table `name` of a measure, which says what it was counted by.

    Parameters
    ----------
    name
        A table whose declaration has a `Measure`.
    frame
        Its columns, and those that vary: `by`, once for each side, and `of`; these come first.
    by, of
        The columns that split the counts, and those of what is counted.

    Raises
    ------
    TableError
        As `make_table` and `check_table` do.
    """
    measure = declared_measure(name)
    sides = [column + end for column in by for end in measure.sides.values()]
    named = {"by": BETWEEN.join(by) or None, "of": BETWEEN.join(of) or None}
    return finish_table(name, frame.assign(table=name, **named), [*sides, *measure.keys, *of])


def declared_measure(name: str) -> Measure:
    """Return what the rows of the table `name`, that of a measure, count.

    Raises
    ------
    ValueError
        If the table is not that of a measure.
    """
    measure = _declared(name).measure
    if measure is None:
        raise ValueError(f"name: found {name!r}, expected the table of a measure")
    return measure


def describe_tables() -> str:
    """Write the Markdown of docs/tables.md: every table, its key and its columns."""
    lines = [
        "# Tables",
        "",
        "Made from the declarations in `toolkit/tables` by `python -m toolkit.tables.schema`.",
        "`?` may be empty; **bold** columns together are the key. Offsets are half-open Python",
        "character offsets into `articles.text`. Every table may carry further columns. Columns of",
        "*words* hold words of the articles: a replication pack leaves them out.",
    ]
    for name, table in TABLES.items():
        lines += ["", f"## {name}", "", f"A row: {table.row}."]
        if table.measure is not None:
            lines += ["", _describe_measure(table.measure)]
        lines += ["", "| column | type | meaning |"]
        lines.append("|---|---|---|")
        for column, spec in table.columns.items():
            label = f"**{column}**" if column in table.key else column
            kind = spec.dtype + ("?" if spec.nullable else "")
            if spec.categories:
                kind += " {" + ", ".join(spec.categories) + "}"
            if spec.words:
                kind += ", *words*"
            lines.append(f"| {label} | {kind} | {spec.meaning} |")
    return "\n".join(lines) + "\n"


def _describe_measure(measure: Measure) -> str:
    """Say what the rows of a measure's table count."""
    sides = [f"`{measure.count}{end}`" for end in measure.sides.values()]
    if measure.whole:
        return f"Counts {sides[0]} by the columns named in `of`, all groups in `by` together."
    keys = "".join(f", `{column}`" for column in measure.keys)
    return f"Counts {' and '.join(sides)} by the columns named in `by` and `of`{keys}."


def _declared(name: str) -> Table:
    if not isinstance(name, str) or name not in TABLES:
        raise ValueError(f"name: found {name!r}, expected one of {', '.join(TABLES)}")
    return TABLES[name]


@cache
def _type_of(spec: Column) -> Any:
    """Return the pandas type of a column; categories are a set, whatever their order."""
    if spec.categories:
        return pd.CategoricalDtype(list(spec.categories))
    return pandas_dtype(spec.dtype)


def _cast(values: pd.Series, column: str, spec: Column) -> pd.Series:
    kind = _type_of(spec)
    if spec.categories:
        if values.dtype != kind:
            _refuse(_category_faults(values, column, spec))
        return values.astype(kind)  # in the order that is declared
    if values.dtype == kind:
        return values  # most columns are what they should be
    if spec.dtype in ("bool", "int64"):  # these cannot hold missing values
        _refuse(_empty_faults(values, column))
    try:
        return values.astype(kind)
    except (TypeError, ValueError, OverflowError) as error:
        raise TableError(f"column {column!r} cannot be made {spec.dtype}: {error}") from None


def _refuse(faults: list[str]) -> None:
    if faults:
        raise TableError("; ".join(faults))


def _key_faults(frame: pd.DataFrame, key: Sequence[str]) -> list[str]:
    if frame.columns.is_unique and any(frame[column].is_unique for column in key):
        return []  # one column is checked faster than all together
    repeated = frame.duplicated(list(key), keep="first")
    if not repeated.any():
        return []
    first = frame.loc[repeated, list(key)].iloc[0].to_dict()
    return [f"{int(repeated.sum())} row(s) repeat a key {key}, first {first}"]


def _column_faults(values: pd.Series, column: str, spec: Column) -> list[str]:
    faults = []
    dtype = str(values.dtype)
    is_text = spec.dtype == "category" and not spec.categories and dtype == "str"
    if dtype != spec.dtype and not is_text:
        faults.append(f"column {column!r} is {dtype}, expected {spec.dtype}")
    if not spec.nullable:
        faults += _empty_faults(values, column)
    if spec.categories and values.dtype != _type_of(spec):
        faults += _category_faults(values, column, spec)
    return faults


def _empty_faults(values: pd.Series, column: str) -> list[str]:
    empty = values.isna()
    if not empty.any():
        return []
    row = empty[empty].index[0]
    return [f"column {column!r} is empty in {int(empty.sum())} row(s), first {row!r}"]


def _category_faults(values: pd.Series, column: str, spec: Column) -> list[str]:
    odd = sorted({str(v) for v in values.dropna().unique()} - set(spec.categories))
    if not odd:
        return []
    found, expected = ", ".join(map(repr, odd[:5])), ", ".join(spec.categories)
    return [f"column {column!r} holds {found}, expected one of {expected}"]


if __name__ == "__main__":
    import sys

    sys.stdout.write(describe_tables())
