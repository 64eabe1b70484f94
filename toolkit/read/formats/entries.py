"""Entries of bibliographies as articles: what RIS and BibTeX share."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from toolkit.read.formats.export import REASON
from toolkit.read.formats.words import language_code
from toolkit.read.header import own_name
from toolkit.text.days import read_day

_NO_TEXT = "found an entry without an abstract or a text; export the texts, and load these"


def record_of(
    fields: Mapping[str, list[str]], columns: Mapping[str, Sequence[str]]
) -> dict[str, Any]:
    """Return the record of an entry: {field: its values}, and which fields fill which column.

    The first field that a column names and the entry has fills it, of `text` the longest; all
    others stay under their names. Values of one field are joined by semicolons, those of a
    text as paragraphs.
    """
    texts = columns["text"]
    given = {
        name: ("\n\n" if name in texts else "; ").join(filter(None, values))
        for name, values in fields.items()
    }
    record: dict[str, Any] = {}
    for column, names in columns.items():
        there = [name for name in names if given.get(name)]
        if column == "text":
            there.sort(key=lambda name: -len(given[name]))
        if there:
            record[column] = given.pop(there[0])
    record |= {own_name(name): value for name, value in given.items() if value}
    if "date" in record:
        date = re.sub(r"/[^/\d][^/]*$", "", record["date"]).rstrip("/ ")  # 2019/07/01/Monday
        record["date"] = read_day(date) or date
    if "language" in record:
        record["language"] = language_code(record["language"])
    return record if "text" in record else record | {REASON: _NO_TEXT}
