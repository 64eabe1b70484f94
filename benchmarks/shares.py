"""Shares and F1 of units that lie in articles, with intervals of 95 %, for the benchmarks.

Units of one article are not independent: each function takes a count per article.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from toolkit.statistics.intervals import effective_clusters, share_interval

LEVEL = 0.95
Estimate = tuple[float, float, float]


def share(part: ArrayLike, whole: ArrayLike) -> Estimate:
    """Return a share and the ends of its interval.

    Where the articles cannot tell how far they differ (a single one, or all or none is right),
    no more units are taken to be independent than there are articles.
    """
    part, whole = np.asarray(part, "float64"), np.asarray(whole, "float64")
    if not whole.sum():
        return np.nan, np.nan, np.nan
    value = part.sum() / whole.sum()
    alike = value in (0, 1) or (whole > 0).sum() == 1
    most = effective_clusters(whole[:, None])[0] if alike else whole.sum()
    return (value, *share_interval(part, whole, most=most, level=LEVEL))


def f1(right: ArrayLike, found: ArrayLike, truth: ArrayLike) -> Estimate:
    """Return F1 and the ends of its interval: that of Jaccard's J, F1 being 2J / (1 + J)."""
    right, found, truth = (np.asarray(counts, "float64") for counts in (right, found, truth))
    values = (2 * value / (1 + value) for value in share(right, found + truth - right))
    value, low, high = values
    return value, low, high


def told(estimate: Estimate) -> str:
    """Return an estimate in percent with its interval."""
    value, low, high = (100 * number for number in estimate)
    return f"{value:.1f} ({low:.0f}–{high:.0f})"


def table_row(*cells: object) -> str:
    """Return a row of a table in Markdown."""
    return f"| {' | '.join(map(str, cells))} |"
