"""What the corpus holds of each outlet, and what it lacks."""

from __future__ import annotations

from collections.abc import Mapping

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib import dates as mdates
from matplotlib.axes import Axes

from toolkit.plot.legible import finish_figure
from toolkit.plot.marks import record_marks
from toolkit.plot.panels import keep_top, say_top
from toolkit.plot.style import (
    SHADES,
    TWO_COLUMNS,
    check_look,
    check_one_row,
    date_ticks,
    draw_nothing,
    in_order,
    names,
    new_axes,
    noted,
    room,
    style,
)
from toolkit.tables.arguments import check_columns, expect_table
from toolkit.tables.keys import named_column

_NAMES = {"n_docs": "articles", "n_tokens": "words"}


def plot_coverage(
    coverage: pd.DataFrame,
    *,
    value: str = "n_docs",
    top: int | None = None,
    labels: Mapping[str, str] | None = None,
    title: str = "",
    size: tuple[float, float] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw a row of cells for each outlet, darker with more articles; a gap is blank and crossed.

    Parameters
    ----------
    coverage
        The coverage table.
    value
        "n_docs" (articles) or "n_tokens" (words).
    top
        How many outlets to draw: those with most articles, or words.
    labels
        What to print for the outlets, and in which order.
    title
        What stands above the figure.
    size
        Width and height in mm; else two columns wide, and as high as the rows need.
    ax
        Axes to draw on; else a new figure of two columns' width.
    """
    expect_table(coverage, "coverage", ["period"])
    check_look(labels, ax, size=size, title=title, top=top)
    if coverage.empty:
        return draw_nothing(ax, "no article has a date")
    by = named_column(coverage, "by", "coverage")
    if value not in _NAMES:
        raise ValueError(f"value: found {value!r}, expected one of {', '.join(_NAMES)}")
    check_columns(coverage, [by, value], "coverage")
    check_one_row(coverage, [by, "period"], "coverage")
    whole, coverage = coverage, keep_top(coverage, by, top, value)
    outlets = in_order(coverage[by], labels)
    with style():
        ax = new_axes(ax, width=TWO_COLUMNS, height=28 + 6 * len(outlets), size=size)
        row = np.array([outlets.index(None if pd.isna(o) else o) for o in coverage[by]])
        cells = coverage.assign(_row=row).pivot_table(
            index="_row", columns="period", values=value, aggfunc="sum"
        )
        starts = cells.columns.to_list()
        length = starts[1] - starts[0] if len(starts) > 1 else pd.Timedelta(days=1)
        edges = mdates.date2num([*starts, starts[-1] + length])
        named = [
            noted(name, f"{total:,.0f}")
            for name, total in zip(names(outlets, labels, by), cells.sum(axis=1), strict=True)
        ]
        ax.set_yticks(np.arange(len(outlets)) + 0.5, named)
        image = _draw_cells(ax, cells, edges)
        column = np.searchsorted(edges, mdates.date2num(coverage["period"]))
        record_marks(
            ax,
            coverage[[by, "period"]],
            x=(edges[column], edges[column + 1]),
            y=(row, row + 1),
        )
        ax.set_ylim(len(outlets), 0)
        ax.set_xlim(edges[0], edges[-1])
        ax.xaxis_date()
        date_ticks(ax, starts)
        ax.tick_params(axis="y", length=0)
        ax.spines[["left", "bottom"]].set_visible(False)
        note = say_top(whole, coverage, by, most=_NAMES[value])
        ax.set_xlabel(f"in brackets: all; \u00d7: none{note}")
        _draw_bar(ax, image, _NAMES[value])
        finish_figure(ax, title=title, size=size)
    return ax


def _draw_cells(ax: Axes, cells: pd.DataFrame, edges: np.ndarray) -> mpl.collections.QuadMesh:
    numbers = np.ma.masked_equal(cells.to_numpy("float64"), 0)
    top = numbers.max() or 1
    # A single article has to differ visibly from none: the lightest shades are left out.
    image = ax.pcolormesh(
        edges,
        np.arange(len(cells) + 1),
        numbers,
        cmap=mpl.colormaps[SHADES],
        vmin=-0.25 * top,
        vmax=top,
    )
    ax.set_facecolor("white")
    width = room(ax)[0] / cells.shape[1]
    if width > 0.8:  # mm; else the edges would hide the cells
        image.set_edgecolor("white")
        image.set_linewidth(0.4)
    rows, columns = np.nonzero(np.ma.getmaskarray(numbers))
    middle = (edges[:-1] + edges[1:]) / 2
    size = min(2.0, 1.6 * width)
    ax.plot(
        middle[columns],
        rows + 0.5,
        "x",
        color="#8C8C8C",
        markersize=size,
        markeredgewidth=size / 4,
    )
    return image


def _draw_bar(ax: Axes, image: mpl.collections.QuadMesh, name: str) -> None:
    bar = ax.figure.colorbar(image, ax=ax, pad=0.02, aspect=12)
    bar.set_label(name)
    bar.outline.set_visible(False)
    bar.ax.set_ylim(0, image.get_clim()[1])
    bar.locator = mpl.ticker.MaxNLocator(integer=True, nbins=4)
    bar.formatter = mpl.ticker.StrMethodFormatter("{x:,.0f}")
    bar.update_ticks()
