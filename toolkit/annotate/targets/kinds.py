"""Kinds of framing terms, and the roles that each gives to the actors around it.

An `act` is done to somebody (aggression), a `conflict` is an act that a country's name may only
locate (war, crisis), a `label` names who does wrong or right (aggressor), a `victim` who suffers,
`suffered` is what one undergoes (defeat, loss), a `demand` is asked for or agreed (restraint,
ceasefire), and an `ally` is said of the other one (brother, to stand by).
"""

from __future__ import annotations

from toolkit.languages.language import Language
from toolkit.tables.declare import ROLES

AGENT, PATIENT, ADDRESSEE, ALLY = ROLES
ACT, CONFLICT, LABEL, VICTIM, SUFFERED, DEMAND, KIN = (
    *("act", "conflict", "label", "victim"),
    *("suffered", "demand", "ally"),
)

# whose it is: "Norland's T", "the T of our people"
OWNER = {ACT: AGENT, CONFLICT: AGENT, LABEL: None, VICTIM: None, SUFFERED: PATIENT, DEMAND: AGENT}
# a demonym or a name before it: "Norlandic T"
MODIFIER = {
    ACT: AGENT,
    LABEL: AGENT,
    VICTIM: PATIENT,
    SUFFERED: PATIENT,
    DEMAND: AGENT,
    KIN: ALLY,
}
# who is said to be it: "Norland is a T", "called Norland a T", "the T, Norland"
BEARER = {ACT: AGENT, LABEL: AGENT, VICTIM: PATIENT, KIN: ALLY}
# the subject of it as a verb
DOER = {**OWNER, LABEL: AGENT, VICTIM: PATIENT}
# the object of it as a verb
OBJECT = {
    ACT: PATIENT,
    CONFLICT: PATIENT,
    LABEL: PATIENT,
    VICTIM: PATIENT,
    DEMAND: PATIENT,
    KIN: ALLY,
}


def kind_of(match: str, language: Language, *, is_verb: bool) -> str:
    """Tell the kind of a framing term by its words."""
    word, roles = match.lower(), language.roles
    endings = [word, *(word[at + 1 :] for at, letter in enumerate(word) if letter == " ")]
    if any(one.startswith(language.targets.mutual) for one in endings):
        return KIN  # "sister state", "close partner"
    if any(one.startswith(roles.demands) for one in endings):
        return DEMAND
    if is_verb:
        return SUFFERED if word.startswith(roles.undergoing) else ACT
    for beginnings, kind in (
        (roles.victims, VICTIM),
        (roles.labels, LABEL),
        (roles.suffered, SUFFERED),
    ):
        if word.startswith(beginnings):
            return kind
    return CONFLICT if word in roles.conflicts else ACT


def role_after(preposition: str, kind: str, noun: str, language: Language) -> str | None:
    """Return the role of an actor after a noun and a preposition, None if he has none."""
    roles = language.roles
    if kind == KIN:
        return None if preposition in roles.by | roles.of else ALLY
    if preposition in roles.between:
        return AGENT if kind in (ACT, CONFLICT, DEMAND) else None
    if preposition in roles.by:
        return ADDRESSEE if kind == DEMAND and preposition in roles.away else AGENT
    if preposition in roles.of:
        return role_of_owner(kind, noun, language)
    if kind == DEMAND:
        return ADDRESSEE if preposition in roles.with_ | roles.for_ | roles.against else None
    if preposition in roles.against:
        return PATIENT
    if preposition in roles.with_:
        return PATIENT if kind == CONFLICT else None
    if preposition in roles.for_ and kind == SUFFERED:
        return PATIENT
    if preposition in roles.for_ and noun.startswith(roles.done_of):
        return AGENT  # a victory for
    return None


def role_of_owner(kind: str, noun: str, language: Language) -> str | None:
    """Return the role of an actor after a noun and "of", or in the genitive."""
    roles = language.roles
    if kind in (SUFFERED, VICTIM):
        return PATIENT if kind == SUFFERED else AGENT
    if kind in (LABEL, CONFLICT):
        return PATIENT if kind == LABEL else None
    if kind == DEMAND or noun.startswith(roles.done_of):
        return AGENT
    is_undergone = noun.startswith(roles.suffered_of) or noun.endswith(roles.suffered_endings)
    return PATIENT if is_undergone else AGENT
