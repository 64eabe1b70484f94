"""Word files that are a web page in a wrapper, as Integrum writes them."""

from __future__ import annotations

from toolkit.read.formats.content import Content
from toolkit.read.formats.export import Export
from toolkit.read.formats.format import Format
from toolkit.read.formats.media import HTML, ZIP
from toolkit.read.formats.packed import read_member
from toolkit.read.formats.readers import read_content

_PAGE = "word/afchunk.htm"


def is_word_page(content: Content) -> bool:
    """Tell whether an archive is a Word file that holds a web page."""
    return _PAGE in content.archive.namelist()


def read_word_page(content: Content) -> list[Export]:
    """Return the exports that the web page holds, under the name of its format."""
    return read_content(Content(read_member(content.archive, _PAGE), _PAGE, medium=HTML))


FORMATS = (Format("Word page", ZIP, read_word_page, is_word_page),)
