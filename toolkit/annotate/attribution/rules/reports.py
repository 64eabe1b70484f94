"""Who says what in a language of any word order: cues, the source beside them, what they report."""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.annotate.attribution.cues import Statement
from toolkit.annotate.attribution.rules import report_sources as sources
from toolkit.annotate.attribution.rules.report_cues import Found, cues_of
from toolkit.annotate.attribution.rules.sentence import Range, Sentence, sentences_in
from toolkit.annotate.attribution.rules.tokens import DASHES, QUOTE
from toolkit.annotate.attribution.rules.wordclass import is_name
from toolkit.languages.language import Language
from toolkit.text.text import Text

_THAT_REACH = 25  # tokens from a verb to its "that"
_NEAR = 40  # characters between a report and a sentence that goes on with it
_FEWEST = 3  # words of an object that counts as what is reported
_MARKS = frozenset([",", ";", ":", ".", QUOTE, "(", ")", *DASHES])


def find_reports(text: Text, language: Language) -> list[Statement]:
    """Return what the cues of a text govern, in a language that has `reports.yml`.

    Notes
    -----
    A cue is a verb of the lists, or a phrase like "according to". Its source is the phrase beside
    it, where the word order of the language lets a subject stand; what is reported is, in this
    order: the clause after "that", what follows a colon or a quotation, the clause that precedes
    ("X, he said"), what follows a comma, the rest of the sentence.

    *Limits.* Sentences are read one by one. Clauses are told by marks and small words, not by
    their verbs, so that what is reported may run on to the end of its sentence.
    """
    statements: list[Statement] = []
    for sentence in sentences_in(text, language):
        found = list(_Reader(sentence).read())
        if not found and statements:
            found = list(_in_mood_of_report(sentence, statements[-1]))
        statements += found
    return statements


def _in_mood_of_report(sentence: Sentence, before: Statement) -> Iterator[Statement]:
    """Yield a sentence whose verb is in the mood of report, as one of who was last reported."""
    if before.source is None or sentence.reports.moods.isdisjoint(sentence.words):
        return
    span = sentence.span((0, sentence.size))
    between = sentence.text[before.content[-1][1] if before.content else before.source[1] : span[0]]
    if len(between) < _NEAR and between.count("\n") <= 2:
        yield Statement((span,), before.source, None, "carried")


class _Reader:
    """One sentence while its cues are read."""

    def __init__(self, sentence: Sentence) -> None:
        self._sentence = sentence
        self._words = sentence.words
        self._lists = sentence.reports
        self._cues = list(cues_of(sentence))
        self._starts = {cue.start for cue in self._cues if cue.kind in ("says", "does")}
        self._last: Range | None = None  # the source of the cue before

    def read(self) -> Iterator[Statement]:
        """Yield the statements of the sentence; one without content waits for a quotation."""
        for cue in self._cues:
            if cue.kind == "before":
                yield from self._according(cue, self._phrase_after(cue.end))
            elif cue.kind == "after" and self._names_source(cue):
                yield from self._according(cue, self._phrase_before(cue.start))
            elif cue.kind != "after":
                yield from self._verb(cue)

    # -- according to ------------------------------------------------------------------------

    def _according(self, cue: Found, source: Range | None) -> Iterator[Statement]:
        if (
            source is None
            or self._words[source[0]] in self._lists.relatives - self._lists.determiners
        ):
            return
        start, stop = min(cue.start, source[0]), max(cue.end, source[1])
        first = self._begin(start)
        pieces = [(first, start), (stop, self._sentence.size)]
        if self._lists.order == "final" and not self._has_words((stop, self._sentence.size)):
            pieces = pieces[:1]
        yield from self._statement(pieces, source, cue, "according-to")
        self._last = source

    def _names_source(self, cue: Found) -> bool:
        """Tell "according to Roe" from "because of the rain", where one word means both."""
        if self._lists.order != "final" or cue.end - cue.start > 1:
            return True
        before = cue.start - 1
        tied = (
            before > 0 and self._sentence.text[self._sentence.matches[before].start() - 1] in "'’-"
        )
        return before >= 0 and (tied or is_name(self._sentence, before))

    def _phrase_after(self, start: int) -> Range | None:
        stop = sources.phrase_end(self._sentence, start)
        if stop > start and self._lists.order != "second":  # up to the next mark
            while stop < self._sentence.size and self._words[stop] not in _MARKS:
                stop += 1
        return (start, stop) if stop > start else None

    def _phrase_before(self, stop: int) -> Range | None:
        start = sources.clause_start(self._sentence, stop)
        if self._lists.order == "second":  # "the attack was, Roe zufolge, planned" has no commas
            ended = self._lists.between - self._lists.determiners
            start = max(
                (at + 1 for at in range(start, stop) if self._words[at] in ended), default=start
            )
        return (start, stop) if start < stop else None

    # -- verbs -------------------------------------------------------------------------------

    def _verb(self, cue: Found) -> Iterator[Statement]:
        left = sources.clause_start(self._sentence, cue.start)
        if not self._lists.passives.isdisjoint(self._words[left : cue.start]):
            return
        if left < cue.start and self._words[left] in self._lists.as_:
            yield from self._as_clause(cue, left)
            return
        source, inverted = sources.source_of(self._sentence, cue, left)
        shared = source is None
        if source is None:
            source = self._shared(cue, left)
        pieces = self._content(cue, left, source, inverted or shared)
        if pieces is None and cue.kind in ("tags", "weak"):
            return
        self._last = source or self._last
        yield from self._statement(pieces or [], source, cue, "cue-verb")

    def _shared(self, cue: Found, left: int) -> Range | None:
        """Return the source of a verb without a subject: that of another one, or the verb."""
        if self._last is not None and left > 0:
            return self._last
        subject = sources.first_subject(self._sentence, left) if left > 0 else None
        if subject is not None:
            return subject
        return (cue.start, cue.end) if self._lists.drops else None

    def _as_clause(self, cue: Found, left: int) -> Iterator[Statement]:
        """Read "as he said, X" and "X, as he said, Y": all but the clause is reported."""
        source = sources.subject_after(self._sentence, cue.end) or sources.subject_before(
            self._sentence, left + 1, cue.start
        )
        if source is None:
            return
        stop = max(source[1], cue.end)
        while stop < self._sentence.size and self._words[stop] not in _MARKS:
            stop += 1
        pieces = [(self._begin(left), left), (stop, self._sentence.size)]
        yield from self._statement(pieces, source, cue, "cue-verb")
        self._last = source

    # -- content -----------------------------------------------------------------------------

    def _content(
        self, cue: Found, left: int, source: Range | None, inverted: bool
    ) -> list[Range] | None:
        """Return what a verb reports; None if there is nothing."""
        size, words = self._sentence.size, self._words
        after = max(cue.end, source[1] if source and source[0] >= cue.end else 0)
        if cue.kind == "tags":
            return [(self._begin(left), left)] if left else None
        that = self._that(cue.end)
        if that is not None:
            return [(that + 1, size)]
        mark = next((at for at in range(cue.end, size) if words[at] in _MARKS), size)
        if mark < size and words[mark] == ":":
            return [(mark + 1, size)] if mark + 1 < size else []
        if self._lists.order == "final":
            return self._content_between(cue, source)
        if left and self._is_left(cue, left, source, inverted, mark):
            pieces = [(self._begin(left), left)]
            if mark + 1 < size and words[mark] in (",", *DASHES, QUOTE):
                pieces.append((mark, size))
            return pieces
        if mark < size and (words[mark] is QUOTE or words[mark] == ","):
            goes_on = words[mark] is QUOTE or (
                cue.kind != "weak" and self._has_words((mark, size), 2)
            )
            if goes_on and not self._is_object(cue, (after, mark)):
                return [(mark, size)]
        rest = (after, size)
        if cue.kind == "does" or (cue.kind == "says" and self._has_words(rest, _FEWEST)):
            return [rest] if self._has_words(rest) else None
        return None

    def _is_object(self, cue: Found, piece: Range) -> bool:
        """Tell whether an object follows a verb that needs one: "denies the charge, which"."""
        return cue.kind == "does" and self._has_words(piece)

    def _is_left(
        self, cue: Found, left: int, source: Range | None, inverted: bool, mark: int
    ) -> bool:
        """Tell whether what is reported precedes the clause of a cue: "X, said he"."""
        if self._words[left - 1] not in (",", *DASHES, QUOTE):
            return False
        if cue.kind == "weak" and (source is None or source[0] < cue.end):
            return False
        if not self._has_words((self._begin(left), left)):
            return False
        if source is not None and source[1] <= left - 1:
            return False  # the source of "adding that" precedes
        return inverted or mark >= self._sentence.size - 1 or self._words[mark] != ","

    def _content_between(self, cue: Found, source: Range | None) -> list[Range] | None:
        """Return what stands between a subject and its verb at the end."""
        begin, stop = self._begin(cue.start), cue.start
        said = sources.quotative_before(self._sentence, stop)
        if said is not None:
            stop = said
        pieces = [(begin, stop)]
        if source is not None and begin <= source[0] and source[1] <= stop:
            pieces = [(begin, source[0]), (source[1], stop)]
        return pieces if any(map(self._has_words, pieces)) else None

    def _that(self, start: int) -> int | None:
        """Return where "that" stands after a verb, before any other one that reports."""
        stop = min(self._sentence.size - 1, start + _THAT_REACH)
        for at in range(start, stop):
            if self._words[at] in self._lists.that:
                return at
            if at > start and (at in self._starts or self._words[at] is QUOTE):
                return None
        return None

    def _begin(self, stop: int) -> int:
        """Return where what precedes a cue begins: behind a semicolon, or with the sentence."""
        for at in range(stop - 1, -1, -1):
            if self._words[at] == ";":
                return at + 1
        return 0

    def _has_words(self, piece: Range, fewest: int = 1) -> bool:
        words = self._words[piece[0] : piece[1]]
        return sum(word[0].isalnum() or word is QUOTE for word in words) >= fewest

    def _statement(
        self, pieces: list[Range], source: Range | None, cue: Found, rule: str
    ) -> Iterator[Statement]:
        trimmed = tuple(
            self._sentence.span(piece)
            for piece in map(self._trimmed, self._without(pieces, source))
            if self._has_words(piece)
        )
        if trimmed or (source is not None and cue.kind in ("says", "does")):
            where = None if source is None else self._sentence.span(source)
            yield Statement(trimmed, where, self._sentence.span((cue.start, cue.end)), rule)

    def _without(self, pieces: list[Range], source: Range | None) -> Iterator[Range]:
        """Yield pieces without the source that one of them may hold."""
        for start, stop in pieces:
            if source is not None and start <= source[0] and source[1] <= stop:
                yield start, source[0]
                yield source[1], stop
            else:
                yield start, stop

    def _trimmed(self, piece: Range) -> Range:
        """Return a piece without the marks around it."""
        start, stop = piece
        outer = _MARKS - {QUOTE}
        while start < stop and self._words[start] in outer:
            start += 1
        while start < stop and self._words[stop - 1] in outer - {".", ")"}:
            stop -= 1
        return start, stop
