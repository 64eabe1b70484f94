"""Design: how large a difference a corpus of a given size could show."""

from __future__ import annotations

import math

from scipy.optimize import brentq
from scipy.special import ndtr, ndtri

_MOST = 1e6  # a ratio beyond it is none that a corpus could show


def detectable_ratio(
    rate: float,
    words: tuple[float, float],
    *,
    per: int = 1000,
    effect: float = 1.0,
    power: float = 0.8,
    level: float = 0.95,
    tests: int = 1,
) -> float:
    """Return the least ratio of two rates that a comparison would find.

    The ratio r above one at which a two-sided test of the logarithm of the ratio has the power,
    its variance being ``effect * (1 / (r * m1) + 1 / m2)``, with m the mentions that the rate of
    the reference makes expect on either side.

    *Limits*: of a normal test; with fewer than some 20 clusters a side, or fewer than some ten
    mentions, less is found than it says.

    Parameters
    ----------
    rate
        Of the reference, per `per` words, from a pilot.
    words
        Those of the group and of its reference.
    per
        Words that the rate is stated per.
    effect
        The design effect: how many times as much counts vary, drawn by article (or by outlet, if
        that is the cluster), as if words were independent. Of a rate in a table of `rates` it is
        ``n * (se_linearised / rate) ** 2``.
    power
        The share of such corpora in which it would be found.
    level
        One less the level of the test.
    tests
        The number of tests that p is corrected for (Bonferroni).

    Returns
    -------
    float
        The ratio; infinite where no ratio would do.
    """
    numbers = {"rate": rate, "effect": effect, "per": per, "tests": tests}
    for name, value in numbers.items():
        if not (isinstance(value, int | float) and math.isfinite(value) and value > 0):
            raise ValueError(f"{name}: found {value!r}, expected a number above 0")
    pair = isinstance(words, tuple | list) and len(words) == 2
    if not pair or not all(isinstance(n, int | float) and n > 0 for n in words):
        raise ValueError(f"words: found {words!r}, expected two numbers above 0")
    for name, share in {"power": power, "level": level}.items():
        if not 0 < share < 1:
            raise ValueError(f"{name}: found {share!r}, expected a share between 0 and 1")
    one, other = (rate * n / per for n in words)
    critical = ndtri(1 - (1 - level) / 2 / tests)

    def lacking(log_ratio: float) -> float:
        """Return the power that is lacking at a ratio."""
        error = math.sqrt(effect * (math.exp(-log_ratio) / one + 1 / other))
        found = ndtr(log_ratio / error - critical) + ndtr(-log_ratio / error - critical)
        return power - found

    if lacking(0.0) <= 0:  # a power no larger than the level
        return 1.0
    if lacking(math.log(_MOST)) > 0:
        return math.inf
    return math.exp(brentq(lacking, 0.0, math.log(_MOST)))
