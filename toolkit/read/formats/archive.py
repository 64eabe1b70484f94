"""ZIP archives of other files, each read as the format that claims it."""

from __future__ import annotations

from pathlib import PurePosixPath

from toolkit.read.formats.about import is_about, is_declared
from toolkit.read.formats.content import Content
from toolkit.read.formats.export import Export, RecordError
from toolkit.read.formats.format import Format, is_own
from toolkit.read.formats.media import ZIP
from toolkit.read.formats.own_files import read_own
from toolkit.read.formats.packed import corpus_members, read_member
from toolkit.read.formats.readers import read_content


def read_archive(content: Content) -> list[Export]:
    """Return the exports of the files in an archive, each named as in the archive.

    Raises
    ------
    RecordError
        If it is empty, or stands in another one.
    """
    if content.packed:
        raise RecordError("found an archive within an archive; unpack it")
    exports = []
    members = list(corpus_members(content.archive))
    names = [PurePosixPath(member.filename) for member, _ in members]
    for member, reason in members:
        try:
            if reason:
                raise RecordError(reason)
            data = read_member(content.archive, member)
            inner = Content(data, member.filename, packed=True)
            if is_about(PurePosixPath(member.filename), names) and not is_declared(inner):
                member_exports = [Export(about=True)]
            else:
                member_exports = read_own(inner) if is_own(inner) else read_content(inner)
        except RecordError as error:
            member_exports = [Export(reason=str(error))]
        for export in member_exports:
            export.name = f"{member.filename}/{export.name}" if export.name else member.filename
        exports += member_exports
    if not exports:
        raise RecordError("found an empty archive, expected exports in it")
    return exports


FORMATS = (Format("ZIP", ZIP, read_archive),)
