"""Sentences: one definition of a sentence, used by every stage."""

from __future__ import annotations

import re

from toolkit.text.words import Span

# sentencex 1.0.32 panics where a blank of more than one byte stands before a full stop.
_WIDE_BLANK = re.compile(r"[^\S\x00-\x7f]")


def sentence_spans(text: str, language: str = "en") -> list[Span]:
    """Return the (start, end) of each sentence of `text`, without the white space around it.

    `language` is a code of sentencex, which cuts what it does not know as English.

    A sentence never crosses a line break: in news text a line is a paragraph or a headline.
    """
    spans = []
    start = 0
    for line in text.split("\n"):
        if line.strip():
            spans += _line_sentences(line, start, language)
        start += len(line) + 1
    return spans


def _line_sentences(line: str, offset: int, language: str) -> list[Span]:
    import sentencex

    spans = []
    for piece in sentencex.segment(language, _WIDE_BLANK.sub(" ", line)):  # all of it, cut
        start = offset + len(piece) - len(piece.lstrip())
        offset += len(piece)
        end = offset - len(piece) + len(piece.rstrip())
        if start < end:
            spans.append((start, end))
    return spans
