"""Parses of sentences: which word hangs on which, told once by spaCy's model and then kept."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from toolkit.annotate.attribution.memory import Memory
from toolkit.annotate.attribution.parser.parse import load_model, without_surrogates

_AT_ONCE = 128  # sentences
_MOST = 16 << 20  # characters of what is kept, some 20,000 sentences
_MEMORY = Memory("parser, sentences", most=_MOST)

Word = tuple[int, int, str, str, int, bool]  # start, end, tag, dependency, head, is punctuation


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

    def __init__(self, parse: Parse, i: int, word: Word) -> None:
        self.parse, self.i = parse, i
        self.idx, end, self.tag_, self.dep_, _, self.is_punct = word
        self.text = parse.text[self.idx : end]
        self.lower_ = self.text.lower()
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
        """The word and all below it, in order."""
        for child in self.lefts:
            yield from child.subtree
        yield self
        for child in self.rights:
            yield from child.subtree


class Parse:
    """The words of a sentence in order, and its text."""

    def __init__(self, text: str, words: Sequence[Word]) -> None:
        self.text = text
        self.tokens = [Token(self, i, word) for i, word in enumerate(words)]
        for token, (*_, head, _) in zip(self.tokens, words, strict=True):
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
    asked = set(sentences)
    known = _MEMORY.look_up(sentences, asked)
    missing = [one for one, written in zip(sentences, known, strict=True) if written is None]
    fresh = dict(zip(missing, _parse(missing), strict=True)) if missing else {}
    _MEMORY.keep(fresh, asked)
    for sentence, written in zip(sentences, known, strict=True):
        words = fresh[sentence] if written is None else json.loads(written)
        yield Parse(without_surrogates(sentence), words)


def _parse(sentences: Sequence[str]) -> Iterator[list[Word]]:
    """Yield what the model tells of the words of each sentence."""
    for doc in load_model().pipe(map(without_surrogates, sentences), batch_size=_AT_ONCE):
        yield [(t.idx, t.idx + len(t), t.tag_, t.dep_, t.head.i, t.is_punct) for t in doc]
