"""A lock on a folder that says who holds it."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from toolkit.partitions.store import drop_torn

LOCK = ".lock"


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Keep a folder for this process, so that no other one writes its parts there.

    The file ``.lock`` says who holds it: process, machine, and since when. The system frees the
    lock when the process ends, however it does, so that what a dead one has left is taken over.

    Raises
    ------
    ValueError
        If another process holds it, with what the file says.
    OSError
        If nothing can be written to the folder.
    """
    path = folder / LOCK
    try:
        folder.mkdir(parents=True, exist_ok=True)
        no_link = getattr(os, "O_NOFOLLOW", 0)  # it may lead to a file that is not ours
        handle = os.open(path, os.O_RDWR | os.O_CREAT | no_link, 0o666)
    except OSError as error:
        said = f"cannot be written ({error.strerror}); name a folder that can"
        raise OSError(error.errno, said, str(folder)) from error
    try:
        _lock(handle, path)
        _check_elsewhere(handle, path)
        _write(handle, {"pid": os.getpid(), "host": platform.node(), "since": _now()})
        try:
            drop_torn(folder)
            yield
        finally:
            _write(handle, {})
    finally:
        os.close(handle)


def _lock(handle: int, path: Path) -> None:
    try:
        import fcntl
    except ImportError:  # Windows: what the file says is all there is
        return
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise _held(path, _read(handle)) from None
    except OSError:  # a file system without locks
        return


def _check_elsewhere(handle: int, path: Path) -> None:
    """Refuse a lock of another machine, whose processes are not to be seen from here."""
    said = _read(handle)
    if said and said.get("host") != platform.node():
        raise _held(path, said, f"; if that run is over, delete {path}")


def _held(path: Path, said: dict, remedy: str = "") -> ValueError:
    who = "process {pid} on {host}, since {since}".format_map(
        {"pid": "?", "host": "?", "since": "?"} | said
    )
    return ValueError(
        f"folder: found {path.parent}, to which {who}, is writing now, expected a folder that "
        f"nobody writes to; wait for it, or name another folder{remedy}"
    )


def _read(handle: int) -> dict:
    os.lseek(handle, 0, os.SEEK_SET)
    with suppress(ValueError, RecursionError):
        said = json.loads(os.read(handle, 4096) or b"{}")
        return said if isinstance(said, dict) else {}
    return {}


def _write(handle: int, said: dict) -> None:
    with suppress(OSError):  # of a full disk: the lock holds all the same
        os.ftruncate(handle, 0)
        os.pwrite(handle, json.dumps(said).encode(), 0)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
