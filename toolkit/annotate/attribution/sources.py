"""From the words that name a source to the actor and the person behind them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from toolkit.annotate.names import Name
from toolkit.languages.language import Language
from toolkit.languages.read import any_of
from toolkit.tables.joint import JOINT, join_ids
from toolkit.text.words import WORD_PATTERN, Span

_APPOSED = re.compile(r"\s*,\s+")
_LABELS = re.compile(r":\s+(?![“\"«])")  # "The President: We meet", whoever was named before
_BRACKETED = re.compile(r" ?\(([^()\n]{1,60})\)")
_SENTENCE_START = re.compile(r"(?:\A|\n|[.!?][\"”’)]*\s)\s*[\"“‘(]?")
_ENDS_CONTENT = (",", "”", '"', "’")
_SUBJECT_WORDS = 5
_LONGEST_SENTENCE = 400


class Voice(NamedTuple):
    """Who stands behind a source, as far as the registry knows; joint ids for several."""

    actor_id: str | None = None
    person_id: str | None = None


NOBODY = Voice()


class Sources:
    """Resolves the sources of one article, in the order of the text.

    Parameters
    ----------
    text
        The article's text.
    names
        The actors named in it, in any order.
    language
        The language of the text.

    Notes
    -----
    *Limits.* "He" and "the minister" mean the person who last spoke, or who was last named as
    the subject of a sentence, in the same paragraph or the one before, and whose pronoun the
    registry does not give otherwise. "It" means the country or body that is the subject of the
    same sentence, if no other is named in it, or of the one before. "Both sides" are those who
    last spoke together, or the only two actors named in this sentence and the one before; "they"
    are those who last spoke in the paragraph, if those are several. Else the source stays
    without an actor: a wrong name is worse than none.
    """

    def __init__(self, text: str, names: Iterable[Name], language: Language):
        self.text = text
        self.language = language
        self.words = language.sources
        self.patterns = _patterns(language)
        self.names = sorted(names)
        self.starts = [name.start for name in self.names]
        self.known: dict[Span, Voice] = {}
        self.order: list[Span] = []  # the keys of `known`, as they stand in the text
        self.speakers: list[tuple[int, Voice]] = []
        self.pronouns = {name.person_id: name.pronoun for name in self.names if name.pronoun}

    def resolve_all(self, spans: Iterable[Span]) -> dict[Span, Voice]:
        """Return the voice behind each of the source spans."""
        for span in sorted(set(spans)):
            voice = self._resolve(span)
            self.known[span] = voice
            self.order.append(span)
            if voice.person_id is not None or JOINT in (voice.actor_id or ""):
                self.speakers.append((span[0], voice))
        return self.known

    def subject_before(self, place: int) -> str | None:
        """Return the actor named as the subject of the sentence that goes on at `place`."""
        begin = self._sentence_start(place)
        for name in self._within((begin, place)):
            if name.kind != "demonym" and self._is_subject(name):
                return name.actor_id
        return None

    def _resolve(self, span: Span) -> Voice:
        words = WORD_PATTERN.findall(self.text, *span)
        if not words:
            return NOBODY
        first, persons = words[0].lower(), _persons(self.language)
        if len(words) == 1 and first in persons:
            return self._person_before(span[0], persons[first])
        if len(words) == 1 and first in self.words.it:
            return self._body_before(span[0])
        if len(words) == 1 and first in self.words.they:
            return self._several_before(span[0])
        if self._is_collective(words):
            return self._pair_before(span[0])
        is_owned = first in self.words.possessives and self._is_office(words[-1])
        if is_owned and not self._within(span):
            at = span[0]
            owner = self._person_before(at, persons[first]) if first in persons else None
            return Voice((owner or self._body_before(at)).actor_id)
        voice = self._of_phrase(span)
        is_bare_office = first in self.words.definite and self._is_office(words[-1])
        is_bare_office = is_bare_office and not _LABELS.match(self.text, span[1])
        if voice.actor_id is None and is_bare_office and not self._within(span):
            return self._person_before(span[0])
        return voice if voice.actor_id is not None else self._bracketed(span[1])

    def _bracketed(self, place: int) -> Voice:
        """Return the actor who alone stands in brackets at `place`: "Ms. Doe (Norland): …"."""
        found = _BRACKETED.match(self.text, place)
        named = self._within(found.span(1)) if found else []
        if found and len(named) == 1 and (named[0].start, named[0].end) == found.span(1):
            return Voice(named[0].actor_id if named[0].kind != "demonym" else None)
        return NOBODY

    def _of_phrase(self, span: Span) -> Voice:
        """Resolve a noun phrase: its head, else what qualifies an office at its head."""
        joint = self._joint(span)
        if joint is not None:
            return joint
        start, end = span
        cut = self.patterns.qualifier.search(self.text, start + 1, end)
        head_end = cut.start() if cut else end
        covering = [n for n in self._within((start, head_end)) if n.end > head_end]
        if covering:  # a name or an office that runs on: "the foreign minister of Turkey"
            head_end = covering[-1].end
            cut = self.patterns.qualifier.search(self.text, head_end, end)
        voice = self._of_head((start, head_end))
        if cut is not None and self.patterns.joins.match(self.text, cut.start()):
            return self._joined(voice, (cut.end(), end))
        if voice.person_id is not None or cut is None:
            return voice
        return self._of_rest(voice, (start, head_end), (cut.start(), end))

    def _joint(self, span: Span) -> Voice | None:
        """Resolve "X, Y and Z" of at least two actors; what stands between X and Z may be none."""
        both = self.patterns.both.match(self.text, *span)
        start = both.end() if both else span[0]
        cuts = list(self.patterns.joined.finditer(self.text, start, span[1]))
        if not cuts or not self.patterns.joins.search(self.text, *span):
            return None
        edges = [start, *(edge for cut in cuts for edge in cut.span()), span[1]]
        parts = [(at, to) for at, to in zip(edges[::2], edges[1::2], strict=True) if at < to]
        ids = [self._of_phrase(part).actor_id for part in parts]
        if not ids or None in (ids[0], ids[-1]) or len({*ids} - {None}) < 2:
            return None
        return Voice(join_ids(actor for actor in ids if actor is not None))

    def _joined(self, voice: Voice, rest: Span) -> Voice:
        """Resolve "X and Y": one actor only if both are of it, never a person."""
        others = {name.actor_id for name in self._within(rest)}
        if voice.actor_id is None:
            first = None if len(others) != 1 else next(iter(others))
            return Voice(first if first and self._is_office_at(rest) else None)
        return Voice(voice.actor_id) if others <= {voice.actor_id} and others else NOBODY

    def _of_rest(self, voice: Voice, head: Span, rest: Span) -> Voice:
        apposed = _APPOSED.match(self.text, *rest)
        if apposed is not None:
            named = self._within((apposed.end(), rest[1]))
            if named and named[0].kind in ("name", "alias"):
                before = self.text[apposed.end() : named[0].start]
                if self.patterns.rank.fullmatch(before):
                    return Voice(named[0].actor_id, named[0].person_id)
            return voice
        of = self.patterns.tie.match(self.text, *rest)
        if of is None or voice.actor_id is not None or not self._is_office_at(head):
            return voice
        return Voice(self._of_phrase((of.end(), rest[1])).actor_id)

    def _of_head(self, span: Span) -> Voice:
        """Resolve a noun phrase without anything after its head."""
        named = self._within(span)
        if not named:
            return NOBODY
        last = named[-1]
        after = self.text[last.end : span[1]]
        genitive = self.patterns.genitive.match(f"{after} ")
        if not WORD_PATTERN.search(after, genitive.end() if genitive else 0):
            return Voice(last.actor_id, last.person_id)
        if not self._is_office_at(span):
            return NOBODY
        if self.patterns.genitive.match(after) or last.kind in (
            "demonym",
            "alias",
            "metonym",
            "name",
        ):
            return Voice(last.actor_id)
        return NOBODY

    # -- antecedents -----------------------------------------------------------------------

    def _person_before(self, place: int, pronoun: str | None = None) -> Voice:
        """Return the person whom "he" or "the minister" at `place` means, if that is plain."""
        start = self._paragraph_before(place)
        speaker = self._last_speaker(start, place, pronoun)
        subject = self._last_subject(start, place, pronoun)
        return max(speaker, subject, key=lambda pair: pair[0])[1]

    def _paragraph_before(self, place: int) -> int:
        """Return where the paragraph begins that precedes the one of `place`."""
        line = self.text.rfind("\n", 0, place) + 1
        while line and self.text[line - 1].isspace():
            line -= 1
        return self.text.rfind("\n", 0, line) + 1

    def _may_mean(self, pronoun: str | None, person_id: str) -> bool:
        return pronoun is None or self.pronouns.get(person_id, pronoun) == pronoun

    def _is_collective(self, words: list[str]) -> bool:
        """Tell "both", "both sides", "the two foreign ministers", "the parties"."""
        lowered = [word.lower() for word in words]
        several = self.words.collectives
        if lowered[0] in self.words.both:
            return len(words) == 1 or (lowered[-1] in several and len(words) <= 3)
        if lowered[0] in self.words.each:
            return len(words) == 2 and lowered[1] in self.words.each_of
        if lowered[0] not in self.words.definite:
            return False
        if len(words) > 1 and lowered[1] in self.words.two:
            return len(words) == 2 or (lowered[-1] in several and len(words) <= 4)
        return len(words) == 2 and lowered[1] in self.words.parties

    def _pair_before(self, place: int) -> Voice:
        """Return the two actors whom "both sides" at `place` means, if that is plain."""
        start = self._paragraph_before(place)
        for at, voice in reversed(self.speakers):
            if at < start:
                break
            if at < place and JOINT in (voice.actor_id or ""):
                return voice
        begin = self._sentence_start(place)
        named = {n.actor_id for n in self._within((self._sentence_start(begin - 2), place))}
        return Voice(join_ids(named)) if len(named) == 2 else NOBODY

    def _several_before(self, place: int) -> Voice:
        """Return those who last spoke in the paragraph of "they" at `place`, if several."""
        line = self.text.rfind("\n", 0, place) + 1
        last = self._last_span(line, place)
        if last is None:
            return NOBODY
        voice = self.known[last]
        cut = self.patterns.qualifier.search(self.text, last[0] + 1, last[1])
        head = WORD_PATTERN.findall(self.text, last[0], cut.start() if cut else last[1])[-1:]
        plural = self.language.grammar.plural_endings
        is_plural = bool(head) and head[0].endswith(plural) and self._is_office(head[0])
        is_joint = voice.actor_id is not None and JOINT in voice.actor_id
        return Voice(voice.actor_id) if is_joint or is_plural else NOBODY

    def _last_source(self, start: int, place: int) -> Voice | None:
        """Return the voice that spoke last between `start` and `place`."""
        last = self._last_span(start, place)
        return None if last is None else self.known[last]

    def _last_span(self, start: int, place: int) -> Span | None:
        at = bisect_left(self.order, (place, 0)) - 1
        return self.order[at] if at >= 0 and self.order[at][0] >= start else None

    def _body_before(self, place: int) -> Voice:
        """Return the country or body whom "it" at `place` means, if that is plain."""
        line = self.text.rfind("\n", 0, place) + 1
        begin = max(line, self._sentence_start(place))
        speaker = self._last_source(max(line, self._sentence_start(begin - 2)), place)
        if speaker is not None and speaker.person_id is None and speaker.actor_id is not None:
            return speaker
        # In "Norland must go, it said" the subject before the pronoun is not who speaks.
        speaks_after = self.text[begin:place].rstrip()[-1:] in _ENDS_CONTENT
        here = [name for name in self._within((begin, place)) if name.kind != "demonym"]
        if here and not speaks_after:
            return self._body(here[0]) if len(here) == 1 else NOBODY
        before = (max(line, self._sentence_start(begin - 2)), begin) if begin > line else None
        for name in self._within(before) if before else ():
            if name.kind != "demonym" and self._is_subject(name):
                return self._body(name)
        return NOBODY

    def _body(self, name: Name) -> Voice:
        return Voice(name.actor_id) if name.person_id is None and self._is_subject(name) else NOBODY

    def _last_speaker(self, start: int, place: int, pronoun: str | None) -> tuple[int, Voice]:
        for at, voice in reversed(self.speakers):
            if at < start:
                break
            person = voice.person_id
            if at < place and person is not None and self._may_mean(pronoun, person):
                return at, voice
        return -1, NOBODY

    def _last_subject(self, start: int, place: int, pronoun: str | None) -> tuple[int, Voice]:
        """Return the person last named at the head of a sentence between `start` and `place`."""
        for name in reversed(self.names[: bisect_left(self.starts, place)]):
            if name.start < max(start, place - 3_000):
                break
            if (
                name.person_id is not None
                and self._may_mean(pronoun, name.person_id)
                and self._is_subject(name)
            ):
                return name.start, Voice(name.actor_id, name.person_id)
        return -1, NOBODY

    def _is_subject(self, name: Name) -> bool:
        begin = self._sentence_start(name.start)
        lead = self.text[begin : name.start].rpartition(",")[2]
        words = [word.lower() for word in WORD_PATTERN.findall(lead)]
        if len(words) > _SUBJECT_WORDS or not _not_in_subject(self.language).isdisjoint(words):
            return False
        return not self.patterns.genitive.match(self.text[name.end : name.end + 3])

    def _sentence_start(self, place: int) -> int:
        begin = max(0, place - _LONGEST_SENTENCE)
        starts = [found.end() for found in _SENTENCE_START.finditer(self.text, begin, place)]
        return starts[-1] if starts else begin

    # -- words -----------------------------------------------------------------------------

    def _within(self, span: Span) -> list[Name]:
        low = bisect_left(self.starts, span[0])
        if low and self.names[low - 1].end > span[0]:
            low -= 1  # a name that the span begins inside of
        high = bisect_left(self.starts, span[1])
        return self.names[low:high]

    def _is_office_at(self, span: Span) -> bool:
        words = WORD_PATTERN.findall(self.text, *span)
        return bool(words) and self._is_office(words[-1])

    def _is_office(self, word: str) -> bool:
        word, offices = word.lower(), self.words.offices
        return word in offices or any(
            word.removesuffix(ending) in offices for ending in self.language.grammar.plural_endings
        )


class _Patterns(NamedTuple):
    """What the words of a language make of a source, as regular expressions."""

    qualifier: re.Pattern[str]  # where the head of a noun phrase ends
    tie: re.Pattern[str]  # between an office and its actor
    rank: re.Pattern[str]  # "General", "Mr", "Foreign Minister"
    genitive: re.Pattern[str]  # what may follow a name that owns an office
    joins: re.Pattern[str]  # between two of a kind
    joined: re.Pattern[str]  # between two actors of several
    both: re.Pattern[str]


@cache
def _patterns(language: Language) -> _Patterns:
    words, genitives = language.sources, language.grammar.genitives
    joins, both = any_of(words.joins_actors), any_of(words.both)
    tails = any_of(word.removeprefix("'") for word in genitives)
    return _Patterns(
        re.compile(rf"[,;:()\[\]—–]|\s-\s|\b(?:{any_of(words.qualifiers)})\b"),
        re.compile(rf"\s*(?:{any_of(words.ties)})\s+"),
        re.compile(rf"(?:[{language.capitals}][\w.'’-]*\s+){{0,3}}"),
        re.compile(rf"['’](?:{tails})?(?=\s)"),
        re.compile(rf"\b(?:{any_of(words.joins)})\b"),
        re.compile(
            rf"\s*(?:,\s*(?:(?:{joins})\s+)?|\b(?:{joins})\s+(?:(?:{any_of(words.elliptic)})\s+)?)"
            rf"(?:(?:{both})\s+)?",
            re.IGNORECASE,
        ),
        re.compile(rf"(?:{both})\s+", re.IGNORECASE),
    )


@cache
def _persons(language: Language) -> dict[str, str]:
    """Return the pronouns of a person, with that which the registry gives."""
    words = language.sources
    return dict.fromkeys(words.he, "he") | dict.fromkeys(words.she, "she")


@cache
def _not_in_subject(language: Language) -> frozenset[str]:
    """Return words that never stand in a noun phrase before the name that is its head."""
    grammar = language.grammar
    small = grammar.prepositions | grammar.auxiliaries | grammar.pronouns
    return (small | frozenset(language.cues.verbs)) - language.sources.offices
