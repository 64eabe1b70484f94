"""Nexis Uni and Lexis Advance: DOCX, one paragraph per line, any number of documents."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from toolkit.read.formats.content import Content
from toolkit.read.formats.export import Export, found_no, plausible
from toolkit.read.formats.format import Format
from toolkit.read.formats.markup import parse_xml
from toolkit.read.formats.media import RTF, ZIP
from toolkit.read.formats.nexis import finish, read_head, read_outlet_and_date, read_tail
from toolkit.read.formats.packed import read_member
from toolkit.read.formats.word_page import is_word_page
from toolkit.read.formats.words import one_of, word_table
from toolkit.text.days import split_day

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DOCUMENT = "word/document.xml"
_NOTES = ("graphic", "notes", "correction")  # headings below the text, with text of their own


@dataclass
class Paragraph:
    """One paragraph: its text, and whether it is a heading of the first level, as titles are."""

    text: str
    heading: bool = False


def is_docx(content: Content) -> bool:
    """Tell whether an archive is a Word document with a text of its own."""
    return _DOCUMENT in content.archive.namelist() and not is_word_page(content)


def read_docx(content: Content) -> list[Export]:
    """Return the records of a Word document by Nexis Uni.

    Raises
    ------
    RecordError
        If it comes from elsewhere.
    """
    return _read(_paragraphs(read_member(content.archive, _DOCUMENT)))


def read_rtf(content: Content) -> list[Export]:
    """Return the records of an RTF document by Nexis Uni, as of a Word document."""
    return _read([Paragraph(" ".join(line.split())) for line in content.text.split("\n")])


def _read(given: list[Paragraph]) -> list[Export]:
    """Return the records that stand in these paragraphs.

    A record begins at its title, the only heading of the first level, and ends at the words
    ``End of Document``: both count, so that where one is lost no record is.
    """
    end = re.compile(rf"(.*?)\s*{one_of('nexis_end')}")
    pieces: list[list[Paragraph]] = [[]]
    ended = False
    for paragraph in given:
        end_of_document = end.fullmatch(paragraph.text)
        if paragraph.heading:
            pieces.append([])
        pieces[-1].append(Paragraph(end_of_document.group(1)) if end_of_document else paragraph)
        if end_of_document:
            pieces.append([])
            ended = True
    if not ended:
        raise found_no(
            "a Word or RTF document without the words 'End of Document'",
            "save it as plain text (.txt)",
        )
    pieces = [[p for p in piece if p.text] for piece in pieces]
    export = Export()
    if not pieces[0] or not pieces[0][0].heading:
        pieces[0] = _read_cover(pieces[0], export, headed=any(p.heading for p in given))
    export.records = [_record(piece) for piece in pieces if piece]
    return [export]


def _paragraphs(data: bytes) -> list[Paragraph]:
    paragraphs = []
    for node in parse_xml(data).iter(f"{_W}p"):
        level = node.find(f"{_W}pPr/{_W}outlineLvl")
        heading = level is not None and level.get(f"{_W}val") == "0"
        pieces = [
            (part.text or "") if part.tag == f"{_W}t" else " "
            for part in node.iter(f"{_W}t", f"{_W}br", f"{_W}tab")
        ]
        text = " ".join("".join(pieces).split())
        paragraphs.append(Paragraph(text, heading and bool(text)))
    return paragraphs


def _read_cover(piece: list[Paragraph], export: Export, *, headed: bool) -> list[Paragraph]:
    """Note what the cover says, and return what stands after it: a record without a heading."""
    counted = re.compile(rf"{one_of('nexis_documents')}\s*\((\d+)\)")
    terms = re.compile(rf"{one_of('nexis_search_terms')}\s*:\s*(.+)")
    for paragraph in piece:
        if match := counted.fullmatch(paragraph.text):
            export.declared = plausible(match.group(1))
        elif (match := terms.match(paragraph.text)) and not export.search_terms:
            export.search_terms = match.group(1)
    dated = next((at for at, p in enumerate(piece) if split_day(p.text)), None)
    if dated is None or (headed and export.declared is not None):
        return []
    return piece[max(dated - 2, 0) :]


def _record(piece: list[Paragraph]) -> dict[str, Any]:
    record: dict[str, Any] = {}
    lines = [paragraph.text for paragraph in piece]
    dated = next((at for at, line in enumerate(lines[:3]) if split_day(line)), None)
    if piece[0].heading or dated == 2:
        record["title"], lines = lines[0], lines[1:]
    headings = word_table("nexis_headings")
    rest = read_outlet_and_date(lines, record)
    body = next((at for at, line in enumerate(rest) if line in headings["body"]), None)
    below = next((at for at, line in enumerate(rest) if line in headings["classification"]), None)
    if body is not None and (below is None or body < below):
        read_head(rest[:body], record)
        text = rest[body + 1 :]
    else:
        text = read_head(rest, record)
    text = _read_notes(_read_classification(text, record), record)
    return finish(record, _full_text(text, record))


def _read_classification(lines: list[str], record: dict[str, Any]) -> list[str]:
    headings = word_table("nexis_headings")["classification"]
    at = max((at for at, line in enumerate(lines) if line in headings), default=None)
    if at is None:
        return read_tail(lines, record)
    read_tail(lines[at + 1 :], record)
    return lines[:at]


def _read_notes(lines: list[str], record: dict[str, Any]) -> list[str]:
    columns = {word: name for name in _NOTES for word in word_table("nexis_headings")[name]}
    text, target = [], None
    for line in lines:
        if line in columns:
            target = columns[line]
        elif target:
            record[target] = f"{record[target]} {line}" if target in record else line
        else:
            text.append(line)
    return text


def _full_text(lines: list[str], record: dict[str, Any]) -> list[str]:
    """Return the text without the abstract that some outlets put above it."""
    if "ABSTRACT" in lines[:1] and "FULL TEXT" in lines:
        at = lines.index("FULL TEXT")
        record["abstract"] = " ".join(lines[1:at])
        return lines[at + 1 :]
    return lines


FORMATS = (
    Format("Nexis Uni DOCX", ZIP, read_docx, is_docx),
    Format("Nexis Uni RTF", RTF, read_rtf),
)
