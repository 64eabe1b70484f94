"""Matrices: rates of voice by frame, and counts of voice by target."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from toolkit.plot.marks import record_marks
from toolkit.plot.style import (
    MM,
    SHADES,
    SMALL,
    TWO_COLUMNS,
    check_look,
    check_one_row,
    draw_nothing,
    in_order,
    names,
    new_axes,
    room,
    say_empty,
    style,
    unit,
)
from toolkit.tables.arguments import check_columns, expect_table
from toolkit.tables.declare import ANY_ROLE, ROLES
from toolkit.tables.keys import named_column
from toolkit.tables.target_roles import role_of, rows_of_role

_BAR = 21  # mm, that the colour bar and its label take
_AIMED = {
    ANY_ROLE: "aimed at",
    "agent": "who does it, or is blamed",
    "patient": "who suffers it",
    "addressee": "who is asked for it",
    "ally": "who is stood by",
}
_NOBODY = {ANY_ROLE: "no target found"} | {role: f"no {role} found" for role in ROLES}
_DIGIT, _LETTER = 1.45, 1.4  # mm, how wide they are


def plot_heatmap(
    rates: pd.DataFrame,
    *,
    x: str | None = None,
    y: str | None = None,
    labels: Mapping[str, str] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw rates as a matrix; each cell gives the rate and, in brackets, n.

    Parameters
    ----------
    rates
        The rates table.
    x, y
        The columns of the table that make the matrix' columns and rows; without them, what was
        counted (the column that the table names in `of`), and what it was split by (`by`).
    labels
        What to print for the values of both, and in which order.
    ax
        Axes to draw on; else a new figure of two columns' width.

    Returns
    -------
    matplotlib.axes.Axes
        A cell of a group without words is blank. Cells too small for their figures have none.
    """
    expect_table(rates, "rates", ["rate", "n"])
    check_look(labels, ax)
    if rates.empty:
        return draw_nothing(ax, "the table of rates has no rows")
    x = x or named_column(rates, "of", "rates", name="x")
    y = y or named_column(rates, "by", "rates", name="y")
    check_columns(rates, [x, y], "rates")
    check_one_row(rates, [x, y], "rates")
    order = in_order(rates[y], labels), in_order(rates[x], labels)
    cells = _matrix(rates, "rate", (y, x), order), _matrix(rates, "n", (y, x), order).fillna(0)
    texts = [
        [_cell(rate, n) for rate, n in zip(*rows, strict=True)]
        for rows in zip(cells[0].to_numpy(), cells[1].to_numpy(), strict=True)
    ]
    named = [names(values, labels) for values in order]
    ax = _draw(cells[0], texts, named, (unit(rates), " (in brackets: n)"), ax)
    _record(ax, rates, (y, x), order)
    return ax


def plot_voices(
    voices: pd.DataFrame,
    *,
    role: str | None = None,
    labels: Mapping[str, str] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw who speaks (rows) about whom (columns): the number of mentions in each cell.

    Narration, and speakers who are not actors, are rows of their own.

    Parameters
    ----------
    voices
        The voices table, filtered to the frames that are meant; counts are summed over it.
    role
        The role whose rows are drawn, of a table that has several: "agent", "patient" ...
    labels
        What to print for the actors, and in which order.
    ax
        Axes to draw on; else a new figure of two columns' width.
    """
    keys = ("voice", "target_id")
    expect_table(voices, "voices", [*keys, "n"])
    check_look(labels, ax)
    voices = rows_of_role(voices, role)
    summed = voices.groupby([*keys], dropna=False, sort=False)["n"].sum().reset_index()
    order = in_order(voices["voice"], labels), in_order(voices["target_id"], labels)
    counts = _matrix(summed, "n", keys, order).fillna(0)
    texts = [[f"{n:,.0f}" if n else "" for n in row] for row in counts.to_numpy()]
    shown: dict[Any, str] = {**(labels or {}), None: _NOBODY[role_of(voices)]}
    named = [names(order[0], labels), names(order[1], shown)]
    ax = _draw(counts, texts, named, ("mentions", ""), ax)
    if len(voices):
        ax.set_xlabel(_AIMED[role_of(voices)], labelpad=7)
        ax.set_ylabel("voiced by")
        _record(ax, summed, keys, order)
    return ax


def _record(ax: Axes, table: pd.DataFrame, keys: tuple[str, str], order: tuple[list, list]) -> None:
    """Record each cell that the table has a row for."""
    row, column = (
        np.array([values.index(None if pd.isna(v) else v) for v in table[key]], "int64")
        for key, values in zip(keys, order, strict=True)
    )
    record_marks(ax, table[list(keys)], x=(column, column + 1), y=(row, row + 1))


def _cell(rate: float, n: float) -> str:
    if pd.isna(rate):
        return ""
    return f"{rate:.1f}\n({n:,.0f})" if n else "0"


def _matrix(
    table: pd.DataFrame, value: str, keys: tuple[str, str], order: tuple[list, list]
) -> pd.DataFrame:
    rows, columns = order
    cells = np.full((len(rows), len(columns)), np.nan)
    for row, column, number in zip(*(table[key] for key in keys), table[value], strict=True):
        at = rows.index(None if pd.isna(row) else row)
        cells[at, columns.index(None if pd.isna(column) else column)] = number
    return pd.DataFrame(cells, pd.Index(rows, dtype=object), pd.Index(columns, dtype=object))


def _draw(
    cells: pd.DataFrame,
    texts: list[list[str]],
    named: list[list[str]],
    unit_and_note: tuple[str, str],
    ax: Axes | None,
) -> Axes:
    with style():
        ax = new_axes(ax, width=TWO_COLUMNS, height=28 + 8.5 * len(cells))
        if cells.empty:
            return say_empty(ax, "the table of voices has no rows")
        top = np.nanmax(cells.to_numpy(), initial=0) or 1
        image = ax.pcolormesh(cells.to_numpy(), cmap=mpl.colormaps[SHADES], vmin=0, vmax=top * 1.15)
        image.set_edgecolor("white")
        ax.set_yticks(np.arange(len(cells)) + 0.5, named[0])
        wide, high = room(ax)
        width, height = (wide - _BAR) / cells.shape[1], high / len(cells)
        written = _write(ax, cells, texts, image, (width, height))
        _name_columns(ax, named[1], width)
        ax.tick_params(length=0)
        ax.set_ylim(len(cells), 0)
        ax.spines[:].set_visible(False)
        bar = ax.figure.colorbar(image, ax=ax, pad=0.02, aspect=25)
        name = "".join(unit_and_note) if written else unit_and_note[0]
        bar.set_label(textwrap.fill(name, max(12, int(high / _LETTER))))
        bar.outline.set_visible(False)
        bar.ax.set_ylim(0, top)
        bar.locator = mpl.ticker.MaxNLocator(nbins=5, integer=bool((cells % 1 == 0).all(axis=None)))
        bar.update_ticks()
    return ax


def _write(
    ax: Axes,
    cells: pd.DataFrame,
    texts: list[list[str]],
    image: mpl.collections.QuadMesh,
    size: tuple[float, float],
) -> bool:
    """Write the figures into the cells, if all fit into cells of this size in mm."""
    lines = [text.split("\n") for row in texts for text in row]
    widest, tallest = max(len(line) for text in lines for line in text), max(map(len, lines))
    if size[0] < _DIGIT * widest or size[1] < 1.15 * SMALL / 72 / MM * tallest:
        return False
    for row, line in enumerate(texts):
        for column, text in enumerate(line):
            ax.text(
                column + 0.5,
                row + 0.5,
                text,
                ha="center",
                va="center",
                fontsize=SMALL,
                linespacing=1.1,
                color=_ink(tuple(image.to_rgba(cells.iloc[row, column]))),
            )
    return True


def _ink(shade: tuple[float, ...]) -> str:
    """Return black or white, whichever has more contrast with a shade (WCAG 2.1)."""
    linear = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in shade[:3])
    light = np.dot(list(linear), (0.2126, 0.7152, 0.0722))
    return "white" if 1.05 / (light + 0.05) > (light + 0.05) / 0.066 else "#222222"


def _name_columns(ax: Axes, named: list[str], width: float) -> None:
    """Name columns of `width` mm, level if the names fit."""
    ax.set_xticks(np.arange(len(named)) + 0.5, named)
    ax.xaxis.set_ticks_position("top")
    ax.xaxis.set_label_position("top")
    widest = max(text.get_window_extent().width for text in ax.get_xticklabels())
    if widest / ax.figure.dpi / MM > 0.95 * width:
        turn = 45 if width > 4 else 90
        for text in ax.get_xticklabels():
            text.set(rotation=turn, ha="left", va="bottom", rotation_mode="anchor")
