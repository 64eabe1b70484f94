"""LIWC's .dic: a legend of numbered categories between lines of %, then words and numbers."""

from __future__ import annotations

import re

from toolkit.instruments.dictionaries.entries import (
    TEXT,
    Dictionary,
    DictionaryError,
    DictionaryFormat,
    Entry,
)

_BOUND = re.compile(r"\s*%\s*")
_CATEGORY = re.compile(r"(\t*) *(\d+)[\t ]+(.*\S)\s*")
_CONDITION = re.compile(r"\([^)\t]*\)\S*|<[^>\t]*>\S*|\d+/\S*")
_SPACED = re.compile(r"(.*?\S)((?:[\t ]+\d+)+)")


def is_liwc(text: str) -> bool:
    """Tell whether the first line that is not empty is a %."""
    return re.match(r"\s*%[ \t]*(?:\r?\n|\r)", text) is not None


def read_liwc(text: str) -> Dictionary:
    """Read a LIWC dictionary; tabs before a number of the legend nest it (2015).

    Conditional categories (``(02 134)125/464``) and ``<of>`` are noted and not applied; the
    categories that stand plainly beside them are.
    """
    lines = text.splitlines()
    bounds = [at for at, line in enumerate(lines) if _BOUND.fullmatch(line)]
    if len(bounds) < 2:
        raise DictionaryError(
            "line 1: found only one line of %, expected a second one where the legend ends"
        )
    dictionary = Dictionary()
    legend = _read_legend(lines, bounds, dictionary)
    for number, line in enumerate(lines[bounds[1] + 1 :], start=bounds[1] + 2):
        if line.strip():
            _read_entry(line, f"line {number}", legend, dictionary)
    return dictionary


def _read_legend(
    lines: list[str], bounds: list[int], dictionary: Dictionary
) -> dict[int, tuple[str, ...]]:
    legend: dict[int, tuple[str, ...]] = {}
    path: list[str] = []
    for at in range(bounds[0] + 1, bounds[1]):
        match = _CATEGORY.fullmatch(lines[at])
        if match:
            path[len(match[1]) :] = [" ".join(match[3].split())]
            if legend.setdefault(int(match[2]), tuple(path)) != tuple(path):
                dictionary.notes.append(
                    f"line {at + 1}: the category {match[2]} is in the legend twice; "
                    f"{path[-1]!r} was not read"
                )
        elif lines[at].strip():
            dictionary.notes.append(
                f"line {at + 1}: found {lines[at].strip()!r}, expected a category"
            )
    return legend


def _read_entry(
    line: str, where: str, legend: dict[int, tuple[str, ...]], dictionary: Dictionary
) -> None:
    word, tab, rest = line.strip().partition("\t")
    if not tab:
        match = _SPACED.fullmatch(line.strip())
        word, rest = match.groups() if match else (line.strip(), "")
    word = word.strip()
    where = f"{where}: {word}"
    conditions = _CONDITION.findall(rest)
    if word.startswith("<") or conditions:
        said = " ".join(conditions) or word
        dictionary.notes.append(f"{where}: the conditional categories {said} were not applied")
        if word.startswith("<"):
            return
    known = []
    for code in _CONDITION.sub(" ", rest).split():
        if code.isdecimal() and int(code) in legend:
            known.append(legend[int(code)])
        else:
            dictionary.notes.append(f"{where}: the category {code} is not in the legend")
    if not known and not conditions:
        dictionary.notes.append(f"{where}: stands in no category and was not read")
    dictionary.entries += [Entry(path, word, where) for path in known]


FORMAT = DictionaryFormat(TEXT, is_liwc, read_liwc)
