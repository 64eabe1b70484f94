"""Rates over time."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from toolkit.plot.legible import finish_figure
from toolkit.plot.marks import record_marks
from toolkit.plot.notes import few_clusters
from toolkit.plot.panels import (
    columns_for,
    keep_top,
    label_below,
    new_panels,
    row_height,
    say_top,
)
from toolkit.plot.style import (
    COLOURS,
    FEW,
    GREY,
    SMALL,
    TWO_COLUMNS,
    Series,
    check_finite,
    check_look,
    check_one_row,
    date_ticks,
    draw_nothing,
    drawable,
    ends_of_axis,
    in_order,
    interval,
    label,
    legend_above,
    new_axes,
    noted,
    series,
    style,
    unit,
)
from toolkit.tables.arguments import check_columns, expect_mapping, expect_table
from toolkit.tables.keys import named_column

_UNDATED = "no mention has a date"
_WIDE = 0.6  # of a period, that its mark takes
_TIMES = 2.0  # the largest rate, at which the axis ends
_STACKED = 4  # panels that stand one above the other, so that events run through all
_MANY = 30  # periods, of which points are small


def plot_timeline(
    rates: pd.DataFrame,
    *,
    x: str = "period",
    hue: str | None = None,
    facet: str | None = None,
    top: int | None = None,
    events: Mapping[str, str] | None = None,
    labels: Mapping[str, str] | None = None,
    title: str = "",
    size: tuple[float, float] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw rates over time: a panel per thing counted, a line broken at gaps, its intervals a band.

    A point stands in the middle of its period, and its interval is as wide as the period. That is
    as long as the shortest time between two; a gap is one without a row or a rate.

    Parameters
    ----------
    rates
        A trends table, or a rates table made ``by`` a column of dates.
    x
        The column of dates.
    hue
        A column that makes several lines on a panel; three or four stay readable.
    facet
        The column that makes the panels; without it and `hue`, what was counted: the column that
        the table names in `of`.
    top
        How many panels, or lines, to draw: those with most mentions.
    events
        Days to mark, ``{"2020-11-10": "ceasefire"}``; without it, those of the trends table, at
        the beginning of their period. Days before the first period or after the last are not
        drawn.
    labels
        What to print for the values of `hue` and `facet`, and in which order.
    title
        What stands above the figure.
    size
        Width and height in mm; else two columns wide, and as high as the panels need.
    ax
        Axes to draw on, without panels: `hue` is then what the table names in `of`.

    Returns
    -------
    matplotlib.axes.Axes
        The first panel; all are in ``ax.figure.axes``. An open marker has an n below five. The axis
        ends at twice the largest rate; the band is pale where it goes on beyond that, or n is below
        five. A period without an interval, as that of a single article, has no band.
    """
    expect_table(rates, "rates", ["n", "rate", "low", "high"], table="trends")
    expect_mapping(events, "events", expected="days and their labels, as `load_events` returns")
    check_look(labels, ax, size=size, title=title, facet=facet, top=top)
    if rates.empty:
        return draw_nothing(ax, _UNDATED)
    if hue is None and facet is None:
        of = named_column(rates, "of", "rates", name="hue" if ax else "facet")
        hue, facet = (of, None) if ax else (None, of)
    keys = [column for column in (x, hue, facet) if column]
    check_columns(rates, keys, "rates")
    check_one_row(rates, keys, "rates")
    check_finite(rates, ["rate"], keys, "rates")
    dated = rates[rates[x].notna()]
    if dated.empty:
        return draw_nothing(ax, _UNDATED)
    drawn = keep_top(dated, keys[-1], top, "n")
    events = _events(drawn, x) if events is None else events
    below = (
        f"{drawable(x)} beginning{say_top(dated, drawn, keys[-1])}\n"
        f"shaded: {interval(rates)}; open or pale: n below {FEW}, or beyond the axis"
        f"{_unshaded(drawn)}{few_clusters(drawn)}"
    )
    with style():
        if facet is None:
            ax = new_axes(ax, width=TWO_COLUMNS, height=75, size=size)
            _draw_panel(ax, drawn, drawn, (x, hue, facet), labels)
            date_ticks(ax, drawn[x])
            _mark_events(ax, events, named=True)
            if hue is not None:
                legend_above(ax)
            ax.set_ylabel(unit(rates))
            ax.set_xlabel(below)
        else:
            ax = _draw_panels(drawn, (x, hue, facet), labels, events, size)
            ax.figure.supylabel(unit(rates), fontsize=7.5)
            label_below(ax.figure, below)
        finish_figure(ax, title=title, size=size)
    return ax


def _unshaded(rates: pd.DataFrame) -> str:
    """Return, to be added to a label, why some rates have no band; nothing if all have."""
    bare = rates["rate"].notna() & rates[["low", "high"]].isna().any(axis=1)
    return "\nno shade: words in one article only, or its copies; no interval" if bare.any() else ""


def _draw_panels(
    rates: pd.DataFrame,
    columns: tuple[str, str | None, str],
    labels: Mapping[str, str] | None,
    events: Mapping[str, str],
    size: tuple[float, float] | None,
) -> Axes:
    """Draw a panel per value of the third column, on the same axes; return the first."""
    facet = columns[2]
    values = in_order(rates[facet], labels)
    across = (
        1 if len(values) <= _STACKED else columns_for(len(values), least=50, size=size, beside=14)
    )
    down = -(-len(values) // across)
    high = row_height(down, wish=30, least=20, around=20)
    panels = new_panels(
        len(values),
        columns=across,
        height=high,
        around=20,
        size=size,
        advice="draw fewer panels: top=12",
        sharex=True,
        sharey=True,
    )
    for at, (value, ax) in enumerate(zip(values, panels, strict=True)):
        rows = rates[rates[facet].isna() if value is None else rates[facet] == value]
        _draw_panel(ax, rows, rates, columns, labels)
        ax.set_title(noted(label(value, labels, facet), f"n = {rows['n'].sum():,}"), fontsize=7.5)
        ax.tick_params(labelbottom=at >= len(values) - across, labelleft=at % across == 0)
        _mark_events(ax, events, named=at == 0)
    date_ticks(panels[0], rates[columns[0]])
    if columns[1] is not None:
        legend_above(panels[0])
    return panels[0]


def _draw_panel(
    ax: Axes,
    rates: pd.DataFrame,
    whole: pd.DataFrame,
    columns: tuple[str, str | None, str | None],
    labels: Mapping[str, str] | None,
) -> None:
    """Draw the lines of one panel, on the axes of the whole table."""
    x, hue, _facet = columns
    gap, end = _period_length(whole[x]), ends_of_axis(whole, times=_TIMES)[1]
    first, last = whole[x].min(), whole[x].max() + gap
    ax.set_xlim(first - gap / 4, last + gap / 4)
    ax.set_ylim(0, end * 1.04)
    ax.grid(axis="y")
    ax.set_axisbelow(True)
    many = [Series(None, rates, COLOURS[0], "o")] if hue is None else series(rates, hue, labels)
    for one in many:
        rows = _break(one.rows.sort_values(x), x, gap)
        place = rows[x] + gap / 2
        if hue is None:
            name = "_"
            _shade(ax, rows, place, (one.colour, gap, end))
        else:
            name = noted(label(one.value, labels, hue), f"n = {one.rows['n'].sum():,}")
            _band(ax, rows, place, one.colour)
        _draw(ax, one._replace(rows=rows), place, name)
        sides = place - gap * _WIDE / 2, place + gap * _WIDE / 2
        marked = tuple(rows[c].fillna(rows["rate"]).clip(upper=end) for c in ("low", "high"))
        record_marks(ax, rows[[c for c in columns if c]], x=sides, y=marked)


def _break(rows: pd.DataFrame, x: str, gap: pd.Timedelta) -> pd.DataFrame:
    """Return the rows with one without a rate after each that the next period does not follow."""
    rows = rows.set_index(x)
    # Months are 28 to 31 days long.
    last = rows.index[:-1][np.diff(rows.index) > 1.5 * gap]
    return rows.reindex(rows.index.union(last + gap)).rename_axis(x).reset_index()


def _shade(
    ax: Axes, rows: pd.DataFrame, place: pd.Series, how: tuple[str, pd.Timedelta, float]
) -> None:
    """Shade each interval as wide as its period; paler where little is certain."""
    colour, gap, end = how
    there = rows["high"].notna()
    sure = (rows["n"] >= FEW) & (rows["high"] <= end)
    for chosen, alpha in ((there & sure, 0.3), (there & ~sure, 0.1)):
        low, high = rows["low"][chosen], rows["high"][chosen].clip(upper=end * 1.04)
        ax.bar(
            place[chosen],
            (high - low).to_numpy(),
            gap,
            low.to_numpy(),
            color=colour,
            alpha=alpha,
            linewidth=0,
            zorder=1,
        )


def _band(ax: Axes, rows: pd.DataFrame, place: pd.Series, colour: str) -> None:
    """Shade the intervals of one of several lines; a lone period has an upright bar."""
    low, high = (rows[c].to_numpy("float64") for c in ("low", "high"))
    ax.fill_between(place, low, high, color=colour, alpha=0.15, linewidth=0, zorder=1)
    alone = np.isnan(np.r_[np.nan, low[:-1]]) & np.isnan(np.r_[low[1:], np.nan]) & ~np.isnan(low)
    ax.vlines(place[alone], low[alone], high[alone], color=colour, alpha=0.3, linewidth=3, zorder=1)


def _draw(ax: Axes, one: Series, place: pd.Series, name: str) -> None:
    """Draw a line, and a marker for each period."""
    rows, colour = one.rows, one.colour
    rate = rows["rate"].to_numpy("float64")
    size = 2.2 if len(rows) > _MANY else 3.2
    ax.plot(place, rate, color=colour, linewidth=0.9, zorder=3, label="_line")
    many = (rows["n"].fillna(0) >= FEW).to_numpy()
    for there, face in ((many, colour), (~many & ~np.isnan(rate), "white")):
        if there.any():
            ax.plot(
                place[there],
                rate[there],
                one.marker,
                color=colour,
                markerfacecolor=face,
                markeredgewidth=0.8,
                markersize=size,
                label=name,
                clip_on=False,
                zorder=4,
            )
            name = "_same"


def _events(rates: pd.DataFrame, x: str) -> Mapping[str, str]:
    if "event" not in rates:
        return {}
    marked = rates[rates["event"].notna()].drop_duplicates(x)
    return dict(zip(marked[x], marked["event"], strict=True))


def _period_length(periods: pd.Series) -> pd.Timedelta:
    gap = periods.drop_duplicates().sort_values().diff().min()
    return pd.Timedelta(days=1) if pd.isna(gap) else gap


def _mark_events(ax: Axes, events: Mapping[str, str], *, named: bool) -> None:
    """Mark each day within the axis with an upright line and, above it, its name."""
    left, right = ax.get_xlim()
    days = sorted((ax.convert_xunits(pd.Timestamp(day)), name) for day, name in events.items())
    # Text beyond the axis would be hidden, but still be given room.
    within = [(place, name) for place, name in days if left <= place <= right]
    for at, (place, name) in enumerate(within):
        ax.axvline(place, color=GREY, linewidth=0.7, linestyle=(0, (3, 2)), zorder=2)
        if not named:
            continue
        late = place > left + 0.8 * (right - left)
        ax.annotate(
            drawable(name),
            (place, 1),
            xycoords=ax.get_xaxis_transform(),
            xytext=(-2 if late else 2, -2 - 9 * (at % 3)),
            textcoords="offset points",
            ha="right" if late else "left",
            va="top",
            fontsize=SMALL,
            color="#333333",
            bbox={"boxstyle": "square,pad=0.1", "facecolor": "white", "alpha": 0.8, "linewidth": 0},
            zorder=4,
        )
