"""LIWC's .dic: a legend of numbered categories between lines of %, then words and numbers."""

from __future__ import annotations

import re

from toolkit.instruments.bounds import shortened
from toolkit.instruments.dictionaries.entries import (
    TEXT,
    Dictionary,
    DictionaryError,
    DictionaryFormat,
    check_path,
    place,
)

# No piece of a line may be split in two ways, nor looked through again from each of its characters.
_CATEGORY = re.compile(r"(\t*+) *+(\d{1,9})[\t ]++(.*\S)\s*")
_CONDITION = re.compile(r"\([^)\t]{0,99}\)\S*|<[^>\t]{0,99}>\S*|(?<!\d)\d++/\S*")
_BLANKS = re.compile(r"[\t ]+")


def is_liwc(text: str) -> bool:
    """Tell whether the first line that is not empty is a %."""
    return re.match(r"\s*%[ \t]*(?:\r?\n|\r)", text) is not None


def read_liwc(text: str) -> Dictionary:
    """Read a LIWC dictionary; tabs before a number of the legend nest it (2015).

    Conditional categories (``(02 134)125/464``) and ``<of>`` are noted and not applied; the
    categories that stand plainly beside them are.
    """
    lines = text.splitlines()
    bounds = [at for at, line in enumerate(lines) if line.strip() == "%"]
    if len(bounds) < 2:
        raise DictionaryError(
            "line 1: found only one line of %, expected a second one where the legend ends"
        )
    dictionary = Dictionary()
    legend = _read_legend(lines, bounds, dictionary)
    for number, line in enumerate(lines[bounds[1] + 1 :], start=bounds[1] + 2):
        if line.strip():
            _read_entry(line, number, legend, dictionary)
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
            check_path(tuple(path), f"line {at + 1}")
            if legend.setdefault(int(match[2]), tuple(path)) != tuple(path):
                dictionary.note(
                    f"line {at + 1}: the category {match[2]} is in the legend twice; "
                    f"{path[-1]!r} was not read"
                )
        elif lines[at].strip():
            dictionary.note(
                f"line {at + 1}: found {shortened(lines[at].strip())!r}, expected a category"
            )
    return legend


def _read_entry(
    line: str, number: int, legend: dict[int, tuple[str, ...]], dictionary: Dictionary
) -> None:
    word, tab, rest = line.strip().partition("\t")
    if not tab:
        word, rest = _spaced(line.strip())
    word = word.strip()
    where = place(number, word)
    conditions = _CONDITION.findall(rest)
    if word.startswith("<") or conditions:
        said = shortened(" ".join(conditions) or word)
        dictionary.note(f"{where}: the conditional categories {said} were not applied")
        if word.startswith("<"):
            return
    paths = []
    for code in _CONDITION.sub(" ", rest).split():
        if code.isdecimal() and len(code) < 10 and int(code) in legend:
            paths.append(legend[int(code)])
        else:
            dictionary.note(f"{where}: the category {shortened(code)} is not in the legend")
    if not paths and not conditions:
        dictionary.note(f"{where}: stands in no category and was not read")
    for path in paths:
        dictionary.add(path, word, where)


def _spaced(line: str) -> tuple[str, str]:
    """Return a word and the numbers that follow it, of a line without tabs."""
    fields = _BLANKS.split(line)
    words = len(fields)
    while words > 1 and fields[words - 1].isdecimal():
        words -= 1
    numbers = fields[words:]
    return line.rsplit(None, len(numbers))[0] if numbers else line, " ".join(numbers)


FORMAT = DictionaryFormat(TEXT, is_liwc, read_liwc)
