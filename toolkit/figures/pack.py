"""Pack what is needed to make the tables and figures again, without the text of the articles."""

from __future__ import annotations

import io
import json
import os
import shutil
import tempfile
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from toolkit.figures.rerun import load_manifests, rerun_all
from toolkit.provenance import RECORDED, hash_file, write_atomically

_INSTRUMENTS = (".yml", ".yaml")
_PROJECT = (
    "Makefile", "pyproject.toml", "requirements.lock", "environment.yml", "README.md", "LICENSE",
    "CITATION.cff",
)  # fmt: skip
_REBUILT = (".csv", ".svg", ".pdf", ".png")
_EPOCH = (1980, 1, 1, 0, 0, 0)  # of every file in the pack: the same pack gives the same bytes

_ABOUT = """\
# Replication pack

Figures: {names}.

This pack holds no news text. In place of the articles, `recorded/` beside the figures holds what
was read from them: ids, offsets, counts, outlets and dates; and the SHA-256 of each file
(`sources.json`), so that whoever has the articles can tell that they are the same. Titles, terms
as they were written, names of speakers as they were written, and contexts are left out.

To make every figure again, on a machine with python3 (3.11 to 3.13) and make:

    make env
    .venv/bin/toolkit verify {folder}

It runs what made the figures on the records, and compares each figure and its numbers to the byte.
"""


class PackError(RuntimeError):
    """A pack from which a figure does not come out as it is."""


def pack_figures(folder: str | Path = "figures", *, out: str | Path) -> Path:
    """Write a replication pack of the figures in `folder`, and prove that it makes them again.

    Parameters
    ----------
    folder
        The folder of figures. Its parent is the project: notebooks, instruments (YAML among the
        sources) and the lock file come along, and this package's code.
    out
        The ZIP file to write.

    Returns
    -------
    pathlib.Path
        The ZIP file.

    Raises
    ------
    FileNotFoundError
        If the folder holds no JSON file.
    PackError
        If a JSON file in `folder` is no manifest, or a figure or its numbers do not come out of the
        pack as they are there.
    """
    folder, out = Path(folder), Path(out)
    manifests, others = load_manifests(folder)
    if others:
        name, why = next(iter(others.items()))
        raise PackError(f"{folder / name}: {why}")
    root = folder.resolve().parent
    paths = {path for m in manifests for path in (*m["made_by"], *_instruments(m), m["run_in"])}
    top = Path(os.path.commonpath([root, *((root / path).resolve() for path in paths)]))
    with tempfile.TemporaryDirectory() as temporary:
        pack = Path(temporary, "pack")
        packed_root = pack / root.relative_to(top)
        packed = packed_root / folder.name
        _copy_code(pack)
        for manifest in manifests:
            (packed_root / manifest["run_in"]).mkdir(parents=True, exist_ok=True)
            for path in (*manifest["made_by"], *_instruments(manifest)):
                _copy(root / path, packed_root / path)
        _write_about(manifests, packed_root / RECORDED, pack, packed.relative_to(pack))
        scratch = Path(temporary, "scratch", folder.name)
        _refuse(rerun_all(manifests, root, scratch, records=packed_root / RECORDED))
        _refuse(rerun_all(manifests, packed_root, packed))
        _compare(manifests, packed)
        _zip(pack, out)
    return out


def _instruments(manifest: Mapping[str, Any]) -> list[str]:
    return [path for path in manifest["sources"] if path.endswith(_INSTRUMENTS)]


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def _copy_code(pack: Path) -> None:
    package = Path(__file__).parents[1]
    shutil.copytree(package, pack / "toolkit", ignore=shutil.ignore_patterns("__pycache__"))
    for name in _PROJECT:
        if (package.parent / name).is_file():
            _copy(package.parent / name, pack / name)


def _write_about(
    manifests: Iterable[Mapping[str, Any]], recorded: Path, pack: Path, figures: Path
) -> None:
    sources = {path: digest for m in manifests for path, digest in m["sources"].items()}
    recorded.mkdir(parents=True)
    text = json.dumps(dict(sorted(sources.items())), indent=1, ensure_ascii=False)
    (recorded / "sources.json").write_text(text + "\n", encoding="utf-8")
    names = ", ".join(manifest["figure"] for manifest in manifests)
    about = _ABOUT.format(names=names, folder=figures.as_posix())
    (pack / "REPLICATION.md").write_text(about, encoding="utf-8")


def _refuse(failed: Mapping[str, str]) -> None:
    if failed:
        maker, reason = next(iter(failed.items()))
        raise PackError(f"{maker}: does not run: {reason}")


def _compare(manifests: Iterable[Mapping[str, Any]], packed: Path) -> None:
    """Raise unless the figures that the pack has made are those of the manifests."""
    for manifest in manifests:
        for file, digest in manifest["files"].items():
            if file.endswith(_REBUILT) and not file.endswith("-passages.csv"):
                path = packed / file
                if not path.is_file() or hash_file(path) != digest:
                    raise PackError(
                        f"{file}: comes out of the pack otherwise; if `toolkit verify` finds "
                        "nothing, its notebook reads articles by other means than the functions of "
                        "this package, and what it reads cannot be recorded"
                    )


def _zip(folder: Path, out: Path) -> None:
    """Write the files of a folder in one order and with one time."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(p for p in folder.rglob("*") if p.is_file()):
            if "__pycache__" not in path.parts:
                about = zipfile.ZipInfo(path.relative_to(folder).as_posix(), _EPOCH)
                about.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(about, path.read_bytes())
    write_atomically(out, buffer.getvalue())
