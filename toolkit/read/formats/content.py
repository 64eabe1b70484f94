"""What a file holds, opened as its medium is, and only when it is needed."""

from __future__ import annotations

import io
import zipfile
from functools import cached_property
from pathlib import PurePosixPath
from typing import Any

from toolkit.read.formats.markup import decode_html, parse_html, parse_xml
from toolkit.read.formats.media import HTML, RTF, XML, lines_of_text, medium_of
from toolkit.read.formats.packed import open_zip
from toolkit.read.formats.rtf import rtf_text


class Content:
    """The content of a file, by which a format claims it and from which it is read.

    Parameters
    ----------
    data
        The bytes; of a file that is not opened here only the beginning.
    name
        The file's name.
    medium
        What it comes in; by default recognised by its first bytes.
    packed
        Whether the file stands in an archive.
    """

    def __init__(
        self, data: bytes, name: str, *, medium: str | None = None, packed: bool = False
    ) -> None:
        self.data = data
        self.suffix = PurePosixPath(name).suffix.lower()
        self.medium = medium or medium_of(data)
        self.packed = packed

    @cached_property
    def text(self) -> str:
        """The text: of RTF what it says, of a web page its source."""
        if self.medium == RTF:
            return rtf_text(self.data)
        return decode_html(self.data) if self.medium == HTML else lines_of_text(self.data)

    @cached_property
    def root(self) -> Any:
        """The root element of a web page or of XML."""
        return parse_xml(self.data) if self.medium == XML else parse_html(self.text)

    @cached_property
    def archive(self) -> zipfile.ZipFile:
        """The content as a ZIP archive."""
        return open_zip(io.BytesIO(self.data))
