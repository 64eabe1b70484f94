"""Office files from before 2007, and encrypted ones, which share their wrapper.

Only workbooks are read; of the others it is said what they are.
"""

from __future__ import annotations

from toolkit.read.formats.content import Content
from toolkit.read.formats.export import Export, RecordError, found_no
from toolkit.read.formats.format import Format
from toolkit.read.formats.media import ANY

_OLE = b"\xd0\xcf\x11\xe0"  # the signature of the wrapper


def is_old_workbook(content: Content) -> bool:
    """Tell whether a file is a workbook, and no document that holds one."""
    return content.data.startswith(_OLE) and (
        any(_has_stream(content, name) for name in ("Workbook", "Book"))
        and not any(_has_stream(content, name) for name in ("WordDocument", "PowerPoint Document"))
    )


def is_old_office(content: Content) -> bool:
    """Tell whether a file has the wrapper of old Office files, and is no workbook."""
    return content.data.startswith(_OLE) and not is_old_workbook(content)


def _has_stream(content: Content, name: str) -> bool:
    """Tell whether the wrapper names a stream so; the whole file is looked through."""
    return f"{name}\0".encode("utf-16-le") in content.data


def refuse(content: Content) -> list[Export]:
    """Say what to do about the file.

    Raises
    ------
    RecordError
        Always.
    """
    if _has_stream(content, "EncryptedPackage"):
        raise RecordError("found an encrypted Office file; save it without its password")
    raise found_no("an Office file from before 2007", "save it as .docx, .xlsx or .txt")


FORMATS = (Format("Office", ANY, refuse, is_old_office),)
