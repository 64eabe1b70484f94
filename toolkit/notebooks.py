"""Runs the notebooks that make the figures."""

from __future__ import annotations

from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

from toolkit.progress import track

_CELL_TIMEOUT = 600  # seconds


class NotebookError(RuntimeError):
    """A notebook that did not run to its end; the message names the cell and its error."""


def run_notebooks(folder: str | Path = "notebooks") -> list[Path]:
    """Run every notebook of `folder`, in the order of their names; outputs are not kept.

    A notebook runs with `folder` as its working directory, as in JupyterLab.

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
            f"{folder}: found no notebooks, as seen from {Path.cwd()}; run this at the top of the "
            "project, or name the folder"
        )
    for path in track(paths, desc="notebooks", total=len(paths)):
        run_notebook(path)
    return paths


def run_notebook(path, parameters=None, env=None, first=""):
    """Run one notebook."""
    import os

    notebook = nbformat.read(path, as_version=4)
    if first:
        notebook.cells.insert(0, nbformat.v4.new_code_cell(first))
    client = NotebookClient(
        notebook,
        timeout=_CELL_TIMEOUT,
        kernel_name="python3",
        extra_arguments=["--log-level=40"],  # not how the kernel talks to us, each time
        resources={"metadata": {"path": str(path.parent)}},
    )
    try:
        client.execute(env=os.environ | (env or {}))
    except CellExecutionError as error:
        raise NotebookError(f"{path}: {error}") from None
