"""From a line of text to the words and marks of its sentences: offsets stay those of the text."""

from __future__ import annotations

import re
from functools import cache

from toolkit.annotate.attribution.cues import Span
from toolkit.languages.language import Language
from toolkit.languages.read import any_of
from toolkit.text.quotes import Quote

QUOTE = "“”"  # stands for one whole quotation among the tokens
_APOSTROPHES = str.maketrans("‘’", "''")
_BOUNDARIES = frozenset([*".!?;", QUOTE])


def lowered_of(text: str) -> str:
    """Return `text` in lower case, character by character: offsets stay."""
    lowered = text.lower().translate(_APOSTROPHES)
    if len(lowered) == len(text):
        return lowered
    return "".join(
        one if len(one) == 1 else "_"
        for one in (letter.lower() for letter in text.translate(_APOSTROPHES))
    )


def tokens_of(
    lowered: str, line: Span, quotes: list[Quote], language: Language
) -> list[tuple[str, Span]]:
    """Return the words and marks of a line; a whole quotation is one token."""
    start, stop = line
    token = _token(language)
    tokens = []
    for quote in quotes:
        tokens += [(one.group(), one.span()) for one in token.finditer(lowered, start, quote.start)]
        tokens.append((QUOTE, (quote.start, quote.end)))
        start = quote.end
    tokens += [(one.group(), one.span()) for one in token.finditer(lowered, start, stop)]
    return tokens


def begins_sentence(text: str, tokens: list[tuple[str, Span]], i: int, language: Language) -> bool:
    """Tell whether the boundary before token `i` ends a sentence."""
    last, (start, end) = tokens[i - 1]
    if last not in _BOUNDARIES:
        return False
    word, (at, _) = tokens[i]
    if last is QUOTE:
        inner = text[max(start, end - 4) : end].rstrip("\"'”’»")
        return inner.endswith(".") and (word is QUOTE or text[at].isupper())
    if last != ".":
        return True
    if text[at].islower() or end == at:
        return False
    if i < 2 or not language.grammar.is_abbreviation(tokens[i - 2][0]):
        return True
    # "in the U.S. They went", but "U.S. Senate" and "Mr. Roe"
    return "." in tokens[i - 2][0] and word in _begin_sentence(language)


@cache
def _begin_sentence(language: Language) -> frozenset[str]:
    grammar = language.grammar
    return (grammar.pronouns | grammar.determiners | grammar.prepositions) - grammar.head_pronouns


@cache
def _token(language: Language) -> re.Pattern[str]:
    grammar = language.grammar
    joined = (word.partition("'") for word in grammar.contractions)
    joined = "|".join(rf"(?<={before})'{after}" for before, _, after in joined) or "(?!)"
    return re.compile(
        rf"\w+(?:[-.]\w+)*(?:(?:{joined})\b)?|(?:{any_of(grammar.clitics)})\b|-{{2,3}}|[^\w\s'\"“”]"
    )
