"""Speakers beside a quotation that no reporting word gives: tags, colons, signatures."""

from __future__ import annotations

import re

from toolkit.annotate.attribution.cues import Span, load_cues

_NAME = re.compile(r"[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*)*|\b(?:he|she)\b")
_BEFORE_COLON = re.compile(
    r"(?:(?:^|[.!?”\"]\s|\s[–—-]+\s|\n)\s*)"
    r"((?:[A-Z][\w.’'-]*)(?: (?:of |the |de |von )?[A-Z][\w.’'-]*){0,5})"
    r"(?: ?\([^()\n]{1,40}\))?\s*$"
)
_SIGNATURE = re.compile(
    r"\s*(--|[-—–―~])\s*((?:[A-Z][\w.'’-]{0,40}[^\S\n]{0,3}){1,5})(?=[“\"|,.\n(]|\Z)"
)
_TOKEN = re.compile(r"\w+(?:[-'’.]\w+)*\.?|[^\w\s]")
_PAST = re.compile(r"[a-z]{2,}(?:ed|s)$")
_SUBJECTS = frozenset({"he", "she", "they", "i", "we", "it"})
_LONGEST_TAG = 9  # words between the quotation and its verb


def signature_after(text: str, place: int) -> tuple[Span, Span] | None:
    """Return the name and the dash of a signature at `place`: “…” ― Jane Roe."""
    found = _SIGNATURE.match(text, place)
    return None if found is None else (found.span(2), found.span(1))


def name_at_colon(text: str, start: int, colon: int) -> Span | None:
    """Return the name that alone precedes the colon at `colon`, from `start` on: "Roe: “…”"."""
    found = _BEFORE_COLON.search(text[start:colon])
    if found is None or is_no_speaker(found.group(1).split()[0].lower()):
        return None
    if found.group(1).lower() in load_cues().labels:
        return None
    return start + found.start(1), start + found.end(1)


def subject_at_colon(text: str, start: int, colon: int) -> Span | None:
    """Return the likely subject of a sentence that ends in the colon at `colon`.

    That is the name right before the colon, else the first one that no preposition precedes.
    """
    first = None
    for found in _NAME.finditer(text, start, colon):
        if is_no_speaker(found.group().split()[0].lower()):
            continue
        if found.end() == colon:
            return found.span()
        before = text[start : found.start()].split()
        if first is None and not (before and _is_preposition(before[-1])):
            first = found.span()
    return first


def tag_after(text: str, start: int, stop: int) -> tuple[Span, Span] | None:
    """Return the source and the verb of a tag: "“…,” an angry Roe shot back" and the like.

    Any verb in the past or present will do: what stands between a quotation that ends in a
    comma and the end of its sentence says who speaks.
    """
    tokens = [found.span() for found in _TOKEN.finditer(text, start, stop)][: _LONGEST_TAG + 4]
    words = [text[slice(*token)].rstrip(".") or "." for token in tokens]
    if len(words) < 2:
        return None
    if _is_verb(words[0]) and _begins_subject(words[1]):
        end = _phrase_end(words, 1)
        return (tokens[1][0], tokens[end - 1][1]), tokens[0]
    if not _begins_subject(words[0]):
        return None
    for at in range(1, min(len(words), _LONGEST_TAG)):
        if words[at] in (";", ":", "(", "“", '"'):
            return None
        if _is_verb(words[at]):
            last = at - 1 if words[at - 1] != "," else at - 2
            if words[at - 1] in ("who", "which", "that", "the", "a", "an", "to"):
                continue
            return (tokens[0][0], tokens[last][1]), tokens[at]
    return None


def tag_before(text: str, start: int, stop: int) -> tuple[Span, Span] | None:
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
        if not _is_verb(words[at]):
            continue
        last = at - 1
        while last and (words[last].endswith("ly") or _is_adverb(words[last])):
            last -= 1
        first = _name_start(words, last)
        if first is not None:
            return (tokens[first][0], tokens[last][1]), tokens[at]
    return None


def _name_start(words: list[str], last: int) -> int | None:
    """Return where the name that ends with word `last` begins, None if that is no name."""
    if words[last].lower() in ("he", "she", "they"):
        return last
    first = last + 1
    while first and words[first - 1][0].isupper() and not is_no_speaker(words[first - 1].lower()):
        first -= 1
    return first if first <= last else None


def _is_adverb(word: str) -> bool:
    return word in load_cues().grammar["adverbs"]


def _is_verb(word: str) -> bool:
    if not word.islower():
        return False
    cues = load_cues()
    return word in cues.verbs or word in cues.grammar["tags"] or _PAST.match(word) is not None


def _begins_subject(word: str) -> bool:
    if word.lower() in _SUBJECTS or word in ("the", "a", "an", "one", "another", "his", "her"):
        return True
    return word[0].isupper() and not is_no_speaker(word.lower())


def _phrase_end(words: list[str], first: int) -> int:
    end = first + 1
    while end < len(words) and (words[end][0].isupper() or words[first][0].islower()):
        if not words[end][0].isalnum() or _is_preposition(words[end]) or _is_verb(words[end]):
            break
        end += 1
    return end


def is_no_speaker(word: str) -> bool:
    """Tell words that begin with a capital only because the sentence does."""
    grammar = load_cues().grammar
    kinds = ("prepositions", "days", "subordinators", "adverbs", "determiners", "pronouns")
    return word not in ("he", "she", "it", "the") and any(word in grammar[kind] for kind in kinds)


def _is_preposition(word: str) -> bool:
    return word.lower() in load_cues().grammar["prepositions"]
