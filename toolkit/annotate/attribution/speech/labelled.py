"""Lines that a speaker's name and a colon begin: headlines, lists, short exchanges."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from toolkit.annotate.attribution.cues import Statement
from toolkit.annotate.attribution.speech.labels import is_speaker
from toolkit.languages.language import Language
from toolkit.text.text import Text
from toolkit.text.words import lowered_words

_TITLE_LABEL_WORDS, _BODY_LABEL_WORDS = 7, 3
_BULLET = r"(?:[•▪‣●*–—-][ \t\xa0]+)?"


def find_labelled(
    text: Text, statements: Iterable[Statement], language: Language
) -> Iterator[Statement]:
    """Yield the lines that a speaker's name and a colon begin: headlines, short exchanges.

    At the head of an article, a label is a speaker only if one of `statements` has a source of that
    name: "Trade: Exports fall" names what the article is about.
    """
    label = _label(language)
    head = len(text.raw) - len(text.raw.lstrip())
    sources: set[str] | None = None
    for start, end in text.lines:
        if text.raw.find(":", start, end) < 0:
            continue
        line = text.raw[start:end]
        found = label.match(line)
        longest = _BODY_LABEL_WORDS if start >= text.body_start else _TITLE_LABEL_WORDS
        if found is not None and _is_labelled(found, longest, language):
            if start <= head:
                sources = _words_of_sources(text.raw, statements) if sources is None else sources
                if lowered_words(found.group(2))[-1] not in sources:
                    continue
            content = (start + found.end(), start + len(line.rstrip()))
            source = (start + found.start(2), start + found.end(2))
            yield Statement((content,), source, (source[1], source[1] + 1), "label")


def _words_of_sources(raw: str, statements: Iterable[Statement]) -> set[str]:
    """Return the words of all sources, in lower case."""
    return {
        word
        for statement in statements
        if statement.source is not None
        for word in lowered_words(raw, *statement.source)
    }


def _is_labelled(found: re.Match[str], longest: int, language: Language) -> bool:
    label = found.group(2)
    if found.group(1) and not label.isupper():  # a transcript in quotation marks: "ROE: ..."
        return False
    return bool(found.group(1)) or is_speaker(label, longest, language)


@cache
def _label(language: Language) -> re.Pattern[str]:
    """Return the label of a line: a name, a colon, and what is said."""
    return re.compile(
        rf"[ \t]*{_BULLET}([“\"]?)([{language.capitals}][^\n:“”\"]{{1,60}}):[ \t\xa0]+(?=\S)"
    )
