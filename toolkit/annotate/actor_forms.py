"""The forms of the names of a registry in one language, ready to be looked for."""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

from toolkit.instruments.registry import ActorRegistry
from toolkit.languages.language import Language
from toolkit.text.patterns import Phrase, PhraseIndex, fold

# A name of so few letters (EU, UN) is not looked for in capitals: US is not "us". In a script
# without capitals a last name of fewer letters is not looked for alone.
_SHORT = 3
TITLE, EXCEPTION = "\x00title", "\x00exception"  # no name begins so


class Bearer(NamedTuple):
    """Whom a form can mean."""

    actor_id: str
    person_id: str | None
    kind: str


class ActorForms:
    """All that names the actors of a registry in a language.

    Parameters
    ----------
    actors
        The registry.
    language
        By which names inflect.

    Attributes
    ----------
    index
        Finds names, whose payload is their folded base form, titles and exceptions.
    bearers
        Whom a folded form can mean.
    full_names, in_full
        The folded forms that name in full, as written and in lower case.
    initials
        By folded last name, the initials of the given names of those who bear it.
    """

    def __init__(self, actors: ActorRegistry, language: Language) -> None:
        self.bearers: dict[str, list[Bearer]] = defaultdict(list)
        self._written: dict[str, str] = {}
        exceptions, titles = set(), set()
        for actor in actors:
            exceptions |= set(actor.exceptions)
            for form, kind, person_id in actor.forms(language.code):
                bearer = Bearer(actor.actor_id, person_id or None, kind)
                self.bearers[self._folded(form)] = [bearer]
            titles |= {t for person in actor.people for role in person.roles for t in role.titles}
        self.full_names = frozenset(self.bearers)
        self.in_full = frozenset(form.lower() for form in self.full_names)
        self.initials = self._surnames(actors, language)
        names = language.names
        forms = names.forms if names.endings or names.prefixes else None
        phrases = [Phrase(text, EXCEPTION) for text in exceptions]
        phrases += [Phrase(text, TITLE, ignore_case=True, forms=forms) for text in titles]
        for form, written in self._written.items():
            if form not in self.bearers:
                continue
            phrases.append(Phrase(written, form, forms=forms))
            if len(form) > _SHORT and form.upper() != form:
                phrases.append(Phrase(form.upper(), form))
        self.index = PhraseIndex(phrases)

    def _folded(self, form: str) -> str:
        folded = fold(form)
        self._written.setdefault(folded, form)
        return folded

    def _surnames(self, actors: ActorRegistry, language: Language) -> dict[str, frozenset[str]]:
        """Take in the last names of all people; return the initials of who bears each."""
        initials: dict[str, set[str]] = {}
        for actor in actors:
            for person in actor.people:
                for surname in person.surnames(language.code):
                    is_word = not language.capitals_mark_names and len(surname) < _SHORT
                    form = self._folded(surname)
                    if form not in self.full_names and not is_word:
                        bearer = Bearer(actor.actor_id, person.person_id, "name")
                        self.bearers[form].append(bearer)
                        words = fold(" ".join(person.full_names(language.code))).split()
                        initials.setdefault(form, set()).update(word[0] for word in words)
        return {form: frozenset(letters) for form, letters in initials.items()}
