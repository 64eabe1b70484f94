"""What a word is in its place: a finite verb, a participle, a name; by lists and neighbours."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from toolkit.annotate.attribution.cues import Span, load_cues
from toolkit.annotate.attribution.rules.tokens import QUOTE
from toolkit.text.word_lists import read_words

POSSESSIVES = frozenset({"'s", "his", "her", "their", "its", "my", "our", "your"})
_FINITE = frozenset(
    [
        "is",
        "are",
        "was",
        "were",
        "am",
        "has",
        "have",
        "had",
        "do",
        "does",
        "did",
        "will",
        "would",
        "can",
        "could",
        "may",
        "might",
        "shall",
        "should",
        "must",
        "'re",
        "'ve",
        "'d",
        "'ll",
        "'m",
    ]
)
_SUBJECTS = frozenset(
    ["he", "she", "they", "it", "we", "i", "you", "who", "which", "that", "there"]
)
_PLURALS = frozenset(["they", "we", "i", "you", "who", "which", "that", "people"])


class _Verbs(NamedTuple):
    past: frozenset[str]
    past_or_participle: frozenset[str]
    present: frozenset[str]
    third_person: frozenset[str]
    negated: frozenset[str]
    nouns: frozenset[str]


@cache
def _verbs() -> _Verbs:
    data = read_words(__file__, "verbs.yml")
    cues = load_cues().verbs
    bases = {*data["present"], *(cue.lemma for cue in cues.values())}
    third = {form for form in cues if form.endswith("s") and not form.endswith("ss")}
    for base in data["present"]:
        third.add(base + ("es" if base.endswith(("s", "ch", "sh", "o", "x")) else "s"))
        if base.endswith("ry"):
            third.add(base[:-1] + "ies")
    return _Verbs(
        frozenset(data["past"]),
        frozenset(data["past_or_participle"]),
        frozenset(bases),
        frozenset(third),
        frozenset(data["negated"]),
        frozenset(data["nouns"]),
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
    """

    def __init__(self, text: str, words: list[str], spans: list[Span]):
        self.text = text
        self.words = words
        self.spans = spans
        self.size = len(words)
        self._finite: dict[int, bool] = {}  # asked for again and again
        self.cues = load_cues()
        self.verbs = _verbs()
        grammar = self.cues.grammar
        self.pronouns = grammar["pronouns"]
        self.determiners = grammar["determiners"]
        self.auxiliaries = grammar["auxiliaries"] | self.verbs.negated
        self.being = grammar["being"]
        self.adverbs = grammar["adverbs"] | grammar["days"]
        self.days = grammar["days"]
        self.prepositions = grammar["prepositions"]
        self.subordinators = grammar["subordinators"]
        self.openers = grammar["openers"]
        self.addressing = grammar["addressing"]

    def is_name(self, k: int) -> bool:
        """Tell whether token `k` begins with a capital."""
        return 0 <= k < self.size and self.text[self.spans[k][0]].isupper()

    def is_adverb(self, k: int) -> bool:
        """Tell whether token `k` is an adverb or a day, which may stand between other words."""
        word = self.words[k]
        return word in self.adverbs or (word.endswith("ly") and not self.is_name(k))

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
        if word is QUOTE or word in ("to", ",", ":") or self.is_name(k):
            return True
        return word in self.openers or word in self.determiners or word in self.pronouns

    def is_finite(self, k: int) -> bool:
        """Tell whether token `k` is the finite verb of a clause."""
        known = self._finite.get(k)
        if known is None:
            known = self._finite[k] = self._reads_as_finite(k)
        return known

    def _reads_as_finite(self, k: int) -> bool:
        word = self.words[k]
        if word in _FINITE or word in self.verbs.negated:
            before = self.before_adverbs(k - 1)
            return before < 0 or self.words[before] not in _FINITE | {"to"}
        if word == "'s":
            return self._is_contracted(k)
        past = word in self.verbs.past
        if "-" in word:
            return False  # "self-described"
        if past or word in self.verbs.past_or_participle or word.endswith("ed"):
            return self._is_past(k, past)
        if k and self._agrees(k):
            return True
        if word in self.verbs.third_person:
            return self._is_third_person(k)
        return word in self.verbs.present and self._is_plural_verb(k)

    def _agrees(self, k: int) -> bool:
        """Tell any verb in the present that follows a pronoun: "he runs", "they run"."""
        word, before = self.words[k], self.words[k - 1]
        if before in ("he", "she", "it"):
            return word.endswith("s") and not word.endswith("ss")
        if before not in ("they", "we", "i") or not word.isalpha() or word.endswith("ing"):
            return False
        return not (self.is_adverb(k) or word in self.subordinators or word in self.prepositions)

    def _is_contracted(self, k: int) -> bool:
        """Tell "it's" from "Norland's"."""
        if k and self.words[k - 1] in _SUBJECTS | {"what", "here"}:
            return True
        after = self.words[k + 1] if k + 1 < self.size else ""
        return after in ("not", "been", "a", "the", "an", "going")

    def _is_past(self, k: int, certain: bool) -> bool:
        before = self.before_adverbs(k - 1)
        if before < 0:
            return False
        word = self.words[before]
        if word in _FINITE or word in self.auxiliaries:
            return False
        if word in _SUBJECTS:
            return True
        if word in self.determiners or word in self.prepositions or word in POSSESSIVES:
            return False
        if certain or word in ("and", "but"):
            return True
        if word is QUOTE or not (word[0].isalnum() or word in (")", ".")):
            return False
        after = self.words[k + 1] if k + 1 < self.size else ""
        if after == "by":
            return False
        return self.is_name(before) or after not in self.prepositions

    def _is_third_person(self, k: int) -> bool:
        before = self.before_adverbs(k - 1)
        if before < 0:
            return False
        word = self.words[before]
        if word in _SUBJECTS:
            return True
        if word in self.determiners or word in self.prepositions or word in self.auxiliaries:
            return False
        if word.endswith("s") and not self.is_name(before):
            return False
        return not self.is_name(k) and word[0].isalnum() and self.begins_complement(k + 1)

    def _is_plural_verb(self, k: int) -> bool:
        before = self.before_adverbs(k - 1)
        if before < 0:
            return False
        word = self.words[before]
        if word in _PLURALS:
            return True
        if not word.endswith("s") or word in self.auxiliaries or word in self.determiners:
            return False
        return not self.is_name(k) and self.begins_complement(k + 1)
