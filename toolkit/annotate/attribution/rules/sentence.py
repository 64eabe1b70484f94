"""A sentence: its words and marks, and where they stand."""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.annotate.attribution.cues import Span
from toolkit.annotate.attribution.rules.tokens import BOUNDARIES, Token, begins_sentence
from toolkit.languages.language import Language

Range = tuple[int, int]  # of token numbers, half-open

_LONGEST_SENTENCE = 400  # tokens


class Sentence:
    """One sentence: lower-case words, where they stand in the text, and their language.

    Parameters
    ----------
    text
        The whole text.
    words
        The words and marks of the sentence, in lower case; a quotation is one token, `QUOTE`.
    spans
        Where they stand in the text.
    language
        The language of the text.
    """

    __slots__ = ("appositions", "finite", "grammar", "language", "size", "spans", "text", "words")

    def __init__(self, text: str, words: list[str], spans: list[Span], language: Language):
        self.text = text
        self.words = words
        self.spans = spans
        self.size = len(words)
        self.language = language
        self.grammar = language.grammar
        # What `phrases` has told of a token, which is asked for again and again.
        self.finite: dict[int, bool] = {}
        self.appositions: dict[int, Range | None] = {}

    def span(self, tokens: Range) -> Span:
        """Return where a range of tokens stands in the text."""
        first, stop = tokens
        return self.spans[first][0], self.spans[stop - 1][1]


def sentences_of(text: str, tokens: list[Token], language: Language) -> Iterator[Sentence]:
    """Cut the tokens of a line into sentences, and yield those with a word that may be a cue."""
    cue_words, grammar = language.cues.words, language.grammar
    words = [word for word, _ in tokens]
    first, limit = 0, min(len(words), _LONGEST_SENTENCE)
    for stop, last in enumerate(words, start=1):
        if stop < limit and (
            last not in BOUNDARIES or not begins_sentence(text, tokens, stop, grammar)
        ):
            continue
        if not cue_words.isdisjoint(words[first:stop]):
            spans = [span for _, span in tokens[first:stop]]
            yield Sentence(text, words[first:stop], spans, language)
        first, limit = stop, min(len(words), stop + _LONGEST_SENTENCE)
