"""Periods: the day, week or month in which something was published."""

from __future__ import annotations

import warnings

import pandas as pd

from toolkit.tables.arguments import expect_table
from toolkit.text.days import iso_day

_STARTS = {"day": "D", "week": "W-SUN", "month": "M"}


class PeriodWarning(UserWarning):
    """Asked for periods of what has no dates: the table is empty."""


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


def warn_of_no_dates(table: pd.DataFrame, name: str, *, stacklevel: int) -> None:
    """Warn if the table `name` has rows, and none of them a date."""
    if len(table) and table["date"].isna().all():
        warnings.warn(
            f"{name}: none of {len(table):,} row(s) has a date, so that there is no period to "
            "count in; give each article a `date`, YYYY-MM-DD, or say how it is written: "
            "load_corpus(..., date_format='%d/%m/%Y')",
            PeriodWarning,
            stacklevel=stacklevel + 1,
        )


def add_event(table: pd.DataFrame, day: str | pd.Timestamp) -> pd.DataFrame:
    """Add whether each row is from before a day, and how many days it is from it.

    Parameters
    ----------
    table
        A table with a column `date`: mentions, exposure, articles, counts.
    day
        Of the event, ``"2020-11-10"``; the day itself counts as after.

    Returns
    -------
    pandas.DataFrame
        The same rows with `when` ("before" or "after", in this order) and `days` (below zero
        before it), both empty where the date is.
    """
    expect_table(table, "table", ["date"], expected="a table with a column 'date'")
    event = _day(day)
    days = (table["date"].astype("datetime64[us]").dt.normalize() - event).dt.days
    when = days.ge(0).map({False: "before", True: "after"}).where(days.notna())
    ordered = pd.Categorical(when, categories=["before", "after"])
    return table.assign(when=ordered, days=days.astype("float64"))


def _day(day: str | pd.Timestamp) -> pd.Timestamp:
    if isinstance(day, pd.Timestamp) and not pd.isna(day):
        return day.normalize().tz_localize(None)
    if not isinstance(day, str) or iso_day(day) is None:
        raise ValueError(f"day: found {day!r}, expected a date, YYYY-MM-DD")
    return pd.Timestamp(day)


def periods_between(periods: pd.Series, *, every: str) -> pd.DatetimeIndex:
    """Return the first day of every period from the first of `periods` to the last."""
    if periods.dropna().empty:
        return pd.DatetimeIndex([], dtype="datetime64[us]")
    ends = [periods.min(), periods.max()]
    return pd.period_range(*ends, freq=_STARTS[every]).start_time.astype("datetime64[us]")
