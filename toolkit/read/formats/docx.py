"""Word files: their paragraphs, and which of them are headings of the first level."""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass
from typing import Any

from toolkit.read.formats.content import Content
from toolkit.read.formats.markup import parse_xml
from toolkit.read.formats.packed import read_member
from toolkit.read.formats.word_page import is_word_page

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_DOCUMENT, _STYLES = "word/document.xml", "word/styles.xml"
_HEADING = re.compile(r"(?:heading|title|titel|titre|t.?tulo|titolo)1?", re.IGNORECASE)


@dataclass
class Paragraph:
    """One paragraph: its text, and whether it is a heading of the first level, as titles are."""

    text: str
    heading: bool = False


def is_docx(content: Content) -> bool:
    """Tell whether an archive is a Word document with a text of its own."""
    return _DOCUMENT in content.archive.namelist() and not is_word_page(content)


def read_paragraphs(archive: zipfile.ZipFile) -> list[Paragraph]:
    """Return the paragraphs of a Word document, the empty ones too."""
    from lxml import etree

    root = parse_xml(read_member(archive, _DOCUMENT))
    etree.strip_elements(root, _FALLBACK)  # says again what stands beside it
    headings = _heading_styles(archive)
    return [_paragraph(node, headings) for node in root.iter(f"{_W}p")]


def _paragraph(node: Any, headings: set[str]) -> Paragraph:
    boxes = {box for outer in node.iter(f"{_W}txbxContent") for box in outer.iter()}
    pieces = [
        (part.text or "") if part.tag == f"{_W}t" else " "
        for part in node.iter(f"{_W}t", f"{_W}br", f"{_W}tab", f"{_W}cr")
        if part not in boxes
    ]
    text = " ".join("".join(pieces).split())
    level, style = node.find(f"{_W}pPr/{_W}outlineLvl"), node.find(f"{_W}pPr/{_W}pStyle")
    heading = level is not None and level.get(f"{_W}val") == "0"
    styled = style is not None and (style.get(f"{_W}val") or "") in headings
    return Paragraph(text, bool(text) and (heading or styled))


def _heading_styles(archive: zipfile.ZipFile) -> set[str]:
    """Return the ids of the styles of headings of the first level, whatever their language."""
    if _STYLES not in archive.namelist():
        return {"Heading1", "Title"}
    styles = set()
    for style in parse_xml(read_member(archive, _STYLES)).iter(f"{_W}style"):
        name = style.find(f"{_W}name")
        level = style.find(f"{_W}pPr/{_W}outlineLvl")
        named = name is not None and _HEADING.fullmatch(
            (name.get(f"{_W}val") or "").replace(" ", "")
        )
        if named or (level is not None and level.get(f"{_W}val") == "0"):
            styles.add(style.get(f"{_W}styleId") or "")
    return styles
