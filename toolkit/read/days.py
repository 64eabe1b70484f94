"""Days of publication, from the column date."""

from __future__ import annotations

import pandas as pd

from toolkit.read.files import TABLE, TEXT
from toolkit.read.formats.export import FORMAT
from toolkit.read.ledger import OUTCOME
from toolkit.read.records import note, tidy
from toolkit.read.years import beyond_calendar
from toolkit.text.days import read_day


def parse_days(raw: pd.DataFrame, date_format: str | None) -> None:
    """Make days of the column date; a record whose date is invalid or ambiguous gets a reason."""
    if pd.api.types.is_datetime64_any_dtype(raw["date"]):
        raw["date"] = raw["date"].dt.tz_localize(None).dt.normalize()
        return
    given = tidy(raw["date"])
    if date_format:
        custom = raw[FORMAT].isna() | raw[FORMAT].isin((TEXT, TABLE))
        dates = pd.to_datetime(given.where(custom), format=date_format, errors="coerce", utc=True)
        dates = dates.dt.tz_localize(None)
        dates = dates.mask(beyond_calendar(dates))
        if not custom.all():  # exports are read as their database writes
            dates = dates.where(custom, _guess_days(given.where(~custom)))
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
    texts = pd.Series([*map(read_day, once), None], dtype="str")
    days = pd.to_datetime(texts, format="ISO8601", errors="coerce").astype("datetime64[us]")
    return pd.Series(days.to_numpy()[codes], index=given.index)
