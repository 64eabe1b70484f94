"""Run again what made a figure: its notebook, its script or its command."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from toolkit.display.progress import track
from toolkit.figures.makers import Project, why_not
from toolkit.figures.notebooks import NotebookError, run_notebook, stopped_after
from toolkit.provenance import RECORDED, WRITE_TO
from toolkit.tables.arguments import describe

MINUTES = 10.0  # that one notebook, script or command may take
_MOST_MINUTES = 1_000_000
NOT_RUN = "not run: "
_KEPT = 1 << 16  # bytes of what a script says at its end
_LONGEST = 500  # characters of a reason
_SCRIPT = """\
import sys
from runpy import run_path
sys.path.insert(0, {folder!r})
run_path({path!r}, run_name='__main__')"""
_COMMAND = """\
from toolkit.commands.cli import main
raise SystemExit(main({words!r}))"""


class RerunError(RuntimeError):
    """What made a figure is not run, or no longer runs; the message says why."""


def check_not_rerun() -> None:
    """Raise if this process is one that makes figures again: that would never end.

    Raises
    ------
    RerunError
        If it is.
    """
    if WRITE_TO in os.environ:
        raise RerunError(
            "what makes a figure cannot verify or pack figures: it would be run again and again; "
            "do that elsewhere"
        )


def check_minutes(minutes: Any) -> None:
    """Raise unless a value is a number of minutes that something may take.

    Raises
    ------
    ValueError
        If it is not.
    """
    if isinstance(minutes, bool) or not isinstance(minutes, int | float):
        found = describe(minutes)
    elif 0 < minutes <= _MOST_MINUTES:
        return
    else:
        found = repr(minutes)
    raise ValueError(f"minutes: found {found}, expected a number above 0, to {_MOST_MINUTES:,}")


def rerun_all(
    manifests: Iterable[Mapping[str, Any]],
    project: Project,
    target: Path,
    *,
    records: Path | None = None,
    keep: Sequence[str] = (),
    minutes: float = MINUTES,
) -> dict[str, str]:
    """Run each maker of some figures once, and let it write to another folder.

    Parameters
    ----------
    manifests
        Of the figures.
    project
        Where they are; what lies outside of it, or is not what made the figure, is not run.
    target
        Where the figures go.
    records
        Where to record what is read from the articles. Without it, what a replication pack has
        recorded is replayed, if the project is one.
    keep
        Columns that are recorded as they are, whatever they hold.
    minutes
        How long each maker may take; then it is stopped, with all that it has started.

    Returns
    -------
    dict
        By `run_of` a manifest: why its maker was not run, or failed. Those that did not fail are
        not in it.
    """
    makers = {run_of(manifest): manifest for manifest in manifests}
    failed = {}
    for run, manifest in track(makers.items(), desc="figures made again", total=len(makers)):
        if reason := why_not(manifest, project):
            failed[run] = f"{NOT_RUN}{reason}"
            continue
        try:
            _rerun(manifest, project, target, records, keep, minutes)
        except (OSError, ValueError, RerunError, NotebookError) as error:
            said = str(error).strip() or type(error).__name__
            failed[run] = said.splitlines()[-1].strip()[:_LONGEST]
    return failed


def run_of(manifest: Mapping[str, Any]) -> str:
    """Return what tells the runs of makers apart: figures that have it alike come out of one."""
    return json.dumps([manifest[key] for key in ("made_by", "command", "run_in", "injected")])


def _rerun(
    manifest: Mapping[str, Any],
    project: Project,
    target: Path,
    records: Path | None,
    keep: Sequence[str],
    minutes: float,
) -> None:
    first = ""
    name = sha256(run_of(manifest).encode()).hexdigest()[:12]
    recorded = project.root / RECORDED / name
    if records is not None:
        first = _on_records("record", records / name, keep=list(keep))
    elif recorded.is_dir() and project.holds(recorded):
        first = _on_records("replay", recorded)
    path = project.root / next(iter(manifest["made_by"]), "")
    environment = {WRITE_TO: str(target)}
    if path.suffix == ".ipynb":
        run_notebook(
            path,
            parameters=manifest["injected"],
            environment=environment,
            first=first,
            minutes=minutes,
        )
        return
    if manifest["command"]:
        code = _COMMAND.format(words=[*manifest["command"], "--out", str(target.parent)])
    else:
        code = _SCRIPT.format(folder=str(path.parent), path=str(path))
    _run(f"{first}\n{code}", project.root / manifest["run_in"], environment, minutes)


def _run(code: str, folder: Path, environment: Mapping[str, str], minutes: float) -> None:
    """Run Python code in a process group of its own, for some minutes at most.

    Modules that lie in the folder do not stand in for those that the code imports (-P).
    """
    process = subprocess.Popen(  # noqa: S603  what made the figure, if `why_not` has no objection
        [sys.executable, "-P", "-c", code],
        cwd=folder,
        env=os.environ | environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    end: deque[bytes] = deque(maxlen=_KEPT >> 10)
    reader = threading.Thread(target=_read_end, args=(process.stderr, end), daemon=True)
    reader.start()
    try:
        code_of_end = process.wait(60 * minutes)
    except subprocess.TimeoutExpired:
        raise RerunError(stopped_after(minutes)) from None
    finally:
        _kill_group(process)
        reader.join(timeout=1)
    if code_of_end:
        said = b"".join(end).decode(errors="replace")
        raise RerunError(said if said.strip() else f"ended with {code_of_end}")


def _read_end(pipe: Any, end: deque[bytes]) -> None:
    """Read to the end, and keep the last pieces, each of a kilobyte at most."""
    with pipe:
        while piece := pipe.read1(1 << 10):
            end.append(piece)


def _kill_group(process: subprocess.Popen) -> None:
    """End a process and what it has started, unless that has left its group."""
    if hasattr(os, "killpg"):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()


def _on_records(verb: str, folder: Path, **options: Any) -> str:
    given = ", ".join(
        [repr(str(folder)), *(f"{name}={value!r}" for name, value in options.items())]
    )
    return f"from toolkit.figures.recorded import {verb}; {verb}({given})"
