"""Small multiples: a panel per value of a column, and what is above and below all of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure, SubFigure

from toolkit.plot.journals import journal
from toolkit.plot.style import TWO_COLUMNS, in_order, new_figure

ORDERS = ("labels", "largest")


def new_panels(
    n: int,
    *,
    columns: int,
    height: float,
    around: float,
    size: tuple[float, float] | None,
    advice: str,
    **share: Any,
) -> list[Axes]:
    """Return `n` Axes on a new figure of two columns' width, in rows of `columns`.

    Parameters
    ----------
    n, columns
        How many, and how many in a row.
    height, around
        Of a panel with its title, and of all that stands around the panels, in mm.
    size
        Width and height of the figure in mm, in place of these.
    advice
        What to do if the figure is higher than a page.
    share
        `sharex`, `sharey` of `plt.subplots`.
    """
    rows = -(-n // columns)
    width, whole = size or (TWO_COLUMNS, rows * height + around)
    figure = new_figure(width=width, height=whole, advice=advice)
    grid = figure.subplots(rows, columns, squeeze=False, **share)
    for spare in grid.flat[n:]:
        spare.remove()
    return list(grid.flat[:n])


def columns_for(n: int, *, least: float, size: tuple[float, float] | None, beside: float) -> int:
    """Return how many of `n` panels stand in a row, each at least `least` mm wide.

    `beside` is what the names to the left of the first take.
    """
    width = size[0] if size else journal().two_columns
    most = max(1, min(n, int((width - beside) / least)))
    return -(-n // -(-n // most))


def row_height(rows: int, *, wish: float, least: float, around: float) -> float:
    """Return the mm for each of `rows`: as wished, or less, down to `least`, to fit into a page."""
    return max(least, min(wish, (journal().page - around) / max(rows, 1)))


def label_below(figure: Figure | SubFigure, text: str) -> None:
    """Write what the axes below all panels are."""
    figure.supxlabel(text, fontsize=7.5)


def ordered(
    table: pd.DataFrame,
    column: str,
    labels: Mapping[str, str] | None,
    *,
    order: str,
    size: Sequence[float] | pd.Series,
) -> list[Any]:
    """Return the values of a column as labels order them, or those of the largest `size` first."""
    if order not in ORDERS:
        raise ValueError(f"order: found {order!r}, expected one of {', '.join(ORDERS)}")
    values = in_order(table[column], labels)
    if order == "labels":
        return values
    sizes = pd.Series(list(size), index=table.index).groupby(table[column], dropna=False).sum()
    of = {None if pd.isna(value) else value: float(total) for value, total in sizes.items()}
    return sorted(values, key=lambda value: -of[value])


def keep_top(table: pd.DataFrame, column: str, top: int | None, count: str) -> pd.DataFrame:
    """Return the rows of the `top` values of a column that have the largest counts."""
    if top is None:
        return table
    totals = table.groupby(column, dropna=False, sort=False)[count].sum()
    kept = totals.sort_values(ascending=False, kind="stable").head(top).index
    return table[table[column].isin(kept)]


def say_top(
    before: pd.DataFrame, after: pd.DataFrame, column: str, *, most: str = "mentions"
) -> str:
    """Return, to be added to a label, how many values of a column are drawn; nothing if all are."""
    drawn, there = (table[column].nunique(dropna=False) for table in (after, before))
    return f"; the {drawn:,} of {there:,} with most {most}" if drawn < there else ""
