"""ProQuest: plain text, web pages, and the e-mails that its alerts and exports send."""

from __future__ import annotations

import re
from typing import Any

from toolkit.read.formats.content import Content
from toolkit.read.formats.export import POSITION, Export, plausible
from toolkit.read.formats.format import Format
from toolkit.read.formats.mail import html_parts
from toolkit.read.formats.markup import lines_of, parse_html, text_of
from toolkit.read.formats.media import MAIL, PAGE, TEXT
from toolkit.read.formats.words import language_code, read_label
from toolkit.text.days import split_day

_RULED = r"^(?:_{50,}|\*{50,})"  # a long line of strokes or stars
_RULE = re.compile(rf"{_RULED}[ \t]*$", re.MULTILINE)
_NUMBER = re.compile(r"\s*Document (\d+) of (\d+)[ \t]*(?:\n|\Z)")
_OPENING = re.compile(
    rf"{_RULED}\s+(?:Report Information from ProQuest|Document \d+ of \d+)", re.MULTILINE
)
_LABEL = re.compile(r"[A-Z][^:.!?\n]{1,40}:")
_ABOVE = ("byline", "link", "abstract", "links", "text", "info")  # labels above the text
_TELLING = ("text", "info", "outlet", "accession")  # of which an export of ProQuest has two
_BRIDGED = 3  # lines at most, within the labels below the text, that have no label
_LONGEST_BRIDGED = 150  # characters
_SENTENCE = re.compile(r"[.!?…][\"”»’')]*$")
_ANCHOR = "//a[starts-with(@name, 'DocID_')]"


def is_proquest(content: Content) -> bool:
    """Tell whether a text is an export of ProQuest: a rule above its title, or above a number."""
    if _OPENING.search(content.text):
        return True
    if not _RULE.search(content.text):
        return False
    labelled = (read_label(line, "proquest") for line in content.text.split("\n"))
    return len({label[0] for label in labelled if label and label[0] in _TELLING}) > 1


def read_text(content: Content) -> list[Export]:
    """Return the records of a text file; each follows a rule, and its number if it has one.

    A rule may stand within a text too: what follows one, up to the labels below the text, belongs
    to the record before. A line is a paragraph.

    *Limits*: of a last record without labels below its text, what follows its last rule is taken
    for the end of the file.
    """
    export = Export()
    numbers: list[re.Match] = []
    pieces: list[list[list[str]]] = []  # of each record, those between rules, as lines
    for piece in _RULE.split(content.text):
        number = _NUMBER.match(piece)
        if number:
            numbers.append(number)
            pieces.append([])
        if numbers:
            pieces[-1].append(_paragraphs(piece[number.end() :] if number else piece))
    for at, number in enumerate(numbers, start=1):
        export.declared = plausible(number.group(2))
        paragraphs = _whole(pieces[at - 1], last=at == len(numbers))
        export.records.append(_record(paragraphs) | {POSITION: plausible(number.group(1))})
    if not numbers:
        export.records = [_record(lines) for lines in _unnumbered(content.text)]
    return [export]


def _unnumbered(text: str) -> list[list[str]]:
    """Return the lines of each record where none has a number: up to the labels below its text."""
    records: list[list[str]] = []
    within = False
    for lines in map(_paragraphs, _RULE.split(text)):
        ends = _tail(lines) < len(lines)
        begins = ends or any(_column(line) == "text" for line in lines)
        if within:
            records[-1] += lines
        elif begins:
            records.append(lines)
        within = not ends and (within or begins)
    return records


def _column(line: str) -> str | None:
    labelled = read_label(line, "proquest")
    return labelled[0] if labelled else None


def _whole(pieces: list[list[str]], *, last: bool) -> list[str]:
    """Return the paragraphs of a record: up to its labels, without what closes the file."""
    ends = [at for at, piece in enumerate(pieces, start=1) if _tail(piece) < len(piece)]
    end = ends[-1] if ends else max(1, len(pieces) - last)
    return [paragraph for piece in pieces[:end] for paragraph in piece]


def is_page(content: Content) -> bool:
    """Tell whether a web page is an export of ProQuest."""
    return bool(content.root.xpath(_ANCHOR))


def read_page(content: Content) -> list[Export]:
    """Return the records of a web page by ProQuest."""
    return [Export([_document(anchor) for anchor in content.root.xpath(_ANCHOR)])]


def is_mail(content: Content) -> bool:
    """Tell whether an e-mail is an export of ProQuest."""
    return any("DocID_" in part and parse_html(part).xpath(_ANCHOR) for part in _parts(content))


def read_mail(content: Content) -> list[Export]:
    """Return the records of an e-mail by ProQuest."""
    roots = [parse_html(part) for part in _parts(content)]
    return [Export([_document(anchor) for root in roots for anchor in root.xpath(_ANCHOR)])]


def _parts(content: Content) -> list[str]:
    return html_parts(content.data)


def _paragraphs(text: str) -> list[str]:
    return [joined for line in text.split("\n") if (joined := " ".join(line.split()))]


def _record(paragraphs: list[str]) -> dict[str, Any]:
    record: dict[str, Any] = {}
    if paragraphs and not read_label(paragraphs[0], "proquest"):
        record["title"], paragraphs = paragraphs[0], paragraphs[1:]
    start = _tail(paragraphs)
    text: list[str] = []
    column = None
    for line in paragraphs[:start]:
        labelled = read_label(line, "proquest")
        if labelled and column != "text" and labelled[0] in _ABOVE:
            column, line = labelled
        if column == "text":
            text.append(line)
        elif column and (labelled or column == "abstract"):
            record[column] = f"{record.get(column, '')} {line}".strip()
    for line in paragraphs[start:]:
        labelled = read_label(line, "proquest")
        if labelled and labelled[0] != "text" and labelled[1]:
            record.setdefault(*labelled)
    return _finish(record, [line for line in text if line])


def _tail(paragraphs: list[str]) -> int:
    """Return where the labels below the text begin, read upwards.

    A label that we do not know is one if it has a known one above it and below it; so are a few
    short lines without one that are no sentences.
    """
    start, unlabelled = len(paragraphs), 0
    for at in reversed(range(len(paragraphs))):
        line = paragraphs[at]
        column = _column(line)
        if column and column not in _ABOVE:
            start, unlabelled = at, 0
        elif column:
            break
        elif not _LABEL.match(line) and line != "Bibliography":
            unlabelled += 1
            long = len(line) > _LONGEST_BRIDGED or bool(_SENTENCE.search(line))
            if long or unlabelled > _BRIDGED or start == len(paragraphs):
                break
    return start


def _document(anchor: Any) -> dict[str, Any]:
    """Return the record of the division of a page or an e-mail in which an anchor stands."""
    record: dict[str, Any] = {}
    division = anchor.xpath("ancestor::div[1]")
    scope = division[0] if division else anchor.getparent()
    text: list[str] = []  # where no element marks it: what stands below its label
    column = None
    for node in scope.iter("p"):
        if node.xpath("ancestor::text"):
            continue
        line = text_of(node)
        bold = "".join(text_of(part) for part in node.xpath(".//strong | .//b"))
        labelled = read_label(line, "proquest") if bold else None
        if labelled:
            column = labelled[0]
            if column == "text":
                text.append(labelled[1])
            else:
                record.setdefault(*labelled)
        elif bold.endswith(":"):
            column = None  # a label that we do not know
        elif line and "title" not in record and (bold or "bold" in (node.get("style") or "")):
            record["title"] = line
        elif column == "text":
            text.append(line)
    bodies = [body for body in scope.iter("text") if body.get("wordcount") or len(body)]
    lines = [line for body in bodies for line in lines_of(body)]
    if bodies and bodies[0].get("wordcount"):
        record.setdefault("length", bodies[0].get("wordcount"))
    return _finish(record, lines or [line for line in text if line])


def _finish(record: dict[str, Any], text: list[str]) -> dict[str, Any]:
    if "date" in record:
        day = split_day(record["date"])
        record["date"] = day[0] if day else record["date"]
    if "language" in record:
        record["language"] = language_code(record["language"])
    return record | {"text": "\n\n".join(text)}


FORMATS = (
    Format("ProQuest TXT", TEXT, read_text, is_proquest),
    Format("ProQuest HTML", PAGE, read_page, is_page),
    Format("ProQuest e-mail", MAIL, read_mail, is_mail),
)
