"""What nobody says, though a verb of saying tells it: "attacked the town", "2018 saw an attack"."""

from __future__ import annotations

import re
from functools import cache

from toolkit.annotate.attribution.cues import Statement
from toolkit.languages.language import Language
from toolkit.languages.read import any_of

_LONGEST_OBJECT = 120  # characters of content that are searched for what was attacked


def is_deed(text: str, statement: Statement, language: Language) -> bool:
    """Tell a statement whose cue is no word of saying where it stands: it tells a fight, or a time.

    Notes
    -----
    *Limits.* By the noun that was attacked, or that saw it, alone: "attacked Norland" counts as
    criticism, since parties attack each other in words.
    """
    if statement.cue is None or statement.source is None or not statement.content:
        return False
    start, end = statement.cue
    cue = language.cues.verbs.get(text[start:end].lower())
    if cue is None:
        return False
    if cue.lemma in language.speakers.seeing:
        return _time(language).match(text[slice(*statement.source)].lower()) is not None
    if cue.lemma not in language.speakers.fighting:
        return False
    first, last = statement.content[0]
    content = text[first : min(last, first + _LONGEST_OBJECT)].lower()
    return _fought_for(language).match(content) is not None


def _head(words: frozenset[str], language: Language) -> str:
    """Return a pattern of a phrase up to the end of its noun, one of some words."""
    grammar = language.grammar
    small = any_of(sorted(grammar.prepositions))
    after = any_of(sorted(grammar.small_words | grammar.adverbials))
    return (
        rf"(?:(?!(?:{small})\b)[\w'’-]+,?\s+){{0,5}}(?:{any_of(sorted(words))})"
        rf"(?=\s*(?:$|[,.;:!?)\"”])|\s+(?:{after})\b)"
    )


@cache
def _fought_for(language: Language) -> re.Pattern[str]:
    """Return a pattern of what is attacked, but "as" something, which is an opinion."""
    as_ = any_of(language.grammar.predicatives)
    return re.compile(rf"(?!.*\s(?:{as_})\s){_head(language.speakers.attacked, language)}")


@cache
def _time(language: Language) -> re.Pattern[str]:
    return re.compile(rf"(?:\d+s?$|{_head(language.speakers.times, language)})")
