"""The record of one find: what a cue governs, and who says it."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from toolkit.languages.language import Language
from toolkit.languages.read import any_of

Span = tuple[int, int]


class Statement(NamedTuple):
    """What one cue of a text governs: the content's pieces, its source, the cue, the rule."""

    content: tuple[Span, ...]
    source: Span | None
    cue: Span | None
    rule: str


def dateline_end(line: str, language: Language) -> int:
    """Return where a line goes on after its dateline, "OSLO (Agency) - "; 0 if it has none."""
    found = _dateline(language).match(line)
    return 0 if found is None else found.end()


def is_date(source: str, language: Language) -> bool:
    """Tell "by Friday" and "by the end of the month" from "by the mayor"."""
    return source[:1].isdigit() or _date(language).match(source.lower()) is not None


@cache
def _date(language: Language) -> re.Pattern[str]:
    return re.compile(rf"(?:{any_of(language.speakers.dates)})\b")


@cache
def _dateline(language: Language) -> re.Pattern[str]:
    capitals = language.capitals
    return re.compile(
        rf"\s*[{capitals}][{capitals}.'’ ]+(?:,[\w.'’ ]{{1,30}}){{0,2}}(?:/[{capitals} ]+)? ?"
        r"(?:\([^()\n]{1,30}\) ?)?(?:--|[-—–―]) ?(?=\S)"
    )
