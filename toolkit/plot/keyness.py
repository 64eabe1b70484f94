"""Key words of a target and of its reference."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from toolkit.plot.style import (
    COLOURS,
    ONE_COLUMN,
    check_columns,
    drawable,
    new_axes,
    say_empty,
    style,
)

_NAMES = {
    "log_odds_z": "weighted log-odds, z",
    "log_odds": "weighted log-odds",
    "log_ratio": "log2 of the ratio of the shares",
}


def plot_keyness(
    keyness: pd.DataFrame,
    *,
    measure: str = "log_odds_z",
    words: int = 15,
    names: tuple[str, str] = ("target", "reference"),
    ax: Axes | None = None,
) -> Axes:
    """Draw the most typical words of the target, and below them those of the reference.

    Parameters
    ----------
    keyness
        The keyness table.
    measure
        "log_odds_z", "log_odds" or "log_ratio": what is drawn and ranked by.
    words
        How many of each side.
    names
        What to call target and reference.
    ax
        Axes to draw on; else a new figure of one column's width.

    Returns
    -------
    matplotlib.axes.Axes
        Small figures are the counts in both.
    """
    check_columns(keyness, ["word", "n_target", "n_reference"], "keyness")
    if measure not in _NAMES:
        raise ValueError(f"measure: found {measure!r}, expected one of {', '.join(_NAMES)}")
    ranked = keyness.sort_values([measure, "word"], ascending=[False, True])
    sides = ranked[ranked[measure] > 0].head(words), ranked[ranked[measure] < 0].tail(words)
    with style():
        ax = new_axes(ax, width=ONE_COLUMN, height=20 + 3.6 * (len(sides[0]) + len(sides[1]) + 1))
        if sides[0].empty and sides[1].empty:
            return say_empty(ax)
        shown = []
        for rows, colour, marker, name in zip(sides, COLOURS, "os", names, strict=False):
            y = np.arange(len(rows)) + len(shown) + (1 if shown and len(rows) else 0)
            ax.hlines(y, 0, rows[measure], color=colour, linewidth=1.4, zorder=2)
            ax.plot(rows[measure], y, marker, color=colour, zorder=3, label=f"typical of {name}")
            for place, value, a, b in zip(
                y, rows[measure], rows["n_target"], rows["n_reference"], strict=True
            ):
                ax.annotate(
                    f"{a} : {b}",
                    (value, place),
                    xytext=(4 if value > 0 else -4, 0),
                    textcoords="offset points",
                    ha="left" if value > 0 else "right",
                    va="center_baseline",
                    fontsize=6,
                    color="#555555",
                )
            shown += list(zip(y, rows["word"], strict=True))
        ax.axvline(0, color="#555555", linewidth=0.6)
        ax.set_yticks([y for y, _ in shown], [drawable(word) for _, word in shown])
        ax.set_ylim(max(y for y, _ in shown) + 0.8, -0.8)
        ax.margins(x=0.2)
        ax.tick_params(axis="y", length=0)
        ax.spines["left"].set_visible(False)
        ax.grid(axis="x")
        ax.set_axisbelow(True)
        ax.set_xlabel(f"{_NAMES[measure]}; small figures: n {names[0]} : {names[1]}")
        ax.legend(
            loc="lower left", bbox_to_anchor=(0, 1.01), ncols=2, borderaxespad=0, handletextpad=0.4
        )
    return ax
