"""Copies: dispatches that several articles print, whole or edited, put into families."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise

import numpy as np
import pandas as pd

from toolkit.display.progress import track
from toolkit.read.shingles import band_keys, bands_of, shingles_of, signatures_of
from toolkit.tables.arguments import expect_table
from toolkit.tables.schema import check_table

_MOST_UNLIKE = 1_000_000  # pairs of a hundred bytes or so


def add_families(
    articles: pd.DataFrame, *, threshold: float = 0.4, days: int | None = None
) -> pd.DataFrame:
    """Give copies of one dispatch the same `family_id`; no article is dropped.

    Two articles are copies if the Jaccard similarity of their bodies, the shingles (runs of three
    words) that both have over the shingles that either has, is at least `threshold`. Case,
    diacritics, punctuation and the headline do not count. A copy of a copy is of the same family.
    Pairs are proposed by MinHash (Broder 1997, Proc. Compression and Complexity of Sequences:
    21-29) and decided by the shingles themselves; a pair just at the threshold is overlooked with
    a probability below 0.001.

    Parameters
    ----------
    articles
        The articles table. Any `family_id` that is already there is kept.
    threshold
        Between 0 (exclusive) and 1 (the same words).
    days
        Copies lie at most so many days apart, 0 for the same day; by default any number. An
        article without a date may be a copy of any.

    Returns
    -------
    pandas.DataFrame
        The articles table, the same rows. The `family_id` is the `doc_id` of the first of the
        family, by date and then by doc_id; it is empty where an article has no copy. Where some
        of the family had a family_id, the others get that of the first of those.

    Notes
    -----
    *Limits*: an article that takes over less than 40 % of a dispatch and adds nothing, or all of it
    and as much again half over, is not a copy at the default threshold. Pieces made from one form
    (weather, results, market reports) may be copies of each other: set `days`. Articles without
    words in the body have no family.
    """
    expect_table(articles, "articles", ["doc_id", "date", "text", "body_start", "family_id"])
    check_options(threshold, days)
    ordered = articles.reset_index(drop=True).sort_values(["date", "doc_id"])
    texts = track(bodies(ordered), desc="comparing articles", total=len(ordered))
    shingles = shingles_of(texts)
    bands, rows = bands_of(threshold)
    signatures = signatures_of(track(shingles, desc="signatures"), bands * rows)
    keys = (
        band_keys(signatures[:, first : first + rows]) for first in range(0, bands * rows, rows)
    )
    families = families_of(
        ordered,
        keys,
        lambda at: (signatures[at], shingles[at]),
        filled=np.array([len(hashes) > 0 for hashes in shingles], dtype="bool"),
        threshold=threshold,
        days=days,
    )
    families = families.sort_index().set_axis(articles.index)
    return check_table(articles.assign(family_id=families), "articles")


def families_of(
    ordered: pd.DataFrame,
    bands: Iterable[np.ndarray],
    sketch: Callable[[int], tuple[np.ndarray, np.ndarray]],
    *,
    filled: np.ndarray,
    threshold: float,
    days: int | None,
) -> pd.Series:
    """Return the family_id of each article.

    Parameters
    ----------
    ordered
        doc_id, date and family_id of the articles, by date and then by doc_id, the undated last.
    bands
        For each band of the signatures the keys of all articles, in that order.
    sketch
        What returns the signature and the shingles of the article in a place of that order.
    filled
        Which articles have shingles.
    threshold, days
        As in `add_families`.
    """
    groups = _Groups(sketch, threshold, _days(ordered["date"]), days)
    wanted = np.flatnonzero(filled)
    for keys in bands:
        for run in _equal(keys, wanted):
            groups.join(run)
    return _family_ids(ordered, groups.roots())


def bodies(articles: pd.DataFrame) -> Iterator[str]:
    """Yield the text of each article without its headline."""
    for text, start in zip(articles["text"], articles["body_start"], strict=True):
        yield text[start:]


def check_options(threshold: float, days: int | None) -> None:
    """Raise if `add_families` cannot have these."""
    if not 0 < threshold <= 1:
        raise ValueError(
            f"threshold: found {threshold!r}, expected a similarity above 0 and at most 1"
        )
    if days is not None and days < 0:
        raise ValueError(f"days: found {days!r}, expected None or a number of days, 0 or more")


def _days(dates: pd.Series) -> np.ndarray:
    """Return each date as a number of days, NaN where there is none."""
    days = dates.to_numpy(dtype="datetime64[D]")  # nanoseconds would not reach the year 1
    return np.where(np.isnat(days), np.nan, days.astype("int64"))


def _equal(keys: np.ndarray, wanted: np.ndarray) -> Iterator[list[int]]:
    """Yield the numbers of the `wanted` articles whose keys are equal, group by group."""
    keys = keys[wanted]
    order = np.argsort(keys, kind="stable")
    edges = np.flatnonzero(np.diff(keys[order])) + 1
    starts, ends = np.append(0, edges), np.append(edges, len(order))
    several = ends - starts > 1
    for start, end in zip(starts[several], ends[several], strict=True):
        yield wanted[order[start:end]].tolist()


class _Groups:
    """Texts that are copies of each other, directly or through others (disjoint sets)."""

    def __init__(
        self,
        sketch: Callable[[int], tuple[np.ndarray, np.ndarray]],
        threshold: float,
        days: np.ndarray,
        window: int | None,
    ) -> None:
        self._sketch = sketch
        self._threshold = threshold
        length = math.prod(bands_of(threshold))
        deviation = math.sqrt(threshold * (1 - threshold) / length)
        self._too_few = (threshold - 4 * deviation) * length
        self._days = days
        self._window = math.inf if window is None else window
        self._parents = list(range(len(days)))
        self._unlike: set[tuple[int, int]] = set()

    def join(self, run: list[int]) -> None:
        """Join those of `run` that are copies; they come by date, the undated last."""
        for one, other in pairwise(run):  # most often all that is needed
            self._join_pair(one, other)
        if len({self._root(at) for at in run}) == 1:
            return
        days = self._days[run]
        dated = len(run) - int(np.isnan(days).sum())
        for at, one in enumerate(run):
            within = bisect_right(days, days[at] + self._window, hi=dated)
            for other in run[at + 1 : within] + run[max(at + 1, dated) :]:
                self._join_pair(one, other)

    def roots(self) -> list[int]:
        """Return a number for each text that all texts of its group share."""
        return [self._root(at) for at in range(len(self._parents))]

    def _join_pair(self, one: int, other: int) -> None:
        roots = self._root(one), self._root(other)
        if roots[0] == roots[1] or (one, other) in self._unlike:
            return
        if self._alike(one, other):
            self._parents[max(roots)] = min(roots)
            return
        if len(self._unlike) >= _MOST_UNLIKE:
            self._unlike.clear()  # it spares work, and decides nothing
        self._unlike.add((one, other))

    def _alike(self, one: int, other: int) -> bool:
        if abs(self._days[one] - self._days[other]) > self._window:  # false for a missing date
            return False
        (signature, a), (signature_b, b) = self._sketch(one), self._sketch(other)
        if np.count_nonzero(signature == signature_b) < self._too_few:
            return False  # spares the exact comparison, and is wrong once in 30,000 times
        common = len(np.intersect1d(a, b, assume_unique=True))
        return common >= self._threshold * (len(a) + len(b) - common)

    def _root(self, at: int) -> int:
        while self._parents[at] != at:
            self._parents[at] = self._parents[self._parents[at]]
            at = self._parents[at]
        return at


def _family_ids(ordered: pd.DataFrame, roots: list[int]) -> pd.Series:
    """Return the family_id of each article; `ordered` has the first of each family first."""
    given = ordered["family_id"]
    group = pd.Series(roots, index=ordered.index)
    copied = group.duplicated(keep=False)
    first = ordered["doc_id"].groupby(group).transform("first")
    # The id of a family that the user made elsewhere must not take these articles in.
    first = first.where(~first.isin(set(given.dropna())), "copies of " + first)
    named = given.groupby(group).transform("first")
    return given.fillna(named.fillna(first).where(copied)).astype("str")
