"""A command of the toolkit in a process of its own, with what it used."""

import os
import resource
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path

import pytest

SECONDS = 30  # of processor time
MEGABYTES = 1024


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

    def limit():
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        os.setsid()

    process = subprocess.Popen(
        [sys.executable, *map(str, command)],
        cwd=cwd,
        env={**os.environ, **(env or {})},
        stdin=subprocess.PIPE if stdin is not None else subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        errors="backslashreplace",
        preexec_fn=limit,
    )
    said = {}

    def read(name, pipe):
        with pipe:
            said[name] = pipe.read()

    readers = [
        threading.Thread(target=read, args=(name, getattr(process, name)), daemon=True)
        for name in ("stdout", "stderr")
    ]
    for reader in readers:
        reader.start()
    if stdin is not None:
        process.stdin.write(stdin)
        process.stdin.close()
    stop = threading.Timer(10 * seconds, lambda: os.killpg(process.pid, 9))
    stop.start()
    _, status, used = os.wait4(process.pid, 0)
    stop.cancel()
    process.returncode = os.waitstatus_to_exitcode(status)
    for reader in readers:
        reader.join(timeout=seconds)
    ended = Ended(
        process.returncode,
        said.get("stdout", ""),
        said.get("stderr", ""),
        used.ru_utime + used.ru_stime,
        used.ru_maxrss / 1024,
    )
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
