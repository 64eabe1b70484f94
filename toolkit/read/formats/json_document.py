"""JSON in one piece: an array of records, records below a key, or a column a key."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from toolkit.read.bounds import Bounds
from toolkit.read.formats.export import LARGEST_FILE, REASON, RecordError
from toolkit.read.formats.format import TableFormat
from toolkit.read.formats.json_lines import read_json_lines
from toolkit.read.formats.json_records import as_frame, flat
from toolkit.read.formats.media import codec_of_file
from toolkit.read.header import COLUMNS, our_name

if TYPE_CHECKING:
    import pandas as pd

_LARGEST = 2 * LARGEST_FILE
_DEEPEST = 4  # keys below which records may stand


def read_json(path: Path, *, encoding: str, bounds: Bounds, text: str | None) -> pd.DataFrame:
    """Return a row per record of a JSON file, with the REASON of one that is no object.

    Lines of JSON are read as such, whatever the file is called.

    Raises
    ------
    RecordError, OSError
        If it is not valid, or holds too much.
    """
    size = path.stat().st_size
    if size > _LARGEST:
        raise RecordError(
            f"found {size / 1e6:,.0f} MB of JSON in one piece, expected at most "
            f"{_LARGEST / 1e6:,.0f} MB; save it as JSON Lines, an article a line (.jsonl)"
        )
    codec = codec_of_file(path, encoding)
    try:
        given = path.read_bytes().decode(codec)
        held = json.loads(given)
        if "\\u" in given:  # it may be half a surrogate pair, which is not text
            json.dumps(held, ensure_ascii=False).encode()
        rows = [_row(record, at) for at, record in enumerate(records_of(held), start=1)]
    except RecordError:
        raise
    except json.JSONDecodeError as error:
        if error.msg == "Extra data" and _ends_line(given, error.pos):
            return read_json_lines(path, encoding=encoding, bounds=bounds, text=text)
        raise RecordError(f"line {error.lineno} is not valid JSON: {error.msg}") from None
    except (ValueError, RecursionError) as error:
        raise RecordError(f"found JSON that cannot be read ({error}); save it again") from None
    bounds.check(len(rows), len(set().union(*rows)))
    return as_frame(rows)


def try_json(path: Path, bounds: Bounds) -> None:
    """Read a JSON file and forget it: what it does to memory, it does to the process that tries.

    Raises
    ------
    RecordError
        If it holds too much.
    """
    read_json(path, encoding="latin-1", bounds=bounds, text=None)


def records_of(held: Any) -> list[Any]:
    """Return the records that a value of JSON holds, by its shape.

    An array is one of records. An object holds columns (each an array, or an object by row), or
    records by their names, or somewhere below it the longest array of objects; else it is a record.
    """
    if isinstance(held, list):
        return held
    if not isinstance(held, dict):
        raise RecordError(f"found a JSON {type(held).__name__}, expected records")
    columns = _columns(held)
    if columns is not None:
        return columns
    below = max(_arrays(held, _DEEPEST), key=len, default=None)
    if below is not None:
        return below
    values = list(held.values())
    alike = len(values) > 1 and all(isinstance(value, dict) and value for value in values)
    if alike and len({tuple(sorted(value)) for value in values}) == 1:
        return [{"doc_id": name} | value for name, value in held.items()]
    return [held]


def _columns(held: dict[str, Any]) -> list[dict[str, Any]] | None:
    """Return the records of an object of columns, one of which is called as one of ours."""
    values = list(held.values())
    if not {our_name(name) for name in held} & set(COLUMNS):
        return None
    if all(isinstance(value, list) for value in values) and len({len(v) for v in values}) == 1:
        return [dict(zip(held, row, strict=True)) for row in zip(*values, strict=True)]
    if all(isinstance(value, dict) for value in values) and len({tuple(v) for v in values}) == 1:
        return [{name: value[key] for name, value in held.items()} for key in values[0]]
    return None


def _arrays(held: Any, deep: int) -> list[list[Any]]:
    """Return the arrays of objects below a value."""
    if isinstance(held, list):
        return [held] if held and all(isinstance(value, dict) for value in held) else []
    if isinstance(held, dict) and deep:
        return [array for value in held.values() for array in _arrays(value, deep - 1)]
    return []


def _row(record: Any, at: int) -> dict[str, Any]:
    if isinstance(record, dict):
        return flat(record)
    return {REASON: f"record {at}: found a JSON {type(record).__name__}, expected an object"}


def _ends_line(given: str, at: int) -> bool:
    """Tell whether a value that ends before `at` is a line of its own."""
    return "\n" not in given[:at].strip() and "\n" in given[:at]


FORMATS = (TableFormat("JSON", (".json",), read_json, unpack=try_json),)
