"""Which format a dictionary file has, recognised by its content, never by its ending."""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from toolkit.instruments import dictionaries
from toolkit.instruments.bounds import InstrumentError, read_bytes
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


def read_dictionary(path: Path) -> Dictionary | None:
    """Read the dictionary of another program; None if it is YAML, or nothing that we know.

    Raises
    ------
    InstrumentError
        If the file cannot be read, or is of a known format but not valid.
    """
    data = read_bytes(path)
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


def read_yaml_dictionary(path: Path, document: Any) -> Dictionary | None:
    """Read the dictionary that a YAML file holds; None if it is not one (but ours, say).

    Raises
    ------
    InstrumentError
        If it goes beyond the bounds of a dictionary.
    """
    try:
        return _read(YAML, document)
    except DictionaryError as error:
        raise InstrumentError(f"{path}: {error}") from None


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
    text, notes = decode(read_bytes(path))
    if not is_actor_file(text):
        return None
    try:
        actors, more = read_actor_file(text)
    except DictionaryError as error:
        raise InstrumentError(f"{path}: {error}") from None
    return actors, notes + more
