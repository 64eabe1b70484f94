"""From a file to its records: what kind it is, which database made it, who reads it."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from toolkit.read.formats import nexis_classic, nexis_uni
from toolkit.read.formats.export import LARGEST_FILE, Export, RecordError, found_no
from toolkit.read.formats.kinds import HEAD, decode, kind_of
from toolkit.read.formats.markup import decode_html
from toolkit.read.formats.packed import corpus_members, open_zip, read_member


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
    return _read(data, archives=True)


def _read(data: bytes, *, archives: bool) -> list[Export]:
    kind = kind_of(data[:HEAD])
    if kind == "zip":
        with open_zip(io.BytesIO(data)) as archive:
            return _read_zip(archive, archives=archives)
    export = _READERS[kind](data)
    if not export.records:
        raise RecordError(f"found no article in this file ({export.format}); download it again")
    return [export]


def _read_zip(archive: zipfile.ZipFile, *, archives: bool) -> list[Export]:
    names = set(archive.namelist())
    if "word/document.xml" in names:
        return [nexis_uni.read_docx(archive)]
    if not archives:
        raise RecordError("found an archive within an archive; unpack it")
    exports = []
    for name, reason in corpus_members(archive):
        try:
            if reason:
                raise RecordError(reason)
            found = _read(read_member(archive, name), archives=False)
        except RecordError as error:
            found = [Export("ZIP", reason=str(error))]
        for export in found:
            export.name = name
        exports += found
    if not exports:
        raise RecordError("found an empty archive, expected exports in it")
    return exports


def _plain(_: bytes) -> Export:
    raise found_no("text", "save an article of your own as .txt or .md")


def _lines(data: bytes) -> str:
    return decode(data).replace("\r\n", "\n").replace("\r", "\n")


_READERS = {
    "plain": _plain,
    "nexis": lambda data: nexis_classic.read_text(_lines(data)),
    "html": lambda data: nexis_classic.read_html(decode_html(data)),
}
