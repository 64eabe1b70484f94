"""Runs the notebooks that make the figures."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import re
import signal
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from time import monotonic
from typing import Any

from toolkit.display.progress import track
from toolkit.figures.jupyter import nbclient, nbformat
from toolkit.provenance import INJECTED

_CELL_TIMEOUT = 600  # seconds
_COLOURS = re.compile(r"\x1b\[[0-9;]*m")  # those that IPython gives its tracebacks
_PARAMETERS, _INJECTED = "parameters", "injected-parameters"  # tags of cells, as papermill has them


class NotebookError(RuntimeError):
    """A notebook that did not run to the end; the message names the cell and its error."""


class _Client(nbclient.NotebookClient):
    """A client that Ctrl-C and SIGTERM cancel, and that remembers which: the kernel is ended."""

    stopped_by: int | None = None

    async def async_start_new_kernel(self, **options: Any) -> None:
        task = asyncio.current_task()

        def stop(number: int) -> None:
            self.stopped_by = number
            if task is not None:
                task.cancel()

        # Not on Windows, nor beside the main thread: there Ctrl-C comes as it does elsewhere.
        with contextlib.suppress(NotImplementedError, RuntimeError):
            for number in (signal.SIGINT, signal.SIGTERM):
                asyncio.get_running_loop().add_signal_handler(number, stop, number)
        await super().async_start_new_kernel(**options)

    def output(self, *_: Any) -> None:
        """Forget what a cell shows: nobody looks at it, and it may be without end."""


def run_notebooks(
    folder: str | Path = "notebooks", *, parameters: Mapping[str, Any] | None = None
) -> list[Path]:
    """Run every notebook of `folder`, in the order of their names; outputs are not kept.

    A notebook runs with `folder` as its working directory, as in JupyterLab.

    Parameters
    ----------
    folder
        The folder of notebooks.
    parameters
        Values for the variables of the cell tagged ``parameters``, of every notebook that has
        them.

    Raises
    ------
    FileNotFoundError
        If there is no notebook in `folder`.
    NotebookError
        At the first cell that fails.
    """
    folder = Path(folder)
    paths = sorted(folder.glob("*.ipynb"))
    if not paths:
        raise FileNotFoundError(
            f"{folder}: found no notebooks; run this at the top of the project, or name the folder "
            f"(a relative path starts from {Path.cwd()})"
        )
    for path in track(paths, desc="notebooks", total=len(paths)):
        run_notebook(path, parameters=parameters)
    return paths


def run_notebook(
    path: Path,
    *,
    parameters: Mapping[str, Any] | None = None,
    environment: Mapping[str, str] | None = None,
    first: str = "",
    minutes: float | None = None,
) -> None:
    """Run one notebook, with its folder as the working directory.

    Parameters
    ----------
    path
        The notebook; the file is not changed.
    parameters
        Values for variables of the cell tagged ``parameters``; those it does not set are ignored.
    environment
        Variables of the environment to set.
    first
        Code to run before the first cell.
    minutes
        How long the notebook may take; without it, only each cell has its time.

    Raises
    ------
    NotebookError
        If the file is no notebook, a cell fails, or its time is over.
    """
    with _reading(path):
        notebook = nbformat.read(path, as_version=4)
        injected = _inject(notebook, parameters or {})
    until = monotonic() + 60 * minutes if minutes else None
    if first:
        notebook.cells.insert(0, nbformat.v4.new_code_cell(first))
    client = _Client(
        notebook,
        timeout=_CELL_TIMEOUT,
        timeout_func=until and (lambda _: max(0.1, until - monotonic())),
        kernel_name="python3",
        shutdown_kernel="immediate",  # no messages from a kernel that is ended at Ctrl-C
        extra_arguments=["--log-level=40"],  # no line on how to connect to each kernel
        resources={"metadata": {"path": str(path.parent)}},
    )
    note = {INJECTED: json.dumps(injected)} if injected else {}
    try:
        with _same_end():
            client.execute(env=os.environ | note | dict(environment or {}))
    except (asyncio.CancelledError, Exception) as error:
        if client.stopped_by == signal.SIGTERM:
            signal.raise_signal(signal.SIGTERM)  # to whoever waits for it, now that all is ended
        if client.stopped_by:  # what nbclient makes of it depends on where it was
            raise KeyboardInterrupt from None
        if isinstance(error, nbclient.exceptions.CellExecutionError):
            raise NotebookError(f"{path}: {_COLOURS.sub('', str(error))}") from None
        if isinstance(error, nbclient.exceptions.CellTimeoutError) and minutes:
            raise NotebookError(f"{path}: {stopped_after(minutes)}") from None
        raise NotebookError(f"{path}: {str(error) or type(error).__name__}") from error


def stopped_after(minutes: float) -> str:
    """Return the message on what has taken longer than it may."""
    return f"stopped after {minutes:g} minutes; if it needs more, say how many: `minutes`"


@contextlib.contextmanager
def _same_end() -> Iterator[None]:
    """Let SIGTERM do after a notebook what it did before: nbclient leaves no handler behind."""
    before = signal.getsignal(signal.SIGTERM)
    try:
        yield
    finally:
        if threading.current_thread() is threading.main_thread():
            signal.signal(signal.SIGTERM, before)


def write_without_outputs(source: Path, target: Path) -> None:
    """Copy a notebook without what its cells have shown, and without the state of its widgets."""
    with _reading(source):
        notebook = nbformat.read(source, as_version=4)
        notebook.metadata.pop("widgets", None)
        for cell in notebook.cells:
            if cell.cell_type == "code":
                cell.outputs, cell.execution_count = [], None
        nbformat.write(notebook, target)


@contextlib.contextmanager
def _reading(path: Path) -> Iterator[None]:
    """Raise a `NotebookError` for whatever nbformat finds wrong: it has no one error for that."""
    try:
        yield
    except OSError:
        raise
    except Exception as error:
        raise NotebookError(f"{path}: no notebook: {type(error).__name__}: {error}") from error


def _inject(notebook: nbformat.NotebookNode, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Add a cell below the one tagged ``parameters``; return what it sets."""
    for at, cell in enumerate(notebook.cells):
        if _PARAMETERS in cell.metadata.get("tags", ()):
            there = {line.partition("=")[0].strip() for line in cell.source.splitlines()}
            chosen = {name: value for name, value in parameters.items() if name in there}
            if chosen:
                lines = "\n".join(f"{name} = {value!r}" for name, value in chosen.items())
                added = nbformat.v4.new_code_cell(lines, metadata={"tags": [_INJECTED]})
                notebook.cells.insert(at + 1, added)
            return chosen
    return {}
