"""Copies: dispatches that several articles print, whole or edited, put into families."""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections.abc import Iterator
from hashlib import blake2b
from itertools import pairwise

import numpy as np
import pandas as pd

from toolkit.display.progress import track
from toolkit.tables.arguments import expect_table
from toolkit.tables.schema import check_table
from toolkit.text.patterns import fold

_WORD = re.compile(r"\w+")  # "Nagorno-Karabakh" and "Nagorno Karabakh" are the same words here
_WORDS = 3  # to a shingle: longer ones break at every changed word, shorter ones are chance
_FACTOR = np.uint64(0x9E3779B97F4A7C15)
_PERMUTATIONS = 512  # at most, to a signature
_MISSED = 0.001  # the share of pairs at the threshold that the signatures may overlook
_SEED = 1  # of the signatures; they propose pairs, and the shingles decide


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
    _check_options(threshold, days)
    ordered = articles.reset_index(drop=True).sort_values(["date", "doc_id"])
    hash_of = _WordHashes()
    shingles = [
        _shingles(text[start:], hash_of)
        for text, start in zip(
            track(ordered["text"], desc="comparing articles", total=len(ordered)),
            ordered["body_start"],
            strict=True,
        )
    ]
    bands, rows = _bands(threshold)
    signatures = _signatures(shingles, bands * rows)
    groups = _Groups(shingles, signatures, threshold, _days(ordered["date"]), days)
    filled = np.flatnonzero([len(hashes) for hashes in shingles])
    for first in range(0, bands * rows, rows):
        for run in _equal_rows(signatures[:, first : first + rows], filled):
            groups.join(run)
    families = _family_ids(ordered, groups.roots()).sort_index()
    return check_table(articles.assign(family_id=families.set_axis(articles.index)), "articles")


def _check_options(threshold: float, days: int | None) -> None:
    if not 0 < threshold <= 1:
        raise ValueError(
            f"threshold: found {threshold!r}, expected a similarity above 0 and at most 1"
        )
    if days is not None and days < 0:
        raise ValueError(f"days: found {days!r}, expected None or a number of days, 0 or more")


def _days(dates: pd.Series) -> np.ndarray:
    """Return each date as a number of days, NaN where there is none."""
    return ((dates - pd.Timestamp(0)) / pd.Timedelta(days=1)).to_numpy(dtype="float64")


class _WordHashes(dict):
    """A hash of each word, the same in every run of the program."""

    def __missing__(self, word: str) -> int:
        digest = blake2b(word.encode("utf-8", "replace"), digest_size=8).digest()
        self[word] = int.from_bytes(digest)
        return self[word]


def _shingles(text: str, hash_of: _WordHashes) -> np.ndarray:
    """Return the sorted hashes of the runs of words of `text`; of all words if they are fewer."""
    words = _WORD.findall(fold(text).lower())
    hashes = np.fromiter(map(hash_of.__getitem__, words), dtype="uint64", count=len(words))
    length = min(_WORDS, len(words))
    total = np.zeros(max(len(words) - length + 1, 0) if words else 0, dtype="uint64")
    for at in range(length):
        total = (total + hashes[at : at + len(total)]) * _FACTOR
        total ^= total >> np.uint64(32)
    return np.unique(total)


def _equal_rows(band: np.ndarray, wanted: np.ndarray) -> Iterator[list[int]]:
    """Yield the numbers of the `wanted` rows of `band` that are equal, group by group."""
    keys = np.zeros(len(wanted), dtype="uint64")
    for column in band[wanted].T:
        keys = (keys + column) * _FACTOR
    order = np.argsort(keys, kind="stable")
    edges = np.flatnonzero(np.diff(keys[order])) + 1
    starts, ends = np.append(0, edges), np.append(edges, len(order))
    several = ends - starts > 1
    for start, end in zip(starts[several], ends[several], strict=True):
        yield wanted[order[start:end]].tolist()


def _bands(threshold: float) -> tuple[int, int]:
    """Return the bands and rows that overlook few pairs at `threshold` and propose few others.

    Texts of similarity s agree in one of b bands of r rows with probability 1 - (1 - s^r)^b.
    """
    best = (_PERMUTATIONS, 1)
    for rows in range(1, _PERMUTATIONS):
        agree = threshold**rows
        bands = 2 if agree == 1 else math.ceil(math.log(_MISSED) / math.log1p(-agree))
        if bands * rows > _PERMUTATIONS:
            break
        best = (max(bands, 2), rows)
    return best


def _signatures(shingles: list[np.ndarray], length: int) -> np.ndarray:
    """Return the MinHash signature of each text: two agree in a place with their similarity."""
    from datasketch import MinHash

    model = MinHash(num_perm=length, seed=_SEED, hashfunc=int)
    signatures = np.empty((len(shingles), length), dtype="uint32")
    for at, hashes in enumerate(track(shingles, desc="signatures")):
        sketch = model.copy()
        sketch.update_batch((hashes >> np.uint64(32)).tolist())
        signatures[at] = sketch.hashvalues
    return signatures


class _Groups:
    """Texts that are copies of each other, directly or through others (disjoint sets)."""

    def __init__(
        self,
        shingles: list[np.ndarray],
        signatures: np.ndarray,
        threshold: float,
        days: np.ndarray,
        window: int | None,
    ) -> None:
        self._shingles = shingles
        self._signatures = signatures
        self._threshold = threshold
        length = signatures.shape[1]
        deviation = math.sqrt(threshold * (1 - threshold) / length)
        self._too_few = (threshold - 4 * deviation) * length
        self._days = days
        self._window = math.inf if window is None else window
        self._parents = list(range(len(shingles)))
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
        else:
            self._unlike.add((one, other))

    def _alike(self, one: int, other: int) -> bool:
        if abs(self._days[one] - self._days[other]) > self._window:  # false for a missing date
            return False
        if np.count_nonzero(self._signatures[one] == self._signatures[other]) < self._too_few:
            return False  # spares the exact comparison, and is wrong once in 30,000 times
        a, b = self._shingles[one], self._shingles[other]
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
