"""What a method has read, shared by processes that work at one time: the notebooks of a run."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

_SHARED = "TOOLKIT_SHARED"  # in the environment: the file that the processes share
_WAIT = 60  # seconds, for another process that writes


@contextmanager
def sharing() -> Iterator[None]:
    """Let processes that are started here share what their methods have read, till the end.

    Nothing outlives the run, so that a figure never rests on what another run, or somebody else,
    has left.
    """
    if _SHARED in os.environ:  # what runs this shares already
        yield
        return
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        os.environ[_SHARED] = str(Path(folder, "statements.sqlite"))
        try:
            yield
        finally:
            del os.environ[_SHARED]


def is_shared() -> bool:
    """Tell whether this process shares what it reads with others."""
    return _SHARED in os.environ


def get_shared(method: str, keys: Iterable[str]) -> dict[str, str]:
    """Return what the method has found, in any process, for those of the keys that it has read."""
    found: dict[str, str] = {}
    asked = "SELECT key, written FROM statements WHERE method = ? AND key = ?"
    with suppress(sqlite3.Error), closing(_open()) as store:  # what is not shared is read anew
        for key in keys:
            found |= store.execute(asked, (method, key))
    return found


def share(method: str, key: str, written: str) -> None:
    """Let the other processes have what the method has found."""
    with suppress(sqlite3.Error), closing(_open()) as store, store:
        store.execute("INSERT OR IGNORE INTO statements VALUES (?, ?, ?)", (method, key, written))


def _open() -> sqlite3.Connection:
    store = sqlite3.connect(os.environ[_SHARED], timeout=_WAIT)
    store.execute("PRAGMA synchronous = OFF")  # nothing of it is to outlive this run
    columns = "method TEXT, key TEXT, written TEXT, PRIMARY KEY (method, key)"
    store.execute(f"CREATE TABLE IF NOT EXISTS statements ({columns})")
    return store
