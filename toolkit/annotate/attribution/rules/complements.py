"""What follows a reporting word: whether it is reported, and where it ends."""

from __future__ import annotations

from typing import NamedTuple

from toolkit.annotate.attribution.rules.phrases import Range
from toolkit.annotate.attribution.rules.subjects import Subjects
from toolkit.annotate.attribution.rules.tokens import QUOTE
from toolkit.languages.cues import Cue

_DASHES = frozenset({"—", "–", "―", "-", "--", "---"})
_QUOTED_WORDS = 60  # characters: a longer quotation holds a sentence
_CLAUSE_REACH = 20  # tokens in which a clause has its verb
_CIRCUMSTANCES = 20  # tokens between a cue and what it reports


class Reported(NamedTuple):
    """What a cue reports: its complement's name, and its pieces."""

    kind: str
    pieces: list[Range]


class Complements(Subjects):
    """What the cues of one sentence report."""

    def content_after(self, k: int, cue: Cue) -> Reported | None:
        """Return what is reported after the cue that ends at `k`, or None if nothing is."""
        k = self._skip_circumstances(k, cue)
        if k >= self.size:
            return None
        word = self.words[k]
        if word is QUOTE:
            return self._quoted_content(k)
        kind = self.complement(k, cue)
        if kind is None:
            return None
        if word == ":":
            k += 1
            if k == self.size or self.words[k] is QUOTE:
                return None
        return Reported(kind, [(k, self.clause_end(k))])

    def content_beyond(self, i: int, source: Range, cue: Cue) -> Reported | None:
        """Return the main clause around "as he said": "As he said, X" and "X, as he said, Y"."""
        start = source[0] - 1
        if "clause" not in cue.takes or start < 0:
            return None
        if self.words[start] not in self.grammar.comments:
            return None
        k = self._skip_circumstances(i + 1, Cue("", frozenset()))
        if k + 2 >= self.size or self.words[k] != ",":
            return None
        pieces = [(k + 1, self.clause_end(k + 1))]
        if start > 1 and self.words[start - 1] == ",":
            pieces.insert(0, (0, start - 1))
        return Reported("beyond", pieces)

    def content_left(
        self, i: int, source: Range | None, inverted: bool, cue: Cue
    ) -> Reported | None:
        """Return what is reported before the cue: "X, he said", and what goes on after it."""
        if "clause" not in cue.takes or source is None:
            return None
        stop = i if inverted else source[0]
        if stop == 0 or stop > i:
            return None
        comma = stop - 1
        if self.words[comma] not in (",", "—", "–") and self.words[comma] is not QUOTE:
            return None
        pieces = [(0, stop)]
        after = source[1] if inverted else i + 1
        alone = self._may_stand_alone(stop)
        rest = self.resumes(after, inverted, alone)
        if rest is None and not inverted and not self.has_finite(0, stop):
            return None  # "In spring, he wrote a book"
        if rest is not None:
            pieces.append(rest)
        return Reported("before", pieces)

    def complement(self, k: int, cue: Cue) -> str | None:
        """Name the complement that begins at token `k`, if the cue takes it."""
        word, takes = self.words[k], cue.takes
        if word in self.openers or word == ":":
            return "clause" if "clause" in takes else None
        is_infinitive = word in self.grammar.infinitives and "infinitive" in takes
        if is_infinitive and self._is_base_verb(k + 1):
            return "infinitive"
        if word in self.prepositions:
            return word if word in takes else None
        if not (word[0].isalnum() or word[0] in "$'"):
            return None
        if "object" in takes:
            return "object"
        if word.endswith(self.grammar.gerund_endings):
            return "participle" if "participle" in takes else None
        if "clause" in takes and word not in self.subordinators and self._has_verb(k, cue):
            return "clause"
        return "object" if "infinitive" in takes and self._has_infinitive(k) else None

    def clause_end(self, k: int) -> int:
        """Return where what is reported from token `k` on ends."""
        start = k
        infinitive = self.words[k] in self.grammar.infinitives
        dashes = [i for i in range(k + 1, self.size) if self.words[i] in _DASHES]
        dash = dashes[0] if len(dashes) == 1 else self.size  # a pair encloses
        while k < self.size:
            word = self.words[k]
            if k == dash:
                return k
            if (
                word == ","
                and start < k < self.size - 1
                and (
                    self._cuts(k + 1)
                    or (infinitive and self.words[k + 1] in self.grammar.leaves_infinitive)
                )
            ):
                return k
            k += 1
        return self.size

    def is_subordinate(self, i: int, source: Range) -> bool:
        """Tell whether a comma ends the clause of the cue at `i`: "When X said Y, ..."."""
        first, stop = source
        before = self.words[first - 1] if first else ""
        return (
            first > i
            or self.words[stop - 1] in self.grammar.personal_relatives
            or self.words[first] in self.grammar.fronting
            or before in self.grammar.fronting
            or before in self.grammar.relative_pronouns
        )

    def next_comma(self, first: int, stop: int) -> int:
        """Return where the first comma of a piece is, or its end."""
        for k in range(first + 1, stop):
            if self.words[k] == ",":
                return k
        return stop

    def _quoted_content(self, k: int) -> Reported | None:
        start, end = self.spans[k]
        inner = self.text[start:end].rstrip("\"'”’»")
        if inner.endswith((".", "!", "?", ",")) or end - start > _QUOTED_WORDS:
            return None  # a quoted sentence: settle() gives it to the cue beside it
        return Reported("quoted", [(k, self.clause_end(k))])

    def _is_base_verb(self, k: int) -> bool:
        return k < self.size and self.words[k].isalpha() and not self.is_name(k)

    def _has_verb(self, k: int, cue: Cue) -> bool:
        """Tell whether a clause begins at token `k`: "thinks the rain will stop"."""
        if cue.lemma in self.grammar.bare_clauses:
            return self.size - k > 2
        for i in range(k + 1, min(k + _CLAUSE_REACH, self.size)):
            if self.words[i] in (",", ";", ":", QUOTE):
                return False
            if self.is_finite(i):
                return True
        return False

    def _has_infinitive(self, k: int) -> bool:
        infinitives = self.grammar.infinitives
        return any(self.words[i] in infinitives for i in range(k, min(k + 7, self.size)))

    # -- between the cue and its complement ------------------------------------------------

    def _skip_circumstances(self, k: int, cue: Cue) -> int:
        """Skip "on Monday", "in a statement", "reporters" between a cue and what it reports."""
        limit = min(self.size, k + _CIRCUMSTANCES)
        times = self.grammar.times
        if k < limit and self._has_recipient(k, cue):
            k = self._recipient_end(k, limit)
        while k < limit:
            word = self.words[k]
            if self.is_adverb(k) or (word in times and self.words[k - 1] in self.days):
                k += 1
            elif (
                word in self.grammar.time_determiners
                and self.words[k + 1 : k + 2]
                and self.words[k + 1] in times
            ):
                k += 2
            elif word in self.prepositions and not self._leads_to_content(word, cue):
                k = self._recipient_end(k + 1, limit)
            elif word == "," and k + 1 < limit and self.words[k + 1] is QUOTE:
                k += 1
            elif word == "," and self._after_parenthesis(k):
                k = self._after_parenthesis(k)
            else:
                break
        return k

    def _after_parenthesis(self, k: int) -> int:
        """Return where "that" stands after "saying, in the end, that"; 0 if nowhere."""
        condition = k + 1 < self.size and self.words[k + 1] in self.grammar.conditions
        for i in range(k + 1, min(k + 12, self.size - 1)):
            if self.is_finite(i) and not condition:
                return 0
            if self.words[i] == ",":
                is_content = condition or self.words[i + 1] in self.grammar.complementizers
                return i + 1 if is_content else 0
        return 0

    def _has_recipient(self, k: int, cue: Cue) -> bool:
        word = self.words[k]
        is_content = word in self.openers or word in self.grammar.infinitives or word is QUOTE
        return cue.lemma in self.addressing and not is_content

    def _leads_to_content(self, word: str, cue: Cue) -> bool:
        return word in cue.takes or (word in self.grammar.infinitives and "infinitive" in cue.takes)

    def _recipient_end(self, k: int, limit: int) -> int:
        """Return where the noun phrase at `k` ends, stopping where a clause may begin."""
        start = k
        while k < limit:
            word = self.words[k]
            if k > start and (
                word in self.determiners or word in self.pronouns or self._starts_over(k)
            ):
                break
            if word in self.openers or word in self.prepositions or word in self.adverbs:
                break
            if not (word[0].isalnum() or word[0] in "'-&"):
                break
            k += 1
            if word in self.grammar.listeners:
                break
        return max(k, start + 1) if k == start and start < limit else k

    def _starts_over(self, k: int) -> bool:
        """Tell a capital letter after a common noun, where a new phrase begins."""
        return self.is_name(k) and not self.is_name(k - 1)

    # -- the end ---------------------------------------------------------------------------

    def _cuts(self, k: int) -> bool:
        """Tell whether another statement begins after a comma."""
        word = self.words[k]
        if word in self.according:
            return True
        if word in self.cues.verbs and word.endswith(self.grammar.gerund_endings):
            return True
        if word in self.grammar.joins_reports:
            for i in range(k + 1, min(k + 8, self.size)):
                if self.is_finite(i) and self.words[i] not in self.auxiliaries:
                    return self.words[i] in self.cues.verbs
            return False
        return any(
            self.words[i] in self.grammar.interrupting_forms
            for i in range(k, min(k + 5, self.size))
        )

    def _may_stand_alone(self, stop: int) -> bool:
        """Tell whether what stands before token `stop` is a sentence, and not its beginning."""
        if self.words[0] in self.grammar.fronting:
            return any(self.words[k] is QUOTE for k in range(stop))
        return self.has_finite(0, stop)

    def has_finite(self, start: int, stop: int) -> bool:
        """Tell whether a piece has a finite verb or holds a quotation."""
        return any(self.words[k] is QUOTE or self.is_finite(k) for k in range(start, stop))

    def resumes(self, k: int, inverted: bool, ended: bool) -> Range | None:
        """Return the rest of a sentence that a cue interrupted: "X, he said, Y"."""
        k = self._skip_circumstances(k, Cue("", frozenset()))
        if k + 2 >= self.size or self.words[k] != ",":
            return None
        word = self.words[k + 1]
        if word.endswith(self.grammar.gerund_endings) or word.isdigit():
            return None
        if word in self.grammar.personal_relatives:
            return None
        if word is QUOTE or word in self.cues.verbs:
            return None
        if ended and (
            word not in self.grammar.goes_on if inverted else word in self.grammar.leaves
        ):
            return None
        return (k + 1, self.clause_end(k + 1))
