"""Days of publication: read where they can be read in one way only, never guessed at."""

from __future__ import annotations

import re

import pandas as pd

from toolkit.read.files import TABLE, TEXT
from toolkit.read.formats.export import FORMAT
from toolkit.read.ledger import OUTCOME
from toolkit.read.records import note, tidy

# The time of day and its zone: only the day counts, as it was where the article was published.
_CLOCK = re.compile(
    r"(?<=\d)T\d.*"
    r"|[ ,]+\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?"
    r"(?: ?[AaPp]\.?[Mm]\b\.?)?(?: ?(?:[A-Z]{1,4}\b|[+-]\d{2}:?\d{2}\b))?"
)
_ISO_DAY = re.compile(r"\d{8}|\d{4}([-/.])\d{1,2}\1\d{1,2}")
_MONTHS = (
    "jan(?:uary)?", "feb(?:ruary)?", "mar(?:ch)?", "apr(?:il)?", "may", "june?", "july?",
    "aug(?:ust)?", "sept?(?:ember)?", "oct(?:ober)?", "nov(?:ember)?", "dec(?:ember)?",
)  # fmt: skip
_MONTH = (
    "(?:" + "|".join(f"(?P<m{at}>{name})" for at, name in enumerate(_MONTHS, 1)) + r")(?![a-z])\.?"
)
_WEEKDAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?"
_DAY, _YEAR = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?", r"(?P<year>\d{4})"
_WORDED = [  # one day, one month by its name and one year of four digits, and nothing else
    re.compile(rf"(?:{_WEEKDAY}[ ,]*)?{order}(?:[ ,]*\(?{_WEEKDAY}\)?)?(?: at)?", re.IGNORECASE)
    for order in (
        rf"(?:the )?{_DAY}[ ,./-]*(?:of )?{_MONTH}[ ,./-]*{_YEAR}",
        rf"{_MONTH}[ ./-]*(?:the )?{_DAY}[ ,./-]+{_YEAR}",
        rf"{_YEAR}[ ,./-]*{_MONTH}[ ./-]*{_DAY}",
    )
]
_LONGEST = 100  # characters of a date


def parse_days(raw: pd.DataFrame, date_format: str | None) -> None:
    """Make days of the column date; a record whose date is none, or ambiguous, gets a reason."""
    if pd.api.types.is_datetime64_any_dtype(raw["date"]):
        raw["date"] = raw["date"].dt.tz_localize(None).dt.normalize()
        return
    given = tidy(raw["date"])
    if date_format:
        own = raw[FORMAT].isna() | raw[FORMAT].isin((TEXT, TABLE))
        dates = pd.to_datetime(given.where(own), format=date_format, errors="coerce", utc=True)
        dates = dates.dt.tz_localize(None)
        if not own.all():  # exports are read as their database writes
            dates = dates.where(own, _guess_days(given.where(~own)))
        expected = f"a date like {date_format}"
    else:
        dates = _guess_days(given)
        expected = "YYYY-MM-DD; or say how dates are written (date_format='%d/%m/%Y')"
    wrong = given.notna() & dates.isna() & (raw[OUTCOME] == "read")
    if wrong.any():
        quoted = given.where(wrong).map(repr, na_action="ignore").astype("str")
        note(raw, wrong, "date: found " + quoted + f", expected {expected}; read without a date")
    raw["date"] = dates.dt.normalize()


def _guess_days(given: pd.Series) -> pd.Series:
    """Parse the dates that can be read in one way only; each value that occurs once."""
    codes, once = pd.factorize(given)  # what is missing has the code -1
    texts = pd.Series([*map(_iso_day, once), None], dtype="str")
    days = pd.to_datetime(texts, format="ISO8601", errors="coerce").astype("datetime64[us]")
    return pd.Series(days.to_numpy()[codes], index=given.index)


def _iso_day(given: str) -> str | None:
    """Return a date that can be read in one way only, year first; None for any other."""
    if len(given) > _LONGEST:
        return None
    text = " ".join(_CLOCK.sub(" ", " ".join(given.split())).split())
    if _ISO_DAY.fullmatch(text):
        return text
    found = next(filter(None, (pattern.fullmatch(text) for pattern in _WORDED)), None)
    if not found or found["year"] == "0000":
        return None
    month = next(at for at in range(1, 13) if found[f"m{at}"])
    return f"{found['year']}-{month:02}-{int(found['day']):02}"
