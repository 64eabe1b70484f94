"""Corrections: shares and rates as they would be if a person had coded everything."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from toolkit.coding.columns import check_probability, split
from toolkit.statistics.intervals import check_level, linearised_error, t_quantile
from toolkit.tables.arguments import as_list, check_columns, check_same_method, expect_table
from toolkit.tables.schema import finish_table

_NEAR = 0.1  # sensitivity + specificity - 1 below which Rogan and Gladen's estimate says little
_CODE_MORE = "at least two coded units; they stay empty: code more of them"


class CorrectionWarning(UserWarning):
    """A correction that rests on too little."""


class _Units(NamedTuple):
    """One group's units: found and coded as 1 or 0, which are coded, with what chance, where."""

    found: np.ndarray
    truth: np.ndarray
    coded: np.ndarray
    chance: np.ndarray
    cluster: np.ndarray


# An estimate, and by how much each unit moves it: the variance is that of the sums by cluster.
_Estimate = tuple[float, np.ndarray]


def corrected_shares(
    mentions: pd.DataFrame,
    *,
    found: str,
    truth: str,
    by: str | Sequence[str] = (),
    method: str = "dsl",
    none: str = "none",
    cluster: str = "doc_id",
    level: float = 0.95,
) -> pd.DataFrame:
    """Correct the shares of what was found by a sample that a person coded.

    With f what was found of a unit (1 if it is the category), y what was coded, N units of which n
    were drawn with the known chance pi, and R telling which:

    - "dsl": the mean of ``f + R / pi * (y - f)`` over all units (design-based supervised learning:
      Egami, Hinck, Stewart and Wei 2023, NeurIPS 36); the only one for unequal chances.
    - "ppi": ``mean(f) + mean(y - f)``, over those not drawn and over those drawn
      (prediction-powered inference: Angelopoulos et al. 2023, Science 382: 669-674).
    - "ppi++": ``mean(y) + l * (mean(f) - mean(f of the drawn))`` with ``l = cov(y, f) / ((1 +
      n/N) var(f))`` between 0 and 1, N here being those not drawn (Angelopoulos, Duchi and Zrnic
      2023, arXiv:2311.01453): with many units no worse than the sample alone.
    - "rogan-gladen": ``(p + sp - 1) / (se + sp - 1)``, between 0 and 1, p the share found, se and
      sp sensitivity and specificity in the sample of the same group (Rogan and Gladen 1978, Am J
      Epidemiol 107: 71-76).
    - "classical": the mean of y over those drawn; what was found is not used.

    Parameters
    ----------
    mentions
        All mentions, drawn or not, with codes and probability from `add_codes`.
    found, truth
        The columns of what was found and of what was coded, empty where nobody did.
    by
        The column(s) that make groups, which are known without error. Each group is corrected by
        its own sample, as errors may differ between groups.
    method
        One of those above.
    none
        The code that says that there is nothing, as in `accuracy`.
    cluster
        Column whose values are independent of each other: standard errors are robust to what units
        of one article share.
    level
        Coverage of the intervals, which are Student's t, with the clusters that have coded units
        less one, within 0 and 1.

    Returns
    -------
    pandas.DataFrame
        The corrected_shares table: a row for each category in each group.

    Warns
    -----
    CorrectionWarning
        If a group has fewer than two coded units, whose rows stay empty; or, for "rogan-gladen", if
        se + sp is near 1: what was found then hardly depends on what is there.

    Limits
    ------
    What several voices say together is a category of its own. A category that was never coded in a
    group has the share that was found, whose error is then unknown: code some of each.
    """
    by = as_list(by, "by")
    _check(mentions, found, truth, [*by, cluster], method=method, level=level)
    rows, few, weak = [], [], []
    for group, members in split(mentions, by):
        chances = members["probability"][members[truth].notna()]
        if method != "dsl" and chances.min() != chances.max() and len(chances):
            raise ValueError(
                f"method: found {method!r} for units drawn with unequal chances"
                f"{f' in {group}' if group else ''}, expected 'dsl', which takes them"
            )
        for category, units in _categories(members, found, truth, none=none, cluster=cluster):
            n_coded = int(units.coded.sum())
            about = {**group, "category": category, "method": method, "n": len(members)}
            about |= {"n_coded": n_coded, "observed": units.found.mean()}
            if n_coded < 2:
                few.append(about)
                rows.append(about)
                continue
            if method == "rogan-gladen" and abs(_youden(units)[0]) < _NEAR:
                weak.append(about)
            rows.append(about | _interval(*_METHODS[method](units), units, level=level))
    _warn(few, by, _CODE_MORE)
    _warn(weak, by, "se + sp well above 1; what was found hardly depends on what is there")
    columns = [*by, "category", "method", "n", "n_coded", "observed", "share", "low", "high", "se"]
    return finish_table("corrected_shares", pd.DataFrame(rows, columns=columns), by)


def corrected_rates(
    mentions: pd.DataFrame,
    exposure: pd.DataFrame,
    *,
    found: str,
    truth: str,
    by: str | Sequence[str] = (),
    none: str = "none",
    per: int = 1000,
    level: float = 0.95,
) -> pd.DataFrame:
    """Correct rates per so many words by a sample that a person coded.

    The corrected count of an article is the sum of ``f + R / pi * (y - f)`` ("dsl", see
    `corrected_shares`), and the rate that of these counts to the words, with the error of the
    linearised ratio over articles (Cochran 1977, Sampling Techniques, 6.3-6.4).

    Parameters
    ----------
    mentions, found, truth, by, none, level
        As in `corrected_shares`; `by` are columns of both tables.
    exposure
        The exposure table, of the same articles. If it has the column `found`, a category has its
        own words, else those of its group.
    per
        Words that the rate is stated per.

    Returns
    -------
    pandas.DataFrame
        The corrected_rates table: a row for each category in each group that has words.

    Warns
    -----
    CorrectionWarning
        If a group has fewer than two coded mentions, whose corrected values stay empty.

    Limits
    ------
    Words are those of the voice that was found: they are not corrected.
    """
    by = as_list(by, "by")
    _check(mentions, found, truth, [*by, "doc_id"], method="dsl", level=level)
    expect_table(exposure, "exposure", ["doc_id", "n_tokens"])
    check_columns(exposure, by, "exposure")
    check_same_method(mentions=mentions, exposure=exposure)
    said = {tuple(group.values()): words for group, words in split(exposure, by)}
    rows, few = [], []
    for group, members in split(mentions, by):
        words = said.get(tuple(group.values()), exposure.iloc[:0])
        for category, units in _categories(members, found, truth, none=none, cluster="doc_id"):
            theirs = words[words[found] == category] if found in words else words
            tokens = theirs.groupby("doc_id")["n_tokens"].sum()
            if not tokens.sum():
                continue
            about = {**group, "category": category, "n": units.found.sum(), "per": per}
            about |= {"n_coded": units.coded.sum(), "exposure": tokens.sum()}
            about |= {"observed": per * units.found.sum() / tokens.sum()}
            if about["n_coded"] < 2:
                few.append(about)
                rows.append(about)
                continue
            counts = pd.Series(_if_coded(units)).groupby(members["doc_id"].to_numpy()).sum()
            rate = _rate(counts, tokens, _freedom(units), level=level)
            ends = {name: per * value for name, value in rate.items()}
            rows.append(about | {"n_corrected": counts.sum()} | ends)
    _warn(few, by, _CODE_MORE)
    columns = [*by, "category", "n", "n_coded", "n_corrected", "exposure", "per", "observed"]
    table = pd.DataFrame(rows, columns=[*columns, "rate", "low", "high"])
    return finish_table("corrected_rates", table, by)


def _check(
    mentions: pd.DataFrame,
    found: str,
    truth: str,
    others: list[str],
    *,
    method: str,
    level: float,
) -> None:
    expect_table(mentions, "mentions", expected="mentions with codes, as `add_codes` returns them")
    check_level(level)
    check_columns(mentions, [found, truth, "probability", *others], "mentions")
    if method not in _METHODS:
        raise ValueError(f"method: found {method!r}, expected one of {', '.join(_METHODS)}")
    check_probability(mentions["probability"][mentions[truth].notna()])


def _categories(
    members: pd.DataFrame, found: str, truth: str, *, none: str, cluster: str
) -> Iterator[tuple[str, _Units]]:
    """Yield each category that was found or coded in a group, and its units."""
    coded = members[truth].notna().to_numpy()
    a = members[found].astype(object).fillna(none).to_numpy()
    b = members[truth].astype(object).to_numpy()
    chance = members["probability"].to_numpy("float64")
    clusters = pd.factorize(members[cluster], use_na_sentinel=False)[0]
    for category in sorted({*a, *b[coded]} - {none}, key=str):
        one = (a == category).astype("float64")
        yield category, _Units(one, (b == category).astype("float64"), coded, chance, clusters)


def _interval(share: float, moves: np.ndarray, units: _Units, *, level: float) -> dict[str, float]:
    error = float(np.sqrt((np.bincount(units.cluster, moves) ** 2).sum()))
    freedom = _freedom(units)
    reach = t_quantile(freedom, level=level) * error
    low, high = np.clip([share - reach, share + reach], 0, 1)
    return {"share": share, "low": low, "high": high, "se": error}


def _freedom(units: _Units) -> np.float64:
    return np.float64(len(np.unique(units.cluster[units.coded])) - 1)


def _rate(
    counts: pd.Series, tokens: pd.Series, freedom: np.float64, *, level: float
) -> dict[str, float]:
    """Return the rate per word of counts by article, and its ends."""
    docs = tokens.index.union(counts.index)
    h, t = (
        values.reindex(docs, fill_value=0).to_numpy("float64")[:, None]
        for values in (counts, tokens)
    )
    rate, error = h.sum() / t.sum(), linearised_error(h, t)[0]
    reach = t_quantile(freedom, level=level) * error
    return {"rate": rate, "low": max(rate - reach, 0.0), "high": rate + reach}


def _mean(values: np.ndarray, chosen: np.ndarray, cluster: np.ndarray) -> _Estimate:
    """Return the mean of the chosen units, and by how much each moves it."""
    k, n = len(np.unique(cluster[chosen])), chosen.sum()
    if not n:
        return np.nan, np.full(len(values), np.nan)
    mean = values[chosen].mean()
    apart = np.where(chosen, values - mean, 0) / n
    return float(mean), apart * (np.sqrt(k / (k - 1)) if k > 1 else np.nan)


def _if_coded(units: _Units) -> np.ndarray:
    """Return what coding every unit would have given, on average over samples."""
    wrong = np.where(units.coded, units.truth - units.found, 0)
    return units.found + wrong / np.where(units.coded, units.chance, 1)


def _dsl(units: _Units) -> _Estimate:
    return _mean(_if_coded(units), np.ones(len(units.found), dtype=bool), units.cluster)


def _classical(units: _Units) -> _Estimate:
    return _mean(units.truth, units.coded, units.cluster)


def _ppi(units: _Units) -> _Estimate:
    return _powered(units, 1.0)


def _ppi_plus(units: _Units) -> _Estimate:
    n, spread = units.coded.sum(), np.var(units.found, ddof=1)
    rest = len(units.found) - n
    if not rest or spread == 0:
        return _classical(units)
    together = np.cov(units.truth[units.coded], units.found[units.coded])[0, 1]
    return _powered(units, float(np.clip(together / ((1 + n / rest) * spread), 0, 1)))


def _powered(units: _Units, weight: float) -> _Estimate:
    """Return the coded mean, moved by `weight` times what the units that were not coded add."""
    if units.coded.all():
        return _classical(units)
    mean, moves = _mean(weight * units.found, ~units.coded, units.cluster)
    rest, others = _mean(units.truth - weight * units.found, units.coded, units.cluster)
    return mean + rest, moves + others


def _youden(units: _Units) -> tuple[float, _Estimate, _Estimate]:
    """Return se + sp - 1 in the sample, se and sp."""
    there = units.coded & (units.truth == 1)
    sensitivity = _mean(units.found, there, units.cluster)
    specificity = _mean(1 - units.found, units.coded & ~there, units.cluster)
    return sensitivity[0] + specificity[0] - 1, sensitivity, specificity


def _rogan_gladen(units: _Units) -> _Estimate:
    # by the delta method, as in Greiner and Gardner 2000, Prev Vet Med 45: 107-137
    everything = np.ones(len(units.found), dtype=bool)
    observed, moves = _mean(units.found, everything, units.cluster)
    youden, (_, by_se), (sp, by_sp) = _youden(units)
    if youden == 0 or np.isnan(youden):
        return np.nan, np.full(len(moves), np.nan)
    share = (observed + sp - 1) / youden
    moved = (moves - share * by_se + (1 - share) * by_sp) / youden
    return float(np.clip(share, 0, 1)), moved


_METHODS: dict[str, Callable[[_Units], _Estimate]] = {
    "dsl": _dsl,
    "ppi": _ppi,
    "ppi++": _ppi_plus,
    "rogan-gladen": _rogan_gladen,
    "classical": _classical,
}


def _warn(rows: list[dict], by: list[str], expected: str) -> None:
    if rows:
        first = ", ".join(f"{name} {rows[0][name]!r}" for name in [*by, "category"])
        warnings.warn(
            f"{len(rows)} row(s), first {first}: expected {expected}",
            CorrectionWarning,
            stacklevel=3,
        )
