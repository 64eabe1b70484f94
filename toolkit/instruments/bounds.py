"""How much an instrument may hold: a file that somebody sends must not fill memory or time."""

from __future__ import annotations

from pathlib import Path

LARGEST_FILE = 20_000_000  # bytes
MOST_ENTRIES = 1_000_000  # keys and texts of a YAML file
MOST_TERMS = 500_000  # of a lexicon, their exceptions too; entries of a dictionary
DEEPEST = 20  # levels of what is nested
LONGEST = 10_000  # characters of a text
SHOWN = 100  # characters at the end of a long text, and faults of a file, that messages quote


class InstrumentError(ValueError):
    """A registry or lexicon file with faults; the message names the line of each."""


def read_bytes(path: Path) -> bytes:
    """Return what is in the file of an instrument.

    Raises
    ------
    InstrumentError
        If it cannot be read, is no file, or is too large.
    """
    try:
        if path.exists() and not path.is_file() and not path.is_dir():
            raise InstrumentError(f"{path}: is no file but a device or pipe; copy it into a file")
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
    except (OSError, ValueError) as error:  # a path with a null character is a ValueError
        if isinstance(error, InstrumentError):
            raise
        reason = getattr(error, "strerror", None) or error
        raise InstrumentError(
            f"{path}: cannot be read ({reason}); check the path (a relative one starts from "
            f"{Path.cwd()})"
        ) from None
    if len(data) > LARGEST_FILE:
        raise InstrumentError(
            f"{path}: found more than {LARGEST_FILE / 1e6:.0f} MB, expected at most that of an "
            "instrument; split it into several files"
        )
    return data


def shortened(text: str) -> str:
    """Return a text as a message may quote it: without its middle, if it is very long."""
    return text if len(text) <= 4 * SHOWN else f"{text[: 2 * SHOWN]} ... {text[-SHOWN:]}"
