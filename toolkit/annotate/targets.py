"""Targets: whom a framing term is aimed at."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

import pandas as pd

from toolkit.annotate.attribution.attributions import Row
from toolkit.annotate.names import Name, names_by_doc
from toolkit.display.progress import track
from toolkit.languages.language import Language, check_languages, language_of
from toolkit.tables.arguments import expect_table
from toolkit.tables.joint import split_ids
from toolkit.tables.schema import make_table
from toolkit.text.segments import Part, parts_by_doc
from toolkit.text.spans import SpanIndex
from toolkit.text.text import Text, texts_of

_MARK = "[\"']?"
_VERB_REACH, _PRONOUN_REACH = 60, 60  # characters that are searched for the verb, the pronoun
_TIED = ("possessive", "demonym", "object", "preposition", "pronoun")
_POSSESSORS = ("pronoun", "own", "subject")  # who has a brother is not the brother
_LOOSE = ("own", "anaphor", "collective", "subject")  # asked in turn while there is no target


def find_targets(
    articles: pd.DataFrame,
    terms: pd.DataFrame,
    names: pd.DataFrame,
    attributions: pd.DataFrame,
) -> pd.DataFrame:
    """Find the actors of whom each framing term is said, or against whom it is aimed.

    The rules, in the order in which their targets are ranked: `possessive` ("Turkey's
    provocations"), `demonym` ("the Azerbaijani brothers"), `object` ("accused Armenia of
    aggression", "called Armenia the aggressor", "stood by Azerbaijan"), `preposition` ("victory
    over Armenia", with the names joined to it), `pronoun` ("Turkey to end its provocations",
    "Armenia must leave the lands it occupies"), `own` ("a victory for his country": the
    speaker's), `anaphor` ("blamed Armenia and called it a provocation"), `collective` ("asked
    both sides for restraint", after two actors were named), `subject` ("Armenia suffered a
    defeat", "the aggressor was Armenia", "Armenia had provoked it"). The words that name the
    speaker as the source make him no target of what he says.

    Parameters
    ----------
    articles, terms, names, attributions
        The tables of those names, of the same articles.

    Returns
    -------
    pandas.DataFrame
        The targets table; a mention without a target has no row.

    Notes
    -----
    *Limits.* Patterns of words, no parse, in the sentence and, for pronouns, the one before. A
    term whose target is named further off, or by a common noun ("the enemy"), has none.
    """
    expect_table(articles, "articles", ["doc_id", "text", "body_start"])
    expect_table(terms, "terms", ["doc_id", "start", "end", "term_id"])
    expect_table(names, "names", ["doc_id", "start", "end", "actor_id", "kind", "person_id"])
    expect_table(attributions, "attributions", ["doc_id", "content_start", "source_start"])
    check_languages(articles)
    hits = _terms_by_doc(terms)
    named, parts = names_by_doc(names), parts_by_doc(attributions)
    credits_of_rows = credits_of(attributions)
    rows: list[tuple] = []
    for text in track(texts_of(articles), desc="targets", total=len(articles)):
        doc_id = text.doc_id
        if doc_id in hits and doc_id in named:
            credited = [(part, credits_of_rows[part.row]) for part in parts.get(doc_id, ())]
            rows += target_rows(text, hits[doc_id], named[doc_id], credited)
    return targets_table(rows)


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


def credits_of(attributions: pd.DataFrame) -> list[Credit]:
    """Return the credit of each row of the attributions table."""
    table = attributions[list(Credit._fields)].astype(object)
    columns = (column.tolist() for _, column in table.where(table.notna(), None).items())
    return [Credit(*values) for values in zip(*columns, strict=True)]


def target_rows(
    text: Text,
    hits: Iterable[tuple[int, int, str]],
    names: Iterable[Name],
    credited: Iterable[tuple[Part, Credit]],
) -> Iterator[tuple[str, str, int, str]]:
    """Yield the rows of the targets table of one article.

    Parameters
    ----------
    hits
        Start, end and term_id of each framing term.
    names
        The actors named in the article.
    credited
        The pieces of attributed content, with who is credited with each.
    """
    finder = _Finder(text, names, credited)
    for start, end, term_id in hits:
        mention_id = f"{text.doc_id}:{start}-{end}:{term_id}"
        for rank, (actor_id, rule) in enumerate(finder.find(start, end).items(), start=1):
            yield mention_id, actor_id, rank, rule


def targets_table(rows: list[tuple]) -> pd.DataFrame:
    """Build the targets table of the rows of all articles."""
    columns = ["mention_id", "actor_id", "rank", "rule"]
    return make_table("targets", pd.DataFrame(rows, columns=columns))


def _terms_by_doc(terms: pd.DataFrame) -> dict[str, list[tuple[int, int, str]]]:
    by_doc: dict[str, list[tuple[int, int, str]]] = {}
    columns = (terms[c].tolist() for c in ("doc_id", "start", "end", "term_id"))
    for doc_id, *hit in zip(*columns, strict=True):
        by_doc.setdefault(doc_id, []).append(tuple(hit))
    return by_doc


class _Place(NamedTuple):
    """A term in its sentence: the actors named around it, and who speaks."""

    start: int
    end: int
    before: list[Name]
    after: list[Name]
    previous: list[Name]  # named in the sentence before
    speakers: list[str]
    is_mutual: bool  # said of the other one: "its brothers", "stood by"

    def others(self, names: Iterable[Name]) -> list[str]:
        """Return the actors among `names` who do not speak, each once, in text order."""
        actors = dict.fromkeys(name.actor_id for name in names)
        return [actor for actor in actors if actor not in self.speakers]


class _Finder:
    """The names and sentences of one article, asked for the targets of its terms."""

    def __init__(
        self, text: Text, names: Iterable[Name], credited: Iterable[tuple[Part, Credit]]
    ) -> None:
        self._folded = text.folded
        self._patterns = _patterns(language_of(text.language))
        self._sentences = text.sentences
        self._names = SpanIndex(names)
        self._credited = SpanIndex((part.start, part.end, credit) for part, credit in credited)

    def find(self, start: int, end: int) -> dict[str, str]:
        """Return the actors that the term at start:end is aimed at, likeliest first, and why."""
        at = bisect_right(self._sentences, (start, len(self._folded))) - 1
        if at < 0 or start >= self._sentences[at][1]:
            return {}
        place = self._place(start, end, at)
        targets: dict[str, str] = {}
        for rule in (*_TIED, *_LOOSE):
            if targets and rule in _LOOSE:
                break
            if place.is_mutual and rule in _POSSESSORS:
                continue
            for actor_id in getattr(self, f"_{rule}")(place):
                targets.setdefault(actor_id, rule)
        return targets

    def _place(self, start: int, end: int, at: int) -> _Place:
        piece = self._credited.at(start)
        credit = piece[2] if piece else Credit(None, None, None)
        named = self._names.within(*self._sentences[at])
        names = [name for name in named if not credit.covers(name)]
        before = [name for name in names if name.end <= start]
        after = [name for name in names if name.start >= end]
        previous = self._names.within(*self._sentences[at - 1]) if at else []
        speakers = split_ids(credit.source_id) if credit.source_id else []
        is_mutual = self._fits("mutual", start, end)
        return _Place(start, end, before, after, list(previous), speakers, is_mutual)

    def _fits(self, pattern: str, start: int, end: int) -> bool:
        return bool(self._patterns[pattern].fullmatch(self._folded, start, end))

    def _before(self, pattern: str, start: int, reach: int = _PRONOUN_REACH) -> re.Match | None:
        return self._patterns[pattern].search(self._folded, max(0, start - reach), start)

    # -- the rules, named as in the column `rule` --------------------------------------------

    def _possessive(self, place: _Place) -> list[str]:
        """Turkey's (renewed, dangerous) provocations."""
        last = place.before[-1:]
        return [name.actor_id for name in last if self._fits("possessive", name.end, place.start)]

    def _demonym(self, place: _Place) -> list[str]:
        """Azerbaijani (and Turkish) brothers."""
        last = place.before[-1:]
        if not last or last[0].kind != "demonym":
            return []
        if not self._fits("modifiers", last[0].end, place.start):
            return []
        return self._joined(place.before, len(place.before) - 1, -1)

    def _object(self, place: _Place) -> list[str]:
        """Stood by Azerbaijan; accused Armenia of aggression; called Armenia the aggressor."""
        return self._object_after(place) or self._object_before(place)

    def _object_after(self, place: _Place) -> list[str]:
        found = place.after[:1]
        if not found or not self._fits("blank", place.end, found[0].start):
            return []
        return self._joined(place.after, 0, 1)

    def _object_before(self, place: _Place) -> list[str]:
        before = place.before
        for at in range(len(before) - 1, -1, -1):
            verb = self._before("verb", before[at].start, _VERB_REACH)
            if not verb:
                continue
            last = before[self._last_joined(before, at, 1)]
            link = "accused_of" if verb.group("accuse") else "named"
            return self._joined(before, at, 1) if self._fits(link, last.end, place.start) else []
        return []

    def _preposition(self, place: _Place) -> list[str]:
        """Victory over (the people of both countries,) Azerbaijan and Armenia."""
        after = place.after
        if not after or not self._fits("preposition", place.end, after[0].start):
            return []
        if after[0].kind == "demonym" and self._before_noun(after[0].end):
            return []  # the victims of Azerbaijani aggression
        return self._joined(after, 0, 1)

    def _before_noun(self, end: int) -> bool:
        return bool(self._patterns["noun"].match(self._folded, end))

    def _pronoun(self, place: _Place) -> list[str]:
        """Turkey to end its provocations; Armenia ... the lands it occupies."""
        match = self._before("pronoun", place.start)
        if match is None:
            return []
        earlier = [name for name in place.before if name.end <= match.start()]
        if earlier:
            near = earlier[-1]
            is_far = ";" in self._folded[near.end : match.start()]
            return [] if near.person_id or is_far else [near.actor_id]
        if match.group("possessor") is None:
            return []
        others = place.others(name for name in place.previous if name.person_id is None)
        return others if len(others) == 1 else []

    def _own(self, place: _Place) -> list[str]:
        """(He spoke of) the suffering of his people, a victory for his country."""
        if len(place.speakers) != 1:
            return []
        own = self._before("own_before", place.start) or self._patterns["own_after"].match(
            self._folded, place.end
        )
        return place.speakers if own else []

    def _anaphor(self, place: _Place) -> list[str]:
        """(He blamed Armenia and) called it a provocation."""
        match = self._before("anaphor", place.start)
        if match is None:
            return []
        here = place.others(name for name in place.before if name.end <= match.start())
        others = here or place.others(place.previous)
        return others if len(others) == 1 else []

    def _collective(self, place: _Place) -> list[str]:
        """(Armenia and Azerbaijan met. He) asked both sides for restraint."""
        if not (self._before("collective", place.start) or self._collective_after(place.end)):
            return []
        others = place.others([*place.previous, *place.before])
        return others if len(others) == 2 else []

    def _collective_after(self, end: int) -> bool:
        return bool(self._patterns["collective_after"].match(self._folded, end))

    def _subject(self, place: _Place) -> list[str]:
        """Armenia suffered a (heavy) defeat; Baku had attacked; the aggressor was Armenia."""
        if self._object_after(place):
            return []  # the one who stands by Azerbaijan is not whom that is said of
        after = place.after[:1]
        if after and self._fits("inverted", place.end, after[0].start):
            return [after[0].actor_id]
        for at in range(len(place.before) - 1, max(-1, len(place.before) - 4), -1):
            if self._fits("subject", place.before[at].end, place.start):
                return self._joined(place.before, at, -1)
        return []

    def _joined(self, names: list[Name], at: int, step: int) -> list[str]:
        """Return the actor at `at` and those joined to it by a comma or an "and", in text order."""
        last = self._last_joined(names, at, step)
        return [name.actor_id for name in names[min(at, last) : max(at, last) + 1]]

    def _last_joined(self, names: list[Name], at: int, step: int) -> int:
        while 0 <= at + step < len(names):
            left, right = sorted((at, at + step))
            if not self._fits("joined", names[left].end, names[right].start):
                break
            at += step
        return at


@cache
def _patterns(language: Language) -> dict[str, re.Pattern]:
    words = vars(language.targets)
    choice = {key: "|".join(re.escape(word) for word in found) for key, found in words.items()}
    word = rf"(?!(?:{choice['not_modifiers']})\b)[\w-]+"
    modifiers = rf"(?:{_MARK}{word},?\s+){{0,3}}{_MARK}"
    determiner = (
        r"(?:(?:a|an|the|another|yet|our|their|its|his|guilty|victim|of|not|no|by|very)\s+)*"
    )
    own = rf"(?:{choice['possessives']}|our|my)\s+(?:{choice['homes']})"
    helpers = rf"(?:(?:{choice['auxiliaries']}|{choice['relatives']}|{choice['copulas']})\s+)*"
    patterns = {
        "possessive": rf"'s?\s+{modifiers}(?:(?:{choice['copulas']})\s+{_MARK})?",
        "modifiers": rf"\s+{modifiers}",
        "noun": rf"\s+(?!(?:{choice['belongings']}|{choice['not_modifiers']})\b)[a-z]",
        "own_before": rf"\b{own}\s+{helpers}(?:as\s+)?{determiner}{modifiers}$",
        "own_after": rf"{_MARK}\s+(?:of|for|by|to)\s+{own}\b",
        "mutual": rf"(?i:(?:{choice['mutual']}).*)",
        "anaphor": (
            rf"\b(?:{choice['name']}|{choice['accuse']})\s+(?:it|this|that|them|these)\s+(?:as\s+)?"
            rf"{determiner}{modifiers}$|"
            rf"\b(?:which|what)\s+\w+\s+(?:{choice['name']})\s+(?:as\s+)?{determiner}{modifiers}$"
        ),
        "collective": (
            rf"\b(?:both|(?:both|the\s+two|each)\s+(?:{choice['several']}))"
            r"(?:\s+(?:of|for|to|not\s+to|must|should|had\s+to|have\s+to|needed|need|will|would|"
            rf"show|end|stop|keep|make|find|use|exercise|look)\b)+\s+{determiner}{modifiers}$"
        ),
        "collective_after": (
            rf"{_MARK}\s+(?:of|for|by|from|between|on|to)\s+(?:both|(?:both|the\s+two)\s+"
            rf"(?:{choice['several']}))\b"
        ),
        "joined": r"(?:'s)?(?:,|,?\s+(?:and|or|with))\s+(?:the\s+|by\s+|of\s+)?",
        "verb": (
            rf"\b(?:(?P<accuse>{choice['accuse']})|(?P<name>{choice['name']}))\s+"
            r"(?:the\s+)?(?:\w+\s+of\s+)?(?:the\s+)?$"
        ),
        "accused_of": rf"[^,.;:]{{0,30}}?\s(?:{choice['links']})\s[^,.;:]{{0,40}}?",
        "named": rf"\s+(?:as\s+)?{determiner}{modifiers}",
        "blank": r"\s+(?:the\s+)?",
        "preposition": (
            rf"{_MARK}(?:\s+{word})?\s+(?:{choice['after']})\s+(?:the\s+)?"
            rf"(?:{word}\s+)?(?:(?:{choice['belongings']})\s+of\s+)?"
            rf"(?:(?:{choice['collectives']}),?\s+)?(?:the\s+)?{_MARK}"
        ),
        "pronoun": (
            rf"\b(?:(?P<possessor>(?i:{choice['possessives']}))\s+{modifiers}|"
            rf"(?:{choice['relatives']})\s+(?:(?:{choice['auxiliaries']})\s+)*)$"
        ),
        "subject": (
            rf"(?:,\s+[^,.;]{{1,50}}\b(?:{choice['sayings']})\b[^,.;]{{0,30}}(?=,))?"
            rf",?\s+(?:that\s+|which\s+|who\s+)?(?:(?:{choice['auxiliaries']})\s+)*"
            rf"(?:(?:\w+\s+)?(?:{choice['copulas']})\s+{determiner}{modifiers}|"
            rf"as\s+{determiner}{modifiers})?"
        ),
        "inverted": rf"{_MARK},?\s+(?:is|are|was|were)\s+(?:the\s+)?",
    }
    return {name: re.compile(pattern) for name, pattern in patterns.items()}
