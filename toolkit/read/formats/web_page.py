"""Saved web pages: the article, without what surrounds it."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from toolkit.read.formats.content import Content
from toolkit.read.formats.export import Export, RecordError
from toolkit.read.formats.format import Format
from toolkit.read.formats.media import PAGE

if TYPE_CHECKING:
    from trafilatura.settings import Document


def read_page(content: Content) -> list[Export]:
    """Return the article of a saved web page.

    The date is what the page says of itself (in its markup, not in its text).

    Limits: which part is the article is a guess; pages made by scripts may hold none.
    """
    import trafilatura

    extracted = trafilatura.bare_extraction(
        content.text,
        with_metadata=True,
        include_comments=False,
        include_images=False,
        date_extraction_params={"extensive_search": False, "original_date": True},
    )
    page = cast("Document | None", extracted)  # a dict only for those who ask for one
    if page is None or not (text := page.text or "").strip():
        raise RecordError("found a web page without an article; save its text as .txt")
    lines = [" ".join(line.split()) for line in text.split("\n")]
    title = " ".join((page.title or "").split())
    if lines and lines[0] == title:
        lines = lines[1:]
    record = {
        "title": title,
        "byline": page.author,
        "outlet": page.sitename or page.hostname,
        "date": page.date,
        "language": (content.root.get("lang") or "")[:2].lower() or None,
        "url": page.url,
        "text": "\n\n".join(line for line in lines if line),
    }
    named = {key: value for key, value in record.items() if value}
    return [Export([named | {"text": record["text"]}], one_article=True)]


FORMATS = (Format("web page", PAGE, read_page),)
