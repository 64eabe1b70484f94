"""Verify that figures still follow from their inputs, their code and their parameters."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from toolkit.figures.rerun import load_manifests, maker_of, rerun_all
from toolkit.provenance import hash_below, hash_code, hash_file, package_versions
from toolkit.tables.arguments import as_path

_COLUMNS = ["figure", "what", "item", "fault"]
RESULTS = ("manifest", "numbers", "passages", "drawing", "rerun")


def check_figures(folder: str | Path = "figures") -> pd.DataFrame:
    """Make each figure of `folder` again, elsewhere, and compare it and its manifest.

    Notebooks run in their own folder, scripts and commands where they ran before; nothing in
    `folder` is changed.

    Returns
    -------
    pandas.DataFrame
        A row per fault: figure, what, item, fault. Causes: what is files, sources, made_by, code,
        versions (changed, missing or new) or parameters (was ..., is ...). Results: numbers,
        passages, drawing (what came out differently), rerun (why nothing came out) or manifest
        (why a JSON file in the folder is not one). A cause without a result is a change that the
        figure does not depend on. No rows: all is as recorded.

    Raises
    ------
    FileNotFoundError
        If the folder holds no JSON file.
    """
    folder = as_path(folder, "folder")
    manifests, others = load_manifests(folder)
    rows = [(Path(name).stem, "manifest", name, why) for name, why in others.items()]
    with tempfile.TemporaryDirectory() as temporary:
        anew = Path(temporary, "figures")
        failed = rerun_all(manifests, folder.resolve().parent, anew)
        for manifest in manifests:
            faults = [*_causes(manifest, folder), *_results(manifest, folder, anew, failed)]
            rows += [(manifest["figure"], *fault) for fault in faults]
    return pd.DataFrame(rows, columns=_COLUMNS, dtype="str")


def _causes(manifest: Mapping[str, Any], folder: Path) -> Iterator[tuple[str, str, str]]:
    root = folder.resolve().parent
    current = {
        "files": _hashes_now(folder, manifest["files"]),
        "sources": {
            p: h for i in manifest["inputs"] for p, h in hash_below(root / i, root).items()
        },
        "made_by": _hashes_now(root, manifest["made_by"]),
        "code": hash_code(),
        "versions": package_versions(),
    }
    for what, now in current.items():
        yield from ((what, item, fault) for item, fault in _differences(manifest[what], now))


def _hashes_now(root: Path, expected: Mapping[str, str]) -> dict[str, str]:
    paths = {item: root / item for item in expected}
    return {item: hash_file(path) for item, path in paths.items() if path.is_file()}


def _differences(expected: Mapping[str, str], now: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for item in sorted({*expected, *now}):
        if item not in now:
            yield item, "missing"
        elif item not in expected:
            yield item, "new"
        elif expected[item] != now[item]:
            yield item, "changed"


def _results(
    manifest: Mapping[str, Any], folder: Path, anew: Path, failed: Mapping[str, str]
) -> Iterator[tuple[str, str, str]]:
    name = manifest["figure"]
    maker = maker_of(manifest)
    if maker in failed:
        yield "rerun", maker, f"failed: {failed[maker]}"
    if not (anew / f"{name}.json").exists():
        yield "rerun", maker, "no longer makes the figure"
        return
    now = json.loads((anew / f"{name}.json").read_text(encoding="utf-8"))
    was = manifest["parameters"]
    for key in sorted({*was, *now["parameters"]}):
        values = [p.get(key, "not given") for p in (was, now["parameters"])]
        if values[0] != values[1]:
            yield "parameters", key, f"was {values[0]}, is {values[1]}"
    changed = {f for f, digest in now["files"].items() if digest != manifest["files"].get(f)}
    for ending, what, compare in (
        (".csv", "numbers", _numbers),
        ("-passages.csv", "passages", _passages),
    ):
        if name + ending in changed:
            yield what, name + ending, compare(folder / (name + ending), anew / (name + ending))
    if {f"{name}.svg", f"{name}.png", f"{name}.pdf"} & changed and f"{name}.csv" not in changed:
        yield "drawing", f"{name}.svg", "the same numbers are drawn differently"


def _numbers(was: Path, now: Path) -> str:
    if not was.is_file():
        return "the recorded numbers are missing"
    old, new = _read(was), _read(now)
    if list(old) != list(new):
        return f"columns {', '.join(new)}, were {', '.join(old)}"
    if len(old) != len(new):
        return f"{len(new):,} marks, were {len(old):,}"
    differ = (old != new).to_numpy()
    if not differ.any():
        return "the recorded file has been changed since"
    row, column = (int(at[0]) for at in differ.nonzero())
    return (
        f"{differ.sum():,} of {differ.size:,} differ; first in mark {new.iloc[row, 0]}: "
        f"{new.columns[column]} {new.iloc[row, column]}, was {old.iloc[row, column]}"
    )


def _passages(was: Path, now: Path) -> str:
    if not was.is_file():
        return "the recorded passages are missing"
    tables = [_read(path) for path in (was, now)]
    old, new = (set(table["mark"] + " " + table["mention_id"]) for table in tables)
    said = []
    for some, how in ((old - new, "gone"), (new - old, "new")):
        if some:
            first = min(some).partition(" ")[2]
            said.append(f"{len(some):,} {how} (first: {first})")
    return ", ".join(said) or "the same places read differently"


def _read(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, dtype="str", keep_default_na=False)
