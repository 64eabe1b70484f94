"""Actors: where the registry's countries, bodies, people and offices are named."""

from __future__ import annotations

import datetime as dt
import re
from functools import cache

import pandas as pd

from toolkit.annotate.actor_forms import EXCEPTION, TITLE, ActorForms, Bearer
from toolkit.annotate.names import Name, name_rows, names_table
from toolkit.annotate.namesakes import Namesakes
from toolkit.annotate.speakers import as_spoken, each_speaker, joint_name, speaker_name
from toolkit.display.progress import track
from toolkit.instruments.registry import ActorRegistry
from toolkit.languages.language import Language, is_there, language_of, warn_of_languages
from toolkit.languages.read import any_of
from toolkit.tables.arguments import expect_table, expect_type
from toolkit.tables.joint import JOINT
from toolkit.text.spans import longest_first
from toolkit.text.text import Text, texts_of


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
        The names table, a row per mention, by article and place; no two overlap. Whom the column
        `speaker` of an article names gets a row of the kind ``"speaker"``, of no characters, at
        its beginning, if the registry knows him.

    Notes
    -----
    *Limits.* A place that shares a name with an actor (Paris the city, Georgia the state) counts
    as the actor unless `except` says otherwise.
    """
    expect_table(articles, "articles", ["doc_id", "text", "body_start", "date"])
    expect_type(actors, "actors", ActorRegistry, expected="what `load_actors` returns")
    warn_of_languages(articles)
    finder = ActorFinder(actors)
    texts = track(texts_of(articles), desc="actors", total=len(articles))
    rows = [
        row
        for text, date in zip(texts, articles["date"], strict=True)
        for row in name_rows(text, finder.find(text, date), finder.speaker(text, date))
    ]
    return names_table(rows)


class ActorFinder:
    """A registry made ready to scan texts."""

    def __init__(self, actors: ActorRegistry) -> None:
        self._actors = actors
        self._pronouns = actors.pronouns()
        self._roles = {
            person.person_id: person.roles for actor in actors for person in actor.people
        }
        self._kinds = {actor.actor_id: actor.kind for actor in actors}
        self._forms: dict[str, ActorForms] = {}

    def _forms_in(self, language: Language) -> ActorForms:
        """Return the forms of all names in a language, made when they are first asked for."""
        forms = self._forms.get(language.code)
        if forms is None:
            forms = self._forms[language.code] = ActorForms(self._actors, language)
        return forms

    def find(self, text: Text, date: pd.Timestamp) -> list[Name]:
        """Return the names in a text of a date, without overlaps, in text order."""
        if not is_there(text.language):
            return []
        folded = text.folded
        language = language_of(text.language)
        known = self._forms_in(language)
        day = None if pd.isna(date) else date.date()
        forms: list[tuple[int, int, str]] = []
        titles: list[tuple[int, int, str]] = []
        for start, end, phrase in known.index.scan(folded):
            (titles if phrase.payload == TITLE else forms).append((start, end, phrase.payload))
        seats = _patterns(language)["seat"]
        forms = [
            form for form in forms if form[2] != EXCEPTION or not _is_seat(seats, folded, form[0])
        ]
        forms = longest_first(forms, tie=lambda span: (span[2] != EXCEPTION, span[2]))
        names = self._resolve(forms, Namesakes(text, known.initials, language), known)
        offices = _Offices(self._actors, folded, day, names, language)
        # A title inside a name, or inside a longer title, is no office of its own.
        titles = longest_first(
            [*titles, *((n.start, n.end, "") for n in names)], tie=lambda s: s[2]
        )
        resolved = [offices.resolve(start, end) for start, end, what in titles if what == TITLE]
        chosen = longest_first(
            [*names, *(office for office in resolved if office)], tie=lambda name: name.actor_id
        )
        return [self._described(name, day) for name in chosen]

    def speaker(self, text: Text, date: pd.Timestamp) -> Name | None:
        """Return who speaks a document of a date, if its speaker is known and registered."""
        if text.speaker is None or not is_there(text.language):
            return None
        each = [self._one_speaker(one, text.language, date) for one in each_speaker(text.speaker)]
        speaker = joint_name(each)
        day = None if pd.isna(date) else date.date()
        return None if speaker is None else self._described(speaker, day)

    def _described(self, name: Name, day: dt.date | None) -> Name:
        """Return a name with what the registry says of its bearer; several are a group."""
        roles = self._roles.get(name.person_id or "", ())
        titles = [title for role in roles if role.held_on(day) for title in role.titles]
        return name._replace(
            pronoun=self._pronouns.get(name.person_id or ""),
            actor_kind=self._kinds.get(name.actor_id, "group"),
            offices="; ".join(titles) or None,
        )

    def _one_speaker(self, words: str, language: str | None, date: pd.Timestamp) -> Name | None:
        named, inverted = (
            self._speaker(form, language, date) for form in (words, as_spoken(words))
        )
        is_joint = named is not None and JOINT in named.actor_id
        return inverted if inverted and inverted.person_id and not is_joint else named

    def _speaker(self, words: str, language: str | None, date: pd.Timestamp) -> Name | None:
        text = Text(words, language=language)
        in_full = self._forms_in(language_of(language)).in_full
        names = self.find(text, date)
        forms = {name: " ".join(text.folded[name.start : name.end].split()) for name in names}
        surnames = {
            name
            for name, form in forms.items()
            if name.kind in ("name", "alias") and form.lower() not in in_full
        }
        return speaker_name(words, names, surnames, language_of(language))

    def _resolve(
        self, forms: list[tuple[int, int, str]], namesakes: Namesakes, actors: ActorForms
    ) -> list[Name]:
        names: list[Name] = []
        last_named: dict[str, int] = {}
        bearers, full_names = actors.bearers, actors.full_names
        known = {bearers[form][0].person_id for *_, form in forms if form in full_names}
        for start, end, form in forms:
            if form == EXCEPTION:
                continue
            bearer = self._choose(bearers[form], last_named)
            if bearer is None:
                continue
            is_known = bearer.person_id in known
            taken = names[-1].end if names else 0
            if namesakes.is_other(form, start, is_known=is_known, taken=taken):
                continue
            known.add(bearer.person_id)
            if bearer.person_id and form in full_names:
                last_named[bearer.person_id] = start
            names.append(Name(start, end, *bearer))
        return names

    @staticmethod
    def _choose(bearers: list[Bearer], last_named: dict[str, int]) -> Bearer | None:
        """Return the bearer of a form: the only one, the one last named in full, or none."""
        if len(bearers) == 1:
            return bearers[0]
        named = [bearer for bearer in bearers if bearer.person_id in last_named]
        if named:
            return max(named, key=lambda bearer: last_named[bearer.person_id or ""])
        if len({bearer.actor_id for bearer in bearers}) == 1:
            return bearers[0]._replace(person_id=None)
        return None


class _Offices:
    """Resolves the titles of one article by its date and by the names around them."""

    def __init__(
        self,
        actors: ActorRegistry,
        folded: str,
        day: dt.date | None,
        names: list[Name],
        language: Language,
    ) -> None:
        self._patterns = _patterns(language)
        self._actors = actors
        self._folded = folded
        self._day = day
        self._names = names
        self._ending = {name.end: name for name in names}
        self._starting = {name.start: name for name in names}
        self._joins = {",", *language.sources.joins_actors}

    def resolve(self, start: int, end: int) -> Name | None:
        """Return the office at a title as a name, or None if it stands for nobody."""
        before, after = self._folded[max(0, start - 60) : start], self._folded[end : end + 60]
        if self._patterns["not_the_office"].search(before) or self._names_somebody(end, after):
            return None
        country = self._country_before(start, before) or self._country_after(end, after)
        holders = self._actors.holders(self._folded[start:end], self._day)
        if country:
            held = [p for actor, p in holders if actor.actor_id == country.actor_id]
            person_id = held[0].person_id if len(held) == 1 else None
            place = min(start, country.start), max(end, country.end)
            return Name(*place, country.actor_id, person_id, "role")
        if not self._patterns["determiner"].search(before):
            return None
        holder = (
            self._apposed(end, after, holders)
            or self._last_named(start, holders)
            or self._of_last_actor(start, holders)
        )
        if holder is None:
            return None
        return Name(start, end, holder[0].actor_id, holder[1].person_id, "role")

    def _names_somebody(self, end: int, after: str) -> bool:
        """Tell whether a name follows the title at once: the name stands for the person then."""
        match = self._patterns["name"].match(after)
        if not match:
            return False
        name = self._starting.get(end + match.end())
        return name is None or name.person_id is not None

    def _country_before(self, start: int, before: str) -> Name | None:
        match = self._patterns["before"].search(before)
        return self._country(self._ending.get(start - len(match.group()))) if match else None

    def _country_after(self, end: int, after: str) -> Name | None:
        match = self._patterns["of"].match(after)
        return self._country(self._starting.get(end + match.end())) if match else None

    @staticmethod
    def _country(name: Name | None) -> Name | None:
        return name if name and name.person_id is None else None

    def _apposed(self, end: int, after: str, holders: list) -> tuple | None:
        """Return the holder whose name follows: the foreign minister, Jane Doe."""
        comma = re.match(r",\s+", after)
        name = self._starting.get(end + comma.end()) if comma else None
        named = name.person_id if name else None
        return next((h for h in holders if h[1].person_id == named), None)

    def _last_named(self, start: int, holders: list) -> tuple | None:
        """Return the holder last named, unless another one is joined to him: "Roe and Doe"."""
        by_person = {person.person_id: (actor, person) for actor, person in holders}
        named = [n for n in self._names if n.start < start and n.person_id in by_person]
        if not named:
            return None
        *before, last = named
        if before and before[-1].person_id != last.person_id:
            between = self._folded[before[-1].end : last.start].strip().lower()
            if between in self._joins:
                return None
        return by_person[last.person_id]

    def _of_last_actor(self, start: int, holders: list) -> tuple | None:
        earlier = [name for name in self._names if name.start < start]
        if len(holders) == 1 and earlier:
            actor, _ = holders[0]
            return holders[0] if earlier[-1].actor_id == actor.actor_id else None
        return None


def _is_seat(seats: re.Pattern[str], folded: str, start: int) -> bool:
    """Tell whether an office precedes the "in" at `start`: "the ministry in Karsk"."""
    return any(
        seat.end() == start for seat in seats.finditer(folded, max(0, start - 40), start + 12)
    )


@cache
def _patterns(language: Language) -> dict[str, re.Pattern]:
    words, sources, grammar = language.offices, language.sources, language.grammar
    modifiers, determiners = any_of(words.modifiers), any_of(words.determiners)
    not_the_office = any_of(words.not_the_office)
    ties = any_of(sources.ties)
    seats = any_of(sorted(language.offices_and_plurals))
    of, the = any_of(grammar.genitive_prepositions), any_of(sources.definite)
    return {
        # "The ministry in Karsk" is one although "in Karsk" is an exception.
        "seat": re.compile(rf"\b(?:{seats})\s+(?=(?:{ties})\s)", re.IGNORECASE),
        "before": re.compile(rf"(?:{grammar.genitive})?\s+(?:(?:{modifiers})\s+)*$", re.IGNORECASE),
        "name": re.compile(rf"(?:{any_of(grammar.genitives)})?\s+(?=[{language.capitals}][\w'-]+)"),
        "of": re.compile(rf"\s+(?:{of})\s+(?:(?:{the})\s+)?"),
        "not_the_office": re.compile(rf"\b(?:{not_the_office})[\s-]+$", re.IGNORECASE),
        "determiner": re.compile(rf"\b(?:{determiners})\s+(?:(?:{modifiers})\s+)*$", re.IGNORECASE),
    }
