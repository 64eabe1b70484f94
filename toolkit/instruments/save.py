"""Instruments written as YAML: what was loaded from any format, saved in ours."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from toolkit.instruments.lexicon import Frame, Lexicon, Term
from toolkit.instruments.marked_yaml import write_marked
from toolkit.instruments.registry import Actor, ActorRegistry, Person, Role
from toolkit.tables.arguments import as_path, expect_type


def save_lexicon(lexicon: Lexicon, path: str | Path) -> Path:
    """Write a lexicon as the YAML that `load_lexicon` reads, and return its path.

    What is loaded from the file is equal to `lexicon`.
    """
    expect_type(lexicon, "lexicon", Lexicon, expected="what `load_lexicon` returns")
    path = as_path(path, "path")
    frames = {}
    for frame in lexicon:
        about = {"label": frame.label} | ({"note": frame.note} if frame.note else {})
        frames[frame.frame_id] = about | {"terms": _plain_terms(frame)}
    return write_marked(path, {"frames": frames})


def _plain_terms(frame: Frame) -> list | dict:
    """Return the YAML of the terms of a frame, by language if they have one."""
    by_language: dict[str, list] = {}
    for term in frame.terms:
        by_language.setdefault(term.language, []).append(_plain_term(term))
    return by_language.get("", by_language)


def _plain_term(term: Term) -> str | dict:
    """Return the YAML of a term: its text, if that says all."""
    fields = {
        "match": term.match if term.match != "glob" else None,
        "case": term.case or None,
        "except": list(term.exceptions),
        "note": term.note,
    }
    said = {name: value for name, value in fields.items() if value}
    return {"term": term.term_id, **said} if said else term.term_id


def save_actors(actors: ActorRegistry, path: str | Path) -> Path:
    """Write a registry as the YAML that `load_actors` reads, and return its path.

    What is loaded from the file is equal to `actors`.
    """
    expect_type(actors, "actors", ActorRegistry, expected="what `load_actors` returns")
    path = as_path(path, "path")
    document = {actor.actor_id: _plain_actor(actor) for actor in actors}
    return write_marked(path, {"actors": document})


def _plain_actor(actor: Actor) -> dict:
    fields = {
        "name": actor.name,
        "kind": actor.kind,
        "note": actor.note,
        "aliases": list(actor.aliases),
        "names": _by_language(actor.names),
        "demonyms": list(actor.demonyms),
        "metonyms": list(actor.metonyms),
        "except": list(actor.exceptions),
        "people": {person.person_id: _plain_person(person) for person in actor.people},
    }
    return {name: value for name, value in fields.items() if value}


def _plain_person(person: Person) -> dict:
    fields = {
        "name": person.name,
        "aliases": list(person.aliases),
        "names": _by_language(person.names),
        "surname": person.surname,
        "pronoun": person.pronoun,
        "roles": [_plain_role(role) for role in person.roles],
    }
    return {name: value for name, value in fields.items() if value}


def _by_language(names: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    listed: dict[str, list[str]] = {}
    for code, name in names:
        listed.setdefault(code, []).append(name)
    return listed


def _plain_role(role: Role) -> dict:
    dates = {"from": role.start, "until": role.end}
    said = {name: day.isoformat() for name, day in dates.items() if day}
    return {"title": list(role.titles), **said}
