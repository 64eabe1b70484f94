"""Who frames whom, as arrows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import FancyArrowPatch
from matplotlib.path import Path

from toolkit.plot.legible import finish_figure
from toolkit.plot.marks import record_marks
from toolkit.plot.panels import columns_for, keep_top, label_below, new_panels
from toolkit.plot.style import (
    COLOURS,
    ONE_COLUMN,
    SMALL,
    TWO_COLUMNS,
    check_look,
    draw_nothing,
    in_order,
    label,
    looks,
    names,
    new_axes,
    room,
    style,
)
from toolkit.tables.arguments import check_columns, expect_table
from toolkit.tables.keys import named_column
from toolkit.tables.target_roles import rows_of_role

_THICK = 0.55  # points, of an arrow for each doubling of its mentions: the same in all figures
_BEND = 0.18  # of its length, that an arrow swerves
_LOOP = 3.2  # mm, the radius of the arrow of an actor to itself
_AT = (0.36, 0.5, 0.27, 0.62, 0.2, 0.72)  # of the way to the target, where n may stand
_NODE = 0.06
_ABOVE = 0.3  # for the loop and the name of the topmost actor
_AWAY = 5  # points, of a name from its actor
_FEW = 8  # actors, that one column has room for
_AROUND = 12  # actors whose names are level; those of more turn with the circle
_MOST = (12, 32)  # actors, of which a panel and a whole figure stay legible
_ARROWS = 4  # for each actor: with more nothing can be followed
_PANEL = 58  # mm
_FIGURE = 4.2  # mm, that the figure on an arrow takes


def plot_network(
    voices: pd.DataFrame,
    *,
    role: str | None = None,
    facet: str | None = None,
    least: int = 1,
    top: int | None = None,
    labels: Mapping[str, str] | None = None,
    title: str = "",
    size: tuple[float, float] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw voices and targets on a circle, an arrow from each voice to each target.

    Parameters
    ----------
    voices
        The voices table of one frame, or stance, or of several, each with a panel of its own. To
        draw several as one, give them one name before you count: an arrow that sums praise and
        blame says neither. Mentions without a target, or whose voice is not an actor, cannot be
        drawn; the note counts them. As in the table, what actors say together counts for each.
    role
        The role whose rows are drawn, of a table that has several.
    facet
        The column that makes the panels; without it, what was counted: the column that the table
        names in `of`.
    least
        Mentions that an arrow must have.
    top
        How many actors to draw: those with most mentions, as voices and as targets.
    labels
        What to print for the actors, and in which order; and for the values of `facet`.
    title
        What stands above the figure.
    size
        Width and height in mm.
    ax
        Axes to draw on, for a table of one frame; else a new figure of one column's width, or of
        two for many actors or panels.

    Returns
    -------
    matplotlib.axes.Axes
        The first panel; all are in ``ax.figure.axes``. The figure on an arrow is its n, and its
        width stands for n alike in all figures; where there is no room, the figure is left out. An
        arrow has the colour of its voice, where there are at most eight actors.

    Raises
    ------
    ValueError
        If the table is of several frames and `ax` is given; or if more actors or arrows are left
        than can be told apart: draw fewer, by `top` or `least`.
    """
    expect_table(voices, "voices", ["voice_id", "target_id", "n"])
    check_look(labels, ax, size=size, title=title, facet=facet, top=top)
    voices = rows_of_role(voices, role)
    known = voices[voices["voice_id"].notna() & voices["target_id"].notna()]
    facet = facet or _counted(voices)
    panels = _panels(keep_actors(known, top), facet, labels, least)
    if not panels:
        return draw_nothing(ax, f"no voice aims {least} mentions at one target")
    _check_one(panels, facet, ax)
    for value, summed in panels:
        _check_legible(value, summed, len(panels) > 1)
    order = in_order([actor for _, n in panels for pair in n.index for actor in pair], labels)
    colours = dict.fromkeys(order, COLOURS[0])
    if len(order) <= len(COLOURS):
        colours = {a: colour for a, (colour, _) in zip(order, looks(len(order)), strict=True)}
    with style():
        axes = [ax] if ax is not None else _new_axes(len(panels), len(order), size)
        for one, (value, summed) in zip(axes, panels, strict=True):
            _draw_panel(one, summed, (order, labels, colours), (facet, value))
            if value is not None:
                one.set_title(label(value, labels, facet or ""), fontsize=7.5)
        drawn = sum(int(summed.sum()) for _, summed in panels)
        note = _note(f"arrows: {drawn:,} of {voices['n'].sum():,} mentions", least, top)
        if ax is None:
            label_below(axes[0].figure, note)
        else:
            ax.text(0.5, -0.02, note, transform=ax.transAxes, ha="center", va="top", fontsize=SMALL)
        finish_figure(axes[0], title=title, size=size)
    return axes[0]


def keep_actors(known: pd.DataFrame, top: int | None) -> pd.DataFrame:
    """Return the rows between the `top` actors with most mentions, as voices and as targets."""
    if top is None:
        return known
    ends = [known[[c, "n"]].rename(columns={c: "actor"}) for c in ("voice_id", "target_id")]
    kept = keep_top(pd.concat(ends), "actor", top, "n")["actor"].unique()
    return known[known["voice_id"].isin(kept) & known["target_id"].isin(kept)]


def _counted(voices: pd.DataFrame) -> str | None:
    """Return the column that tells what was counted."""
    if "of" not in voices:
        return "frame" if "frame" in voices else None
    return named_column(voices, "of", "voices", name="facet") if len(voices) else None


def _panels(
    known: pd.DataFrame, facet: str | None, labels: Mapping[str, str] | None, least: int
) -> list[tuple[Any, pd.Series]]:
    """Return the mentions by voice and target of each panel that has any."""
    parts = [(None, known)]
    if facet is not None:
        check_columns(known, [facet], "voices")
        values = in_order(known[facet], labels)
        parts = [
            (v, known[known[facet].isna() if v is None else known[facet] == v]) for v in values
        ]
    panels = []
    for value, rows in parts:
        summed = rows.groupby(["voice_id", "target_id"], sort=False)["n"].sum()
        summed = summed[summed >= least].sort_index()
        if len(summed):
            panels.append((value, summed.sort_values(kind="stable")))  # the widest on top
    return panels


def _check_one(panels: list[tuple[Any, pd.Series]], facet: str | None, ax: Axes | None) -> None:
    if ax is not None and len(panels) > 1:
        found = ", ".join(str(value) for value, _ in panels)
        raise ValueError(
            f"ax: found Axes for {len(panels)} panels ({found}), expected one value of {facet}; "
            "leave out `ax`, or filter the table: one arrow for several would merge praise and "
            "blame"
        )


def _check_legible(value: Any, summed: pd.Series, several: bool) -> None:
    """Raise if no reader could tell the actors or the arrows of a panel apart."""
    actors = len({actor for pair in summed.index for actor in pair})
    most = _MOST[0 if several else 1]
    where = f" of {value}" if several else ""
    if actors > most:
        raise ValueError(
            f"voices: found {actors} actors{where}, expected at most {most}, which stay legible; "
            f"draw those with most mentions, by top={most}" + ", or one frame" * several
        )
    arrows = max(12, _ARROWS * actors)
    if len(summed) > arrows:
        least = int(summed.iloc[-arrows]) + 1
        raise ValueError(
            f"voices: found {len(summed)} arrows between {actors} actors{where}, expected at most "
            f"{arrows}, which do not hide each other; draw the stronger ones, by least={least}, "
            "or fewer actors, by `top`"
        )


def _new_axes(n: int, actors: int, size: tuple[float, float] | None) -> list[Axes]:
    if n == 1:
        few = actors <= _FEW
        width, height = (ONE_COLUMN, 100) if few else (TWO_COLUMNS, 186)
        return [new_axes(None, width=width, height=height, size=size)]
    return new_panels(
        n,
        columns=columns_for(n, least=_PANEL - 4, size=size, beside=2),
        height=_PANEL + 4,
        around=18,
        size=size,
        advice="draw fewer frames at a time",
    )


def _draw_panel(
    ax: Axes,
    summed: pd.Series,
    look: tuple[list[str], Mapping[str, str] | None, Mapping[str, str]],
    panel: tuple[str | None, Any],
) -> None:
    """Draw the actors of all panels, each at its place, and the arrows of one panel."""
    actors, labels, colours = look
    angles = np.pi / 2 - 2 * np.pi * np.arange(len(actors)) / len(actors)
    places = {a: np.array([np.cos(t), np.sin(t)]) for a, t in zip(actors, angles, strict=True)}
    turned = len(actors) > _AROUND
    reach = 1.7 if turned else 1.45
    ax.set(xlim=(-reach, reach), ylim=(-reach, reach + _ABOVE), aspect="equal")
    ax.set_axis_off()
    a_mm = 2 * reach / min(room(ax))
    middles, taken = [], list(places.values())
    for at, ((voice, target), n) in enumerate(summed[::-1].items()):  # the widest below
        drawn = {"color": colours[voice], "linewidth": _width(n), "zorder": 2 + at / len(summed)}
        if voice == target:
            spots = [_loop(ax, places[voice], drawn, a_mm * _LOOP)]
        else:
            spots = _arrow(ax, places[voice], places[target], drawn)
        free = [s for s in spots if all(np.hypot(*(s - t)) > a_mm * _FIGURE for t in taken)]
        middles.append(free[0] if free else spots[0])
        if free:
            taken.append(middles[-1])
            _write_n(ax, middles[-1], n)
    looped = {voice for voice, target in summed.index if voice == target}
    used = {actor for pair in summed.index for actor in pair}
    for actor, angle in zip(actors, angles, strict=True):
        name = names([actor], labels, "voice_id", width=99 if turned else 16)[0]
        beyond = 2 * a_mm * _LOOP if actor in looped else 0
        colour = colours[actor] if actor in used else "#B0B0B0"
        _node(ax, places[actor], name, (colour, beyond), angle if turned else None)
    kept = {actor: place for actor, place in places.items() if actor in used}
    _record(ax, kept, summed[::-1], np.array(middles), panel)


def _width(n: float) -> float:
    return 0.4 + _THICK * float(np.log2(n))


def _note(drawn: str, least: int, top: int | None) -> str:
    """Return what the arrows leave out, and how wide they are."""
    rest = "the others have no target, or no actor as voice"
    if least > 1:
        rest += f",\nor fewer than {least}"
    if top is not None:
        rest += f",\nor are not between the {top} actors with most"
    wide = f"width: {_width(1):.1f} points for 1, {_THICK} more for twice as many"
    return f"{drawn},\njoint ones once per speaker;\n{rest}\n{wide}"


def _record(
    ax: Axes,
    places: dict[str, np.ndarray],
    summed: pd.Series,
    middles: np.ndarray,
    panel: tuple[str | None, Any],
) -> None:
    """Record the figures on the arrows, and the nodes: all that an actor says."""
    nodes = np.array(list(places.values()))
    for values, at in (
        (pd.DataFrame({"voice_id": list(places)}), nodes),
        (summed.index.to_frame(index=False), middles),
    ):
        x, y = at.T
        if panel[0] is not None:
            values = values.assign(**{panel[0]: panel[1]})
        record_marks(ax, values, x=(x - _NODE, x + _NODE), y=(y - _NODE, y + _NODE))


def _node(
    ax: Axes, place: np.ndarray, name: str, look: tuple[str, float], angle: float | None
) -> None:
    """Draw an actor with its name, which turns with the circle if an angle is given."""
    colour, beyond = look
    ax.plot(*place, "o", color=colour, markersize=5.5 if angle is None else 3.5, zorder=4)
    x, y = place
    how: dict[str, Any] = {
        "ha": "center" if abs(x) < 0.2 else ("left" if x > 0 else "right"),
        "va": "bottom" if y > 0.9 else "top" if y < -0.9 else "center",
    }
    if angle is not None:
        right = x > -1e-9
        turn = np.degrees(angle) % 360 - (0 if right else 180)
        how = {"ha": "left" if right else "right", "va": "center", "fontsize": SMALL}
        how |= {"rotation": turn, "rotation_mode": "anchor"}
    ax.annotate(
        name,
        (x * (1 + beyond), y * (1 + beyond)),
        xytext=(_AWAY * x, _AWAY * y),
        textcoords="offset points",
        linespacing=1.05,
        **how,
    )


def _arrow(ax: Axes, start: np.ndarray, end: np.ndarray, look: dict) -> list[np.ndarray]:
    """Draw an arrow that bends to its right, so that two between the same actors stay apart.

    Return where its figure may stand.
    """
    aside = np.array([end[1] - start[1], start[0] - end[0]])
    bend = (start + end) / 2 + _BEND * aside
    _patch(ax, look, posA=start, posB=end, connectionstyle=f"arc3,rad={_BEND}", shrinkA=5)
    return [(1 - t) ** 2 * start + 2 * t * (1 - t) * bend + t**2 * end for t in _AT]


def _loop(ax: Axes, place: np.ndarray, look: dict, radius: float) -> np.ndarray:
    """Draw an arrow from an actor to itself, outside of the circle; return its far end."""
    start = np.arctan2(*-place[::-1])
    turn = start + np.linspace(0.5, 2 * np.pi - 0.5, 40)
    centre = place * (1 + radius)
    curve = centre + radius * np.column_stack([np.cos(turn), np.sin(turn)])
    _patch(ax, look | {"shrinkB": 1}, path=Path(curve))
    return place * (1 + 2 * radius)


def _patch(ax: Axes, look: dict, **where: Any) -> None:
    width = look["linewidth"]
    head = f"-|>,head_length={3.5 + width / 2},head_width={1.6 + width / 2}"
    shape: dict[str, Any] = {"shrinkB": 5, "alpha": 0.85, "joinstyle": "miter", "capstyle": "butt"}
    ax.add_patch(FancyArrowPatch(**where, **(shape | look), arrowstyle=head, mutation_scale=1))


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
