"""A language: its words, from a folder of lists that is named by the language's code."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from toolkit.languages.cues import Cues, read_cues
from toolkit.languages.read import LanguageError, read_lists, read_partly, read_record
from toolkit.languages.reports import NAME, Reports, read_reports
from toolkit.languages.roles import Roles, read_roles
from toolkit.languages.words import (
    Grammar,
    Names,
    Negation,
    Offices,
    Quoting,
    Sources,
    Speakers,
    Stance,
    Targets,
    Transcripts,
    Verbs,
)


class LanguageWarning(UserWarning):
    """Articles in languages that are not there, in which nothing is found."""


FOLDERS = [Path(__file__).parent]  # where the folders of languages are looked for
_HEAD = "language.yml"


@dataclass(frozen=True, eq=False)  # one value a folder, so that it can be a key
class Language:
    """All that the annotation knows of a language.

    Parameters
    ----------
    code
        As in the column `language` of the articles table; the name of its folder.
    name
        In English.
    capitals, smalls
        The letters that begin a name, and those of other words, as ranges of a regular
        expression's class.
    letters
        Letters with a diacritic, in lower case, that are no variants of another letter: framing
        terms are matched with them as written.
    cues, grammar, verbs, speakers, sources, quoting, transcripts
        The words by which attributions are found.
    negation, stance, offices, targets, roles
        Those by which framing terms and names are read.
    names
        How names inflect.
    reports
        Of a language whose order of words is not that of English: how it reports.
    """

    code: str
    name: str
    capitals: str
    smalls: str
    letters: str
    cues: Cues
    grammar: Grammar
    verbs: Verbs
    speakers: Speakers
    sources: Sources
    quoting: Quoting
    transcripts: Transcripts
    negation: Negation
    stance: Stance
    offices: Offices
    targets: Targets
    roles: Roles
    names: Names
    reports: Reports | None = None

    @property
    def capitals_mark_names(self) -> bool:
        """Whether the script has capitals."""
        return self.capitals != self.smalls

    @cached_property
    def base_forms(self) -> frozenset[str]:
        """The base forms of verbs, the reporting ones among them."""
        return self.verbs.present | {cue.lemma for cue in self.cues.verbs.values()}

    @cached_property
    def third_person_forms(self) -> frozenset[str]:
        """The forms of verbs after "he", the reporting ones among them."""
        return self.verbs.third_person.union(filter(self.grammar.is_third_person, self.cues.verbs))

    @cached_property
    def finite_forms(self) -> frozenset[str]:
        """The words of the lists that may be a finite verb, or a part of one."""
        grammar, verbs = self.grammar, self.verbs
        auxiliaries = grammar.finite_auxiliaries | grammar.negated_auxiliaries
        forms = self.base_forms | self.third_person_forms | verbs.past | verbs.past_or_participle
        return auxiliaries.union(forms, grammar.genitives)

    @cached_property
    def offices_and_plurals(self) -> frozenset[str]:
        """The offices that speak for an actor, one or several of each: "minister", "ministers"."""
        return self.with_plurals(self.sources.offices)

    def with_plurals(self, nouns: Iterable[str]) -> frozenset[str]:
        """Return nouns and their regular plurals."""
        endings = ("", *self.grammar.plural_endings)
        return frozenset(noun + ending for noun in nouns for ending in endings)

    def is_office(self, word: str) -> bool:
        """Tell whether a word is an office, one or several: "minister", "secretary-generals"."""
        return word.lower().rpartition("-")[2] in self.offices_and_plurals


def load_language(code: str) -> Language:
    """Return the language of a code such as ``"en"``; its files are read once.

    Raises
    ------
    LanguageError
        If no folder has this name, or one of its lists is not there.
    """
    return _load(code, tuple(FOLDERS))


def language_of(given: str | None) -> Language:
    """Return the language that an article says it is in: "en", "en-GB" or "English".

    An article that does not say is read as English.

    Raises
    ------
    LanguageError
        If it is one that is not there.
    """
    if given is None:
        return load_language("en")
    word = given.strip().lower()
    return load_language(_codes(tuple(FOLDERS)).get(word, re.split("[-_]", word)[0]))


def is_there(given: str | None) -> bool:
    """Tell whether the language that an article says it is in is there."""
    try:
        language_of(given)
    except LanguageError:
        return False
    return True


def warn_of_languages(articles: pd.DataFrame) -> None:
    """Warn of articles in languages that are not there: nothing is found in them.

    Warns
    -----
    LanguageWarning
        With the languages, how many articles are in them, and what to do.
    """
    given = articles["language"].dropna() if "language" in articles else articles["doc_id"][:0]
    unknown = [word for word in given.unique() if not is_there(word)]
    if unknown:
        rows = given.isin(unknown)
        first = articles.loc[rows[rows].index[0], "doc_id"]
        listed = ", ".join(map(repr, sorted(unknown)))
        warnings.warn(
            f"articles: found {int(rows.sum()):,} of {len(articles):,} in the language {listed}, "
            f"first {first!r}, expected one of {', '.join(known_languages())}; nothing is found in "
            "them and their words count as the outlet's: leave them out, "
            f"articles[~articles['language'].isin({sorted(unknown)})], or correct their `language`",
            LanguageWarning,
            stacklevel=3,
        )


@cache
def _codes(folders: tuple[Path, ...]) -> dict[str, str]:
    """Return the code of each language by its name."""
    return {_head(code, folders)["name"].lower(): code for code in known_languages()}


def known_languages() -> list[str]:
    """Return the codes of the languages that can be loaded."""
    return sorted({head.parent.name for folder in FOLDERS for head in folder.glob(f"*/{_HEAD}")})


@cache
def _load(code: str, folders: tuple[Path, ...]) -> Language:
    if code not in known_languages():
        raise LanguageError(
            f"language: found {code!r}, expected one of {', '.join(known_languages())}; leave the "
            "articles in it out, or add a folder of its words"
        )
    folder = _folder_of(code, folders)
    reports = read_reports(folder) if (folder / NAME).is_file() else None
    record = read_record if reports is None else read_partly
    return Language(
        code=code,
        **_head(code, folders),
        cues=read_cues(folder) if reports is None else reports.cues(),
        grammar=record(Grammar, folder),
        verbs=record(Verbs, folder),
        speakers=record(Speakers, folder),
        sources=record(Sources, folder),
        quoting=record(Quoting, folder),
        transcripts=record(Transcripts, folder),
        negation=record(Negation, folder),
        stance=record(Stance, folder),
        offices=record(Offices, folder),
        targets=(
            read_record(Targets, folder)
            if reports is None
            else read_partly(Targets, folder, folded=True)
        ),
        roles=read_roles(folder) if reports is None else read_partly(Roles, folder, folded=True),
        names=read_partly(Names, folder),
        reports=reports,
    )


@cache
def _head(code: str, folders: tuple[Path, ...]) -> dict[str, Any]:
    """Return what the file of a language says of it, without its other lists."""
    return read_lists(_folder_of(code, folders), _HEAD, ["name", "capitals", "smalls", "letters"])


def _folder_of(code: str, folders: tuple[Path, ...]) -> Path:
    return next(parent / code for parent in folders if (parent / code / _HEAD).is_file())
