"""A language: its words, from a folder of lists that is named by the language's code."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from toolkit.languages.cues import Cues, read_cues
from toolkit.languages.read import LanguageError, read_lists, read_record
from toolkit.languages.words import (
    Grammar,
    Negation,
    Offices,
    Sources,
    Speakers,
    Targets,
    Transcripts,
    Verbs,
)

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
    sentences
        The code by which sentencex cuts its sentences.
    capitals, smalls
        The letters that begin a name, and those of other words, as ranges of a regular
        expression's class.
    cues, grammar, verbs, speakers, sources, transcripts
        The words by which attributions are found.
    negation, offices, targets
        Those by which framing terms and names are read.
    """

    code: str
    name: str
    sentences: str
    capitals: str
    smalls: str
    cues: Cues
    grammar: Grammar
    verbs: Verbs
    speakers: Speakers
    sources: Sources
    transcripts: Transcripts
    negation: Negation
    offices: Offices
    targets: Targets

    @cached_property
    def base_forms(self) -> frozenset[str]:
        """The base forms of verbs, the reporting ones among them."""
        return self.verbs.present | {cue.lemma for cue in self.cues.verbs.values()}

    @cached_property
    def third_person_forms(self) -> frozenset[str]:
        """The forms of verbs after "he", the reporting ones among them."""
        return self.verbs.third_person.union(filter(self.grammar.is_third_person, self.cues.verbs))


def load_language(code: str) -> Language:
    """Return the language of a code such as ``"en"``; its files are read once.

    Raises
    ------
    LanguageError
        If no folder has this name, or one of its lists is not there.
    """
    return _load(code, tuple(FOLDERS))


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
    folder = next(parent / code for parent in folders if (parent / code / _HEAD).is_file())
    return Language(
        code=code,
        **read_lists(folder, _HEAD, ["name", "sentences", "capitals", "smalls"]),
        cues=read_cues(folder),
        **{
            kind.__name__.lower(): read_record(kind, folder)
            for kind in (
                Grammar,
                Verbs,
                Speakers,
                Sources,
                Transcripts,
                Negation,
                Offices,
                Targets,
            )
        },
    )
