"""Chains: everybody who speaks or acts in an article, by all the words that mean the same one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache

from toolkit.annotate.attribution.phrases import NAMING, NOBODY, Phrases, Voice
from toolkit.annotate.attribution.speech.speakers import is_no_speaker
from toolkit.languages.language import Language
from toolkit.tables.joint import JOINT
from toolkit.text.words import Span

_ACRONYM = re.compile(r"\s*\((\w*[A-Z]\w*[A-Z]\w*)\)")  # "(HRF)" behind a name
# The pronouns that may mean a person, a country or body, several of them, and what never speaks.
PERSON, BODY, SEVERAL = frozenset({"he", "she"}), frozenset({"it"}), frozenset({"they"})
NOTHING: frozenset[str] = frozenset()


@dataclass(eq=False)
class Chain:
    """One speaker of an article, registered or not.

    Parameters
    ----------
    voice
        The actor and the person, as far as the registry knows them.
    name
        The fullest words that name the speaker; empty while only pronouns do.
    pronouns
        The pronouns that may mean the speaker.
    words
        The words of the sources that name the speaker, in lower case.
    """

    voice: Voice = NOBODY
    name: str = ""
    pronouns: frozenset[str] = PERSON | BODY | SEVERAL
    words: set[str] = field(default_factory=set)

    @property
    def is_joint(self) -> bool:
        """Whether several actors speak together."""
        return JOINT in (self.voice.actor_id or "")


class Chains:
    """The chains of one article, in the order in which they spoke."""

    def __init__(self, phrases: Phrases):
        self._phrases = phrases
        self._text = phrases.text
        self._words = phrases.words
        self._by_voice: dict[Voice, Chain] = {}
        self._by_name: dict[str, Chain] = {}
        self._by_part: dict[str, list[Chain]] = {}  # of a longer name
        self._spoken: list[tuple[int, Chain]] = []
        self._called: dict[str, Chain] = {}

    def note(self, place: int, chain: Chain) -> Chain:
        """Note that a chain speaks at `place`, after all that spoke before; return it."""
        self._spoken.append((place, chain))
        return chain

    def before(self, place: int, start: int = 0) -> Iterator[tuple[int, Chain]]:
        """Yield who spoke from `start` to `place` and where, the last one first."""
        for at, chain in reversed(self._spoken):
            if at < start:
                return
            if at < place:
                yield at, chain

    def of_voice(self, voice: Voice) -> Chain:
        """Return the chain of a registered actor or person."""
        chain = self._by_voice.get(voice)
        if chain is None:
            chain = self._by_voice[voice] = self._registered(voice)
        return chain

    def of_name(self, span: Span, voice: Voice = NOBODY) -> Chain:
        """Return the chain of a name that the registry does not have; a last name joins its bearer.

        A last name that two bear joins neither.
        """
        name = self._text[slice(*span)]
        chain = self._by_name.get(name)
        if chain is None:
            bearers = {id(one): one for one in self._by_part.get(name, ())}
            chain = next(iter(bearers.values())) if len(bearers) == 1 else None
        if chain is None:
            fullest = self._fullest(name)
            chain = self._by_name.get(fullest) or Chain(name=fullest)
            self._bears(fullest, chain)
        self._bears(name, chain)
        acronym = _ACRONYM.match(self._text, span[1])
        if acronym is not None:
            self._bears(acronym.group(1), chain)
        if voice.actor_id is not None:
            chain.voice = voice
        return chain

    def _bears(self, name: str, chain: Chain) -> None:
        """Note who bears a name, unless another one does; its first or last word may mean him."""
        if name not in self._by_name:
            self._by_name[name] = chain
            first, *others = name.split()
            for part in {first, " ".join(others), *others[-1:]} if others else ():
                self._by_part.setdefault(part, []).append(chain)

    def of_phrase(self, span: Span, voice: Voice) -> Chain:
        """Return a new chain of words such as "a doctor", "Turkish officials"."""
        phrases = self._phrases
        head = phrases.head_of(span)
        if JOINT in (voice.actor_id or "") or phrases.is_plural(head):
            pronouns = SEVERAL
        elif phrases.is_body(head) or phrases.is_document(head):
            pronouns = BODY
        else:
            pronouns = PERSON if phrases.is_person(head) else NOTHING
        return Chain(voice, self._text[slice(*span)], pronouns)

    def describe(self, chain: Chain, span: Span, words: Iterable[str]) -> None:
        """Learn the nouns by which a source calls its speaker: `words`, in lower case."""
        phrases = self._phrases
        chain.words.update(words)
        self._called[phrases.head_of(span)] = chain
        for calling in phrases.callings.intersection(words):
            self._called[calling] = chain

    def called(self, noun: str) -> Chain | None:
        """Return who was last called so as a source: "minister", "agency"."""
        return self._called.get(noun)

    def may_mean(self, pronouns: frozenset[str], chain: Chain) -> bool:
        """Tell whether one of the pronouns may mean a chain, by all that its sources tell."""
        if pronouns.isdisjoint(chain.pronouns):
            return False
        if chain.pronouns.isdisjoint(PERSON) or len(chain.pronouns) == 1:
            return True
        is_man = not chain.words.isdisjoint(self._words.men)
        is_woman = not chain.words.isdisjoint(self._words.women)
        if is_man == is_woman:
            return True
        return ("he" if is_man else "she") in pronouns

    def _registered(self, voice: Voice) -> Chain:
        named = [one for one in self._phrases.names if (one.actor_id, one.person_id) == voice]
        bearing = [one for one in named if one.kind in NAMING]
        forms = (self._text[one.start : one.end] for one in bearing or named)
        name = max(forms, key=len, default="")
        if voice.person_id is None:
            return Chain(voice, name, BODY | SEVERAL)
        given = next((one.pronoun for one in bearing if one.pronoun), None)
        return Chain(voice, name, frozenset({given}) if given else PERSON)

    def _fullest(self, name: str) -> str:
        """Return the longest name in the text that a last name may stand for, else the name."""
        if " " in name:
            return name
        before = _before_last_name(self._phrases.language)
        longest = set()
        at = self._text.find(f" {name}")
        while at >= 0:
            end = at + 1 + len(name)
            goes_on = self._text[end : end + 1].isalnum()
            found = None if goes_on else before.search(self._text, max(0, at - 60), at + 1)
            if found is not None:
                longest.add(f"{found.group().strip()} {name}")
            at = self._text.find(f" {name}", end)
        named = {self._titleless(full) for full in longest}
        return named.pop() if len(named) == 1 else name

    def _titleless(self, name: str) -> str:
        words = name.split()
        ranks = self._words.ranks
        while len(words) > 1 and (
            self._phrases.is_office(words[0])
            or words[0].lower().rstrip(".") in ranks
            or is_no_speaker(words[0].lower(), self._phrases.language)
        ):
            words = words[1:]
        return " ".join(words)


@cache
def _before_last_name(language: Language) -> re.Pattern[str]:
    # looks for a capital, and then at what precedes it: that is quick
    part = rf"[{language.capitals}](?<!\w.)(?:\.|[\w'’-]*)[ \xa0]+"
    return re.compile(rf"{part}(?:{part}){{0,2}}$")
