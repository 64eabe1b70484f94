"""The ratios of models of rates, a panel for each model."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Mapping

import pandas as pd
from matplotlib.axes import Axes

from toolkit.plot.dot_panels import lay_panels, places, split
from toolkit.plot.dots import Look, draw_dots, ratio_edges, set_ratio_axis
from toolkit.plot.legible import finish_figure
from toolkit.plot.marks import record_marks
from toolkit.plot.notes import tested, write_note
from toolkit.plot.style import (
    COLOURS,
    GREY,
    SMALL,
    check_look,
    check_one_row,
    draw_nothing,
    drawable,
    in_order,
    interval,
    label,
    left_to_right,
    style,
)
from toolkit.tables.arguments import check_columns, expect_table
from toolkit.tables.keys import named_columns

_INTERCEPT = "Intercept"
_CLUSTERS = {"family_id": "families of copies"}
_LEVEL = re.compile(r"^(?P<column>.+)\[(?:T\.)?(?P<value>.*)\]$", re.DOTALL)
_WIDTH = {True: 26, False: 42}  # characters of a row's label, of one panel or of several


def plot_models(
    model: pd.DataFrame,
    *,
    facet: str | None = None,
    labels: Mapping[str, str] | None = None,
    alpha: float = 0.05,
    title: str = "",
    size: tuple[float, float] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw the ratios of rates of models with their intervals, on a logarithmic axis.

    Intercepts are rates, not ratios, and are not drawn.

    Parameters
    ----------
    model
        The model table.
    facet
        The column whose values have a panel each; without it, what the models were of: the column
        that the table names in `of`, if each thing has a model of its own.
    labels
        What to print for the values of columns, for coefficients (``{"np.log1p(deaths)": "Deaths,
        log"}``) and for the panels, and in which order.
    alpha
        A full mark has `p_corrected` below it; an open one does not.
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
        The only panel; of several, an empty line above them, for a title. A coefficient of a column
        of text compares a value with the column's reference; of a product, it is a ratio of ratios.
        An arrow ends an interval that goes on; "no estimate" stands where there is none. Save it
        with the rows that are drawn: ``data=model[model["term"] != "Intercept"]``; the passages of
        a coefficient are all mentions of its model.
    """
    needed = ["term", "ratio", "ratio_low", "ratio_high", "p_corrected"]
    expect_table(model, "model", needed)
    check_look(labels, ax, size=size, title=title)
    rows = model[model["term"] != _INTERCEPT]
    if rows.empty:
        return draw_nothing(ax, "there is no coefficient but intercepts")
    if facet is None:
        facet = _own_column(model)
    keys = ["term"] if facet is None else [facet, "term"]
    check_columns(rows, keys, "model")
    check_one_row(rows, keys, "model")
    order = in_order(rows["term"], labels)
    edges = ratio_edges(rows[["ratio", "ratio_low", "ratio_high"]].to_numpy("float64"))
    parts = split(rows, facet, labels)
    grow = ax is None and size is None
    with style():
        headings = ["" if facet is None else label(value, labels, facet) for value, _ in parts]
        named = [_wrapped(_named(term, labels), _WIDTH[len(parts) == 1]) for term in order]
        ax, foot, panels = lay_panels(
            ax, parts, [named], headings=headings, narrowest=27, size=size
        )
        for panel in panels:
            at, drawn = places(panel.rows["term"], order), panel.rows
            full = (drawn["p_corrected"] < alpha).to_numpy()
            ratios = drawn[["ratio", "ratio_low", "ratio_high"]]
            draw_dots(panel.ax, at, ratios, edges, full=full, look=Look(COLOURS[0], "o"))
            set_ratio_axis(panel.ax, edges)
            panel.ax.axvline(1, color=GREY, linewidth=0.7, zorder=1)
            for place in at[drawn["ratio"].isna()]:
                _say_none(panel.ax, place)
            record_marks(panel.ax, drawn[keys], x=panel.ax.get_xlim(), y=(at - 0.5, at + 0.5))
        write_note(
            foot,
            *_notes(rows, labels, alpha),
            directions=("lower rate", "higher rate"),
            grow=grow,
        )
        finish_figure(ax, title=title, size=size, grow=grow)
    return ax


def _say_none(ax: Axes, y: float) -> None:
    ax.text(
        1,
        y,
        "no estimate",
        fontsize=SMALL,
        color=GREY,
        ha="center",
        va="center",
        bbox={"facecolor": "white", "linewidth": 0, "pad": 0.4},
    )


def _wrapped(name: str, width: int) -> str:
    return "\n".join(textwrap.wrap(drawable(name), width, break_long_words=False))


def _own_column(model: pd.DataFrame) -> str | None:
    """Return the column whose values have a model each, if there is one."""
    columns = [c for c in named_columns(model, "of", "model") if c in model]
    if len(columns) > 1:
        raise ValueError(
            f"facet: found {' and '.join(map(repr, columns))} in the column 'of' of model, "
            "expected one; name the column to draw"
        )
    return columns[0] if columns else None


def _named(term: str, labels: Mapping[str, str] | None) -> str:
    """Return what to print for a coefficient, such as ``voice[T.north]:when[T.after]``."""
    if term in (labels or {}):
        return (labels or {})[term]
    parts = []
    for part in term.split(":"):
        level = _LEVEL.match(part)
        parts.append(
            label(level["value"], labels, level["column"])
            if level
            else (labels or {}).get(part, part)
        )
    return " \u00d7 ".join(parts)


def _notes(rows: pd.DataFrame, labels: Mapping[str, str] | None, alpha: float) -> list[str]:
    reference = left_to_right("ratio of rates to the reference", *_references(rows, labels))
    notes = [f"{reference}; {interval(rows)}", f"full: {tested(rows, alpha)}"]
    if {"formula", "family", "cluster"} <= set(rows):
        ways = rows[["family", "formula", "cluster"]].drop_duplicates()
        if len(ways) == 1:
            family, formula, cluster = ways.iloc[0]
            clusters = _CLUSTERS.get(cluster, cluster)
            notes.append(drawable(f"{family}, {formula}; errors clustered by {clusters}"))
    return notes


def _references(rows: pd.DataFrame, labels: Mapping[str, str] | None) -> list[str]:
    """Return what the columns of text are compared with, and what stands before each of these."""
    texts = rows["reference"].dropna() if "reference" in rows else []
    parts = dict.fromkeys(part for text in texts for part in text.split(":"))
    named = [_named(part, labels) for part in parts]
    return [text for at, name in enumerate(named) for text in (", " if at else ": ", name)]
