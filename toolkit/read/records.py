"""Records: what the files of a source hold, before they become articles."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from toolkit.read.bounds import bounds_of
from toolkit.read.formats.content import Content
from toolkit.read.formats.export import REASON, RECORD, SOURCE, RecordError, escaped
from toolkit.read.formats.format import TableFormat, signed, table_formats, table_of
from toolkit.read.formats.media import head_of
from toolkit.read.formats.plain_text import SUFFIXES


class CorpusError(ValueError):
    """A corpus that cannot be read at all; the message says what was found and what to do."""


def read_table(
    path: Path, *, encoding: str, text: str | None = None, alone: bool = True
) -> pd.DataFrame:
    """Return a row per record of a table, by the format that its ending or its content names.

    Values are text, those of Parquet as they are. The columns SOURCE, RECORD and REASON are
    added; a record that cannot be parsed has a REASON. WORDS is added if the words of the column
    `text` could be counted on the way. `alone` says whether the table is loaded by its own path,
    or is one file of a folder, whose size is bounded as that of all others.

    Raises
    ------
    CorpusError
        If the file as a whole is not a table, or holds too much.
    """
    with _faults_told(path):
        bounds = bounds_of(path, alone=alone)
        frame = _format_of(path).read(path, encoding=encoding, bounds=bounds, text=text)
    return _placed(frame, path, 0)


def stream_table(path: Path, *, encoding: str) -> Iterator[pd.DataFrame]:
    """Yield the rows of a table that is loaded by its own path as `read_table` returns them.

    Some come at a time, so that the table never stands in memory as a whole, if its format can be
    read so.

    Raises
    ------
    CorpusError
        As `read_table` does.
    """
    with _faults_told(path):
        table, bounds = _format_of(path), bounds_of(path, alone=True)
        if table.stream is None:
            frames = iter([table.read(path, encoding=encoding, bounds=bounds, text=None)])
        else:
            frames = table.stream(path, encoding=encoding, bounds=bounds)
        above = 0
        for frame in frames:
            yield _placed(frame, path, above)
            above += len(frame)


def _format_of(path: Path) -> TableFormat:
    content = Content(head_of(path), path.name)
    table = table_of(content)
    if table is None:
        raise RecordError(
            f"found a file of type {path.suffix.lower() or 'without ending'!r}, expected one of "
            f"{', '.join(table_formats())}, or a folder of {' and '.join(SUFFIXES)} files"
        )
    if signed(content) not in (None, table):
        raise RecordError("found binary data, expected plain text; export it as text")
    return table


@contextmanager
def _faults_told(path: Path) -> Iterator[None]:
    """Raise whatever is wrong with the table at `path` as a CorpusError."""
    try:
        yield
    except CorpusError:
        raise
    except RecordError as error:
        raise CorpusError(f"{path}: {error}") from None
    except (OSError, ValueError, csv.Error) as error:
        detail = getattr(error, "strerror", None) or str(error).splitlines()[0]
        raise CorpusError(
            f"{path}: cannot be read as {path.suffix.lower()[1:]} ({detail}); check that the file "
            "is whole and that its ending names its format"
        ) from None


def _placed(frame: pd.DataFrame, path: Path, above: int) -> pd.DataFrame:
    """Return the rows of a table with their place in it; so many stand above them."""
    if REASON not in frame:
        frame[REASON] = None
    records = range(above + 1, above + len(frame) + 1)
    return frame.assign(**{SOURCE: escaped(path.name), RECORD: records})


def note(raw: pd.DataFrame, where: pd.Series, reason: str | pd.Series) -> None:
    """Add a reason to records, after those that they have."""
    if not where.any():
        raw[REASON] = raw[REASON].astype("str")
        return
    before = (raw[REASON].astype("str") + "; ").fillna("")
    raw[REASON] = raw[REASON].astype("str").mask(where, before + reason)


def tidy(values: pd.Series, *, line_breaks: bool = False) -> pd.Series:
    """Return a column as text, stripped of white space (of line breaks only, for the text column).

    Every line break becomes a line feed. What is empty becomes missing.
    """
    values = values.astype("str")
    values = _strip_line_breaks(values) if line_breaks else values.str.strip()
    empty = values == ""
    return values.where(~empty, None) if empty.any() else values


def _strip_line_breaks(values: pd.Series) -> pd.Series:
    import pyarrow as pa
    import pyarrow.compute as pc

    array = pa.chunked_array(pa.array(values, type=pa.large_string()))
    if any(_breaks_at_an_end(chunk) for chunk in array.chunks):
        trimmed = pc.ascii_trim(array, "\r\n").to_pandas().astype("str")
        values = trimmed.set_axis(values.index)
    if any(_holds_returns(chunk) for chunk in array.chunks):
        return values.str.replace("\r\n?", "\n", regex=True)
    return values


def _holds_returns(chunk: Any) -> bool:
    data = np.frombuffer(chunk.buffers()[2] or b"", np.uint8)
    step = 1 << 18  # bytes: little enough for the processor's cache
    pieces = (data[at : at + step] for at in range(0, len(data), step))
    return any((piece == ord("\r")).any() for piece in pieces)


def _breaks_at_an_end(chunk: Any) -> bool:
    """Tell whether a text of an Arrow array begins or ends with a line break."""
    _, offsets, data = chunk.buffers()
    if not data:
        return False
    bounds = np.frombuffer(offsets, np.int64)[chunk.offset : chunk.offset + len(chunk) + 1]
    full = bounds[1:] > bounds[:-1]
    text = np.frombuffer(data, np.uint8)
    ends = text[np.concatenate((bounds[:-1][full], bounds[1:][full] - 1))]
    return bool(((ends == ord("\n")) | (ends == ord("\r"))).any())
