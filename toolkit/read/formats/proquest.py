"""ProQuest: plain text, and the e-mails that its alerts and exports send."""

from __future__ import annotations

import email
import email.policy
import re
from typing import Any

from toolkit.read.formats.content import Content
from toolkit.read.formats.export import POSITION, Export, found_no, plausible
from toolkit.read.formats.format import Format
from toolkit.read.formats.markup import parse_html, text_of
from toolkit.read.formats.media import MAIL, TEXT
from toolkit.read.formats.words import language_code, read_label
from toolkit.text.days import split_day

_RULED = r"^(?:_{50,}|\*{50,})"  # a long line of strokes or stars
_RULE = re.compile(rf"{_RULED}[ \t]*$", re.MULTILINE)
_NUMBER = re.compile(r"\s*Document (\d+) of (\d+)[ \t]*(?:\n|\Z)")
_OPENING = re.compile(
    rf"{_RULED}\s+(?:Report Information from ProQuest|Document \d+ of \d+)", re.MULTILINE
)
_LABEL = re.compile(r"[A-Z][^:.!?\n]{1,40}:")
_ABOVE = ("byline", "link", "abstract", "links", "text")  # labels that stand above the text


def is_proquest(content: Content) -> bool:
    """Tell whether a text is an export of ProQuest: a rule above its title, or above a number."""
    return bool(_OPENING.search(content.text))


def read_text(content: Content) -> list[Export]:
    """Return the records of a text file; each follows a rule and its number.

    A rule may stand within a text too: what follows one, up to the labels below the text, belongs
    to the record before.

    *Limits*: of a last record without labels below its text, what follows its last rule is taken
    for the end of the file.
    """
    export = Export()
    numbers: list[re.Match] = []
    pieces: list[list[list[str]]] = []  # of each record, those between rules, as paragraphs
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
    return [export]


def _whole(pieces: list[list[str]], *, last: bool) -> list[str]:
    """Return the paragraphs of a record: up to its labels, without what closes the file."""
    ends = [at for at, piece in enumerate(pieces, start=1) if _tail(piece) < len(piece)]
    end = ends[-1] if ends else max(1, len(pieces) - last)
    return [paragraph for piece in pieces[:end] for paragraph in piece]


def read_mail(content: Content) -> list[Export]:
    """Return the records of an e-mail by ProQuest.

    Raises
    ------
    RecordError
        If it comes from elsewhere.
    """
    message = email.message_from_bytes(content.data, policy=email.policy.default)
    parts = [part for part in message.walk() if part.get_content_type() == "text/html"]
    export = Export()
    for part in parts:
        payload = part.get_payload(decode=True)
        data = payload if isinstance(payload, bytes) else b""
        root = parse_html(_decode(data, part.get_content_charset()))
        anchors = root.xpath("//a[starts-with(@name, 'DocID_')]")
        export.records += [_mailed(anchor) for anchor in anchors]
    if not export.records:
        raise found_no("an e-mail", "save its text as .txt")
    return [export]


def _decode(content: bytes, charset: str | None) -> str:
    try:
        return content.decode(charset or "utf-8", errors="replace")
    except LookupError:
        return content.decode("utf-8", errors="replace")


def _paragraphs(text: str) -> list[str]:
    pieces = re.split(r"\n[ \t]*\n", text.strip())
    return [joined for piece in pieces if (joined := " ".join(piece.split()))]


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

    A label that we do not know is one if it has a known one above it and below it.
    """
    start = len(paragraphs)
    for at in reversed(range(len(paragraphs))):
        labelled = read_label(paragraphs[at], "proquest")
        if labelled and labelled[0] not in _ABOVE:
            start = at
        elif (not _LABEL.match(paragraphs[at]) and paragraphs[at] != "Bibliography") or labelled:
            break
    return start


def _mailed(anchor: Any) -> dict[str, Any]:
    record: dict[str, Any] = {}
    division = anchor.xpath("ancestor::div[1]")
    scope = division[0] if division else anchor.getparent()
    for node in scope.iter("p"):
        if node.xpath("ancestor::text"):
            continue
        bold = node.xpath(".//strong | .//b")
        line = text_of(node)
        labelled = read_label(line, "proquest") if bold else None
        if labelled:
            record.setdefault(*labelled)
        elif bold and line and "title" not in record:
            record["title"] = line
    bodies = [body for body in scope.iter("text") if body.get("wordcount") or len(body)]
    lines = [text for body in bodies for node in body.iter("p") if (text := text_of(node))]
    if bodies and bodies[0].get("wordcount"):
        record.setdefault("length", bodies[0].get("wordcount"))
    return _finish(record, lines or [text for body in bodies if (text := text_of(body))])


def _finish(record: dict[str, Any], text: list[str]) -> dict[str, Any]:
    if "date" in record:
        day = split_day(record["date"])
        record["date"] = day[0] if day else record["date"]
    if "language" in record:
        record["language"] = language_code(record["language"])
    return record | {"text": "\n\n".join(text)}


FORMATS = (
    Format("ProQuest TXT", TEXT, read_text, is_proquest),
    Format("ProQuest e-mail", MAIL, read_mail),
)
