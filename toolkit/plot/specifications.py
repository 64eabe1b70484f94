"""The specification curve: one result under every combination of choices."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from toolkit.plot.marks import record_marks
from toolkit.plot.style import (
    COLOURS,
    SMALL,
    TWO_COLUMNS,
    check_look,
    drawable,
    in_order,
    interval,
    legend_above,
    new_axes,
    say_empty,
    style,
)
from toolkit.tables.arguments import expect_table

_CHOICES = {"method": "method", "headlines": "headlines", "copies": "copies", "left_out": "without"}


def plot_specifications(
    specifications: pd.DataFrame,
    *,
    denominator: str = "own words",
    labels: Mapping[str, str] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw every estimate in order of size with its interval, and below which choices made it.

    Parameters
    ----------
    specifications
        The table of `sensitivity`.
    denominator
        Whose estimates are drawn: those of different denominators are not of one scale.
    labels
        What to print for the terms.
    ax
        Axes to draw on; else a new figure of two columns' width.

    Returns
    -------
    matplotlib.axes.Axes
        The estimates, those with all terms in blue; the choices are on Axes below.
    """
    needed = [*_CHOICES, "denominator", "rate", "low", "high"]
    expect_table(specifications, "specifications", needed)
    check_look(labels, ax)
    rows = specifications[specifications["denominator"] == denominator]
    rows = rows[rows["rate"].notna()].sort_values("rate", kind="stable", ignore_index=True)
    values = {c: in_order(rows[c], labels) for c in _CHOICES}
    choices = [(c, value) for c, made in values.items() if len(made) > 1 for value in made]
    with style():
        ax = new_axes(ax, width=TWO_COLUMNS, height=52 + 3.6 * len(choices))
        if rows.empty:
            return say_empty(ax, f"there is no estimate by {denominator}")
        whole = rows["left_out"].isna().to_numpy()
        for chosen, colour, marker, name in (
            (whole, COLOURS[0], "o", "all terms"),
            (~whole, "#8C8C8C", "s", "one term left out"),
        ):
            if not chosen.any():
                continue
            at = np.flatnonzero(chosen)
            ax.vlines(at, rows["low"][chosen], rows["high"][chosen], color=colour, linewidth=0.7)
            ax.plot(at, rows["rate"][chosen], marker, color=colour, markersize=2.6, label=name)
        at = np.arange(len(rows))
        ends = rows["low"].fillna(rows["rate"]), rows["high"].fillna(rows["rate"])
        record_marks(ax, rows[[*_CHOICES, "denominator"]], x=(at - 0.4, at + 0.4), y=ends)
        ax.set_xlim(-1, len(rows))
        ax.set_ylim(bottom=0)
        ax.tick_params(axis="x", bottom=False, labelbottom=False)
        per = rows["per"].iloc[0]
        words = f"mentions per {per:,} {denominator}"
        said = words if "words" in denominator else "per cent of its mentions"
        ax.set_ylabel(f"{said}\n{interval(rows)}")
        ax.grid(axis="y")
        ax.set_axisbelow(True)
        legend_above(ax)
        if choices:
            _draw_choices(ax, rows, choices, labels)
    return ax


def _draw_choices(
    ax: Axes, rows: pd.DataFrame, choices: list[tuple], labels: Mapping[str, str] | None
) -> None:
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
    below.set_xlabel(f"{len(rows):,} specifications, in order of the estimate")
