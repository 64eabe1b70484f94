"""Resampling: rates estimated again and again from clusters drawn with replacement."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from scipy import sparse

from toolkit.statistics.intervals import (
    bootstrap_sums,
    effective_clusters,
    linearised_error,
    log_error,
    poisson_interval,
    spread,
    stratum_members,
    t_quantile,
)
from toolkit.statistics.robust import crossed_error, robust_error, satterthwaite, word_shares

_FEW = 5  # clusters; below, they hardly tell how they differ
_NOTHING = 1e-9  # of a rate: what rounding leaves of a deviation of zero
_AT_ONCE = 500  # pairs of rates; bounds the memory, as does
_CELLS = 500_000  # clusters times rates
# Of both counts: from how many on the draws tell of their roots, and from how many on wholly; set
# by benchmarks/rules.py (decision 006).
_TOLD = 8, 16


class Layer(NamedTuple):
    """What each cluster adds: hits, shape (clusters, rates), and words, (clusters, groups).

    They may be of any type that holds them: few bytes each, where there are very many clusters.
    """

    hits: sparse.csc_array
    words: sparse.csc_array


class Scores:
    """How far each cluster moves each rate: made when the covariance of two rates is asked for.

    Parameters
    ----------
    layers, groups, strata
        As in `resample_rates`.
    rate
        Each rate per word.
    """

    def __init__(
        self,
        layers: list[Layer],
        rate: np.ndarray,
        groups: np.ndarray,
        strata: np.ndarray | None,
    ) -> None:
        self._layers, self._rate, self._groups, self._strata = layers, rate, groups, strata

    @cached_property
    def parts(self) -> list[tuple[int, sparse.csc_array]]:
        """The arrays whose products, each with its sign, sum up to covariances."""
        known = np.nan_to_num(self._rate)[None, :]
        apart = [(one.hits - one.words[:, self._groups] * known).tocsc() for one in self._layers]
        if self._strata is None:
            return list(zip((1, 1, -1), apart, strict=False))
        members = stratum_members(self._strata)
        rows = np.repeat(np.arange(len(members)), [len(one) for one in members])
        scale = 1 / np.sqrt([len(members[row]) for row in rows])
        shape = (len(members), len(self._strata))
        means = sparse.csr_array((scale, (rows, np.concatenate(members))), shape=shape)
        return [(1, apart[0]), (-1, (means @ apart[0]).tocsc())]

    @cached_property
    def shares(self) -> sparse.csc_array:
        """The share of each cluster in the words of each group, by the kind that has fewer."""
        return word_shares(_fewest(self._layers).words)

    def covariance(self, left: np.ndarray, right: np.ndarray) -> np.ndarray:
        """Return the covariance of two rates each, by their numbers."""
        found = [sign * _sum_of_products(one[:, left], one[:, right]) for sign, one in self.parts]
        return np.sum(found, axis=0)


class Resampled(NamedTuple):
    """Rates per word, and how far they vary.

    `groups` has the number of the group of each rate; `error` is the standard error of the
    logarithm of the rate, `root_error` that of its square root if this were linear, `root_bend` how
    much more it varies over the draws, `freedom` the degrees of freedom of all, `linearised` the
    standard error of the rate without resampling, `clusters` the number of clusters with words of
    the rate's group: of two kinds of clusters, the fewer.
    """

    counts: np.ndarray
    words: np.ndarray
    groups: np.ndarray
    error: np.ndarray
    root_error: np.ndarray
    root_bend: np.ndarray
    freedom: np.ndarray
    linearised: np.ndarray
    clusters: np.ndarray
    scores: Scores

    def intervals(self, *, level: float, most: float = 1.0) -> tuple[np.ndarray, np.ndarray]:
        """Return the ends of the interval of each rate, per word, none above the `most` there is.

        Student's t interval of the logarithm. Of fewer than five clusters, it is never narrower
        than the exact Poisson interval; of a single one, there is none. Where nothing was counted,
        it is the Poisson interval of zero, and of fewer than five clusters that of a count which
        varies among clusters as much as it is large.
        """
        few, none = self.clusters < _FEW, self.counts == 0
        with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
            rate = self.counts / self.words
            factor = np.exp(t_quantile(self.freedom, level=level) * self.error)
            low, high = rate / factor, rate * factor
            exact = [end / self.words for end in poisson_interval(self.counts, level=level)]
            # nothing in k clusters, each with a mean of its own from an exponential distribution
            k = self.clusters
            zero = k * (((1 - level) / 2) ** (-1 / k) - 1) / self.words
        low = np.where(few, np.fmin(low, exact[0]), low)
        high = np.where(few, np.fmax(high, exact[1]), high)
        low = np.where(none, 0.0, low)
        high = np.where(none, np.where(few, zero, exact[1]), high)
        single = self.clusters < 2
        high = np.minimum(high, np.fmax(rate, most))
        return np.where(single, np.nan, low), np.where(single, np.nan, high)

    def root_errors(self, left: np.ndarray, right: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the standard errors of the square roots of two rates that are compared.

        Each is the straight one times its bend. Draws of a few mentions often have none, and their
        roots vary more than those of samples do: below 8 mentions of both rates there is no bend,
        and from 16 on the whole.
        """
        least, most = _TOLD
        told = ((self.counts[left] + self.counts[right] - least) / (most - least)).clip(0, 1)
        bent = [self.root_error[rows] * self.root_bend[rows] ** told for rows in (left, right)]
        return bent[0], bent[1]

    def together(self, left: np.ndarray, right: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the correlation of two rates over clusters, and how far these are the same.

        The correlation is 0 where a rate does not vary. The clusters are the same as far as the sum
        of the products of their shares in the words of both groups tells.
        """
        found, same = np.empty(len(left)), np.empty(len(left))
        for first in range(0, len(left), _AT_ONCE):
            part = slice(first, first + _AT_ONCE)
            one, other = left[part], right[part]
            shared, *own = (self.scores.covariance(*p) for p in _pairs_of(one, other))
            length = np.sqrt(np.maximum(own[0], 0) * np.maximum(own[1], 0))
            found[part] = np.divide(shared, length, out=np.zeros(len(one)), where=length > 0)
            shares = (self.scores.shares[:, self.groups[rows]] for rows in (one, other))
            same[part] = _sum_of_products(*shares)
        return found.clip(-1, 1), same


def resample_rates(
    layers: list[Layer],
    groups: np.ndarray,
    *,
    strata: np.ndarray | None = None,
    seed: int,
    draws: int,
) -> Resampled:
    """Resample rates: hits per word of the group that each rate is of.

    The error of the logarithm is the robust one of the rate (CR2) over the rate, times how much
    more the logarithm varies over the draws than the linearised rate does in the same draws: so
    the number of draws hardly moves it. That of the square root is made alike, in `root_errors`.

    Parameters
    ----------
    layers
        One, by the clusters; or three, by the clusters of one kind, of another, and of both, for
        `crossed_error`.
    groups
        The number of the group of each rate.
    strata
        The number of the stratum of each cluster, within which clusters are drawn.
    seed, draws
        Of the bootstrap, which draws the clusters of the kind that has fewer.
    """
    counts, of_groups = map(_totals, layers[0])
    total = of_groups[groups]
    with np.errstate(invalid="ignore", divide="ignore"):
        rate = counts / total
    scores = Scores(layers, rate, groups, strata)
    of_log, of_root = bends(_fewest(layers), groups, rate, strata=strata, seed=seed, draws=draws)
    if strata is None:
        straight = crossed_error([_errors(robust_error, one, groups) for one in layers])
        freedom = _least(satterthwaite, layers)
    else:
        known, parts = _known(layers[0].words, strata)
        with np.errstate(invalid="ignore", divide="ignore"):
            # k draws from k clusters vary (k - 1) / k as much as those from all there might be
            lost = (known / np.maximum(known - parts, 0))[groups]
            every = np.arange(len(counts))
            straight = np.sqrt(np.maximum(scores.covariance(every, every), 0) * lost) / total
        freedom = np.maximum(_by_columns(effective_clusters, layers[0].words) - parts, 1)
    with np.errstate(invalid="ignore", divide="ignore"):
        error, root_error = of_log * straight / rate, straight / (2 * np.sqrt(rate))
    return Resampled(
        counts,
        total,
        groups,
        error,
        root_error,
        of_root,
        freedom[groups],
        crossed_error([_errors(linearised_error, one, groups) for one in layers]),
        _least(_clusters, layers)[groups],
        scores,
    )


def resample_means(
    layers: list[Layer], *, seed: int, draws: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return clusters, standard error and degrees of freedom of means of units in clusters.

    Parameters
    ----------
    layers
        As in `resample_rates`; in place of hits the sums of the values of each cluster's units,
        in place of words their numbers, both of shape (clusters, means).
    seed, draws
        Of the bootstrap.
    """
    least = _fewest(layers)
    means = _totals(least.hits) / _totals(least.words)
    groups = np.arange(len(means))  # each is of its own units
    drawn = _draws(least, groups, means, seed=seed, draws=draws)
    straight = crossed_error([_errors(robust_error, one, groups) for one in layers])
    return (
        _least(_clusters, layers),
        straight * _more(spread(drawn[0]), spread(drawn[1])),
        _least(satterthwaite, layers),
    )


def bends(
    layer: Layer, groups: np.ndarray, rate: np.ndarray, **options: Any
) -> tuple[np.ndarray, np.ndarray]:
    """Return how much more logarithms and square roots vary over draws than a straight part.

    Parameters
    ----------
    layer, groups
        As in `resample_rates`.
    rate
        Each rate per word.
    options
        Of `bootstrap_sums`.
    """
    rates, straight = _draws(layer, groups, rate, **options)
    with np.errstate(invalid="ignore", divide="ignore"):
        flat = spread(straight) / rate
        of_root = 2 * spread(np.sqrt(rates)) / np.sqrt(rate)
        of_log = log_error(rates, _totals(layer.hits), rate)
        return _more(of_log, flat), _more(of_root, flat)


def _draws(
    layer: Layer, groups: np.ndarray, rate: np.ndarray, **options: Any
) -> tuple[np.ndarray, np.ndarray]:
    """Return the rates of each draw, and how far they would be off if they were linear."""
    sums = bootstrap_sums([layer.hits, layer.words], **options)
    hits, words = sums[:, : len(rate)], sums[:, len(rate) :][:, groups]
    with np.errstate(invalid="ignore", divide="ignore"):
        straight = (hits - rate * words) / _totals(layer.words)[groups]
        return hits / words, np.where(words > 0, straight, np.nan)


def _more(error: np.ndarray, straight: np.ndarray) -> np.ndarray:
    return np.divide(error, straight, out=np.ones(len(error)), where=straight > _NOTHING)


def _errors(
    error: Callable[[sparse.csc_array, sparse.csc_array], np.ndarray],
    layer: Layer,
    groups: np.ndarray,
) -> np.ndarray:
    """Return the error of each rate."""
    blocks = _blocks(len(groups), layer.hits)
    pairs = ((layer.hits[:, block], layer.words[:, groups[block]]) for block in blocks)
    return np.concatenate([error(_floats(hits), _floats(words)) for hits, words in pairs])


def _fewest(layers: list[Layer]) -> Layer:
    """Return the layer of the kind that has fewer clusters."""
    return min(layers[:2], key=lambda one: one.words.shape[0])


def _by_columns(
    tell: Callable[[sparse.csc_array], np.ndarray], array: sparse.csc_array
) -> np.ndarray:
    """Return what the columns of what clusters add tell."""
    blocks = _blocks(array.shape[1], array)
    return np.concatenate([tell(_floats(array[:, block])) for block in blocks])


def _least(tell: Callable[[sparse.csc_array], np.ndarray], layers: list[Layer]) -> np.ndarray:
    """Return what the words tell of each group, by the kind of clusters of which it is less."""
    return np.min([_by_columns(tell, one.words) for one in layers[:2]], axis=0)


def _totals(array: sparse.csc_array) -> np.ndarray:
    """Return what all clusters add to each column."""
    return _by_columns(lambda columns: columns.sum(axis=0), array)


def _floats(array: sparse.csc_array) -> sparse.csc_array:
    return array.astype("float64", copy=False)


def _clusters(words: sparse.csc_array) -> np.ndarray:
    """Return how many clusters have words of each group."""
    return (words > 0).sum(axis=0)


def _blocks(n_columns: int, array: sparse.csc_array) -> list[slice]:
    """Return the columns, some at a time, which bounds the memory; one block if there are none."""
    width = max(1, _CELLS // max(array.shape[0], 1))
    return [slice(first, first + width) for first in range(0, max(n_columns, 1), width)]


def _pairs_of(one: np.ndarray, other: np.ndarray) -> list[tuple[np.ndarray, np.ndarray]]:
    return [(one, other), (one, one), (other, other)]


def _sum_of_products(one: sparse.csc_array, other: sparse.csc_array) -> np.ndarray:
    return np.asarray((one * other).sum(axis=0), dtype="float64")


def _known(words: sparse.csc_array, strata: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return, for each group, its clusters with words, and the strata that these are of."""
    present = words > 0
    row, column = present.nonzero()
    group, _ = np.unique(np.column_stack([column, strata[row]]), axis=0).T
    return present.sum(axis=0), np.bincount(group, minlength=words.shape[1])
