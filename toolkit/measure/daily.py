"""Daily figures: events of a conflict, one row each, counted by day beside what is published."""

from __future__ import annotations

import numpy as np
import pandas as pd

from toolkit.tables.arguments import check_column, expect_table, expect_type
from toolkit.tables.schema import TABLES
from toolkit.text.days import read_day


def add_daily(
    table: pd.DataFrame,
    events: pd.DataFrame,
    *,
    day: str = "date",
    count: str | None = None,
    lag: int = 0,
) -> pd.DataFrame:
    """Add how many events there were on the day of each row, such as of counts.

    Parameters
    ----------
    table
        A table with a column `date`: counts, mentions, exposure.
    events
        A row an event (ACLED, UCDP GED, GDELT), or a row a day with its figure.
    day
        The column of its day: dates, or texts such as "2020-11-10", "20201110" or
        "10 November 2020".
    count
        The column that is summed, such as fatalities; without it, rows are counted.
    lag
        Days from the event to the publication that it is put beside.

    Returns
    -------
    pandas.DataFrame
        The same rows with the column `events`, or that named by `count`: zero for days between the
        first and the last event that have none, empty for days outside of these.
    """
    expect_table(table, "table", ["date"], expected="a table with a column 'date'")
    figures = daily_figures(events, day=day, count=count)
    check_lag(lag)
    if count in TABLES["counts"].columns:
        raise ValueError(
            f"count: found {count!r}, which names a column of counts, expected another name; "
            f"rename the column of events, as by .rename(columns={{{count!r}: 'daily_{count}'}})"
        )
    dates = table["date"].astype("datetime64[us]").dt.normalize() - pd.Timedelta(days=lag)
    return table.assign(**{count or "events": dates.map(figures).astype("float64")})


def daily_figures(events: pd.DataFrame, *, day: str, count: str | None) -> pd.Series:
    """Return the figure of every day from the first event to the last, by day.

    Raises
    ------
    ValueError
        If a row has no day that can be read in one way only, or no figure that is 0 or more.
    """
    rows = "a table with a row for each event, or each day, and its day in the column `day` names"
    expect_table(events, "events", [day], expected=rows)
    days = _days(events[day])
    figures = pd.Series(1.0, index=events.index)
    if count is not None:
        check_column(events, count, "count", "events")
        figures = pd.to_numeric(events[count], errors="coerce")
        _refuse(events[count], ~(figures >= 0), "count", count, "a number, 0 or more")
    if events.empty:
        return pd.Series(dtype="float64", index=pd.DatetimeIndex([], dtype="datetime64[us]"))
    summed = figures.astype("float64").groupby(days.to_numpy()).sum()
    every = pd.date_range(summed.index.min(), summed.index.max(), freq="D", unit="us")
    return summed.reindex(every, fill_value=0.0)


def check_lag(lag: int) -> None:
    """Raise unless the lag is a number of days."""
    if isinstance(lag, bool):
        raise ValueError(f"lag: found {lag!r}, expected a whole number of days")
    expect_type(lag, "lag", int, expected="a whole number of days")


def _days(values: pd.Series) -> pd.Series:
    """Return days that are dates already, or can be read in one way only."""
    if pd.api.types.is_datetime64_any_dtype(values.dtype):
        _refuse(values, values.isna(), "day", str(values.name), "a date")
        return values.dt.tz_localize(None).astype("datetime64[us]").dt.normalize()
    texts = values.map(lambda value: None if pd.isna(value) else read_day(_whole(value)))
    _refuse(values, texts.isna(), "day", str(values.name), "a date such as 2020-11-10")
    return pd.to_datetime(texts, format="%Y-%m-%d").astype("datetime64[us]")


def _whole(value: object) -> str:
    """Return the text of a day; GDELT's 20201110 may have been read as a number."""
    return str(int(value)) if isinstance(value, float | np.floating) else str(value)


def _refuse(values: pd.Series, bad: pd.Series, argument: str, column: str, expected: str) -> None:
    if bad.any():
        row = bad.to_numpy().argmax()
        raise ValueError(
            f"{argument}: found {values.tolist()[row]!r} in the column {column!r} of events, row "
            f"{row + 1} (one of {int(bad.sum()):,}), expected {expected}"
        )
