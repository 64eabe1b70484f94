"""Which format a dictionary file has, recognised by its content, never by its ending."""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from toolkit.instruments import dictionaries
from toolkit.instruments.dictionaries.entries import (
    DATA,
    TEXT,
    YAML,
    Dictionary,
    DictionaryError,
    DictionaryFormat,
    decode,
)
from toolkit.instruments.dictionaries.petrarch import CodedActor, is_actor_file, read_actor_file
from toolkit.instruments.marked_yaml import InstrumentError, read_document


def read_dictionary(path: Path) -> Dictionary | None:
    """Read the dictionary of another program; None if it is not one (our YAML, say).

    Raises
    ------
    InstrumentError
        If the file is of a known format but not valid.
    """
    try:
        data = path.read_bytes()
    except OSError:
        return None  # the reader of our YAML says what is wrong
    try:
        found = _read(DATA, data)
        if found is not None:
            return found
        text, notes = decode(data)
        found = _read(TEXT, text)
    except DictionaryError as error:
        raise InstrumentError(f"{path}: {error}") from None
    if found is not None:
        found.notes[:0] = notes
        return found
    return None if notes else _read(YAML, read_document(path)[1])


def _read(medium: str, content: Any) -> Dictionary | None:
    """Return the dictionary that a content holds; None if no format of this medium claims it."""
    asked = (entry for entry in _formats() if entry.medium == medium)
    claimed = next((entry for entry in asked if entry.claims(content)), None)
    return claimed.read(content) if claimed else None


@cache
def _formats() -> tuple[DictionaryFormat, ...]:
    names = sorted(module.name for module in pkgutil.iter_modules(dictionaries.__path__))
    modules = (import_module(f"{dictionaries.__name__}.{name}") for name in names)
    return tuple(module.FORMAT for module in modules if hasattr(module, "FORMAT"))


def read_actors(path: Path) -> tuple[list[CodedActor], list[str]] | None:
    """Read the actor file of an event coder, and notes on it; None if it is not one."""
    try:
        text, notes = decode(path.read_bytes())
    except OSError:
        return None  # as above
    if not is_actor_file(text):
        return None
    actors, more = read_actor_file(text)
    return actors, notes + more
