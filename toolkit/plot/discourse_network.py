"""Discourse networks: who speaks of what in two columns, who agrees with whom on a circle."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from toolkit.display.printable import number
from toolkit.plot.legible import finish_figure
from toolkit.plot.marks import record_marks
from toolkit.plot.style import (
    COLOURS,
    GREY,
    MM,
    ONE_COLUMN,
    SMALL,
    TWO_COLUMNS,
    check_look,
    draw_nothing,
    in_order,
    label,
    names,
    new_axes,
    room,
    style,
)
from toolkit.tables.arguments import expect_mapping, expect_table, expect_type
from toolkit.tables.edges import Edges, edges_of

_PITCH = 2.9  # mm from one line of names to the next
_TURNED = 2.6  # mm from one name to the next where they begin, on a circle
_BETWEEN = 22  # mm that lines between two columns of names need
_WRAPS = (26, 22, 18, 14)  # characters of a line of a name in a column: the first that serve
_AWAY = 1.4  # mm from a node to its name
_MARGIN = 4  # mm that a figure leaves beside its names
_NOTE = 14  # mm for the note below
_ROW = 5  # mm for a row of the legend, or the title
_FEW, _LINES = 36, 3  # lines that can be followed: in any figure, and for each node
_THIN, _THICK = 0.3, 2.6  # points, of the weakest and the strongest line
_PER_ROW = 3  # entries of the legend
_PALE = "#B0B0B0"
_AGAINST, _FOR, _MIXED = COLOURS[5], COLOURS[0], "#8C8C8C"


class _Place(NamedTuple):
    """Where a node stands, in mm, and how its name is written there."""

    x: float
    y: float
    how: dict[str, Any]


class _Layout(NamedTuple):
    """The size in mm, the places of the nodes, and from where to where lines bend."""

    width: float
    height: float
    places: dict[Any, _Place]
    middle: tuple[float, float] | None  # of a circle


def plot_discourse_network(
    network: pd.DataFrame,
    *,
    camps: Mapping[str, str] | None = None,
    least: float = 0,
    top: int | None = None,
    labels: Mapping[str, str] | None = None,
    title: str = "",
    size: tuple[float, float] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw affiliations as lines between actors and concepts, or ties as lines between actors.

    Actors stand to the left and concepts to the right; or actors on a circle, those of a camp
    together. A line is the wider the larger its weight is, in the same scale within a figure.

    Parameters
    ----------
    network
        The table of affiliations or of actor_ties, of one network.
    camps
        The camp of each actor of ties, as `polarisation` takes it: its colour, and their order.
    least
        The weight that a line must have, whatever its sign; lines of weight 0 are not drawn.
    top
        How many actors to draw: those with most statements.
    labels
        What to print for actors and concepts, and in which order.
    title
        What stands above the figure.
    size
        Width and height in mm.
    ax
        Axes to draw on; else a new figure of one column's width, or of two if names need it.

    Returns
    -------
    matplotlib.axes.Axes
        The Axes. Blue lines assert or agree, dashed ones in red deny or disagree; grey ones of
        affiliations do both as often, or question.

    Raises
    ------
    ValueError
        If names or lines would touch: draw fewer, by `top` or `least`, or print shorter names, by
        `labels`.
    """
    expect_table(network, "network", ["n", "weight"], table="affiliations")
    check_look(labels, ax, size=size, title=title, top=top)
    expect_mapping(camps, "camps", expected="the camp of each actor, {'armenia': 'west'}")
    expect_type(least, "least", (int, float), expected="the least weight of a line")
    if not math.isfinite(least):
        raise ValueError(f"least: found {least}, expected a number, the least weight of a line")
    if network.empty:
        return draw_nothing(ax, "there are no statements on a concept")
    edges = edges_of(network, "network")
    if camps is not None and edges.two_mode:
        raise ValueError("camps: found camps with affiliations, expected None; they show in ties")
    shown = _chosen(edges, least, top)
    if shown.empty:
        return draw_nothing(ax, f"no line has a weight of {number(least, digits=3)}")
    nodes = set(shown[edges.one]) | set(shown[edges.other])
    _check_followed(shown, len(nodes))
    own = ax is None
    with style():
        ax, layout = _laid_out(ax, shown, edges, camps, labels, size)
        ax.set(xlim=(0, layout.width), ylim=(0, layout.height), aspect="equal")
        ax.set_axis_off()
        looks = _looks(shown, edges, camps)
        _draw_lines(ax, shown, edges, layout, looks)
        _draw_nodes(ax, layout, edges, camps)
        handles = _legend(shown, edges, looks, camps, labels)
        note = _note(shown, edges, least, top)
        ax.text(0.5, -0.02, note, transform=ax.transAxes, ha="center", va="top", fontsize=SMALL)
        if own and isinstance(ax.figure, Figure):
            more = bool(title) + (len(handles) - 1) // _PER_ROW if size is None else 0
            ax.figure.set_figheight(ax.figure.get_figheight() + more * _ROW * MM)
            ax.figure.legend(handles=handles, loc="outside lower center", ncols=_PER_ROW)
        else:
            ax.legend(handles=handles, loc="lower left", bbox_to_anchor=(0, 1), ncols=_PER_ROW)
        finish_figure(ax, title=title, size=size)
    return ax


def _chosen(edges: Edges, least: float, top: int | None) -> pd.DataFrame:
    """Return the rows to draw, the weakest first."""
    rows = edges.rows
    if top is not None:
        said = edges.said()["actor"]
        kept = sorted(said, key=lambda actor: (-said[actor], actor))[:top]
        ends = [edges.one] if edges.two_mode else [edges.one, edges.other]
        rows = rows[rows[ends].isin(kept).all(axis=1)]
    size = rows["weight"].abs()
    # affiliations whose sides cancel out are lines too: something was said
    drawn = (size >= least) & ((size > 0) | (edges.two_mode and least == 0))
    return rows[drawn].iloc[np.argsort(size[drawn], kind="stable")]


def _check_followed(shown: pd.DataFrame, nodes: int) -> None:
    most = max(_FEW, _LINES * nodes)
    if len(shown) > most:
        least = float(shown["weight"].abs().iloc[-most - 1])
        raise ValueError(
            f"network: found {len(shown)} lines between {nodes} nodes, expected at most {most}, "
            f"which can be followed; draw the stronger ones, by least={_above(least)}, or fewer "
            "actors, by `top`"
        )


def _above(weight: float) -> str:
    """Return a short number that is larger."""
    if weight == int(weight):
        return str(int(weight) + 1)
    step = 10 ** (np.floor(np.log10(weight)) - 1)
    return f"{(np.floor(weight / step) + 1) * step:.6g}"


def _laid_out(
    ax: Axes | None,
    shown: pd.DataFrame,
    edges: Edges,
    camps: Mapping[str, str] | None,
    labels: Mapping[str, str] | None,
    size: tuple[float, float] | None,
) -> tuple[Axes, _Layout]:
    """Return Axes and where everything stands on them: of the two widths, the one that serves."""
    lay = _columns if edges.two_mode else _circle
    if ax is not None:
        return ax, lay(ax, shown, edges, camps, labels, room(ax))
    if size is not None:
        ax = new_axes(None, width=size[0], height=size[1])
        inner = size[0] - _MARGIN, size[1] - _NOTE - 2 * _ROW
        return ax, lay(ax, shown, edges, camps, labels, inner)
    for width in (ONE_COLUMN, TWO_COLUMNS):
        made = new_axes(None, width=width, height=100)
        figure = plt.gcf()
        try:
            layout = lay(
                made, shown, edges, camps, labels, (figure.get_figwidth() / MM - _MARGIN, None)
            )
        except ValueError:
            plt.close(figure)
            if width == TWO_COLUMNS:
                raise
            continue
        figure.set_figheight((layout.height + _NOTE + 2 * _ROW) * MM)
        break
    return made, layout


def _columns(
    ax: Axes,
    shown: pd.DataFrame,
    edges: Edges,
    _camps: Mapping[str, str] | None,
    labels: Mapping[str, str] | None,
    space: tuple[float, float | None],
) -> _Layout:
    """Place actors to the left and concepts to the right, near what they are tied to."""
    said = edges.said()
    left = in_order(sorted(set(shown[edges.one]), key=lambda a: (-said["actor"][a], a)), labels)
    rank = {actor: at for at, actor in enumerate(left)}
    pulls = shown.assign(_rank=shown[edges.one].map(rank)).groupby(edges.other)["_rank"].mean()
    right = in_order(pulls.sort_values(kind="stable").index, labels)
    for wrap in _WRAPS:
        sides = [
            (side, names(side, labels, column, width=wrap))
            for side, column in ((left, edges.one), (right, edges.other))
        ]
        widths = [_widest(ax, texts) for _, texts in sides]
        free = space[0] - sum(widths) - 2 * _AWAY
        if free >= _BETWEEN:
            break
    heights = [sum(_lines(text) for text in texts) * _PITCH for _, texts in sides]
    height = max(heights) if space[1] is None else space[1]
    if free < _BETWEEN or max(heights) > height + 0.5:
        raise ValueError(
            f"network: found {len(left)} actors and {len(right)} concepts, whose names leave "
            f"{max(free, 0):.0f} mm for the lines between them and take {max(heights):.0f} mm of "
            f"height, expected at least {_BETWEEN} mm and at most {height:.0f}; print shorter "
            "names, by `labels`, or draw fewer actors, by `top`"
        )
    places = {}
    ends = widths[0] + _AWAY, space[0] - widths[1] - _AWAY
    for (nodes, texts), x, sign, taken in zip(sides, ends, (-1, 1), heights, strict=True):
        stretch = height / taken
        y = height
        for node, text in zip(nodes, texts, strict=True):
            row = _lines(text) * _PITCH * stretch
            how = {"ha": "right" if sign < 0 else "left", "va": "center", "text": text}
            places[node] = _Place(x, y - row / 2, how | {"dx": sign * _AWAY, "dy": 0.0})
            y -= row
    return _Layout(space[0], height, places, None)


def _circle(
    ax: Axes,
    shown: pd.DataFrame,
    edges: Edges,
    camps: Mapping[str, str] | None,
    labels: Mapping[str, str] | None,
    space: tuple[float, float | None],
) -> _Layout:
    """Place actors on a circle, those of a camp together, their names turned with it."""
    actors = in_order(sorted(set(shown[edges.one]) | set(shown[edges.other])), labels)
    if camps is not None:
        order = in_order([camps.get(actor) for actor in actors], labels)
        actors.sort(key=lambda actor: order.index(camps.get(actor)))
    texts = [label(actor, labels, edges.one) for actor in actors]
    side = min(space[0], space[1] or space[0])
    radius = side / 2 - _widest(ax, texts) - _AWAY
    most = int(2 * np.pi * max(radius, 0) / _TURNED)
    if len(actors) > most or radius < _BETWEEN / 2:
        longest = max(texts, key=len)
        raise ValueError(
            f"network: found {len(actors)} actors with names such as {longest!r}, expected at most "
            f"{most} around a circle of {max(2 * radius, 0):.0f} mm, which is what the names "
            "leave; print shorter ones, by `labels`, or draw fewer actors, by `top`"
        )
    angles = np.pi / 2 - 2 * np.pi * (np.arange(len(actors)) + 0.5) / len(actors)
    height = side if space[1] is None else space[1]
    middle = space[0] / 2, height / 2
    places = {}
    for actor, text, angle in zip(actors, texts, angles, strict=True):
        x, y = np.cos(angle), np.sin(angle)
        right = x >= 0
        turn = np.degrees(angle) % 360 - (0 if right else 180)
        how = {"ha": "left" if right else "right", "va": "center", "text": text}
        how |= {"rotation": turn, "rotation_mode": "anchor", "dx": _AWAY * x, "dy": _AWAY * y}
        places[actor] = _Place(middle[0] + radius * x, middle[1] + radius * y, how)
    return _Layout(space[0], height, places, middle)


def _lines(text: str) -> float:
    return 0.85 * text.count("\n") + 1


def _widest(ax: Axes, texts: list[str]) -> float:
    """Return the width in mm of the widest of texts as they will be printed."""
    drawn = ax.text(0, 0, "", fontsize=SMALL)
    widths = []
    for text in texts:
        drawn.set_text(text)
        widths.append(drawn.get_window_extent().width / ax.figure.dpi / MM)
    drawn.remove()
    return max(widths)


def _looks(
    shown: pd.DataFrame, edges: Edges, camps: Mapping[str, str] | None
) -> list[tuple[str, str]]:
    """Return the colour and the dashes of each line."""
    if edges.two_mode:
        lean = (shown["n_asserted"] - shown["n_denied"]).to_numpy()
        return [
            (_FOR, "-") if n > 0 else (_AGAINST, "--") if n < 0 else (_MIXED, "-") for n in lean
        ]
    against = set(shown["stance"].astype("str")) == {"conflict"}
    signs = shown["weight"].to_numpy() * (-1 if against else 1)
    looks = [(_FOR, "-") if sign > 0 else (_AGAINST, "--") for sign in signs]
    if camps is None:
        return looks
    colours = _camp_colours({*shown[edges.one], *shown[edges.other]}, camps)
    pairs = zip(shown[edges.one].map(camps.get), shown[edges.other].map(camps.get), strict=True)
    return [
        (colours[one] if one == other and one in colours else _PALE, dashes)
        for (one, other), (_, dashes) in zip(pairs, looks, strict=True)
    ]


def _camp_colours(drawn: Iterable[str], camps: Mapping[str, str]) -> dict[str, str]:
    """Return a colour for each camp of those drawn; grey for the seventh and all that follow."""
    there = {camps[actor] for actor in drawn if actor in camps}
    colours = [*COLOURS[:2], *COLOURS[3:7]]
    return {
        camp: colours[at] if at < len(colours) else GREY for at, camp in enumerate(sorted(there))
    }


def _draw_lines(
    ax: Axes,
    shown: pd.DataFrame,
    edges: Edges,
    layout: _Layout,
    looks: list[tuple[str, str]],
) -> None:
    """Draw the lines, the strongest above, and remember where their middles are."""
    size = shown["weight"].abs().to_numpy()
    widths = _THIN + (_THICK - _THIN) * size / max(size.max(), 1e-12)
    middles = []
    ends = zip(shown[edges.one], shown[edges.other], strict=True)
    for at, ((one, other), (colour, dashes)) in enumerate(zip(ends, looks, strict=True)):
        start, end = (np.array(layout.places[node][:2]) for node in (one, other))
        if layout.middle is None:
            bend = np.array([(end - start)[0] / 2, 0])
            points = [start, start + bend, end - bend, end]
        else:
            centre = np.array(layout.middle)
            points = [start, centre + 0.35 * (start - centre), centre + 0.35 * (end - centre), end]
        curve = Path(points, [Path.MOVETO, Path.CURVE4, Path.CURVE4, Path.CURVE4])
        faint = 0.55 if colour == _PALE else 0.8
        ax.add_patch(
            PathPatch(curve, fill=False, color=colour, linestyle=dashes, linewidth=widths[at],
                      alpha=faint, zorder=2 + at / len(shown), capstyle="butt")
        )  # fmt: skip
        middles.append(np.array([1, 3, 3, 1]) @ points / 8)
    x, y = np.array(middles).T
    keys = shown[[edges.one, edges.other, *edges.each]]
    record_marks(ax, keys, x=(x - 1, x + 1), y=(y - 1, y + 1))


def _draw_nodes(
    ax: Axes,
    layout: _Layout,
    edges: Edges,
    camps: Mapping[str, str] | None,
) -> None:
    concepts = set(edges.rows[edges.other]) if edges.two_mode else set()
    colours = {} if camps is None else _camp_colours(layout.places, camps)
    for node, (x, y, how) in layout.places.items():
        colour = colours.get((camps or {}).get(node, ""), GREY)
        marker = "s" if node in concepts else "o"
        ax.plot(x, y, marker, color=colour, markersize=3, zorder=4)
        look = {key: value for key, value in how.items() if key not in ("text", "dx", "dy")}
        ax.text(x + how["dx"], y + how["dy"], how["text"], fontsize=SMALL, linespacing=0.95, **look)


def _legend(
    shown: pd.DataFrame,
    edges: Edges,
    looks: list[tuple[str, str]],
    camps: Mapping[str, str] | None,
    labels: Mapping[str, str] | None,
) -> list[Line2D]:
    """Return what the colours and the kinds of lines that are drawn mean."""
    if camps is None:
        meant = {
            (_FOR, "-"): "asserts" if edges.two_mode else "agree",
            (_AGAINST, "--"): "denies" if edges.two_mode else "disagree",
            (_MIXED, "-"): "both alike, or questions",
        }
        return [_line(*kind, text) for kind, text in meant.items() if kind in looks]
    colours = _camp_colours({*shown[edges.one], *shown[edges.other]}, camps)
    handles = [
        Line2D([], [], color=colour, marker="o", markersize=3, label=label(camp, labels, "camp"))
        for camp, colour in colours.items()
    ]
    if any(colour == _PALE for colour, _ in looks):
        handles.append(_line(_PALE, "-", "between camps"))
    if any(dashes == "--" for _, dashes in looks):
        handles.append(_line(GREY, "--", "disagree"))
    return handles


def _line(colour: str, dashes: str, text: str) -> Line2D:
    return Line2D([], [], color=colour, ls="--" if dashes == "--" else "-", label=text)


def _note(shown: pd.DataFrame, edges: Edges, least: float, top: int | None) -> str:
    """Return what is left out, and how wide the lines are."""
    what = "affiliations" if edges.two_mode else "ties"
    largest = shown["weight"].abs().max()
    note = f"lines: {len(shown):,} of {len(edges.rows):,} {what}"
    if least:
        note += f", of a weight of {number(least, digits=3)} or more"
    if top is not None:
        note += f",\nof the {top} actors with most statements"
    return f"{note}\nwidth: weight; the widest {number(largest, digits=3)}"
