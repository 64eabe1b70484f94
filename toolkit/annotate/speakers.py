"""Who speaks a whole document: from the words of its column `speaker` to an actor."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from toolkit.annotate.names import SPEAKER, Name
from toolkit.languages.language import Language
from toolkit.languages.read import any_of
from toolkit.tables.joint import join_ids
from toolkit.text.words import Span, has_word, lowered_words

_INVERTED = re.compile(r"([^,;()\[\]]+),\s*([^,;()\[\]]+)")
_BETWEEN_SPEAKERS = re.compile(r"[;/|\r\n]")  # as TEI and spreadsheets list them


def as_spoken(speaker: str) -> str:
    """Return "Roe, Jane" as "Jane Roe"."""
    return _INVERTED.sub(r"\2 \1", speaker) if _INVERTED.fullmatch(speaker) else speaker


def each_speaker(speaker: str) -> list[str]:
    """Return the words of each one whom the words of a column `speaker` list: "Roe; Doe"."""
    return [speaker[slice(*part)].strip() for part in _cut(speaker, _BETWEEN_SPEAKERS)]


def joint_name(names: Sequence[Name | None]) -> Name | None:
    """Return the name of all who speak together, None if one of them is nobody.

    Several people of one actor speak for it.
    """
    meant = {_Meant(one.actor_id, one.person_id) for one in names if one is not None}
    return None if not names or None in names else Name(0, 0, *_joint(meant), SPEAKER)


def speaker_name(
    speaker: str, names: Sequence[Name], surnames: Collection[Name], language: Language
) -> Name | None:
    """Return the name, of no characters, of whom the words of a column `speaker` mean.

    Parameters
    ----------
    speaker
        As "Foreign Minister Jane Roe", "Roe, Jane", "Ms. Roe (Norland)", "Norland and Westland",
        "Jane Roe and Max Doe".
    names
        The actors named in it.
    surnames
        Those of the names that several people may have.
    language
        The language of the document.

    Returns
    -------
    Name or None
        None if it is nobody in the registry. A person who is not in it speaks for the one actor
        whose office follows his name ("Jane Doe, Foreign Minister of Norland") or who stands alone
        behind it, as in records of the UN ("Ms. Doe (Norland)").

    Notes
    -----
    *Limits.* A surname with another first name ("John Roe") is nobody's; with an initial too.
    """
    words = _Words(speaker, names, surnames, language)
    meant = words.together() or words.person() or words.actor()
    return None if meant is None else Name(0, 0, *meant, SPEAKER)


class _Meant(NamedTuple):
    """Whom words mean."""

    actor_id: str
    person_id: str | None = None


def _joint(meant: Collection[_Meant]) -> _Meant:
    """Return who speak together as one: the one they all are, else their actors."""
    first, *others = meant
    return _Meant(join_ids(one.actor_id for one in meant)) if others else first


class _Words:
    """The words that say who speaks a document, cut at commas and brackets."""

    def __init__(
        self, text: str, names: Sequence[Name], surnames: Collection[Name], language: Language
    ) -> None:
        self._text = text
        self._names = names
        self._surnames = surnames
        self._language = language
        self._patterns = _patterns(language)
        self._parts = list(_cut(text, self._patterns.part))

    def together(self) -> _Meant | None:
        """Return those who speak together: "Norland, Westland and Tarsovia", "Roe and Doe"."""
        parts = list(_cut(self._text, self._patterns.joined))
        for each in (self._named_alone, self._person):
            listed = [each(part) for part in parts]
            if len(parts) > 1 and None not in listed:
                return _joint({one for one in listed if one is not None})
        parts = list(_cut(self._text, self._patterns.joins))
        mixed = [self._named_alone(part) or self._described(part) for part in parts]
        if len(parts) < 2 or None in mixed:
            return None
        return _joint({one for one in mixed if one is not None})

    def person(self) -> _Meant | None:
        """Return the person at the end of the first part: "President of Norland Jane Roe".

        Nobody, if a part behind names another person.
        """
        part, *others = self._parts or [(0, 0)]
        meant = self._person(part, others)
        listed = {self._person(one) for one in _cut(self._text, self._patterns.joined)}
        return None if listed - {None, meant} else meant

    def _described(self, span: Span) -> _Meant | None:
        """Return the person of a stretch: "Jane Roe, Foreign Minister of Norland"."""
        first, *others = _cut(self._text, self._patterns.part, span)
        are_his = all(
            self._within(part) or any(map(self._language.is_office, self._words(*part)))
            for part in others
        )
        return self._person(first, others) if are_his else None

    def _person(self, part: Span, others: Sequence[Span] = ()) -> _Meant | None:
        """Return the person at the end of a part; others tell what he is."""
        named = self._within(part)
        if not named or named[-1].person_id is None or self._words(named[-1].end, part[1]):
            return None
        *before, last = named
        if not self._is_head(part[0], before, last):
            return None
        if last in self._surnames and not self._is_sure(part[0], last, others):
            return None
        return _Meant(last.actor_id, last.person_id)

    def _named_alone(self, part: Span) -> _Meant | None:
        actor_id = self._alone(part)
        return None if actor_id is None else _Meant(actor_id)

    def actor(self) -> _Meant | None:
        """Return the one actor whose office the parts are, or who is all of a part."""
        owners = {
            owner for part in self._parts if (owner := self._alone(part) or self._owner(part))
        }
        return _Meant(owners.pop()) if len(owners) == 1 else None

    def _alone(self, part: Span) -> str | None:
        """Return the actor whose name a part is, but for an article before it."""
        named = self._within(part)
        if len(named) != 1 or named[0].person_id or named[0].kind == "demonym":
            return None
        before = self._words(part[0], named[0].start)
        if named[0] in self._surnames or self._words(named[0].end, part[1]):
            return None
        return named[0].actor_id if self._language.grammar.articles >= set(before) else None

    def _owner(self, part: Span) -> str | None:
        """Return the one actor that a part names with an office: "ambassador of Norland to"."""
        cut = self._patterns.leaves_office.search(self._text, *part)
        part = (part[0], cut.start() if cut else part[1])
        owners = {name.actor_id for name in self._within(part) if name not in self._surnames}
        is_office = any(self._language.is_office(word) for word in self._words(*part))
        return owners.pop() if is_office and len(owners) == 1 else None

    def _is_head(self, start: int, before: Sequence[Name], person: Name) -> bool:
        """Tell "Norland's minister Jane Roe" from "a spokesman for Jane Roe".

        Two names side by side, "Max Doe Jane Roe", are of two people.
        """
        beside = before[-1] if before and not self._words(before[-1].end, person.start) else None
        if beside and beside.kind != "office" and beside.person_id not in (None, person.person_id):
            return False
        if self._patterns.joins.search(self._text, start, person.start):
            return False
        if not self._language.grammar.prepositions.intersection(self._words(start, person.start)):
            return True
        return bool(before) and not self._words(before[-1].end, person.start)

    def _is_sure(self, start: int, person: Name, others: Sequence[Span]) -> bool:
        """Tell "Minister Roe" and "Ms. Roe (Norland)" from "John Roe" and "Roe, John"."""
        before = self._words(start, person.start)
        grammar = self._language.grammar
        if before and not (
            self._language.is_office(before[-1]) or before[-1] in grammar.abbreviations
        ):
            return False
        ids = {name.actor_id for part in others for name in self._within(part)}
        offices = (self._language.is_office(word) for part in others for word in self._words(*part))
        return ids == {person.actor_id} or (not ids and (not others or any(offices)))

    def _within(self, span: Span) -> list[Name]:
        return [name for name in self._names if span[0] <= name.start and name.end <= span[1]]

    def _words(self, start: int, end: int) -> list[str]:
        return lowered_words(self._text, start, end)


def _cut(text: str, pattern: re.Pattern[str], within: Span | None = None) -> Iterator[Span]:
    """Yield the stretches between the matches of a pattern that hold a word."""
    start, stop = within or (0, len(text))
    matches = [found.span() for found in pattern.finditer(text, start, stop)]
    for begin, end in [*matches, (stop, stop)]:
        if has_word(text, start, begin):
            yield start, begin
        start = end


class _Patterns(NamedTuple):
    """What parts the words that say who speaks, as regular expressions."""

    part: re.Pattern[str]
    joins: re.Pattern[str]
    joined: re.Pattern[str]
    leaves_office: re.Pattern[str]  # "to" in "Norland's ambassador to Westland"


@cache
def _patterns(language: Language) -> _Patterns:
    joins = rf"\b(?:{any_of(language.sources.joins_actors)})\b"
    leaves = language.grammar.prepositions - set(language.sources.ties)
    return _Patterns(
        re.compile(r"[,;()\[\]—–]|\s-\s"),
        re.compile(joins),
        re.compile(rf"[,;&]|{joins}"),
        re.compile(rf"\b(?:{any_of(sorted(leaves))})\b"),
    )
