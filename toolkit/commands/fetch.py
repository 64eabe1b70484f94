"""Open corpora from the web: listed in a file, checked by their hash."""

from __future__ import annotations

import re
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from toolkit.commands.messages import say
from toolkit.commands.shipped import shipped
from toolkit.instruments.marked_yaml import Checker, Mapping, read_marked
from toolkit.provenance import hash_file

_KEYS = ("about", "url", "sha256", "licence", "credit")
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]*")
_FILE = re.compile(r"[\w-][\w.-]*")
_HASH = re.compile(r"[0-9a-f]{64}")
_PATIENCE = 30  # seconds without an answer


@dataclass(frozen=True)
class Source:
    """An open corpus: one file on the web, its hash, its licence and whom to credit."""

    name: str
    about: str
    url: str
    sha256: str
    licence: str
    credit: str

    @property
    def terms(self) -> str:
        """The terms under which it may be used."""
        return f"licence {self.licence}; credit {self.credit}"

    @property
    def filename(self) -> str:
        """The last part of the URL."""
        return unquote(urlsplit(self.url).path).rpartition("/")[2]


def fetch_or_list(name: str | None, sources: str | None) -> None:
    """Fetch a corpus and say where it is and on which terms; without a name, list those there are.

    Without a list of one's own it is the list that ships, and a corpus goes below ``corpus``.
    """
    listed = sources or shipped("corpus/sources.yml")
    if name is None:
        for source in load_sources(listed):
            say("{}: {}", source.name, source.about)
            say("  {}", source.terms)
        return
    source, path = fetch(name, sources=listed, folder=Path(sources).parent if sources else "corpus")
    say("{}: {}", path, source.terms)


def load_sources(path: str | Path) -> tuple[Source, ...]:
    """Load the list of open corpora.

    Raises
    ------
    InstrumentError
        With file and line of every fault.
    """
    checker, entries = read_marked(path, "sources")
    sources = tuple(_source(name, entries, checker) for name in entries)
    checker.finish()
    return sources


def fetch(name: str, *, sources: str | Path, folder: str | Path) -> tuple[Source, Path]:
    """Download a corpus into a folder of its name below `folder`; return it and its file.

    A file that is there and has the right hash is not fetched again.

    Raises
    ------
    ValueError
        If there is no such source, or if the file, fetched or already there, has a different hash.
    RuntimeError
        If it cannot be fetched; then nothing is left behind.
    """
    listed = {source.name: source for source in load_sources(sources)}
    if name not in listed:
        raise ValueError(f"{sources}: found no source {name!r}, only {', '.join(listed)}")
    source = listed[name]
    path = Path(folder) / name / source.filename
    if not path.exists():
        try:
            _download(source, path)
        finally:
            with suppress(OSError):  # not empty, which is fine
                path.parent.rmdir()
    elif hash_file(path) != source.sha256:
        raise ValueError(
            f"{path}: already exists, and is not the file that {sources} lists; move it away and "
            "fetch again"
        )
    return source, path


def _source(name: str, entries: Mapping, checker: Checker) -> Source:
    line = entries.lines[name]
    entry = checker.mapping(entries[name], line, name, _KEYS)
    source = Source(name, *(checker.text(entry, key, name, required=True) for key in _KEYS))
    if not _NAME.fullmatch(name):
        checker.fault(
            line, f"{name}: expected a name of lower-case letters, digits, hyphens and dots"
        )
    if source.url and not (
        urlsplit(source.url).scheme in ("http", "https") and _FILE.fullmatch(source.filename)
    ):
        checker.fault(
            entry.lines["url"], f"{name}: found the url {source.url!r}, expected https://…/file"
        )
    if source.sha256 and not _HASH.fullmatch(source.sha256):
        checker.fault(
            entry.lines["sha256"], f"{name}: sha256: expected 64 digits and letters from a to f"
        )
    return source


def _download(source: Source, path: Path) -> None:
    import pooch

    pooch.get_logger().setLevel("ERROR")
    downloader = pooch.HTTPDownloader(timeout=_PATIENCE, progressbar=sys.stderr.isatty())
    try:
        pooch.retrieve(
            source.url,
            f"sha256:{source.sha256}",
            fname=path.name,
            path=path.parent,
            downloader=downloader,
        )
    except OSError as error:  # those of requests are such, too
        answer = getattr(error, "response", None)
        reason = (
            f"the server answers {answer.status_code}"
            if answer is not None
            else f"no connection, or no place to write ({type(error).__name__})"
        )
        raise RuntimeError(
            f"{source.name}: could not be fetched from {source.url}: {reason}; are you online? "
            "Nothing was written"
        ) from None
    except ValueError:
        raise ValueError(
            f"{source.name}: the file at {source.url} has a different hash from the one listed "
            f"({source.sha256}) and was refused; it was changed there, or on the way. "
            "Nothing was written"
        ) from None
