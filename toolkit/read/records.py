"""Records: what the files of a source hold, before they become articles."""

from __future__ import annotations

import codecs
import csv
import io
import json
import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import yaml

from toolkit.read.batches import LAST_LINE, read_parquet, read_separated
from toolkit.read.bounds import LARGEST_LINE, Bounds, bounds_of
from toolkit.read.formats.export import REASON, RECORD, SOURCE, RecordError
from toolkit.read.header import COLUMNS, column_names, own_name

TEXT_SUFFIXES = (".txt", ".md")
TABLE_SUFFIXES = (".csv", ".tsv", ".jsonl", ".parquet")

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)^---[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_KEY = r"[^\W\d][\w -]{0,30}:(?:[ \t].*)?\n"
_UNCLOSED = re.compile(rf"---[ \t]*\n(?:{_KEY}){{1,20}}(?!---)")
_UNOPENED = re.compile(rf"(?:{'|'.join(COLUMNS)}):.*\n(?:{_KEY}){{0,20}}---[ \t]*(?:\n|\Z)", re.I)
_BINARY = (b"PK\x03\x04", b"%PDF", b"{\\rtf", b"\xd0\xcf\x11\xe0", b"\x89PNG", b"PAR1")
_ESCAPED = re.compile("[\udc80-\udcff]")  # bytes that could not be decoded
_LONGEST_FIELD = 2**31 - 1
_LONGEST_HEADER = 1_000_000  # characters
_MOST_KEYS = 1_000  # of front matter
_LONGEST_FRONT_MATTER = 50_000  # characters: YAML is slow to read


class CorpusError(ValueError):
    """A corpus that cannot be read at all; the message says what was found and what to do."""


def read_table(
    path: Path, *, encoding: str, text: str | None = None, alone: bool = True
) -> pd.DataFrame:
    """Return a row per record of a CSV, TSV, JSON Lines or Parquet file.

    Values are text, those of Parquet as they are. The columns SOURCE, RECORD and REASON are
    added; a record that cannot be parsed has a REASON. WORDS is added if the words of the column
    `text` could be counted on the way. `alone` says whether the table is loaded by its own path,
    or is one file of a folder, whose size is bounded as that of all others.

    Raises
    ------
    CorpusError
        If the file as a whole is none of these, or holds too much.
    """
    suffix = path.suffix.lower()
    if suffix not in TABLE_SUFFIXES:
        raise CorpusError(
            f"{path}: found a file of type {suffix or 'without ending'!r}, expected one of "
            f"{', '.join(TABLE_SUFFIXES)}, or a folder of {' and '.join(TEXT_SUFFIXES)} files"
        )
    try:
        bounds = bounds_of(path, alone=alone)
        if suffix == ".parquet":
            frame = read_parquet(path, bounds, text)
        elif suffix == ".jsonl":
            frame = _read_json_lines(path, encoding, bounds)
        else:
            separator = "\t" if suffix == ".tsv" else ","
            frame = _read_separated(path, separator, encoding, bounds, text)
    except RecordError as error:
        raise CorpusError(f"{path}: {error}") from None
    except (OSError, ValueError, csv.Error) as error:
        detail = getattr(error, "strerror", None) or str(error).splitlines()[0]
        raise CorpusError(
            f"{path}: cannot be read as {suffix[1:]} ({detail}); check that the file is whole and "
            "that its ending names its format"
        ) from None
    if REASON not in frame:
        frame[REASON] = None
    return frame.assign(**{SOURCE: path.name, RECORD: range(1, len(frame) + 1)})


def read_text_file(path: Path, encoding: str) -> dict[str, Any]:
    """Return the text of a file, and the columns of its front matter.

    Raises
    ------
    RecordError
        If it is no plain text, or its front matter is faulty.
    """
    try:
        text = _decode(path.read_bytes(), encoding)
    except OSError as error:
        raise RecordError(f"cannot be read: {error.strerror}") from None
    return _split_front_matter(text)


def _decode(data: bytes, encoding: str) -> str:
    codec = _codec(data, encoding)
    try:
        text = data.decode(codec)
    except UnicodeDecodeError as error:
        raise RecordError(
            f"byte {error.start} ({data[error.start : error.start + 1]!r}) is not {codec}; save "
            "the file as UTF-8, or name its encoding (encoding='cp1252', say)"
        ) from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _codec(data: bytes, encoding: str) -> str:
    """Return the encoding of a file that begins with `data`: what its first bytes say, or that."""
    name = codecs.lookup(encoding).name
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if data.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    wide = name.startswith(("utf-16", "utf-32"))
    if data.startswith(_BINARY) or (b"\x00" in data and not wide):
        raise RecordError("found binary data, expected plain text; export it as text")
    return "utf-8-sig" if name == "utf-8" else encoding


def _codec_of(path: Path, encoding: str) -> str:
    with path.open("rb") as file:
        return _codec(file.read(4096), encoding)


def _split_front_matter(text: str) -> dict[str, Any]:
    match = _FRONT_MATTER.match(text)
    if not match:
        if _UNCLOSED.match(text):
            raise RecordError("the front matter is never closed; put a line '---' below it")
        if _UNOPENED.match(text):
            raise RecordError("found front matter without a line '---' above it; put one there")
        return {"text": text}
    if match.end() > _LONGEST_FRONT_MATTER:
        raise RecordError(
            f"found front matter of {match.end():,} characters, expected at most "
            f"{_LONGEST_FRONT_MATTER:,}; close it with a line '---'"
        )
    try:
        fields = yaml.load(match.group(1), Loader=yaml.BaseLoader) or {}  # noqa: S506 (text only)
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        line = f"line {mark.line + 2}: " if mark else ""
        raise RecordError(
            f"{line}the front matter is no YAML ({getattr(error, 'problem', error)}); quote "
            "values that hold ': '"
        ) from None
    if not isinstance(fields, dict):
        raise RecordError("the front matter is no list of 'key: value' lines")
    if len(fields) > _MOST_KEYS:
        raise RecordError(
            f"found front matter of {len(fields):,} keys, expected at most {_MOST_KEYS:,}; name "
            "only what you want as columns"
        )
    docvars = {_our_name(str(key)): _flat(str(key), value) for key, value in fields.items()}
    return docvars | {"text": text[match.end() :]}


def _our_name(key: str) -> str:
    """Return the name of ours that a key means, in small or capital letters; else the key."""
    return key.lower() if key.lower() in COLUMNS else own_name(key)


def _flat(key: str, value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return "; ".join(value)
    raise RecordError(f"front matter: {key}: found nested values, expected a text or a list")


def _read_separated(
    path: Path, separator: str, encoding: str, bounds: Bounds, text: str | None
) -> pd.DataFrame:
    codec = _codec_of(path, encoding)
    limit = csv.field_size_limit(_LONGEST_FIELD)
    try:
        names = column_names(_read_header(path, separator, codec))
        bounds.check(0, len(names))
        bounds.check_marks(path, separator)
        quick = read_separated(path, separator, names, text) if codec == "utf-8-sig" else None
        frame = _read_exactly(path, separator, encoding, names) if quick is None else quick
    finally:
        csv.field_size_limit(limit)
    bounds.check(len(frame), len(names))
    return frame


def _read_exactly(path: Path, separator: str, encoding: str, names: list[str]) -> pd.DataFrame:
    """Return the same table as `read_separated`, with what is wrong with a record."""
    codec = _codec_of(path, encoding)
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
        reader = csv.reader(chain(file, [LAST_LINE]), delimiter=separator)
        lines = [fields for fields in reader if fields]
    if lines.pop() != [LAST_LINE]:
        raise ValueError("a quotation mark that opens a field is never closed")
    if not lines:
        raise ValueError("the file is empty")
    return lines


def _fit(fields: list[str], names: list[str], encoding: str) -> list[str | None]:
    """Return the fields of a record, one per name, and the reason why they are not sound."""
    width = len(names)
    if len(fields) > width and any(fields[width:]):
        found = f"found {len(fields)} fields, expected {width}"
        return [None] * width + [f"{found}; quote fields that hold a separator"]
    reason = None
    if len(fields) < width:
        found = f"found {len(fields)} field(s), expected {width}"
        reason = f"{found}; quote fields that hold a line break"
    row: list[str | None] = [*fields[:width], *[None] * (width - len(fields))]
    for at, field in enumerate(row):
        if field is not None and not field.isascii() and _ESCAPED.search(field):
            row[at] = None
            reason = (
                f"{names[at]!r} is not {encoding}; save the file as UTF-8, or name its encoding "
                "(encoding='cp1252', say)"
            )
    return [*row, reason]


def _read_json_lines(path: Path, encoding: str, bounds: Bounds) -> pd.DataFrame:
    codec = _codec_of(path, encoding)
    rows: list[dict[str, Any]] = []
    names: set[str] = set()
    for number, line in enumerate(_lines_of(path), start=1):
        if line is not None and not line.strip():
            continue
        rows.append(_json_record(line, number, codec))
        names.update(rows[-1])
        bounds.check(len(rows), len(names))
    return pd.DataFrame(rows)


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
        if b"\\u" in line:  # it may be half a surrogate pair, which is no text
            json.dumps(record, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        return {REASON: f"line {number} is no JSON: {error}"}
    if isinstance(record, dict):
        return {own_name(key): _json_text(value) for key, value in record.items()}
    return {REASON: f"line {number}: found a JSON {type(record).__name__}, expected an object"}


def _json_text(value: Any) -> Any:
    if value is None or isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False)


def note(raw: pd.DataFrame, where: pd.Series, reason: str | pd.Series) -> None:
    """Add a reason to records, after those that they have."""
    if not where.any():
        raw[REASON] = raw[REASON].astype("str")
        return
    before = (raw[REASON].astype("str") + "; ").fillna("")
    raw[REASON] = raw[REASON].astype("str").mask(where, before + reason)


def tidy(values: pd.Series, *, line_breaks: bool = False) -> pd.Series:
    """Return a column as text without blanks around it, or only line breaks if it is the text.

    Every line break is a line feed then. What is empty is missing.
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
