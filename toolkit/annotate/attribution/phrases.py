"""Noun phrases that name a source: the actor and the person behind their words."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from toolkit.annotate.names import Name
from toolkit.languages.language import Language
from toolkit.languages.read import any_of
from toolkit.tables.joint import join_ids
from toolkit.text.words import WORD, WORD_PATTERN, Span, has_word

_APPOSED = re.compile(r"\s*,\s+")
_BRACKETED = re.compile(r" ?\(([^()\n]{1,60})\)")
_LABELS = re.compile(r":\s+(?![“\"«])")
_BREAK = re.compile(r"[,;:.(]")
_DOCUMENT_REACH = 6  # words of "poll published last Monday" before "by"
NAMING = ("name", "alias")  # kinds of names that stand for themselves


class Voice(NamedTuple):
    """Who stands behind a source, as far as the registry knows; joint ids for several."""

    actor_id: str | None = None
    person_id: str | None = None


NOBODY = Voice()


class Phrases:
    """The noun phrases of one article, asked whose words they announce.

    Parameters
    ----------
    text
        The article's text.
    names
        The actors named in it, in any order. One that is tied to another word by a hyphen
        ("Ankara-based", "pro-Russian") names nobody here.
    language
        The language of the text.
    """

    def __init__(self, text: str, names: Iterable[Name], language: Language):
        self.text = text
        self.language = language
        self.words = language.sources
        self.patterns = patterns_of(language)
        self._nouns = _nouns(language)
        self.callings = self._nouns.callings
        # Where the heads of phrases end, and their last words, which are asked for again and again.
        self._ends: dict[Span, int] = {}
        self._heads: dict[Span, str] = {}
        self.names = sorted(name for name in names if not self._is_tied(name))
        self.starts = [name.start for name in self.names]

    def within(self, span: Span) -> list[Name]:
        """Return the names that overlap `span`, in order."""
        low = bisect_left(self.starts, span[0])
        if low and self.names[low - 1].end > span[0]:
            low -= 1  # a name that the span begins inside of
        return self.names[low : bisect_left(self.starts, span[1])]

    def words_in(self, span: Span) -> list[str]:
        """Return the words of a span."""
        return self.patterns.word.findall(self.text, *span)

    def head_of(self, span: Span) -> str:
        """Return the last word before what qualifies a phrase, in lower case; "" if it has none."""
        head = self._heads.get(span)
        if head is None:
            end = self.head_end(span)
            last = max(span[0], self.text.rfind(" ", span[0], end) + 1)
            words = self.words_in((last, end)) or self.words_in((span[0], end))
            head = self._heads[span] = words[-1].lower() if words else ""
        return head

    def proper_name(self, span: Span) -> Span | None:
        """Return where a phrase gives a name of its own: "army spokesman John Roe"."""
        end = self.head_end(span)
        names = [found.span() for found in self.patterns.name.finditer(self.text, span[0], end)]
        if names and not self.text[names[-1][1] : end].strip(" .'’"):
            return self._without_offices(names[-1])
        apposed = _APPOSED.match(self.text, end, span[1])
        after = apposed and self.patterns.name.match(self.text, apposed.end(), span[1])
        return None if after is None else self._without_offices(after.span())

    def widened(self, span: Span) -> Span:
        """Return a source with what its reader may have cut off.

        That is the name after a title ("Prime Minister" of "Prime Minister May accuses"), and who
        has published a document ("A poll" of "A poll published on Monday by the institute").
        """
        following = self.within((span[1], span[1] + 2))
        if following and following[0].start == span[1] + 1 and following[0].person_id is not None:
            return span[0], following[0].end
        if self.is_document(self.head_of(span)) and not self.within(span):
            published = self.patterns.published.match(self.text, span[1])
            if published is None:
                return span
            named = self.within((published.end(), published.end() + 40))
            if named and not _BREAK.search(self.text, published.end(), named[0].start):
                return span[0], self._run_end(named)
        return span

    def _run_end(self, names: list[Name]) -> int:
        """Return where names that follow one another end: "Norland's National Institute"."""
        end = names[0].end
        for name in names[1:]:
            if not self.patterns.genitive.fullmatch(self.text[end : name.start].rstrip() or "'"):
                break
            end = name.end
        return end

    def voice_of(self, span: Span) -> Voice:
        """Resolve a noun phrase: its head, else what qualifies an office at its head."""
        if not self.within(span):
            return NOBODY
        joint = self._joint(span)
        if joint is not None:
            return joint
        titled = self._titled(span)
        if titled is not None:
            return titled
        start, end = span
        head_end = self.head_end(span)
        head, rest = (start, head_end), (head_end, end)
        voice = self._of_head(head)
        if head_end == end:
            return voice
        joins = self.patterns.joins.match(self.text, *rest)
        if joins is not None:
            return self._joined(voice, (joins.end(), end))
        if voice.person_id is None:
            voice = self._of_rest(voice, head, rest)
        return self._apposed_at_end(span) if voice == NOBODY else voice

    def is_label(self, span: Span) -> bool:
        """Tell "The President: We meet", who is not the president that was named before."""
        return _LABELS.match(self.text, span[1]) is not None

    def bracketed(self, span: Span) -> Voice:
        """Return the actor who stands alone in brackets behind a span: "Ms. Doe (Norland): …"."""
        found = _BRACKETED.match(self.text, span[1])
        named = self.within(found.span(1)) if found else []
        if found is None or len(named) != 1 or named[0].kind not in NAMING:
            return NOBODY
        is_all = (named[0].start, named[0].end) == found.span(1)
        return Voice(named[0].actor_id) if is_all else NOBODY

    def is_office(self, word: str) -> bool:
        """Tell whether a word, singular or plural, speaks for an actor: "ministry", "officials"."""
        return word.lower() in self._nouns.offices

    def is_document(self, word: str) -> bool:
        """Tell whether a word, singular or plural, is what an actor publishes: "report"."""
        return word.lower() in self._nouns.documents

    def is_body(self, word: str) -> bool:
        """Tell whether a word is a kind of a body: "company", "agency"."""
        return word.lower() in self.words.bodies

    def is_person(self, word: str) -> bool:
        """Tell whether a noun means a person: by a list, or by its ending ("-ist")."""
        word = word.lower()
        if word in self.words.people or self.is_office(word):
            return True
        return word.endswith(self.words.person_endings)

    def is_plural(self, word: str) -> bool:
        """Tell whether a noun has the ending of a plural, or is one without it: "police"."""
        word = word.lower()
        if word in self.words.plurals:
            return True
        return self.language.grammar.is_plural(word)

    def _is_tied(self, name: Name) -> bool:
        """Tell a name in "Ankara-based" and "pro-Russian", but not in "Russian-Turkish"."""
        before = self.text[name.start - 1 : name.start]
        after = self.text[name.end : name.end + 2]
        if before == "-" and self.patterns.prefix.search(
            self.text, max(0, name.start - 8), name.start
        ):
            return True
        return after[:1] == "-" and after[1:].islower()

    def head_end(self, span: Span) -> int:
        """Return where the head of a phrase ends, and what qualifies it begins."""
        end = self._ends.get(span)
        if end is None:
            end = self._ends[span] = self._find_head_end(span)
        return end

    def _find_head_end(self, span: Span) -> int:
        start, end = span
        cut = self.patterns.qualifier.search(self.text, start + 1, end)
        if cut is None:
            return end
        # A name or an office that runs on: "the foreign minister of Turkey".
        covering = [name for name in self.within((start, cut.start())) if name.end > cut.start()]
        if covering:
            cut = self.patterns.qualifier.search(self.text, covering[-1].end, end)
        return cut.start() if cut is not None else end

    def _without_offices(self, span: Span) -> Span | None:
        """Return a name without the titles that it begins with: "Prime Minister Jane Roe"."""
        first = None
        for first in WORD_PATTERN.finditer(self.text, *span):
            if first.group().lower() not in self._nouns.titles:
                break
        if first is None or self.is_office(first.group()):
            return None
        return first.start(), span[1]

    def _joint(self, span: Span) -> Voice | None:
        """Resolve "X, Y and Z" of at least two actors; what stands between X and Z may be none."""
        both = self.patterns.both.match(self.text, *span)
        start = both.end() if both else span[0]
        cuts = [
            cut
            for cut in self.patterns.joined.finditer(self.text, start, span[1])
            if not any(name.start < cut.start() < name.end for name in self.within(cut.span()))
        ]
        if not any(self.patterns.joins.search(cut.group()) for cut in cuts):
            return None
        edges = [start, *(edge for cut in cuts for edge in cut.span()), span[1]]
        parts = [(at, to) for at, to in zip(edges[::2], edges[1::2], strict=True) if at < to]
        ids = [self.voice_of(part).actor_id for part in parts]
        if not ids or None in (ids[0], ids[-1]) or len({*ids} - {None}) < 2:
            return None
        return Voice(join_ids(actor for actor in ids if actor is not None))

    def _joined(self, voice: Voice, rest: Span) -> Voice:
        """Resolve "X and Y": one actor only if both are of it, never a person."""
        others = {name.actor_id for name in self.within(rest)}
        if voice.actor_id is None:
            first = None if len(others) != 1 else next(iter(others))
            return Voice(first if first and self._ends_in_office(rest) else None)
        return Voice(voice.actor_id) if others <= {voice.actor_id} and others else NOBODY

    def _titled(self, span: Span) -> Voice | None:
        """Resolve a person at the end of a long title: "Minister of Defence Jane Roe"."""
        named = self.within(span)
        last = named[-1] if named else None
        if last is None or last.person_id is None or last.end < span[1] or last.kind not in NAMING:
            return None
        before = self.text[span[0] : last.start]
        title = self.patterns.title.fullmatch(before)
        words = WORD_PATTERN.findall(before)
        if title is None or not self.is_office(words[-1]):
            return None
        is_about = self.is_plural(words[0]) and not self.is_office(words[0])  # "Critics of Roe"
        return None if is_about else Voice(last.actor_id, last.person_id)

    def _of_rest(self, voice: Voice, head: Span, rest: Span) -> Voice:
        apposed = _APPOSED.match(self.text, *rest)
        if apposed is not None:
            return self._of_apposition(voice, (apposed.end(), rest[1]))
        if voice.actor_id is not None:
            return voice
        tie = self.patterns.tie.match(self.text, *rest)
        if tie is not None and self._ends_in_office(head) and not self._is_outside(head):
            return Voice(self.voice_of((tie.end(), rest[1])).actor_id)
        by = self.patterns.publisher.match(self.text, *rest)
        near = self.words_in(head)[-_DOCUMENT_REACH:]
        if by is not None and any(map(self.is_document, near)):
            return Voice(self.voice_of((by.end(), rest[1])).actor_id)
        return voice

    def _apposed_at_end(self, span: Span) -> Voice:
        """Resolve "One of his grandsons, Jon Roe", and "the largest body, the Norland Union"."""
        named = self.within(span)
        last = named[-1] if named else None
        if last is None or last.kind not in NAMING or self.text[last.end : span[1]].strip(" ()"):
            return NOBODY
        if not self.patterns.before_apposed.search(self.text, span[0], last.start):
            return NOBODY
        return Voice(last.actor_id, last.person_id)

    def _of_apposition(self, voice: Voice, span: Span) -> Voice:
        """Resolve "the minister, Jane Roe" and "John Roe, a spokesman of the army"."""
        named = self.within(span)
        if not named:
            return voice
        first = named[0]
        if first.kind in NAMING and self.patterns.rank.fullmatch(self.text[span[0] : first.start]):
            return Voice(first.actor_id, first.person_id)
        if voice.actor_id is not None or not self.patterns.description.match(self.text, *span):
            return voice
        comma = self.text.find(",", *span)
        end = comma if comma > first.end else span[1]
        is_described = any(map(self.is_office, self.words_in((span[0], end))))
        return Voice(self.voice_of((span[0], end)).actor_id) if is_described else voice

    def _of_head(self, span: Span) -> Voice:
        """Resolve a noun phrase without anything after its head."""
        named = self.within(span)
        if not named:
            return NOBODY
        if self.language.reports is not None:
            return self._of_any_order(named, span)
        last = named[-1]
        after = self.text[last.end : span[1]]
        genitive = self.patterns.genitive.match(f"{after} ")
        if not has_word(after, genitive.end() if genitive else 0):
            return Voice(last.actor_id, last.person_id)
        if last.actor_kind == "body" and all(
            map(self._is_kind, self.words_in((last.end, span[1])))
        ):
            return Voice(last.actor_id)  # "Oster Post newspaper", "Interpress news agency"
        speaks = self._ends_in_office(span) or (genitive and self.is_document(self.head_of(span)))
        return Voice(last.actor_id) if speaks and not self._is_outside(span) else NOBODY

    def _of_any_order(self, named: list[Name], span: Span) -> Voice:
        """Resolve a noun phrase of a language where an owner, or who is told, may come last.

        It is the last person named in it, else the actor at its end, or the one beside an office.
        """
        people = [name for name in named if name.person_id is not None]
        one = people[-1] if people else named[-1]
        before, after = self.words_in((span[0], one.start)), self.words_in((one.end, span[1]))
        if any(word.lower() in self.words.outsiders for word in (*before[-2:], *after[:2])):
            return NOBODY
        if after and self.is_office(after[-1]):
            return Voice(one.actor_id)
        if people:
            return Voice(one.actor_id, one.person_id)
        if not after or not before or any(map(self.is_office, (*before, *after))):
            return Voice(one.actor_id)
        return NOBODY

    def _is_kind(self, word: str) -> bool:
        return self.is_body(word) or word.lower() in self.words.media

    def _ends_in_office(self, span: Span) -> bool:
        """Tell whether a phrase ends in an office, or in one and a name: "army spokesman John"."""
        words = self.words_in(span)
        if not words or self.is_office(words[-1]):
            return bool(words)
        name = self.proper_name(span)
        before = self.words_in((span[0], name[0])) if name is not None else []
        return bool(before) and self.is_office(before[-1])

    def _is_outside(self, span: Span) -> bool:
        """Tell whom an actor does not answer for: "the Turkish opposition leader"."""
        return any(word.lower() in self.words.outsiders for word in self.words_in(span))


class _Nouns(NamedTuple):
    """Nouns, with the plurals of offices and documents."""

    offices: frozenset[str]
    documents: frozenset[str]
    callings: frozenset[str]  # by which somebody may be called: offices, kinds of bodies
    titles: frozenset[str]  # what a name may begin with: offices, ranks, "the"


@cache
def _nouns(language: Language) -> _Nouns:
    offices, sources = language.offices_and_plurals, language.sources
    return _Nouns(
        offices=offices,
        documents=language.with_plurals(sources.documents),
        callings=offices | sources.bodies,
        titles=offices.union(sources.ranks, sources.definite),
    )


class _Patterns(NamedTuple):
    """What the words of a language make of a source, as regular expressions."""

    word: re.Pattern[str]
    qualifier: re.Pattern[str]  # where the head of a noun phrase ends
    tie: re.Pattern[str]  # between an office and its actor
    publisher: re.Pattern[str]  # between a document and its actor
    published: re.Pattern[str]  # "published last Monday by"
    rank: re.Pattern[str]  # "General", "Mr", "Foreign Minister"
    title: re.Pattern[str]  # "Minister of Defence", "the U.S. ambassador"
    name: re.Pattern[str]  # words with capitals
    before_apposed: re.Pattern[str]  # the comma before a name at the end of a phrase
    description: re.Pattern[str]  # how an apposition begins that tells what somebody is
    prefix: re.Pattern[str]  # what stands before a name's hyphen
    genitive: re.Pattern[str]  # what may follow a name that owns an office
    joins: re.Pattern[str]  # between two of a kind
    joined: re.Pattern[str]  # between two actors of several
    both: re.Pattern[str]


@cache
def patterns_of(language: Language) -> _Patterns:
    """Return the patterns of a language."""
    words, grammar = language.sources, language.grammar
    joins, both = any_of(words.joins_actors), any_of(words.both)
    part = rf"[{language.capitals}][\w.'’-]*"
    small = any_of([*words.ties, *words.joins, *words.definite])
    particles = any_of(language.transcripts.particles)
    elided = language.reports.elided if language.reports is not None else ()
    described = {*grammar.determiners, *words.offices, *language.offices.not_the_office}
    return _Patterns(
        word=re.compile(rf"\b(?i:{any_of(sorted(elided))})(?=['’]\w)|{WORD}" if elided else WORD),
        qualifier=re.compile(rf"[,;:()\[\]—–]|\s-\s|\b(?:{any_of(words.qualifiers)})\b"),
        tie=re.compile(rf"\s*(?:{any_of(words.ties)})\s+"),
        publisher=re.compile(rf"\s*(?:{any_of(words.publishers)})\s+"),
        published=re.compile(rf"(?:,|(?:\s+[\w-]+){{0,4}})\s+(?:{any_of(words.publishers)})\s+"),
        rank=re.compile(rf"(?:{part}\s+){{0,3}}"),
        title=re.compile(
            rf"(?:(?:{any_of(words.definite)})\s+)?(?:{part}\s+|(?:{small})\s+|"
            rf"(?:{any_of(sorted(words.offices))})\s+){{1,9}}"
        ),
        name=re.compile(rf"\b{part}(?:\s+(?:(?:{particles})\s+)?{part})*"),
        before_apposed=re.compile(
            rf",\s+(?:(?:{any_of(words.definite)})\s+)?(?:{part}\s+){{0,3}}$"
        ),
        description=re.compile(rf"(?:{any_of(sorted(described))})\b|{part}"),
        prefix=re.compile(rf"[{language.smalls}]+-$"),
        genitive=re.compile(rf"{grammar.genitive}(?=\s)"),
        joins=re.compile(rf"\b(?:{any_of(words.joins)})\b"),
        joined=re.compile(
            rf"\s*(?:,\s*(?:(?:{joins})\s+)?|\b(?:{joins})\s+(?:(?:{any_of(words.elliptic)})\s+)?)"
            rf"(?:(?:{both})\s+)?",
            re.IGNORECASE,
        ),
        both=re.compile(rf"(?:{both})\s+", re.IGNORECASE),
    )
