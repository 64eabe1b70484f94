"""Pack what is needed to make the tables and figures again, without the text of the articles."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from toolkit.display.printable import printable_line
from toolkit.figures.citation import CITATION, read_citation
from toolkit.figures.deposit import write_deposit
from toolkit.figures.makers import Project, maker_of, project_of
from toolkit.figures.manifest import load_manifests, to_json
from toolkit.figures.notebooks import write_without_outputs
from toolkit.figures.recorded import Columns, read_columns
from toolkit.figures.rerun import (
    MINUTES,
    NOT_RUN,
    check_minutes,
    check_not_rerun,
    rerun_all,
    run_of,
)
from toolkit.figures.zipped import zipped
from toolkit.provenance import RECORDED, hash_file, write_atomically
from toolkit.tables.arguments import as_list, as_path
from toolkit.tables.schema import TABLES

_INSTRUMENTS = (".yml", ".yaml")
_PROJECT = (
    "Makefile", "pyproject.toml", "requirements.lock", "environment.yml", "README.md", "LICENSE",
    "CITATION.cff",
)  # fmt: skip
_REBUILT = (".csv", ".svg", ".pdf", ".png", ".docx", ".tex", ".md")

_ABOUT = """\
# Replication pack

Figures: {names}.

In place of the articles, `recorded/` beside the figures holds what was read from them: ids,
offsets, counts, outlets and dates; and the SHA-256 of each file (`sources.json`), so that whoever
has the articles can tell that they are the same. Of text it holds the columns that are listed here
as kept, and no others: those that are declared (`toolkit/tables`) to hold no words of the articles
but single words that were counted or looked for{named}.

{columns}

To make every figure again, on a machine with python3 (3.11 to 3.13) and make:

    make env
    .venv/bin/toolkit verify {folder}

It lists what made the figures, asks, and runs it on the records, as you and with all your rights:
read the notebooks and the code first. Each figure and its numbers are compared byte by byte.
"""


class PackError(RuntimeError):
    """A pack that does not reproduce a figure."""


def pack_figures(
    folder: str | Path = "figures",
    *,
    out: str | Path,
    keep: str | Iterable[str] = (),
    deposit: bool = False,
    minutes: float = MINUTES,
) -> Path:
    """Write a replication pack of the figures in `folder`, and prove that it makes them again.

    Of the texts in the tables, the pack keeps the columns that are declared to hold no words of the
    articles. All others are blank, docvars among them: whatever a corpus says of its articles may
    be a piece of them. `REPLICATION.md` in the pack lists what is kept and what is blank, and the
    files that are in it as they are: notebooks without outputs, scripts and instruments. If these
    quote the news, so does the pack.

    Parameters
    ----------
    folder
        The folder of figures. Its parent is the project: notebooks, instruments (YAML among the
        sources) and the lock file come along, and this package's code.
    out
        The ZIP file to write.
    keep
        Further columns to keep, such as the docvar that splits a figure: those that hold no news
        text, or only text that you may publish.
    deposit
        Whether to add what a repository asks for: RO-Crate, Zenodo and Dataverse metadata, and a
        page for readers (`ABOUT.md`). They say what `CITATION.cff` in the project says.
    minutes
        How long each notebook, script or command may take; then it is stopped.

    Returns
    -------
    pathlib.Path
        The ZIP file.

    Raises
    ------
    FileNotFoundError
        If the folder holds no JSON file.
    ValueError
        If `deposit` is true and `CITATION.cff` is not there, or lacks the title, an author, the
        licence or the day.
    PackError
        If a JSON file in `folder` is not a manifest, a path leads out of the project (the working
        directory, if `folder` lies in it, and else the folder that holds `folder`), or the pack
        does not reproduce a figure or its numbers; the message says if that may be because a column
        is blank.
    """
    return write_pack(folder, out=out, keep=keep, deposit=deposit, minutes=minutes)[0]


def write_pack(
    folder: str | Path,
    *,
    out: str | Path,
    keep: str | Iterable[str] = (),
    deposit: bool = False,
    minutes: float = MINUTES,
) -> tuple[Path, str]:
    """Do what `pack_figures` does; return the ZIP file, and a list of what is kept in it."""
    folder, out = as_path(folder, "folder"), as_path(out, "out")
    keep = as_list(keep, "keep")
    if "text" in keep:
        raise ValueError("keep: found 'text', which holds the articles, expected other columns")
    check_minutes(minutes)
    check_not_rerun()
    manifests, others = load_manifests(folder)
    if others:
        name, why = next(iter(others.items()))
        raise PackError(f"{folder / name}: {why}")
    project = project_of(folder)
    root = project.root
    citation = read_citation(root / CITATION) if deposit else None
    paths = {path for m in manifests for path in (*m["made_by"], *_instruments(m), m["run_in"])}
    _check_inside(paths, project)
    top = Path(os.path.commonpath([root, *((root / path).resolve() for path in paths)]))
    with tempfile.TemporaryDirectory() as temporary:
        pack = Path(temporary, "pack").resolve()
        packed_root = pack / root.relative_to(top)
        packed = packed_root / folder.name
        _copy_code(pack)
        for manifest in manifests:
            (packed_root / manifest["run_in"]).mkdir(parents=True, exist_ok=True)
            for path in (*manifest["made_by"], *_instruments(manifest)):
                _copy(root / path, packed_root / path)
        scratch, recorded = Path(temporary, "scratch", folder.name), packed_root / RECORDED
        failed = rerun_all(
            manifests, project, scratch, records=recorded, keep=keep, minutes=minutes
        )
        _check_runs(manifests, failed)
        columns = read_columns(recorded)
        _check_kept(keep, columns)
        listing = _list_columns(columns) + "\n" + _list_files(manifests)
        _write_sources(manifests, recorded)
        about = _ABOUT.format(
            names=", ".join(manifest["figure"] for manifest in manifests),
            folder=packed.relative_to(pack).as_posix(),
            named=f", and those that whoever made it named: {', '.join(keep)}" if keep else "",
            columns=listing,
        )
        (pack / "REPLICATION.md").write_text(about, encoding="utf-8")
        failed = rerun_all(manifests, Project(packed_root, pack), packed, minutes=minutes)
        _prove(manifests, folder, packed, failed, columns)
        if citation is not None:
            write_deposit(pack, citation, root, [manifest["figure"] for manifest in manifests])
        _zip(pack, out)
    return out, listing


def _check_inside(paths: Iterable[str], project: Project) -> None:
    """Raise unless all paths stay in the project, links followed: others are not to be packed."""
    for path in sorted(paths):
        if not project.holds(project.root / path):
            raise PackError(
                f"{path}: leads out of the project, {project.top}; if it belongs to the project, "
                "pack the figures from a folder that holds both"
            )


def _instruments(manifest: Mapping[str, Any]) -> list[str]:
    return [path for path in manifest["sources"] if path.endswith(_INSTRUMENTS)]


def _copy(source: Path, target: Path) -> None:
    """Copy a file; a notebook without its outputs, which may show articles."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.suffix == ".ipynb":
        write_without_outputs(source, target)
    else:
        shutil.copyfile(source, target)


def _copy_code(pack: Path) -> None:
    package = Path(__file__).parents[1]
    shutil.copytree(package, pack / "toolkit", ignore=shutil.ignore_patterns("__pycache__"))
    for name in _PROJECT:
        if (package.parent / name).is_file():
            _copy(package.parent / name, pack / name)


def _check_runs(manifests: Iterable[Mapping[str, Any]], failed: Mapping[str, str]) -> None:
    for manifest in manifests:
        if reason := failed.get(run_of(manifest)):
            reason = reason.removeprefix(NOT_RUN)
            raise PackError(f"{maker_of(manifest)}: does not run: {reason}")


def _check_kept(keep: Iterable[str], columns: Mapping[str, Columns]) -> None:
    there = {
        column for of_table in columns.values() for column in (*of_table.kept, *of_table.blank)
    }
    for column in keep:
        if column not in there:
            raise ValueError(
                f"keep: found {column!r}, expected a column of text of the tables that are "
                f"recorded: {', '.join(sorted(there))}"
            )


def _list_columns(columns: Mapping[str, Columns]) -> str:
    """Return what is kept and what is blank, a line for each table."""
    return "\n".join(
        f"- {name}: kept {_listed(of_table.kept)}; blank {_listed(of_table.blank)}"
        for name, of_table in sorted(columns.items())
    )


def _list_files(manifests: Iterable[Mapping[str, Any]]) -> str:
    """Return which files are in the pack as they are: nothing in them is blank."""
    paths = {path for m in manifests for path in (*m["made_by"], *_instruments(m))}
    return f"- as they are, with whatever they quote of the news: {_listed(paths)}"


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(map(printable_line, names))) or "none"


def _write_sources(manifests: Iterable[Mapping[str, Any]], recorded: Path) -> None:
    sources = {path: digest for m in manifests for path, digest in m["sources"].items()}
    recorded.mkdir(parents=True, exist_ok=True)
    (recorded / "sources.json").write_bytes(to_json(dict(sorted(sources.items()))))


def _prove(
    manifests: Iterable[Mapping[str, Any]],
    folder: Path,
    packed: Path,
    failed: Mapping[str, str],
    columns: Mapping[str, Columns],
) -> None:
    """Raise unless the figures that the pack has made match the manifests."""
    blank = {column for of_table in columns.values() for column in of_table.blank}
    for manifest in manifests:
        maker, name, reason = maker_of(manifest), manifest["figure"], failed.get(run_of(manifest))
        changed = [file for file in _rebuilt(manifest) if not _is_same(manifest, packed, file)]
        if reason:
            fault = f"{maker}: does not run on what is recorded: {reason}"
        elif changed:
            fault = f"{changed[0]}: comes out of the pack differently"
        else:
            continue
        raise PackError(f"{fault}; {_cause(folder / f'{name}.csv', blank)}")


def _rebuilt(manifest: Mapping[str, Any]) -> list[str]:
    return [
        file
        for file in manifest["files"]
        if file.endswith(_REBUILT) and not file.endswith("-passages.csv")
    ]


def _is_same(manifest: Mapping[str, Any], packed: Path, file: str) -> bool:
    path = packed / file
    return path.is_file() and hash_file(path) == manifest["files"][file]


def _cause(numbers: Path, blank: Collection[str]) -> str:
    """Return why the pack may not reproduce a figure: columns of its numbers that are blank."""
    drawn = [column for column in _columns_of(numbers) if column in blank]
    if drawn:
        return (
            f"it is drawn from {', '.join(map(repr, drawn))}, blank in a pack; if what stands "
            f"there may be published, name it: keep={drawn!r}"
        )
    causes = []
    others = sorted(column for column in blank if not _is_declared(column))
    if others:
        causes.append(
            f"if it needs one of the columns that are blank, {', '.join(others)}, name that one: "
            "keep=['...']"
        )
    causes.append(
        "if `toolkit verify` finds nothing, its notebook reads articles by other means than the "
        "functions of this package, and what it reads cannot be recorded"
    )
    return "; ".join(causes)


def _columns_of(numbers: Path) -> list[str]:
    """Return the columns of a CSV; none if it cannot be read, or is not there."""
    try:
        return list(pd.read_csv(numbers, nrows=0)) if numbers.is_file() else []
    except (OSError, ValueError):
        return []


def _is_declared(column: str) -> bool:
    return any(column in table.columns for table in TABLES.values())


def _zip(folder: Path, out: Path) -> None:
    """Write the files of a folder in one order and with one time."""
    parts = (
        (path.relative_to(folder).as_posix(), path.read_bytes())
        for path in sorted(p for p in folder.rglob("*") if p.is_file())
        if "__pycache__" not in path.parts and not path.is_symlink()
    )
    write_atomically(out, zipped(parts))
