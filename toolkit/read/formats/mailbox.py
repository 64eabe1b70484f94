"""Mailboxes (.mbox): many e-mails in one file, each read as an e-mail is."""

from __future__ import annotations

import re

from toolkit.read.formats.content import Content
from toolkit.read.formats.export import Export
from toolkit.read.formats.format import Format
from toolkit.read.formats.media import MAIL, TEXT
from toolkit.read.formats.readers import read_part

# The line above each e-mail: From, its sender, and when it came; headers follow.
_ABOVE = rb"From [^\r\n]*\d\d:\d\d[^\r\n]*\r?\n(?=[A-Za-z][A-Za-z0-9-]*:)"
_FIRST = re.compile(rb"\s*" + _ABOVE)
_NEXT = re.compile(rb"(?:\A\s*|\n\r?\n)" + _ABOVE)
_MASKED = re.compile(rb"^>(>*From )", re.MULTILINE)  # such a line of a text


def is_mailbox(content: Content) -> bool:
    """Tell whether a text begins with the line that stands above each e-mail of a mailbox."""
    return bool(_FIRST.match(content.data))


def read_mailbox(content: Content) -> list[Export]:
    """Return a record for each e-mail; one that has no text has a reason."""
    mails = (_MASKED.sub(rb"\1", mail) for mail in _NEXT.split(content.data)[1:])
    parts = (Content(mail, "e-mail.eml", medium=MAIL) for mail in mails)
    return [Export([record for part in parts for record in read_part(part)])]


FORMATS = (Format("mailbox", TEXT, read_mailbox, is_mailbox),)
