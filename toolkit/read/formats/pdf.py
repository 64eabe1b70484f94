"""PDF: one article per file, its lines joined into paragraphs; or an export of Nexis Uni."""

from __future__ import annotations

import io
from typing import Any

from toolkit.read.formats.content import Content
from toolkit.read.formats.export import Export, RecordError
from toolkit.read.formats.format import Format
from toolkit.read.formats.media import ANY
from toolkit.read.formats.nexis_pdf import read_nexis
from toolkit.read.formats.wrapped import unwrap

_MOST_PAGES = 2_000


def is_pdf(content: Content) -> bool:
    """Tell whether a file is a PDF."""
    return content.data.startswith(b"%PDF")


def read_pdf(content: Content) -> list[Export]:
    """Return the text of a PDF file as one article, or the records of an export of Nexis Uni.

    The title is the one in the file's metadata, if the first page has it too. A PDF states
    neither outlet nor day of publication: give them by `filenames` or `docvars`.

    Limits: text in columns, page headers and footers stand where the file has them; scanned
    pages have no text. What is encrypted with AES is not read, though it may open without a
    password.
    """
    from pypdf.errors import DependencyError

    try:
        return _exports(content.data)
    except DependencyError:
        raise RecordError(
            "found a PDF that is encrypted with AES, which is not read even where it opens without "
            "a password; print it to a new PDF, or save its text as .txt"
        ) from None


def _exports(data: bytes) -> list[Export]:
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(data))
    if reader.is_encrypted and not reader.decrypt(""):
        raise RecordError("found an encrypted PDF; save it without its password")
    if len(reader.pages) > _MOST_PAGES:
        raise RecordError(f"found more than {_MOST_PAGES:,} pages; split the file")
    pages = [(page.extract_text() or "").split("\n") for page in reader.pages]
    if not any(line.strip() for page in pages for line in page):
        raise RecordError("found a PDF without text (scanned pages?); recognise its text first")
    given = reader.metadata.get("/Title") if reader.metadata else None
    title = " ".join(str(given or "").split())
    return read_nexis(pages) or [Export([_article(pages, title)], one_article=True)]


def _article(pages: list[list[str]], title: str) -> dict[str, Any]:
    lines = [line for page in pages for line in page]
    record = {"text": unwrap(lines), "n_pages": str(len(pages))}
    if title and title in " ".join(" ".join(pages[0]).split()):
        record["title"] = title
        body = " ".join(record["text"].split("\n\n"))
        if body.startswith(title):
            record["text"] = record["text"].removeprefix(title).lstrip()
    return record


FORMATS = (Format("PDF", ANY, read_pdf, is_pdf),)
