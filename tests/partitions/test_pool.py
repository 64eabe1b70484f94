"""Errors of other processes arrive with their message, and nothing runs the caller's script."""

import os
import subprocess
import sys
from functools import partial

import pytest

from toolkit.partitions.pool import work
from toolkit.provenance import write_atomically


def test_an_error_of_the_system_in_another_process_names_its_file(tmp_path):
    """Whatever part it is: each writes to a file whose folder is a file."""
    (tmp_path / "file").write_text("")
    function = partial(int.__add__, 1)
    assert sorted(work(function, [1, 2, 3], processes=2)) == [2, 3, 4]
    with pytest.raises(OSError, match="cannot be written") as told:
        list(work(partial(write_atomically, tmp_path / "file/no.json"), [1, 2], processes=2))
    assert told.value.filename == str(tmp_path / "file/no.json")


def test_an_error_of_a_value_or_another_kind_keeps_its_message():
    with pytest.raises(ValueError, match="invalid literal for int"):
        list(work(partial(int, "x"), [10, 10], processes=2))
    with pytest.raises(RuntimeError, match=r"ZeroDivisionError: .*zero"):
        list(work(partial(divmod, 1), [0, 0], processes=2))


def test_a_new_process_fills_one_core_and_gives_memory_back(monkeypatch):
    names = ["OMP_NUM_THREADS", "ARROW_DEFAULT_MEMORY_POOL"]
    for name in names:
        monkeypatch.delenv(name, raising=False)
    assert sorted(work(os.getenv, names, processes=2)) == ["1", "system"]
    assert {name for name in names if name in os.environ} == set()
    monkeypatch.setenv(names[0], "3")  # what is set already stays
    assert sorted(work(os.getenv, names, processes=2)) == ["3", "system"]
    assert os.environ[names[0]] == "3"


def test_a_script_needs_no_guard(tmp_path):
    script = tmp_path / "script.py"
    script.write_text(
        "from functools import partial\nfrom toolkit.partitions.pool import work\n"
        "print(sorted(work(partial(pow, 2), [1, 2, 3], processes=2)))\n"
    )
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, check=True)
    assert done.stdout == "[2, 4, 8]\n"
