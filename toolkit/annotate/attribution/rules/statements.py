"""Who says what by word lists and word order alone: no model, tens of times faster than a parse."""

from __future__ import annotations

from toolkit.annotate.attribution.cues import Statement, is_date
from toolkit.annotate.attribution.rules.complements import (
    clause_end,
    complement,
    content_after,
    content_beyond,
    content_left,
    is_subordinate,
    may_stand_alone,
    next_comma,
    resumes,
)
from toolkit.annotate.attribution.rules.phrases import LONGEST_PHRASE, apposed, is_finite, possessor
from toolkit.annotate.attribution.rules.sentence import Range, Sentence, sentences_in
from toolkit.annotate.attribution.rules.subjects import Said, agent, subject
from toolkit.annotate.attribution.rules.tokens import QUOTE
from toolkit.annotate.attribution.rules.wordclass import (
    before_adverbs,
    begins_complement,
    is_adverb,
    is_base_form,
    is_gerund,
    is_infinitive,
    is_name,
    is_noun_like,
)
from toolkit.languages.cues import Cue
from toolkit.languages.language import Language
from toolkit.text.text import Text

_LONGEST_TITLE = 40  # characters of a quoted title: on “Norland Today,”
_ENDS_SOURCE = frozenset([",", ";", ":", QUOTE, "—", "–", "―", "("])


def find_statements(text: Text, language: Language) -> list[Statement]:
    """Return what the cues of a text govern, by word order; statements may overlap.

    Notes
    -----
    *Limits.* English news style is assumed: the speaker stands next to the reporting verb, or
    shares it with another verb of the sentence. Verbs are told from nouns by lists and by the
    words beside them, which errs ("other public promises"). What is reported runs to the end of
    its sentence unless a dash, a fronted clause or another cue cuts it short.
    """
    statements: list[Statement] = []
    for sentence in sentences_in(text, language):
        statements += _statements_of(sentence)
    return statements


def _statements_of(sentence: Sentence) -> list[Statement]:
    statements = []
    said = Said()
    for place in sentence.cues:
        statement, said = _read_cue(sentence, place, said)
        if statement is not None:
            statements.append(statement)
    return statements


def _read_cue(sentence: Sentence, place: int, said: Said) -> tuple[Statement | None, Said]:
    """Return what the cue at a token governs, if anything, and what was then last said."""
    word, cues = sentence.words[place], sentence.language.cues
    raises = word in cues.raising
    may_report = word in cues.verbs or raises or word in cues.raised
    if may_report and _is_verb(sentence, place):
        passive = _is_passive(sentence, place)
        if raises or (passive and word in cues.raised):
            return _read_raising(sentence, place, said), said
        return _read_verb(sentence, place, passive, said) if word in cues.verbs else (None, said)
    if word in cues.according:
        return _read_according(sentence, place), said
    if word in cues.nouns:
        return _read_noun(sentence, place, cues.nouns[word]), said
    if word in cues.adjectives:
        return _read_adjective(sentence, place, cues.adjectives[word], said), said
    return None, said


# -- which words are verbs ---------------------------------------------------------------------


def _is_verb(sentence: Sentence, place: int) -> bool:
    """Tell a verb from a noun or adjective of the same form, by the words beside it."""
    if place == 0:
        return is_gerund(sentence, 0)
    before, word, grammar = sentence.words[place - 1], sentence.words[place], sentence.grammar
    if is_name(sentence, place) and not _is_headline(sentence):
        return False  # "the United States"
    if before in grammar.genitives or before in grammar.quantities:
        is_base = is_base_form(sentence, word)
        may_be_plural = word.endswith(grammar.plural_endings)
        if before in grammar.genitives and (is_base or may_be_plural):
            return False
        if before in grammar.quantities and may_be_plural and not is_base:
            return before in grammar.singular_quantities
    if before in grammar.pronouns or before in grammar.helpers or before in grammar.infinitives:
        return True
    if before in grammar.determiners:
        return False
    if before in grammar.noun_prepositions:
        return is_gerund(sentence, place) and before in grammar.gerund_prepositions
    return _has_verb_form(sentence, place)


def _has_verb_form(sentence: Sentence, place: int) -> bool:
    """Tell a verb by its form, where the word before does not tell."""
    before, word, grammar = sentence.words[place - 1], sentence.words[place], sentence.grammar
    if word.endswith(grammar.past_endings) or is_gerund(sentence, place):
        return True
    if word in grammar.sure_forms:
        return True
    if before in grammar.prepositions:
        return False
    may_be_noun = word in sentence.language.verbs.nouns
    follows_plural = before.endswith(grammar.plural_endings)
    if is_base_form(sentence, word):
        if may_be_noun:
            follows_subject = follows_plural or before in grammar.adverbials
            return follows_subject and begins_complement(sentence, place + 1)
        return before[0].isalpha() or before in (",", ")", "—")
    if word.endswith(grammar.third_person_endings) and (
        may_be_noun or not is_name(sentence, place - 1)
    ):
        if is_name(sentence, place - 1) and _ends_sentence(sentence, place + 1):
            return True  # "It rained, the Oster Post reports."
        return not follows_plural and begins_complement(sentence, place + 1)
    return True


def _ends_sentence(sentence: Sentence, place: int) -> bool:
    return place >= sentence.size or sentence.words[place] == "."


def _is_headline(sentence: Sentence) -> bool:
    """Tell whether most words of the sentence begin with a capital."""
    words = [place for place, word in enumerate(sentence.words) if word[0].isalpha()]
    return 2 * len([place for place in words if is_name(sentence, place)]) > len(words)


def _is_nonfinite(sentence: Sentence, verb: int) -> bool:
    return is_gerund(sentence, verb) or is_infinitive(sentence, verb)


def _is_passive(sentence: Sentence, verb: int) -> bool:
    if is_gerund(sentence, verb):
        return False
    before = before_adverbs(sentence, verb - 1)
    return before >= 0 and sentence.words[before] in sentence.grammar.being


def is_weak(sentence: Sentence, place: int, lemma: str, kind: str) -> bool:
    """Tell whether the cue at a token mostly reports nothing where it stands so."""
    return lemma in sentence.language.cues.weak.get(f"{use_of(sentence, place)} {kind}", ())


def use_of(sentence: Sentence, place: int) -> str:
    """Name the use of the cue at a token, as weak.yml names it."""
    if is_gerund(sentence, place):
        return "participle"
    return "infinitive" if is_infinitive(sentence, place) else "finite"


# -- verbs -------------------------------------------------------------------------------------


def _read_verb(
    sentence: Sentence, verb: int, passive: bool, said: Said
) -> tuple[Statement | None, Said]:
    cue = sentence.language.cues.verbs[sentence.words[verb]]
    inverted = _inverted_source(sentence, verb, cue)
    source = inverted or (agent(sentence, verb) if passive else subject(sentence, verb, said))
    is_nonfinite = _is_nonfinite(sentence, verb)
    if source is None or (is_nonfinite and _is_expletive(sentence, source)):
        return None, said
    reported = None
    if not inverted and not _follows_quote(sentence, source):
        reported = content_after(sentence, verb + 1, cue)
    if reported is None and not inverted:
        reported = content_beyond(sentence, verb, source, cue)
    if reported is None and not is_nonfinite:
        reported = content_left(sentence, verb, source, inverted is not None, cue)
    if reported is None and "clause" not in cue.takes:
        return None, said
    if reported is not None and is_weak(sentence, verb, cue.lemma, reported.kind):
        return None, said
    content = [] if reported is None else reported.pieces
    beyond = reported is not None and reported.kind == "beyond"
    if not inverted and not beyond and is_subordinate(sentence, verb, source):
        content = [(first, next_comma(sentence, first, stop)) for first, stop in content]
    if verb >= said.stop:
        said = Said(source, verb, max([stop for start, stop in content if start > verb], default=0))
    return _statement(sentence, content, source, (verb, verb + 1), "cue-verb"), said


def _is_expletive(sentence: Sentence, source: Range) -> bool:
    """Tell the subject of "it is hard to say" from one that may speak."""
    return sentence.words[source[1] - 1] in sentence.grammar.expletives


def _follows_quote(sentence: Sentence, source: Range) -> bool:
    if source[0] == 0 or sentence.words[source[0] - 1] is not QUOTE:
        return False
    start, end = sentence.matches[source[0] - 1].span()
    within = source[0] > 1 and sentence.words[source[0] - 2][0].isalpha()
    return not (within and end - start <= _LONGEST_TITLE)


def _read_raising(sentence: Sentence, verb: int, said: Said) -> Statement | None:
    words, first = sentence.words, verb + 1
    is_by = first < sentence.size and words[first] in sentence.grammar.agents
    source = agent(sentence, verb) if is_by else None  # "is believed by the mayor to"
    if source is not None:
        first = source[1]
        if is_date(sentence.text[slice(*sentence.span(source))], sentence.language):
            source = None
    if first >= sentence.size or words[first] not in sentence.grammar.infinitives:
        return None
    if is_weak(sentence, verb, words[verb], "raising"):
        return None
    raised = subject(sentence, verb, said)
    content = [(first, clause_end(sentence, first))]
    if raised is not None:
        content.insert(0, raised)
    rule = "raising" if source is None else "cue-verb"
    return _statement(sentence, content, source, (verb, verb + 1), rule)


def _inverted_source(sentence: Sentence, verb: int, cue: Cue) -> Range | None:
    """Return the source after its verb: “…,” said Jane Roe."""
    if "clause" not in cue.takes or verb == 0 or verb + 1 >= sentence.size:
        return None
    if cue.lemma in sentence.grammar.never_inverted:
        return None
    before, after = sentence.words[verb - 1], sentence.words[verb + 1]
    if before is not QUOTE and before != ",":
        return None
    if after in sentence.grammar.openers or after in sentence.grammar.days:
        return None
    if is_gerund(sentence, verb) or (before == "," and not _may_invert(sentence, verb)):
        return None
    if not is_noun_like(sentence, verb + 1):
        return None
    if after in sentence.grammar.pronouns and is_finite(sentence, min(verb + 2, sentence.size - 1)):
        return None  # "Roe calls it wet, says he is right"
    return (verb + 1, _source_end(sentence, verb + 1))


def _may_invert(sentence: Sentence, verb: int) -> bool:
    """Tell "It rained, said the mayor" from "Roe, the mayor, said the rain had stopped"."""
    after, grammar = sentence.words[verb + 1], sentence.grammar
    if apposed(sentence, verb - 1) is not None:
        return False
    if is_name(sentence, verb + 1) or after in grammar.determiners:
        return True
    if sentence.words[verb] not in grammar.inverting_forms:
        return False
    return after.isalpha() and not is_adverb(sentence, verb + 1)


def _source_end(sentence: Sentence, start: int) -> int:
    words, grammar = sentence.words, sentence.grammar
    stop = start
    while stop < sentence.size and stop - start < LONGEST_PHRASE:
        word = words[stop]
        if word in _ENDS_SOURCE or word in grammar.ends_source:
            break
        if word == "." and not grammar.is_abbreviation(words[stop - 1]):
            break
        stop += 1
    return max(stop, start + 1)


# -- other cues --------------------------------------------------------------------------------


def _read_according(sentence: Sentence, place: int) -> Statement | None:
    words = sentence.words
    for phrase in sentence.language.cues.according[words[place]]:
        first = place + len(phrase)
        if tuple(words[place:first]) == phrase:
            break
    else:
        return None
    stop = _end_of_named(sentence, place, first)
    if stop == first:
        return None  # nobody is named
    content = []
    if place > 1:
        content.append((0, place))
        rest = resumes(sentence, stop, True, may_stand_alone(sentence, place))
        if rest is not None:
            content.append(rest)
    elif stop + 1 < sentence.size:
        content.append((stop + 1, sentence.size))
    if not content:
        return None
    return _statement(sentence, content, (first, stop), (place, first), "according-to")


def _end_of_named(sentence: Sentence, place: int, first: int) -> int:
    """Return where the source of "according to" ends, which begins at `first`."""
    words = sentence.words
    stop = first
    while stop < sentence.size and stop - place < LONGEST_PHRASE:
        word = words[stop]
        if word in (",", ";", QUOTE):
            break
        if word == "." and not sentence.grammar.is_abbreviation(words[stop - 1]):
            break
        stop += 1
    return stop


def _read_noun(sentence: Sentence, noun: int, cue: Cue) -> Statement | None:
    source = possessor(sentence, noun)
    if source is None or noun + 2 >= sentence.size:
        return None
    kind = complement(sentence, noun + 1, cue)
    if kind is None or kind in ("object", "participle"):
        return None
    if kind == "clause" and sentence.words[noun + 1] not in sentence.grammar.declaratives:
        return None
    if is_weak(sentence, noun, cue.lemma, f"noun {kind}"):
        return None
    content = [(noun + 1, clause_end(sentence, noun + 1))]
    return _statement(sentence, content, source, (noun, noun + 1), "cue-noun")


def _read_adjective(sentence: Sentence, adjective: int, cue: Cue, said: Said) -> Statement | None:
    if adjective + 2 >= sentence.size or adjective == 0:
        return None
    verb = before_adverbs(sentence, adjective - 1)
    if verb < 0 or sentence.words[verb] not in sentence.grammar.helpers:
        return None
    kind = complement(sentence, adjective + 1, cue)
    if kind is None or kind in ("object", "participle"):
        return None
    source = subject(sentence, verb, said)
    if source is None or is_weak(sentence, adjective, cue.lemma, f"adjective {kind}"):
        return None
    content = [(adjective + 1, clause_end(sentence, adjective + 1))]
    return _statement(sentence, content, source, (adjective, adjective + 1), "cue-adjective")


def _statement(
    sentence: Sentence, content: list[Range], source: Range | None, cue: Range, rule: str
) -> Statement:
    pieces = [sentence.span(piece) for piece in content if piece[0] < piece[1]]
    return Statement(
        tuple(pieces),
        None if source is None else sentence.span(source),
        sentence.span(cue),
        rule,
    )
