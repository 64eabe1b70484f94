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
    patterns = _patterns(language)
    quoted: list[Quoted] = []
    for cue in patterns.cue.finditer(text.raw):
        start, stop = sentence_around(text.raw, cue.start(), _REACH, language)
        for pattern in patterns[1:]:
            match = pattern.search(text.raw, start, stop)
            if match is not None and match.span("cue") == cue.span():
                quoted += _read(text, match, (start, stop))
                break
    return quoted


def _read(text: Text, match: re.Match[str], sentence: Span) -> Iterator[Quoted]:
    """Yield what a match tells: its sentence, but the words that tell who is quoted."""
    told = match.span("told")
    if any(quote.start <= told[0] < quote.end for quote in text.quotes):
        return
    pieces = _trimmed(text.raw, sentence[0], told[0]), _trimmed(text.raw, told[1], sentence[1])
    content = with_words(text.raw, pieces)
    if content:
        yield Quoted(Statement(content, match.span("who"), match.span("cue"), "quoted-as"), told)


def _trimmed(raw: str, start: int, stop: int) -> Span:
    while start < stop and raw[start] in _MARKS:
        start += 1
    while start < stop and raw[stop - 1] in _MARKS:
        stop -= 1
    return start, max(start, stop)


class _Patterns(NamedTuple):
    """The ways of quoting somebody; `told` is all that is not said, `who` says it."""

    cue: re.Pattern[str]  # a quick look: does anything of them stand in the text?
    passive: re.Pattern[str]  # "Roe was quoted by Interpress as saying"
    active: re.Pattern[str]  # "Interpress quoted Roe as saying"
    words_of: re.Pattern[str]  # "in the words of Roe"
    words: re.Pattern[str]  # "in Roe's words"
    put: re.Pattern[str]  # "as Roe put it"

    @classmethod
    def of(cls, language: Language) -> _Patterns:
        """Return the patterns of a language."""
        words, grammar = language.quoting, language.grammar
        quotes, saying = any_of(words.quotes), any_of(words.saying)
        being, by = any_of(sorted(grammar.being)), any_of(sorted(grammar.agents))
        have = any_of(sorted(grammar.finite_auxiliaries))
        as_ = any_of(words.as_saying)
        lead = r"(?:(?<=[.!?”\"] )|(?<=[,;] )|^|(?<=\n))"
        that = any_of(sorted(grammar.declaratives))
        genitive = any_of(word.removeprefix("'") for word in grammar.genitives)
        return cls(
            re.compile(
                rf"\b(?:(?i:{any_of(words.words_of)})|"
                rf"{any_of((*words.quotes, *words.own_words, *words.put_it))})\b"
            ),
            re.compile(
                rf"{lead}(?P<told>(?P<who>{_PHRASE}) (?:(?:{have}) )?(?:{being}) "
                rf"(?P<cue>{quotes})(?: (?:{by}) {_PHRASE})? (?:{as_}) (?:{saying})\b"
                rf"(?: (?:{by}) {_PHRASE}(?=[,.;\n]|$))?(?: (?:{that})\b)?)",
                re.MULTILINE,
            ),
            re.compile(
                rf"{lead}(?P<told>{_PHRASE} (?P<cue>{quotes}) (?!(?:{by})\b)(?P<who>{_PHRASE}) "
                rf"(?:{as_}) (?:{saying})\b(?: (?:{that})\b)?)",
                re.MULTILINE,
            ),
            re.compile(
                rf"(?P<told>\b(?P<cue>(?i:{any_of(words.words_of)})) (?P<who>{_PHRASE}))"
                r"(?=[,;:.“”\"]|$)"
            ),
            re.compile(
                rf"(?P<told>\b(?i:{any_of(words.before_owner)}) "
                rf"(?P<who>{_PHRASE})['’](?:{genitive})? "
                rf"(?:(?:{any_of(words.own)}) )?(?P<cue>{any_of(words.own_words)})\b)"
            ),
            re.compile(
                rf"(?P<told>\b(?i:{any_of(words.as_saying)}) (?P<who>{_PHRASE}) (?:(?:{have}) )?"
                rf"(?P<cue>{any_of(words.put_it)})\b)"
            ),
        )


@cache
def _patterns(language: Language) -> _Patterns:
    return _Patterns.of(language)
