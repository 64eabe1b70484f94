"""Where in the corpus each thing stands: the x-ray."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from toolkit.plot.legible import finish_figure
from toolkit.plot.marks import record_marks
from toolkit.plot.notes import write_note
from toolkit.plot.panels import keep_top, say_top
from toolkit.plot.style import (
    COLOURS,
    GREY,
    TWO_COLUMNS,
    check_look,
    in_order,
    names,
    new_axes,
    noted,
    room,
    say_empty,
    series,
    style,
)
from toolkit.tables.arguments import check_columns, expect_table

_APART = 13  # mm, between the names of days


def plot_dispersion(
    mentions: pd.DataFrame,
    articles: pd.DataFrame,
    *,
    y: str = "frame",
    top: int | None = None,
    labels: Mapping[str, str] | None = None,
    title: str = "",
    size: tuple[float, float] | None = None,
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
    top
        How many rows to draw: those with most mentions.
    labels
        What to print for the rows, and in which order.
    title
        What stands above the figure.
    size
        Width and height in mm; else two columns wide, and as high as the rows need.
    ax
        Axes to draw on; else a new figure of two columns' width.

    Returns
    -------
    matplotlib.axes.Axes
        Days, or months, are named where their first article begins; articles without a date stand
        last, or, if none has one, all in the order of doc_id. Every second article is shaded. Save
        it with the dispersion table of the same `y`, or with the mentions: a click shows those of a
        row, or of a row and an article.
    """
    expect_table(mentions, "mentions", ["doc_id", "start"])
    check_columns(mentions, [y], "mentions")
    expect_table(articles, "articles", ["doc_id", "date", "text", "n_tokens"])
    check_look(labels, ax, size=size, title=title, top=top)
    drawn = keep_top(mentions.assign(_n=1), y, top, "_n")
    rows = in_order(drawn[y], labels)
    grow = ax is None and size is None
    with style():
        named = names(rows, labels, y)
        row = max(5.5, 3.4 * max((name.count("\n") + 1 for name in named), default=1))
        ax = new_axes(ax, width=TWO_COLUMNS, height=13 + row * len(rows), size=size)
        if mentions.empty:
            return say_empty(ax, "there are no mentions")
        laid = articles.sort_values(["date", "doc_id"]).set_index("doc_id")
        begins = (laid["n_tokens"].cumsum() - laid["n_tokens"]).astype("float64")
        per_character = laid["n_tokens"] / laid["text"].str.len().clip(lower=1)
        _shade(ax, laid, begins, len(rows))
        ticks = []
        for at, (_, chosen, *_look) in enumerate(series(drawn, y, labels)):
            place = chosen["doc_id"].map(begins) + chosen["start"] * chosen["doc_id"].map(
                per_character
            )
            ax.vlines(place, at - 0.36, at + 0.36, color=COLOURS[0], linewidth=0.7, zorder=2)
            ticks.append(noted(named[at], f"{len(chosen):,} in {chosen['doc_id'].nunique():,}"))
            row, ends = chosen[[y]].head(1), (at - 0.45, at + 0.45)
            record_marks(ax, row, x=(0, laid["n_tokens"].sum()), y=ends)
            each = chosen[["doc_id", y]].drop_duplicates()
            begin, length = each["doc_id"].map(begins), each["doc_id"].map(laid["n_tokens"])
            record_marks(ax, each, x=(begin, begin + length), y=ends)
        ax.set_yticks(range(len(ticks)), ticks)
        ax.set_ylim(len(ticks) - 0.5, -0.5)
        ax.set_xlim(0, laid["n_tokens"].sum())
        ax.tick_params(axis="y", length=0)
        ax.spines["left"].set_visible(False)
        order = _name_days(ax, laid["date"], begins)
        words = f"{laid['n_tokens'].sum():,} words of {len(laid):,} articles, end to end {order}"
        note = f"in brackets: mentions in articles{say_top(mentions, drawn, y)}"
        write_note(ax, words, note, grow=grow)
        finish_figure(ax, title=title, size=size, grow=grow)
    return ax


def _name_days(ax: Axes, dates: pd.Series, begins: pd.Series) -> str:
    """Name days, or months, where their first article begins; return the order of articles."""
    most = max(2, int(room(ax)[0] // _APART))
    if dates.isna().all():
        ax.xaxis.set_major_formatter("{x:,.0f}")
        ax.xaxis.set_major_locator(MaxNLocator(min(8, most)))
        return "in the order of their ids: none has a date"
    dated = dates.dropna()
    months = dated.dt.to_period("M").nunique() > most / 2
    unit = dated.dt.to_period("M" if months else "D")
    apart, end = ax.get_xlim()[1] / most, ax.get_xlim()[1]
    undated = begins[dates.isna()].min()  # NaN if there are none
    named: list[tuple[float, pd.Timestamp]] = []
    for place, day in zip(begins[dated.index], unit.dt.start_time, strict=True):
        fits = place + apart / 2 < (end if np.isnan(undated) else undated - apart / 2)
        new = not named or (day != named[-1][1] and place - named[-1][0] >= apart)
        if fits and new:
            named.append((place, day))
    texts = [f"{day:%b}" if months else f"{day.day} {day:%b}" for _, day in named]
    for at, (_, day) in enumerate(named):
        if at == 0 or day.year != named[at - 1][1].year:
            texts[at] += f"\n{day.year}"
    places = [place for place, _ in named]
    if not np.isnan(undated):
        ax.axvline(undated, color=GREY, linewidth=0.7, zorder=3)
        places, texts = [*places, float(undated)], [*texts, "no date"]
    ax.set_xticks(places, texts)
    return "by date"


def _shade(ax: Axes, laid: pd.DataFrame, begins: pd.Series, rows: int) -> None:
    """Shade every second article, where they are wide enough to be told apart."""
    if len(laid) > 150:
        return
    for begin, n in list(zip(begins, laid["n_tokens"], strict=True))[::2]:
        ax.axvspan(begin, begin + n, color="#EFEFEF", linewidth=0, zorder=0)
    for edge in np.arange(1, rows) - 0.5:
        ax.axhline(edge, color="white", linewidth=1.0, zorder=1)
