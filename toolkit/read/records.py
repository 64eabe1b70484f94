"""Records: what the files of a source hold, before they become articles."""

from __future__ import annotations

import codecs
import csv
import json
import re
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

TEXT_SUFFIXES = (".txt", ".md")
TABLE_SUFFIXES = (".csv", ".tsv", ".jsonl", ".parquet")

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)^---[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_BINARY = (b"PK\x03\x04", b"%PDF", b"{\\rtf", b"\xd0\xcf\x11\xe0", b"\x89PNG", b"PAR1")
_BAD_ROW = "\x00bad row: "


class CorpusError(ValueError):
    """A corpus that cannot be read at all; the message says what was found and what to do."""


class RecordError(ValueError):
    """One record that cannot be read; the rest of the corpus is."""


def read_folder(folder: Path, *, encoding: str, filenames: str | None) -> pd.DataFrame:
    """Return a row per file below `folder`: source, record, reason, doc_id, text, docvars.

    YAML files and hidden files are passed over. A file that cannot be read gives a row with a
    `reason` and no text.
    """
    pattern = _filename_pattern(filenames) if filenames else None
    rows = []
    for path in _files(folder):
        source = path.relative_to(folder).as_posix()
        row: dict[str, Any] = {"source": source, "record": 1, "reason": None}
        try:
            row |= _read_text_file(path, encoding)
            row.setdefault("doc_id", path.relative_to(folder).with_suffix("").as_posix())
            if pattern:
                match = pattern.fullmatch(path.stem)
                if match:
                    row |= match.groupdict()
                else:
                    row["reason"] = (
                        f"the name does not fit {filenames!r}; read without docvars from its name"
                    )
        except RecordError as error:
            row["reason"] = str(error)
        rows.append(row)
    return pd.DataFrame(rows)


def read_table(path: Path, *, encoding: str) -> pd.DataFrame:
    """Return a row per record of a CSV, TSV, JSON Lines or Parquet file, all values as text.

    The columns `source`, `record` and `reason` are added; a record that cannot be parsed has a
    `reason`.

    Raises
    ------
    CorpusError
        If the file as a whole is none of these.
    """
    suffix = path.suffix.lower()
    try:
        if suffix == ".parquet":
            frame = pd.read_parquet(path)
        elif suffix == ".jsonl":
            frame = _read_json_lines(path)
        else:
            frame = _read_separated(path, "\t" if suffix == ".tsv" else ",", encoding)
    except (OSError, ValueError, csv.Error) as error:
        detail = getattr(error, "strerror", None) or str(error).splitlines()[0]
        raise CorpusError(
            f"{path}: cannot be read as {suffix[1:]} ({detail}); check that the file is whole and "
            "that its ending names its format"
        ) from None
    if "reason" not in frame:
        frame["reason"] = None
    frame["source"] = path.name
    frame["record"] = range(1, len(frame) + 1)
    return frame


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(folder)
        hidden = any(part.startswith(".") for part in relative.parts)
        if path.is_dir() or hidden or path.suffix.lower() in (".yml", ".yaml"):
            continue
        yield path


def _read_text_file(path: Path, encoding: str) -> dict[str, Any]:
    if path.suffix.lower() not in TEXT_SUFFIXES:
        raise RecordError(
            f"found a file of type {path.suffix or 'without ending'!r}, expected one of "
            f"{', '.join(TEXT_SUFFIXES)}; convert it, or load a table by its own path"
        )
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise RecordError("found no regular file (a pipe, socket or device)")
        text = _decode(path.read_bytes(), encoding)
    except OSError as error:
        raise RecordError(f"cannot be read: {error.strerror}") from None
    return _split_front_matter(text)


def _decode(data: bytes, encoding: str) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"
    elif data.startswith(_BINARY) or b"\x00" in data:
        raise RecordError("found binary data, expected plain text; export it as text")
    elif encoding.lower().replace("_", "-") in ("utf-8", "utf8"):
        encoding = "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise RecordError(
            f"byte {error.start} ({data[error.start : error.start + 1]!r}) is not {encoding}; save "
            "the file as UTF-8, or name its encoding (encoding='cp1252', say)"
        ) from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _split_front_matter(text: str) -> dict[str, Any]:
    match = _FRONT_MATTER.match(text)
    if not match:
        return {"text": text}
    try:
        fields = yaml.load(match.group(1), Loader=yaml.BaseLoader) or {}  # noqa: S506 (text only)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f"line {mark.line + 2}: " if mark else ""
        raise RecordError(
            f"{line}the front matter is no YAML ({getattr(error, 'problem', error)}); quote "
            "values that hold ': '"
        ) from None
    if not isinstance(fields, dict):
        raise RecordError("the front matter is no list of 'key: value' lines")
    docvars = {str(key): _flat(str(key), value) for key, value in fields.items()}
    return docvars | {"text": text[match.end() :]}


def _flat(key: str, value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return "; ".join(value)
    raise RecordError(f"front matter: {key}: found nested values, expected a text or a list")


def _filename_pattern(template: str) -> re.Pattern:
    pieces = re.split(r"\{(\w+)\}", template)
    names = pieces[1::2]
    if not names or len(set(names)) < len(names):
        raise ValueError(
            f"filenames: found {template!r}, expected names in braces, each once, such as "
            "'{outlet}_{date}_{title}'"
        )
    pattern = "".join(
        f"(?P<{piece}>.+?)" if at % 2 else re.escape(piece) for at, piece in enumerate(pieces)
    )
    return re.compile(pattern, re.DOTALL)


def _read_separated(path: Path, separator: str, encoding: str) -> pd.DataFrame:
    options: dict[str, Any] = {
        "sep": separator,
        "dtype": str,
        "keep_default_na": False,
        "encoding": "utf-8-sig" if encoding.lower() in ("utf-8", "utf8") else encoding,
    }
    try:
        return _read_uneven(path, options)
    except UnicodeDecodeError:
        frame = _read_uneven(path, options | {"encoding_errors": "replace"})
    reason = frame.get("reason", pd.Series(None, index=frame.index, dtype=object))
    for column in frame.columns.drop("reason", errors="ignore"):
        undecoded = frame[column].str.contains("\ufffd", regex=False, na=False)
        reason[undecoded] = (
            f"{column!r} is not {encoding}; save the file as UTF-8, or name its encoding "
            "(encoding='cp1252', say)"
        )
        frame.loc[undecoded, column] = None
    return frame.assign(reason=reason)


def _read_uneven(path: Path, options: dict[str, Any]) -> pd.DataFrame:
    try:
        return pd.read_csv(path, **options)
    except pd.errors.ParserError:
        pass  # some rows have too many fields: read again, slowly, and mark them
    errors = options.get("encoding_errors", "strict")
    with path.open(encoding=options["encoding"], errors=errors, newline="") as file:
        width = len(next(csv.reader(file, delimiter=options["sep"])))

    def mark(fields: list[str]) -> list[str]:
        message = f"found {len(fields)} fields, expected {width}"
        return [f"{_BAD_ROW}{message}; quote fields that hold a separator"] + [""] * (width - 1)

    frame = pd.read_csv(path, engine="python", on_bad_lines=mark, **options)
    first = frame.iloc[:, 0]
    uneven = first.str.startswith(_BAD_ROW).fillna(False).astype(bool)
    reason = pd.Series(None, index=frame.index, dtype=object)
    reason[uneven] = first[uneven].str.removeprefix(_BAD_ROW)
    return frame.assign(reason=reason)


def _read_json_lines(path: Path) -> pd.DataFrame:
    rows = []
    for number, line in enumerate(path.read_bytes().splitlines(), start=1):
        if not line.strip():
            continue
        try:
            record = json.loads(line.decode("utf-8-sig"))
        except ValueError as error:
            rows.append({"reason": f"line {number} is no JSON: {error}"})
            continue
        if isinstance(record, dict):
            rows.append({key: _json_text(value) for key, value in record.items()})
        else:
            found = type(record).__name__
            rows.append({"reason": f"line {number}: found a JSON {found}, expected an object"})
    return pd.DataFrame(rows)


def _json_text(value: Any) -> Any:
    if value is None or isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False)
