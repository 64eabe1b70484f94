"""Agreement: how far coders agree beyond chance, as Krippendorff's alpha."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from toolkit.coding.columns import split
from toolkit.statistics.intervals import bootstrap_sums, check_level, share_interval
from toolkit.tables.arguments import as_list, check_columns, expect_table, needs_seed
from toolkit.tables.schema import finish_table

METRICS = ("nominal", "ordinal", "interval", "ratio")


@needs_seed
def agreement(
    codes: pd.DataFrame,
    *,
    unit: str = "mention_id",
    coder: str = "coder",
    value: str = "value",
    by: str | Sequence[str] = (),
    metric: str = "nominal",
    cluster: str | None = None,
    seed: int,
    draws: int = 2000,
    level: float = 0.95,
) -> pd.DataFrame:
    """Measure how far coders agree, over all and for each category.

    Krippendorff's alpha is ``1 - D_o / D_e``, the observed over the expected disagreement. With
    ``n_uc`` the values c of unit u, of which it has m_u, and n values in all,

    - ``D_o = sum_u(sum_ck(n_uc * n_uk * d2_ck) / (m_u - 1)) / n``,
    - ``D_e = sum_ck(n_c * n_k * d2_ck) / (n * (n - 1))``,

    and the squared differences d2 of two values are 1 (nominal), the square of the values between
    them, half of their own included (ordinal), ``(c - k)**2`` (interval) or
    ``((c - k) / (c + k))**2`` (ratio); after Krippendorff 2019, Content Analysis, 4th ed., ch. 12.
    At 0.8 and above data are taken as reliable, from 0.667 on for tentative conclusions. A frame
    that is rarely used may hide behind a good alpha over all: look at its own row.

    Parameters
    ----------
    codes
        A row for each value that a coder gave a unit, as `load_codes` returns them. Units with
        one value say nothing about agreement and are ignored, as are empty values.
    unit, coder, value
        The columns of what was coded, of who coded it and of the code.
    by
        The column(s) that split the codes, such as ``"variable"``.
    metric
        "nominal", "ordinal" (numbers, or an ordered category), "interval" or "ratio" (numbers).
    cluster
        The column whose values are drawn again instead of units, such as ``"doc_id"``, if units
        of one article are alike.
    seed, draws, level
        Of the bootstrap over units, whose percentiles are the interval (after Hayes and
        Krippendorff 2007, Commun Methods Meas 1: 77-89). Where hardly any unit differs they have
        no width, or too little: the interval then goes to where it would if the observed
        disagreement were at the ends of Wilson's interval; of metrics that are not nominal only
        where no unit differs. The ordinal metric is that of all units.

    Returns
    -------
    pandas.DataFrame
        The agreement table: a row for all values and, if they are nominal, for each category
        against all others. Alpha is empty where all coders gave one value only: there was nothing
        to agree on.

    Raises
    ------
    ValueError
        If no unit has two values, or a coder gave a unit two.
    """
    by = as_list(by, "by")
    expect_table(codes, "codes")
    check_level(level)
    check_columns(
        codes, [*by, unit, coder, value, *([] if cluster is None else [cluster])], "codes"
    )
    if metric not in METRICS:
        raise ValueError(f"metric: found {metric!r}, expected one of {', '.join(METRICS)}")
    coded = codes[codes[value].notna()]
    _check_once(coded, [*by, unit, coder])
    rows = []
    for group, values in split(coded, by):
        paired = values[values.groupby(unit)[coder].transform("size") >= 2].reset_index(drop=True)
        if paired.empty:
            raise ValueError(
                f"codes: found no {unit} with two values{f' in {group}' if group else ''}, "
                f"expected some that two coders coded; {unit}, coder and value are named "
                f"{unit!r}, {coder!r}, {value!r}"
            )
        counts = pd.crosstab(paired[unit], paired[value])
        clusters = None
        if cluster is not None:
            clusters = paired.drop_duplicates(unit).set_index(unit)[cluster].reindex(counts.index)
        shared = {"metric": metric, "n_coders": paired[coder].nunique(), **group}
        for category, table, distance in _questions(counts, paired[value], metric):
            row = _alpha(table, distance, clusters, seed=seed, draws=draws, level=level)
            used = len(table) if category == "all" else int((table[:, 0] > 0).sum())
            rows.append({**shared, "category": category, "n_units": used, **row})
    return finish_table("agreement", pd.DataFrame(rows, columns=[*by, *_COLUMNS]), by)


_COLUMNS = [
    "category", "metric", "n_units", "n_coders", "n_codes", "observed", "expected", "alpha",
    "low", "high",
]  # fmt: skip


def _check_once(coded: pd.DataFrame, key: list[str]) -> None:
    twice = coded[coded.duplicated(key)]
    if len(twice):
        raise ValueError(
            f"codes: found {len(twice)} value(s) beside another of the same coder for the same "
            f"unit, first {twice[key].iloc[0].to_dict()}, expected one of each; if codes are of "
            "several variables, name their column in `by`"
        )


def _questions(counts: pd.DataFrame, values: pd.Series, metric: str) -> list[tuple]:
    """Return what is asked: a name, the values of each unit by category, their differences."""
    table = counts.to_numpy("float64")
    asked = [("all", table, _squared_differences(counts, values, metric))]
    if metric == "nominal":
        total = table.sum(axis=1)
        for column, category in enumerate(counts.columns):
            against_rest = np.column_stack([table[:, column], total - table[:, column]])
            asked.append((str(category), against_rest, 1 - np.eye(2)))
    return asked


def _squared_differences(counts: pd.DataFrame, values: pd.Series, metric: str) -> np.ndarray:
    """Return the squared difference of every two categories."""
    if metric == "nominal":
        return 1 - np.eye(counts.shape[1])
    if metric == "ordinal":
        ordered = isinstance(values.dtype, pd.CategoricalDtype) and values.cat.ordered
        if not ordered:
            _numbers(counts.columns, metric)
        n = counts.sum().to_numpy("float64")
        place = n.cumsum() - n / 2
        return (place[:, None] - place) ** 2
    places = _numbers(counts.columns, metric)
    apart = places[:, None] - places
    if metric == "interval":
        return apart**2
    if (places < 0).any():
        raise ValueError(
            f"metric: found 'ratio' and the value {places.min():g}, expected values from a zero "
            "that means none; 'interval' takes negative values"
        )
    both = places[:, None] + places
    return np.divide(apart, both, out=np.zeros_like(apart), where=both > 0) ** 2


def _numbers(categories: pd.Index, metric: str) -> np.ndarray:
    if not pd.api.types.is_numeric_dtype(categories.dtype):
        raise ValueError(
            f"metric: found {metric!r} and the value {categories[0]!r}, expected numbers"
            + (" or an ordered category" if metric == "ordinal" else "")
        )
    return categories.to_numpy("float64")


def _alpha(
    table: np.ndarray, distance: np.ndarray, clusters: pd.Series | None, **options
) -> dict[str, float]:
    """Return alpha, what it is made of and its interval, of units by category."""
    level = options.pop("level")
    apart = ((table @ distance) * table).sum(axis=1) / (table.sum(axis=1) - 1)
    values = np.column_stack([apart, table])
    sums = values.sum(axis=0, keepdims=True)
    if clusters is not None:
        number = pd.factorize(clusters, use_na_sentinel=False)[0]
        values = pd.DataFrame(values).groupby(number).sum().to_numpy()
    drawn = _of_sums(bootstrap_sums(values, **options), distance)[2]
    observed, expected, alpha = (float(part[0]) for part in _of_sums(sums, distance))
    known = np.isfinite(drawn)
    ends = np.quantile(drawn[known], [(1 - level) / 2, (1 + level) / 2]) if known.any() else None
    low, high = (np.nan, np.nan) if ends is None or np.isnan(alpha) else ends
    if expected > 0 and (distance.max() == 1 or observed == 0):
        whole = table.sum(axis=1)
        if clusters is not None:
            apart, whole = (np.bincount(number, part) for part in (apart, whole))
        best, worst = share_interval(
            apart / distance.max(), whole, most=float(len(table)), level=level
        )
        low = np.fmin(low, 1 - worst * distance.max() / expected)
        high = np.fmax(high, 1 - best * distance.max() / expected)
    return {
        "n_codes": int(table.sum()),
        "observed": observed,
        "expected": expected,
        "alpha": alpha,
        "low": low,
        "high": high,
    }


def _of_sums(sums: np.ndarray, distance: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return D_o, D_e and alpha of sums over units: of what differs, and of each category."""
    apart, totals = sums[:, 0], sums[:, 1:]
    n = totals.sum(axis=1)
    observed = apart / n
    expected = ((totals @ distance) * totals).sum(axis=1) / (n * (n - 1))
    with np.errstate(invalid="ignore", divide="ignore"):
        return observed, expected, np.where(expected > 0, 1 - observed / expected, np.nan)
