"""Ratios and differences of rates, with intervals."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from toolkit.plot.dots import Edges, Look, draw_dots, ratio_edges, set_axis, set_ratio_axis
from toolkit.plot.legible import finish_figure
from toolkit.plot.marks import record_marks
from toolkit.plot.notes import tested, write_note
from toolkit.plot.panels import keep_top, say_top
from toolkit.plot.style import (
    GREY,
    TWO_COLUMNS,
    check_finite,
    check_look,
    check_one_row,
    draw_nothing,
    in_order,
    interval,
    label,
    left_to_right,
    legend_above,
    names,
    new_axes,
    room,
    say_empty,
    series,
    style,
    unit,
    write_beside,
)
from toolkit.tables.arguments import check_columns, expect_table
from toolkit.tables.keys import named_column

_SPREAD = 0.7  # of the room of one thing that its dots take
_MEASURES = {"ratio": 1.0, "difference": 0.0}  # and what they are where rates are equal
_LOWEST = 2.4  # mm, of a row whose counts can be read
_PAIR = "_pair"


def plot_comparison(
    comparison: pd.DataFrame,
    *,
    x: str | None = None,
    measure: str = "ratio",
    top: int | None = None,
    labels: Mapping[str, str] | None = None,
    alpha: float = 0.05,
    title: str = "",
    size: tuple[float, float] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw how two rates compare, as dots with intervals; both n stand to the right.

    Parameters
    ----------
    comparison
        The comparison table.
    x
        The column that makes the rows, from top to bottom; without it, what was counted: the
        column that the table names in `of`. Pairs then differ in colour. With the column of the
        groups, that in `by`, colours are of what was counted: better for many groups.
    measure
        "ratio", on a logarithmic axis, or "difference".
    top
        How many rows to draw: those with most mentions, of both sides together.
    labels
        What to print for groups and things, and in which order.
    alpha
        A full marker has `p_corrected` below it; an open one does not.
    title
        What stands above the figure.
    size
        Width and height in mm; else two columns wide, and as high as the rows need.
    ax
        Axes to draw on; else a new figure of two columns' width.

    Returns
    -------
    matplotlib.axes.Axes
        At the ends of the axis stands whose rate is the higher one there. A ratio that is zero or
        infinite is a large arrow at the edge; a small one ends an interval that goes on. Where
        both counts are zero, there is only 0 : 0.
    """
    if measure not in _MEASURES:
        raise ValueError(f"measure: found {measure!r}, expected one of {', '.join(_MEASURES)}")
    needed = ["n", "n_reference", measure, f"{measure}_low", f"{measure}_high", "p_corrected"]
    expect_table(comparison, "comparison", needed)
    check_look(labels, ax, size=size, title=title, top=top)
    if comparison.empty:
        return draw_nothing(ax, "there are no two groups to compare, or nothing was counted")
    x = x or named_column(comparison, "of", "comparison", name="x")
    by = named_column(comparison, "by", "comparison")
    hue = named_column(comparison, "of", "comparison") if x == by else _PAIR
    sides = [by, f"{by}_reference"]
    check_columns(comparison, [*sides, x], "comparison")
    check_one_row(comparison, [*sides, hue if x == by else x], "comparison")
    if measure == "difference":
        check_finite(comparison, [measure], [*sides, x], "comparison")
    n = comparison["n"] + comparison["n_reference"]
    drawn = keep_top(comparison.assign(_both=n), x, top, "_both")
    things = in_order(drawn[x], labels)
    between = " : " if measure == "ratio" else " \u2212 "
    grow = ax is None and size is None
    with style():
        table = drawn.assign(**{_PAIR: _name_pairs(drawn, sides, between, labels)})
        hues = in_order(table[hue], labels)
        rows = names(things, labels, x)
        tallest = max(name.count("\n") + 1 for name in rows)
        row = max(7.0, 3.6 * len(hues), 3.2 * tallest)
        height = 14 + 4 * (len(hues) // 3 + (len(hues) > 1)) + len(things) * row
        ax = new_axes(ax, width=TWO_COLUMNS, height=height, size=size)
        if table[measure].isna().all():
            return say_empty(ax, "neither group uses any of what was counted")
        edges = _edges(table, measure)
        ax.set_yticks(range(len(things)), rows)
        _finish(ax, edges, measure, len(things))
        step = _SPREAD / len(hues)
        counted = room(ax)[1] * step / len(things) > _LOWEST
        for at, one in enumerate(series(table, hue, labels)):
            y = np.array([things.index(None if pd.isna(v) else v) for v in one.rows[x]], "float64")
            y += (at - (len(hues) - 1) / 2) * step
            name = one.value if hue == _PAIR else label(one.value, labels, hue)
            full = (one.rows["p_corrected"] < alpha).to_numpy()
            ends = one.rows[[measure, f"{measure}_low", f"{measure}_high"]]
            draw_dots(ax, y, ends, edges, full=full, look=Look(one.colour, one.marker, name))
            if counted:
                both = zip(one.rows["n"], one.rows["n_reference"], strict=True)
                write_beside(ax, y, [f"{n:,} : {other:,}" for n, other in both])
            # All of the row: where nothing was counted there is no dot to click.
            values = one.rows[list(dict.fromkeys([*sides, x, *([hue] * (hue != _PAIR))]))]
            record_marks(ax, values, x=ax.get_xlim(), y=(y - step / 2, y + step / 2))
        directions, counts = _sides(table, sides, labels)
        said = "ratio of the rates" if measure == "ratio" else f"difference in {unit(table)}"
        note = (
            f"full: differs from equal rates, {tested(table, alpha)}{say_top(comparison, drawn, x)}"
        )
        beside = f"; right: n {counts}" if counted else ""
        write_note(
            ax,
            left_to_right(f"{said}; {interval(table)}", beside),
            note,
            directions=directions,
            grow=grow,
        )
        if len(hues) > 1:
            legend_above(ax)
        finish_figure(ax, title=title, size=size, grow=grow)
    return ax


def _name_pairs(
    comparison: pd.DataFrame, sides: list[str], between: str, labels: Mapping[str, str] | None
) -> list[str]:
    """Return what each pair of groups is called."""
    return [
        left_to_right(label(group, labels, sides[0]), between, label(reference, labels, sides[0]))
        for group, reference in comparison[sides].astype(object).to_numpy()
    ]


def _sides(
    table: pd.DataFrame, sides: list[str], labels: Mapping[str, str] | None
) -> tuple[tuple[str, str], str]:
    """Return what lies to the left and to the right, and what the counts are of.

    A side with several groups is that which is named first in a pair, or second.
    """
    group, reference = (
        label(groups[0], labels, sides[0]) if len(groups) == 1 else several
        for groups, several in zip(
            (in_order(table[side], None) for side in sides),
            ("the first named", "the second named"),
            strict=True,
        )
    )
    return (f"more {reference}", f"more {group}"), left_to_right(group, " : ", reference)


def _edges(table: pd.DataFrame, measure: str) -> Edges:
    ends = table[[measure, f"{measure}_low", f"{measure}_high"]].to_numpy("float64")
    if measure == "ratio":
        return ratio_edges(ends)
    # An interval of a few words may be endless; the axis ends at three times the largest.
    most = 3 * max(np.nanmax(np.abs(ends[:, 0])), 1e-9)
    low, high = max(np.nanmin(ends), -most), min(np.nanmax(ends), most)
    return Edges(min(low, 0), max(high, 0))


def _finish(ax: Axes, edges: Edges, measure: str, things: int) -> None:
    if measure == "ratio":
        set_ratio_axis(ax, edges)
    else:
        set_axis(ax, edges)
        ax.xaxis.set_major_locator(MaxNLocator(max(3, min(9, int(room(ax)[0] // 14)))))
    ax.axvline(_MEASURES[measure], color=GREY, linewidth=0.7, zorder=1)
    ax.set_ylim(things - 0.5, -0.5)
    for edge in range(1, things):
        ax.axhline(edge - 0.5, color="#D9D9D9", linewidth=0.4, zorder=1)
    ax.tick_params(axis="y", length=0)
    ax.grid(axis="x")
    ax.set_axisbelow(True)
