"""The subject of a verb by word order alone."""

from __future__ import annotations

from typing import NamedTuple

from toolkit.annotate.attribution.rules.phrases import (
    apposed,
    first_phrase,
    is_finite,
    phrase_before,
    phrase_end,
)
from toolkit.annotate.attribution.rules.sentence import Range, Sentence
from toolkit.annotate.attribution.rules.tokens import DASHES, QUOTE
from toolkit.annotate.attribution.rules.wordclass import (
    before_adverbs,
    is_adverb,
    is_gerund,
    is_name,
    is_noun_like,
)

_REACH = 60  # tokens between a verb and another one that shares its subject
_AGENT_REACH = 8  # tokens from a passive verb to its agent
_DEEPEST = 4  # verbs that are asked in turn for the subject that they share


class Said(NamedTuple):
    """What was last said in a sentence: who said it, the token of the cue, and where it ends."""

    source: Range | None = None
    cue: int = -1
    stop: int = 0


def subject(sentence: Sentence, verb: int, said: Said, depth: int = 0) -> Range | None:
    """Return the subject of the verb at a token.

    Parameters
    ----------
    sentence
        The sentence that the verb stands in.
    verb
        The verb's token.
    said
        What was said before it: verbs that are joined share a subject.
    depth
        How many other verbs have asked for it.
    """
    words, grammar = sentence.words, sentence.grammar
    last = verb - 1
    while last >= 0 and _is_filler(sentence, last):
        last -= 1
    if last < 0:
        return _subject_after(sentence, verb, said)
    word = words[last]
    if word is QUOTE:
        return None
    adjoins = is_gerund(sentence, verb) and last == verb - 1
    if adjoins and word.isalpha() and not is_name(sentence, last):
        return _shared(sentence, last, said, depth) or phrase_before(sentence, last + 1)
    if word == "," or word in DASHES:
        apposition = None if adjoins else apposed(sentence, last)
        return apposition or _shared(sentence, last, said, depth)
    if word in grammar.joins_verbs or word in grammar.prepositions:
        return _shared(sentence, last, said, depth)
    if word in grammar.relatives:
        follows_comma = last and words[last - 1] == ","
        head = phrase_before(sentence, last - 1 if follows_comma else last)
        return (head[0], last + 1) if head else (last, last + 1)
    if word in grammar.pronouns and word not in grammar.determiners:
        return (last, last + 1)
    return _joined(sentence, _phrase_up_to(sentence, _before_time(sentence, last), said))


def agent(sentence: Sentence, verb: int) -> Range | None:
    """Return the noun phrase after "by", close to the passive verb at a token."""
    for place in range(verb + 1, min(verb + _AGENT_REACH, sentence.size)):
        word = sentence.words[place]
        if word in sentence.grammar.agents:
            return (place + 1, phrase_end(sentence, place + 1))
        if word in (",", ".", QUOTE):
            break
    return None


def _joined(sentence: Sentence, phrase: Range | None) -> Range | None:
    """Widen a phrase by the one it is joined to: "he and Roe", ", members and leaders"."""
    words, grammar = sentence.words, sentence.grammar
    if phrase is None or phrase[0] < 2 or words[phrase[0] - 1] not in grammar.joins_names:
        return phrase
    last = phrase[0] - 2
    if words[last] in grammar.pronouns:
        return (last, phrase[1])
    first = phrase_before(sentence, last + 1)
    if first is None:
        return phrase
    opens = first[0] == 0 or words[first[0] - 1] == "," or words[first[0] - 1] is QUOTE
    return (first[0], phrase[1]) if opens else phrase


def _is_filler(sentence: Sentence, place: int) -> bool:
    """Tell what may stand between a subject and its verb: "has", "never", "on Monday"."""
    word, grammar = sentence.words[place], sentence.grammar
    if word in grammar.day_prepositions:
        return sentence.words[place + 1] in grammar.days
    return word in grammar.helpers or is_adverb(sentence, place)


def _before_time(sentence: Sentence, last: int) -> int:
    """Return the place of the last word before "this week", if `last` ends such a phrase."""
    grammar = sentence.grammar
    while last > 1:
        word, before = sentence.words[last], sentence.words[last - 1]
        is_time = word in grammar.times and before in grammar.time_determiners
        if not is_time and not (word in grammar.days and before in grammar.day_prepositions):
            break
        last -= 2
    return before_adverbs(sentence, last)


def _phrase_up_to(sentence: Sentence, last: int, said: Said) -> Range | None:
    """Return the phrase that ends with a token, or the one that a short clause qualifies."""
    if last > 1 and is_finite(sentence, last):  # "the scholars I met said"
        inner = subject(sentence, last, said, _DEEPEST)
        if inner is not None and inner[0] and sentence.words[inner[0] - 1][0].isalnum():
            outer = phrase_before(sentence, inner[0])
            return (outer[0], last + 1) if outer else inner
        return inner
    return phrase_before(sentence, last + 1)


def _subject_after(sentence: Sentence, verb: int, said: Said) -> Range | None:
    """Return the subject after the participle that opens a sentence: "Citing X, she left"."""
    words = sentence.words
    for comma in range(verb + 1, min(verb + _REACH, sentence.size - 1)):
        if words[comma] != ",":
            continue
        if words[comma + 1] in sentence.grammar.pronouns:
            return (comma + 1, comma + 2)
        if is_noun_like(sentence, comma + 1):
            return (comma + 1, phrase_end(sentence, comma + 1))
    return said.source


def _shared(sentence: Sentence, joint: int, said: Said, depth: int) -> Range | None:
    """Return the subject that a verb after the conjunction or comma at `joint` shares."""
    verb = _finite_before(sentence, joint)
    if said.source is not None:
        is_nearer = verb is not None and verb > said.cue
        if verb is None or not (is_nearer and _is_coordinated(sentence, verb, said)):
            return said.source
    word = sentence.words[joint]
    if verb is None and word != "," and word not in sentence.grammar.coordinators:
        return _subject_after(sentence, joint, said) or first_phrase(sentence, joint)
    if verb is None or depth > _DEEPEST:
        return phrase_before(sentence, joint) or first_phrase(sentence, joint)
    return subject(sentence, verb, said, depth + 1) or first_phrase(sentence, joint)


def _finite_before(sentence: Sentence, place: int) -> int | None:
    for verb in range(place - 1, max(-1, place - _REACH), -1):
        if is_finite(sentence, verb):
            return verb
    return None


def _is_coordinated(sentence: Sentence, verb: int, said: Said) -> bool:
    """Tell whether the verb's clause begins after a comma or a conjunction."""
    phrase = subject(sentence, verb, said, _DEEPEST)
    if phrase is None or phrase[0] == 0:
        return False
    before = sentence.words[phrase[0] - 1]
    return before == "," or before in sentence.grammar.opens_clause
