"""JSON Lines: an object per line, whose keys are the columns."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from toolkit.read.bounds import LARGEST_LINE, Bounds
from toolkit.read.formats.export import REASON, RecordError, expect_whole
from toolkit.read.formats.format import TableFormat
from toolkit.read.formats.json_records import as_frame, flat
from toolkit.read.formats.media import codec_of_file

if TYPE_CHECKING:
    import pandas as pd

_ROWS = 2_000  # records that are put into a table at once


def read_json_lines(
    path: Path,
    *,
    encoding: str,
    bounds: Bounds,
    text: str | None,  # noqa: ARG001 (its words are counted later)
) -> pd.DataFrame:
    """Return a row per line of a JSON Lines file, with the REASON of a faulty one.

    Raises
    ------
    RecordError, OSError
        If it holds too much, or is not text.
    """
    rows: list[dict[str, Any]] = []
    names: set[str] = set()
    for row in _rows_of(path, encoding):
        rows.append(row)
        names.update(row)
        bounds.check(len(rows), len(names))
    return as_frame(rows)


def stream_json_lines(path: Path, *, encoding: str, bounds: Bounds) -> Iterator[pd.DataFrame]:
    """Yield the rows of a JSON Lines file as `read_json_lines` returns them, some at a time.

    The file is read twice: any of its lines may have a column that the others lack.

    Raises
    ------
    RecordError, OSError
        As `read_json_lines` does.
    """
    names: dict[str, None] = {}
    for count, row in enumerate(_rows_of(path, encoding), start=1):
        names.update(dict.fromkeys(row))
        bounds.check(count, len(names))
    rows = _rows_of(path, encoding)
    while some := list(islice(rows, _ROWS)):
        yield as_frame(some, list(names))


def _rows_of(path: Path, encoding: str) -> Iterator[dict[str, Any]]:
    codec = codec_of_file(path, encoding)
    for number, line in enumerate(_lines_of(path), start=1):
        if line is None or line.strip():
            yield _json_record(line, number, codec)


def _lines_of(path: Path) -> Iterator[bytes | None]:
    """Yield the lines of a file; None for one that is too long."""
    with path.open("rb") as file:
        while line := file.readline(LARGEST_LINE + 1):
            if len(line) <= LARGEST_LINE:
                yield line.rstrip(b"\r\n")
                continue
            while not line.endswith(b"\n") and line:
                line = file.readline(LARGEST_LINE)
            yield None


def _json_record(line: bytes | None, number: int, codec: str) -> dict[str, Any]:
    if line is None:
        return {REASON: f"line {number} is longer than {LARGEST_LINE / 1e6:,.0f} MB"}
    try:
        record = json.loads(line.decode(codec))
        if not isinstance(record, dict):
            kind = type(record).__name__
            return {REASON: f"line {number}: found a JSON {kind}, expected an object"}
        columns = flat(record)
    except (ValueError, RecursionError) as error:
        return {REASON: f"line {number} is not valid JSON: {error}"}
    try:
        expect_whole(columns)
    except RecordError as error:
        return {REASON: f"line {number}: {error}"}
    return columns


FORMATS = (
    TableFormat("JSON Lines", (".jsonl", ".ndjson"), read_json_lines, stream=stream_json_lines),
)
