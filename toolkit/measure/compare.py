"""Comparison: rate ratios and differences between groups, corrected for all that is tested."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from itertools import combinations

import numpy as np
import pandas as pd
from scipy.special import betainc, betaincinv, ndtri, stdtr

from toolkit.measure.clusters import resample_cells
from toolkit.measure.rates import check_inputs, count_cells
from toolkit.statistics.corrections import correct_p
from toolkit.statistics.intervals import check_level, t_quantile
from toolkit.statistics.resampling import Resampled
from toolkit.tables.arguments import (
    as_list,
    check_apart,
    check_column,
    check_free,
    check_some,
    expect_table,
)
from toolkit.tables.joint import credit_each
from toolkit.tables.schema import finish_measure

_PAIRS_AT_ONCE = 500  # bounds the memory: 2 x draws x 500
# How fast clumping costs degrees of freedom; set by benchmarks/comparisons.py (decision 006).
_CLUMPS = 3.0

Pair = tuple[Hashable, Hashable]
Pairs = Iterable[Pair]


def compare(
    mentions: pd.DataFrame,
    exposure: pd.DataFrame,
    *,
    of: str | Sequence[str] = "frame",
    by: str = "voice",
    pairs: Pairs | Pair | None = None,
    per: int = 1000,
    seed: int,
    draws: int = 2000,
    level: float = 0.95,
    within: str | None = None,
    correction: str = "holm",
) -> pd.DataFrame:
    """Compare the rates of two groups, for each thing counted.

    Both rates of a row are taken from the same draws (see `rates`), which allows for articles in
    which both groups speak. The ratio is judged twice: by Student's t on its logarithm, and as the
    ratio of two Poisson counts given their sum (Przyborowski and Wilenski 1940, Biometrika 31:
    313-323), because no counts vary less than that; p is the larger of the two, the interval the
    wider. Where one count is zero there is only the second, and the other count is taken as the
    Poisson count that would vary as much. The interval of the difference is combined from those of
    the two rates and their correlation (MOVER: Zou 2008, Stat Methods Med Res 17: 595-605).
    Intervals hold for a row by itself; `p_corrected` is for the whole table.

    Parameters
    ----------
    mentions, exposure
        The tables of those names, of the same articles. Filter both alike.
    of
        The column(s) of mentions that are counted.
    by
        The column, of both tables, that makes the groups: voice, outlet, a docvar, period ...
    pairs
        ``[("ankara", "paris"), ...]``, each a group and its reference, or one such pair; without
        it, every two groups, the later in order of name as the reference. An empty list compares
        none.
    per, seed, draws, level, within
        As in `rates`.
    correction
        "holm" (bounds the chance of a single false finding) or "fdr_bh" (the share of false
        ones). The family is every row of the table: compare all that you look at in one call,
        and filter afterwards.

    Returns
    -------
    pandas.DataFrame
        The comparison table, a row for each pair and each thing counted anywhere.
    """
    of = as_list(of, "of")
    expect_table(exposure, "exposure", ["doc_id", "n_tokens"])
    check_column(exposure, by, "by", "exposure")
    check_some(of=of)
    check_apart(by=[by], of=of)
    check_free("comparison", by=[by], of=of)
    check_inputs(mentions, exposure, by=[by], of=of, within=within)
    check_level(level)
    mentions, exposure = credit_each(mentions, [by]), credit_each(exposure, [by])
    cells = count_cells(mentions, exposure, by=[by], of=of)
    chosen = _pairs(exposure[by], pairs)
    drawn = resample_cells(
        cells, mentions, exposure, by=[by], of=of, within=within, seed=seed, draws=draws
    )
    left, right = _match(cells, chosen, by)
    columns = [by, *of, "n", "exposure", "n_docs"]
    table = pd.concat(
        [
            cells[columns].iloc[left].reset_index(drop=True),
            cells[[by, "n", "exposure", "n_docs"]]
            .iloc[right]
            .reset_index(drop=True)
            .add_suffix("_reference"),
        ],
        axis=1,
    )
    rate = drawn.counts / drawn.words
    table["rate"], table["rate_reference"] = per * rate[left], per * rate[right]
    sides = left, right
    shared = _correlation(drawn.samples, left, right)
    table = table.assign(per=per, **_ratio(drawn, sides, shared, level=level))
    low, high = _difference(drawn, sides, shared, level=level)
    table["difference"] = table["rate"] - table["rate_reference"]
    table = table.assign(difference_low=per * low, difference_high=per * high, level=level)
    table["p_corrected"] = correct_p(table["p"], method=correction)
    table = table.assign(correction=correction, n_tests=len(table))
    return finish_measure("comparison", table, by=[by], of=of)


def _pairs(groups: pd.Series, pairs: Pairs | Pair | None) -> list[Pair]:
    known = [None if pd.isna(group) else group for group in groups.drop_duplicates()]
    if pairs is None:
        return list(combinations(sorted(known, key=lambda g: (g is None, g)), 2))
    chosen = as_list(pairs, "pairs")
    if chosen and not any(isinstance(pair, tuple | list) for pair in chosen):
        chosen = [chosen]  # the two of one pair
    chosen = [tuple(as_list(pair, "pairs")) for pair in chosen]
    for pair in chosen:
        odd = [group for group in pair if group not in known]
        if len(pair) != 2 or odd:
            raise ValueError(
                f"pairs: found {pair!r}, expected two groups that have words, of "
                f"{', '.join(map(str, known))}"
            )
    return chosen


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
    drawn: Resampled, sides: tuple[np.ndarray, np.ndarray], shared: np.ndarray, *, level: float
) -> dict[str, np.ndarray]:
    """Return ratio, its ends and p of each comparison."""
    count, words, error, free = (
        [values[rows] for rows in sides]
        for values in (drawn.counts, drawn.words, drawn.error, drawn.freedom)
    )
    with np.errstate(invalid="ignore", divide="ignore"):
        ratio = (count[0] / words[0]) / (count[1] / words[1])
        variance = error[0] ** 2 + error[1] ** 2 - 2 * shared * error[0] * error[1]
        clumped = np.maximum(variance - 1 / count[0] - 1 / count[1], 0)  # beyond Poisson
        freedom = np.maximum(1 / (1 / np.fmin(*free) + clumped / _CLUMPS), 1)
        both = np.sqrt(np.maximum(variance, 0))
        factor = np.exp(t_quantile(freedom, level=level) * both)
        p = 2 * stdtr(freedom, -np.abs(np.log(ratio)) / both)
    one, other = (
        np.where(count[not side] == 0, _effective(count[side], free[side], error[side], level), n)
        for side, n in enumerate(count)
    )
    p_given, low, high = _given_the_sum(one, other, words[0] / words[1], level=level)
    nothing = (count[0] == 0) & (count[1] == 0)
    with np.errstate(invalid="ignore"):
        return {
            "ratio": np.where(nothing, np.nan, ratio),
            "ratio_low": np.where(nothing, np.nan, np.fmin(low, ratio / factor)),
            "ratio_high": np.where(nothing, np.nan, np.fmax(high, ratio * factor)),
            "p": np.where(nothing, 1.0, np.fmax(p, p_given)),
        }


def _effective(
    count: np.ndarray, freedom: np.ndarray, error: np.ndarray, level: float
) -> np.ndarray:
    """Return the Poisson count whose logarithm has the interval of each count's; never more."""
    with np.errstate(invalid="ignore", divide="ignore"):
        like = (ndtri((1 + level) / 2) / t_quantile(freedom, level=level) / error) ** 2
    return np.fmin(like, count)


def _correlation(samples: np.ndarray, left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Return the correlation of two rates over the draws, 0 where one does not vary."""
    known = np.isfinite(samples)
    n = np.maximum(known.sum(axis=0), 1)
    apart = np.where(known, samples - np.where(known, samples, 0).sum(axis=0) / n, 0)
    length = np.sqrt((apart**2).sum(axis=0))
    apart = np.divide(apart, length, out=np.zeros_like(apart), where=length > 0)
    correlation = np.empty(len(left))
    for first in range(0, len(left), _PAIRS_AT_ONCE):
        part = slice(first, first + _PAIRS_AT_ONCE)
        correlation[part] = np.einsum("ij,ij->j", apart[:, left[part]], apart[:, right[part]])
    return correlation


def _given_the_sum(
    one: np.ndarray, other: np.ndarray, words: np.ndarray, *, level: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return p, and the ends of the ratio, of two Poisson counts, which need not be whole.

    `words` are those behind `one` for each word behind `other`. Given the sum, one count is
    binomial.
    """
    tail, share = (1 - level) / 2, words / (1 + words)
    with np.errstate(invalid="ignore", divide="ignore"):
        at_least = np.where(one > 0, betainc(one, other + 1, share), 1)
        at_most = np.where(other > 0, betainc(other, one + 1, 1 - share), 1)
        low = np.where(one > 0, betaincinv(one, other + 1, tail), 0)
        high = np.where(other > 0, betaincinv(one + 1, other, 1 - tail), 1)
        p = np.minimum(2 * np.minimum(at_least, at_most), 1)
        return p, low / (1 - low) / words, high / (1 - high) / words


def _difference(
    drawn: Resampled, sides: tuple[np.ndarray, np.ndarray], shared: np.ndarray, *, level: float
) -> tuple[np.ndarray, np.ndarray]:
    """Return the ends of the interval of the difference of two rates, per word."""
    left, right = sides
    rate = drawn.counts / drawn.words
    low, high = drawn.intervals(level=level)
    below, above = rate - low, high - rate
    difference = rate[left] - rate[right]
    down = below[left] ** 2 + above[right] ** 2 - 2 * shared * below[left] * above[right]
    up = above[left] ** 2 + below[right] ** 2 - 2 * shared * above[left] * below[right]
    return difference - np.sqrt(np.maximum(down, 0)), difference + np.sqrt(np.maximum(up, 0))
