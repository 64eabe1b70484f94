"""Rows of dots in small multiples: a panel for each value of a column, on one axis."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from toolkit.plot.dots import Edges, Look, draw_dots, set_axis
from toolkit.plot.marks import record_marks
from toolkit.plot.style import (
    COLOURS,
    ONE_COLUMN,
    SMALL,
    TWO_COLUMNS,
    in_order,
    new_axes,
    room,
    write_beside,
)

_ROW, _LINE = 3.5, 3.4  # mm, of a row, and of each line of text
_LETTER, _BOLD = 1.45, 1.9  # mm, the width of a letter
_HEAD, _FOOT, _TICKS = 3, 10, 5  # mm, above panels, below all, and of ticks in between
_GAP = 0.14  # between panels, in widths of them: counts stand nearer to their own


class Panel(NamedTuple):
    """The rows of a table that share a value, and where they are drawn."""

    ax: Axes
    value: Any
    rows: pd.DataFrame


def split(
    table: pd.DataFrame, column: str | None, labels: Mapping[str, str] | None
) -> list[tuple[Any, pd.DataFrame]]:
    """Return the values of a column, in order, and the rows of each; all rows without a column."""
    if column is None:
        return [(None, table)]
    values = in_order(table[column], labels)
    return [(v, table[table[column].isna() if v is None else table[column] == v]) for v in values]


def lay_panels(
    ax: Axes | None,
    parts: Sequence[tuple[Any, pd.DataFrame]],
    named: Sequence[Sequence[str]],
    *,
    headings: Sequence[str],
    beside: int = 0,
    narrowest: float = 17,
    size: tuple[float, float] | None = None,
) -> tuple[Axes, Axes, list[Panel]]:
    """Lay out a panel for each part, with a row for each name; panels may share their names.

    Parameters
    ----------
    ax
        Axes to divide, or None for a new figure: of one column's width for one panel, else of two.
    parts
        From `split`.
    named
        What the rows are called, from the top: a list for each panel, or one for all.
    headings
        What stands above each panel.
    beside
        How many characters stand to the right of each row.
    narrowest
        How wide in mm a panel has to be, without its labels.
    size
        Width and height of a new figure in mm, in place of what the rows need.

    Returns
    -------
    tuple
        The Axes to return, which take a title; those that take the note on the axis; and the
        panels. One panel is all three.
    """
    shared = len(named) == 1
    each = [named[0]] * len(parts) if shared else list(named)
    lines = [[name.split("\n") for name in names] for names in each]
    longest = max((len(line) for names in lines for name in names for line in name), default=0)
    column = TWO_COLUMNS if len(parts) > 1 else ONE_COLUMN
    wide = (size[0] if size else column) if ax is None else room(ax)[0]
    once, each_of = (0.0, longest * _LETTER)[:: -1 if shared else 1]
    pitch = narrowest + (beside + 2) * _LETTER + each_of
    across = min(len(parts), max(1, int((wide - once) / pitch)))
    width = (wide - once) / across - each_of - 3
    wrapped = [textwrap.wrap(heading, max(10, int(width / _BOLD))) for heading in headings]
    groups = range(0, len(parts), across)
    heights = [max(_height(names) for names in lines[at : at + across]) for at in groups]
    above = sum(_HEAD + _LINE * max(map(len, wrapped[at : at + across])) for at in groups)
    below = _FOOT + (len(parts) > 1) * _TICKS + bool(len(parts) % across) * _TICKS
    ax = new_axes(ax, width=column, height=sum(heights) + above + below, size=size)
    foot, axes = (ax, [ax]) if len(parts) == 1 else _divide(ax, len(parts), across, heights)
    for at, (panel, names) in enumerate(zip(axes, each, strict=True)):
        inner = shared and at % across
        panel.set_yticks(range(len(names)), [""] * len(names) if inner else names)
        panel.set_ylim(max(len(names), 1) - 0.4, -0.6)
        panel.tick_params(axis="y", length=0)
        panel.spines["left"].set_visible(False)
        panel.grid(axis="x")
        panel.set_axisbelow(True)
        panel.set_title("\n".join(wrapped[at]), fontsize=SMALL)
        if at + across < len(axes):
            panel.tick_params(axis="x", labelbottom=False)
    return ax, foot, [Panel(panel, *part) for panel, part in zip(axes, parts, strict=True)]


def draw_rows(
    panel: Panel,
    order: Sequence[Any],
    keys: Sequence[str],
    *,
    ends: pd.DataFrame,
    full: np.ndarray,
    edges: Edges,
    counts: Sequence[str],
) -> np.ndarray:
    """Draw the rows of a panel as dots with intervals, their counts to the right, and record them.

    Parameters
    ----------
    panel
        From `lay_panels`.
    order
        The values of the last of `keys`, from the top.
    keys
        The columns that tell a row from the others.
    ends, full, edges
        As `draw_dots` takes them.
    counts
        What stands to the right of each row, if there is room.

    Returns
    -------
    numpy.ndarray
        The height of each row.
    """
    ax, at = panel.ax, places(panel.rows[keys[-1]], order)
    draw_dots(ax, at, ends, edges, full=full, look=Look(COLOURS[0], "o"))
    set_axis(ax, edges)
    if has_room(ax):
        write_beside(ax, at, counts)
    record_marks(ax, panel.rows[list(keys)], x=ax.get_xlim(), y=(at - 0.5, at + 0.5))
    return at


def has_room(panel: Axes) -> bool:
    """Tell whether the rows of a panel are high enough for their counts to be read."""
    rows = len(panel.get_yticks())
    return room(panel)[1] / max(rows, 1) > _LINE * 0.7


def places(rows: pd.Series, order: Sequence[Any]) -> np.ndarray:
    """Return the place of each value in the order of rows, from the top."""
    return np.array([order.index(None if pd.isna(v) else v) for v in rows], "float64")


def _height(names: list[list[str]]) -> float:
    """Return the height in mm of rows, all as high as that of the name with most lines."""
    return max(len(names), 1) * max(_ROW, _LINE * max(map(len, names), default=1))


def _divide(ax: Axes, panels: int, across: int, heights: list[float]) -> tuple[Axes, list[Axes]]:
    """Leave of `ax` a line for a title; return a line for the note, and the panels between."""
    whole = ax.get_subplotspec()
    if whole is None:
        raise ValueError("ax: found Axes that were placed by hand, expected those of plt.subplots")
    lines = len(heights) + 2
    grid = whole.subgridspec(
        lines, across, height_ratios=[0.01, *heights, 0.01], wspace=_GAP, hspace=0.02
    )
    ax.set_subplotspec(grid[0, :])
    foot = ax.figure.add_subplot(grid[-1, :])
    for line in (ax, foot):
        line.spines[:].set_visible(False)
        line.patch.set_visible(False)
        line.set_xticks([])
        line.set_yticks([])
    axes: list[Axes] = []
    for at in range(panels):
        place = grid[1 + at // across, at % across]
        axes.append(ax.figure.add_subplot(place, sharex=axes[0] if axes else None))
    return foot, axes
