"""Events: the days that plots over time mark."""

from __future__ import annotations

from pathlib import Path

from toolkit.instruments.marked_yaml import read_marked
from toolkit.tables.arguments import as_path
from toolkit.text.days import iso_day


def load_events(path: str | Path) -> dict[str, str]:
    """Load the days that `trends` and `plot_timeline` mark.

    Parameters
    ----------
    path
        A YAML file with the key ``events``: day (YYYY-MM-DD) -> what is written beside its mark.

    Returns
    -------
    dict
        Day -> label, in the order of the file.

    Raises
    ------
    InstrumentError
        With file and line of every fault: an invalid day, a label that is not text.
    """
    checker, entries = read_marked(as_path(path, "path"), "events")
    events = {}
    for day, line in entries.lines.items():
        if iso_day(day) is None:
            checker.fault(line, f"events: found the day {day!r}, expected a date, YYYY-MM-DD")
        events[day] = checker.text(entries, day, "events")
    checker.finish()
    return events
