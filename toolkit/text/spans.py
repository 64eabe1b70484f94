"""Half-open character spans: which overlap, which contains which."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Generic, TypeVar

T = TypeVar("T", bound=tuple)


def longest_first(spans: Iterable[T], *, tie: Callable[[T], Any]) -> list[T]:
    """Return the spans that remain when longer ones displace those they overlap, in text order.

    `spans` are tuples that begin with start and end. Between spans of one length the earlier
    wins, and between spans of one place the one with the smaller `tie`; the order in which
    they come never matters.
    """
    kept: list[T] = []
    starts: list[int] = []
    for span in sorted(spans, key=lambda s: (s[0] - s[1], s[0], tie(s))):
        at = bisect_left(starts, span[1])
        if at and kept[at - 1][1] > span[0]:
            continue
        starts.insert(at, span[0])
        kept.insert(at, span)
    return kept


def union(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the spans that cover what `spans` cover, in text order, none overlapping another."""
    covered: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if covered and start < covered[-1][1]:
            covered[-1] = (covered[-1][0], max(end, covered[-1][1]))
        else:
            covered.append((start, end))
    return covered


class SpanIndex(Generic[T]):
    """Spans that do not overlap each other, asked which of them holds a place."""

    def __init__(self, spans: Iterable[T]) -> None:
        self.spans: Sequence[T] = sorted(spans, key=lambda s: s[:2])
        self._starts = [span[0] for span in self.spans]

    def at(self, place: int) -> T | None:
        """Return the span that holds the character at `place`, or None."""
        before = bisect_right(self._starts, place) - 1
        if before >= 0 and place < self.spans[before][1]:
            return self.spans[before]
        return None

    def within(self, start: int, end: int) -> Sequence[T]:
        """Return the spans that begin at `start` or later and before `end`."""
        return self.spans[bisect_left(self._starts, start) : bisect_left(self._starts, end)]
