"""From a line of text to the words and marks of its sentences: offsets stay those of the text."""

from __future__ import annotations

import re
from functools import cache
from operator import itemgetter
from typing import NamedTuple

from toolkit.annotate.attribution.cues import Span
from toolkit.languages.read import any_of
from toolkit.languages.words import Grammar
from toolkit.text.quotes import Quote
from toolkit.text.text import Text

QUOTE = "“”"  # stands for one whole quotation among the tokens
DASHES = frozenset({"—", "–", "―", "-", "--", "---"})
# Marks of other scripts, each as the one that means the same.
_FOREIGN = "،؛؟։՝․֊"
_MARKS = str.maketrans(_FOREIGN, ",;?.,.-")
# Signs of vowels (Arabic) and of tone (Armenian) within words, which lists are written without.
_WITHIN = "\u0610-\u061a\u064b-\u065f\u0670\u055b\u055c\u055e"
_SIGNS = re.compile(f"[{_WITHIN}]")
_QUOTATION = re.compile(".+", re.DOTALL)
_whole = itemgetter(0)  # of a match: quicker than a list comprehension
BOUNDARIES = frozenset([*".!?;", QUOTE])  # a sentence may end with one of these


class Tokens(NamedTuple):
    """The words and marks of a line, in lower case, and where each stands in the text."""

    words: list[str]
    matches: list[re.Match[str]]


def lowered_of(text: Text) -> str:
    """Return a text in lower case, character by character, with plain marks: offsets stay."""
    has_marks = any(map(text.raw.__contains__, _FOREIGN))  # quicker than a pattern
    lowered = text.raw.translate(_MARKS).lower() if has_marks else text.lowered
    if len(lowered) != len(text.raw):  # "İ" has two letters
        lowered = "".join(letter.lower()[0] for letter in text.raw.translate(_MARKS))
    return lowered.replace("‘", "'").replace("’", "'")  # quicker than a table


def tokens_of(lowered: str, line: Span, quotes: list[Quote], grammar: Grammar) -> Tokens:
    """Return the words and marks of a line; a whole quotation is one token."""
    start, stop = line
    token = _token(grammar)
    words: list[str] = []
    matches: list[re.Match[str]] = []
    for opening, closing in [*((quote.start, quote.end) for quote in quotes), (stop, stop)]:
        found = list(token.finditer(lowered, start, opening))
        words += map(_whole, found)
        matches += found  # whose places are asked for only now and then
        if quotation := _QUOTATION.match(lowered, opening, closing):
            words.append(QUOTE)
            matches.append(quotation)
        start = closing
    if not lowered[slice(*line)].isascii() and _SIGNS.search(lowered, *line):
        words = [word if word is QUOTE else _SIGNS.sub("", word) or word for word in words]
    return Tokens(words, matches)


def begins_sentence(text: str, tokens: Tokens, place: int, grammar: Grammar) -> bool:
    """Tell whether a sentence begins with the token at `place`, which a boundary precedes."""
    words, matches = tokens
    last, (start, end) = words[place - 1], matches[place - 1].span()
    word, at = words[place], matches[place].start()
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
    # what begins none is told by one look; most words end where their letters do, and most marks
    # stand alone: these are tried first
    word = rf"\w++(?:(?![-.'{_WITHIN}])|(?:[-.]?\w++|[{_WITHIN}]++)*+(?:'(?:{joined})\b)?)"
    clitic = rf"(?:{any_of(grammar.clitics)})\b"
    return re.compile(rf"(?=[^\s\"“”])(?:{word}|[^\w\s'\"“”-]|{clitic}|-{{1,3}})")
