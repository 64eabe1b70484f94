"""Tables of separated values: parsed by Arrow, or by an exact reader that names what is wrong."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from toolkit.read.batches import gather
from toolkit.read.bounds import Bounds
from toolkit.read.formats.content import Content
from toolkit.read.formats.export import HALF, REASON, WORDS, RecordError
from toolkit.read.formats.format import TableFormat
from toolkit.read.formats.media import HEAD, codec_of_file
from toolkit.read.header import COLUMNS, column_names, our_name

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    import pyarrow as pa

_SEPARATORS = {".csv": ",", ".tsv": "\t", ".tab": "\t"}
_OTHERS = ("\t", ";", ",", "|")  # in the order in which they are tried
_LONGEST_NAME = 60  # characters of a column's name, in a table that no ending tells to be one
_ESCAPED = re.compile("[\udc80-\udcff]")  # bytes that could not be decoded
_LONGEST_FIELD = 2**31 - 1
_LONGEST_HEADER = 1_000_000  # characters
_LAST_LINE = "\x00end of the file"
# Bytes that are parsed at once: no record may be larger. Blocks of a few MB go fastest.
_BLOCKS = 1 << 22, 1 << 24
_ROWS = 2_000  # records that are put into a table at once, if read exactly


def read_separated(path: Path, *, encoding: str, bounds: Bounds, text: str | None) -> pd.DataFrame:
    """Return a row per record of a CSV or TSV file, with the REASON of a faulty one.

    Raises
    ------
    RecordError, OSError, ValueError, csv.Error
        If it holds too much, or is not such a file.
    """
    with _long_fields():
        layout = _layout_of(path, encoding, bounds)
        separator, names = layout.separator, layout.names
        quick = _read_quickly(path, separator, names, text) if layout.plain else None
        if quick is None:
            frame = _read_exactly(path, separator, layout.codec, names, spaced=layout.spaced)
        else:
            frame = quick
    bounds.check(len(frame), len(names))
    return frame


def stream_separated(path: Path, *, encoding: str, bounds: Bounds) -> Iterator[pd.DataFrame]:
    """Yield the rows of a CSV or TSV file as `read_separated` returns them, some at a time.

    The file is read twice: its last line may tell that the first was misread.

    Raises
    ------
    RecordError, OSError, ValueError, csv.Error
        As `read_separated` does.
    """
    with _long_fields():
        layout = _layout_of(path, encoding, bounds)
        block = _block_of(path, layout) if layout.plain else None
        if block is None:
            yield from _stream_exactly(path, layout)
        else:
            yield from _stream_quickly(path, layout, block)


class _Layout(NamedTuple):
    """How a table is written: its encoding, its separator, its columns."""

    codec: str
    separator: str
    names: list[str]
    spaced: bool  # whether blanks behind a separator are no part of the field

    @property
    def plain(self) -> bool:
        """Whether Arrow can read it."""
        return self.codec == "utf-8-sig" and not self.spaced

    @property
    def options(self) -> dict[str, Any]:
        """What the exact reader is told of it."""
        return {"delimiter": self.separator, "skipinitialspace": self.spaced}


@contextmanager
def _long_fields() -> Iterator[None]:
    limit = csv.field_size_limit(_LONGEST_FIELD)
    try:
        yield
    finally:
        csv.field_size_limit(limit)


def _layout_of(path: Path, encoding: str, bounds: Bounds) -> _Layout:
    codec = codec_of_file(path, encoding)
    start = _read_start(path, codec)
    separator = _separator_of(start, _SEPARATORS.get(path.suffix.lower()))
    header = _read_header(path, separator, codec)
    spaced = any(name.startswith(" ") for name in header[1:])  # "a, b": so are the quotes
    names = column_names(header)
    bounds.check(0, len(names))
    if wrong := next(filter(HALF.search, names), None):
        raise RecordError(f"the name {wrong!r} of a column {_not(encoding)}")
    bounds.check_marks(path, separator)
    return _Layout(codec, separator, names, spaced)


def is_separated(content: Content) -> bool:
    """Tell whether a text is a table: a line of short names, and rows of as many fields.

    Among the names is ``text``, or two others of ours.
    """
    if content.suffix not in ("", ".txt", ".dat"):
        return False
    whole = len(content.data) < HEAD
    start = content.text if whole else content.text.rpartition("\n")[0]
    try:
        separator = _separator_of(start, None)
        lines = csv.reader(io.StringIO(start, newline=""), delimiter=separator)
        names, *rows = [fields for fields in lines if fields]
    except (ValueError, csv.Error):
        return False
    rows = rows if whole else rows[:-1]  # the last may be cut within a quotation
    named = all(name.strip() and len(name) <= _LONGEST_NAME for name in names)
    ours = {our_name(name) for name in names} & set(COLUMNS)
    even = all(len(row) == len(names) for row in rows)
    known = "text" in ours or len(ours) > 1
    return len(names) > 1 and named and known and bool(rows) and even


def _read_start(path: Path, codec: str) -> str:
    """Return the beginning of a table, as much as its line of column names may take."""
    with path.open(encoding=codec, errors="surrogateescape", newline="") as file:
        return file.read(_LONGEST_HEADER)


def _read_header(path: Path, separator: str, codec: str) -> list[str]:
    """Return the first line of a table that is not empty, without reading on beyond it."""
    return _header(_read_start(path, codec), separator)


def _separator_of(start: str, usual: str | None) -> str:
    """Return what separates the names of columns: the one of the file's ending, if it does.

    It does if it separates anything and no other separates names of ours where it does not.
    """
    headers = {mark: _header(start, mark) for mark in _OTHERS}
    ours = {
        mark: len({our_name(name) for name in names} & set(COLUMNS))
        for mark, names in headers.items()
    }
    if usual and len(headers[usual]) > 1 and (ours[usual] or not any(ours.values())):
        return usual
    ranked = sorted(_OTHERS, key=lambda mark: (ours[mark], len(headers[mark])), reverse=True)
    best = ranked[0]
    return best if len(headers[best]) > 1 else usual or best


def _header(start: str, separator: str) -> list[str]:
    """Return the first line of a table that is not empty."""
    text = io.StringIO(start, newline="")
    header = next((fields for fields in csv.reader(text, delimiter=separator) if fields), None)
    if text.tell() == _LONGEST_HEADER:
        raise RecordError(
            f"found a line of column names of more than {_LONGEST_HEADER:,} characters"
        )
    return header or []


def _read_exactly(
    path: Path, separator: str, codec: str, names: list[str], *, spaced: bool = False
) -> pd.DataFrame:
    """Return the same table as `_read_quickly`, with the REASON of a faulty record.

    With `spaced`, blanks behind a separator are no part of the field.

    Raises
    ------
    RecordError
        If the file is of another encoding.
    """
    return _as_frame(list(_exact_rows(path, _Layout(codec, separator, names, spaced))), names)


def _stream_exactly(path: Path, layout: _Layout) -> Iterator[pd.DataFrame]:
    """Yield the table of `_read_exactly`, some rows at a time."""
    rows = _exact_rows(path, layout)
    while some := list(islice(rows, _ROWS)):
        yield _as_frame(some, layout.names)


def _as_frame(rows: list[list[str | None]], names: list[str]) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame(rows, columns=[*names, REASON], dtype="str")


def _exact_rows(path: Path, layout: _Layout) -> Iterator[list[str | None]]:
    """Yield the fields of each record, and its reason; the file is read twice."""
    codec, names, errors = layout.codec, layout.names, "strict"
    try:
        count, opened = _count_lines(path, codec, errors, layout.options)
    except UnicodeDecodeError:
        _check_encoding(path, codec)
        errors = "surrogateescape"
        count, opened = _count_lines(path, codec, errors, layout.options)
    lines = _split_lines(path, codec, errors, layout.options)
    for fields, _ in islice(lines, 1, count):
        yield _fit(fields, names, codec.removesuffix("-sig"))
    if opened:
        reason = (
            f"line {opened}: a quotation mark opens a field and is never closed, so this line and "
            "all below it are not read; close it, or take it out"
        )
        yield [*[None] * len(names), reason]


def _split_lines(
    path: Path, codec: str, errors: str, layout: dict[str, Any]
) -> Iterator[tuple[list[str], int]]:
    """Yield the fields of each line, and how many lines stand above; the last is no record."""
    with path.open(encoding=codec, errors=errors, newline="") as file:
        reader = csv.reader(chain(file, [_LAST_LINE]), **layout)
        before = 0
        for fields in reader:
            if fields:
                yield fields, before
            before = reader.line_num


def _count_lines(
    path: Path, codec: str, errors: str, layout: dict[str, Any]
) -> tuple[int, int | None]:
    """Return the number of records, and the line where a quotation opens that is never closed.

    The line of names is counted too.
    """
    count = -1
    for count, (last, begins) in enumerate(_split_lines(path, codec, errors, layout)):  # noqa: B007
        pass
    opened = None if last == [_LAST_LINE] else begins + 1 + sum(map(_count_breaks, last[:-1]))
    if opened and count < 2:
        raise ValueError(f"a quotation mark that opens a field in line {opened} is never closed")
    if not count:
        empty = "the file is empty"
        raise ValueError(empty)
    return count, opened


def _check_encoding(path: Path, codec: str) -> None:
    """Refuse a file of which no character beyond ASCII is of its encoding."""
    first = None
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            text = line.decode(codec, "surrogateescape")
            if any(not letter.isascii() for letter in _ESCAPED.sub("", text)):
                return  # some are: a few records are damaged
            found = _ESCAPED.search(text)
            if found and not first:
                first = f"line {number}: byte {ord(found.group()) - 0xDC00:#x}"
    if first:
        raise RecordError(
            f"{first} is not {codec.removesuffix('-sig')}, nor is any other character beyond ASCII:"
            " the file is of another encoding; save it as UTF-8, or name its encoding "
            "(encoding='cp1252', say)"
        )


def _count_breaks(field: str) -> int:
    return len(re.findall(r"\r\n?|\n", field))


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
    names = _numbered(header)
    parsed = (_parse(path, separator, names, block, at) for block in _BLOCKS)
    table, words = next((each for each in parsed if each is not None), (None, None))
    if table is None or table.column_names != names or table[0][-1].as_py() != _LAST_LINE:
        return None
    frame = table.slice(1, len(table) - 2).to_pandas().set_axis(header, axis="columns")
    frame = frame.astype("str").assign(**{REASON: None})
    return frame if words is None else frame.assign(**{WORDS: words[1:-1]})


def _stream_quickly(path: Path, layout: _Layout, block: int) -> Iterator[pd.DataFrame]:
    """Yield the table of `_read_quickly`, some rows at a time."""
    header, names = layout.names, _numbered(layout.names)
    above = 1  # the line of names
    with _opened(path, layout.separator, names, block) as batches:
        for batch in batches:
            ends = len(batch) > 0 and batch.column(0)[-1].as_py() == _LAST_LINE
            rows = batch.slice(above, len(batch) - above - ends)
            above = 0 if len(batch) else above
            if len(rows):
                frame = rows.to_pandas().set_axis(header, axis="columns")
                yield frame.astype("str").assign(**{REASON: None})


def _block_of(path: Path, layout: _Layout) -> int | None:
    """Return in blocks of what size Arrow reads the table; None where anything might be wrong."""
    import pyarrow as pa

    names, last = _numbered(layout.names), None
    for block in _BLOCKS:
        try:
            with _opened(path, layout.separator, names, block) as batches:
                if batches.schema.names != names:
                    return None
                for batch in batches:
                    last = batch.column(0)[-1].as_py() if len(batch) else last
        except pa.ArrowInvalid:
            continue
        return block if last == _LAST_LINE else None
    return None


def _numbered(header: list[str]) -> list[str]:
    """Return what Arrow calls the columns."""
    return [f"f{number}" for number in range(len(header))]


def _parse(
    path: Path, separator: str, names: list[str], block: int, text: int
) -> tuple[pa.Table, np.ndarray | None] | None:
    """Return a table with a row per line, and its words; None if there can be no such blocks."""
    import pyarrow as pa

    try:
        with _opened(path, separator, names, block) as batches:
            return gather(batches, batches.schema, text)
    except pa.ArrowInvalid:
        return None


@contextmanager
def _opened(path: Path, separator: str, names: list[str], block: int) -> Iterator[Any]:
    """Open a table to be read by Arrow, with a last line put below it."""
    import pyarrow as pa
    from pyarrow import csv

    last_line = f"\n{separator.join(_LAST_LINE for _ in names)}"
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
        yield batches


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


FORMATS = (
    TableFormat(
        "separated values",
        tuple(_SEPARATORS),
        read_separated,
        claims=is_separated,
        stream=stream_separated,
    ),
)
