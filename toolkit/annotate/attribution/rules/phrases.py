"""Noun phrases by word order alone, and the finite verbs and appositions that bound them."""

from __future__ import annotations

from toolkit.annotate.attribution.rules.sentence import Range, Sentence
from toolkit.annotate.attribution.rules.tokens import QUOTE
from toolkit.annotate.attribution.rules.wordclass import (
    is_gerund,
    is_name,
    is_past_form,
    looks_finite,
)

LONGEST_PHRASE = 25  # tokens
_LONGEST_SUBJECT = 12  # tokens of a phrase that is read from its beginning
_LONGEST_BRACKET = 12  # tokens
_POSSESSOR_REACH = 3  # tokens between a noun and whose it is


# -- finite verbs ------------------------------------------------------------------------------


def is_finite(sentence: Sentence, place: int) -> bool:
    """Tell whether a token is the finite verb of a clause."""
    known = sentence.finite.get(place)
    if known is None:
        known = looks_finite(sentence, place)
        if not known and place and sentence.words[place - 1] == ",":
            known = _follows_apposition(sentence, place)
        sentence.finite[place] = known
    return known


def _follows_apposition(sentence: Sentence, place: int) -> bool:
    """Tell the verb in "Jane Roe, the mayor, opened the fair", which follows a comma."""
    word, grammar = sentence.words[place], sentence.grammar
    if word in grammar.finite_auxiliaries or "-" in word:
        return False
    return is_past_form(sentence, word) and apposed(sentence, place - 1) is not None


# -- appositions -------------------------------------------------------------------------------


def apposed(sentence: Sentence, close: int) -> Range | None:
    """Return "Jane Roe, the mayor," if an apposition ends at the mark at `close`."""
    if close not in sentence.appositions:
        sentence.appositions[close] = _find_apposed(sentence, close)
    return sentence.appositions[close]


def _find_apposed(sentence: Sentence, close: int) -> Range | None:
    words = sentence.words
    outermost = None
    stop = close
    for opening in range(close - 1, max(-1, close - 2 * LONGEST_PHRASE), -1):
        word = words[opening]
        if word is QUOTE or word in (";", ":"):
            break
        if word != words[close]:
            continue
        if not _may_be_apposition(sentence, opening + 1, stop):
            break
        phrase = phrase_before(sentence, opening)
        if phrase is not None and not _is_circumstance(sentence, phrase):
            outermost = (phrase[0], close)
        stop = opening
    return outermost


def _may_be_apposition(sentence: Sentence, start: int, stop: int) -> bool:
    if start >= stop:
        return False
    words, grammar = sentence.words, sentence.grammar
    if words[start] in grammar.opens_apposition or is_gerund(sentence, start):
        return True
    for place in range(start, stop):
        if words[place] in grammar.relatives:
            return True
        if is_finite(sentence, place):
            return False
    return True


def _is_circumstance(sentence: Sentence, phrase: Range) -> bool:
    """Tell "On Monday" and "In Oslo" at the head of a sentence from a subject."""
    start, grammar = phrase[0], sentence.grammar
    before = sentence.words[start - 1] if start else ""
    return before in grammar.prepositions or sentence.words[start] in grammar.adverbials


# -- phrases -----------------------------------------------------------------------------------


def phrase_before(sentence: Sentence, stop: int) -> Range | None:
    """Return the noun phrase that ends before token `stop`."""
    words, grammar = sentence.words, sentence.grammar
    place = stop - 1
    start = stop
    while place >= 0 and stop - place < LONGEST_PHRASE:
        if words[place] == ")":
            place = _opening_bracket(words, place) - 1
            continue
        if not _in_phrase(sentence, place):
            break
        start = place
        place -= 1
    if start < stop and words[start] in grammar.joins_names:
        start += 1
    while start < stop and (
        words[start] in grammar.prepositions or words[start] in grammar.adverbials
    ):
        start = _skip_leading(sentence, start, stop)
    return (start, stop) if start < stop else None


def _opening_bracket(words: list[str], close: int) -> int:
    for opening in range(close - 1, max(-1, close - _LONGEST_BRACKET), -1):
        if words[opening] == "(":
            return opening
    return close


def _skip_leading(sentence: Sentence, start: int, stop: int) -> int:
    """Skip a leading "on Monday" or "in a statement" before the phrase itself."""
    words, adverbials = sentence.words, sentence.grammar.adverbials
    if words[start] in adverbials:
        return start + 1
    after = start + 1
    if after < stop and words[after] in adverbials:
        return after + 1
    for last in range(stop - 1, start, -1):
        if not is_name(sentence, last):
            return min(last + 1, stop - 1)
    return after


def _in_phrase(sentence: Sentence, place: int) -> bool:
    words, grammar = sentence.words, sentence.grammar
    word = words[place]
    if word not in grammar.small_words and word[0].isalnum():
        return not is_finite(sentence, place)
    before = words[place - 1] if place else ""
    if word in grammar.prepositions:
        return word in grammar.phrase_prepositions or before in grammar.articles
    if word in grammar.joins_names:
        return is_name(sentence, place - 1) and is_name(sentence, place + 1)
    if word == ".":
        return place > 0 and grammar.is_abbreviation(before)
    if word in grammar.genitives:
        return not is_finite(sentence, place)
    if word in grammar.subordinators or word in grammar.helpers or word is QUOTE:
        return False
    if word not in grammar.determiners:
        if word in grammar.openers:
            return False
        if word in grammar.pronouns and word not in grammar.head_pronouns:
            return False
    if not (word[0].isalnum() or word[0] in "'-$%&/"):
        return False
    return not is_finite(sentence, place)


def first_phrase(sentence: Sentence, before: int) -> Range | None:
    """Return the noun phrase that opens the sentence, as the likely subject."""
    words, grammar = sentence.words, sentence.grammar
    for start in range(before):
        if words[start] in grammar.pronouns:
            return (start, start + 1)
        if is_name(sentence, start) or words[start] in grammar.determiners:
            return (start, min(phrase_end(sentence, start), before))
    return None


def phrase_end(sentence: Sentence, start: int) -> int:
    """Return where the noun phrase that begins at token `start` ends."""
    words, grammar = sentence.words, sentence.grammar
    stop = start
    while stop < sentence.size and stop - start < _LONGEST_SUBJECT:
        if stop > start and _ends_phrase(sentence, stop):
            break
        if words[stop] == "." and not grammar.is_abbreviation(words[stop - 1]):
            break
        stop += 1
    return max(stop, start + 1)


def _ends_phrase(sentence: Sentence, place: int) -> bool:
    word, grammar = sentence.words[place], sentence.grammar
    if word in grammar.subordinators or word in grammar.helpers:
        return True
    if word in grammar.prepositions:
        return word not in grammar.genitive_prepositions
    if word in sentence.language.cues.verbs and not is_name(sentence, place):
        return True
    return is_finite(sentence, place) or not (word[0].isalnum() or word[0] in "'-.&")


def possessor(sentence: Sentence, noun: int) -> Range | None:
    """Return whose the noun at a token is: "Jane Roe's plan", "his plan"."""
    for place in range(noun - 1, max(-1, noun - 1 - _POSSESSOR_REACH), -1):
        word = sentence.words[place]
        if word in sentence.grammar.genitives:
            return phrase_before(sentence, place + 1)
        if word in sentence.grammar.possessives:
            return (place, place + 1)
    return None
