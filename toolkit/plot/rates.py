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
    end_of_axis,
    in_order,
    interval,
    label,
    legend_above,
    names,
    new_axes,
    noted,
    room,
    say_empty,
    series,
    style,
    unit,
)
from toolkit.tables.arguments import check_columns, expect_table

_SPREAD = 0.8  # of the room of one group that its dots take
_LOWEST = 2.0  # mm, of a row whose n can be read


def plot_rates(
    rates: pd.DataFrame,
    *,
    x: str = "frame",
    hue: str = "voice_id",
    labels: Mapping[str, str] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw each rate as a dot with its interval and its n, a group of dots per `x`.

    Parameters
    ----------
    rates
        The rates table.
    x
        The column that makes the groups, from top to bottom.
    hue
        The column that is told apart by colour and marker within a group.
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
    expect_table(rates, "rates", ["n", "exposure", "rate", "low", "high"])
    check_columns(rates, [x, hue], "rates")
    check_look(labels, ax)
    check_one_row(rates, [x, hue], "rates")
    groups, hues = in_order(rates[x], labels), in_order(rates[hue], labels)
    with style():
        height = 26 + 4 * -(-len(hues) // 3) + len(groups) * max(8.0, 2.6 * len(hues))
        ax = new_axes(ax, width=TWO_COLUMNS, height=height)
        if rates.empty:
            return say_empty(ax)
        step, end = _SPREAD / len(hues), end_of_axis(rates)
        ax.set_ylim(len(groups) - 0.5, -0.5)
        counted = room(ax)[1] * step / len(groups) > _LOWEST
        for at, (value, chosen, colour, marker) in enumerate(series(rates, hue, labels)):
            place = [groups.index(None if pd.isna(v) else v) for v in chosen[x]]
            y = np.array(place) + (at - (len(hues) - 1) / 2) * step
            words = chosen["exposure"].drop_duplicates()
            name = label(value, labels)
            if len(words) == 1:
                name = noted(name, f"{words.iloc[0]:,} words")
            _draw_intervals(ax, chosen, y, (colour, end, counted))
            _draw_dots(ax, chosen, y, (colour, marker, name))
            ends = (chosen[c].fillna(chosen["rate"]).clip(upper=end) for c in ("low", "high"))
            record_marks(ax, chosen[[x, hue]], x=tuple(ends), y=(y - step / 2, y + step / 2))
        ax.set_xlim(0, end * 1.04)
        note = interval(rates) + ("; small figures: n" if counted else "")
        ax.set_xlabel(f"{unit(rates)}\n{note}")
        _finish(ax, names(groups, labels))
    return ax


def _draw_intervals(ax: Axes, chosen: pd.DataFrame, y: np.ndarray, look: tuple) -> None:
    colour, end, counted = look
    high = chosen["high"].fillna(chosen["rate"]).to_numpy("float64")
    ax.hlines(y, chosen["low"], high.clip(max=end), color=colour, linewidth=0.9, zorder=2)
    if (high > end).any():
        cut = y[high > end]
        ax.plot(np.full(len(cut), end), cut, ">", color=colour, markersize=2.5, label="_cut")
    for place, right, n in zip(y, high.clip(max=end), chosen["n"], strict=True):
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
    seen = (chosen["n"] > 0).to_numpy()
    for there, face in ((seen, colour), (~seen, "white")):
        if there.any():  # an empty line would upset the layout
            ax.plot(
                chosen["rate"][there],
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
