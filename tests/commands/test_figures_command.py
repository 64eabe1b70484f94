"""`toolkit figures` says where the figures are, and what to open."""

import os

import nbformat

from toolkit.commands.cli import main
from toolkit.partitions.lock import locked

CELL = """\
from pathlib import Path
folder = Path("../figures")
for name, rows in (("fig1", "mark,n\\n1,2\\n"), ("fig2", "mark,n\\n")):
    (folder / f"{name}.csv").write_text(rows)
    (folder / f"{name}.json").write_text("{}")
"""


def write_notebook(folder, code):
    folder.mkdir()
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code)])
    nbformat.write(notebook, folder / "one.ipynb")


def test_what_was_made_is_told_and_what_stood_there_is_not(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "figures").mkdir()
    (tmp_path / "figures/old.json").write_text("{}")
    write_notebook(tmp_path / "notebooks", CELL)
    assert main(["figures"]) == 0
    assert capsys.readouterr().out == (
        "notebooks run: 1\n"
        "2 figures in figures, each as .pdf, .svg and .png, with its numbers as .csv.\n"
        "Open figures/fig1.html: a click on a mark shows the passages behind it.\n"
        "fig2: nothing to draw; the figure says why\n"
    )


def test_a_folder_that_another_process_writes_to_is_refused(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    write_notebook(tmp_path / "notebooks", "1 + 1")
    with locked(tmp_path / "figures"):
        assert main(["figures"]) == 2
    said = capsys.readouterr().err
    assert f"found figures, to which process {os.getpid()} on " in said
    assert "wait for it, or name another folder" in said


def test_the_method_is_given_to_the_notebooks_that_have_one(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    write_notebook(tmp_path / "notebooks", "METHOD = 'parser'")
    path = tmp_path / "notebooks/one.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[0].metadata["tags"] = ["parameters"]
    cell = "from pathlib import Path\nPath('made').write_text(METHOD)"
    notebook.cells.append(nbformat.v4.new_code_cell(cell))
    nbformat.write(notebook, path)
    assert main(["figures", "--method", "rules"]) == 0
    assert (tmp_path / "notebooks/made").read_text() == "rules"
    assert not (tmp_path / "figures").exists()  # neither the folder nor its lock is left


def test_notebooks_that_make_no_figure_are_counted_only(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    write_notebook(tmp_path / "notebooks", "1 + 1")
    assert main(["figures"]) == 0
    assert capsys.readouterr().out == "notebooks run: 1\n"
