"""Parquet: columns of any type, checked before they are unpacked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.read.batches import gather, is_text
from toolkit.read.bounds import Bounds, check_parquet, open_parquet, unpack_parquet
from toolkit.read.formats.export import REASON, WORDS, RecordError
from toolkit.read.formats.format import TableFormat
from toolkit.read.formats.media import PARQUET
from toolkit.read.header import column_names
from toolkit.read.years import beyond_calendar

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

_ROWS = 2_000  # records that are unpacked at once
_BUFFER = 1 << 16  # bytes of a column that are read at once
_INDEX = re.compile(r"__index_level_\d+__")  # what pandas calls one without a name


def read_parquet(
    path: Path,
    *,
    encoding: str,  # noqa: ARG001 (Parquet is UTF-8)
    bounds: Bounds,
    text: str | None,
) -> pd.DataFrame:
    """Return a row per record of a Parquet file, with WORDS if `text` names a column of text.

    Text that is not UTF-8, and a time that no calendar has, are left out of their record, which
    gets a REASON.

    Raises
    ------
    RecordError
        If it unpacks to too much, or holds invalid values other than text.
    OSError, ValueError
        If it is not a valid Parquet file.
    """
    check_parquet(path, bounds)
    with open_parquet(path) as file:
        schema = _with_text(file.schema_arrow)
        reasons: dict[int, str] = {}
        batches = _mend(file.iter_batches(_ROWS), schema, reasons)
        table, words = gather(batches, schema, schema.get_field_index(text or ""))
    frame = _with_reasons(_to_pandas(table, text or "text"), reasons)
    return frame if words is None else frame.assign(**{WORDS: words})


def stream_parquet(
    path: Path,
    *,
    encoding: str,  # noqa: ARG001 (Parquet is UTF-8)
    bounds: Bounds,
) -> Iterator[pd.DataFrame]:
    """Yield the rows of a Parquet file as `read_parquet` returns them, some at a time.

    Raises
    ------
    RecordError, OSError, ValueError
        As `read_parquet` does.
    """
    import pyarrow as pa

    check_parquet(path, bounds)
    with open_parquet(path, pre_buffer=False, buffer_size=_BUFFER) as file:
        schema = _with_text(file.schema_arrow)
        for batch in file.iter_batches(_ROWS, use_threads=False):
            reasons: dict[int, str] = {}
            table = pa.Table.from_batches(_mend([batch], schema, reasons), schema)
            yield _with_reasons(_to_pandas(table, "text"), reasons)


def _with_reasons(frame: pd.DataFrame, reasons: dict[int, str]) -> pd.DataFrame:
    import pandas as pd

    _drop_beyond_calendar(frame, reasons)
    return frame.assign(**{REASON: pd.Series(reasons, frame.index, dtype="str")})


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
        if _is_list(field.type) and is_text(field.type.value_type):
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


def _drop_beyond_calendar(frame: pd.DataFrame, reasons: dict[int, str]) -> None:
    for name in frame.select_dtypes(["datetime", "datetimetz"]):
        beyond = beyond_calendar(frame[name])
        if not beyond.any():
            continue
        frame[name] = frame[name].mask(beyond)
        for at in beyond.to_numpy().nonzero()[0].tolist():
            _add(reasons, at, f"{name!r} is not in the years 1 to 9999; write the file again")


def _add(reasons: dict[int, str], at: int, reason: str) -> None:
    reasons[at] = "; ".join(filter(None, (reasons.get(at), reason)))


def _is_list(kind: pa.DataType) -> bool:
    import pyarrow as pa

    return pa.types.is_list(kind) or pa.types.is_large_list(kind)


def _with_text(schema: pa.Schema) -> pa.Schema:
    """Return a schema with text in place of bytes, which some programs write instead."""
    import pyarrow as pa

    def holds_bytes(kind: pa.DataType) -> bool:
        if pa.types.is_dictionary(kind):
            return holds_bytes(kind.value_type)
        of = (pa.types.is_binary, pa.types.is_large_binary, pa.types.is_fixed_size_binary)
        return any(is_kind(kind) for is_kind in of)

    return pa.schema(
        field.with_type(pa.large_string()) if holds_bytes(field.type) else field for field in schema
    )


def _mend(
    batches: Iterable[pa.RecordBatch], schema: pa.Schema, reasons: dict[int, str]
) -> Iterator[pa.RecordBatch]:
    """Yield batches of valid values only; add the reasons why others are left out, by record."""
    import pyarrow as pa

    first = 0
    for batch in batches:
        if batch.schema.equals(schema) and not _fault(batch):
            yield batch
        else:
            pairs = zip(schema, batch.columns, strict=True)
            columns = [_mend_column(field, column, first, reasons) for field, column in pairs]
            yield pa.RecordBatch.from_arrays(columns, schema=schema)
        first += len(batch)


def _fault(values: pa.RecordBatch | pa.Array) -> str:
    """Return what is invalid in a batch or a column; nothing if all is well."""
    import pyarrow as pa

    try:
        values.validate(full=True)
    except pa.ArrowInvalid as error:
        return str(error)
    return ""


def _mend_column(
    field: pa.Field, column: pa.Array, first: int, reasons: dict[int, str]
) -> pa.Array:
    import pyarrow as pa

    name, kind, fault = field.name, field.type, _fault(column)
    if column.type == kind and not fault:
        return column
    if not _holds_text(kind):
        raise RecordError(f"column {name!r} holds invalid values: {fault}")
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    raw = pa.large_list(pa.large_binary()) if _is_list(kind) else pa.large_binary()
    values = column.cast(raw).to_pylist()
    for at, value in enumerate(values):
        try:
            for text in value if isinstance(value, list) else [value]:
                (text or b"").decode()
        except UnicodeDecodeError as error:
            values[at] = None
            reason = f"byte {error.start} of {name!r} is not UTF-8; write the file again"
            _add(reasons, first + at, reason)
    mended = pa.array(values, raw)
    if pa.types.is_dictionary(kind):
        mended = mended.cast(kind.value_type)
    return mended.cast(kind)


def _holds_text(kind: pa.DataType) -> bool:
    """Tell whether a column is of texts, of lists of them, or of texts that are stored once."""
    import pyarrow as pa

    return is_text(kind.value_type if _is_list(kind) or pa.types.is_dictionary(kind) else kind)


def try_parquet(path: Path, bounds: Bounds) -> None:
    """Unpack a Parquet file as it is read, and forget it.

    Raises
    ------
    RecordError
        If it holds too much.
    """
    try:
        check_parquet(path, bounds)
        unpack_parquet(path, bounds)
    except RecordError:
        raise
    except (ValueError, OSError):  # harmless damage: whoever reads the file will report it
        pass


FORMATS = (
    TableFormat(
        "Parquet",
        (".parquet",),
        read_parquet,
        signature=PARQUET + b"\x15",  # the last byte begins its first header, and no text
        unpack=try_parquet,
        stream=stream_parquet,
    ),
)
