"""Actors: where the registry's countries, bodies, people and offices are named."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from functools import cache
from typing import NamedTuple

import pandas as pd

from toolkit.display.progress import track
from toolkit.instruments.registry import ActorRegistry
from toolkit.tables.arguments import expect_table, expect_type
from toolkit.tables.schema import make_table
from toolkit.text.patterns import Phrase, PhraseIndex, fold
from toolkit.text.spans import longest_first
from toolkit.text.word_lists import read_words

_SHORT = 3  # a name of so few letters (EU, UN) is not looked for in capitals: US is not "us"
_TITLE, _EXCEPTION = "\x00title", "\x00exception"  # no name begins so


class _Bearer(NamedTuple):
    """Whom a form can mean."""

    actor_id: str
    person_id: str | None
    kind: str


class _Name(NamedTuple):
    start: int
    end: int
    bearer: _Bearer


def find_actors(articles: pd.DataFrame, actors: ActorRegistry) -> pd.DataFrame:
    """Find the actors of a registry in the articles.

    Names are matched as written in case, with diacritics folded (Çavuşoğlu = Cavusoglu), and in
    capitals. Where names overlap, the longest wins. A surname that two people share means the
    one last named in full. An office ("the Turkish foreign minister", "the foreign minister of
    Turkey", "the foreign minister") is resolved by the article's date to its holder: by the
    country named with it; without one, to its holder last named before it in the article, or to
    the only registered holder if the last actor named before it is his; else it is passed over.

    Parameters
    ----------
    articles
        The articles table, cleaned.
    actors
        From `load_actors`.

    Returns
    -------
    pandas.DataFrame
        The names table, a row per mention, by article and place; no two overlap.

    Notes
    -----
    *Limits.* A place that shares a name with an actor (Paris the city, Georgia the state) counts
    as the actor unless `except` says otherwise.
    """
    expect_table(articles, "articles", ["doc_id", "text", "date"])
    expect_type(actors, "actors", ActorRegistry, expected="what `load_actors` returns")
    finder = _Finder(actors)
    pronouns = actors.pronouns()
    rows = []
    triples = zip(articles["doc_id"], articles["text"], articles["date"], strict=True)
    for doc_id, text, date in track(triples, desc="actors", total=len(articles)):
        day = None if pd.isna(date) else date.date()
        rows += [
            {
                "doc_id": doc_id,
                "start": name.start,
                "end": name.end,
                "match": text[name.start : name.end],
                **name.bearer._asdict(),
                "pronoun": pronouns.get(name.bearer.person_id),
            }
            for name in finder.find(fold(text), day)
        ]
    return make_table("names", rows)


class _Finder:
    """A registry made ready to scan texts."""

    def __init__(self, actors: ActorRegistry) -> None:
        self._actors = actors
        self._bearers: dict[str, list[_Bearer]] = defaultdict(list)
        exceptions, titles = set(), set()
        for actor in actors:
            exceptions |= set(actor.exceptions)
            for form, kind, person_id in actor.forms():
                self._bearers[fold(form)] = [_Bearer(actor.actor_id, person_id or None, kind)]
            titles |= {t for person in actor.people for role in person.roles for t in role.titles}
        self._full_names = frozenset(self._bearers)
        for actor in actors:
            for person in actor.people:
                for form in person.surnames():
                    if fold(form) not in self._full_names:
                        bearer = _Bearer(actor.actor_id, person.person_id, "name")
                        self._bearers[fold(form)].append(bearer)
        phrases = [Phrase(text, _EXCEPTION) for text in exceptions]
        phrases += [Phrase(text, _TITLE, ignore_case=True) for text in titles]
        for form in self._bearers:
            phrases.append(Phrase(form, form))
            if len(form) > _SHORT and form.upper() != form:
                phrases.append(Phrase(form.upper(), form))
        self._index = PhraseIndex(phrases)

    def find(self, folded: str, day: dt.date | None) -> list[_Name]:
        """Return the names in a folded text, without overlaps, in text order."""
        found, titles = [], []
        for start, end, phrase in self._index.scan(folded):
            (titles if phrase.payload == _TITLE else found).append((start, end, phrase.payload))
        found = longest_first(found, tie=lambda span: (span[2] != _EXCEPTION, span[2]))
        names = self._resolve(found)
        offices = _Offices(self._actors, folded, day, names)
        # A title inside a name, or inside a longer title, is no office of its own.
        titles = longest_first(
            [*titles, *((n.start, n.end, "") for n in names)], tie=lambda s: s[2]
        )
        resolved = [offices.resolve(start, end) for start, end, what in titles if what == _TITLE]
        return longest_first(
            [*names, *(office for office in resolved if office)],
            tie=lambda name: name.bearer.actor_id,
        )

    def _resolve(self, found: list[tuple[int, int, str]]) -> list[_Name]:
        names, last_named = [], {}
        for start, end, form in found:
            if form == _EXCEPTION:
                continue
            bearer = self._choose(self._bearers[form], last_named)
            if bearer is None:
                continue
            if bearer.person_id and form in self._full_names:
                last_named[bearer.person_id] = start
            names.append(_Name(start, end, bearer))
        return names

    @staticmethod
    def _choose(bearers: list[_Bearer], last_named: dict[str, int]) -> _Bearer | None:
        """Return the bearer of a form: the only one, the one last named in full, or none."""
        if len(bearers) == 1:
            return bearers[0]
        named = [bearer for bearer in bearers if bearer.person_id in last_named]
        if named:
            return max(named, key=lambda bearer: last_named[bearer.person_id])
        if len({bearer.actor_id for bearer in bearers}) == 1:
            return bearers[0]._replace(person_id=None)
        return None


class _Offices:
    """Resolves the titles of one article by its date and by the names around them."""

    def __init__(
        self, actors: ActorRegistry, folded: str, day: dt.date | None, names: list[_Name]
    ) -> None:
        self._actors = actors
        self._folded = folded
        self._day = day
        self._names = names
        self._ending = {name.end: name for name in names}
        self._starting = {name.start: name for name in names}

    def resolve(self, start: int, end: int) -> _Name | None:
        """Return the office at a title as a name, or None if it stands for nobody."""
        before, after = self._folded[max(0, start - 60) : start], self._folded[end : end + 60]
        if _patterns()["not_the_office"].search(before) or self._names_somebody(end, after):
            return None
        country = self._country_before(start, before) or self._country_after(end, after)
        holders = self._actors.holders(self._folded[start:end], self._day)
        if country:
            held = [p for actor, p in holders if actor.actor_id == country.bearer.actor_id]
            person_id = held[0].person_id if len(held) == 1 else None
            place = min(start, country.start), max(end, country.end)
            return _Name(*place, _Bearer(country.bearer.actor_id, person_id, "role"))
        if not _patterns()["determiner"].search(before):
            return None
        holder = (
            self._apposed(end, after, holders)
            or self._last_named(start, holders)
            or self._of_last_actor(start, holders)
        )
        if holder is None:
            return None
        return _Name(start, end, _Bearer(holder[0].actor_id, holder[1].person_id, "role"))

    def _names_somebody(self, end: int, after: str) -> bool:
        """Tell whether a name follows the title at once: the name stands for the person then."""
        match = re.match(r"(?:'s)?\s+(?=[A-Z][\w'-]+)", after)
        if not match:
            return False
        name = self._starting.get(end + match.end())
        return name is None or name.bearer.person_id is not None

    def _country_before(self, start: int, before: str) -> _Name | None:
        match = _patterns()["before"].search(before)
        return self._country(self._ending.get(start - len(match.group()))) if match else None

    def _country_after(self, end: int, after: str) -> _Name | None:
        match = re.match(r"\s+of\s+(?:the\s+)?", after)
        return self._country(self._starting.get(end + match.end())) if match else None

    @staticmethod
    def _country(name: _Name | None) -> _Name | None:
        return name if name and name.bearer.person_id is None else None

    def _apposed(self, end: int, after: str, holders: list) -> tuple | None:
        """Return the holder whose name follows: the foreign minister, Jane Doe."""
        comma = re.match(r",\s+", after)
        name = self._starting.get(end + comma.end()) if comma else None
        named = name.bearer.person_id if name else None
        return next((h for h in holders if h[1].person_id == named), None)

    def _last_named(self, start: int, holders: list) -> tuple | None:
        by_person = {person.person_id: (actor, person) for actor, person in holders}
        for name in reversed(self._names):
            if name.start < start and name.bearer.person_id in by_person:
                return by_person[name.bearer.person_id]
        return None

    def _of_last_actor(self, start: int, holders: list) -> tuple | None:
        earlier = [name for name in self._names if name.start < start]
        if len(holders) == 1 and earlier:
            actor, _ = holders[0]
            return holders[0] if earlier[-1].bearer.actor_id == actor.actor_id else None
        return None


@cache
def _patterns() -> dict[str, re.Pattern]:
    words = read_words(__file__, "offices.yml")
    modifiers = "|".join(map(re.escape, words["modifiers"]))
    not_the_office = "|".join(map(re.escape, words["not_the_office"]))
    determiners = "|".join(map(re.escape, words["determiners"]))
    return {
        "before": re.compile(rf"(?:'s?)?\s+(?:(?:{modifiers})\s+)*$", re.IGNORECASE),
        "not_the_office": re.compile(rf"\b(?:{not_the_office})[\s-]+$", re.IGNORECASE),
        "determiner": re.compile(rf"\b(?:{determiners})\s+(?:(?:{modifiers})\s+)*$", re.IGNORECASE),
    }
