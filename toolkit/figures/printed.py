"""A table as a paper prints it: chosen columns, headings, numbers rounded, intervals beside."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import floor, isfinite, log10
from typing import Any, NamedTuple

import pandas as pd

from toolkit.display.printable import printable_line, readable
from toolkit.plot.style import interval, plain_label, unit
from toolkit.tables.arguments import as_list, check_column, check_some, expect_type
from toolkit.tables.keys import keys_of
from toolkit.tables.schema import TABLES

MISSING = "–"
_MINUS = "\u2212"
_ACTORS = ("voice_id", "voice", "target_id")  # who may be nobody
_SIZES = {"tokens": "Words", "texts": "Articles"}  # of keyness, by its column `unit`
_LEAST_P = 0.001
_MOST_PLACES = 6


class Printed(NamedTuple):
    """The texts of a table: its caption, its headings, its cells, and which columns are numbers."""

    caption: str
    head: list[str]
    rows: list[list[str]]
    numeric: list[bool]


def print_table(
    data: pd.DataFrame,
    columns: Sequence[str] | Mapping[str, str],
    labels: Mapping[Any, str] | None,
    caption: str,
) -> Printed:
    """Return the chosen columns of a table as texts of one line, a row for each of its rows.

    Parameters
    ----------
    data
        The table of a measure, or another one.
    columns
        Their names, or headings by name.
    labels
        What to print for values of text.
    caption
        What stands above the table.
    """
    expect_type(caption, "caption", str, expected="a text")
    headings = _headings(data, columns)
    named = _named(data)
    printed = []
    for column, heading in headings.items():
        values, number = data[column], _is_number(data[column])
        ends = _ends(data, column) if number else []
        cells: Iterable[str]
        if number:
            cells = _numbers(column, values, [data[end] for end in ends])
        else:
            cells = _texts(values, labels, named.get(column))
        head = _heading(data, column, bool(ends)) if heading is None else heading
        printed.append((head, number, list(map(printable_line, cells))))
    heads, numeric, texts = zip(*printed, strict=True)
    rows = list(map(list, zip(*texts, strict=True)))
    return Printed(printable_line(caption), list(map(printable_line, heads)), rows, list(numeric))


def _is_number(values: pd.Series) -> bool:
    return pd.api.types.is_numeric_dtype(values) and not pd.api.types.is_bool_dtype(values)


def _headings(data: pd.DataFrame, columns: Any) -> dict[str, str | None]:
    """Return the columns to print, and the headings that were given for them."""
    if isinstance(columns, Mapping):
        for heading in columns.values():
            expect_type(heading, "columns", str, expected="headings by the names of columns")
        headings = dict(columns)
    else:
        headings = dict.fromkeys(as_list(columns, "columns"))
    check_some(columns=list(headings))
    for column in headings:
        check_column(data, column, "columns", "data")
        if list(data).count(column) > 1:
            raise ValueError(f"data: found several columns {column!r}, expected one")
    return headings


def _named(data: pd.DataFrame) -> dict[str, str]:
    """Return the columns of ids, printed as plots print them, and what stands for an empty one."""
    if not declares_measure(data):
        return {}
    keys = keys_of(data, "data")
    by = [column + end for column in keys.by for end in keys.measure.sides.values()]
    if keys.measure.rest:
        return dict.fromkeys([*by, *keys.of], "all others")
    actors = {name + end: "no actor" for name in _ACTORS for end in keys.measure.sides.values()}
    return dict.fromkeys([*by, *keys.of], MISSING) | actors


def declares_measure(data: pd.DataFrame) -> bool:
    """Tell whether the rows of a table count something, as it says in its column `table`."""
    names = data["table"].dropna().unique() if "table" in data else ()
    return any(name in TABLES and TABLES[name].measure for name in names)


def _ends(data: pd.DataFrame, column: str) -> list[str]:
    """Return the columns of the ends of the interval of an estimate; none if it has none."""
    own = [f"{column}_low", f"{column}_high"]
    if set(own) <= set(data) and all(_is_number(data[end]) for end in own):
        return own
    if not {"low", "high"} <= set(data) or column in ("low", "high"):
        return []
    value = keys_of(data, "data").measure.value if declares_measure(data) else None
    if value is None:  # elsewhere the estimate stands before its interval
        value = str(["", *data][[*data].index("low")])
    return ["low", "high"] if column == value else []


def _heading(data: pd.DataFrame, column: str, has_interval: bool) -> str:
    sides = keys_of(data, "data").measure.sides if declares_measure(data) else {}
    for side, end in sides.items():
        if end and column.endswith(end):
            return f"{_heading(data, column.removesuffix(end), has_interval)} ({side})"
    if column == "n" or _is_p(column):
        start, _, rest = column.partition("_")
        return f"{start} ({rest.replace('_', ' ')})" if rest else start
    text = column.replace("_", " ")
    if column == "rate" and "per" in data and len(data["per"].unique()) == 1:
        text = unit(data)
    elif column == "exposure":
        text = _size(data)
    elif column == "n_docs":
        text = "articles"
    if not text.startswith("n "):
        text = text[:1].upper() + text[1:]
    return f"{text} [{interval(data)}]" if has_interval else text


def _size(data: pd.DataFrame) -> str:
    """Return what the exposure is counted in, words if the table says nothing else."""
    for column in ("unit", "denominator"):
        if column in data:
            values = data[column].unique()
            return _SIZES.get(values[0], str(values[0])) if len(values) == 1 else "exposure"
    return "words"


def _texts(values: pd.Series, labels: Mapping[Any, str] | None, empty: str | None) -> Iterator[str]:
    """Yield what is printed for texts; of ids, which `empty` is given for, the name."""
    known = {None: MISSING if empty is None else empty, **(labels or {})}
    for value in values:
        if empty is not None:
            yield plain_label(value, known, str(values.name))
        elif isinstance(value, str):
            yield known.get(value, value or MISSING)
        else:
            yield readable(value) or MISSING


def _numbers(column: str, values: pd.Series, ends: Sequence[pd.Series]) -> list[str]:
    numbers = [None if pd.isna(value) else value for value in values]
    if _is_p(column) and all(value is None or 0 <= value <= 1 for value in numbers):
        return [_p(value) for value in numbers]
    if not ends and all(value is None or float(value).is_integer() for value in numbers):
        return [MISSING if value is None else f"{int(value):,}" for value in numbers]
    places = _places([*numbers])
    texts = [_rounded(value, places) for value in numbers]
    if not ends:
        return texts
    pairs = [[_rounded(v, places, least=False) for v in end] for end in ends]
    return [
        f"{text} [{low}, {high}]" if {low, high} != {MISSING} else text
        for text, low, high in zip(texts, *pairs, strict=True)
    ]


def _places(values: Sequence[float | None]) -> int:
    """Return how many decimals a column gets: one or two, more if all of it is below 0.1."""
    sizes = [abs(value) for value in values if value is not None and isfinite(value) and value]
    if sizes and max(sizes) < 0.1:
        return min(1 - floor(log10(max(sizes))), _MOST_PLACES)
    return 1 if sizes and min(sizes) >= 10 else 2


def _rounded(value: Any, places: int, *, least: bool = True) -> str:
    """Return a number with so many decimals; if it would be 0 and is not, `least` says so."""
    if value is None or pd.isna(value):
        return MISSING
    sign = _MINUS if value < 0 else ""
    if not isfinite(value):
        return f"{sign}∞"
    size = f"{abs(value):,.{places}f}"
    is_zero = not float(size.replace(",", ""))
    if is_zero and value and least:
        return f"{'> ' if sign else '< '}{sign}{10**-places:.{places}f}"
    return size if is_zero else sign + size


def _is_p(column: str) -> bool:
    return column == "p" or column.startswith("p_")


def _p(value: float | None) -> str:
    """Return a p-value as the American Psychological Association prints it."""
    if value is None:
        return MISSING
    if value < _LEAST_P:
        return "< .001"
    text = f"{value:.3f}"
    return "> .999" if text == "1.000" else text.removeprefix("0")
