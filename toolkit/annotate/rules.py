"""Who says what by word lists and word order alone: no model, tens of times faster than a parse."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from toolkit.annotate.cues import Cue, Span, Statement, dateline_end, is_abbreviation, load_cues
from toolkit.annotate.phrases import (
    LONGEST_PHRASE,
    POSSESSIVES,
    QUOTE,
    Phrases,
    Range,
    begins_sentence,
    lowered_of,
    tokens_of,
)
from toolkit.quotes import Quote

_OPENING = frozenset(
    {"when", "while", "if", "as", "after", "before", "since", "because", "although"}
)
_LONGEST_SENTENCE = 400  # tokens


def find_statements(text: str, quotes: list[Quote]) -> list[Statement]:
    """Return what the cues of `text` govern, by word order; statements may overlap.

    Notes
    -----
    *Limits.* English news style is assumed: the speaker stands next to the reporting verb. A
    source in a relative clause or far from its verb is often missed, and what is reported runs
    to the end of its sentence unless a comma and another cue cut it short.
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
            tokens = tokens_of(lowered, (begin, stop), quotes[first:at])
            for sentence in _sentences(text, tokens):
                found += sentence.statements()
        start = stop + 1
    return found


def _sentences(text: str, tokens: list[tuple[str, Span]]) -> Iterator[_Sentence]:
    """Cut the tokens of a line into sentences, and yield those with a cue."""
    first = 0
    last = len(tokens)
    for i in range(1, last + 1):
        goes_on = i < last and i - first < _LONGEST_SENTENCE
        if goes_on and not begins_sentence(text, tokens, i):
            continue
        words = [word for word, _ in tokens[first:i]]
        if not _triggers().isdisjoint(words):
            yield _Sentence(text, words, [span for _, span in tokens[first:i]])
        first = i


@cache
def _triggers() -> frozenset[str]:
    cues = load_cues()
    return frozenset(
        [*cues.verbs, *cues.nouns, *cues.adjectives, *cues.raising, *cues.raised, "according"]
    )


class _Sentence(Phrases):
    """One sentence: lower-case words and where they stand."""

    def statements(self) -> list[Statement]:
        found = []
        triggers = _triggers()
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
        if word == "according":
            return self._according(i)
        if word in cues.nouns:
            return self._noun(i, cues.nouns[word])
        if word in cues.adjectives:
            return self._adjective(i, cues.adjectives[word])
        return None

    # -- verbs -----------------------------------------------------------------------------

    def _is_verb(self, i: int) -> bool:
        """Tell a verb from a noun or adjective of the same form, by the word before it."""
        if i == 0:
            return self.words[0].endswith("ing")
        before = self.words[i - 1]
        word = self.words[i]
        if self.is_name(i) and not self._is_headline():
            return False  # "the United States"
        if before in ("'s", "’s") and (self._is_base_form(word) or word.endswith("s")):
            return False
        if before in self.pronouns or before in self.auxiliaries or before == "to":
            return True
        if before in self.determiners or before in POSSESSIVES or before in ("of", "in", "for"):
            return word.endswith("ing") and before == "in"
        if word.endswith(("ed", "ing")) or word in ("said", "told", "wrote", "says"):
            return True
        if before in self.prepositions:
            return False
        if self._is_base_form(word):
            return before.endswith("s") or before in self.adverbs
        if word.endswith("s") and not self.is_name(i - 1):
            return not before.endswith("s") and self._may_begin_content(i + 1)
        return True

    def _is_headline(self) -> bool:
        """Tell whether most words of the sentence begin with a capital."""
        words = [k for k, word in enumerate(self.words) if word[0].isalpha()]
        return 2 * sum(self.is_name(k) for k in words) > len(words)

    def _may_begin_content(self, k: int) -> bool:
        """Tell whether token `k` may follow a verb in the present: "shows that", "wants to"."""
        if k >= self.size:
            return False
        word = self.words[k]
        if word is QUOTE or word in ("to", ",", ":") or self.is_name(k):
            return True
        return word in self.openers or word in self.determiners or word in self.pronouns

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
        source = inverted or self.source_before(i, passive)
        after = inverted[1] if inverted else i + 1
        content = None
        if not inverted and not self._follows_quote(source):
            content = self._content_after(after, cue)
        if content is None:
            content = self._content_left(i, source, inverted is not None, cue)
        if source is None and passive:
            return None
        if content is None and ("clause" not in cue.takes or source is None):
            return None
        if content is not None and source is not None and self._is_subordinate(source):
            content = [(first, self._next_comma(first, stop)) for first, stop in content]
        if source is not None:
            self.last_source = source
        return self._build(content or [], source, (i, i + 1), "cue-verb")

    def _is_subordinate(self, source: Range) -> bool:
        """Tell whether the source opens a clause that a comma ends: "When X said Y, ..."."""
        first, stop = source
        before = self.words[first - 1] if first else ""
        return (
            self.words[stop - 1] in ("who", "which")
            or self.words[first] in _OPENING
            or before in _OPENING
        )

    def _next_comma(self, first: int, stop: int) -> int:
        for k in range(first + 1, stop):
            if self.words[k] == ",":
                return k
        return stop

    def _follows_quote(self, source: Range | None) -> bool:
        return source is not None and source[0] > 0 and self.words[source[0] - 1] is QUOTE

    def _is_passive(self, i: int) -> bool:
        if self.words[i].endswith("ing"):
            return False
        k = i - 1
        while k >= 0 and (self.words[k] in self.adverbs or self.words[k].endswith("ly")):
            k -= 1
        return k >= 0 and self.words[k] in self.being

    def _raising(self, i: int) -> Statement | None:
        if i + 1 >= self.size or self.words[i + 1] != "to":
            return None
        source = self.source_before(i, passive=False)
        content = [(i + 1, self._clause_end(i + 1))]
        if source is not None:
            content.insert(0, source)
        return self._build(content, None, (i, i + 1), "raising")

    def _inverted_source(self, i: int, cue: Cue) -> Range | None:
        """Return the source after its verb: “…,” said Jane Roe."""
        if "clause" not in cue.takes or i == 0 or i + 1 >= self.size:
            return None
        before = self.words[i - 1]
        if before is not QUOTE and before != ",":
            return None
        if self.words[i + 1] in self.openers:
            return None
        if before == "," and not (self.is_name(i + 1) or self.words[i + 1] in self.determiners):
            return None
        if not self.is_noun_like(i + 1) or self.words[i].endswith("ing"):
            return None
        stop = i + 1
        while stop < self.size and stop - i < LONGEST_PHRASE:
            word = self.words[stop]
            if word in (",", ".", ";", ":", "“”", "—", "in", "on", "at", "during", "after", "who"):
                break
            stop += 1
        return (i + 1, stop)

    # -- content ---------------------------------------------------------------------------

    def _content_after(self, k: int, cue: Cue) -> list[Range] | None:
        """Return what is reported after the cue, or None if nothing there is."""
        k = self._skip_circumstances(k, cue)
        if k >= self.size:
            return None
        word = self.words[k]
        if word is QUOTE:
            return self._quoted_content(k)
        kind = self._complement(k, cue)
        if kind is None:
            return None
        if word == ":":
            k += 1
            if k == self.size or self.words[k] is QUOTE:
                return None
        return [(k, self._clause_end(k))]

    def _quoted_content(self, k: int) -> list[Range] | None:
        start, end = self.spans[k]
        inner = self.text[start:end].rstrip("\"'”’»")
        if inner.endswith((".", "!", "?", ",")) or end - start > 60:
            return None  # a quoted sentence: settle() gives it to the cue beside it
        return [(k, self._clause_end(k))]

    def _complement(self, k: int, cue: Cue) -> str | None:
        """Name the complement that begins at token `k`, if the cue takes it."""
        word, takes = self.words[k], cue.takes
        if word in self.openers or word == ":":
            return "clause" if "clause" in takes else None
        if word == "to" and "infinitive" in takes and self._is_base_verb(k + 1):
            return "infinitive"
        if word in self.prepositions:
            return word if word in takes else None
        if not (word[0].isalnum() or word[0] in "$'’"):
            return None
        if "object" in takes:
            return "object"
        if word.endswith("ing"):
            return "participle" if "participle" in takes else None
        if "clause" in takes and self.size - k > 2 and word not in self.subordinators:
            return "clause"
        return "object" if "infinitive" in takes and self._has_infinitive(k) else None

    def _is_base_verb(self, k: int) -> bool:
        return k < self.size and self.words[k].isalpha() and not self.is_name(k)

    def _has_infinitive(self, k: int) -> bool:
        return any(self.words[i] == "to" for i in range(k, min(k + 7, self.size)))

    def _skip_circumstances(self, k: int, cue: Cue) -> int:
        """Skip "on Monday", "in a statement", "reporters" between a cue and what it reports."""
        limit = min(self.size, k + 20)
        if k < limit and self._has_recipient(k, cue):
            k = self._recipient_end(k, limit)
        while k < limit:
            word = self.words[k]
            if word in self.adverbs or word.endswith("ly"):
                k += 1
            elif word in self.prepositions and not self._leads_to_content(word, cue):
                k = self._recipient_end(k + 1, limit)
            elif word == "," and k + 1 < limit and self.words[k + 1] is QUOTE:
                k += 1
            else:
                break
        return k

    def _has_recipient(self, k: int, cue: Cue) -> bool:
        word = self.words[k]
        is_content = word in self.openers or word == "to" or word is QUOTE
        return cue.lemma in self.addressing and not is_content

    def _leads_to_content(self, word: str, cue: Cue) -> bool:
        return word in cue.takes or (word == "to" and "infinitive" in cue.takes)

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
            if not (word[0].isalnum() or word[0] in "'’-&"):
                break
            k += 1
            if word in ("him", "her", "them", "me", "us", "it"):
                break
        return max(k, start + 1) if k == start and start < limit else k

    def _starts_over(self, k: int) -> bool:
        """Tell a capital letter after a common noun, where a new phrase begins."""
        return self.is_name(k) and not self.is_name(k - 1)

    def _clause_end(self, k: int) -> int:
        """Return where what is reported from token `k` on ends."""
        start = k
        while k < self.size:
            word = self.words[k]
            if word == "," and k > start and self._cuts(k + 1):
                return k
            k += 1
        return self.size

    def _cuts(self, k: int) -> bool:
        """Tell whether another statement begins after a comma."""
        if k >= self.size:
            return False
        word = self.words[k]
        if word == "according":
            return True
        if word in self.cues.verbs and word.endswith("ing"):
            return True
        if word in ("and", "but", "while", "though", "although", "as"):
            return any(
                self.words[i] in self.cues.verbs and self.past_verb(i)
                for i in range(k + 1, min(k + 6, self.size))
            )
        return any(
            self.words[i] in ("said", "says", "told", "wrote", "added")
            for i in range(k, min(k + 5, self.size))
        )

    def _content_left(
        self, i: int, source: Range | None, inverted: bool, cue: Cue
    ) -> list[Range] | None:
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
        rest = self._resumes(after)
        if rest is not None:
            pieces.append(rest)
        return pieces

    def _resumes(self, k: int) -> Range | None:
        """Return the rest of a sentence that a cue interrupted: "X, he said, Y"."""
        k = self._skip_circumstances(k, Cue("", frozenset()))
        if k + 2 >= self.size or self.words[k] != ",":
            return None
        word = self.words[k + 1]
        if word.endswith("ing") or word in ("who", "a", "the", "which", "as", "while", "after"):
            return None
        if word is QUOTE or word in self.cues.verbs:
            return None
        return (k + 1, self._clause_end(k + 1))

    # -- other cues ------------------------------------------------------------------------

    def _according(self, i: int) -> Statement | None:
        if i + 2 >= self.size or self.words[i + 1] != "to":
            return None
        stop = i + 2
        while stop < self.size and stop - i < LONGEST_PHRASE:
            word = self.words[stop]
            if word in (",", ";", QUOTE) or (
                word == "." and not is_abbreviation(self.words[stop - 1])
            ):
                break
            stop += 1
        source = (i + 2, stop)
        content = []
        if i > 1:
            content.append((0, i))
        elif stop + 1 < self.size:
            content.append((stop + 1, self.size))
        return self._build(content, source, (i, i + 2), "according-to") if content else None

    def _noun(self, i: int, cue: Cue) -> Statement | None:
        if i + 2 >= self.size:
            return None
        kind = self._complement(i + 1, cue)
        if kind is None or kind in ("object", "participle"):
            return None
        if kind == "clause" and self.words[i + 1] != "that":
            return None
        source = self._possessor(i)
        if source is None:
            return None
        return self._build([(i + 1, self._clause_end(i + 1))], source, (i, i + 1), "cue-noun")

    def _possessor(self, i: int) -> Range | None:
        for k in range(i - 1, max(-1, i - 4), -1):
            word = self.words[k]
            if word in ("'s", "’s"):
                return self.phrase_before(k + 1)
            if word in POSSESSIVES:
                return (k, k + 1)
        return None

    def _adjective(self, i: int, cue: Cue) -> Statement | None:
        if i + 2 >= self.size or i == 0:
            return None
        k = i - 1
        while k >= 0 and (self.words[k] in self.adverbs or self.words[k].endswith("ly")):
            k -= 1
        if k < 0 or self.words[k] not in self.auxiliaries:
            return None
        kind = self._complement(i + 1, cue)
        if kind is None or kind in ("object", "participle"):
            return None
        source = self.source_before(k, passive=False)
        if source is None:
            return None
        content = [(i + 1, self._clause_end(i + 1))]
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
