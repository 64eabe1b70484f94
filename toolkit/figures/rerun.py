"""Run again what made a figure: its notebook, its script or its command."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from toolkit.display.progress import track
from toolkit.figures.notebooks import NotebookError, run_notebook
from toolkit.provenance import RECORDED, WRITE_TO

# What save_figure writes into every manifest.
_HOLDS = (
    "figure", "made_by", "command", "run_in", "injected", "inputs", "sources", "parameters",
    "files", "code", "versions",
)  # fmt: skip
_NO_MANIFEST = (
    "not a manifest of a figure: found {}; make the figure again, or move the file elsewhere"
)


class RerunError(RuntimeError):
    """What made a figure no longer runs; the message is its own."""


def load_manifests(folder: Path) -> tuple[list[dict[str, Any]], dict[str, str]]:
    """Return the manifests in a folder of figures, and by name why other JSON files are not.

    Raises
    ------
    FileNotFoundError
        If the folder holds neither.
    """
    manifests, others = [], {}
    for path in sorted(folder.glob("*.json")):
        try:
            read = json.loads(path.read_text(encoding="utf-8"))
        except ValueError as error:
            others[path.name] = _NO_MANIFEST.format(f"no JSON ({error})")
            continue
        keys = set(read) if isinstance(read, dict) else set()
        missing = [key for key in _HOLDS if key not in keys]
        if missing:
            others[path.name] = _NO_MANIFEST.format(f"no {missing[0]!r}")
        else:
            manifests.append(read)
    if not manifests and not others:
        raise FileNotFoundError(f"{folder}: found no figures with manifests; make them first")
    return manifests, others


def maker_of(manifest: Mapping[str, Any]) -> str:
    """Return what made a figure: the path of its notebook or script, or its command."""
    return next(iter(manifest["made_by"]), None) or " ".join(["toolkit", *manifest["command"]])


def rerun_all(
    manifests: Iterable[Mapping[str, Any]],
    root: Path,
    target: Path,
    *,
    records: Path | None = None,
    keep: Sequence[str] = (),
) -> dict[str, str]:
    """Run each maker of some figures once, and let it write to another folder.

    Parameters
    ----------
    manifests
        Of the figures.
    root
        The folder that their paths start from.
    target
        Where the figures go.
    records
        Where to record what is read from the articles. Without it, what a replication pack has
        recorded is replayed, if `root` is one.
    keep
        Columns that are recorded as they are, whatever they hold.

    Returns
    -------
    dict
        By maker: why it failed. Those that did not fail are not in it.
    """
    makers = {_key(manifest): manifest for manifest in manifests}
    failed = {}
    for manifest in track(makers.values(), desc="figures made again", total=len(makers)):
        try:
            _rerun(manifest, root, target, records, keep)
        except (OSError, RerunError, NotebookError) as error:
            failed[maker_of(manifest)] = str(error).strip().splitlines()[-1]
    return failed


def _key(manifest: Mapping[str, Any]) -> str:
    return json.dumps([manifest[key] for key in ("made_by", "command", "run_in", "injected")])


def _rerun(
    manifest: Mapping[str, Any],
    root: Path,
    target: Path,
    records: Path | None,
    keep: Sequence[str],
) -> None:
    first = ""
    name = sha256(_key(manifest).encode()).hexdigest()[:12]
    if records is not None:
        first = _on_records("record", records / name, keep=list(keep))
    elif (root / RECORDED / name).is_dir():
        first = _on_records("replay", root / RECORDED / name)
    path = root / next(iter(manifest["made_by"]), "")
    environment = {WRITE_TO: str(target)}
    if path.suffix == ".ipynb":
        run_notebook(path, parameters=manifest["injected"], environment=environment, first=first)
        return
    if manifest["command"]:
        words = [*manifest["command"], "--out", str(target.parent)]
        code = f"from toolkit.commands.cli import main; raise SystemExit(main({words!r}))"
    else:
        code = f"from runpy import run_path; run_path({str(path)!r}, run_name='__main__')"
    done = subprocess.run(  # noqa: S603  what made the figure, by its own manifest
        [sys.executable, "-c", f"{first}\n{code}"],
        cwd=root / manifest["run_in"],
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RerunError(done.stderr or f"ended with {done.returncode}")


def _on_records(verb: str, folder: Path, **options: Any) -> str:
    given = ", ".join(
        [repr(str(folder)), *(f"{name}={value!r}" for name, value in options.items())]
    )
    return f"from toolkit.figures.recorded import {verb}; {verb}({given})"
