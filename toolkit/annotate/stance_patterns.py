"""The regular expressions of stances: the words of a language, put in the order of its sentences.

Those of what stands before a term end where it begins; the others are searched behind it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, cached_property

from toolkit.languages.language import Language
from toolkit.languages.read import any_longest
from toolkit.text.patterns import phrase_pattern

_TOKEN = re.compile(r"[\w'-]+")
_STOP = re.compile(r"[.!?]")
_WORD = r"[^\s,;:.!?()]+"
_FIRST, _LAST = r"(?<![\w'-])", r"(?![\w'-])"


class Patterns:
    """The patterns of a language by name, each compiled once, when it is asked for.

    In those of what stands before a term, the group `by` holds the word that governs it, and the
    group `scope`, where there is one, all that stands between that word and the term.
    """

    def __init__(self, language: Language) -> None:
        parts = _parts(language)
        patterns = _denying(parts) | _leaving_open(parts) | _behind(parts)
        self._sources = patterns | _bounding(parts, language)
        self._patterns: dict[str, re.Pattern[str]] = {}  # few are asked for in a small corpus
        self._sentence_end = re.compile(
            rf"(?P<word>\w*)(?P<mark>[.!?])[\s\"']+(?=[^\W\d_{language.smalls}])"
        )
        self._language = language
        self._governed_by: dict[str, frozenset[str]] = {}

    def search(self, name: str, words: str, at: int = 0) -> re.Match[str] | None:
        """Search a stretch of text, from the character `at` on, for a pattern."""
        pattern = self._patterns.get(name)
        if pattern is None:
            pattern = self._patterns[name] = re.compile(self._sources[name], re.IGNORECASE)
        return pattern.search(words, at)

    def possible(self, before: str) -> set[str]:
        """Return the patterns that have a governing word among those before a term.

        This asks about single words, each only once, and saves most terms most of the searches.
        """
        names: set[str] = set()
        for word in _TOKEN.findall(before):
            known = self._governed_by.get(word)
            if known is None:
                known = self._governed_by[word] = frozenset(
                    name for name, first in self._first_words.items() if first.fullmatch(word)
                )
            names |= known
        return names

    def last_sentence(self, before: str) -> str:
        """Return words with blanks in place of all sentences but the last.

        A quotation of several sentences is one sentence of a text.
        """
        if _STOP.search(before) is None:
            return before
        is_abbreviation = self._language.grammar.is_abbreviation
        for end in reversed(list(self._sentence_end.finditer(before))):
            if end["mark"] != "." or not is_abbreviation(end["word"]):
                return " " * end.end() + before[end.end() :]
        return before

    @cached_property
    def _first_words(self) -> dict[str, re.Pattern[str]]:
        """The words with which the governors of each pattern begin."""
        words, negation = self._language.stance, self._language.negation
        negators = (*negation.negators, *(f"*{ending}" for ending in negation.endings))
        governors = {
            "deny": words.deny,
            "reject_claim": words.reject,
            "baseless_claim": words.baseless,
            "not_named": (*negators, *words.absent),
            "refuses_name": words.refuse + words.stop_naming,
            "believe": negators,
            "negated": (*negators, *words.absent, *words.refuse, *words.reject),
            "condition": words.conditions,
            "inverted": words.inverted,
            "doubt": words.doubt,
            "confirm": (*negators, *words.refuse),
            "uncertain": negators,
            "indefinite": words.indefinites,
            "modal": words.possible + words.able,
            "would": words.would,
            "equative": words.would,
            "hedge": words.hedges + words.hedging,
            "accuse": words.accuse,
            "hearsay": words.hearsay,
            "hearsay_that": words.hearsay,
            "claim": words.claims,
        }
        return {
            name: re.compile(
                "|".join(phrase_pattern(one.split()[0], wildcard=True) for one in listed) or "(?!)",
                re.IGNORECASE,
            )
            for name, listed in governors.items()
        }


@cache
def patterns_of(language: Language) -> Patterns:
    """Return the patterns of a language, which are made once."""
    return Patterns(language)


def _any(words: Iterable[str]) -> str:
    """Return a pattern of any one of some words or phrases, whole; a ``*`` is any letters."""
    listed = sorted(words, key=lambda word: (-len(word), word))
    chosen = "|".join(phrase_pattern(word, wildcard=True) for word in listed) or "(?!)"
    return f"{_FIRST}(?:{chosen}){_LAST}"


def _parts(language: Language) -> dict[str, str]:
    """Return the pieces that the patterns are put together from.

    `modifiers` are one or two words that describe a term. `tail` is all that may stand between a
    word and the term that it governs: small words, verbs that bring about what is named, nouns
    such as "plan" with their preposition, a described noun, and what is joined to the term.
    """
    words, grammar = language.stance, language.grammar
    p = {name: _any(listed) for name, listed in vars(words).items()}
    endings = any_longest(language.negation.endings)
    negators = _any(language.negation.negators - set(words.deny))
    exempt = _any(language.negation.unless_followed_by)
    p["negator"] = rf"(?:{negators}|{_FIRST}\w+(?:{endings}){_LAST})(?!\s+{exempt})"
    p["is_not"] = (
        rf"(?:{p['being']}\s+{p['negator']}|{_FIRST}(?:{any_longest(words.being)})(?:{endings}){_LAST})"
    )
    p["no"] = _any(language.negation.negators & set(words.opens_noun))
    gerund = rf"\w+(?:{any_longest(grammar.gerund_endings)}){_LAST}"
    barred = rf"{p['not_modifiers']}|{p['opens_noun']}|{p['definites']}|{gerund}"
    modifier = rf"(?!{barred})[\w-]+{_LAST}\s+"
    p["modifiers"], p["maybe_modified"] = rf"(?:{modifier}){{1,2}}", rf"(?:{modifier})?"
    p["fill"] = rf"(?:{p['fillers']}\s+)*"
    gap = (
        rf"(?:(?:{modifier})?{p['carriers']}\s+{p['links']}\s+|"
        rf"{p['opens_noun']}\s+{p['modifiers']}{p['carriers']}\s+{p['links']}\s+|{p['fillers']}\s+)*"
    )
    joined = rf"{_WORD}\s+{p['joins']}\s+{gap}"
    p["tail"] = rf"\s+{gap}(?:{p['opens_noun']}\s+{p['modifiers']}|{joined})?$"
    p["object"] = rf"{p['definites']}\s+(?:{modifier}){{0,2}}$"
    p["prepositions"] = _any(grammar.prepositions)
    p["auxiliaries"] = _any(grammar.auxiliaries | grammar.adverbs)
    p["scope"] = "(?P<scope>.*)$"
    return p


def _denying(p: dict[str, str]) -> dict[str, str]:
    """Return the patterns of what stands before a term and denies it."""
    withholds = rf"{p['negator']}\s+{p['fill']}|{p['absent']}\s+{p['fill']}"
    refuses = rf"(?:{p['refuse']}|{p['stop_naming']})\s+"
    as_object = rf"(?!{p['not_naming']})(?!{p['object']})(?:{_WORD}\s+){{0,8}}"
    with_word = rf"(?:{_WORD}\s+){{0,8}}?{p['names_as']}\s+(?:{_WORD}\s+){{0,3}}"
    named = rf"(?:{p['name']}\s+{as_object}|{p['name_as']}\s+{with_word})$"
    governs = rf"{p['negator']}|{p['absent']}|{p['refuse']}|{p['reject']}"
    return {
        "deny": rf"(?P<by>{p['deny']})(?!\s+{p['withheld']}){p['scope']}",
        "reject_claim": (
            rf"(?P<by>{p['reject']})\s+(?:{p['names_as']}\s+{p['baseless']}\s+)?"
            rf"(?:(?:{_WORD}\s+){{0,5}}?{p['claims']}|{p['that']}){p['scope']}"
        ),
        "baseless_claim": rf"(?P<by>{p['baseless']})\s+{p['claims']}{p['scope']}",
        "not_named": rf"(?P<by>{withholds}){named}",
        "refuses_name": rf"(?P<by>{refuses}){named}",
        "believe": (
            rf"(?P<by>{p['negator']})\s+(?:{p['fill']}{p['believe']}|"
            rf"{p['maybe_modified']}{p['carriers']}\s+{p['that']}){p['scope']}"
        ),
        "negated": (
            rf"(?P<by>(?:{governs})(?={p['tail']})|"
            rf"(?:{p['is_not']}|{p['no']}|{p['absent']})(?=\s+{p['modifiers']}$)|"
            rf"{p['no']}(?=\s+{p['modifiers']}(?:{p['auxiliaries']}\s+)+$))"
        ),
    }


def _leaving_open(p: dict[str, str]) -> dict[str, str]:
    """Return the patterns of what stands before a term and leaves it open."""
    named = rf"(?:\s+{p['fill']}(?:{p['name']}|{p['name_as']})(?:\s+{p['names_as']})?)?"
    equals = rf"\s+(?:{p['auxiliaries']}\s+)*{p['equatives']}"
    return {
        "condition": rf"(?P<by>{p['conditions']})(?!\s+{p['supposes_nothing']}){p['scope']}",
        "inverted": rf"^\W*(?P<by>(?-i:{p['inverted']}))\s+{p['scope']}",
        "doubt": rf"(?P<by>{p['doubt']}){p['scope']}",
        "confirm": (
            rf"(?P<by>(?:{p['negator']}\s+{p['fill']}|{p['refuse']}\s+){p['confirm']}){p['scope']}"
        ),
        "uncertain": rf"(?P<by>{p['negator']})\s+{p['fill']}{p['uncertain']}{p['scope']}",
        "indefinite": rf"{p['indefinites']}\s+{p['maybe_modified']}$",
        "modal": (rf"(?P<by>(?-i:{p['possible']})|{p['able']}){named}{p['tail']}"),
        "would": rf"(?P<by>{p['would']}){p['tail']}",
        "equative": rf"(?<!\S)(?P<by>{p['would']}){equals}{p['tail']}",
        "existential": rf"{p['existentials']}\s+$",
        "hedge": (rf"{p['hedges']}\s+{p['maybe_modified']}$|{p['hedging']}{p['tail']}"),
        "accuse": rf"(?P<by>{p['accuse']})\s+(?:{_WORD}\s+){{0,5}}?{p['of']}{p['tail']}",
        "hearsay": rf"{p['hearsay']}\s+{p['of']}{p['tail']}",
        "hearsay_that": (
            rf"(?P<by>{p['hearsay']})\s+{p['that']}\s+(?!{p['auxiliaries']}){p['scope']}"
        ),
        "claim": rf"{p['claims']}\s+{p['of']}{p['tail']}",
    }


def _behind(p: dict[str, str]) -> dict[str, str]:
    """Return the patterns of what stands behind a term, and of a question."""
    being = rf"(?:{p['auxiliaries']}\s+)*{p['being']}\s+(?:{p['auxiliaries']}\s+)*"
    maybe = rf"(?:{p['possible']}|{p['able']}|{p['would']})"
    short = rf"^(?:\s+{_WORD}){{0,6}}?\s+"
    negated = rf"(?:{p['auxiliaries']}\s+)*?{p['negator']}\s+(?:{p['auxiliaries']}\s+)*"
    return {
        "denied": rf"^(?:\s+{_WORD}){{0,2}}?\s+{being}{p['deny']}",
        "claim_rejected": rf"{short}{being}(?:{p['deny']}|{p['reject']}|{p['baseless']})",
        "denied_by": rf"^,?\s+{p['that_which']}\s+(?:{_WORD}\s+){{1,4}}?{p['deny']}",
        "unrealised": (
            rf"^\s+(?:{negated}{p['happen']}|{being}{p['impossible']}|"
            rf"{being}(?:(?:{_WORD}\s+){{0,2}}{p['wrong']}\s+{p['named_term']}))|"
            rf"^\s+(?:{p['is_not']}|{being}{p['negator']})\s+(?:{_WORD}\s+){{0,2}}{p['named_term']}|"
            rf"^,?\s+{p['third_persons']}\s+(?:{p['is_not']})"
        ),
        "supposed": (
            rf"^(?:\s+{p['prepositions']}(?:\s+(?!{p['auxiliaries']}|{p['that_which']}){_WORD}){{1,4}}?)?"
            rf"\s+(?-i:{maybe})"
        ),
        "asked": r"^[^.!?;:–—]*\?",
        "negator": p["negator"],
        "tag": rf",(?:\s+{_WORD}){{1,3}}\s*\?",
        "asked_next": rf"^[^.!?]*[,;:]\s+{p['turns']}",
        "presuming": rf"^\W*(?:{p['turns']}\W+)?{p['presuming']}",
    }


def _bounding(p: dict[str, str], language: Language) -> dict[str, str]:
    """Return the patterns of how far a word reaches, and of whose it is."""
    grammar = language.grammar
    owns = rf"(?:{any_longest(grammar.genitives)}|(?:{any_longest(grammar.plural_endings)})')"
    possessor = rf"(?!(?:{any_longest(grammar.contracts_after)})'){_FIRST}[\w-]+{owns}\s+"
    cues = any_longest(language.cues.verbs)
    return {
        "definite": (
            rf"(?:{p['definites']}\s+|{possessor}){p['maybe_modified']}{p['maybe_modified']}$"
        ),
        "predicate": rf"{p['being']}\s+(?:{p['third_persons']}\s+|{p['that']}\s+)?$",
        "ends": p["ends"],
        "joined": (
            rf"{p['joins']}\s+(?:{p['first_persons']}|{p['third_persons']}|{_FIRST}(?:{cues}){_LAST})"
        ),
        "goes_on": rf"^[^,]*(?:,(?:\s+{_WORD}){{1,3}})+,?\s+{p['joins']}\s",
        "listed": (rf"^[^,]*(?:,(?:\s+{_WORD}){{1,3}})*,?\s+{p['joins']}\s+(?:{_WORD}\s+){{0,3}}$"),
        "cue": rf"{_FIRST}(?:{cues}){_LAST}",
        "negator_last": rf"{p['negator']}\s+(?:{p['auxiliaries']}\s+)*$",
        "possible_last": rf"(?-i:{p['possible']})\s+$",
        "auxiliary_last": rf"{p['auxiliaries']}\s+$",
        "able_last": rf"{p['able']}\s+$",
        "subject": rf"([\w'-]+)\s+(?:{p['auxiliaries']}\s+)*$",
        "first_person": f"^{p['first_persons']}$",
        "third_person": f"^{p['third_persons']}$",
        "shared": f"^(?:{p['joins']}|{p['turns']}|{p['auxiliaries']})$",
        "gerund": rf"(?:{any_longest(grammar.gerund_endings)})$",
        "accusing": "^(?:" + _any(language.targets.accuse) + ")$",
    }
