"""From the words that name a source to the actor and the person behind them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from toolkit.annotate.attribution.antecedents import Antecedents
from toolkit.annotate.attribution.chains import BODY, NOTHING, PERSON, SEVERAL, Chain, Chains
from toolkit.annotate.attribution.phrases import NOBODY, Phrases, Voice
from toolkit.annotate.names import Name
from toolkit.languages.language import Language
from toolkit.text.text import Text
from toolkit.text.words import Span


class Speaker(NamedTuple):
    """Who speaks: as far as the registry knows, and by the fullest name in the article."""

    voice: Voice = NOBODY
    name: str | None = None


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
    Everybody who speaks is a chain of the words that mean the same one, whether the registry has
    him or not, so that “he” is never a president where a doctor spoke in between.

    *Limits.* "He" and "the minister" mean the person who last spoke, or who was last named as the
    subject of a sentence outside of quotations, in the paragraph before or some sentences back, and
    whose pronoun is not another one. "It" means the country or body that is the subject of the same
    sentence, if no other is named in it, or of the one before. "The agency" means who was called
    so before, or the one body whose name has the word. "Both sides" are those who last spoke
    together, or the only two actors named in this sentence and the one before; "they" are those who
    last spoke, if those are several. Else the source stays without an actor: a wrong name is worse
    than none.
    """

    def __init__(self, text: Text, names: Iterable[Name], language: Language):
        self._words = language.sources
        self._persons = _persons(language)
        meant = {*self._persons, *self._words.it, *self._words.they, *self._words.both}
        self._nobody = language.grammar.pronouns - meant  # "I", "someone"
        self._phrases = Phrases(text.raw, names, language)
        self._chains = Chains(self._phrases)
        self._antecedents = Antecedents(text, self._phrases, self._chains)
        self._speakers: dict[Span, Chain] = {}

    def resolve_all(self, spans: Iterable[Span]) -> dict[Span, Speaker]:
        """Return the speaker behind each of the source spans."""
        for span in sorted(set(spans)):
            self._speakers[span] = self._chains.note(span[0], self._resolve(span))
        return {
            span: Speaker(chain.voice, chain.name or None) for span, chain in self._speakers.items()
        }

    def subject_before(self, place: int) -> str | None:
        """Return the actor named as the subject of the sentence that goes on at `place`."""
        return self._antecedents.subject_before(place)

    def _resolve(self, span: Span) -> Chain:
        words = [word.lower() for word in self._phrases.words_in(span)]
        first = words[0] if words else ""
        if not words or (len(words) == 1 and first in self._nobody):
            return Chain(pronouns=NOTHING)
        meant = self._pronoun(span[0], self._spoken(words, span))
        if meant is not None:
            return meant
        if self._is_collective(words):
            return self._antecedents.pair(span[0]) or Chain(pronouns=SEVERAL)
        if self._is_owned(first, span):
            return self._owned(first, span)
        chain = self._named(self._phrases.widened(span)) or self._unnamed(first, span)
        self._chains.describe(chain, span, words)
        return chain

    def _spoken(self, words: list[str], span: Span) -> str:
        """Return the word of a source of one, and the verb of one that is only a verb."""
        if len(words) == 1:
            return words[0]
        whole = self._phrases.text[slice(*span)].lower()
        return whole if whole in self._persons else ""

    def _pronoun(self, place: int, word: str) -> Chain | None:
        """Return whom a pronoun means, a new chain if that is not plain; None if it is none."""
        if word in self._persons:
            pronouns = self._persons[word]
            return self._antecedents.person(place, pronouns) or Chain(pronouns=pronouns)
        if word in self._words.it:
            return self._antecedents.body(place) or Chain(pronouns=BODY)
        if word in self._words.they:
            return self._antecedents.several(place) or Chain(pronouns=SEVERAL)
        return None

    def _is_owned(self, first: str, span: Span) -> bool:
        """Tell "his spokesman", but not "his Turkish counterpart"."""
        if first not in self._words.possessives or self._phrases.within(span):
            return False
        return self._phrases.is_office(self._phrases.head_of(span))

    def _owned(self, first: str, span: Span) -> Chain:
        person = self._persons.get(first)
        owner = self._antecedents.person(span[0], person) if person else None
        owner = owner or self._antecedents.owner(span[0])
        return self._chains.of_phrase(span, Voice(owner.voice.actor_id) if owner else NOBODY)

    def _named(self, span: Span) -> Chain | None:
        """Return the chain of a phrase that names its speaker, the actor at least."""
        voice = self._phrases.voice_of(span)
        if voice.person_id is not None:
            return self._chains.of_voice(voice)
        voice = self._phrases.bracketed(span) if voice == NOBODY else voice
        name = self._phrases.proper_name(span)
        if name is not None and not self._phrases.within(name) and not self._is_common(name):
            return self._chains.of_name(name, voice)
        if voice.actor_id is None:
            return None
        named = self._phrases.within(span)
        if len(named) == 1 and named[0].kind != "demonym" and self._fills(named[0], span):
            return self._chains.of_voice(voice)
        head = self._phrases.head_of(span)
        if self._phrases.is_office(head) and not self._phrases.is_plural(head):
            holder = self._antecedents.office_holder((span[0], self._phrases.head_end(span)))
            if holder is not None:
                return holder
        return self._chains.of_phrase(span, voice)

    def _unnamed(self, first: str, span: Span) -> Chain:
        head = self._phrases.head_of(span)
        meant = None
        if first in self._words.definite and not self._phrases.is_label(span):
            meant = self._antecedents.described(span)
        elif first == head and self._phrases.is_body(head):
            meant = self._antecedents.named_by(span[0], head)
        return meant or self._chains.of_phrase(span, NOBODY)

    def _fills(self, name: Name, span: Span) -> bool:
        """Tell whether a phrase is a name and nothing else, an article aside."""
        words = self._phrases.words_in((span[0], name.start))
        after = self._phrases.words_in((name.end, span[1]))
        return not after and all(word.lower() in self._words.definite for word in words)

    def _is_common(self, span: Span) -> bool:
        """Tell a noun that has a capital only because its sentence begins: "Police said"."""
        word = self._phrases.text[slice(*span)].lower()
        phrases = self._phrases
        return " " not in word and (
            phrases.is_plural(word) or phrases.is_office(word) or phrases.is_body(word)
        )

    def _is_collective(self, words: list[str]) -> bool:
        """Tell "both", "both sides", "the two foreign ministers", "the parties", "the couple"."""
        several = self._words.collectives
        if words[0] in self._words.both:
            return len(words) == 1 or (words[-1] in several and len(words) <= 3)
        if words[0] in self._words.each:
            return len(words) == 2 and words[1] in self._words.each_of
        if words[0] not in self._words.definite:
            return False
        if len(words) > 1 and words[1] in self._words.two:
            return len(words) == 2 or (words[-1] in several and len(words) <= 4)
        return len(words) == 2 and words[1] in self._words.parties


@cache
def _persons(language: Language) -> dict[str, frozenset[str]]:
    """Return the pronouns of a person, with those of the registry that they may be.

    Where a language leaves a subject out, the verb itself is one: "dedi" is "he or she said".
    """
    words = language.sources
    persons: dict[str, frozenset[str]] = {}
    if language.reports is not None and language.reports.drops:
        persons = dict.fromkeys(language.cues.verbs, PERSON)
    persons |= dict.fromkeys(words.he, frozenset({"he"}))
    persons |= dict.fromkeys(words.she, frozenset({"she"}))
    return persons | dict.fromkeys(words.he & words.she, PERSON)
