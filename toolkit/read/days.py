"""Days of publication: read where they can be read in one way only, never guessed at."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from toolkit.read.files import TABLE, TEXT
from toolkit.read.formats.export import FORMAT
from toolkit.read.ledger import OUTCOME
from toolkit.read.records import note, tidy

# The time of day and its zone: only the day counts, as it was where the article was published.
_CLOCK = (
    r"(?<=\d)T\d.*"
    r"|[ ,]+\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?"
    r"(?: ?[AaPp]\.?[Mm]\b\.?)?(?: ?(?:[A-Z]{1,4}\b|[+-]\d{2}:?\d{2}\b))?"
)
_ISO_DAY = r"\d{8}|\d{4}([-/.])\d{1,2}\1\d{1,2}"
_WORDED_DAY = (
    r"(?=.*(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))"
    r"(?=.*(?<!\d)\d{1,2}(?!\d))(?=.*(?<!\d)\d{4}(?!\d)).*"
)


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
    days = _guess_each(pd.Series(once, dtype="str")).astype("datetime64[us]").to_numpy()
    days = np.append(days, np.datetime64("NaT"))
    return pd.Series(days[codes], index=given.index, dtype="datetime64[us]")


def _guess_each(given: pd.Series) -> pd.Series:
    days = given.str.replace(_CLOCK, " ", regex=True).str.strip()
    iso = days.str.fullmatch(_ISO_DAY, na=False)
    dates = pd.to_datetime(days.where(iso), format="ISO8601", errors="coerce")
    others = days[~iso]
    worded = others[others.str.fullmatch(_WORDED_DAY, flags=re.IGNORECASE, na=False)]
    dates[worded.index] = pd.to_datetime(worded, format="mixed", errors="coerce")
    return dates
