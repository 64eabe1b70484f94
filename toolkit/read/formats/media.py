"""The medium of a file, recognised by its first bytes, and the encoding of its text."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from pathlib import Path

from toolkit.read.formats.export import RecordError

HEAD = 65_536  # bytes that suffice to recognise a medium

# Media, in each of which several formats may come. ANY is for formats with a signature
# of their own. PAGE is HTML again, for formats recognised by its elements, not by its source.
ANY, TEXT, RTF, HTML, PAGE = "any", "text", "rtf", "html", "page"
XML, MAIL, ZIP = "xml", "mail", "zip"

_SIGNATURES = {
    b"PK\x03\x04": ZIP,
    b"PK\x05\x06": ZIP,  # an empty one
    b"{\\rtf": RTF,
}
PARQUET = b"PAR1"
GZIP = b"\x1f\x8b"
_UTF_32 = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)  # the first begins as that of UTF-16 does
_NO_TEXT = (*_SIGNATURES, PARQUET, b"\x89PNG")
_WEB = re.compile(r"<(?:!doctype\s+html|html|head|body|meta|article)\b", re.IGNORECASE)
_XHTML = re.compile(r"<(?:!doctype\s+)?html\b", re.IGNORECASE)
_MAIL = re.compile(r"[A-Za-z][A-Za-z0-9-]*: ?\S")
_MIME = re.compile(r"^MIME-Version:", re.IGNORECASE | re.MULTILINE)
_HEADERS = re.compile(
    r"^(From|Subject|Date|To|Received|Message-ID): ?\S", re.IGNORECASE | re.MULTILINE
)


def medium_of(data: bytes) -> str:
    """Return the medium of a file that begins with `data`, HEAD bytes of it if it has as many."""
    head = data[:HEAD]
    for signature, medium in _SIGNATURES.items():
        if head.startswith(signature):
            return medium
    text = lines_of_text(head)
    start = text.lstrip()[:4096]
    if start.startswith("<"):
        if start.startswith("<?xml") and not _XHTML.search(start):
            return XML
        if _WEB.search(start):
            return HTML
    return MAIL if _MAIL.match(start) and (_MIME.search(text) or _has_headers(start)) else TEXT


def _has_headers(start: str) -> bool:
    """Tell whether a text begins with the headers of an e-mail."""
    names = {name.casefold() for name in _HEADERS.findall(start.partition("\n\n")[0])}
    return {"from", "subject", "date"} <= names


def decode(data: bytes) -> str:
    """Return `data` as text: by its byte order mark, else as UTF-8, else as Windows-1252."""
    if data.startswith(_UTF_32):
        return data.decode("utf-32", errors="replace")
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if error.start >= len(data) - 3 and error.reason == "unexpected end of data":
            return data[: error.start].decode("utf-8-sig")  # cut within a character
        return data.decode("cp1252", errors="replace")


def lines_of_text(data: bytes) -> str:
    """Return `data` as text whose every line break is a line feed."""
    return decode(data).replace("\r\n", "\n").replace("\r", "\n")


def beginning_of(path: Path) -> bytes:
    """Return the first bytes of a file, which tell its encoding."""
    with path.open("rb") as file:
        return file.read(4096)


def head_of(path: Path) -> bytes:
    """Return the first bytes of a file, by which its format is recognised."""
    with path.open("rb") as file:
        return file.read(HEAD)


def codec_of_file(path: Path, encoding: str) -> str:
    """Return the encoding of a text file: what it is itself, or `encoding`.

    A file that is UTF-8, with characters beyond ASCII, is nothing else, whatever is named: so files
    of several encodings may stand in one folder.

    Raises
    ------
    RecordError
        If it is not text.
    """
    codec = codec_of(beginning_of(path), encoding)
    with path.open("rb") as file:
        named = codec not in ("utf-8-sig", "utf-16")
        return "utf-8-sig" if named and _is_utf8(iter(lambda: file.read(1 << 20), b"")) else codec


def _is_utf8(pieces: Iterator[bytes]) -> bool:
    """Tell whether bytes are UTF-8, and not ASCII only, which every encoding shares."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    beyond = False
    try:
        for piece in pieces:
            beyond = beyond or not piece.isascii()
            decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return beyond


def codec_of(data: bytes, encoding: str) -> str:
    """Return the encoding of text that begins with `data`: what its first bytes say, or `encoding`.

    Raises
    ------
    RecordError
        If it is not text.
    """
    name = codecs.lookup(encoding).name
    if data.startswith(_UTF_32):
        return "utf-32"
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if data.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    wide = name.startswith(("utf-16", "utf-32"))
    if data.startswith(_NO_TEXT) or (b"\x00" in data and not wide):
        raise RecordError("found binary data, expected plain text; export it as text")
    return "utf-8-sig" if name == "utf-8" else encoding
