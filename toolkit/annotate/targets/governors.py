"""What the words that govern a noun tell of its actors: "launched T", "accused X of T"."""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.annotate.targets.kinds import (
    ACT,
    ADDRESSEE,
    AGENT,
    ALLY,
    BEARER,
    CONFLICT,
    DEMAND,
    KIN,
    LABEL,
    PATIENT,
    SUFFERED,
    VICTIM,
    role_after,
)
from toolkit.annotate.targets.parse import Token
from toolkit.annotate.targets.places import Aim
from toolkit.annotate.targets.referents import Referents
from toolkit.annotate.targets.subjects import Subject, child_of, is_passive, is_verb
from toolkit.languages.language import Language

_DONE = (ACT, CONFLICT)
_PREDICATES = ("attr", "acomp", "oprd")


class Governors:
    """The verbs, nouns and adjectives above a term of one kind."""

    def __init__(self, referents: Referents, language: Language, kind: str) -> None:
        self._referents = referents
        self._words = language.roles
        self._being = language.grammar.being
        self._made = self._words.commit | self._words.author
        self._language = language
        self._kind = kind

    def aims(self, node: Token) -> Iterator[Aim]:
        """Yield the actors that the words above a noun tie to it."""
        above = node.head
        if node.dep_ in ("dobj", "nsubjpass") and is_verb(above):
            yield from self._object_of(above)
        elif node.dep_ == "nsubj" and is_verb(above):
            yield from self._subject_of(above)
        elif node.dep_ in (*_PREDICATES, "ccomp", "xcomp"):
            yield from self._predicate(node)
        elif node.dep_ == "pobj" or above.tag_ == "IN":
            yield from self._below(above)

    def clause_of(self, verb: Token) -> Iterator[Aim]:
        """T launched by Norland; the T that Norland launched against Westland."""
        form = verb.lower_
        if form in self._words.attribute:
            yield from self._onto(verb)
            return
        if form in self._words.stem:
            yield from self._from(verb)
            return
        if is_passive(verb):
            yield from self._by(verb, self._undergone_or_done(form))
        else:
            subject = child_of(verb, "nsubj")
            if subject is None or subject.lower_ in self._words.relatives:
                if verb.tag_ == "VBG" and form in self._words.undergo:
                    yield from self._of(child_of(verb, "dobj"), PATIENT, "clause")
                return
            if form not in self._words.commit | self._words.undergo | self._words.end:
                return
            yield from self._subject_aims(
                Subject(subject, is_asked=False), self._undergone_or_done(form), "clause"
            )
        yield from self._against(verb)

    def _undergone_or_done(self, form: str) -> str:
        if form in self._words.undergo:
            return PATIENT
        if self._kind == SUFFERED:
            return AGENT if form in self._words.inflict else PATIENT
        return ALLY if self._kind == KIN else AGENT

    # -- the ways to stand below a word --------------------------------------------------------

    def _object_of(self, verb: Token) -> Iterator[Aim]:
        """Norland launched T against Westland; Westland suffered T; Norland must end T."""
        form, words = verb.lower_, self._words
        if is_passive(verb):
            yield from self._done_by(verb)
            return
        subject = self._referents.subjects.of(verb)
        asked = subject is not None and subject.is_asked
        if self._kind == DEMAND:
            if form in words.perform | words.commit:
                yield from self._subject(verb, ADDRESSEE if asked else AGENT, "subject")
            yield from self._of(child_of(verb, "dative"), ADDRESSEE, "object")
            if form in words.request:
                yield from self._from(verb, ADDRESSEE, "asked")
        elif form in words.undergo:
            yield from self._subject(verb, PATIENT, "undergone")
        elif self._is_done_by(form, asked=asked):
            yield from self._subject(verb, AGENT, "subject")
            yield from self._against(verb)
        elif self._kind == KIN:
            yield from self._against(verb)
        if form in words.attribute:
            yield from self._onto(verb)

    def _done_by(self, verb: Token) -> Iterator[Aim]:
        """T was launched by Norland against Westland; T was blamed on Norland."""
        form, words = verb.lower_, self._words
        if form in words.commit | words.undergo | words.claim:
            yield from self._by(verb, self._undergone_or_done(form))
        if form in words.commit:
            yield from self._against(verb)
        if form in words.attribute:
            yield from self._onto(verb)

    def _is_done_by(self, form: str, *, asked: bool) -> bool:
        """Tell whether the subject of a verb does its object: "launched T", "must end T"."""
        words = self._words
        if self._kind == SUFFERED:
            return form in words.inflict
        is_done = form in words.commit or form in words.claim or (form in words.end and asked)
        return self._kind in _DONE and is_done

    def _subject_of(self, verb: Token) -> Iterator[Aim]:
        """T killed Westlandic soldiers; T lies with Norland; the aggressor was Norland."""
        form, words = verb.lower_, self._words
        if form in words.harm and self._kind in (*_DONE, LABEL):
            yield from self._of(child_of(verb, "dobj"), PATIENT, "object")
        if form in words.stem and self._kind in _DONE:
            yield from self._from(verb)
        named = child_of(verb, "attr")
        if named is not None and self._kind in (LABEL, VICTIM, KIN):
            yield from self._of(named, BEARER[self._kind], "predicate")

    def _predicate(self, node: Token) -> Iterator[Aim]:
        """Norland is a T; called Norland a T."""
        verb = node.head
        if node.dep_ in ("ccomp", "xcomp"):
            if is_verb(node) or verb.lower_ not in self._words.name:
                return
            subject = child_of(node, "nsubj") or child_of(verb, "dobj")
        elif node.dep_ == "oprd" or verb.lower_ in self._words.name:
            subject = child_of(verb, "nsubjpass") or child_of(verb, "dobj")
        else:
            subject = child_of(verb, "nsubj", "nsubjpass", "csubj")
            if subject is None:
                found = self._referents.subjects.of(verb)
                subject = found.token if found is not None else None
        if subject is not None and subject != node:
            yield from self._borne_by(subject)

    def _borne_by(self, subject: Token) -> Iterator[Aim]:
        role, word = BEARER.get(self._kind), subject.lower_
        if role is None:
            return
        if is_verb(subject):  # "what Norland does is a crime"
            yield from self._subject(subject, role, "predicate")
        elif word in self._words.pointers and self._kind not in (LABEL, VICTIM, KIN):
            if subject.dep_ == "dobj" or subject.head.dep_ == "ccomp":
                for actor_id in self._referents.named_before(subject):
                    yield Aim(actor_id, role, "anaphor")
        elif self._kind == ACT:
            yield from self.deed(subject, "predicate")
        else:
            yield from self._of(subject, role, "predicate")

    def _is_deed(self, noun: Token) -> bool:
        """Tell what is done from who does it: "the aggression of Norland causes T"."""
        return noun.lower_.startswith((*self._words.done_of, *self._words.suffered_of))

    def deed(self, noun: Token, rule: str) -> Iterator[Aim]:
        """Yield who does what a noun says, and to whom, where the noun is called a T."""
        actors = self._referents.of(noun, AGENT)
        if actors or noun.lower_ in self._words.organs:
            yield from (Aim(actor_id, AGENT, rule) for actor_id in actors)
            return
        for actor_id in self._referents.modifiers(noun):
            yield Aim(actor_id, AGENT, rule)
        for child in noun.rights:
            if child.dep_ in ("prep", "agent"):
                role = role_after(child.lower_, ACT, noun.lower_, self._language)
                if role is not None:
                    yield from self._of(child_of(child, "pobj"), role, rule)
            elif child.dep_ in ("acl", "relcl") and child.lower_ in self._made:
                yield from self._by(child, AGENT, rule)

    def _below(self, preposition: Token) -> Iterator[Aim]:
        """Accused Norland of T; Westland, under T; a victim of T; responsible for T."""
        above, form, words = preposition.head, preposition.lower_, self._words
        word = above.lower_
        if form in words.under:
            yield from self._under(above)
        elif form in words.within and is_verb(above) and self._kind == ACT:
            yield from self._in_doing(above, preposition)
        elif form in words.onto and (verb := self._putting_to_an_end(above)) is not None:
            deed = child_of(preposition, "pobj")
            if deed is None or not self._referents.owners(deed, AGENT):
                yield from self._put_to_an_end(verb)
        elif word in words.to_blame:
            yield from self._blamed_by(above)
        elif is_verb(above):
            yield from self._below_verb(above, form)
        elif word in words.blame:
            yield from self._blame(above)
        elif word in words.suffers and form in words.of:
            yield from self._suffers(above)
        elif word in words.defence and form in words.away | words.against:
            for actor_id in self._referents.owners(above, PATIENT):
                yield Aim(actor_id, PATIENT, "defence")

    def _in_doing(self, verb: Token, preposition: Token) -> Iterator[Aim]:
        """Norland, in T of the treaty, has sent troops; troops were sent by Norland in T of it."""
        deed = child_of(preposition, "pobj")
        after = None if deed is None else child_of(deed, "prep")
        if after is None or after.lower_ not in self._words.of:
            return
        if self._tells_only(verb):
            return
        if is_passive(verb):
            yield from self._by(verb, AGENT)
        else:
            for aim in self._subject(verb, AGENT, "subject"):
                if aim.actor_id not in self._referents.speakers:  # "we condemn the war, in T of"
                    yield aim

    def _tells_only(self, verb: Token) -> bool:
        """Tell verbs of asking, reporting and undergoing: "lost land, in T of the treaty"."""
        form, words = verb.lower_, self._words
        tells = form in words.request | words.undergo or form in self._language.cues.verbs
        is_under = any(child.lower_ in words.under for child in verb.rights)
        return tells or is_under or form.startswith(words.undergoing)

    def _putting_to_an_end(self, above: Token) -> Token | None:
        """Return the verb of "put an end to T", whichever of the two words the parse hangs T on."""
        end = child_of(above, "dobj") if is_verb(above) else above
        if end is None or end.dep_ != "dobj" or end.lower_ not in self._words.end:
            return None
        return end.head

    def _put_to_an_end(self, verb: Token) -> Iterator[Aim]:
        """Norland must put an end to T."""
        subject = self._referents.subjects.of(verb)
        if subject is not None and subject.is_asked and self._kind in _DONE:
            yield from self._subject_aims(subject, AGENT, "subject")

    def _below_verb(self, verb: Token, form: str) -> Iterator[Aim]:
        """Accused Norland of T; called it a T; freed Westland from T; responded with T."""
        word, words = verb.lower_, self._words
        target = child_of(verb, "nsubjpass") if is_passive(verb) else child_of(verb, "dobj")
        if form in words.as_:
            if word in words.name | words.accuse and target is not None:
                yield from self._borne_by(target)
        elif self._kind == DEMAND:
            yield from self._demanded(verb, form)
        elif form in words.away and word in words.protect:
            yield from self._of(target, PATIENT, "defence")
        elif form in words.against and word in words.protect:
            yield from self._defended(verb, target)
        elif form in words.against and word in words.subject:
            yield from self._of(target, PATIENT, "object")
        elif word in words.accuse and self._kind != KIN:
            yield from self._accused(verb, target)
        elif self._kind in _DONE:
            yield from self._done_with(verb, form, target)

    def _accused(self, verb: Token, target: Token | None) -> Iterator[Aim]:
        """Accused Norland of T; Norland, accused of T."""
        if is_passive(verb) and target is None:
            yield from self._subject(verb, AGENT, "accused")
        else:
            yield from self._of(target, AGENT, "accused")

    def _done_with(self, verb: Token, form: str, target: Token | None) -> Iterator[Aim]:
        """Was behind T; hit by T; answers for T; responded with T."""
        word, words = verb.lower_, self._words
        is_behind = form in words.behind and word in self._being
        if is_behind or (form in words.for_ and word in words.answer):
            yield from self._subject(verb, AGENT, "blamed")
        elif is_passive(verb):
            if form in words.by and word in words.harm:
                yield from self._of(target, PATIENT, "object")
            elif form in words.for_ and word in words.commit:
                yield from self._by(verb, AGENT)  # used for T by
        elif word in words.respond:
            if form in words.with_:
                yield from self._subject(verb, AGENT, "subject")
        elif word in words.commit and (
            form in words.with_ or (target is None and form not in words.away)
        ):
            yield from self._subject(verb, AGENT, "subject")

    def _demanded(self, verb: Token, form: str) -> Iterator[Aim]:
        """Asked Norland for T; called on Norland for T; acted with T; agreed to T."""
        word, words = verb.lower_, self._words
        if word in words.request and form in words.for_:
            target = child_of(verb, "nsubjpass" if is_passive(verb) else "dobj")
            yield from self._of(target, ADDRESSEE, "asked")
            yield from self._onto(verb, ADDRESSEE)
        elif word in words.perform and not is_passive(verb):
            subject = self._referents.subjects.of(verb)
            asked = subject is not None and subject.is_asked
            yield from self._subject(verb, ADDRESSEE if asked else AGENT, "subject")

    def _defended(self, verb: Token, target: Token | None) -> Iterator[Aim]:
        """Defended itself against T; defended Westland against T."""
        actors = self._referents.of(target, PATIENT)
        if actors:
            for actor_id in actors:
                yield Aim(actor_id, PATIENT, "defence")
        else:
            yield from self._subject(verb, PATIENT, "defence")

    def _under(self, above: Token) -> Iterator[Aim]:
        if is_verb(above):
            yield from self._subject(above, PATIENT, "under")
        else:
            yield from self._of(above, PATIENT, "under")

    def _blamed_by(self, adjective: Token) -> Iterator[Aim]:
        """Norland is responsible for T; hold Norland responsible for T; those responsible."""
        verb = adjective.head
        target = child_of(verb, "dobj") if adjective.dep_ in ("oprd", "acomp") else None
        subject = child_of(adjective, "nsubj") or target
        if subject is None:
            found = self._referents.subjects.of(verb) if is_verb(verb) else None
            yield from self._subject_aims(found, AGENT, "blamed")
        else:
            yield from self._of(subject, AGENT, "blamed")

    def _blame(self, noun: Token) -> Iterator[Aim]:
        """Norland bears responsibility for T; Norland's guilt for T; it lies with Norland."""
        verb = noun.head
        for actor_id in self._referents.owners(noun, AGENT):
            yield Aim(actor_id, AGENT, "blamed")
        if noun.dep_ == "dobj" and verb.lower_ in self._words.commit | self._words.claim:
            yield from self._subject(verb, AGENT, "blamed")
        elif noun.dep_ == "nsubj" and verb.lower_ in self._words.rest:
            for child in verb.rights:
                if child.dep_ == "prep" and child.lower_ in self._words.with_ | self._words.onto:
                    yield from self._of(child_of(child, "pobj"), AGENT, "blamed")

    def _suffers(self, noun: Token) -> Iterator[Aim]:
        """Westland is a victim of T; Westland, a victim of T."""
        if noun.dep_ in ("attr", "oprd"):
            yield from self._subject(noun.head, PATIENT, "victim")
        elif noun.dep_ == "appos":
            yield from self._of(noun.head, PATIENT, "victim")
        elif noun.dep_ == "pobj":  # "fell victim to", "as a victim of"
            return
        for actor_id in self._referents.owners(noun, PATIENT):
            yield Aim(actor_id, PATIENT, "victim")

    # -- shared ------------------------------------------------------------------------------

    def _of(self, token: Token | None, role: str, rule: str) -> Iterator[Aim]:
        for actor_id in self._referents.of(token, role):
            yield Aim(actor_id, role, rule)

    def _by(self, verb: Token, role: str, rule: str = "by-agent") -> Iterator[Aim]:
        """Yield who is named behind a passive verb: "launched by Norland"."""
        agent = child_of(verb, "agent")
        if agent is not None:
            yield from self._of(child_of(agent, "pobj"), role, rule)

    def _subject(self, verb: Token, role: str, rule: str) -> Iterator[Aim]:
        yield from self._subject_aims(self._referents.subjects.of(verb), role, rule)

    def _subject_aims(self, subject: Subject | None, role: str, rule: str) -> Iterator[Aim]:
        actors = self._referents.of_subject(subject, role)
        yield from (Aim(actor_id, role, rule) for actor_id in actors)
        if not actors and role == AGENT and subject is not None and self._is_deed(subject.token):
            for aim in self.deed(subject.token, rule):
                if aim.role == AGENT:  # "the expansion of Norland poses T"
                    yield aim

    def _against(self, verb: Token) -> Iterator[Aim]:
        """Return against whom the verb of a noun is turned: "waged a T on Westland"."""
        near = self._words.against
        role = ALLY if self._kind == KIN else PATIENT
        if self._kind == KIN:
            near = self._words.with_ | self._words.for_ | self._words.onto
        for child in verb.rights:
            if child.dep_ in ("prep", "dative") and child.lower_ in near:
                yield from self._of(child_of(child, "pobj"), role, "preposition")

    def _from(self, verb: Token, role: str = AGENT, rule: str = "clause") -> Iterator[Aim]:
        """Threats stemming from Norland; the threat came from Norland."""
        for child in verb.rights:
            if child.dep_ == "prep" and child.lower_ in self._words.away:
                yield from self._of(child_of(child, "pobj"), role, rule)

    def _onto(self, verb: Token, role: str = AGENT) -> Iterator[Aim]:
        """Blamed T on Norland; called on Norland."""
        rule = "blamed" if role == AGENT else "asked"
        for child in verb.rights:
            if child.dep_ == "prep" and child.lower_ in self._words.onto:
                yield from self._of(child_of(child, "pobj"), role, rule)
