"""The outermost voice: each word of a text belongs to one statement only."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from typing import Generic, TypeVar

from toolkit.annotate.attribution.cues import Span, Statement
from toolkit.text.words import has_word

Owner = TypeVar("Owner")


class Claimed(Generic[Owner]):
    """Character spans that have a voice already, and whose they are; none overlap."""

    def __init__(self, owned: Iterable[tuple[Span, Owner]]) -> None:
        ordered = sorted(owned, key=lambda pair: pair[0])
        self.starts = [span[0] for span, _ in ordered]
        self.ends = [span[1] for span, _ in ordered]
        self.owners = [owner for _, owner in ordered]

    def holds(self, place: int) -> bool:
        """Tell whether the character at `place` has a voice."""
        at = bisect_right(self.starts, place) - 1
        return at >= 0 and place < self.ends[at]

    def free(self, span: Span) -> list[Span]:
        """Return the pieces of `span` that nobody has."""
        start, end = span
        pieces = []
        for at in self._between(span):
            if self.starts[at] > start:
                pieces.append((start, self.starts[at]))
            start = max(start, self.ends[at])
        if start < end:
            pieces.append((start, end))
        return pieces

    def sharing(self, span: Span) -> Iterator[tuple[Owner, int]]:
        """Yield who has pieces of `span`, with the characters of each piece."""
        for at in self._between(span):
            yield self.owners[at], min(span[1], self.ends[at]) - max(span[0], self.starts[at])

    def add(self, spans: Iterable[Span], owner: Owner) -> None:
        """Give free spans to `owner`."""
        for start, end in spans:
            at = bisect_left(self.starts, start)
            self.starts.insert(at, start)
            self.ends.insert(at, end)
            self.owners.insert(at, owner)

    def _between(self, span: Span) -> range:
        at = max(0, bisect_right(self.starts, span[0]) - 1)
        stop = bisect_left(self.starts, span[1])
        if at < stop and self.ends[at] <= span[0]:
            at += 1  # it ends before the span; those after it begin within the span
        return range(at, stop)


def outermost(
    text: str,
    statements: Iterable[Statement],
    turns: Iterable[Statement] = (),
    unvoiced: Iterable[Span] = (),
) -> list[Statement]:
    """Return the statements without those inside of another one's content.

    Parameters
    ----------
    text
        The text that all spans point into.
    statements
        Where two overlap, the longer keeps the words; of the shorter remains what stands
        outside, if that is at least half of it.
    turns
        Statements that go before all others, whatever their length.
    unvoiced
        Spans that nobody says.
    """
    kept = list(turns)
    taken = [*unvoiced, *(piece for turn in kept for piece in turn.content)]
    claimed: Claimed[None] = Claimed((span, None) for span in taken)
    for statement in sorted(statements, key=lambda s: (-length(s.content), s.cue or (0, 0))):
        if statement.cue is not None and claimed.holds(statement.cue[0]):
            continue
        free = with_words(text, [free for span in statement.content for free in claimed.free(span)])
        if free != statement.content:
            if 2 * length(free) < length(statement.content):
                continue
            statement = statement._replace(content=free)
        claimed.add(free, None)
        kept.append(statement)
    return sorted(kept, key=first_place)


def with_words(text: str, spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return those of the spans that hold a word."""
    return tuple([span for span in spans if has_word(text, *span)])


def first_place(statement: Statement) -> Span:
    """Return the first of a statement's spans, its cue among them."""
    content, cue = statement.content, statement.cue
    return min(content if cue is None else (*content, cue))


def length(spans: Iterable[Span]) -> int:
    """Return the number of characters in the spans."""
    return sum([end - start for start, end in spans])
