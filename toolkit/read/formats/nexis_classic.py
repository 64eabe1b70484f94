"""Classic Nexis: plain text, RTF with the same lines, and HTML with the records in comments."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from typing import Any

from toolkit.read.formats.content import Content
from toolkit.read.formats.export import POSITION, RESULT_SET, Export, plausible
from toolkit.read.formats.format import Format
from toolkit.read.formats.markup import BLOCKS, parse_html, text_of
from toolkit.read.formats.media import HTML, RTF, TEXT
from toolkit.read.formats.nexis import (
    finish,
    in_head,
    is_bridged,
    is_copyright,
    name_outlet,
    read_head,
    read_tail,
    split_at_date,
)
from toolkit.read.formats.words import one_of, read_label, word_table, words
from toolkit.text.days import split_day

_DOCFULL = re.compile(
    r"<DOCFULL>\s*-->(.*?)(?=<!--[^>]{0,200}</DOCFULL>|</DOCFULL>|<DOCFULL>|\Z)",
    re.DOTALL | re.IGNORECASE,
)
_HEAD_BELOW = 5  # paragraphs below the date, among which labels follow its title
_WRAPPED = 120  # characters: where a line is as long, a line is a paragraph
_ENDS = ("load_date", "language", "publication_type")  # labels that stand below a text only
_OUTLET = 2  # paragraphs above the date: an outlet, and with agencies a title
_META = re.compile(r"<META\b[^>]{0,500}?\bDOCUMENTS\s*=\s*\"?(\d+)", re.IGNORECASE)


def read_text(content: Content) -> list[Export]:
    """Return the records of a text file by classic Nexis, or of an RTF file made text."""
    export, text = Export(), content.text
    wrapped = max(map(len, text.split("\n"))) < _WRAPPED
    starts = list(_counted().finditer(text))
    if not starts:  # records may lack their numbers
        export.records = [_record(piece) for piece in _split(_paragraphs(text, wrapped))]
        return [export]
    _read_cover(text[: starts[0].start()], export)
    ends = [*(start.start() for start in starts[1:]), len(text)]
    for start, end in zip(starts, ends, strict=True):
        record = _record(_paragraphs(text[start.end() : end], wrapped))
        export.records.append(record | _number(start))
    return [export]


def is_classic(content: Content) -> bool:
    """Tell whether a text is an export of classic Nexis: numbered, or one article with labels."""
    if _counted().search(content.text):
        return True
    if re.search(rf"^.*\b{one_of('nexis_end')}[ \t]*$", content.text, re.MULTILINE):
        return False
    return _labelled("length", r"[ \t]*\d", content.text) and (
        _labelled("load_date", r".*\d", content.text)
        or _labelled("language", r"[ \t]*[^\W\d_]", content.text)
    )


def _labelled(column: str, value: str, text: str) -> bool:
    """Tell whether a line has a label of `column` in capitals, and a value behind it."""
    names = "|".join(re.escape(name) for name in word_table("nexis")[column] if name.isupper())
    return bool(re.search(rf"^[ \t]*(?:{names}):{value}", text, re.MULTILINE))


@cache
def _counted() -> re.Pattern:
    """Return the pattern of the line above each record: ``1 of 10 DOCUMENTS``."""
    lines = [re.sub(r"\b[NM]\b", r"(\\d+)", line) for line in words("nexis_counted")]
    return re.compile(rf"^[ \t]*(?:{'|'.join(lines)})[ \t]*$", re.MULTILINE)


def is_classic_html(content: Content) -> bool:
    """Tell whether a page is an export of classic Nexis."""
    return bool(_DOCFULL.search(content.text))


def read_html(content: Content) -> list[Export]:
    """Return the records of an HTML file by classic Nexis.

    Its classes (c5, c6, ...) change from file to file, so order and labels count.
    """
    text = content.text
    declared = _META.search(text)
    export = Export(declared=plausible(declared.group(1)) if declared else None)
    terms = re.search(rf"{one_of('nexis_search_terms')}:\s*([^<\n]+)", text[:20_000])
    export.search_terms = terms.group(1).strip() if terms else None
    for piece in _DOCFULL.findall(text):
        lines = _divisions(piece)
        number = _counted().fullmatch(lines[0]) if lines else None
        record = _record(lines[1:] if number else lines)
        export.records.append(record | (_number(number) if number else {}))
    return [export]


def _number(counted: re.Match) -> dict[str, int | None]:
    position, of = (plausible(number) for number in counted.groups() if number)
    return {POSITION: position, RESULT_SET: of}


def _record(paragraphs: list[str]) -> dict[str, Any]:
    record: dict[str, Any] = {}
    above, rest = split_at_date(paragraphs, record)
    if "date" in record and len(above) > 1 and _is_text(rest):
        record["title"] = above.pop()  # agencies put it above the date, and all labels below
    elif rest and not in_head(rest[0]):
        record["title"], rest = rest[0], rest[1:]
    name_outlet(above, record)
    return finish(record, read_tail(read_head(rest, record), record))


def _is_text(below_date: list[str]) -> bool:
    """Tell whether no labels stand above the text: it follows the date."""
    return not any(map(in_head, read_tail(below_date, {})[:_HEAD_BELOW]))


def _paragraphs(text: str, wrapped: bool) -> list[str]:
    """Return lines as paragraphs: wrapped ones are divided by blank lines and by labels."""
    paragraphs: list[list[str]] = []
    before = ""
    for line in text.split("\n"):
        stripped = " ".join(line.split())
        if stripped:
            if not wrapped or not before or not paragraphs or _begins(stripped):
                paragraphs.append([])
            paragraphs[-1].append(stripped)
        before = stripped
    return [" ".join(lines) for lines in paragraphs]


def _begins(line: str) -> bool:
    return _capital_label(line) is not None


def _capital_label(line: str) -> str | None:
    """Return the column of a line with a label in capitals."""
    label = line.partition(":")[0].isupper() and read_label(line, "nexis")
    return label[0] if label else None


def _split(paragraphs: list[str]) -> list[list[str]]:
    """Return the records of a text without numbers: one, unless each is sure where it begins."""
    columns = [_capital_label(line) for line in paragraphs]
    counted = [at for at, column in enumerate(columns) if column == "length"]
    starts = [0]
    for before, at in pairwise(counted):
        ends = [place for place in range(before, at) if columns[place] in _ENDS]
        if not ends or not _begins_record(paragraphs[ends[-1] + 1 : at]):
            return [paragraphs]
        starts.append(ends[-1] + 1)
    return [paragraphs[start:end] for start, end in pairwise([*starts, len(paragraphs)])]


def _begins_record(lines: list[str]) -> bool:
    """Tell whether lines begin a record: with an outlet and a date, but for notices."""
    head = [line for line in lines if not is_copyright(line)][: _OUTLET + 1]
    dated = next((at for at, line in enumerate(head) if split_day(line)), 0)
    labelled = (line.partition(":") for line in head[:dated])
    labels = any(colon and label.isupper() for label, colon, _ in labelled)
    return dated > 0 and not labels and all(map(is_bridged, head[:dated]))


def _divisions(piece: str) -> list[str]:
    lines = []
    for node in parse_html(f"<html><body>{piece}</body></html>").iter(*BLOCKS):
        if not any(child.tag in BLOCKS and child.tag != "br" for child in node.iterdescendants()):
            line = text_of(node)
            if line:
                lines.append(line)
    return lines


def _read_cover(cover: str, export: Export) -> None:
    terms = re.search(rf"^\s*{one_of('nexis_search_terms')}\s*:\s*(.+)$", cover, re.MULTILINE)
    export.search_terms = terms.group(1).strip() if terms else None
    items = re.search(rf"{one_of('nexis_selected')}\s*([\d,\s-]+)", cover)
    if items:
        ranges = re.findall(r"(\d+)(?:-(\d+))?", items.group(1))
        pairs = [(plausible(first), plausible(last or first)) for first, last in ranges]
        lengths = [
            last - first + 1 for first, last in pairs if first is not None and last is not None
        ]
        if len(lengths) == len(pairs):
            export.declared = plausible(sum(lengths))


FORMATS = (
    Format("Nexis TXT", TEXT, read_text, is_classic),
    Format("Nexis RTF", RTF, read_text, is_classic),
    Format("Nexis HTML", HTML, read_html, is_classic_html),
)
