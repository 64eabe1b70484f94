"""Corrected comparison: ratios and differences of rates as if a person had coded everything."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.optimize import brentq

from toolkit.coding.columns import (
    categories,
    check_cluster,
    check_codes,
    cluster_numbers,
    refuse_voices,
    split,
)
from toolkit.coding.correct import CODE_MORE, SEVERAL_CLUSTERS, warn_of_rows
from toolkit.coding.estimates import (
    Units,
    coded_clusters,
    freedom_of,
    if_coded,
    unseen_cells,
    unseen_errors,
)
from toolkit.measure.counted import check_alike
from toolkit.measure.family import correct_rows
from toolkit.measure.pairs import Pair, Pairs, choose_pairs
from toolkit.statistics.intervals import poisson_interval, t_quantile
from toolkit.statistics.ratios import fieller, freedom_of_difference
from toolkit.statistics.robust import crossed_error
from toolkit.tables.arguments import (
    check_apart,
    check_column,
    check_columns,
    check_free,
    check_same_method,
    expect_table,
)
from toolkit.tables.calls import records_call
from toolkit.tables.joint import credit_each
from toolkit.tables.schema import finish_measure

_LEAST_P = 1e-12  # nothing is surer; below, the levels of intervals cannot be told apart


class _Rate(NamedTuple):
    """A corrected rate per word.

    `per_word` is the number of mentions for each word, which turns a share of the mentions into a
    rate. `scores` has, for each kind of clusters, how far each of them moves the rate; `shares` is
    what each has of the words.
    """

    units: Units
    words: float
    corrected: float
    error: float
    freedom: float
    per_word: float
    cells: list[tuple[int, float, int]]
    scores: list[np.ndarray]
    shares: np.ndarray

    def rate(self) -> float:
        """Return the rate, which is not below zero, as a corrected count of few may be."""
        return max(self.corrected, 0.0) / self.words


@records_call
def corrected_comparison(
    mentions: pd.DataFrame,
    exposure: pd.DataFrame,
    *,
    found: str,
    truth: str,
    by: str,
    pairs: Pairs | Pair | None = None,
    reference: Hashable | None = None,
    least_docs: int = 5,
    least_words: int = 250,
    none: str = "none",
    cluster: str | Sequence[str] = "doc_id",
    per: int = 1000,
    level: float = 0.95,
    correction: str = "holm",
) -> pd.DataFrame:
    """Compare two groups by the rates that they would have if a person had coded everything.

    Each rate is that of `corrected_rates`: the sum of ``f + R / pi * (y - f)`` ("dsl", see
    `corrected_shares`) to the words. As what was coded moves these counts, the error of articles
    and that of having coded few are in one standard error, that of the linearised ratio. The
    interval of the difference is combined from those of the rates and their correlation over
    clusters (MOVER: Zou 2008, Stat Methods Med Res 17: 595-605), that of the ratio likewise (as
    Fieller 1954, JRSS B 16: 175-185), with Welch's degrees of freedom. No rate is taken to be surer
    than the Poisson count of its size, nor than the errors that may be among codes without one
    leave it (`corrected_shares`). P is one less the level at which the difference's interval ends
    at zero.

    Parameters
    ----------
    mentions, exposure, found, truth, none, cluster, per
        As in `corrected_rates`.
    by
        The column, of both tables, that makes the groups: outlet, voice, a docvar, period ...
    pairs, reference, least_docs, least_words, correction
        As in `compare`.
    level
        Coverage of the intervals.

    Returns
    -------
    pandas.DataFrame
        The corrected_comparison table, a row for each pair and each category that was found or
        coded. `plot_comparison` draws it, with the mentions that were found beside it.

    Warns
    -----
    ComparisonWarning
        As in `compare`.
    CorrectionWarning
        If a group has fewer than two coded mentions, or clusters of a kind: such rows stay empty.

    Raises
    ------
    ValueError
        As in `corrected_rates`, and in `compare`.

    Limits
    ------
    The words of a group are those that were found for it: they are not corrected. With fewer than
    some 30 mentions a side intervals are wide, and p errs less often than it may.
    """
    kinds = check_cluster(cluster)
    check_codes(mentions, found, truth, [by, *kinds, "doc_id"], method="dsl", level=level)
    expect_table(exposure, "exposure", ["doc_id", "n_tokens"])
    check_columns(exposure, kinds, "exposure")
    check_column(exposure, by, "by", "exposure")
    check_apart(by=[by], of=[found])
    check_free("corrected_comparison", by=[by], of=[found])
    refuse_voices(mentions, exposure, found)
    check_same_method(mentions=mentions, exposure=exposure)
    mentions, exposure = credit_each(mentions, [by]), credit_each(exposure, [by])
    check_alike(mentions, exposure, [by])
    groups = exposure.groupby(by, dropna=False, observed=True)["n_tokens"].agg(exposure="sum")
    docs = exposure.groupby(by, dropna=False, observed=True)["doc_id"].nunique()
    groups = groups.assign(exposure_docs=docs).query("exposure > 0").reset_index()
    least = {"exposure_docs": least_docs, "exposure": least_words}
    chosen = choose_pairs(groups, by, pairs=pairs, reference=reference, least=least)
    rates = _rates(mentions, exposure, found, truth, by=by, none=none, kinds=kinds)
    rows: list[dict] = []
    for category in sorted({name for group in rates.values() for name in group}, key=str):
        for pair in chosen:
            sides = rates[pair[0]][category], rates[pair[1]][category]
            about = {by: pair[0], f"{by}_reference": pair[1], found: category}
            rows.append(about | _row(sides, per=per, level=level))
    few = [row for row in rows if min(row["n_coded"], row["n_coded_reference"]) < 2]
    alone = [row for row in rows if min(row["n_clusters"], row["n_clusters_reference"]) < 2]
    warn_of_rows(few, [by, found], CODE_MORE)
    warn_of_rows([row for row in alone if row not in few], [by, found], SEVERAL_CLUSTERS)
    table = pd.DataFrame(rows, columns=[by, f"{by}_reference", found, *_COLUMNS])
    table = correct_rows([table.assign(per=per, level=level)], correction=correction)[0]
    return finish_measure("corrected_comparison", table, by=[by], of=[found])


_COLUMNS = [
    *(f"{name}{end}" for name in ("n", "n_coded", "n_clusters", "n_corrected", "exposure", "rate")
      for end in ("", "_reference")),
    "ratio", "ratio_low", "ratio_high", "difference", "difference_low", "difference_high", "p",
]  # fmt: skip


def _rates(
    mentions: pd.DataFrame, exposure: pd.DataFrame, found: str, truth: str, *,
    by: str, none: str, kinds: list[str],
) -> dict[Hashable, dict[str, _Rate]]:  # fmt: skip
    """Return the rate of each category in each group that has words."""
    numbers = cluster_numbers(pd.concat([mentions[kinds], exposure[kinds]]), kinds)
    mentions = mentions.assign(_row=np.arange(len(mentions)))
    exposure = exposure.assign(_row=np.arange(len(exposure)) + len(mentions))
    known = {*mentions[found].dropna(), *mentions[truth].dropna()}
    parts = {_name(group[by]): members for group, members in split(mentions, [by])}
    rates: dict[Hashable, dict[str, _Rate]] = {}
    for group, words in split(exposure, [by]):
        members = parts.get(_name(group[by]), mentions.iloc[:0])
        clusters = [
            (kind[members["_row"]], kind[words["_row"]], kind.max() + 1) for kind in numbers
        ]
        tokens = words["n_tokens"].to_numpy("float64")
        each = categories(members, found, truth, none=none, cluster=kinds, others=known)
        rates[_name(group[by])] = {name: _rate(units, tokens, clusters) for name, units in each}
    return rates


def _name(group: Hashable) -> Hashable:
    return None if pd.isna(group) else group


def _rate(
    units: Units, tokens: np.ndarray, clusters: list[tuple[np.ndarray, np.ndarray, int]]
) -> _Rate:
    counts, total = if_coded(units), tokens.sum()
    rate, scores, errors, shares = counts.sum() / total, [], [], []
    for of_units, of_words, n in clusters:
        words = np.bincount(of_words, tokens, minlength=n)
        apart = (np.bincount(of_units, counts, minlength=n) - rate * words) / total
        k = (words > 0).sum()
        scores.append(apart * np.sqrt(k / (k - 1)) if k > 1 else apart * np.nan)
        errors.append(np.sqrt((scores[-1] ** 2).sum()))
        shares.append(words / total)
    error, per_word = float(crossed_error(errors)), len(counts) / total
    freedom = freedom_of(units, error / per_word) if per_word else 0.0
    least = min(shares[:2], key=np.count_nonzero)
    return _Rate(
        units, total, counts.sum(), error, freedom, per_word, unseen_cells(units), scores, least
    )


def _row(sides: tuple[_Rate, _Rate], *, per: int, level: float) -> dict[Hashable, float]:
    """Return the counts of both sides, ratio and difference with their ends, and p."""
    row: dict[Hashable, float] = {}
    for side, end in zip(sides, ("", "_reference"), strict=True):
        row |= {f"n{end}": side.units.found.sum(), f"n_coded{end}": side.units.coded.sum()}
        row |= {f"exposure{end}": side.words, f"n_clusters{end}": coded_clusters(side.units)}
        if row[f"n_coded{end}"] >= 2:
            row |= {
                f"n_corrected{end}": side.corrected,
                f"rate{end}": per * side.rate(),
            }
    known = min(row["n_coded"], row["n_coded_reference"]) >= 2
    if not known or np.isnan(sides[0].error + sides[1].error):
        return row
    one, other = (side.rate() for side in sides)
    difference = one - other
    reach = _reach(sides, level)
    row |= {
        "difference": per * difference,
        "difference_low": per * (difference - _apart(reach, 0)),
        "difference_high": per * (difference + _apart(reach, 1)),
    }
    if max(one, other) == 0:
        return row
    both, (down, up, shared) = (np.asarray(one), np.asarray(other)), reach
    low = fieller(both, (down[0], up[1]), shared)[0]
    high = fieller(both, (up[0], down[1]), shared)[1]
    ratio = one / other if other else np.inf
    ends = {"ratio": ratio, "ratio_low": float(low), "ratio_high": float(high)}
    return row | ends | {"p": _p(sides, difference)}


_Reach = tuple[list[np.ndarray], list[np.ndarray], np.ndarray]


def _reach(sides: tuple[_Rate, _Rate], level: float) -> _Reach:
    """Return how far each rate may be too high and too low, and the correlation of the two."""
    errors = np.array([side.error for side in sides])
    same = np.asarray((sides[0].shares * sides[1].shares).sum())
    free = np.array([max(side.freedom, 1.0) for side in sides])
    freedom = freedom_of_difference((errors[0], errors[1]), (free[0], free[1]), same)
    quantile = t_quantile(np.nan_to_num(freedom, nan=1.0), level=level)
    down, up = [], []
    for side in sides:
        count = np.asarray(max(side.corrected, 0.0))
        low, high = poisson_interval(count, level=level)
        unseen = unseen_errors(side.cells, level)
        reach = quantile * side.error
        down.append(np.hypot(np.fmax(reach, (count - low) / side.words), unseen[0] * side.per_word))
        up.append(np.hypot(np.fmax(reach, (high - count) / side.words), unseen[1] * side.per_word))
    signs = (1, 1, -1)
    both = zip(signs, sides[0].scores, sides[1].scores, strict=False)
    covariance = sum(sign * (one * other).sum() for sign, one, other in both)
    length = errors.prod()
    return down, up, np.clip(covariance / length, -1, 1) if length > 0 else np.asarray(0.0)


def _apart(reach: _Reach, end: int) -> float:
    """Return how far the difference may be too high (0) or too low (1)."""
    one, other, shared = reach[end][0], reach[1 - end][1], reach[2]
    return float(np.sqrt(np.maximum(one**2 + other**2 - 2 * shared * one * other, 0)))


def _p(sides: tuple[_Rate, _Rate], difference: float) -> float:
    """Return one less the level at which the interval of the difference ends at zero."""

    def lacking(log_p: float) -> float:
        return abs(difference) - _apart(_reach(sides, 1 - 10**log_p), int(difference < 0))

    least, most = np.log10(_LEAST_P), np.log10(1 - _LEAST_P)
    if lacking(most) <= 0:
        return 1.0
    return _LEAST_P if lacking(least) >= 0 else float(10 ** brentq(lacking, least, most))
