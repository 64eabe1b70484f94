"""Patterns over words: folding that keeps offsets, globs, and one scan for many phrases."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import accumulate, compress, count
from typing import Any

Forms = Callable[[str, bool], Iterable[str]]

# What may stand between two words of a phrase: blanks, or one line break, never a blank line.
GAP = r"(?:[^\S\n]+|[^\S\n]*\n[^\S\n]*)"
# The same, all of it: between words that may be empty, blanks could be shared out in many ways.
_WHOLE_GAP = r"(?>[^\S\n]*\n[^\S\n]*|[^\S\n]+)"
_BETWEEN = re.compile(_WHOLE_GAP)
_PREFIX, _INNER = 16, 8  # letters by which globs are looked up
_TOKEN = re.compile(r"(\w+)")
_WORD_END = re.compile(r"\w*\Z")
_WORD_GOES_ON = re.compile(r"\w")
_FIRST_WORD = re.compile(r"\w*")
_FIRST_GLOB = re.compile(r"(?:(?=\*?\w)[\w*]+)?")

_PUNCTUATION = str.maketrans({
    "’": "'", "‘": "'", "‛": "'", "ʼ": "'", "`": "'", "´": "'",
    "“": '"', "”": '"', "„": '"', "‟": '"', "«": '"', "»": '"',
    "‐": "-", "‑": "-",
    "\u00a0": " ", "\u202f": " ", "\u2009": " ",
})  # fmt: skip


class _Plain(dict):
    """A translation table to plain marks, and to the letter below its diacritics, found once."""

    def __init__(self, letters: str) -> None:
        super().__init__(_PUNCTUATION)
        self.update((ord(letter), ord(letter)) for letter in letters + letters.upper())
        if _DOTLESS in letters:
            self.update(_DOTS)

    def __missing__(self, code: int) -> int:
        decomposed = unicodedata.normalize("NFD", chr(code))
        base = ord(decomposed[0]) if all(map(unicodedata.combining, decomposed[1:])) else code
        self[code] = _PLAIN.get(base, base)
        return self[code]


# Letters that Unicode does not decompose, each with the one letter that readers type for it.
_PLAIN = {ord(a): ord(b) for a, b in zip("ıøØłŁđĐħĦəƏ", "ioOlLdDhHeE", strict=True)}
# The capital of ı is I, and that of i is İ. A letter with its own capital stands for ı, so that
# all that ignores case need not know of it.
_DOTLESS = "ı"
_DOTS = {ord(a): ord(b) for a, b in zip("ıIİ", "ɨƗI", strict=True)}


@cache
def _plain(letters: str) -> _Plain:
    return _Plain(letters)


def fold(text: str, letters: str = "") -> str:
    """Return `text` without diacritics and with plain quotation marks, hyphens and blanks.

    The result has the same length, so that an offset in one is an offset in the other. `letters`
    are those of a language, in lower case, that have a diacritic and are letters of their own: they
    stay. If ı is among them, it is told from i in capitals too.
    """
    if text.isascii() and _DOTLESS not in letters:
        return text.replace("`", "'")
    return text.translate(_plain(letters))


def phrase_pattern(phrase: str, *, wildcard: bool, letters: str = "") -> str:
    """Return the regular expression for `phrase`; ``*`` stands for any letters if `wildcard`.

    A blank in the phrase matches any blanks and one line break.
    """
    first, *others = fold(phrase, letters).split() or [""]
    pattern = _word_pattern(first, wildcard)
    for at, word in enumerate(others, start=1):
        between = wildcard and not word.strip("*") and at < len(others)
        pattern += (_WHOLE_GAP if between else GAP) + _word_pattern(word, wildcard)
    return pattern


def _word_pattern(word: str, wildcard: bool) -> str:
    """Return the regular expression for a word of a phrase.

    Each piece between two stars is taken where it first stands, once and for all (``(?>...)``): a
    later place would leave less of the word for the pieces that follow. So the time grows with
    the length of the word, and not with each star again.
    """
    if not wildcard or "*" not in word:
        return re.escape(word)
    first, *pieces, last = map(re.escape, word.split("*"))
    return first + "".join(rf"(?>\w*?{piece})" for piece in pieces) + rf"\w*{last}"


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase to look for, what it stands for, and how its case and its ``*`` count.

    `forms` gives the forms of a word of it, the word itself among them, and of its first word if
    told so.
    """

    text: str
    payload: Any
    ignore_case: bool = False
    wildcard: bool = False
    forms: Forms | None = None


def first_word(phrase: str, *, wildcard: bool, letters: str = "") -> str:
    """Return the letters, digits (and ``*`` if `wildcard`) that `phrase` begins with."""
    pattern = _FIRST_GLOB if wildcard else _FIRST_WORD
    match = pattern.match(fold(phrase, letters).lstrip())
    return match.group() if match else ""


class PhraseIndex:
    """Many phrases, found in one pass over a text.

    The words of a text are looked up among the words that phrases begin with, up to the first star
    of each, so that the time grows with the length of the text and hardly with the number of
    phrases. A phrase is compiled when these words are first seen.

    Parameters
    ----------
    phrases
        What to look for.
    letters
        With which texts are folded; see `fold`.
    """

    def __init__(self, phrases: Iterable[Phrase], letters: str = "") -> None:
        self._phrases = list(phrases)
        self._letters = letters
        self._literal: dict[str, list[int]] = {}
        self._longer: set[str] = set()  # beginnings of phrases, with which a phrase goes on
        self._globs = _Globs()
        self._patterns: dict[int, re.Pattern[str] | _Inflected] = {}
        self._seen: set[str] = set()  # words of texts
        self._opening: dict[str, list[int]] = {}  # of these, those that phrases begin with
        for number, phrase in enumerate(self._phrases):
            self._add(phrase, number)

    def _add(self, phrase: Phrase, number: int) -> None:
        if phrase.forms is not None:
            inflected = self._patterns[number] = _Inflected(phrase, phrase.forms, self._letters)
            for word in inflected.first_words():
                self._literal.setdefault(word, []).append(number)
            return
        first = first_word(phrase.text, wildcard=phrase.wildcard, letters=self._letters).lower()
        if phrase.wildcard and "*" in first:
            self._globs.add(first, number)
        else:
            self._add_literal(first, number)

    def _add_literal(self, first: str, number: int) -> None:
        phrase = self._phrases[number]
        literal = fold(phrase.text, self._letters).lstrip()[len(first) :].casefold()
        if phrase.wildcard and "*" in literal:
            literal = _WORD_END.sub("", literal.partition("*")[0])
        for word in _TOKEN.findall(literal):
            self._longer.add(first)
            first = f"{first} {word}"
        self._literal.setdefault(first, []).append(number)

    def _look_up(self, words: Iterable[str]) -> None:
        """Keep which phrases begin with each of some words, if any does."""
        for word in words:
            numbers = [*self._literal.get(word, ()), *self._globs.matching(word)]
            if numbers or word in self._longer:
                self._opening[word] = numbers
            self._seen.add(word)

    def _going_on(self, words: list[str], at: int) -> Iterator[int]:
        """Yield the numbers of the phrases that go on after the word at `at` as the text does."""
        phrase = words[at]
        while phrase in self._longer and at + 1 < len(words):
            at += 1
            phrase = f"{phrase} {words[at].casefold()}"
            yield from self._literal.get(phrase, ())

    def _end_of(self, number: int, folded: str, start: int) -> int | None:
        """Return where a phrase ends that begins at `start`, if it stands there."""
        pattern = self._patterns.get(number)
        if pattern is None:
            phrase = self._phrases[number]
            words = phrase_pattern(phrase.text, wildcard=phrase.wildcard, letters=self._letters)
            flags = re.IGNORECASE if phrase.ignore_case else 0
            pattern = self._patterns[number] = re.compile(words + r"(?!\w)", flags)
        if isinstance(pattern, _Inflected):
            return pattern.end_of(folded, start)
        match = pattern.match(folded, start)
        return match and match.end()

    def scan(self, folded: str) -> Iterator[tuple[int, int, Phrase]]:
        """Yield (start, end, phrase) for every phrase in `folded`, overlaps and all."""
        words, starts = _tokens_of(folded)
        self._look_up(set(words) - self._seen)
        # few words of a text open a phrase: the others are passed over without a step in Python
        for at in compress(count(), map(self._opening.__contains__, words)):
            word, start = words[at], starts[at]
            numbers = self._opening[word]
            if word in self._longer:
                numbers = [*numbers, *self._going_on(words, at)]
            for number in numbers:
                end = self._end_of(number, folded, start)
                if end is not None:
                    yield start, end, self._phrases[number]


@lru_cache(maxsize=1)  # one text is asked for terms, and then for names
def _tokens_of(folded: str) -> tuple[list[str], list[int]]:
    """Return the words of a text, in lower case, and where each begins."""
    pieces = _TOKEN.split(folded.lower())  # a word at every other place
    return pieces[1::2], list(accumulate(map(len, pieces)))[:-1:2]


class _Inflected:
    """A phrase whose words inflect: the forms of each, looked up by their lengths."""

    def __init__(self, phrase: Phrase, forms: Forms, letters: str) -> None:
        self._phrase = phrase
        self._forms_of = forms
        self._letters = letters
        self._words = phrase.text.split()
        self._forms: list[tuple[frozenset[str], list[int]]] = []  # of the words asked for so far

    def first_words(self) -> set[str]:
        """Return the words that the phrase may begin with, in lower case."""
        written = self._written(0)
        self._forms = [self._by_length(written)]
        return {word.group().lower() for word in map(_FIRST_WORD.match, written) if word}

    def end_of(self, folded: str, start: int) -> int | None:
        """Return where the phrase ends that begins at `start`, if it stands there."""
        end = self._word_end(folded, start, 0)
        for at in range(1, len(self._words)):
            gap = None if end is None else _BETWEEN.match(folded, end)
            end = None if gap is None else self._word_end(folded, gap.end(), at)
        return end

    def _word_end(self, folded: str, start: int, at: int) -> int | None:
        """Return where the longest form of a word ends that stands whole at `start`."""
        if at == len(self._forms):
            self._forms.append(self._by_length(self._written(at)))
        forms, lengths = self._forms[at]
        for length in lengths:
            end = start + length
            if end > len(folded) or self._cased(folded[start:end]) not in forms:
                continue
            if not _WORD_GOES_ON.match(folded, end):
                return end
        return None

    def _by_length(self, written: list[str]) -> tuple[frozenset[str], list[int]]:
        """Return forms as they are looked up, and their lengths, the longest first."""
        lengths = sorted({len(form) for form in written}, reverse=True)
        return frozenset(map(self._cased, written)), lengths

    def _written(self, at: int) -> list[str]:
        """Return the folded forms of a word."""
        together = "\n".join(self._forms_of(self._words[at], at == 0))  # one by one is slow
        return fold(together, self._letters).split("\n")

    def _cased(self, words: str) -> str:
        return words.casefold() if self._phrase.ignore_case else words


class _Globs:
    """Words with stars, looked up by letters that a word must have to match.

    These are the letters before the first star, else those after the last one, else those of the
    longest piece between two.
    """

    def __init__(self) -> None:
        self._by_letters: dict[tuple[str, str], list[int]] = {}
        self._lengths: dict[str, set[int]] = {"start": set(), "end": set(), "inner": set()}
        self._pieces: dict[int, list[str]] = {}

    def add(self, word: str, number: int) -> None:
        """Take in a word with stars, which `number` stands for."""
        first, *pieces, last = word.split("*")
        if first:
            place, letters = "start", first[:_PREFIX]
        elif last:
            place, letters = "end", last[-_PREFIX:]
        else:
            place, letters = "inner", max(pieces, key=len)[:_INNER]
        self._by_letters.setdefault((place, letters), []).append(number)
        self._lengths[place].add(len(letters))
        self._pieces[number] = [first, *pieces, last]

    def matching(self, word: str) -> Iterator[int]:
        """Yield the number of each word with stars that `word` matches."""
        for key in self._keys(word) if self._pieces else ():
            for number in self._by_letters.get(key, ()):
                if _fits(self._pieces[number], word):
                    yield number

    def _keys(self, word: str) -> Iterator[tuple[str, str]]:
        size = len(word)
        yield from (("start", word[:n]) for n in self._lengths["start"] if n <= size)
        yield from (("end", word[-n:]) for n in self._lengths["end"] if n <= size)
        inner = {word[at : at + n] for n in self._lengths["inner"] for at in range(size - n + 1)}
        yield from (("inner", letters) for letters in inner)


def _fits(pieces: list[str], word: str) -> bool:
    """Tell whether a word has, in order, the pieces that stand between stars."""
    first, *inner, last = pieces
    at, end = len(first), len(word) - len(last)
    if at > end or not (word.startswith(first) and word.endswith(last)):
        return False
    for piece in inner:
        at = word.find(piece, at, end)
        if at < 0:
            return False
        at += len(piece)
    return True
