"""Rate ratios with intervals."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, NullFormatter

from toolkit.plot.style import (
    TWO_COLUMNS,
    check_columns,
    in_order,
    label,
    legend_above,
    new_axes,
    say_empty,
    series,
    style,
)

_SPREAD = 0.7  # of the room of one thing that its dots take


def plot_comparison(
    comparison: pd.DataFrame,
    *,
    x: str = "frame",
    labels: Mapping[str, str] | None = None,
    alpha: float = 0.05,
    ax: Axes | None = None,
) -> Axes:
    """Draw each rate ratio as a dot with its interval, on a logarithmic axis.

    Parameters
    ----------
    comparison
        The comparison table.
    x
        The column that makes the groups of dots, from top to bottom; pairs differ in colour.
    labels
        What to print for groups and things, and in which order.
    alpha
        A full marker has `p_corrected` below it; an open one has not.
    ax
        Axes to draw on; else a new figure of two columns' width.

    Returns
    -------
    matplotlib.axes.Axes
        A ratio of zero or without bound is an arrow at the edge; small figures are both n.
    """
    check_columns(comparison, [x, "ratio", "ratio_low", "ratio_high", "p_corrected"], "comparison")
    by = comparison.columns[0]
    things = in_order(comparison[x], labels)
    with style():
        sides = comparison[[by, f"{by}_reference"]].drop_duplicates()
        height = 26 + len(things) * max(7.0, 3.6 * len(sides))
        ax = new_axes(ax, width=TWO_COLUMNS, height=height)
        if comparison["ratio"].isna().all():
            return say_empty(ax)
        names = [" : ".join(label(g, labels) for g in pair) for pair in sides.to_numpy()]
        pairs = dict(zip(map(tuple, sides.fillna("").to_numpy()), names, strict=True))
        keys = comparison[[by, f"{by}_reference"]].fillna("").apply(tuple, axis=1)
        named = comparison.assign(pair=keys.map(pairs))
        edges = _edges(named)
        step = _SPREAD / len(pairs)
        for at, (pair, rows, colour, marker) in enumerate(series(named, "pair", None)):
            known = rows[rows["ratio"].notna()]
            y = np.array([things.index(None if pd.isna(v) else v) for v in known[x]], "float64")
            y += (at - (len(pairs) - 1) / 2) * step
            _draw(ax, known, y, (colour, marker, pair), (edges, alpha))
        ax.axvline(1, color="#555555", linewidth=0.7, zorder=1)
        _finish(ax, edges, [label(thing, labels) for thing in things])
    return ax


def _edges(table: pd.DataFrame) -> tuple[float, float]:
    ends = table[["ratio", "ratio_low", "ratio_high"]].to_numpy("float64").ravel()
    ends = ends[np.isfinite(ends) & (ends > 0)]
    low, high = min(ends.min(initial=1), 0.5), max(ends.max(initial=1), 2.0)
    # An interval of a few mentions may be endless; the axis ends at a hundred times.
    return max(low / 1.15, 0.01), min(high * 1.15, 100.0)


def _draw(ax: Axes, rows: pd.DataFrame, y: np.ndarray, look: tuple, limits: tuple) -> None:
    colour, marker, name = look
    (left, right), alpha = limits
    ratio = rows["ratio"].to_numpy("float64")
    ends = [rows[c].to_numpy("float64").clip(left, right) for c in ("ratio_low", "ratio_high")]
    ax.hlines(y, *ends, color=colour, linewidth=0.9, zorder=2)
    sure = (rows["p_corrected"] < alpha).to_numpy()
    inside = (ratio > left) & (ratio < right)
    kinds = [(inside & sure, marker, colour), (inside & ~sure, marker, "white")]
    kinds += [(ratio <= left, "<", "white"), (ratio >= right, ">", "white")]
    for chosen, shape, face in kinds:
        if chosen.any():
            ax.plot(
                ratio[chosen].clip(left, right),
                y[chosen],
                shape,
                color=colour,
                markerfacecolor=colour if shape in "<>" and sure[chosen].all() else face,
                label=name,
                clip_on=False,
                zorder=3,
            )
            name = "_same"
    for place, end, n, other in zip(y, ends[1], rows["n"], rows["n_reference"], strict=True):
        ax.annotate(
            f"{n} : {other}",
            (end, place),
            xytext=(4, 0),
            textcoords="offset points",
            va="center_baseline",
            fontsize=6,
            color="#555555",
        )


def _finish(ax: Axes, edges: tuple[float, float], names: list[str]) -> None:
    ax.set_xscale("log")
    ax.set_xlim(*edges)
    steps = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100)
    ax.set_xticks([v for v in steps if edges[0] <= v <= edges[1]])
    ax.xaxis.set_major_formatter(FuncFormatter(lambda v, _: f"{v:g}"))
    ax.xaxis.set_minor_formatter(NullFormatter())
    ax.minorticks_off()
    ax.set_yticks(range(len(names)), names)
    ax.set_ylim(len(names) - 0.5, -0.5)
    for edge in range(1, len(names)):
        ax.axhline(edge - 0.5, color="#D9D9D9", linewidth=0.4, zorder=1)
    ax.tick_params(axis="y", length=0)
    ax.grid(axis="x")
    ax.set_axisbelow(True)
    ax.set_xlabel("ratio of the rates, with interval; full: significant; small figures: both n")
    legend_above(ax)
