"""Documents of one's own: Word, RTF and OpenDocument files, an article per file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from toolkit.read.formats.content import Content
from toolkit.read.formats.docx import Paragraph, is_docx, read_paragraphs
from toolkit.read.formats.export import Export, RecordError, found_no
from toolkit.read.formats.format import Format
from toolkit.read.formats.markup import parse_xml
from toolkit.read.formats.media import RTF, ZIP
from toolkit.read.formats.nexis_uni import is_nexis_docx
from toolkit.read.formats.packed import document_type, read_member
from toolkit.read.formats.rtf import breaks_off

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_UNREAD = (
    *(f"{_TEXT}{name}" for name in ("note", "tracked-changes", "table-of-content")),
    f"{_OFFICE}annotation",
)
_BLANKS = tuple(f"{_TEXT}{name}" for name in ("s", "tab", "line-break"))
_OTHERS = {
    "application/epub+zip": ("an e-book (EPUB)", "save its text as .txt, an article a file"),
    "application/vnd.oasis.opendocument.presentation": ("slides (ODP)", "save their text as .txt"),
}
_SLIDES = "ppt/presentation.xml"


def is_word(content: Content) -> bool:
    """Tell whether an archive is a Word document that comes from no database."""
    return is_docx(content) and not is_nexis_docx(content)


def read_word(content: Content) -> list[Export]:
    """Return the text of a Word document as one article."""
    return _article(read_paragraphs(content.archive))


def read_rtf(content: Content) -> list[Export]:
    """Return the text of an RTF document as one article.

    Raises
    ------
    RecordError
        If it has no text, or breaks off: it may be part of an export that nothing shows to be one.
    """
    if breaks_off(content.data):
        raise RecordError(
            "found an RTF file that breaks off, expected its end; download or save it again"
        )
    return _article([Paragraph(" ".join(line.split())) for line in content.text.split("\n")])


def is_odt(content: Content) -> bool:
    """Tell whether an archive is an OpenDocument text."""
    return document_type(content.archive) == "application/vnd.oasis.opendocument.text"


def read_odt(content: Content) -> list[Export]:
    """Return the text of an OpenDocument file as one article."""
    from lxml import etree

    root = parse_xml(read_member(content.archive, "content.xml"))
    etree.strip_elements(root, *_UNREAD, with_tail=False)
    nodes = root.iter(f"{_TEXT}h", f"{_TEXT}p")
    return _article([_odt_paragraph(node) for node in nodes])


def is_other(content: Content) -> bool:
    """Tell whether an archive is an e-book or slides, which are not read."""
    return document_type(content.archive) in _OTHERS or _SLIDES in content.archive.namelist()


def refuse(content: Content) -> list[Export]:
    """Say what the file is, and what to do about it.

    Raises
    ------
    RecordError
        Always.
    """
    raise found_no(
        *_OTHERS.get(document_type(content.archive), ("slides (PPTX)", "save their text as .txt"))
    )


def _article(paragraphs: list[Paragraph]) -> list[Export]:
    """Return one article, whose title is its first paragraph if that is a heading."""
    filled = [paragraph for paragraph in paragraphs if paragraph.text]
    if not filled:
        raise RecordError("found a document without text; save its text as .txt")
    record = {}
    if filled[0].heading and len(filled) > 1:
        record["title"], filled = filled[0].text, filled[1:]
    record["text"] = "\n\n".join(paragraph.text for paragraph in filled)
    return [Export([record], one_article=True)]


def _odt_paragraph(node: Any) -> Paragraph:
    heading = node.tag == f"{_TEXT}h" and node.get(f"{_TEXT}outline-level", "1") == "1"
    text = " ".join("".join(_odt_text(node)).split())
    return Paragraph(text, heading and bool(text))


def _odt_text(paragraph: Any) -> Iterator[str]:
    from lxml import etree

    for event, node in etree.iterwalk(paragraph, events=("start", "end")):
        if event == "end":
            yield (node.tail or "") if node is not paragraph else ""
        else:
            yield " " if node.tag in _BLANKS else node.text or ""


FORMATS = (
    Format("Word", ZIP, read_word, is_word),
    Format("OpenDocument", ZIP, read_odt, is_odt),
    Format("office file", ZIP, refuse, is_other),
    Format("RTF", RTF, read_rtf),
)
