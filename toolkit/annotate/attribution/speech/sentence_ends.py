"""Where sentences end near a place in a text, without cutting all of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from toolkit.annotate.attribution.cues import Span
from toolkit.languages.language import Language

_LAST_WORD = re.compile(r"[\w.]+$")


def sentence_ends(text: str, start: int, stop: int, language: Language) -> Iterator[int]:
    """Yield where sentences end between two places; a mark after an abbreviation ends none."""
    for match in _sentence_end(language).finditer(text, start, stop):
        word = _LAST_WORD.search(text[max(start, match.start() - 6) : match.start()])
        if word is None or not language.grammar.is_abbreviation(word.group()):
            yield match.end()


def sentence_around(text: str, place: int, reach: int, language: Language) -> Span:
    """Return the sentence of `place`, within its line and not further off than `reach`."""
    start = max(text.rfind("\n", 0, place) + 1, place - reach)
    line_end = text.find("\n", place)
    stop = min(len(text) if line_end < 0 else line_end, place + reach)
    first = max(sentence_ends(text, start, place, language), default=start)
    return first, next(sentence_ends(text, place, stop, language), stop)


@cache
def _sentence_end(language: Language) -> re.Pattern[str]:
    return re.compile(rf"[.!?][\"”’)\]]*(?=\s+[\"“‘(\[]?[{language.capitals}0-9]|\s*$)")
