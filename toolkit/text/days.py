"""Dates in text: read where they can be read in one way only, never guessed at."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
from functools import cache

from toolkit.text.word_lists import read_words

_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?!\d)")
_CHINESE = re.compile(r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日")
_YEAR_FIRST = re.compile(r"(\d{4})(\d{2})(\d{2})|(\d{4})([-/.])(\d{1,2})\5(\d{1,2})")
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4}|\d{2})")
# A year of four digits; databases put a blank into some.
_SPACED_YEAR = r"(\d{4}|\d\s\d{3}|\d\d\s\d\d|\d{3}\s\d)(?!\d)"
# The time of day and its zone: only the day counts, as it was where the article was published.
_CLOCK = re.compile(
    r"(?<=\d)T\d.*"
    r"|[ ,]+\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?"
    r"(?: ?[AaPp]\.?[Mm]\b\.?)?(?: ?(?:[A-Z]{1,4}\b|[+-]\d{2}:?\d{2}\b))?"
)
_CLOCK_AHEAD = re.compile(
    r"^\d{1,2}[:.h]\d{2}(?::\d{2})?\s*(?:[ap]\.?m\.?\b)?\s*(?:[A-Z]{2,5}(?:[+-]\d{1,2}(?::?\d{2})?)?\b)?"
    r"(?:\s*(?:Uhr|(?:Eastern|Central|Mountain|Pacific|Western)(?: European)?"
    r"(?: Standard| Daylight| Summer)? Time))?",
    re.IGNORECASE,
)
_LONGEST = 100  # characters of a date


def iso_day(value: str) -> date | None:
    """Return the day that is written as YYYY-MM-DD; None for anything else."""
    try:
        return datetime.strptime(value, "%Y-%m-%d").date()
    except ValueError:
        return None


def read_day(value: str) -> str | None:
    """Return YYYY-MM-DD for a text that is one date and nothing else, in one way only.

    That is the year first, or the month by its English name with a day and a year of four digits. A
    day of the week and a time of day are dropped.
    """
    if len(value) > _LONGEST:
        return None
    text = " ".join(_CLOCK.sub(" ", " ".join(value.split())).split())
    numbers = _YEAR_FIRST.fullmatch(text)
    if numbers:
        year, month, day = (part for part in numbers.groups() if part and part.isdigit())
        return _iso(year, month, day)
    found = next(filter(None, (pattern.fullmatch(text) for pattern in _whole_patterns())), None)
    return _named(found) if found else None


def read_dotted_day(value: str) -> str | None:
    """Return YYYY-MM-DD for ``d.m.y``, as German and Russian sources write it."""
    found = _DOTTED.fullmatch(value.strip())
    if not found:
        return None
    day, month, year = found.groups()
    if len(year) == 2:
        year = ("19" if int(year) > 68 else "20") + year
    return _iso(year, month, day)


def split_day(line: str) -> tuple[str, str] | None:
    """Return (day as YYYY-MM-DD, what else the line holds) of a line that begins with a date.

    A day of the week may stand before it; one after it, and a time of day, are dropped.
    """
    rest = _drop_weekday(" ".join(line.replace("\u200b", "").split()))
    found = next(filter(None, (pattern.match(rest) for pattern in _patterns())), None)
    day = _day(found) if found else None
    return (day, _without_clock(rest[found.end() :])) if found and day else None


def find_day(text: str) -> tuple[str, int, int] | None:
    """Return (YYYY-MM-DD, start, end) of the first date with a month's name in a line of text."""
    dates = [
        (day, *found.span())
        for pattern in _patterns()
        for found in pattern.finditer(text)
        if (day := _day(found))
    ]
    return min(dates, key=lambda found: found[1], default=None)


@cache
def weekdays() -> frozenset[str]:
    """Return the names of the days of the week, in small letters."""
    return frozenset(word for row in _words()["weekdays"].values() for word in row)


def months() -> frozenset[str]:
    """Return the names of months, in lower case, in all languages."""
    return frozenset(_months())


@cache
def _words() -> dict[str, dict[str, list]]:
    return read_words(__file__, "days.yml")


@cache
def _months() -> dict[str, int]:
    tables = _words()["months"].values()
    return {word: at for rows in tables for at, row in enumerate(rows, start=1) for word in row}


def _one_of(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


@cache
def _patterns() -> tuple[re.Pattern, ...]:
    """Return the patterns of dates within text, where their parts stand apart."""
    month = rf"(?P<month>{_one_of(_months())})\b\.?"
    day, year = r"(?P<day>\d{1,2})", rf"(?P<year>{_SPACED_YEAR})"
    return (
        _CHINESE,
        _ISO,
        re.compile(
            rf"(?<!\w){day}(?:st|nd|rd|th|er|º)?\.?\s+(?:de\s+)?{month},?\s+(?:de\s+)?{year}",
            re.IGNORECASE,
        ),
        re.compile(rf"(?<!\w){month}\s+{day}(?:st|nd|rd|th)?\s*,?\s*{year}", re.IGNORECASE),
    )


@cache
def _whole_patterns() -> tuple[re.Pattern, ...]:
    """Return the patterns of texts that are one date, whose parts may stand close together."""
    english = {name: table["en"] for name, table in _words().items()}
    month = rf"(?P<month>{_one_of(word for row in english['months'] for word in row)})(?![a-z])\.?"
    weekday = rf"(?:{_one_of(english['weekdays'])})\b\.?"
    day, year = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?", r"(?P<year>\d{4})"
    return tuple(
        re.compile(rf"(?:{weekday}[ ,]*)?{order}(?:[ ,]*\(?{weekday}\)?)?(?: at)?", re.IGNORECASE)
        for order in (
            rf"(?:the )?{day}[ ,./-]*(?:of )?{month}[ ,./-]*{year}",
            rf"{month}[ ./-]*(?:the )?{day}[ ,./-]+{year}",
            rf"{year}[ ,./-]*{month}[ ./-]*{day}",
        )
    )


def _day(found: re.Match) -> str | None:
    return _named(found) if "month" in found.re.groupindex else _iso(*found.groups())


def _named(found: re.Match) -> str | None:
    """Return the day of a match with a month's name; None if its letters only resemble one."""
    month = _months().get(found["month"].casefold())
    return _iso(found["year"], month, found["day"]) if month else None


def _iso(year: str, month: str | int, day: str) -> str | None:
    try:
        return date(int(re.sub(r"\s", "", year)), int(month), int(day)).isoformat()
    except ValueError:
        return None


def _drop_weekday(text: str) -> str:
    found = re.match(r"([^\W\d_]+(?:-feira)?)\b[.,]*\s*", text)
    return text[found.end() :] if found and found.group(1).casefold() in weekdays() else text


def _without_clock(rest: str) -> str:
    """Return what is left after a date without punctuation, weekday and time of day."""
    before = None
    while before != rest:
        before = rest
        rest = _drop_weekday(rest.strip(" ,;"))
        rest = _CLOCK_AHEAD.sub("", rest).strip(" ,;")
    return rest
