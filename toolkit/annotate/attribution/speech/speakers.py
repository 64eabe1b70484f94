"""Speakers beside a quotation that no reporting word gives: tags, colons, signatures."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from toolkit.annotate.attribution.cues import Span
from toolkit.languages.language import Language
from toolkit.languages.read import any_of

_TOKEN = re.compile(r"\w+(?:[-'’.]\w+)*\.?|[^\w\s]")
_LONGEST_SUBJECT = 80  # characters
_LONGEST_TAG = 9  # words between the quotation and its verb


def signature_after(text: str, place: int, language: Language) -> tuple[Span, Span] | None:
    """Return the name and the dash of a signature at `place`: “…” ― Jane Roe."""
    found = _patterns(language).signature.match(text, place)
    return None if found is None else (found.span(2), found.span(1))


def name_at_colon(text: str, start: int, colon: int, language: Language) -> Span | None:
    """Return the name that alone precedes the colon at `colon`, from `start` on: "Roe: “…”"."""
    found = _patterns(language).before_colon.search(text[start:colon])
    if found is None or is_no_speaker(found.group(1).split()[0].lower(), language):
        return None
    if found.group(1).lower() in language.speakers.labels:
        return None
    return start + found.start(1), start + found.end(1)


def subject_at_colon(text: str, start: int, colon: int, language: Language) -> Span | None:
    """Return the likely subject of a sentence that ends in the colon at `colon`.

    That is the name right before the colon, else the first one that no preposition precedes.
    """
    first = None
    for found in _patterns(language).name.finditer(text, start, colon):
        if is_no_speaker(found.group().split()[0].lower(), language):
            continue
        if found.end() == colon:
            return found.span()
        if found.start() == start and not _may_act(text, found.end(), colon, language):
            continue  # a noun, with a capital because it opens the sentence: "Naval bases ...:"
        before = text[start : found.start()].split()
        if first is None and not (before and _is_preposition(before[-1], language)):
            first = found.span()
    return first


def _may_act(text: str, end: int, stop: int, language: Language) -> bool:
    """Tell whether a verb or a mark follows a name that ends at `end`, and no other noun."""
    after = _TOKEN.search(text, end, stop)
    word = after.group() if after is not None else ","
    grammar = language.grammar
    small = grammar.helpers | grammar.adverbs | grammar.prepositions | grammar.relatives
    if word in small or not word[0].islower() or word.endswith(grammar.adverb_endings):
        return True
    return _is_verb(word, language)


def subject_of_sentence(text: str, start: int, stop: int, language: Language) -> Span | None:
    """Return the phrase that heads the sentence from `start` on, up to a name before its verb."""
    stop = min(stop, start + _LONGEST_SUBJECT)
    end = start
    for found in _patterns(language).name.finditer(text, start, stop):
        between = text[end : found.start()].split()
        if any(_is_preposition(word, language) or not word.isalpha() for word in between):
            return None
        end = found.end()
        if is_no_speaker(found.group().split()[0].lower(), language):
            return None
        if _may_act(text, end, stop, language):
            return start, end
    return None


def tag_after(text: str, start: int, stop: int, language: Language) -> tuple[Span, Span] | None:
    """Return the source and the verb of a tag: "“…,” an angry Roe shot back" and the like.

    Any verb in the past or present will do: what stands between a quotation that ends in a
    comma and the end of its sentence says who speaks.
    """
    tokens = [found.span() for found in _TOKEN.finditer(text, start, stop)][: _LONGEST_TAG + 4]
    words = [text[slice(*token)].rstrip(".") or "." for token in tokens]
    if len(words) < 2:
        return None
    if _is_verb(words[0], language) and _begins_subject(words[1], language):
        end = _phrase_end(words, 1, language)
        return (tokens[1][0], tokens[end - 1][1]), tokens[0]
    if not _begins_subject(words[0], language):
        return None
    for at in range(1, min(len(words), _LONGEST_TAG)):
        if words[at] in (";", ":", "(", "“", '"'):
            return None
        if _is_verb(words[at], language):
            last = at - 1 if words[at - 1] != "," else at - 2
            if words[at - 1] in language.speakers.not_before_verb:
                continue
            return (tokens[0][0], tokens[last][1]), tokens[at]
    return None


def tag_before(text: str, start: int, stop: int, language: Language) -> tuple[Span, Span] | None:
    """Return the source and the verb of a clause that leads up to a quotation: "Roe shot back,".

    The clause ends at `stop` in a comma or a colon; a name or a pronoun must precede its verb.
    """
    tokens = [found.span() for found in _TOKEN.finditer(text, start, stop)][-3 * _LONGEST_TAG :]
    words = [text[slice(*token)] for token in tokens]
    if len(words) < 3 or words[-1] not in (",", ":"):
        return None
    for at in range(len(words) - 2, max(0, len(words) - _LONGEST_TAG), -1):
        if words[at] in (",", ";", ":", "“", "”", '"', "(", ")"):
            return None
        if not _is_verb(words[at], language):
            continue
        last = at - 1
        grammar = language.grammar
        while last and (
            words[last].endswith(grammar.adverb_endings) or words[last] in grammar.adverbs
        ):
            last -= 1
        first = _name_start(words, last, language)
        if first is not None:
            return (tokens[first][0], tokens[last][1]), tokens[at]
    return None


def _name_start(words: list[str], last: int, language: Language) -> int | None:
    """Return where the name that ends with word `last` begins, None if that is no name."""
    if words[last].lower() in language.speakers.leading_pronouns:
        return last
    first = last + 1
    while first and words[first - 1][0].isupper():
        if is_no_speaker(words[first - 1].lower(), language):
            break
        first -= 1
    return first if first <= last else None


def _is_verb(word: str, language: Language) -> bool:
    if not word.islower():
        return False
    if word in language.cues.verbs or word in language.speakers.tags:
        return True
    return _patterns(language).verb.match(word) is not None


def _begins_subject(word: str, language: Language) -> bool:
    words = language.speakers
    if word.lower() in words.tag_pronouns or word in words.tag_determiners:
        return True
    return word[0].isupper() and not is_no_speaker(word.lower(), language)


def _phrase_end(words: list[str], first: int, language: Language) -> int:
    end = first + 1
    while end < len(words) and (words[end][0].isupper() or words[first][0].islower()):
        word = words[end]
        if not word[0].isalnum() or _is_preposition(word, language) or _is_verb(word, language):
            break
        end += 1
    return end


def is_no_speaker(word: str, language: Language) -> bool:
    """Tell words that begin with a capital only because the sentence does."""
    return word in _no_speakers(language)


@cache
def _no_speakers(language: Language) -> frozenset[str]:
    grammar = language.grammar
    small = grammar.prepositions | grammar.subordinators | grammar.determiners | grammar.pronouns
    return (small | grammar.adverbials) - language.speakers.may_speak


def _is_preposition(word: str, language: Language) -> bool:
    return word.lower() in language.grammar.prepositions


class _Patterns(NamedTuple):
    """What the letters and words of a language make of a speaker, as regular expressions."""

    name: re.Pattern[str]  # a name or a pronoun
    before_colon: re.Pattern[str]
    signature: re.Pattern[str]
    verb: re.Pattern[str]  # with a regular ending


@cache
def _patterns(language: Language) -> _Patterns:
    capitals, words, grammar = language.capitals, language.speakers, language.grammar
    name = rf"[{capitals}][\w.'’-]*"
    particles = "|".join(rf"{re.escape(word)} " for word in words.particles) or "(?!)"
    endings = any_of((*grammar.past_endings, *grammar.third_person_endings))
    return _Patterns(
        re.compile(rf"{name}(?: {name})*|\b(?:{any_of(words.colon_pronouns)})\b"),
        re.compile(
            rf"(?:(?:^|[.!?”\"]\s|\s[–—-]+\s|\n)\s*)((?:{name})(?: (?:{particles})?{name}){{0,5}})"
            r"(?: ?\([^()\n]{1,40}\))?\s*$"
        ),
        re.compile(
            rf"\s*(--|[-—–―~])\s*((?:[{capitals}][\w.'’-]{{0,40}}[^\S\n]{{0,3}}){{1,5}})"
            r"(?=[“\"|,.\n(]|\Z)"
        ),
        re.compile(rf"[{language.smalls}]{{2,}}(?:{endings})$"),
    )
