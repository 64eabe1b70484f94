"""Lexicoder 3's .lc3: a line +Category, then one pattern per line."""

from __future__ import annotations

import re

from toolkit.instruments.dictionaries.entries import TEXT, Dictionary, DictionaryFormat, place

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def is_lexicoder(text: str) -> bool:
    """Tell whether the first line that is not empty names a category."""
    return re.match(r"\s*\+\s*\w", text) is not None


def read_lexicoder(text: str) -> Dictionary:
    """Read a Lexicoder 3 dictionary; blanks around names and patterns do not count."""
    dictionary = Dictionary()
    path: tuple[str, ...] = ()
    for number, line in enumerate(text.splitlines(), start=1):
        plain = " ".join(_CONTROL.sub("", line).split())
        if plain.startswith("+"):
            path = (plain[1:].strip(),)
        elif plain:
            dictionary.add(path, plain, place(number, plain))
    return dictionary


FORMAT = DictionaryFormat(TEXT, is_lexicoder, read_lexicoder)
