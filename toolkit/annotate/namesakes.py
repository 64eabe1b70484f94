"""Namesakes: others of an article who share the last name of a registered person."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from toolkit.languages.language import Language
from toolkit.text.days import months
from toolkit.text.text import Text

_LONGEST_GIVEN = 30  # characters


class Namesakes:
    """The last names of one article, asked whose they are.

    Parameters
    ----------
    text
        The article.
    initials
        By last name, the initials of the given names of those in the registry who bear it.
    language
        The language of the article.

    Notes
    -----
    Another one is who is named in full within a sentence of the body, by a given name with another
    initial: "her husband, Ola Roe". The last name alone then is his too, unless its bearer in the
    registry is named in full somewhere in the article, or had it before.

    *Limits.* Relatives with the same initial are not told apart. Headlines are not looked at, whose
    words all have capitals, nor the first words of sentences.
    """

    def __init__(self, text: Text, initials: Mapping[str, frozenset[str]], language: Language):
        self._folded = text.folded
        self._body_start = text.body_start
        self._initials = initials
        self._language = language
        self._taken: set[str] = set()  # last names that another one has

    def is_other(self, form: str, start: int, *, is_known: bool, taken: int) -> bool:
        """Tell whether a last name at `start` means somebody who is not in the registry.

        Parameters
        ----------
        form
            The last name.
        is_known
            Whether its bearer in the registry is named in full in the article, or was before.
        taken
            Where the name before ends: its words are no given name.
        """
        if form not in self._initials or start < self._body_start:
            return False
        if not self._language.capitals_mark_names:
            return False
        given = self._given_name(start, taken)
        if given is None:
            return form in self._taken and not is_known
        if given[0] in self._initials[form]:
            return False
        self._taken.add(form)
        return True

    def _given_name(self, start: int, taken: int) -> str | None:
        first = max(taken, start - _LONGEST_GIVEN, 0)
        match = _given(self._language).search(self._folded, first, start)
        if match is None or match.group(1).lower() in _no_given_names(self._language):
            return None
        end = match.start()
        while end and self._folded[end - 1] == " ":
            end -= 1
        before = self._folded[end - 1 : end] if end else ""
        is_within = before.isalnum() or before in (",", ":")
        return match.group(1) if is_within else None


@cache
def _given(language: Language) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w'-])([{language.capitals}][{language.smalls}]+) $")


@cache
def _no_given_names(language: Language) -> frozenset[str]:
    """Return words that stand before a last name with a capital, and are no given name."""
    grammar, words = language.grammar, language.sources
    small = grammar.prepositions | grammar.subordinators | grammar.determiners | grammar.pronouns
    titles = words.offices | words.ranks | words.figures | words.people | words.bodies | words.media
    return small | titles | grammar.adverbials | months()
