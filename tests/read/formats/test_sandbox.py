"""What a file does to its parser stays in a process of its own, which is bounded and replaced."""

import subprocess
import sys

import pytest
from test_nexis_uni import docx, record

import toolkit as tk
from toolkit.read.formats import sandbox
from toolkit.read.formats.export import RecordError

pytestmark = pytest.mark.usefixtures("sandbox_per_load")


def child_of(code, tmp_path, monkeypatch):
    """Make the sandbox run `code` for a file instead of the readers."""
    module = tmp_path / "sitecustomize.py"
    module.write_text(
        "from toolkit.read.formats import readers\n"
        f"def read_file(path):\n    if path.name == 'good.docx':\n        return old(path)\n"
        f"    {code}\nold, readers.read_file = readers.read_file, read_file\n"
    )
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("while True: pass", r"took longer than 1 seconds of processor time to read; split"),
        ("sum(range(10**12))", r"took longer than 1 seconds of processor time to read; split"),
        ("import os; os.abort()", r"crashed its reader, perhaps for lack of memory"),
        ("bytearray(2 << 30)", r"needs more than 1,024 MB to read; split the file"),
        ("import socket; socket.create_connection(('127.0.0.1', 9))", r"cannot be read.* refused"),
        ("import subprocess; subprocess.run(['true'])", r"cannot be read.* refused"),
        ("{}['key']", r"cannot be read \(KeyError: 'key'\)"),
    ],
)
def test_a_parser_that_hangs_crashes_swells_or_connects_is_stopped_and_the_next_file_read(
    put, tmp_path, monkeypatch, code, reason
):
    child_of(code, tmp_path, monkeypatch)
    bad, good = put("bad.docx", "x"), put("good.docx", docx(record("Good")))
    with sandbox.Sandbox(seconds=1) as box:
        with pytest.raises(RecordError, match=reason):
            box.read(bad)
        assert box.read(good)[0].records[0]["title"] == "Good"


def test_a_parser_that_waits_is_given_time_by_the_clock_but_not_for_ever(
    put, tmp_path, monkeypatch
):
    """A busy machine is no fault of the file: what takes no processor time may go on."""
    child_of("import time; time.sleep(2); return old(path)", tmp_path, monkeypatch)
    path = put("slow.docx", docx(record("Slow")))
    with sandbox.Sandbox(seconds=1) as box:
        assert box.read(path)[0].records[0]["title"] == "Slow"
    with (
        sandbox.Sandbox(seconds=1, waiting=0.5) as box,
        pytest.raises(RecordError, match=r"took longer than 0\.5 seconds to read; split"),
    ):
        box.read(path)


def test_each_file_has_processor_time_of_its_own(put, tmp_path, monkeypatch):
    code = "import time; end = time.process_time() + 1.2\n    while time.process_time() < end: pass"
    child_of(f"{code}\n    return old(path)", tmp_path, monkeypatch)
    path = put("long.docx", docx(record("Long")))
    with sandbox.Sandbox(seconds=2) as box:
        for _ in range(3):
            assert box.read(path)[0].records[0]["title"] == "Long"


def test_where_nothing_can_be_limited_the_clock_still_is(put, tmp_path, monkeypatch):
    child_of("while True: pass", tmp_path, monkeypatch)
    with (tmp_path / "sitecustomize.py").open("a") as file:
        file.write("import sys\nsys.modules['resource'] = None\n")
    with (
        sandbox.Sandbox(seconds=1, waiting=2) as box,
        pytest.raises(RecordError, match="took longer than 2 seconds to read"),
    ):
        box.read(put("bad.docx", "x"))


def test_no_process_is_started_for_plain_text(put, folder, monkeypatch):
    def fail(*_, **__):
        raise AssertionError("a process was started")

    monkeypatch.setattr(subprocess, "Popen", fail)
    put("a.txt", "A ceasefire.")
    assert len(tk.load_corpus(folder)) == 1


def test_one_process_reads_the_files_of_a_folder_and_ends(put, folder, monkeypatch):
    started, popen = [], subprocess.Popen

    def start(*arguments, **options):
        started.append(popen(*arguments, **options))
        return started[-1]

    monkeypatch.setattr(subprocess, "Popen", start)
    for at in range(30):
        put(f"{at}.docx", docx(record(f"T{at}")))
    assert len(tk.load_corpus(folder)) == 30
    (process,) = started
    assert process.poll() is not None


def test_the_process_starts_without_what_no_parser_needs():
    code = (
        "import sys\nfrom toolkit.read.formats import child, readers\n"
        "from toolkit.read.formats.format import table_formats\ntable_formats()\n"
        "print({'numpy', 'pandas', 'pyarrow', 'matplotlib'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"
