"""Who frames whom, as arrows."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import FancyArrowPatch

from toolkit.plot.style import (
    COLOURS,
    ONE_COLUMN,
    check_columns,
    in_order,
    label,
    new_axes,
    say_empty,
    style,
)

_WIDEST = 3.5  # points, of the arrow with most mentions


def plot_network(
    voices: pd.DataFrame,
    *,
    least: int = 1,
    labels: Mapping[str, str] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw voices and targets on a circle, an arrow from each voice to each target.

    Parameters
    ----------
    voices
        The voices table, filtered to the frames that are meant; counts are summed over it.
        Mentions without a voice or without a target cannot be drawn; the caption counts them.
    least
        Mentions that an arrow must have.
    labels
        What to print for the actors, and in which order.
    ax
        Axes to draw on; else a new figure of one column's width.

    Returns
    -------
    matplotlib.axes.Axes
        An arrow's width, and the figure on it, is its n.
    """
    check_columns(voices, ["voice_id", "target_id", "n"], "voices")
    known = voices[voices["voice_id"].notna() & voices["target_id"].notna()]
    summed = known.groupby(["voice_id", "target_id"], sort=False)["n"].sum()
    summed = summed[summed >= least]
    with style():
        ax = new_axes(ax, width=ONE_COLUMN, height=ONE_COLUMN)
        if summed.empty:
            return say_empty(ax)
        actors = in_order([a for pair in summed.index for a in pair], labels)
        angles = np.pi / 2 - 2 * np.pi * np.arange(len(actors)) / len(actors)
        places = {a: (np.cos(t), np.sin(t)) for a, t in zip(actors, angles, strict=True)}
        for (voice, target), n in summed.sort_values().items():
            _arrow(ax, places[voice], places[target], n / summed.max(), n)
        for actor, (x, y) in places.items():
            ax.plot(x, y, "o", color="#222222", markersize=5, zorder=4)
            side = "center" if abs(x) < 0.2 else ("left" if x > 0 else "right")
            ax.annotate(
                label(actor, labels),
                (1.1 * x, 1.1 * y),
                ha=side,
                va="bottom" if y > 0.9 else "top" if y < -0.9 else "center",
            )
        drawn, whole = summed.sum(), voices["n"].sum()
        ax.set_xlim(-1.5, 1.5)
        ax.set_ylim(-1.35, 1.3)
        ax.set_aspect("equal")
        ax.set_axis_off()
        ax.text(
            0.5,
            0,
            f"arrows: {drawn:,} of {whole:,} mentions; the others have no voice or target"
            + (f", or fewer than {least}" if least > 1 else ""),
            transform=ax.transAxes,
            ha="center",
            va="top",
            fontsize=6.5,
            color="#555555",
        )
    return ax


def _arrow(
    ax: Axes, start: tuple[float, float], end: tuple[float, float], share: float, n: int
) -> None:
    """Draw an arrow that bends to its right, so that two between the same actors stay apart."""
    width = 0.5 + (_WIDEST - 0.5) * share
    look = {"color": COLOURS[0], "alpha": 0.35 + 0.55 * share, "linewidth": width, "zorder": 2}
    if start == end:
        out = np.array(start)
        aside = np.array([-out[1], out[0]])
        a, b = out * 0.99 + aside * 0.05, out * 0.99 - aside * 0.05
        bend, middle = 3.0, out * 0.72
    else:
        a, b = np.array(start), np.array(end)
        bend = 0.18
        middle = (a + b) / 2 + bend * np.array([b[1] - a[1], a[0] - b[0]]) / 2
    ax.add_patch(
        FancyArrowPatch(
            a,
            b,
            connectionstyle=f"arc3,rad={bend}",
            arrowstyle=f"-|>,head_length={3 + width / 2},head_width={1.5 + width / 2}",
            shrinkA=5,
            shrinkB=5,
            mutation_scale=1,
            **look,
        )
    )
    ax.annotate(
        f"{n:,}",
        middle,
        ha="center",
        va="center",
        fontsize=6.5,
        zorder=5,
        bbox={
            "boxstyle": "round,pad=0.12",
            "facecolor": "white",
            "edgecolor": "none",
            "alpha": 0.85,
        },
    )
