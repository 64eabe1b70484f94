"""Trends: rates by day, week or month, without gaps, and with events marked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

import pandas as pd

from toolkit.measure.counted import Table, change_table, header, read_columns
from toolkit.measure.periods import add_period, periods_between, warn_of_no_dates
from toolkit.measure.rates import rates
from toolkit.tables.arguments import as_list, check_free, expect_mapping, expect_table
from toolkit.tables.calls import records_call
from toolkit.tables.declare import MEASURED
from toolkit.tables.schema import finish_measure


@records_call
def trends(
    mentions: Table,
    exposure: Table,
    *,
    of: str | Sequence[str] = "frame",
    by: str | Sequence[str] = (),
    every: str = "week",
    events: Mapping[str, str] | None = None,
    per: int = 1000,
    seed: int,
    draws: int = 10_000,
    level: float = 0.95,
    within: str | None = None,
    cluster: str | Sequence[str] | None = None,
) -> pd.DataFrame:
    """Rate each thing counted in every period from the first date to the last.

    Parameters
    ----------
    mentions, exposure
        The tables of those names, of the same articles, whole or both as `open_parts` returns
        them; rows without a date are left out.
    of, by, per, seed, draws, level, within, cluster
        As in `rates`; `by` splits each period further.
    every
        "day", "week" or "month".
    events
        Days to mark, ``{"2020-11-10": "ceasefire"}``; several of a period are joined by "; ".

    Returns
    -------
    pandas.DataFrame
        The trends table: the columns named by `by`, period (its first day), those named by `of`,
        the columns of rates, and event. A period without words has a row with n = 0 and
        exposure = 0, and without a rate.

    Warns
    -----
    PeriodWarning
        If nothing has a date: the table is empty.
    """
    of, by = as_list(of, "of"), as_list(by, "by")
    expect_table(header(mentions), "mentions", ["mention_id", "doc_id", "date"])
    expect_table(header(exposure), "exposure", ["doc_id", "n_tokens", "date"])
    expect_mapping(events, "events", expected="days and their labels, as `load_events` returns")
    check_free("trends", by=by, of=of)
    with_period = partial(_with_period, every=every)
    dated = [
        change_table(table, with_period, reads=["date"], adds=["period"])
        for table in (mentions, exposure)
    ]
    rated = rates(
        *dated,
        of=of,
        by=[*by, "period"],
        per=per,
        seed=seed,
        draws=draws,
        level=level,
        within=within,
        cluster=cluster,
    ).drop(columns=[*MEASURED, "denominator"])
    dates = read_columns(exposure, ["date"])
    warn_of_no_dates(dates, "exposure", stacklevel=3)
    keys = [*by, "period", *of]
    groups = [rated[columns].drop_duplicates() for columns in (by, of) if columns]
    periods = with_period(dates)["period"]
    filled = pd.DataFrame({"period": periods_between(periods, every=every)})
    for group in groups:
        filled = filled.merge(group, how="cross")
    zeros = dict.fromkeys(("n", "n_docs", "exposure", "exposure_docs", "n_clusters"), 0)
    constant = {"per": per, "level": level}
    table = filled.merge(rated, how="left", on=keys).fillna({**zeros, **constant})
    table = table.sort_values(keys, na_position="last", ignore_index=True)
    table["event"] = table["period"].map(_events_by_period(events or {}, every))
    return finish_measure("trends", table, by=by, of=of)


def _with_period(table: pd.DataFrame, *, every: str) -> pd.DataFrame:
    return add_period(table[table["date"].notna()], every=every)


def _events_by_period(events: Mapping[str, str], every: str) -> dict[pd.Timestamp, str]:
    days = pd.DataFrame({"date": pd.to_datetime(list(events)), "event": list(events.values())})
    marked = add_period(days.sort_values("date", kind="stable"), every=every)
    return marked.groupby("period")["event"].agg("; ".join).to_dict()
