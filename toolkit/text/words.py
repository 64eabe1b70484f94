"""Words: one definition of a word, used by every stage."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import regex

Span = tuple[int, int]

# A word is a number with inner separators, or letters and digits joined by inner apostrophes
# and hyphens: "1,960", "Turkey's" and "Nagorno-Karabakh" are one word each.
WORD = r"\d+(?:[.,]\d+)+|\w+(?:[-'’‑]\w+)*"
_BLANK = regex.compile(r"[^\S\n\r\v\f\x85\u2028\u2029]+")  # no line ends here
# Of each ASCII character whether it is a letter, a digit, what may join two, or none of these: so
# few kinds that few runs of them differ.
_ASCII = "".join(map(chr, range(128)))
_DIGITS_ALIKE = regex.sub(r"\d", "0", regex.sub(r"[^\W\d]", "a", _ASCII))
_KINDS = regex.sub(r"[^\w.,'-]", " ", _DIGITS_ALIKE).encode().ljust(256)
# Marks of print, and what counts as they do: most text without others is read as ASCII.
_PLAIN = (("’", "'"), ("“", " "), ("”", " "), ("—", " "), ("–", " "), ("…", " "))
_LONGEST, _MOST = 15, 10_000  # characters of a run, and runs whose counts are kept
WORD_PATTERN = regex.compile(WORD)  # whose letters keep their marks, as those of re do not


def word_spans(text: str) -> Iterator[Span]:
    """Yield the (start, end) of each word of `text`, in order."""
    return (word.span() for word in WORD_PATTERN.finditer(text))


def sequences(text: str, spans: list[Span], size: int) -> list[Span]:
    """Return the (start, end) of each run of `size` words with nothing but blanks between them.

    `spans` are those of all words of the text.
    """
    if size == 1:
        return spans
    apart = [not _BLANK.fullmatch(text, a[1], b[0]) for a, b in pairwise(spans)]
    pairs = ((first, first + size - 1) for first in range(len(spans) - size + 1))
    return [(spans[a][0], spans[b][1]) for a, b in pairs if not any(apart[a:b])]


def one_blank(run: str) -> str:
    """Return a run of words with one blank between two of them, however they were written."""
    return " ".join(run.split())


def word_starts(text: str) -> list[int]:
    """Return where each word of `text` begins, in order."""
    return [word.start() for word in WORD_PATTERN.finditer(text)]


def count_words(text: str, start: int = 0, end: int | None = None) -> int:
    """Return the number of words in a stretch of `text`."""
    stretch = text[start:end]
    if not stretch.isascii():
        for mark, plain in _PLAIN:
            stretch = stretch.replace(mark, plain)
    if stretch.isascii():
        return sum(map(_COUNTS.__getitem__, stretch.encode().translate(_KINDS).split()))
    return len(WORD_PATTERN.findall(stretch, concurrent=False))


class _Counts(dict[bytes, int]):
    """How many words a run of characters without blanks has, by their kinds; long ones differ."""

    def __missing__(self, run: bytes) -> int:
        n_words = len(WORD_PATTERN.findall(run.decode()))
        if len(run) <= _LONGEST and len(self) < _MOST:
            self[run] = n_words
        return n_words


_COUNTS = _Counts()


def has_word(text: str, start: int = 0, end: int | None = None) -> bool:
    """Tell whether a stretch of `text` has a word."""
    if text[start : start + 1].isalpha() and (end is None or start < end):
        return True
    return WORD_PATTERN.search(text, start, end, concurrent=False) is not None


def lowered_words(text: str, start: int = 0, end: int | None = None) -> list[str]:
    """Return the words of a stretch of `text`, in lower case."""
    words = WORD_PATTERN.findall(text, start, end, concurrent=False)
    return [word.lower() for word in words]
