"""Every quotation gets its voice, and every word one voice only: what both methods share."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Iterator

from toolkit.annotate.attribution.cues import Span, Statement
from toolkit.annotate.attribution.speech import speakers
from toolkit.annotate.attribution.speech.deeds import is_deed
from toolkit.annotate.attribution.speech.labelled import find_labelled
from toolkit.annotate.attribution.speech.outermost import (
    Claimed,
    first_place,
    outermost,
    with_words,
)
from toolkit.annotate.attribution.speech.quoting import find_quoted
from toolkit.annotate.attribution.speech.sentence_ends import sentence_ends
from toolkit.annotate.attribution.speech.silence import is_silence
from toolkit.annotate.attribution.speech.transcripts import find_turns
from toolkit.languages.language import Language
from toolkit.text.quotes import Quote
from toolkit.text.text import Text
from toolkit.text.words import count_words, has_word

FRAGMENT_WORDS = 5
_REACH = 160  # characters between a quotation and the cue beside it


def settle(text: Text, statements: Iterable[Statement], language: Language) -> list[Statement]:
    """Give the quotations of a text to speakers, and each word to the outermost statement.

    Parameters
    ----------
    text
        The text that all spans point into.
    statements
        What cues govern; they may overlap, and one without content is a cue that waits for a
        quotation beside it.
    language
        The language of the text.

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
    turns, unvoiced = find_turns(text, language)
    quoted = find_quoted(text, language)
    told = Claimed((one.told, None) for one in quoted)
    everything = [one for one in statements if one.cue is None or not told.holds(one.cue[0])]
    everything += [one.statement for one in quoted]
    everything += list(find_labelled(text, everything, language))
    everything = [
        one
        for one in everything
        if not _is_author(text, one, language)
        and not is_silence(text.raw, one, language)
        and not is_deed(text.raw, one, language)
    ]
    kept = outermost(text.raw, everything, turns, unvoiced)
    page = _Page(text, kept, unvoiced, language)
    for index in range(len(page.quotes)):
        page.place(index)
    page.read_blocks()
    return page.result()


def _is_author(text: Text, statement: Statement, language: Language) -> bool:
    """Tell what the author of the article says himself: "I think that it rains", unquoted."""
    if statement.source is None:
        return False
    start, end = statement.source
    if text.raw[start:end].lower() not in language.sources.first_person:
        return False
    return not text.is_quoted(start)


class _Held:
    """A statement while quotations are given to it."""

    def __init__(self, statement: Statement):
        self.content = list(statement.content)
        self.source = statement.source
        self.cue = statement.cue
        self.rule = statement.rule

    def statement(self, content: tuple[Span, ...]) -> Statement:
        return Statement(content, self.source, self.cue, self.rule)


class _Page:
    """One text while its quotations are given out."""

    def __init__(
        self,
        text: Text,
        statements: list[Statement],
        unvoiced: list[Span],
        language: Language,
    ):
        self.text = text.raw
        self.language = language
        self.body_start = text.body_start
        self.quotes = text.quotes
        self.held = [_Held(statement) for statement in statements]
        owned = [(span, held) for held in self.held for span in held.content]
        self.claimed: Claimed[_Held | None] = Claimed(
            [*owned, *((span, None) for span in unvoiced)]
        )
        # Who spoke where: by statements, in text order; and by quotations, as they are placed.
        begun = ((first_place(s)[0], h) for s, h in zip(statements, self.held, strict=True))
        self.begun = [(place, held) for place, held in begun if held.content and held.source]
        self.given: list[tuple[int, _Held]] = []
        self.cues = sorted(
            ((h.cue, at) for at, h in enumerate(self.held) if h.cue), key=lambda pair: pair[0]
        )
        self.line_starts = [start for start, _ in text.lines]

    # -- lines and sentences -----------------------------------------------------------------

    def _line(self, place: int) -> Span:
        """Return the line that holds `place`, without the line break."""
        at = bisect_right(self.line_starts, place)
        end = self.line_starts[at] - 1 if at < len(self.line_starts) else len(self.text)
        return self.line_starts[at - 1], end

    def _opens_line(self, quote: Quote) -> bool:
        start = self._line(quote.start)[0]
        return quote.start - start < _REACH and not self.text[start : quote.start].strip()

    def _text_end(self, place: int) -> int:
        """Return where the text before `place` ends, without white space."""
        while place and self.text[place - 1].isspace():
            place -= 1
        return place

    def _gap_after(self, index: int) -> int:
        """Return where the sentence ends that goes on after the quotation."""
        quote = self.quotes[index]
        stop = min(self._line(quote.end)[1], quote.end + _REACH)
        if index + 1 < len(self.quotes):
            stop = min(stop, self.quotes[index + 1].start)
        return next(self._sentence_ends(quote.end, stop), stop)

    def _sentence_start(self, place: int) -> int:
        start = max(self._line(place)[0], place - 2 * _REACH)
        return max(self._sentence_ends(start, place), default=start)

    def _sentence_ends(self, start: int, stop: int) -> Iterator[int]:
        return sentence_ends(self.text, start, stop, self.language)

    # -- quotations --------------------------------------------------------------------------

    def place(self, index: int) -> None:
        """Give one quotation to a statement, in text order."""
        quote = self.quotes[index]
        owner = self._holder(quote)
        free = self._free(quote)
        if not free:
            if owner is not None:
                self.given.append((quote.start, owner))
            return
        owner = owner or self._owner(index)
        if owner is None and not self._continues(index):
            owner = self._owner_below(index)
        if owner is not None:
            self._extend(owner, quote, free)
        else:
            self._carry(index, free)

    def _owner(self, index: int) -> _Held | None:
        """Return the statement that words beside the quotation give it to."""
        quote = self.quotes[index]
        return (
            self._named(quote)
            or self._beside(index)
            or self._tagged(index)
            or self._announcing(quote)
            or self._signed(quote)
            or self._led_up_to(quote)
            or self._introduced(quote)
        )

    def _owner_below(self, index: int) -> _Held | None:
        """Return whose the last paragraph of a quotation over several is: “… ¶ “…,” said Roe."""
        last = index
        while last + 1 < len(self.quotes) and self._continues(last + 1):
            last += 1
        if last == index:
            return None
        return self._holder(self.quotes[last]) or self._owner(last)

    def _continues(self, index: int) -> bool:
        """Tell whether a quotation goes on with the one left open in the paragraph above."""
        if index == 0:
            return False
        before, quote = self.quotes[index - 1], self.quotes[index]
        is_open = before.end == before.inner_end
        return is_open and self._text_end(quote.start) <= before.end

    def _holder(self, quote: Quote) -> _Held | None:
        """Return the statement whose content holds most of the quotation."""
        best, most = None, 0
        for owner, shared in self.claimed.sharing((quote.start, quote.end)):
            if owner is not None and shared > most:
                best, most = owner, shared
        return best

    def _beside(self, index: int) -> _Held | None:
        """Return the statement whose cue stands next to the quotation in its sentence."""
        quote = self.quotes[index]
        after = self._gap_after(index) if self._goes_on(quote) else quote.end
        before = self._sentence_start(quote.start)
        following = preceding = None
        for at in range(bisect_left(self.cues, ((before, 0), 0)), len(self.cues)):
            (cue_start, cue_end), number = self.cues[at]
            held = self.held[number]
            if cue_start >= after:
                break
            if _overlap(held.source, quote):
                continue
            if cue_end <= quote.start:
                preceding = held
            elif quote.end <= cue_start and following is None:
                following = held
        if following is not None and (preceding is None or not following.content):
            return following
        return preceding

    def _goes_on(self, quote: Quote) -> bool:
        """Tell whether the sentence may go on after the quotation."""
        inner = self.text[quote.inner_start : quote.inner_end].rstrip()
        after = self.text[quote.end : quote.end + 3].strip()
        return not (inner.endswith((".", "…")) and (after[:1].isupper() or not after))

    def _named(self, quote: Quote) -> _Held | None:
        """Make a statement of a name and a colon right before the quotation: "Roe: “…”"."""
        end = self._text_end(quote.start)
        if self.text[end - 1 : end] != ":" or end < self._line(quote.start)[0]:
            return None
        source = speakers.name_at_colon(
            self.text, self._sentence_start(end), end - 1, self.language
        )
        return source and self._add(Statement((), source, (end - 1, end), "colon"))

    def _tagged(self, index: int) -> _Held | None:
        """Make a statement of a tag after the quotation whose verb is no reporting word."""
        quote = self.quotes[index]
        inner = self.text[quote.inner_start : quote.inner_end].rstrip()
        if inner[-1:] not in (",", "?", "!") and self.text[quote.end : quote.end + 1] != ",":
            return None
        start = quote.end + (self.text[quote.end : quote.end + 1] == ",")
        found = speakers.tag_after(self.text, start, self._gap_after(index), self.language)
        return found and self._add(Statement((), *found, "tag"))

    def _announcing(self, quote: Quote) -> _Held | None:
        """Return the cue at the end of the paragraph before, if a colon follows it."""
        if not self._opens_line(quote):
            return None
        end = self._text_end(self._line(quote.start)[0])
        if self.text[end - 1 : end] != ":":
            return None
        at = bisect_left(self.cues, ((end, 0), 0)) - 1
        if at >= 0 and self.cues[at][0][0] >= self._line(end - 1)[0]:
            return self.held[self.cues[at][1]]
        return None

    def _signed(self, quote: Quote) -> _Held | None:
        """Make a statement of a quotation with a signature: “…” ― Jane Roe."""
        found = speakers.signature_after(self.text, quote.end, self.language)
        return None if found is None else self._add(Statement((), *found, "signed"))

    def _led_up_to(self, quote: Quote) -> _Held | None:
        """Make a statement of a clause whose verb is no reporting word, before the quotation."""
        end = self._text_end(quote.start)
        if end <= self._line(quote.start)[0] or self._is_fragment(quote):
            return None
        start = self._sentence_start(end)
        found = speakers.tag_before(self.text, start, end, self.language)
        if found is not None:
            return self._add(Statement((), *found, "tag"))
        is_sentence = self.text[quote.inner_start : quote.inner_start + 1].isupper()
        if not is_sentence or self.text[end - 1] != ",":
            return None
        source = speakers.subject_of_sentence(self.text, start, end, self.language)
        return source and self._add(Statement((), source, (end - 1, end), "tag"))

    def _introduced(self, quote: Quote) -> _Held | None:
        """Make a statement of a sentence that ends in a colon before the quotation."""
        end = self._text_end(quote.start)
        if self.text[end - 1 : end] != ":":
            return None
        source = speakers.subject_at_colon(
            self.text, self._sentence_start(end), end - 1, self.language
        )
        if source is None:
            return None
        return self._add(Statement((), source, (end - 1, end), "colon"))

    def _add(self, statement: Statement) -> _Held:
        held = _Held(statement)
        self.held.append(held)
        if held.cue is not None:
            insort(self.cues, (held.cue, len(self.held) - 1))
        return held

    def _extend(self, held: _Held, quote: Quote, free: tuple[Span, ...]) -> None:
        self.claimed.add(free, held)
        if not held.content and held.rule == "cue-verb":
            held.rule = "quote-next-to-cue"
        held.content += free
        self.given.append((quote.start, held))

    def _free(self, quote: Quote) -> tuple[Span, ...]:
        return with_words(self.text, self.claimed.free((quote.inner_start, quote.inner_end)))

    # -- quotations without a cue ------------------------------------------------------------

    def _carry(self, index: int, free: tuple[Span, ...]) -> None:
        quote = self.quotes[index]
        speaker = self._resumed(index) or self._speaker_before(quote)
        if speaker is None and self._is_fragment(quote):
            return
        rule = "no-speaker" if speaker is None else "carried"
        source = None if speaker is None else speaker.source
        held = self._add(Statement(free, source, None, rule))
        self.claimed.add(free, held)
        self.given.append((quote.start, held))

    def _resumed(self, index: int) -> _Held | None:
        """Return who said the quotation before, if this one plainly goes on with it.

        So it does in the next paragraph if the one before was left open, and after a sentence
        that only tells who speaks: “…,” said Roe, whom Doe chose. “…”
        """
        if index == 0 or not self.given:
            return None
        before, quote = self.quotes[index - 1], self.quotes[index]
        place, held = self.given[-1]
        if place != before.start or held.source is None:
            return None
        if self._opens_line(quote):
            return held if self._continues(index) else None
        if quote.start - before.end > 2 * _REACH or self._is_fragment(quote):
            return None
        between = self.text[before.end : quote.start].strip()
        starts_over = between[:1].isupper() and self.text[before.inner_end - 1] in ".?!"
        is_sentence = between.endswith((".", ":", "!")) and "\n" not in between
        if not is_sentence or starts_over:
            return None
        return held if len(list(self._sentence_ends(before.end, quote.start))) <= 1 else None

    def _is_fragment(self, quote: Quote) -> bool:
        """Tell a few quoted words inside of a sentence from a quoted sentence."""
        inner = self.text[quote.inner_start : quote.inner_end].rstrip()
        if count_words(inner, 0, 200) > FRAGMENT_WORDS:
            return False
        return not (inner[:1].isupper() and inner[-1:] in ".?!")

    def _speaker_before(self, quote: Quote) -> _Held | None:
        """Return the statement that last established who speaks, before the quotation."""
        line = self._line(quote.start)[0]
        speaker = self._last_between(line, quote.start)
        if speaker is not None or not self._opens_line(quote):
            return speaker
        end = self._text_end(line)
        if end <= self.body_start <= quote.start:
            return None
        return self._last_between(self._line(end - 1)[0], end) if end else None

    def _last_between(self, start: int, stop: int) -> _Held | None:
        at = bisect_left(self.begun, stop, key=lambda pair: pair[0]) - 1
        place, last = self.begun[at] if at >= 0 else (-1, None)
        if self.given and self.given[-1][0] >= place and self.given[-1][0] < stop:
            place, last = self.given[-1]
        if last is None or place < start or last.source is None:
            return None
        return last

    # -- blocks ------------------------------------------------------------------------------

    def read_blocks(self) -> None:
        """Give an unquoted paragraph to the cue and colon that end the paragraph before."""
        for held in self.held:
            if held.content or held.cue is None:
                continue
            end = self._line(held.cue[1])[1]
            if end - held.cue[1] > _REACH or not self._is_colon(held.cue[1], end):
                continue
            start, stop = self._next_line(end)
            free = self.claimed.free((start, stop))
            if free == [(start, stop)] and start < stop:
                self.claimed.add(free, held)
                held.content += free
                held.rule = "block"

    def _is_colon(self, start: int, end: int) -> bool:
        return self.text[start:end].rstrip().endswith(":")

    def _next_line(self, place: int) -> Span:
        """Return the next line that holds text after the line break at `place`."""
        while place < len(self.text) and self.text[place].isspace():
            place += 1
        return place, self._line(place)[1]

    # -- the end -----------------------------------------------------------------------------

    def result(self) -> list[Statement]:
        found = [held.statement(self._joined(held.content)) for held in self.held if held.content]
        return sorted(found, key=first_place)

    def _joined(self, spans: Iterable[Span]) -> tuple[Span, ...]:
        """Join pieces with no word between them."""
        joined: list[Span] = []
        for start, end in sorted(spans):
            if joined and not has_word(self.text, joined[-1][1], start):
                joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
            else:
                joined.append((start, end))
        return tuple(joined)


def _overlap(span: Span | None, quote: Quote) -> bool:
    return span is not None and span[0] < quote.end and quote.start < span[1]
