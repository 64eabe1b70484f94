"""Speakers who are quoted by others: "Roe was quoted as saying", "in Roe's words"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from toolkit.annotate.attribution.cues import Span, Statement
from toolkit.annotate.attribution.speech.outermost import with_words
from toolkit.annotate.attribution.speech.sentence_ends import sentence_around
from toolkit.languages.language import Language
from toolkit.languages.read import any_of
from toolkit.text.text import Text

_PHRASE = r"[^\s,;:“”\"()][^,;:“”\"()\n]{0,80}?"  # a noun phrase, by its marks alone
_REACH = 400  # characters of a sentence before and after its cue
_LEAD = r"(?:(?<=[.!?”\"] )|(?<=[,;] )|^)"
_MARKS = " \t,;:–—-"


class Quoted(NamedTuple):
    """What somebody says who is quoted, and the words around it that tell so."""

    statement: Statement
    told: Span


def find_quoted(text: Text, language: Language) -> list[Quoted]:
    """Return what those say whom somebody else quotes, each with the whole of its sentence.

    Notes
    -----
    The one who is quoted speaks, not the agency or the newspaper that quotes him.

    *Limits.* Who is quoted must stand between the marks of the sentence and the reporting word.
    """
    quoted: list[Quoted] = []
    for word, by_form in _patterns(language):
        if word in text.lowered:
            for form, patterns in by_form.items():
                quoted += _quoted_by(text, form, patterns, language)
    return quoted


def _quoted_by(
    text: Text, cue: str, patterns: list[re.Pattern[str]], language: Language
) -> Iterator[Quoted]:
    """Yield what those say whom a text quotes by one cue."""
    at = text.raw.find(cue)
    while at >= 0:
        sentence = sentence_around(text.raw, at, _REACH, language)
        for pattern in patterns:
            match = pattern.search(text.raw, *sentence)
            if match is not None and match.span("cue") == (at, at + len(cue)):
                yield from _read(text, match, sentence)
                break
        at = text.raw.find(cue, at + 1)


def _read(text: Text, match: re.Match[str], sentence: Span) -> Iterator[Quoted]:
    """Yield what a match tells: the quotations of its sentence, else the sentence itself.

    Of a sentence whose cue is a reporting verb, all is said but the words that tell who is quoted.
    """
    told = match.span("told")
    if text.is_quoted(told[0]):
        return
    pieces = _trimmed(text.raw, sentence[0], told[0]), _trimmed(text.raw, told[1], sentence[1])
    content = with_words(text.raw, pieces)
    if "verb" not in match.re.groupindex:
        quotes = tuple(
            (quote.inner_start, quote.inner_end)
            for quote in text.quotes
            if sentence[0] <= quote.start < sentence[1]
        )
        content = quotes or content
    if content:
        yield Quoted(Statement(content, match.span("who"), match.span("cue"), "quoted-as"), told)


def _trimmed(raw: str, start: int, stop: int) -> Span:
    while start < stop and raw[start] in _MARKS:
        start += 1
    while start < stop and raw[stop - 1] in _MARKS:
        stop -= 1
    return start, max(start, stop)


@cache
def _patterns(language: Language) -> list[tuple[str, dict[str, list[re.Pattern[str]]]]]:
    """Return cues in lower case, and the ways of quoting by each form, with a capital or without.

    `told` is not said, `who` says the rest.
    """
    words, grammar = language.quoting, language.grammar
    saying, as_, by = any_of(words.saying), any_of(words.as_saying), any_of(sorted(grammar.agents))
    being, have = any_of(sorted(grammar.being)), any_of(sorted(grammar.finite_auxiliaries))
    that = any_of(sorted(grammar.declaratives))
    who, have = rf"(?P<who>{_PHRASE})", rf"(?:(?:{have}) )?"
    said = rf"(?P<verb>(?:{as_}) (?:{saying}))\b"
    # "Roe was quoted by Interpress as saying", "Interpress quoted Roe as saying".
    quotes = [
        rf"{_LEAD}(?P<told>{who} {have}(?:{being}) (?P<cue>CUE)(?: (?:{by}) {_PHRASE})? {said}"
        rf"(?: (?:{by}) {_PHRASE}(?=[,.;\n]|$))?(?: (?:{that})\b)?)",
        rf"{_LEAD}(?P<told>{_PHRASE} (?P<cue>CUE) (?!(?:{by})\b){who} {said}(?: (?:{that})\b)?)",
    ]
    ways = {
        words.quotes: quotes,
        # "In the words of Roe", "in Roe's own words", "as Roe put it".
        words.words_of: [rf"(?P<told>\b(?P<cue>CUE) {who})(?=[,;:.“”\"]|$)"],
        words.own_words: [
            rf"(?P<told>\b(?i:{any_of(words.before_owner)}) {who}{grammar.genitive} "
            rf"(?:(?:{any_of(words.own)}) )?(?P<cue>CUE)\b)"
        ],
        words.put_it: [rf"(?P<told>\b(?i:{as_}) {who} {have}(?P<cue>CUE)\b)"],
    }
    return [
        (
            word.lower(),
            {
                form: [
                    re.compile(way.replace("CUE", re.escape(form)), re.MULTILINE)
                    for way in patterns
                ]
                for form in (word, word.capitalize())
            },
        )
        for cues, patterns in ways.items()
        for word in cues
    ]
