"""Notebooks run by Run All in a real JupyterLab: the first, the one with every display, one's own.

That all of them run without an error or a warning is seen to by tests/figures/test_notebooks.py.
"""

import csv
import random
import shutil

import nbformat
import pytest

from browser.conftest import PROJECT
from toolkit.commands.new import new_study

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
def test_a_notebook_runs_by_run_all(path, course, lab_page):
    course.open(lab_page, f"notebooks/{path.name}")
    course.run_all(lab_page)
    course.save(lab_page)
    ran = nbformat.read(course.root / "notebooks" / path.name, as_version=4)
    code = [cell for cell in ran.cells if cell.cell_type == "code"]
    assert code
    assert all(cell.execution_count for cell in code)
    assert errors_of(ran) == []
    assert lab_page.external_requests == []
    assert lab_page.console_errors == []


def write_releases(path):
    """Write 200 press releases as a table without outlets, from one seed."""
    draw = random.Random(7)
    speakers = ("The United Nations", "The European Union", "Washington", "António Guterres")
    said = ("unprovoked aggression", "a triumph", "a provocation", "refugees", "restraint")
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(["date", "title", "text"])
        for at in range(200):
            spoken = [
                f"{draw.choice(speakers)} said that {draw.choice(said)} came to district "
                f"{draw.randrange(900)} on day {draw.randrange(60)}."
                for _ in range(4)
            ]
            day = f"2031-{1 + at % 6:02}-{1 + at % 27:02}"
            table.writerow([day, f"Release {at}", " ".join(spoken)])


def test_a_study_of_two_hundred_press_releases_runs_by_run_all(lab, lab_page):
    study = new_study(lab.root / "study")
    write_releases(study / "corpus/articles/releases.csv")
    lab.open(lab_page, "study/notebooks/04-rates.ipynb")
    lab.run_all(lab_page)
    lab.save(lab_page)
    ran = nbformat.read(study / "notebooks/04-rates.ipynb", as_version=4)
    assert errors_of(ran) == []
    made = {path.name for path in (study / "figures").glob("*.png")}
    assert "fig1-rates-by-voice.png" in made
    assert lab_page.external_requests == []
    assert lab_page.console_errors == []
