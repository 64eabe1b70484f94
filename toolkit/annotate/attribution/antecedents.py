"""Antecedents: whom "he", "it", "both sides" or "the agency" mean, if that is plain."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache

from toolkit.annotate.attribution.chains import BODY, PERSON, SEVERAL, Chain, Chains
from toolkit.annotate.attribution.phrases import NOBODY, Phrases, Voice
from toolkit.annotate.attribution.speech.speakers import is_no_speaker
from toolkit.annotate.names import Name
from toolkit.languages.language import Language
from toolkit.languages.read import any_of
from toolkit.tables.joint import join_ids
from toolkit.text.text import Text
from toolkit.text.words import Span, lowered_words

_SENTENCE_START = re.compile(r"[\n.!?](?:(?<=\n)|[\"”’)]*\s)\s*[\"“‘(]?")
_TEXT_START = re.compile(r"\s*[\"“‘(]?")
_ENDS_CONTENT = (",", "”", '"', "’")
_SUBJECT_WORDS = 5
_LONGEST_SENTENCE = 400
_REACH = 600  # characters back to which a pronoun reaches, or to the paragraph before
_FARTHEST = 3_000  # characters, however long that paragraph is
_APPOSITION = 100  # characters
_MARK = re.compile(r"[,;:()“”\"\n]|[.!?]\s")
_DESCRIPTION = 5  # words of an apposition, of which one is what somebody is called


class Antecedents:
    """The chains and sentences of one article, asked whom a word means that is no name."""

    def __init__(self, text: Text, phrases: Phrases, chains: Chains):
        self._text = text.raw
        self._phrases = phrases
        self._chains = chains
        self._words = phrases.words
        self._language = phrases.language
        self._is_quoted = text.is_quoted

    # -- pronouns --------------------------------------------------------------------------

    def person(self, place: int, pronouns: frozenset[str] = PERSON) -> Chain | None:
        """Return whom "he" or "the minister" at `place` means: who last spoke, or acted.

        Anybody counts, registered or not, whom the pronoun may mean.
        """
        start = min(self._paragraph_before(place), place - _REACH)
        start = max(0, start, place - _FARTHEST)
        last_spoke = self._last_spoken(place, start, pronouns)
        last_acted = self._last_subject(place, start, pronouns)
        last = max(last_spoke, last_acted, key=lambda pair: pair[0])[1]
        return last or self._only_person(place, pronouns)

    def _only_person(self, place: int, pronouns: frozenset[str]) -> Chain | None:
        """Return the one person named in the sentence before, wherever in it."""
        begin = self.sentence_start(place)
        before = self.sentence_start(max(0, begin - 2))
        people = {
            Voice(name.actor_id, name.person_id)
            for name in self._phrases.within((before, begin))
            if name.person_id is not None and not self._is_quoted(name.start)
        }
        chain = self._chains.of_voice(people.pop()) if len(people) == 1 else None
        return None if chain is None or not self._chains.may_mean(pronouns, chain) else chain

    def body(self, place: int) -> Chain | None:
        """Return the country or body whom "it" at `place` means."""
        line = self._text.rfind("\n", 0, place) + 1
        begin = max(line, self.sentence_start(place))
        before = max(line, self.sentence_start(begin - 2))
        last = next((chain for _, chain in self._chains.before(place, before)), None)
        if last is not None and last.voice.person_id is None and last.voice.actor_id is not None:
            return last
        # In "Norland must go, it said" the subject before the pronoun is not who speaks.
        here = [name for name in self._phrases.within((begin, place)) if name.kind != "demonym"]
        if here and not self._ends_content(begin, place):
            return self._as_body(here[0]) if len(here) == 1 else None
        if begin == line:
            return self._body_above(place, line)
        for name in self._phrases.within((before, begin)):
            if name.kind != "demonym" and self._is_subject(name):
                return self._as_body(name)
        return None

    def owner(self, place: int) -> Chain | None:
        """Return whose "its ministry" at `place` is: the body "it" means, or the only one here."""
        body = self.body(place)
        if body is not None:
            return body
        here = self._phrases.within((self.sentence_start(place), place))
        actors = {name.actor_id for name in here if name.person_id is None}
        return self._chains.of_voice(Voice(actors.pop())) if len(actors) == 1 else None

    def several(self, place: int) -> Chain | None:
        """Return those who last spoke before "they" at `place`, if several."""
        start = self._paragraph_before(place)
        last = next((chain for _, chain in self._chains.before(place, start)), None)
        return last if last is not None and not last.pronouns.isdisjoint(SEVERAL) else None

    def pair(self, place: int) -> Chain | None:
        """Return the two whom "both sides" at `place` means."""
        for _, chain in self._chains.before(place, self._paragraph_before(place)):
            if chain.is_joint:
                return chain
        begin = self.sentence_start(place)
        named = self._phrases.within((self.sentence_start(begin - 2), place))
        actors = {name.actor_id for name in named}
        return self._chains.of_voice(Voice(join_ids(actors))) if len(actors) == 2 else None

    # -- nouns -----------------------------------------------------------------------------

    def described(self, span: Span) -> Chain | None:
        """Return whom "the minister", "the agency", "the 24-year-old" means."""
        place, head = span[0], self._phrases.head_of(span)
        called = self._chains.called(head)
        if called is not None:
            return called
        if self._phrases.is_body(head):
            body = self.named_by(place, head) or self._called(place, head)
            return body or self._body_in_play(place)
        described = self._called(place, head)
        if described is not None:
            return described
        pronouns = PERSON
        if head in self._words.men or head in self._words.women:
            pronouns = frozenset({"he" if head in self._words.men else "she"})
        if self._phrases.is_office(head) and not self._phrases.is_plural(head):
            holder = self.office_holder(span)
            if holder is not None:
                return holder
            person = self.person(place, pronouns)
            return person if person is not None and self._may_hold(person, head) else None
        is_figure = head in self._words.figures or head.endswith(self._words.ages)
        return self.person(place, pronouns) if is_figure else None

    def _may_hold(self, chain: Chain, office: str) -> bool:
        """Tell whether a person may have an office: whose offices are known has no other one."""
        named = [name for name in self._phrases.names if name.person_id == chain.voice.person_id]
        known = {
            word
            for name in named
            for word in (
                *lowered_words(name.offices or ""),
                *self._lower_words(name.start - 30, name.start)[-1:],
            )
            if self._phrases.is_office(word)
        }
        return chain.voice.person_id is None or not known or office in known

    def named_by(self, place: int, word: str) -> Chain | None:
        """Return the one actor of the text up to `place` whose name has the word: "police"."""
        named = [
            name
            for name in self._phrases.names[: bisect_left(self._phrases.starts, place)]
            if name.person_id is None and word in self._lower_words(name.start, name.end)
        ]
        actors = {name.actor_id for name in named}
        return self._chains.of_voice(Voice(actors.pop())) if len(actors) == 1 else None

    def _called(self, place: int, head: str) -> Chain | None:
        """Return the one who is called so beside a name: "the actor Jane Roe", "Roe, an actor"."""
        voices = {
            Voice(name.actor_id, name.person_id)
            for name in self._phrases.names[: bisect_left(self._phrases.starts, place)]
            if self._precedes(head, name.start) or head in self._described(name)
        }
        return self._chains.of_voice(voices.pop()) if len(voices) == 1 else None

    def _body_in_play(self, place: int) -> Chain | None:
        """Return the one body that spoke or acted before "the company", no country or person."""
        last = next((chain for _, chain in self._chains.before(place, place - _REACH)), None)
        bodies = {name.actor_id for name in self._phrases.names if name.actor_kind == "body"}
        if last is not None and last.voice.actor_id in bodies:
            return last
        here = self.sentence_start(place)
        for start in (here, self.sentence_start(here - 2), place - _REACH):
            named = self._phrases.within((max(0, start), place))
            actors = {name.actor_id for name in named if name.actor_kind == "body"}
            if len(actors) == 1:
                return self._chains.of_voice(Voice(actors.pop()))
        return None

    def office_holder(self, span: Span) -> Chain | None:
        """Return the one registered person whom the article gives the office of a phrase.

        "The Norlandic ambassador" is "Norlandic ambassador Jane Roe", and "Jane Roe, the Norlandic
        ambassador to Westland", wherever in the article.
        """
        words = self._lower_words(*span)
        title = [word for word in words if word not in self._words.definite]
        if not title or title[0] in self._language.grammar.determiners:
            return None  # "his counterpart", "a minister"
        people = {
            Voice(name.actor_id, name.person_id)
            for name in self._phrases.names
            if name.person_id is not None
            and (
                self._lower_words(name.start - 80, name.start)[-len(title) :] == title
                or self._apposed(name)[: len(title)] == title
            )
        }
        return self._chains.of_voice(people.pop()) if len(people) == 1 else None

    # -- who acted -------------------------------------------------------------------------

    def subject_before(self, place: int) -> str | None:
        """Return the actor named as the subject of the sentence that goes on at `place`."""
        begin = self.sentence_start(place)
        for name in self._phrases.within((begin, place)):
            if name.kind != "demonym" and self._is_subject(name):
                return name.actor_id
        return None

    def _last_spoken(
        self, place: int, start: int, pronouns: frozenset[str]
    ) -> tuple[int, Chain | None]:
        for at, chain in self._chains.before(place, start):
            if self._chains.may_mean(pronouns, chain):
                return at, chain
        return -1, None

    def _last_subject(
        self, place: int, start: int, pronouns: frozenset[str]
    ) -> tuple[int, Chain | None]:
        """Return who was last named at the head of a sentence between `start` and `place`."""
        begin = self.sentence_start(place)
        begin = max(begin, self._text.rfind(";", begin, place) + 1)
        stop = begin if self._ends_content(begin, place) else place
        for at, chain in self._subjects(start, stop):
            if self._chains.may_mean(pronouns, chain):
                return at, chain
        return -1, None

    def _subjects(self, start: int, stop: int) -> Iterator[tuple[int, Chain]]:
        """Yield the people who head a sentence outside of quotations, the last one first."""
        subjects: list[tuple[int, Voice | Span]] = [
            (name.start, Voice(name.actor_id, name.person_id))
            for name in self._phrases.within((start, stop))
            if name.start >= start
            and name.person_id is not None
            and not self._is_quoted(name.start)
            and self._is_subject(name)
        ]
        subjects += [(at, span) for at, span in self._strangers(start, stop)]
        for at, who in sorted(subjects, key=lambda pair: pair[0], reverse=True):
            chains = self._chains
            yield at, chains.of_voice(who) if isinstance(who, Voice) else chains.of_name(who)

    def _strangers(self, start: int, stop: int) -> Iterator[tuple[int, Span]]:
        """Yield the full names at the heads of sentences that no registered actor has."""
        of_text, after_sentence = _strangers(self._language)
        spans = []
        opening = of_text.match(self._text, 0, stop) if start == 0 else None
        if opening is not None:
            spans, start = [opening.span(1)], opening.end()
        spans += [one.span(1) for one in after_sentence.finditer(self._text, start, stop)]
        for span in spans:
            first = self._text[slice(*span)].split()[0].lower()
            if is_no_speaker(first, self._language) or self._is_quoted(span[0]):
                continue
            if not self._phrases.within(span):
                yield span[0], span

    def _is_subject(self, name: Name) -> bool:
        begin = self.sentence_start(name.start)
        lead = self._text[begin : name.start].rpartition(",")[2]
        words = lowered_words(lead)
        if len(words) > _SUBJECT_WORDS or not _not_in_subject(self._language).isdisjoint(words):
            return False
        if any(word.endswith(self._language.grammar.past_endings) for word in words):
            return False  # "..., helped Professor Roe"
        genitive = self._phrases.patterns.genitive
        return not genitive.match(self._text[name.end : name.end + 3])

    def _as_body(self, name: Name) -> Chain | None:
        if name.person_id is not None or not self._is_subject(name):
            return None
        return self._chains.of_voice(Voice(name.actor_id))

    def _body_above(self, place: int, line: int) -> Chain | None:
        """Return the body that was the last to speak in the paragraph before."""
        start = self._paragraph_before(place)
        last = next((chain for _, chain in self._chains.before(line, start)), None)
        is_body = last is not None and last.pronouns >= BODY and last.voice != NOBODY
        return last if is_body else None

    # -- places ----------------------------------------------------------------------------

    def sentence_start(self, place: int) -> int:
        """Return where the sentence begins that holds `place`."""
        begin = max(0, place - _LONGEST_SENTENCE)
        starts = [match.end() for match in _SENTENCE_START.finditer(self._text, begin, place)]
        if starts:
            return starts[-1]
        opening = _TEXT_START.match(self._text, 0, place) if begin == 0 else None
        return begin if opening is None else opening.end()

    def _paragraph_before(self, place: int) -> int:
        """Return where the paragraph begins that precedes the one of `place`."""
        line = self._text.rfind("\n", 0, place) + 1
        while line and self._text[line - 1].isspace():
            line -= 1
        return self._text.rfind("\n", 0, line) + 1

    def _ends_content(self, begin: int, place: int) -> bool:
        return self._text[begin:place].rstrip()[-1:] in _ENDS_CONTENT

    def _apposed(self, name: Name) -> list[str]:
        """Return the words behind a name and a comma, without a determiner."""
        opening = _apposition(self._language).match(self._text, name.end, name.end + 40)
        return [] if opening is None else self._lower_words(opening.end(), name.end + _APPOSITION)

    def _described(self, name: Name) -> list[str]:
        """Return the first words of a description behind a name: ", a large agency"."""
        opening = _apposition(self._language).match(self._text, name.end, name.end + 40)
        if opening is None or opening["determiner"] is None:
            return []
        start, stop = opening.end(), name.end + _APPOSITION
        mark = _MARK.search(self._text, start, stop)
        return self._lower_words(start, mark.start() if mark else stop)[:_DESCRIPTION]

    def _precedes(self, word: str, place: int) -> bool:
        """Tell whether the text before `place`, white space aside, ends with a word."""
        while place and self._text[place - 1].isspace():
            place -= 1
        return bool(word) and self._text[max(0, place - len(word)) : place].lower() == word

    def _lower_words(self, start: int, end: int) -> list[str]:
        return lowered_words(self._text, max(0, start), end)


@cache
def _not_in_subject(language: Language) -> frozenset[str]:
    """Return words that never stand in a noun phrase before the name that is its head."""
    grammar = language.grammar
    small = grammar.prepositions | grammar.auxiliaries | grammar.pronouns
    return (small | frozenset(language.cues.verbs)) - language.sources.offices


@cache
def _strangers(language: Language) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return the patterns of a full name at the head of a sentence, before a verb or a comma.

    One is of the first sentence of a text, the other of those after another one.
    """
    part = rf"[{language.capitals}][\w.'’-]*"
    head = rf"\s*(?:[^\s.,]+\s){{0,3}}?({part}(?:\s{part}){{1,3}})(?=,|\s[{language.smalls}])"
    # looks for a mark, and then at what it is: that is quick
    after = rf"[\n.!?](?:(?<=\n)|(?<!\n)[\"”’)]*\s){head}"
    return re.compile(head), re.compile(after)


@cache
def _apposition(language: Language) -> re.Pattern[str]:
    """Return the pattern of what follows a name and tells who it is: ", the", ", a"."""
    determiners = any_of(sorted(language.grammar.determiners))
    return re.compile(rf",\s+(?:(?P<determiner>{determiners})\s+)?", re.IGNORECASE)
