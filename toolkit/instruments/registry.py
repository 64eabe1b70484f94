"""The registry of actors: countries and bodies, their names, people and offices."""

from __future__ import annotations

import datetime as dt
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import pandas as pd

from toolkit.display.instruments import list_actors
from toolkit.display.listing import as_html, as_text
from toolkit.instruments.bounds import InstrumentError
from toolkit.instruments.dictionaries.entries import DictionaryWarning
from toolkit.instruments.dictionaries.formats import read_actors
from toolkit.instruments.dictionaries.petrarch import CodedActor
from toolkit.instruments.marked_yaml import Checker, Mapping, read_marked
from toolkit.languages.language import known_languages, load_language
from toolkit.tables.arguments import as_path
from toolkit.tables.joint import JOINT
from toolkit.text.patterns import first_word, fold
from toolkit.text.word_lists import read_words

KINDS = ("country", "body", "group")
_ACRONYM = 3  # a name of so few letters (EU, UN) stays in capitals
PRONOUNS = ("", "he", "she", "they")
# What the column `voice` says where no actor speaks; no actor may be called so.
RESERVED = ("narration", "other speaker", "unknown speaker")

_ACTOR_KEYS = (
    "name", "kind", "note", "aliases", "names", "demonyms", "metonyms", "except", "people",
)  # fmt: skip
_PERSON_KEYS = ("name", "note", "aliases", "names", "surname", "pronoun", "roles")
_ROLE_KEYS = ("title", "from", "until", "note")


@dataclass(frozen=True)
class Role:
    """An office that a person holds, from `start` to `end`, both days included."""

    titles: tuple[str, ...]
    start: dt.date | None = None
    end: dt.date | None = None

    def held_on(self, day: dt.date | None) -> bool:
        """Tell whether the office is held on `day`; on an unknown day, whether it has no end."""
        if day is None:
            return self.end is None
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)


@dataclass(frozen=True)
class Person:
    """Somebody who speaks for an actor."""

    person_id: str
    name: str
    aliases: tuple[str, ...] = ()
    surname: str = ""
    pronoun: str = ""
    roles: tuple[Role, ...] = ()
    names: tuple[tuple[str, str], ...] = ()  # codes of languages, and names in them

    def full_names(self, language: str | None = None) -> tuple[str, ...]:
        """Return the name, the aliases, and the names in a language, or in all."""
        return (self.name, *self.aliases, *_names_in(self.names, language))

    def surnames(self, language: str | None = None) -> tuple[str, ...]:
        """Return the forms that stand for the person once introduced: last words of the names."""
        names = self.full_names(language)
        if self.surname:
            names = _names_in(self.names, language)
        last = [name.split()[-1] for name in names if " " in name]
        return tuple(dict.fromkeys(([self.surname] if self.surname else []) + last))


@dataclass(frozen=True)
class Actor:
    """A country, body or group, with the words and people that stand for it."""

    actor_id: str
    name: str
    kind: str = "country"
    aliases: tuple[str, ...] = ()
    demonyms: tuple[str, ...] = ()
    metonyms: tuple[str, ...] = ()
    exceptions: tuple[str, ...] = ()
    people: tuple[Person, ...] = ()
    note: str = ""
    names: tuple[tuple[str, str], ...] = ()  # codes of languages, and names in them

    def forms(self, language: str | None = None) -> Iterator[tuple[str, str, str]]:
        """Yield (form, kind, person_id) for all that names the actor or its people in full.

        Of the names that hold for one language only those in `language`, or all.
        """
        yield self.name, "name", ""
        for form in _names_in(self.names, language):
            yield form, "name", ""
        for kind in ("alias", "demonym", "metonym"):
            for form in getattr(self, {"alias": "aliases"}.get(kind, kind + "s")):
                yield form, kind, ""
        for person in self.people:
            yield person.name, "name", person.person_id
            for form in _names_in(person.names, language):
                yield form, "name", person.person_id
            for alias in person.aliases:
                yield alias, "alias", person.person_id


def _names_in(names: Iterable[tuple[str, str]], language: str | None) -> tuple[str, ...]:
    return tuple(name for code, name in names if language in (None, code))


@dataclass(frozen=True)
class ActorRegistry:
    """The actors of a study, in the order of the file."""

    actors: tuple[Actor, ...]

    def __iter__(self) -> Iterator[Actor]:
        return iter(self.actors)

    def __len__(self) -> int:
        return len(self.actors)

    def __repr__(self) -> str:
        return as_text(list_actors(self.actors))

    def _repr_html_(self) -> str:
        return as_html(list_actors(self.actors))

    def labels(self) -> dict[str, str]:
        """Return the name of each actor by its id, for figures."""
        return {actor.actor_id: actor.name for actor in self.actors}

    def pronouns(self) -> dict[str, str]:
        """Return the pronoun of each person for whom one is given, by person_id."""
        people = (person for actor in self.actors for person in actor.people)
        return {person.person_id: person.pronoun for person in people if person.pronoun}

    def holders(self, title: str, day: dt.date | None) -> list[tuple[Actor, Person]]:
        """Return who holds the office `title` on `day`, over all actors."""
        held = {
            (actor.actor_id, person.person_id): (actor, person)
            for actor, person, role in self._offices.get(fold(title).lower(), ())
            if role.held_on(day)
        }
        return list(held.values())

    @cached_property
    def _offices(self) -> dict[str, list[tuple[Actor, Person, Role]]]:
        """Who holds each title, and when."""
        offices: dict[str, list[tuple[Actor, Person, Role]]] = {}
        for actor in self.actors:
            for person in actor.people:
                for role in person.roles:
                    for title in role.titles:
                        held = (actor, person, role)
                        offices.setdefault(fold(title).lower(), []).append(held)
        return offices

    def to_frame(self) -> pd.DataFrame:
        """Return a row per form: actor_id, person_id, form, kind; surnames as kind 'surname'."""
        rows = []
        for actor in self.actors:
            rows += [(actor.actor_id, person, form, kind) for form, kind, person in actor.forms()]
            for person in actor.people:
                rows += [
                    (actor.actor_id, person.person_id, form, "surname")
                    for form in person.surnames()
                ]
                rows += [
                    (actor.actor_id, person.person_id, title, "role")
                    for role in person.roles
                    for title in role.titles
                ]
        return pd.DataFrame(rows, columns=["actor_id", "person_id", "form", "kind"], dtype="str")


def load_actors(path: str | Path) -> ActorRegistry:
    """Load a registry of actors from YAML, or from the actor file of an event coder.

    Parameters
    ----------
    path
        A file with the key ``actors``: id -> ``name``, ``kind`` (country, body or group),
        ``aliases``, ``demonyms``, ``metonyms``, ``except`` (phrases that hold a name and do not
        mean the actor), ``note``, and ``people``: id -> ``name``, ``aliases``, ``surname`` (where
        it is not the last word), ``pronoun``, ``roles``: a list of ``title``, ``from``, ``until``.
        An actor and a person may have ``names``: code of a language -> names in base form, which
        count in articles of that language only (``names: {ru: [Владимир Путин]}``).
        Or a file of TABARI or PETRARCH, recognised by its content: see Notes.

    Raises
    ------
    InstrumentError
        With file and line of every fault: unknown keys, missing names, a name claimed by two
        actors, invalid dates.

    Warns
    -----
    DictionaryWarning
        If an actor file says what a registry cannot: the message counts such entries and lists
        the first, its `notes` hold all.

    Notes
    -----
    Of an actor file, the first three letters of a code are the actor (``usa``). A name with dated
    codes becomes a person of it with a role for each code; all other names become aliases, and
    the code alone (``[USA]``) gives the actor its name. *Limits*: names are written there in
    capitals and get capitals at the beginning of each word; for a person who stands for several
    actors in turn, the first is kept; the titles of roles are codes, so that offices ("the
    president") are not resolved by them.
    """
    path = as_path(path, "path")
    coded = read_actors(path)
    if coded is not None:
        return _from_actor_file(path, *coded)
    checker, entries = read_marked(path, "actors")
    claims = _Claims(checker)
    actors = tuple(_actor(key, entries, checker, claims) for key in entries)
    if not actors:
        checker.fault(1, "actors: found no actor, expected at least one")
    checker.finish()
    return ActorRegistry(actors)


def _from_actor_file(path: Path, coded: list[CodedActor], notes: list[str]) -> ActorRegistry:
    words = read_words(__file__, "actor_codes.yml")
    drafts: dict[str, _Draft] = {}
    claimed: dict[str, str] = {}
    for entry in coded:
        if not entry.codes:
            notes.append(f"{entry.where}: has no code and was not read")
            continue
        actor_id = entry.codes[0].code[:3].lower()
        names = []
        for name in dict.fromkeys(_written(name, words["small_words"]) for name in entry.names):
            owner = claimed.setdefault(fold(name), actor_id)
            if not first_word(name, wildcard=False):
                notes.append(
                    f"{entry.where}: {name!r} does not begin with a letter and was not read"
                )
            elif owner != actor_id:
                notes.append(f"{entry.where}: {name!r} is also a name of {owner!r}; kept there")
            else:
                names.append(name)
        if names:
            drafts.setdefault(actor_id, _Draft(actor_id)).add(entry, names, notes)
    actors = tuple(draft.actor(words) for draft in drafts.values())
    if not actors:
        raise InstrumentError(f"{path}: found no actor that can be read, expected at least one")
    if notes:
        warnings.warn(DictionaryWarning(path, len(coded), notes), stacklevel=3)
    return ActorRegistry(actors)


class _Draft:
    """An actor in the making, from the entries of an actor file."""

    def __init__(self, actor_id: str) -> None:
        self._id = actor_id
        self._names: list[str] = []
        self._aliases: list[str] = []
        self._people: dict[str, Person] = {}

    def add(self, entry: CodedActor, names: list[str], notes: list[str]) -> None:
        """Take in an entry as names of the actor or as a person."""
        others = [code for code in entry.codes if code.code[:3].lower() != self._id]
        ours = [code for code in entry.codes if code.code[:3].lower() == self._id]
        if others:
            listing = ", ".join(code.code for code in others)
            notes.append(f"{entry.where}: also stands for {listing}; kept with {self._id!r} only")
        if any(code.start or code.end for code in ours):
            roles = tuple(Role((code.code,), code.start, code.end) for code in ours)
            person_id = f"{self._id}_{fold(names[0]).lower().replace(' ', '_')}"
            self._people[person_id] = Person(person_id, names[0], tuple(names[1:]), roles=roles)
        elif any(len(code.code) == 3 for code in ours):
            self._names += names
        else:
            self._aliases += names
            notes.append(f"{entry.where}: the role in {ours[0].code} was not kept, the name was")

    def actor(self, words: dict[str, list[str]]) -> Actor:
        """Return the actor; its name is its first, or the code where it has none."""
        code = self._id.upper()
        name, *aliases = dict.fromkeys([*(self._names or [code]), *self._aliases])
        kind = next((kind for kind in ("body", "group") if code in words[kind]), "country")
        return Actor(self._id, name, kind, tuple(aliases), people=tuple(self._people.values()))


def _written(name: str, small: list[str]) -> str:
    """Return a name in capitals as a text would have it: UNITED_STATES_ is United States."""
    words = name.replace("_", " ").split()
    if len(words) == 1 and len(words[0]) <= _ACRONYM:
        return words[0]
    return " ".join(
        word.lower() if at and word.lower() in small else _capital(word)
        for at, word in enumerate(words)
    )


def _capital(word: str) -> str:
    return "-".join(part.capitalize() for part in word.split("-"))


@cache
def _function_words(language: str) -> frozenset[str]:
    """Return words that stand in every text of a language: the, he, of, that ..."""
    grammar = load_language(language).grammar
    return grammar.determiners | grammar.pronouns | grammar.prepositions | grammar.subordinators


class _Claims:
    """Who claims which name or id, so that no two actors claim the same one."""

    def __init__(self, checker: Checker) -> None:
        self._checker = checker
        self._names: dict[str, tuple[str, int]] = {}
        self._ids: dict[str, int] = {}

    def name(self, form: str, actor_id: str, line: int, language: str = "en") -> None:
        key = fold(form)
        if form.lower() in _function_words(language) and not form.isupper():
            self._checker.fault(
                line,
                f"{actor_id}: {form!r} is a word of every text, and no name; write more of the "
                "name, or an acronym in capitals",
            )
        owner, first = self._names.setdefault(key, (actor_id, line))
        if owner != actor_id:
            self._checker.fault(
                line,
                f"{actor_id}: {form!r} is also claimed by {owner!r}, at line {first}; a name may "
                "stand for one actor only",
            )
        else:
            self.check(form, actor_id, line)

    def check(self, form: str, what: str, line: int) -> None:
        """Note a form that no search would find."""
        if not first_word(form, wildcard=False):
            self._checker.fault(
                line,
                f"{what}: found {form!r}, expected it to begin with a letter or digit",
            )

    def id(self, key: str, line: int) -> None:
        self._checker.id(key, line)
        if key in RESERVED:
            self._checker.fault(line, f"{key!r} is a reserved word, choose another id")
        if JOINT in key:
            self._checker.fault(line, f"{key!r} contains {JOINT!r}, which joins ids; leave it out")
        if key in self._ids:
            self._checker.fault(
                line, f"the id {key!r} is already used at line {self._ids[key]}; choose another"
            )
        self._ids.setdefault(key, line)


def _actor(key: str, entries: Mapping, checker: Checker, claims: _Claims) -> Actor:
    line = entries.lines[key]
    entry = checker.mapping(entries[key], line, key, _ACTOR_KEYS)
    claims.id(key, line)
    name = checker.text(entry, "name", key, required=True)
    if name:
        claims.name(name, key, entry.lines["name"])
    lists = {}
    for field in ("aliases", "demonyms", "metonyms"):
        forms = checker.texts(entry, field, key)
        for form, at in forms:
            claims.name(form, key, at)
        lists[field] = tuple(form for form, _ in forms)
    exceptions = checker.texts(entry, "except", key)
    for form, at in exceptions:
        claims.check(form, f"{key}: except", at)
    at = entry.lines.get("people", line)
    people = checker.mapping(entry.get("people", Mapping()), at, f"{key}: people", None)
    return Actor(
        key,
        name,
        checker.choice(entry, "kind", key, KINDS),
        exceptions=tuple(form for form, _ in exceptions),
        people=tuple(_person(person, people, key, checker, claims) for person in people),
        note=checker.text(entry, "note", key),
        names=tuple(_names(entry, key, key, checker, claims)),
        **lists,
    )


def _person(key: str, people: Mapping, actor_id: str, checker: Checker, claims: _Claims) -> Person:
    line = people.lines[key]
    what = f"{actor_id}: {key}"
    entry = checker.mapping(people[key], line, what, _PERSON_KEYS)
    claims.id(key, line)
    name = checker.text(entry, "name", what, required=True)
    if name:
        claims.name(name, actor_id, entry.lines["name"])
    aliases = checker.texts(entry, "aliases", what)
    for form, at in aliases:
        claims.name(form, actor_id, at)
    surname = checker.text(entry, "surname", what)
    if surname:
        claims.check(surname, f"{what}: surname", entry.lines["surname"])
    return Person(
        key,
        name,
        tuple(form for form, _ in aliases),
        surname,
        checker.choice(entry, "pronoun", what, PRONOUNS),
        tuple(_roles(entry, what, checker, claims)),
        tuple(_names(entry, what, actor_id, checker, claims)),
    )


def _names(
    entry: Mapping, what: str, actor_id: str, checker: Checker, claims: _Claims
) -> Iterator[tuple[str, str]]:
    """Yield the code of a language and a name for each of the names that one language has."""
    if "names" not in entry:
        return
    names = checker.mapping(entry["names"], entry.lines["names"], f"{what}: names", None)
    for code in names:
        if code not in known_languages():
            checker.fault(
                names.lines[code],
                f"{what}: names: found the language {code!r}, expected one of "
                f"{', '.join(known_languages())}",
            )
        for form, at in checker.texts(names, code, f"{what}: names"):
            if code in known_languages():
                claims.name(form, actor_id, at, code)
            yield code, form


def _roles(entry: Mapping, what: str, checker: Checker, claims: _Claims) -> Iterator[Role]:
    roles = entry.get("roles", ())
    if not isinstance(roles, (list, tuple)):
        checker.fault(entry.lines["roles"], f"{what}: roles: expected a list of roles (- title: …)")
        return
    for role, line in zip(roles, getattr(roles, "lines", ()), strict=True):
        role_entry = checker.mapping(role, line, f"{what}: roles", _ROLE_KEYS)
        titles = checker.texts(role_entry, "title", what)
        for title, at in titles:
            claims.check(title, f"{what}: roles", at)
        if not titles:
            checker.fault(line, f"{what}: roles: the key 'title' is missing")
        start = checker.date(role_entry, "from", what)
        end = checker.date(role_entry, "until", what)
        if start and end and end < start:
            checker.fault(line, f"{what}: roles: 'until' {end} is before 'from' {start}")
        yield Role(tuple(title for title, _ in titles), start, end)
