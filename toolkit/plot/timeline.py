"""Rates over time."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from matplotlib import dates as mdates
from matplotlib.axes import Axes

from toolkit.plot.style import (
    TWO_COLUMNS,
    check_columns,
    in_order,
    label,
    legend_above,
    new_axes,
    say_empty,
    series,
    style,
    unit,
)


def plot_timeline(
    rates: pd.DataFrame,
    *,
    x: str = "period",
    hue: str = "frame",
    events: Mapping[str, str] | None = None,
    labels: Mapping[str, str] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw rates over time: a line per `hue`, broken at gaps, an upright line for each interval.

    Parameters
    ----------
    rates
        A trends table, or a rates table made ``by`` a column of dates.
    x
        The column of dates.
    hue
        The column that makes the lines; three or four stay readable.
    events
        Days to mark, ``{"2020-11-10": "ceasefire"}``; without it, those of the trends table, at
        the beginning of their period.
    labels
        What to print for the values of `hue`, and in which order.
    ax
        Axes to draw on; else a new figure of two columns' width.
    """
    check_columns(rates, [x, hue, "n", "rate", "low", "high"], "rates")
    with style():
        ax = new_axes(ax, width=TWO_COLUMNS, height=75)
        rates = rates[rates[x].notna()]
        if rates.empty:
            return say_empty(ax)
        hues = in_order(rates[hue], labels)
        gap = _period_length(rates[x])
        for at, (value, rows, colour, marker) in enumerate(series(rates, hue, labels)):
            line = rows.sort_values(x)
            name = f"{label(value, labels)} (n = {line['n'].sum():,})"
            # In the middle of its period, a little apart, so that no interval hides another.
            place = line[x] + gap * (0.5 + 0.09 * (at - (len(hues) - 1) / 2))
            ax.plot(place, line["rate"], marker=marker, color=colour, label=name, zorder=3)
            ax.vlines(place, line["low"], line["high"], color=colour, linewidth=0.8, zorder=2)
        _finish(ax, rates, x, _events(rates, x) if events is None else events)
    return ax


def _events(rates: pd.DataFrame, x: str) -> Mapping[str, str]:
    if "event" not in rates:
        return {}
    marked = rates[rates["event"].notna()].drop_duplicates(x)
    return dict(zip(marked[x], marked["event"], strict=True))


def _period_length(periods: pd.Series) -> pd.Timedelta:
    gap = periods.drop_duplicates().sort_values().diff().min()
    return pd.Timedelta(0) if pd.isna(gap) else gap


def _finish(ax: Axes, rates: pd.DataFrame, x: str, events: Mapping[str, str]) -> None:
    ax.set_ylim(bottom=0)
    ax.set_ylabel(unit(rates))
    ax.grid(axis="y")
    ax.set_axisbelow(True)
    periods = sorted(rates[x].unique())
    ax.set_xticks(periods)
    if len(periods) > 16:
        ax.xaxis.set_major_locator(mdates.AutoDateLocator())
    ax.xaxis.set_major_formatter(mdates.DateFormatter("%d %b\n%Y" if len(periods) < 9 else "%d %b"))
    ax.set_xlabel(f"{x} beginning")
    top = ax.get_ylim()[1]
    for at, (day, name) in enumerate(events.items()):
        place = pd.Timestamp(day)
        ax.axvline(place, color="#555555", linewidth=0.7, linestyle=(0, (3, 2)), zorder=1)
        ax.annotate(
            name,
            (place, top),
            xytext=(2, -2 - 8 * (at % 3)),
            textcoords="offset points",
            va="top",
            fontsize=6.5,
            color="#333333",
        )
    legend_above(ax)
