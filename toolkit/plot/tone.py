"""Tone: mean polarity with intervals, a panel for each voice."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from toolkit.plot.dot_panels import draw_rows, has_room, lay_panels, split
from toolkit.plot.dots import Edges
from toolkit.plot.legible import finish_figure
from toolkit.plot.notes import write_note
from toolkit.plot.panels import keep_top, say_top
from toolkit.plot.style import (
    GREY,
    check_finite,
    check_look,
    check_one_row,
    draw_nothing,
    in_order,
    interval,
    label,
    names,
    style,
)
from toolkit.tables.arguments import check_columns, expect_table
from toolkit.tables.keys import named_column

_LEAST = 0.2  # how far the axis reaches at least
_BEYOND = 3  # times the largest mean: where intervals are cut
_MOSTLY = 0.5  # share of sentences without a polar word, from which a mean says little


def plot_tone(
    tone: pd.DataFrame,
    *,
    facet: str | None = None,
    y: str | None = None,
    top: int | None = None,
    labels: Mapping[str, str] | None = None,
    title: str = "",
    size: tuple[float, float] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw the mean polarity of each group and thing counted, with its interval.

    Parameters
    ----------
    tone
        The tone table.
    facet
        The column whose values have a panel each; without it, the column that the table names in
        `by`.
    y
        The column that makes the rows; without it, the column that the table names in `of`.
    top
        How many rows to draw, in all panels: those with most mentions.
    labels
        What to print for the values of both, and in which order.
    title
        What stands above the figure.
    size
        Width and height in mm; else one column wide for one panel, two for more, and as high as the
        rows need.
    ax
        Axes to divide into panels; else a new figure, of one column's width for one panel, of two
        for more.

    Returns
    -------
    matplotlib.axes.Axes
        The only panel; of several, an empty line above them, for a title. A mark is open where more
        than half of the sentences have a polarity of exactly 0: such a mean says little. To the
        right stand the mentions; an arrow ends an interval that goes on.
    """
    expect_table(tone, "tone", ["n", "mean", "zeros", "low", "high"])
    check_look(labels, ax, size=size, title=title, top=top)
    if tone.empty:
        return draw_nothing(ax, "no mention has a tone")
    facet = facet or named_column(tone, "by", "tone", name="facet")
    y = y or named_column(tone, "of", "tone", name="y")
    check_columns(tone, [facet, y], "tone")
    check_one_row(tone, [facet, y], "tone")
    check_finite(tone, ["mean"], [facet, y], "tone")
    if tone["mean"].isna().all():
        return draw_nothing(ax, "no mention has a tone")
    drawn = keep_top(tone, y, top, "n")
    order, edges = in_order(drawn[y], labels), _edges(drawn)
    parts = split(drawn, facet, labels)
    grow = ax is None and size is None
    with style():
        headings = [label(value, labels, facet) for value, _ in parts]
        ax, foot, panels = lay_panels(
            ax, parts, [names(order, labels, y)], headings=headings, beside=3, size=size
        )
        for panel in panels:
            rows, means = panel.rows, panel.rows[["mean", "low", "high"]]
            full, n = (rows["zeros"] <= _MOSTLY).to_numpy(), [f"{n:,}" for n in rows["n"]]
            draw_rows(panel, order, [facet, y], ends=means, full=full, edges=edges, counts=n)
            panel.ax.axvline(0, color=GREY, linewidth=0.7, zorder=1)
            panel.ax.xaxis.set_major_locator(MaxNLocator(2, symmetric=True))
            panel.ax.xaxis.set_major_formatter("{x:g}")
        counted = "; right: mentions" if has_room(panels[0].ax) else ""
        note = say_top(tone, drawn, y)
        write_note(
            foot,
            "mean polarity of the sentences, -1 to 1",
            f"{interval(tone)}; open: most are exactly 0{counted}{note}",
            directions=("negative", "positive"),
            grow=grow,
        )
        finish_figure(ax, title=title, size=size, grow=grow)
    return ax


def _edges(tone: pd.DataFrame) -> Edges:
    """Return the edges of an axis with 0 in its middle; longer intervals are cut."""
    largest = np.nanmax(tone["mean"].abs(), initial=0)
    longest = np.nanmax(tone[["mean", "low", "high"]].abs().to_numpy(), initial=0)
    end = max(min(_BEYOND * largest, longest), _LEAST)
    return Edges(-end, end)
