"""Targets: whom a framing term is aimed at."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import pandas as pd

from toolkit.joint import split_ids
from toolkit.patterns import fold
from toolkit.schema import make_table
from toolkit.sentences import sentence_spans
from toolkit.spans import SpanIndex
from toolkit.words import read_words

_MARK = "[\"']?"
_VERB_REACH, _PRONOUN_REACH = 60, 60  # characters that are searched for the verb, the pronoun


class _Target(NamedTuple):
    actor_id: str
    rule: str


class _Name(NamedTuple):
    start: int
    end: int
    actor_id: str
    kind: str
    is_person: bool


def find_targets(
    articles: pd.DataFrame,
    terms: pd.DataFrame,
    names: pd.DataFrame,
    attributions: pd.DataFrame,
) -> pd.DataFrame:
    """Find the actors at whom each framing term is aimed, within its sentence.

    The rules, in the order in which their targets are ranked: `possessive` ("Turkey's
    provocations"), `demonym` ("the Azerbaijani brothers"), `object` ("accused Armenia of
    aggression", "called Armenia the aggressor", "stood by Azerbaijan"), `preposition` ("victory
    over Armenia", with the names joined to it), `pronoun` ("Turkey to end its provocations",
    "Armenia must leave the lands it occupies"), `subject` ("Armenia suffered a defeat", "the
    aggressor was Armenia", "Armenia had provoked it"). A speaker is no target of his own words
    unless he names himself in a possessive or demonym.

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
    *Limits.* Names in the same sentence only; patterns of words, no parse. A term whose target
    is named further off, or by a common noun ("the enemy"), has none.
    """
    docs = articles.set_index("doc_id")["text"]
    names_of = dict(iter(names.groupby("doc_id", sort=False)))
    parts_of = dict(iter(attributions.groupby("doc_id", sort=False)))
    rows = []
    for doc_id, found in terms.groupby("doc_id", sort=False):
        if doc_id not in names_of:
            continue
        finder = _Finder(docs[doc_id], names_of[doc_id], parts_of.get(doc_id))
        for start, end, term_id in zip(found["start"], found["end"], found["term_id"], strict=True):
            rows += [
                {
                    "mention_id": f"{doc_id}:{start}-{end}:{term_id}",
                    "actor_id": target.actor_id,
                    "rank": rank,
                    "rule": target.rule,
                }
                for rank, target in enumerate(finder.find(start, end), start=1)
            ]
    return make_table("targets", rows)


class _Finder:
    """The names and sentences of one article, asked for the targets of its terms."""

    def __init__(self, text: str, names: pd.DataFrame, attributions: pd.DataFrame | None) -> None:
        self._folded = fold(text)
        self._sentences = SpanIndex(sentence_spans(text))
        columns = zip(
            *(names[c] for c in ("start", "end", "actor_id", "kind")),
            names["person_id"].notna(),
            strict=True,
        )
        self._names = SpanIndex(_Name(*values) for values in columns)
        self._speakers = _speakers(attributions)

    def find(self, start: int, end: int) -> list[_Target]:
        """Return the targets of the term at start:end, the likeliest first, each actor once."""
        sentence = self._sentences.at(start)
        if sentence is None:
            return []
        names = list(self._names.within(*sentence[:2]))
        speaker = self._speakers.at(start)
        speaker_id, source = (speaker[2], speaker[3]) if speaker else (None, None)
        targets: dict[str, _Target] = {}
        for target, name in self._candidates(start, end, sentence, names):
            own = name.actor_id in split_ids(speaker_id) and target.rule not in (
                "possessive",
                "demonym",
            )
            if own or (source is not None and name.start < source[1] and source[0] < name.end):
                continue
            targets.setdefault(target.actor_id, target)
        return list(targets.values())

    def _candidates(
        self, start: int, end: int, sentence: tuple, names: list[_Name]
    ) -> Iterator[tuple[_Target, _Name]]:
        before = [name for name in names if name.end <= start]
        after = [name for name in names if name.start >= end and name.end <= sentence[1]]
        for rule, found in (
            ("possessive", self._possessor(start, before)),
            ("demonym", self._demonym(start, before)),
            ("object", self._object(start, before) or self._object_after(end, after)),
            ("preposition", self._joined_after(end, after)),
            ("pronoun", self._antecedent(start, before)),
            ("subject", self._subject(start, before) or self._subject_after(end, after)),
        ):
            for name in found:
                yield _Target(name.actor_id, rule), name

    def _fits(self, pattern: str, start: int, end: int) -> bool:
        return bool(_patterns()[pattern].fullmatch(self._folded, start, end))

    def _possessor(self, start: int, before: list[_Name]) -> list[_Name]:
        """Turkey's (renewed, dangerous) provocations."""
        return [name for name in before[-1:] if self._fits("possessive", name.end, start)]

    def _demonym(self, start: int, before: list[_Name]) -> list[_Name]:
        """Azerbaijani (and Turkish) brothers."""
        last = before[-1:]
        if not last or last[0].kind != "demonym" or not self._fits("modifiers", last[0].end, start):
            return []
        return self._joined(before, len(before) - 1, -1)

    def _object(self, start: int, before: list[_Name]) -> list[_Name]:
        """Accused Armenia (and Turkey) of (a new) aggression; called Armenia the aggressor."""
        for at in range(len(before) - 1, -1, -1):
            verb = _patterns()["verb"].search(
                self._folded, max(0, before[at].start - _VERB_REACH), before[at].start
            )
            if not verb:
                continue
            found = self._joined(before, at, 1)
            link = "accused_of" if verb.group("accuse") else "named"
            return found if self._fits(link, found[-1].end, start) else []
        return []

    def _object_after(self, end: int, after: list[_Name]) -> list[_Name]:
        """Stood by (the) Azerbaijan."""
        found = self._joined(after, 0, 1) if after else []
        return found if found and self._fits("blank", end, found[0].start) else []

    def _joined_after(self, end: int, after: list[_Name]) -> list[_Name]:
        """Victory over (the people of both countries,) Azerbaijan and Armenia."""
        if not after or not self._fits("preposition", end, after[0].start):
            return []
        return self._joined(after, 0, 1)

    def _joined(self, names: list[_Name], at: int, step: int) -> list[_Name]:
        """Return the name at `at` and those joined to it by a comma or an "and", in text order."""
        found = [names[at]]
        while 0 <= at + step < len(names):
            left, right = sorted((at, at + step))
            if not self._fits("joined", names[left].end, names[right].start):
                break
            at += step
            found.append(names[at])
        return found[::step]

    def _antecedent(self, start: int, before: list[_Name]) -> list[_Name]:
        """(France urges) Turkey to end its provocations; Armenia ... the lands it occupies."""
        match = _patterns()["pronoun"].search(self._folded, max(0, start - _PRONOUN_REACH), start)
        earlier = [name for name in before if match and name.end <= match.start()]
        return [name for name in earlier[-1:] if not name.is_person]

    def _subject(self, start: int, before: list[_Name]) -> list[_Name]:
        """Armenia suffered a (heavy) defeat; Baku had attacked; Baku as a brother."""
        return [name for name in before[-1:] if self._fits("subject", name.end, start)]

    def _subject_after(self, end: int, after: list[_Name]) -> list[_Name]:
        """Armenia, in: the aggressor was Armenia."""
        return [name for name in after[:1] if self._fits("inverted", end, name.start)]


def _speakers(attributions: pd.DataFrame | None) -> SpanIndex:
    """Return the content of attributions as (start, end, actor, source span or None)."""
    if attributions is None:
        return SpanIndex([])
    spans = []
    columns = ("content_start", "content_end", "source_id", "source_start", "source_end")
    for start, end, actor, *source in zip(*(attributions[c] for c in columns), strict=True):
        place = None if pd.isna(source[0]) else tuple(source)
        spans.append((start, end, None if pd.isna(actor) else actor, place))
    return SpanIndex(spans)


@cache
def _patterns() -> dict[str, re.Pattern]:
    words = read_words(__file__, "targets.yml")
    choice = {key: "|".join(re.escape(word) for word in found) for key, found in words.items()}
    word = rf"(?!(?:{choice['not_modifiers']})\b)[\w-]+"
    modifiers = rf"(?:{_MARK}{word},?\s+){{0,3}}{_MARK}"
    determiner = (
        r"(?:(?:a|an|the|another|yet|our|their|its|his|guilty|victim|of|not|no|by|very)\s+)*"
    )
    patterns = {
        "possessive": rf"'s?\s+{modifiers}(?:(?:{choice['copulas']})\s+{_MARK})?",
        "modifiers": rf"\s+{modifiers}",
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
            rf"\b(?:(?:{choice['possessives']})\s+{modifiers}|"
            rf"(?:{choice['relatives']})\s+(?:(?:{choice['auxiliaries']})\s+)*)$"
        ),
        "subject": (
            rf",?\s+(?:that\s+|which\s+|who\s+)?(?:(?:{choice['auxiliaries']})\s+)*"
            rf"(?:(?:\w+\s+)?(?:{choice['copulas']})\s+{determiner}{modifiers}|"
            rf"as\s+{determiner}{modifiers})?"
        ),
        "inverted": rf"{_MARK},?\s+(?:is|are|was|were)\s+(?:the\s+)?",
    }
    return {name: re.compile(pattern) for name, pattern in patterns.items()}
