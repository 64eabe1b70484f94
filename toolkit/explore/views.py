"""Views: voice by frame and the timeline, as counts and as rates, under the filters set."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from toolkit.explore.filters import Facet, Filters, make_facet
from toolkit.measure.periods import add_period, periods_between

_DAYS, _WEEKS = 62, 434  # of a span that is shown by day, by week; a longer one by month
SPLIT = ("voice", "mode", "outlet")  # what mentions and words are both split by


class Counts(NamedTuple):
    """Mentions, and the words among which they stand, if those are asked for."""

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

    def __init__(self, exposure: pd.DataFrame, mentions: Filters, periods: Periods) -> None:
        facets = {
            name: make_facet(exposure, name, values=mentions.facets[name].levels) for name in SPLIT
        }
        self.filters = Filters(facets, exposure["date"])
        add_bins(self.filters, periods)
        self._n = exposure["n_tokens"].to_numpy()

    def by(self, name: str, *, but: str) -> np.ndarray:
        """Count the words of each value of a facet, and last those of all, `but` one filter."""
        shown = self.filters.shown(but=[but])
        return np.append(self.filters.facets[name].count(shown, self._n), self._n[shown].sum())


def grid(mentions: Filters, words: Words | None) -> Counts:
    """Count by voice (rows) and frame, whatever voice and frame are chosen; last those of all."""
    shown = mentions.shown(but=("voice", "frame"))
    voice, frame = mentions.facets["voice"], mentions.facets["frame"]
    counted = shown[voice.rows]
    rows, columns = len(voice.levels), len(frame.levels)
    # Each mention has one frame, so that frame.codes is aligned with the table.
    cells = voice.codes[counted] * columns + frame.codes[voice.rows[counted]]
    n = np.zeros((rows + 1, columns + 1), dtype="int64")
    n[:-1, :-1] = np.bincount(cells, minlength=rows * columns).reshape(rows, columns)
    n[:-1, -1] = n[:-1, :-1].sum(axis=1)
    n[-1, :-1] = frame.count(shown)  # not the sum of the rows: two voices may share a mention
    n[-1, -1] = shown.sum()
    return Counts(n, None if words is None else words.by("voice", but="voice")[:, None])


def line(mentions: Filters, words: Words | None) -> Counts:
    """Count by period, whatever period is chosen."""
    n = mentions.facets["bin"].count(mentions.shown(but=["period"]))
    return Counts(n, None if words is None else words.by("bin", but="period")[:-1])
