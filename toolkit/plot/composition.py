"""What each voice's framing is made of: shares with intervals, a panel for each voice."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from toolkit.plot.dot_panels import draw_rows, has_room, lay_panels, split
from toolkit.plot.dots import Edges
from toolkit.plot.legible import finish_figure
from toolkit.plot.notes import write_note
from toolkit.plot.panels import keep_top, say_top
from toolkit.plot.style import (
    check_finite,
    check_look,
    check_one_row,
    draw_nothing,
    in_order,
    interval,
    label,
    names,
    noted,
    style,
)
from toolkit.tables.arguments import check_columns, expect_table
from toolkit.tables.keys import named_column, named_columns


def plot_composition(
    composition: pd.DataFrame,
    *,
    facet: str | None = None,
    y: str | None = None,
    top: int | None = None,
    labels: Mapping[str, str] | None = None,
    title: str = "",
    size: tuple[float, float] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw the share of each thing in the mentions of each group, with intervals.

    Parameters
    ----------
    composition
        The composition table.
    facet
        The column whose values have a panel each; without it, what the mentions were split by: the
        column that the table names in `by`.
    y
        The column that makes the rows; without it, what was counted: the column that the table
        names in `of`.
    top
        How many rows to draw, in all panels: those with most mentions. Shares stay those of all.
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
        The only panel; of several, an empty line above them, for a title. In brackets stand the
        mentions of the group, to the right those of the row. Shares of a panel add up to 100 per
        cent. An open mark has n = 0: its line is the bound of what may have been missed.
    """
    expect_table(composition, "composition", ["n", "total", "share", "low", "high"])
    check_look(labels, ax, size=size, title=title, top=top)
    if composition.empty:
        return draw_nothing(ax, "there are no mentions")
    if facet is None and named_columns(composition, "by", "composition"):
        facet = named_column(composition, "by", "composition", name="facet")
    y = y or named_column(composition, "of", "composition", name="y")
    keys = [y] if facet is None else [facet, y]
    check_columns(composition, keys, "composition")
    check_one_row(composition, keys, "composition")
    check_finite(composition, ["share", "high"], keys, "composition")
    if composition["share"].isna().all():
        return draw_nothing(ax, "no group has a share")
    drawn = keep_top(composition, y, top, "n")
    order, edges = in_order(drawn[y], labels), _edges(drawn)
    parts = split(drawn, facet, labels)
    grow = ax is None and size is None
    with style():
        headings = [
            noted(
                "All" if facet is None else label(value, labels, facet), f"{rows['total'].max():,}"
            )
            for value, rows in parts
        ]
        ax, foot, panels = lay_panels(
            ax, parts, [names(order, labels, y)], headings=headings, beside=3, size=size
        )
        for panel in panels:
            n, shares = panel.rows["n"], 100 * panel.rows[["share", "low", "high"]]
            full, counts = (n > 0).to_numpy(), [f"{count:,}" for count in n]
            draw_rows(panel, order, keys, ends=shares, full=full, edges=edges, counts=counts)
            panel.ax.xaxis.set_major_locator(MaxNLocator(2))
        counted = "; right: mentions" if has_room(panels[0].ax) else ""
        note = say_top(composition, drawn, y)
        write_note(
            foot,
            "per cent of the mentions in brackets",
            f"{interval(composition)}; open: n = 0, up to what may be missed{counted}{note}",
            grow=grow,
        )
        finish_figure(ax, title=title, size=size, grow=grow)
    return ax


def _edges(composition: pd.DataFrame) -> Edges:
    """Return an axis of per cent from 0 to the largest share, or the end of its interval."""
    return Edges(0.0, 100 * float(composition[["share", "high"]].max(axis=None)))
