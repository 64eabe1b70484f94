"""The words by which the role of a target is known: what `roles.yml` of a language lists."""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from toolkit.languages.cues import inflect
from toolkit.languages.read import read_lists

Words = frozenset[str]
Beginnings = tuple[str, ...]

_VERBS = (
    *("commit", "undergo", "perform", "end", "accuse", "attribute", "rest", "name", "request"),
    *("let", "prevent", "protect", "subject", "harm", "claim", "answer", "stem", "inflict"),
    *("respond", "author", "perpetrate"),
)
_BEGINNINGS = (
    *("labels", "epithets", "victims", "praised", "untrue"),
    *("suffered", "undergoing", "demands", "done_of", "suffered_of", "suffered_endings"),
)


@dataclass(frozen=True, eq=False)  # one value a language, so that it can be a key
class Roles:
    """Kinds of terms, and the words that tie an actor to one of them in a role.

    What each list is for is said in the file, above its words. Verbs are here in all their forms.
    """

    labels: Beginnings
    epithets: Beginnings
    victims: Beginnings
    praised: Beginnings
    untrue: Beginnings
    suffered: Beginnings
    undergoing: Beginnings
    demands: Beginnings
    conflicts: Words
    done_of: Beginnings
    suffered_of: Beginnings
    suffered_endings: Beginnings
    by: Words
    against: Words
    of: Words
    for_: Words
    with_: Words
    between: Words
    within: Words
    under: Words
    away: Words
    as_: Words
    onto: Words
    reciprocals: Words
    behind: Words
    pointers: Words
    this: Words
    that: Words
    these: Words
    equals: Words
    parts: Words
    ourselves: Words
    it: Words
    they: Words
    relatives: Words
    obliging: Words
    owing: Words
    commit: Words
    undergo: Words
    perform: Words
    end: Words
    accuse: Words
    attribute: Words
    respond: Words
    perpetrate: Words
    author: Words
    answer: Words
    stem: Words
    inflict: Words
    rest: Words
    name: Words
    request: Words
    let: Words
    prevent: Words
    protect: Words
    subject: Words
    harm: Words
    claim: Words
    light: Words
    blame: Words
    to_blame: Words
    suffers: Words
    defence: Words
    organs: Words
    deals: Words
    rulers: Words
    outsiders: Words
    persons: Words
    others: Words


def read_roles(folder: Path) -> Roles:
    """Return the words of roles of the language in `folder`, its verbs in all their forms.

    Raises
    ------
    LanguageError
        If the file or one of its lists is not there, or if it has one that nothing reads.
    """
    names = [field.name for field in fields(Roles)]
    keys = {name: name.removesuffix("_") for name in names}  # `for` cannot name a field
    lists = read_lists(folder, "roles.yml", [*keys.values(), "irregular"])
    cues = read_lists(folder, "cues.yml")
    endings = cues["endings"]["verbs"]
    irregular = cues["irregular"]["verbs"] | lists["irregular"]

    def words_of(name: str) -> Any:  # the type of the field
        words = lists[keys[name]]
        if name in _BEGINNINGS:
            return tuple(words)
        if name in _VERBS:
            return frozenset(form for lemma in words for form in inflect(lemma, endings, irregular))
        return frozenset(words)

    return Roles(**{name: words_of(name) for name in names})
