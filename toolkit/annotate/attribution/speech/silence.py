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
    first = statement.content[0][0]
    if text[end : first + _REACH].lower().lstrip().startswith(language.speakers.nothing):
        return True
    cue = text[start:end].lower()
    if cue in answering:
        before = text[max(0, start - _REACH) : start].lower()
        is_declined = _declined(language).search(before) is not None
        return is_declined or _is_denied(before, cue, language)
    # "declined" governs "to comment on the attack"
    opened = _declines(language).match(text[start : first + _REACH].lower())
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
