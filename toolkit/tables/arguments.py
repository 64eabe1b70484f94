"""The arguments that a researcher gives: a table, a file, a list, the columns of a table."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import wraps
from numbers import Integral
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import pandas as pd

from toolkit.display.printable import readable
from toolkit.tables.declare import BETWEEN
from toolkit.tables.schema import TABLES, declared_measure, maker_of

_Given = ParamSpec("_Given")
_Made = TypeVar("_Made")


def expect_table(
    value: Any,
    argument: str,
    columns: Iterable[str] = (),
    *,
    table: str = "",
    expected: str = "",
) -> None:
    """Raise unless a value can serve as a table: a DataFrame with the columns that are needed.

    Its other columns, its types and its rows are not looked at: it may be filtered, or hand-made.

    Parameters
    ----------
    value
        What was given.
    argument
        The name of the argument.
    columns
        Those that are needed, whatever else the caller asks for.
    table
        The declared table that is expected, if its name is not that of the argument.
    expected
        What is expected, if it is not a declared table.
    """
    missing = []
    if isinstance(value, pd.DataFrame):
        missing = [column for column in columns if column not in value]
        if not missing:
            return
    name = table or argument
    expected = expected or f"the table {name}, which `{maker_of(name)}` returns"
    if argument in getattr(value, "_fields", ()):
        expected += f": give its table, .{argument}"
    found = _describe_lack(value, missing, name) if missing else describe(value)
    raise ValueError(f"{argument}: found {found}, expected {expected}")


def expect_type(
    value: Any, argument: str, kinds: type | tuple[type, ...], *, expected: str
) -> None:
    """Raise unless a value is of one of the types."""
    if not isinstance(value, kinds):
        raise ValueError(f"{argument}: found {describe(value)}, expected {expected}")


def expect_one_of(value: Any, argument: str, choices: Iterable[str]) -> None:
    """Raise unless a value is one of the words that an argument can be."""
    if value not in list(choices):
        found = repr(value) if isinstance(value, str) else describe(value)
        raise ValueError(f"{argument}: found {found}, expected one of {', '.join(choices)}")


def expect_mapping(value: Any, argument: str, *, expected: str) -> None:
    """Raise unless a value is a mapping, such as a dict, or None."""
    if value is not None:
        expect_type(value, argument, Mapping, expected=expected)


def expect_seed(seed: Any) -> None:
    """Raise unless a value can seed NumPy's generators, so that results can be reproduced."""
    if isinstance(seed, bool) or not isinstance(seed, Integral) or seed < 0:
        raise ValueError(f"seed: found {describe(seed)}, expected a whole number, 0 or more")


def needs_seed(function: Callable[_Given, _Made]) -> Callable[_Given, _Made]:
    """Make a function that is called without its `seed` say what a seed is."""

    @wraps(function)
    def call(*args: _Given.args, **options: _Given.kwargs) -> _Made:
        expect_seed_among(options, function.__name__)
        return function(*args, **options)

    return call


def expect_seed_among(options: Mapping[str, Any], function: str) -> None:
    """Raise unless a `seed` is among the options of a function that draws at random."""
    if "seed" not in options:
        raise TypeError(
            f"seed: {function} draws at random and needs one, any whole number; give, for example, "
            "seed=7: the same number gives the same results"
        )


def as_path(value: Any, argument: str) -> Path:
    """Return a path that was given as a text or as a path."""
    expect_type(value, argument, (str, os.PathLike), expected="the path of a file or folder")
    return Path(value)


def describe(value: Any) -> str:
    """Return what was found in place of what was expected, in words."""
    if value is None or isinstance(value, bool | int | float):
        return repr(value)
    if isinstance(value, str):
        return f"the text {value!r}"
    if isinstance(value, os.PathLike):
        return f"the path {os.fspath(value)!r}"
    if isinstance(value, pd.DataFrame):
        like = looks_like(value)
        return f"the table {like}" if like else f"a table of the columns {_listed(value)}"
    kind = type(value).__name__
    return f"{'an' if kind[0] in 'AEIOUaeiou' else 'a'} {kind}"


def _describe_lack(frame: pd.DataFrame, missing: Sequence[str], name: str) -> str:
    lack, like = f"no column {', '.join(map(repr, missing))}", looks_like(frame)
    if like and not _is_part(like, frame, name):
        return f"the table {like}, which has {lack}"
    return f"{lack}, only {_listed(frame)}"


def _is_part(like: str, frame: pd.DataFrame, name: str) -> bool:
    """Tell whether a frame is the table `name`, short of columns, with those of another in it."""
    table = TABLES.get(name)
    return (
        table is not None
        and bool(table.key)
        and set(table.key) <= set(frame)
        and set(TABLES[like].columns) <= set(table.columns)
    )


def looks_like(frame: pd.DataFrame) -> str:
    """Return the declared table whose columns a frame has: of several, that with the most."""
    there = {name: len(t.columns) for name, t in TABLES.items() if set(t.columns) <= set(frame)}
    return max(there, key=there.__getitem__, default="")


def _listed(frame: pd.DataFrame) -> str:
    return ", ".join(map(readable, frame.columns)) or "(none)"


def as_list(values: Any, argument: str) -> list:
    """Return what was given as a list; a single text or path is a list of one."""
    if isinstance(values, str | os.PathLike):
        return [values]
    if isinstance(values, pd.DataFrame | Mapping) or not isinstance(values, Iterable):
        raise ValueError(
            f"{argument}: found {describe(values)}, expected a list, or one of its items"
        )
    return list(values)


def check_columns(
    frame: pd.DataFrame, columns: Sequence[str], name: str, *, remedy: str = ""
) -> None:
    """Raise if the table, which is the argument `name`, lacks one of the columns."""
    missing = [column for column in columns if column not in frame]
    if missing:
        like = looks_like(frame)
        foreign = like and name in TABLES and like != name and not _is_part(like, frame, name)
        other = f"the table {like}, which has " if foreign else ""
        found = f"found {other}no column {', '.join(map(repr, missing))}"
        raise ValueError(f"{name}: {found}, only {_listed(frame)}{remedy and '; '}{remedy}")


def check_column(frame: pd.DataFrame, column: str, argument: str, name: str) -> None:
    """Raise unless the argument is the name of one column of the table `name`."""
    if not isinstance(column, str) or column not in frame:
        found = repr(column) if isinstance(column, str | list | tuple) else describe(column)
        raise ValueError(
            f"{argument}: found {found}, expected a column of {name}: {_listed(frame)}"
        )


def check_some(**columns: Sequence[str]) -> None:
    """Raise unless each argument names at least one column."""
    for argument, names in columns.items():
        if not names:
            raise ValueError(f"{argument}: found no column, expected the name of at least one")


def check_apart(**columns: Sequence[str]) -> None:
    """Raise if an argument names a column that another names already."""
    seen: dict[str, str] = {}
    for argument, names in columns.items():
        for column in names:
            if column in seen:
                raise ValueError(
                    f"{argument}: found {column!r}, which is in `{seen[column]}` already; expected "
                    "another column"
                )
            seen[column] = argument


def check_free(table: str, **columns: Sequence[str]) -> None:
    """Raise if an argument names a column that cannot vary in the measure's table to be made."""
    declared, sides = TABLES[table].columns, declared_measure(table).sides.values()
    for argument, names in columns.items():
        for column in names:
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

    Tables without the column `method`, and rows where it is empty, agree with any method.
    """
    methods = {
        name: sorted(table["method"].dropna().astype("str").unique())
        for name, table in tables.items()
        if "method" in table
    }
    if len({method for names in methods.values() for method in names}) > 1:
        found = " and ".join(
            f"{', '.join(map(repr, names))} in {name}" for name, names in methods.items() if names
        )
        raise ValueError(
            f"{list(methods)[-1]}: found words attributed by different methods ({found}), expected "
            "one; make the tables from the same attributions, or keep the rows of one `method`"
        )


def method_of(**table: pd.DataFrame) -> str | None:
    """Return the one method that gave the words of a table to voices, None if it does not say."""
    check_same_method(**table)
    ((_, frame),) = table.items()
    if "method" not in frame:
        return None
    methods = frame["method"].dropna()
    return str(methods.iloc[0]) if len(methods) else None
