"""Articles that hide in one record: what a text holds many times that an article has once."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from itertools import pairwise

import pandas as pd

from toolkit.read.files import TABLE
from toolkit.read.formats.export import FORMAT, WHOLE
from toolkit.read.formats.words import one_of
from toolkit.read.ledger import OUTCOME, SEVERAL
from toolkit.read.records import note
from toolkit.text.days import find_day

_LONGEST = 150_000  # characters: the longest pieces of newspapers have less than half of that
_MANY = 3  # copyright lines, date lines or labels; of what ends a record, two are enough
_LONGEST_LINE = 80  # characters of a line that tells the day of an article
_LONGEST_REST = 45  # letters beside the date
_LEAST_BELOW = 25  # words between such lines: those of a list stand closer together
_TIMES, _MORE = 3, 500  # of the words that an export says: headings and captions are not counted
_NOTICE = re.compile(r"^[^\w\n]{0,20}(?:copyright|©|\(c\)).{0,60}\b(?:19|20)\d\d\b", re.I | re.M)
_YEAR = re.compile(rf"^(?=.{{1,{_LONGEST_LINE}}}$).*\b(?:19|20)\d\d\b.*$", re.M)
_REMEDY = (
    "export them again in a form that is read apart, or split the file; if it is one article, say "
    "so in front matter (--- title: ... ---)"
)


def note_several(raw: pd.DataFrame) -> None:
    """Give records that may be several articles a reason; they are read all the same.

    Rows of tables are what their maker took for an article. So are texts below front matter, and
    those of one speaker, however long they are and whatever days they name; what ends the records
    of a database is told of there too.
    """
    looked = (raw[OUTCOME] == "read") & raw[FORMAT].ne(TABLE).fillna(value=True)
    if not looked.any():
        return
    whole = raw[WHOLE].notna() | raw["speaker"].notna()
    lengths = raw["length"] if "length" in raw else pd.Series(None, raw.index, dtype="object")
    parts = (raw.loc[looked, "text"], whole[looked], lengths[looked])
    found = {
        at: _sign(text, declared=whole_, length=length)
        for at, text, whole_, length in zip(raw.index[looked], *parts, strict=True)
    }
    signs = pd.Series(found, dtype="str").reindex(raw.index)
    note(raw, signs.notna(), f"{SEVERAL}: " + signs + f"; {_REMEDY}")


def _sign(text: str, *, declared: bool, length: object) -> str | None:
    """Return what tells that a text may be several articles; None if nothing does."""
    ends = Counter(match.group(0).rstrip() for match in _ends().finditer(text))
    ends.update("Document" for _ in _accessions().finditer(text))
    end, times = ends.most_common(1)[0] if ends else ("", 0)
    if times > 1:
        return f"found {times} times {end!r}, with which records of a database end"
    words = re.fullmatch(r"\s*(\d[\d.,]*)\s*(?:[^\W\d]+)?\s*", str(length))
    said = int(re.sub(r"\D", "", words.group(1))) if words else 0
    counted = text.count(" ") + text.count("\n\n")
    if said and counted > _TIMES * said + _MORE:
        return f"found {counted:,} words where the export says {said:,}"
    if declared:
        return None
    if len(text) > _LONGEST:
        return f"found {len(text):,} characters, far more than news has"
    labels = [label for label, n in Counter(_labels().findall(text)).items() if n >= _MANY]
    if len(labels) > 1:
        return f"found the labels {', '.join(sorted(labels))} {_MANY} times and more"
    notices = sum(1 for _ in _NOTICE.finditer(text))
    if notices >= _MANY:
        return f"found {notices} copyright lines"
    dates = _date_lines(text)
    return (
        f"found {dates} lines that tell a day, each with a text below" if dates >= _MANY else None
    )


@cache
def _ends() -> re.Pattern[str]:
    return re.compile(rf"\b{one_of('nexis_end')}(?!\w)|(?<![\w-]){one_of('record_ends')}")


@cache
def _labels() -> re.Pattern[str]:
    return re.compile(rf"^[ \t]*({one_of('record_labels')})[ \t]*:", re.IGNORECASE | re.MULTILINE)


@cache
def _accessions() -> re.Pattern[str]:
    return re.compile(rf"\b{one_of('factiva_document')} (?=[A-Za-z]{{0,25}}\d)[A-Za-z0-9]{{25}}\b")


def _date_lines(text: str) -> int:
    """Return how many lines tell a day and little else, and have a text below them."""
    starts = [match.start() for match in _YEAR.finditer(text) if _tells_day(match.group(0))]
    spans = pairwise([*starts, len(text)])
    return sum(1 for start, end in spans if text.count(" ", start, end) >= _LEAST_BELOW)


def _tells_day(line: str) -> bool:
    found = find_day(line)
    if not found or re.search(r"[.!?…][\"”»’')]*$", line):
        return False
    rest = line[: found[1]] + line[found[2] :]
    return sum(map(str.isalpha, rest)) <= _LONGEST_REST
