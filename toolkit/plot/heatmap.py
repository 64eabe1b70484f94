"""Matrices: rates of voice by frame, and counts of voice by target."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from matplotlib.patheffects import withStroke

from toolkit.plot.legible import finish_figure
from toolkit.plot.marks import record_marks
from toolkit.plot.notes import few_clusters
from toolkit.plot.panels import keep_top, ordered, row_height, say_top
from toolkit.plot.rates import names_with_words
from toolkit.plot.style import (
    FEW,
    MM,
    SHADES,
    SMALL,
    TWO_COLUMNS,
    check_finite,
    check_look,
    check_one_row,
    draw_nothing,
    in_order,
    interval,
    names,
    new_axes,
    room,
    style,
    unit,
)
from toolkit.tables.arguments import check_columns, expect_table
from toolkit.tables.declare import ANY_ROLE, ROLES
from toolkit.tables.keys import named_column, named_columns
from toolkit.tables.target_roles import role_of, rows_of_role

_GAP = 0.25  # columns, before that of no target
_MOST = 6  # frames that are named; more are counted
_AIMED = {
    ANY_ROLE: "aimed at",
    "agent": "who does it, or is blamed",
    "patient": "who suffers it",
    "addressee": "who is asked for it",
    "ally": "who is stood by",
}
_NOBODY = {ANY_ROLE: "no target found"} | {role: f"no {role} found" for role in ROLES}
_PALE = "#444444"  # of figures that rest on few mentions
_DIGIT = 1.45  # mm, how wide it is


def plot_heatmap(
    rates: pd.DataFrame,
    *,
    x: str | None = None,
    y: str | None = None,
    top: int | None = None,
    order: str = "labels",
    labels: Mapping[str, str] | None = None,
    title: str = "",
    size: tuple[float, float] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw rates as a matrix, shaded by what is certain; each cell gives the rate and (n).

    Parameters
    ----------
    rates
        The rates table.
    x, y
        The columns of the table that make the matrix' columns and rows; without them, what was
        counted (the column that the table names in `of`), and what it was split by (`by`).
    top
        How many rows to draw: those with most mentions.
    order
        Of the rows: "labels", as `labels` has them; or "largest", by their mentions.
    labels
        What to print for the values of both, and in which order.
    title
        What stands above the figure.
    size
        Width and height in mm; else two columns wide, and as high as the rows need.
    ax
        Axes to draw on; else a new figure of two columns' width.

    Returns
    -------
    matplotlib.axes.Axes
        The shade is the lower end of the interval, the rate that may be claimed; without an
        interval there is no shade, nor with an n below five: such cells are hatched. A cell of a
        group without words is blank; one too small for its figures has none. The words of a voice
        stand at its name.
    """
    expect_table(rates, "rates", ["rate", "n", "low"])
    check_look(labels, ax, size=size, title=title, top=top)
    if rates.empty:
        return draw_nothing(ax, "the table of rates has no rows")
    x = x or named_column(rates, "of", "rates", name="x")
    y = y or named_column(rates, "by", "rates", name="y")
    check_columns(rates, [x, y], "rates")
    check_one_row(rates, [x, y], "rates")
    check_finite(rates, ["rate", "low"], [y, x], "rates")
    drawn = keep_top(rates, y, top, "n")
    places = ordered(drawn, y, labels, order=order, size=drawn["n"]), in_order(drawn[x], labels)
    rate, n, low = (_matrix(drawn, value, (y, x), places) for value in ("rate", "n", "low"))
    n = n.fillna(0)
    texts = [
        [_cell(rate, n) for rate, n in zip(*rows, strict=True)]
        for rows in zip(rate.to_numpy(), n.to_numpy(), strict=True)
    ]
    named = [names_with_words(places[0], drawn, y, labels, width=44), names(places[1], labels, x)]
    note = f"\n{_lower_end(rates)}; hatched: n below {FEW}; in the cells: rate (n)"
    note += say_top(rates, drawn, y).replace("; ", "\n") + few_clusters(drawn)
    with style():
        ax = _new_axes(ax, len(low), size)
        hatched = (n > 0) & (n < FEW) & (rate > 0)
        _draw(ax, low, texts, named, f"{unit(rates)}{note}", hatched)
        finish_figure(ax, title=title, size=size)
    _record(ax, drawn, (y, x), places)
    return ax


def _lower_end(rates: pd.DataFrame) -> str:
    return f"shade: lower end of the {interval(rates)}"


def plot_voices(
    voices: pd.DataFrame,
    *,
    role: str | None = None,
    top: int | None = None,
    order: str = "labels",
    labels: Mapping[str, str] | None = None,
    title: str = "",
    size: tuple[float, float] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw who speaks (rows) about whom (columns): the number of mentions in each cell.

    Narration, and speakers who are not actors, are rows of their own. What has no target stands
    apart, and takes no part in the shades.

    Parameters
    ----------
    voices
        The voices table, filtered to the frames that are meant; counts are summed over it.
    role
        The role whose rows are drawn, of a table that has several: "agent", "patient" ...
    top
        How many voices, and how many targets, to draw: those with most mentions.
    order
        Of the voices: "labels", as `labels` has them; or "largest", by their mentions.
    labels
        What to print for the actors, and in which order; and for the frames, which are named below.
    title
        What stands above the figure.
    size
        Width and height in mm; else two columns wide, and as high as the rows need.
    ax
        Axes to draw on; else a new figure of two columns' width.
    """
    keys = ("voice", "target_id")
    expect_table(voices, "voices", [*keys, "n"])
    check_look(labels, ax, size=size, title=title, top=top)
    voices = rows_of_role(voices, role)
    if voices.empty:
        return draw_nothing(ax, "the table of voices has no rows")
    drawn = keep_top(voices, "voice", top, "n")
    aimed = keep_top(drawn[drawn["target_id"].notna()], "target_id", top, "n")
    drawn = pd.concat([aimed, drawn[drawn["target_id"].isna()]])
    summed = drawn.groupby([*keys], dropna=False, sort=False)["n"].sum().reset_index()
    rows = ordered(summed, "voice", labels, order=order, size=summed["n"])
    places = rows, in_order(summed["target_id"], labels)
    counts = _matrix(summed, "n", keys, places).fillna(0)
    texts = [[f"{n:,.0f}" if n else "" for n in row] for row in counts.to_numpy()]
    shown: dict[Any, str] = {**(labels or {}), None: _NOBODY[role_of(voices)]}
    named = [names(places[0], labels, keys[0]), names(places[1], shown, keys[1])]
    kept = f"; drawn: {drawn['n'].sum():,} of {voices['n'].sum():,}" if top else ""
    below = f"mentions{what_counted(voices, labels)}{kept}"
    with style():
        ax = _new_axes(ax, len(counts), size)
        _draw(ax, counts, texts, named, below, None)
        ax.set_xlabel(_AIMED[role_of(voices)], labelpad=7)
        ax.set_ylabel("voiced by")
        finish_figure(ax, title=title, size=size)
    _record(ax, summed, keys, places)
    return ax


def _record(ax: Axes, table: pd.DataFrame, keys: tuple[str, str], order: tuple[list, list]) -> None:
    """Record each cell that the table has a row for."""
    row, column = (
        np.array([values.index(None if pd.isna(v) else v) for v in table[key]], "int64")
        for key, values in zip(keys, order, strict=True)
    )
    column = np.array(_edges(order[1]))[column]
    record_marks(ax, table[list(keys)], x=(column, column + 1), y=(row, row + 1))


def _edges(values: list[Any]) -> list[float]:
    """Return where each column begins; that of no value stands apart."""
    return [at + (_GAP if value is None and at else 0) for at, value in enumerate(values)]


def what_counted(voices: pd.DataFrame, labels: Mapping[str, str] | None) -> str:
    """Return the frames, or whatever else the rows of a voices table count, to be named below."""
    of = [c for c in named_columns(voices, "of", "voices") if c in voices] if "of" in voices else []
    named = [names(in_order(voices[column], labels), labels, column, width=99) for column in of]
    said = "; ".join(
        ", ".join(some) if len(some) <= _MOST else f"{len(some)} {column}s"
        for column, some in zip(of, named, strict=True)
    )
    return f" of {said}" if said else ""


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


def _new_axes(ax: Axes | None, rows: int, size: tuple[float, float] | None) -> Axes:
    height = row_height(rows, wish=8.5, least=3.2, around=38)
    advice = "draw fewer rows: top=50"
    return new_axes(ax, width=TWO_COLUMNS, height=38 + height * rows, size=size, advice=advice)


def _draw(
    ax: Axes,
    cells: pd.DataFrame,
    texts: list[list[str]],
    named: list[list[str]],
    below: str,
    hatched: pd.DataFrame | None,
) -> None:
    """Draw a matrix; `below` says what its shades are.

    The column of no value has no shades, nor have cells that are hatched.
    """
    starts = _edges(list(cells.columns))
    aimed = [column is not None for column in cells.columns]
    scale = cells if hatched is None else cells.mask(hatched)
    scale = scale.loc[:, aimed].to_numpy()
    top = np.nanmax(scale, initial=0) or 1
    colours = mpl.colormaps[SHADES]
    norm = mpl.colors.Normalize(0, top * 1.15)
    shades = mpl.cm.ScalarMappable(norm, colours)
    edges = np.arange(len(cells) + 1)
    if any(aimed):
        ax.pcolormesh(
            np.arange(sum(aimed) + 1), edges, scale, cmap=colours, norm=norm
        ).set_edgecolor("white")
    ax.set_yticks(np.arange(len(cells)) + 0.5, named[0])
    wide, high = room(ax)
    width, height = (wide - 4) / (starts[-1] + 1), high / len(cells)
    if hatched is not None:
        _hatch(ax, hatched.to_numpy())
    inks = np.full(cells.shape, "#222222", dtype=object)
    for row, column in np.argwhere(~np.isnan(scale)):
        inks[row, column] = _ink(tuple(shades.to_rgba(scale[row, column])))
    if hatched is not None:
        inks[hatched.to_numpy()] = _PALE
    _write(ax, texts, starts, (width, height), inks)
    _name_columns(ax, named[1], starts, width)
    ax.tick_params(length=0)
    ax.set_xlim(0, starts[-1] + 1)
    ax.set_ylim(len(cells), 0)
    ax.spines[:].set_visible(False)
    bar = ax.figure.colorbar(
        shades, ax=ax, orientation="horizontal", pad=0.02, fraction=0.03, aspect=50, shrink=0.7
    )
    bar.set_label(below if "\n" in below else textwrap.fill(below, 90))
    bar.outline.set_visible(False)
    bar.ax.set_xlim(0, top)
    whole = bool((np.nan_to_num(scale) % 1 == 0).all())
    bar.locator = mpl.ticker.MaxNLocator(nbins=5, integer=whole)
    bar.update_ticks()


def _hatch(ax: Axes, hatched: np.ndarray) -> None:
    """Mark cells that rest on few mentions."""
    for row, column in np.argwhere(hatched):
        ax.add_patch(
            Rectangle(
                (column, row),
                1,
                1,
                fill=False,
                hatch="///",
                edgecolor="#CCCCCC",
                linewidth=0,
                zorder=2,
            )
        )


def _write(
    ax: Axes,
    texts: list[list[str]],
    starts: list[float],
    size: tuple[float, float],
    inks: np.ndarray,
) -> None:
    """Write the figures into the cells, if all fit into cells of this size in mm."""
    lines = [text.split("\n") for row in texts for text in row]
    widest, tallest = max(len(line) for text in lines for line in text), max(map(len, lines))
    if size[0] < _DIGIT * widest or size[1] < 1.15 * SMALL / 72 / MM * tallest:
        return
    for row, (line, colours) in enumerate(zip(texts, inks, strict=True)):
        for start, text, ink in zip(starts, line, colours, strict=True):
            ax.text(
                start + 0.5,
                row + 0.5,
                text,
                ha="center",
                va="center",
                fontsize=SMALL,
                linespacing=1.1,
                color=ink,
                zorder=3,
                path_effects=[withStroke(linewidth=1.5, foreground="white")]
                if ink == _PALE
                else None,
            )


def _ink(shade: tuple[float, ...]) -> str:
    """Return black or white, whichever has more contrast with a shade (WCAG 2.1)."""
    linear = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in shade[:3])
    light = np.dot(list(linear), (0.2126, 0.7152, 0.0722))
    return "white" if 1.05 / (light + 0.05) > (light + 0.05) / 0.066 else "#222222"


def _name_columns(ax: Axes, named: list[str], starts: list[float], width: float) -> None:
    """Name columns of `width` mm, level if the names fit."""
    ax.set_xticks(np.array(starts) + 0.5, named)
    ax.xaxis.set_ticks_position("top")
    ax.xaxis.set_label_position("top")
    widest = max(text.get_window_extent().width for text in ax.get_xticklabels())
    if widest / ax.figure.dpi / MM > 0.95 * width:
        turn = 45 if width > 5.5 else 90
        ax.set_xticks(np.array(starts) + 0.5, [name.replace("\n", " ") for name in named])
        for text in ax.get_xticklabels():
            text.set(rotation=turn, ha="left", va="bottom", rotation_mode="anchor")
