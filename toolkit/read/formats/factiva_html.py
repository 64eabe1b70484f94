"""Factiva: web pages in article format, with field codes or without."""

from __future__ import annotations

import re
from typing import Any

from toolkit.read.formats.content import Content
from toolkit.read.formats.export import Export
from toolkit.read.formats.factiva import ACCESSION, bare_fields, coded_record
from toolkit.read.formats.format import Format
from toolkit.read.formats.markup import has_class, text_of
from toolkit.read.formats.media import PAGE
from toolkit.read.formats.words import word_table

_ARTICLE = f"//div[{has_class('article')}][not(.//div[{has_class('article')}])]"
_PARAGRAPH = f".//p[{has_class('articleParagraph')}]"


def is_factiva(content: Content) -> bool:
    """Tell whether a page is an export of Factiva."""
    return bool(
        content.root.xpath(
            f"{_ARTICLE}[.//p[contains(@class, 'articleParagraph')] or .//td["
            f"{has_class('index')}] or .//*[contains(@class, 'Headline')]]"
        )
    )


def read_html(content: Content) -> list[Export]:
    """Return the records of a page by Factiva: the innermost elements of the class article."""
    export = Export()
    for article in content.root.xpath(_ARTICLE):
        index = article.xpath(f".//td[{has_class('index')}]")
        record = _coded(index) if index else _bare(article)
        record.setdefault("language", _language(article))
        export.records.append(record)
    return [export]


def _coded(index: list[Any]) -> dict[str, Any]:
    fields = {}
    for cell in index:
        value = cell.getnext()
        if value is not None:
            parts = value.xpath(_PARAGRAPH) or [value]
            fields[text_of(cell)] = [text for part in parts if (text := text_of(part))]
    return coded_record(fields)


def _bare(article: Any) -> dict[str, Any]:
    record: dict[str, Any] = {}
    lines, titled = [], False
    for child in article.iterchildren("div"):
        text = text_of(child)
        if child.get("id") == "hd" or child.xpath(".//span[contains(@class, 'Headline')]"):
            record["title"], titled = text, True
        elif "author" in (child.get("class") or "").split():
            record["byline"] = text
        elif text and titled:
            lines.append(text)
        elif text:
            record["section"] = text
    if "byline" in record:  # what stands before the count of words is then the credit
        lines.insert(0, record["byline"])
    bare_fields(lines, record)
    paragraphs = [text for node in article.xpath(_PARAGRAPH) if (text := text_of(node))]
    wrapper = article.xpath("ancestor-or-self::div[starts-with(@id, 'article-')]/@id")
    if wrapper:
        record["accession"] = wrapper[-1].removeprefix("article-")
    if paragraphs and (accession := ACCESSION.fullmatch(paragraphs[-1])):
        record["accession"] = accession.group(1)
        paragraphs.pop()
    return record | {"text": "\n\n".join(paragraphs)}


def _language(article: Any) -> str | None:
    match = re.search(r"\b([a-z]{2,4})Article\b", article.get("class") or "")
    if not match:
        return None
    code = match.group(1)[:2]
    return code if code in word_table("languages") else match.group(1)


FORMATS = (Format("Factiva HTML", PAGE, read_html, is_factiva),)
