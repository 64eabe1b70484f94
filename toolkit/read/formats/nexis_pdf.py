"""Nexis Uni as PDF: wrapped lines made paragraphs again, without the running heads of pages."""

from __future__ import annotations

import re
from collections.abc import Iterator

from toolkit.read.formats.docx import Paragraph
from toolkit.read.formats.export import Export
from toolkit.read.formats.nexis import in_head, is_copyright
from toolkit.read.formats.nexis_uni import is_nexis, read_records
from toolkit.read.formats.words import one_of, read_label, word_table
from toolkit.read.formats.wrapped import unwrap
from toolkit.text.days import split_day

_PAGE = re.compile(r"Page (\d+) of \d+")  # the line above each page of a document
_HEAD_BELOW = 4  # lines below the date, among which the copyright line or a label stands


def read_nexis(pages: list[list[str]]) -> list[Export]:
    """Return the records of the pages of a PDF, as of a Word document; none if it is no export.

    *Limits*: a record begins at the top of a page or below the end of the one before; the line
    above its date is the outlet, all lines above that are its title.
    """
    pages = [[" ".join(line.split()) for line in page] for page in pages]
    lines = [line for page in pages for line in page]
    ended = re.compile(rf".*\b{one_of('nexis_end')}")
    if not (any(map(ended.fullmatch, lines)) and is_nexis(lines)):
        return []
    given: list[Paragraph] = []
    piece: list[list[str]] = []
    body = word_table("nexis_headings")["body"]
    in_body = False  # where a blank line ends a paragraph
    for page in _without_running_heads(pages):
        piece.append([])
        for line in page:
            in_body = in_body or line in body
            if line or in_body:
                piece[-1].append(line)
            if ended.fullmatch(line):
                given += _paragraphs(piece)
                piece, in_body = [[]], False
    given += _paragraphs(piece)
    exports = read_records(given)
    for export in exports:
        export.format = "Nexis Uni PDF"
    return exports


def _without_running_heads(pages: list[list[str]]) -> Iterator[list[str]]:
    """Yield the lines of pages without their numbers, and the title that is said again on each."""
    opening = ""  # of the document, which a running head may cut short
    for page in pages:
        numbers = [match for line in page if (match := _PAGE.fullmatch(line))]
        lines = [line for line in page if not _PAGE.fullmatch(line)]
        if numbers and numbers[0].group(1) != "1":
            while lines and opening.startswith(lines[0]):
                lines = lines[1:]
        else:
            opening = " ".join(filter(None, lines))
        yield lines


def _paragraphs(piece: list[list[str]]) -> Iterator[Paragraph]:
    """Yield the paragraphs of a record, the first of them its title; before it those of a cover."""
    lines = [line for page in piece for line in page]
    starts = [sum(map(len, piece[:at])) for at in range(len(piece))]
    date = next((at for at in range(len(lines)) if _is_date(lines, at)), None)
    if date is None:
        yield from map(Paragraph, lines)
        return
    start = max((start for start in starts if start < date), default=0)
    yield from map(Paragraph, lines[:start])
    above = lines[start:date]
    title, outlet = (above[:-1], above[-1:]) if len(above) > 1 else (above, [])
    if title:
        yield Paragraph(" ".join(title), heading=True)
    yield from map(Paragraph, [*outlet, lines[date]])
    group: list[str] = []
    for line in lines[date + 1 :]:
        if _stands_alone(line):
            yield from _joined(group)
            group = []
        group.append(line)
    yield from _joined(group)


def _is_date(lines: list[str], at: int) -> bool:
    """Tell whether a line is the date of a record: labels follow it."""
    below = lines[at + 1 : at + 1 + _HEAD_BELOW]
    body = word_table("nexis_headings")["body"]
    headed = any(is_copyright(line) or in_head(line) or line in body for line in below)
    return headed and split_day(lines[at]) is not None and not in_head(lines[at])


def _stands_alone(line: str) -> bool:
    """Tell whether a line begins a paragraph whatever stands above it."""
    headings = word_table("nexis_headings").values()
    ended = re.fullmatch(rf".*\b{one_of('nexis_end')}", line)
    labelled = read_label(line, "nexis") or any(line in row for row in headings)
    return bool(labelled or ended or is_copyright(line))


def _joined(group: list[str]) -> Iterator[Paragraph]:
    """Yield lines that belong together: a label with its value, a heading and the text below."""
    if group and not _is_heading(group[0]) and _stands_alone(group[0]):
        yield Paragraph(" ".join(group))
    elif group:
        headed = _is_heading(group[0])
        yield from map(Paragraph, group[:headed])
        text = unwrap(group[headed:])
        yield from map(Paragraph, text.split("\n\n") if text else [])


def _is_heading(line: str) -> bool:
    return any(line in row for row in word_table("nexis_headings").values())
