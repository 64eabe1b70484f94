"""Segments: an article cut into stretches of one voice and one mode, without gaps."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import pandas as pd

from toolkit.text.quotes import Quote
from toolkit.text.text import Text
from toolkit.text.words import count_words

# A quotation of so many words or fewer, without a speaker, is scare quotes; a longer one is
# the outlet's narration unless it was attributed.
SHORT_QUOTE = 5


class Segment(NamedTuple):
    """A stretch of text: its mode, and the row of the attribution that holds it (or -1)."""

    start: int
    end: int
    mode: str
    row: int


class Part(NamedTuple):
    """A piece of attributed content, from the attributions table."""

    start: int
    end: int
    mode: str
    row: int


def parts_by_doc(attributions: pd.DataFrame) -> dict[str, list[Part]]:
    """Return the pieces of content of each article in text order; `row` is the row's position."""
    parts: dict[str, list[Part]] = {}
    columns = ("doc_id", "content_start", "content_end", "mode")
    values = zip(*(attributions[name].tolist() for name in columns), strict=True)
    for row, (doc_id, start, end, mode) in enumerate(values):
        parts.setdefault(doc_id, []).append(Part(start, end, mode, row))
    for pieces in parts.values():
        pieces.sort()
    return parts


def cut_segments(text: Text, parts: Sequence[Part]) -> list[Segment]:
    """Cut an article into segments that cover it, each character once, in order.

    Content of an attribution is direct inside its quotation marks and indirect outside of them;
    all else is a scare quote (short, in quotation marks), headline, or narration.
    """
    quotes = _Quotes(text.quotes)
    segments: list[Segment] = []
    at = 0
    for part in parts:
        start = max(part.start, at)  # parts do not overlap; if they did, the first would win
        if start >= part.end:
            continue
        segments += _unattributed(text, at, start, quotes)
        if part.mode == "mixed":
            segments += _mixed(part._replace(start=start), quotes)
        else:
            segments.append(Segment(start, part.end, part.mode, part.row))
        at = part.end
    segments += _unattributed(text, at, len(text.raw), quotes)
    return segments


class _Quotes:
    """The quotations of a text, which do not overlap, asked for those in a stretch of it."""

    def __init__(self, quotes: Sequence[Quote]) -> None:
        self._quotes = quotes
        self._starts = [quote.start for quote in quotes]
        self._ends = [quote.end for quote in quotes]

    def between(self, start: int, end: int) -> Sequence[Quote]:
        """Return the quotations that share a character with a stretch."""
        return self._quotes[bisect_right(self._ends, start) : bisect_left(self._starts, end)]


def _unattributed(text: Text, start: int, end: int, quotes: _Quotes) -> Iterator[Segment]:
    """Yield the segments of a stretch that no attribution holds."""
    for quote in quotes.between(start, end):
        if quote.start < start or quote.end > end:  # the rest of it is attributed
            continue
        if count_words(text.raw[quote.start : quote.end]) <= SHORT_QUOTE:
            yield from _of_outlet(start, quote.inner_start, text.body_start)
            yield Segment(quote.inner_start, quote.inner_end, "scare", -1)
            start = quote.inner_end
    yield from _of_outlet(start, end, text.body_start)


def _of_outlet(start: int, end: int, body_start: int) -> Iterator[Segment]:
    """Yield the outlet's own words between two places: headline, then narration."""
    if start < min(end, body_start):
        yield Segment(start, min(end, body_start), "headline", -1)
    if max(start, body_start) < end:
        yield Segment(max(start, body_start), end, "narration", -1)


def _mixed(part: Part, quotes: _Quotes) -> Iterator[Segment]:
    at = part.start
    for quote in quotes.between(part.start, part.end):
        start, end = max(quote.inner_start, at), min(quote.inner_end, part.end)
        if start >= end:
            continue
        if at < start:
            yield Segment(at, start, "indirect", part.row)
        yield Segment(start, end, "direct", part.row)
        at = end
    if at < part.end:
        yield Segment(at, part.end, "indirect", part.row)
