"""Europresse (Eureka): web pages, with an element per article or, older, a table per document."""

from __future__ import annotations

import re
from typing import Any

from toolkit.read.formats.content import Content
from toolkit.read.formats.export import Export
from toolkit.read.formats.format import Format
from toolkit.read.formats.markup import has_class, lines_of, text_of
from toolkit.read.formats.media import PAGE
from toolkit.read.formats.words import word_count, words
from toolkit.text.days import find_day, weekdays

_PUBLICATION = has_class("DocPublicationName")
_TITLES = (
    "titreArticleVisu",
    "TitreArticleVisu",
    "rdp__articletitle",
    "grandTitre",
    "titreArticle",
)
_PAGE = re.compile(r"\bp\.\s*(\S.*)$")
_LONGEST_REFRAIN = 400  # characters of a text that says the same twice
_NUMBER = re.compile(r"(?:news|doc)·\d{8}·\S+")


def is_europresse(content: Content) -> bool:
    """Tell whether a page is an export of Europresse."""
    return bool(
        content.root.xpath(
            f"//*[{_PUBLICATION} or {has_class('rdp__DocPublicationName')} or "
            f"{has_class('source-name-APD')}]"
        )
    )


def read_html(content: Content) -> list[Export]:
    """Return the records of a page by Europresse."""
    root = content.root
    for node in root.xpath("//aside"):
        node.drop_tree()
    articles = root.xpath("//article")
    if articles:
        return [Export([_current(article) for article in articles])]
    tables = root.xpath(f"//table[.//span[{_PUBLICATION}]][not(.//table[.//span[{_PUBLICATION}]])]")
    return [Export([_old(table) for table in tables])]


def _current(article: Any) -> dict[str, Any]:
    record = _head(article)
    authors = _first(article, "docAuthors") or _first(article, "sm-margin-bottomNews")
    if authors:
        record["byline"] = re.sub(r"^(?:par|by)\s+", "", authors, flags=re.IGNORECASE)
    subtitle = _first(article, "rdp__subtitle")
    if subtitle:
        record["subtitle"] = subtitle
    body = article.xpath(f".//*[{has_class('docOcurrContainer')}]") or article.xpath(
        f".//*[{has_class('DocText')}]"
    )
    notice = article.xpath(".//footer//small")
    if notice:
        record["copyright"] = text_of(notice[0])
    number = _NUMBER.search(text_of(article))
    if number:
        record["accession"] = number.group(0)
    return record | {"text": "\n\n".join(_article(body))}


def _article(body: list[Any]) -> list[str]:
    """Return the lines of the text, without notices and a second copy of the text."""
    notices = tuple(words("europresse_notices"))
    lines = [line for part in body for line in lines_of(part)]
    lines = [line for line in lines if not line.casefold().startswith(notices)]
    second = next((at for at, line in enumerate(lines) if line in words("europresse_again")), None)
    if second is None:
        half = len(lines) // 2
        again = lines[:half] == lines[half:] and sum(map(len, lines)) > _LONGEST_REFRAIN
        return lines[:half] if again else lines
    first, added = lines[:second], lines[second + 1 :]
    return [*first, *(line for line in added if line not in first)]


def _old(table: Any) -> dict[str, Any]:
    record = _head(table)
    known = f"{_PUBLICATION} or {has_class('DocHeader')} or {has_class('TitreArticleVisu')}"
    for node in table.xpath(f".//*[{known}]"):
        node.drop_tree()
    lines = lines_of(table)
    number = next((match for line in lines if (match := _NUMBER.search(line))), None)
    if number:
        record["accession"] = number.group(0)
    return record | {"text": "\n\n".join(line for line in lines if _is_text(line))}


def _is_text(line: str) -> bool:
    return bool(re.search(r"\w", line)) and not _NUMBER.search(line)


def _head(node: Any) -> dict[str, Any]:
    record: dict[str, Any] = {}
    names = node.xpath(f".//*[{_PUBLICATION}]") or node.xpath(
        f".//*[{has_class('source-name-APD')}]"
    )
    name = lines_of(names[0]) if names else []
    if name:
        record["outlet"] = re.split(r", no\.?\s", name[0])[0].strip()
    if name[1:]:
        record["edition"] = "; ".join(name[1:])
    title = next((text for name in _TITLES if (text := _first(node, name))), None)
    if title:
        record["title"] = title
    headers = [text_of(span) for span in node.xpath(f".//*[{has_class('DocHeader')}]")]
    header = ", ".join(text.strip(" ,") for text in headers if text)
    return record | _read_header(header or _first(node, "apd-sources-date") or "")


def _read_header(header: str) -> dict[str, Any]:
    """Return section, date and page of ``Politique, mardi 14 mars 2006, p. 12``, in any order."""
    dated = find_day(header)
    if not dated:
        return {"section": header} if header else {}
    day, start, end = dated
    record = {"date": day}
    page = _PAGE.search(header[end:])
    if page:
        record["page"] = page.group(1).strip(" ,")
        end_of_rest = end + page.start()
    else:
        end_of_rest = len(header)
    rest = f"{header[:start]},{header[end:end_of_rest]}".split(",")
    pieces = [
        " ".join(word for word in piece.split() if word.casefold() not in weekdays()).strip(" -–")
        for piece in rest
    ]
    counted = next((piece for piece in pieces if word_count(piece)), None)
    if counted:
        record["length"] = re.sub(r"\D", "", counted)
    clock = re.compile(r"\d{1,2}[:h.]\d{2}|\W*$")
    sections = [piece for piece in pieces if piece != counted and not clock.match(piece)]
    if sections:
        record["section"] = ", ".join(sections)
    return record


def _first(node: Any, name: str) -> str | None:
    nodes = node.xpath(f".//*[{has_class(name)}]")
    return (text_of(nodes[0]) or None) if nodes else None


FORMATS = (Format("Europresse HTML", PAGE, read_html, is_europresse),)
