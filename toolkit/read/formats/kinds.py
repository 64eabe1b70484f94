"""What kind a file is, told by its first bytes; the name only says what is a table of text."""

from __future__ import annotations

import codecs
import re
from functools import cache
from pathlib import PurePosixPath

from toolkit.read.formats.factiva_text import is_factiva
from toolkit.read.formats.words import words

HEAD = 65_536  # bytes that suffice to tell

_SIGNATURES = {
    b"PK\x03\x04": "zip",
    b"PK\x05\x06": "zip",  # an empty one
    b"%PDF": "pdf",
    b"{\\rtf": "rtf",
    b"\xd0\xcf\x11\xe0": "ole",
    b"PAR1\x15": "parquet",  # the last byte begins its first header, and no text
}
_TABLES = (".csv", ".tsv", ".jsonl", ".parquet")
_FRONT_MATTER = re.compile(r"---[ \t]*\n")
_WEB = re.compile(r"<(?:!doctype\s+html|html|head|body|meta|article)\b", re.IGNORECASE)
_XHTML = re.compile(r"<(?:!doctype\s+)?html\b", re.IGNORECASE)
_MAIL = re.compile(r"[A-Za-z][A-Za-z0-9-]*: ?\S")
_MIME = re.compile(r"^MIME-Version:", re.IGNORECASE | re.MULTILINE)

_PROQUEST = re.compile(
    r"^(?:_{50,}|\*{50,})\s+(?:Report Information from ProQuest|Document \d+ of \d+)",
    re.MULTILINE,
)


def kind_of(head: bytes, name: str) -> str:
    """Return zip, pdf, rtf, ole, parquet, html, xml, mail, nexis, proquest, factiva or plain.

    `head` is the beginning of the file, HEAD bytes of it if it has as many. In a file that is
    called a table, and below front matter, the texts may hold any line: no line tells the kind.
    """
    for signature, kind in _SIGNATURES.items():
        if head.startswith(signature):
            return kind
    text = decode(head).replace("\r\n", "\n").replace("\r", "\n")
    start = text.lstrip()[:4096]
    if start.startswith("<"):
        declared = start.startswith("<?xml") and not _XHTML.search(start)
        if declared or re.match(r"<PPS\w+[\s>]", start):
            return "xml"
        if _WEB.search(start):
            return "html"
    if PurePosixPath(name).suffix.lower() in _TABLES or _FRONT_MATTER.match(text):
        return "plain"
    if _MAIL.match(start) and _MIME.search(text):
        return "mail"
    if counted().search(text) or is_single_nexis(text):
        return "nexis"
    if _PROQUEST.search(text):
        return "proquest"
    return "factiva" if is_factiva(text) else "plain"


@cache
def counted() -> re.Pattern:
    """Return the pattern of the line above each record of classic Nexis: ``1 of 10 DOCUMENTS``."""
    lines = [re.sub(r"\b[NM]\b", r"(\\d+)", line) for line in words("nexis_counted")]
    return re.compile(rf"^[ \t]*(?:{'|'.join(lines)})[ \t]*$", re.MULTILINE)


def is_single_nexis(text: str) -> bool:
    """Tell whether a text is one article of classic Nexis, whose number is missing."""
    return all(
        re.search(rf"^(?:{'|'.join(words('nexis')[name])}):.*\d", text, re.MULTILINE)
        for name in ("length", "load_date")
    )


def decode(data: bytes) -> str:
    """Return `data` as text: by its byte order mark, else as UTF-8, else as Windows-1252."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if error.start >= len(data) - 3 and error.reason == "unexpected end of data":
            return data[: error.start].decode("utf-8-sig")  # cut within a character
        return data.decode("cp1252", errors="replace")
