"""What the corpus holds of each outlet, and what it lacks."""

from __future__ import annotations

from collections.abc import Mapping

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib import dates as mdates
from matplotlib.axes import Axes

from toolkit.plot.style import (
    SHADES,
    TWO_COLUMNS,
    check_columns,
    in_order,
    label,
    new_axes,
    say_empty,
    style,
)

_NAMES = {"n_docs": "articles", "n_tokens": "words"}


def plot_coverage(
    coverage: pd.DataFrame,
    *,
    value: str = "n_docs",
    labels: Mapping[str, str] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw a row of cells for each outlet, darker with more articles; a gap is blank and crossed.

    Parameters
    ----------
    coverage
        The coverage table.
    value
        "n_docs" (articles) or "n_tokens" (words).
    labels
        What to print for the outlets, and in which order.
    ax
        Axes to draw on; else a new figure of two columns' width.
    """
    check_columns(coverage, ["period", value], "coverage")
    by = coverage.columns[0]
    outlets = in_order(coverage[by], labels)
    with style():
        ax = new_axes(ax, width=TWO_COLUMNS, height=26 + 6 * len(outlets))
        if coverage.empty:
            return say_empty(ax)
        cells = coverage.assign(
            _row=[outlets.index(None if pd.isna(o) else o) for o in coverage[by]]
        )
        cells = cells.pivot_table(index="_row", columns="period", values=value, aggfunc="sum")
        starts = cells.columns.to_list()
        length = starts[1] - starts[0] if len(starts) > 1 else pd.Timedelta(days=1)
        edges = mdates.date2num([*starts, starts[-1] + length])
        numbers = np.ma.masked_equal(cells.to_numpy("float64"), 0)
        ax.set_facecolor("white")
        image = ax.pcolormesh(
            edges, np.arange(len(outlets) + 1), numbers, cmap=mpl.colormaps[SHADES], vmin=0
        )
        image.set_edgecolor("white")
        image.set_linewidth(0.4)
        rows, columns = np.nonzero(numbers.mask * np.ones(numbers.shape, bool))
        middle = (edges[:-1] + edges[1:]) / 2
        ax.plot(
            middle[columns], rows + 0.5, "x", color="#8C8C8C", markersize=2, markeredgewidth=0.5
        )
        totals = cells.sum(axis=1)
        names = [
            f"{label(outlet, labels) if outlet is not None else 'No outlet'} ({totals[at]:,.0f})"
            for at, outlet in enumerate(outlets)
        ]
        ax.set_yticks(np.arange(len(outlets)) + 0.5, names)
        ax.set_ylim(len(outlets), 0)
        ax.xaxis_date()
        locator = mdates.AutoDateLocator(maxticks=9)
        ax.xaxis.set_major_locator(locator)
        ax.xaxis.set_major_formatter(mdates.ConciseDateFormatter(locator))
        ax.tick_params(axis="y", length=0)
        ax.spines[["left", "bottom"]].set_visible(False)
        bar = ax.figure.colorbar(image, ax=ax, pad=0.02, aspect=12, shrink=0.9)
        bar.set_label(f"{_NAMES[value]}; x: none")
        bar.outline.set_visible(False)
        bar.locator = mpl.ticker.MaxNLocator(integer=True, nbins=4)
        bar.update_ticks()
    return ax
