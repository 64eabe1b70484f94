"""What the parser has found, kept by text: interrupted work goes on where it stopped."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from toolkit.annotate.attribution.cues import Statement
from toolkit.annotate.attribution.parser.parse import MODELS
from toolkit.provenance import hash_code, package_versions, write_atomically

_MOST = 256 << 20  # characters of what is kept, some 200,000 articles


class Kept:
    """The statements of each text that was parsed; a text is known by its hash.

    They depend on the text alone, so that they hold for other names and another `doc_id` too.
    """

    def __init__(self, *, most: int = _MOST) -> None:
        self._most = most
        self._found: dict[str, str] = {}
        self._size = 0

    def __contains__(self, text: str) -> bool:
        return _key(text) in self._found

    def make_room(self, texts: Iterable[str]) -> None:
        """If no more can be kept, drop what is not of these texts."""
        if self._size >= self._most:
            keys = map(_key, texts)
            self._hold({key: self._found[key] for key in keys if key in self._found})

    def keep(self, text: str, statements: list[Statement]) -> None:
        """Keep the statements of a text, unless the limit is reached."""
        if self._size < self._most:
            found = json.dumps(statements, separators=(",", ":"))
            self._found[_key(text)] = found
            self._size += len(found)

    def recall(self, text: str) -> list[Statement]:
        """Return the statements of a text that is kept."""
        return [
            Statement(
                tuple(map(tuple, content)), source and tuple(source), cue and tuple(cue), rule
            )
            for content, source, cue, rule in json.loads(self._found[_key(text)])
        ]

    def load(self, path: Path) -> None:
        """Take in what `save` wrote, if the same code and the same model did."""
        if path.is_file():
            saved = json.loads(path.read_text(encoding="utf-8"))
            if saved["made_by"] == _made_by():
                self._hold(self._found | saved["found"])

    def save(self, path: Path) -> int:
        """Write what is kept; return of how many texts. Nothing is written of none."""
        if self._found:
            saved = {"made_by": _made_by(), "found": self._found}
            write_atomically(path, json.dumps(saved).encode())
        return len(self._found)

    def forget(self) -> None:
        """Keep nothing any more."""
        self._hold({})

    def _hold(self, found: dict[str, str]) -> None:
        self._found = found
        self._size = sum(map(len, found.values()))


KEPT = Kept()  # of this process


@contextmanager
def resumed(path: Path) -> Iterator[None]:
    """Take up what an earlier run left in `path`; leave it there if this one does not end well."""
    KEPT.load(path)
    try:
        yield
    except BaseException as error:
        count = KEPT.save(path)
        if count:
            error.add_note(
                f"what the parser found in {count:,} texts is kept in {path}; the same command "
                "goes on from there"
            )
        raise
    path.unlink(missing_ok=True)


def _key(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _made_by() -> dict[str, Any]:
    models = {}
    for name in MODELS:
        try:
            models[name] = version(name)
        except PackageNotFoundError:
            continue
    return {"code": hash_code(), "versions": package_versions() | models}
