"""A method that remembers what it has read: interrupted work goes on where it stopped."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from itertools import islice
from pathlib import Path

from toolkit.annotate.attribution.cues import Statement
from toolkit.annotate.attribution.memory import Memory
from toolkit.annotate.attribution.statements import Method, Outcome
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
        self._memory = Memory(method.name, most=most, shared=shared)

    def __contains__(self, text: Text) -> bool:
        return _key(text) in self._memory

    def read(self, texts: Iterable[Text]) -> Iterator[Outcome]:
        """Yield the statements of each text, in order, those that are kept and the others."""
        texts = iter(texts)
        asked: set[str] = set()
        while block := list(islice(texts, _AT_ONCE)):
            keys = [_key(text) for text in block]
            asked.update(keys)
            # as JSON: to keep one text may drop another one of the block
            kept = self._memory.look_up(keys, asked)
            pairs = zip(block, kept, strict=True)
            fresh = iter(self._method.read(text for text, known in pairs if known is None))
            for key, known in zip(keys, kept, strict=True):
                if known is not None:
                    yield _from_json(known)
                    continue
                outcome = next(fresh)
                if not isinstance(outcome, Exception):
                    self._memory.keep({key: outcome}, asked)
                yield outcome

    def afresh(self) -> Kept:
        """Return the same method with nothing in its memory."""
        return Kept(self._method, most=self._most, shared=self._shared)

    def load(self, path: Path) -> None:
        """Take in what was saved in `path`, if the same code and the same model did it."""
        self._memory.load(path)

    def save(self, path: Path, texts: Iterable[Text]) -> None:
        """Save what was found in those of the texts that have been read, in their order."""
        self._memory.save(path, map(_key, texts))

    @contextmanager
    def resumed(self, path: Path) -> Iterator[None]:
        """Take up what an earlier run left in `path`; leave it there if this one is cut short."""
        self.load(path)
        try:
            yield
        except BaseException as error:
            if self._memory:
                self._memory.save(path)
                error.add_note(
                    f"what the {self.name} found in {len(self._memory):,} texts is kept in "
                    f"{path}; the same command goes on from there"
                )
            raise
        path.unlink(missing_ok=True)

    def forget(self) -> None:
        """Keep nothing any more."""
        self._memory.forget()


def _from_json(written: str) -> list[Statement]:
    return [
        Statement(tuple(map(tuple, content)), source and tuple(source), cue and tuple(cue), rule)
        for content, source, cue, rule in json.loads(written)
    ]


def _key(text: Text) -> str:
    whole = f"{text.body_start} {text.language} {text.raw}"
    return sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()
