"""The notebooks hold prose and calls, run to their end, and make the figures that stand here."""

import shutil
from pathlib import Path

import nbformat
import pytest
from conftest import articles_of, skip_where_pictures_differ

import toolkit as tk
from toolkit.commands.cli import main
from toolkit.figures.notebooks import NotebookError, run_notebooks

PROJECT = Path(__file__).parents[2]
NOTEBOOKS = sorted((PROJECT / "notebooks").glob("*.ipynb"))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_holds_prose_and_calls_and_no_outputs(path):
    notebook = nbformat.read(path, as_version=4)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert notebook.cells[0].cell_type == "markdown"
    assert "parameters" in code[0].metadata["tags"]
    for cell in code:
        assert not cell.outputs
        assert cell.execution_count is None
        for line in cell.source.splitlines():
            assert not line.lstrip().startswith(("def ", "class ")), line
    prose = sum(cell.cell_type == "markdown" for cell in notebook.cells)
    assert prose >= len(code) / 2


def test_the_notebooks_make_the_committed_figures_to_the_byte(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("PYTHONWARNINGS", "error::UserWarning")  # ours are such
    for folder in ("notebooks", "corpus"):
        shutil.copytree(PROJECT / folder, tmp_path / folder)
    assert main(["figures", str(tmp_path / "notebooks")]) == 0
    made = {path.name: path for path in (tmp_path / "figures").iterdir()}
    kept = {path.name: path for path in (PROJECT / "figures").iterdir()}
    assert set(made) == set(kept)
    skip_where_pictures_differ()
    changed = [name for name in kept if made[name].read_bytes() != kept[name].read_bytes()]
    assert not changed, "run `make figures` and commit what it makes"


def test_key_words_are_without_stop_words_and_numbers_where_no_language_is_said():
    notebook = nbformat.read(PROJECT / "notebooks/07-keyness.ipynb", as_version=4)
    (cell,) = [cell for cell in notebook.cells if cell.id == "07-04-keys"]
    texts = ["The talks of 2020 and 1,500 men."] * 2 + ["A truce on the 19th of May."] * 2
    halved = articles_of(*texts).assign(half=["earlier"] * 2 + ["later"] * 2)
    known = {"tk": tk, "articles": halved, "halved": halved, "halves": ["earlier", "later"]}
    exec(cell.source, known | {"SEED": 1}, found := {})
    assert sorted(found["keys"]["word"]) == ["19th", "men", "talks", "truce"]


def write_notebook(path, *cells):
    cells = [nbformat.v4.new_code_cell(cell) for cell in cells]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)


def test_a_cell_that_fails_is_named(tmp_path):
    write_notebook(tmp_path / "bad.ipynb", "1 / 0")
    with pytest.raises(NotebookError, match=r"bad\.ipynb: .*(?s:.*)ZeroDivisionError") as error:
        run_notebooks(tmp_path)
    assert "\x1b" not in str(error.value)


def test_a_folder_without_notebooks_is_refused(tmp_path):
    with pytest.raises(FileNotFoundError, match="found no notebooks"):
        run_notebooks(tmp_path)


def test_ctrl_c_ends_the_kernel_and_the_command(tmp_path, capsys):
    cell = "import os, signal, time\nos.kill(os.getppid(), signal.SIGINT)\ntime.sleep(60)"
    write_notebook(tmp_path / "long.ipynb", cell)
    assert main(["figures", str(tmp_path)]) == 130
    assert capsys.readouterr().err == "toolkit: interrupted\n"


def test_a_kernel_that_dies_is_named(tmp_path):
    write_notebook(tmp_path / "dies.ipynb", "import os\nos._exit(1)")
    with pytest.raises(NotebookError, match=r"dies\.ipynb: Kernel died"):
        run_notebooks(tmp_path)
