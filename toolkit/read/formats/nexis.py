"""What all exports of Nexis share: labels above and below the text, and what they mean."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from toolkit.read.formats.export import REASON
from toolkit.read.formats.words import language_code, read_label, words
from toolkit.text.days import split_day

BODY = "body"  # what the label is read as below which the text stands
OTHER = "other_labels"  # the column of lines around the text that no label of ours explains
# The labels between title and text; the others stand below the text.
HEAD = frozenset(
    ("title", "show", "byline", "section", "length", "dateline", "highlight", "edition", BODY)
)
_FREE = frozenset(("correction", "graphic", "notes", "photo", "cutline"))  # of several paragraphs
_DATE_BELOW = 4  # paragraphs among which the date stands
_BODY_BELOW = 40  # paragraphs among which a label stands that the text follows
_LONGEST_FREE = 4  # paragraphs that such a label may have below it
_MOST_BRIDGED = 3  # lines between two labels, that no label of ours explains
_LONGEST_BRIDGED = 150  # characters
_LONGEST_NOTICE = 300  # characters of a copyright line
_JOINED = re.compile(r"([^\W\d_]+(?:-[^\W\d_]+)+):")  # words joined by hyphens
_SENTENCE = re.compile(r"[.!?…][\"”»’')]*$")


def split_at_date(
    lines: list[str], record: dict[str, Any], order: Sequence[int] = range(_DATE_BELOW)
) -> tuple[list[str], list[str]]:
    """Return (the lines above the date, those below it); date and edition are noted.

    The date is sought in the lines of the numbers `order`, in their order. Without one, the first
    line is that above it.
    """
    while lines and is_copyright(lines[0]):
        lines = lines[1:]
    above = [at for at in order if at < len(lines) and not is_copyright(lines[at])]
    headed = [at for at in above if (found := in_head(lines[at])) and found[0] != "show"]
    dated = next(((at, day) for at in above if (day := split_day(lines[at]))), None)
    if dated and (not headed or dated[0] < min(headed)):
        at, (record["date"], edition) = dated
        if re.search(r"[^\W\d]", edition):
            record["edition"] = edition
        return lines[:at], lines[at + 1 :]
    if not lines or in_head(lines[0]):
        return [], lines
    if len(lines) > 1 and _is_vague_date(lines[1]):
        record["date"] = lines[1]
        return lines[:1], lines[2:]
    return lines[:1], lines[1:]


def name_outlet(lines: list[str], record: dict[str, Any]) -> None:
    """Take the outlet from the lines above the date, and the labels that stand among them."""
    outlet = []
    for line in lines:
        labelled = in_head(line)
        if labelled:
            _set(record, *labelled)
        elif not is_copyright(line):
            outlet.append(line)
    if outlet:
        record["outlet"] = " ".join(outlet)


def read_head(lines: list[str], record: dict[str, Any], *, whole: bool = False) -> list[str]:
    """Take the labelled lines above the text from the top; return the rest.

    A line without a label of ours is bridged if one follows soon; with `whole`, all lines are known
    to stand above the text. So are those above the label of the text, where it has one.
    """
    body = next((at for at, line in enumerate(lines[:_BODY_BELOW]) if _begins_text(line)), None)
    if body is not None and not whole:
        read_head(lines[:body], record, whole=True)
        value = lines[body].partition(":")[2].strip()
        return [*([value] if value else []), *lines[body + 1 :]]
    at = 0
    while at < len(lines):
        labelled = read_label(lines[at], "nexis")
        if labelled and (whole or labelled[0] in HEAD or _leads_on(lines, at)):
            _set(record, *labelled)
        elif not is_copyright(lines[at]):
            if not (whole or _leads_on(lines, at)):
                break
            _note_other(record, lines[at])
        at += 1
    return lines[at:]


def read_tail(lines: list[str], record: dict[str, Any]) -> list[str]:
    """Take the labelled lines below the text from the bottom; return the rest.

    Read upwards, so that a line of the text that looks like a label stays in the text. Up to three
    lines that no label of ours explains are bridged, if they are no sentences; so are labels of
    several words in capitals (``JOURNAL-SOURCE:``) above them.

    Limits: one that is the last line of the text does not.
    """
    start = len(lines)
    for at in reversed(range(len(lines))):
        labelled = read_label(lines[at], "nexis")
        gap = lines[at + 1 : start]
        column = labelled[0] if labelled else None
        below = is_copyright(lines[at]) or (column and _stands_below(column, record))
        free = start < len(lines) and (column == "correction" or _is_free(column, lines[at]))
        if (below and all(map(is_bridged, gap))) or (free and len(gap) <= _LONGEST_FREE):
            start = at
        elif len(gap) >= max(_MOST_BRIDGED, _LONGEST_FREE):
            break
    while 0 < start < len(lines) and _is_joined(lines[start - 1]):
        start -= 1
    _read_below(lines[start:], record)
    return lines[:start]


def finish(record: dict[str, Any], text: list[str]) -> dict[str, Any]:
    """Return the record with its text, or with the reason why it is not an article."""
    whole = " ".join(text).casefold()
    if any(phrase in whole for phrase in words("error_pages")):
        return record | {REASON: "found an error page of the database; download this article again"}
    if "language" in record:
        record["language"] = language_code(record["language"])
    corrected = split_day(record.get("correction_date", ""))
    if "date" not in record and corrected:
        record["date"] = corrected[0]
        record[REASON] = "found no date of publication; dated by its correction, which came later"
    return record | {"text": "\n\n".join(text)}


def in_head(line: str) -> tuple[str, str] | None:
    """Return (column, value) of a label that stands above the text."""
    labelled = read_label(line, "nexis")
    return labelled if labelled and labelled[0] in HEAD else None


def is_copyright(line: str) -> bool:
    """Tell whether a line is a notice of copyright."""
    folded = line.casefold().strip()
    notices = tuple(words("nexis_copyright"))
    return len(line) < _LONGEST_NOTICE and (
        folded.startswith(notices) or folded.rstrip(".").endswith(notices[3:])
    )


def is_bridged(line: str) -> bool:
    """Tell whether a line is short and no sentence, so that it may stand between labels."""
    return len(line) <= _LONGEST_BRIDGED and not _SENTENCE.search(line)


def _stands_below(column: str, record: dict[str, Any]) -> bool:
    """Tell whether a label may stand below the text: agencies put section and length there."""
    return column not in HEAD or (column in ("section", "length") and column not in record)


def _is_free(column: str | None, line: str) -> bool:
    """Tell whether a label in capitals may have paragraphs below it, as captions have."""
    return column in _FREE and line.partition(":")[0].isupper()


def _is_vague_date(line: str) -> bool:
    """Tell whether a line is short and holds a year, as ``January 2030``."""
    return bool(re.search(r"\b\d{4}\b", line)) and len(line) < 60 and not is_copyright(line)


def _begins_text(line: str) -> bool:
    labelled = read_label(line, "nexis")
    return labelled is not None and labelled[0] == BODY


def _is_joined(line: str) -> bool:
    label = _JOINED.match(line)
    return bool(label and label.group(1).isupper() and is_bridged(line))


def _leads_on(lines: list[str], at: int) -> bool:
    """Tell whether a label of those above the text follows a line that has none."""
    following = lines[at + 1 : at + 1 + _MOST_BRIDGED]
    headed = next((place for place, line in enumerate(following) if in_head(line)), None)
    return headed is not None and all(map(is_bridged, lines[at : at + 1 + headed]))


def _read_below(lines: list[str], record: dict[str, Any]) -> None:
    column = None
    for line in lines:
        labelled = read_label(line, "nexis")
        if labelled:
            column = labelled[0]
            _set(record, *labelled)
        elif is_copyright(line):
            column = None
        elif column in _FREE:
            record[column] = f"{record.get(column, '')} {line}".strip()
        else:
            _note_other(record, line)


def _note_other(record: dict[str, Any], line: str) -> None:
    record[OTHER] = f"{record[OTHER]}; {line}" if OTHER in record else line


def _set(record: dict[str, Any], column: str, value: str) -> None:
    if value:
        record[column] = value
