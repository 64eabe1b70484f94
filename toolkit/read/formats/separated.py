"""Tables of separated values: parsed by Arrow, or by an exact reader that names what is wrong."""

from __future__ import annotations

import csv
import io
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from toolkit.read.batches import gather
from toolkit.read.bounds import Bounds
from toolkit.read.formats.export import HALF, REASON, WORDS, RecordError
from toolkit.read.formats.format import TableFormat
from toolkit.read.formats.media import beginning_of, codec_of
from toolkit.read.header import column_names

if TYPE_CHECKING:
    import pyarrow as pa

_SEPARATORS = {".csv": ",", ".tsv": "\t"}
_LONGEST_FIELD = 2**31 - 1
_LONGEST_HEADER = 1_000_000  # characters
_LAST_LINE = "\x00end of the file"
# Bytes that are parsed at once: no record may be larger. Blocks of a few MB go fastest.
_BLOCKS = 1 << 22, 1 << 24


def read_separated(path: Path, *, encoding: str, bounds: Bounds, text: str | None) -> pd.DataFrame:
    """Return a row per record of a CSV or TSV file, with the REASON of a faulty one.

    Raises
    ------
    RecordError, OSError, ValueError, csv.Error
        If it holds too much, or is not such a file.
    """
    separator = _SEPARATORS[path.suffix.lower()]
    codec = codec_of(beginning_of(path), encoding)
    limit = csv.field_size_limit(_LONGEST_FIELD)
    try:
        names = column_names(_read_header(path, separator, codec))
        bounds.check(0, len(names))
        if wrong := next(filter(HALF.search, names), None):
            raise RecordError(f"the name {wrong!r} of a column {_not(encoding)}")
        bounds.check_marks(path, separator)
        quick = _read_quickly(path, separator, names, text) if codec == "utf-8-sig" else None
        frame = _read_exactly(path, separator, encoding, names) if quick is None else quick
    finally:
        csv.field_size_limit(limit)
    bounds.check(len(frame), len(names))
    return frame


def _read_exactly(path: Path, separator: str, encoding: str, names: list[str]) -> pd.DataFrame:
    """Return the same table as `_read_quickly`, with the REASON of a faulty record."""
    codec = codec_of(beginning_of(path), encoding)
    try:
        lines = _split_lines(path, separator, codec, errors="strict")
    except UnicodeDecodeError:
        lines = _split_lines(path, separator, codec, errors="surrogateescape")
    rows = [_fit(fields, names, encoding) for fields in lines[1:]]
    return pd.DataFrame(rows, columns=[*names, REASON], dtype="str")


def _read_header(path: Path, separator: str, codec: str) -> list[str]:
    """Return the first line of a table that is not empty, without reading on beyond it."""
    with path.open(encoding=codec, errors="surrogateescape", newline="") as file:
        start = io.StringIO(file.read(_LONGEST_HEADER), newline="")
    header = next((fields for fields in csv.reader(start, delimiter=separator) if fields), None)
    if start.tell() == _LONGEST_HEADER:
        raise RecordError(
            f"found a line of column names of more than {_LONGEST_HEADER:,} characters"
        )
    return header or []


def _split_lines(path: Path, separator: str, codec: str, *, errors: str) -> list[list[str]]:
    with path.open(encoding=codec, errors=errors, newline="") as file:
        reader = csv.reader(chain(file, [_LAST_LINE]), delimiter=separator)
        lines = [fields for fields in reader if fields]
    if lines.pop() != [_LAST_LINE]:
        raise ValueError("a quotation mark that opens a field is never closed")
    if not lines:
        raise ValueError("the file is empty")
    return lines


def _fit(fields: list[str], names: list[str], encoding: str) -> list[str | None]:
    """Return the fields of a record, one per name, and the reason why they are faulty."""
    width = len(names)
    if len(fields) > width and any(fields[width:]):
        fault = f"found {len(fields)} fields, expected {width}"
        return [None] * width + [f"{fault}; quote fields that hold a separator"]
    reason = None
    if len(fields) < width:
        fault = f"found {len(fields)} field(s), expected {width}"
        reason = f"{fault}; quote fields that hold a line break"
    row: list[str | None] = [*fields[:width], *[None] * (width - len(fields))]
    for at, field in enumerate(row):
        if field is not None and not field.isascii() and HALF.search(field):
            row[at] = None
            reason = f"{names[at]!r} {_not(encoding)}"
    return [*row, reason]


def _not(encoding: str) -> str:
    return (
        f"is not {encoding}; save the file as UTF-8, or name its encoding (encoding='cp1252', say)"
    )


def _read_quickly(
    path: Path, separator: str, header: list[str], text: str | None
) -> pd.DataFrame | None:
    """Return a row per record of a table in UTF-8; None where anything is wrong, or might be.

    WORDS is added if `text` names one of the columns, which are called as in `header`.
    """
    at = header.index(text) if text in header else -1
    names = [f"f{number}" for number in range(len(header))]
    parsed = (_parse(path, separator, names, block, at) for block in _BLOCKS)
    table, words = next((each for each in parsed if each is not None), (None, None))
    if table is None or table.column_names != names or table[0][-1].as_py() != _LAST_LINE:
        return None
    frame = table.slice(1, len(table) - 2).to_pandas().set_axis(header, axis="columns")
    frame = frame.astype("str").assign(**{REASON: None})
    return frame if words is None else frame.assign(**{WORDS: words[1:-1]})


def _parse(
    path: Path, separator: str, names: list[str], block: int, text: int
) -> tuple[pa.Table, np.ndarray | None] | None:
    """Return a table with a row per line, and its words; None if there can be no such blocks."""
    import pyarrow as pa
    from pyarrow import csv

    last_line = f"\n{separator.join(_LAST_LINE for _ in names)}"
    try:
        with (
            _Ended(path, last_line.encode()) as file,
            csv.open_csv(
                file,
                read_options=csv.ReadOptions(autogenerate_column_names=True, block_size=block),
                parse_options=csv.ParseOptions(delimiter=separator, newlines_in_values=True),
                convert_options=csv.ConvertOptions(
                    column_types=dict.fromkeys(names, pa.large_string()),
                    strings_can_be_null=False,
                ),
            ) as batches,
        ):
            return gather(batches, batches.schema, text)
    except pa.ArrowInvalid:
        return None


class _Ended(io.RawIOBase):
    """A file with a last line put below it, which an open quotation mark would swallow."""

    def __init__(self, path: Path, last_line: bytes) -> None:
        self._file = path.open("rb")
        self._rest: bytes | None = last_line

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(size)
        if not data and self._rest is not None:
            data, self._rest = self._rest, None
        return data

    def close(self) -> None:
        self._file.close()
        super().close()


FORMATS = (TableFormat("separated values", tuple(_SEPARATORS), read_separated),)
