"""Ratios and differences of rates, with intervals."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator, NullFormatter

from toolkit.plot.marks import record_marks
from toolkit.plot.style import (
    GREY,
    TWO_COLUMNS,
    Series,
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


class _Scale(NamedTuple):
    """What is drawn, and from where to where."""

    measure: str
    left: float
    right: float
    alpha: float


def plot_comparison(
    comparison: pd.DataFrame,
    *,
    x: str | None = None,
    measure: str = "ratio",
    labels: Mapping[str, str] | None = None,
    alpha: float = 0.05,
    ax: Axes | None = None,
) -> Axes:
    """Draw how two rates compare, as dots with intervals; both n stand to the right.

    Parameters
    ----------
    comparison
        The comparison table.
    x
        The column that makes the groups of dots, from top to bottom; without it, what was
        counted: the column that the table names in `of`. Pairs differ in colour.
    measure
        "ratio", on a logarithmic axis, or "difference".
    labels
        What to print for groups and things, and in which order.
    alpha
        A full marker has `p_corrected` below it; an open one does not.
    ax
        Axes to draw on; else a new figure of two columns' width.

    Returns
    -------
    matplotlib.axes.Axes
        A ratio that is zero or infinite is a large arrow at the edge; a small one ends an interval
        that goes on. Where both counts are zero, there is only 0 : 0.
    """
    if measure not in _MEASURES:
        raise ValueError(f"measure: found {measure!r}, expected one of {', '.join(_MEASURES)}")
    needed = ["n", "n_reference", measure, f"{measure}_low", f"{measure}_high", "p_corrected"]
    expect_table(comparison, "comparison", needed)
    check_look(labels, ax)
    if comparison.empty:
        return draw_nothing(ax, "there are no two groups to compare, or nothing was counted")
    x = x or named_column(comparison, "of", "comparison", name="x")
    by = named_column(comparison, "by", "comparison")
    check_columns(comparison, [x, by, f"{by}_reference"], "comparison")
    check_one_row(comparison, [by, f"{by}_reference", x], "comparison")
    things = in_order(comparison[x], labels)
    with style():
        named = _name_pairs(comparison, by, " : " if measure == "ratio" else " \u2212 ", labels)
        pairs = named["pair"].nunique()
        height = 30 + 4 * (pairs // 3) + len(things) * max(7.0, 3.6 * pairs)
        ax = new_axes(ax, width=TWO_COLUMNS, height=height)
        if comparison[measure].isna().all():
            return say_empty(ax, "neither group uses any of what was counted")
        scale = _Scale(measure, *_edges(named, measure), alpha)
        ax.set_yticks(range(len(things)), names(things, labels))
        _finish(ax, scale, len(things))
        step = _SPREAD / pairs
        counted = room(ax)[1] * step / len(things) > _LOWEST
        for at, one in enumerate(series(named, "pair", None)):
            y = np.array([things.index(None if pd.isna(v) else v) for v in one.rows[x]], "float64")
            y += (at - (pairs - 1) / 2) * step
            _draw(ax, one, y, scale)
            if counted:
                both = zip(one.rows["n"], one.rows["n_reference"], strict=True)
                write_beside(ax, y, [f"{n:,} : {other:,}" for n, other in both])
            # All of the row: where nothing was counted there is no dot to click.
            sides = one.rows[[by, f"{by}_reference", x]]
            record_marks(ax, sides, x=(scale.left, scale.right), y=(y - step / 2, y + step / 2))
        said = "ratio of the rates" if measure == "ratio" else f"difference in {unit(comparison)}"
        note = f"{interval(comparison)}; full: p < {alpha:g}, corrected"
        ax.set_xlabel(f"{said}\n{note}" + ("; right: both n" if counted else ""))
        legend_above(ax)
    return ax


def _name_pairs(
    comparison: pd.DataFrame, by: str, between: str, labels: Mapping[str, str] | None
) -> pd.DataFrame:
    """Add the column `pair`, what each pair of groups is called."""
    sides = comparison[[by, f"{by}_reference"]].astype(object)
    said = [
        left_to_right(label(group, labels), between, label(reference, labels))
        for group, reference in sides.to_numpy()
    ]
    return comparison.assign(pair=said)


def _edges(table: pd.DataFrame, measure: str) -> tuple[float, float]:
    ends = table[[measure, f"{measure}_low", f"{measure}_high"]].to_numpy("float64")
    if measure == "difference":
        # An interval of a few words may be endless; the axis ends at three times the largest.
        most = 3 * max(np.nanmax(np.abs(ends[:, 0])), 1e-9)
        low, high = max(np.nanmin(ends), -most), min(np.nanmax(ends), most)
        edge = 0.03 * (high - low)
        return min(low, 0) - edge, max(high, 0) + edge
    ends = ends[np.isfinite(ends) & (ends > 0)]
    low, high = min(ends.min(initial=1), 0.5), max(ends.max(initial=1), 2.0)
    # An interval of a few mentions may be endless; the axis ends at a hundred times.
    return max(low / 1.15, 0.01), min(high * 1.15, 100.0)


def _draw(ax: Axes, one: Series, y: np.ndarray, scale: _Scale) -> None:
    columns = (scale.measure, f"{scale.measure}_low", f"{scale.measure}_high")
    value, low, high = (one.rows[c].to_numpy("float64") for c in columns)
    left, right, colour = scale.left, scale.right, one.colour
    ax.hlines(y, low.clip(left, right), high.clip(left, right), color=colour, linewidth=0.9)
    sure = (one.rows["p_corrected"] < scale.alpha).to_numpy()
    inside = (value > left) & (value < right)
    kinds = [(inside, one.marker), (value <= left, "<"), (value >= right, ">")]
    name = one.value
    for chosen, shape in kinds:
        for there, face in ((chosen & sure, colour), (chosen & ~sure, "white")):
            if there.any():
                at = value[there].clip(left, right)
                ax.plot(
                    at,
                    y[there],
                    shape,
                    color=colour,
                    markerfacecolor=face,
                    label=name,
                    clip_on=False,
                    zorder=3,
                )
                name = "_same"
    for cut, edge, shape in (
        ((value > left) & (low < left), left, "<"),
        ((value < right) & (high > right), right, ">"),
    ):
        if cut.any():
            at = np.full(cut.sum(), edge)
            ax.plot(at, y[cut], shape, color=colour, markersize=2.2, label="_cut", clip_on=False)


def _finish(ax: Axes, scale: _Scale, things: int) -> None:
    if scale.measure == "ratio":
        ax.set_xscale("log")
    ax.set_xlim(scale.left, scale.right)
    if scale.measure == "ratio":
        _ratio_ticks(ax, scale)
    else:
        ax.xaxis.set_major_locator(MaxNLocator(max(3, min(9, int(room(ax)[0] // 14)))))
    ax.axvline(_MEASURES[scale.measure], color=GREY, linewidth=0.7, zorder=1)
    ax.set_ylim(things - 0.5, -0.5)
    for edge in range(1, things):
        ax.axhline(edge - 0.5, color="#D9D9D9", linewidth=0.4, zorder=1)
    ax.tick_params(axis="y", length=0)
    ax.grid(axis="x")
    ax.set_axisbelow(True)


def _ratio_ticks(ax: Axes, scale: _Scale) -> None:
    steps = np.array([0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100])
    steps = steps[(steps >= scale.left) & (steps <= scale.right)]
    if len(steps) * 8 > room(ax)[0]:  # mm
        steps = steps[np.isin(steps, [0.01, 0.1, 1, 10, 100])]
    ax.set_xticks(steps)
    ax.xaxis.set_major_formatter(FuncFormatter(lambda v, _: f"{v:g}"))
    ax.xaxis.set_minor_formatter(NullFormatter())
    ax.minorticks_off()
