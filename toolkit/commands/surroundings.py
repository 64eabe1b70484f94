"""What a command finds around it: signals, the folder and the terminal that it writes to."""

from __future__ import annotations

import errno
import io
import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NoReturn

# What an OSError without the name of a file means, when a command writes to its output.
_OUTPUT_FAILS = (errno.ENOSPC, errno.EFBIG, errno.EPIPE, errno.EIO)


class Terminated(KeyboardInterrupt):
    """The system asked the process to end, and work is put away as at Ctrl-C."""


@contextmanager
def prepared() -> Iterator[None]:
    """Let a command end in order when it is asked to, and write whatever its words are.

    Raises
    ------
    Terminated
        At SIGTERM.
    OSError
        If what it says cannot be written.
    ValueError
        If names of files are not read as UTF-8: they would be others here than elsewhere.
    """
    if sys.getfilesystemencoding() != "utf-8":
        raise ValueError(
            f"found {sys.getfilesystemencoding()} as the encoding of names of files, expected "
            "utf-8: ids of articles come from them; set PYTHONUTF8=1"
        )
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    with _ended_in_order(), _output_told():
        yield


@contextmanager
def _ended_in_order() -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, _end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _end(*_: object) -> NoReturn:
    raise Terminated


@contextmanager
def _output_told() -> Iterator[None]:
    """Raise what goes wrong with the output here, with a name, and not when Python ends."""
    try:
        yield
        sys.stdout.flush()
    except OSError as error:
        if error.filename or error.errno not in _OUTPUT_FAILS:
            raise
        with suppress(OSError):  # where Python then writes the rest
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise OSError(error.errno, f"cannot be written: {error.strerror}", "output") from None


def said_of(error: BaseException) -> str:
    """Return the message of an error; of one of the system's, what is wrong with which file."""
    if isinstance(error, OSError) and error.filename:
        return f"{error.filename}: {error.strerror}"
    return str(error)


@contextmanager
def reserved(folder: Path) -> Iterator[None]:
    """Keep a folder for what this process writes, so that no other command mixes its files in.

    The system gives it free when the process ends, however it does.

    Raises
    ------
    ValueError
        If nothing can be written there, or another process has reserved it.
    """
    new = [path for path in (folder, *folder.parents) if not path.exists()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not os.access(folder, os.W_OK | os.X_OK):
            raise PermissionError(errno.EACCES, "it is read-only", str(folder))
    except OSError as error:
        raise ValueError(
            f"out: found {folder}, where nothing can be written ({error.strerror}), expected a "
            "folder for tables and figures; name another one"
        ) from None
    try:
        with _locked(folder):
            yield
    finally:
        with suppress(OSError):  # not empty, which is fine
            for path in new:
                path.rmdir()


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    try:
        import fcntl
    except ImportError:  # Windows: two runs into one folder are not told apart
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):  # a file system without locks
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise ValueError(
                    f"out: found {folder}, which another command is writing to now, expected a "
                    "folder of its own; wait for the other, or name another folder"
                ) from None
        yield
    finally:
        os.close(handle)
