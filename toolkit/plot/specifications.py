"""The specification curve: one result under every combination of choices."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from toolkit.plot.legible import finish_figure
from toolkit.plot.marks import record_marks
from toolkit.plot.notes import write_note
from toolkit.plot.style import (
    COLOURS,
    SMALL,
    TWO_COLUMNS,
    check_look,
    drawable,
    in_order,
    interval,
    label,
    left_to_right,
    legend_above,
    new_axes,
    say_empty,
    style,
)
from toolkit.tables.arguments import expect_mapping, expect_table
from toolkit.tables.keys import named_columns

_CHOICES = {"method": "method", "headlines": "headlines", "copies": "copies", "left_out": "without"}
_DIGITS = 9  # to which estimates are the same


def plot_specifications(
    specifications: pd.DataFrame,
    *,
    denominator: str = "own words",
    choice: Mapping[str, Any] | None = None,
    labels: Mapping[str, str] | None = None,
    title: str = "",
    size: tuple[float, float] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw every estimate in order of size with its interval, and below which choices made it.

    Parameters
    ----------
    specifications
        The table of `sensitivity`.
    denominator
        Whose estimates are drawn: those of different denominators are not of one scale.
    choice
        The estimate that you report, which is marked: ``{"method": "parser", "headlines": "with",
        "copies": "all"}``, and all terms if it has no "left_out".
    labels
        What to print for the group, the thing counted and the terms.
    title
        What stands above the figure.
    size
        Width and height in mm; else two columns wide, and as high as the choices need.
    ax
        Axes to draw on; else a new figure of two columns' width.

    Returns
    -------
    matplotlib.axes.Axes
        The estimates, those with all terms in blue; the choices are on Axes below. Where both
        values of a choice give the same estimates throughout, these are drawn once, and it is said.

    Raises
    ------
    ValueError
        If `choice` is not that of one estimate.
    """
    needed = [*_CHOICES, "denominator", "rate", "low", "high"]
    expect_table(specifications, "specifications", needed)
    check_look(labels, ax, size=size, title=title)
    rows = specifications[specifications["denominator"] == denominator]
    mine = _choose(rows, choice)
    rows, idle = _without_idle(rows.assign(_mine=mine).dropna(subset="rate"))
    rows = rows.sort_values("rate", kind="stable", ignore_index=True)
    values = {c: in_order(rows[c], labels) for c in _CHOICES}
    choices = [(c, value) for c, made in values.items() if len(made) > 1 for value in made]
    grow = ax is None and size is None
    with style():
        ax = new_axes(ax, width=TWO_COLUMNS, height=54 + 3.6 * len(choices), size=size)
        if rows.empty:
            return say_empty(ax, f"there is no estimate by {denominator}")
        _draw_estimates(ax, rows)
        per = rows["per"].iloc[0]
        words = f"mentions per {per:,} {denominator}"
        said = words if "words" in denominator else "per cent of its mentions"
        ax.set_ylabel(f"{said}\n{interval(rows)}")
        legend_above(ax)
        ax.set_title(_of_what(rows, labels))
        below = _draw_choices(ax, rows, choices, labels) if choices else ax
        note = f"{len(rows):,} specifications, in order of the estimate"
        same = f"drawn once, for they change nothing: {' and '.join(idle)}"
        write_note(below, note, *[same] * bool(idle), grow=grow)
        finish_figure(ax, title=title, size=size, grow=grow)
    return ax


def _choose(rows: pd.DataFrame, choice: Mapping[str, Any] | None) -> pd.Series:
    """Return which row is the author's choice: none without it."""
    expect_mapping(choice, "choice", expected="a value of each choice, {'method': 'parser', ...}")
    if choice is None or rows.empty:
        return pd.Series(False, index=rows.index)
    columns = list(_CHOICES)
    unknown = [column for column in choice if column not in columns]
    if unknown:
        raise ValueError(f"choice: found {unknown[0]!r}, expected some of {', '.join(columns)}")
    left_out = choice.get("left_out")
    mine = rows["left_out"].isna() if left_out is None else rows["left_out"] == left_out
    for column in choice.keys() - {"left_out"}:
        mine = mine & (rows[column] == choice[column])
    if mine.sum() != 1:
        known = {c: in_order(rows[c], None) for c in columns[:-1]}
        listed = "; ".join(f"{c}: {', '.join(map(repr, made))}" for c, made in known.items())
        raise ValueError(
            f"choice: found {dict(choice)!r}, which {mine.sum()} estimates have, expected that of "
            f"one: name a value of each of {listed}"
        )
    return mine


def _without_idle(rows: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """Return the rows without choices that change no estimate, and what these choices are called.

    Of such a choice the author's value is kept, or else the first.
    """
    idle: list[str] = []
    for column in ("method", "headlines", "copies"):
        values = in_order(rows[column], None)
        others = [other for other in _CHOICES if other != column]
        ends = rows[["rate", "low", "high"]].round(_DIGITS)
        alike = rows[others].drop_duplicates()
        estimates = pd.concat([rows[others], ends], axis=1).drop_duplicates()
        whole = len(rows) == len(values) * len(alike)
        if len(values) > 1 and whole and len(estimates) == len(alike):
            kept = rows.loc[rows["_mine"], column]
            value = kept.iloc[0] if len(kept) else values[0]
            rows = rows[rows[column] == value]
            idle.append(f"{_CHOICES[column]} {' or '.join(map(str, values))}")
    return rows, idle


def _draw_estimates(ax: Axes, rows: pd.DataFrame) -> None:
    mine, whole = rows["_mine"].to_numpy("bool"), rows["left_out"].isna().to_numpy()
    looks = [
        (whole & ~mine, COLOURS[0], "o", "all terms"),
        (~whole & ~mine, "#8C8C8C", "s", "one term left out"),
        (mine, "#000000", "D", "the choice made"),
    ]
    for chosen, colour, marker, name in looks:
        if not chosen.any():
            continue
        at, size = np.flatnonzero(chosen), 4.0 if name == looks[2][3] else 2.6
        ax.vlines(at, rows["low"][chosen], rows["high"][chosen], color=colour, linewidth=0.7)
        ax.plot(at, rows["rate"][chosen], marker, color=colour, markersize=size, label=name)
    at = np.arange(len(rows))
    ends = rows["low"].fillna(rows["rate"]), rows["high"].fillna(rows["rate"])
    record_marks(ax, rows[[*_CHOICES, "denominator"]], x=(at - 0.4, at + 0.4), y=ends)
    ax.set_xlim(-1, len(rows))
    ax.set_ylim(bottom=0)
    ax.tick_params(axis="x", bottom=False, labelbottom=False)
    ax.grid(axis="y")
    ax.set_axisbelow(True)
    _shade_choice(ax, mine)


def _shade_choice(ax: Axes, mine: np.ndarray) -> None:
    for at in np.flatnonzero(mine):
        ax.axvspan(at - 0.5, at + 0.5, color="#E3E3E3", linewidth=0, zorder=0)


def _of_what(rows: pd.DataFrame, labels: Mapping[str, str] | None) -> str:
    """Return whose rate of what is estimated, as the table says."""
    if not {"by", "of"} <= set(rows):
        return ""
    columns = [c for role in ("by", "of") for c in named_columns(rows, role, "specifications")]
    said = [label(rows[column].iloc[0], labels, column) for column in columns if column in rows]
    return left_to_right(*[part for text in said for part in (": ", text)][1:])


def _draw_choices(
    ax: Axes, rows: pd.DataFrame, choices: list[tuple], labels: Mapping[str, str] | None
) -> Axes:
    whole = ax.get_subplotspec()
    if whole is None:
        raise ValueError("ax: found Axes that were placed by hand, expected those of plt.subplots")
    parts = whole.subgridspec(2, 1, height_ratios=[12, len(choices)], hspace=0.02)
    ax.set_subplotspec(parts[0])
    below = ax.figure.add_subplot(parts[1], sharex=ax)
    names = []
    for y, (column, value) in enumerate(choices):
        made = rows[column].isna() if value is None else rows[column] == value
        at = np.flatnonzero(made)
        below.plot(
            at, np.full(len(at), y), "|", color="#222222", markersize=4.5, markeredgewidth=0.8
        )
        known = textwrap.shorten(drawable(str((labels or {}).get(value, value))), 30)
        names.append("all terms" if value is None else f"{_CHOICES[column]}: {known}")
    for y in range(1, len(choices)):
        if choices[y][0] != choices[y - 1][0]:
            below.axhline(y - 0.5, color="#8C8C8C", linewidth=0.5)
    below.set_yticks(range(len(names)), names, fontsize=SMALL)
    below.set_ylim(len(names) - 0.5, -0.5)
    below.tick_params(length=0, labelbottom=False)
    below.spines[:].set_visible(False)
    _shade_choice(below, rows["_mine"].to_numpy("bool"))
    return below
