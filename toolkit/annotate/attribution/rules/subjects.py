"""The subject of a verb by word order alone."""

from __future__ import annotations

from toolkit.annotate.attribution.cues import Span
from toolkit.annotate.attribution.rules.phrases import LONGEST_PHRASE, Phrases, Range
from toolkit.annotate.attribution.rules.tokens import QUOTE
from toolkit.languages.language import Language

_DASHES = frozenset({"—", "–", "―", "-", "--", "---"})
_REACH = 60  # tokens between a verb and another one that shares its subject


class Subjects(Phrases):
    """The subjects of the verbs of one sentence."""

    def __init__(self, text: str, words: list[str], spans: list[Span], language: Language):
        super().__init__(text, words, spans, language)
        self.last_source: Range | None = None
        self.last_cue = -1
        self._apposed: dict[int, Range | None] = {}
        self.reported_until = 0  # where the content of the last cue ends

    def subject(self, i: int, depth: int = 0) -> Range | None:
        """Return the subject of the verb at token `i`."""
        k = i - 1
        while k >= 0 and self._is_filler(k):
            k -= 1
        if k < 0:
            return self._subject_after(i)
        word = self.words[k]
        if word is QUOTE:
            return None
        is_gerund = self.words[i].endswith(self.grammar.gerund_endings) and k == i - 1
        if is_gerund and word.isalpha() and not self.is_name(k):
            return self._shared(k, depth) or self.phrase_before(k + 1)
        if word == "," or word in _DASHES:
            apposed = None if is_gerund else self.apposed(k)
            return apposed or self._shared(k, depth)
        if word in self.grammar.joins_verbs or word in self.prepositions:
            return self._shared(k, depth)
        if word in self.grammar.relatives:
            head = k - 1 if k and self.words[k - 1] == "," else k
            phrase = self.phrase_before(head)
            return (phrase[0], k + 1) if phrase else (k, k + 1)
        if word in self.pronouns and word not in self.determiners:
            return (k, k + 1)
        return self._joined(self._phrase_up_to(self._before_time(k)))

    def _joined(self, phrase: Range | None) -> Range | None:
        """Widen a phrase by the one it is joined to: "he and Roe", ", members and leaders"."""
        if (
            phrase is None
            or phrase[0] < 2
            or (self.words[phrase[0] - 1] not in self.grammar.joins_names)
        ):
            return phrase
        k = phrase[0] - 2
        if self.words[k] in self.pronouns:
            return (k, phrase[1])
        first = self.phrase_before(k + 1)
        if first is None:
            return phrase
        opens = (
            first[0] == 0 or self.words[first[0] - 1] == "," or self.words[first[0] - 1] is QUOTE
        )
        return (first[0], phrase[1]) if opens else phrase

    def _is_filler(self, k: int) -> bool:
        """Tell what may stand between a subject and its verb: "has", "never", "on Monday"."""
        word = self.words[k]
        if word in self.grammar.day_prepositions:
            return self.words[k + 1] in self.days
        return word in self.auxiliaries or self.is_adverb(k)

    def _before_time(self, k: int) -> int:
        """Return the place of the last word before "this week", if `k` ends such a phrase."""
        while k > 1:
            word, before = self.words[k], self.words[k - 1]
            if (word in self.grammar.times and before in self.grammar.time_determiners) or (
                word in self.days and before in self.grammar.day_prepositions
            ):
                k -= 2
            else:
                break
        return self.before_adverbs(k)

    def _phrase_up_to(self, k: int) -> Range | None:
        """Return the phrase that ends with token `k`, or the one that a short clause qualifies."""
        if k > 1 and self.is_finite(k):  # "the scholars I met said"
            inner = self.subject(k, 4)
            if inner is not None and inner[0] and self.words[inner[0] - 1][0].isalnum():
                outer = self.phrase_before(inner[0])
                return (outer[0], k + 1) if outer else inner
            return inner
        return self.phrase_before(k + 1)

    def agent(self, i: int) -> Range | None:
        """Return the noun phrase after "by", close to the passive verb at token `i`."""
        for k in range(i + 1, min(i + 8, self.size)):
            if self.words[k] in self.grammar.agents:
                return (k + 1, self.phrase_end(k + 1))
            if self.words[k] in (",", ".", QUOTE):
                break
        return None

    def _subject_after(self, i: int) -> Range | None:
        """Return the subject after the participle that opens a sentence: "Citing X, she left"."""
        for k in range(i + 1, min(i + _REACH, self.size - 1)):
            if self.words[k] == ",":
                if self.words[k + 1] in self.pronouns:
                    return (k + 1, k + 2)
                if self.is_noun_like(k + 1):
                    return (k + 1, self.phrase_end(k + 1))
        return self.last_source

    def apposed(self, close: int) -> Range | None:
        """Return "Jane Roe, the mayor," if an apposition ends at the mark at `close`."""
        if close not in self._apposed:
            self._apposed[close] = self._find_apposed(close)
        return self._apposed[close]

    def _find_apposed(self, close: int) -> Range | None:
        best = None
        stop = close
        for k in range(close - 1, max(-1, close - 2 * LONGEST_PHRASE), -1):
            word = self.words[k]
            if word is QUOTE or word in (";", ":"):
                break
            if word != self.words[close]:
                continue
            if not self._may_be_apposition(k + 1, stop):
                break
            phrase = self.phrase_before(k)
            if phrase is not None and not self._is_circumstance(phrase):
                best = (phrase[0], close)
            stop = k
        return best

    def _may_be_apposition(self, start: int, stop: int) -> bool:
        if start >= stop:
            return False
        if self.words[start] in self.grammar.opens_apposition:
            return True
        if self.words[start].endswith(self.grammar.gerund_endings):
            return True
        for k in range(start, stop):
            if self.words[k] in self.grammar.relatives:
                return True
            if self.is_finite(k):
                return False
        return True

    def _is_circumstance(self, phrase: Range) -> bool:
        """Tell "On Monday" and "In Oslo" at the head of a sentence from a subject."""
        start = phrase[0]
        before = self.words[start - 1] if start else ""
        return before in self.prepositions or self.words[start] in self.adverbs

    def _shared(self, k: int, depth: int) -> Range | None:
        """Return the subject that a verb after a conjunction or comma at `k` shares."""
        verb = self._finite_before(k)
        if self.last_source is not None and not (
            verb is not None and verb > self.last_cue and self._is_coordinated(verb)
        ):
            return self.last_source
        word = self.words[k]
        if verb is None and word != "," and word not in self.grammar.coordinators:
            return self._subject_after(k) or self.first_phrase(k)
        if verb is None or depth > 4:
            return self.phrase_before(k) or self.first_phrase(k)
        return self.subject(verb, depth + 1) or self.first_phrase(k)

    def _is_past(self, k: int, certain: bool) -> bool:
        if k and self.words[k - 1] == "," and self.apposed(k - 1) is not None:
            return True  # "Jane Roe, the mayor, opened the fair"
        return super()._is_past(k, certain)

    def _finite_before(self, k: int) -> int | None:
        for i in range(k - 1, max(-1, k - _REACH), -1):
            if self.is_finite(i):
                return i
        return None

    def _is_coordinated(self, verb: int) -> bool:
        """Tell whether the verb's clause begins after a comma or a conjunction."""
        phrase = self.subject(verb, 4)
        if phrase is None or phrase[0] == 0:
            return False
        before = self.words[phrase[0] - 1]
        return before == "," or before in self.grammar.opens_clause
