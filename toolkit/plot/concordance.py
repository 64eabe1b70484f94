"""A concordance as a figure: a line per mention, the key words in one column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.text import Text

from toolkit.plot.legible import finish_figure
from toolkit.plot.marks import record_marks
from toolkit.plot.style import (
    COLOURS,
    TWO_COLUMNS,
    check_look,
    drawable,
    label,
    new_figure,
    say_empty,
    style,
)
from toolkit.tables.arguments import as_list, check_columns, expect_table

_LINE, _HEAD = 4.2, 5.0  # mm, of a line, and of a title
_GAP = 0.02  # between columns, in widths of the Axes
_NODE = 0.45  # where the key words begin, in widths of what the text has
_SPACE, _TIGHT = 2.2, 0.4  # points between the key word and its neighbour


def plot_concordance(
    concordance: pd.DataFrame,
    *,
    columns: str | Sequence[str] = ("voice", "date"),
    labels: Mapping[str, str] | None = None,
    title: str = "",
    size: tuple[float, float] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw each line of a concordance, cut at words to the width that there is.

    Parameters
    ----------
    concordance
        The concordance table, made with enough context to fill a line (``width=80``). Every row is
        drawn: choose and sort the rows that a reader should see, by a rule that you state.
    columns
        What stands at the right of each line.
    labels
        What to print for the values of these columns.
    title
        What stands above the figure.
    size
        Width and height in mm; else two columns wide, and as high as the rows need.
    ax
        Axes to draw on; else a new figure of two columns' width.

    Returns
    -------
    matplotlib.axes.Axes
        An ellipsis stands for words that were cut.
    """
    columns = as_list(columns, "columns")
    expect_table(concordance, "concordance", ["mention_id", "left", "node", "right"])
    check_columns(concordance, columns, "concordance")
    check_look(labels, ax, size=size, title=title)
    with style():
        if ax is None:
            above = _HEAD if title else 0.0
            width, height = size or (TWO_COLUMNS, 4 + _LINE * (len(concordance) + 1) + above)
            figure = new_figure(width=width, height=height)
            figure.set_layout_engine("none")  # a later layout would move what fits now
            ax = figure.add_subplot()
            ax.set_position((0.01, 0.01, 0.98, 0.98 - above / height))
        if concordance.empty:
            return say_empty(ax, "there are no lines")
        ax.set_axis_off()
        ax.set(xlim=(0, 1), ylim=(len(concordance) - 0.5, -1.5))
        end = 1.0
        for column in reversed(columns):
            end = _draw_column(
                ax, column, [_cell(v, labels, column) for v in concordance[column]], end
            )
        node = _NODE * end
        for y, row in enumerate(concordance[["left", "node", "right"]].itertuples(index=False)):
            left, middle, right = (_plain(drawable(text)) for text in row)
            word = _write(ax, node, y, middle, color=COLOURS[0], weight="bold")
            _fit(ax, _beside(ax, word, left, before=True), room=node, last=True)
            free = end - node - _width(ax, word)
            _fit(ax, _beside(ax, word, right, before=False), room=free, last=False)
        record_marks(
            ax,
            concordance[["mention_id"]],
            x=(0.0, end),
            y=(np.arange(len(concordance)) - 0.5, np.arange(len(concordance)) + 0.5),
        )
        finish_figure(ax, title=title, size=size)
    return ax


def _draw_column(ax: Axes, name: str, cells: list[str], end: float) -> float:
    """Draw a column that ends at `end`; return where what stands left of it has to end."""
    head = _write(ax, 0, -1, label(name, None, name), color="#555555")
    texts = [head, *(_write(ax, 0, y, cell) for y, cell in enumerate(cells))]
    start = end - max(_width(ax, text) for text in texts)
    for text in texts:
        text.set_x(start)
    return start - _GAP


def _write(ax: Axes, x: float, y: float, words: str, **look: Any) -> Text:
    return ax.text(x, y, words, va="center_baseline", parse_math=False, **look)


def _beside(ax: Axes, word: Text, context: str, *, before: bool) -> Text:
    """Write what stands before or after the key word, as near to it as in the text."""
    spaced = context.endswith(" ") if before else context.startswith(" ")
    away = _SPACE if spaced else _TIGHT
    return ax.annotate(
        context.strip(),
        (0 if before else 1, word.get_position()[1]),
        xycoords=(word, "data"),
        xytext=(-away if before else away, 0),
        textcoords="offset points",
        ha="right" if before else "left",
        va="center_baseline",
        parse_math=False,
        annotation_clip=False,
    )


def _width(ax: Axes, text: Text) -> float:
    """Return the width of a text in widths of its Axes."""
    return text.get_window_extent().width / ax.get_window_extent().width


def _fit(ax: Axes, text: Text, *, room: float, last: bool) -> None:
    """Cut words off a text, at its beginning to keep the last ones, until it has room."""
    kept = text.get_text().split()
    while len(kept) > 1 and _width(ax, text) > room - _GAP:
        kept = kept[1:] if last else kept[:-1]
        text.set_text("… " + " ".join(kept) if last else " ".join(kept) + " …")


def _cell(value: object, labels: Mapping[str, str] | None, column: str) -> str:
    return "" if pd.isna(value) else label(value, labels, column)


def _plain(text: str) -> str:
    """Return a text without line breaks and characters that draw nothing."""
    return "".join(c if c.isprintable() else " " for c in text)
