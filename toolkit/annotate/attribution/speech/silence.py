"""What nobody says: "declined to comment on the attack", "has not commented on the attack"."""

from __future__ import annotations

import re
from functools import cache

from toolkit.annotate.attribution.cues import Statement
from toolkit.languages.language import Language
from toolkit.languages.read import any_of

_REACH = 40  # characters before a cue


def is_silence(text: str, statement: Statement, language: Language) -> bool:
    """Tell a statement whose cue says that its source has not answered or spoken.

    Notes
    -----
    *Limits.* "Did not say that" is a statement: only "declined to say" is none.
    """
    if statement.cue is None or not statement.content:
        return False
    start, end = statement.cue
    answering = language.speakers.answering
    first, declined = statement.content[0][0], _declined(language)
    before = text[max(0, start - _REACH) : start].lower()
    cue = text[start:end].lower()
    if text[end : first + _REACH].lower().lstrip().startswith(language.speakers.nothing):
        return True
    if cue in answering:
        return declined.search(before) is not None or _is_denied(before, cue, language)
    # "declined" governs "to comment on the attack"
    follows = text[start : first + _REACH].lower()
    opened = _declines(language).match(follows)
    return opened is not None and opened.group(1) in answering


def _is_denied(before: str, cue: str, language: Language) -> bool:
    base = language.cues.verbs.get(cue)
    if base is not None and base.lemma in language.grammar.bare_clauses:  # "say"
        return False
    return _silent(language).search(before) is not None


@cache
def _declined(language: Language) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{any_of(language.speakers.declining)})\s+(?:\w+\s+)?$")


@cache
def _declines(language: Language) -> re.Pattern[str]:
    return re.compile(rf"(?:{any_of(language.speakers.declining)})\s+(\w+)\b")


@cache
def _silent(language: Language) -> re.Pattern[str]:
    return re.compile(rf"(?:{any_of(language.speakers.silence)})\s+$")
