"""Noun phrases by word order alone: where a phrase begins and where it ends."""

from __future__ import annotations

from toolkit.annotate.attribution.rules.tokens import QUOTE
from toolkit.annotate.attribution.rules.wordclass import WordClasses

Range = tuple[int, int]  # of token numbers, half-open

LONGEST_PHRASE = 25  # tokens
_LONGEST_BRACKET = 12  # tokens


class Phrases(WordClasses):
    """The noun phrases of one sentence."""

    def phrase_before(self, stop: int) -> Range | None:
        """Return the noun phrase that ends before token `stop`."""
        k = stop - 1
        start = stop
        while k >= 0 and stop - k < LONGEST_PHRASE:
            if self.words[k] == ")":
                k = self._opening_bracket(k) - 1
                continue
            if not self._in_phrase(k):
                break
            start = k
            k -= 1
        if start < stop and self.words[start] in self.grammar.joins_names:
            start += 1
        while start < stop and (
            self.words[start] in self.prepositions or self.words[start] in self.adverbs
        ):
            start = self._skip_leading(start, stop)
        return (start, stop) if start < stop else None

    def _opening_bracket(self, k: int) -> int:
        for start in range(k - 1, max(-1, k - _LONGEST_BRACKET), -1):
            if self.words[start] == "(":
                return start
        return k

    def _skip_leading(self, start: int, stop: int) -> int:
        """Skip a leading "on Monday" or "in a statement" before the phrase itself."""
        if self.words[start] in self.adverbs:
            return start + 1
        k = start + 1
        if k < stop and self.words[k] in self.adverbs:
            return k + 1
        names = k
        for k in range(stop - 1, start, -1):
            if not self.is_name(k):
                return min(k + 1, stop - 1)
            names = k
        return names

    def _in_phrase(self, k: int) -> bool:
        word, grammar = self.words[k], self.grammar
        if word in self.prepositions:
            return word in grammar.phrase_prepositions or (
                k > 0 and self.words[k - 1] in grammar.articles
            )
        if word in grammar.joins_names:
            return self.is_name(k - 1) and self.is_name(k + 1) if k else False
        if word == ".":
            return k > 0 and grammar.is_abbreviation(self.words[k - 1])
        if word in grammar.genitives:
            return not self.is_finite(k)
        if word in self.subordinators or word in self.auxiliaries or word is QUOTE:
            return False
        if word in self.openers and word not in self.determiners:
            return False
        if word in self.pronouns and word not in self.determiners:
            return word in grammar.head_pronouns and not self.is_finite(k)
        if not (word[0].isalnum() or word[0] in "'-$%&/"):
            return False
        return not self.is_finite(k)

    def first_phrase(self, before: int) -> Range | None:
        """Return the noun phrase that opens the sentence, as the likely subject."""
        start = 0
        while start < before and not (
            self.is_name(start) or self.words[start] in self.determiners | self.pronouns
        ):
            start += 1
        if start >= before:
            return None
        if self.words[start] in self.pronouns:
            return (start, start + 1)
        return (start, min(self.phrase_end(start), before))

    def phrase_end(self, start: int) -> int:
        """Return where the noun phrase that begins at token `start` ends."""
        k = start
        while k < self.size and k - start < 12:
            word = self.words[k]
            if k > start and (
                word in self.subordinators
                or word in self.auxiliaries
                or (word in self.prepositions and word not in self.grammar.genitive_prepositions)
                or (word in self.cues.verbs and not self.is_name(k))
                or self.is_finite(k)
                or not (word[0].isalnum() or word[0] in "'-.&")
            ):
                break
            if word == "." and not self.grammar.is_abbreviation(self.words[k - 1]):
                break
            k += 1
        return max(k, start + 1)

    def possessor(self, i: int) -> Range | None:
        """Return whose the noun at token `i` is: "Jane Roe's plan", "his plan"."""
        for k in range(i - 1, max(-1, i - 4), -1):
            word = self.words[k]
            if word in self.grammar.genitives:
                return self.phrase_before(k + 1)
            if word in self.grammar.possessives:
                return (k, k + 1)
        return None
