"""Rates over time."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from matplotlib import dates as mdates
from matplotlib.axes import Axes

from toolkit.plot.style import (
    TWO_COLUMNS,
    check_columns,
    colours,
    in_order,
    label,
    legend_above,
    markers,
    new_axes,
    say_empty,
    style,
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
    """Draw rates over time: a line per `hue`, an upright line for each interval.

    Parameters
    ----------
    rates
        A rates table made ``by`` a column of dates, such as `add_period` adds.
    x
        The column of dates.
    hue
        The column that makes the lines; three or four stay readable.
    events
        Days to mark, ``{"2020-11-10": "ceasefire"}``.
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
        looks = zip(hues, colours(len(hues)), markers(len(hues)), strict=True)
        gap = _period_length(rates[x])
        for at, (value, colour, marker) in enumerate(looks):
            line = rates[rates[hue].isna() if value is None else rates[hue] == value].sort_values(x)
            name = f"{label(value, labels)} (n = {line['n'].sum():,})"
            # In the middle of its period, a little apart, so that no interval hides another.
            place = line[x] + gap * (0.5 + 0.09 * (at - (len(hues) - 1) / 2))
            ax.plot(place, line["rate"], marker=marker, color=colour, label=name, zorder=3)
            ax.vlines(place, line["low"], line["high"], color=colour, linewidth=0.8, zorder=2)
        _finish(ax, rates, x, events or {})
    return ax


def _period_length(periods: pd.Series) -> pd.Timedelta:
    gap = periods.drop_duplicates().sort_values().diff().min()
    return pd.Timedelta(0) if pd.isna(gap) else gap


def _finish(ax: Axes, rates: pd.DataFrame, x: str, events: Mapping[str, str]) -> None:
    ax.set_ylim(bottom=0)
    per = rates["per"].iloc[0] if "per" in rates else 1000
    ax.set_ylabel(f"mentions per {per:,} words")
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
