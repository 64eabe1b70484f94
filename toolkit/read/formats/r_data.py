"""R: data frames saved by saveRDS (.rds) or save (.RData, .rda), and corpora of quanteda."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from toolkit.read.formats.content import Content
from toolkit.read.formats.export import Export, RecordError
from toolkit.read.formats.format import Format
from toolkit.read.formats.media import ANY, GZIP, decode
from toolkit.read.formats.spreadsheet import export_rows

_WORKSPACE, _OBJECT = rb"RD[XAB][23]\n", rb"(?:X\n\x00{3}[\x02\x03]|A\n[23]\n|B\n[\x02\x03]\x00{3})"
_PLAIN = re.compile(rb"%b|%b" % (_WORKSPACE, _OBJECT))
_PACKED = (GZIP, b"BZh", b"\xfd7zXZ\x00")
_SUFFIXES = (".rds", ".rdata", ".rda")
_OF_QUANTEDA = ("docname_", "docid_", "segid_")
_FIRST_DAY = date(1970, 1, 1)


def is_r(content: Content) -> bool:
    """Tell whether a file is of R: by its first bytes, packed ones by their ending too."""
    packed = content.suffix in _SUFFIXES and content.data.startswith(_PACKED)
    return packed or bool(_PLAIN.match(content.data))


def read_r(content: Content) -> list[Export]:
    """Return an export per object, where there are several named as the object.

    A record is a row of a data frame, or a text of a corpus of quanteda with its docvars. Names of
    rows that are no numbers are a column ``row_names``.

    Raises
    ------
    RecordError
        If `rdata` is not installed.
    """
    try:
        from rdata.parser import parse_data
    except ImportError:
        raise RecordError(
            "found a file of R; to read it install rdata (pip install rdata), or save the data "
            "frame as CSV"
        ) from None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that it cannot tell .rds by its content
        try:
            top = parse_data(content.data, extension=".rds").object
        except MemoryError:
            raise
        except Exception as error:  # of whatever kind: it stands for a file that is no such
            raise RecordError(
                f"found a file of R that breaks off, or holds what is not read "
                f"({type(error).__name__}: {str(error)[:200]}); save the data frame alone, with "
                "saveRDS"
            ) from None
    exports = []
    for name, value in _objects(top):
        try:
            export = export_rows(list(_rows(value)))
        except RecordError as error:
            export = Export(table=True, reason=str(error))
        export.name = name
        exports.append(export)
    if not exports:
        raise RecordError("found no object in this file of R, expected a data frame")
    if len(exports) == 1:
        exports[0].name = ""
    return exports


def _objects(top: Any) -> Iterator[tuple[str, Any]]:
    """Yield (name, object) of a workspace; of one object, without a name."""
    if top.info.type.name not in ("LIST", "NILVALUE"):
        yield "", top
        return
    while top.info.type.name == "LIST":
        yield _symbol(top.tag), top.value[0]
        top = top.value[1]


def _rows(value: Any) -> Iterator[list[Any]]:
    """Yield the names of the columns of a data frame or a corpus, then its rows."""
    attributes = _attributes(value)
    classes = _values(attributes.get("class"))
    if "corpus" in classes and value.info.type.name == "STR":
        columns = {"doc_id": _values(attributes.get("names")), "text": _values(value)}
        docvars = _columns(attributes["docvars"]) if "docvars" in attributes else {}
        columns["doc_id"] = docvars.get("docname_", columns["doc_id"])
        columns |= {name: held for name, held in docvars.items() if name not in _OF_QUANTEDA}
    elif "data.frame" in classes:
        columns = _columns(value)
    else:
        kind = classes[0] if classes else value.info.type.name.lower()
        raise RecordError(
            f"found an object of R of the class {kind!r}, expected a data frame; save it as one"
        )
    if len({len(held) for held in columns.values()}) > 1:
        raise RecordError("found columns of different lengths; save the data frame again")
    yield list(columns)
    yield from map(list, zip(*columns.values(), strict=True))


def _columns(frame: Any) -> dict[str, list[Any]]:
    attributes = _attributes(frame)
    names = [str(name) for name in _values(attributes.get("names"))]
    columns = dict(zip(names, map(_values, frame.value), strict=True))
    rows = _values(attributes.get("row.names"))
    if any(isinstance(name, str) and not name.isdecimal() for name in rows):
        columns = {"row_names": rows} | columns
    return columns


def _attributes(value: Any) -> dict[str, Any]:
    return dict(_objects(value.attributes)) if value.attributes else {}


def _symbol(tag: Any) -> str:
    while tag is not None and tag.referenced_object is not None:
        tag = tag.referenced_object
    return decode(tag.value.value) if tag is not None else ""


def _values(value: Any) -> list[Any]:
    """Return the values of a vector: texts, numbers, days, times; None where one is missing."""
    kind = value.info.type.name if value is not None else "NILVALUE"
    if kind == "NILVALUE":
        return []
    if kind == "STR":
        return [_text(item) for item in value.value]
    if kind == "VEC":
        lists = (map(str, filter(None, _values(item))) for item in value.value)
        return ["; ".join(items) or None for items in lists]
    if kind not in ("INT", "REAL", "LGL"):
        raise RecordError(f"found a column of the type {kind.lower()}; leave it out")
    numbers = [None if number != number else number for number in value.value.tolist()]
    attributes = _attributes(value)
    classes = _values(attributes.get("class"))
    if "factor" in classes:
        levels = _values(attributes.get("levels"))
        return [levels[number - 1] if number else None for number in numbers]
    if "Date" in classes:
        return [_moment(number, days=True) for number in numbers]
    if "POSIXct" in classes:
        zone = (_values(attributes.get("tzone")) or [""])[0]
        return [_moment(number, zone=zone) for number in numbers]
    return numbers


def _text(item: Any) -> str | None:
    if item.value is None:
        return None
    latin = item.info.gp & 4
    return item.value.decode("cp1252", "replace") if latin else decode(item.value)


def _moment(number: float | None, *, days: bool = False, zone: str = "") -> date | float | None:
    """Return the day, or the time in its zone, that R counts from 1970; what is none as it is."""
    try:
        if number is None:
            return None
        if days:
            return _FIRST_DAY + timedelta(days=number)
        place = ZoneInfo(zone) if zone else UTC
        return datetime.fromtimestamp(number, UTC).astimezone(place).replace(tzinfo=None)
    except (OverflowError, ValueError, OSError, KeyError):
        return number


FORMATS = (Format("R", ANY, read_r, is_r),)
