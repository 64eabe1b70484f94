"""Targets by a dependency parse: who does what a framing term says, and to whom."""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.annotate.targets.governors import Governors
from toolkit.annotate.targets.kinds import (
    ACT,
    ADDRESSEE,
    AGENT,
    BEARER,
    DEMAND,
    DOER,
    KIN,
    LABEL,
    MODIFIER,
    OBJECT,
    OWNER,
    PATIENT,
    VICTIM,
    kind_of,
    role_after,
)
from toolkit.annotate.targets.parse import Parse, Token
from toolkit.annotate.targets.places import Aim, Place
from toolkit.annotate.targets.referents import Referents
from toolkit.annotate.targets.subjects import Subject, child_of, is_passive

_NOMINAL = ("det", "amod", "poss", "compound")
_STEPS = 4  # from a term to the words that it stands for


def find_aims(place: Place, parse: Parse) -> Iterator[Aim]:
    """Yield the actors that a term is aimed at, nearest words first; one may come twice.

    Notes
    -----
    *Limits.* Errors of the parse are errors here. What only the sense of the words tells ("paid
    the price of its neighbour's greed") is not found.
    """
    head = _head(parse, place.start - place.sentence[0], place.end - place.sentence[0])
    if head is not None:
        yield from _Term(place, head).aims()


def _head(parse: Parse, start: int, end: int) -> Token | None:
    """Return the word of a stretch on which its other words hang."""
    words = [t for t in parse.tokens if t.idx < end and start < t.end and not t.is_punct]
    inside = {token.i for token in words}
    for token in words:
        if token.head == token or token.head.i not in inside:
            return token
    return None


class _Term:
    """A term in its parse, asked for the actors around it."""

    def __init__(self, place: Place, head: Token) -> None:
        self._place = place
        self._language = place.language
        self._words = place.language.roles
        self._referents = Referents(place, place.sentence[0])
        self._head = head
        self._is_verb = _acts_as_verb(head)
        self._kind = kind_of(place.match, place.language, is_verb=self._is_verb)
        if self._kind == LABEL and self._tells_of_a_deed():
            self._kind = ACT
        self._governors = Governors(self._referents, self._language, self._kind)

    def aims(self) -> Iterator[Aim]:
        """Yield the actors, nearest words first."""
        if self._is_verb:
            yield from self._verb(self._head)
            for child in self._head.rights:
                if child.dep_ in ("acl", "xcomp") and child.lower_ in self._words.attribute:
                    yield from self._governors.clause_of(child)  # "shelling attributed to"
        elif self._is_participle(self._head):
            yield from self._participle(self._head)
        else:
            yield from self._stood_by()
            for node in self._nodes():
                yield from self._noun(node)
                yield from self._governors.aims(node)

    def _aims(self, token: Token | None, role: str | None, rule: str) -> Iterator[Aim]:
        if role is not None:
            for actor_id in self._referents.of(token, role):
                yield Aim(actor_id, role, rule)

    # -- verbs -----------------------------------------------------------------------------

    def _verb(self, verb: Token) -> Iterator[Aim]:
        """Norland attacked Westland; Westland was attacked by Norland."""
        subject = self._referents.subjects.of(verb)
        if is_passive(verb):
            role = OBJECT.get(self._kind)
            yield from self._subject(subject, role, "passive")
            agent = self._shared(verb, "agent")
            if agent is not None:
                yield from self._aims(child_of(agent, "pobj"), DOER.get(self._kind), "by-agent")
            return
        role = DOER.get(self._kind)
        if self._kind == DEMAND and subject is not None and subject.is_asked:
            role = ADDRESSEE
        yield from self._subject(subject, role, "subject")
        role = OBJECT.get(self._kind)
        yield from self._aims(self._shared(verb, "dobj"), role, "object")
        yield from self._aims(child_of(verb, "dative"), role, "object")
        near = self._words.against - self._language.grammar.infinitives
        if self._kind == KIN:
            near = self._words.with_
        for child in verb.rights:
            if child.dep_ in ("prep", "prt") and child.lower_ in near and role is not None:
                yield from self._aims(child_of(child, "pobj"), role, "preposition")

    @staticmethod
    def _shared(verb: Token, label: str) -> Token | None:
        """Return a verb's object or agent, or that of one it is joined to: "hit and razed X"."""
        own = child_of(verb, label)
        joined = child_of(verb, "conj")
        for _ in range(_STEPS):
            if own is not None or joined is None or child_of(verb, "prep", "ccomp") is not None:
                return own
            if child_of(joined, "nsubj", "nsubjpass") is not None:
                return None
            own, joined = child_of(joined, label), child_of(joined, "conj")
        return own

    def _subject(self, subject: Subject | None, role: str | None, rule: str) -> Iterator[Aim]:
        if role is not None:
            for actor_id in self._referents.of_subject(subject, role):
                yield Aim(actor_id, role, rule)

    def _is_participle(self, token: Token) -> bool:
        """Tell "occupied" in "the occupied lands"."""
        if token.dep_ != "amod" or self._kind in (KIN, DEMAND):
            return False
        return token.tag_ == "VBN" or token.lower_.endswith(self._language.grammar.past_endings)

    def _participle(self, token: Token) -> Iterator[Aim]:
        """Norland-occupied lands of Westland."""
        text, offset = token.parse.text, self._place.sentence[0]
        for name in self._place.names:
            if name.end == self._place.start - 1 and text[name.end - offset] == "-":
                yield Aim(name.actor_id, AGENT, "by-agent")
        yield from self._aims(token.head, PATIENT, "passive")

    def _stood_by(self) -> Iterator[Aim]:
        """On the side of Norland: the term ends with a preposition."""
        if self._kind != KIN:
            return
        end = self._place.end - self._place.sentence[0]
        for token in self._head.subtree:
            if token.dep_ == "prep" and token.end == end:
                yield from self._aims(child_of(token, "pobj"), OBJECT[KIN], "object")

    # -- nouns and adjectives -----------------------------------------------------------------

    def _nodes(self) -> Iterator[Token]:
        """Yield the term, and the words that it tells the kind of: "acts of T", "T policy"."""
        node = self._head
        yield node
        for _ in range(_STEPS):
            above = node.head
            if above == node:
                return
            if node.dep_ in ("amod", "compound", "nmod", "conj"):
                if not above.tag_.startswith(("NN", "JJ", "VBG")):
                    return
                if node.dep_ == "conj" and not self._is_alike(above):
                    return
                if node.dep_ != "conj" and not self._tells_kind_of(above):
                    return
                node = above
            elif node.dep_ == "pobj" and above.lower_ in self._words.of:
                if above.head.lower_ not in self._words.light:
                    return
                node = above.head
            else:
                return
            yield node

    def _is_alike(self, first: Token) -> bool:
        """Tell whether two words that are joined share their owner, which persons do not."""
        if self._referents.name_at(first) is not None or first.tag_ in ("NNP", "NNPS"):
            return False
        return self._kind in (LABEL, VICTIM, KIN) or first.lower_ not in self._words.organs

    def _tells_of_a_deed(self) -> bool:
        """Tell "terrorist" in "a terrorist attack"."""
        words, above = self._words, self._head.head
        if (
            self._head.dep_ not in ("amod", "compound")
            or self._referents.name_at(above) is not None
        ):
            return False
        bearers = words.organs | words.outsiders | words.persons | words.others
        return above.tag_.startswith("NN") and above.lower_ not in bearers

    def _tells_kind_of(self, noun: Token) -> bool:
        """Tell whether a noun that the term stands before is the term's own: "T policy"."""
        word = noun.lower_
        if self._kind == DEMAND:
            return word in self._words.deals
        if self._kind in (LABEL, VICTIM, KIN) or self._head.tag_.startswith("JJ"):
            return self._referents.name_at(noun) is None
        return noun.tag_ not in ("NNP", "NNPS") and word not in (
            self._words.organs | self._words.outsiders | self._words.persons
        )

    def _noun(self, node: Token) -> Iterator[Aim]:
        kind = self._kind
        owner = child_of(node, "poss")
        yield from self._aims(owner, OWNER.get(kind), "possessive")
        for child in node.lefts:
            if child.dep_ in ("amod", "compound", "nmod"):
                yield from self._modifier(child)
        if node != self._head or node.dep_ in ("amod", "compound", "nmod"):
            yield from self._bearer(node)
        for child in node.rights:
            if child.dep_ in ("prep", "agent"):
                yield from self._after(child, self._role_after(child, node))
                yield from self._inside(child)
            elif child.dep_ in ("acl", "relcl"):
                yield from self._governors.clause_of(child)
            elif child.dep_ == "appos" and not self._referents.is_collective(child):
                yield from self._aims(child, BEARER.get(kind), "apposition")
        if node.dep_ == "appos":
            yield from self._apposed(node.head)

    def _inside(self, preposition: Token) -> Iterator[Aim]:
        """Read "a T of conquest against Westland": what follows hangs on the noun between."""
        inner = child_of(preposition, "pobj")
        if preposition.lower_ not in self._words.of or inner is None:
            return
        for child in inner.rights:
            if child.dep_ == "prep" and child.lower_ in self._words.against:
                yield from self._after(
                    child, role_after(child.lower_, self._kind, "", self._language)
                )

    def _role_after(self, preposition: Token, node: Token) -> str | None:
        form = preposition.lower_
        after = child_of(preposition, "pobj")
        if after is not None and after.lower_ in self._words.parts:
            return AGENT  # on the part of
        if form in self._words.of and node != self._head and self._head.tag_.startswith("JJ"):
            return MODIFIER.get(self._kind)  # the reckless statements of
        return role_after(form, self._kind, node.lower_, self._language)

    def _after(self, preposition: Token, role: str | None) -> Iterator[Aim]:
        after = child_of(preposition, "pobj")
        if role is not None and after is not None and after.lower_ in self._words.parts:
            for actor_id in self._referents.owners(after, role):
                yield Aim(actor_id, role, "preposition")
        else:
            yield from self._aims(after, role, "preposition")

    def _modifier(self, child: Token) -> Iterator[Aim]:
        """Norlandic T; US T; but not the T that a country only tells apart: the Norland war."""
        name = self._referents.name_at(child)
        role = MODIFIER.get(self._kind)
        if name is None or role is None or (self._kind == DEMAND and name.kind != "demonym"):
            return
        yield from self._aims(child, role, "demonym")

    def _bearer(self, node: Token) -> Iterator[Aim]:
        """Read "the T regime in Norland", "the T state, Norland", "T Norland"."""
        above = node.head if node.dep_ in ("amod", "compound", "nmod") else node
        if self._kind in (LABEL, VICTIM, KIN) or self._head.tag_.startswith("JJ"):
            role = BEARER.get(self._kind)
            yield from self._aims(above, role, "bearer")

    def _apposed(self, noun: Token) -> Iterator[Aim]:
        """Norland, the T; the Norlandic strike, a T."""
        if self._kind in (LABEL, VICTIM, KIN):
            yield from self._aims(noun, BEARER.get(self._kind), "apposition")
        elif self._referents.name_at(noun) is None and self._kind != DEMAND:
            yield from self._governors.deed(noun, "apposition")


def _acts_as_verb(token: Token) -> bool:
    """Tell a verb from a participle before a noun, and from "the shelling of"."""
    if token.dep_ in ("amod", "compound"):
        return False
    if not token.tag_.startswith("V"):
        return child_of(token, "dobj", "aux") is not None  # a verb that was tagged as a noun
    return token.tag_ != "VBG" or child_of(token, *_NOMINAL) is None
