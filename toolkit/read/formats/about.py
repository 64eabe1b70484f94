"""Files that tell of the data beside them, and are no articles: README, LICENSE, notes."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePath

from toolkit.read.formats.content import Content
from toolkit.read.formats.export import RecordError
from toolkit.read.formats.plain_text import SUFFIXES, has_front_matter
from toolkit.read.formats.words import words

_TEXTS = ("", *SUFFIXES)


def is_about(path: PurePath, others: Iterable[PurePath]) -> bool:
    """Tell whether a file among `others` tells of the data, by its name.

    Notes do if there are tables or exports beside them, the rest if there is any other file.
    """
    stem = path.stem.casefold()
    if path.suffix.lower() not in _TEXTS or stem not in (
        *words("about_data"),
        *words("about_notes"),
    ):
        return False
    beside = [other for other in others if other.stem.casefold() != stem]
    if stem in words("about_notes"):
        beside = [other for other in beside if other.suffix.lower() not in _TEXTS]
    return bool(beside)


def is_declared(content: Content) -> bool:
    """Tell whether a file has front matter: it is an article then, whatever its name."""
    try:
        return has_front_matter(content.text)
    except RecordError:
        return False
