"""Speeches that an article gives in full: "Following is the text of the address by Jane Roe"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from toolkit.annotate.attribution.cues import Span, Statement
from toolkit.annotate.attribution.speech.labels import sounds_spoken
from toolkit.languages.language import Language
from toolkit.languages.read import any_longest
from toolkit.text.text import Text
from toolkit.text.words import lowered_words

_LONGEST_LINE = 300  # characters of a line that announces a speech
_MARKS = ("“", '"', "«", "„")
_LEAD = 3  # paragraphs below a title that may tell of the speech before it begins


class _Announcement(NamedTuple):
    """Words that say whose speech follows, and what of them says that it is the whole."""

    source: Span
    cue: Span


def find_address(text: Text, language: Language) -> Iterator[Statement]:
    """Yield the speech that an article gives in full, if it plainly does.

    Notes
    -----
    A title, or a paragraph of one sentence, says that the text of a speech follows, and whose. The
    speech goes on to the end of the article, or to a paragraph that ends a transcript or says what
    the speaker "said". Below a title, and below a paragraph without a colon, half of its paragraphs
    must sound like speech.

    *Limits.* Words of others in the speech are the speaker's. A speaker who is named elsewhere only
    is not found.
    """
    raw = text.raw
    if not _tells_of_text(text.lowered, language):
        return
    lines = [line for line in text.lines if raw[slice(*line)].strip()]
    for at, (start, end) in enumerate(lines):
        is_title = start < text.body_start
        found = _announced(raw, (start, end), language, is_title=is_title)
        if found is None:
            continue
        below = lines[at + 1 :]
        if is_title:
            below = _without_lead(raw, below, found.source, language)
        below = _until_end(raw, below, found.source, language)
        if below and raw[below[0][0] : below[0][1]].lstrip().startswith(_MARKS):
            continue  # a quotation, whose end is marked
        is_plain = not is_title and raw[start:end].rstrip().endswith(":")
        spoken = sum(sounds_spoken(raw[slice(*line)], language) for line in below)
        if below and (is_plain or 2 * spoken >= len(below)):
            yield Statement(tuple(below), found.source, found.cue, "full-text")
            return


def _announced(
    text: str, line: Span, language: Language, *, is_title: bool
) -> _Announcement | None:
    """Return what announces a speech in a line, which says nothing else unless it is a title."""
    words = text[slice(*line)]
    if len(words) > _LONGEST_LINE or not _tells_of_text(words.lower(), language):
        return None
    begin = line[0] + len(words) - len(words.lstrip())
    for pattern in _patterns(language):
        found = (pattern.search if is_title else pattern.match)(text, begin, line[1])
        if found is None:
            continue
        before = text[line[0] : found.start()].rstrip()
        if before and not before.endswith((":", "–", "—", "-", "|")):
            continue
        if not is_title and re.search(r"[.!?]\s", text[found.end() : line[1]]):
            continue
        return _Announcement(found.span("source"), found.span("cue"))
    return None


def _tells_of_text(lowered: str, language: Language) -> bool:
    """Tell quickly whether a line may announce a speech, or a line of a text."""
    is_whole = any(map(lowered.__contains__, _signs(language)))
    return is_whole and any(map(lowered.__contains__, language.transcripts.speeches))


@cache
def _signs(language: Language) -> list[str]:
    """Return the words that tell of a whole text, without those that hold another one of them."""
    lists = language.transcripts
    words = {*lists.full_texts, *lists.full, *lists.in_full}
    return sorted(word for word in words if not any(one in word for one in words - {word}))


def _without_lead(text: str, lines: list[Span], source: Span, language: Language) -> list[Span]:
    """Return the lines below those of the outlet, which name the speaker."""
    key = lowered_words(text, *source)[-1]
    named = [
        at
        for at, line in enumerate(lines[:_LEAD])
        if key in lowered_words(text, *line) and not sounds_spoken(text[slice(*line)], language)
    ]
    return lines[named[-1] + 1 :] if named else lines


def _until_end(text: str, lines: list[Span], source: Span, language: Language) -> list[Span]:
    """Return the lines before the first that is the outlet's again."""
    key = lowered_words(text, *source)[-1]
    for at, line in enumerate(lines):
        passage = text[slice(*line)]
        if passage.strip().lstrip("([").lower().startswith(language.transcripts.ends):
            return lines[:at]
        if _tells_of(key, passage, language) and not sounds_spoken(passage, language):
            return lines[:at]
    return lines


def _tells_of(key: str, passage: str, language: Language) -> bool:
    """Tell whether a reporting word follows the speaker's name near the head of a paragraph."""
    words = lowered_words(passage, 0, 120)[:10]
    after = words[words.index(key) + 1 :][:3] if key in words else []
    return not language.cues.verbs.keys().isdisjoint(after)


@cache
def _patterns(language: Language) -> list[re.Pattern[str]]:
    """Return the ways of announcing a speech: the words `cue` and the words `source`."""
    lists, capitals = language.transcripts, language.capitals
    articles = rf"(?:(?:{any_longest(language.grammar.articles)})\s+)?"
    whole = (
        rf"(?:(?i:{any_longest(lists.follows)})\s+)?{articles}"
        rf"(?P<cue>\b(?i:{any_longest(lists.full_texts)}))"
    )
    of = rf"(?i:{any_longest(lists.of_speech)})"
    speech = rf"(?:[\w-]+\s+){{0,3}}?(?i:{any_longest(lists.speeches)})\b"
    name = rf"[{capitals}][\w.-]*"
    owner = rf"(?P<source>(?:{name}\s+|(?:{any_longest(lists.particles)})\s+){{0,6}}{name})"
    genitive = language.grammar.genitive
    leaves = language.grammar.prepositions - set(language.sources.ties)
    ends = rf"(?=\s*(?:[,:;.(]|$)|\s+(?i:{any_longest([*sorted(leaves), *lists.ends_speaker])})\b)"
    speaker = rf"[^,:;()\n]*?[{capitals}][^,:;()\n]*?"
    by = rf"(?i:{any_longest(lists.spoken_by)})\s+(?P<source>{speaker}){ends}"
    return [
        re.compile(pattern, re.MULTILINE)
        for pattern in (
            rf"{whole}\s+{of}\s+{articles}{speech}[^,:;.()\n]{{0,60}}?\s+{by}",
            rf"{whole}\s*(?:{of}\s+|:\s*){articles}{owner}{genitive}\s+{speech}{ends}",
            rf"{articles}{owner}{genitive}\s+{speech}\s+(?P<cue>(?i:{any_longest(lists.in_full)}))\b",
            rf"{articles}{owner}{genitive}\s+(?P<cue>(?i:{any_longest(lists.full)}))\s+{speech}{ends}",
            rf"{whole}\s*:\s*{articles}{speech}\s+{by}",
        )
    ]
