"""The words that report: what `cues.yml` lists, by word form, and the record of one find."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from toolkit.text.word_lists import read_words

Span = tuple[int, int]

_DATELINE = re.compile(
    r"\s*[A-Z][A-Z.'’ ]+(?:,[\w.'’ ]{1,30}){0,2}(?:/[A-Z ]+)? ?(?:\([^()\n]{1,30}\) ?)?"
    r"(?:--|[-—–―]) ?(?=\S)"
)


class Statement(NamedTuple):
    """What one cue of a text governs: the content's pieces, its source, the cue, the rule."""

    content: tuple[Span, ...]
    source: Span | None
    cue: Span | None
    rule: str


class Cue(NamedTuple):
    """A reporting word: its base form, and the complements that hold what is reported."""

    lemma: str
    takes: frozenset[str]


@dataclass(frozen=True)
class Cues:
    """Reporting words by lower-case word form, and the words around them."""

    verbs: Mapping[str, Cue]
    nouns: Mapping[str, Cue]
    adjectives: Mapping[str, Cue]
    raising: frozenset[str]
    raised: frozenset[str]
    labels: frozenset[str]
    offices: frozenset[str]
    grammar: Mapping[str, frozenset[str]]


@cache
def load_cues() -> Cues:
    """Return the reporting words of `cues.yml`; the file is read once."""
    data = read_words(__file__, "cues.yml")
    irregular = data["irregular"]
    return Cues(
        verbs=_by_form(data["verbs"], lambda lemma: _verb_forms(lemma, irregular)),
        nouns=_by_form(data["nouns"], lambda lemma: (lemma, _with_s(lemma))),
        adjectives=_by_form(data["adjectives"], lambda lemma: (lemma,)),
        raising=_all_forms(data["raising"], irregular),
        raised=frozenset(data["raised"]),
        labels=frozenset(data["labels"]),
        offices=frozenset(data["offices"]),
        grammar={name: frozenset(words) for name, words in data["grammar"].items()},
    )


def dateline_end(line: str) -> int:
    """Return where a line goes on after its dateline, "OSLO (Agency) - "; 0 if it has none."""
    found = _DATELINE.match(line)
    return 0 if found is None else found.end()


def is_abbreviation(word: str) -> bool:
    """Tell whether a full stop after `word` ends no sentence: a title, a month, an initial."""
    word = word.lower()
    initial = len(word) == 1 and word.isalpha() and word != "i"
    return initial or word in load_cues().grammar["abbreviations"]


def _by_form(by_complement: Mapping[str, Iterable[str]], forms: Any) -> dict[str, Cue]:
    takes: dict[str, set[str]] = {}
    for complement, lemmas in by_complement.items():
        for lemma in lemmas:
            takes.setdefault(lemma, set()).add(complement)
    return {
        form: Cue(lemma, frozenset(complements))
        for lemma, complements in takes.items()
        for form in forms(lemma)
    }


def _all_forms(lemmas: Iterable[str], irregular: Mapping[str, list[str]]) -> frozenset[str]:
    return frozenset(form for lemma in lemmas for form in _verb_forms(lemma, irregular))


def _verb_forms(lemma: str, irregular: Mapping[str, list[str]]) -> tuple[str, ...]:
    """Inflect an English verb: its base form, -s, -ed and -ing."""
    if lemma in irregular:
        return (lemma, *irregular[lemma])
    stem = lemma.removesuffix("e")
    past = lemma[:-1] + "ied" if _ends_in_consonant_y(lemma) else stem + "ed"
    progressive = lemma if lemma.endswith("ee") else stem
    return (lemma, _with_s(lemma), past, progressive + "ing")


def _with_s(lemma: str) -> str:
    if _ends_in_consonant_y(lemma):
        return lemma[:-1] + "ies"
    return lemma + ("es" if lemma.endswith(("s", "x", "z", "ch", "sh")) else "s")


def _ends_in_consonant_y(lemma: str) -> bool:
    return lemma.endswith("y") and lemma[-2:-1] not in "aeiou"
