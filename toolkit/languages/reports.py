"""The words by which reports are told in a language of any word order: its `reports.yml`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from toolkit.languages.cues import Cue, Cues, Phrase, by_first_word
from toolkit.languages.read import LanguageError, read_lists

NAME = "reports.yml"
ORDERS = ("free", "second", "first", "final")
_GROUPS = ("says", "does", "weak")
_PHRASES = ("before", "after")
_WORDS = (
    *("tags", "that", "as", "relatives", "between", "prepositions", "ties", "breaks"),
    *(
        "determiners",
        "ends",
        "passives",
        "moods",
        "enclitics",
        "impersonal",
        "elided",
        "quotatives",
        "obliques",
    ),
)
_KEYS = {"stems", "endings", "prefixes"}
_CLAUSE = Cue("", frozenset(["clause"]))

Words = frozenset[str]
ByFirst = Mapping[str, list[Phrase]]


@dataclass(frozen=True, eq=False)  # one value a language, so that it can be a key
class Reports:
    """Who says what, by words and their order; all in lower case.

    What each list is for is said in docs/howto/languages.md.
    """

    order: str
    drops: bool
    stops: str
    says: ByFirst
    does: ByFirst
    weak: ByFirst
    before: ByFirst
    after: ByFirst
    tags: Words
    that: Words
    as_: Words
    relatives: Words
    between: Words
    prepositions: Words
    ties: Words
    breaks: Words
    determiners: Words
    ends: Words
    passives: Words
    moods: Words
    enclitics: Words
    impersonal: Words
    elided: Words
    quotatives: Words
    obliques: Words

    def cues(self) -> Cues:
        """Return the words that may report as the shared rules ask for them."""
        verbs = {
            " ".join(phrase): _CLAUSE._replace(lemma=phrase[0])
            for group in (self.says, self.does)
            for phrases in group.values()
            for phrase in phrases
        }
        first = {*self.says, *self.does, *self.weak, *self.before, *self.after, *self.tags}
        first |= self.moods
        rest: ByFirst = {word: [(word,)] for word in first}
        nothing: frozenset[str] = frozenset()
        return Cues(verbs, {}, {}, nothing, nothing, rest, {}, {})


def read_reports(folder: Path) -> Reports:
    """Return the reporting words of the language in `folder`, in all their forms.

    Raises
    ------
    LanguageError
        If a list is missing, or is not what it should be.
    """
    keys = ("order", "drops", "stops", *_GROUPS, *_PHRASES, *_WORDS)
    lists = read_lists(folder, NAME, keys)
    path = folder / NAME
    if lists["order"] not in ORDERS:
        raise LanguageError(
            f"{path}: order: found {lists['order']!r}, expected one of {', '.join(ORDERS)}"
        )
    if lists["stops"] not in ("point", "colon"):
        raise LanguageError(f"{path}: stops: found {lists['stops']!r}, expected point or colon")
    if lists["drops"] not in ("yes", "no"):
        raise LanguageError(f"{path}: drops: found {lists['drops']!r}, expected yes or no")
    made: dict[str, Any] = {
        name: by_first_word(_forms(path, name, lists[name])) for name in _GROUPS
    }
    made |= {name: by_first_word(lists[name]) for name in _PHRASES}
    made |= {"as_" if name == "as" else name: frozenset(lists[name]) for name in _WORDS}
    return Reports(
        order=lists["order"], drops=lists["drops"] == "yes", stops=lists["stops"], **made
    )


def _forms(path: Path, name: str, groups: Any) -> Iterable[str]:
    """Return each stem with each of the endings of its group, and each prefix before it."""
    forms: dict[str, None] = {}
    for at, group in enumerate(groups, start=1):
        if not isinstance(group, dict) or not {"stems"} <= {*group} <= _KEYS:
            raise LanguageError(
                f"{path}: {name}: found {group!r} as number {at}, expected a group with the keys "
                "stems, endings and prefixes, of which the last two may be left out"
            )
        for prefix in group.get("prefixes", [""]):
            for stem in group["stems"]:
                forms.update(
                    dict.fromkeys(prefix + stem + end for end in group.get("endings", [""]))
                )
    return forms
