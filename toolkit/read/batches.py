"""Tables that Arrow unpacks batch by batch, while the words of earlier batches are counted."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from toolkit.read.bounds import Bounds, check_parquet
from toolkit.read.formats.export import REASON, WORDS, RecordError
from toolkit.read.header import column_names
from toolkit.text.word_counts import count_words_in

if TYPE_CHECKING:
    import pyarrow as pa

LAST_LINE = "\x00end of the file"
# Bytes that are parsed at once: no record may be larger. Blocks of a few MB go fastest.
_BLOCKS = 1 << 22, 1 << 24
_ROWS = 2_000  # records that are unpacked at once
_INDEX = re.compile(r"__index_level_\d+__")  # what pandas calls one without a name


def read_parquet(path: Path, bounds: Bounds, text: str | None) -> pd.DataFrame:
    """Return a row per record of a Parquet file, with WORDS if `text` names a column of text.

    A record that holds text which is no UTF-8 lacks it, and has a REASON.

    Raises
    ------
    RecordError
        If it unpacks to too much, or holds other values that cannot be.
    OSError, ValueError
        If it is no sound Parquet file.
    """
    from pyarrow import parquet

    check_parquet(path, bounds)
    with parquet.ParquetFile(path) as file:
        schema = file.schema_arrow
        reasons: dict[int, str] = {}
        batches = _mend(file.iter_batches(_ROWS), reasons)
        table, words = _gather(batches, schema, schema.get_field_index(text or ""))
    frame = _to_pandas(table, text or "text")
    frame[REASON] = pd.Series(reasons, frame.index, dtype="str")
    return frame if words is None else frame.assign(**{WORDS: words})


def _to_pandas(table: pa.Table, text: str) -> pd.DataFrame:
    """Return a frame of the columns of a Parquet file, without those of an index without a name.

    Whole numbers stay whole where some are missing. Lists of texts become one text: the paragraphs
    of `text` have a blank line between them, other items a semicolon.
    """
    import pyarrow as pa

    kept = [at for at, name in enumerate(table.column_names) if not _INDEX.fullmatch(name)]
    table = table.select(kept).replace_schema_metadata(None)
    table = table.rename_columns(column_names(table.column_names))
    for at, field in enumerate(table.schema):
        if _is_list(field.type) and _is_text(field.type.value_type):
            separator = "\n\n" if field.name == text else "; "
            joined = [
                items if items is None else separator.join(filter(None, items))
                for items in table[at].to_pylist()
            ]
            table = table.set_column(at, field.name, pa.array(joined, pa.large_string()))
        elif pa.types.is_nested(field.type) and field.name == text:
            raise RecordError(f"column {field.name!r} holds {field.type}, expected text")
    frame = table.to_pandas(integer_object_nulls=True, date_as_object=False)
    for field in table.schema:
        if pa.types.is_integer(field.type) and frame[field.name].dtype == object:
            whole = "Int64" if pa.types.is_signed_integer(field.type) else "UInt64"
            frame[field.name] = frame[field.name].astype(whole)
    return frame


def _is_list(kind: pa.DataType) -> bool:
    import pyarrow as pa

    return pa.types.is_list(kind) or pa.types.is_large_list(kind)


def _is_text(kind: pa.DataType) -> bool:
    import pyarrow as pa

    return pa.types.is_string(kind) or pa.types.is_large_string(kind)


def _mend(batches: Iterable[pa.RecordBatch], reasons: dict[int, str]) -> Iterator[pa.RecordBatch]:
    """Yield batches of sound values only; adds the reasons why others are left out, by record."""
    import pyarrow as pa

    first = 0
    for batch in batches:
        try:
            batch.validate(full=True)
            yield batch
        except pa.ArrowInvalid:
            found = zip(batch.schema.names, batch.columns, strict=True)
            columns = [_mend_column(name, column, first, reasons) for name, column in found]
            yield pa.RecordBatch.from_arrays(columns, schema=batch.schema)
        first += len(batch)


def _mend_column(name: str, column: pa.Array, first: int, reasons: dict[int, str]) -> pa.Array:
    import pyarrow as pa

    try:
        column.validate(full=True)
    except pa.ArrowInvalid as error:
        if not _is_text(column.type):
            raise RecordError(f"column {name!r} holds what cannot be: {error}") from None
    else:
        return column
    values = column.cast(pa.large_binary()).to_pylist()
    for at, value in enumerate(values):
        try:
            (value or b"").decode()
        except UnicodeDecodeError as error:
            values[at] = None
            reason = f"byte {error.start} of {name!r} is not UTF-8; write the file again"
            reasons[first + at] = "; ".join(filter(None, (reasons.get(first + at), reason)))
    return pa.array(values, pa.large_binary()).cast(column.type)


def read_separated(
    path: Path, separator: str, header: list[str], text: str | None
) -> pd.DataFrame | None:
    """Return a row per record of a table in UTF-8; None where anything is wrong, or might be.

    WORDS is added if `text` names one of the columns, which are called as in `header`.
    """
    at = header.index(text) if text in header else -1
    names = [f"f{number}" for number in range(len(header))]
    found = (_parse(path, separator, names, block, at) for block in _BLOCKS)
    table, words = next((each for each in found if each is not None), (None, None))
    if table is None or table.column_names != names or table[0][-1].as_py() != LAST_LINE:
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

    last_line = f"\n{separator.join(LAST_LINE for _ in names)}"
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
            return _gather(batches, batches.schema, text)
    except pa.ArrowInvalid:
        return None


def _gather(
    batches: Iterable[pa.RecordBatch], schema: pa.Schema, text: int
) -> tuple[pa.Table, np.ndarray | None]:
    """Return the batches as one table, and the words of the column `text` if it is of text."""
    import pyarrow as pa

    counted = text >= 0 and _is_text(schema.types[text])
    kept, counts = [], []
    with ThreadPoolExecutor(pa.cpu_count()) as threads:
        for batch in batches:
            kept.append(batch)
            if counted:
                counts.append(threads.submit(count_words_in, batch.column(text)))
        words = [np.zeros(0, np.int64), *(count.result() for count in counts)]
    return pa.Table.from_batches(kept, schema), np.concatenate(words) if counted else None


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
