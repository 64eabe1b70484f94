"""Targets: whom a framing term is aimed at."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import pandas as pd

from toolkit.patterns import fold
from toolkit.schema import make_table
from toolkit.sentences import sentence_spans
from toolkit.spans import SpanIndex
from toolkit.words import read_words

_QUOTES = "\"'"


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
    provocations"), `demonym` ("the Azerbaijani brothers"), `preposition` ("victory over
    Armenia", with all names joined to the first), `object` ("accused Armenia of aggression"),
    `pronoun` ("urged Turkey to end its provocations"), `subject` ("Armenia suffered a defeat").
    A speaker is not his own target unless his name stands in a possessive or a demonym.

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
            own = name.actor_id == speaker_id and target.rule not in ("possessive", "demonym")
            if own or (source is not None and name.start < source[1] and source[0] < name.end):
                continue
            targets.setdefault(target.actor_id, target)
        return list(targets.values())

    def _candidates(
        self, start: int, end: int, sentence: tuple, names: list[_Name]
    ) -> Iterator[tuple[_Target, _Name]]:
        before = [name for name in names if name.end <= start]
        after = [name for name in names if name.start >= end]
        for rule, found in (
            ("possessive", self._possessor(start, before)),
            ("demonym", self._demonym(start, before)),
            ("preposition", self._joined_after(end, after, sentence[1])),
            ("object", self._object(start, before)),
            ("pronoun", self._antecedent(start, before)),
            ("subject", self._subject(start, before)),
        ):
            for name in found:
                yield _Target(name.actor_id, rule), name

    def _possessor(self, start: int, before: list[_Name]) -> list[_Name]:
        """Turkey's (renewed, dangerous) provocations."""
        pattern = _patterns()["possessive"]
        return [n for n in before[-1:] if pattern.fullmatch(self._folded, n.end, start)]

    def _demonym(self, start: int, before: list[_Name]) -> list[_Name]:
        """Azerbaijani (and Turkish) brothers."""
        found = []
        edge = start
        for name in reversed(before):
            gap = self._folded[name.end : edge]
            if name.kind != "demonym" or not _patterns()["demonym_gap"].fullmatch(gap):
                break
            found.append(name)
            edge = name.start
        return found[::-1]

    def _joined_after(self, end: int, after: list[_Name], stop: int) -> list[_Name]:
        """Victory over (the people of both countries,) Azerbaijan and Armenia."""
        if not after:
            return []
        if not _patterns()["preposition"].fullmatch(self._folded, end, after[0].start):
            return []
        found = [after[0]]
        for name in after[1:]:
            gap = self._folded[found[-1].end : min(name.start, stop)]
            if not _patterns()["joined"].fullmatch(gap):
                break
            found.append(name)
        return found

    def _object(self, start: int, before: list[_Name]) -> list[_Name]:
        """Accused Armenia (and Turkey) of (a new) aggression."""
        for at, name in enumerate(before):
            if not _patterns()["accuse"].search(self._folded, max(0, name.start - 40), name.start):
                continue
            found = [name]
            for other in before[at + 1 :]:
                gap = self._folded[found[-1].end : other.start]
                if not _patterns()["joined"].fullmatch(gap):
                    break
                found.append(other)
            link = self._folded[found[-1].end : start]
            if _patterns()["accused_of"].match(link):
                return found
        return []

    def _antecedent(self, start: int, before: list[_Name]) -> list[_Name]:
        """(France urges) Turkey to end its provocations."""
        match = _patterns()["pronoun"].search(self._folded, max(0, start - 60), start)
        earlier = [name for name in before if match and name.end <= match.start()]
        return [name for name in earlier[-1:] if not name.is_person]

    def _subject(self, start: int, before: list[_Name]) -> list[_Name]:
        """Armenia has suffered a (heavy) defeat."""
        return [
            n for n in before[-1:] if _patterns()["subject"].fullmatch(self._folded, n.end, start)
        ]


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
    choice = {key: "|".join(map(re.escape, found)) for key, found in words.items()}
    modifiers = rf"(?:[{_QUOTES}]?[\w-]+,?\s+(?:and\s+)?){{0,3}}[{_QUOTES}]?"
    return {
        "possessive": re.compile(rf"(?:'s|')\s+{modifiers}"),
        "demonym_gap": re.compile(rf"(?:\s+people)?(?:,|\s+and)?\s+(?:the\s+)?{modifiers}"),
        "preposition": re.compile(
            rf"[{_QUOTES}]?,?(?:\s+(?:\w+\s+)?)(?:{choice['after']})\s+"
            rf"(?:the\s+)?(?:(?:\w+\s+)?(?:people|peoples|side|sides|forces|army|territory|soil)"
            rf"\s+of\s+)?(?:both\s+(?:countries|peoples|sides|nations),?\s+)?(?:the\s+)?[{_QUOTES}]?"
        ),
        "joined": re.compile(r"(?:'s)?,?\s+(?:(?:and|or|with)\s+)?(?:the\s+)?(?:of\s+)?"),
        "accuse": re.compile(rf"\b(?:{choice['accuse']})\s+(?:the\s+)?$"),
        "accused_of": re.compile(
            r"[^.;:]{0,30}?\s(?:of|for|to|not to|against|that|about|on|over)\s"
        ),
        "pronoun": re.compile(rf"\b(?:{choice['possessives']})\s+{modifiers}$"),
        "subject": re.compile(
            rf"\s+(?:\w+\s+)?(?:{choice['copula']})\s+(?:(?:a|an|the|our|their|its|guilty|of|not)\s+)*{modifiers}"
        ),
    }
