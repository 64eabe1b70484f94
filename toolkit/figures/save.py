"""Figures with receipts: the files, the numbers, the passages, and what they were made from."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from toolkit.figures.manifest import is_file_name, parse_manifest, to_json
from toolkit.figures.page import figure_page
from toolkit.figures.passages import find_passages, mark_columns, number_marks, read_passages
from toolkit.plot.marks import find_marks
from toolkit.provenance import (
    INJECTED,
    WRITE_TO,
    hash_code,
    hash_sources,
    package_versions,
    relative_path,
    write_atomically,
)
from toolkit.tables.arguments import as_list, as_path, expect_mapping, expect_table, expect_type
from toolkit.tables.spreadsheet import to_csv

_PLACE, _ARTICLE = ("mention_id", "doc_id", "start", "end"), ("doc_id", "text", "body_start")
_DPI = 300
_LAYOUTS = 40  # by then matplotlib's constrained layout has come to rest, mostly after five
_AT_REST = 1e-9  # of the figure's size
# Without these a file would hold the time and the program that wrote it.
_METADATA = {
    "pdf": {"CreationDate": None, "Producer": None, "Creator": None},
    "png": {"Software": None},
    "svg": {"Date": None, "Creator": None},
}


def save_figure(
    figure: Figure,
    name: str,
    *,
    data: pd.DataFrame,
    mentions: pd.DataFrame,
    sources: str | Path | Iterable[str | Path],
    made_by: str | Path | Sequence[str],
    articles: pd.DataFrame | None = None,
    attributions: pd.DataFrame | None = None,
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
        not be shared.
    attributions
        If given with the articles, the page also marks speaker and reporting word.
    parameters
        What the reader needs to make it again: seed, method ...
    folder
        Where to write. Paths in the manifest are relative to the folder that holds it.

    Returns
    -------
    pathlib.Path
        The manifest.

    Raises
    ------
    ValueError
        If the data do not say what they count, or if the mentions of a mark are not as many as it
        counts: they are not what was counted.
    """
    _check_arguments(figure, name, data, mentions, articles, attributions, parameters)
    folder = as_path(folder, "folder")
    root = folder.resolve().parent
    inputs = [as_path(path, "sources") for path in as_list(sources, "sources")]
    script, command = _maker(made_by)
    marked = number_marks(data)
    passages = find_passages(marked, mentions, articles)
    _settle(figure)
    contents = {f"{name}.{kind}": _render(figure, kind, name) for kind in ("pdf", "svg", "png")} | {
        f"{name}.csv": to_csv(marked),
        f"{name}-passages.csv": to_csv(passages),
    }
    contents[f"{name}.html"] = figure_page(
        name,
        svg=contents[f"{name}.svg"],
        marks=find_marks(figure),
        data=marked,
        keys=mark_columns(marked),
        passages=passages,
        readings=None
        if articles is None
        else read_passages(passages, mentions, articles, attributions),
    )
    manifest = {
        "figure": name,
        "made_by": {} if script is None else hash_sources([script], root),
        "command": command,
        "run_in": relative_path(Path.cwd(), root),
        "injected": json.loads(os.environ.get(INJECTED, "{}")),
        "inputs": [relative_path(path, root) for path in inputs],
        "sources": hash_sources(inputs, root),
        "parameters": dict(parameters or {}),
        "files": {file: sha256(content).hexdigest() for file, content in contents.items()},
        "code": hash_code(),
        "versions": package_versions(),
    }
    written = to_json(manifest)
    parse_manifest(written, name)  # what is saved here can be read there
    folder = Path(os.environ.get(WRITE_TO, folder))
    for file, content in contents.items():
        write_atomically(folder / file, content)
    target = folder / f"{name}.json"
    write_atomically(target, written)
    return target


def _check_arguments(
    figure: Any, name: Any, data: Any, mentions: Any, articles: Any, attributions: Any,
    parameters: Any,
) -> None:  # fmt: skip
    expect_type(figure, "figure", Figure, expected="a Figure, such as ax.figure")
    expect_type(name, "name", str, expected="the name of the figure's files, without ending")
    if not is_file_name(name):
        raise ValueError(f"name: found {name!r}, expected the name of files, without a folder")
    expect_table(data, "data", expected="the table that is drawn")
    expect_table(mentions, "mentions", ["doc_id"])
    expect_table(mentions, "mentions", _PLACE if "start" in mentions else _ARTICLE)
    if articles is not None:
        expect_table(articles, "articles", ["doc_id", "text"])
    if attributions is not None:
        expect_table(attributions, "attributions", ["attribution_id", "source_start", "cue_start"])
    expect_mapping(parameters, "parameters", expected="names and values, such as {'seed': 1}")


def _maker(made_by: str | Path | Sequence[str]) -> tuple[Path | None, list[str] | None]:
    """Return the notebook or script, or else the words of the command, that `made_by` gives."""
    if isinstance(made_by, str | os.PathLike):
        return Path(made_by), None
    command = as_list(made_by, "made_by")
    if not command:
        raise ValueError("made_by: found an empty list, expected a path, or the words of a command")
    for word in command:
        expect_type(word, "made_by", str, expected="a path, or the words of a command")
    return None, command


def _settle(figure: Figure) -> None:
    """Lay the figure out once and for all: each new layout would move it by a hair.

    Where it comes to rest depends a little on what it was drawn for before; so that is rounded.
    """
    if figure.get_layout_engine() is None:
        return
    shown_at = figure.dpi
    figure.set_dpi(_DPI)
    before: np.ndarray | float = np.inf
    for _ in range(_LAYOUTS):
        figure.draw_without_rendering()
        now = np.array([ax.get_position(original=True).bounds for ax in figure.axes])
        if np.abs(now - before).max(initial=0) < _AT_REST:
            break
        before = now
    figure.set_layout_engine("none")
    for ax, place in zip(figure.axes, now.round(5), strict=True):
        ax.set_position(place)
    figure.set_dpi(shown_at)


def _render(figure: Figure, kind: str, name: str) -> bytes:
    buffer = io.BytesIO()
    with mpl.rc_context(
        {"svg.hashsalt": f"figure {name}", "pdf.fonttype": 42, "svg.fonttype": "path"}
    ):
        figure.savefig(buffer, format=kind, dpi=_DPI, metadata=_METADATA[kind])
    return buffer.getvalue()
