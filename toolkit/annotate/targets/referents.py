"""From words of a parse to the actors they mean: "Norlandic troops", "our people", "they"."""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.annotate.names import Name
from toolkit.annotate.targets.kinds import ALLY, PATIENT
from toolkit.annotate.targets.parse import Token
from toolkit.annotate.targets.places import Place
from toolkit.annotate.targets.subjects import Subject, Subjects, child_of, is_verb
from toolkit.text.spans import SpanIndex

_NOUN_TAGS = ("NN", "JJ", "CD", "FW", "DT", "VBG")
_MODIFIERS = ("amod", "compound", "nmod", "nummod", "npadvmod")
_DEEPEST = 6  # words that are followed to one actor


class Referents:
    """The actors behind the words of one parsed sentence.

    Parameters
    ----------
    place
        A term in the sentence.
    offset
        Where the parsed text begins in the article.
    """

    def __init__(self, place: Place, offset: int) -> None:
        self._place = place
        self._names = SpanIndex(place.names)
        self._offset = offset
        self._words = place.language.roles
        self._sources = place.language.sources
        self.subjects = Subjects(place.language)

    def of(self, token: Token | None, role: str, depth: int = 0) -> list[str]:
        """Return the actors that a phrase means in a role, and those joined to it."""
        if token is None or depth > _DEEPEST:
            return []
        actors = list(self._one(token, role, depth))
        for child in token.rights:
            if child.dep_ == "conj" and not is_verb(child):
                actors += self.of(child, role, depth + 1)
        return list(dict.fromkeys(actors))

    def of_subject(self, subject: Subject | None, role: str) -> list[str]:
        """Return the actors who are the subject of a verb."""
        if subject is None:
            return []
        if not subject.owns or self.name_at(subject.token) is not None:
            return self.of(subject.token, role)
        owners = self.owners(subject.token, role)
        head = subject.token.head
        if not owners and subject.token.dep_ in ("dobj", "nsubjpass", "attr") and is_verb(head):
            return self.of_subject(self.subjects.of(head), role)
        return owners

    def owners(self, noun: Token, role: str, depth: int = 0) -> list[str]:
        """Return whose a noun is: "Norland's", "Norlandic", "of Norland", "by Norland"."""
        owner = child_of(noun, "poss")
        if owner is not None:
            return self.of(owner, role, depth + 1)
        modifiers = self.modifiers(noun)
        if modifiers:
            return modifiers
        for child in noun.rights:
            if child.dep_ in ("prep", "agent") and child.lower_ in self._words.of | self._words.by:
                actors = self.of(child_of(child, "pobj"), role, depth + 1)
                if actors:
                    return actors
        return []

    def modifiers(self, noun: Token) -> list[str]:
        """Return the actors named before a noun: "Norlandic"."""
        return [actor for child in noun.lefts for actor in self._modifier(child)]

    def name_at(self, token: Token) -> Name | None:
        """Return the name that a word is part of; "Norland-backed" names another one."""
        name = self._names.at(token.idx + self._offset)
        if name is None:
            return None
        after = token.parse.beginning_at(name.end - self._offset)
        return None if after is not None and after.text == "-" else name

    @property
    def speakers(self) -> list[str]:
        """The actors who say it."""
        return self._place.speakers

    # -- one phrase ------------------------------------------------------------------------

    def _one(self, token: Token, role: str, depth: int) -> Iterator[str]:
        name, word = self.name_at(token), token.lower_
        if name is not None:
            yield name.actor_id
        elif word in self._words.relatives:
            yield from self._antecedent_of_relative(token, role, depth)
        elif word in self._words.ourselves:
            yield from self._place.speakers
        elif word in self._words.it | self._words.they:
            yield from self._antecedent(token, depth)
        elif word in self._sources.he | self._sources.she:
            yield from self._person(token)
        elif word in self._words.reciprocals and is_verb(token.head):
            yield from self._asking(token.head)
        elif word in self._sources.both:
            yield from self._both(token)
        elif token.tag_.startswith(_NOUN_TAGS):
            yield from self._noun(token, role, depth)

    def _noun(self, noun: Token, role: str, depth: int) -> Iterator[str]:
        named = [a for c in noun.children if c.dep_ == "appos" for a in self._named(c)]
        word = noun.lower_
        if named:
            yield from named
        elif word in self._words.others:
            owner = child_of(noun, "poss")
            if role == ALLY:  # "our brothers in Norland"
                yield from self._within(noun)
            elif owner is not None and owner.lower_ in self._words.ourselves:
                yield from self.modifiers(noun)  # "our Norlandic partners"
            return
        elif word in self._words.outsiders or word in self._words.persons:
            return
        elif self.is_collective(noun):
            yield from self._both(noun)
            return
        elif self._may_act(noun, role):
            actors = self.owners(noun, role, depth)
            if not actors and word in self._words.rulers:
                actors = self._within(noun)
            yield from actors
        if noun.dep_ == "appos" and not named:
            yield from self._named(noun.head)

    def _may_act(self, noun: Token, role: str) -> bool:
        """Tell whether what a noun does or suffers is its country's."""
        if noun.tag_ in ("NNP", "NNPS"):  # somebody else, but for "Navy" and "spokesman Roe"
            return any(t.lower_ in self._words.organs for t in (noun, *noun.lefts))
        if role == PATIENT or noun.lower_ in self._words.organs:
            return True
        if role == ALLY:  # who stands by Norland's friend does not stand by Norland
            return False
        return child_of(noun, "poss") is not None

    def _named(self, token: Token) -> list[str]:
        """Return the actor that a word and those joined to it name."""
        name = self.name_at(token)
        if name is None:
            return []
        joined = [a for c in token.rights if c.dep_ == "conj" for a in self._named(c)]
        return [name.actor_id, *joined]

    def _modifier(self, child: Token) -> list[str]:
        if child.dep_ not in _MODIFIERS:
            return []
        name = self.name_at(child)
        if name is None:
            return []
        joined = [a for c in child.rights if c.dep_ == "conj" for a in self._modifier_joined(c)]
        return [name.actor_id, *joined]

    def _modifier_joined(self, child: Token) -> list[str]:
        name = self.name_at(child)
        return [] if name is None else [name.actor_id]

    def _within(self, noun: Token) -> list[str]:
        """Read "the regime in Norland"."""
        for child in noun.rights:
            if child.dep_ == "prep" and child.lower_ in self._words.within:
                return self._named(child_of(child, "pobj") or child)
        return []

    def is_collective(self, noun: Token) -> bool:
        """Tell "both sides", "the two governments"."""
        sources = self._sources
        if noun.lower_ not in sources.collectives:
            return False
        words = {token.lower_ for token in noun.lefts}
        is_definite = bool(words & sources.two) and bool(words & sources.definite)
        return is_definite or not words.isdisjoint(sources.both)

    def _both(self, token: Token) -> list[str]:
        """Return the two actors, none of them the speaker, who were named before."""
        asking = {a for verb in token.ancestors if is_verb(verb) for a in self._asking(verb)}
        named = [*self._place.previous, *self._named_before(token)]
        others = [actor for actor in self._place.others(named) if actor not in asking]
        return others if len(others) == 2 else []

    def _asking(self, verb: Token) -> list[str]:
        subject = child_of(verb, "nsubj")
        return [] if subject is None else self._named(subject)

    def _named_before(self, token: Token) -> list[Name]:
        return [name for name in self._place.names if name.end <= token.idx + self._offset]

    def named_before(self, token: Token) -> list[str]:
        """Return the only actor named before who is not the speaker."""
        credit = self._place.credit
        here = [n for n in self._named_before(token) if not credit.covers(n)]
        others = self._place.others(here) or self._place.others(self._place.previous)
        return others if len(others) == 1 else []

    # -- pronouns --------------------------------------------------------------------------

    def _antecedent_of_relative(self, token: Token, role: str, depth: int) -> list[str]:
        clause = token.head
        while clause.dep_ != "relcl" and child_of(clause.head, "attr") in (None, clause):
            if clause.head == clause:
                return []
            clause = clause.head
        noun = clause.head
        if is_verb(noun):  # "It was Norland that attacked"
            noun = child_of(noun, "attr") or noun
        if noun == token:
            return []
        return list(self._one(noun, role, depth + 1)) if depth < _DEEPEST else []

    def _antecedent(self, token: Token, depth: int) -> list[str]:
        """Return the actor behind "it", "its", "they" or "their", if he is plain."""
        if token.dep_ not in ("nsubj", "nsubjpass", "poss"):
            return []
        beside = token.head.head if token.head.dep_ == "conj" else None
        if beside is not None and token.dep_ == "poss" and self.name_at(beside) is not None:
            return self._named(beside)[:1]  # "Norland and its war"
        governor = self._governor(token)
        if governor is not None:
            actors = self._of_antecedent(governor, depth)
            if actors or (self.name_at(governor) is None and governor.tag_ == "NNP"):
                return actors  # somebody who is not in the registry is no one else
        before = [
            name
            for name in self._place.names
            if name.end <= token.idx + self._offset and name.person_id is None
        ]
        is_plural = token.lower_ in self._words.they
        if before and token.dep_ == "poss":
            return [before[-1].actor_id]
        others = self._place.others(before)
        if len(others) == 1:
            return others
        if others or before:
            return []
        others = self._place.others(n for n in self._place.previous if n.person_id is None)
        return others if len(others) == 1 and (is_plural or token.dep_ == "poss") else []

    def _governor(self, token: Token) -> Token | None:
        """Return the subject of the verbs that a pronoun stands below, or whom they blame."""
        at = token.head if token.dep_ == "poss" else token.head.head
        below = token if token.dep_ == "poss" else token.head
        for _ in range(_DEEPEST):
            if is_verb(at) and below.dep_ not in ("nsubj", "nsubjpass"):
                target = child_of(at, "dobj") if at.lower_ in self._words.accuse else None
                if target is not None and target.i < token.i and self.name_at(target) is not None:
                    return target  # "congratulated Norland on its"
                subject = self.subjects.of(at)
                if subject is not None and subject.token.i < token.i and subject.token != token:
                    return subject.token
            if at.head == at:
                return None
            below, at = at, at.head
        return None

    def _of_antecedent(self, token: Token, depth: int) -> list[str]:
        name = self.name_at(token)
        if name is not None:
            return [] if name.person_id else [name.actor_id]
        if depth >= 2 or not token.tag_.startswith("NN"):
            return []
        return self.of(token, "agent", depth + 2)

    def _person(self, token: Token) -> list[str]:
        """Return the actor of the person last named before "he" or "she"."""
        wanted = "he" if token.lower_ in self._sources.he else "she"  # as in the registry
        place = token.idx + self._offset
        named = [
            name
            for name in (*self._place.previous, *self._place.names)
            if name.end <= place and name.person_id and (name.pronoun or "") in {"", wanted}
        ]
        return [named[-1].actor_id] if len({name.actor_id for name in named}) == 1 else []
