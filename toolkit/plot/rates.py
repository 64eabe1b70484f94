"""Rates as dots with intervals."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from toolkit.plot.marks import record_marks
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

_SPREAD = 0.8  # of the room of one group that its dots take


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
        the bound of what may have been missed.
    """
    check_columns(rates, [x, hue, "n", "exposure", "rate", "low", "high"], "rates")
    groups, hues = in_order(rates[x], labels), in_order(rates[hue], labels)
    with style():
        height = 24 + 4 * -(-len(hues) // 3) + len(groups) * max(8.0, 2.5 * len(hues))
        ax = new_axes(ax, width=TWO_COLUMNS, height=height)
        if rates.empty:
            return say_empty(ax)
        step = _SPREAD / len(hues)
        for at, (value, chosen, colour, marker) in enumerate(series(rates, hue, labels)):
            place = [groups.index(None if pd.isna(v) else v) for v in chosen[x]]
            y = np.array(place) + (at - (len(hues) - 1) / 2) * step
            words = chosen["exposure"].drop_duplicates()
            name = label(value, labels)
            if len(words) == 1:
                name += f" ({words.iloc[0]:,} words)"
            _draw_series(ax, chosen, y, (colour, marker, name))
            ends = chosen["low"].fillna(chosen["rate"]), chosen["high"].fillna(chosen["rate"])
            record_marks(ax, chosen[[x, hue]], x=ends, y=(y - step / 2, y + step / 2))
        _finish(ax, rates, [label(group, labels) for group in groups])
    return ax


def _draw_series(ax: Axes, chosen: pd.DataFrame, y: np.ndarray, look: tuple[str, str, str]) -> None:
    colour, marker, name = look
    seen = (chosen["n"] > 0).to_numpy()
    ax.hlines(y, chosen["low"], chosen["high"], color=colour, linewidth=0.9, zorder=2)
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
    for place, high, n in zip(y, chosen["high"], chosen["n"], strict=True):
        ax.annotate(
            f"{n}",
            (high, place),
            xytext=(2.5, 0),
            textcoords="offset points",
            va="center_baseline",
            fontsize=5.5,
            color="#555555",
        )


def _finish(ax: Axes, rates: pd.DataFrame, names: list[str]) -> None:
    ax.set_yticks(range(len(names)), names)
    ax.set_ylim(len(names) - 0.5, -0.5)
    for edge in range(1, len(names)):
        ax.axhline(edge - 0.5, color="#D9D9D9", linewidth=0.4, zorder=1)
    ax.tick_params(axis="y", length=0)
    ax.set_xlim(left=0)
    ax.grid(axis="x")
    ax.set_axisbelow(True)
    ax.set_xlabel(f"{unit(rates)} of the voice, with interval; small figures: n")
    legend_above(ax)
