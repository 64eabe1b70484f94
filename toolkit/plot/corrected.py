"""Shares as they were found beside the same shares corrected, a panel for each category."""

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
from toolkit.plot.style import (
    COLOURS,
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
from toolkit.tables.calls import argument_of, calls_of
from toolkit.tables.keys import named_column, named_columns

_CATEGORY = "category"
_RAW, _RAW_SIZE = "D", 4.6  # the mark of what was found, around the dot where both agree


def plot_corrected(
    shares: pd.DataFrame,
    *,
    facet: str | None = None,
    y: str | None = None,
    labels: Mapping[str, str] | None = None,
    title: str = "",
    size: tuple[float, float] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw the share found of each category beside the corrected one, with its interval.

    Where a diamond lies off its line, what was found misleads, by more than the sample leaves open.

    Parameters
    ----------
    shares
        The corrected_shares table.
    facet
        The column whose values have a panel each; without it, the categories.
    y
        The column that makes the rows; without it, the groups: the column that the table names in
        `by`. With ``facet="voice", y="category"`` each voice has a panel.
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
        The only panel; of several, an empty line above them, for a title. To the right stand the
        coded units and all units of the group. A row without a dot has too few coded ones. The
        passages of a mark are all units of its group, whatever was found there.

    Limits
    ------
    A correction is no licence: it says what the shares of these groups are, not that the labels
    are right.
    """
    needed = [_CATEGORY, "n", "n_coded", "observed", "share", "low", "high"]
    expect_table(shares, "shares", needed, table="corrected_shares")
    check_look(labels, ax, size=size, title=title)
    if shares.empty:
        return draw_nothing(ax, "no category was found or coded")
    grouped = bool(named_columns(shares, "by", "shares"))
    if y is None:
        y = named_column(shares, "by", "shares", name="y") if grouped else _CATEGORY
    if facet is None and y != _CATEGORY:
        facet = _CATEGORY
    keys = [y] if facet is None else [facet, y]
    check_columns(shares, keys, "shares")
    check_one_row(shares, keys, "shares")
    order = in_order(shares[y], labels)
    edges = Edges(0.0, 100 * float(shares[["observed", "share", "high"]].max(axis=None)) or 1.0)
    parts = split(shares, facet, labels)
    longest = max(len(text) for text in _counts(shares))
    grow = ax is None and size is None
    with style():
        headings = ["" if facet is None else label(value, labels, str(facet)) for value, _ in parts]
        ax, foot, panels = lay_panels(
            ax, parts, [names(order, labels, y)], headings=headings, beside=longest, size=size
        )
        for panel in panels:
            rows, shown = panel.rows, 100 * panel.rows[["share", "low", "high"]]
            full, counts = np.full(len(rows), True), _counts(rows)
            at = draw_rows(panel, order, keys, ends=shown, full=full, edges=edges, counts=counts)
            _draw_observed(panel.ax, at, 100 * rows["observed"].to_numpy("float64"))
            panel.ax.xaxis.set_major_locator(MaxNLocator(3))
        counted = "; right: coded of all" if has_room(panels[0].ax) else ""
        levels = argument_of(calls_of(shares), "level")
        known = shares.assign(level=levels[0]) if len(levels) == 1 else shares
        write_note(
            foot,
            "per cent of all units of the group",
            f"diamond: as found; dot: corrected, {interval(known)}{counted}",
            grow=grow,
        )
        finish_figure(ax, title=title, size=size, grow=grow)
    return ax


def _draw_observed(ax: Axes, at: np.ndarray, observed: np.ndarray) -> None:
    ax.plot(
        observed,
        at,
        _RAW,
        color=COLOURS[5],
        markerfacecolor="none",
        markersize=_RAW_SIZE,
        clip_on=False,
        zorder=4,
    )


def _counts(rows: pd.DataFrame) -> list[str]:
    return [f"{n:,} of {whole:,}" for n, whole in zip(rows["n_coded"], rows["n"], strict=True)]
