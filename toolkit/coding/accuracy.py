"""Accuracy: how often what was found is right, and what is right was found."""

from __future__ import annotations

import warnings
from bisect import bisect_left
from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.special import ndtri

from toolkit.coding.columns import check_filled, check_probability, split
from toolkit.statistics.intervals import (
    check_level,
    effective_clusters,
    share_interval,
    wilson_interval,
)
from toolkit.tables.arguments import as_list, check_columns, expect_table
from toolkit.tables.calls import records_call
from toolkit.tables.schema import finish_table


class AccuracyWarning(UserWarning):
    """Errors that differ between the groups that are to be compared."""


_CODED = "coded units, as `add_codes` returns them"
_MEASURES = ("precision", "recall", "f1", "kappa")


@records_call
def accuracy(
    coded: pd.DataFrame,
    *,
    found: str,
    truth: str,
    by: str | Sequence[str] = (),
    none: str = "none",
    probability: str | None = None,
    cluster: str = "doc_id",
    level: float = 0.95,
) -> pd.DataFrame:
    """Compare what was found with what a person coded, over all and for each category.

    With TP, FP and FN the units in which a category is rightly, wrongly and not found: precision
    ``TP / (TP + FP)``, recall ``TP / (TP + FN)``, F1 ``2 TP / (2 TP + FP + FN)``, and Cohen's kappa
    ``(p_o - p_e) / (1 - p_e)`` (Cohen 1960, Educ Psychol Meas 20: 37-46).

    Parameters
    ----------
    coded
        Units that a person coded, drawn at random. Recall needs units in which nothing was found
        among them: add `draw_passages` to the mentions.
    found, truth
        The columns of what the toolkit found and of what the person coded.
    by
        The column(s) that split the units: term_id, voice, outlet ... Errors that differ between
        groups bias their comparison.
    none
        The code that says that there is nothing; it is not a category. Empty values of `found`
        count as this code.
    probability
        The column of the chance with which each unit was drawn, if they were not equal: each unit
        stands for ``1 / probability``.
    cluster
        The column whose values are independent of each other.
    level
        Coverage of the intervals. They are Wilson's, of the effective number of units (units over
        the design effect of clusters and unequal chances, at least one) and with Student's
        quantile of the clusters less one: a bootstrap has no width where all was right, as is
        common among few units. That of F1 is that of ``TP / (TP + FP + FN)``, of which it is a
        function; that of kappa is that of p_o, p_e held as it is.

    Returns
    -------
    pandas.DataFrame
        The accuracy table, a row for all categories together and for each, by group. Over all,
        precision and recall count every category but `none`.

    Warns
    -----
    AccuracyWarning
        If, with `by`, precision or recall over all differs between two groups by more than chance,
        at `level` and corrected (Bonferroni) for all pairs of groups. A comparison of these groups
        is then one of errors too; correct it by `corrected_shares`.
    """
    by = as_list(by, "by")
    expect_table(coded, "coded", expected=_CODED)
    check_level(level)
    check_columns(coded, [cluster], "coded")
    coded = _weighed(coded, [*by, found], truth, none=none, probability=probability)
    rows = []
    for group, units in split(coded, by):
        a, b = (units[column].astype(object).fillna(none).to_numpy() for column in (found, truth))
        clusters = pd.factorize(units[cluster], use_na_sentinel=False)[0]
        w = units["_weight"].to_numpy("float64")
        categories = sorted({*a, *b} - {none}, key=str)
        for category in (None, *categories):
            here = (a != none, b != none) if category is None else (a == category, b == category)
            right = here[0] & (a == b)
            agree = a == b if category is None else here[0] == here[1]
            sides = (a, b) if category is None else here
            row = _row(right, *here, agree, sides, w, clusters, level=level)
            rows.append({**group, "category": "all" if category is None else category, **row})
    columns = [*by, "category", "n", "n_found", "n_truth", "n_right"]
    columns += [f"{name}{end}" for name in _MEASURES for end in ("", "_low", "_high")]
    table = finish_table("accuracy", pd.DataFrame(rows, columns=columns), by)
    if by:
        _warn_of_difference(table[table["category"] == "all"], by, level)
    return table


def _warn_of_difference(rows: pd.DataFrame, by: list[str], level: float) -> None:
    """Warn if a measure differs between two groups, corrected for how many pairs there are."""
    for name in ("precision", "recall"):
        known = rows[rows[f"{name}_low"].notna()]
        value, low, high = (known[f"{name}{end}"].to_numpy() for end in ("", "_low", "_high"))
        pairs = len(known) * (len(known) - 1) / 2
        if not pairs:
            continue
        tails = np.array([1 - (1 - level) / (2 * pairs), (1 + level) / 2])
        wider = float(np.divide(*ndtri(tails)))
        apart = value[:, None] - value  # the reach of each towards the other
        reach = np.hypot((value - low)[:, None], high - value) * wider
        best, worst = np.unravel_index(np.argmax(apart - reach), apart.shape)
        if apart[best, worst] > reach[best, worst]:
            named = [", ".join(map(str, known.iloc[at][by])) for at in (worst, best)]
            warnings.warn(
                f"{name} differs between groups: {value[worst]:.0%} in {named[0]}, "
                f"{value[best]:.0%} in {named[1]}; a comparison of them holds that difference too: "
                "correct it by corrected_shares",
                AccuracyWarning,
                stacklevel=4,
            )


def units_to_code(
    *, width: float, share: float = 0.5, of: int | None = None, per_cluster: float = 1.0,
    alike: float = 0.0, level: float = 0.95,
) -> int:  # fmt: skip
    """Return how many units must be coded for an interval of a share to be so wide.

    Parameters
    ----------
    width
        Of the interval that is wanted, from end to end: 0.1 for plus and minus five points.
    share
        What is expected: of precision, how many found are right; of a category, its share. Half
        is the most that is needed.
    of
        How many units there are in all, if few.
    per_cluster
        Units coded of one article, on average.
    alike
        How alike units of one article are, from 0 to 1 (their intraclass correlation).
    level
        Coverage of the interval, which is Wilson's (1927, JASA 22: 209-212), of units over the
        design effect ``1 + (per_cluster - 1) * alike`` (Kish 1965, Survey Sampling, 5.4).

    Returns
    -------
    int
        Units for each group that is to have such an interval of its own.
    """
    check_level(level)
    for name, value, least, most in (
        ("width", width, 0, 1), ("share", share, 0, 1), ("alike", alike, 0, 1),
        ("per_cluster", per_cluster, 1, np.inf), ("of", 1 if of is None else of, 1, np.inf),
    ):  # fmt: skip
        if not least <= value <= most or (name == "width" and value == 0):
            raise ValueError(
                f"{name}: found {value}, expected from {least} to {most}, width above 0"
            )
    quantile = float(ndtri((1 + level) / 2))

    def wide(n: float) -> float:
        low, high = wilson_interval(share, n, quantile=quantile)
        return float(high - low)

    most = (
        int((quantile / width) ** 2) + 2
    )  # no interval of a share is wider than quantile / sqrt(n)
    n = 1.0 + bisect_left(range(1, most), -width, key=lambda units: -wide(units))
    n *= 1 + (per_cluster - 1) * alike
    if of is not None:
        n = min(n / (1 + (n - 1) / of), of)  # Cochran 1977, Sampling Techniques, 4.4
    return int(np.ceil(n - 1e-9))


@records_call
def confusion(
    coded: pd.DataFrame,
    *,
    found: str,
    truth: str,
    by: str | Sequence[str] = (),
    none: str = "none",
    probability: str | None = None,
) -> pd.DataFrame:
    """Count which category was found for each true one.

    Parameters
    ----------
    coded, found, truth, by, none, probability
        As in `accuracy`.

    Returns
    -------
    pandas.DataFrame
        The confusion table: a row for every two categories of a group, zeros included.
    """
    by = as_list(by, "by")
    expect_table(coded, "coded", expected=_CODED)
    coded = _weighed(coded, [*by, found], truth, none=none, probability=probability)
    tables = [pd.DataFrame(columns=[*by, "truth", "found", "n", "share"])]
    for group, units in split(coded, by):
        pair = units[[truth, found]].astype(object).fillna(none).astype("str")
        pair = pair.set_axis(["truth", "found"], axis="columns")
        known = sorted({*pair["truth"], *pair["found"]})
        grid = pd.MultiIndex.from_product([known, known], names=["truth", "found"])
        cells = pair.assign(w=units["_weight"].to_numpy()).groupby(["truth", "found"])["w"]
        cells = cells.agg(n="size", w="sum")
        table = cells.reindex(grid, fill_value=0).reset_index()
        whole = table.groupby("truth")["w"].transform("sum")
        table["share"] = (table["w"] / whole).where(whole > 0)
        tables.append(table.drop(columns="w").assign(**group))
    return finish_table("confusion", pd.concat(tables, ignore_index=True), by)


def _weighed(
    coded: pd.DataFrame, columns: list[str], truth: str, *, none: str, probability: str | None
) -> pd.DataFrame:
    """Check what was coded, and add how many units each stands for."""
    check_columns(
        coded, [*columns, truth, *([] if probability is None else [probability])], "coded"
    )
    remedy = f"leave out what nobody coded, and write {none!r} where there is nothing"
    check_filled(coded, truth, remedy=remedy)
    if probability is None:
        return coded.assign(_weight=1.0)
    check_probability(coded[probability])
    return coded.assign(_weight=1 / coded[probability])


def _row(
    right: np.ndarray, found: np.ndarray, truth: np.ndarray, agree: np.ndarray,
    sides: tuple[np.ndarray, np.ndarray], weights: np.ndarray, clusters: np.ndarray, *,
    level: float,
) -> dict[str, float]:  # fmt: skip
    """Return the counts and measures of one category."""
    row: dict[str, float] = {
        "n": len(right),
        "n_found": int(found.sum()),
        "n_truth": int(truth.sum()),
        "n_right": int(right.sum()),
    }
    chance = _chance_agreement(*sides, weights)
    parts = {
        "precision": (right, found),
        "recall": (right, truth),
        "f1": (right, found + 1.0 * truth - right),  # Jaccard's J, a share; F1 is 2J / (1 + J)
        "kappa": (agree, np.ones(len(right))),
    }
    for name, (part, whole) in parts.items():
        values: tuple[float, ...] = _share(weights * part, weights * whole, clusters, level=level)
        if name == "f1":
            values = tuple(2 * v / (1 + v) for v in values)
        elif name == "kappa":
            rest = 1 - chance
            values = tuple(max((v - chance) / rest, -1.0) if rest > 0 else np.nan for v in values)
        row |= dict(zip((name, f"{name}_low", f"{name}_high"), values, strict=True))
    return row


def _share(
    part: np.ndarray, whole: np.ndarray, clusters: np.ndarray, *, level: float
) -> tuple[float, float, float]:
    """Return a ratio of sums over units, and the ends of its interval."""
    inside = whole > 0
    if not inside.any():
        return np.nan, np.nan, np.nan
    by_cluster = [np.bincount(clusters[inside], values[inside]) for values in (part, whole)]
    most = effective_clusters(whole[inside][:, None])[0]
    low, high = share_interval(*by_cluster, most=most, level=level)
    return float(part.sum() / whole.sum()), low, high


def _chance_agreement(found: np.ndarray, truth: np.ndarray, weights: np.ndarray) -> float:
    """Return the agreement of two codings that share nothing but how often they use each value."""
    shares = [pd.Series(weights).groupby(side).sum() / weights.sum() for side in (found, truth)]
    return float(shares[0].mul(shares[1], fill_value=0).sum())
