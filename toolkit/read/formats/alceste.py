"""Alceste and IRaMuTeQ: plain text, a line of stars and variables above each article."""

from __future__ import annotations

import re

from toolkit.read.formats.content import Content
from toolkit.read.formats.export import Export
from toolkit.read.formats.format import Format
from toolkit.read.formats.media import TEXT
from toolkit.read.header import own_name

_STARRED = re.compile(r"^(?:\*{4}|\d{4})((?:[ \t]+\*[^\s*]+)+)[ \t]*$", re.MULTILINE)
_THEME = re.compile(r"^-\*\S+[ \t]*$", re.MULTILINE)
_UNNAMED = "variable"  # of a variable without a value


def is_alceste(content: Content) -> bool:
    """Tell whether a text begins with a line of variables, as ``**** *outlet_post``."""
    return bool(_STARRED.match(content.text.lstrip("\ufeff \t\n")))


def read_alceste(content: Content) -> list[Export]:
    """Return a record for each line of variables; a variable ``*outlet_post`` is a column.

    Lines that name a theme (``-*theme``) are left out.
    """
    export = Export()
    found = list(_STARRED.finditer(content.text))
    ends = [*(match.start() for match in found[1:]), len(content.text)]
    for match, end in zip(found, ends, strict=True):
        record = {}
        for variable in match.group(1).split():
            name, _, value = variable.lstrip("*").partition("_")
            record[own_name(name) if value else _UNNAMED] = value or name
        text = _THEME.sub("", content.text[match.end() : end]).strip()
        export.records.append(record | {"text": re.sub(r"\n{3,}", "\n\n", text)})
    return [export]


FORMATS = (Format("Alceste", TEXT, read_alceste, is_alceste),)
