"""The words that databases print around articles: labels, languages, from words.yml."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from toolkit.text.word_lists import read_words


def words(name: str) -> list[str]:
    """Return one of the lists of words.yml."""
    return _tables()[name]


def word_table(name: str) -> dict[str, list[str]]:
    """Return one of the tables of words.yml: {column or code: its words}."""
    return _tables()[name]


@cache
def _tables() -> dict[str, Any]:
    return read_words(__file__, "words.yml")


@cache
def labels(name: str) -> dict[str, str]:
    """Return {label: the column it fills}, as databases print it.

    Case counts: it tells a label (``PHOTO:``) from a line of the text (``Photo:``).
    """
    return {word: column for column, row in word_table(name).items() for word in row}


def one_of(name: str) -> str:
    """Return a regular expression for one of the words of a list in words.yml."""
    return "(?:" + "|".join(re.escape(word) for word in sorted(words(name), key=len)[::-1]) + ")"


def read_label(line: str, name: str) -> tuple[str, str] | None:
    """Return (column, value) of a line such as ``LENGTH: 355 words``; None if it has no label."""
    label, colon, value = line.partition(":")
    column = labels(name).get(label.strip()) if colon else None
    return (column, value.strip()) if column else None


def language_code(given: str | None) -> str | None:
    """Return the code of a language; an unknown one as it was given."""
    if not given or not given.strip():
        return None
    first = re.split(r"[;,(/]| +-", given)[0].strip().casefold()
    codes = {word: code for code, row in word_table("languages").items() for word in row}
    if re.fullmatch(r"[a-z]{2}(?:-?[a-z]{2})?", first):
        return first[:2]
    return codes.get(first, given.strip())


def word_count(line: str) -> bool:
    """Tell whether a line is a count of words and nothing else: ``1285 Wörter``."""
    match = re.fullmatch(r"\s*\d[\d.,\s]*\s*(\S+)\s*", line)
    return match is not None and match.group(1).casefold() in words("words")
