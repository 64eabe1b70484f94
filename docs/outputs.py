"""Run the notebooks, and write each with its outputs as a page: docs/notebooks, for `make docs`.

The pages are made at each build and are not kept in git, as no output of a notebook is.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import nbformat
from nbclient import NotebookClient
from nbconvert import MarkdownExporter

ROOT = Path(__file__).parents[1]
PAGES = ROOT / "docs/notebooks"
_SECONDS = 1200  # of a cell


def write_page(notebook: Path, folder: Path) -> Path:
    """Run a notebook, and write it with its outputs, and its pictures beside it; return the page.

    Raises
    ------
    nbclient.exceptions.CellExecutionError
        At the first cell that fails.
    """
    cells = nbformat.read(notebook, as_version=4)
    place = {"metadata": {"path": str(notebook.parent)}}
    client = NotebookClient(
        cells,
        timeout=_SECONDS,
        kernel_name="python3",
        resources=place,
        extra_arguments=["--log-level=40"],
    )
    text, resources = MarkdownExporter().from_notebook_node(
        client.execute(), {"unique_key": notebook.stem}
    )
    folder.mkdir(parents=True, exist_ok=True)
    for name, picture in resources["outputs"].items():
        (folder / name).write_bytes(picture)
    page = folder / f"{notebook.stem}.md"
    page.write_text(text.replace("](../docs/", "](../"), encoding="utf-8")
    return page


def main() -> None:
    """Write the page of every notebook; they run in a copy, so that no figure is touched."""
    shutil.rmtree(PAGES, ignore_errors=True)
    with TemporaryDirectory() as copy:
        for name in ("corpus", "notebooks"):
            shutil.copytree(ROOT / name, Path(copy, name))
        for notebook in sorted(Path(copy, "notebooks").glob("*.ipynb")):
            sys.stdout.write(f"{write_page(notebook, PAGES).relative_to(ROOT)}\n")


if __name__ == "__main__":
    main()
