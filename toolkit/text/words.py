"""Words: one definition of a word, used by every stage."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

Span = tuple[int, int]

# A word is a number with inner separators, or letters and digits joined by inner apostrophes
# and hyphens: "1,960", "Turkey's" and "Nagorno-Karabakh" are one word each.
WORD = r"\d+(?:[.,]\d+)+|\w+(?:[-'’‑]\w+)*"
WORD_PATTERN = re.compile(WORD)  # to look for a word within a span


def word_spans(text: str) -> Iterator[Span]:
    """Yield the (start, end) of each word of `text`, in order."""
    return _word_tokenizer().span_tokenize(text)


def count_words(text: str) -> int:
    """Return the number of words in `text`."""
    return len(_word_tokenizer().tokenize(text))


def lowered_words(text: str, start: int = 0, end: int | None = None) -> list[str]:
    """Return the words of a stretch of `text`, in lower case."""
    words = WORD_PATTERN.findall(text, start, len(text) if end is None else end)
    return [word.lower() for word in words]


@cache
def _word_tokenizer():
    from nltk.tokenize import RegexpTokenizer

    return RegexpTokenizer(WORD)
