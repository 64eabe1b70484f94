"""Every quotation gets its voice, and every word one voice only: what both methods share."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator

from toolkit.annotate.cues import Span, Statement, is_abbreviation, load_cues
from toolkit.quotes import Quote
from toolkit.sentences import WORD

_WORD = re.compile(WORD)
_SENTENCE_END = re.compile(r"[.!?][\"”’)\]]*(?=\s+[\"“‘(\[]?[A-Z0-9]|\s*$)")
_LAST_WORD = re.compile(r"[\w.]+$")
_NAME = re.compile(r"[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*)*|\b(?:he|she)\b")
_SIGNATURE = re.compile(r"\s*(--|[-—–―~])\s*((?:[A-Z][\w.'’-]*[^\S\n]*){1,5})(?=[“\"|,.\n(]|\Z)")
_LABEL = re.compile(r"[ \t]*([“\"]?)([A-Z][^\n:“”\"]{1,60}):[ \t\xa0]+(?=\S)")
_TITLE_LABEL_WORDS, _BODY_LABEL_WORDS = 7, 3
FRAGMENT_WORDS = 5
_REACH = 160  # characters between a quotation and the cue beside it


def settle(
    text: str, statements: Iterable[Statement], quotes: list[Quote], *, body_start: int = 0
) -> list[Statement]:
    """Give the quotations of `text` to speakers, and each word to the outermost statement.

    Parameters
    ----------
    text
        The whole text that all spans point into.
    statements
        What cues govern; they may overlap, and one without content is a cue that waits for a
        quotation beside it.
    quotes
        The quotations of the text, from `quote_spans`.
    body_start
        Where the body begins.

    Returns
    -------
    list of Statement
        In text order, none without content, no two with a word in common.

    Notes
    -----
    *Limits.* A quotation with no cue in its sentence goes to the speaker last established in
    its paragraph, or in the paragraph before if it opens its own: in a fast exchange of two
    speakers without cues that is wrong every other time.
    """
    everything = [*statements, *_labelled(text, body_start)]
    page = _Page(text, outermost(text, everything), quotes, body_start)
    for quote in page.quotes:
        page.place(quote)
    page.read_blocks()
    return page.result()


def _labelled(text: str, body_start: int) -> Iterator[Statement]:
    """Yield the lines that a speaker's name and a colon begin: headlines and transcripts."""
    labels = load_cues().labels
    start = 0
    for line in text.split("\n"):
        found = _LABEL.match(line)
        longest = _BODY_LABEL_WORDS if start >= body_start else _TITLE_LABEL_WORDS
        if found is not None and _is_speaker(found, labels, longest):
            content = (start + found.end(), start + len(line.rstrip()))
            source = (start + found.start(2), start + found.end(2))
            yield Statement((content,), source, (source[1], source[1] + 1), "label")
        start += len(line) + 1


def _is_speaker(found: re.Match[str], labels: frozenset[str], longest: int) -> bool:
    label = found.group(2)
    words = label.split()
    if len(words) > longest or label.lower().strip() in labels:
        return False
    if found.group(1):  # a transcript in quotation marks: "ROE: ..."
        return label.isupper()
    small = load_cues().grammar["title_words"]
    return all(word[0] in "(‘'’" or not word[0].islower() or word in small for word in words)


def outermost(text: str, statements: Iterable[Statement]) -> list[Statement]:
    """Return the statements without those inside of another one's content.

    Where two overlap, the longer keeps the words; of the shorter remains what stands outside,
    if that is at least half of it.
    """
    ranked = sorted(statements, key=lambda s: (-_length(s.content), s.cue or (0, 0)))
    claimed = _Claimed()
    kept = []
    for statement in ranked:
        if statement.cue is not None and claimed.holds(statement.cue[0]):
            continue
        free = tuple(piece for span in statement.content for piece in claimed.free(span))
        free = tuple(piece for piece in free if _WORD.search(text, *piece))
        if statement.content and 2 * _length(free) < _length(statement.content):
            continue
        claimed.add(free)
        kept.append(statement._replace(content=free))
    # A cue read before the content around it was known may be nested after all.
    kept = [s for s in kept if s.content or s.cue is None or not claimed.holds(s.cue[0])]
    return sorted(kept, key=_place)


class _Claimed:
    """Character spans that have a voice already; none overlap."""

    def __init__(self) -> None:
        self.starts: list[int] = []
        self.ends: list[int] = []

    def holds(self, place: int) -> bool:
        at = bisect_right(self.starts, place) - 1
        return at >= 0 and place < self.ends[at]

    def free(self, span: Span) -> list[Span]:
        """Return the pieces of `span` that nobody has."""
        start, end = span
        pieces = []
        at = max(0, bisect_right(self.starts, start) - 1)
        while at < len(self.starts) and self.starts[at] < end:
            if self.ends[at] > start:
                if self.starts[at] > start:
                    pieces.append((start, self.starts[at]))
                start = max(start, self.ends[at])
            at += 1
        if start < end:
            pieces.append((start, end))
        return pieces

    def add(self, spans: Iterable[Span]) -> None:
        for start, end in spans:
            at = bisect_left(self.starts, start)
            self.starts.insert(at, start)
            self.ends.insert(at, end)


class _Page:
    """One text while its quotations are given out."""

    def __init__(
        self, text: str, statements: list[Statement], quotes: list[Quote], body_start: int
    ):
        self.text = text
        self.body_start = body_start
        self.quotes = quotes
        self.statements = statements
        self.places = [_place(statement) for statement in statements]
        self.claimed = _Claimed()
        for statement in statements:
            self.claimed.add(statement.content)
        self.carried: list[Statement] = []

    # -- quotations ------------------------------------------------------------------------

    def place(self, quote: Quote) -> None:
        """Give one quotation to a statement, in text order."""
        owner = self._holder(quote)
        if owner is None:
            owner = self._beside(quote)
        if owner is None:
            owner = self._announcing(quote)
        if owner is None:
            owner = self._signed(quote)
        if owner is None:
            owner = self._introduced(quote)
        if owner is not None:
            self._extend(owner, quote)
            return
        self._carry(quote)

    def _holder(self, quote: Quote) -> int | None:
        """Return the statement whose content holds most of the quotation or its first words."""
        low = bisect_left(self.places, (quote.start - 2_000, 0))
        best, most = None, 0
        for index in range(low, len(self.statements)):
            if self.places[index][0] > quote.end + _REACH:
                break
            shared = sum(
                max(0, min(end, quote.end) - max(start, quote.start))
                for start, end in self.statements[index].content
            )
            if shared > most:
                best, most = index, shared
        return best

    def _beside(self, quote: Quote) -> int | None:
        """Return the statement whose cue stands next to the quotation in its sentence."""
        after = self._gap_after(quote)
        before = self._gap_before(quote)
        following = preceding = None
        low = bisect_left(self.places, (quote.start - 2_000, 0))
        for index in range(low, len(self.statements)):
            statement = self.statements[index]
            if self.places[index][0] > quote.end + 2 * _REACH:
                break
            if statement.cue is None or _overlap(statement.source, quote):
                continue
            cue_start, cue_end = statement.cue
            if before <= cue_start and cue_end <= quote.start:
                preceding = index
            elif quote.end <= cue_start < after and following is None:
                following = index
        if following is not None and (preceding is None or not self.statements[following].content):
            return following
        return preceding

    def _announcing(self, quote: Quote) -> int | None:
        """Return the cue at the end of the paragraph before, if a colon follows it."""
        line_start = self.text.rfind("\n", 0, quote.start) + 1
        if self.text[line_start : quote.start].strip():
            return None
        end = line_start
        while end and self.text[end - 1].isspace():
            end -= 1
        if self.text[end - 1 : end] != ":":
            return None
        start = self.text.rfind("\n", 0, end) + 1
        at = bisect_left(self.places, (end, 0)) - 1
        if at >= 0 and self.places[at][0] >= start and self.statements[at].cue is not None:
            return at
        return None

    def _signed(self, quote: Quote) -> int | None:
        """Make a statement of a quotation with a signature: “…” ― Jane Roe."""
        signature = _SIGNATURE.match(self.text, quote.end)
        if signature is None:
            return None
        dash = signature.span(1)
        return self._insert(Statement((), signature.span(2), dash, "signed"))

    def _introduced(self, quote: Quote) -> int | None:
        """Make a statement of a sentence that ends in a colon before the quotation."""
        end = quote.start
        while end and self.text[end - 1].isspace():
            end -= 1
        if self.text[end - 1 : end] != ":":
            return None
        start = self._sentence_start(end)
        source = self._first_name(start, end - 1)
        if source is None:
            return None
        return self._insert(Statement((), source, (end - 1, end), "colon"))

    def _first_name(self, start: int, stop: int) -> Span | None:
        """Return the likely subject of a sentence that ends in a colon at `stop`.

        That is the name right before the colon, else the first one that no preposition precedes.
        """
        first = None
        for found in _NAME.finditer(self.text, start, stop):
            if _no_speaker(found.group().split()[0].lower()):
                continue
            if found.end() == stop:
                return found.span()
            before = self.text[start : found.start()].split()
            if first is None and not (before and _is_preposition(before[-1])):
                first = found.span()
        return first

    def _insert(self, statement: Statement) -> int:
        place = _place(statement)
        at = bisect_left(self.places, place)
        self.places.insert(at, place)
        self.statements.insert(at, statement)
        return at

    def _gap_after(self, quote: Quote) -> int:
        """Return where the sentence ends that goes on after the quotation."""
        stop = self.text.find("\n", quote.end)
        stop = len(self.text) if stop < 0 else stop
        at = bisect_right(self.quotes, (quote.start, len(self.text) + 1))
        if at < len(self.quotes):
            stop = min(stop, self.quotes[at].start)
        stop = min(stop, quote.end + _REACH)
        return next(self._sentence_ends(quote.end, stop), stop)

    def _gap_before(self, quote: Quote) -> int:
        """Return where the sentence begins that leads up to the quotation."""
        return self._sentence_start(quote.start)

    def _sentence_start(self, place: int) -> int:
        start = self.text.rfind("\n", 0, place) + 1
        start = max(start, place - 2 * _REACH)
        return max(self._sentence_ends(start, place), default=start)

    def _sentence_ends(self, start: int, stop: int):
        for found in _SENTENCE_END.finditer(self.text, start, stop):
            word = _LAST_WORD.search(self.text[max(start, found.start() - 6) : found.start()])
            if word is None or not is_abbreviation(word.group()):
                yield found.end()

    def _extend(self, index: int, quote: Quote) -> None:
        statement = self.statements[index]
        free = self._free(quote)
        self.claimed.add(free)
        if not statement.content and free and statement.rule == "cue-verb":
            statement = statement._replace(rule="quote-next-to-cue")
        self.statements[index] = statement._replace(content=(*statement.content, *free))

    def _carry(self, quote: Quote) -> None:
        speaker = self._speaker_before(quote)
        fragment = self._is_fragment(quote)
        if speaker is None and fragment:
            return
        free = self._free(quote)
        if not free:
            return
        self.claimed.add(free)
        if speaker is None:
            self.carried.append(Statement(free, None, None, "no-speaker"))
        else:
            self.carried.append(Statement(free, speaker.source, None, "carried"))

    def _free(self, quote: Quote) -> tuple[Span, ...]:
        free = self.claimed.free((quote.inner_start, quote.inner_end))
        return tuple(piece for piece in free if _WORD.search(self.text, *piece))

    def _is_fragment(self, quote: Quote) -> bool:
        """Tell a few quoted words inside of a sentence from a quoted sentence."""
        inner = self.text[quote.inner_start : quote.inner_end].rstrip()
        if len(_WORD.findall(inner[:200])) > FRAGMENT_WORDS:
            return False
        return not (inner[:1].isupper() and inner[-1:] in ".?!")

    def _speaker_before(self, quote: Quote) -> Statement | None:
        """Return the statement that last established who speaks, before the quotation."""
        line_start = self.text.rfind("\n", 0, quote.start) + 1
        speaker = self._last_between(line_start, quote.start)
        if speaker is not None or self.text[line_start : quote.start].strip():
            return speaker
        before_end = line_start
        while before_end and self.text[before_end - 1].isspace():
            before_end -= 1
        if before_end <= self.body_start and quote.start >= self.body_start:
            return None
        before_start = self.text.rfind("\n", 0, before_end) + 1
        return self._last_between(before_start, before_end)

    def _last_between(self, start: int, stop: int) -> Statement | None:
        at = bisect_left(self.places, (stop, 0)) - 1
        last = None
        while at >= 0 and self.places[at][0] >= start - 2_000:
            statement = self.statements[at]
            if statement.content and self.places[at][0] >= start:
                last = statement
                break
            at -= 1
        if self.carried and start <= self.carried[-1].content[0][0] < stop:
            carried = self.carried[-1]
            if last is None or carried.content[0][0] > _last_place(last):
                last = carried
        return last if last is None or last.source is not None else None

    # -- blocks ----------------------------------------------------------------------------

    def read_blocks(self) -> None:
        """Give an unquoted paragraph to the cue and colon that end the paragraph before."""
        for index, statement in enumerate(self.statements):
            if statement.content or statement.cue is None:
                continue
            end = self.text.find("\n", statement.cue[1])
            if end < 0 or not self.text[statement.cue[1] : end].rstrip().endswith(":"):
                continue
            start = end + len(self.text[end:]) - len(self.text[end:].lstrip())
            stop = self.text.find("\n", start)
            stop = len(self.text) if stop < 0 else stop
            free = self.claimed.free((start, stop))
            if free == [(start, stop)] and start < stop:
                self.claimed.add(free)
                self.statements[index] = statement._replace(content=tuple(free), rule="block")

    def result(self) -> list[Statement]:
        found = [s for s in self.statements if s.content] + self.carried
        found = [s._replace(content=self._joined(s.content)) for s in found]
        return sorted((s for s in found if s.content), key=_place)

    def _joined(self, spans: tuple[Span, ...]) -> tuple[Span, ...]:
        """Join pieces with no word between them."""
        joined: list[Span] = []
        for start, end in sorted(spans):
            if joined and not _WORD.search(self.text, joined[-1][1], start):
                joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
            else:
                joined.append((start, end))
        return tuple(joined)


def _place(statement: Statement) -> Span:
    spans = [*statement.content]
    if statement.cue is not None:
        spans.append(statement.cue)
    return min(spans)


def _last_place(statement: Statement) -> int:
    spans = [*statement.content]
    if statement.cue is not None:
        spans.append(statement.cue)
    return max(end for _, end in spans)


def _is_preposition(word: str) -> bool:
    return word.lower() in load_cues().grammar["prepositions"]


def _no_speaker(word: str) -> bool:
    """Tell words that begin with a capital only because the sentence does."""
    grammar = load_cues().grammar
    kinds = ("prepositions", "days", "subordinators", "adverbs", "determiners", "pronouns")
    return word not in ("he", "she", "it", "the") and any(word in grammar[kind] for kind in kinds)


def _overlap(span: Span | None, quote: Quote) -> bool:
    return span is not None and span[0] < quote.end and quote.start < span[1]


def _length(spans: Iterable[Span]) -> int:
    return sum(end - start for start, end in spans)
