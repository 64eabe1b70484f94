"""The look of the figures: journal widths, small type, colours that survive print."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import cycle, islice
from typing import Any

import matplotlib as mpl
import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes

MM = 1 / 25.4
ONE_COLUMN, TWO_COLUMNS = 88, 180  # mm, as most journals have them

# Okabe and Ito's colours for all kinds of colour vision, ordered so that neighbours also differ
# in lightness; the marker tells series apart in grey.
COLOURS = ("#0072B2", "#E69F00", "#000000", "#CC79A7", "#009E73", "#D55E00", "#56B4E9", "#8C8C8C")
MARKERS = ("o", "s", "D", "^", "v", "P", "X", "h")
SHADES = "Blues"  # one hue, so that grey keeps the order

_RC = {
    "font.family": "DejaVu Sans",  # comes with matplotlib: the same glyphs on every machine
    "font.size": 7.5,
    "axes.titlesize": 8.5,
    "axes.titlelocation": "left",
    "axes.titleweight": "bold",
    "axes.labelsize": 7.5,
    "xtick.labelsize": 7.5,
    "ytick.labelsize": 7.5,
    "legend.fontsize": 7,
    "legend.frameon": False,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.linewidth": 0.6,
    "xtick.major.width": 0.6,
    "ytick.major.width": 0.6,
    "lines.linewidth": 1.1,
    "lines.markersize": 3.6,
    "grid.linewidth": 0.4,
    "grid.color": "#D9D9D9",
    "figure.constrained_layout.use": True,
}


@contextmanager
def style() -> Iterator[None]:
    """Give new figures the journal style.

    Not `mpl.rc_context`: that would also undo what a backend sets on its first use, and a
    notebook would show no figure.
    """
    before = {name: mpl.rcParams[name] for name in _RC}
    mpl.rcParams.update(_RC)
    try:
        yield
    finally:
        mpl.rcParams.update(before)


def new_axes(ax: Axes | None, *, width: float, height: float) -> Axes:
    """Return `ax`, or new Axes on a figure of `width` x `height` mm."""
    if ax is not None:
        return ax
    return plt.figure(figsize=(width * MM, height * MM)).add_subplot()


def colours(n: int) -> list[str]:
    """Return `n` colours, beginning anew after the eighth."""
    return list(islice(cycle(COLOURS), n))


def markers(n: int) -> list[str]:
    """Return `n` markers, beginning anew after the eighth."""
    return list(islice(cycle(MARKERS), n))


def in_order(values: Iterable[Any], labels: Mapping[str, str] | None) -> list[Any]:
    """Return the distinct values: labelled ones in that order, others as they come, none last."""
    distinct = list(dict.fromkeys(None if pd.isna(value) else value for value in values))
    labelled = [value for value in labels or () if value in distinct]
    others = [value for value in distinct if value is not None and value not in labelled]
    return labelled + others + [None] * (None in distinct)


def label(value: Any, labels: Mapping[str, str] | None) -> str:
    """Return what to print for a value of a table."""
    if value is None or pd.isna(value):
        return "no actor"
    known = (labels or {}).get(value)
    if known is not None:
        return known
    text = str(value).replace("_", " ")
    return text[:1].upper() + text[1:]


def check_columns(table: pd.DataFrame, columns: Sequence[str], name: str) -> None:
    """Raise if `table` lacks one of `columns`."""
    missing = [column for column in columns if column not in table]
    if missing:
        raise ValueError(
            f"{name}: found no column {', '.join(map(repr, missing))}, only "
            f"{', '.join(map(str, table.columns))}"
        )


def legend_above(ax: Axes) -> None:
    """Put the legend between the top of `ax` and the edge, three entries a row."""
    ax.legend(
        loc="lower left",
        bbox_to_anchor=(0, 1.01),
        ncols=3,
        borderaxespad=0,
        handletextpad=0.4,
        columnspacing=1.5,
    )


def say_empty(ax: Axes) -> Axes:
    """Say on `ax` that there is nothing to draw."""
    ax.text(0.5, 0.5, "no data", ha="center", va="center", transform=ax.transAxes)
    ax.set_axis_off()
    return ax
