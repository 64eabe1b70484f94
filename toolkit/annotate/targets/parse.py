"""Parses of sentences: which word hangs on which, told once by spaCy's model and then kept."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from hashlib import sha256
from typing import NamedTuple

from toolkit.annotate.attribution.memory import Memory
from toolkit.annotate.attribution.parser.parse import load_model, without_surrogates

_AT_ONCE = 128  # sentences
READER = "parser, sentences"
MOST = 16 << 20  # characters of what is kept, some 30,000 sentences
MEMORY = Memory(READER, most=MOST)


class Words(NamedTuple):
    """What is kept of a parse, as briefly as may be, and without the words themselves."""

    lengths: list[int]
    blanks: str  # of each word 1 if a blank follows, else 0
    marks: str  # 1 if it is punctuation, else 0
    heads: list[int]
    tags: str
    dependencies: str


class Token:
    """A word of a parse, with the names that spaCy's has.

    Attributes
    ----------
    parse
        The parse that it is of.
    i, idx
        Its number in the parse, and the character at which it begins.
    text, lower_
        The word, and in lower case.
    tag_, dep_, is_punct
        Its part of speech, how it hangs on its head, and whether it is punctuation.
    head
        The word on which it hangs; of the root, itself.
    lefts, rights
        The words that hang on it, before it and after it, in order.
    """

    __slots__ = (
        *("dep_", "head", "i", "idx", "is_punct", "lefts"),
        *("lower_", "parse", "rights", "tag_", "text"),
    )

    def __init__(
        self, parse: Parse, i: int, idx: int, text: str, tag: str, dependency: str, mark: str
    ) -> None:
        self.parse, self.i, self.idx = parse, i, idx
        self.text, self.lower_ = text, text.lower()
        self.tag_, self.dep_, self.is_punct = tag, dependency, mark == "1"
        self.head = self
        self.lefts: list[Token] = []
        self.rights: list[Token] = []

    @property
    def end(self) -> int:
        """The character at which it ends."""
        return self.idx + len(self.text)

    @property
    def children(self) -> list[Token]:
        """The words that hang on it."""
        return [*self.lefts, *self.rights]

    @property
    def ancestors(self) -> Iterator[Token]:
        """The words on which it hangs, from its head up."""
        token = self
        while token.head is not token:
            token = token.head
            yield token

    @property
    def subtree(self) -> Iterator[Token]:
        """The word and all below it: first what is before it, then itself, then the rest."""
        waiting = [(self, False)]  # however deep it is
        while waiting:
            token, is_next = waiting.pop()
            if is_next:
                yield token
                continue
            waiting += [(child, False) for child in reversed(token.rights)]
            waiting.append((token, True))
            waiting += [(child, False) for child in reversed(token.lefts)]


class Parse:
    """The words of a sentence in order, and its text."""

    def __init__(self, text: str, words: Words) -> None:
        self.text = text
        self.tokens: list[Token] = []
        start = 0
        about = words.tags.split(), words.dependencies.split(), words.marks
        for length, blank, *told in zip(words.lengths, words.blanks, *about, strict=True):
            end = start + length
            self.tokens.append(Token(self, len(self.tokens), start, text[start:end], *told))
            start = end + int(blank)
        for token, head in zip(self.tokens, words.heads, strict=True):
            token.head = self.tokens[head]
            if head > token.i:
                token.head.lefts.append(token)
            elif head < token.i:
                token.head.rights.append(token)
        self._by_start = {token.idx: token for token in self.tokens}

    def beginning_at(self, place: int) -> Token | None:
        """Return the word that begins at a character."""
        return self._by_start.get(place)


def parse_sentences(sentences: Sequence[str]) -> Iterator[Parse]:
    """Yield the parse of each sentence; none is parsed that was before, by this code and model."""
    texts = list(map(without_surrogates, sentences))
    keys = [sha256(text.encode()).hexdigest() for text in texts]
    known = MEMORY.look_up(keys, set(keys))
    missing = {key: text for key, text, one in zip(keys, texts, known, strict=True) if one is None}
    fresh = dict(zip(missing, _parse(missing.values()), strict=True))
    MEMORY.keep(fresh, set(keys))
    for key, text, written in zip(keys, texts, known, strict=True):
        yield Parse(text, fresh[key] if written is None else Words(*json.loads(written)))


def _parse(texts: Collection[str]) -> Iterator[Words]:
    """Yield what the model tells of the words of each text."""
    if not texts:
        return  # and no model is loaded
    for doc in load_model().pipe(texts, batch_size=_AT_ONCE):
        yield Words(
            [len(token) for token in doc],
            "".join(str(len(token.whitespace_)) for token in doc),
            "".join(str(int(token.is_punct)) for token in doc),
            [token.head.i for token in doc],
            " ".join(token.tag_ for token in doc),
            " ".join(token.dep_ for token in doc),
        )
