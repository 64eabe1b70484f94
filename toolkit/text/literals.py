"""Literals: texts of which one stands in whatever a regular expression matches.

A text that holds none of them need not be searched, which plain search tells many times sooner.
"""

from __future__ import annotations

import re
from typing import NamedTuple

MOST = 6  # literals of an expression, so that looking for all is quick

_COUNT = re.compile(r"\{(\d+)(?:,\d*)?\}|[?*+]")
_CLASS = re.compile(r"\[(\^?\]?(?:\\.|[^\]\\])*+)\]", re.DOTALL)
_OPENS = re.compile(r"\((?:\?(?:[:>=!]|<[=!]|P?<\w+>)|(?![?*]))")
_NOWHERE = "bBAZmM"  # escapes that match a place
_SOME = "wWdDsS"  # escapes that match one of many letters


class _UnreadError(Exception):
    """What is not read here; the expression is then searched for everywhere."""


class _Part(NamedTuple):
    """All that a part of an expression matches, if that is little; else what it has in it."""

    all: frozenset[str] | None
    within: frozenset[str] | None

    @property
    def literals(self) -> frozenset[str] | None:
        return self.all if self.all and "" not in self.all else self.within


_EMPTY = _Part(frozenset([""]), None)
_ANY = _Part(None, None)


def literals_of(expression: str) -> frozenset[str]:
    """Return texts of which each match holds one, case-folded; none if there are no such.

    Parameters
    ----------
    expression
        One that compiles, without flags within it.
    """
    try:
        part, end = _read_alternatives(expression, 0)
    except (_UnreadError, RecursionError):
        return frozenset()
    found = part.literals if end == len(expression) else None
    # Whatever holds a longer one holds the shorter one within it.
    return frozenset(a for a in found or () if not any(b in a for b in found or () if b != a))


def _read_alternatives(text: str, at: int) -> tuple[_Part, int]:
    """Read up to the end or to a bracket that closes; return what was read and where it ends."""
    parts: list[_Part] = []
    at -= 1
    while at < 0 or not parts or text[at : at + 1] == "|":
        part, at = _read_sequence(text, at + 1)
        parts.append(part)
    every = [part.all for part in parts if part.all is not None]
    literals = [part.literals for part in parts if part.literals is not None]
    whole, within = frozenset[str]().union(*every), frozenset[str]().union(*literals)
    return _Part(
        whole if len(every) == len(parts) and len(whole) <= MOST else None,
        within if len(literals) == len(parts) and len(within) <= MOST else None,
    ), at


def _read_sequence(text: str, at: int) -> tuple[_Part, int]:
    run, whole = frozenset([""]), True  # what the last parts match, and whether all parts do
    best: frozenset[str] | None = None
    while at < len(text) and text[at] not in "|)":
        part, at = _read_repeated(text, at)
        longer = frozenset(a + b for a in run for b in part.all or ())
        if part.all is not None and len(longer) <= MOST:
            run = longer
            continue
        best = _better(best, run, part.literals)
        run, whole = frozenset([""]), False
    return _Part(run if whole else None, _better(best, run)), at


def _better(*many: frozenset[str] | None) -> frozenset[str] | None:
    """Return the literals of which the shortest is longest."""
    fit = [literals for literals in many if literals and "" not in literals]
    return max(fit, key=lambda literals: (min(map(len, literals)), -len(literals)), default=None)


def _read_repeated(text: str, at: int) -> tuple[_Part, int]:
    part, at = _read_one(text, at)
    while found := _COUNT.match(text, at):
        at = found.end()
        if text[at : at + 1] in ("?", "+"):  # lazy, or possessive
            at += 1
        if found[0] == "?":
            part = _Part(None if part.all is None else part.all | {""}, None)
        elif found[0] == "+" or (found[1] and int(found[1])):
            part = _Part(None, part.literals)
        else:
            part = _ANY
    return part, at


def _read_one(text: str, at: int) -> tuple[_Part, int]:
    letter = text[at]
    if letter == "(":
        return _read_group(text, at)
    if letter == "[":
        return _read_class(text, at)
    if letter == "\\":
        return _read_escape(text[at + 1 : at + 2]), at + 2
    if letter == "{":
        raise _UnreadError  # a repeat that is not counted, as of errors
    if letter in "^$":
        return _EMPTY, at + 1
    return (_ANY if letter == "." else _literal(letter)), at + 1


def _read_group(text: str, at: int) -> tuple[_Part, int]:
    opens = _OPENS.match(text, at)
    if opens is None:
        raise _UnreadError
    part, end = _read_alternatives(text, opens.end())
    if text[end : end + 1] != ")":
        raise _UnreadError
    looks = opens[0].endswith(("=", "!"))  # around: nothing of it belongs to the match
    return (_EMPTY if looks else part), end + 1


def _read_class(text: str, at: int) -> tuple[_Part, int]:
    found = _CLASS.match(text, at)
    if found is None or "[" in found[1]:
        raise _UnreadError
    few = len(found[1]) <= MOST and not set(found[1]) & set("^]\\-")
    part = _Part(frozenset(map(str.casefold, found[1])), None) if few else _ANY
    return part, found.end()


def _read_escape(letter: str) -> _Part:
    if letter and letter in _NOWHERE:
        return _EMPTY
    if letter and letter in _SOME:
        return _ANY
    if not letter or letter.isalnum():
        raise _UnreadError
    return _literal(letter)


def _literal(letter: str) -> _Part:
    return _Part(frozenset([letter.casefold()]), None)
