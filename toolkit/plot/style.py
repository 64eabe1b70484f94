"""The look of the figures: journal widths, small type, colours that survive print."""

from __future__ import annotations

import textwrap
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache, partial
from typing import TYPE_CHECKING, Any, NamedTuple

import matplotlib as mpl
import matplotlib.pyplot as plt
import pandas as pd
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.legend import Legend
from matplotlib.transforms import Bbox

from toolkit.display.printable import runs_to_the_left, spelled
from toolkit.plot.journals import SANS, SERIF, journal
from toolkit.tables.arguments import expect_mapping, expect_type
from toolkit.tables.keys import keys_of, named_columns
from toolkit.tables.schema import TABLES, declared_measure

if TYPE_CHECKING:
    from matplotlib.typing import RcKeyType

MM = 1 / 25.4
ONE_COLUMN, TWO_COLUMNS = 88, 180  # mm, as most journals have them; see `use_journal`
FEW = 5  # mentions; fewer bear no rate, and are drawn open, pale or hatched

# Okabe and Ito's colours for all kinds of colour vision, ordered so that neighbours also differ
# in lightness; the marker tells series apart in grey.
COLOURS = ("#0072B2", "#E69F00", "#000000", "#CC79A7", "#009E73", "#D55E00", "#56B4E9", "#8C8C8C")
MARKERS = ("o", "s", "D", "^", "v", "P", "X", "h")
SHADES = "Blues"  # one hue, so that grey keeps the order
GREY = "#555555"  # of what is not data: counts, reference lines, notes
SMALL = 7  # points, of counts and notes
_SINGULAR = {"words": "word", "sentences": "sentence", "articles": "article", "events": "event"}
_BELOW = 12  # mm, that labels take below Axes

_TO_RIGHT = "\u200e"  # takes no room; what follows stands to the right of what is before
_BLANKS = "\t\v\f\r\x85\u2028\u2029"  # of which fonts have no glyph

_GENERIC = {"sans-serif", "serif", "monospace", "cursive", "fantasy", SANS, SERIF}

_RC: dict[RcKeyType, Any] = {
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
    "text.parse_math": False,  # a name with two dollar signs is not a formula
    "text.usetex": False,  # nor is any name a command of TeX
}


class GlyphWarning(UserWarning):
    """Labels in a script that no font at hand can draw."""


class PageWarning(UserWarning):
    """A figure that is higher than a page."""


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
    ours: dict[RcKeyType, Any] = {**_RC, "font.family": _fonts()}
    before = {name: mpl.rcParams[name] for name in ours}
    mpl.rcParams.update(ours)
    try:
        yield
    finally:
        mpl.rcParams.update(before)


def new_figure(*, width: float, height: float, advice: str = "") -> Figure:
    """Return a new figure of `width` x `height` mm; warn if a page has no room for it.

    `ONE_COLUMN` and `TWO_COLUMNS` are as wide as the journal has them. `advice` is what the warning
    says to do.
    """
    family = journal()
    if width in (ONE_COLUMN, TWO_COLUMNS):
        width = family.one_column if width == ONE_COLUMN else family.two_columns
    if height > family.page + 0.5:
        warnings.warn(
            f"figure: found a height of {height:,.0f} mm, expected at most {family.page:.0f}, as "
            f"a page has; {advice or 'draw fewer rows of the table'}",
            PageWarning,
            stacklevel=4,
        )
    return plt.figure(figsize=(width * MM, height * MM))


def new_axes(
    ax: Axes | None,
    *,
    width: float,
    height: float,
    size: tuple[float, float] | None = None,
    advice: str = "",
) -> Axes:
    """Return `ax` in our style, or new Axes on a figure of `width` x `height` mm, or of `size`."""
    if ax is None:
        width, height = size or (width, height)
        return new_figure(width=width, height=height, advice=advice).add_subplot()
    # Axes keep what was set when they were made.
    ax.spines[["top", "right"]].set_visible(False)
    for spine in ax.spines.values():
        spine.set_linewidth(_RC["axes.linewidth"])
    ax.tick_params(
        labelsize=_RC["xtick.labelsize"],
        width=_RC["xtick.major.width"],
        grid_linewidth=_RC["grid.linewidth"],
        grid_color=_RC["grid.color"],
        labelfontfamily=_fonts(),
    )
    for axis in (ax.xaxis, ax.yaxis):
        axis.label.set(fontsize=_RC["axes.labelsize"], fontfamily=_fonts(), parse_math=False)
        axis.reset_ticks()
    return ax


def room(ax: Axes) -> tuple[float, float]:
    """Return the width and height in mm that the data of `ax` will have, as far as is known."""
    width, height = (float(side) / ax.figure.dpi / MM for side in ax.bbox.size)
    if ax.figure.get_layout_engine() is None:
        return width, height
    # Until they are laid out, Axes have about four fifths of their room, whatever their labels.
    labels = ax.yaxis.get_tightbbox()
    width = width / 0.8 - (labels.width / ax.figure.dpi / MM if labels else 0)
    return width, height / 0.8 - _BELOW


def looks(n: int) -> list[tuple[str, str]]:
    """Return `n` pairs of colour and marker; no two of the first 64 are the same."""
    many = len(COLOURS)
    return [(COLOURS[at % many], MARKERS[(at + at // many) % many]) for at in range(n)]


def series(table: pd.DataFrame, column: str, labels: Mapping[str, str] | None) -> Iterator[Series]:
    """Yield the rows of each value of `column`, in order, with a colour and a marker of its own."""
    values = in_order(table[column], labels)
    for value, (colour, marker) in zip(values, looks(len(values)), strict=True):
        chosen = table[column].isna() if value is None else table[column] == value
        yield Series(value, table[chosen], colour, marker)


def estimate_and_count(table: pd.DataFrame) -> tuple[str, str]:
    """Return the columns of both that a measure's table declares; else those of the rates table."""
    name = keys_of(table, "rates").table if "table" in table else "rates"
    measure = declared_measure(name)
    if measure.value is None:
        raise ValueError(
            f"rates: found the table {name!r}, expected one with an estimate and its interval"
        )
    return measure.value, measure.count


def unit(table: pd.DataFrame, value: str = "rate") -> str:
    """Return what the estimates of a table are, such as mentions per so many words."""
    if value != "rate":
        return TABLES[table["table"].iloc[0]].columns[value].meaning
    per = table["per"].iloc[0] if "per" in table and len(table) else 1000
    by = named_columns(table, "by", "rates") if "by" in table else []
    voiced = " of the voice" if {"voice", "voice_id"} & set(by) else ""
    what = str(table["denominator"].iloc[0]) if "denominator" in table and len(table) else "words"
    if per == 1 and what in _SINGULAR:
        return f"mentions per {_SINGULAR[what]}{voiced}"
    return f"mentions per {per:,} {what}{voiced}"


def interval(table: pd.DataFrame) -> str:
    """Return what the lines of a plot are: intervals, and of which level."""
    levels = table["level"].dropna().unique().tolist() if "level" in table else []
    return f"{100 * levels[0]:.4g} % interval" if len(levels) == 1 else "interval"


def ends_of_axis(
    table: pd.DataFrame, value: str = "rate", *, times: float = 3
) -> tuple[float, float]:
    """Return from where to where an axis of estimates goes: `times` the largest; longer are cut.

    A few words may have an interval of hundreds of times their rate: with all of it, nothing else
    could be seen.
    """
    negative = (table[[value, "low"]].min() < 0).any()
    low = _end(-table[value], -table["low"], times) if negative else 0.0
    return -low, _end(table[value], table["high"], times)


def _end(values: pd.Series, ends: pd.Series, times: float) -> float:
    highest, longest = values.max(), pd.concat([values, ends]).max()
    if highest > 0:
        return min(times * highest, longest)
    return longest if longest > 0 else 1.0


def in_order(values: Iterable[Any], labels: Mapping[str, str] | None) -> list[Any]:
    """Return the distinct values: labelled ones in that order, others as they come, none last."""
    distinct = list(dict.fromkeys(None if pd.isna(value) else value for value in values))
    labelled = [value for value in labels or () if value is not None and value in distinct]
    others = [value for value in distinct if value is not None and value not in labelled]
    return labelled + others + [None] * (None in distinct)


def label(value: Any, labels: Mapping[Any, str] | None, column: str) -> str:
    """Return what to print for a value of a column, in characters that can be drawn."""
    return drawable(plain_label(value, labels, column))


def plain_label(value: Any, labels: Mapping[Any, str] | None, column: str) -> str:
    """Return what to print for a value of a column, of dates the day; `labels` may name None."""
    if value is None or pd.isna(value):
        return (labels or {}).get(None, _lacking(column))
    known = (labels or {}).get(value)
    if known is None:
        day = isinstance(value, pd.Timestamp)
        text = f"{value:%Y-%m-%d}" if day else str(value).replace("_", " ")
        known = text[:1].upper() + text[1:]
    return known


def _lacking(column: str) -> str:
    """Return what a row lacks whose column is empty; a voice that is none of the registry's."""
    what = "actor" if column.startswith("voice") else column.removesuffix("_id").replace("_", " ")
    return f"no {what}"


def names(
    values: Iterable[Any], labels: Mapping[Any, str] | None, column: str, *, width: int = 26
) -> list[str]:
    """Return what to print along an axis: the labels, the long ones in lines of `width`."""
    return [
        "\n".join(textwrap.wrap(label(value, labels, column), width, break_long_words=False)) or ""
        for value in values
    ]


def noted(name: str, note: str) -> str:
    """Return a name and, in brackets, a note."""
    return left_to_right(name, f" ({note})")


def left_to_right(*parts: str) -> str:
    """Join the parts of a label so that they stand in this order, even if one is in Arabic."""
    turned = runs_to_the_left("".join(parts))
    return "".join(f"{_TO_RIGHT}{part}" if turned else part for part in parts)


def drawable(text: str) -> str:
    """Return `text` with what acts spelled; warn if no font at hand has all its characters."""
    text = spelled("".join(" " if c in _BLANKS else c for c in text))
    missing = "".join(sorted(set(text) - _glyphs(tuple(_fonts())) - {"\n"}))
    if missing:
        warnings.warn(
            f"labels: found characters that no font at hand can draw, such as {missing[0]!r}; "
            "install a font of their script and name it in matplotlib.rcParams['font.family']",
            GlyphWarning,
            stacklevel=2,
        )
    # matplotlib leaves names that begin so out of legends.
    return _TO_RIGHT + text if text.startswith("_") else text


def _fonts() -> list[str]:
    faces = dict.fromkeys([journal().font, SANS])
    return [*faces, *(name for name in mpl.rcParams["font.family"] if name not in _GENERIC)]


@cache
def _glyphs(fonts: tuple[str, ...]) -> frozenset[str]:
    """Return the characters that the fonts have."""
    paths = [font_manager.findfont(name) for name in fonts]
    return frozenset(chr(code) for p in paths for code in font_manager.get_font(p).get_charmap())


def check_look(
    labels: Any, ax: Any, *, size: Any = None, title: Any = "", facet: Any = None, top: Any = None
) -> None:
    """Raise unless what plots share is what it should be; Axes have their size and their panels."""
    expect_mapping(labels, "labels", expected="names by id, such as actors.labels()")
    expect_type(title, "title", str, expected="a text")
    if ax is not None:
        expect_type(ax, "ax", Axes, expected="Axes, such as those of plt.subplots()")
        for name, value in (("size", size), ("facet", facet)):
            if value is not None:
                raise ValueError(
                    f"{name}: found {value!r} and Axes as well, expected one of the two; leave out "
                    "`ax`, and a figure of its own is made"
                )
    if size is not None:
        sides = list(size) if isinstance(size, tuple | list) else []
        if len(sides) != 2 or not all(isinstance(s, int | float) and s > 0 for s in sides):
            raise ValueError(f"size: found {size!r}, expected width and height in mm: (88, 60)")
    if top is not None:
        check_number(top, "top")


def check_number(value: Any, argument: str) -> None:
    """Raise unless so many rows, or words, can be drawn."""
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise ValueError(f"{argument}: found {value!r}, expected a whole number, 1 or more")


def check_one_row(table: pd.DataFrame, columns: Sequence[str], name: str) -> None:
    """Raise if rows of `table` share the values of `columns`: they would stand at one place."""
    repeated = table.duplicated(list(columns), keep=False)
    if repeated.any():
        first = table.loc[repeated, list(columns)].iloc[0]
        raise ValueError(
            f"{name}: found several rows for {', '.join(f'{c}={first[c]}' for c in columns)}, "
            "expected one; filter the table to what is drawn, or name other columns"
        )


def check_finite(
    table: pd.DataFrame, columns: Sequence[str], keys: Sequence[str], name: str
) -> None:
    """Raise if an estimate is infinite: no axis has a place for it."""
    for column in columns:
        endless = table[column].abs() == float("inf")
        if endless.any():
            first = table.loc[endless, list(keys)].iloc[0]
            raise ValueError(
                f"{name}: found {table.loc[endless, column].iloc[0]} in the column {column!r}, of "
                f"{', '.join(f'{key}={first[key]}' for key in keys)}, expected a finite number; "
                "leave out groups without words"
            )


def date_ticks(ax: Axes, periods: Iterable[pd.Timestamp]) -> None:
    """Name the first days of `periods` below `ax`, as many as there is room for."""
    days = sorted(pd.DatetimeIndex(periods).unique())
    most = max(2, int(room(ax)[0] // 12))
    months = list({(day.year, day.month): day for day in reversed(days)}.values())[::-1]
    apart = (days[-1] - days[0]) / most
    named: list[pd.Timestamp] = []
    for day in months if len(days) > most and len(months) > most / 3 else days:
        if not named or day - named[-1] >= apart:
            named.append(day)
    monthly = len(named) > 1 and all(day.day == 1 for day in named)
    texts = [f"{day:%b}" if monthly else f"{day.day} {day:%b}" for day in named]
    for at, day in enumerate(named):
        if at == 0 or day.year != named[at - 1].year:
            texts[at] += f"\n{day.year}"
    ax.set_xticks(named, texts)


def write_beside(ax: Axes, y: Iterable[float], texts: Iterable[str]) -> None:
    """Write a text to the right of `ax` at each height."""
    for place, text in zip(y, texts, strict=True):
        ax.annotate(
            text,
            (1, place),
            xycoords=ax.get_yaxis_transform(),
            xytext=(5, 0),
            textcoords="offset points",
            va="center_baseline",
            fontsize=SMALL,
            color=GREY,
        )


def legend_above(ax: Axes) -> None:
    """Put the legend above `ax`, as many entries a row as it is wide; a title stands above it."""
    for columns in (4, 3, 2, 1):
        legend = ax.legend(
            loc="lower left",
            bbox_to_anchor=(0, 1.01),
            ncols=columns,
            borderaxespad=0,
            handletextpad=0.4,
            columnspacing=1.5,
        )
        if legend.get_window_extent().width <= room(ax)[0] * MM * ax.figure.dpi:
            break
    for line in legend.get_lines():
        line.set_markerfacecolor(line.get_color())
    # A title keeps clear of Axes, but not of a legend.
    taken = ax.inset_axes((0, 1, 1, 0))
    taken.set_axis_off()
    taken.set_axes_locator(partial(_place_of, legend))


def _place_of(legend: Legend, ax: Axes, renderer: Any) -> Bbox:
    """Return where the legend stands, in fractions of its figure."""
    return legend.get_window_extent(renderer).transformed(ax.figure.transSubfigure.inverted())


def draw_nothing(ax: Axes | None, why: str) -> Axes:
    """Return `ax`, or new Axes of two columns' width, with a note on why nothing is drawn."""
    with style():
        return say_empty(new_axes(ax, width=TWO_COLUMNS, height=28), why)


def say_empty(ax: Axes, why: str) -> Axes:
    """Say on `ax` that there is nothing to draw, and why."""
    ax.text(0.5, 0.5, f"no data: {why}", ha="center", va="center", transform=ax.transAxes)
    ax.set_axis_off()
    return ax
