"""Notebooks run by Run All in a real JupyterLab: the first, and the one with every display.

That all of them run without an error or a warning is seen to by tests/figures/test_notebooks.py.
"""

import shutil

import nbformat
import pytest

from browser.conftest import PROJECT

NOTEBOOKS = [PROJECT / f"notebooks/{name}.ipynb" for name in ("01-corpus", "03-mentions")]


@pytest.fixture(scope="module")
def course(lab):
    for folder in ("notebooks", "corpus"):
        shutil.copytree(PROJECT / folder, lab.root / folder, dirs_exist_ok=True)
    return lab


def errors_of(notebook):
    """Return the errors and the warnings that cells gave out, with the cell's first line."""
    return [
        (cell.source.splitlines()[0], output.get("evalue") or output.get("text"))
        for cell in notebook.cells
        if cell.cell_type == "code"
        for output in cell.outputs
        if output.output_type == "error" or output.get("name") == "stderr"
    ]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_by_run_all(path, course, browser_page):
    course.open(browser_page, f"notebooks/{path.name}")
    course.run_all(browser_page)
    course.save(browser_page)
    ran = nbformat.read(course.root / "notebooks" / path.name, as_version=4)
    code = [cell for cell in ran.cells if cell.cell_type == "code"]
    assert code
    assert all(cell.execution_count for cell in code)
    assert errors_of(ran) == []
    assert browser_page.external_requests == []
    assert browser_page.console_errors == []
