"""Intervals: the cluster bootstrap, the linearised ratio, the Poisson and Wilson intervals."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import overload

import numpy as np
from scipy import sparse
from scipy.special import gammaincinv, stdtrit

from toolkit.display.progress import track
from toolkit.tables.arguments import expect_seed

_DRAWN_AT_ONCE = 1 << 16  # numbers: what stays near the processor
_WEIGHTS_AT_ONCE = 2_000_000  # how often draws take clusters: 16 MB
_NUMBERS_AT_ONCE = 5_000_000  # of values with their zeros: 40 MB
_COUNTS_AT_ONCE = 1_000_000  # of values without their zeros: 12 MB
_FILLED = 20  # a product that skips zeros takes so many times as long for each number


def bootstrap_sums(
    values: np.ndarray | sparse.csc_array | Sequence[sparse.csc_array],
    *,
    draws: int,
    seed: int,
    strata: np.ndarray | None = None,
) -> np.ndarray:
    """Resample clusters with replacement and sum their values.

    Parameters
    ----------
    values
        Shape (clusters, columns), dense or sparse: what each cluster adds to each sum; or several
        sparse ones, side by side.
    draws
        Number of resamples.
    seed
        Of NumPy's PCG64 generator. All columns share each draw, so that rates and their
        differences may be taken within a draw.
    strata
        The number of the stratum of each cluster: as many are drawn from each stratum as it has.
        Strata of a single cluster, which could not vary, are merged.

    Returns
    -------
    numpy.ndarray
        Shape (draws, columns), float64.
    """
    expect_seed(seed)
    arrays = [values] if isinstance(values, np.ndarray | sparse.csc_array) else values
    clusters, columns = arrays[0].shape[0], sum(array.shape[1] for array in arrays)
    members = None if strata is None else stratum_members(np.asarray(strata))
    sums = np.empty((draws, columns))
    at_once = max(1, _WEIGHTS_AT_ONCE // max(clusters, 1))
    summed = [block for array in arrays for block in _column_blocks(array)]
    generator = np.random.default_rng(seed)
    for first in track(range(0, draws, at_once), desc="bootstrap"):
        weights = np.empty((min(at_once, draws - first), clusters))
        _draw(weights, generator, members)
        rows, left = slice(first, first + len(weights)), 0
        for array in summed:
            sums[rows, left : left + array.shape[1]] = _products(weights, array)
            left += array.shape[1]
    return sums


def _column_blocks(
    values: np.ndarray | sparse.csc_array,
) -> list[np.ndarray] | list[sparse.csc_array]:
    """Return some columns at a time, which bounds what is held of them as floats.

    A sparse array has its zeros if that is small, and few of it are zeros: quicker.
    """
    if isinstance(values, np.ndarray):
        return [values]
    size = values.shape[0] * values.shape[1]
    if size < min(_NUMBERS_AT_ONCE, _FILLED * values.nnz):
        return [values.toarray().astype("float64", copy=False)]
    starts = np.searchsorted(values.indptr, np.arange(0, values.nnz, _COUNTS_AT_ONCE))
    ends = np.unique([0, *starts, values.shape[1]])
    return [_columns(values, first, end) for first, end in pairwise(ends)]


def _columns(values: sparse.csc_array, first: int, end: int) -> sparse.csc_array:
    """Return columns of a sparse array without copying what they hold."""
    ends = values.indptr[first : end + 1]
    there = slice(ends[0], ends[-1])
    parts = values.data[there], values.indices[there], ends - ends[0]
    return sparse.csc_array(parts, shape=(values.shape[0], end - first))


def _products(
    weights: np.ndarray, values: np.ndarray | sparse.csc_array
) -> np.ndarray | list[np.ndarray]:
    """Return the product of each row of weights; of sparse values one by one, without copies."""
    if isinstance(values, np.ndarray):
        return weights @ values
    columns = values.astype("float64", copy=False).T
    return [columns @ row for row in weights]


def _draw(
    rows: np.ndarray, generator: np.random.Generator, members: list[np.ndarray] | None
) -> None:
    """Fill each row with how often one draw takes each cluster: each stratum has its own draw."""
    if members is not None and len(members) > 1:
        for row in rows:
            for stratum in members:
                n = len(stratum)
                row[stratum] = np.bincount(generator.integers(0, n, n), minlength=n)
        return
    clusters = rows.shape[1]
    at_once = max(1, _DRAWN_AT_ONCE // max(clusters, 1))  # many in one call
    for first in range(0, len(rows), at_once):
        some = rows[first : first + at_once]
        drawn = generator.integers(0, clusters, some.shape)
        drawn += clusters * np.arange(len(some))[:, None]
        some[:] = np.bincount(drawn.ravel(), minlength=some.size).reshape(some.shape)


def stratum_members(strata: np.ndarray) -> list[np.ndarray]:
    """Return the clusters of each stratum, none of them alone if it can be helped."""
    _, codes = np.unique(strata, return_inverse=True)
    groups = np.split(np.argsort(codes, kind="stable"), np.cumsum(np.bincount(codes))[:-1])
    groups.sort(key=len)
    alone = [group for group in groups if len(group) == 1]
    others = groups[len(alone) :]
    if len(alone) == 1 and others:
        alone.append(others.pop(0))
    return others + ([np.sort(np.concatenate(alone))] if alone else [])


def effective_clusters(words: np.ndarray | sparse.csc_array) -> np.ndarray:
    """Return how many clusters of one size would vary as those of each column do.

    ``sum(t)**2 / sum(t**2)``, after Kish 1965, Survey Sampling, 11.7: where one article holds
    most of the words, there is hardly more than one.
    """
    squares = (words * words).sum(axis=0)
    totals = words.sum(axis=0)
    return np.divide(totals**2, squares, out=np.zeros(len(totals)), where=squares > 0)


def linearised_error(
    hits: np.ndarray | sparse.csc_array, words: np.ndarray | sparse.csc_array
) -> np.ndarray:
    """Return the standard error of each ratio of sums, without resampling.

    ``sqrt(k / (k - 1) * sum((h - R t)**2)) / sum(t)`` over the k clusters with words, R being
    ``sum(h) / sum(t)`` (Cochran 1977, Sampling Techniques, 6.3-6.4).

    Parameters
    ----------
    hits, words
        Shape (clusters, columns), both of one kind: h and t.

    Returns
    -------
    numpy.ndarray
        Shape (columns,); not a number where a single cluster has words.
    """
    totals, clusters = words.sum(axis=0), (words > 0).sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        ratio = hits.sum(axis=0) / totals
        squares = (
            (hits * hits).sum(axis=0)
            - 2 * ratio * (hits * words).sum(axis=0)
            + ratio**2 * (words * words).sum(axis=0)
        )
        # squares of counts that cancel may leave a trace below zero
        error = np.sqrt(clusters / (clusters - 1) * np.maximum(squares, 0)) / totals
    return np.where(clusters > 1, error, np.nan)


def log_error(samples: np.ndarray, counts: np.ndarray, estimates: np.ndarray) -> np.ndarray:
    """Return the standard error of the logarithm of each rate, from its resamples.

    Two errors are taken, and the larger returned: of the rate, over the rate (the delta method);
    and of the logarithm itself. The first is right for few counts, whose logarithm has no
    mean; the second for counts that a few articles hold, whose rate is skewed.

    Parameters
    ----------
    samples
        Shape (draws, rates): resampled rates per word, nan where no word was drawn.
    counts
        The counts of the rates.
    estimates
        The rates, per word.
    """
    if not samples.size:
        return np.full(samples.shape[1], np.nan)
    with np.errstate(invalid="ignore", divide="ignore"):
        one = estimates / counts  # one count more, so that draws without any have a logarithm
        logs = np.log(samples + one)
        return np.fmax(spread(samples) / estimates, spread(logs))


def spread(samples: np.ndarray) -> np.ndarray:
    """Return the standard deviation of each column, undefined draws left out."""
    known = np.isfinite(samples)
    if known.all():
        return samples.std(axis=0)
    with np.errstate(invalid="ignore"):
        n = known.sum(axis=0)
        mean = np.where(known, samples, 0).sum(axis=0) / n
        return np.sqrt((np.where(known, samples - mean, 0) ** 2).sum(axis=0) / n)


def check_level(level: float) -> None:
    """Raise unless the level of an interval is between 0 and 1."""
    if not 0 < level < 1:
        raise ValueError(f"level: found {level}, expected a share between 0 and 1, such as 0.95")


@overload
def t_quantile(freedom: float, *, level: float) -> float: ...
@overload
def t_quantile(freedom: np.ndarray, *, level: float) -> np.ndarray: ...
def t_quantile(freedom: np.ndarray | float, *, level: float) -> np.ndarray | float:
    """Return the quantile of Student's t that leaves half of 1 - `level` above it."""
    return stdtrit(np.maximum(freedom, 1), (1 + level) / 2)


def poisson_interval(counts: np.ndarray, *, level: float) -> tuple[np.ndarray, np.ndarray]:
    """Return the exact interval of each Poisson count, (0, 3.689) for none at 95 %.

    Counts may be effective ones, which need not be whole.

    After Garwood 1936, Biometrika 28: 437-442.
    """
    counts = np.asarray(counts, dtype="float64")
    tail = (1 - level) / 2
    low = np.where(counts > 0, gammaincinv(np.where(counts > 0, counts, 1), tail), 0.0)
    return low, gammaincinv(counts + 1, 1 - tail)


def wilson_interval(
    share: np.ndarray | float, n: np.ndarray | float, *, quantile: np.ndarray | float
) -> tuple[np.ndarray, np.ndarray]:
    """Return the score interval of a share of `n` units, which may be an effective number.

    After Wilson 1927, JASA 22: 209-212. `quantile` is of the normal distribution or, where `n`
    is estimated from clusters, of Student's t.
    """
    squared = quantile**2 / n
    middle = share + squared / 2
    width = np.sqrt(squared * (share * (1 - share) + squared / 4))
    return (middle - width) / (1 + squared), (middle + width) / (1 + squared)


def share_interval(
    part: np.ndarray, whole: np.ndarray, *, most: float, level: float
) -> tuple[float, float]:
    """Return the interval of a share whose units lie in clusters: ``sum(part) / sum(whole)``.

    Wilson's interval of the effective number of units (the share's variance among independent
    units over its variance among clusters) with Student's quantile of the clusters less one.

    Parameters
    ----------
    part, whole
        Shape (clusters,): how many units of each cluster count, and of how many.
    most
        The largest effective number of units; also the one that is taken where the clusters do
        not differ.
    level
        Coverage of the interval.
    """
    share = part.sum() / whole.sum()
    error = linearised_error(part[:, None], whole[:, None])[0]
    with np.errstate(divide="ignore"):
        n = np.fmin(np.divide(share * (1 - share), error**2), most) if error > 0 else most
    freedom = max((whole > 0).sum() - 1, 1)
    low, high = wilson_interval(share, n, quantile=t_quantile(freedom, level=level))
    return float(low), float(high)
