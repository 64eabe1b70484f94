"""Nexis Uni and Lexis Advance: DOCX, RTF and text, a paragraph per line, many documents a file."""

from __future__ import annotations

import re
from typing import Any

from toolkit.read.formats.content import Content
from toolkit.read.formats.docx import Paragraph, is_docx, read_paragraphs
from toolkit.read.formats.export import Export, plausible
from toolkit.read.formats.format import Format
from toolkit.read.formats.media import RTF, TEXT, ZIP
from toolkit.read.formats.nexis import (
    finish,
    in_head,
    is_copyright,
    name_outlet,
    read_head,
    read_tail,
    split_at_date,
)
from toolkit.read.formats.nexis_classic import is_classic
from toolkit.read.formats.words import one_of, read_label, word_table, words
from toolkit.text.days import split_day

_NOTES = ("graphic", "notes", "correction")  # headings below the text, with text of their own
_LABEL = re.compile(r"[^:]{1,40}:|\S+@\S+$")  # of whatever name; or an address
_HEAD_BELOW = 4  # lines below the date, among which the copyright line or a label stands


def is_nexis(lines: list[str]) -> bool:
    """Tell whether lines are an export of Nexis Uni: labelled, and ended, as its records are."""
    ended = re.compile(rf".*\b{one_of('nexis_end')}")
    columns = {labelled[0] for line in lines if (labelled := read_label(line, "nexis"))}
    headed = not set(word_table("nexis_headings")["body"]).isdisjoint(lines)
    if "length" in columns and ("load_date" in columns or headed):
        return True
    told = headed or columns or any(map(is_copyright, lines))
    return bool(told) and any(ended.fullmatch(line) for line in lines)


def is_nexis_docx(content: Content) -> bool:
    """Tell whether a Word document is an export of Nexis Uni."""
    if not is_docx(content):
        return False
    return is_nexis([paragraph.text for paragraph in read_paragraphs(content.archive)])


def is_nexis_text(content: Content) -> bool:
    """Tell whether a text, or an RTF file made text, is an export of Nexis Uni."""
    return not is_classic(content) and is_nexis(_lines(content))


def read_docx(content: Content) -> list[Export]:
    """Return the records of a Word document by Nexis Uni."""
    return read_records(read_paragraphs(content.archive))


def read_text(content: Content) -> list[Export]:
    """Return the records of a text or an RTF document by Nexis Uni, as of a Word document."""
    return read_records([Paragraph(line) for line in _lines(content)])


def _lines(content: Content) -> list[str]:
    return [" ".join(line.split()) for line in content.text.split("\n")]


def read_records(given: list[Paragraph]) -> list[Export]:
    """Return the records that stand in these paragraphs.

    A record begins at its title, the only heading of the first level, and ends at the words
    ``End of Document``: both count, so that where one is lost no record is.
    """
    end = re.compile(rf"(.*?)\s*{one_of('nexis_end')}")
    pieces: list[list[Paragraph]] = [[]]
    for paragraph in given:
        end_of_document = end.fullmatch(paragraph.text)
        if paragraph.heading:
            pieces.append([])
        pieces[-1].append(Paragraph(end_of_document.group(1)) if end_of_document else paragraph)
        if end_of_document:
            pieces.append([])
    pieces = [[p for p in piece if p.text] for piece in pieces]
    export = Export()
    if not pieces[0] or not pieces[0][0].heading:
        pieces[0] = _read_cover(pieces[0], export, headed=any(p.heading for p in given))
    export.records = [_record(piece) for piece in pieces if piece]
    return [export]


def _read_cover(piece: list[Paragraph], export: Export, *, headed: bool) -> list[Paragraph]:
    """Note what the cover says, and return what stands after it: a record without a heading."""
    counted = re.compile(rf"{one_of('nexis_documents')}\s*\((\d+)\)")
    terms = re.compile(rf"{one_of('nexis_search_terms')}\s*:\s*(.+)")
    for paragraph in piece:
        if match := counted.fullmatch(paragraph.text):
            export.declared = plausible(match.group(1))
        elif (match := terms.match(paragraph.text)) and not export.search_terms:
            export.search_terms = match.group(1)
    days = [at for at, p in enumerate(piece) if split_day(p.text)]
    if not days or (headed and export.declared is not None):
        return []
    dated = days[0] + 2 if days[0] + 2 in days else days[0]  # a title may begin with a date
    return piece[max(dated - 2, 0) :]


def _record(piece: list[Paragraph]) -> dict[str, Any]:
    record: dict[str, Any] = {}
    lines = [paragraph.text for paragraph in piece]
    if piece[0].heading:
        record["title"], lines = lines[0], lines[1:]
        above, rest = split_at_date(lines, record, (1, 0, 2, 3))
    else:
        above, rest = split_at_date(lines, record, (2, 1, 0, 3))
        if len(above) > 1:
            record["title"], above = above[0], above[1:]
    name_outlet(above, record)
    _read_edition(rest, record)
    headings = word_table("nexis_headings")
    body = next((at for at, line in enumerate(rest) if line in headings["body"]), None)
    below = next((at for at, line in enumerate(rest) if line in headings["classification"]), None)
    if body is not None and (below is None or body < below):
        read_head(rest[:body], record, whole=True)
        text = rest[body + 1 :]
    else:
        text = read_head(rest, record)
    text = _read_notes(_read_classification(text, record), record)
    return finish(record, _full_text(text, record))


def _read_edition(rest: list[str], record: dict[str, Any]) -> None:
    """Take the edition from the line below the date, if a copyright line or a label follows it."""
    body = word_table("nexis_headings")["body"]
    ends = (
        at
        for at, line in enumerate(rest[:_HEAD_BELOW])
        if is_copyright(line) or in_head(line) or line in body
    )
    end = next(ends, 0)
    lines = [line for line in rest[:end] if line not in words("nexis_corrected")]
    if lines and "date" in record and "edition" not in record and not _LABEL.match(lines[0]):
        record["edition"] = lines[0]
        rest.remove(lines[0])


def _read_classification(lines: list[str], record: dict[str, Any]) -> list[str]:
    headings = word_table("nexis_headings")["classification"]
    at = max((at for at, line in enumerate(lines) if line in headings), default=None)
    if at is None:
        return read_tail(lines, record)
    read_tail(lines[at + 1 :], record)
    return lines[:at]


def _read_notes(lines: list[str], record: dict[str, Any]) -> list[str]:
    columns = {word: name for name in _NOTES for word in word_table("nexis_headings")[name]}
    text: list[str] = []
    target = None
    for line in lines:
        labelled = read_label(line, "nexis") if target else None
        if line in columns:
            target = columns[line]
        elif labelled and labelled[0] == "correction_date":
            record[labelled[0]] = labelled[1]
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
    Format("Nexis Uni DOCX", ZIP, read_docx, is_nexis_docx),
    Format("Nexis Uni RTF", RTF, read_text, is_nexis_text),
    Format("Nexis Uni TXT", TEXT, read_text, is_nexis_text),
)
