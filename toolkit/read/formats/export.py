"""What a file of some format holds: its records, and what it says of their number."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

# What we note about a record, under names that no column of a corpus has.
SOURCE, RECORD, REASON = "ledger: source", "ledger: record", "ledger: reason"
FORMAT, SEARCH_TERMS = "ledger: format", "ledger: search_terms"
DECLARED, POSITION, RESULT_SET = "ledger: declared", "ledger: position", "ledger: result_set"
WORDS = "ledger: words"  # of the text as it stands in the file
WHOLE = "ledger: whole"  # whether its maker says that a text is one article
OURS = "ledger: "

# Files are read up to this size, packed or not: larger ones are not news, or are meant to harm.
LARGEST_FILE = 100_000_000

HALF = re.compile("[\ud800-\udfff]")  # half a character, or a byte that could not be decoded
_MOST_DECLARED = 10_000_000  # records: no database exports as many


class RecordError(ValueError):
    """One record or file that cannot be read; the rest of the corpus is."""


@dataclass
class Export:
    """The records of one file, each a dict of columns; REASON, POSITION, RESULT_SET are ours.

    `declared` is the number of records that the file says it holds. `one_article` is true of a
    format with an article per file, which takes its id from the file's name; `table` of one whose
    columns are the researcher's own. `format` is the name of the one that read it.
    """

    records: list[dict[str, Any]] = field(default_factory=list)
    declared: int | None = None
    search_terms: str | None = None
    one_article: bool = False
    table: bool = False
    name: str = ""  # of the file inside an archive
    reason: str | None = None  # why nothing could be read
    format: str = ""
    about: bool = False  # whether the file tells of the data, and holds no article

    def to_json(self) -> dict[str, Any]:
        """Return the export as JSON and tables can hold it, without unpaired surrogates."""
        whole = asdict(self)
        whole["records"] = [
            {_whole(key): _whole(value) for key, value in record.items()} for record in self.records
        ]
        return whole


def plausible(number: int | str) -> int | None:
    """Return how many records a file says there are, or which this is; None if implausible."""
    digits = str(number)
    return int(digits) if len(digits) <= 8 and 0 <= int(digits) <= _MOST_DECLARED else None


def escaped(text: str) -> str:
    """Return a text that can be written: halves of characters, and bytes that are none, as escapes.

    So are the names of files shown that are no UTF-8.
    """
    return text.encode("utf-8", "backslashreplace").decode()


def expect_whole(columns: Mapping[str, Any]) -> None:
    """Refuse a record whose columns, or their names, hold half a character.

    Raises
    ------
    RecordError
        With the first of them.
    """
    for name, value in columns.items():
        if not name.isascii() and HALF.search(name):
            raise RecordError(f"found the name {name!r}, which holds half a character; rename it")
        found = HALF.search(value) if isinstance(value, str) and not value.isascii() else None
        if found:
            raise RecordError(
                f"{name}: found {found[0]!r}, half a character, expected text; write it again"
            )


def _whole(value: Any) -> Any:
    if isinstance(value, str) and not value.isascii():
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return value


def found_no(what: str, remedy: str) -> RecordError:
    """Return the error for content whose kind is known, but not its origin."""
    return RecordError(f"found {what}, expected an export of a press database; {remedy}")
