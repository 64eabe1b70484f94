"""Noun phrases by word order alone: where a subject stands, where a phrase begins and ends."""

from __future__ import annotations

import re

from toolkit.annotate.cues import Span, is_abbreviation, load_cues
from toolkit.quotes import Quote

Range = tuple[int, int]  # of token numbers, half-open

QUOTE = "“”"  # stands for one whole quotation among the tokens
POSSESSIVES = frozenset({"'s", "’s", "his", "her", "their", "its", "my", "our", "your"})
LONGEST_PHRASE = 25  # tokens
_TOKEN = re.compile(r"\w+(?:[-.]\w+)*|n['’]t\b|['’]\w+|[^\w\s]")
_BOUNDARIES = frozenset([*".!?;", QUOTE])


class Phrases:
    """One sentence: lower-case words, where they stand, and the noun phrases among them.

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
        self.cues = load_cues()
        grammar = self.cues.grammar
        self.pronouns = grammar["pronouns"]
        self.determiners = grammar["determiners"]
        self.auxiliaries = grammar["auxiliaries"]
        self.being = grammar["being"]
        self.adverbs = grammar["adverbs"] | grammar["days"]
        self.prepositions = grammar["prepositions"]
        self.subordinators = grammar["subordinators"]
        self.openers = grammar["openers"]
        self.addressing = grammar["addressing"]
        self.last_source: Range | None = None

    def source_before(self, i: int, passive: bool) -> Range | None:
        """Return the token range of the subject of the verb at `i`."""
        if passive:
            return self.agent(i)
        k = i - 1
        while k >= 0 and self._is_verbal_filler(k):
            k -= 1
        if k < 0:
            return self.last_source
        word = self.words[k]
        if word in ("and", "but", "or", "to", ",") or word in self.prepositions:
            if word == ",":
                apposed = self._before_apposition(k)
                if apposed is not None:
                    return apposed
            return self.last_source or self._first_phrase(k)
        if word is QUOTE:
            return None
        if word in ("who", "which", "that"):
            head = k - 1 if k and self.words[k - 1] == "," else k
            phrase = self.phrase_before(head)
            return (phrase[0], k + 1) if phrase else (k, k + 1)
        if word in self.pronouns:
            return (k, k + 1)
        return self.phrase_before(k + 1)

    def _is_verbal_filler(self, k: int) -> bool:
        word = self.words[k]
        return word in self.auxiliaries or word in self.adverbs or word.endswith("ly")

    def agent(self, i: int) -> Range | None:
        """Return the noun phrase after "by", close to the passive verb at `i`."""
        for k in range(i + 1, min(i + 8, self.size)):
            if self.words[k] == "by":
                return (k + 1, self.phrase_end(k + 1))
            if self.words[k] in (",", ".", QUOTE):
                break
        return None

    def _before_apposition(self, comma: int) -> Range | None:
        """Return the noun phrase whose apposition ends at `comma`: "Jane Roe, the mayor,"."""
        for k in range(comma - 1, max(-1, comma - LONGEST_PHRASE), -1):
            if self.words[k] == ",":
                phrase = self.phrase_before(k)
                if phrase is None:
                    return None
                return (phrase[0], comma)
            if self.words[k] is QUOTE:
                return None
        return None

    def phrase_before(self, stop: int) -> Range | None:
        """Return the noun phrase that ends before token `stop`."""
        k = stop - 1
        if k >= 0 and self.words[k] == ")":
            while k > 0 and self.words[k] != "(":
                k -= 1
            k -= 1
        start = k + 1
        while k >= 0 and stop - k < LONGEST_PHRASE and self._in_phrase(k):
            start = k
            k -= 1
        while start < stop and (
            self.words[start] in self.prepositions or self.words[start] in self.adverbs
        ):
            start = self._skip_leading(start, stop)
        return (start, stop) if start < stop else None

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
        word = self.words[k]
        if word in self.prepositions:
            return word in ("of", "for", "in", "at", "from", "with", "on")
        if word == "and":
            return self.is_name(k - 1) and self.is_name(k + 1) if k else False
        if word == ".":
            return k > 0 and is_abbreviation(self.words[k - 1])
        if word in self.subordinators or word in self.auxiliaries or word is QUOTE:
            return False
        if not (word[0].isalnum() or word[0] in "'’-$%&"):
            return False
        return not (word in self.cues.verbs and self.spans[k][0] and self.past_verb(k))

    def past_verb(self, k: int) -> bool:
        """Tell a verb in the past from a participle: "said", or after a name."""
        word = self.words[k]
        return word in ("said", "told", "wrote", "says") or (
            word.endswith("ed") and k > 0 and self.is_name(k - 1)
        )

    def _first_phrase(self, before: int) -> Range | None:
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
                or word in self.prepositions - {"of"}
                or word in self.cues.verbs
                or not (word[0].isalnum() or word[0] in "'’-.&")
            ):
                break
            if word == "." and not is_abbreviation(self.words[k - 1]):
                break
            k += 1
        return max(k, start + 1)

    def is_name(self, k: int) -> bool:
        """Tell whether token `k` begins with a capital."""
        return 0 <= k < self.size and self.text[self.spans[k][0]].isupper()

    def is_noun_like(self, k: int) -> bool:
        """Tell whether token `k` may begin or be a noun phrase."""
        word = self.words[k]
        if self.is_name(k) or word in self.determiners or word in self.pronouns:
            return True
        return word.isalpha() and word not in self.prepositions and word not in self.subordinators


def lowered_of(text: str) -> str:
    """Return `text` in lower case, character by character: offsets stay."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(one if len(one) == 1 else "_" for one in (letter.lower() for letter in text))


def tokens_of(lowered: str, line: Span, quotes: list[Quote]) -> list[tuple[str, Span]]:
    """Return the words and marks of a line; a whole quotation is one token."""
    start, stop = line
    tokens = []
    for quote in quotes:
        tokens += [
            (one.group(), one.span()) for one in _TOKEN.finditer(lowered, start, quote.start)
        ]
        tokens.append((QUOTE, (quote.start, quote.end)))
        start = quote.end
    tokens += [(one.group(), one.span()) for one in _TOKEN.finditer(lowered, start, stop)]
    return tokens


def begins_sentence(text: str, tokens: list[tuple[str, Span]], i: int) -> bool:
    """Tell whether the boundary before token `i` ends a sentence."""
    last, (start, end) = tokens[i - 1]
    if last not in _BOUNDARIES:
        return False
    at = tokens[i][1][0]
    if last is QUOTE:
        inner = text[max(start, end - 3) : end].rstrip("\"'”’»")
        return inner.endswith(".") and text[at].isupper()
    if last != ".":
        return True
    if text[at].islower() or end == at:
        return False
    return i < 2 or not is_abbreviation(tokens[i - 2][0])
