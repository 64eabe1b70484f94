"""A method that remembers what it has read: interrupted work goes on where it stopped."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from itertools import islice
from pathlib import Path
from typing import Any

from toolkit.annotate.attribution.cues import Statement
from toolkit.annotate.attribution.parser.parse import MODELS
from toolkit.annotate.attribution.shared import get_shared, is_shared, share
from toolkit.annotate.attribution.statements import Method, Outcome
from toolkit.provenance import hash_code, package_versions, write_atomically
from toolkit.text.text import Text

_MOST = 256 << 20  # characters of what is kept, some 200,000 articles
_AT_ONCE = 256  # texts that are given to the method together


class Kept:
    """A method with a memory: a text that it has read once is not read again.

    What is kept depends on the text, where its body begins and its language alone, so that it holds
    for other names and another `doc_id` too.

    Parameters
    ----------
    method
        What reads the texts.
    most
        Characters of statements, as JSON, that are kept at the most.
    shared
        Whether it shares what it reads with other processes; not a method that only its name tells
        apart.
    """

    def __init__(self, method: Method, *, most: int = _MOST, shared: bool = True) -> None:
        self.name = method.name
        self._method = method
        self._most = most
        self._shared = shared
        self._statements: dict[str, str] = {}
        self._size = 0

    def __contains__(self, text: Text) -> bool:
        return _key(text) in self._statements

    def read(self, texts: Iterable[Text]) -> Iterator[Outcome]:
        """Yield the statements of each text, in order, those that are kept and the others."""
        texts = iter(texts)
        asked: set[str] = set()
        while block := list(islice(texts, _AT_ONCE)):
            keys = [_key(text) for text in block]
            asked.update(keys)
            if self._shared and is_shared():
                self._take(keys, asked)
            # as JSON: to keep one text may drop another one of the block
            kept = [self._statements.get(key) for key in keys]
            pairs = zip(block, kept, strict=True)
            fresh = iter(self._method.read(text for text, known in pairs if known is None))
            for key, known in zip(keys, kept, strict=True):
                if known is not None:
                    yield _from_json(known)
                    continue
                outcome = next(fresh)
                if not isinstance(outcome, Exception):
                    self._keep(key, outcome, asked)
                yield outcome

    def afresh(self) -> Kept:
        """Return the same method with nothing in its memory."""
        return Kept(self._method, most=self._most, shared=self._shared)

    def load(self, path: Path) -> None:
        """Take in what was saved in `path`, if the same code and the same model did it."""
        if path.is_file():
            saved = json.loads(path.read_text(encoding="utf-8"))
            if saved["made_by"] == _made_by():
                self._hold(self._statements | saved["statements"])

    def save(self, path: Path, texts: Iterable[Text]) -> None:
        """Save what was found in those of the texts that have been read, in their order."""
        keys = [key for key in map(_key, texts) if key in self._statements]
        self._write(path, {key: self._statements[key] for key in keys})

    @contextmanager
    def resumed(self, path: Path) -> Iterator[None]:
        """Take up what an earlier run left in `path`; leave it there if this one is cut short."""
        self.load(path)
        try:
            yield
        except BaseException as error:
            if self._statements:
                self._write(path, self._statements)
                error.add_note(
                    f"what the {self.name} found in {len(self._statements):,} texts is kept in "
                    f"{path}; the same command goes on from there"
                )
            raise
        path.unlink(missing_ok=True)

    def forget(self) -> None:
        """Keep nothing any more."""
        self._hold({})

    def _keep(self, key: str, statements: list[Statement], asked: set[str]) -> None:
        """Keep the statements of a text; if there is no room, drop those not asked for lately."""
        written = json.dumps(statements, separators=(",", ":"))
        if self._shared and is_shared():
            share(self.name, _maker(), key, written)
        self._put(key, written, asked)

    def _put(self, key: str, written: str, asked: set[str]) -> None:
        if self._size >= self._most:
            self._hold({k: one for k, one in self._statements.items() if k in asked})
        if self._size < self._most:
            self._statements[key] = written
            self._size += len(written)

    def _take(self, keys: list[str], asked: set[str]) -> None:
        """Take in what other processes, or earlier runs, have read."""
        missing = [key for key in keys if key not in self._statements]
        for key, written in get_shared(self.name, _maker(), missing).items():
            self._put(key, written, asked)

    def _write(self, path: Path, statements: dict[str, str]) -> None:
        saved = {"made_by": _made_by(), "statements": statements}
        write_atomically(path, json.dumps(saved).encode())

    def _hold(self, statements: dict[str, str]) -> None:
        self._statements = statements
        self._size = sum(map(len, statements.values()))


def _from_json(written: str) -> list[Statement]:
    return [
        Statement(tuple(map(tuple, content)), source and tuple(source), cue and tuple(cue), rule)
        for content, source, cue, rule in json.loads(written)
    ]


def _key(text: Text) -> str:
    whole = f"{text.body_start} {text.language} {text.raw}"
    return sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()


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
