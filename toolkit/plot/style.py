"""The look of the figures: journal widths, small type, colours that survive print."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from itertools import cycle, islice
from typing import Any, NamedTuple

import matplotlib as mpl
import matplotlib.pyplot as plt
import pandas as pd
from matplotlib import font_manager
from matplotlib.axes import Axes

MM = 1 / 25.4
ONE_COLUMN, TWO_COLUMNS = 88, 180  # mm, as most journals have them

# Okabe and Ito's colours for all kinds of colour vision, ordered so that neighbours also differ
# in lightness; the marker tells series apart in grey.
COLOURS = ("#0072B2", "#E69F00", "#000000", "#CC79A7", "#009E73", "#D55E00", "#56B4E9", "#8C8C8C")
MARKERS = ("o", "s", "D", "^", "v", "P", "X", "h")
SHADES = "Blues"  # one hue, so that grey keeps the order

_FONT = "DejaVu Sans"  # comes with matplotlib: the same glyphs on every machine
_GENERIC = {"sans-serif", "serif", "monospace", "cursive", "fantasy", _FONT}

_RC = {
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


class GlyphWarning(UserWarning):
    """Labels in a script that no font at hand can draw."""


class Series(NamedTuple):
    """The rows of a table that share a value, and how they are drawn."""

    value: Any
    rows: pd.DataFrame
    colour: str
    marker: str


@contextmanager
def style() -> Iterator[None]:
    """Give new figures the journal style; fonts that you set serve where DejaVu Sans has no glyph.

    Not `mpl.rc_context`: that would also undo what a backend sets on its first use, and a
    notebook would show no figure.
    """
    own = {**_RC, "font.family": _fonts()}
    before = {name: mpl.rcParams[name] for name in own}
    mpl.rcParams.update(own)
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


def series(table: pd.DataFrame, column: str, labels: Mapping[str, str] | None) -> Iterator[Series]:
    """Yield the rows of each value of `column`, in order, with a colour and a marker of its own."""
    values = in_order(table[column], labels)
    for value, colour, marker in zip(
        values, colours(len(values)), markers(len(values)), strict=True
    ):
        chosen = table[column].isna() if value is None else table[column] == value
        yield Series(value, table[chosen], colour, marker)


def unit(table: pd.DataFrame) -> str:
    """Return what the rates of a table are: mentions per so many words."""
    per = table["per"].iloc[0] if "per" in table and len(table) else 1000
    return f"mentions per {per:,} words"


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
    if known is None:
        text = str(value).replace("_", " ")
        known = text[:1].upper() + text[1:]
    return drawable(known)


def drawable(text: str) -> str:
    """Return `text`; warn if no font at hand has all its characters."""
    missing = "".join(sorted(set(text) - _glyphs(tuple(_fonts())) - {"\n"}))
    if missing:
        warnings.warn(
            f"labels: found characters that no font at hand can draw, as {missing[0]!r}; install "
            "a font of their script and name it in matplotlib.rcParams['font.family']",
            GlyphWarning,
            stacklevel=2,
        )
    return text


def _fonts() -> list[str]:
    return [_FONT, *(name for name in mpl.rcParams["font.family"] if name not in _GENERIC)]


@cache
def _glyphs(fonts: tuple[str, ...]) -> frozenset[str]:
    """Return the characters that the fonts have."""
    paths = [font_manager.findfont(name) for name in fonts]
    return frozenset(chr(code) for p in paths for code in font_manager.get_font(p).get_charmap())


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
