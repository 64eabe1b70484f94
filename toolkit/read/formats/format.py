"""A format: what claims a file, and what reads it, declared once in the module that reads it.

A module of this folder that has a tuple FORMATS is asked about every file. Nothing else knows the
formats: to add one is to add a module.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.read import formats
from toolkit.read.bounds import Bounds
from toolkit.read.formats.content import Content
from toolkit.read.formats.export import Export
from toolkit.read.formats.media import ANY, HTML, MAIL, PAGE, TEXT
from toolkit.read.formats.plain_text import has_front_matter

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Format:
    """A format whose columns are ours: an export of a database, a page, a document.

    Its files are read by a process of their own.

    Attributes
    ----------
    name
        What the ledger calls it.
    medium
        What it comes in: TEXT, RTF, HTML, PAGE, XML, MAIL, ZIP; ANY if it has a signature of its
        own.
    read
        Returns the exports that a content holds.
    claims
        Tells whether a content is of this format; of TEXT and ANY, by its beginning too. Without
        it, the format is the last resort: it reads what no other of its medium claims, or says
        what that is.
    """

    name: str
    medium: str
    read: Callable[[Content], list[Export]]
    claims: Callable[[Content], bool] | None = None


@dataclass(frozen=True)
class TableFormat:
    """A format with a record per row, whose columns are the researcher's own.

    Attributes
    ----------
    name
        What messages call it.
    suffixes
        The endings by which it is recognised.
    read
        Called with the path and the keywords `encoding`, `bounds` and `text` (the column whose
        words may be counted on the way); returns a row per record, with REASON where one is faulty.
    signature
        What its files begin with, if they are not text.
    unpack
        What a process of its own does to a file from a folder, before this one reads it.
    claims
        Tells whether a text under another ending is of this format, by its beginning.
    stream
        Called as `read` is, without `text`; yields the same rows, some at a time, all of them with
        the same columns. Without it, a file is read at once.
    """

    name: str
    suffixes: tuple[str, ...]
    read: Callable[..., pd.DataFrame]
    signature: bytes | None = None
    unpack: Callable[[Path, Bounds], None] | None = None
    claims: Callable[[Content], bool] | None = None
    stream: Callable[..., Iterator[pd.DataFrame]] | None = None


@cache
def _declared() -> tuple[Format | TableFormat, ...]:
    names = sorted(module.name for module in pkgutil.iter_modules(formats.__path__))
    modules = [import_module(f"{formats.__name__}.{name}") for name in names]
    return tuple(entry for module in modules for entry in getattr(module, "FORMATS", ()))


def table_formats() -> dict[str, TableFormat]:
    """Return {ending: its format} of tables, short endings first."""
    tables = [entry for entry in _declared() if isinstance(entry, TableFormat)]
    found = {suffix: table for table in tables for suffix in table.suffixes}
    return {suffix: found[suffix] for suffix in sorted(found, key=lambda name: (len(name), name))}


def table_of(content: Content) -> TableFormat | None:
    """Return the format of a table: by its ending, else by what the beginning of a text shows."""
    named = table_formats().get(content.suffix)
    if named or content.medium != TEXT or has_front_matter(content.text):
        return named
    claimed = (entry for entry in table_formats().values() if entry.claims)
    return next((entry for entry in claimed if entry.claims and entry.claims(content)), None)


def format_of(content: Content) -> Format | None:
    """Return the format that a content has; None if none claims it."""
    opened = (HTML, PAGE) if content.medium == HTML else (content.medium,)
    asked = [entry for medium in (ANY, *opened) for entry in _exports(medium)]
    claimed = (entry for entry in asked if entry.claims and entry.claims(content))
    return next(claimed, None) or next((entry for entry in asked if not entry.claims), None)


def signed(content: Content) -> Format | TableFormat | None:
    """Return the format whose signature the content has, whatever it is called."""
    for table in table_formats().values():
        if table.signature and content.data.startswith(table.signature):
            return table
    claimed = (entry for entry in _exports(ANY) if entry.claims and entry.claims(content))
    return next(claimed, None)


def is_own(content: Content) -> bool:
    """Tell whether a content is the researcher's own text or table; its beginning is enough.

    In a file that is called a table, and below front matter, the texts may hold any line: no line
    tells what it is.
    """
    signature = signed(content)
    if signature or content.medium not in (TEXT, MAIL):
        return isinstance(signature, TableFormat)
    if has_front_matter(content.text) or table_of(content):
        return True
    if any(not entry.claims for entry in _exports(content.medium)):
        return False  # whatever it is, it is read there: here it is not parsed
    return format_of(content) is None


def _exports(medium: str) -> list[Format]:
    return [entry for entry in _declared() if isinstance(entry, Format) and entry.medium == medium]
