"""Filters: which rows of a table the explorer shows and counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import product
from typing import NamedTuple

import numpy as np
import pandas as pd

from toolkit.instruments.registry import RESERVED
from toolkit.tables.joint import credit_each


class Choice(NamedTuple):
    """The values of a facet that are kept, by number, or all `but` these."""

    codes: tuple[int, ...]
    but: bool = False


@dataclass(frozen=True)
class Facet:
    """A column as numbers: row ``rows[i]`` has the value ``levels[codes[i]]``.

    A joint statement has a row for each speaker; a row whose value is not listed has no entry.
    `rows` ascend.
    """

    levels: tuple
    rows: np.ndarray
    codes: np.ndarray
    length: int

    def having(self, choice: Choice) -> np.ndarray:
        """Tell of each row of the table whether it has one of the values, or none of them."""
        chosen = np.zeros(len(self.levels), dtype=bool)
        chosen[list(choice.codes)] = True
        has_value = np.zeros(self.length, dtype=bool)
        has_value[self.rows[chosen[self.codes]]] = True
        return ~has_value if choice.but else has_value

    def count(self, shown: np.ndarray, weights: np.ndarray | None = None) -> np.ndarray:
        """Count the shown rows of each value, or sum their weights."""
        counted = shown[self.rows]
        weights = None if weights is None else weights[self.rows[counted]]
        return np.bincount(self.codes[counted], weights, minlength=len(self.levels)).astype("int64")

    def crossed(self, other: Facet) -> Facet:
        """Return the facet of what rows have in both: pairs of levels, those of `other` in turn."""
        begin = np.searchsorted(other.rows, self.rows, side="left")
        many = np.searchsorted(other.rows, self.rows, side="right") - begin
        at = np.repeat(np.arange(len(self.rows)), many)
        turn = np.arange(len(at)) - np.repeat(np.cumsum(many) - many, many)
        codes = self.codes[at] * len(other.levels) + other.codes[begin[at] + turn]
        levels = tuple(product(self.levels, other.levels))
        return Facet(levels, self.rows[at], codes, self.length)


def make_facet(
    table: pd.DataFrame,
    column: str,
    *,
    values: Iterable | None = None,
    first: Iterable = (),
) -> Facet:
    """Return a column with its values numbered.

    Parameters
    ----------
    table
        Mentions or exposure.
    column
        The one that is numbered; a `voice` of several counts for each of them.
    values
        Which values there are, in order, None for none; others have no number. By default, all
        that occur: those named in `first`, then others by name, then what the column `voice` says
        where no actor speaks, then None.
    first
        The order of some of them.
    """
    at = pd.DataFrame({column: table[column].to_numpy(), "row": np.arange(len(table))})
    credited = credit_each(at.astype({column: table[column].dtype}), [column])
    entries, rows = credited[column], credited["row"].to_numpy()
    if values is None:
        values = _in_order(entries, list(first))
    values = tuple(values)
    known = [value for value in values if value is not None]
    codes = pd.Index(known, dtype=object).get_indexer(entries.astype(object))
    if None in values:
        codes[entries.isna().to_numpy()] = values.index(None)
    numbered = codes >= 0
    return Facet(values, rows[numbered], codes[numbered], len(table))


def _in_order(entries: pd.Series, first: list) -> list:
    distinct = set(entries.dropna().unique())
    others = sorted(distinct - set(first), key=lambda value: (value in RESERVED, value))
    return [v for v in first if v in distinct] + others + [None] * bool(entries.isna().any())


class Filters:
    """The rows of one table, some of them left out.

    Parameters
    ----------
    facets
        What may be filtered by, by name.
    dates
        The day of each row.
    """

    def __init__(self, facets: Mapping[str, Facet], dates: pd.Series) -> None:
        self.facets = dict(facets)
        self.days = dates.to_numpy().astype("datetime64[D]")
        self._kept: dict[str, np.ndarray] = {}
        self._crossed: dict[tuple[str, str], Facet] = {}

    def choose(self, name: str, choice: Choice | None) -> None:
        """Keep the rows that have some values of a facet, or have not; None keeps all again."""
        self._kept.pop(name, None)
        if choice is not None:
            self._kept[name] = self.facets[name].having(choice)

    def choose_period(self, first: np.datetime64 | None, last: np.datetime64 | None) -> None:
        """Keep the rows of the days from `first` to `last`, both included; None sets no bound."""
        self._kept.pop("period", None)
        if first is not None or last is not None:
            kept = ~np.isnat(self.days)
            if first is not None:
                kept &= self.days >= first
            if last is not None:
                kept &= self.days <= last
            self._kept["period"] = kept

    def count(
        self,
        first: str,
        second: str,
        *,
        but: Iterable[str],
        weights: np.ndarray | None = None,
    ) -> np.ndarray:
        """Count the shown rows of each pair of values of two facets, or sum their weights."""
        one, other = self.facets[first], self.facets[second]
        if (first, second) not in self._crossed:
            self._crossed[first, second] = one.crossed(other)
        counts = self._crossed[first, second].count(self.shown(but=but), weights)
        return counts.reshape(len(one.levels), len(other.levels))

    def shown(self, *, but: Iterable[str] = ()) -> np.ndarray:
        """Tell of each row whether every filter keeps it, apart from those named in `but`."""
        shown = np.ones(len(self.days), dtype=bool)
        for name, kept in self._kept.items():
            if name not in but:
                shown &= kept
        return shown
