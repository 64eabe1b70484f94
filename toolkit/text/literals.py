"""Literals: texts of which one stands in whatever a regular expression matches, and where in it.

A text that holds none of them need not be searched, and others only around them: plain search
tells many times sooner.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

MOST = 6  # literals of an expression, so that looking for all is quick

_COUNT = re.compile(r"\{(?P<least>\d+)(?P<range>,(?P<most>\d*))?\}|[?*+]")
_CLASS = re.compile(r"\[(\^?\]?(?:\\.|[^\]\\])*+)\]", re.DOTALL)
_OPENS = re.compile(r"\((?:\?(?:[:>=!]|<[=!]|P?<\w+>)|(?![?*]))")
_NOWHERE = "bBAZmM"  # escapes that match a place
_SOME = "wWdDsS"  # escapes that match one of many letters


class _UnreadError(Exception):
    """What is not read here; the expression is then searched for everywhere."""


class Literals(NamedTuple):
    """Texts, case-folded, and how far from the start of a match one of them begins.

    At least, and at most: None is anywhere.
    """

    texts: frozenset[str]
    first: int
    last: int | None

    def after(self, least: int, most: int | None) -> Literals:
        """Return them behind a text of that many characters."""
        return Literals(self.texts, self.first + least, _sum(self.last, most))


class _Part(NamedTuple):
    """A part of an expression: all texts that it matches, if they are few, and their lengths.

    Else what each of them has in it. The most is None if there is no bound.
    """

    all: frozenset[str] | None
    within: Literals | None
    least: int
    most: int | None

    @property
    def literals(self) -> Literals | None:
        return Literals(self.all, 0, 0) if self.all and "" not in self.all else self.within


_NONE = Literals(frozenset(), 0, None)
_NOTHING = Literals(frozenset([""]), 0, 0)
_EMPTY = _Part(frozenset([""]), None, 0, 0)
_ONE = _Part(None, None, 1, 1)


def literals_of(expression: str) -> Literals:
    """Return texts of which each match holds one; none if there are no such.

    How far from the start they begin holds in texts whose length folding their case leaves as it
    is.

    Parameters
    ----------
    expression
        One that compiles, without flags within it.
    """
    try:
        part, end = _read_alternatives(expression, 0)
    except (_UnreadError, RecursionError):
        return _NONE
    if end < len(expression) or part.literals is None:
        return _NONE
    texts, first, last = part.literals
    # Whatever holds a longer one holds the shorter one within it.
    shortest = frozenset(a for a in texts if not any(b in a for b in texts if b != a))
    moved = max(min(a.index(b) for b in shortest if b in a) for a in texts)
    return Literals(shortest, first, _sum(last, moved))


def _sum(*numbers: int | None) -> int | None:
    """Return the sum; None, which is no bound, if one of them is."""
    return None if None in numbers else sum(n for n in numbers if n is not None)


def _largest(numbers: Iterable[int | None]) -> int | None:
    """Return the largest; None, which is no bound, if one of them is."""
    known = list(numbers)
    return None if None in known else max(n for n in known if n is not None)


def _read_alternatives(text: str, at: int) -> tuple[_Part, int]:
    """Read up to the end or to a bracket that closes; return what was read and where it ends."""
    parts: list[_Part] = []
    at -= 1
    while at < 0 or not parts or text[at : at + 1] == "|":
        part, at = _read_sequence(text, at + 1)
        parts.append(part)
    every = [part.all for part in parts if part.all is not None]
    literals = [part.literals for part in parts if part.literals is not None]
    whole = frozenset[str]().union(*every)
    within = _any_of(literals) if len(literals) == len(parts) else None
    return _Part(
        whole if len(every) == len(parts) and len(whole) <= MOST else None,
        within if within and len(within.texts) <= MOST else None,
        min(part.least for part in parts),
        _largest(part.most for part in parts),
    ), at


def _any_of(many: list[Literals]) -> Literals:
    return Literals(
        frozenset[str]().union(*(one.texts for one in many)),
        min(one.first for one in many),
        _largest(one.last for one in many),
    )


def _read_sequence(text: str, at: int) -> tuple[_Part, int]:
    so_far: tuple[int, int | None] = 0, 0  # how long is what was read
    run, whole = _NOTHING, True  # what the last parts match, and whether all parts do
    best: Literals | None = None
    while at < len(text) and text[at] not in "|)":
        part, at = _read_repeated(text, at)
        longer = frozenset(a + b for a in run.texts for b in part.all or ())
        is_run = part.all is not None and len(longer) <= MOST
        if not is_run:
            best = _better(best, run, part.literals and part.literals.after(*so_far))
        so_far = so_far[0] + part.least, _sum(so_far[1], part.most)
        run = run._replace(texts=longer) if is_run else _NOTHING.after(*so_far)
        whole = whole and is_run
    return _Part(run.texts if whole else None, _better(best, run), *so_far), at


def _better(*many: Literals | None) -> Literals | None:
    """Return the literals of which the shortest is longest."""
    fit = [one for one in many if one and one.texts and "" not in one.texts]
    return max(fit, key=lambda one: (min(map(len, one.texts)), -len(one.texts)), default=None)


def _read_repeated(text: str, at: int) -> tuple[_Part, int]:
    part, at = _read_one(text, at)
    while found := _COUNT.match(text, at):
        at = found.end()
        if text[at : at + 1] in ("?", "+"):  # lazy, or possessive
            at += 1
        if found[0] == "?":
            part = _Part(None if part.all is None else part.all | {""}, None, 0, part.most)
            continue
        fewest = int(found["least"] or found[0] == "+")
        often = (found["most"] if found["range"] else found["least"]) or ""
        most = part.most * int(often) if often and part.most is not None else None
        part = _Part(None, part.literals if fewest else None, fewest * part.least, most)
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
    return (_ONE if letter == "." else _literal(letter)), at + 1


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
    part = _Part(frozenset(map(str.casefold, found[1])), None, 1, 1) if few else _ONE
    return part, found.end()


def _read_escape(letter: str) -> _Part:
    if letter and letter in _NOWHERE:
        return _EMPTY
    if letter and letter in _SOME:
        return _ONE
    if not letter or letter.isalnum():
        raise _UnreadError
    return _literal(letter)


def _literal(letter: str) -> _Part:
    return _Part(frozenset([letter.casefold()]), None, 1, 1)
