"""Rates over time."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from toolkit.plot.marks import record_marks
from toolkit.plot.style import (
    GREY,
    SMALL,
    TWO_COLUMNS,
    Series,
    check_look,
    check_one_row,
    date_ticks,
    draw_nothing,
    drawable,
    ends_of_axis,
    in_order,
    interval,
    label,
    legend_above,
    new_axes,
    noted,
    room,
    say_empty,
    series,
    style,
    unit,
)
from toolkit.tables.arguments import check_columns, expect_mapping, expect_table
from toolkit.tables.keys import named_column

_UNDATED = "no mention has a date"
_APART = 0.09  # of a period, between the lines of neighbouring hues
_NARROW = 3.0  # mm; in narrower periods upright lines would run into each other


def plot_timeline(
    rates: pd.DataFrame,
    *,
    x: str = "period",
    hue: str | None = None,
    events: Mapping[str, str] | None = None,
    labels: Mapping[str, str] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw rates over time: a line per `hue`, broken at gaps, with its intervals.

    A period is as long as the shortest time between two; a gap is one without a row or a rate.

    Parameters
    ----------
    rates
        A trends table, or a rates table made ``by`` a column of dates.
    x
        The column of dates.
    hue
        The column that makes the lines; three or four stay readable. Without it, what was
        counted: the column that the table names in `of`.
    events
        Days to mark, ``{"2020-11-10": "ceasefire"}``; without it, those of the trends table, at
        the beginning of their period. Days before the first period or after the last are not
        drawn.
    labels
        What to print for the values of `hue`, and in which order.
    ax
        Axes to draw on; else a new figure of two columns' width.

    Returns
    -------
    matplotlib.axes.Axes
        Intervals are upright lines, or bands where periods are narrow; an arrow ends one that is
        longer than three times the largest rate.
    """
    expect_table(rates, "rates", ["n", "rate", "low", "high"], table="trends")
    expect_mapping(events, "events", expected="days and their labels, as `load_events` returns")
    check_look(labels, ax)
    if rates.empty:
        return draw_nothing(ax, _UNDATED)
    hue = hue or named_column(rates, "of", "rates", name="hue")
    check_columns(rates, [x, hue], "rates")
    check_one_row(rates, [x, hue], "rates")
    with style():
        ax = new_axes(ax, width=TWO_COLUMNS, height=75)
        rates = rates[rates[x].notna()]
        if rates.empty:
            return say_empty(ax, _UNDATED)
        gap, end = _period_length(rates[x]), ends_of_axis(rates)[1]
        middle = (len(in_order(rates[hue], labels)) - 1) / 2
        first, last = rates[x].min(), rates[x].max() + gap
        ax.set_xlim(first - gap / 4, last + gap / 4)
        ax.set_ylim(0, end * 1.04)
        date_ticks(ax, rates[x])
        narrow = room(ax)[0] * (gap / (last - first)) < _NARROW
        for at, one in enumerate(series(rates, hue, labels)):
            rows = _break(one.rows.sort_values(x), x, gap)
            apart = 0 if narrow else _APART * (at - middle)
            # In the middle of its period, a little apart, so that no interval hides another.
            place = rows[x] + gap * (0.5 + apart)
            name = noted(label(one.value, labels), f"n = {one.rows['n'].sum():,}")
            _draw(ax, one._replace(rows=rows), place, (name, end, narrow))
            tall = ("rate", "rate") if narrow else ("low", "high")  # which a single article lacks
            ends = place - gap * _APART / 2, place + gap * _APART / 2
            marked = tuple(rows[c].fillna(rows["rate"]).clip(upper=end) for c in tall)
            record_marks(ax, rows[[x, hue]], x=ends, y=marked)
        _finish(ax, rates, x)
        _mark_events(ax, _events(rates, x) if events is None else events)
        legend_above(ax)
    return ax


def _break(rows: pd.DataFrame, x: str, gap: pd.Timedelta) -> pd.DataFrame:
    """Return the rows with one without a rate after each that the next period does not follow."""
    rows = rows.set_index(x)
    # Months are 28 to 31 days long.
    last = rows.index[:-1][np.diff(rows.index) > 1.5 * gap]
    return rows.reindex(rows.index.union(last + gap)).rename_axis(x).reset_index()


def _draw(ax: Axes, one: Series, place: pd.Series, how: tuple[str, float, bool]) -> None:
    name, end, narrow = how
    rows, colour = one.rows, one.colour
    low, high = (rows[c].to_numpy("float64") for c in ("low", "high"))
    ax.plot(
        place,
        rows["rate"],
        marker=one.marker,
        color=colour,
        label=name,
        markersize=2.2 if narrow else None,
        linewidth=0.9 if narrow else None,
        clip_on=False,
        zorder=3,
    )
    if narrow:
        ax.fill_between(place, low, high, color=colour, alpha=0.15, linewidth=0, zorder=1)
        rate = rows["rate"].to_numpy("float64")
        alone = np.isnan(np.r_[np.nan, rate[:-1]]) & np.isnan(np.r_[rate[1:], np.nan])
        place, low, high = place[alone], low[alone], high[alone]  # too few for a band
    ax.vlines(place, low, high.clip(max=end), color=colour, linewidth=0.8, zorder=2)
    if (high > end).any():
        cut = place[high > end]
        ax.plot(cut, np.full(len(cut), end), "^", color=colour, markersize=2.5, label="_cut")


def _events(rates: pd.DataFrame, x: str) -> Mapping[str, str]:
    if "event" not in rates:
        return {}
    marked = rates[rates["event"].notna()].drop_duplicates(x)
    return dict(zip(marked[x], marked["event"], strict=True))


def _period_length(periods: pd.Series) -> pd.Timedelta:
    gap = periods.drop_duplicates().sort_values().diff().min()
    return pd.Timedelta(days=1) if pd.isna(gap) else gap


def _finish(ax: Axes, rates: pd.DataFrame, x: str) -> None:
    ax.set_ylabel(f"{unit(rates)}\n{interval(rates)}")
    ax.grid(axis="y")
    ax.set_axisbelow(True)
    ax.set_xlabel(f"{drawable(x)} beginning")


def _mark_events(ax: Axes, events: Mapping[str, str]) -> None:
    """Mark each day within the axis with an upright line and its name, in turn at three heights."""
    left, right = ax.get_xlim()
    days = sorted((ax.convert_xunits(pd.Timestamp(day)), name) for day, name in events.items())
    # Text beyond the axis would be hidden, but still be given room.
    within = [(place, name) for place, name in days if left <= place <= right]
    for at, (place, name) in enumerate(within):
        ax.axvline(place, color=GREY, linewidth=0.7, linestyle=(0, (3, 2)), zorder=1)
        late = place > left + 0.8 * (right - left)
        ax.annotate(
            drawable(name),
            (place, 1),
            xycoords=ax.get_xaxis_transform(),
            xytext=(-2 if late else 2, -2 - 9 * (at % 3)),
            textcoords="offset points",
            ha="right" if late else "left",
            va="top",
            fontsize=SMALL,
            color="#333333",
            bbox={"boxstyle": "square,pad=0.1", "facecolor": "white", "alpha": 0.8, "linewidth": 0},
            zorder=4,
        )
