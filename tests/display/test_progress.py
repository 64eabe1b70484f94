"""Bars are shown to whoever watches, and to nobody else."""

import io
import sys
import time
from types import SimpleNamespace

import nbformat
import pytest
from nbclient import NotebookClient

from toolkit.display import progress


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.fixture
def stderr(monkeypatch):
    def stderr(stream):
        monkeypatch.setattr(sys, "stderr", stream)
        monkeypatch.delitem(sys.modules, "ipykernel", raising=False)
        return stream

    return stderr


def test_a_terminal_sees_a_bar_and_a_pipe_does_not(stderr, monkeypatch):
    monkeypatch.setattr(progress, "_DELAY", 0)
    shown = stderr(Terminal())
    assert list(progress.track(range(3), desc="tides")) == [0, 1, 2]
    assert "tides" in shown.getvalue()
    shown = stderr(io.StringIO())
    assert list(progress.track(range(3), desc="tides")) == [0, 1, 2]
    assert shown.getvalue() == ""


def test_short_work_has_no_bar(stderr):
    shown = stderr(Terminal())
    assert list(progress.track(range(3), desc="tides")) == [0, 1, 2]
    assert shown.getvalue() == ""


@pytest.fixture
def cell(stderr, monkeypatch):
    """Return a function that runs work as in a cell; what is displayed goes to its list `shown`."""
    stderr(io.StringIO())
    monkeypatch.setattr(progress, "_DELAY", 0)

    def cell(items, **request):
        shown = cell.shown = []

        def publish(data, transient, update):
            assert update == bool(shown)
            shown.append((data, transient["display_id"]))

        shell = SimpleNamespace(
            kernel=SimpleNamespace(get_parent=lambda: request),
            display_pub=SimpleNamespace(publish=publish),
        )
        monkeypatch.setitem(sys.modules, "ipykernel", SimpleNamespace())
        monkeypatch.setattr("IPython.get_ipython", lambda: shell)
        for item in progress.track(items, desc="<tides>", total=2):
            time.sleep(item)
        return shown

    return cell


def test_a_cell_that_a_person_runs_has_a_bar_that_goes(cell):
    shown = cell([0.25, 0.25], content={"allow_stdin": True})
    assert len({place for _, place in shown}) == 1
    first, *_, last = (data for data, _ in shown)
    assert first["text/plain"].startswith("<tides>: 50 % (1 of 2)")
    assert first["text/html"].startswith(
        '<progress value="1" max="2"></progress> &lt;tides&gt;: 50 % (1 of 2)'
    )
    assert last == {}


def test_a_cell_that_a_program_runs_has_none(cell):
    assert cell([0.25], content={"allow_stdin": False}) == []


def test_a_callback_of_a_widget_has_none(cell):
    assert cell([0.25], content={"data": {}}) == []
    assert cell([0.25]) == []


def test_a_bar_goes_when_its_work_is_interrupted(cell):
    def work():
        yield 0.25
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        cell(work(), content={"allow_stdin": True})
    first, *_, last = (data for data, _ in cell.shown)
    assert "50 %" in first["text/plain"]
    assert last == {}


def test_a_notebook_that_nbclient_runs_stores_no_bar():
    cell = (
        "import time\nfrom toolkit.display import progress\nprogress._DELAY = 0\n"
        "for _ in progress.track(range(3), desc='tides'): time.sleep(0.2)"
    )
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell)])
    NotebookClient(notebook, timeout=60, kernel_name="python3").execute()
    assert notebook.cells[0].outputs == []
