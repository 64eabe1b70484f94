"""Segments: an article cut into stretches of one voice and one mode, without gaps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import pandas as pd

from toolkit.text.quotes import Quote, quote_spans
from toolkit.text.sentences import count_words

# A quotation of so many words or fewer, without a speaker, is scare quotes; a longer one is
# the outlet's narration unless it was attributed.
SHORT_QUOTE = 5

NARRATION, OTHER_SPEAKER, UNKNOWN_SPEAKER = "narration", "other speaker", "unknown speaker"


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
    values = zip(*(attributions[name] for name in columns), strict=True)
    for row, (doc_id, start, end, mode) in enumerate(values):
        parts.setdefault(doc_id, []).append(Part(start, end, mode, row))
    for pieces in parts.values():
        pieces.sort()
    return parts


def cut_segments(text: str, body_start: int, parts: Sequence[Part]) -> list[Segment]:
    """Cut an article into segments that cover it, each character once, in order.

    Content of an attribution is direct inside its quotation marks and indirect outside of them;
    all else is a scare quote (short, in quotation marks), headline, or narration.
    """
    quotes = quote_spans(text)
    segments: list[Segment] = []
    at = 0
    for part in parts:
        start = max(part.start, at)  # parts do not overlap; if they did, the first would win
        if start >= part.end:
            continue
        segments += _outside(text, at, start, body_start, quotes)
        if part.mode == "mixed":
            segments += _mixed(part._replace(start=start), quotes)
        else:
            segments.append(Segment(start, part.end, part.mode, part.row))
        at = part.end
    segments += _outside(text, at, len(text), body_start, quotes)
    return segments


def voice_of(voice_id: str | None, source: str | None, mode: str) -> str:
    """Return what the column `voice` says: the actor, or which kind of voice it is."""
    if mode not in ("direct", "indirect"):
        return NARRATION
    if not pd.isna(voice_id):
        return voice_id
    return UNKNOWN_SPEAKER if pd.isna(source) else OTHER_SPEAKER


def _outside(
    text: str, start: int, end: int, body_start: int, quotes: Sequence[Quote]
) -> Iterator[Segment]:
    """Yield the segments of a stretch that no attribution holds."""
    for quote in quotes:
        if quote.end <= start or quote.start >= end:
            continue
        if quote.start < start or quote.end > end:  # the rest of it is attributed
            continue
        if count_words(text[quote.start : quote.end]) <= SHORT_QUOTE:
            yield from _own(start, quote.inner_start, body_start)
            yield Segment(quote.inner_start, quote.inner_end, "scare", -1)
            start = quote.inner_end
    yield from _own(start, end, body_start)


def _own(start: int, end: int, body_start: int) -> Iterator[Segment]:
    """Yield the outlet's own words between two places: headline, then narration."""
    if start < min(end, body_start):
        yield Segment(start, min(end, body_start), "headline", -1)
    if max(start, body_start) < end:
        yield Segment(max(start, body_start), end, "narration", -1)


def _mixed(part: Part, quotes: Sequence[Quote]) -> Iterator[Segment]:
    at = part.start
    for quote in quotes:
        start, end = max(quote.inner_start, at), min(quote.inner_end, part.end)
        if start >= end:
            continue
        if at < start:
            yield Segment(at, start, "indirect", part.row)
        yield Segment(start, end, "direct", part.row)
        at = end
    if at < part.end:
        yield Segment(at, part.end, "indirect", part.row)
