"""What a word is in its place: a name, an adverb, a finite verb; by lists and neighbours."""

from __future__ import annotations

from toolkit.annotate.attribution.rules.sentence import Sentence
from toolkit.annotate.attribution.rules.tokens import QUOTE


def is_name(sentence: Sentence, place: int) -> bool:
    """Tell whether a token begins with a capital."""
    return 0 <= place < sentence.size and sentence.text[sentence.matches[place].start()].isupper()


def is_adverb(sentence: Sentence, place: int) -> bool:
    """Tell whether a token is an adverb or a day, which may stand between other words."""
    word, grammar = sentence.words[place], sentence.grammar
    if word in grammar.adverbials:
        return True
    return word.endswith(grammar.adverb_endings) and not is_name(sentence, place)


def is_noun_like(sentence: Sentence, place: int) -> bool:
    """Tell whether a token may begin or be a noun phrase."""
    word, grammar = sentence.words[place], sentence.grammar
    if is_name(sentence, place) or word in grammar.determiners or word in grammar.pronouns:
        return True
    is_small = word in grammar.prepositions or word in grammar.subordinators
    return word.isalpha() and not is_small


def is_gerund(sentence: Sentence, place: int) -> bool:
    """Tell whether a token has the ending of a participle of the present."""
    return sentence.words[place].endswith(sentence.grammar.gerund_endings)


def is_infinitive(sentence: Sentence, place: int) -> bool:
    """Tell whether a verb follows "to"."""
    return place > 0 and sentence.words[place - 1] in sentence.grammar.infinitives


def is_base_form(sentence: Sentence, word: str) -> bool:
    """Tell whether a word is a reporting verb in its base form."""
    cue = sentence.language.cues.verbs.get(word)
    return cue is not None and cue.lemma == word


def before_adverbs(sentence: Sentence, place: int) -> int:
    """Return the place of the last word up to `place` that is no adverb; -1 if there is none."""
    while place >= 0 and is_adverb(sentence, place):
        place -= 1
    return place


def begins_complement(sentence: Sentence, place: int) -> bool:
    """Tell whether a token may follow a verb in the present: "shows that", "wants to"."""
    if place >= sentence.size:
        return False
    word, grammar = sentence.words[place], sentence.grammar
    if word is QUOTE or word in (",", ":") or word in grammar.infinitives:
        return True
    if is_name(sentence, place) or word in grammar.openers or word[0].isdigit():
        return True
    return word in grammar.determiners or word in grammar.pronouns


# -- finite verbs ------------------------------------------------------------------------------


def looks_finite(sentence: Sentence, place: int) -> bool:
    """Tell whether a token is a finite verb, by its form and the words beside it alone."""
    words, grammar = sentence.words, sentence.grammar
    word = words[place]
    may_be_finite = word in sentence.language.finite_forms or word.endswith(grammar.past_endings)
    follows_person = place > 0 and words[place - 1] in grammar.persons
    if not may_be_finite and not follows_person:
        return False
    if word in grammar.finite_auxiliaries or word in grammar.negated_auxiliaries:
        before = before_adverbs(sentence, place - 1)
        return before < 0 or not (
            words[before] in grammar.finite_auxiliaries or words[before] in grammar.infinitives
        )
    if word in grammar.genitives:
        return _is_contracted(sentence, place)
    if "-" in word:
        return False  # "self-described"
    if is_past_form(sentence, word):
        return _is_past(sentence, place)
    if follows_person and _agrees(sentence, place):
        return True
    if word in sentence.language.third_person_forms:
        return _is_third_person(sentence, place)
    return word in sentence.language.base_forms and _is_plural_verb(sentence, place)


def is_past_form(sentence: Sentence, word: str) -> bool:
    """Tell whether a word may be the past of a verb, or a participle of the same form."""
    verbs = sentence.language.verbs
    if word in verbs.past or word in verbs.past_or_participle:
        return True
    return word.endswith(sentence.grammar.past_endings)


def _agrees(sentence: Sentence, place: int) -> bool:
    """Tell any verb in the present after a pronoun, which precedes: "he runs", "they run"."""
    word, before, grammar = sentence.words[place], sentence.words[place - 1], sentence.grammar
    if before in grammar.third_persons:
        return grammar.is_third_person(word)
    if not word.isalpha():
        return False
    if word.endswith(grammar.gerund_endings) or is_adverb(sentence, place):
        return False
    return not (word in grammar.subordinators or word in grammar.prepositions)


def _is_contracted(sentence: Sentence, place: int) -> bool:
    """Tell "it's" from "Norland's"."""
    words, grammar = sentence.words, sentence.grammar
    if place and words[place - 1] in grammar.contracts_after:
        return True
    return place + 1 < sentence.size and words[place + 1] in grammar.contracts_before


def _is_past(sentence: Sentence, place: int) -> bool:
    before = before_adverbs(sentence, place - 1)
    if before < 0:
        return False
    words, grammar = sentence.words, sentence.grammar
    word = words[before]
    if word in grammar.finite_auxiliaries or word in grammar.helpers:
        return False
    if word in grammar.clause_subjects:
        return True
    if word in grammar.determiners or word in grammar.prepositions:
        return False
    if words[place] in sentence.language.verbs.past or word in grammar.joins_clauses:
        return True
    if word is QUOTE or not (word[0].isalnum() or word in (")", ".")):
        return False
    after = words[place + 1] if place + 1 < sentence.size else ""
    if after in grammar.agents:
        return False
    return is_name(sentence, before) or after not in grammar.prepositions


def _is_third_person(sentence: Sentence, place: int) -> bool:
    before = before_adverbs(sentence, place - 1)
    if before < 0:
        return False
    word, grammar = sentence.words[before], sentence.grammar
    if word in grammar.clause_subjects:
        return True
    if word in grammar.determiners or word in grammar.prepositions or word in grammar.helpers:
        return False
    if word.endswith(grammar.plural_endings) and not is_name(sentence, before):
        return False
    if is_name(sentence, place) or not word[0].isalnum():
        return False
    return begins_complement(sentence, place + 1)


def _is_plural_verb(sentence: Sentence, place: int) -> bool:
    before = before_adverbs(sentence, place - 1)
    if before < 0:
        return False
    word, grammar = sentence.words[before], sentence.grammar
    if word in grammar.plural_subjects:
        return True
    if not word.endswith(grammar.plural_endings):
        return False
    if word in grammar.helpers or word in grammar.determiners:
        return False
    return not is_name(sentence, place) and begins_complement(sentence, place + 1)
