"""From a file to its records: what kind it is, which database made it, who reads it."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

from toolkit.read.formats import (
    europresse,
    factiva_html,
    factiva_text,
    factiva_xml,
    integrum,
    nexis_classic,
    nexis_uni,
    pdf,
    proquest,
    spreadsheet,
    web_page,
)
from toolkit.read.formats.export import LARGEST_FILE, Export, RecordError, found_no
from toolkit.read.formats.kinds import HEAD, decode, kind_of
from toolkit.read.formats.markup import decode_html, parse_html
from toolkit.read.formats.packed import corpus_members, open_zip, read_member
from toolkit.read.formats.rtf import rtf_text
from toolkit.read.header import tell_apart


def read_file(path: Path) -> list[Export]:
    """Return the exports that a file holds: one, or those in an archive.

    Raises
    ------
    RecordError
        If the file as a whole cannot be read.
    """
    with path.open("rb") as file:
        data = file.read(LARGEST_FILE + 1)
    if len(data) > LARGEST_FILE:
        raise RecordError(f"found more than {LARGEST_FILE / 1e6:,.0f} MB; split the export")
    exports = _read(data, path.name, archives=True)
    names = tell_apart([export.name for export in exports], _numbered)
    for export, name in zip(exports, names, strict=True):
        export.name = name
        if not export.records and not export.reason:
            export.reason = f"found no article in this file ({export.format}); download it again"
    return exports


def _numbered(name: str, at: int) -> str:
    """Return what a file of an archive is called where one before has its name: a (2).txt."""
    stem, ending = os.path.splitext(name)  # noqa: PTH122 (a name, and no path perhaps)
    return f"{stem} ({at + 1}){ending}"


def _read(data: bytes, name: str, *, archives: bool) -> list[Export]:
    kind = kind_of(data[:HEAD], name)
    if kind == "zip":
        with open_zip(io.BytesIO(data)) as archive:
            return _read_zip(archive, data, archives=archives)
    return [_READERS[kind](data)]


def _read_zip(archive: zipfile.ZipFile, data: bytes, *, archives: bool) -> list[Export]:
    names = set(archive.namelist())
    if "word/afchunk.htm" in names:
        return [_read_html(read_member(archive, "word/afchunk.htm"))]
    if "word/document.xml" in names:
        return [nexis_uni.read_docx(archive)]
    if "xl/workbook.xml" in names:
        return spreadsheet.read_xlsx(data)
    if not archives:
        raise RecordError("found an archive within an archive; unpack it")
    exports = []
    for member, reason in corpus_members(archive):
        try:
            if reason:
                raise RecordError(reason)
            found = _read(read_member(archive, member), member.filename, archives=False)
        except RecordError as error:
            found = [Export("ZIP", reason=str(error))]
        for export in found:
            export.name = f"{member.filename}/{export.name}" if export.name else member.filename
        exports += found
    if not exports:
        raise RecordError("found an empty archive, expected exports in it")
    return exports


def _read_html(data: bytes) -> Export:
    text = decode_html(data)
    if nexis_classic.is_classic_html(text):
        return nexis_classic.read_html(text)
    root = parse_html(text)
    for belongs, reader in _PAGES:
        if belongs(root):
            return reader(root)
    return web_page.read_page(text, root)


def _read_rtf(data: bytes) -> Export:
    text = rtf_text(data)
    if factiva_text.is_factiva(text):
        return factiva_text.read_text(text, name="Factiva RTF")
    if nexis_classic.is_classic(text):
        return nexis_classic.read_text(text, name="Nexis RTF")
    lines = [nexis_uni.Paragraph(" ".join(line.split())) for line in text.split("\n")]
    return nexis_uni.read_paragraphs(lines, name="Nexis Uni RTF")


def _read_ole(data: bytes) -> Export:
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise RecordError("found an encrypted Office file; save it without its password")
    raise found_no("an Office file of before 2007", "save it as .docx, .xlsx or .txt")


def _own(_: bytes) -> Export:
    raise found_no("a text or table", "unpack what is your own, as .txt, .md or a table")


def _lines(data: bytes) -> str:
    return decode(data).replace("\r\n", "\n").replace("\r", "\n")


_PAGES = (
    (factiva_html.is_factiva, factiva_html.read_html),
    (europresse.is_europresse, europresse.read_html),
    (integrum.is_integrum, integrum.read_html),
)
_READERS = {
    "plain": _own,
    "parquet": _own,
    "nexis": lambda data: nexis_classic.read_text(_lines(data)),
    "proquest": lambda data: proquest.read_text(_lines(data)),
    "factiva": lambda data: factiva_text.read_text(_lines(data), name="Factiva TXT"),
    "html": _read_html,
    "xml": factiva_xml.read_xml,
    "mail": proquest.read_mail,
    "rtf": _read_rtf,
    "pdf": pdf.read_pdf,
    "ole": _read_ole,
}
