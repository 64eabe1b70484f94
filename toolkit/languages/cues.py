"""The words that report, by word form: what `cues.yml` and `weak.yml` of a language list."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from toolkit.languages.read import read_lists

Forms = Callable[[str], Iterable[str]]
Phrase = tuple[str, ...]
Endings = Mapping[str, Mapping[str, str]]  # by form: what replaces which ending


class Cue(NamedTuple):
    """A reporting word: its base form, and the complements that hold what is reported."""

    lemma: str
    takes: frozenset[str]


@dataclass(frozen=True)
class Cues:
    """Reporting words by lower-case word form.

    Parameters
    ----------
    verbs, nouns, adjectives
        By form, those that report.
    raising, raised
        Verbs after whose infinitive the whole clause is content ("seems to"), and participles
        ("is said to").
    according, according_parsed
        Phrases that name a source, by their first word; and those that do only where a parse
        tells what depends on them.
    weak
        By use and complement, the cue verbs that mostly report nothing there.
    """

    verbs: Mapping[str, Cue]
    nouns: Mapping[str, Cue]
    adjectives: Mapping[str, Cue]
    raising: frozenset[str]
    raised: frozenset[str]
    according: Mapping[str, list[Phrase]]
    according_parsed: Mapping[str, list[Phrase]]
    weak: Mapping[str, frozenset[str]]

    @cached_property
    def words(self) -> frozenset[str]:
        """All words that may be cues, or begin one."""
        forms = self.raising | self.raised
        return forms.union(self.verbs, self.nouns, self.adjectives, self.according)

    @cached_property
    def parsed_words(self) -> frozenset[str]:
        """Those that may be cues where the text is parsed."""
        return self.words.union(self.according_parsed)


def read_cues(folder: Path) -> Cues:
    """Return the reporting words of the language in `folder`."""
    names = {field.name for field in fields(Cues)} - {"weak"}
    lists = read_lists(folder, "cues.yml", [*sorted(names), "endings", "irregular"])

    def forms_as(kind: str) -> Forms:
        return lambda lemma: inflect(lemma, lists["endings"][kind], lists["irregular"][kind])

    verb_forms = forms_as("verbs")
    return Cues(
        **{
            kind: _by_form(lists[kind], forms_as(kind)) for kind in ("verbs", "nouns", "adjectives")
        },
        raising=frozenset(form for lemma in lists["raising"] for form in verb_forms(lemma)),
        raised=frozenset(lists["raised"]),
        according=by_first_word(lists["according"]),
        according_parsed=by_first_word(lists["according_parsed"]),
        weak={use: frozenset(lemmas) for use, lemmas in read_lists(folder, "weak.yml").items()},
    )


def inflect(lemma: str, endings: Endings, irregular: Mapping[str, list[str]]) -> list[str]:
    """Return a base form and its other forms: those listed, else one for each table of endings."""
    if lemma in irregular:
        return [lemma, *irregular[lemma]]
    return [lemma, *(_replaced(lemma, table) for table in endings.values())]


def _replaced(lemma: str, table: Mapping[str, str]) -> str:
    """Return the form that replaces the longest ending of `lemma` that the table has."""
    ending = max((one for one in table if lemma.endswith(one)), key=len)
    return lemma.removesuffix(ending) + table[ending]


def by_first_word(phrases: Iterable[str]) -> dict[str, list[Phrase]]:
    """Return phrases as words, by their first word, the longest before the others."""
    begun: dict[str, list[Phrase]] = {}
    for words in sorted((tuple(phrase.split()) for phrase in phrases), key=len, reverse=True):
        begun.setdefault(words[0], []).append(words)
    return begun


def _by_form(by_complement: Mapping[str, Iterable[str]], forms: Forms) -> dict[str, Cue]:
    takes: dict[str, set[str]] = {}
    for complement, lemmas in by_complement.items():
        for lemma in lemmas:
            takes.setdefault(lemma, set()).add(complement)
    return {
        form: Cue(lemma, frozenset(complements))
        for lemma, complements in takes.items()
        for form in forms(lemma)
    }
