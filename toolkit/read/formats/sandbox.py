"""Parsing in a process of its own: what a file does to a parser, it cannot do to us."""

from __future__ import annotations

import json
import os
import queue
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import IO, Any, cast

from toolkit.read.formats.child import MEMORY, READ, UNPACK
from toolkit.read.formats.export import Export, RecordError

SECONDS = 20  # of processor time, per file
_WAITING = 15  # times as long by the clock: a busy machine is no fault of the file
_OUT_OF_TIME = -signal.SIGXCPU if hasattr(signal, "SIGXCPU") else None  # not on Windows
_MORE = 3  # times the seconds, that a message proposes
_START_SECONDS = 120  # for Python and the parsers, on a busy machine


class Sandbox:
    """A child process that reads files one after the other, started when the first one comes.

    It is started again after a file that crashed it or took longer than `seconds` of processor
    time. That and memory are limited where the system allows it (not on Windows), a far longer time
    by the clock everywhere, and it may open no connection.
    """

    def __init__(self, *, seconds: int = SECONDS, waiting: float | None = None) -> None:
        self.seconds = seconds
        self.waiting = _WAITING * seconds if waiting is None else waiting
        self._child: subprocess.Popen[bytes] | None = None
        self._answers: queue.Queue[bytes] = queue.Queue()

    def __enter__(self) -> Sandbox:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop()

    def read(self, path: Path) -> list[Export]:
        """Return the exports that the file holds.

        Raises
        ------
        RecordError
            If it cannot be read, crashes its parser, or takes too much time or memory.
        """
        return [Export(**export) for export in self._ask(READ, path)["exports"]]

    def unpack(self, path: Path) -> None:
        """Unpack a table, and forget it: what it does, it does to the child.

        Raises
        ------
        RecordError
            As for `read`, or if it unpacks to more than a table in a folder may.
        """
        self._ask(UNPACK, path)

    def _ask(self, task: str, path: Path) -> dict[str, Any]:
        answer = self._exchange(task, path)
        if answer.get("ill"):
            self._stop()
        if "reason" in answer:
            raise RecordError(answer["reason"])
        return answer

    def _exchange(self, task: str, path: Path) -> dict[str, Any]:
        child = self._child or self._start()
        try:
            tasks = _input_of(child)
            tasks.write(json.dumps([task, str(path), self.seconds]).encode() + b"\n")
            tasks.flush()
            line = self._answers.get(timeout=self.waiting)
        except queue.Empty:
            self._stop()
            raise RecordError(self._slow(f"{self.waiting:g} seconds")) from None
        except OSError:
            line = b""
        if not line:
            if self._stop() == _OUT_OF_TIME:
                raise RecordError(self._slow(f"{self.seconds} seconds of processor time"))
            raise RecordError(
                f"crashed its reader, perhaps for lack of memory (limit {MEMORY >> 20:,} MB); "
                "split the file, or save it again"
            )
        return json.loads(line)

    def _slow(self, limit: str) -> str:
        return (
            f"took longer than {limit} to read; split the file, save it again, or give it more "
            f"time (seconds={_MORE * self.seconds})"
        )

    def _start(self) -> subprocess.Popen[bytes]:
        path = os.pathsep.join(entry or os.getcwd() for entry in sys.path)  # noqa: PTH109
        self._child = subprocess.Popen(
            [sys.executable, "-P", "-m", "toolkit.read.formats.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=os.environ | {"PYTHONPATH": path, "OPENBLAS_NUM_THREADS": "1"},
        )
        self._answers = queue.Queue()
        threading.Thread(
            target=_collect, args=(self._child.stdout, self._answers), daemon=True
        ).start()
        try:
            ready = self._answers.get(timeout=_START_SECONDS)
        except queue.Empty:
            ready = b""
        if not ready:
            self._stop()
            raise RuntimeError(
                "the process that reads exports did not start; try `python -m "
                "toolkit.read.formats.child` to see why"
            )
        return self._child

    def _stop(self) -> int | None:
        """End the child, if there is one; return its exit code."""
        child, self._child = self._child, None
        if child is None:
            return None
        child.kill()
        with suppress(OSError):
            _input_of(child).close()
        return child.wait()


def _input_of(child: subprocess.Popen[bytes]) -> IO[bytes]:
    return cast("IO[bytes]", child.stdin)  # a pipe: it was asked for


def _collect(stream: Any, answers: queue.Queue[bytes]) -> None:
    with stream:
        for line in stream:
            answers.put(line)
    answers.put(b"")
