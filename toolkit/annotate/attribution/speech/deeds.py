"""What nobody says, though a verb of saying tells it: "attacked the town", "2018 saw an attack"."""

from __future__ import annotations

import re
from functools import cache

from toolkit.annotate.attribution.cues import Statement
from toolkit.languages.language import Language
from toolkit.languages.read import any_of

_LONGEST_OBJECT = 80  # characters of content that are searched for what was attacked


def is_deed(text: str, statement: Statement, language: Language) -> bool:
    """Tell a statement whose cue is no word of saying where it stands: it tells a deed, or a time.

    Notes
    -----
    *Limits.* By the words of the source and of the object alone: "attacked Norland" counts as
    criticism, since parties attack each other in words.
    """
    if statement.cue is None or statement.source is None or not statement.content:
        return False
    start, end = statement.cue
    cue = language.cues.verbs.get(text[start:end].lower())
    if cue is None:
        return False
    source = text[slice(*statement.source)].lower()
    if cue.lemma in language.speakers.seeing:
        return _time(language).search(source) is not None
    if cue.lemma not in language.speakers.fighting:
        return False
    first, last = statement.content[0]
    content = text[first : min(last, first + _LONGEST_OBJECT)].lower()
    if _attacked(language).match(content):
        return True
    owned = content.split(maxsplit=1)[0] in language.grammar.possessives  # "its decision"
    return not owned and _force(language).search(source) is not None


@cache
def _head(words: frozenset[str], language: Language) -> str:
    """Return a pattern of a phrase up to its noun, one of some words."""
    small = any_of(sorted(language.grammar.prepositions))
    return rf"(?:(?!(?:{small})\b)[\w'’-]+,?\s+){{0,5}}(?:{any_of(sorted(words))})\b"


@cache
def _attacked(language: Language) -> re.Pattern[str]:
    return re.compile(_head(language.speakers.attacked, language))


@cache
def _force(language: Language) -> re.Pattern[str]:
    return re.compile(rf"^{_head(language.speakers.forces, language)}")


@cache
def _time(language: Language) -> re.Pattern[str]:
    return re.compile(rf"^(?:\d+s?$|{_head(language.speakers.times, language)})")
