"""What all exports of Nexis share: labels above and below the text, and what they mean."""

from __future__ import annotations

import re
from typing import Any

from toolkit.read.formats.export import REASON
from toolkit.read.formats.words import language_code, read_label, words
from toolkit.text.days import split_day

# The labels between title and text; the others stand below the text.
HEAD = frozenset(("byline", "section", "length", "dateline", "highlight", "edition"))
_TITLE_AND_BELOW = 4  # paragraphs among which the date stands
_LONGEST_CORRECTION = 4  # paragraphs that a correction may have below its label
_LONGEST_NOTICE = 300  # characters of a copyright line


def read_outlet_and_date(lines: list[str], record: dict[str, Any]) -> list[str]:
    """Take outlet and date, and an edition after the date, from the top; return the rest."""
    while lines and is_copyright(lines[0]):
        lines = lines[1:]
    days = [split_day(line) for line in lines[:_TITLE_AND_BELOW]]
    labelled = [at for at, line in enumerate(lines[:_TITLE_AND_BELOW]) if in_head(line)]
    dated = next(((at, day) for at, day in enumerate(days) if day), None)
    if dated and (not labelled or dated[0] < labelled[0]):
        at, (record["date"], edition) = dated
        if edition:
            record["edition"] = edition
        if at:
            record["outlet"] = " ".join(lines[:at])
        return lines[at + 1 :]
    if lines and not in_head(lines[0]):
        record["outlet"], lines = lines[0], lines[1:]
        if lines and re.search(r"\b\d{4}\b", lines[0]) and not is_copyright(lines[0]):
            record["date"], lines = lines[0], lines[1:]
    return lines


def read_head(lines: list[str], record: dict[str, Any]) -> list[str]:
    """Take the labelled lines above the text from the top; return the rest."""
    at = 0
    while at < len(lines):
        labelled = in_head(lines[at])
        if labelled:
            _set(record, *labelled)
        elif not is_copyright(lines[at]):
            break
        at += 1
    return lines[at:]


def read_tail(lines: list[str], record: dict[str, Any]) -> list[str]:
    """Take the labelled lines below the text from the bottom; return the rest.

    Read upwards, so that a line of the text that looks like a label stays in the text.

    Limits: one that is the last line of the text does not.
    """
    start = len(lines)
    for at in reversed(range(len(lines))):
        labelled = read_label(lines[at], "nexis")
        below = is_copyright(lines[at]) or (labelled and labelled[0] not in HEAD)
        corrects = labelled and labelled[0] == "correction" and start < len(lines)
        if corrects or (below and at == start - 1):
            start = at
        elif start - at > _LONGEST_CORRECTION:
            break
    column = None
    for line in lines[start:]:
        labelled = read_label(line, "nexis")
        if labelled:
            column = labelled[0]
            _set(record, *labelled)
        elif column == "correction" and not is_copyright(line):
            record[column] = f"{record.get(column, '')} {line}".strip()
    return lines[:start]


def finish(record: dict[str, Any], text: list[str]) -> dict[str, Any]:
    """Return the record with its text, or with the reason why it is not an article."""
    whole = " ".join(text).casefold()
    if any(phrase in whole for phrase in words("error_pages")):
        return record | {REASON: "found an error page of the database; download this article again"}
    if "language" in record:
        record["language"] = language_code(record["language"])
    return record | {"text": "\n\n".join(text)}


def in_head(line: str) -> tuple[str, str] | None:
    """Return (column, value) of a label that stands above the text."""
    labelled = read_label(line, "nexis")
    return labelled if labelled and labelled[0] in HEAD else None


def is_copyright(line: str) -> bool:
    """Tell whether a line is a notice of copyright."""
    folded = line.casefold().strip()
    notices = tuple(words("nexis_copyright"))
    return len(line) < _LONGEST_NOTICE and (
        folded.startswith(notices) or folded.rstrip(".").endswith(notices[3:])
    )


def _set(record: dict[str, Any], column: str, value: str) -> None:
    if value:
        record[column] = value
