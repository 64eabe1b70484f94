"""RIS: entries of a bibliography, of which those with an abstract or a text are articles."""

from __future__ import annotations

import re

from toolkit.read.formats.content import Content
from toolkit.read.formats.entries import record_of
from toolkit.read.formats.export import Export
from toolkit.read.formats.format import Format
from toolkit.read.formats.media import TEXT

_TAG = re.compile(r"([A-Z][A-Z0-9]) {1,2}-(?: (.*))?")
_FIRST = re.compile(r"\s*TY {1,2}- ")
# The tags that fill a column of ours, the telling one first; others are columns of their own.
_COLUMNS = {
    "title": ("TI", "T1", "CT"),
    "text": ("AB", "N2"),
    "outlet": ("JF", "JO", "T2", "JA", "PB"),
    "date": ("DA", "Y1", "PY"),
    "byline": ("AU", "A1"),
    "language": ("LA",),
    "url": ("UR",),
    "keywords": ("KW",),
    "notes": ("N1",),
    "type": ("TY",),
}


def is_ris(content: Content) -> bool:
    """Tell whether a text begins as an entry of RIS does."""
    return bool(_FIRST.match(content.text))


def read_ris(content: Content) -> list[Export]:
    """Return a record for each entry; one without a text has a reason.

    The text is the abstract, or what a database puts there. A line without a tag goes on with the
    one above.
    """
    export = Export()
    fields: dict[str, list[str]] = {}
    lines: list[str] = []
    for line in content.text.split("\n"):
        tagged = _TAG.fullmatch(line.rstrip())
        tag, value = tagged.groups() if tagged else (None, line.strip())
        if tag == "ER" or (tag == "TY" and fields):  # where an end is lost, no entry is
            export.records.append(record_of(fields, _COLUMNS))
            fields = {}
        if tag and tag != "ER":
            lines = fields.setdefault(tag, [])
            lines.append(value or "")
        elif lines and value and fields:
            lines[-1] = f"{lines[-1]}\n\n{value}".strip()
    if fields:
        export.records.append(record_of(fields, _COLUMNS))
    return [export]


FORMATS = (Format("RIS", TEXT, read_ris, is_ris),)
