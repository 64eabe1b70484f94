"""PDF: one article per file, its lines joined into paragraphs; or an export of Nexis Uni."""

from __future__ import annotations

from typing import Any

from toolkit.read.formats.content import Content
from toolkit.read.formats.export import REASON, Export, RecordError
from toolkit.read.formats.format import Format
from toolkit.read.formats.media import ANY
from toolkit.read.formats.nexis_pdf import read_nexis
from toolkit.read.formats.pdf_lines import lines_of
from toolkit.read.formats.wrapped import unwrap

_MOST_PAGES = 2_000
_SHOWN = 5  # pages, in a message
_TAIL = 1_024  # bytes, in which a PDF ends
# Why PDFium opens no file, by its number.
_FAULTS = {
    4: "found an encrypted PDF; save it without its password",
    5: "found a PDF whose protection is not known here; print it to a new PDF",
}
_DAMAGED = "found a PDF that is damaged; download or save it again"


def is_pdf(content: Content) -> bool:
    """Tell whether a file is a PDF."""
    return content.data.startswith(b"%PDF")


def read_pdf(content: Content) -> list[Export]:
    """Return the text of a PDF file as one article, or the records of an export of Nexis Uni.

    The title is the one in the file's metadata, if the first page has it too. A PDF states
    neither outlet nor day of publication: give them by `filenames` or `docvars`.

    Limits: text in columns, page headers and footers stand where the file has them. Pages without
    text, which may be scanned, are told of. What is encrypted is read if it opens without a
    password.
    """
    pages, title = _open(content.data)
    empty = [at for at, page in enumerate(pages, start=1) if not any(map(str.strip, page))]
    if len(empty) == len(pages):
        raise RecordError("found a PDF without text (scanned pages?); recognise its text first")
    return read_nexis(pages) or [Export([_article(pages, title, empty)], one_article=True)]


def _open(data: bytes) -> tuple[list[list[str]], str]:
    """Return the lines of each page, and the title in the file's metadata."""
    from pypdfium2 import PdfDocument, PdfiumError

    try:
        document = PdfDocument(data)
    except PdfiumError as error:
        raise RecordError(_FAULTS.get(error.err_code, _DAMAGED)) from None
    with document:
        if b"%%EOF" not in data.rstrip(b"\0\t\r\n ")[-_TAIL:]:
            raise RecordError(
                "found a PDF that breaks off, expected %%EOF at its end; download or save it again"
            )
        if len(document) > _MOST_PAGES:
            raise RecordError(f"found more than {_MOST_PAGES:,} pages; split the file")
        pages = [_read_page(document, at) for at in range(len(document))]
        return pages, " ".join(_title(document).split())


def _read_page(document: Any, at: int) -> list[str]:
    from pypdfium2 import PdfiumError

    try:
        page = document[at]
        lines = lines_of(page)
    except PdfiumError:
        raise RecordError(
            f"found that page {at + 1} of {len(document)} is damaged; download the file again, or "
            "print it to a new PDF"
        ) from None
    page.close()
    return lines


def _title(document: Any) -> str:
    try:
        return document.get_metadata_value("Title")
    except UnicodeDecodeError:  # half a character
        return ""


def _article(pages: list[list[str]], title: str, empty: list[int]) -> dict[str, Any]:
    lines = [line for page in pages for line in page]
    record = {"text": unwrap(lines), "n_pages": str(len(pages))}
    if empty:
        shown = ", ".join(map(str, empty[:_SHOWN])) + (", …" if empty[_SHOWN:] else "")
        record[REASON] = (
            f"found no text on {len(empty)} of {len(pages)} pages ({shown}), which may be empty, "
            "scanned or damaged; recognise their text if they have any"
        )
    if title and title in " ".join(" ".join(pages[0]).split()):
        record["title"] = title
        body = " ".join(record["text"].split("\n\n"))
        if body.startswith(title):
            record["text"] = record["text"].removeprefix(title).lstrip()
    return record


FORMATS = (Format("PDF", ANY, read_pdf, is_pdf),)
