"""What is chosen in the explorer as the argument `filters` of `explore`, and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from toolkit.explore.filters import Choice, Facet
from toolkit.explore.messages import day

Period = tuple[str | None, str | None]
_BUT = "not"
_DAYS = ("first", "last")


def read_filters(
    filters: Mapping[str, Any], facets: Mapping[str, Facet]
) -> tuple[dict[str, Choice], Period]:
    """Return the choices and the period that `filters` ask for.

    Raises
    ------
    ValueError
        If they name what cannot be filtered by, a value that does not occur, or no day.
    """
    allowed = (*facets, *_DAYS)
    if unknown := [name for name in filters if name not in allowed]:
        raise ValueError(f"filters: found {unknown[0]!r}, expected one of {', '.join(allowed)}")
    try:
        first, last = (day(filters, name) for name in _DAYS)
    except ValueError as error:
        raise ValueError(f"filters: {error}") from None
    chosen = {
        name: _read_choice(value, name, facets[name].levels)
        for name, value in filters.items()
        if name in facets
    }
    return {name: choice for name, choice in chosen.items() if choice.codes}, (first, last)


def _read_choice(value: Any, name: str, levels: tuple) -> Choice:
    but = isinstance(value, Mapping) and set(value) == {_BUT}
    listed = value[_BUT] if but else value
    values = list(listed) if isinstance(listed, list | tuple) else [listed]
    for one in values:
        if not (one is None or isinstance(one, str)) or one not in levels:
            raise ValueError(
                f"filters: found {one!r} for {name!r}, expected of its values "
                f"{', '.join(map(repr, levels[:20]))}{', …' if len(levels) > 20 else ''}; one, "
                f"a list, or {{'{_BUT}': a list}}"
            )
    return Choice(tuple(sorted({levels.index(one) for one in values})), but)


def write_filters(
    chosen: Mapping[str, Choice], period: Period, facets: Mapping[str, Facet]
) -> dict[str, Any]:
    """Return the `filters` that ask for these choices and this period."""
    filters: dict[str, Any] = {}
    for name, choice in chosen.items():
        levels = facets[name].levels
        values = [None if pd.isna(levels[code]) else str(levels[code]) for code in choice.codes]
        filters[name] = {_BUT: values} if choice.but else values
    return filters | {name: at for name, at in zip(_DAYS, period, strict=True) if at}
