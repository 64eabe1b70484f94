"""Rates as dots with intervals."""

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
    check_look,
    check_one_row,
    draw_nothing,
    ends_of_axis,
    estimate_and_count,
    in_order,
    interval,
    label,
    legend_above,
    names,
    new_axes,
    noted,
    room,
    series,
    style,
    unit,
)
from toolkit.tables.arguments import check_columns, expect_table
from toolkit.tables.keys import named_column

_SPREAD = 0.8  # of the room of one group that its dots take
_LOWEST = 2.0  # mm, of a row whose n can be read


def plot_rates(
    rates: pd.DataFrame,
    *,
    x: str | None = None,
    hue: str | None = None,
    labels: Mapping[str, str] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw each rate as a dot with its interval and its n, a group of dots per `x`.

    Parameters
    ----------
    rates
        The rates table, or that of another measure with an interval, such as `tone`.
    x
        The column that makes the groups, from top to bottom; without it, what was counted: the
        column that the table names in `of`.
    hue
        The column that colour and marker distinguish within a group; without it, what the
        counts were split by: the column that the table names in `by`.
    labels
        What to print for the values of both, and in which order: ``{**actors.labels(),
        **lexicon.labels()}``. Values without a label come after those with one.
    ax
        Axes to draw on; else a new figure of two columns' width.

    Returns
    -------
    matplotlib.axes.Axes
        With a legend that gives the words of each hue. An open marker has n = 0: its line is
        the bound of what may have been missed. An arrow ends an interval that is longer than three
        times the largest rate. On Axes too low for it, n is left out.
    """
    expect_table(rates, "rates")
    check_look(labels, ax)
    if rates.empty:
        return draw_nothing(ax, "the table of rates has no rows")
    x = x or named_column(rates, "of", "rates", name="x")
    hue = hue or named_column(rates, "by", "rates", name="hue")
    value, count = estimate_and_count(rates)
    check_columns(rates, [x, hue, count, value, "low", "high"], "rates")
    check_one_row(rates, [x, hue], "rates")
    groups, hues = in_order(rates[x], labels), in_order(rates[hue], labels)
    with style():
        height = 26 + 4 * -(-len(hues) // 3) + len(groups) * max(8.0, 2.6 * len(hues))
        ax = new_axes(ax, width=TWO_COLUMNS, height=height)
        step, ends = _SPREAD / len(hues), ends_of_axis(rates, value)
        ax.set_ylim(len(groups) - 0.5, -0.5)
        counted = room(ax)[1] * step / len(groups) > _LOWEST
        for at, (group, chosen, colour, marker) in enumerate(series(rates, hue, labels)):
            chosen = _drawn(chosen, (value, count), ends)
            place = [groups.index(None if pd.isna(v) else v) for v in chosen[x]]
            y = np.array(place) + (at - (len(hues) - 1) / 2) * step
            words = chosen["exposure"].unique().tolist() if "exposure" in chosen else []
            name = label(group, labels)
            if len(words) == 1:
                name = noted(name, f"{words[0]:,} words")
            _draw_intervals(ax, chosen, y, (colour, counted))
            _draw_dots(ax, chosen, y, (colour, marker, name))
            sides = chosen["_left"], chosen["_right"]
            record_marks(ax, chosen[[x, hue]], x=sides, y=(y - step / 2, y + step / 2))
        ax.set_xlim(ends[0] * 1.04, ends[1] * 1.04)
        if ends[0] < 0:
            ax.axvline(0, color=GREY, linewidth=0.7, zorder=1)
        note = interval(rates) + ("; small figures: n" if counted else "")
        ax.set_xlabel(f"{unit(rates, value)}\n{note}")
        _finish(ax, names(groups, labels))
    return ax


def _drawn(
    chosen: pd.DataFrame, columns: tuple[str, str], ends: tuple[float, float]
) -> pd.DataFrame:
    """Return the rows with what is drawn of each: estimate, n, and the interval on the axis."""
    value, count = columns
    low, high = (chosen[column].fillna(chosen[value]) for column in ("low", "high"))
    return chosen.assign(
        _value=chosen[value],
        _n=chosen[count],
        _left=low.clip(lower=ends[0]),
        _right=high.clip(upper=ends[1]),
        _before=low < ends[0],
        _beyond=high > ends[1],
    )


def _draw_intervals(ax: Axes, chosen: pd.DataFrame, y: np.ndarray, look: tuple[str, bool]) -> None:
    colour, counted = look
    ax.hlines(y, chosen["_left"], chosen["_right"], color=colour, linewidth=0.9, zorder=2)
    for goes_on, end, shape in (("_before", "_left", "<"), ("_beyond", "_right", ">")):
        cut = chosen[goes_on].to_numpy()
        if cut.any():
            ax.plot(chosen[end][cut], y[cut], shape, color=colour, markersize=2.5, label="_cut")
    for place, right, n in zip(y, chosen["_right"], chosen["_n"], strict=True):
        if counted:
            ax.annotate(
                f"{n:,}",
                (right, place),
                xytext=(3, 0),
                textcoords="offset points",
                va="center_baseline",
                fontsize=SMALL,
                color=GREY,
            )


def _draw_dots(ax: Axes, chosen: pd.DataFrame, y: np.ndarray, look: tuple[str, str, str]) -> None:
    colour, marker, name = look
    seen = (chosen["_n"] > 0).to_numpy()
    for there, face in ((seen, colour), (~seen, "white")):
        if there.any():  # an empty line would upset the layout
            ax.plot(
                chosen["_value"][there],
                y[there],
                marker,
                color=colour,
                markerfacecolor=face,
                label=name,
                clip_on=False,
                zorder=3,
            )
            name = "_same"


def _finish(ax: Axes, names: list[str]) -> None:
    ax.set_yticks(range(len(names)), names)
    for edge in range(1, len(names)):
        ax.axhline(edge - 0.5, color="#D9D9D9", linewidth=0.4, zorder=1)
    ax.tick_params(axis="y", length=0)
    ax.grid(axis="x")
    ax.set_axisbelow(True)
    legend_above(ax)
