"""A command of the toolkit in a process of its own, with what it used."""

import os
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path

import pytest

SECONDS = 30  # of processor time
MEGABYTES = 1024

# Between the tests and the command: the system counts what a process held before it became the
# command as the command's own memory, and a worker that runs tests holds much.
MEASURE = """
import os, resource, sys

report, seconds, *command = sys.argv[1:]
child = os.fork()
if not child:
    os.close(int(report))
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds)))
    os.execv(command[0], command)
_, status, used = os.wait4(child, 0)
code = os.waitstatus_to_exitcode(status)
os.write(int(report), f"{code} {used.ru_utime + used.ru_stime} {used.ru_maxrss}".encode())
"""


@dataclass(frozen=True)
class Ended:
    """How a process ended, and what it used, its children included."""

    code: int
    out: str
    err: str
    seconds: float
    megabytes: float


def run_within(*command, cwd=None, seconds=SECONDS, megabytes=MEGABYTES, stdin=None, env=None):
    """Run a command of Python's within bounds of processor time and memory; assert they held.

    A process that goes on past its processor time is killed by the system, one that waits for ever
    (which takes no processor time) after ten times as long; both fail the test. Memory is the
    largest of the process or of one of its children.
    """
    report, written = os.pipe()
    measured = [sys.executable, *map(str, command)]
    process = subprocess.Popen(
        [sys.executable, "-S", "-E", "-c", MEASURE, str(written), str(seconds), *measured],
        cwd=cwd,
        env={**os.environ, **(env or {})},
        stdin=subprocess.PIPE if stdin is not None else subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        errors="backslashreplace",
        pass_fds=[written],
        start_new_session=True,
    )
    os.close(written)
    stop = threading.Timer(10 * seconds, lambda: os.killpg(process.pid, 9))
    stop.start()
    out, err = process.communicate(stdin)
    stop.cancel()
    used = os.read(report, 100).split()
    os.close(report)
    assert used, f"stopped after {10 * seconds} s: {err[-2000:]}"
    ended = Ended(int(used[0]), out, err, float(used[1]), int(used[2]) / 1024)
    assert ended.code >= 0, f"killed by signal {-ended.code}: {ended.err[-2000:]}"
    assert ended.seconds < seconds, f"took {ended.seconds:.0f} s of processor time"
    assert ended.megabytes < megabytes, f"took {ended.megabytes:,.0f} MB"
    assert "Traceback (most recent call last)" not in ended.err, ended.err[-3000:]
    return ended


@pytest.fixture(scope="session")
def within():
    """Return `run_within`: for the shell, `within("-m", "toolkit.commands.cli", "check", ...)`."""
    return run_within


@pytest.fixture
def marker(tmp_path):
    """Return the path of a file that an attack would make if anything of it ran."""
    path = Path(tmp_path, "it-ran")
    yield path
    assert not path.exists(), "what a file said was run"
