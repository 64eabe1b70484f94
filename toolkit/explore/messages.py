"""Messages of the page: each value is checked, since the page might send anything."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from toolkit.explore.filters import Choice
from toolkit.text.days import iso_day


def refusal(error: Exception) -> dict[str, str]:
    """Return the answer to a message that could not be served, or the page would wait for ever."""
    foreseen = isinstance(error, OSError | ValueError)
    why = str(error) if foreseen else f"{type(error).__name__}: {error}; run the cell again"
    return {"answer": "refused", "why": why}


def one_of(message: Mapping, name: str, allowed: Iterable[str]) -> str:
    """Return a value that is one of those allowed."""
    value = message.get(name)
    if not isinstance(value, str) or value not in allowed:
        raise ValueError(f"{name}: found {value!r}, expected one of {', '.join(allowed)}")
    return value


def whole(message: Mapping, name: str, *, below: int) -> int:
    """Return a whole number from 0 to one less than `below`."""
    value = message.get(name)
    if type(value) is not int or not 0 <= value < below:  # a bool is an int to isinstance
        raise ValueError(f"{name}: found {value!r}, expected a whole number below {below}")
    return value


def truth(message: Mapping, name: str) -> bool:
    """Return true or false."""
    value = message.get(name)
    if not isinstance(value, bool):
        raise ValueError(f"{name}: found {value!r}, expected true or false")
    return value


def day(message: Mapping, name: str) -> str | None:
    """Return a day as YYYY-MM-DD, or None."""
    value = message.get(name)
    if value is None:
        return None
    date = iso_day(value) if isinstance(value, str) else None
    if date is None:
        raise ValueError(f"{name}: found {value!r}, expected a day such as 2020-11-10")
    return date.isoformat()


def choices(message: Mapping, name: str, sizes: Mapping[str, int]) -> dict[str, Choice | None]:
    """Return, for some of the names in `sizes`, numbers below that size that are chosen, or None.

    Each is sent as a mapping: codes, a list of numbers, and but, whether all others are meant.
    """
    chosen = message.get(name)
    if not isinstance(chosen, Mapping):
        raise ValueError(f"{name}: found {chosen!r}, expected a value for each name")
    unknown = [key for key in chosen if key not in sizes]
    if unknown:
        raise ValueError(f"{name}: found {unknown[0]!r}, expected one of {', '.join(sizes)}")
    return {key: _choice(chosen, key, below=sizes[key]) for key in chosen}


def _choice(message: Mapping, name: str, *, below: int) -> Choice | None:
    value = message[name]
    if value is None:
        return None
    if not isinstance(value, Mapping):
        raise ValueError(f"{name}: found {value!r}, expected codes and but, or nothing")
    codes, but = wholes({name: value.get("codes")}, name, below=below), truth(value, "but")
    return Choice(tuple(sorted(set(codes))), but) if codes else None


def wholes(message: Mapping, name: str, *, below: int) -> list[int]:
    """Return a list of whole numbers below `below`."""
    numbers = message.get(name)
    if not isinstance(numbers, list):
        raise ValueError(f"{name}: found {numbers!r}, expected a list")
    return [whole({name: value}, name, below=below) for value in numbers]


def text_of(message: Mapping, name: str) -> str:
    """Return a text."""
    value = message.get(name)
    if not isinstance(value, str):
        raise ValueError(f"{name}: found {value!r}, expected a text")
    return value
