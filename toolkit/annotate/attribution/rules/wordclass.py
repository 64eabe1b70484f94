"""What a word is in its place: a finite verb, a participle, a name; by lists and neighbours."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from toolkit.annotate.attribution.cues import Span
from toolkit.annotate.attribution.rules.tokens import QUOTE
from toolkit.languages.language import Language


class _Forms(NamedTuple):
    present: frozenset[str]
    third_person: frozenset[str]


@cache
def _forms(language: Language) -> _Forms:
    """Return base forms of verbs and those after "he", the reporting ones among them."""
    cues, grammar = language.cues.verbs, language.grammar
    third_person = {
        form
        for form in cues
        if form.endswith(grammar.third_person_endings)
        and not form.endswith(grammar.not_third_person_endings)
    }
    return _Forms(
        language.verbs.present | {cue.lemma for cue in cues.values()},
        language.verbs.third_person | third_person,
    )


class WordClasses:
    """One sentence: lower-case words, where they stand in the text, and what they are.

    Parameters
    ----------
    text
        The whole text.
    words
        The words and marks of the sentence, in lower case; a quotation is one token, `QUOTE`.
    spans
        Where they stand in the text.
    language
        The language of the text.
    """

    def __init__(self, text: str, words: list[str], spans: list[Span], language: Language):
        self.text = text
        self.words = words
        self.spans = spans
        self.size = len(words)
        self._finite: dict[int, bool] = {}  # asked for again and again
        self.language = language
        self.cues = language.cues
        self.verbs = language.verbs
        self.according = {phrase[0]: phrase for phrase in language.cues.according}
        self.grammar = grammar = language.grammar
        self.pronouns = grammar.pronouns
        self.determiners = grammar.determiners
        self.auxiliaries = grammar.helpers
        self.being = grammar.being
        self.adverbs = grammar.adverbials
        self.days = grammar.days
        self.prepositions = grammar.prepositions
        self.subordinators = grammar.subordinators
        self.openers = grammar.openers
        self.addressing = grammar.addressing

    def is_name(self, k: int) -> bool:
        """Tell whether token `k` begins with a capital."""
        return 0 <= k < self.size and self.text[self.spans[k][0]].isupper()

    def is_adverb(self, k: int) -> bool:
        """Tell whether token `k` is an adverb or a day, which may stand between other words."""
        word = self.words[k]
        if word in self.adverbs:
            return True
        return word.endswith(self.grammar.adverb_endings) and not self.is_name(k)

    def is_noun_like(self, k: int) -> bool:
        """Tell whether token `k` may begin or be a noun phrase."""
        word = self.words[k]
        if self.is_name(k) or word in self.determiners or word in self.pronouns:
            return True
        return word.isalpha() and word not in self.prepositions and word not in self.subordinators

    def before_adverbs(self, k: int) -> int:
        """Return the place of the last word up to `k` that is no adverb; -1 if there is none."""
        while k >= 0 and self.is_adverb(k):
            k -= 1
        return k

    def begins_complement(self, k: int) -> bool:
        """Tell whether token `k` may follow a verb in the present: "shows that", "wants to"."""
        if k >= self.size:
            return False
        word = self.words[k]
        if word is QUOTE or word in (",", ":") or word in self.grammar.infinitives:
            return True
        if self.is_name(k):
            return True
        return word in self.openers or word in self.determiners or word in self.pronouns

    def is_finite(self, k: int) -> bool:
        """Tell whether token `k` is the finite verb of a clause."""
        known = self._finite.get(k)
        if known is None:
            known = self._finite[k] = self._reads_as_finite(k)
        return known

    def _reads_as_finite(self, k: int) -> bool:
        word, grammar = self.words[k], self.grammar
        finite = grammar.finite_auxiliaries
        if word in finite or word in grammar.negated_auxiliaries:
            before = self.before_adverbs(k - 1)
            return before < 0 or not (
                self.words[before] in finite or self.words[before] in grammar.infinitives
            )
        if word in grammar.genitives:
            return self._is_contracted(k)
        past = word in self.verbs.past
        if "-" in word:
            return False  # "self-described"
        if past or word in self.verbs.past_or_participle or word.endswith(grammar.past_endings):
            return self._is_past(k, past)
        if k and self._agrees(k):
            return True
        forms = _forms(self.language)
        if word in forms.third_person:
            return self._is_third_person(k)
        return word in forms.present and self._is_plural_verb(k)

    def _agrees(self, k: int) -> bool:
        """Tell any verb in the present that follows a pronoun: "he runs", "they run"."""
        word, before, grammar = self.words[k], self.words[k - 1], self.grammar
        if before in grammar.third_persons:
            return word.endswith(grammar.third_person_endings) and not word.endswith(
                grammar.not_third_person_endings
            )
        if before not in grammar.other_persons or not word.isalpha():
            return False
        if word.endswith(grammar.gerund_endings):
            return False
        return not (self.is_adverb(k) or word in self.subordinators or word in self.prepositions)

    def _is_contracted(self, k: int) -> bool:
        """Tell "it's" from "Norland's"."""
        if k and self.words[k - 1] in self.grammar.contracts_after:
            return True
        after = self.words[k + 1] if k + 1 < self.size else ""
        return after in self.grammar.contracts_before

    def _is_past(self, k: int, certain: bool) -> bool:
        before = self.before_adverbs(k - 1)
        if before < 0:
            return False
        word, grammar = self.words[before], self.grammar
        if word in grammar.finite_auxiliaries or word in self.auxiliaries:
            return False
        if word in grammar.clause_subjects:
            return True
        if word in self.determiners or word in self.prepositions:
            return False
        if certain or word in grammar.joins_clauses:
            return True
        if word is QUOTE or not (word[0].isalnum() or word in (")", ".")):
            return False
        after = self.words[k + 1] if k + 1 < self.size else ""
        if after in grammar.agents:
            return False
        return self.is_name(before) or after not in self.prepositions

    def _is_third_person(self, k: int) -> bool:
        before = self.before_adverbs(k - 1)
        if before < 0:
            return False
        word = self.words[before]
        if word in self.grammar.clause_subjects:
            return True
        if word in self.determiners or word in self.prepositions or word in self.auxiliaries:
            return False
        if word.endswith(self.grammar.plural_endings) and not self.is_name(before):
            return False
        return not self.is_name(k) and word[0].isalnum() and self.begins_complement(k + 1)

    def _is_plural_verb(self, k: int) -> bool:
        before = self.before_adverbs(k - 1)
        if before < 0:
            return False
        word = self.words[before]
        if word in self.grammar.plural_subjects:
            return True
        if not word.endswith(self.grammar.plural_endings):
            return False
        if word in self.auxiliaries or word in self.determiners:
            return False
        return not self.is_name(k) and self.begins_complement(k + 1)
