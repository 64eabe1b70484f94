"""Who frames whom, as arrows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import FancyArrowPatch
from matplotlib.path import Path

from toolkit.plot.marks import record_marks
from toolkit.plot.style import (
    GREY,
    ONE_COLUMN,
    SMALL,
    TWO_COLUMNS,
    check_look,
    in_order,
    looks,
    names,
    new_axes,
    say_empty,
    style,
)
from toolkit.tables.arguments import expect_table
from toolkit.tables.target_roles import rows_of_role

_WIDEST = 3.5  # points, of the arrow with most mentions
_BEND = 0.18  # of its length, that an arrow swerves
_LOOP = 0.16  # radius of the arrow of an actor to itself; that of the circle is 1
_AT = 0.36  # of the way from voice to target, where n stands: halfway arrows cross
_NODE = 0.06
_FEW = 8  # actors, that one column has room for


def plot_network(
    voices: pd.DataFrame,
    *,
    role: str | None = None,
    least: int = 1,
    labels: Mapping[str, str] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw voices and targets on a circle, an arrow from each voice to each target.

    Parameters
    ----------
    voices
        The voices table, filtered to the frames that are meant; counts are summed over it.
        Mentions without a target, or whose voice is not an actor, cannot be drawn; the caption
        counts them.
        As in the table, what actors say together counts for each of them.
    role
        The role whose rows are drawn, of a table that has several.
    least
        Mentions that an arrow must have.
    labels
        What to print for the actors, and in which order.
    ax
        Axes to draw on; else a new figure of one column's width, or of two for many actors.

    Returns
    -------
    matplotlib.axes.Axes
        An arrow's width, and the figure on it, is its n; its colour is that of the voice.
    """
    expect_table(voices, "voices", ["voice_id", "target_id", "n"])
    check_look(labels, ax)
    voices = rows_of_role(voices, role)
    known = voices[voices["voice_id"].notna() & voices["target_id"].notna()]
    summed = known.groupby(["voice_id", "target_id"], sort=False)["n"].sum()
    summed = summed[summed >= least]
    actors = in_order([actor for pair in summed.index for actor in pair], labels)
    summed = summed.sort_index().sort_values(kind="stable")  # the widest on top
    size = (ONE_COLUMN, ONE_COLUMN) if len(actors) <= _FEW else (TWO_COLUMNS, 140)
    with style():
        ax = new_axes(ax, width=size[0], height=size[1])
        if summed.empty:
            return say_empty(ax, f"no voice aims {least} mentions at one target")
        angles = np.pi / 2 - 2 * np.pi * np.arange(len(actors)) / len(actors)
        places = {a: np.array([np.cos(t), np.sin(t)]) for a, t in zip(actors, angles, strict=True)}
        colours = {a: colour for a, (colour, _) in zip(actors, looks(len(actors)), strict=True)}
        middles = []
        for (voice, target), n in summed.items():
            width = 0.5 + (_WIDEST - 0.5) * n / summed.max()
            look = {"color": colours[voice], "linewidth": width}
            if voice == target:
                middles.append(_loop(ax, places[voice], look))
            else:
                middles.append(_arrow(ax, places[voice], places[target], look))
            _write_n(ax, middles[-1], n)
        looped = {voice for voice, target in summed.index if voice == target}
        for actor, name in zip(actors, names(actors, labels, width=16), strict=True):
            _node(ax, places[actor], name, (colours[actor], actor in looped))
        _record(ax, places, summed, np.array(middles))
        drawn, whole = summed.sum(), voices["n"].sum()
        reach = 1.25 + 2 * _LOOP * bool(looped)
        ax.set_xlim(-reach, reach)
        ax.set_ylim(-reach, reach)
        ax.set_aspect("equal")
        ax.set_axis_off()
        ax.text(
            0.5,
            -0.02,
            f"arrows: {drawn:,} of {whole:,} mentions,\njoint ones once per speaker;\n"
            "the others have no target, or no actor as voice"
            + (f",\nor fewer than {least}" if least > 1 else ""),
            transform=ax.transAxes,
            ha="center",
            va="top",
            fontsize=SMALL,
            color=GREY,
        )
    return ax


def _record(
    ax: Axes, places: dict[str, np.ndarray], summed: pd.Series, middles: np.ndarray
) -> None:
    """Record the figures on the arrows, and the nodes: all that an actor says."""
    nodes = np.array(list(places.values()))
    for values, at in (
        (pd.DataFrame({"voice_id": list(places)}), nodes),
        (summed.index.to_frame(index=False), middles),
    ):
        x, y = at.T
        record_marks(ax, values, x=(x - _NODE, x + _NODE), y=(y - _NODE, y + _NODE))


def _node(ax: Axes, place: np.ndarray, name: str, look: tuple[str, bool]) -> None:
    colour, looped = look
    ax.plot(*place, "o", color=colour, markersize=5.5, zorder=4)
    x, y = place
    outward = 1 + (3 if looped else 0.5) * _LOOP
    ax.annotate(
        name,
        (x * outward, y * outward),
        ha="center" if abs(x) < 0.2 else ("left" if x > 0 else "right"),
        va="bottom" if y > 0.9 else "top" if y < -0.9 else "center",
        linespacing=1.05,
    )


def _arrow(ax: Axes, start: np.ndarray, end: np.ndarray, look: dict) -> np.ndarray:
    """Draw an arrow that bends to its right, so that two between the same actors stay apart."""
    aside = np.array([end[1] - start[1], start[0] - end[0]])
    bend = (start + end) / 2 + _BEND * aside
    _patch(ax, look, posA=start, posB=end, connectionstyle=f"arc3,rad={_BEND}", shrinkA=5)
    return (1 - _AT) ** 2 * start + 2 * _AT * (1 - _AT) * bend + _AT**2 * end


def _loop(ax: Axes, place: np.ndarray, look: dict) -> np.ndarray:
    """Draw an arrow from an actor to itself, outside of the circle."""
    start = np.arctan2(*-place[::-1])
    turn = start + np.linspace(0.15, 2 * np.pi - 0.15, 40)
    centre = place * (1 + _LOOP)
    _patch(ax, look, path=Path(centre + _LOOP * np.column_stack([np.cos(turn), np.sin(turn)])))
    return place * (1 + 2 * _LOOP)


def _patch(ax: Axes, look: dict, **where: Any) -> None:
    width = look["linewidth"]
    style = f"-|>,head_length={3 + width / 2},head_width={1.5 + width / 2}"
    ax.add_patch(
        FancyArrowPatch(
            **where, **look, arrowstyle=style, shrinkB=5, mutation_scale=1, alpha=0.8, zorder=2
        )
    )


def _write_n(ax: Axes, place: np.ndarray, n: int) -> None:
    ax.annotate(
        f"{n:,}",
        (place[0], place[1]),
        ha="center",
        va="center",
        fontsize=SMALL,
        zorder=5,
        bbox={"boxstyle": "round,pad=0.1", "facecolor": "white", "alpha": 0.85, "linewidth": 0},
    )
