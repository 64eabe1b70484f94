"""Periods: the day, week or month in which something was published."""

from __future__ import annotations

import pandas as pd

from toolkit.tables.arguments import expect_table

_STARTS = {"day": "D", "week": "W-SUN", "month": "M"}


def add_period(table: pd.DataFrame, *, every: str = "week") -> pd.DataFrame:
    """Add the column `period`: the first day of the day, week (from Monday) or month of `date`.

    Parameters
    ----------
    table
        A table with a column `date`: mentions, exposure, articles.
    every
        "day", "week" or "month".

    Returns
    -------
    pandas.DataFrame
        The same rows with `period`, empty where the date is.
    """
    expect_table(table, "table", ["date"], expected="a table with a column 'date'")
    if every not in _STARTS:
        raise ValueError(f"every: found {every!r}, expected one of {', '.join(_STARTS)}")
    dates = table["date"].astype("datetime64[us]")
    return table.assign(period=dates.dt.to_period(_STARTS[every]).dt.start_time)


def periods_between(periods: pd.Series, *, every: str) -> pd.DatetimeIndex:
    """Return the first day of every period from the first of `periods` to the last."""
    if periods.dropna().empty:
        return pd.DatetimeIndex([], dtype="datetime64[us]")
    ends = [periods.min(), periods.max()]
    return pd.period_range(*ends, freq=_STARTS[every]).start_time.astype("datetime64[us]")
