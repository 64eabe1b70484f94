"""The record of one find: what a cue governs, and who says it."""

from __future__ import annotations

import re
from typing import NamedTuple

Span = tuple[int, int]

_DATELINE = re.compile(
    r"\s*[A-Z][A-Z.'’ ]+(?:,[\w.'’ ]{1,30}){0,2}(?:/[A-Z ]+)? ?(?:\([^()\n]{1,30}\) ?)?"
    r"(?:--|[-—–―]) ?(?=\S)"
)


class Statement(NamedTuple):
    """What one cue of a text governs: the content's pieces, its source, the cue, the rule."""

    content: tuple[Span, ...]
    source: Span | None
    cue: Span | None
    rule: str


def dateline_end(line: str) -> int:
    """Return where a line goes on after its dateline, "OSLO (Agency) - "; 0 if it has none."""
    found = _DATELINE.match(line)
    return 0 if found is None else found.end()
