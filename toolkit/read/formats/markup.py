"""HTML and XML: parsed without network, entities or guesswork; text taken by paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from toolkit.read.formats.export import RecordError
from toolkit.read.formats.media import decode

# fmt: off
BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "br", "center", "dd", "div", "dl", "dt",
    "fieldset", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr",
    "html", "li", "main", "nav", "ol", "p", "pre", "section", "table", "tbody", "td", "tfoot",
    "th", "thead", "tr", "ul",
))
# fmt: on
_SILENT = frozenset(("script", "style", "head", "noscript", "template"))
_ASCII = re.compile(rb"<\?xml[^>]{0,100}encoding\s*=\s*[\"'](?:us-)?ascii[\"']", re.IGNORECASE)
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)


def parse_html(text: str) -> Any:
    """Return the root element of an HTML page.

    Raises
    ------
    RecordError
        If it is nested deeper than the parser goes, which would otherwise silently drop its text.
    """
    from lxml import etree, html

    parser = html.HTMLParser(no_network=True, huge_tree=False, encoding="utf-8")
    try:
        root = html.document_fromstring(_clean(text).encode("utf-8"), parser=parser)
    except (etree.LxmlError, ValueError) as error:
        raise RecordError(f"found HTML that cannot be parsed ({error})") from None
    limits = [entry for entry in parser.error_log if "RESOURCE" in entry.type_name]
    if limits:
        raise RecordError(
            f"found HTML that is too deeply nested or too large ({limits[0].message.split(',')[0]})"
            "; save the page again from the browser"
        )
    return root


def parse_xml(data: bytes) -> Any:
    """Return the root element of an XML file that declares no entities and loads nothing.

    Raises
    ------
    RecordError
        If it is not XML, is damaged, or has a document type of its own, as bombs do.
    """
    from lxml import etree

    if b"<!ENTITY" in data or b"<!DOCTYPE" in data or b"\x00<\x00!\x00" in data:
        raise RecordError(
            "found XML with a DOCTYPE or entities, which may swell or load other files, expected "
            "XML without; delete <!DOCTYPE ...> if nothing in the file needs it"
        )
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        collect_ids=False,
        encoding="utf-8" if _ASCII.match(data) else None,  # of which ASCII is a part
    )
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise RecordError(f"found XML that is damaged ({error}); download it again") from None


def decode_html(data: bytes) -> str:
    """Return the text of an HTML file: as UTF-8 if it is, else by what it declares of itself."""
    declared = _META_CHARSET.search(data[:4096])
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    if declared and declared.group(1).lower() not in (b"utf-8", b"utf8"):
        try:
            return data.decode(declared.group(1).decode("ascii"), errors="replace")
        except (LookupError, UnicodeError):  # such as idna, which cannot replace
            pass
    return decode(data)


def text_of(element: Any) -> str:
    """Return the text of an element on one line, white space collapsed."""
    return " ".join("".join(_inline(element)).split()) if element is not None else ""


def lines_of(element: Any) -> list[str]:
    """Return the lines of an element, one per block, without empty ones."""
    text = "".join(_inline(element))
    return [line for line in (" ".join(raw.split()) for raw in text.split("\n")) if line]


def paragraphs(elements: Any) -> str:
    """Return elements as paragraphs, a blank line between two of them."""
    return "\n\n".join(text for element in elements if (text := text_of(element)))


def has_class(name: str) -> str:
    """Return the XPath condition that an element has the class `name`."""
    return f"contains(concat(' ', normalize-space(@class), ' '), ' {name} ')"


def _inline(element: Any) -> Iterator[str]:
    """Yield the text of an element with a line break about every block; deep trees are safe."""
    from lxml import etree

    skipped = None
    for event, node in etree.iterwalk(element, events=("start", "end", "comment", "pi")):
        tag = node.tag
        if event in ("comment", "pi"):
            if skipped is None and node.tail:
                yield _soft(node.tail)
            continue
        if event == "start":
            if skipped is None and tag in _SILENT:
                skipped = node
            if skipped is None:
                if tag in BLOCKS:
                    yield "\n"
                yield _soft(node.text or "")
            continue
        if node is skipped:
            skipped = None
        if skipped is None:
            if tag in BLOCKS:
                yield "\n"
            if node is not element:
                yield _soft(node.tail or "")


def _soft(text: str) -> str:
    """Return text with its line breaks as blanks: in HTML only blocks break a line."""
    return re.sub(r"[\r\n\t\f]+", " ", text)


def _clean(text: str) -> str:
    """Return text without what XML cannot hold, which lxml refuses."""
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]", "", text) or " "
