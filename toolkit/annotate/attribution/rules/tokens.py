"""From a line of text to the words and marks of its sentences: offsets stay those of the text."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from toolkit.annotate.attribution.cues import Span
from toolkit.languages.read import any_of
from toolkit.languages.words import Grammar
from toolkit.text.quotes import Quote

QUOTE = "“”"  # stands for one whole quotation among the tokens
DASHES = frozenset({"—", "–", "―", "-", "--", "---"})
_APOSTROPHES = str.maketrans("‘’", "''")
BOUNDARIES = frozenset([*".!?;", QUOTE])  # a sentence may end with one of these


class Tokens(NamedTuple):
    """The words and marks of a line, in lower case, and where each stands in the text."""

    words: list[str]
    spans: list[Span]


def lowered_of(text: str) -> str:
    """Return `text` in lower case, character by character: offsets stay."""
    lowered = text.lower().replace("‘", "'").replace("’", "'")  # quicker than a table
    if len(lowered) == len(text):
        return lowered
    return "".join(
        one if len(one) == 1 else "_"
        for one in (letter.lower() for letter in text.translate(_APOSTROPHES))
    )


def tokens_of(lowered: str, line: Span, quotes: list[Quote], grammar: Grammar) -> Tokens:
    """Return the words and marks of a line; a whole quotation is one token."""
    start, stop = line
    token = _token(grammar)
    words: list[str] = []
    spans: list[Span] = []
    for opening, closing in [*((quote.start, quote.end) for quote in quotes), (stop, stop)]:
        for found in token.finditer(lowered, start, opening):
            words.append(found[0])
            spans.append(found.span())
        if opening < closing:
            words.append(QUOTE)
            spans.append((opening, closing))
        start = closing
    return Tokens(words, spans)


def begins_sentence(text: str, tokens: Tokens, place: int, grammar: Grammar) -> bool:
    """Tell whether a sentence begins with the token at `place`, which a boundary precedes."""
    words, spans = tokens
    last, (start, end) = words[place - 1], spans[place - 1]
    word, at = words[place], spans[place][0]
    if last is QUOTE:
        inner = text[max(start, end - 4) : end].rstrip("\"'”’»")
        return inner.endswith(".") and (word is QUOTE or text[at].isupper())
    if last != ".":
        return True
    if text[at].islower() or end == at:
        return False
    if place < 2 or not grammar.is_abbreviation(words[place - 2]):
        return True
    # "in the U.S. They went", but "U.S. Senate" and "Mr. Roe"
    return "." in words[place - 2] and word in grammar.sentence_openers


@cache
def _token(grammar: Grammar) -> re.Pattern[str]:
    parts = (word.partition("'") for word in grammar.contractions)
    joined = "|".join(rf"(?<={before}'){after}" for before, _, after in parts) or "(?!)"
    return re.compile(
        rf"\w+(?:[-.]\w+)*(?:'(?:{joined})\b)?|(?:{any_of(grammar.clitics)})\b|-{{2,3}}|[^\w\s'\"“”]"
    )
