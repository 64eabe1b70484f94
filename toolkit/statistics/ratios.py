"""Ratios of rates: two Poisson counts given their sum, and degrees of freedom of a difference."""

from __future__ import annotations

import numpy as np
from scipy.special import betainc, betaincinv

_HALVINGS = 40


def given_the_sum(
    one: np.ndarray, other: np.ndarray, words: np.ndarray, *, level: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return p, and the ends of the ratio, of two Poisson counts, which need not be whole.

    Given the sum, one count is binomial (Przyborowski and Wilenski 1940, Biometrika 31: 313-323).
    P is the mid-p, which counts half of the chance of what was seen: the exact one errs less often
    than it may, by far where counts are small (Lancaster 1961, JASA 56: 223-234).

    Parameters
    ----------
    one, other
        The counts, not both zero.
    words
        Those behind `one` for each word behind `other`.
    level
        Coverage of the interval, which holds one just where p is above 1 - level.
    """
    tail, share = (1 - level) / 2, words / (1 + words)
    above = _mid_tail(one, other, share)
    with np.errstate(invalid="ignore", divide="ignore"):
        exact = exact_shares(one, other, tail)
        middle = one / (one + other)
        low = np.where(one > 0, _solve(one, other, tail, exact[0], middle), 0)
        high = np.where(other > 0, _solve(one, other, 1 - tail, middle, exact[1]), 1)
        return 2 * np.minimum(above, 1 - above), low / (1 - low) / words, high / (1 - high) / words


def exact_shares(one: np.ndarray, other: np.ndarray, tail: float) -> tuple[np.ndarray, np.ndarray]:
    """Return the ends of the exact interval of the share of `one` in both counts.

    Clopper and Pearson 1934, Biometrika 26: 404-413.
    """
    with np.errstate(invalid="ignore"):
        return (
            np.where(one > 0, betaincinv(one, other + 1, tail), 0),
            np.where(other > 0, betaincinv(one + 1, other, 1 - tail), 1),
        )


def _mid_tail(one: np.ndarray, other: np.ndarray, share: np.ndarray) -> np.ndarray:
    """Return the chance of more than `one` of both, and half of that of `one`."""
    with np.errstate(invalid="ignore", divide="ignore"):
        at_least = np.where(one > 0, betainc(one, other + 1, share), 1)
        more = np.where(other > 0, betainc(one + 1, other, share), 0)
    return (at_least + more) / 2


def _solve(
    one: np.ndarray, other: np.ndarray, tail: float, low: np.ndarray, high: np.ndarray
) -> np.ndarray:
    """Return the share, between `low` and `high`, for which the tail is that."""
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        less = _mid_tail(one, other, middle) < tail
        low, high = np.where(less, middle, low), np.where(less, high, middle)
    return (low + high) / 2


def freedom_of_difference(
    error: tuple[np.ndarray, np.ndarray],
    freedom: tuple[np.ndarray, np.ndarray],
    same: np.ndarray,
) -> np.ndarray:
    """Return the degrees of freedom of the difference of two estimates.

    Welch's (1947, Biometrika 34: 28-35), with a term for clusters that both estimates rest on: the
    sum of their degrees of freedom if they share none and err alike, those of either if they share
    all.

    Parameters
    ----------
    error, freedom
        Of each estimate.
    same
        The sum of the products of the clusters' shares in both.
    """
    one, other = (part**2 for part in error)
    with np.errstate(invalid="ignore", divide="ignore"):
        inverse = one**2 / freedom[0] + other**2 / freedom[1] + 2 * one * other * same
        return (one + other) ** 2 / inverse


def fieller(
    estimates: tuple[np.ndarray, np.ndarray],
    reach: tuple[np.ndarray, np.ndarray],
    correlation: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    """Return the ends of the interval of the ratio of two estimates that are not negative.

    The ratios that a test of the first less the ratio times the second does not refuse (Fieller
    1954, JRSS B 16: 175-185). Zero is in it if the first does not differ from zero, and it is
    endless if the second does not.

    Parameters
    ----------
    estimates
        Above and below.
    reach
        How far each may be wrong: its error times the quantile.
    correlation
        Of the two.
    """
    (one, other), (up, down) = estimates, reach
    squares = one**2 - up**2, other**2 - down**2
    product = one * other - correlation * up * down
    with np.errstate(invalid="ignore", divide="ignore"):
        root = np.sqrt(np.maximum(product**2 - squares[0] * squares[1], 0))
        low = np.where(squares[0] > 0, squares[0] / (product + root), 0)
        high = np.where(squares[1] > 0, (product + root) / squares[1], np.inf)
    unknown = np.isnan(one + other + up + down)
    return np.where(unknown, np.nan, low), np.where(unknown, np.nan, high)
