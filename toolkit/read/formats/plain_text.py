"""Plain text: one article per file, with YAML front matter or none."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

from toolkit.read.formats.export import WHOLE, RecordError, expect_whole
from toolkit.read.formats.media import codec_of, codec_of_file
from toolkit.read.header import COLUMNS, own_name

SUFFIXES = (".txt", ".md")

_OPENING = r"---[ \t]*\n"
_FRONT_MATTER = re.compile(rf"{_OPENING}(.*?)^---[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_KEY = r"[^\W\d][\w -]{0,30}:(?:[ \t].*)?\n"
_UNCLOSED = re.compile(rf"{_OPENING}(?:{_KEY}){{1,20}}(?!---)")
_UNOPENED = re.compile(rf"(?:{'|'.join(COLUMNS)}):.*\n(?:{_KEY}){{0,20}}---[ \t]*(?:\n|\Z)", re.I)
_MOST_KEYS = 1_000  # of front matter
_LONGEST_FRONT_MATTER = 50_000  # characters: YAML is slow to read


def has_front_matter(text: str) -> bool:
    """Tell whether a text begins as front matter does."""
    return bool(re.match(_OPENING, text))


def read_text_file(path: Path, encoding: str) -> dict[str, Any]:
    """Return the text of a file, and the columns of its front matter.

    Raises
    ------
    RecordError
        If it is not plain text, or its front matter is faulty.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise RecordError(f"cannot be read: {error.strerror}") from None
    return read_text(data, codec_of_file(path, encoding))


def read_text(data: bytes, encoding: str) -> dict[str, Any]:
    """Return the text of a file that holds `data`, and the columns of its front matter.

    Raises
    ------
    RecordError
        As `read_text_file` does.
    """
    codec = codec_of(data, encoding)
    try:
        text = data.decode(codec)
    except UnicodeDecodeError as error:
        raise RecordError(
            f"byte {error.start} ({data[error.start : error.start + 1]!r}) is not {codec}; save "
            "the file as UTF-8, or name its encoding (encoding='cp1252', say)"
        ) from None
    columns = _split_front_matter(text.replace("\r\n", "\n").replace("\r", "\n"))
    expect_whole(columns)
    return columns


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
            f"{line}the front matter is not valid YAML ({getattr(error, 'problem', error)}); quote "
            "values that contain ': '"
        ) from None
    if not isinstance(fields, dict):
        raise RecordError("the front matter is not a list of 'key: value' lines")
    if len(fields) > _MOST_KEYS:
        raise RecordError(
            f"found front matter of {len(fields):,} keys, expected at most {_MOST_KEYS:,}; name "
            "only what you want as columns"
        )
    size = sum(map(_length, fields.values()))
    if size > _LONGEST_FRONT_MATTER:
        raise RecordError(
            f"found front matter whose aliases swell to {size:,} characters, expected at most "
            f"{_LONGEST_FRONT_MATTER:,}; write what they stand for"
        )
    docvars = {_our_name(str(key)): _flat(str(key), value) for key, value in fields.items()}
    return docvars | {"text": text[match.end() :], WHOLE: True}


def _our_name(key: str) -> str:
    """Return the name of ours that a key means, in small or capital letters; else the key."""
    return key.lower() if key.lower() in COLUMNS else own_name(key)


def _length(value: Any) -> int:
    """Return how many characters a value has, each time that an alias of it stands for them."""
    return sum(map(len, value)) if isinstance(value, list) else len(value)


def _flat(key: str, value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return "; ".join(value)
    raise RecordError(f"front matter: {key}: found nested values, expected a text or a list")
