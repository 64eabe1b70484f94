"""Intervals: the cluster bootstrap and the exact Poisson interval."""

from __future__ import annotations

import numpy as np
from scipy.special import gammaincinv

_DRAWS_AT_ONCE = 200  # bounds the memory of the weights: 200 x clusters


def bootstrap_sums(values: np.ndarray, *, draws: int, seed: int) -> np.ndarray:
    """Resample clusters with replacement and sum their values.

    Parameters
    ----------
    values
        Shape (clusters, columns): what each cluster adds to each sum.
    draws
        Number of resamples.
    seed
        Of NumPy's PCG64 generator. All columns share each draw, so that rates and their
        differences may be taken within a draw.

    Returns
    -------
    numpy.ndarray
        Shape (draws, columns), float64.
    """
    clusters = len(values)
    generator = np.random.default_rng(seed)
    sums = np.zeros((draws, values.shape[1]))
    share = np.full(clusters, 1 / clusters)
    for first in range(0, draws, _DRAWS_AT_ONCE):
        size = min(_DRAWS_AT_ONCE, draws - first)
        weights = generator.multinomial(clusters, share, size=size)
        sums[first : first + size] = weights.astype("float64") @ values
    return sums


def percentile_interval(samples: np.ndarray, *, level: float) -> tuple[np.ndarray, np.ndarray]:
    """Return the (low, high) percentiles of each column, undefined draws left out."""
    low = np.full(samples.shape[1], np.nan)
    high = low.copy()
    for column, values in enumerate(samples.T):
        values = values[np.isfinite(values)]
        if len(values):
            low[column], high[column] = np.quantile(values, [(1 - level) / 2, (1 + level) / 2])
    return low, high


def poisson_interval(counts: np.ndarray, *, level: float) -> tuple[np.ndarray, np.ndarray]:
    """Return the exact interval of each Poisson count, (0, 3.689) for none at 95 %.

    After Garwood 1936, Biometrika 28: 437-442.
    """
    counts = np.asarray(counts, dtype="float64")
    tail = (1 - level) / 2
    low = np.where(counts > 0, gammaincinv(np.maximum(counts, 1), tail), 0.0)
    return low, gammaincinv(counts + 1, 1 - tail)
