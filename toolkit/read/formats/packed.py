"""ZIP archives, which DOCX and XLSX files are too, and gzip: opened if they are safe to unpack."""

from __future__ import annotations

import gzip
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from operator import attrgetter
from pathlib import Path, PurePosixPath
from typing import IO

from toolkit.read.formats.export import LARGEST_FILE, RecordError

_LARGEST_UNPACKED = 2 * LARGEST_FILE
_MOST_MEMBERS = 20_000
_CHUNK = 1 << 20
_LONGEST_TYPE = 200  # bytes of the member that names the type of an archive


def open_zip(file: IO[bytes]) -> zipfile.ZipFile:
    """Open an archive whose members are few, not encrypted, and of a size that can be read.

    Raises
    ------
    RecordError
        If it is damaged or is meant to harm. The sizes that it declares are not trusted:
        `read_member` counts what comes out.
    """
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise RecordError(f"found a damaged ZIP archive ({error}); download it again") from None
    members = archive.infolist()
    total = sum(member.file_size for member in members)
    if total > _LARGEST_UNPACKED or len(members) > _MOST_MEMBERS:
        raise RecordError(
            f"found an archive of {len(members):,} files that unpack to {total / 1e6:,.0f} MB, "
            f"expected at most {_MOST_MEMBERS:,} files and {_LARGEST_UNPACKED / 1e6:,.0f} MB; "
            "split the export"
        )
    if any(member.flag_bits & 1 for member in members):
        raise RecordError("found an encrypted archive; unpack it with its password")
    return archive


def read_member(archive: zipfile.ZipFile, member: str | zipfile.ZipInfo) -> bytes:
    """Return what a member, or the last one of a name, unpacks to: no more than it declares.

    Raises
    ------
    RecordError
        If the member is not there, is damaged, or unpacks to more than it says.
    """
    name = member if isinstance(member, str) else member.filename
    try:
        info = archive.getinfo(member) if isinstance(member, str) else member
        size = info.file_size
        pieces, got = [], 0
        with archive.open(info) as file:
            while piece := file.read(_CHUNK):
                got += len(piece)
                if got > min(size, LARGEST_FILE):
                    raise RecordError(
                        f"{name}: unpacks to more than {min(size, LARGEST_FILE):,} bytes"
                    )
                pieces.append(piece)
    except KeyError:
        raise RecordError(f"found no {name} in the file; download it again") from None
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as error:
        raise RecordError(f"{name}: is damaged ({error}); download the file again") from None
    return b"".join(pieces)


def document_type(archive: zipfile.ZipFile) -> str:
    """Return the type that an OpenDocument file or an e-book names; nothing if it names none."""
    if "mimetype" not in archive.namelist():
        return ""
    if archive.getinfo("mimetype").file_size > _LONGEST_TYPE:
        return ""
    return read_member(archive, "mimetype").decode("ascii", "replace").strip()


@contextmanager
def unpacked(path: Path) -> Iterator[Path]:
    """Give the file that a gzip file holds, under its name without ``.gz``, for as long as needed.

    Raises
    ------
    RecordError
        If it is damaged, or unpacks to more than a file may hold.
    """
    with tempfile.TemporaryDirectory() as folder:
        inner = Path(folder, path.stem if path.suffix.lower() == ".gz" else path.name)
        try:
            with gzip.open(path) as packed, inner.open("wb") as file:
                got = 0
                while piece := packed.read(_CHUNK):
                    got += file.write(piece)
                    if got > LARGEST_FILE:
                        raise RecordError(
                            f"found a file that unpacks to more than {LARGEST_FILE / 1e6:,.0f} MB; "
                            "unpack it, and load it by its own path"
                        )
        except (gzip.BadGzipFile, zlib.error, EOFError) as error:
            raise RecordError(f"found a damaged gzip file ({error}); download it again") from None
        yield inner


def corpus_members(archive: zipfile.ZipFile) -> Iterator[tuple[zipfile.ZipInfo, str | None]]:
    """Yield (member, reason or None) of the files of an archive, in order of their names.

    Several may have one name: each is yielded, in the order of the archive. Folders, hidden files
    and the lock files of Word are passed over. A name that leads out of the archive has a reason
    why it is not read (nothing is ever unpacked to disk).
    """
    for member in sorted(archive.infolist(), key=attrgetter("filename")):
        name = member.filename
        path = PurePosixPath(name.replace("\\", "/"))
        parts = path.parts
        if path.is_absolute() or ".." in parts or any(":" in part for part in parts[:1]):
            yield member, "the name leads out of the archive"
        elif not (name.endswith("/") or is_passed_over(parts)):
            yield member, None


def is_passed_over(parts: tuple[str, ...]) -> bool:
    """Tell whether a path is hidden, a lock file of Word, or what a Mac adds to archives."""
    return any(part.startswith((".", "~$")) or part == "__MACOSX" for part in parts)
