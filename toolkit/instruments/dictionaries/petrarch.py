"""Actor files of event coders (TABARI, PETRARCH): names in capitals, codes with dates."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from itertools import takewhile
from typing import NamedTuple

from toolkit.instruments.bounds import MOST_ENTRIES, shortened
from toolkit.instruments.dictionaries.entries import DictionaryError, place

_CODED = re.compile(
    r"^(?![^\n\[]*:)[^\n\[#;]*\[[A-Z][A-Z0-9/~]*"
    r"(?:\s++[<>]?\s*+\d{6,8}(?:\s*+-\s*+\d{6,8})?)?\s*+\]",
    re.MULTILINE,
)
_MARKS = re.compile(r"(<!--|-->|[#;])")
_CODE = re.compile(r"([A-Z][A-Z0-9/~]*)(?:\s+(?:([<>])\s*(\d+)|(\d+)\s*-\s*(\d+)))?")
_CENTURY = 30  # TABARI and PETRARCH: years of two digits up to 30 are of this century


class Code(NamedTuple):
    """A code and the days from which and to which it holds."""

    code: str
    start: dt.date | None = None
    end: dt.date | None = None


@dataclass
class CodedActor:
    """One entry: its names in capitals, its codes, and where it stands in the file."""

    names: list[str]
    where: str
    codes: list[Code] = field(default_factory=list)


def is_actor_file(text: str) -> bool:
    """Tell whether a line is a name with a code in brackets, and none is the YAML key actors."""
    if re.search(r"^actors\s*:", text, re.MULTILINE):
        return False
    return _CODED.search(text) is not None


def read_actor_file(text: str) -> tuple[list[CodedActor], list[str]]:
    """Read an actor file; return its entries, and notes on what was not read.

    A year of two digits up to 30 is of this century, as TABARI and PETRARCH have it; where a
    range would then end before it begins, it begins a century earlier.

    Raises
    ------
    DictionaryError
        If it has more lines and codes than an instrument may.
    """
    if text.count("[") + text.count("\n") > MOST_ENTRIES:
        raise DictionaryError(
            f"found more than {MOST_ENTRIES:,} lines and codes, expected at most that of an "
            "instrument; split the file"
        )
    actors: list[CodedActor] = []
    notes: list[str] = []
    for number, line in enumerate(text.splitlines(), start=1):
        plain = _without_comments(line).strip()
        if not plain:
            continue
        name, bracket, rest = plain.partition("[")
        name = name.strip()
        where = place(number, name or plain)
        if name.startswith("+"):
            if actors:
                actors[-1].names.append(name[1:].strip())
            else:
                notes.append(f"{where}: is a synonym of nothing and was not read")
        elif name:
            actors.append(CodedActor([name], where))
        if bracket and actors:
            _read_codes(bracket + rest, place(number, name or actors[-1].names[0]), actors, notes)
    return actors, notes


def _without_comments(line: str) -> str:
    """Return a line without what stands in <!-- and -->, or behind # or ;."""
    kept: list[str] = []
    opened: list[str] = []  # a <!-- and what follows, which is no comment unless it ends
    for piece in _MARKS.split(line):
        if opened:
            opened.append(piece)
            if piece == "-->":
                opened = []
        elif piece == "<!--":
            opened = [piece]
        elif piece in ("#", ";"):
            break
        else:
            kept.append(piece)
    return "".join([*kept, *takewhile(lambda piece: piece not in ("#", ";"), opened)])


def _read_codes(text: str, where: str, actors: list[CodedActor], notes: list[str]) -> None:
    for closed in text.split("]")[:-1]:
        _, bracket, coded = closed.partition("[")
        if not bracket:
            continue
        match = _CODE.fullmatch(coded.strip())
        try:
            actors[-1].codes.append(_code(match))
        except ValueError:
            notes.append(
                f"{where}: found [{shortened(coded)}], expected a code and dates such as "
                "[USAGOV 090120-170120]"
            )


def _code(match: re.Match | None) -> Code:
    if match is None:
        raise ValueError
    code, sign, day, first, last = match.groups()
    if sign:
        return Code(code, _date(day), None) if sign == ">" else Code(code, None, _date(day))
    if first is None:
        return Code(code)
    start, end = _date(first), _date(last)
    if end < start and len(first) == 6:
        start = start.replace(year=start.year - 100)
    if end < start:
        raise ValueError
    return Code(code, start, end)


def _date(digits: str) -> dt.date:
    if len(digits) == 6:
        century = "20" if int(digits[:2]) <= _CENTURY else "19"
        digits = century + digits
    return dt.datetime.strptime(digits, "%Y%m%d").date()
