"""What all exports of Factiva share: field codes, or the same fields in a fixed order."""

from __future__ import annotations

import re
from typing import Any

from toolkit.read.formats.nexis import is_copyright
from toolkit.read.formats.words import labels, language_code, one_of, word_count, word_table
from toolkit.text.days import split_day

ACCESSION = re.compile(rf"{one_of('factiva_document')} ([A-Za-z0-9]{{25}})")
_CLOCK = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?(?: ?[AP]M)?(?: [A-Z]{2,4})?")
_CODE = re.compile(r"[A-Z0-9]{2,12}")


def coded_record(fields: dict[str, list[str]]) -> dict[str, Any]:
    """Return the record of {field code: its paragraphs}."""
    record: dict[str, Any] = {}
    text = [line for code in ("LP", "TD") for line in fields.get(code, [])]
    for code, lines in fields.items():
        column = labels("factiva").get(code)
        if column and column not in ("lead", "tail") and lines:
            record[column] = " ".join(lines)
    if "date" in record:
        day = split_day(record["date"])
        record["date"] = day[0] if day else record["date"]
    if "language" in record:
        record["language"] = language_code(record["language"])
    accession = ACCESSION.search(record.get("accession", ""))
    if accession:
        record["accession"] = accession.group(1)
    return record | {"text": "\n\n".join(text)}


def bare_fields(lines: list[str], record: dict[str, Any]) -> list[str]:
    """Take the fields that stand after the title without names; return the lines after them.

    The count of words and the date after it are the anchors. Before them stand author and credit;
    after them source, its code, edition and page, language, copyright.
    """
    at = next((at for at, line in enumerate(lines) if word_count(line)), None)
    if at is None:
        at = next((at for at, line in enumerate(lines) if split_day(line)), len(lines)) - 1
    else:
        record["length"] = lines[at]
    for column, line in zip(("byline", "credit"), lines[: max(at, 0)], strict=False):
        record.setdefault(column, line)
    rest = lines[at + 1 :]
    day = split_day(rest[0]) if rest else None
    if day:
        record["date"], rest = day[0], rest[1:]
    if rest and _CLOCK.fullmatch(rest[0]):
        rest = rest[1:]
    if rest:
        record["outlet"], rest = rest[0], rest[1:]
    if rest and _CODE.fullmatch(rest[0]):
        record["outlet_code"], rest = rest[0], rest[1:]
    return _edition_and_language(rest, record)


def _edition_and_language(lines: list[str], record: dict[str, Any]) -> list[str]:
    names = {name for row in word_table("languages").values() for name in row}
    spoken = next((at for at, line in enumerate(lines[:4]) if line.casefold() in names), None)
    if spoken is not None:
        for line in lines[:spoken]:
            record["page" if re.fullmatch(r"[A-Z]?\d[\w,; -]*", line) else "edition"] = line
        record["language"] = language_code(lines[spoken])
        lines = lines[spoken + 1 :]
    if lines and is_copyright(lines[0]):
        record["copyright"], lines = lines[0], lines[1:]
    return lines
