"""How far long work has come, counted: on terminals, in notebooks and in log files."""

from __future__ import annotations

import sys
from time import monotonic
from typing import Any

from toolkit.display.progress import bar

_EVERY = 30  # seconds between the lines of a log
_HOUR, _MINUTE = 3600, 60


class Tally:
    """A count of what is done, shown as a bar where somebody watches, else as lines of a log.

    The lines go to the standard error output, the first after half a minute: how many are done, of
    how many, how many a second, how long the others take, and what is in hand.

    Parameters
    ----------
    desc
        What the work is called.
    unit
        What is counted, in the singular.
    total
        How many there are, if it is known.
    """

    def __init__(self, desc: str, *, unit: str, total: int | None = None) -> None:
        self._desc, self._unit, self._total = desc, unit, total
        self._done, self._name = 0, ""
        self._start = self._said = monotonic()
        self._bar: Any = None

    def __enter__(self) -> Tally:
        self._bar = bar(desc=self._desc, total=self._total, unit=f" {self._unit}s")
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.close()

    def name(self, part: str) -> None:
        """Say what is in hand."""
        self._name = part
        if self._bar is not None:
            self._bar.set_postfix_str(part, refresh=False)

    def add(self, count: int) -> None:
        """Count what is done."""
        self._done += count
        if self._bar is not None:
            self._bar.update(count)
        elif monotonic() - self._said >= _EVERY:
            self._said = monotonic()
            sys.stderr.write(self.line(self._said - self._start) + "\n")
            sys.stderr.flush()

    def line(self, seconds: float) -> str:
        """Return how far the work has come in so many seconds."""
        rate = self._done / seconds if seconds else 0.0
        of = "" if self._total is None else f" of {self._total:,}"
        pieces = [f"{self._desc}: {self._done:,}{of} {self._unit}s", f"{rate:,.1f} a second"]
        if self._total is not None and rate:
            pieces.append(f"{_duration((self._total - self._done) / rate)} left")
        if self._name:
            pieces.append(self._name)
        return ", ".join(pieces)


def _duration(seconds: float) -> str:
    """Return a time as people say it: 40 s, 12 min, 3 h 20 min."""
    if seconds < _MINUTE:
        return f"{seconds:.0f} s"
    minutes = round(seconds / _MINUTE)
    if seconds < _HOUR:
        return f"{minutes} min"
    return f"{minutes // 60} h {minutes % 60} min"
