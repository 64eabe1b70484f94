"""Views: two columns crossed, and the timeline, as counts and as rates, under the filters set."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from toolkit.explore.filters import Choice, Facet, Filters, make_facet
from toolkit.measure.periods import add_period, periods_between

_DAYS, _WEEKS = 62, 434  # of a span that is shown by day, by week; a longer one by month
SPLIT = ("voice", "mode", "outlet")  # what mentions and words are both split by
_VIEWS = (("voice", "frame"), ("target", "frame"), ("outlet", "frame"), ("voice", "target"))
_FEW = 30  # values of an own column that rows are made of
MOST_CELLS = 5_000  # of a view other than the first, so that the page stays quick
_MOST_LINES = 6  # of a timeline that is split


class View(NamedTuple):
    """Which facets make the rows and the columns of the matrix."""

    rows: str
    columns: str


def possible_views(
    facets: Mapping[str, Facet], own: Sequence[str]
) -> tuple[list[View], list[View]]:
    """Return the views, and those with too many cells; own columns with few values by frame."""
    few = [name for name in own if 1 < len(facets[name].levels) <= _FEW]
    views = [View(*names) for names in (*_VIEWS, *((name, "frame") for name in few))]
    sizes = [len(facets[rows].levels) * len(facets[columns].levels) for rows, columns in views]
    fits = [at == 0 or size <= MOST_CELLS for at, size in enumerate(sizes)]
    large = [view for view, fit in zip(views, fits, strict=True) if not fit]
    return [view for view, fit in zip(views, fits, strict=True) if fit], large


class Counts(NamedTuple):
    """Mentions, and the words among which they stand, if those are known and asked for."""

    n: np.ndarray
    words: np.ndarray | None

    def rates(self, *, per: int) -> np.ndarray | None:
        """Return ``per * n / words``, NaN where there are no words."""
        if self.words is None:
            return None
        words = self.words.astype("float64")
        return per * self.n / np.where(words > 0, words, np.nan)


class Periods(NamedTuple):
    """The bars of the timeline: days, weeks or months, each with its first and its last day."""

    every: str
    first: pd.DatetimeIndex
    last: pd.DatetimeIndex


def make_periods(dates: pd.Series) -> Periods:
    """Return the periods from the first date to the last, as long as their span asks for."""
    days = (dates.max() - dates.min()).days if dates.notna().any() else 0
    every = "day" if days <= _DAYS else "week" if days <= _WEEKS else "month"
    starts = add_period(pd.DataFrame({"date": dates}), every=every)["period"]
    first = periods_between(starts, every=every)
    last = (first[1:] - pd.Timedelta(days=1)).append(pd.DatetimeIndex([dates.max()][: len(first)]))
    return Periods(every, first, last)


def add_bins(filters: Filters, periods: Periods) -> None:
    """Add the facet `bin`: the period of each row of a table; undated rows have none."""
    dates = pd.DataFrame({"date": pd.Series(filters.days).astype("datetime64[us]")})
    starts = add_period(dates, every=periods.every)["period"].to_numpy()
    codes = periods.first.get_indexer(starts)
    dated = np.flatnonzero(codes >= 0)
    filters.facets["bin"] = Facet(tuple(periods.first), dated, codes[dated], len(codes))


class Words:
    """The words of each voice, filtered as the mentions are: what rates are stated per."""

    def __init__(
        self,
        exposure: pd.DataFrame,
        mentions: Filters,
        periods: Periods,
        own: Mapping[str, Facet | None],
    ) -> None:
        facets = {
            name: make_facet(exposure, name, values=mentions.facets[name].levels) for name in SPLIT
        }
        facets |= {name: facet for name, facet in own.items() if facet is not None}
        self.filters = Filters(facets, exposure["date"])
        add_bins(self.filters, periods)
        self._n = exposure["n_tokens"].to_numpy()

    def by(self, name: str, *, but: str) -> np.ndarray | None:
        """Count the words of each value of a facet, and last those of all, `but` one filter.

        None if words are not split by it.
        """
        if name not in self.filters.facets:
            return None
        shown = self.filters.shown(but=[but])
        return np.append(self.filters.facets[name].count(shown, self._n), self._n[shown].sum())

    def by_period(self, name: str) -> np.ndarray | None:
        """Count the words of each value of a facet in each period, whatever period is chosen."""
        if name not in self.filters.facets:
            return None
        return self.filters.count(name, "bin", but=["period"], weights=self._n)


def grid(mentions: Filters, words: Words | None, view: View) -> Counts:
    """Count by rows and columns, whatever of these is chosen; last those of all."""
    shown = mentions.shown(but=view)
    rows, columns = (mentions.facets[name] for name in view)
    n = np.zeros((len(rows.levels) + 1, len(columns.levels) + 1), dtype="int64")
    n[:-1, :-1] = mentions.count(*view, but=view)
    n[:-1, -1] = rows.count(shown)
    n[-1, :-1] = columns.count(shown)  # not the sum of the rows: two voices may share a mention
    n[-1, -1] = shown.sum()
    counted = None if words is None else words.by(view.rows, but=view.rows)
    return Counts(n, None if counted is None else counted[:, None])


def line(mentions: Filters, words: Words | None) -> Counts:
    """Count by period, whatever period is chosen, in one line."""
    n = mentions.facets["bin"].count(mentions.shown(but=["period"]))
    counted = None if words is None else words.by("bin", but="period")
    return Counts(n[None], None if counted is None else counted[None, :-1])


def lines(mentions: Filters, words: Words | None, name: str, codes: Sequence[int]) -> Counts:
    """Count by period, whatever period is chosen, in a line for each of some values of a facet."""
    at = list(codes)
    counted = None if words is None else words.by_period(name)
    n = mentions.count(name, "bin", but=["period"])[at]
    return Counts(n, None if counted is None else counted[at])


def drawn_lines(mentions: Filters, name: str, choice: Choice | None) -> tuple[list[int], int]:
    """Return which values of a facet a split timeline draws, and of how many that have a date.

    Those that are chosen, or all; of many, those with most mentions.
    """
    n = mentions.count(name, "bin", but=["period"]).sum(axis=1)
    kept = np.ones(len(n), dtype=bool)
    if choice is not None:
        kept[:] = choice.but
        kept[list(choice.codes)] = not choice.but
    n[~kept] = 0
    most = np.argsort(-n, kind="stable")[:_MOST_LINES]
    return sorted(most[n[most] > 0].tolist()), int(np.count_nonzero(n))
