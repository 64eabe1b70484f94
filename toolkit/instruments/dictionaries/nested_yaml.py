"""Nested YAML, as quanteda reads it: maps of lists; ``__`` holds a category's own words."""

from __future__ import annotations

from typing import Any

from toolkit.instruments.dictionaries.entries import (
    YAML,
    Dictionary,
    DictionaryFormat,
    check_path,
    place,
)

_OWN = "__"
_OURS = {"frames", "actors", "terms", "term"}


def is_nested(value: Any) -> bool:
    """Tell whether a YAML document is a map of words and maps of words, and not ours."""
    if not isinstance(value, dict) or not value or _OURS & set(value):
        return False
    return all(isinstance(below, (str, list)) or is_nested(below) for below in value.values()) and (
        any(isinstance(below, (list, dict)) for below in value.values())
    )


def read_nested(value: dict) -> Dictionary:
    """Read a nested YAML dictionary from what `marked_yaml` makes of it."""
    dictionary = Dictionary()
    _read_below(value, (), dictionary)
    return dictionary


def _read_below(value: Any, path: tuple[str, ...], dictionary: Dictionary) -> None:
    for key, below in value.items():
        here = path if key == _OWN else (*path, " ".join(key.split()))
        check_path(here, f"line {value.lines[key]}")
        if isinstance(below, dict):
            _read_below(below, here, dictionary)
            continue
        line = value.lines[key]
        items = [below] if isinstance(below, str) else below
        for item, at in zip(items, getattr(below, "lines", [line]), strict=True):
            if isinstance(item, str) and item.strip():
                words = " ".join(item.split())
                dictionary.add(here, words, place(at, words))
            else:
                dictionary.note(f"line {at}: {'/'.join(here)}: found no text, expected a word")


FORMAT = DictionaryFormat(YAML, is_nested, read_nested)
