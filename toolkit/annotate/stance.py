"""Stance: whether a voice says that a framing term is so, denies it, or leaves it open."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from toolkit.annotate.attribution.attributions import Row
from toolkit.annotate.stance_patterns import Patterns, patterns_of
from toolkit.languages.language import language_of
from toolkit.text.segments import Part
from toolkit.text.spans import SpanIndex
from toolkit.text.text import Text

ASSERTED, DENIED, QUESTIONED = "asserted", "denied", "questioned"
_BEFORE, _AFTER = 300, 160  # characters of the sentence that are read on each side of a term
_QUOTES = re.compile(r"\"|(?<!\w)'|'(?!\w)")
_LISTING = ("deny", "reject_claim", "baseless_claim")  # "denied murder, torture and an attack"
_REACH = 10  # words that a word of supposing or doubting reaches
_YEAR = re.compile(r",\s+\d{4},?")  # its commas end no clause: "on May 3, 2020,"
_STOPS = re.compile(r"[;:!?()\[\]–—]")


class Saying(NamedTuple):
    """The reporting word of a piece of content, and the words that name its source."""

    cue_start: int | None
    cue_end: int | None
    source: str | None

    @classmethod
    def of(cls, row: Row) -> Saying:
        """Return the saying of a row of the attributions table."""
        return cls(row.cue_start, row.cue_end, row.source)


def stances_of(
    text: Text,
    spans: Iterable[tuple[int, int]],
    parts: Sequence[Part],
    sayings: Sequence[Saying],
) -> Iterator[str]:
    """Yield the stance of each term of one article: asserted, denied or questioned.

    The stance is that of the voice that has the term. Its sentence is read from before the
    reporting word on, so that it does not matter how much of "denied that it had attacked" a
    method takes for content.

    Parameters
    ----------
    spans
        Start and end of each term.
    parts, sayings
        The pieces of attributed content, in text order, and the saying of each.

    Notes
    -----
    *Limits.* Patterns of words within a sentence, no parse. What is feared, wished, threatened or
    averted is asserted; irony, and a denial in another sentence, are not seen.
    """
    sentences, starts = SpanIndex(text.sentences), [part.start for part in parts]
    patterns = patterns_of(language_of(text.language))
    for start, end in spans:
        at = bisect_right(starts, start) - 1
        sentence = sentences.at(start) or (start, end)
        first = max(sentence[0], start - _BEFORE)
        last = max(end, min(sentence[1], end + _AFTER))
        if at >= 0 and start < parts[at].end:
            previous = parts[at - 1].end if at else 0
            context = _voiced(text, (start, end), (first, last), previous, parts[at], sayings[at])
        else:
            first = max(first, parts[at].end) if at >= 0 else first
            last = min(last, starts[at + 1]) if at + 1 < len(starts) else last
            last = max(end, last)
            context = _Context(
                _plain(text, first, start), _plain(text, end, last), text.folded[end:last]
            )
        yield _Reader(patterns, context).stance()


class _Context(NamedTuple):
    """What bears on a term: the words of its sentence before and behind it.

    Parameters
    ----------
    before, behind
        Those words; behind the term they end with the content that holds it.
    quoted
        As `behind`, with its quotation marks.
    reported
        As `behind`, up to the reporting word that stands behind the content.
    own
        Where the voice's own words begin in `before`; its length at most.
    cue
        Where the reporting word stands in `before`.
    """

    before: str
    behind: str
    quoted: str
    reported: str = ""
    voiced: bool = False
    named: bool = False
    direct: bool = False
    own: int = 0
    cue: tuple[int, int] = (0, 0)


def _voiced(
    text: Text,
    term: tuple[int, int],
    sentence: tuple[int, int],
    previous: int,
    part: Part,
    saying: Saying,
) -> _Context:
    """Return what bears on a term in attributed content."""
    (start, end), (first, last) = term, sentence
    cue_start, cue_end = saying.cue_start, saying.cue_end
    reported = last = max(end, min(last, part.end))
    cue = (0, 0)
    if cue_start is None or cue_end is None or not first <= cue_start < part.start:
        if cue_start is not None and cue_end is not None and part.end <= cue_start < sentence[1]:
            reported = cue_end
        first = max(first, part.start)
    else:
        first = max(first, min(previous, cue_start))
        cue = (cue_start - first, cue_end - first)
    return _Context(
        _plain(text, first, start),
        _plain(text, end, last),
        text.folded[end:last],
        _plain(text, end, reported),
        voiced=True,
        named=saying.source is not None,
        direct=part.mode == "direct",
        own=max(0, part.start - first),
        cue=cue,
    )


def _plain(text: Text, start: int, end: int) -> str:
    """Return the words of a stretch, a blank in place of each quotation mark."""
    if text.folded[end - 1 : end] == "-":  # the term is the end of a compound: "life-threatening"
        while end > start and not text.folded[end - 1].isspace():
            end -= 1
    return _QUOTES.sub(" ", text.folded[start:end])


class _Reader:
    """What the patterns say of one term."""

    def __init__(self, patterns: Patterns, context: _Context) -> None:
        context = context._replace(before=patterns.last_sentence(context.before))
        self._patterns = patterns
        self._context = context
        self._possible = patterns.possible(context.before)

    def stance(self) -> str:
        """Return the stance: of what leaves it open and what denies it, the outer word decides."""
        if self._supposed():
            return QUESTIONED
        return self._denied() or (QUESTIONED if self._left_open() else ASSERTED)

    # -- asked and supposed ----------------------------------------------------------------------

    def _supposed(self) -> bool:
        if self._reaching("confirm"):
            return True
        supposed = self._reaching("condition") or self._reaching("inverted") or self._asked()
        return bool(supposed) and not self._presupposed()

    def _asked(self) -> bool:
        """Tell whether the term stands in a question that does not take it for granted."""
        context, patterns = self._context, self._patterns
        asked = patterns.search("asked", context.behind)
        if asked is None or '"' in context.quoted[1 : asked.end()]:
            return False
        if patterns.search("asked_next", context.behind) or patterns.search("tag", asked[0]):
            return False
        question = _STOPS.split(context.before[context.own :])[-1].rpartition(",")[-1]
        return not patterns.search("presuming", question)

    def _presupposed(self) -> bool:
        """Tell whether the term is named as there already: "if the war goes on"."""
        definite = self._patterns.search("definite", self._context.before)
        if definite is None:
            return False
        return not self._patterns.search("predicate", self._context.before[: definite.start()])

    # -- denied ----------------------------------------------------------------------------------

    def _denied(self) -> str | None:
        """Return what a word of denial makes of the term, None if there is none."""
        for name in ("deny", "reject_claim", "baseless_claim"):
            governor = self._reaching(name)
            if governor is not None:
                return self._outcome(governor)
        governor = self._governor("refuses_name")
        if governor is not None:
            return self._said_by(governor)
        if self._governor("not_named"):
            return DENIED
        if self._reaching("believe") is not None and not self._presupposed():
            return DENIED
        governor = self._governor("negated")
        if governor is not None:
            return QUESTIONED if self._may(governor) else DENIED
        return self._denied_behind()

    def _may(self, governor: re.Match[str]) -> bool:
        """Tell whether what governs the term only may be so: "may not", "could fail to"."""
        patterns, before = self._patterns, self._context.before[: governor.start()]
        if patterns.search("possible_last", before):
            return True
        negates = patterns.search("negator_last", governor[0] + " ")
        return negates is None and patterns.search("able_last", before) is not None

    def _outcome(self, governor: re.Match[str]) -> str:
        """Return the stance under a verb of denial, which may be negated or hold a negation."""
        context = self._context
        if self._patterns.search("negator_last", context.before[: governor.start()]):
            return QUESTIONED
        if self._patterns.search("negated", context.before, governor.end("by")):
            return ASSERTED
        return self._said_by(governor)

    def _said_by(self, governor: re.Match[str]) -> str:
        """Return the stance of a voice in whose words somebody denies something."""
        context, patterns = self._context, self._patterns
        at = governor.start("by")
        if not context.voiced or at < context.own:
            return DENIED
        own = context.before[context.own : at]
        verb = governor["by"].split()[0]
        if patterns.search("gerund", verb) and not patterns.search("auxiliary_last", own):
            cue = context.before[slice(*context.cue)].strip()
            return ASSERTED if patterns.search("accusing", cue) else DENIED
        subject = patterns.search("subject", own)
        if subject is None or patterns.search("first_person", subject[1]):
            return DENIED
        if patterns.search("shared", subject[1]):
            return DENIED
        if patterns.search("third_person", subject[1]) and not context.direct:
            return DENIED
        return QUESTIONED

    def _denied_behind(self) -> str | None:
        patterns, context = self._patterns, self._context
        if patterns.search("unrealised", context.behind):
            return DENIED
        if not context.voiced and patterns.search("denied_by", context.behind):
            return DENIED
        behind = context.reported or context.behind
        rejected = patterns.search("denied", behind)
        if rejected is None and self._governor("claim"):
            rejected = patterns.search("claim_rejected", behind)
        if rejected is None or patterns.search("negator", rejected[0]):
            return None
        return DENIED

    # -- left open -------------------------------------------------------------------------------

    def _left_open(self) -> bool:
        context, patterns = self._context, self._patterns
        if self._governor("hedge") or self._governor("modal"):
            return True
        if self._would():
            return True
        if self._governor("indefinite") and patterns.search("supposed", context.behind):
            return True
        doubt = self._reaching("doubt")
        if doubt and not patterns.search("negator_last", context.before[: doubt.start()]):
            return not self._presupposed()
        if self._reaching("uncertain"):
            return not self._presupposed()
        accused = self._governor("accuse") or self._governor("hearsay")
        accused = accused or self._reaching("hearsay_that")
        return bool(accused) and not context.named and not self._presupposed()

    def _would(self) -> bool:
        """Tell whether the term is what only would be; "said it would attack" is the future."""
        context, patterns = self._context, self._patterns
        would = self._governor("equative")
        if would is not None:
            return not patterns.search("existential", context.before[: would.start()])
        would = self._governor("would")
        if would is None:
            return False
        if patterns.search("condition", f"{context.before} {context.behind}"):
            return True
        own = context.before[context.own : would.start()]
        return context.direct and not patterns.search("cue", own)

    # -- how far a word reaches ------------------------------------------------------------------

    def _reaching(self, name: str) -> re.Match[str] | None:
        """Return the last word of a kind whose clause still goes on at the term."""
        before = self._context.before
        match, at = None, 0
        while name in self._possible and (nearer := self._patterns.search(name, before, at)):
            if self._is_open(nearer["scope"], lists=name in _LISTING):
                match = nearer
            at = nearer.end("by")
        return match

    def _governor(self, name: str) -> re.Match[str] | None:
        """Return the first place where a pattern holds of the words before the term."""
        if name not in self._possible:
            return None
        return self._patterns.search(name, self._context.before)

    def _is_open(self, scope: str, *, lists: bool) -> bool:
        """Tell whether no clause ends in the words between a word and the term.

        Where `lists` are read, the commas between things that are joined end none, and it may be
        long: what is denied is so to its end, what is supposed hardly ten words on.
        """
        if not lists and len(scope.split()) > _REACH:
            return False
        patterns, scope = self._patterns, _YEAR.sub("", scope)
        if _STOPS.search(scope) or patterns.search("ends", scope):
            return False
        if patterns.search("joined", scope):
            return False
        return "," not in scope or (lists and self._is_list(scope))

    def _is_list(self, scope: str) -> bool:
        """Tell whether the commas in a scope part things that are joined, the term among them."""
        if self._patterns.search("listed", scope):
            return True
        goes_on = self._patterns.search("goes_on", f"{scope}-{self._context.behind}")
        return goes_on is not None and goes_on.end() > len(scope)
