"""Who says what by word lists and word order alone: no model, tens of times faster than a parse."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from toolkit.annotate.attribution.cues import Span, Statement, dateline_end
from toolkit.annotate.attribution.rules.complements import Complements
from toolkit.annotate.attribution.rules.phrases import LONGEST_PHRASE, Range
from toolkit.annotate.attribution.rules.tokens import QUOTE, begins_sentence, lowered_of, tokens_of
from toolkit.languages.cues import Cue
from toolkit.languages.language import Language
from toolkit.text.quotes import Quote

_LONGEST_TITLE = 40  # characters of a quoted title: on “Norland Today,”
_LONGEST_SENTENCE = 400  # tokens
_ENDS_SOURCE = frozenset([",", ";", ":", QUOTE, "—", "–", "―", "("])


def find_statements(text: str, quotes: list[Quote], language: Language) -> list[Statement]:
    """Return what the cues of `text` govern, by word order; statements may overlap.

    Notes
    -----
    *Limits.* English news style is assumed: the speaker stands next to the reporting verb, or
    shares it with another verb of the sentence. Verbs are told from nouns by lists and by the
    words beside them, which errs ("other public promises"). What is reported runs to the end of
    its sentence unless a dash, a fronted clause or another cue cuts it short.
    """
    found: list[Statement] = []
    lowered = lowered_of(text)
    at = start = 0
    for line in text.split("\n"):
        stop = start + len(line)
        first = at
        while at < len(quotes) and quotes[at].start < stop:
            at += 1
        if line and not line.isspace():
            begin = start + dateline_end(line)
            tokens = tokens_of(lowered, (begin, stop), quotes[first:at], language)
            for sentence in _sentences(text, tokens, language):
                found += sentence.statements()
        start = stop + 1
    return found


def _sentences(
    text: str, tokens: list[tuple[str, Span]], language: Language
) -> Iterator[_Sentence]:
    """Cut the tokens of a line into sentences, and yield those with a cue."""
    triggers = _triggers(language)
    first = 0
    last = len(tokens)
    for i in range(1, last + 1):
        goes_on = i < last and i - first < _LONGEST_SENTENCE
        if goes_on and not begins_sentence(text, tokens, i, language):
            continue
        words = [word for word, _ in tokens[first:i]]
        if not triggers.isdisjoint(words):
            yield _Sentence(text, words, [span for _, span in tokens[first:i]], language)
        first = i


@cache
def _triggers(language: Language) -> frozenset[str]:
    cues = language.cues
    forms = [*cues.verbs, *cues.nouns, *cues.adjectives, *cues.raising, *cues.raised]
    return frozenset([*forms, *(phrase[0] for phrase in cues.according)])


class _Sentence(Complements):
    """One sentence: its cues, and what each of them governs."""

    def statements(self) -> list[Statement]:
        found = []
        triggers = _triggers(self.language)
        for i, word in enumerate(self.words):
            if word not in triggers:
                continue
            statement = self._at(i, word)
            if statement is not None:
                found.append(statement)
        return found

    def _at(self, i: int, word: str) -> Statement | None:
        cues = self.cues
        may_report = word in cues.verbs or word in cues.raised or word in cues.raising
        if may_report and self._is_verb(i):
            return self._verb(i)
        if word in self.according:
            return self._according(i)
        if word in cues.nouns:
            return self._noun(i, cues.nouns[word])
        if word in cues.adjectives:
            return self._adjective(i, cues.adjectives[word])
        return None

    # -- verbs -----------------------------------------------------------------------------

    def _is_verb(self, i: int) -> bool:
        """Tell a verb from a noun or adjective of the same form, by the words beside it."""
        if i == 0:
            return self.words[0].endswith(self.grammar.gerund_endings)
        grammar, gerund = self.grammar, self.grammar.gerund_endings
        k = i - 1
        before = self.words[k]
        word = self.words[i]
        if self.is_name(i) and not self._is_headline():
            return False  # "the United States"
        ends_in_s = word.endswith(grammar.third_person_endings)
        if before in grammar.genitives and (self._is_base_form(word) or ends_in_s):
            return False
        if before in grammar.quantities and ends_in_s and not self._is_base_form(word):
            return before in grammar.singular_quantities
        if before in self.pronouns or before in self.auxiliaries or before in grammar.infinitives:
            return True
        if before in self.determiners:
            return False
        if before in grammar.noun_prepositions:
            return word.endswith(gerund) and before in grammar.gerund_prepositions
        return self._is_verb_form(i)

    def _is_verb_form(self, i: int) -> bool:
        """Tell a verb by its form, where the word before tells nothing."""
        grammar, before, word = self.grammar, self.words[i - 1], self.words[i]
        if word.endswith((*grammar.past_endings, *grammar.gerund_endings)):
            return True
        if word in grammar.sure_forms:
            return True
        if before in self.prepositions:
            return False
        is_noun = word in self.verbs.nouns
        if self._is_base_form(word):
            if is_noun:
                return (
                    before.endswith(grammar.plural_endings) or before in self.adverbs
                ) and self.begins_complement(i + 1)
            return before[0].isalpha() or before in (",", ")", "—")
        if word.endswith(grammar.third_person_endings) and (is_noun or not self.is_name(i - 1)):
            return not before.endswith(grammar.plural_endings) and self.begins_complement(i + 1)
        return True

    def _is_headline(self) -> bool:
        """Tell whether most words of the sentence begin with a capital."""
        words = [k for k, word in enumerate(self.words) if word[0].isalpha()]
        return 2 * sum(self.is_name(k) for k in words) > len(words)

    def _is_base_form(self, word: str) -> bool:
        cue = self.cues.verbs.get(word)
        return cue is not None and cue.lemma == word

    def _verb(self, i: int) -> Statement | None:
        word = self.words[i]
        passive = self._is_passive(i)
        raising = word in self.cues.raising or (passive and word in self.cues.raised)
        if raising:
            return self._raising(i)
        cue = self.cues.verbs.get(word)
        if cue is None:
            return None
        inverted = self._inverted_source(i, cue)
        source = inverted or (self.agent(i) if passive else self.subject(i))
        reported = None
        if not inverted and not self._follows_quote(source):
            reported = self.content_after(i + 1, cue)
        if reported is None and source is not None and not inverted:
            reported = self.content_beyond(i, source, cue)
        if reported is None and not self._is_nonfinite(i):
            reported = self.content_left(i, source, inverted is not None, cue)
        if source is None or (self._is_nonfinite(i) and self._is_expletive(source)):
            return None
        if reported is None and "clause" not in cue.takes:
            return None
        if reported is not None and self.is_weak(i, cue.lemma, reported.kind):
            return None
        content = [] if reported is None else reported.pieces
        beyond = reported is not None and reported.kind == "beyond"
        if not inverted and not beyond and self.is_subordinate(i, source):
            content = [(first, self.next_comma(first, stop)) for first, stop in content]
        if i >= self.reported_until:
            self.last_source = source
            self.last_cue = i
            self.reported_until = max((stop for start, stop in content if start > i), default=0)
        return self._build(content, source, (i, i + 1), "cue-verb")

    def is_weak(self, i: int, lemma: str, kind: str) -> bool:
        """Tell whether the cue at token `i` mostly reports nothing where it stands so."""
        return lemma in self.cues.weak.get(f"{self._use(i)} {kind}", ())

    def _use(self, i: int) -> str:
        if self.words[i].endswith(self.grammar.gerund_endings):
            return "participle"
        is_infinitive = i and self.words[i - 1] in self.grammar.infinitives
        return "infinitive" if is_infinitive else "finite"

    def _is_nonfinite(self, i: int) -> bool:
        return (
            self.words[i].endswith(self.grammar.gerund_endings)
            or self.words[i - 1] in self.grammar.infinitives
        )

    def _is_expletive(self, source: Range) -> bool:
        """Tell the subject of "it is hard to say" from one that may speak."""
        return self.words[source[1] - 1] in self.grammar.expletives

    def _follows_quote(self, source: Range | None) -> bool:
        if source is None or source[0] == 0 or self.words[source[0] - 1] is not QUOTE:
            return False
        start, end = self.spans[source[0] - 1]
        within = source[0] > 1 and self.words[source[0] - 2][0].isalpha()
        return not (within and end - start <= _LONGEST_TITLE)

    def _is_passive(self, i: int) -> bool:
        if self.words[i].endswith(self.grammar.gerund_endings):
            return False
        k = self.before_adverbs(i - 1)
        return k >= 0 and self.words[k] in self.being

    def _raising(self, i: int) -> Statement | None:
        if i + 1 >= self.size or self.words[i + 1] not in self.grammar.infinitives:
            return None
        if self.is_weak(i, self.words[i], "raising"):
            return None
        source = self.subject(i)
        content = [(i + 1, self.clause_end(i + 1))]
        if source is not None:
            content.insert(0, source)
        return self._build(content, None, (i, i + 1), "raising")

    def _inverted_source(self, i: int, cue: Cue) -> Range | None:
        """Return the source after its verb: “…,” said Jane Roe."""
        if "clause" not in cue.takes or i == 0 or i + 1 >= self.size:
            return None
        before, after = self.words[i - 1], self.words[i + 1]
        if before is not QUOTE and before != ",":
            return None
        if after in self.openers or after in self.days:
            return None
        if self.words[i].endswith(self.grammar.gerund_endings):
            return None
        if before == "," and not self._may_invert(i):
            return None
        if not self.is_noun_like(i + 1):
            return None
        return (i + 1, self._source_end(i + 1))

    def _may_invert(self, i: int) -> bool:
        """Tell "It rained, said the mayor" from "Roe, the mayor, said the rain had stopped"."""
        after = self.words[i + 1]
        if self.apposed(i - 1) is not None:
            return False
        if self.is_name(i + 1) or after in self.determiners:
            return True
        if self.words[i] not in self.grammar.inverting_forms:
            return False
        return after.isalpha() and not self.is_adverb(i + 1)

    def _source_end(self, start: int) -> int:
        stop = start
        while stop < self.size and stop - start < LONGEST_PHRASE:
            word = self.words[stop]
            if word in _ENDS_SOURCE or word in self.grammar.ends_source:
                break
            if word == "." and not self.grammar.is_abbreviation(self.words[stop - 1]):
                break
            stop += 1
        return max(stop, start + 1)

    # -- other cues ------------------------------------------------------------------------

    def _according(self, i: int) -> Statement | None:
        phrase = self.according[self.words[i]]
        first = i + len(phrase)
        if first >= self.size or tuple(self.words[i:first]) != phrase:
            return None
        stop = first
        while stop < self.size and stop - i < LONGEST_PHRASE:
            word = self.words[stop]
            if word in (",", ";", QUOTE) or (
                word == "." and not self.grammar.is_abbreviation(self.words[stop - 1])
            ):
                break
            stop += 1
        if stop == first:
            return None  # nobody is named
        source = (first, stop)
        content = []
        if i > 1:
            content.append((0, i))
            rest = self.resumes(stop, True, self._may_stand_alone(i))
            if rest is not None:
                content.append(rest)
        elif stop + 1 < self.size:
            content.append((stop + 1, self.size))
        return self._build(content, source, (i, first), "according-to") if content else None

    def _noun(self, i: int, cue: Cue) -> Statement | None:
        if i + 2 >= self.size:
            return None
        kind = self.complement(i + 1, cue)
        if kind is None or kind in ("object", "participle"):
            return None
        if kind == "clause" and self.words[i + 1] not in self.grammar.declaratives:
            return None
        source = self.possessor(i)
        if source is None or self.is_weak(i, cue.lemma, f"noun {kind}"):
            return None
        return self._build([(i + 1, self.clause_end(i + 1))], source, (i, i + 1), "cue-noun")

    def _adjective(self, i: int, cue: Cue) -> Statement | None:
        if i + 2 >= self.size or i == 0:
            return None
        k = self.before_adverbs(i - 1)
        if k < 0 or self.words[k] not in self.auxiliaries:
            return None
        kind = self.complement(i + 1, cue)
        if kind is None or kind in ("object", "participle"):
            return None
        source = self.subject(k)
        if source is None or self.is_weak(i, cue.lemma, f"adjective {kind}"):
            return None
        content = [(i + 1, self.clause_end(i + 1))]
        return self._build(content, source, (i, i + 1), "cue-adjective")

    # -- spans -----------------------------------------------------------------------------

    def _build(
        self,
        content: list[Range],
        source: Range | None,
        cue: Range,
        rule: str,
    ) -> Statement:
        return Statement(
            tuple(self._span(*piece) for piece in content if piece[0] < piece[1]),
            None if source is None else self._span(*source),
            self._span(*cue),
            rule,
        )

    def _span(self, first: int, stop: int) -> Span:
        return self.spans[first][0], self.spans[stop - 1][1]
