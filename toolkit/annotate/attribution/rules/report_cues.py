"""The cues of a sentence in a language of any word order, with where they begin and end."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from toolkit.annotate.attribution.rules.sentence import Sentence
from toolkit.annotate.attribution.rules.tokens import DASHES, QUOTE
from toolkit.languages.cues import Phrase

_TAG_FOLLOWS = frozenset([",", QUOTE, *DASHES])


class Found(NamedTuple):
    """A cue: its kind, which is the name of its list, and its tokens."""

    kind: str
    start: int
    end: int


def cues_of(sentence: Sentence) -> Iterator[Found]:
    """Yield the cues of a sentence in order; none begins inside of another one."""
    lists = sentence.reports
    words = sentence.words
    kinds = {kind: getattr(lists, kind) for kind in ("before", "after", "says", "does", "weak")}
    last = 0
    for at in sentence.cues:
        if at < last:
            continue
        found = None
        for kind, by_first in kinds.items():
            end = _end_of(words, at, by_first.get(words[at], ()))
            if end is not None and (found is None or end > found.end):
                found = Found(kind, at, end)
        if found is None and words[at] in lists.tags and at and words[at - 1] in _TAG_FOLLOWS:
            found = Found("tags", at, at + 1)
        if found is not None:
            yield found
            last = found.end


def _end_of(words: list[str], at: int, phrases: list[Phrase] | tuple[()]) -> int | None:
    """Return where the longest of the phrases ends that stands at a token."""
    for phrase in phrases:
        end = at + len(phrase)
        if tuple(words[at:end]) == phrase:
            return end
    return None
