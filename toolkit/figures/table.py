"""Tables with receipts: for Word, LaTeX and Markdown, under the manifest that figures have."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from toolkit.figures.markup import to_latex, to_markdown
from toolkit.figures.page import table_page
from toolkit.figures.printed import declares_measure, print_table
from toolkit.figures.receipts import check_arguments, find_receipts, save_with_receipts, spell_said
from toolkit.figures.table_docx import to_docx
from toolkit.tables.arguments import expect_mapping, expect_table


def save_table(
    data: pd.DataFrame,
    name: str,
    *,
    columns: str | Sequence[str] | Mapping[str, str],
    sources: str | Path | Iterable[str | Path],
    made_by: str | Path | Sequence[str],
    mentions: pd.DataFrame | None = None,
    articles: pd.DataFrame | str | Path | None = None,
    attributions: pd.DataFrame | str | Path | None = None,
    labels: Mapping[str, str] | None = None,
    caption: str = "",
    parameters: Mapping[str, Any] | None = None,
    folder: str | Path = "figures",
) -> Path:
    """Write a table for a paper with its receipts; the same inputs give the same bytes.

    Writes `name` with the endings ``.docx``, ``.tex`` and ``.md``, the table as it is printed; and
    what `save_figure` writes of a figure: ``.csv``, all columns of `data`, not rounded for print;
    ``-passages.csv``, the mentions behind each row; ``.html``, a page on which a click on a row
    shows them; ``.json``, the manifest. `check_figures` and `pack_figures` take it for a figure.

    Parameters
    ----------
    data
        The table, in the order of its rows: that of a measure, or mentions. As for `save_figure`,
        it may be filtered, sorted and merged with others.
    name
        File name without ending; a figure of the same folder has another one.
    columns
        The columns to print, or their headings by their names:
        ``{"voice": "Speaker", "n": "n", "rate": "Rate"}``. An estimate has its interval beside it,
        if the table has one, whose level the heading names.
    sources, made_by, articles, attributions, parameters, folder
        As in `save_figure`.
    mentions
        The mentions, or articles, that it was counted from, as in `save_figure`. Leave it out for
        a table whose rows count none, such as that of `agreement`; it has no passages.
    labels
        What to print for the values of text: ``{**actors.labels(), **lexicon.labels()}``. Ids
        without a label are printed as plots print them.
    caption
        What stands above the table.

    Returns
    -------
    pathlib.Path
        The manifest.

    Raises
    ------
    ValueError
        As `save_figure` does; or if the data count mentions, and none are given.

    Notes
    -----
    Estimates have one decimal where none is below 10, else two, and more where all are below 0.1.
    What would be rounded to 0 is printed as less than the last decimal, such as ``< 0.01``; what is
    missing as a dash; p-values as ``.012`` and ``< .001``. The LaTeX needs the package booktabs;
    for other scripts than the Latin one, LuaLaTeX or XeLaTeX.
    """
    expect_table(data, "data", expected="the table that is printed")
    check_arguments(name, mentions, articles, attributions, parameters)
    expect_mapping(labels, "labels", expected="names by id, such as actors.labels()")
    if mentions is None and ("mention_id" in data or declares_measure(data)):
        raise ValueError(
            "mentions: found None, expected the mentions, or articles, that the data were counted "
            "from"
        )
    receipts = find_receipts(data, mentions, articles, attributions)
    printed = print_table(data, columns, labels, caption)
    documents = {
        f"{name}.docx": to_docx(printed),
        f"{name}.tex": to_latex(printed, name),
        f"{name}.md": to_markdown(printed),
    }
    return save_with_receipts(
        name,
        documents,
        receipts,
        table_page(name, receipts, printed),
        said=spell_said(caption, ""),
        sources=sources,
        made_by=made_by,
        parameters=parameters,
        folder=folder,
    )
