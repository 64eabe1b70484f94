"""Web archives (WARC): the pages that a crawler saved, each read as a saved web page is."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

from toolkit.read.formats.content import Content
from toolkit.read.formats.export import REASON, Export, RecordError
from toolkit.read.formats.format import Format
from toolkit.read.formats.media import ANY, HTML
from toolkit.read.formats.readers import read_part

_LARGEST_PAGE = 10_000_000  # bytes
_PAGES = ("text/html", "application/xhtml+xml")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)


def is_warc(content: Content) -> bool:
    """Tell whether a file is a web archive."""
    return content.data.startswith(b"WARC/")


def read_warc(content: Content) -> list[Export]:
    """Return a record for each web page that a server answered with; else what it answered.

    The address is `url`, the day on which the page was saved `captured`. Images, scripts and
    redirections are passed over.

    Raises
    ------
    RecordError
        If it holds no page.
    """
    from warcio.archiveiterator import ArchiveIterator

    export = Export()
    try:
        for record in ArchiveIterator(io.BytesIO(content.data)):
            export.records += _records(record)
            while record.raw_stream.read(1 << 16):
                pass
            lost = getattr(record.raw_stream, "limit", 0)  # bytes that its head told of
            if lost:
                export.records.append({REASON: "the web archive breaks off here; save it again"})
    except MemoryError:
        raise
    except Exception as error:  # whatever the library raises: what stands above it is read
        found = f"{type(error).__name__}: {error}".strip()[:200]
        export.records.append({REASON: f"the web archive is damaged here ({found}); save it again"})
    if not export.records:
        raise RecordError("found a web archive without web pages, expected some in HTML")
    return [export]


def _records(record: Any) -> Iterator[dict[str, Any]]:
    kind = (record.http_headers or record.rec_headers).get_header("Content-Type") or ""
    status = record.http_headers.get_statuscode() if record.http_headers else "200"
    page = record.rec_type in ("response", "resource") and kind.lower().startswith(_PAGES)
    if not page or (status or "").startswith("3"):
        return
    told = {
        "url": record.rec_headers.get_header("WARC-Target-URI"),
        "captured": (record.rec_headers.get_header("WARC-Date") or "")[:10] or None,
    }
    if not (status or "").startswith("2"):
        yield told | {REASON: f"the server answered {status}, no page; save it again"}
        return
    data = record.content_stream().read(_LARGEST_PAGE + 1)
    if len(data) > _LARGEST_PAGE:
        most = f"{_LARGEST_PAGE / 1e6:,.0f} MB"
        yield told | {REASON: f"found a web page of more than {most}; save its text as .txt"}
        return
    for article in read_part(Content(_utf8(data, kind), "page.html", medium=HTML)):
        yield told | article


def _utf8(data: bytes, kind: str) -> bytes:
    """Return a page that is no UTF-8 as such, if its server names its encoding."""
    named = _CHARSET.search(kind)
    try:
        data.decode()
    except UnicodeDecodeError:
        try:
            return data.decode(named.group(1), "replace").encode() if named else data
        except (LookupError, UnicodeError):
            pass
    return data


FORMATS = (Format("WARC", ANY, read_warc, is_warc),)
