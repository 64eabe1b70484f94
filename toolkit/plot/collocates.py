"""Collocates: the words that stand near each thing more often than elsewhere."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from toolkit.plot.dot_panels import has_room, lay_panels, split
from toolkit.plot.legible import finish_figure
from toolkit.plot.marks import record_marks
from toolkit.plot.notes import write_note
from toolkit.plot.style import (
    COLOURS,
    check_finite,
    check_look,
    check_number,
    check_one_row,
    draw_nothing,
    drawable,
    label,
    noted,
    room,
    style,
    write_beside,
)
from toolkit.tables.arguments import check_columns, expect_table
from toolkit.tables.keys import named_column

_NAMES = {
    "log_likelihood_signed": "log-likelihood",
    "log_dice": "log Dice",
    "mutual_information": "mutual information",
    "t_score": "t-score",
}
_STEM = "#BFBFBF"


def plot_collocates(
    collocates: pd.DataFrame,
    *,
    measure: str = "log_likelihood_signed",
    words: int = 10,
    facet: str | None = None,
    labels: Mapping[str, str] | None = None,
    title: str = "",
    size: tuple[float, float] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw the words that go most strongly with each thing counted.

    Parameters
    ----------
    collocates
        The collocates table. To leave out stop words, filter it:
        ``table[~table["word"].isin(tk.stop_words("en"))]``.
    measure
        What is drawn and ranked by: "log_likelihood_signed", "log_dice", "mutual_information" or
        "t_score". Words that stand there less often than expected are not drawn.
    words
        How many of each thing.
    facet
        The column whose values have a panel each; without it, what the words are collocates of: the
        column that the table names in `of`.
    labels
        What to print for the panels, and in which order.
    title
        What stands above the figure.
    size
        Width and height in mm; else one column wide for one panel, two for more, and as high as the
        rows need.
    ax
        Axes to divide into panels; else a new figure, of one column's width for one panel, of two
        for more.

    Returns
    -------
    matplotlib.axes.Axes
        The only panel; of several, an empty line above them, for a title. To the right stand n and,
        rounded, the n that was expected. The measures take words as independent, which they are
        not, and have no interval. Save it with the places of `find_collocates`.
    """
    needed = ["word", "n", "expected", "n_node", "window"]
    expect_table(collocates, "collocates", needed)
    check_look(labels, ax, size=size, title=title)
    if measure not in _NAMES:
        raise ValueError(f"measure: found {measure!r}, expected one of {', '.join(_NAMES)}")
    check_number(words, "words")
    check_columns(collocates, [measure], "collocates")
    drawn = collocates[collocates["n"] > collocates["expected"]]
    if drawn.empty:
        why = "no word stands near the mentions more often than elsewhere"
        return draw_nothing(ax, why if len(collocates) else "no words stand near the mentions")
    facet = facet or named_column(collocates, "of", "collocates", name="facet")
    check_columns(drawn, [facet], "collocates")
    check_one_row(drawn, [facet, "word"], "collocates")
    check_finite(drawn, [measure], [facet, "word"], "collocates")
    if drawn[measure].isna().all():
        return draw_nothing(ax, f"no word has a {_NAMES[measure]}")
    order = drawn.sort_values([measure, "n", "word"], ascending=[False, False, True])
    parts = [(value, rows.head(words)) for value, rows in split(order, facet, labels)]
    edges = _edges(pd.concat([rows[measure] for _, rows in parts]), measure)
    grow = ax is None and size is None
    with style():
        named = [[drawable(word) for word in rows["word"]] for _, rows in parts]
        headings = [
            noted(label(value, labels, facet), f"{rows['n_node'].max():,}") for value, rows in parts
        ]
        ax, foot, panels = lay_panels(ax, parts, named, headings=headings, beside=12, size=size)
        for panel in panels:
            panel.ax.set_xlim(*edges)
            _draw(panel.ax, panel.rows, measure)
            at = np.arange(len(panel.rows))
            sides = panel.rows[[facet, "word"]]
            record_marks(panel.ax, sides, x=panel.ax.get_xlim(), y=(at - 0.5, at + 0.5))
        windows = " / ".join(drawn["window"].unique())
        near = "in the sentence" if windows == "sentence" else f"within {windows} words"
        counted = "; right: n (expected)" if has_room(panels[0].ax) else ""
        said = f"{_NAMES[measure]} of words {near} of the mentions in brackets{counted}"
        write_note(foot, said, grow=grow)
        finish_figure(ax, title=title, size=size, grow=grow)
    return ax


def _draw(ax: Axes, rows: pd.DataFrame, measure: str) -> None:
    at, value = np.arange(len(rows)), rows[measure]
    ax.hlines(at, ax.get_xlim()[0], value, color=_STEM, linewidth=0.8, zorder=2)
    ax.plot(value, at, "o", color=COLOURS[0], zorder=3)
    ax.xaxis.set_major_locator(MaxNLocator(max(1, min(6, int(room(ax)[0] // 10)))))
    if has_room(ax):
        both = zip(rows["n"], rows["expected"], strict=True)
        write_beside(ax, at, [f"{n:,} ({expected:,.1f})" for n, expected in both])


def _edges(values: pd.Series, measure: str) -> tuple[float, float]:
    """Return the ends of the axis; log Dice has no zero that would mean anything."""
    least, most = float(values.min()), float(values.max())
    left = least - 0.2 * (most - least) - 0.1 if measure == "log_dice" else 0.0
    return left, most + 0.06 * (most - left)
