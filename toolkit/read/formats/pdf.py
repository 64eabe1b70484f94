"""PDF: one article per file, its lines joined into paragraphs."""

from __future__ import annotations

import io
import re
from typing import Any

from toolkit.read.formats.content import Content
from toolkit.read.formats.export import Export, RecordError
from toolkit.read.formats.format import Format
from toolkit.read.formats.media import ANY

_MOST_PAGES = 2_000
_SHORT = 0.8  # of the longest line: a line that ends a sentence and is shorter ends a paragraph


def is_pdf(content: Content) -> bool:
    """Tell whether a file is a PDF."""
    return content.data.startswith(b"%PDF")


def read_pdf(content: Content) -> list[Export]:
    """Return the text of a PDF file as one article.

    Its title is the one in the file's metadata, if the first page has it too. A PDF states
    neither outlet nor day of publication: give them by `filenames` or `docvars`.

    Limits: text in columns, page headers and footers stand where the file has them; scanned
    pages have no text. What is encrypted with AES is not read, though it may open without a
    password.
    """
    from pypdf.errors import DependencyError

    try:
        record = _article(content.data)
    except DependencyError:
        raise RecordError(
            "found a PDF that is encrypted with AES, which is not read even where it opens without "
            "a password; print it to a new PDF, or save its text as .txt"
        ) from None
    return [Export([record], one_article=True)]


def _article(data: bytes) -> dict[str, Any]:
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(data))
    if reader.is_encrypted and not reader.decrypt(""):
        raise RecordError("found an encrypted PDF; save it without its password")
    if len(reader.pages) > _MOST_PAGES:
        raise RecordError(f"found more than {_MOST_PAGES:,} pages; split the file")
    lines = [line for page in reader.pages for line in (page.extract_text() or "").split("\n")]
    if not any(line.strip() for line in lines):
        raise RecordError("found a PDF without text (scanned pages?); recognise its text first")
    given = reader.metadata.get("/Title") if reader.metadata else None
    title = " ".join(str(given or "").split())
    first = " ".join((reader.pages[0].extract_text() or "").split())
    record = {"text": unwrap(lines), "n_pages": str(len(reader.pages))}
    if title and title in first:
        record["title"] = title
        body = " ".join(record["text"].split("\n\n"))
        if body.startswith(title):
            record["text"] = record["text"].removeprefix(title).lstrip()
    return record


def unwrap(lines: list[str]) -> str:
    """Return wrapped lines as paragraphs."""
    longest = max((len(line.strip()) for line in lines), default=0)
    paragraphs: list[str] = [""]
    for line in (" ".join(raw.split()) for raw in lines):
        before = paragraphs[-1]
        if not line:
            paragraphs.append("")
        elif re.search(r"\w-$", before) and line[0].islower():
            paragraphs[-1] = before[:-1] + line
        else:
            paragraphs[-1] = f"{before} {line}".strip()
        if line and len(line) < _SHORT * longest and re.search(r"[.!?…][\"”»’')]*$", line):
            paragraphs.append("")
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)


FORMATS = (Format("PDF", ANY, read_pdf, is_pdf),)
