"""Figures with receipts: the files, the numbers, the passages, and what all was made from."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

import matplotlib as mpl
import pandas as pd
from matplotlib.figure import Figure

from toolkit.joint import credit_each
from toolkit.measure.concordance import concordance
from toolkit.provenance import (
    hash_code,
    hash_file,
    hash_sources,
    package_versions,
    relative_path,
    write_atomically,
)
from toolkit.spreadsheet import to_csv

_DPI = 300
_LAYOUTS = 3  # after which matplotlib's constrained layout has come to rest
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
    sources: Iterable[str | Path],
    made_by: str | Path,
    articles: pd.DataFrame | None = None,
    parameters: Mapping[str, Any] | None = None,
    folder: str | Path = "figures",
) -> Path:
    """Write a figure with its receipts; the same inputs give the same bytes.

    Writes `name` with the endings ``.pdf``, ``.svg``, ``.png`` (300 dpi); ``.csv``, the plotted
    numbers with a column `mark`; ``-passages.csv``, the mentions behind each mark; ``.json``, the
    manifest: hashes of inputs, code and files, parameters, package versions.

    Parameters
    ----------
    figure
        The figure, ``ax.figure``.
    name
        File name without ending.
    data
        The table that is drawn, a row per mark.
    mentions
        The mentions that it was counted from. A mention belongs to the mark with which it shares
        the values of all columns that both tables have.
    sources
        The files and folders that it was made from.
    made_by
        The notebook or script.
    articles
        If given, the passages carry the text around each mention. Leave it out where texts may
        not be shared.
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
        If the mentions of a mark are not as many as its `n`: they are not what was counted.
    """
    folder = Path(folder)
    root = folder.resolve().parent
    inputs = [Path(path) for path in sources]
    marked = data.reset_index(drop=True)
    marked.insert(0, "mark", range(1, len(marked) + 1))
    passages = _passages(marked, mentions, articles)
    _settle(figure)
    contents = {f"{name}.{kind}": _render(figure, kind, name) for kind in ("pdf", "svg", "png")} | {
        f"{name}.csv": to_csv(marked),
        f"{name}-passages.csv": to_csv(passages),
    }
    manifest = {
        "figure": name,
        "made_by": hash_sources([made_by], root),
        "inputs": [relative_path(path, root) for path in inputs],
        "sources": hash_sources(inputs, root),
        "parameters": dict(parameters or {}),
        "files": {file: sha256(content).hexdigest() for file, content in contents.items()},
        "code": hash_code(),
        "versions": package_versions(),
    }
    for file, content in contents.items():
        write_atomically(folder / file, content)
    target = folder / f"{name}.json"
    write_atomically(target, (json.dumps(manifest, indent=1, ensure_ascii=False) + "\n").encode())
    return target


def check_figures(folder: str | Path = "figures") -> pd.DataFrame:
    """Compare each figure of `folder` with its manifest.

    Returns
    -------
    pandas.DataFrame
        A row per fault: figure, what (files, sources, made_by, code, versions), item, fault
        (changed, missing, new). No rows mean that every figure is what its manifest says.
    """
    folder = Path(folder)
    root = folder.resolve().parent
    code, versions = hash_code(), package_versions()
    rows = []
    for path in sorted(folder.glob("*.json")):
        manifest = json.loads(path.read_text(encoding="utf-8"))
        found = {
            "files": _hashes_now(folder, manifest["files"]),
            "sources": hash_sources(_existing(root, manifest["inputs"]), root),
            "made_by": _hashes_now(root, manifest["made_by"]),
            "code": code,
            "versions": versions,
        }
        for what, now in found.items():
            rows += [
                {"figure": manifest["figure"], "what": what, "item": item, "fault": fault}
                for item, fault in _differences(manifest[what], now)
            ]
    return pd.DataFrame(rows, columns=["figure", "what", "item", "fault"], dtype="str")


def _settle(figure: Figure) -> None:
    """Lay the figure out once and for all: each new layout would move it by a hair."""
    if figure.get_layout_engine() is None:
        return
    shown_at = figure.dpi
    figure.set_dpi(_DPI)
    for _ in range(_LAYOUTS):
        figure.draw_without_rendering()
    figure.set_layout_engine("none")
    figure.set_dpi(shown_at)


def _render(figure: Figure, kind: str, name: str) -> bytes:
    buffer = io.BytesIO()
    with mpl.rc_context(
        {"svg.hashsalt": f"figure {name}", "pdf.fonttype": 42, "svg.fonttype": "path"}
    ):
        figure.savefig(buffer, format=kind, dpi=_DPI, metadata=_METADATA[kind])
    return buffer.getvalue()


def _passages(
    marked: pd.DataFrame, mentions: pd.DataFrame, articles: pd.DataFrame | None
) -> pd.DataFrame:
    keys = [c for c in marked.columns if c in mentions.columns]
    if not keys:
        raise ValueError(
            f"data: found the columns {', '.join(marked.columns)}, none of which mentions have; "
            "expected the columns that split the counts"
        )
    plain = credit_each(mentions, keys).astype(dict.fromkeys(keys, object))
    marks = marked[["mark", *keys]].astype(dict.fromkeys(keys, object))
    joined = marks.merge(plain, on=keys, how="inner").sort_values(["mark", "doc_id", "start"])
    if "n" in marked:
        counts = joined["mark"].value_counts().reindex(marked["mark"], fill_value=0)
        wrong = marked[counts.to_numpy() != marked["n"].to_numpy()]
        if len(wrong):
            first = wrong.iloc[0]
            raise ValueError(
                f"mentions: found {counts[first['mark']]} for mark {first['mark']} "
                f"({', '.join(f'{k}={first[k]}' for k in keys)}), expected n={first['n']}; give "
                "the mentions that the data were counted from, filtered alike"
            )
    columns = ["mark", "mention_id", "doc_id", "start", "end", "match", "frame", "mode", "negated"]
    columns += ["voice", "source", "target_id", "rule", "date", "outlet"]
    passages = joined[columns]
    if articles is not None:
        counted = mentions[mentions["mention_id"].isin(joined["mention_id"])]
        lines = concordance(counted, articles, width=120).set_index("mention_id")
        around = lines.loc[joined["mention_id"], ["left", "right"]].to_numpy()
        passages = passages.assign(left=around[:, 0], right=around[:, 1])
    return passages


def _hashes_now(root: Path, expected: Mapping[str, str]) -> dict[str, str]:
    paths = {item: root / item for item in expected}
    return {item: hash_file(path) for item, path in paths.items() if path.is_file()}


def _existing(root: Path, inputs: Iterable[str]) -> list[Path]:
    return [root / path for path in inputs if (root / path).exists()]


def _differences(expected: Mapping[str, str], now: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    for item in sorted({*expected, *now}):
        if item not in now:
            yield item, "missing"
        elif item not in expected:
            yield item, "new"
        elif expected[item] != now[item]:
            yield item, "changed"
