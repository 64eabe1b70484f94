"""Estimates of a share from what was found and a coded sample, what moves each, and how far."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from scipy.special import ndtri

from toolkit.statistics.intervals import wilson_interval


class Units(NamedTuple):
    """One group's units: found and coded as 1 or 0, which are coded, with what chance, where.

    `crossed` has the clusters of a second kind and those that share both, if there are two.
    """

    found: np.ndarray
    truth: np.ndarray
    coded: np.ndarray
    chance: np.ndarray
    cluster: np.ndarray
    crossed: tuple[np.ndarray, ...]


# An estimate, and by how much each unit moves it: the variance is that of the sums by cluster.
Estimate = tuple[float, np.ndarray]


def _mean(values: np.ndarray, chosen: np.ndarray, cluster: np.ndarray) -> Estimate:
    """Return the mean of the chosen units, and by how much each moves it."""
    k, n = len(np.unique(cluster[chosen])), chosen.sum()
    if not n:
        return np.nan, np.full(len(values), np.nan)
    mean = values[chosen].mean()
    apart = np.where(chosen, values - mean, 0) / n
    return float(mean), apart * (np.sqrt(k / (k - 1)) if k > 1 else np.nan)


def if_coded(units: Units) -> np.ndarray:
    """Return what coding every unit would have given, on average over samples."""
    wrong = np.where(units.coded, units.truth - units.found, 0)
    return units.found + wrong / np.where(units.coded, units.chance, 1)


def _dsl(units: Units) -> Estimate:
    return _mean(if_coded(units), np.ones(len(units.found), dtype=bool), units.cluster)


def _classical(units: Units) -> Estimate:
    return _mean(units.truth, units.coded, units.cluster)


def _ppi(units: Units) -> Estimate:
    return _powered(units, 1.0)


def _ppi_plus(units: Units) -> Estimate:
    n, spread = units.coded.sum(), np.var(units.found, ddof=1)
    rest = len(units.found) - n
    if not rest or spread == 0:
        return _classical(units)
    together = np.cov(units.truth[units.coded], units.found[units.coded])[0, 1]
    return _powered(units, float(np.clip(together / ((1 + n / rest) * spread), 0, 1)))


def _powered(units: Units, weight: float) -> Estimate:
    """Return the coded mean, moved by `weight` times what the units that were not coded add."""
    if units.coded.all():
        return _classical(units)
    mean, moves = _mean(weight * units.found, ~units.coded, units.cluster)
    rest, others = _mean(units.truth - weight * units.found, units.coded, units.cluster)
    return mean + rest, moves + others


def youden(units: Units) -> tuple[float, Estimate, Estimate]:
    """Return se + sp - 1 in the sample, se and sp."""
    there = units.coded & (units.truth == 1)
    sensitivity = _mean(units.found, there, units.cluster)
    specificity = _mean(1 - units.found, units.coded & ~there, units.cluster)
    return sensitivity[0] + specificity[0] - 1, sensitivity, specificity


def _rogan_gladen(units: Units) -> Estimate:
    # by the delta method, as in Greiner and Gardner 2000, Prev Vet Med 45: 107-137
    everything = np.ones(len(units.found), dtype=bool)
    observed, moves = _mean(units.found, everything, units.cluster)
    slope, (_, by_se), (sp, by_sp) = youden(units)
    if slope == 0 or np.isnan(slope):
        return np.nan, np.full(len(moves), np.nan)
    share = (observed + sp - 1) / slope
    moved = (moves - share * by_se + (1 - share) * by_sp) / slope
    return float(np.clip(share, 0, 1)), moved


METHODS: dict[str, Callable[[Units], Estimate]] = {
    "dsl": _dsl,
    "ppi": _ppi,
    "ppi++": _ppi_plus,
    "rogan-gladen": _rogan_gladen,
    "classical": _classical,
}


def unseen_cells(units: Units) -> list[tuple[int, float, int]]:
    """Return the cells where no code was an error: what was found, their weight, and the coded.

    The units of each chance, found or not, are a cell. One that was coded whole holds no errors.
    """
    cells = []
    for chance in np.unique(units.chance[units.coded & (units.chance < 1)]):
        for value in (0, 1):
            cell = units.coded & (units.chance == chance) & (units.found == value)
            n = int(cell.sum())
            if n and (units.truth[cell] == value).all():
                cells.append((value, n / chance / len(units.found) * (1 - chance) ** 0.5, n))
    return cells


def unseen_errors(cells: list[tuple[int, float, int]], level: float) -> tuple[float, float]:
    """Return by how much the share may be too high and too low, where no code was an error.

    Wilson's interval of none wrong of those that were coded says how many of the others may be.
    """
    quantile, squares = float(ndtri((1 + level) / 2)), [0.0, 0.0]
    for value, weight, n in cells:
        wrong = float(wilson_interval(0.0, n, quantile=quantile)[1])
        squares[1 - value] += (weight * wrong) ** 2
    return squares[0] ** 0.5, squares[1] ** 0.5


def coded_clusters(units: Units) -> int:
    """Return how many clusters have coded units: of two kinds, the fewer."""
    kinds = (units.cluster, *units.crossed[:1])
    return min(len(np.unique(kind[units.coded])) for kind in kinds)


def freedom_of(units: Units, error: float) -> float:
    """Return the degrees of freedom of an error of the share, by what each chance adds to it."""
    whole = coded_clusters(units) - 1
    chances = np.unique(units.chance[units.coded])
    if len(chances) == 1 or not error > 0:
        return float(whole)
    wrong, rest, parts = units.truth - units.found, error**2, 0.0
    for chance in chances:
        drawn = units.coded & (units.chance == chance)
        n, clusters = drawn.sum(), len(np.unique(units.cluster[drawn]))
        if clusters > 1:
            variance = n * wrong[drawn].var(ddof=1) / (chance * len(wrong)) ** 2
            rest -= variance
            parts += variance**2 / (clusters - 1)
    parts += max(rest, 0.0) ** 2 / max(whole, 1)
    return float(min(max(error**4 / parts, 1.0), max(whole, 1))) if parts > 0 else float(whole)
