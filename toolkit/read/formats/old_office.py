"""Office files from before 2007, and encrypted ones, which share their wrapper: not read."""

from __future__ import annotations

from toolkit.read.formats.content import Content
from toolkit.read.formats.export import Export, RecordError, found_no
from toolkit.read.formats.format import Format
from toolkit.read.formats.media import ANY


def is_old_office(content: Content) -> bool:
    """Tell whether a file has the wrapper of old Office files."""
    return content.data.startswith(b"\xd0\xcf\x11\xe0")


def refuse(content: Content) -> list[Export]:
    """Say what to do about the file.

    Raises
    ------
    RecordError
        Always.
    """
    if "EncryptedPackage".encode("utf-16-le") in content.data:
        raise RecordError("found an encrypted Office file; save it without its password")
    raise found_no("an Office file from before 2007", "save it as .docx, .xlsx or .txt")


FORMATS = (Format("Office", ANY, refuse, is_old_office),)
