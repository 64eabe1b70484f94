"""The regular expressions of targets: the words of a language around a framing term and a name.

The order of words is that of English: a possessor and an adjective before what they belong to, a
subject before its verb, a preposition before its noun. The words are the language's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from toolkit.languages.language import Language
from toolkit.languages.read import any_of as any_as_listed
from toolkit.text.patterns import fold

_MARK = "[\"']?"
_AFTER_WORD = r"(?:\s+|(?<='))"  # an elided word has no blank after it: "d'Ardonia"


def any_of(words: Iterable[str]) -> str:
    """Return a regular expression for any one of the words, in a folded text."""
    return any_as_listed(map(fold, words))


@cache
def expressions_of(language: Language) -> dict[str, re.Pattern[str]]:
    """Return the patterns of a language by name, compiled once.

    Those that end in ``$`` are searched before a term or a name, those of what follows a term are
    matched behind it, and the others fit all that stands between the two.
    """
    parts = _parts(language)
    patterns = _between(parts) | _naming(parts) | _before(parts) | _after(parts)
    return {name: re.compile(pattern) for name, pattern in patterns.items()}


def _either(words: Iterable[str]) -> str:
    """Return a pattern of any one of some words or phrases, in the order given."""
    return any_of(words).replace(r"\ ", r"\s+")


def _optional(words: str) -> str:
    """Return a pattern of one of some words and the white space after it, or of nothing."""
    return rf"(?:(?:{words})\s+)?"


def _parts(language: Language) -> dict[str, str]:
    """Return the pieces that the patterns are put together from.

    `word` is one that may describe a term, `modifiers` are up to three of them, `opens` all small
    words before those; `homes` are nouns for the speaker's own side, with their possessive.
    """
    roles, grammar, sources = language.roles, language.grammar, language.sources
    p = {name: _either(words) for name, words in vars(language.targets).items()}
    p["genitive"], p["genitives"] = grammar.genitive, any_of(grammar.genitives)
    p["smalls"] = language.smalls
    p["the"], p["both"] = any_of(sources.definite), any_of(sources.both)
    p["the_two"] = rf"(?:{p['the']})\s+(?:{any_of(sources.two)})"
    p["both_sides"] = rf"{p['both']}|(?:{p['both']}|{p['the_two']})\s+(?:{p['several']})"
    p["each_side"] = rf"(?:{any_of(sources.each)})\s+(?:{any_of(sources.each_of)})"
    p["of"], p["as"] = any_of(grammar.genitive_prepositions), any_of(roles.as_)
    p["and"], p["to"] = any_of(grammar.joins_names), any_of(grammar.infinitives)
    p["near"], p["blame"] = any_of(roles.for_ | roles.of), any_of(roles.to_blame)
    p["ours"] = any_of(grammar.possessives & roles.ourselves)
    p["we"] = any_of(roles.ourselves - grammar.possessives)
    p["attribute"], p["organs"] = any_of(roles.attribute), any_of(roles.organs)
    p["pointers"] = any_of(roles.pointers)
    p["that"] = any_of(grammar.relatives)
    p["is"] = any_of(grammar.being & grammar.finite_auxiliaries)
    p["maybe_the"], p["maybe_as"] = _optional(p["the"]), _optional(p["as"])
    p["determined"] = any_of(grammar.determiners | grammar.pronouns)
    p["word"] = rf"(?!(?:{p['not_modifiers']})\b)[\w-]+"
    p["modifiers"] = rf"(?:{_MARK}{p['word']},?\s+){{0,3}}{_MARK}"
    p["plain"] = rf"(?:(?!(?:{p['determined']})\b){p['word']},?\s+){{0,3}}"
    p["opens"] = rf"(?:(?:{p['before_term']}|{any_of(roles.light)})\s+)*"
    p["adverb"] = rf"(?:\w+(?:{any_of(grammar.adverb_endings)})\s+)?"
    p["home"] = rf"(?:{p['possessives']}|{p['ours']})\s+(?:{p['homes']})"
    p["helpers"] = rf"(?:(?:{p['auxiliaries']}|{p['relatives']}|{p['copulas']})\s+)*"
    return p | _deeds(language, p)


def _deeds(language: Language, p: dict[str, str]) -> dict[str, str]:
    """Return more pieces, of what tells who does a deed, and of what points back to it.

    `noun` is a word that is no past of a verb; a language without endings of the past has none.
    """
    roles, grammar, verbs = language.roles, language.grammar, language.verbs
    past = any_of(verbs.past | verbs.past_or_participle)
    ended = rf"\w+(?:{any_of(grammar.past_endings)})"
    noun = rf"(?!(?:{past}|{ended})\b){p['word']}" if grammar.past_endings else "(?!)"
    responds = rf"(?:{any_of(roles.respond)})\s+(?:{any_of(roles.with_)})"
    return {
        "does": rf"{any_of(roles.commit | roles.undergo)}|{responds}",
        "perpetrated": any_of(roles.perpetrate),
        "called": any_of(roles.name | roles.as_ | grammar.being),
        "noun": noun,
        "aside": rf"(?:\s+(?:{p['after']})(?:\s+{noun}){{1,5}})?",
        "by": any_of(roles.by - roles.away),
        "parts": any_of(roles.parts),
        "within": any_of(roles.within),
        "request": any_of(roles.request),
        "this": any_of(roles.this),
        "pointing": any_of(roles.that),
        "pointing_first": any_of(word.capitalize() for word in sorted(roles.that)),
        "beside": any_of(grammar.prepositions - grammar.subordinators),
        "equals": _either(roles.equals),
        "standing_for": any_of(
            roles.this | roles.that | roles.these | roles.it | roles.they,
        ),
    }


def _between(p: dict[str, str]) -> dict[str, str]:
    """Return the patterns of all that stands between a name and a term, or two names."""
    thing = rf"(?!(?:{p['possessives']})\b){p['word']}"
    to = p["to"]
    return {
        "possessive": (
            rf"{p['genitive']}\s+{p['modifiers']}(?P<copula>(?:{p['copulas']})\s+{_MARK})?"
        ),
        "modifiers": rf"\s+{p['modifiers']}",
        "joined": (
            rf"(?:{p['genitives']})?(?:,|,?\s+(?:{p['joins']}))\s+{_optional(p['before_joined'])}"
        ),
        "blank": rf"\s+{p['maybe_the']}",
        "belonging": (
            rf"\s+{p['maybe_the']}"
            rf"(?:(?:(?:{thing}|{p['and']})\s+){{1,5}}(?:{p['of']})\s+{p['maybe_the']})?"
        ),
        "preposition": (
            rf"{_MARK}(?:\s+{p['word']})?\s+(?P<preposition>{p['after']}){_AFTER_WORD}{p['maybe_the']}"
            rf"(?:{p['word']}\s+)?(?:(?:(?:{p['word']}|{p['and']})\s+){{1,5}}(?:{p['of']})\s+)?"
            rf"(?:(?:{p['collectives']}),?\s+)?{p['maybe_the']}{_MARK}"
        ),
        "blamed": rf"[^,.;:]{{0,40}}\b(?:{p['blame']})\s+(?:{p['near']})\s+[^,.;:]{{0,40}}",
        "control": (
            rf"(?:{p['genitive']})?\s[^,.;:]{{0,60}}\b(?:{to})\s+"
            rf"(?:(?!(?:{to}|{p['determined']})\b){p['word']}\s+){{0,2}}{_MARK}"
        ),
        "subject": (
            rf"(?:,\s+[^,.;]{{1,50}}\b(?:{p['sayings']})\b[^,.;]{{0,30}}(?=,))?"
            rf"(?:(?:{p['genitive']})?\s+(?:{p['word']}\s+)?(?:{p['organs']}))?"
            rf",?\s+{_optional(p['that'])}(?:(?:{p['auxiliaries']})\s+)*{p['adverb']}"
            rf"(?:(?:\w+\s+)?(?:{p['copulas']}|{p['does']})\s+{p['opens']}{p['modifiers']}|"
            rf"(?:{p['as']})\s+{p['opens']}{p['modifiers']})?"
        ),
        "done_by": (
            rf"{_MARK}(?:{p['aside']},?\s+{p['adverb']}(?:{p['perpetrated']})(?:\s+out)?\s+(?:{p['by']})|"
            rf"\s+(?:{p['of']})(?:\s+{p['noun']}){{1,6}}\s+(?:{p['by']})|"
            rf"\s+\w+\s+(?:{p['the']})\s+(?:{p['parts']})\s+(?:{p['of']}))\s+{p['maybe_the']}"
        ),
        "intent": (
            rf"\s+(?:(?:{p['auxiliaries']})\s+)*{p['adverb']}(?:\w+\s+)?(?!(?:{p['request']})\b)\w+\s+"
            rf"(?:{to})\s+{p['adverb']}"
        ),
        "in_deed": rf",\s+(?:{p['within']})\s+{p['opens']}{p['modifiers']}",
        "owned": rf"{_MARK}\s+{_optional(p['organs'])}{p['maybe_the']}",
        "postposition": (
            rf"{_MARK}\s+(?P<preposition>{p['postpositions']})\s+{p['opens']}{p['modifiers']}"
        ),
        "before_postposition": rf"{_MARK}\s+(?:{p['copulas']})?[^.;:]{{0,40}}",
        "near": r"[^.;:]{0,40}",
        "inverted": rf"{_MARK},?\s+(?:{p['is']})\s+{p['maybe_the']}",
    }


def _naming(p: dict[str, str]) -> dict[str, str]:
    """Return the patterns of "accused Norland of T", "called Norland a T", "called it a T"."""
    described = rf"{p['maybe_as']}{p['opens']}{p['modifiers']}"
    return {
        "verb": (
            rf"\b(?:(?P<accuse>{p['accuse']})|(?P<name>{p['name']}))\s+"
            rf"{p['maybe_the']}(?:\w+\s+(?:{p['of']})\s+)?{p['maybe_the']}$"
        ),
        "accused_of": rf"[^,.;:]{{0,30}}?\s(?:{p['links']})\s[^,.;:]{{0,40}}?",
        "named": rf"\s+{described}",
        "anaphor": (
            rf"\b(?:{p['name']}|{p['accuse']})\s+(?:{p['pointers']})\s+{described}$|"
            rf"\b(?:{p['what']})\s+\w+\s+(?:{p['name']})\s+{described}$"
        ),
    }


def _before(p: dict[str, str]) -> dict[str, str]:
    """Return the other patterns of what stands before a term."""
    both = rf"{p['both_sides']}|{p['each_side']}"
    return {
        "this": (
            rf"(?:(?i:\b(?:{p['this']}))|\b(?i:{p['beside']})\s+(?:{p['pointing']})|"
            rf"(?<![^\W\d_])(?:{p['pointing_first']}))\s+{p['plain']}$"
        ),
        "pointed_out": (
            rf"(?i:\b(?:{p['standing_for']}))\s+(?:{p['equals']})\s+{p['opens']}{p['modifiers']}$"
        ),
        "in_doing": rf"(?i:\b(?:{p['within']}))\s+{p['opens']}{p['modifiers']}$",
        "defined": rf"(?i:\b(?:{p['the']}))\s+{p['plain']}$",
        "called": rf"\b(?:{p['called']})\s+(?:[^\s.;:]+\s+){{0,5}}?(?:{p['the']})\s+{p['plain']}$",
        "attributed": rf"\b(?:{p['attribute']})\s+{p['opens']}{p['modifiers']}$",
        "helper": rf"\b(?:{p['to']}|{p['auxiliaries']}|{p['we']})\s+$",
        "we": (
            rf"(?i:\b(?:{p['we']}))\s+{p['helpers']}(?:(?:\w+\s+)?(?:{p['perpetrated']})\s+)?"
            rf"{p['opens']}(?:{p['word']}\s+)?{_MARK}$"
        ),
        "committing": rf"\b(?:{p['perpetrated']})\s+{p['opens']}{p['modifiers']}$",
        "we_accused": (
            rf"(?i:\b(?:{p['we']}))\s+(?:(?:{p['auxiliaries']})\s+)+(?:{p['accuse']})\s+"
            rf"(?:{p['links']})\s+{p['opens']}{p['modifiers']}$"
        ),
        "our": rf"(?i:\b(?:{p['ours']}))\s+{p['plain']}{_MARK}$",
        "own_before": (
            rf"(?i:\b{p['home']})\s+{p['helpers']}{p['maybe_as']}{p['opens']}{p['modifiers']}$"
        ),
        "collective": (
            rf"\b(?:{both})(?:\s+(?:{p['after_both']})\b)+\s+{p['opens']}{p['modifiers']}$"
        ),
        "pronoun": (
            rf"\b(?:(?P<possessor>(?i:{p['possessives']}))\s+{p['modifiers']}|"
            rf"(?:(?P<that>{p['that']})|{p['relatives']})\s+(?:(?:{p['auxiliaries']})\s+)*)$"
        ),
    }


def _after(p: dict[str, str]) -> dict[str, str]:
    """Return the patterns of what follows a term, or a name."""
    return {
        "postposed": rf"{_MARK}\s+(?P<preposition>{p['postpositions']})\b",
        "accused_after": rf"{_MARK}[^.;:]{{0,60}}\b(?:{p['accuse_after']})\b",
        "us": rf"\s+(?:{p['we']})\b",
        "own_after": rf"{_MARK}\s+(?P<preposition>{p['before_own']})\s+{p['home']}\b",
        "collective_after": (
            rf"{_MARK}\s+(?P<preposition>{p['before_both']})\s+(?:{p['both_sides']})\b"
        ),
        "has_object": rf"\s+(?:{p['determined']})\b",
        "next_word": r"\s+([\w'-]+)",
        "done_by_some": rf"[^.;:!?]{{0,60}}?\s(?:{p['by']})\s",
        "of_named": rf"\s+(?:{p['of']})\s+{p['maybe_the']}",
        "done_to": rf"\s+(?:{p['of']})\b",
        "organ": rf"\s+(?:{p['word']}\s+)?(?:{p['organs']})\b",
        "noun": (rf"\s+(?!(?:{p['belongings']}|{p['not_modifiers']})\b)[{p['smalls']}]"),
    }
