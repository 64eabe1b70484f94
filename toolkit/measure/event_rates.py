"""Event rates: mentions per event, or per casualty, beside which they are published."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy import sparse

from toolkit.measure.daily import check_lag, daily_figures
from toolkit.measure.periods import add_period
from toolkit.statistics.intervals import (
    check_level,
    effective_clusters,
    poisson_interval,
    t_quantile,
)
from toolkit.statistics.resampling import Layer, bends
from toolkit.tables.arguments import (
    as_list,
    check_apart,
    check_columns,
    check_free,
    check_some,
    expect_table,
)
from toolkit.tables.calls import records_call
from toolkit.tables.joint import credit_each
from toolkit.tables.schema import finish_measure

_FEWEST = 5  # periods; fewer hardly tell how they differ


@records_call
def event_rates(
    mentions: pd.DataFrame,
    events: pd.DataFrame,
    *,
    of: str | Sequence[str] = "frame",
    by: str | Sequence[str] = (),
    day: str = "date",
    count: str | None = None,
    lag: int = 0,
    every: str = "week",
    per: int = 1,
    seed: int,
    draws: int = 2000,
    level: float = 0.95,
) -> pd.DataFrame:
    """Count mentions per event of the same days: how much is said of what happens.

    All mentions of the days from the first event to the last, over all events. Weeks are drawn with
    replacement, for days that follow each other are alike; the interval is Student's t of the
    logarithm, as in `rates`, with the effective number of weeks less one as degrees of freedom.
    Where nothing was counted it is the exact Poisson interval, and there is none for fewer than
    five weeks.

    *Limits*: a list of events has gaps of its own, and was often made from the news that are
    counted; a ratio tells of no cause.

    Parameters
    ----------
    mentions
        The table, with dates.
    events, day, count, lag
        As in `add_daily`.
    of
        The column(s) of mentions that are counted.
    by
        The column(s) of mentions that split the counts: voice, outlet; events are not split.
    every
        What is drawn: "day", "week" or "month".
    per
        Events, or whatever `count` counts, that the rate is stated per.
    seed, draws
        Of the bootstrap.
    level
        Coverage of the interval.

    Returns
    -------
    pandas.DataFrame
        The event_rates table, a row for each group and each thing counted anywhere. `n_outside`
        are mentions before the first event or after the last, or without a date, which are not
        counted.
    """
    of, by = as_list(of, "of"), as_list(by, "by")
    check_some(of=of)
    check_apart(by=by, of=of)
    check_free("event_rates", by=by, of=of)
    check_level(level)
    check_lag(lag)
    expect_table(mentions, "mentions", ["mention_id", "doc_id", "date"])
    check_columns(mentions, [*by, *of], "mentions")
    figures = daily_figures(events, day=day, count=count)
    mentions = credit_each(mentions, by)
    happened = mentions["date"].astype("datetime64[us]").dt.normalize() - pd.Timedelta(days=lag)
    inside = happened.isin(figures.index)
    table = _counted(mentions, inside, by=by, of=of)
    periods = add_period(pd.DataFrame({"date": figures.index}), every=every)["period"]
    names, unit = np.unique(periods, return_inverse=True)
    hits = _hits(mentions[inside], table, happened[inside], (figures, unit), keys=[*by, *of])
    total = np.bincount(unit, weights=figures, minlength=len(names))
    rate, low, high = _intervals(hits, total, seed=seed, draws=draws, level=level)
    table = table.assign(
        exposure=figures.sum(), n_periods=len(names), every=every, lag=lag, per=per,
        rate=per * rate, low=per * low, high=per * high, level=level,
        denominator=count or "events", first=figures.index.min(), last=figures.index.max(),
    )  # fmt: skip
    return finish_measure("event_rates", table, by=by, of=of)


def _counted(
    mentions: pd.DataFrame, inside: pd.Series, *, by: list[str], of: list[str]
) -> pd.DataFrame:
    """Return a row for each group and thing, with its counts."""
    keys = [*by, *of]
    things = mentions[of].drop_duplicates()
    table = mentions[by].drop_duplicates().merge(things, how="cross") if by else things
    marked = mentions.assign(_in=inside, _doc=mentions["doc_id"].where(inside))
    groups = marked.groupby(keys, dropna=False, observed=True)
    counts = groups.agg(n=("_in", "sum"), n_docs=("_doc", "nunique"), _all=("_in", "size"))
    counts["n_outside"] = counts.pop("_all") - counts["n"]
    table = table.merge(counts.reset_index(), how="left", on=keys)
    table = table.fillna({"n": 0, "n_docs": 0, "n_outside": 0})
    return table.sort_values(keys, na_position="last", ignore_index=True)


def _hits(
    mentions: pd.DataFrame,
    table: pd.DataFrame,
    happened: pd.Series,
    periods: tuple[pd.Series, np.ndarray],
    *,
    keys: list[str],
) -> np.ndarray:
    """Return the mentions of each period, shape (periods, rows of the table)."""
    figures, unit = periods
    cells = table[keys].assign(_column=np.arange(len(table)))
    column = mentions[keys].merge(cells, how="left", on=keys)["_column"].to_numpy("int64")
    row = unit[figures.index.get_indexer(happened)]
    hits = np.zeros((unit.max() + 1 if len(unit) else 0, len(table)))
    np.add.at(hits, (row, column), 1)
    return hits


def _intervals(
    hits: np.ndarray, total: np.ndarray, *, seed: int, draws: int, level: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the rate of each column of hits, and the ends of its interval."""
    counts, events, n = hits.sum(axis=0), total.sum(), len(total)
    both = Layer(sparse.csc_array(hits), sparse.csc_array(total[:, None].astype("float64")))
    with np.errstate(invalid="ignore", divide="ignore"):
        rate = counts / events
        apart = hits - rate * total[:, None]
        straight = np.sqrt(np.divide(n, n - 1) * (apart**2).sum(axis=0)) / events
        of_log, _ = bends(both, np.zeros(len(counts), "int64"), rate, draws=draws, seed=seed)
        error = of_log * straight / rate
        freedom = effective_clusters(total[:, None])[0] - 1
        factor = np.exp(t_quantile(freedom, level=level) * error)
        exact = poisson_interval(counts, level=level)
        low = np.where(counts > 0, rate / factor, exact[0] / events)
        high = np.where(counts > 0, rate * factor, exact[1] / events)
    known = n >= _FEWEST and events > 0
    nothing = np.full(len(counts), np.nan)
    return (
        rate if events > 0 else nothing,
        low if known else nothing,
        high if known else nothing,
    )
