"""What every dictionary format is read into: entries under a path of categories, and notes."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from toolkit.display.printable import printable_line
from toolkit.instruments.bounds import DEEPEST, LONGEST, MOST_TERMS, shortened

_SHOWN = 20  # entries that the text of a warning lists
_LONGEST_NAME = 500  # characters of a category, whose name all that is below it repeats
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class DictionaryWarning(UserWarning):
    """Entries that say what we cannot; the message counts them, `notes` holds all of them."""

    def __init__(self, path: object, total: int, notes: list[str]) -> None:
        self.notes = tuple(notes)
        more = f"\n  and {len(notes) - _SHOWN} more: see the `notes` of this warning"
        listing = "".join(f"\n  {printable_line(shortened(note))}" for note in notes[:_SHOWN])
        super().__init__(
            f"{printable_line(str(path))}: {total} entries read, {len(notes)} of the file not "
            f"read, or not in full:{listing}{more if len(notes) > _SHOWN else ''}"
        )


class DictionaryError(ValueError):
    """A file that is not a valid dictionary of its format."""


class Entry(NamedTuple):
    """A pattern, the categories that it stands in from the outermost, and where in the file."""

    path: tuple[str, ...]
    pattern: str
    where: str
    match: str = "glob"


@dataclass
class Dictionary:
    """The entries of a file in its order, and a note for each that says what we cannot."""

    entries: list[Entry] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def add(self, path: tuple[str, ...], pattern: str, where: str, match: str = "glob") -> None:
        """Take in an entry.

        Raises
        ------
        DictionaryError
            If it is beyond the bounds of an instrument: too long, nested too deeply, or one more
            than there may be.
        """
        if len(pattern) > LONGEST:
            raise DictionaryError(
                f"{where}: found {len(pattern):,} characters, expected a word of at most "
                f"{LONGEST:,}"
            )
        check_path(path, where)
        if len(self.entries) >= MOST_TERMS:
            raise DictionaryError(
                f"{where}: found more than {MOST_TERMS:,} entries; split the file"
            )
        self.entries.append(Entry(path, pattern, where, match))

    def note(self, text: str) -> None:
        """Take in a note.

        Raises
        ------
        DictionaryError
            If it is one more than there may be.
        """
        if len(self.notes) >= MOST_TERMS:
            raise DictionaryError(f"{text}; so are {MOST_TERMS:,} others, and no more may be")
        self.notes.append(text)


def check_path(path: tuple[str, ...], where: str) -> None:
    """Refuse a category that is nested too deeply or whose name is too long.

    Raises
    ------
    DictionaryError
        If it is.
    """
    if len(path) > DEEPEST:
        raise DictionaryError(f"{where}: nested deeper than {DEEPEST} levels")
    if path and len(path[-1]) > _LONGEST_NAME:
        raise DictionaryError(
            f"{where}: found the category {shortened(path[-1])!r} of {len(path[-1]):,} characters, "
            f"expected at most {_LONGEST_NAME}"
        )


def place(number: int, text: str) -> str:
    """Return where an entry stands, for messages: its line, and its beginning."""
    return f"line {number}: {shortened(text)}"


# As what a file is asked about, in this order: its bytes, its text, or the YAML that it holds.
DATA, TEXT, YAML = "data", "text", "yaml"


@dataclass(frozen=True)
class DictionaryFormat:
    """A format of dictionaries: what claims a file by its content, and what reads it.

    Both are given the file as its bytes (DATA), its text (TEXT) or what its YAML holds (YAML). A
    module of this folder that has a FORMAT is asked about every file.
    """

    medium: str
    claims: Callable[[Any], bool]
    read: Callable[[Any], Dictionary]


def decode(data: bytes) -> tuple[str, list[str]]:
    """Return the text of a file: by its byte order mark, as UTF-8, or else as windows-1252."""
    if data.startswith(_UTF16):
        return data.decode("utf-16", "replace"), []
    try:
        return data.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        note = f"byte {error.start}: this is not UTF-8; the file was read as windows-1252"
        return data.decode("cp1252", "replace"), [note]


def wildcard_regex(pattern: str) -> str:
    """Return the regular expression of whole words for ``*`` (any letters) and ``?`` (one)."""
    pieces = re.split(r"([*?\s]+)", " ".join(pattern.split()))
    made = "".join(_piece(piece) for piece in pieces)
    before = r"(?<!\w)" if pattern[:1].isalnum() else ""
    after = r"(?!\w)" if pattern[-1:].isalnum() else ""
    return before + made + after


def _piece(piece: str) -> str:
    if not re.fullmatch(r"[*?\s]+", piece):
        return re.escape(piece)
    return "".join({"*": r"\w*", "?": r"\w"}.get(sign, r"\s+") for sign in piece)
