"""E-mails, an article each: press releases, newsletters; and web pages saved as one (.mhtml)."""

from __future__ import annotations

import email
import email.policy
import re
from email.message import EmailMessage
from email.utils import parseaddr, parsedate_to_datetime

from toolkit.read.formats.content import Content
from toolkit.read.formats.export import Export, RecordError
from toolkit.read.formats.format import Format
from toolkit.read.formats.markup import lines_of, parse_html
from toolkit.read.formats.media import HTML, MAIL
from toolkit.read.formats.readers import read_content

_SAVED = ("Snapshot-Content-Location", "Content-Location")  # of a page saved by a browser
_LONGEST_HEADER = 50_000  # characters: what they encode takes much memory


def html_parts(data: bytes) -> list[str]:
    """Return the parts of an e-mail that are web pages."""
    return [_text(part) for part in _parts(_message(data), "text/html")]


def read_mail(content: Content) -> list[Export]:
    """Return the text of an e-mail as one article: its title is the subject.

    The outlet is whoever sent it; the date that of sending, where it was sent. Attachments are not
    read. Of a web page that a browser saved in this form, what the page holds is returned.

    Raises
    ------
    RecordError
        If it has no text.
    """
    message = _message(content.data)
    pages = _parts(message, "text/html")
    if pages and any(message[name] for name in _SAVED):
        page = _text(pages[0])
        return read_content(Content(page.encode("utf-8"), "page.html", medium=HTML))
    plain = _parts(message, "text/plain")
    lines = _paragraphs(_text(plain[0])) if plain else []
    if not lines and pages:
        lines = lines_of(parse_html(_text(pages[0])))
    if not lines:
        raise RecordError("found an e-mail without text; save its text as .txt")
    record = {"title": _header(message, "subject"), "outlet": _sender(message)}
    named = {key: value for key, value in record.items() if value}
    return [Export([named | _date(message) | {"text": "\n\n".join(lines)}], one_article=True)]


def _message(data: bytes) -> EmailMessage:
    message = email.message_from_bytes(data, policy=email.policy.default)
    longest = max((len(value) for _, value in message.raw_items()), default=0)
    if longest > _LONGEST_HEADER:
        raise RecordError(
            f"found an e-mail with a header of {longest:,} characters, expected at most "
            f"{_LONGEST_HEADER:,}; save its text as .txt"
        )
    return message


def _parts(message: EmailMessage, kind: str) -> list[EmailMessage]:
    return [
        part
        for part in message.walk()
        if part.get_content_type() == kind and part.get_content_disposition() != "attachment"
    ]


def _text(part: EmailMessage) -> str:
    payload = part.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    try:
        return data.decode(part.get_content_charset() or "utf-8", errors="replace")
    except LookupError:
        return data.decode("utf-8", errors="replace")


def _paragraphs(text: str) -> list[str]:
    """Return the paragraphs of plain text, whose lines e-mails wrap."""
    pieces = re.split(r"\n\s*\n", text.replace("\r\n", "\n"))
    return [joined for piece in pieces if (joined := " ".join(piece.split()))]


def _header(message: EmailMessage, name: str) -> str:
    return " ".join(str(message[name] or "").split())


def _sender(message: EmailMessage) -> str:
    name, address = parseaddr(_header(message, "from"))
    return name or address


def _date(message: EmailMessage) -> dict[str, str]:
    given = _header(message, "date")
    if not given:
        return {}
    try:
        return {"date": parsedate_to_datetime(given).date().isoformat()}
    except (ValueError, TypeError):
        return {"date": given}


FORMATS = (Format("e-mail", MAIL, read_mail),)
