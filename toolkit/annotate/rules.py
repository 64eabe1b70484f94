"""Who says what by word lists and word order alone: no model, tens of times faster than a parse."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from toolkit.annotate.cues import Cue, Cues, Span, Statement, dateline_end, load_cues
from toolkit.quotes import Quote, quote_spans

_TOKEN = re.compile(r"\w+(?:[-.]\w+)*|n['’]t\b|['’]\w+|[^\w\s]")
_ABBREVIATIONS = frozenset(
    "mr mrs ms dr sen rep gov gen lt col sgt capt rev hon prof st jr sr vs no sens reps gens jan "
    "feb aug sept oct nov dec u.s u.n u.k a.m p.m d.c ariz calif fla mass pa wash conn ill inc "
    "corp co".split()
)
_QUOTE = "“”"  # stands for one whole quotation among the tokens
_STOPS = frozenset(".!?;")
_DASHES = frozenset("—–―")
_POSSESSIVES = frozenset({"'s", "’s", "his", "her", "their", "its", "my", "our", "your"})
_LONGEST_SENTENCE = 400  # tokens
_LONGEST_PHRASE = 25  # tokens


def find_statements(text: str) -> list[Statement]:
    """Return what the cues of `text` govern, by word order; statements may overlap.

    Notes
    -----
    *Limits.* English news style is assumed: the speaker stands next to the reporting verb. A
    source in a relative clause or far from its verb is often missed, and what is reported runs
    to the end of its sentence unless a comma and another cue cut it short.
    """
    found: list[Statement] = []
    quotes = quote_spans(text)
    at = 0
    start = 0
    for line in text.split("\n"):
        stop = start + len(line)
        first = at
        while at < len(quotes) and quotes[at].start < stop:
            at += 1
        if line and not line.isspace():
            begin = start + dateline_end(line)
            for sentence in _sentences(text, (begin, stop), quotes[first:at]):
                found += sentence.statements()
        start = stop + 1
    return found


def _sentences(text: str, line: Span, quotes: list[Quote]) -> Iterator[_Sentence]:
    """Cut a line into sentences; a quotation is one token of the sentence it stands in."""
    words: list[str] = []
    spans: list[Span] = []
    has_cue = False
    for span, word in _tokens(text, line, quotes):
        if words and _begins_sentence(text, words, spans, span):
            if has_cue:
                yield _Sentence(text, words, spans)
            words, spans, has_cue = [], [], False
        words.append(word)
        spans.append(span)
        has_cue = has_cue or word in _triggers()
    if has_cue:
        yield _Sentence(text, words, spans)


def _tokens(text: str, line: Span, quotes: list[Quote]) -> Iterator[tuple[Span, str]]:
    start, stop = line
    for quote in quotes:
        for found in _TOKEN.finditer(text, start, quote.start):
            yield found.span(), found.group().lower()
        yield (quote.start, quote.end), _QUOTE
        start = quote.end
    for found in _TOKEN.finditer(text, start, stop):
        yield found.span(), found.group().lower()


def _begins_sentence(text: str, words: list[str], spans: list[Span], span: Span) -> bool:
    """Tell whether a sentence ended before the token at `span`."""
    last = words[-1]
    if last in _STOPS:
        if last != ".":
            return True
        follows = text[span[0]]
        if follows.islower() or spans[-1][1] == span[0]:
            return False
        return len(words) < 2 or not _abbreviated(words[-2])
    if last is _QUOTE:
        start, end = spans[-1]
        inner = text[max(start, end - 2) : end].rstrip("\"'”’»")
        return inner.endswith((".", "!", "?")) and text[span[0]].isupper() and inner[-1] == "."
    return len(words) >= _LONGEST_SENTENCE


def _abbreviated(word: str) -> bool:
    return word in _ABBREVIATIONS or (len(word) == 1 and word.isalpha() and word != "i")


@cache
def _triggers() -> frozenset[str]:
    cues = load_cues()
    return frozenset(
        [*cues.verbs, *cues.nouns, *cues.adjectives, *cues.raising, *cues.raised, "according", ":"]
    )


class _Sentence:
    """One sentence: lower-case words and where they stand."""

    def __init__(self, text: str, words: list[str], spans: list[Span]):
        self.text = text
        self.words = words
        self.spans = spans
        self.size = len(words)
        self.cues: Cues = load_cues()
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
        self.last_source: tuple[int, int] | None = None

    def statements(self) -> list[Statement]:
        found = []
        for i, word in enumerate(self.words):
            statement = self._at(i, word)
            if statement is not None:
                found.append(statement)
        return found

    def _at(self, i: int, word: str) -> Statement | None:
        cues = self.cues
        if word in cues.verbs or word in cues.raised or word in cues.raising:
            if self._is_verb(i):
                return self._verb(i)
        if word == "according":
            return self._according(i)
        if word in cues.nouns:
            return self._noun(i, cues.nouns[word])
        if word in cues.adjectives:
            return self._adjective(i, cues.adjectives[word])
        if word == ":":
            return self._colon(i)
        return None

    # -- verbs -----------------------------------------------------------------------------

    def _is_verb(self, i: int) -> bool:
        """Tell a verb from a noun or adjective of the same form, by the word before it."""
        if i == 0:
            return self.words[0].endswith("ing")
        before = self.words[i - 1]
        word = self.words[i]
        if before in self.pronouns or before in self.auxiliaries or before == "to":
            return True
        if before in self.determiners or before in _POSSESSIVES or before in ("of", "in", "for"):
            return word.endswith("ing") and before == "in"
        if word.endswith(("ed", "ing")) or word in ("said", "told", "wrote", "says"):
            return True
        if before in self.prepositions:
            return False
        if word.endswith("s"):
            return self._is_name(i - 1) or not before.endswith("s") or before in self.adverbs
        return self._is_name(i - 1) or before.endswith("s") or before in self.adverbs

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
        source = inverted or self._source_before(i, passive)
        after = inverted[1] if inverted else i + 1
        content = None
        if not inverted and not self._follows_quote(source):
            content = self._content_after(after, cue)
        if content is None:
            content = self._content_left(i, source, inverted is not None, cue)
        if content is None and ("clause" not in cue.takes or source is None):
            return None
        if source is not None:
            self.last_source = source
        return self._build(content or [], source, (i, i + 1), "cue-verb")

    def _follows_quote(self, source: tuple[int, int] | None) -> bool:
        return source is not None and source[0] > 0 and self.words[source[0] - 1] is _QUOTE

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
        source = self._source_before(i, passive=False)
        content = [(i + 1, self._clause_end(i + 1))]
        if source is not None:
            content.insert(0, source)
        return self._build(content, None, (i, i + 1), "raising")

    def _inverted_source(self, i: int, cue: Cue) -> tuple[int, int] | None:
        """Return the source after its verb: “…,” said Jane Roe."""
        if "clause" not in cue.takes or i == 0 or i + 1 >= self.size:
            return None
        before = self.words[i - 1]
        if before is not _QUOTE and before != ",":
            return None
        if before == "," and not (self._is_name(i + 1) or self.words[i + 1] in self.determiners):
            return None
        if not self._is_noun_like(i + 1) or self.words[i].endswith("ing"):
            return None
        stop = i + 1
        while stop < self.size and stop - i < _LONGEST_PHRASE:
            word = self.words[stop]
            if word in (",", ".", ";", ":", "“”", "—", "in", "on", "at", "during", "after", "who"):
                break
            stop += 1
        return (i + 1, stop)

    # -- sources ---------------------------------------------------------------------------

    def _source_before(self, i: int, passive: bool) -> tuple[int, int] | None:
        """Return the token range of the subject of the verb at `i`."""
        if passive:
            return self._agent(i)
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
        if word is _QUOTE:
            return None
        if word in ("who", "which", "that"):
            head = k - 1 if k and self.words[k - 1] == "," else k
            phrase = self._phrase_before(head)
            return (phrase[0], k + 1) if phrase else (k, k + 1)
        if word in self.pronouns:
            return (k, k + 1)
        return self._phrase_before(k + 1)

    def _is_verbal_filler(self, k: int) -> bool:
        word = self.words[k]
        return word in self.auxiliaries or word in self.adverbs or word.endswith("ly")

    def _agent(self, i: int) -> tuple[int, int] | None:
        for k in range(i + 1, min(i + 8, self.size)):
            if self.words[k] == "by":
                return (k + 1, self._phrase_end(k + 1))
            if self.words[k] in (",", ".", _QUOTE):
                break
        return None

    def _before_apposition(self, comma: int) -> tuple[int, int] | None:
        """Return the noun phrase whose apposition ends at `comma`: "Jane Roe, the mayor,"."""
        for k in range(comma - 1, max(-1, comma - _LONGEST_PHRASE), -1):
            if self.words[k] == ",":
                phrase = self._phrase_before(k)
                if phrase is None:
                    return None
                return (phrase[0], comma)
            if self.words[k] is _QUOTE:
                return None
        return None

    def _phrase_before(self, stop: int) -> tuple[int, int] | None:
        """Return the noun phrase that ends before token `stop`."""
        k = stop - 1
        if k >= 0 and self.words[k] == ")":
            while k > 0 and self.words[k] != "(":
                k -= 1
            k -= 1
        start = k + 1
        while k >= 0 and stop - k < _LONGEST_PHRASE and self._in_phrase(k):
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
            if not self._is_name(k):
                return min(k + 1, stop - 1)
            names = k
        return names

    def _in_phrase(self, k: int) -> bool:
        word = self.words[k]
        if word in self.prepositions:
            return word in ("of", "for", "in", "at", "from", "with", "on")
        if word == "and":
            return self._is_name(k - 1) and self._is_name(k + 1) if k else False
        if word == ".":
            return k > 0 and _abbreviated(self.words[k - 1])
        if word in self.subordinators or word in self.auxiliaries or word is _QUOTE:
            return word == "that" and False
        if not (word[0].isalnum() or word[0] in "'’-$%&"):
            return False
        return not (word in self.cues.verbs and self.spans[k][0] and self._past_verb(k))

    def _past_verb(self, k: int) -> bool:
        word = self.words[k]
        return word in ("said", "told", "wrote", "says") or (
            word.endswith("ed") and k > 0 and self._is_name(k - 1)
        )

    def _first_phrase(self, before: int) -> tuple[int, int] | None:
        """Return the noun phrase that opens the sentence, as the likely subject."""
        start = 0
        while start < before and not (
            self._is_name(start) or self.words[start] in self.determiners | self.pronouns
        ):
            start += 1
        if start >= before:
            return None
        if self.words[start] in self.pronouns:
            return (start, start + 1)
        return (start, min(self._phrase_end(start), before))

    def _phrase_end(self, start: int) -> int:
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
            if word == "." and not _abbreviated(self.words[k - 1]):
                break
            k += 1
        return max(k, start + 1)

    # -- content ---------------------------------------------------------------------------

    def _content_after(self, k: int, cue: Cue) -> list[tuple[int, int]] | None:
        """Return what is reported after the cue, or None if nothing there is."""
        k = self._skip_circumstances(k, cue)
        if k >= self.size:
            return None
        word = self.words[k]
        if word is _QUOTE:
            return self._quoted_content(k)
        kind = self._complement(k, cue)
        if kind is None:
            return None
        start = k + 1 if word == ":" else k
        if start >= self.size or self.words[start] is _QUOTE and word == ":":
            return None
        return [(start, self._clause_end(start))]

    def _quoted_content(self, k: int) -> list[tuple[int, int]] | None:
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
        return k < self.size and self.words[k].isalpha() and not self._is_name(k)

    def _has_infinitive(self, k: int) -> bool:
        return any(self.words[i] == "to" for i in range(k, min(k + 7, self.size)))

    def _skip_circumstances(self, k: int, cue: Cue) -> int:
        """Skip "on Monday", "in a statement", "reporters" between a cue and what it reports."""
        limit = min(self.size, k + 20)
        if cue.lemma in self.addressing and k < limit and self.words[k] not in self.openers:
            if self.words[k] != "to" and self.words[k] is not _QUOTE:
                k = self._recipient_end(k, limit)
        while k < limit:
            word = self.words[k]
            if word in self.adverbs or word.endswith("ly"):
                k += 1
            elif word in self.prepositions and word not in cue.takes and word != "to":
                k = self._recipient_end(k + 1, limit)
            elif word == "to" and "infinitive" not in cue.takes and "to" not in cue.takes:
                k = self._recipient_end(k + 1, limit)
            elif word == "," and k + 1 < limit and self.words[k + 1] is _QUOTE:
                k += 1
            else:
                break
        return k

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
        return self._is_name(k) and not self._is_name(k - 1)

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
                self.words[i] in self.cues.verbs and self._past_verb(i)
                for i in range(k + 1, min(k + 6, self.size))
            )
        return any(
            self.words[i] in ("said", "says", "told", "wrote", "added")
            for i in range(k, min(k + 5, self.size))
        )

    def _content_left(
        self, i: int, source: tuple[int, int] | None, inverted: bool, cue: Cue
    ) -> list[tuple[int, int]] | None:
        """Return what is reported before the cue: "X, he said", and what goes on after it."""
        if "clause" not in cue.takes or source is None:
            return None
        stop = i if inverted else source[0]
        if stop == 0 or stop > i:
            return None
        comma = stop - 1
        if self.words[comma] not in (",", "—", "–") and self.words[comma] is not _QUOTE:
            return None
        pieces = [(0, stop)]
        after = source[1] if inverted else i + 1
        rest = self._resumes(after)
        if rest is not None:
            pieces.append(rest)
        return pieces

    def _resumes(self, k: int) -> tuple[int, int] | None:
        """Return the rest of a sentence that a cue interrupted: "X, he said, Y"."""
        k = self._skip_circumstances(k, Cue("", frozenset()))
        if k + 2 >= self.size or self.words[k] != ",":
            return None
        word = self.words[k + 1]
        if word.endswith("ing") or word in ("who", "a", "the", "which", "as", "while", "after"):
            return None
        if word is _QUOTE or word in self.cues.verbs:
            return None
        return (k + 1, self._clause_end(k + 1))

    # -- other cues ------------------------------------------------------------------------

    def _according(self, i: int) -> Statement | None:
        if i + 2 >= self.size or self.words[i + 1] != "to":
            return None
        stop = i + 2
        while stop < self.size and stop - i < _LONGEST_PHRASE:
            word = self.words[stop]
            if word in (",", ";", _QUOTE) or (
                word == "." and not _abbreviated(self.words[stop - 1])
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

    def _possessor(self, i: int) -> tuple[int, int] | None:
        for k in range(i - 1, max(-1, i - 4), -1):
            word = self.words[k]
            if word in ("'s", "’s"):
                return self._phrase_before(k + 1)
            if word in _POSSESSIVES:
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
        source = self._source_before(k, passive=False)
        if source is None:
            return None
        content = [(i + 1, self._clause_end(i + 1))]
        return self._build(content, source, (i, i + 1), "cue-adjective")

    def _colon(self, i: int) -> Statement | None:
        return None

    # -- spans -----------------------------------------------------------------------------

    def _build(
        self,
        content: list[tuple[int, int]],
        source: tuple[int, int] | None,
        cue: tuple[int, int],
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

    def _is_name(self, k: int) -> bool:
        return 0 <= k < self.size and self.text[self.spans[k][0]].isupper()

    def _is_noun_like(self, k: int) -> bool:
        word = self.words[k]
        if self._is_name(k) or word in self.determiners or word in self.pronouns:
            return True
        return word.isalpha() and word not in self.prepositions and word not in self.subordinators
