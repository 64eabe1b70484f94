"""What is said at an axis: its two directions, what is drawn, what was tested."""

from __future__ import annotations

import textwrap

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from toolkit.plot.style import FEW, GREY, MM, SMALL, left_to_right, room

_LETTER = 1.45  # mm, the width of a letter
_LINE = 1.25  # of a line, in heights of its letters
_HEIGHT = 3.4  # mm, of a line
_TICKS, _NONE = 16, 6  # points, that ticks and their labels take below Axes; without them
_BESIDE = 0.8  # of what seems to be their width
_PAD = 4  # points, between these and the label
_METHODS = {"holm": "Holm", "fdr_bh": "Benjamini-Hochberg"}


def write_note(
    ax: Axes, *notes: str, directions: tuple[str, str] | None = None, grow: bool
) -> None:
    """Label the axis below `ax`; what is too long for it goes on in a new line.

    Parameters
    ----------
    ax
        The Axes.
    *notes
        What to say, each in a line of its own.
    directions
        What lies to the left and to the right on the axis, said at its ends.
    grow
        Whether the figure gets higher by these lines: if it was made for them.
    """
    # Axes without ticks stand below others, whose labels take room that is not theirs.
    wide = room(ax)[0] * (1 if len(ax.get_xticks()) else _BESIDE)
    width = max(24, int(wide / _LETTER))
    lines = [line for note in notes for line in textwrap.wrap(note, width)]
    ax.set_xlabel("\n".join(lines))
    count = len(lines)
    if directions is not None:
        count += _name_directions(ax, *directions)
    if grow and isinstance(ax.figure, Figure):
        ax.figure.set_figheight(ax.figure.get_figheight() + count * _HEIGHT * MM)


def _name_directions(ax: Axes, left: str, right: str) -> int:
    """Write at both ends of the axis what lies there; return how many lines that takes."""
    width = max(8, int(room(ax)[0] / 2 / _LETTER) - 2)
    # An arrow stays with the word beside it.
    texts = left_to_right("\u2190\u00a0", left), left_to_right(right, "\u00a0\u2192")
    wrapped = [textwrap.wrap(text, width) for text in texts]
    below, most = _TICKS if len(ax.get_xticks()) else _NONE, max(map(len, wrapped))
    for place, side, lines in zip((0, 1), ("left", "right"), wrapped, strict=True):
        ax.annotate(
            "\n".join(lines),
            (place, 0),
            xycoords="axes fraction",
            xytext=(0, -below),
            textcoords="offset points",
            ha=side,
            va="top",
            linespacing=_LINE,
            fontsize=SMALL,
            color=GREY,
        )
    ax.xaxis.labelpad = _PAD + _LINE * SMALL * most + (_NONE if below == _NONE else 0)
    return most


def tested(table: pd.DataFrame, alpha: float) -> str:
    """Return below which p a mark is full, and for what p was corrected, as the table says."""
    said = f"p < {alpha:g}, corrected"
    if not {"n_tests", "correction"} <= set(table):
        return said
    ways = table[["n_tests", "correction"]].drop_duplicates()
    if len(ways) != 1:
        return said
    n, method = ways.iloc[0]
    tests = "1 test" if n == 1 else f"{n:,} tests"
    return f"{said} for {tests} ({_METHODS.get(method, method)})"


def few_clusters(table: pd.DataFrame) -> str:
    """Return, to be added to a label, that clusters are half of a group's articles or fewer.

    Intervals rest on clusters: families of copies, or what the table was asked to cluster by. The
    group said is that with the fewest clusters for its articles, of those with five or more.
    """
    if not {"n_clusters", "exposure_docs"} <= set(table):
        return ""
    many = table[table["exposure_docs"] >= FEW].reset_index(drop=True)
    share = many["n_clusters"] / many["exposure_docs"]
    if not (share <= 0.5).any():
        return ""
    clusters, articles = many.loc[share.idxmin(), ["n_clusters", "exposure_docs"]]
    said = "intervals rest on clusters, such as families of copies"
    return f"\n{said}: as few as {clusters:,.0f} for {articles:,.0f} articles"
