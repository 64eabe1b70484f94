"""A memory of what was read of texts: this process's, and that which processes share."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from toolkit.annotate.attribution.parser.parse import MODELS
from toolkit.annotate.attribution.shared import get_shared, is_shared, share
from toolkit.provenance import hash_code, package_versions, write_atomically


class Memory:
    """What a reader has made of texts, as JSON by the key of the text.

    Parameters
    ----------
    reader
        The name of the reader.
    most
        Characters of JSON that are kept at the most.
    shared
        Whether it is shared with other processes; not if only its name tells a reader apart.
    """

    def __init__(self, reader: str, *, most: int, shared: bool = True) -> None:
        self._reader, self._most, self._shared = reader, most, shared
        self._written: dict[str, str] = {}
        self._size = 0

    def __contains__(self, key: str) -> bool:
        return key in self._written

    def __len__(self) -> int:
        return len(self._written)

    def look_up(self, keys: Sequence[str], asked: set[str]) -> list[str | None]:
        """Return what was made of each text in this process, in others or by earlier runs, or None.

        `asked` holds the keys that are asked for together; what is made of them is dropped last.
        """
        if self._shared and is_shared():
            missing = [key for key in keys if key not in self._written]
            for key, written in get_shared(self._reader, _maker(), missing).items():
                self._put(key, written, asked)
        return [self._written.get(key) for key in keys]

    def keep(self, made: dict[str, Any], asked: set[str]) -> None:
        """Keep what was made of texts; if there is no room, drop what was not asked for lately."""
        if not made:
            return
        written = {key: json.dumps(one, separators=(",", ":")) for key, one in made.items()}
        if self._shared and is_shared():
            share(self._reader, _maker(), written)
        for key, one in written.items():
            self._put(key, one, asked)

    def load(self, path: Path) -> None:
        """Take in what was saved in `path`, if the same code and the same model did it."""
        if path.is_file():
            saved = json.loads(path.read_text(encoding="utf-8"))
            if saved["made_by"] == _made_by():
                self._hold(self._written | saved["statements"])

    def save(self, path: Path, keys: Iterable[str] | None = None) -> None:
        """Save what is kept of the keys, in their order; without them, all of it."""
        written = self._written
        if keys is not None:
            written = {key: written[key] for key in keys if key in written}
        saved = {"made_by": _made_by(), "statements": written}
        write_atomically(path, json.dumps(saved).encode())

    def forget(self) -> None:
        """Keep nothing any more."""
        self._hold({})

    def _put(self, key: str, written: str, asked: set[str]) -> None:
        if self._size >= self._most:
            self._hold({k: one for k, one in self._written.items() if k in asked})
        if self._size < self._most:
            self._written[key] = written
            self._size += len(written)

    def _hold(self, written: dict[str, str]) -> None:
        self._written = written
        self._size = sum(map(len, written.values()))


@cache
def _maker() -> str:
    return sha256(json.dumps(_made_by(), sort_keys=True).encode()).hexdigest()


@cache
def _made_by() -> dict[str, Any]:
    models = {}
    for name in MODELS:
        try:
            models[name] = version(name)
        except PackageNotFoundError:
            continue
    return {"code": hash_code(), "versions": package_versions() | models}
