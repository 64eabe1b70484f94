"""A sentence: its words and marks, and where they stand."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache
from itertools import compress, count
from typing import cast

from toolkit.annotate.attribution.cues import Span, dateline_end
from toolkit.annotate.attribution.rules.tokens import (
    BOUNDARIES,
    Tokens,
    begins_sentence,
    lowered_of,
    tokens_of,
)
from toolkit.languages.language import Language
from toolkit.languages.read import any_of
from toolkit.languages.reports import Reports
from toolkit.languages.words import Grammar
from toolkit.text.text import Text

Range = tuple[int, int]  # of token numbers, half-open

_LONGEST_SENTENCE = 400  # tokens
_COLON_THAT_STOPS = re.compile(r":(?=\s*$|\s+\w)", re.MULTILINE)
_STOP_THAT_LEADS = re.compile(r"\.(?=\s*[«“\"])")


class Sentence:
    """One sentence: lower-case words, where they stand in the text, and which may be cues.

    Parameters
    ----------
    text
        The whole text.
    words
        The words and marks of the sentence, in lower case; a quotation is one token, `QUOTE`.
    matches
        What tells where they stand in the text.
    cues
        The tokens that may be cues, or begin one.
    language
        The language of the text.
    """

    __slots__ = (
        *("appositions", "cues", "finite", "grammar", "language"),
        *("matches", "size", "text", "words"),
    )

    def __init__(
        self,
        text: str,
        words: list[str],
        matches: list[re.Match[str]],
        cues: list[int],
        language: Language,
    ):
        self.text = text
        self.words = words
        self.matches = matches
        self.cues = cues
        self.size = len(words)
        self.language = language
        self.grammar = language.grammar
        # What `phrases` has told of a token, which is asked for again and again.
        self.finite: dict[int, bool] = {}
        self.appositions: dict[int, Range | None] = {}

    @property
    def reports(self) -> Reports:
        """The lists of a language that has them; asked for in no other."""
        return cast(Reports, self.language.reports)

    def span(self, tokens: Range) -> Span:
        """Return where a range of tokens stands in the text."""
        first, stop = tokens
        return self.matches[first].start(), self.matches[stop - 1].end()


def sentences_in(text: Text, language: Language) -> Iterator[Sentence]:
    """Yield the sentences of a text that hold a word that may be a cue."""
    lowered, quotes = _plain(lowered_of(text), language), text.quotes
    quote = 0
    for start, stop in text.lines:
        line = text.raw[start:stop]
        first = quote
        while quote < len(quotes) and quotes[quote].start < stop:
            quote += 1
        if line and not line.isspace():
            span = (start + dateline_end(line, language), stop)
            tokens = tokens_of(lowered, span, quotes[first:quote], language.grammar)
            yield from sentences_of(text.raw, tokens, language)


def _plain(lowered: str, language: Language) -> str:
    """Return a text of the same length whose marks are those that sentences are read by.

    What ties a pronoun to its verb becomes blank ("a-t-il" is "a   il"); a colon that ends a
    sentence, as in Armenian, is a full stop, and a full stop before a quotation a colon.
    """
    lists = language.reports
    if lists is None:
        return lowered
    if lists.enclitics:
        tied = re.compile(rf"-(?:t-)?(?=(?:{any_of(sorted(lists.enclitics))})\b)")
        lowered = tied.sub(lambda found: " " * len(found.group()), lowered)
    if lists.stops == "colon":
        lowered = _COLON_THAT_STOPS.sub(".", _STOP_THAT_LEADS.sub(":", lowered))
    return lowered


def sentences_of(text: str, tokens: Tokens, language: Language) -> Iterator[Sentence]:
    """Cut the tokens of a line into sentences, and yield those with a word that may be a cue."""
    words, matches = tokens
    cues, ends, may_be_cues = [], [], language.cues.words
    for place in compress(count(), map(_cues_and_boundaries(language).__contains__, words)):
        word = words[place]
        if word in may_be_cues:
            cues.append(place)
        if word in BOUNDARIES:
            ends.append(place + 1)
    first = start = 0
    for stop in _ends_of(text, tokens, ends, language.grammar) if cues else ():
        last = bisect_left(cues, stop, first)
        if first < last:
            places = [place - start for place in cues[first:last]]
            yield Sentence(text, words[start:stop], matches[start:stop], places, language)
        first, start = last, stop


@cache
def _cues_and_boundaries(language: Language) -> frozenset[str]:
    """Return the words that may be cues, and the marks that a sentence may end with."""
    return language.cues.words | BOUNDARIES


def _ends_of(text: str, tokens: Tokens, ends: list[int], grammar: Grammar) -> Iterator[int]:
    """Yield before which tokens of a line a sentence ends, of those that it may end before."""
    size = len(tokens.words)
    start = 0
    for stop in [*ends, size]:
        while stop - start > _LONGEST_SENTENCE:
            start += _LONGEST_SENTENCE
            yield start
        is_longest = stop in (size, start + _LONGEST_SENTENCE)
        if is_longest or begins_sentence(text, tokens, stop, grammar):
            yield stop
            start = stop
