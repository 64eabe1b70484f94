"""Processes that work on parts, each of which loads its model once."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, as_completed
from contextlib import contextmanager, suppress
from multiprocessing import connection, get_context, parent_process
from multiprocessing.reduction import ForkingPickler
from types import ModuleType
from typing import Any, TypeVar

from toolkit.tables.arguments import describe, expect_type
from toolkit.tables.parts import release_memory

T = TypeVar("T")
# of a new process: it multiplies matrices in one thread, since processes fill the cores, and Arrow
# takes memory from the C library, which gives it back (see `release_memory`)
_ENVIRONMENT = {"OMP_NUM_THREADS": "1", "ARROW_DEFAULT_MEMORY_POOL": "system"}
_PATIENCE = 5  # seconds that a process has to end


class WorkerError(RuntimeError):
    """A process that ended before its work was done."""


def work(function: Callable[[int], T], parts: Sequence[int], *, processes: int) -> Iterator[T]:
    """Yield what a function returns for each part, as they are done; one process works here.

    Processes are started afresh, on every system alike, and do not run the caller's script: it
    needs no ``if __name__ == "__main__"``. They end with this process, however it ends.

    Parameters
    ----------
    function
        What is done; other processes can be given it.
    parts
        The numbers of the parts.
    processes
        How many work at one time.

    Raises
    ------
    ValueError
        If the function cannot be given to another process.
    WorkerError
        If a process is killed.
    """
    if processes == 1 or len(parts) < 2:
        yield from map(function, parts)
        return
    waiting = list(reversed(parts))
    workers = [_Worker(function) for _ in range(min(processes, len(parts)))]
    try:
        for worker in workers:
            worker.start()
            worker.send(waiting.pop())
        while busy := {worker.pipe: worker for worker in workers if worker.part is not None}:
            for pipe in connection.wait(list(busy)):
                worker = busy[pipe]  # type: ignore[index]  # these are what was given
                outcome = worker.take()
                if waiting:
                    worker.send(waiting.pop())
                yield outcome
    finally:
        for worker in workers:
            worker.stop()


def work_elsewhere(
    function: Callable[[int], T], parts: Sequence[int], executor: Executor
) -> Iterator[T]:
    """Yield what a function returns for each part, as the workers of an executor are done.

    Raises
    ------
    Exception
        What the function or the executor raises; what nobody has begun by then is not begun.
    """
    futures = [executor.submit(function, part) for part in parts]
    try:
        for future in as_completed(futures):
            yield future.result()
    finally:
        for future in futures:
            future.cancel()


def work_by(
    function: Callable[[int], T],
    parts: Sequence[int],
    *,
    processes: int,
    executor: Executor | None,
) -> Iterator[T]:
    """Yield what a function returns for each part, by an executor or else by processes of here."""
    if executor is None:
        return work(function, parts, processes=processes)
    return work_elsewhere(function, parts, executor)


def check_workers(processes: int | None, executor: Executor | None) -> int:
    """Return how many processes work here; raise if nobody can."""
    if executor is not None:
        expect_type(executor, "executor", Executor, expected="one such as client.get_executor()")
        if processes is not None:
            raise ValueError(
                f"processes: found {describe(processes)} beside an executor, expected one of the "
                "two: an executor knows its own workers"
            )
        return 1
    if processes is None:
        return os.cpu_count() or 1
    if isinstance(processes, bool) or not isinstance(processes, int) or processes < 1:
        raise ValueError(f"processes: found {describe(processes)}, expected a number, 1 or more")
    return processes


class _Worker:
    """A process that is given one part after the other."""

    def __init__(self, function: Callable) -> None:
        self._function = function
        self.part: int | None = None
        self.pipe, self._theirs = get_context("spawn").Pipe()
        self._process: Any = None

    def start(self) -> None:
        """Start the process."""
        context = get_context("spawn")
        with _no_script(), _environment():
            _check_function(self._function)
            self._process = context.Process(
                target=_serve, args=(self._function, self._theirs), daemon=True
            )
            self._process.start()
        self._theirs.close()

    def send(self, part: int) -> None:
        """Give it a part to work on."""
        self.part = part
        with suppress(BrokenPipeError):  # it is dead, which `take` tells
            self.pipe.send(part)

    def take(self) -> Any:
        """Return what it has made of its part."""
        try:
            outcome, error = self.pipe.recv()
        except (EOFError, ConnectionError):
            self._process.join(_PATIENCE)
            code = self._process.exitcode
            killed = -code if code is not None and code < 0 else code
            raise WorkerError(
                f"processes: the one that worked on part {self.part} was ended by the system "
                f"({'signal ' if code and code < 0 else 'code '}{killed}), most often because "
                "memory is short; the finished parts are kept: run it again with fewer processes, "
                "or cut the corpus into smaller parts"
            ) from None
        self.part = None
        if error is not None:
            raise error
        return outcome

    def stop(self) -> None:
        """End the process at once: what it writes is whole or absent."""
        self.pipe.close()
        if self._process is not None:
            self._process.kill()
            self._process.join(_PATIENCE)


def _check_function(function: Callable) -> None:
    """Raise unless another process can be given the function, and all that it holds."""
    try:
        ForkingPickler.dumps(function)
    except Exception as error:
        raise ValueError(
            f"method: found an object that other processes cannot be given ({error}), expected one "
            "whose class is defined in a module, not in a script or a notebook; move it to a "
            "module, or say processes=1"
        ) from None


@contextmanager
def _no_script() -> Iterator[None]:
    """Hide the script that runs: a new process would run it again."""
    script = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = script


@contextmanager
def _environment() -> Iterator[None]:
    """Set what a new process finds, but for what is set already."""
    missing = {name: value for name, value in _ENVIRONMENT.items() if name not in os.environ}
    os.environ.update(missing)
    try:
        yield
    finally:
        for name in missing:
            del os.environ[name]


def _serve(function: Callable, pipe: connection.Connection) -> None:
    """Work on the parts that come through the pipe, till it is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # at Ctrl-C the parent ends this process
    threading.Thread(target=_end_with_parent, daemon=True).start()
    while True:
        release_memory()
        try:
            part = pipe.recv()
        except EOFError:
            return
        answer: tuple[Any, Exception | None]
        try:
            answer = (function(part), None)
        except Exception as error:
            answer = (None, _sendable(error))
        pipe.send(answer)


def _end_with_parent() -> None:
    """End this process when its parent has ended, so that it writes nothing into another run."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _sendable(error: Exception) -> Exception:
    """Return an error with the same message that any process can be sent."""
    if isinstance(error, OSError) and error.errno is not None:
        return OSError(error.errno, error.strerror, str(error.filename or ""))
    if isinstance(error, ValueError):
        return ValueError(str(error))
    return RuntimeError(f"{type(error).__name__}: {error}")
