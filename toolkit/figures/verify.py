"""Verify that figures still follow from their inputs, their code and their parameters."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from time import monotonic
from typing import Any

import pandas as pd

from toolkit.display.printable import printable_line
from toolkit.figures.makers import READING, Project, maker_of, project_of, told_of, why_not
from toolkit.figures.manifest import ManifestError, load_manifests, read_manifest
from toolkit.figures.receipts import CALLS
from toolkit.figures.rerun import (
    MINUTES,
    NOT_RUN,
    check_minutes,
    check_not_rerun,
    rerun_all,
    run_of,
)
from toolkit.provenance import hash_below, hash_code, hash_file, package_versions
from toolkit.tables.arguments import as_path

_COLUMNS = ["figure", "what", "item", "fault"]
RESULTS = ("manifest", "numbers", "passages", "drawing", "table", "page", "rerun")
_SHOWN = 200  # characters of a value
_LARGER = 10  # times what comes out now: so much of what is recorded is read
_UNREADABLE = (OSError, ValueError, LookupError)  # what pandas raises for files that are no tables


def check_figures(
    folder: str | Path = "figures", *, run: bool = False, minutes: float = MINUTES
) -> pd.DataFrame:
    """Make each figure of `folder` again, elsewhere, and compare it and its manifest.

    Notebooks run in their own folder, scripts and commands where they ran before; nothing in
    `folder` is changed. **They run as you, with all your rights**: the manifests name them, and a
    manifest may come from anybody. Those are run that lie in the project and are what made the
    figure, by its hash. The project is the working directory, if `folder` lies in it, and else the
    folder that holds `folder`.

    Parameters
    ----------
    folder
        The folder of figures.
    run
        Whether you have looked at what is run. Without it, you are told what that is.
    minutes
        How long each notebook, script or command may take, and the reading of all sources; then it
        is stopped.

    Returns
    -------
    pandas.DataFrame
        A row per fault: figure, what, item, fault. Causes: what is files, sources, made_by, code,
        versions (changed, missing or new) or parameters (was ..., is ...). Results: numbers,
        passages, drawing, table, page (what came out differently), rerun (why nothing came out) or
        manifest (why a JSON file in the folder is not one). A cause without a result is a change
        that the figure does not depend on. No rows: all is as recorded.

    Raises
    ------
    FileNotFoundError
        If the folder holds no JSON file.
    ValueError
        If there is something to run, and `run` is not true.
    """
    folder = as_path(folder, "folder")
    check_minutes(minutes)
    check_not_rerun()
    manifests, others = load_manifests(folder)
    project = project_of(folder)
    if run is not True and (planned := _planned(manifests, project)):
        raise ValueError(
            f"run: found {run!r}, expected True, once you have looked at what is run with all your "
            f"rights, in {project.root}: {'; '.join(planned)}"
        )
    rows = [(Path(name).stem, "manifest", name, why) for name, why in others.items()]
    with tempfile.TemporaryDirectory() as temporary:
        anew = Path(temporary, "figures")
        failed = rerun_all(manifests, project, anew, minutes=minutes)
        until = monotonic() + 60 * minutes
        inputs = _read_inputs(manifests, project.root, until)
        for manifest in manifests:
            faults = [
                *_causes(manifest, folder, project, inputs),
                *_results(manifest, folder, anew, failed.get(run_of(manifest), "")),
            ]
            rows += [(manifest["figure"], *fault) for fault in faults]
    shown = [[printable_line(text) for text in row] for row in rows]
    return pd.DataFrame(shown, columns=_COLUMNS, dtype="str")


def planned_runs(folder: str | Path) -> tuple[Path, list[str]]:
    """Return where `check_figures` would run what, a line for each notebook, script or command."""
    folder = as_path(folder, "folder")
    project = project_of(folder)
    return project.root, _planned(load_manifests(folder)[0], project)


def _planned(manifests: Iterable[Mapping[str, Any]], project: Project) -> list[str]:
    may_run = (manifest for manifest in manifests if not why_not(manifest, project))
    return [printable_line(line) for line in dict.fromkeys(map(told_of, may_run))]


def _read_inputs(
    manifests: Iterable[Mapping[str, Any]], root: Path, until: float
) -> dict[str, dict[str, str] | str]:
    """Return the hashes of the files below each input, or why they cannot be read."""
    inputs: dict[str, dict[str, str] | str] = {}
    for path in dict.fromkeys(path for manifest in manifests for path in manifest["inputs"]):
        try:
            inputs[path] = hash_below(root / path, root, until=until)
        except OSError as error:
            inputs[path] = f"cannot be read: {error}"
    return inputs


def _causes(
    manifest: Mapping[str, Any],
    folder: Path,
    project: Project,
    inputs: Mapping[str, dict[str, str] | str],
) -> Iterator[tuple[str, str, str]]:
    sources: dict[str, str] = {}
    for path in manifest["inputs"]:
        read = inputs[path]
        if isinstance(read, str):
            yield "sources", path, read
            sources |= manifest["sources"]  # of these nothing is known
        else:
            sources |= read
    current = {
        "files": _hashes_now(folder, manifest["files"], project),
        "sources": sources,
        "made_by": _hashes_now(project.root, manifest["made_by"], project),
        "code": hash_code(),
        "versions": package_versions(),
    }
    for what, now in current.items():
        yield from ((what, item, fault) for item, fault in _differences(manifest[what], now))


def _hashes_now(folder: Path, expected: Iterable[str], project: Project) -> dict[str, str]:
    """Return the hashes of files that are there, and are in the project; none if unreadable."""
    hashes = {}
    for item in expected:
        path = folder.resolve() / item
        if path.is_file() and project.holds(path):
            try:
                hashes[item] = hash_file(path, until=monotonic() + READING)
            except OSError:
                hashes[item] = ""
    return hashes


def _differences(expected: Mapping[str, str], now: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for item in sorted({*expected, *now}):
        if item not in now:
            yield item, "missing"
        elif item not in expected:
            yield item, "new"
        elif not now[item]:
            yield item, "cannot be read"
        elif expected[item] != now[item]:
            yield item, "changed"


def _results(
    manifest: Mapping[str, Any], folder: Path, anew: Path, failed: str
) -> Iterator[tuple[str, str, str]]:
    name, maker = manifest["figure"], maker_of(manifest)
    if failed.startswith(NOT_RUN):
        yield "rerun", maker, failed
        return
    if failed:
        yield "rerun", maker, f"failed: {failed}"
    if not (anew / f"{name}.json").exists():
        yield "rerun", maker, "no longer makes the figure"
        return
    try:
        now = read_manifest(anew / f"{name}.json")
    except (ManifestError, OSError) as error:
        yield "rerun", maker, f"makes another file than the figure's: {name}.json: {error}"
        return
    was, is_now = (_by_argument(m["parameters"]) for m in (manifest, now))
    for key in sorted({*was, *is_now}):
        values = [p.get(key, "not given") for p in (was, is_now)]
        if values[0] != values[1]:
            yield "parameters", key, f"was {str(values[0])[:_SHOWN]}, is {str(values[1])[:_SHOWN]}"
    changed = {f for f, digest in now["files"].items() if digest != manifest["files"].get(f)}
    for file in sorted(manifest["files"].keys() - now["files"].keys()):
        yield "rerun", file, "is no longer made"
    yield from _changes(name, changed, folder, anew)


def _by_argument(parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Return the parameters, those of the calls among them as ``rates.seed``.

    The versions of the calls are left out: those of the manifest tell of them.
    """
    calls = parameters.get(CALLS)
    if not isinstance(calls, list):  # a manifest may come from anybody
        return dict(parameters)
    known = [call for call in calls if isinstance(call, dict) and "measure" in call]
    by_argument: dict[str, list] = {}
    for call in known:
        facts = {"method of attribution": call.get("method"), "made_from": call.get("made_from")}
        arguments = call.get("arguments")
        facts |= arguments if isinstance(arguments, dict) else {}
        for name, value in facts.items():
            by_argument.setdefault(f"{call['measure']}.{name}", []).append(value)
    flat = {name: v[0] if len(v) == 1 else v for name, v in by_argument.items()}
    return {name: value for name, value in parameters.items() if name != CALLS} | flat


def _changes(
    name: str, changed: set[str], folder: Path, anew: Path
) -> Iterator[tuple[str, str, str]]:
    """Yield what the files that have changed mean, each change once."""
    drawings = {f"{name}.svg", f"{name}.png", f"{name}.pdf"}
    documents = sorted({f"{name}.docx", f"{name}.tex", f"{name}.md"} & changed)
    for ending, what, compare in (
        (".csv", "numbers", _numbers),
        ("-passages.csv", "passages", _passages),
    ):
        if name + ending in changed:
            yield what, name + ending, _compared(compare, folder, anew, name + ending)
    if drawings & changed and f"{name}.csv" not in changed:
        yield "drawing", f"{name}.svg", "the same numbers are drawn differently"
    if documents and f"{name}.csv" not in changed:
        yield "table", documents[0], "the same numbers are printed differently"
    if changed == {f"{name}.html"}:
        yield "page", f"{name}.html", "the page shows the same figure differently"


def _compared(compare: Callable[[Path, Path], str], folder: Path, anew: Path, file: str) -> str:
    """Return what has changed in a table; both files may hold anything."""
    was, now = folder / file, anew / file
    if not was.is_file():
        return "the recorded file is missing"
    try:
        if was.stat().st_size > _LARGER * now.stat().st_size:
            return "the recorded file is far larger"
        return compare(was, now)
    except _UNREADABLE as error:
        return f"they cannot be compared: {type(error).__name__}: {error}"


def _numbers(was: Path, now: Path) -> str:
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
