"""Resampling: rates estimated again and again from clusters drawn with replacement."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy import sparse

from toolkit.statistics.intervals import (
    bootstrap_sums,
    effective_clusters,
    linearised_error,
    log_error,
    poisson_interval,
    t_quantile,
)

_FEW = 5  # clusters; below, they hardly tell how articles differ


class Resampled(NamedTuple):
    """Rates per word, and how far they vary.

    `samples` has a row a draw; `error` is the standard error of the logarithm of the rate,
    `freedom` its degrees of freedom, `linearised` the standard error of the rate without
    resampling, `clusters` the number of clusters with words of the rate's group.
    """

    counts: np.ndarray
    words: np.ndarray
    samples: np.ndarray
    error: np.ndarray
    freedom: np.ndarray
    linearised: np.ndarray
    clusters: np.ndarray

    def intervals(self, *, level: float) -> tuple[np.ndarray, np.ndarray]:
        """Return the ends of the interval of each rate, per word.

        Student's t interval of the logarithm. Where nothing was counted or fewer than five
        clusters have words, the Poisson one, of the count over its design effect, which is taken
        to be at least one.
        """
        with np.errstate(invalid="ignore", divide="ignore"):
            factor = np.exp(t_quantile(self.freedom, level=level) * self.error)
            rate = self.counts / self.words
            known = np.isfinite(self.error) & (self.counts > 0)
            effect = np.where(known, np.fmax(self.error**2 * self.counts, 1), 1)
            exact = poisson_interval(self.counts / effect, level=level)
        few = (self.counts == 0) | ~np.isfinite(self.error) | (self.clusters < _FEW)
        low = np.where(few, exact[0] * effect / self.words, rate / factor)
        return low, np.where(few, exact[1] * effect / self.words, rate * factor)


def resample_rates(
    hits: sparse.csc_array,
    words: sparse.csc_array,
    groups: np.ndarray,
    *,
    strata: np.ndarray | None,
    seed: int,
    draws: int,
) -> Resampled:
    """Resample rates: hits per word of the group that each rate is of.

    Parameters
    ----------
    hits
        Shape (clusters, rates): what each cluster adds to the count of each rate.
    words
        Shape (clusters, groups).
    groups
        The number of the group of each rate.
    strata
        The number of the stratum of each cluster, within which clusters are drawn.
    seed, draws
        Of the bootstrap.
    """
    rates = hits.shape[1]
    both = sparse.hstack([hits, words], format="csc")
    sums = bootstrap_sums(both, draws=draws, seed=seed, strata=strata)
    with np.errstate(invalid="ignore", divide="ignore"):
        samples = sums[:, :rates] / sums[:, rates:][:, groups]
    counts, total = hits.sum(axis=0), words.sum(axis=0)[groups]
    known, layers = _known(words, strata)
    with np.errstate(invalid="ignore", divide="ignore"):
        # k draws from k clusters vary (k - 1) / k as much as those from all there might be
        lost = np.sqrt(known / np.maximum(known - layers, 0))
        error = log_error(samples, counts, counts / total) * lost[groups]
    freedom = np.maximum(effective_clusters(words) - layers, _FEW - 1)[groups]
    linearised = linearised_error(hits, words[:, groups])
    return Resampled(counts, total, samples, error, freedom, linearised, known[groups])


def _known(words: sparse.csc_array, strata: np.ndarray | None) -> tuple[np.ndarray, np.ndarray]:
    """Return, for each group, its clusters with words, and the strata that these are of."""
    present = words > 0
    known = present.sum(axis=0)
    if strata is None:
        return known, np.minimum(known, 1)
    row, column = present.nonzero()
    group, _ = np.unique(np.column_stack([column, strata[row]]), axis=0).T
    return known, np.bincount(group, minlength=words.shape[1])
