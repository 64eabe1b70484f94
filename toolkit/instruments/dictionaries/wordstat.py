"""WordStat's .cat: categories and words nested by tabs, words with a weight: ``WORD* (1)``."""

from __future__ import annotations

import re

from toolkit.instruments.dictionaries.entries import (
    TEXT,
    Dictionary,
    DictionaryFormat,
    Entry,
    wildcard_regex,
)

_WEIGHTED = re.compile(r"(.*\S)\s*\((-?\d+(?:[.,]\d+)?)\)")


def is_wordstat(text: str) -> bool:
    """Tell whether a line is indented by tabs and ends with a weight, or is a rule."""
    return (
        re.search(r"^\t+(?:@|[^\n]*\S\s*\(-?\d+(?:[.,]\d+)?\)\s*$)", text, re.MULTILINE) is not None
    )


def read_wordstat(text: str) -> Dictionary:
    """Read a WordStat dictionary; ``_`` joins the words of a phrase, ``?`` is one letter.

    Proximity rules (``@RULE [...]``) and weights other than 1 are noted and not applied.
    """
    dictionary = Dictionary()
    path: list[str] = []
    for number, line in enumerate(text.splitlines(), start=1):
        plain = line.strip()
        if not plain:
            continue
        depth = len(line) - len(line.lstrip("\t"))
        where = f"line {number}: {plain}"
        weighted = _WEIGHTED.fullmatch(plain)
        if plain.startswith(("@", "#")):
            dictionary.notes.append(f"{where}: is a proximity rule and was not read")
        elif weighted:
            if float(weighted[2].replace(",", ".")) != 1:
                dictionary.notes.append(f"{where}: the weight {weighted[2]} was not applied")
            dictionary.entries.append(_entry(tuple(path[:depth]), weighted[1], where))
        else:
            path[depth:] = [" ".join(plain.split())]
    return dictionary


def _entry(path: tuple[str, ...], pattern: str, where: str) -> Entry:
    words = " ".join(pattern.replace("_", " ").split())
    if "?" in words:
        return Entry(path, wildcard_regex(words), where, "regex")
    return Entry(path, words, where)


FORMAT = DictionaryFormat(TEXT, is_wordstat, read_wordstat)
