"""Matrices: rates of voice by frame, and counts of voice by target."""

from __future__ import annotations

from collections.abc import Mapping

import matplotlib as mpl
import numpy as np
import pandas as pd
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
    unit,
)


def plot_heatmap(
    rates: pd.DataFrame,
    *,
    x: str = "frame",
    y: str = "voice_id",
    labels: Mapping[str, str] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw rates as a matrix; each cell gives the rate and, below it, n.

    Parameters
    ----------
    rates
        The rates table.
    x, y
        The columns of the table that make the matrix' columns and rows.
    labels
        What to print for the values of both, and in which order.
    ax
        Axes to draw on; else a new figure of two columns' width.
    """
    check_columns(rates, [x, y, "rate", "n"], "rates")
    order = in_order(rates[y], labels), in_order(rates[x], labels)
    cells = _matrix(rates, "rate", (y, x), order), _matrix(rates, "n", (y, x), order).fillna(0)
    texts = [
        [_cell(rate, n) for rate, n in zip(*rows, strict=True)]
        for rows in zip(cells[0].to_numpy(), cells[1].to_numpy(), strict=True)
    ]
    return _draw(cells[0], texts, unit(rates), labels, ax)


def plot_voices(
    voices: pd.DataFrame,
    *,
    labels: Mapping[str, str] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw who speaks (rows) about whom (columns): the number of mentions in each cell.

    Parameters
    ----------
    voices
        The voices table, filtered to the frames that are meant; counts are summed over it.
    labels
        What to print for the actors, and in which order.
    ax
        Axes to draw on; else a new figure of two columns' width.
    """
    check_columns(voices, ["voice_id", "target_id", "n"], "voices")
    summed = voices.groupby(["voice_id", "target_id"], dropna=False, sort=False)["n"].sum()
    order = in_order(voices["voice_id"], labels), in_order(voices["target_id"], labels)
    counts = _matrix(summed.reset_index(), "n", ("voice_id", "target_id"), order).fillna(0)
    texts = [[f"{n:.0f}" if n else "" for n in row] for row in counts.to_numpy()]
    shown = dict(labels or {})
    ax = _draw(counts, texts, "mentions", shown, ax)
    if len(voices):
        ax.set_xlabel("aimed at")
        ax.set_ylabel("voiced by")
        ax.set_xticklabels(["no target found" if c is None else label(c, shown) for c in counts])
    return ax


def _cell(rate: float, n: float) -> str:
    if pd.isna(rate):
        return ""
    return f"{rate:.1f}\nn = {n:.0f}" if n else "0"


def _matrix(
    table: pd.DataFrame, value: str, keys: tuple[str, str], order: tuple[list, list]
) -> pd.DataFrame:
    rows, columns = order
    cells = np.full((len(rows), len(columns)), np.nan)
    for row, column, found in zip(*(table[key] for key in keys), table[value], strict=True):
        at = rows.index(None if pd.isna(row) else row)
        cells[at, columns.index(None if pd.isna(column) else column)] = found
    return pd.DataFrame(cells, pd.Index(rows, dtype=object), pd.Index(columns, dtype=object))


def _draw(
    cells: pd.DataFrame,
    texts: list[list[str]],
    unit: str,
    labels: Mapping[str, str] | None,
    ax: Axes | None,
) -> Axes:
    with style():
        ax = new_axes(ax, width=TWO_COLUMNS, height=28 + 8.5 * len(cells))
        if cells.empty:
            return say_empty(ax)
        top = np.nanmax(cells.to_numpy(), initial=0) or 1
        shades = mpl.colormaps[SHADES]
        image = ax.pcolormesh(cells.to_numpy(), cmap=shades, vmin=0, vmax=top * 1.15)
        image.set_edgecolor("white")
        for row, line in enumerate(texts):
            for column, text in enumerate(line):
                value = cells.iloc[row, column]
                dark = not pd.isna(value) and value > 0.6 * top
                ax.text(
                    column + 0.5,
                    row + 0.5,
                    text,
                    ha="center",
                    va="center",
                    fontsize=6,
                    linespacing=1.1,
                    color="white" if dark else "#222222",
                )
        ax.set_xticks(np.arange(cells.shape[1]) + 0.5, [label(c, labels) for c in cells.columns])
        ax.set_yticks(np.arange(len(cells)) + 0.5, [label(r, labels) for r in cells.index])
        ax.tick_params(length=0)
        ax.set_ylim(len(cells), 0)
        ax.spines[:].set_visible(False)
        ax.xaxis.set_ticks_position("top")
        ax.xaxis.set_label_position("top")
        for text in ax.get_xticklabels():
            text.set(rotation=30, ha="left", rotation_mode="anchor")
        bar = ax.figure.colorbar(image, ax=ax, shrink=0.7, pad=0.02, aspect=25)
        bar.set_label(unit)
        bar.outline.set_visible(False)
        bar.ax.set_ylim(0, top)
    return ax
