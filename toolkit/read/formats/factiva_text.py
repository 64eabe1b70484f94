"""Factiva: RTF and plain text, each record ended by its accession number."""

from __future__ import annotations

import re
from typing import Any

from toolkit.read.formats.content import Content
from toolkit.read.formats.export import Export
from toolkit.read.formats.factiva import ACCESSION, bare_fields, coded_record
from toolkit.read.formats.format import Format
from toolkit.read.formats.media import RTF, TEXT
from toolkit.read.formats.words import labels, word_count
from toolkit.text.days import split_day

# A code and its value: a tab or several blanks apart, or the value on the lines below.
_CODED = re.compile(r"[\s|]*([A-Z]{2,3})(?:[\t|]+| {2,}|\s*$)\s*(.*)")
_END = re.compile(rf"^[ \t|]*(?:AN[\t| ]+)?{ACCESSION.pattern}[ \t|]*$", re.MULTILINE)


def is_factiva(content: Content) -> bool:
    """Tell whether a text has the ends of records of Factiva, and a code, a count or a date."""
    if not _END.search(content.text):
        return False
    lines = (line.strip("| \t") for line in content.text.split("\n"))
    return any(line.startswith("HD") or word_count(line) or split_day(line) for line in lines)


def read_text(content: Content) -> list[Export]:
    """Return the records of a text, each from the end of the one before to its own."""
    export, text, start = Export(), content.text, 0
    for end in _END.finditer(text):
        lines = _lines(text[start : end.start()])
        start = end.end()
        record = _coded(lines) or _bare(lines)
        export.records.append(record | {"accession": end.group(1)})
    rest = _lines(text[start:])
    if cut := _coded(rest) or (_bare(rest) if any(map(word_count, rest)) else None):
        export.records.append(cut)
    return [export]


def _lines(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.strip("| \t")]


def _coded(lines: list[str]) -> dict[str, Any] | None:
    fields: dict[str, list[str]] = {}
    current = None
    for line in lines:
        coded = _CODED.fullmatch(line)
        if coded and coded.group(1) in labels("factiva"):
            current = coded.group(1)
            line = coded.group(2)
            fields[current] = []
        value = " ".join(line.strip("| \t").split())
        if current and value:
            fields[current].append(value)
    return coded_record(fields) if "HD" in fields else None


def _bare(lines: list[str]) -> dict[str, Any]:
    lines = [" ".join(line.split()) for line in lines]
    record: dict[str, Any] = {"title": lines[0]} if lines else {}
    return record | {"text": "\n\n".join(bare_fields(lines[1:], record))} | record


FORMATS = (
    Format("Factiva TXT", TEXT, read_text, is_factiva),
    Format("Factiva RTF", RTF, read_text, is_factiva),
)
