"""Tables that Arrow unpacks batch by batch, while the words of earlier batches are counted."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from toolkit.read.bounds import Bounds, check_parquet
from toolkit.read.formats.export import REASON, WORDS, RecordError
from toolkit.word_counts import count_words_in

if TYPE_CHECKING:
    import pyarrow as pa

LAST_LINE = "\x00end of the file"
# Bytes that are parsed at once: no record may be larger. Blocks of a few MB go fastest.
_BLOCKS = 1 << 22, 1 << 24
_ROWS = 2_000  # records that are unpacked at once


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
    frame = table.to_pandas()
    unnamed = all(name is None for name in frame.index.names)
    frame = frame.reset_index(drop=unnamed).rename(columns=str)
    frame[REASON] = pd.Series(reasons, frame.index, dtype="str")
    return frame if words is None else frame.assign(**{WORDS: words})


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
        if not (pa.types.is_string(column.type) or pa.types.is_large_string(column.type)):
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

    counted = text >= 0 and schema.types[text] in (pa.string(), pa.large_string())
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
