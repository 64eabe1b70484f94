"""The place of a framing term: its sentence, the actors named around it, and who speaks."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from toolkit.annotate.attribution.attributions import Row
from toolkit.annotate.names import Name
from toolkit.languages.language import Language, language_of
from toolkit.tables.joint import split_ids
from toolkit.text.segments import Part
from toolkit.text.spans import SpanIndex
from toolkit.text.text import Text
from toolkit.text.words import Span


class Credit(NamedTuple):
    """Who is credited with a piece of content, and the words that name him."""

    source_id: str | None
    source_start: int | None
    source_end: int | None

    @classmethod
    def of(cls, row: Row) -> Credit:
        """Return the credit of a row of the attributions table."""
        return cls(row.source_id, row.source_start, row.source_end)

    def covers(self, name: Name) -> bool:
        """Tell whether a name stands in the words that name the source."""
        if self.source_start is None or self.source_end is None:
            return False
        return name.start < self.source_end and self.source_start < name.end


class Aim(NamedTuple):
    """An actor that a term is aimed at, in which role, and the rule that tells so."""

    actor_id: str
    role: str
    rule: str


class Place(NamedTuple):
    """A term in its sentence."""

    start: int
    end: int
    match: str
    sentence: Span
    number: int  # of the sentence in the article
    names: Sequence[Name]  # the actors named in the sentence
    previous: Sequence[Name]  # and in the one before
    credit: Credit
    language: Language

    @property
    def speakers(self) -> list[str]:
        """The actors who say it."""
        return split_ids(self.credit.source_id)

    def others(self, names: Iterable[Name]) -> list[str]:
        """Return the actors among `names` who do not speak, each once, in text order."""
        actors = dict.fromkeys(name.actor_id for name in names)
        return [actor for actor in actors if actor not in self.speakers]


def places_of_terms(
    text: Text,
    hits: Iterable[tuple[int, int, str]],
    names: Iterable[Name],
    credited: Iterable[tuple[Part, Credit]],
) -> Iterator[tuple[str, Place]]:
    """Yield the id of each mention of one article, and its place."""
    language, sentences = language_of(text.language), text.sentences
    named = SpanIndex(names)
    pieces = SpanIndex((part.start, part.end, credit) for part, credit in credited)
    for start, end, term_id in hits:
        at = bisect_right(sentences, (start, len(text.raw))) - 1
        if at < 0 or start >= sentences[at][1]:
            continue
        piece = pieces.at(start)
        yield (
            f"{text.doc_id}:{start}-{end}:{term_id}",
            Place(
                start,
                end,
                text.folded[start:end],
                sentences[at],
                at,
                named.within(*sentences[at]),
                named.within(*sentences[at - 1]) if at else (),
                piece[2] if piece else Credit(None, None, None),
                language,
            ),
        )
