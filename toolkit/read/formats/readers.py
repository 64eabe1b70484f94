"""From a file to its records: the format that claims it reads it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from toolkit.read.formats.content import Content
from toolkit.read.formats.export import LARGEST_FILE, REASON, Export, RecordError, found_no
from toolkit.read.formats.format import format_of, is_own
from toolkit.read.header import tell_apart


def read_file(path: Path) -> list[Export]:
    """Return the exports that a file holds: one, or those in an archive.

    Raises
    ------
    RecordError
        If the file as a whole cannot be read.
    """
    with path.open("rb") as file:
        data = file.read(LARGEST_FILE + 1)
    if len(data) > LARGEST_FILE:
        raise RecordError(f"found more than {LARGEST_FILE / 1e6:,.0f} MB; split the export")
    exports = read_content(Content(data, path.name))
    names = tell_apart([export.name for export in exports], _numbered)
    for export, name in zip(exports, names, strict=True):
        export.name = name
        if not export.records and not export.reason:
            export.reason = f"found no article in this file ({export.format}); download it again"
    return exports


def read_content(content: Content) -> list[Export]:
    """Return the exports that the content of a file holds, each with the name of its format.

    Raises
    ------
    RecordError
        If no format claims it, or the one that does cannot read it.
    """
    claimant = None if is_own(content) else format_of(content)
    if claimant is None:
        raise found_no("a text or table", "unpack your own files, as .txt, .md or a table")
    exports = claimant.read(content)
    for export in exports:
        export.format = export.format or claimant.name
    return exports


def read_part(part: Content) -> list[dict[str, Any]]:
    """Return the records of a part of a file, such as an e-mail or a web page.

    One that cannot be read gives a record with the reason.
    """
    try:
        return [record for export in read_content(part) for record in export.records]
    except RecordError as error:
        return [{REASON: str(error)}]
    except MemoryError:
        raise
    except Exception as error:  # whatever a library raises is one bad part
        return [{REASON: f"cannot be read ({type(error).__name__}: {str(error)[:200]})"}]


def _numbered(name: str, at: int) -> str:
    """Return what a file of an archive is called where one before has its name: a (2).txt."""
    stem, ending = os.path.splitext(name)  # noqa: PTH122 (a name, and no path perhaps)
    return f"{stem} ({at + 1}){ending}"
