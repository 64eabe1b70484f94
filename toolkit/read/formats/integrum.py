"""Integrum, the archive of the Russian press: web pages, and the same inside a Word file."""

from __future__ import annotations

import re
from typing import Any

from toolkit.read.formats.content import Content
from toolkit.read.formats.export import Export
from toolkit.read.formats.format import Format
from toolkit.read.formats.markup import lines_of, text_of
from toolkit.read.formats.media import PAGE
from toolkit.read.formats.words import labels
from toolkit.text.days import read_dotted_day, split_day

_LABEL = 8  # characters among which a label stands


def is_integrum(content: Content) -> bool:
    """Tell whether a page is an export of Integrum: a cell names a source, a text follows."""
    root = content.root
    cells = (_labelled(text_of(cell)[:_LABEL]) for cell in root.iter("td", "th"))
    return any(cell and cell[0] == "outlet" for cell in cells) and any(
        True for _ in root.iter("pre")
    )


def read_html(content: Content) -> list[Export]:
    """Return the records of a page by Integrum: a table of fields, then the text."""
    export = Export()
    fields: dict[str, Any] | None = None
    for node in content.root.iter("table", "pre"):
        if node.tag == "table" and not node.xpath(".//table"):
            record = _fields(lines_of(node))
            if record:
                if fields is not None:
                    export.records.append(fields | {"text": ""})
                fields = record
        elif node.tag == "pre" and fields is not None:
            export.records.append(fields | {"text": unwrap(node.text_content())})
            fields = None
    if fields is not None:
        export.records.append(fields | {"text": ""})
    return [export]


def unwrap(text: str) -> str:
    """Return wrapped text as paragraphs; an indented line begins one."""
    pieces = re.split(r"\n[ \t]+|\n\s*\n", text.replace("\r\n", "\n"))
    return "\n\n".join(line for piece in pieces if (line := " ".join(piece.split())))


def _fields(lines: list[str]) -> dict[str, Any]:
    record: dict[str, Any] = {"language": "ru"}
    column = None
    for line in lines:
        labelled = _labelled(line)
        if labelled:
            column, line = labelled
        if column and line:
            record[column] = f"{record.get(column, '')} {line}".strip()
    if "outlet" not in record:
        return {}
    if "date" in record:
        day = split_day(record["date"])
        record["date"] = read_dotted_day(record["date"]) or (day[0] if day else record["date"])
    return record


def _labelled(line: str) -> tuple[str, str] | None:
    """Return (column, value) of a line such as ``^ИС: Гавань``; a caret may stand before it."""
    label, colon, value = line.partition(":")
    column = labels("integrum").get(label.strip().removeprefix("^").strip()) if colon else None
    return (column, value.strip()) if column else None


FORMATS = (Format("Integrum HTML", PAGE, read_html, is_integrum),)
