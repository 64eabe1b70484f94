"""Factiva: XML as its web service gives it."""

from __future__ import annotations

import re
from typing import Any

from toolkit.read.formats.content import Content
from toolkit.read.formats.export import Export, found_no, plausible
from toolkit.read.formats.format import Format
from toolkit.read.formats.markup import parse_xml
from toolkit.read.formats.media import ANY, XML, decode
from toolkit.read.formats.words import language_code
from toolkit.text.days import split_day

_OPENING = re.compile(r"\s*<PPS\w+[\s>]")  # without the line that declares it XML
_LONGEST_OPENING = 4096  # bytes
_PLAIN = {
    "accessionNo": "accession",
    "publisherName": "publisher",
    "sourceName": "outlet",
    "sourceCode": "outlet_code",
    "wordCount": "length",
    "edition": "edition",
    "sectionName": "section",
    "byline": "byline",
    "pages": "page",
    "copyright": "copyright",
}
_LISTS = {
    "region": "region",
    "newsSubject": "subject",
    "company": "company",
    "industry": "industry",
    "descField": "descriptor",
}


def opens_as_factiva(content: Content) -> bool:
    """Tell whether a file begins with the root element of Factiva."""
    return bool(_OPENING.match(decode(content.data[:_LONGEST_OPENING])))


def read_xml(content: Content) -> list[Export]:
    """Return the records of an XML file by Factiva; `count` says how many it declares.

    Raises
    ------
    RecordError
        If it is some other XML.
    """
    root = parse_xml(content.data)
    for node in root.iter("*"):
        node.tag = node.tag.rpartition("}")[2]
    articles = list(root.iter("article"))
    if not articles or (root.tag != "PPSResponse" and root.find(".//ppsarticle") is None):
        raise found_no("XML", "convert it to CSV with a column text")
    counts = [result.get("count") for result in root.iter("ppsarticleResultSet")]
    sizes = [plausible(count) for count in counts if count and count.isdecimal()]
    known = [size for size in sizes if size is not None]
    declared = (plausible(sum(known)) or None) if len(known) == len(sizes) else None
    return [Export([_record(article) for article in articles], declared=declared)]


def _record(article: Any) -> dict[str, Any]:
    record: dict[str, Any] = {}
    for tag, column in _PLAIN.items():
        value = _text(article.find(tag))
        if value:
            record[column] = value
    for tag, column in _LISTS.items():
        values = [_text(node.find("name")) or _text(node) for node in article.findall(tag)]
        if values := [value for value in values if value]:
            record[column] = "; ".join(values)
    record["title"] = " ".join(_paragraphs(article, "headline"))
    record["language"] = language_code(_text(article.find("baseLanguage")))
    given = article.find("publicationDate")
    if given is not None:
        value = _text(given.find("date")) or _text(given.find("dateTime")) or _text(given)
        day = split_day(value[:10]) or split_day(value)
        record["date"] = day[0] if day else value
    text = [
        line for tag in ("leadParagraph", "tailParagraphs") for line in _paragraphs(article, tag)
    ]
    return record | {"text": "\n\n".join(text)}


def _paragraphs(article: Any, tag: str) -> list[str]:
    nodes = [node for part in article.findall(tag) for node in part.iter("paragraph")]
    return [text for node in nodes or article.findall(tag) if (text := _text(node))]


def _text(node: Any) -> str:
    return " ".join("".join(node.itertext()).split()) if node is not None else ""


FORMATS = (
    Format("Factiva XML", ANY, read_xml, opens_as_factiva),
    Format("Factiva XML", XML, read_xml),
)
