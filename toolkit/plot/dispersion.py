"""Where in the corpus each thing stands: the x-ray."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from toolkit.plot.marks import record_marks
from toolkit.plot.style import (
    TWO_COLUMNS,
    check_look,
    in_order,
    label,
    new_axes,
    noted,
    room,
    say_empty,
    series,
    style,
)
from toolkit.tables.arguments import check_columns, expect_table


def plot_dispersion(
    mentions: pd.DataFrame,
    articles: pd.DataFrame,
    *,
    y: str = "frame",
    labels: Mapping[str, str] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw a stroke for each mention along all the articles, laid end to end by date.

    Parameters
    ----------
    mentions
        The mentions table.
    articles
        The articles that it was made from.
    y
        The column of mentions that makes the rows.
    labels
        What to print for the rows, and in which order.
    ax
        Axes to draw on; else a new figure of two columns' width.

    Returns
    -------
    matplotlib.axes.Axes
        Every second article is shaded. Save it with the dispersion table of the same `y`, or with
        the mentions: a click shows those of a row, or of a row and an article.
    """
    expect_table(mentions, "mentions", ["doc_id", "start"])
    check_columns(mentions, [y], "mentions")
    expect_table(articles, "articles", ["doc_id", "date", "text", "n_tokens"])
    check_look(labels, ax)
    rows = in_order(mentions[y], labels)
    with style():
        ax = new_axes(ax, width=TWO_COLUMNS, height=25 + 6.5 * len(rows))
        if mentions.empty:
            return say_empty(ax, "there are no mentions")
        laid = articles.sort_values(["date", "doc_id"]).set_index("doc_id")
        begins = (laid["n_tokens"].cumsum() - laid["n_tokens"]).astype("float64")
        per_character = laid["n_tokens"] / laid["text"].str.len().clip(lower=1)
        _shade(ax, laid, begins, len(rows))
        names = []
        for at, (value, chosen, colour, _) in enumerate(series(mentions, y, labels)):
            place = chosen["doc_id"].map(begins) + chosen["start"] * chosen["doc_id"].map(
                per_character
            )
            ax.vlines(place, at - 0.36, at + 0.36, color=colour, linewidth=0.7, zorder=2)
            name = "\n".join(textwrap.wrap(label(value, labels), 26))
            names.append(noted(name, f"{len(chosen):,} in {chosen['doc_id'].nunique():,}"))
            row, ends = chosen[[y]].head(1), (at - 0.45, at + 0.45)
            record_marks(ax, row, x=(0, laid["n_tokens"].sum()), y=ends)
            each = chosen[["doc_id", y]].drop_duplicates()
            begin, length = each["doc_id"].map(begins), each["doc_id"].map(laid["n_tokens"])
            record_marks(ax, each, x=(begin, begin + length), y=ends)
        ax.set_yticks(range(len(names)), names)
        ax.set_ylim(len(names) - 0.5, -0.5)
        ax.set_xlim(0, laid["n_tokens"].sum())
        ax.xaxis.set_major_formatter("{x:,.0f}")
        ax.xaxis.set_major_locator(MaxNLocator(max(2, min(8, int(room(ax)[0] // 16)))))
        ax.tick_params(axis="y", length=0)
        ax.spines["left"].set_visible(False)
        ax.set_xlabel(f"words of {len(laid):,} articles by date\nin brackets: mentions in articles")
    return ax


def _shade(ax: Axes, laid: pd.DataFrame, begins: pd.Series, rows: int) -> None:
    """Shade every second article, where they are wide enough to be told apart."""
    if len(laid) > 150:
        return
    for begin, n in list(zip(begins, laid["n_tokens"], strict=True))[::2]:
        ax.axvspan(begin, begin + n, color="#EFEFEF", linewidth=0, zorder=0)
    for edge in np.arange(1, rows) - 0.5:
        ax.axhline(edge, color="white", linewidth=1.0, zorder=1)
