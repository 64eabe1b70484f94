"""Key words of a target and of its reference."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from toolkit.plot.marks import record_marks
from toolkit.plot.style import (
    COLOURS,
    GREY,
    ONE_COLUMN,
    check_look,
    drawable,
    label,
    left_to_right,
    legend_above,
    new_axes,
    room,
    say_empty,
    style,
    write_beside,
)
from toolkit.tables.arguments import check_columns, expect_table
from toolkit.tables.keys import named_columns

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
    names: tuple[str, str] | None = None,
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
        What to call target and reference; without it, what their groups are called in the table.
    ax
        Axes to draw on; else a new figure of one column's width.

    Returns
    -------
    matplotlib.axes.Axes
        To the right stand the counts in both.
    """
    expect_table(keyness, "keyness", ["word", "n_target", "n_reference"])
    check_look(None, ax)
    if names is not None and (isinstance(names, str) or len(names) != 2):
        raise ValueError(f"names: found {names!r}, expected two, of the target and the reference")
    if measure not in _NAMES:
        raise ValueError(f"measure: found {measure!r}, expected one of {', '.join(_NAMES)}")
    target, reference = map(drawable, names) if names else _groups(keyness)
    ranked = keyness.sort_values([measure, "word"], ascending=[False, True])
    sides = ranked[ranked[measure] > 0].head(words), ranked[ranked[measure] < 0].tail(words)
    with style():
        ax = new_axes(ax, width=ONE_COLUMN, height=24 + 3.6 * (len(sides[0]) + len(sides[1]) + 1))
        if sides[0].empty and sides[1].empty:
            return say_empty(ax, "no word is typical of either group")
        shown = pd.concat(sides)
        y = np.arange(len(shown))
        y[len(sides[0]) :] += not sides[0].empty  # a gap between the two sides
        ax.set_yticks(y, [drawable(word) for word in shown["word"]])
        ax.set_ylim(y[-1] + 0.8, -0.8)
        for at, (colour, marker, name) in enumerate(
            zip(COLOURS, "os", (target, reference), strict=False)
        ):
            place = y[: len(sides[0])] if at == 0 else y[len(sides[0]) :]
            if not len(place):
                continue
            value = sides[at][measure]
            ax.hlines(place, 0, value, color=colour, linewidth=1.4, zorder=2)
            ax.plot(value, place, marker, color=colour, zorder=3, label=f"typical of {name}")
        ax.axvline(0, color=GREY, linewidth=0.6)
        ax.margins(x=0.05)
        texts = "unit" in keyness and (keyness["unit"] == "texts").all()
        counted = "articles" if texts else "n"
        sides_named = left_to_right(f"right: {counted} ", target, " : ", reference)
        _finish(ax, f"{_NAMES[measure]}\n{sides_named}")
        both = zip(shown["n_target"], shown["n_reference"], strict=True)
        write_beside(ax, y, [f"{n:,} : {other:,}" for n, other in both])
        # All of the row, so that the shorter strokes can be clicked as well.
        record_marks(ax, shown[["word"]], x=ax.get_xlim(), y=(y - 0.5, y + 0.5))
    return ax


def _groups(keyness: pd.DataFrame) -> tuple[str, str]:
    """Return what the target and the reference are called, which the whole table shares."""
    named = named_columns(keyness, "by", "keyness")
    if not named:
        return "target", "reference"
    columns = [f"{named[0]}_target", f"{named[0]}_reference"]
    check_columns(keyness, columns, "keyness")
    pairs = keyness[columns].drop_duplicates()
    if len(pairs) > 1:
        first, second = pairs.head(2).to_numpy().tolist()
        raise ValueError(
            f"keyness: found words of {first} and of {second}, target and reference, expected one "
            "pair; draw each on its own"
        )
    target, reference = pairs.iloc[0]
    return label(target, None), label(reference, {None: "all others"})


def _finish(ax: Axes, said: str) -> None:
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)
    ax.xaxis.set_major_locator(MaxNLocator(max(3, min(7, int(room(ax)[0] // 12)))))
    ax.grid(axis="x")
    ax.set_axisbelow(True)
    ax.set_xlabel(said)
    legend_above(ax)
