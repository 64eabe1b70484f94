"""What follows a reporting word: whether it is reported, and where it ends."""

from __future__ import annotations

from typing import NamedTuple

from toolkit.annotate.attribution.rules.phrases import is_finite
from toolkit.annotate.attribution.rules.sentence import Range, Sentence
from toolkit.annotate.attribution.rules.tokens import DASHES, QUOTE
from toolkit.annotate.attribution.rules.wordclass import is_adverb, is_gerund, is_name
from toolkit.languages.cues import Cue

_NO_CUE = Cue("", frozenset())
_QUOTED_WORDS = 60  # characters: a longer quotation holds a sentence
_CLAUSE_REACH = 20  # tokens in which a clause has its verb
_CIRCUMSTANCES = 20  # tokens between a cue and what it reports
_PARENTHESIS = 12  # tokens of "in the end," between a cue and "that"
_INFINITIVE_REACH = 7  # tokens from a cue's object to "to"
_NEXT_REPORT = 8  # tokens from a comma to the verb of the next statement
_NEXT_TAG = 5  # tokens from a comma to "said"


class Reported(NamedTuple):
    """What a cue reports: its complement's name, and its pieces."""

    kind: str
    pieces: list[Range]


def content_after(sentence: Sentence, start: int, cue: Cue) -> Reported | None:
    """Return what is reported after the cue that ends before `start`, or None if nothing is."""
    words = sentence.words
    start = _skip_circumstances(sentence, start, cue)
    if start >= sentence.size:
        return None
    if words[start] is QUOTE:
        return _quoted_content(sentence, start)
    kind = complement(sentence, start, cue)
    if kind is None:
        return None
    if words[start] == ":":
        start += 1
        if start == sentence.size or words[start] is QUOTE:
            return None
    return Reported(kind, [(start, clause_end(sentence, start))])


def content_beyond(sentence: Sentence, verb: int, source: Range, cue: Cue) -> Reported | None:
    """Return the main clause around "as he said": "As he said, X" and "X, as he said, Y"."""
    words = sentence.words
    opening = source[0] - 1
    if "clause" not in cue.takes or opening < 0:
        return None
    if words[opening] not in sentence.grammar.comments:
        return None
    comma = _skip_circumstances(sentence, verb + 1, _NO_CUE)
    if comma + 2 >= sentence.size or words[comma] != ",":
        return None
    pieces = [(comma + 1, clause_end(sentence, comma + 1))]
    if opening > 1 and words[opening - 1] == ",":
        pieces.insert(0, (0, opening - 1))
    return Reported("beyond", pieces)


def content_left(
    sentence: Sentence, verb: int, source: Range, inverted: bool, cue: Cue
) -> Reported | None:
    """Return what is reported before the cue: "X, he said", and what goes on after it."""
    if "clause" not in cue.takes:
        return None
    stop = verb if inverted else source[0]
    if stop == 0 or stop > verb:
        return None
    mark = sentence.words[stop - 1]
    if mark not in (",", "—", "–") and mark is not QUOTE:
        return None
    pieces = [(0, stop)]
    after = source[1] if inverted else verb + 1
    rest = resumes(sentence, after, inverted, may_stand_alone(sentence, stop))
    if rest is None and not inverted and not _has_finite(sentence, stop):
        return None  # "In spring, he wrote a book"
    if rest is not None:
        pieces.append(rest)
    return Reported("before", pieces)


def complement(sentence: Sentence, start: int, cue: Cue) -> str | None:
    """Name the complement that begins at a token, if the cue takes it."""
    word, takes, grammar = sentence.words[start], cue.takes, sentence.grammar
    if word in grammar.openers or word == ":":
        return "clause" if "clause" in takes else None
    may_be_infinitive = word in grammar.infinitives and "infinitive" in takes
    if may_be_infinitive and _is_base_verb(sentence, start + 1):
        return "infinitive"
    if word in grammar.prepositions:
        return word if word in takes else None
    if not (word[0].isalnum() or word[0] in "$'"):
        return None
    if "object" in takes or _takes_noun(sentence, start, cue):
        return "object"
    if is_gerund(sentence, start):
        return "participle" if "participle" in takes else None
    if "clause" in takes and word not in grammar.subordinators and _has_verb(sentence, start, cue):
        return "clause"
    return "object" if "infinitive" in takes and _has_infinitive(sentence, start) else None


def clause_end(sentence: Sentence, start: int) -> int:
    """Return where what is reported from a token on ends."""
    words, grammar = sentence.words, sentence.grammar
    infinitive = words[start] in grammar.infinitives
    contrasts = grammar.contrasts
    stop = sentence.size
    if not DASHES.isdisjoint(words):
        dashes = [place for place in range(start + 1, stop) if words[place] in DASHES]
        stop = dashes[0] if len(dashes) == 1 else stop  # a pair encloses
    for comma in range(start + 1, min(stop, sentence.size - 1)):
        word = words[comma]
        if word in contrasts:
            is_clause = _begins_clause(sentence, comma + 1)
            if is_clause and _reports_soon(sentence, comma, _NEXT_TAG):
                return comma  # "calls it a victory while Westland calls it a defeat"
        if word != ",":
            continue
        if infinitive and words[comma + 1] in grammar.leaves_infinitive:
            return comma
        if _begins_statement(sentence, comma + 1):
            return comma
    return stop


def is_subordinate(sentence: Sentence, verb: int, source: Range) -> bool:
    """Tell whether a comma ends the clause of the cue: "When X said Y, ..."."""
    words, grammar = sentence.words, sentence.grammar
    first, stop = source
    before = words[first - 1] if first else ""
    return (
        first > verb
        or words[stop - 1] in grammar.personal_relatives
        or words[first] in grammar.fronting
        or before in grammar.fronting
        or before in grammar.relative_pronouns
    )


def next_comma(sentence: Sentence, first: int, stop: int) -> int:
    """Return where the first comma of a piece is, or its end."""
    commas = (place for place in range(first + 1, stop) if sentence.words[place] == ",")
    return next(commas, stop)


def _quoted_content(sentence: Sentence, place: int) -> Reported | None:
    start, end = sentence.matches[place].span()
    inner = sentence.text[start:end].rstrip("\"'”’»")
    if inner.endswith((".", "!", "?", ",")) or end - start > _QUOTED_WORDS:
        return None  # a quoted sentence: settle() gives it to the cue beside it
    return Reported("quoted", [(place, clause_end(sentence, place))])


def _is_base_verb(sentence: Sentence, place: int) -> bool:
    if place >= sentence.size:
        return False
    return sentence.words[place].isalpha() and not is_name(sentence, place)


def _has_verb(sentence: Sentence, start: int, cue: Cue) -> bool:
    """Tell whether a clause begins at a token: "thinks the rain will stop"."""
    if cue.lemma in sentence.grammar.bare_clauses:
        return sentence.size - start > 2
    for place in range(start + 1, min(start + _CLAUSE_REACH, sentence.size)):
        if sentence.words[place] in (",", ";", ":", QUOTE):
            return False
        if is_finite(sentence, place):
            return True
    return False


def _takes_noun(sentence: Sentence, start: int, cue: Cue) -> bool:
    """Tell an object that alone makes its verb report: "claimed (full) responsibility"."""
    return any(f"object {word}" in cue.takes for word in sentence.words[start : start + 2])


def _has_infinitive(sentence: Sentence, start: int) -> bool:
    near = sentence.words[start : start + _INFINITIVE_REACH]
    return not sentence.grammar.infinitives.isdisjoint(near)


# -- between the cue and its complement --------------------------------------------------------


def _skip_circumstances(sentence: Sentence, place: int, cue: Cue) -> int:
    """Skip "on Monday", "in a statement", "reporters" between a cue and what it reports."""
    words, grammar = sentence.words, sentence.grammar
    limit = min(sentence.size, place + _CIRCUMSTANCES)
    if place < limit and _has_recipient(sentence, place, cue):
        place = _recipient_end(sentence, place, limit)
    while place < limit:
        word = words[place]
        if is_adverb(sentence, place) or (
            word in grammar.times and place > 0 and words[place - 1] in grammar.days
        ):
            place += 1
        elif word in grammar.time_determiners and _is_time(sentence, place + 1):
            place += 2
        elif word in grammar.prepositions and not _leads_to_content(sentence, word, cue):
            place = _recipient_end(sentence, place + 1, limit)
        elif word != ",":
            break
        elif place + 1 < limit and words[place + 1] is QUOTE:
            place += 1
        else:
            content = _after_parenthesis(sentence, place)
            if content is None:
                break
            place = content
    return place


def _is_time(sentence: Sentence, place: int) -> bool:
    return place < sentence.size and sentence.words[place] in sentence.grammar.times


def _after_parenthesis(sentence: Sentence, comma: int) -> int | None:
    """Return where "that" stands after "saying, in the end, that"; None if nowhere."""
    words, grammar = sentence.words, sentence.grammar
    condition = comma + 1 < sentence.size and words[comma + 1] in grammar.conditions
    for place in range(comma + 1, min(comma + _PARENTHESIS, sentence.size - 1)):
        if is_finite(sentence, place) and not condition:
            return None
        if words[place] == ",":
            leads_on = condition or words[place + 1] in grammar.complementizers
            return place + 1 if leads_on else None
    return None


def _has_recipient(sentence: Sentence, place: int, cue: Cue) -> bool:
    word, grammar = sentence.words[place], sentence.grammar
    is_content = word in grammar.openers or word in grammar.infinitives or word is QUOTE
    return cue.lemma in grammar.addressing and not is_content


def _leads_to_content(sentence: Sentence, word: str, cue: Cue) -> bool:
    if word in cue.takes:
        return True
    return word in sentence.grammar.infinitives and "infinitive" in cue.takes


def _recipient_end(sentence: Sentence, start: int, limit: int) -> int:
    """Return where the noun phrase at a token ends, stopping where a clause may begin."""
    words, grammar = sentence.words, sentence.grammar
    stop = start
    while stop < limit:
        word = words[stop]
        if stop > start and _begins_phrase(sentence, stop):
            break
        if word in grammar.openers or word in grammar.prepositions or word in grammar.adverbials:
            break
        if not (word[0].isalnum() or word[0] in "'-&"):
            break
        stop += 1
        if word in grammar.listeners:
            break
    return min(start + 1, limit) if stop == start else stop


def _begins_phrase(sentence: Sentence, place: int) -> bool:
    """Tell where a new phrase begins: a determiner, a pronoun, a capital after a common noun."""
    word, grammar = sentence.words[place], sentence.grammar
    if word in grammar.determiners or word in grammar.pronouns:
        return True
    return is_name(sentence, place) and not is_name(sentence, place - 1)


# -- the end -----------------------------------------------------------------------------------


def _begins_statement(sentence: Sentence, start: int) -> bool:
    """Tell whether another statement begins after a comma."""
    words, grammar, cues = sentence.words, sentence.grammar, sentence.language.cues
    word = words[start]
    if word in cues.according:
        return True
    if word in cues.verbs and is_gerund(sentence, start):
        return True
    if word in grammar.joins_reports:
        return _reports_soon(sentence, start, _NEXT_REPORT)
    return not grammar.interrupting_forms.isdisjoint(words[start : start + _NEXT_TAG])


def _begins_clause(sentence: Sentence, place: int) -> bool:
    """Tell where a subject may begin: a name, a pronoun, a determiner."""
    word, grammar = sentence.words[place], sentence.grammar
    return is_name(sentence, place) or word in grammar.pronouns or word in grammar.determiners


def _reports_soon(sentence: Sentence, joint: int, reach: int) -> bool:
    """Tell whether the next finite verb after a conjunction reports."""
    words = sentence.words
    cues = sentence.language.cues.verbs
    for place in range(joint + 1, min(joint + reach, sentence.size)):
        word = words[place]
        if is_finite(sentence, place) and word not in sentence.grammar.helpers:
            return word in cues
        if place > joint + 1 and word in cues and sentence.grammar.is_third_person(word):
            return is_name(sentence, place - 1)  # in headlines: "as Norland condemns aggression"
    return False


def may_stand_alone(sentence: Sentence, stop: int) -> bool:
    """Tell whether what stands before a token is a sentence, and not its beginning."""
    if sentence.words[0] in sentence.grammar.fronting:
        return QUOTE in sentence.words[:stop]
    return _has_finite(sentence, stop)


def _has_finite(sentence: Sentence, stop: int) -> bool:
    """Tell whether what stands before a token has a finite verb or holds a quotation."""
    if QUOTE in sentence.words[:stop]:
        return True
    return any(is_finite(sentence, place) for place in range(stop))


def resumes(sentence: Sentence, start: int, inverted: bool, ended: bool) -> Range | None:
    """Return the rest of a sentence that a cue interrupted: "X, he said, Y"."""
    words, grammar = sentence.words, sentence.grammar
    comma = _skip_circumstances(sentence, start, _NO_CUE)
    if comma + 2 >= sentence.size or words[comma] != ",":
        return None
    word = words[comma + 1]
    if is_gerund(sentence, comma + 1) or word.isdigit() or word is QUOTE:
        return None
    if word in grammar.personal_relatives or word in sentence.language.cues.verbs:
        return None
    if ended and (word not in grammar.goes_on if inverted else word in grammar.leaves):
        return None
    return (comma + 1, clause_end(sentence, comma + 1))
