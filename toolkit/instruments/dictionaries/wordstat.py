"""WordStat's .cat: categories and words nested by tabs, words with a weight: ``WORD* (1)``."""

from __future__ import annotations

import re

from toolkit.instruments.dictionaries.entries import (
    TEXT,
    Dictionary,
    DictionaryFormat,
    check_path,
    place,
    wildcard_regex,
)

_WEIGHT = re.compile(r"-?\d{1,20}(?:[.,]\d{1,20})?\)")


def is_wordstat(text: str) -> bool:
    """Tell whether a line is indented by tabs and ends with a weight, or is a rule."""
    indented = (line.lstrip("\t") for line in text.splitlines() if line.startswith("\t"))
    return any(line.startswith("@") or _weight(line.strip()) is not None for line in indented)


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
        where = place(number, plain)
        weighted = _weight(plain)
        if plain.startswith(("@", "#")):
            dictionary.note(f"{where}: is a proximity rule and was not read")
        elif weighted:
            word, weight = weighted
            if float(weight.replace(",", ".")) != 1:
                dictionary.note(f"{where}: the weight {weight} was not applied")
            _add(dictionary, tuple(path[:depth]), word, where)
        else:
            path[depth:] = [" ".join(plain.split())]
            check_path(tuple(path), where)
    return dictionary


def _weight(plain: str) -> tuple[str, str] | None:
    """Return a word and its weight, of a line without blanks around it."""
    word, _, last = plain.rpartition("(")
    if not word.strip() or not _WEIGHT.fullmatch(last):
        return None
    return word.rstrip(), last[:-1]


def _add(dictionary: Dictionary, path: tuple[str, ...], pattern: str, where: str) -> None:
    words = " ".join(pattern.replace("_", " ").split())
    if "?" in words:
        dictionary.add(path, wildcard_regex(words), where, "regex")
    else:
        dictionary.add(path, words, where)


FORMAT = DictionaryFormat(TEXT, is_wordstat, read_wordstat)
