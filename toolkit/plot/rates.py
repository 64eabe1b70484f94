"""Rates as dots with intervals."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from toolkit.plot.dots import draw_cuts
from toolkit.plot.legible import finish_figure
from toolkit.plot.marks import record_marks
from toolkit.plot.notes import few_clusters
from toolkit.plot.panels import (
    columns_for,
    keep_top,
    label_below,
    new_panels,
    ordered,
    row_height,
    say_top,
)
from toolkit.plot.style import (
    COLOURS,
    FEW,
    GREY,
    SMALL,
    TWO_COLUMNS,
    Series,
    check_finite,
    check_look,
    check_one_row,
    draw_nothing,
    ends_of_axis,
    estimate_and_count,
    in_order,
    interval,
    label,
    legend_above,
    names,
    new_axes,
    noted,
    room,
    series,
    style,
    unit,
)
from toolkit.tables.arguments import check_columns, expect_table
from toolkit.tables.keys import named_column

_SPREAD = 0.8  # of the room of one group that its dots take
_LOWEST = 2.4  # mm, of a row whose n can be read
_THICK, _THIN = 2.2, 0.4  # points, of the lines of short and long intervals
_ADVICE = "draw fewer rows, by `top=20`, or one value of `facet` at a time"


class _Look(NamedTuple):
    """What all rows of a plot are drawn by."""

    value: str
    n: str
    ends: tuple[float, float]
    middling: float  # length of an interval


def plot_rates(
    rates: pd.DataFrame,
    *,
    x: str | None = None,
    hue: str | None = None,
    facet: str | None = None,
    top: int | None = None,
    order: str = "largest",
    labels: Mapping[str, str] | None = None,
    title: str = "",
    size: tuple[float, float] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw each rate as a dot with its interval and its n, a panel per thing counted.

    Parameters
    ----------
    rates
        The rates table, or that of another measure with an interval, such as `tone`.
    x
        The column that makes the rows, from top to bottom; without it, what the counts were split
        by: the column that the table names in `by`. With `hue`, what was counted (`of`).
    hue
        A column that colour and marker distinguish within a row, on one panel.
    facet
        The column that makes the panels; without it and `hue`, what was counted: the column that
        the table names in `of`. ``facet="voice"`` makes a panel per voice.
    top
        How many values of `x` to draw: those with most mentions.
    order
        Of the rows: "largest", by the mean of their rates; or "labels", as `labels` has them.
    labels
        What to print for the values of all, and in which order: ``{**actors.labels(),
        **lexicon.labels()}``. Values without a label come after those with one.
    title
        What stands above the figure.
    size
        Width and height in mm; else two columns wide, and as high as the rows need.
    ax
        Axes to draw on, without panels: `hue` is then what the table names in `by`.

    Returns
    -------
    matplotlib.axes.Axes
        The first panel; all are in ``ax.figure.axes``. The words of a voice stand at its name. An
        open marker has an n below five; with n = 0, its line is the bound of what may have been
        missed. The longer an interval is, the thinner is its line; an arrow ends one that is longer
        than three times the largest rate. On Axes too low for it, n is left out.
    """
    expect_table(rates, "rates")
    check_look(labels, ax, size=size, title=title, facet=facet, top=top)
    if rates.empty:
        return draw_nothing(ax, "the table of rates has no rows")
    x, hue, facet = _columns(rates, x, hue, facet, alone=ax is not None)
    value, count = estimate_and_count(rates)
    keys = [column for column in (x, hue, facet) if column]
    check_columns(rates, [*keys, count, value, "low", "high"], "rates")
    check_one_row(rates, keys, "rates")
    check_finite(rates, [value], keys, "rates")
    drawn = keep_top(rates, x, top, count)
    weight = drawn["exposure"] if "exposure" in drawn else pd.Series(1, index=drawn.index)
    weight = weight / weight.groupby(drawn[x], dropna=False).transform("sum").replace(0, 1)
    groups = ordered(drawn, x, labels, order=order, size=drawn[value].fillna(0) * weight)
    length = (drawn["high"] - drawn["low"]).loc[lambda lengths: lengths > 0]
    look = _Look(value, count, ends_of_axis(drawn, value), length.median())
    note = say_top(rates, drawn, x) + few_clusters(drawn)
    with style():
        if facet is None:
            ax = new_axes(
                ax, width=TWO_COLUMNS, height=_height(drawn, hue, groups), size=size, advice=_ADVICE
            )
            counted = _draw_panel(ax, drawn, (x, hue), groups, labels, look)
            if hue is not None:
                legend_above(ax)
            ax.set_xlabel(_below(rates, value, counted, note))
        else:
            ax = _draw_panels(drawn, (x, hue, facet), groups, labels, look, size)
            label_below(ax.figure, _below(rates, value, True, note))
        finish_figure(ax, title=title, size=size)
    return ax


def _columns(
    rates: pd.DataFrame, x: str | None, hue: str | None, facet: str | None, *, alone: bool
) -> tuple[str, str | None, str | None]:
    """Return the columns of rows, colours and panels: those that are named, else the table's."""
    if alone and hue is None:
        hue = named_column(rates, "by", "rates", name="hue")
    if hue is None and facet is None:
        if x is None:
            facet, x = (
                named_column(rates, role, "rates", name=n)
                for role, n in (("of", "facet"), ("by", "x"))
            )
        else:
            facet = _other(rates, [x], "facet")
    return x or _other(rates, [c for c in (hue, facet) if c], "x"), hue, facet


def _other(rates: pd.DataFrame, taken: list[str], name: str) -> str:
    """Return the column of `of`, or if it is taken that of `by`."""
    of = named_column(rates, "of", "rates", name=name)
    return of if of not in taken else named_column(rates, "by", "rates", name=name)


def _height(rates: pd.DataFrame, hue: str | None, groups: list[Any]) -> float:
    hues = 1 if hue is None else rates[hue].nunique(dropna=False)
    return 26 + 4 * -(-hues // 3) + len(groups) * max(5.0 if hues == 1 else 8.0, 3.5 * hues)


def _below(rates: pd.DataFrame, value: str, counted: bool, note: str) -> str:
    says = "; small figures: n" if counted else ""
    return f"{unit(rates, value)}\n{interval(rates)}{says}; open: n below {FEW}{note}"


def _draw_panels(
    rates: pd.DataFrame,
    columns: tuple[str, str | None, str],
    groups: list[Any],
    labels: Mapping[str, str] | None,
    look: _Look,
    size: tuple[float, float] | None,
) -> Axes:
    """Draw a panel per value of the third column, all with the same rows; return the first."""
    x, hue, facet = columns
    values = in_order(rates[facet], labels)
    across = columns_for(len(values), least=33, size=size, beside=38)
    down = -(-len(values) // across)
    named = names_with_words(groups, rates, x, labels)
    lines = max(name.count("\n") + 1 for name in named)
    row = row_height(
        down * len(groups), wish=max(4.4, 3.1 * lines), least=3.1 * lines, around=16 + 9 * down
    )
    panels = new_panels(
        len(values),
        columns=across,
        height=9 + row * len(groups),
        around=16 + (0 if hue is None else 8),
        size=size,
        advice=_ADVICE,
        sharex=True,
        sharey=True,
    )
    for at, (value, ax) in enumerate(zip(values, panels, strict=True)):
        rows = rates[rates[facet].isna() if value is None else rates[facet] == value]
        _draw_panel(ax, rows, (x, hue), groups, labels, look, facet=facet)
        ax.set_title(_with_words(value, rates, facet, labels, width=24), fontsize=7.5)
        ax.tick_params(labelbottom=at >= len(values) - across, labelleft=at % across == 0)
    panels[0].set_yticks(range(len(groups)), named)
    if hue is not None:
        legend_above(panels[0])
    return panels[0]


def _with_words(
    value: Any, rates: pd.DataFrame, column: str, labels: Mapping[str, str] | None, *, width: int
) -> str:
    (name,) = names_with_words([value], rates, column, labels, width=width)
    return name


def names_with_words(
    values: list[Any],
    table: pd.DataFrame,
    column: str,
    labels: Mapping[str, str] | None,
    *,
    width: int = 30,
) -> list[str]:
    """Return the names of values, with the words that each has, if it has one number of them."""
    kind = str(table["denominator"].iloc[0]) if "denominator" in table and len(table) else "words"
    named = {}
    for value in values:
        rows = table[table[column].isna() if value is None else table[column] == value]
        words = rows["exposure"].unique().tolist() if "exposure" in rows else []
        name = label(value, labels, column)
        named[value] = noted(name, f"{words[0]:,.0f} {kind}") if len(words) == 1 else name
    alike = "exposure" in table and len(values) > 1 and len(table["exposure"].unique()) == 1
    return names(values, labels if alike else named, column, width=width)


def _draw_panel(
    ax: Axes,
    rates: pd.DataFrame,
    columns: tuple[str, str | None],
    groups: list[Any],
    labels: Mapping[str, str] | None,
    look: _Look,
    *,
    facet: str | None = None,
) -> bool:
    """Draw the rows of one panel; return whether it has room for the counts."""
    x, hue = columns
    ends = look.ends
    many = [Series(None, rates, COLOURS[0], "o")]
    if hue is not None:
        many = list(series(rates, hue, labels))
    step = _SPREAD / len(many)
    ax.set_ylim(len(groups) - 0.5, -0.5)
    counted = room(ax)[1] * step / len(groups) > _LOWEST
    for at, (group, chosen, colour, marker) in enumerate(many):
        chosen = _drawn(chosen, look)
        place = [groups.index(None if pd.isna(v) else v) for v in chosen[x]]
        y = np.array(place) + (at - (len(many) - 1) / 2) * step
        name = "_" if hue is None else _with_words(group, rates, hue, labels, width=40)
        _draw_intervals(ax, chosen, y, ends, (colour, counted))
        _draw_dots(ax, chosen, y, (colour, marker, name))
        sides = chosen["_left"], chosen["_right"]
        keys = [column for column in (x, hue, facet) if column]
        record_marks(ax, chosen[keys], x=sides, y=(y - step / 2, y + step / 2))
    ax.set_xlim(ends[0] * 1.04, ends[1] * (1.04 if facet is None else 1.2))
    if ends[0] < 0:
        ax.axvline(0, color=GREY, linewidth=0.7, zorder=1)
    ax.set_yticks(range(len(groups)), names_with_words(groups, rates, x, labels))
    if hue is not None:
        for edge in range(1, len(groups)):
            ax.axhline(edge - 0.5, color="#D9D9D9", linewidth=0.4, zorder=1)
    ax.tick_params(axis="y", length=0)
    ax.grid(axis="x")
    ax.set_axisbelow(True)
    return counted


def _drawn(chosen: pd.DataFrame, look: _Look) -> pd.DataFrame:
    """Return the rows with what is drawn of each: estimate, n, the interval and how thick it is."""
    low, high = (chosen[column].fillna(chosen[look.value]) for column in ("low", "high"))
    length = (high - low).where(lambda lengths: lengths > 0)
    return chosen.assign(
        _value=chosen[look.value],
        _n=chosen[look.n],
        _left=low.clip(lower=look.ends[0]),
        _right=high.clip(upper=look.ends[1]),
        _before=low < look.ends[0],
        _beyond=high > look.ends[1],
        _thick=np.sqrt(look.middling / length).clip(_THIN, _THICK).fillna(_THIN),
    )


def _draw_intervals(
    ax: Axes,
    chosen: pd.DataFrame,
    y: np.ndarray,
    ends: tuple[float, float],
    look: tuple[str, bool],
) -> None:
    colour, counted = look
    ax.hlines(
        y, chosen["_left"], chosen["_right"], color=colour, linewidth=chosen["_thick"], zorder=2
    )
    many = (chosen["_n"] >= FEW).to_numpy()
    for goes_on, edge, shape in (("_before", ends[0], "<"), ("_beyond", ends[1], ">")):
        draw_cuts(ax, y, chosen[goes_on].to_numpy(), edge, full=many, look=(colour, shape))
    for place, right, n in zip(y, chosen["_right"], chosen["_n"], strict=True):
        if counted:
            ax.annotate(
                f"{n:,}",
                (right, place),
                xytext=(5, 0),
                textcoords="offset points",
                va="center_baseline",
                fontsize=SMALL,
                color=GREY,
            )


def _draw_dots(ax: Axes, chosen: pd.DataFrame, y: np.ndarray, look: tuple[str, str, str]) -> None:
    colour, marker, name = look
    many = (chosen["_n"] >= FEW).to_numpy()
    for there, face in ((many, colour), (~many, "white")):
        if there.any():  # an empty line would upset the layout
            ax.plot(
                chosen["_value"][there],
                y[there],
                marker,
                color=colour,
                markerfacecolor=face,
                label=name,
                clip_on=False,
                zorder=3,
            )
            name = "_same"
