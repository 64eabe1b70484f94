"""Targets by patterns of words, where nothing is parsed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from toolkit.annotate.names import Name
from toolkit.annotate.targets.expressions import expressions_of
from toolkit.annotate.targets.kinds import (
    ACT,
    ADDRESSEE,
    AGENT,
    BEARER,
    CONFLICT,
    DEMAND,
    DOER,
    KIN,
    LABEL,
    MODIFIER,
    OBJECT,
    OWNER,
    PATIENT,
    SUFFERED,
    VICTIM,
    kind_of,
    role_after,
    role_of_owner,
)
from toolkit.annotate.targets.places import Aim, Place

_SET_OFF = re.compile(r"'\w+")
_AGENT_REACH = 120  # characters between a deed and who did it
_VERB_REACH, _PRONOUN_REACH = 60, 60  # characters that are searched for the verb, the pronoun
_TIED = (
    *("possessive", "demonym", "object", "by-agent", "preposition", "postposition", "pronoun"),
    "blamed",
)
_LOOSE = ("own", "anaphor", "collective", "subject", "control")  # asked while there is no target

ALL = (*_TIED, *_LOOSE)
SURE = (
    "possessive",
    "demonym",
    "object",
    "by-agent",
    "preposition",
    "blamed",
    "collective",
)  # where a parse finds nothing

Found = tuple[str, str | None]  # an actor and his role; None where the rule gives him none


def find_aims(place: Place, folded: str, *, only: Sequence[str] = ALL) -> Iterator[Aim]:
    """Yield the actors that a term is aimed at, likeliest rule first.

    Parameters
    ----------
    place
        The term.
    folded
        The text of its article, folded.
    only
        The rules that are asked.

    Notes
    -----
    *Limits.* No parse: a verb and its subject must stand near each other, and the kind of a term
    is guessed from its ending and the word before it.
    """
    if not (place.names or place.previous or place.speakers):
        return  # there is nobody whom it may be aimed at
    patterns = _Patterns(place, folded)
    roles: set[str] = set()
    for rule in only:
        if rule in _LOOSE and patterns.is_settled(roles):
            return
        for actor_id, role in getattr(patterns, f"_{rule.replace('-', '_')}")():
            if role is not None:
                roles.add(role)
                yield Aim(actor_id, role, rule)


class _Patterns:
    """A term among the words of its sentence."""

    def __init__(self, place: Place, folded: str) -> None:
        self._place = place
        self._folded = folded
        self._language = place.language
        self._patterns = expressions_of(place.language)
        names = [name for name in place.names if not place.credit.covers(name)]
        self._before_term = [name for name in names if name.end <= place.start]
        self._after_term = [name for name in names if name.start >= place.end]
        self._is_verb = self._looks_like_verb()
        self._kind = kind_of(place.match, place.language, is_verb=self._is_verb)

    def is_settled(self, roles: set[str]) -> bool:
        """Tell whether no more is to be asked: whose victim is known may lack who does it."""
        if roles != {PATIENT}:
            return bool(roles)
        return not (self._is_verb or self._before("committing", self._place.start))

    def _looks_like_verb(self) -> bool:
        ends = self._place.match.lower().endswith(self._language.grammar.past_endings)
        return ends or self._before("helper", self._place.start, 20) is not None

    def _fits(self, pattern: str, start: int, end: int) -> re.Match | None:
        return self._patterns[pattern].fullmatch(self._folded, start, end)

    def _before(self, pattern: str, start: int, reach: int = _PRONOUN_REACH) -> re.Match | None:
        begin = max(0, start - reach)
        return self._patterns[pattern].search(self._folded, begin, start)

    def _after(self, pattern: str) -> re.Match | None:
        return self._patterns[pattern].match(self._folded, self._place.end)

    # -- the rules, named as in the column `rule` --------------------------------------------

    def _possessive(self) -> Iterator[Found]:
        """Turkey's (renewed, dangerous) provocations; in the genitive, before or after."""
        words = self._language.targets
        for name in self._before_term[-1:]:
            match = self._fits("possessive", name.end, self._place.start)
            if match:
                roles = BEARER if match.group("copula") else OWNER
                yield name.actor_id, roles.get(self._kind)
            elif self._ends(name, words.owner_before) and self._fits(
                "modifiers", self._whole(name), self._place.start
            ):
                yield name.actor_id, OWNER.get(self._kind)
        for name in () if self._is_verb else self._after_term[:1]:
            if self._ends(name, words.owner_after) and self._fits(
                "owned", self._place.end, name.start
            ):
                of = MODIFIER if name.kind == "demonym" else {}
                role = role_of_owner(self._kind, self._place.match.lower(), self._language)
                for actor in self._joined(self._after_term, 0, 1):
                    yield actor, of.get(self._kind, role)

    def _ends(self, name: Name, endings: tuple[str, ...]) -> bool:
        """Tell whether a name has one of some endings, as those of a case."""
        return self._folded[name.start : self._whole(name)].lower().endswith(endings)

    def _whole(self, name: Name) -> int:
        """Return where a name ends, with the ending that an apostrophe sets off: Türkiye'nin."""
        match = _SET_OFF.match(self._folded, name.end)
        return match.end() if match else name.end

    def _demonym(self) -> Iterator[Found]:
        """Azerbaijani (and Turkish) brothers."""
        last = self._before_term[-1:]
        if self._is_verb or not last or last[0].kind != "demonym":
            return
        between = self._folded[last[0].end : self._place.start].lower().split()
        roles = self._language.roles
        if not (roles.outsiders | roles.persons | roles.others).isdisjoint(between):
            return  # the Armenian opposition's
        if self._fits("modifiers", last[0].end, self._place.start):
            for actor in self._joined(self._before_term, len(self._before_term) - 1, -1):
                yield actor, MODIFIER.get(self._kind)

    def _object(self) -> Iterator[Found]:
        """Stood by Azerbaijan; accused Armenia of aggression; called Armenia the aggressor."""
        after = self._object_after()
        if after:
            roles = BEARER if self._kind in (LABEL, VICTIM) else OBJECT
            return ((actor, roles.get(self._kind)) for actor in after)
        return self._object_before()

    def _object_after(self) -> list[str]:
        nearest = self._after_term[:1]
        pattern = "belonging" if self._is_verb else "blank"
        if not nearest or not self._fits(pattern, self._place.end, nearest[0].start):
            return []
        if self._fits("preposition", self._place.end, nearest[0].start):
            return []  # an article that is a genitive too: "der"
        return self._joined(self._after_term, 0, 1)

    def _object_before(self) -> Iterator[Found]:
        before = self._before_term
        for at in range(len(before) - 1, -1, -1):
            verb = self._before("verb", before[at].start, _VERB_REACH)
            if not verb:
                continue
            last = before[self._last_joined(before, at, 1)]
            accused = verb.group("accuse")
            if self._fits("accused_of" if accused else "named", last.end, self._place.start):
                role = self._accused() if accused else BEARER.get(self._kind)
                for actor in self._joined(before, at, 1):
                    yield actor, role
            return
        if (
            before
            and self._after("accused_after")
            and self._fits("near", self._whole(before[-1]), self._place.start)
        ):
            for actor in self._joined(before, len(before) - 1, -1):
                yield actor, self._accused()

    def _accused(self) -> str | None:
        if self._kind == KIN:
            return None
        return ADDRESSEE if self._kind == DEMAND else AGENT

    def _preposition(self) -> Iterator[Found]:
        """Victory over (the people of both countries,) Azerbaijan and Armenia."""
        start, at, names = self._place.end, 0, self._after_term
        while at < len(names):
            match = self._fits("preposition", start, names[at].start)
            if match is None:
                return
            role = self._role_after(match.group("preposition"))
            if role == PATIENT and self._before("attributed", self._place.start):
                role = AGENT  # blamed the war on Armenia
            if role != PATIENT and names[at].kind == "demonym" and self._before_noun(names[at].end):
                return  # the victims of Azerbaijani aggression
            last = self._last_joined(names, at, 1)
            for name in names[at : last + 1]:
                yield name.actor_id, role
            start, at = names[last].end, last + 1

    def _by_agent(self) -> Iterator[Found]:
        """Attacks carried out by Norland; the T of the towns by Norland; on the part of Norland."""
        if self._kind not in (ACT, CONFLICT):
            return
        for at, name in enumerate(self._after_term):
            if name.start - self._place.end > _AGENT_REACH:
                return
            if self._fits("done_by", self._place.end, name.start):
                if name.kind != "demonym" or self._patterns["organ"].match(self._folded, name.end):
                    for actor in self._joined(self._after_term, at, 1):
                        yield actor, AGENT
                return

    def _postposition(self) -> Iterator[Found]:
        """Türkiye'ye karşı T; T (է Հայաստանի և Թուրքիայի) համար."""
        before, after = self._before_term, self._after_term
        match = None
        if before:
            match = self._fits("postposition", self._whole(before[-1]), self._place.start)
            actors = self._joined(before, len(before) - 1, -1)
        if match is None and after:
            last = self._last_joined(after, 0, 1)
            if self._fits("before_postposition", self._place.end, after[0].start):
                match = self._patterns["postposed"].match(self._folded, self._whole(after[last]))
                actors = self._joined(after, 0, 1)
        if match is not None:
            role = self._role_after(match.group("preposition"))
            for actor in actors:
                yield actor, role

    def _role_after(self, preposition: str) -> str | None:
        noun = self._place.match.lower()
        return role_after(preposition, self._kind, noun, self._language)

    def _before_noun(self, end: int) -> bool:
        return bool(self._patterns["noun"].match(self._folded, end))

    def _pronoun(self) -> Iterator[Found]:
        """Turkey to end its provocations; Armenia ... the lands it occupies."""
        match = self._before("pronoun", self._place.start)
        if match is None or self._kind == KIN:
            return
        possessor = match.group("possessor")
        if not possessor and self._is_passive(match.group()):
            return  # "that is being attacked"
        if match.group("that") and not (self._is_verb or self._after("has_object")):
            return  # "that attack"
        role = (OWNER if possessor else DOER).get(self._kind)
        earlier = [name for name in self._before_term if name.end <= match.start()]
        if earlier:
            near = earlier[-1]
            is_far = ";" in self._folded[near.end : match.start()]
            if near.person_id is None and not is_far:
                yield near.actor_id, role
        elif possessor:
            others = self._place.others(n for n in self._place.previous if n.person_id is None)
            if len(others) == 1:
                yield others[0], role

    def _blamed(self) -> Iterator[Found]:
        """Armenia is responsible for the aggression."""
        if self._kind in (KIN, DEMAND):
            return
        for name in self._before_term[-1:]:
            if self._fits("blamed", name.end, self._place.start):
                yield name.actor_id, AGENT

    def _own(self) -> Iterator[Found]:
        """(He spoke of) the suffering of his people, a victory for his country; we won."""
        speakers = self._place.speakers
        if len(speakers) != 1 or self._kind == KIN:
            return
        after = self._after("own_after")
        if self._before("own_before", self._place.start):
            yield speakers[0], DOER.get(self._kind)
        elif after:
            yield speakers[0], self._role_after(after.group("preposition"))
        elif self._before("we_accused", self._place.start) and not self._after("done_by_some"):
            yield speakers[0], self._accused()
        elif self._before("we", self._place.start):
            yield speakers[0], DOER.get(self._kind)
        elif self._is_verb and self._after("us"):
            yield speakers[0], OBJECT.get(self._kind)
        elif self._before("our", self._place.start):
            yield speakers[0], OWNER.get(self._kind)

    def _anaphor(self) -> Iterator[Found]:
        """(He blamed Armenia and) called it a provocation."""
        match = self._before("anaphor", self._place.start)
        if match is None:
            return
        earlier = (name for name in self._before_term if name.end <= match.start())
        others = self._place.others(earlier) or self._place.others(self._place.previous)
        if len(others) == 1:
            yield others[0], BEARER.get(self._kind)

    def _collective(self) -> Iterator[Found]:
        """(Armenia and Azerbaijan met. He) asked both sides for restraint."""
        after = self._after("collective_after")
        if after:
            role = self._role_after(after.group("preposition"))
        elif self._before("collective", self._place.start):
            role = ADDRESSEE if self._kind == DEMAND else DOER.get(self._kind)
        else:
            return
        others = self._place.others([*self._place.previous, *self._before_term])
        if len(others) == 2:
            for actor in others:
                yield actor, role

    def _subject(self) -> Iterator[Found]:
        """Armenia suffered a (heavy) defeat; Baku had attacked; the aggressor was Armenia."""
        if self._kind == KIN:
            return
        for name in self._after_term[:1]:
            if self._fits("inverted", self._place.end, name.start):
                yield name.actor_id, BEARER.get(self._kind)
                return
        before = self._before_term
        if before and self._is_in_doing(before[-1]):
            yield before[-1].actor_id, AGENT
            return
        for at in range(len(before) - 1, max(-1, len(before) - 4), -1):
            match = self._fits("subject", before[at].end, self._place.start)
            if match:
                role = self._role_of_subject(match.group())
                for actor in self._joined(before, at, -1):
                    yield actor, role
                return

    def _is_passive(self, between: str) -> bool:
        """Tell "was attacked", of what stands before the term."""
        grammar = self._language.grammar
        ends = self._place.match.lower().endswith(grammar.past_endings)
        return ends and not grammar.being.isdisjoint(between.split())

    def _is_in_doing(self, name: Name) -> bool:
        """Tell "Norland, in breach of the truce"."""
        is_done_to = self._kind == ACT and self._after("done_to")
        return bool(is_done_to and self._fits("in_deed", name.end, self._place.start))

    def _role_of_subject(self, between: str) -> str | None:
        words = set(between.split())
        roles = self._language.roles
        if self._is_passive(between):
            return OBJECT.get(self._kind)
        if words & roles.undergo:
            return PATIENT
        if self._kind == DEMAND and words & roles.obliging:
            return ADDRESSEE
        if words & self._language.grammar.being:
            return BEARER.get(self._kind) or (PATIENT if self._kind == SUFFERED else None)
        return DOER.get(self._kind)

    def _control(self) -> Iterator[Found]:
        """Armenia is prepared to attack; urged Armenia to show restraint."""
        for name in [name for name in self._place.names if name.end <= self._place.start][-1:]:
            tells = self._place.credit.covers(name) and self._is_verb and self._kind == ACT
            if tells and self._fits("intent", name.end, self._place.start):
                yield name.actor_id, AGENT  # who tells of his plan
        for name in self._before_term[-1:]:
            if self._fits("control", name.end, self._place.start):
                yield name.actor_id, ADDRESSEE if self._kind == DEMAND else DOER.get(self._kind)

    def _joined(self, names: list[Name], at: int, step: int) -> list[str]:
        """Return the actor at `at` and those joined to it by a comma or an "and", in text order."""
        last = self._last_joined(names, at, step)
        return [name.actor_id for name in names[min(at, last) : max(at, last) + 1]]

    def _last_joined(self, names: list[Name], at: int, step: int) -> int:
        while 0 <= at + step < len(names):
            left, right = sorted((at, at + step))
            if not self._fits("joined", names[left].end, names[right].start):
                break
            at += step
        return at
