"""Figures with receipts: the files, the numbers, the passages, and what they were made from."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from toolkit.figures.page import figure_page
from toolkit.figures.receipts import (
    Said,
    check_arguments,
    find_receipts,
    save_with_receipts,
    spell_said,
)
from toolkit.plot.marks import find_marks
from toolkit.tables.arguments import expect_table, expect_type

_DPI = 300
_LAYOUTS = 40  # by then matplotlib's constrained layout has come to rest, mostly after five
_AT_REST = 1e-9  # of the figure's size
# Without these a file would hold the time and the program that wrote it.
_METADATA: dict[str, dict[str, str | None]] = {
    "pdf": {"CreationDate": None, "Producer": None, "Creator": None},
    "svg": {"Date": None, "Creator": None},
    "png": {"Software": None},
}


_NOTHING = Said()


def save_figure(
    figure: Figure,
    name: str,
    *,
    data: pd.DataFrame,
    mentions: pd.DataFrame,
    sources: str | Path | Iterable[str | Path],
    made_by: str | Path | Sequence[str],
    articles: pd.DataFrame | str | Path | None = None,
    attributions: pd.DataFrame | str | Path | None = None,
    caption: str = "",
    alt: str = "",
    parameters: Mapping[str, Any] | None = None,
    folder: str | Path = "figures",
) -> Path:
    """Write a figure with its receipts; the same inputs give the same bytes.

    Writes `name` with the endings ``.pdf``, ``.svg``, ``.png`` (300 dpi); ``.csv``, the plotted
    numbers with a column `mark`; ``-passages.csv``, the mentions behind each mark; ``.html``, a
    page on which a click on a mark shows them; ``.json``, the manifest: hashes of inputs, code and
    files, parameters, package versions.

    Parameters
    ----------
    figure
        The figure, ``ax.figure``.
    name
        File name without ending.
    data
        The table that is drawn, a row per mark: that of a measure, or mentions. It may be filtered,
        sorted and merged with others: what was counted stands in its columns `table`, `by` and
        `of`. A table of your own may say so too.
    mentions
        The mentions that it was counted from. A mention belongs to the mark with which it shares
        the values of the columns that split the counts. Other tables of places serve too, such as
        `find_words` for a figure of words, and articles for one of coverage.
    sources
        The files and folders that it was made from, or the only one.
    made_by
        The notebook or script; or the arguments of a command of `toolkit`, without its output.
    articles
        If given, the passages carry the text around each mention. Leave it out where texts may
        not be shared. Of a corpus that was cut into parts, the folder of `partition`: the articles
        of the passages alone are read, and the mentions that were counted need no columns but
        those that the measure needs.
    attributions
        If given with the articles, the page also marks speaker and reporting word. Of a corpus in
        parts, the folder of `annotate_parts`.
    caption
        What stands below the figure in the paper. It is written into the page, the manifest and the
        three drawings: the description of PNG and SVG, the subject of PDF.
    alt
        What a reader who cannot see the figure is told in its place: what is drawn, and what stands
        out. Without it, the caption. It is written where the caption is, as the title.
    parameters
        What the reader needs to make it again and the data do not say: which rows you chose, and
        why. How a measure was called stands in its table, and goes into the manifest from there:
        arguments, seed, draws, level, method of attribution.
    folder
        Where to write. Paths in the manifest are relative to the folder that holds it.

    Returns
    -------
    pathlib.Path
        The manifest.

    Raises
    ------
    ValueError
        If the data do not say what they count; if the mentions of a mark are not as many as it
        counts: they are not what was counted; or if a parameter is another one than the data say.
    PartsError
        If the folder of the articles or attributions holds parts that are not all there.

    Notes
    -----
    Of more than 100,000 passages a sample is drawn by chance, always the same: of each mark as many
    as there is room for. The page, the manifest and a column `n_behind` say so.
    """
    expect_type(figure, "figure", Figure, expected="a Figure, such as ax.figure")
    expect_table(data, "data", expected="the table that is drawn")
    expect_table(mentions, "mentions", ["doc_id"])
    check_arguments(name, mentions, articles, attributions, parameters)
    said = spell_said(caption, alt)
    receipts = find_receipts(data, mentions, articles, attributions)
    settle(figure)
    drawings = {f"{name}.{kind}": _render(figure, kind, name, said) for kind in _METADATA}
    marks = find_marks(figure)
    page = figure_page(name, receipts, svg=drawings[f"{name}.svg"], marks=marks, said=said)
    return save_with_receipts(
        name,
        drawings,
        receipts,
        page,
        said=said,
        sources=sources,
        made_by=made_by,
        parameters=parameters,
        folder=folder,
    )


def settle(figure: Figure) -> None:
    """Lay the figure out once and for all: each new layout would move it by a hair.

    Where it comes to rest depends a little on what it was drawn for before; so that is rounded.
    """
    engine = figure.get_layout_engine()
    if engine is None:
        return
    shown_at = figure.dpi
    figure.set_dpi(_DPI)
    before: np.ndarray | float = np.inf
    for _ in range(_LAYOUTS):
        engine.execute(figure)  # what drawing does for it, and no more
        now = np.array([ax.get_position(original=True).bounds for ax in figure.axes])
        if np.abs(now - before).max(initial=0) < _AT_REST:
            break
        before = now
    with mpl.rc_context({"figure.autolayout": False, "figure.constrained_layout.use": False}):
        figure.set_layout_engine(None)  # "none" leaves a placeholder, for which all is drawn twice
    for ax, place in zip(figure.axes, now.round(5), strict=True):
        ax.set_position(place)
    figure.set_dpi(shown_at)


def _render(figure: Figure, kind: str, name: str, said: Said = _NOTHING) -> bytes:
    buffer = io.BytesIO()
    with mpl.rc_context(
        {"svg.hashsalt": f"figure {name}", "pdf.fonttype": 42, "svg.fonttype": "path"}
    ):
        figure.savefig(
            buffer, format=kind, dpi=_DPI, metadata=_METADATA[kind] | _described(kind, said)
        )
    return buffer.getvalue()


def _described(kind: str, said: Said) -> dict[str, str]:
    """Return the caption and the text in place of the figure, as a kind of file calls them."""
    named = {"Title": said.alt, "Subject" if kind == "pdf" else "Description": said.caption}
    return {key: text for key, text in named.items() if text}
