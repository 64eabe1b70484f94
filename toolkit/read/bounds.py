"""How much a table may hold: a file of few bytes must not fill the memory when it is read."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Any

from toolkit.read.formats.export import LARGEST_FILE, RecordError
from toolkit.read.pages import pages_of

MOST_COLUMNS = 10_000
MOST_CELLS = 5_000_000  # of a table in a folder
LARGEST_LINE = 10_000_000  # bytes of one record of JSON Lines

_LARGEST_UNPACKED = 2 * LARGEST_FILE
_MOST_RECORDS = 1_000_000
_GROWTH = 20  # times its size on disk: what text of any language is packed to, and more
_ROWS = 1024  # records that are unpacked at a time, to add them up
_CELL = 16  # bytes, of a value of fixed size or the bounds of a text, at most


@dataclass(frozen=True)
class Bounds:
    """What a table may hold at most: bytes once unpacked, cells, records."""

    size: int
    cells: int
    records: int

    def check(self, records: int, columns: int) -> None:
        """Refuse a table with too many records or columns.

        Raises
        ------
        RecordError
            If there are too many.
        """
        if columns > MOST_COLUMNS:
            raise RecordError(f"found {columns:,} columns, expected at most {MOST_COLUMNS:,}")
        if records > self.records:
            raise RecordError(
                f"found more than {self.records:,} records; split the file, or load it by its own "
                "path"
            )
        if records * columns > self.cells:
            raise RecordError(
                f"found a table of {records:,} records and {columns:,} columns, expected at most "
                f"{self.cells:,} values; split the file"
            )

    def check_marks(self, path: Path, separator: str) -> None:
        """Refuse a file that could hold too many values: by its separators and line breaks.

        Those within texts count too, so twice as many as values are allowed.

        Raises
        ------
        RecordError
            If there are too many.
        """
        most = 2 * self.cells
        if path.stat().st_size <= most:
            return
        count = 0
        with path.open("rb") as file:
            while piece := file.read(1 << 20):
                count += piece.count(separator.encode()) + piece.count(b"\n")
                if count > most:
                    raise RecordError(
                        f"found more than {most:,} separators and line breaks; split the file"
                    )


def bounds_of(path: Path, *, alone: bool) -> Bounds:
    """Return what the table at `path` may hold.

    One that is loaded by its own path may be of any size, since somebody named it, but must not
    grow far beyond its size on disk. One that is found in a folder has the bounds of all
    files there.
    """
    size = path.stat().st_size
    most = max(LARGEST_FILE, _GROWTH * size)
    if not alone:
        return Bounds(min(most, _LARGEST_UNPACKED), MOST_CELLS, _MOST_RECORDS)
    return Bounds(most, max(10 * MOST_CELLS, size), max(_MOST_RECORDS, size))


def check_parquet(path: Path, bounds: Bounds) -> None:
    """Refuse a Parquet file that unpacks to more than its bounds, before it is read.

    What its pages say is added up, since the footer may say anything. A text that many records
    share is stored once, so the longest of those is looked up; if all records with the longest
    would be too much, they are added up. Where texts are stored as what they add to the one before,
    the file is unpacked, a few records at a time.

    Raises
    ------
    RecordError
        If it is too large.
    """
    with open_parquet(path) as file:
        bounds.check(file.metadata.num_rows, file.metadata.num_columns)
        chunks = list(_chunks(path, file))
    size = sum(chunk.size for chunk in chunks)
    if size <= bounds.size and any(chunk.growing for chunk in chunks):
        largest = max(chunk.size for chunk in chunks)  # no text of these is longer
        unpack_parquet(path, bounds, rows=max(1, min(_ROWS, bounds.size // largest)))
        return
    shared = [chunk for chunk in chunks if chunk.shared]
    if size <= bounds.size and shared:
        longest = _longest_shared(path, shared)
        if size + sum(chunk.values * longest[chunk.column] for chunk in shared) <= bounds.size:
            return
        for more in _sizes(path, list(longest)):
            size += more
            if size > bounds.size:
                break
    _check_size(size, bounds)


def unpack_parquet(path: Path, bounds: Bounds, *, rows: int = _ROWS) -> None:
    """Refuse a Parquet file that unpacks to more than its bounds, by unpacking it.

    `rows` are unpacked at a time, and forgotten: their memory must be limited, by the process or by
    what so many rows can hold.

    Raises
    ------
    RecordError
        If it is too large.
    """
    with open_parquet(path, pre_buffer=False) as file:
        bounds.check(file.metadata.num_rows, file.metadata.num_columns)
        size = 0
        for batch in file.iter_batches(rows, use_threads=False):
            size += batch.nbytes
            _check_size(size, bounds)


def _check_size(size: int, bounds: Bounds) -> None:
    if size > bounds.size:
        raise RecordError(
            f"found a table that unpacks to more than {bounds.size / 1e6:,.0f} MB; split the file"
        )


@dataclass(frozen=True)
class _Chunk:
    """The values of one column in one group of rows."""

    group: int
    column: str
    values: int
    size: int  # bytes once unpacked, without what texts that are stored once add
    shared: bool  # whether texts may be stored once
    growing: bool  # whether texts may be stored as what they add to the one before


def _chunks(path: Path, file: Any) -> Iterator[_Chunk]:
    with path.open("rb") as data, mmap(data.fileno(), 0, access=ACCESS_READ) as stored:
        for group in range(file.metadata.num_row_groups):
            row_group = file.metadata.row_group(group)
            for at in range(row_group.num_columns):
                chunk, column = row_group.column(at), file.schema.column(at)
                if not chunk.num_values:  # no page is looked up
                    continue
                first, shared_at = chunk.data_page_offset, chunk.dictionary_page_offset or 0
                start = shared_at if 0 < shared_at < first else first
                pages = list(pages_of(stored, start, chunk.total_compressed_size))
                values = sum(page.values for page in pages)
                size = sum(page.size for page in pages) + values * (_CELL + column.length)
                shared = column.physical_type == "BYTE_ARRAY" and any(p.shared for p in pages)
                growing = any(page.growing for page in pages)
                yield _Chunk(group, column.path, values, size, shared, growing)


def _longest_shared(path: Path, chunks: list[_Chunk]) -> dict[str, int]:
    """Return the bytes of the longest text of each column that records may share."""
    import pyarrow.compute as pc

    longest = dict.fromkeys((chunk.column for chunk in chunks), 0)
    with _open(path, list(longest)) as file:
        for chunk in chunks:
            batches = file.iter_batches(
                _ROWS, columns=[chunk.column], row_groups=[chunk.group], use_threads=False
            )
            dictionaries = (texts.dictionary for batch in batches for texts in _texts(batch))
            texts = next((texts for texts in dictionaries if len(texts)), None)
            if texts is not None:
                most = pc.max(pc.binary_length(texts)).as_py()
                longest[chunk.column] = max(longest[chunk.column], most)
    return longest


def _sizes(path: Path, columns: list[str]) -> Iterator[int]:
    """Yield the bytes of the texts of some columns, batch by batch, each text as often as it is."""
    import pyarrow.compute as pc

    with _open(path, columns) as file:
        for batch in file.iter_batches(columns=columns, use_threads=False):
            for texts in _texts(batch):
                lengths = pc.binary_length(texts.dictionary)
                yield pc.sum(lengths.take(texts.indices)).as_py() or 0


def open_parquet(path: Path, **options: Any) -> Any:
    """Open a Parquet file, whose name may be no UTF-8."""
    import pyarrow as pa
    from pyarrow import parquet

    return parquet.ParquetFile(pa.OSFile(os.fsencode(path)), **options)


def _open(path: Path, shared: list[str]) -> Any:
    """Open a Parquet file to be read page by page; texts of `shared` are left stored once."""
    return open_parquet(path, read_dictionary=shared, pre_buffer=False, buffer_size=1 << 16)


def _texts(batch: Any) -> Iterator[Any]:
    """Yield the arrays of texts of a batch, those within lists and structures too."""
    import pyarrow as pa

    arrays = list(batch.columns)
    while arrays:
        array = arrays.pop()
        if not pa.types.is_nested(array.type):
            yield array
        elif pa.types.is_map(array.type):
            arrays += [array.keys, array.items]
        else:
            parts = array.flatten()
            arrays += parts if isinstance(parts, list) else [parts]
