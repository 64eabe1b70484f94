"""Texts and tables of one's own in an archive, where they are in UTF-8."""

from __future__ import annotations

import csv
import tempfile
from pathlib import Path, PurePosixPath

from toolkit.read.bounds import bounds_of
from toolkit.read.formats.content import Content
from toolkit.read.formats.export import Export, RecordError, found_no
from toolkit.read.formats.format import table_of
from toolkit.read.formats.plain_text import SUFFIXES, read_text

_TEXT = "text"  # the format of files whose columns are the researcher's own


def read_own(content: Content) -> list[Export]:
    """Return the records of a text or table of one's own.

    Raises
    ------
    RecordError
        If it is neither, is not UTF-8, or is Parquet.
    """
    table = table_of(content)
    if content.suffix in SUFFIXES and not table:
        record = read_text(content.data, "utf-8")
        return [Export([record], one_article=True, format=_TEXT)]
    if table is None or table.signature:
        raise found_no("a text or table", "unpack your own files, as .txt, .md or a table")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"table{content.suffix}")
        path.write_bytes(content.data)
        try:
            bounds = bounds_of(path, alone=False)
            frame = table.read(path, encoding="utf-8", bounds=bounds, text=None)
        except (ValueError, csv.Error) as error:
            if isinstance(error, RecordError):
                raise
            name = PurePosixPath(path).suffix[1:]
            raise RecordError(f"cannot be read as {name} ({error}); unpack it") from None
    frame = frame.astype("object").where(frame.notna(), None)
    return [Export(frame.to_dict("records"), table=True)]
