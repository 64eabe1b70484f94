"""Dots with intervals that end at the edges of their axis."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, NullFormatter

from toolkit.plot.style import room

_STEPS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100)
_MOST = 100.0  # times: where the axis of ratios ends at the latest
_TICK = 8  # mm, that a tick and its label take
_MARGIN = 0.02  # of the axis, beyond the edges


class Edges(NamedTuple):
    """From where to where estimates and intervals are drawn."""

    left: float
    right: float


class Look(NamedTuple):
    """How dots are drawn, and what a legend calls them."""

    colour: str
    marker: str
    name: str = "_dots"


def draw_dots(
    ax: Axes, y: np.ndarray, rows: pd.DataFrame, edges: Edges, *, full: np.ndarray, look: Look
) -> None:
    """Draw the estimates and intervals in `rows`: its columns are value, low and high.

    An estimate beyond an edge is a large arrow there; an interval that goes on ends in a small one.
    Both, and dots, are open where they are not `full`.
    """
    left, right = edges
    value, low, high = (rows.iloc[:, at].to_numpy("float64") for at in range(3))
    ax.hlines(y, low.clip(left, right), high.clip(left, right), color=look.colour, linewidth=0.9)
    inside = (value >= left) & (value <= right)
    name = look.name
    for chosen, shape in ((inside, look.marker), (value < left, "<"), (value > right, ">")):
        for there, face in ((chosen & full, look.colour), (chosen & ~full, "white")):
            if there.any():  # an empty line would upset the layout
                ax.plot(
                    value[there].clip(left, right),
                    y[there],
                    shape,
                    color=look.colour,
                    markerfacecolor=face,
                    label=name,
                    clip_on=False,
                    zorder=3,
                )
                name = "_same"
    draw_cuts(ax, y, (value >= left) & (low < left), left, full=full, look=(look.colour, "<"))
    draw_cuts(ax, y, (value <= right) & (high > right), right, full=full, look=(look.colour, ">"))


def draw_cuts(
    ax: Axes,
    y: np.ndarray,
    cut: np.ndarray,
    edge: float,
    *,
    full: np.ndarray,
    look: tuple[str, str],
) -> None:
    """Draw a small arrow at the edge for each interval that is cut, open where its dot is open."""
    colour, shape = look
    for there, face in ((cut & full, colour), (cut & ~full, "white")):
        if there.any():
            ax.plot(
                np.full(there.sum(), edge),
                y[there],
                shape,
                color=colour,
                markerfacecolor=face,
                markeredgewidth=0.6,
                markersize=3.2,
                label="_cut",
                clip_on=False,
            )


def ratio_edges(ends: np.ndarray) -> Edges:
    """Return the edges for ratios and the ends of their intervals, at most a hundred times."""
    ends = ends[np.isfinite(ends) & (ends > 0)]
    low, high = min(ends.min(initial=1), 0.5), max(ends.max(initial=1), 2.0)
    # An interval of a few mentions may be endless.
    return Edges(max(low / 1.15, 1 / _MOST), min(high * 1.15, _MOST))


def set_axis(ax: Axes, edges: Edges) -> None:
    """Let the axis reach a little beyond its edges, so that arrows there touch nothing."""
    margin = _MARGIN * (edges.right - edges.left)
    ax.set_xlim(edges.left - margin, edges.right + margin)


def set_ratio_axis(ax: Axes, edges: Edges) -> None:
    """Make a logarithmic axis that reaches a little beyond its edges."""
    ax.set_xscale("log")
    margin = (edges.right / edges.left) ** _MARGIN
    ax.set_xlim(edges.left / margin, edges.right * margin)
    ax.set_xticks(_ratio_ticks(edges, int(room(ax)[0] // _TICK)))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda v, _: f"{v:g}"))
    ax.xaxis.set_minor_formatter(NullFormatter())
    ax.minorticks_off()


def _ratio_ticks(edges: Edges, most: int) -> list[float]:
    """Return round ratios within the edges, at most so many, but two: one alone is no scale."""
    steps = [step for step in _STEPS if edges.left <= step <= edges.right]
    first, last = steps[0], steps[-1]
    far = last if last * first >= 1 else first
    for chosen in (steps, (0.01, 0.1, 1, 10, 100), (0.01, 1, 100), (first, 1, last)):
        ticks = [step for step in steps if step in chosen]
        if 2 <= len(ticks) <= most:
            return ticks
    return sorted({1, far})
