"""Comparison: rate ratios and differences between groups, corrected for all that is tested."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

import numpy as np
import pandas as pd
from scipy.special import ndtri, stdtr

from toolkit.measure.cells import count_cells, resample_cells
from toolkit.measure.clusters import check_clusters, warn_of_copies
from toolkit.measure.counted import Counted, Table, header, joined
from toolkit.measure.family import correct_rows
from toolkit.measure.pairs import Pair, Pairs, choose_pairs
from toolkit.statistics.intervals import check_level, t_quantile
from toolkit.statistics.ratios import fieller, freedom_of_difference, given_the_sum
from toolkit.statistics.resampling import Resampled
from toolkit.tables.arguments import (
    as_list,
    check_apart,
    check_column,
    check_free,
    check_some,
    expect_table,
)
from toolkit.tables.calls import records_call
from toolkit.tables.schema import finish_measure

# How fast clumping costs degrees of freedom; set by benchmarks/comparisons.py (decision 006).
_CLUMPS = 10.0


@records_call
def compare(
    mentions: Table,
    exposure: Table,
    *,
    of: str | Sequence[str] = "frame",
    by: str = "voice",
    pairs: Pairs | Pair | None = None,
    reference: Hashable | None = None,
    least_docs: int = 5,
    least_words: int = 250,
    per: int = 1000,
    seed: int,
    draws: int = 10_000,
    level: float = 0.95,
    within: str | None = None,
    cluster: str | Sequence[str] | None = None,
    correction: str = "holm",
) -> pd.DataFrame:
    """Compare the rates of two groups, for each thing counted.

    Both rates of a row are taken from the same articles, or other clusters, which allows for those
    in which both groups speak. The ratio is judged twice: by Student's t on the square roots of the
    rates, with cluster-robust errors of the square roots and Welch's degrees of freedom (fewer for
    clusters that both share, and for clumped counts); and as the ratio of two Poisson counts given
    their sum, because no counts vary less than that, by the mid-p. The larger p counts, and the
    wider interval. Where one count is zero there is only the second, and the other count is taken
    as the Poisson count that would vary as much. The interval of the difference is combined from
    those of the two rates and their correlation (MOVER: Zou and Donner 2008, Stat Med 27:
    1693-1702), and holds zero just where that of the ratio holds one. Intervals hold for a row by
    itself; `p_corrected` is for the whole family.

    Parameters
    ----------
    mentions, exposure
        The tables of those names, of the same articles, as `rates` takes them.
    of
        The column(s) of mentions that are counted.
    by
        The column, of both tables, that makes the groups: voice, outlet, a docvar, period ...
    pairs
        ``[("ankara", "paris"), ...]``, each a group and its reference, or one such pair; or "all":
        every two groups, the later in order of name as the reference. Of two groups in all, these.
        An empty list compares none.
    reference
        In place of `pairs`: the group with which each other is compared.
    least_docs, least_words
        Articles with words, and words, that a group needs which `pairs` does not name. A warning
        counts the others.
    per, seed, draws, level, within, cluster
        As in `rates`.
    correction
        "holm" (bounds the chance of a single false finding) or "fdr_bh" (the share of false
        ones). The family is every row of the table that was tested: compare all that you look at in
        one call, and filter afterwards; where that takes several, join them by `correct_together`.

    Returns
    -------
    pandas.DataFrame
        The comparison table, a row for each pair and each thing counted anywhere. Without p are
        rows whose counts are both zero, or one of whose groups has words in one cluster only.

    Warns
    -----
    ComparisonWarning
        If groups have fewer articles or words than are asked for.

    Raises
    ------
    ValueError
        If there are more than two groups, and neither `pairs` nor `reference`.
    """
    of = as_list(of, "of")
    expect_table(header(exposure), "exposure", ["doc_id", "n_tokens"])
    check_column(header(exposure), by, "by", "exposure")
    check_some(of=of)
    check_apart(by=[by], of=of)
    check_free("comparison", by=[by], of=of)
    check_level(level)
    counted = Counted(mentions, exposure, by=[by], of=of, within=within, cluster=cluster)
    cells = count_cells(counted)
    least = {"exposure_docs": least_docs, "exposure": least_words}
    chosen = choose_pairs(cells, by, pairs=pairs, reference=reference, least=least)
    drawn = resample_cells(cells, counted, within=within, cluster=cluster, seed=seed, draws=draws)
    check_clusters(drawn.clusters, cluster)
    if cluster is not None:
        warn_of_copies(joined(counted.docs()), cluster)
    table = _compared(cells, drawn, _match(cells, chosen, by), by=by, of=of, per=per, level=level)
    table = correct_rows([table], correction=correction)[0]
    return finish_measure("comparison", table, by=[by], of=of)


def _compared(
    cells: pd.DataFrame,
    drawn: Resampled,
    sides: tuple[np.ndarray, np.ndarray],
    *,
    by: str,
    of: list[str],
    per: int,
    level: float,
) -> pd.DataFrame:
    """Return a row for each row of `cells` on the left and that on the right of it."""
    left, right = sides
    cells = cells.assign(n_clusters=drawn.clusters)
    counted = ["n", "exposure", "n_docs", "n_clusters"]
    one, other = (
        cells[columns].iloc[rows].reset_index(drop=True)
        for rows, columns in ((left, [by, *of, *counted]), (right, [by, *counted]))
    )
    table = pd.concat([one, other.add_suffix("_reference")], axis=1)
    rate = drawn.counts / drawn.words
    table["rate"], table["rate_reference"] = per * rate[left], per * rate[right]
    together = drawn.together(left, right)
    ratio = _ratio(drawn, sides, together, level=level)
    low, high = _difference(drawn, sides, together[0], ratio, level=level)
    table = table.assign(per=per, **ratio, difference=table["rate"] - table["rate_reference"])
    return table.assign(difference_low=per * low, difference_high=per * high, level=level)


def _match(
    cells: pd.DataFrame, pairs: list[tuple[Hashable, Hashable]], by: str
) -> tuple[np.ndarray, np.ndarray]:
    """Return the rows of `cells` of the group and of the reference of each comparison.

    `cells` are sorted by group and then by thing, and every group has every thing.
    """
    rows: dict[Hashable, list[int]] = {}
    for row, group in enumerate(cells[by]):
        rows.setdefault(None if pd.isna(group) else group, []).append(row)
    sides = [np.array([row for p in pairs for row in rows.get(p[i], ())], "int64") for i in (0, 1)]
    return sides[0], sides[1]


def _ratio(
    drawn: Resampled,
    sides: tuple[np.ndarray, np.ndarray],
    together: tuple[np.ndarray, np.ndarray],
    *,
    level: float,
) -> dict[str, np.ndarray]:
    """Return ratio, its ends and p of each comparison."""
    count, words, error, free = (
        [values[rows] for rows in sides]
        for values in (drawn.counts, drawn.words, drawn.error, drawn.freedom)
    )
    errors, (shared, same) = drawn.root_errors(*sides), together
    with np.errstate(invalid="ignore", divide="ignore"):
        rate = [count[side] / words[side] for side in (0, 1)]
        roots = np.sqrt(rate[0]), np.sqrt(rate[1])
        of_rate = 2 * errors[0] / roots[0], 2 * errors[1] / roots[1]  # over the rates
        freedom = freedom_of_difference(of_rate, (free[0], free[1]), same)
        clumped = of_rate[0] ** 2 + of_rate[1] ** 2 - 1 / count[0] - 1 / count[1]  # beyond Poisson
        freedom = 1 / (1 / freedom + np.maximum(clumped, 0) / _CLUMPS)
        variance = errors[0] ** 2 + errors[1] ** 2 - 2 * shared * errors[0] * errors[1]
        p = 2 * stdtr(np.maximum(freedom, 1), -np.abs(roots[0] - roots[1]) / np.sqrt(variance))
        reach = t_quantile(freedom, level=level)
        ends = fieller(roots, (reach * errors[0], reach * errors[1]), shared)
    one, other = (
        np.where(count[not side] == 0, _effective(count[side], free[side], error[side], level), n)
        for side, n in enumerate(count)
    )
    p_given, low, high = given_the_sum(one, other, words[0] / words[1], level=level)
    untold = (count[0] == 0) & (count[1] == 0)
    untold |= np.minimum(*(drawn.clusters[rows] for rows in sides)) < 2
    with np.errstate(invalid="ignore", divide="ignore"):
        found = {
            "ratio_low": np.fmin(low, ends[0] ** 2),
            "ratio_high": np.fmax(high, ends[1] ** 2),
            "p": np.fmax(p, p_given),
        }
        empty = {name: np.where(untold, np.nan, values) for name, values in found.items()}
        return {"ratio": rate[0] / rate[1]} | empty


def _effective(
    count: np.ndarray, freedom: np.ndarray, error: np.ndarray, level: float
) -> np.ndarray:
    """Return the Poisson count whose logarithm has the interval of each count's; never more."""
    with np.errstate(invalid="ignore", divide="ignore"):
        like = (ndtri((1 + level) / 2) / t_quantile(freedom, level=level) / error) ** 2
    return np.fmin(like, count)


def _difference(
    drawn: Resampled,
    sides: tuple[np.ndarray, np.ndarray],
    shared: np.ndarray,
    ratio: dict[str, np.ndarray],
    *,
    level: float,
) -> tuple[np.ndarray, np.ndarray]:
    """Return the ends of the interval of the difference of two rates, per word.

    It holds zero just where the interval of the ratio holds one: where it would not, its end is the
    difference that the end of the ratio leaves.
    """
    left, right = sides
    rate = drawn.counts / drawn.words
    least, most = drawn.intervals(level=level)
    below, above = rate - least, most - rate
    difference = rate[left] - rate[right]
    down = below[left] ** 2 + above[right] ** 2 - 2 * shared * below[left] * above[right]
    up = above[left] ** 2 + below[right] ** 2 - 2 * shared * above[left] * below[right]
    low = difference - np.sqrt(np.maximum(down, 0))
    high = difference + np.sqrt(np.maximum(up, 0))
    with np.errstate(invalid="ignore", divide="ignore"):
        from_low, from_high = 1 - 1 / ratio["ratio_low"], ratio["ratio_high"] - 1
        more, less = difference > 0, difference < 0
        low = np.where(more & (from_low > 0), np.fmax(low, least[left] * from_low), low)
        low = np.where(more & (from_low <= 0), np.fmin(low, rate[left] * from_low), low)
        high = np.where(less & (from_high < 0), np.fmin(high, least[right] * from_high), high)
        high = np.where(less & (from_high >= 0), np.fmax(high, rate[right] * from_high), high)
    return low, high
