"""Patterns over words: folding that keeps offsets, globs, and one scan for many phrases."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

# What may stand between two words of a phrase: blanks, or one line break, never a blank line.
_GAP = r"(?:[^\S\n]+|[^\S\n]*\n[^\S\n]*)"
_TOKEN = re.compile(r"\w+")
_FIRST_WORD = re.compile(r"\w*")
_FIRST_GLOB = re.compile(r"(?:(?=\*?\w)[\w*]+)?")

_PUNCTUATION = str.maketrans({
    "’": "'", "‘": "'", "‛": "'", "ʼ": "'", "`": "'", "´": "'",
    "“": '"', "”": '"', "„": '"', "‟": '"', "«": '"', "»": '"',
    "‐": "-", "‑": "-",
    "\u00a0": " ", "\u202f": " ", "\u2009": " ",
})  # fmt: skip


class _Diacritics(dict):
    """A translation table that finds, once per character, the letter below its diacritics."""

    def __missing__(self, code: int) -> int:
        decomposed = unicodedata.normalize("NFD", chr(code))
        base = ord(decomposed[0]) if all(map(unicodedata.combining, decomposed[1:])) else code
        self[code] = _PLAIN.get(base, base)
        return self[code]


# Letters that Unicode does not decompose, each with the one letter that readers type for it.
_PLAIN = {ord(a): ord(b) for a, b in zip("ıøØłŁđĐħĦəƏ", "ioOlLdDhHeE", strict=True)}
_DIACRITICS = _Diacritics()


def fold(text: str) -> str:
    """Return `text` without diacritics and with plain quotation marks, hyphens and blanks.

    The result has the same length, so that an offset in one is an offset in the other.
    """
    if text.isascii():
        return text.replace("`", "'")
    return text.translate(_PUNCTUATION).translate(_DIACRITICS)


def phrase_pattern(phrase: str, *, wildcard: bool) -> str:
    """Return the regular expression for `phrase`; ``*`` stands for any letters if `wildcard`.

    A blank in the phrase matches any blanks and one line break.
    """
    return _GAP.join(_word_pattern(word, wildcard) for word in fold(phrase).split())


def _word_pattern(word: str, wildcard: bool) -> str:
    return r"\w*".join(map(re.escape, word.split("*"))) if wildcard else re.escape(word)


@dataclass(frozen=True)
class Phrase:
    """A phrase to look for, what it stands for, and how its case and its ``*`` count.

    `forms` gives the forms of a word of it, the word itself among them, and of its first word if
    told so.
    """

    text: str
    payload: Any
    ignore_case: bool = False
    wildcard: bool = False
    forms: Callable[[str, bool], Iterable[str]] | None = None


def first_word(phrase: str, *, wildcard: bool) -> str:
    """Return the letters, digits (and ``*`` if `wildcard`) that `phrase` begins with."""
    pattern = _FIRST_GLOB if wildcard else _FIRST_WORD
    match = pattern.match(fold(phrase).lstrip())
    return match.group() if match else ""


class PhraseIndex:
    """Many phrases, found in one pass over a text.

    Each distinct word form is compared with the first words of the phrases once and then
    remembered, so that the time grows with the length of the text and hardly with the number
    of phrases.
    """

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        self._literal: dict[str, list[tuple[re.Pattern, Phrase]]] = {}
        self._globs: list[tuple[re.Pattern, tuple[re.Pattern, Phrase]]] = []
        self._seen: dict[str, list[tuple[re.Pattern, Phrase]]] = {}
        for phrase in phrases:
            self._add(phrase)

    def _add(self, phrase: Phrase) -> None:
        flags = re.IGNORECASE if phrase.ignore_case else 0
        if phrase.forms is not None:
            self._add_forms(phrase, phrase.forms, flags)
            return
        pattern = phrase_pattern(phrase.text, wildcard=phrase.wildcard)
        entry = (re.compile(pattern + r"(?!\w)", flags), phrase)
        first = first_word(phrase.text, wildcard=phrase.wildcard).lower()
        if phrase.wildcard and "*" in first:
            self._globs.append((re.compile(_word_pattern(first, wildcard=True)), entry))
        else:
            self._literal.setdefault(first, []).append(entry)

    def _add_forms(
        self, phrase: Phrase, forms: Callable[[str, bool], Iterable[str]], flags: int
    ) -> None:
        """Add a phrase of which each word stands in any of its forms."""
        first, *others = (
            sorted({fold(form) for form in forms(word, at == 0)}, key=len, reverse=True)
            for at, word in enumerate(phrase.text.split())
        )
        rest = "".join(_GAP + f"(?:{'|'.join(map(re.escape, one))})" for one in others)
        either = "|".join(map(re.escape, first))
        entry = (re.compile(rf"(?:{either}){rest}(?!\w)", flags), phrase)
        for word in {first_word(form, wildcard=False).lower() for form in first}:
            self._literal.setdefault(word, []).append(entry)

    def _candidates(self, word: str) -> list[tuple[re.Pattern, Phrase]]:
        found = list(self._literal.get(word, ()))
        found += [entry for first, entry in self._globs if first.fullmatch(word)]
        return found

    def scan(self, folded: str) -> Iterator[tuple[int, int, Phrase]]:
        """Yield (start, end, phrase) for every phrase in `folded`, overlaps and all."""
        lowered = folded.lower()
        for token in _TOKEN.finditer(lowered):
            word = token.group()
            candidates = self._seen.get(word)
            if candidates is None:
                candidates = self._seen[word] = self._candidates(word)
            for pattern, phrase in candidates:
                match = pattern.match(folded, token.start())
                if match:
                    yield match.start(), match.end(), phrase
