"""What a method has read, shared by processes that work at one time, and by later runs."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from hashlib import sha256
from pathlib import Path

_SHARED = "TOOLKIT_SHARED"  # in the environment: the file that the processes share
_WAIT = 60  # seconds, for another process that writes
_PAGE = 4096  # bytes
_MOST = 512 << 20  # bytes of a file that is kept: some 60,000 articles
_FULL = 0.9  # of `_MOST`: by then what is kept is dropped, and begins anew


@contextmanager
def sharing(kept: Path | None = None) -> Iterator[None]:
    """Let processes that are started here share what their methods have read.

    Parameters
    ----------
    kept
        A file in which it is kept for later runs; it may be deleted at any time. Without it, or
        where it cannot be written, nothing outlives the run: so what is checked never rests on what
        another run, or somebody else, has left.
    """
    if _SHARED in os.environ:  # what runs this shares already
        yield
        return
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        alone = Path(folder, "statements.sqlite")
        os.environ[_SHARED] = str(kept.resolve() if kept and _make_room(kept) else alone)
        try:
            yield
        finally:
            del os.environ[_SHARED]


def is_shared() -> bool:
    """Tell whether this process shares what it reads with others."""
    return _SHARED in os.environ


def get_shared(reader: str, maker: str, keys: Iterable[str]) -> dict[str, str]:
    """Return what the reader has made, in any process, of those of the texts that it has read.

    Parameters
    ----------
    reader
        Its name, such as that of a method.
    maker
        The hash of the code, the packages and the models that it rests on.
    keys
        Of texts.
    """
    found: dict[str, str] = {}
    asked = "SELECT written, hash FROM statements WHERE key = ?"
    with suppress(sqlite3.Error), closing(_open()) as store:  # what is not shared is read anew
        for key in keys:
            whole = _key(reader, maker, key)
            for written, said in store.execute(asked, (whole,)):
                if said == _hash(whole, written):
                    found[key] = written
    return found


def share(reader: str, maker: str, written: dict[str, str]) -> None:
    """Let the other processes have what the reader has made of texts, by their keys."""
    wholes = {_key(reader, maker, key): one for key, one in written.items()}
    rows = [(whole, one, _hash(whole, one)) for whole, one in wholes.items()]
    with suppress(sqlite3.Error), closing(_open()) as store, store:
        store.executemany("INSERT OR REPLACE INTO statements VALUES (?, ?, ?)", rows)


def _make_room(path: Path) -> bool:
    """Make a file for what is kept, or drop one that is full or torn; tell whether it can be.

    A link, which a study from elsewhere may hold, leads to a file that is not ours to write.
    """
    ignored = path.parent / ".gitignore"
    if any(place.is_symlink() for place in (path.parent, path, ignored)):
        return False
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        ignored.write_text("*\n", encoding="utf-8")
        if path.is_file() and (path.stat().st_size > _FULL * _MOST or _is_torn(path)):
            path.unlink()
            path.with_name(f"{path.name}-journal").unlink(missing_ok=True)
        with closing(_open(path)) as store, store:
            store.execute("UPDATE statements SET hash = hash WHERE key = ''")  # it can be written
    except (OSError, sqlite3.Error):
        return False
    return True


def _is_torn(path: Path) -> bool:
    try:
        with closing(_open(path)) as store:
            return store.execute("PRAGMA quick_check(1)").fetchone() != ("ok",)
    except sqlite3.DatabaseError as error:  # not of one that another process holds
        return error.sqlite_errorcode in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def _open(path: Path | None = None) -> sqlite3.Connection:
    store = sqlite3.connect(path or os.environ[_SHARED], timeout=_WAIT)
    try:
        store.execute("PRAGMA synchronous = OFF")  # what a power cut tears is told by its hash
        store.execute(f"PRAGMA page_size = {_PAGE}")
        store.execute(f"PRAGMA max_page_count = {_MOST // _PAGE}")
        columns = "key TEXT PRIMARY KEY, written TEXT, hash TEXT"
        store.execute(f"CREATE TABLE IF NOT EXISTS statements ({columns})")
    except sqlite3.Error:
        store.close()
        raise
    return store


def _key(reader: str, maker: str, key: str) -> str:
    return _hash(reader, maker, key)


def _hash(*texts: str) -> str:
    return sha256("\0".join(map(str, texts)).encode("utf-8", "surrogatepass")).hexdigest()
