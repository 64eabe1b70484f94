"""Who does what a verb says, in a dependency parse: control, coordination, participles."""

from __future__ import annotations

from typing import NamedTuple

from toolkit.annotate.targets.parse import Token
from toolkit.languages.language import Language

_SUBJECTS = ("nsubj", "nsubjpass", "csubj")
_OBJECTS = ("dobj", "dative")
_LOOK_ABOVE = ("advcl", "dep", "acomp", "attr", "oprd", "parataxis", "prep")
_LONGEST = 8  # steps from a verb to its subject


class Subject(NamedTuple):
    """The word for who does what a verb says."""

    token: Token
    is_asked: bool  # to do it: "must stop", "urged Norland to stop"
    owns: bool = False  # not the word's bearer does it, but its owner: "efforts of Norland to"


class _Step(NamedTuple):
    """A word further up, whose subject it is."""

    token: Token
    is_asked: bool


def child_of(token: Token, *labels: str) -> Token | None:
    """Return the first child that stands to its head in one of these ways."""
    return next((child for child in token.children if child.dep_ in labels), None)


def is_verb(token: Token) -> bool:
    """Tell whether a word is the verb of a clause."""
    return token.tag_.startswith("V") or token.tag_ == "MD"


def is_passive(verb: Token) -> bool:
    """Tell whether a verb is said of whom it happens to."""
    if child_of(verb, "nsubjpass", "auxpass", "agent") is not None:
        return True
    if verb.tag_ != "VBN" or child_of(verb, "aux") is not None:
        return False
    if verb.dep_ == "conj":
        return child_of(verb, "nsubj") is None and is_passive(verb.head)
    return verb.dep_ in ("acl", "amod", "advcl")


class Subjects:
    """The subjects of the verbs of one language."""

    def __init__(self, language: Language) -> None:
        self._roles = language.roles
        self._infinitives = language.grammar.infinitives
        self._being = language.grammar.being
        self._marks = language.grammar.infinitive_marks

    def of(self, verb: Token) -> Subject | None:
        """Return who does what `verb` says, or to whom it happens if it is passive."""
        at, asked = verb, self._is_obliged(verb)
        for _ in range(_LONGEST):
            subject = child_of(at, *_SUBJECTS)
            if subject is not None:
                is_aim = at != verb and at.lower_ in self._being and self._is_infinitive(verb)
                return Subject(subject, asked or self._is_requested(at), owns=is_aim)
            if at.head == at:
                return None
            step = self._above(at, asked=asked)
            if not isinstance(step, _Step):
                return step
            at, asked = step
        return None

    def _above(self, verb: Token, *, asked: bool) -> Subject | _Step | None:
        """Return the subject that the word above a verb has for it, or where to look on."""
        above = verb.head
        if verb.dep_ in ("xcomp", "ccomp") or self._is_purpose(verb):
            return self._of_complement(verb, asked=asked)
        if verb.dep_ in ("acl", "relcl"):
            return self._of_noun(verb, asked=asked)
        if verb.dep_ == "pcomp":
            return self._of_gerund(above, asked=asked)
        if verb.dep_ == "conj":
            return _Step(above, asked or self._is_obliged(above))
        return _Step(above, asked) if verb.dep_ in _LOOK_ABOVE else None

    def _of_complement(self, verb: Token, *, asked: bool) -> Subject | _Step:
        """Read "urged Norland to attack", "is used by Norland to attack"."""
        above, roles = verb.head, self._roles
        controller = self._object(above) or self._user(above, verb)
        is_request = above.lower_ in roles.request
        if controller is not None:
            return Subject(controller, asked or is_request)
        is_owing = above.lower_ in roles.owing  # "has to attack"
        return _Step(above, asked or is_owing or (is_request and is_passive(above)))

    def _of_noun(self, verb: Token, *, asked: bool) -> Subject:
        """Read "the troops attacking", and "Norland's efforts to undermine"."""
        noun = verb.head
        if not self._is_infinitive(verb):
            return Subject(noun, asked)
        above = noun.head if noun.dep_ != "pobj" else noun.head.head
        if above.lower_ in self._roles.request and (
            noun.dep_ == "dobj" or noun.head.lower_ in self._roles.onto
        ):
            return Subject(noun, is_asked=True)  # "called on Norland to stop"
        return Subject(noun, asked, owns=True)

    def _of_gerund(self, preposition: Token, *, asked: bool) -> Subject | _Step:
        """Read "accused Norland of attacking", "keep Norland from attacking"."""
        above, roles = preposition.head, self._roles
        if not is_verb(above):
            return Subject(above, asked, owns=True)
        if above.lower_ in roles.accuse | roles.prevent and not is_passive(above):
            target = child_of(above, *_OBJECTS)
            if target is not None:
                return Subject(target, asked)
        return _Step(above, asked)

    def _object(self, verb: Token) -> Token | None:
        """Return whom a verb makes the subject of its infinitive: "urged Norland to"."""
        form = verb.lower_
        if is_passive(verb) or form not in self._roles.request | self._roles.let:
            return None
        target = child_of(verb, *_OBJECTS)
        if target is not None:
            return target
        for child in verb.rights:
            if child.dep_ == "prep" and child.lower_ in self._roles.onto:
                return child_of(child, "pobj")
        return None

    def _is_purpose(self, verb: Token) -> bool:
        """Tell "to act" in "count on Norland to act", which may be read as a purpose."""
        if verb.dep_ != "advcl" or not self._is_infinitive(verb):
            return False
        return verb.head.lower_ in self._roles.request or is_passive(verb.head)

    def _is_infinitive(self, verb: Token) -> bool:
        return any(child.lower_ in self._infinitives for child in verb.lefts)

    def _user(self, above: Token, verb: Token) -> Token | None:
        """Return who acts in "arms are used by Norland to kill"."""
        agent = child_of(above, "agent")
        if agent is None or above.lower_ in self._roles.request | self._roles.let:
            return None
        return child_of(agent, "pobj") if self._is_infinitive(verb) else None

    def _is_obliged(self, verb: Token) -> bool:
        return any(c.dep_ == "aux" and c.lower_ in self._roles.obliging for c in verb.lefts)

    def _is_requested(self, verb: Token) -> bool:
        """Tell the clause in "urged Norland to stop", read as one with a subject of its own."""
        if any(c.dep_ == "mark" and c.lower_ in self._marks for c in verb.lefts):
            return True  # "it is time for Norland to stop"
        if verb.dep_ not in ("ccomp", "xcomp") or verb.head.lower_ not in self._roles.request:
            return False
        return self._is_infinitive(verb)
