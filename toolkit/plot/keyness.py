"""Key words of a target and of its reference."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from toolkit.plot.dots import draw_cuts
from toolkit.plot.legible import finish_figure
from toolkit.plot.marks import record_marks
from toolkit.plot.notes import write_note
from toolkit.plot.style import (
    COLOURS,
    GREY,
    ONE_COLUMN,
    check_look,
    check_number,
    drawable,
    interval,
    label,
    left_to_right,
    new_axes,
    room,
    say_empty,
    style,
    write_beside,
)
from toolkit.tables.arguments import check_columns, expect_table
from toolkit.tables.keys import named_columns

_NAMES = {
    "log_ratio_conservative": "log2 of the ratio of the shares of articles, conservative",
    "log_odds_z": "weighted log-odds, z",
    "log_odds": "weighted log-odds",
    "log_ratio": "log2 of the ratio of the shares",
}


_SURE = 0.05
_BEYOND = 1.6  # times the largest value: where intervals are cut
_LONGEST = 26  # characters of a word
_STEM = "#BFBFBF"


def plot_keyness(
    keyness: pd.DataFrame,
    *,
    measure: str | None = None,
    words: int = 15,
    names: tuple[str, str] | None = None,
    title: str = "",
    size: tuple[float, float] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw the most typical words of the target, and below them those of the reference.

    Words are drawn as they are written most often, names with their capital.

    Parameters
    ----------
    keyness
        The keyness table.
    measure
        What is drawn and ranked by. "log_ratio": where the table has its intervals, these are
        drawn, and words ranked by the end that is nearer to 0; a word is full whose
        p_ratio_corrected is below 0.05. "log_ratio_conservative": only words with a difference
        that may be claimed. "log_odds_z" and "log_odds" take words as independent. Without it,
        the first if it has intervals, else the second.
    words
        How many of each side.
    names
        What to call target and reference; without it, what their groups are called in the table.
    title
        What stands above the figure.
    size
        Width and height in mm; else one column wide, and as high as the rows need.
    ax
        Axes to draw on; else a new figure of one column's width.

    Returns
    -------
    matplotlib.axes.Axes
        At the ends of the axis stands which side is which, to the right the counts in both, below
        how many words were left out. An arrow ends an interval that goes on; words of more than
        26 letters are cut.
    """
    expect_table(keyness, "keyness", ["word", "n_target", "n_reference"])
    check_look(None, ax, size=size, title=title)
    check_number(words, "words")
    inferred = "log_ratio_low" in keyness and keyness["log_ratio_low"].notna().any()
    measure = measure or ("log_ratio" if inferred else "log_ratio_conservative")
    if names is not None and (isinstance(names, str) or len(names) != 2):
        raise ValueError(f"names: found {names!r}, expected two, of the target and the reference")
    if measure not in _NAMES:
        raise ValueError(f"measure: found {measure!r}, expected one of {', '.join(_NAMES)}")
    check_columns(keyness, [measure], "keyness")
    intervals = inferred and measure == "log_ratio"
    target, reference = map(drawable, names) if names else _groups(keyness)
    sides = _ranked(keyness, measure, words, intervals=intervals)
    grow = ax is None and size is None
    with style():
        height = 10 + 3.6 * (len(sides[0]) + len(sides[1]) + 1)
        ax = new_axes(ax, width=ONE_COLUMN, height=height, size=size)
        if sides[0].empty and sides[1].empty:
            why = "no word differs beyond chance"
            return say_empty(ax, "no words were compared" if keyness.empty else why)
        shown = pd.concat(sides)
        y = np.arange(len(shown))
        y[len(sides[0]) :] += not sides[0].empty  # a gap between the two sides
        forms = shown["form"].fillna(shown["word"]) if "form" in shown else shown["word"]
        ax.set_yticks(y, [_shortened(drawable(form)) for form in forms])
        ax.set_ylim(y[-1] + 0.8, -0.8)
        for at, look in enumerate(zip(COLOURS, "os", strict=False)):
            place = y[: len(sides[0])] if at == 0 else y[len(sides[0]) :]
            if not len(place):
                continue
            if intervals:
                _draw_intervals(ax, sides[at], place, look)
            else:
                _draw_values(ax, sides[at][measure], place, look)
        _finish(ax)
        note = f"{interval(shown)}; full: p < {_SURE:g}, corrected for all words"
        write_note(
            ax,
            _NAMES[measure],
            *([note] if intervals else []),
            *_left_out(keyness),
            left_to_right(f"right: {_counted(keyness)} ", target, " : ", reference),
            directions=(f"typical of {reference}", f"typical of {target}"),
            grow=grow,
        )
        both = zip(shown["n_target"], shown["n_reference"], strict=True)
        write_beside(ax, y, [f"{n:,} : {other:,}" for n, other in both])
        # All of the row, so that the shorter strokes can be clicked as well.
        record_marks(ax, shown[["word"]], x=ax.get_xlim(), y=(y - 0.5, y + 0.5))
        finish_figure(ax, title=title, size=size, grow=grow)
    return ax


def _ranked(
    keyness: pd.DataFrame, measure: str, words: int, *, intervals: bool
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the words of the target and those of the reference, the most typical at both ends."""
    order = [measure]
    if intervals:
        near = keyness["log_ratio_low"].where(keyness[measure] > 0, keyness["log_ratio_high"])
        keyness, order = keyness.assign(_near=near), ["_near", measure]
    ranked = keyness.sort_values([*order, "word"], ascending=[*[False] * len(order), True])
    return ranked[ranked[measure] > 0].head(words), ranked[ranked[measure] < 0].tail(words)


def _draw_values(ax: Axes, values: pd.Series, y: np.ndarray, look: tuple[str, str]) -> None:
    colour, marker = look
    ax.hlines(y, 0, values, color=_STEM, linewidth=0.8, zorder=2)
    ax.plot(values, y, marker, color=colour, zorder=3)


def _draw_intervals(ax: Axes, rows: pd.DataFrame, y: np.ndarray, look: tuple[str, str]) -> None:
    """Draw each log ratio with its interval, cut at a bit more than the largest of them."""
    colour, marker = look
    value = rows["log_ratio"].to_numpy()
    most = _BEYOND * np.abs(value).max()
    low, high = (rows[f"log_ratio_{end}"].to_numpy() for end in ("low", "high"))
    ax.hlines(y, low.clip(-most, most), high.clip(-most, most), color=colour, linewidth=0.9)
    sure = (rows["p_ratio_corrected"] < _SURE).to_numpy()
    draw_cuts(ax, y, low < -most, -most, full=sure, look=(colour, "<"))
    draw_cuts(ax, y, high > most, most, full=sure, look=(colour, ">"))
    for there, face in ((sure, colour), (~sure, "white")):
        if there.any():
            points = ax.plot(value[there], y[there], marker, color=colour, zorder=3)
            points[0].set_markerfacecolor(face)


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
    return label(target, None, named[0]), label(reference, {None: "all others"}, named[0])


def _counted(keyness: pd.DataFrame) -> str:
    return "articles" if "unit" in keyness and (keyness["unit"] == "texts").all() else "n"


def _left_out(keyness: pd.DataFrame) -> list[str]:
    """Say how many words were left out of the comparison, if the table does."""
    n = int(keyness["n_left_out"].max()) if "n_left_out" in keyness else 0
    return [f"{n:,} words of a list left out"] if n else []


def _shortened(word: str) -> str:
    return word if len(word) <= _LONGEST else word[: _LONGEST - 1] + "\u2026"


def _finish(ax: Axes) -> None:
    ax.axvline(0, color=GREY, linewidth=0.6)
    ax.margins(x=0.05)
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)
    ax.xaxis.set_major_locator(MaxNLocator(max(3, min(7, int(room(ax)[0] // 12)))))
    ax.grid(axis="x")
    ax.set_axisbelow(True)
