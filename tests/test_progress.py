"""Bars are shown to whoever watches, and to nobody else."""

import io
import sys
from types import SimpleNamespace

import nbformat
import pytest
from nbclient import NotebookClient

from toolkit import progress


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.fixture
def stderr(monkeypatch):
    def stderr(stream):
        monkeypatch.setattr(sys, "stderr", stream)
        monkeypatch.delitem(sys.modules, "ipykernel.zmqshell", raising=False)
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


@pytest.mark.parametrize(
    ("request_of_the_cell", "watched"),
    [({"content": {"allow_stdin": True}}, True), ({"content": {"allow_stdin": False}}, False)],
)
def test_in_a_notebook_whoever_may_be_asked_watches(
    stderr, monkeypatch, request_of_the_cell, watched
):
    stderr(io.StringIO())
    kernel = SimpleNamespace(get_parent=lambda: request_of_the_cell)
    shell = SimpleNamespace(kernel=kernel)
    monkeypatch.setitem(sys.modules, "ipykernel.zmqshell", SimpleNamespace())
    monkeypatch.setitem(sys.modules, "IPython", SimpleNamespace(get_ipython=lambda: shell))
    assert progress.is_watched() is watched
    kernel.get_parent = dict  # a callback of a widget: no cell shows what it puts out
    assert not progress.is_watched()


def test_a_notebook_that_nbclient_runs_stores_no_bar():
    cell = (
        "import time\nfrom toolkit import progress\nprogress._DELAY = 0\n"
        "for _ in progress.track(range(3), desc='tides'): time.sleep(0.2)"
    )
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell)])
    NotebookClient(notebook, timeout=60, kernel_name="python3").execute()
    assert notebook.cells[0].outputs == []
