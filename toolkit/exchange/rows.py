"""Passages as rows of numbers with labels, as programs for statistics have them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from toolkit.exchange.annotated import Document, Loss

_ABOUT = {
    "passage": "id of the passage",
    "kind": "mention, content, cue or source",
    "doc_id": "the article",
    "outlet": "who published it",
    "date": "day of publication",
    "begins": "first character in the text, from 0",
    "ends": "one past the last character",
    "match": "the characters of the passage",
}
_LONGEST_NAME = 32  # characters
_NO_NAME = re.compile(r"[^A-Za-z0-9_]")
# What SPSS or Stata reads as a word of its own.
_RESERVED = re.compile("|".join((
    "aggregate", "all", "and", "array", "boolean", "break", "by", "byte", "case", "catch", "class",
    "colvector", "complex", "const", "continue", "default", "delegate", "delete", "do", "double",
    "else", "eltypedef", "end", "enum", "eq", "explicit", "export", "external", "float", "for",
    "friend", "function", "ge", "global", "goto", "gt", "if", "in", "inline", "int", "le", "local",
    "long", "lt", "ne", "not", "null", "or", "pragma", "protected", "quad", "rowvector", "short",
    "strl", "to", "typedef", "typename", "using", "virtual", "with", r"str\d+",
)), re.IGNORECASE)  # fmt: skip


Labels = dict[int | float, str]


@dataclass(frozen=True)
class Rows:
    """A row for each passage; `labels` of the columns, `values` what the numbers of one mean."""

    frame: pd.DataFrame
    labels: dict[str, str]
    values: dict[str, Labels]


def rows_of(documents: Iterable[Document], losses: list[Loss]) -> Rows:
    """Return the passages; a code is a number, from 1 in the order of the alphabet, with a label.

    Where a name cannot be that of a variable, it is changed, and noted.
    """
    rows, codes = [], []
    for document in documents:
        day = document.date and dt.date.fromisoformat(document.date)
        for passage in document.passages:
            match = document.text[passage.start : passage.end]
            if "\0" in match:
                losses.append(("match", "holds a character of code 0; a blank stands for it"))
                match = match.replace("\0", " ")
            place = (document.doc_id, document.outlet, day or None, passage.start, passage.end)
            rows.append((passage.id, passage.kind, *place, match))
            codes.append(passage.codes)
    frame = pd.DataFrame(rows, columns=list(_ABOUT), dtype="object")
    texts = [name for name in _ABOUT if name not in ("date", "begins", "ends")]
    frame[texts] = frame[texts].fillna("").astype("str")
    frame = frame.astype({"begins": "float64", "ends": "float64"})
    labels, values = dict(_ABOUT), dict[str, Labels]()
    for variable in sorted({variable for each in codes for variable in each}):
        name = variable_name(variable, labels)
        if name != variable:
            losses.append((f"mentions.{variable}", f"is called {name}, for a variable's name"))
        numbers = {value: at for at, value in enumerate(
            sorted({each[variable] for each in codes if variable in each}), 1
        )}  # fmt: skip
        column = [
            numbers.get(each.get(variable, "")) if variable in each else None for each in codes
        ]
        frame[name] = pd.Series(column, dtype="float64")
        labels[name] = variable
        values[name] = {at: value for value, at in numbers.items()}
    return Rows(frame, labels, values)


def shorten(labels: Labels, most: int, of: str, losses: list[Loss]) -> Labels:
    """Return labels of at most so many bytes of UTF-8; those that are cut are noted."""
    cut: Labels = {}
    for number, label in labels.items():
        data = label.encode("utf-8")
        if len(data) > most:
            losses.append((f"mentions.{of}", f"has a value longer than {most} bytes; it is cut"))
        cut[number] = data[:most].decode("utf-8", "ignore")
    return cut


def variable_name(variable: str, taken: Iterable[str]) -> str:
    """Return a name of letters, digits and `_` that is none of those taken."""
    name = _NO_NAME.sub("_", variable)[:_LONGEST_NAME]
    used = {other.lower() for other in taken}
    if not name[:1].isalpha() or _RESERVED.fullmatch(name):
        name = f"v_{name}"[:_LONGEST_NAME]
    stem, number = name, 1
    while name.lower() in used:
        number += 1
        name = f"{stem[: _LONGEST_NAME - 1 - len(str(number))]}_{number}"
    return name
