"""The words that databases print around articles: labels, months, languages, from words.yml."""

from __future__ import annotations

import re
from datetime import date
from functools import cache

from toolkit.text.word_lists import read_words

_CLOCK = re.compile(
    r"^\d{1,2}[:.h]\d{2}(?::\d{2})?\s*(?:[ap]\.?m\.?\b)?\s*(?:[A-Z]{2,5}(?:[+-]\d{1,2}(?::?\d{2})?)?\b)?"
    r"(?:\s*(?:Uhr|Eastern Time|Central Time|Pacific Time))?",
    re.IGNORECASE,
)
_NUMBERS = re.compile(
    r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日|(\d{4})-(\d{2})-(\d{2})(?!\d)"
)
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4}|\d{2})(?!\d)")


def words(name: str) -> dict | list:
    """Return one of the tables of words.yml."""
    return _tables()[name]


@cache
def _tables() -> dict:
    return read_words(__file__, "words.yml")


@cache
def labels(name: str) -> dict[str, str]:
    """Return {label: the column it fills}, as databases print it.

    Case counts: it tells a label (``PHOTO:``) from a line of the text (``Photo:``).
    """
    return {word: column for column, row in words(name).items() for word in row}


def one_of(name: str) -> str:
    """Return a regular expression for one of the words of a list in words.yml."""
    return "(?:" + "|".join(re.escape(word) for word in sorted(words(name), key=len)[::-1]) + ")"


def read_label(line: str, name: str) -> tuple[str, str] | None:
    """Return (column, value) of a line such as ``LENGTH: 355 words``; None if it is no label."""
    label, colon, value = line.partition(":")
    column = labels(name).get(label.strip()) if colon else None
    return (column, value.strip()) if column else None


def language_code(given: str | None) -> str | None:
    """Return the code of a language; what is not known as it was given."""
    if not given or not given.strip():
        return None
    first = re.split(r"[;,(]", given)[0].strip().casefold()
    codes = {word: code for code, row in words("languages").items() for word in row}
    if re.fullmatch(r"[a-z]{2}(?:-?[a-z]{2})?", first):
        return first[:2]
    return codes.get(first, given.strip())


def word_count(line: str) -> bool:
    """Tell whether a line is a count of words and nothing else: ``1285 Wörter``."""
    found = re.fullmatch(r"\s*\d[\d.,\s]*\s*(\S+)\s*", line)
    return bool(found) and found.group(1).casefold() in words("words")


def read_day(line: str) -> tuple[str, str] | None:
    """Return (day as YYYY-MM-DD, what else the line holds) of a line that begins with a date.

    A day of the week may stand before it; one after it, and a time of day, are dropped.
    """
    line = " ".join(line.replace("\u200b", "").split())
    rest = _drop_weekday(line)
    for pattern, order in _patterns():
        found = pattern.match(rest)
        if found:
            day = _day(found, order)
            return (day, _edition(rest[found.end() :])) if day else None
    return None


def read_dotted_day(value: str) -> str | None:
    """Return YYYY-MM-DD for ``d.m.y``, as German and Russian sources write it."""
    found = _DOTTED.fullmatch(value.strip())
    if not found:
        return None
    day, month, year = map(int, found.groups())
    return _iso(year + (0 if year > 99 else 1900 if year > 68 else 2000), month, day)


def find_day(text: str) -> tuple[str, int, int] | None:
    """Return (YYYY-MM-DD, start, end) of the first date with a month's name in a line of text."""
    best = None
    for pattern, order in _patterns():
        for found in pattern.finditer(text):
            day = _day(found, order)
            if day and (best is None or found.start() < best[1]):
                best = (day, found.start(), found.end())
                break
    return best


@cache
def _months() -> dict[str, int]:
    return {word: at for at, row in enumerate(words("months"), start=1) for word in row}


@cache
def _patterns() -> list[tuple[re.Pattern, str]]:
    names = "|".join(re.escape(word) for word in sorted(_months(), key=len, reverse=True))
    month, year = rf"({names})\b\.?", r"(\d{4}|\d\s\d{3}|\d\d\s\d\d|\d{3}\s\d)(?!\d)"
    flags = re.IGNORECASE
    return [
        (_NUMBERS, "numbers"),
        (
            re.compile(
                rf"(?<!\w)(\d{{1,2}})(?:st|nd|rd|th|er|º)?\.?\s+(?:de\s+)?{month},?\s+(?:de\s+)?{year}",
                flags,
            ),
            "dmy",
        ),
        (re.compile(rf"(?<!\w){month}\s+(\d{{1,2}})(?:st|nd|rd|th)?\s*,?\s*{year}", flags), "mdy"),
    ]


def _day(found: re.Match, order: str) -> str | None:
    if order == "numbers":
        year, month, day = (int(number) for number in found.groups() if number)
        return _iso(year, month, day)
    first, second, year = found.groups()
    day, name = (first, second) if order == "dmy" else (second, first)
    return _iso(int(re.sub(r"\s", "", year)), _months()[name.casefold()], int(day))


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _drop_weekday(text: str) -> str:
    found = re.match(r"([^\W\d_]+(?:-feira)?)\b[.,]*\s*", text)
    days = {word for row in words("weekdays") for word in row}
    return text[found.end() :] if found and found.group(1).casefold() in days else text


def _edition(rest: str) -> str:
    """Return what is left after a date without punctuation, weekday and time of day."""
    before = None
    while before != rest:
        before = rest
        rest = _drop_weekday(rest.strip(" ,;"))
        rest = _CLOCK.sub("", rest).strip(" ,;")
    return rest
