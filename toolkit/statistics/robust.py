"""Cluster-robust errors of ratios of sums, and how many degrees of freedom they have."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy import sparse


def robust_error(hits: sparse.csc_array, words: sparse.csc_array) -> np.ndarray:
    """Return the bias-reduced standard error (CR2) of each ratio of sums.

    A ratio of sums is the coefficient of a regression of the hits of each cluster on its words,
    weighted by one over the words; q being the share of a cluster in all words and R the ratio,
    the error is ``sqrt(sum((h - R t)**2 / (1 - q))) / sum(t)``. With clusters of one size it is
    that of the linearised ratio. After Bell and McCaffrey 2002, Survey Methodology 28: 169-181;
    Pustejovsky and Tipton 2018, J Bus Econ Stat 36: 672-683.

    Parameters
    ----------
    hits, words
        Shape (clusters, columns): h and t. A cluster without words has no hits.

    Returns
    -------
    numpy.ndarray
        Shape (columns,); not a number where a single cluster has words.
    """
    totals = words.sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        ratio = hits.sum(axis=0) / totals
        weight = word_shares(words)
        weight.data = 1 / (1 - weight.data)
        h, t = hits * weight, words * weight
        squares = (
            (h * hits).sum(axis=0)
            - 2 * ratio * (h * words).sum(axis=0)
            + ratio**2 * (t * words).sum(axis=0)
        )
        # squares of counts that cancel may leave a trace below zero
        error = np.sqrt(np.maximum(squares, 0)) / totals
    return np.where((words > 0).sum(axis=0) > 1, error, np.nan)


def satterthwaite(words: sparse.csc_array) -> np.ndarray:
    """Return the degrees of freedom of the robust error of each ratio to `words`.

    Those of the chi-square whose first two moments the squared error has if hits vary in
    proportion to words: with a = q**2 / (1 - q), ``1 / (sum(q**2) + sum(a)**2 - sum(a**2))``, the
    clusters less one if all are of one size (Pustejovsky and Tipton 2018, eq. 11). Zero for a
    single cluster.
    """
    share = word_shares(words)
    clusters = (words > 0).sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        a = share.copy()
        a.data = share.data**2 / (1 - share.data)
        spread = (share * share).sum(axis=0) + a.sum(axis=0) ** 2 - (a * a).sum(axis=0)
        return np.where(clusters > 1, 1 / spread, 0.0)


def crossed_error(errors: Sequence[np.ndarray]) -> np.ndarray:
    """Return the error under clusters of two kinds, from that under each and under both.

    The variance is that of the first and of the second less that of what shares both, and not less
    than either (Cameron, Gelbach and Miller 2011, J Bus Econ Stat 29: 238-249). Where there is a
    single cluster of one kind nothing tells how clusters of it differ, and so there is no error.

    Parameters
    ----------
    errors
        One, which is returned; or three: by one kind of clusters, by the other, and by what shares
        both. Not a number where a kind has a single cluster.
    """
    if len(errors) == 1:
        return errors[0]
    one, other, both = (np.square(error) for error in errors)
    return np.sqrt(np.maximum(np.maximum(one, other), one + other - both))


def word_shares(words: sparse.csc_array) -> sparse.csc_array:
    """Return the share of each cluster in the words of its column."""
    shares = words.astype("float64")
    shares.data /= np.repeat(words.sum(axis=0), np.diff(shares.indptr))
    return shares
