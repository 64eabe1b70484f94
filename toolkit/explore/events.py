"""Events: where on the timeline the days stand that it marks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from toolkit.display.printable import printable
from toolkit.explore.views import Periods
from toolkit.measure.periods import add_period
from toolkit.text.days import iso_day


def check_events(events: Mapping[str, str]) -> None:
    """Raise ValueError if these are not days, as YYYY-MM-DD, and their labels."""
    for day, name in events.items():
        if not isinstance(day, str) or iso_day(day) is None:
            raise ValueError(f"events: found the day {day!r}, expected a date such as 2020-11-10")
        if not isinstance(name, str):
            raise ValueError(f"events: found {name!r} for {day}, expected what to write beside it")


def place_events(events: Mapping[str, str], periods: Periods) -> list[dict[str, Any]]:
    """Return the events in the order of their days, each with where it stands on the timeline.

    `period` is the number of its period, None if that is not on the timeline; `share` how much of
    the period is over at noon of the day.
    """
    days = pd.DatetimeIndex(sorted(events))
    starts = add_period(pd.DataFrame({"date": days}), every=periods.every)["period"]
    lengths = {"day": 1, "week": 7}
    placed = []
    for day, start, at in zip(days, starts, periods.first.get_indexer(starts), strict=True):
        length = lengths.get(periods.every, start.days_in_month)
        placed.append({
            "day": f"{day:%Y-%m-%d}",
            "name": printable(events[f"{day:%Y-%m-%d}"]),
            "period": int(at) if at >= 0 else None,
            "share": round(((day - start).days + 0.5) / length, 3),
        })  # fmt: skip
    return placed
