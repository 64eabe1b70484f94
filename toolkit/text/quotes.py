"""Quotations: where a text puts words between quotation marks. Pure text, no model."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from toolkit.text.word_lists import read_words


class Quote(NamedTuple):
    """One quotation: the span with its marks, and the span between them."""

    start: int
    end: int
    inner_start: int
    inner_end: int

    def moved(self, by: int) -> Quote:
        """Return the quotation so many characters further on."""
        return Quote(self.start + by, self.end + by, self.inner_start + by, self.inner_end + by)


# A lookbehind comes after its mark: to look for a mark is quick, to look back everywhere is not.
_MARK = r"[“”„«»\"`'‘’]"
_IS_DOUBLE = r"(?<=[“”„«»\"])|(?<=`)`|(?<=')'|(?<=‘)‘|(?<=’)’"
_IS_SINGLE = r"(?<=['‘])(?<![\w'].)"
_DOUBLE = re.compile(rf"{_MARK}(?:{_IS_DOUBLE})")
_SINGLE = re.compile(r"['‘’](?<!['‘’`].)(?!['‘’])")
_SINGLES = ("'", "‘")
_SINGLE_CLOSER = re.compile(r"(?<=[.,?!…])['’](?!\w)")
_MAY_OPEN_SINGLE = re.compile(r"['‘](?<![\w'].)")
_MAY_QUOTE = re.compile(rf"{_MARK}(?:{_IS_DOUBLE}|{_IS_SINGLE})")  # no apostrophe within a word
_CLOSERS = {"“": "”", "„": "“”", "«": "»", "»": "«", "``": "''", "‘‘": "’’", '"': '"”', "''": "''"}
_MOST_PARAGRAPHS = 15  # of a quotation, where only the first and the last have a mark
_TOGGLES = ('"', "''")
_OPENS_AFTER = set(' \t\xa0\u2009\u202f([{—–-/:;,“„«"')
_CLOSES_BEFORE_LETTER = re.compile(r"\s+\w")


def quote_spans(text: str) -> list[Quote]:
    """Return the outermost quotations of `text`, in order.

    A line is a paragraph. A quotation that is not closed ends with its paragraph, so that one
    that runs over several paragraphs comes as one `Quote` a paragraph. Paragraphs after it that
    have no mark of their own are of it if its closing mark follows; they have no marks then.

    Notes
    -----
    *Limits.* Single quotation marks are apostrophes unless they clearly quote: the opening one
    stands after white space or an opening mark, the closing one after a letter or a stop. A
    plural possessive inside single marks (``'the voters' choice'``) is told from the closing
    mark by what follows in the same paragraph, which can err. German ``»…«`` is not read.
    """
    quotes: list[Quote] = []
    left_open: list[Quote] = []  # the quotation that is open, and the lines since that may be of it
    start = 0
    for line in text.split("\n"):
        if not left_open and not _MAY_QUOTE.search(line):
            start += len(line) + 1
            continue
        begin = 0
        if left_open and line.strip():
            opened = left_open[0]
            opener = text[opened.start : opened.inner_start]
            close, begin = _closing_mark(opener, line)
            if begin:
                # A quotation in single marks is one only if they are closed.
                quotes += left_open if opener in _SINGLES else left_open[1:]
                quotes.append(Quote(start, start + begin, start, start + close))
            if begin or _DOUBLE.search(line) or len(left_open) > _MOST_PARAGRAPHS:
                left_open = []
            else:
                left_open.append(_unmarked(start, line))
        of_line = [quote.moved(start + begin) for quote in _line_quotes(line[begin:])]
        quotes += of_line
        if of_line and of_line[-1].end == of_line[-1].inner_end:
            left_open = of_line[-1:]
        elif not of_line and _opens_with_single(line):
            left_open = [_unmarked(start, line)._replace(inner_start=start + 1)]
        start += len(line) + 1
    return quotes


def _closing_mark(opener: str, line: str) -> tuple[int, int]:
    """Return the span of the mark that closes a quotation opened above the line, or (0, 0).

    It is the first mark of the line, follows a word or a stop (in French with a blank), and is not
    followed by a word.
    """
    if opener in _SINGLES:
        closer = _SINGLE_CLOSER.search(line)
        return (0, 0) if closer is None else closer.span()
    mark = _DOUBLE.search(line)
    if mark is None or mark.group() not in _CLOSERS.get(opener, ""):
        return 0, 0
    start, end = mark.span()
    follows_word = start and (mark.group() == "»" or not line[start - 1].isspace())
    closes = follows_word and not line[end : end + 1].isalnum()
    return (start, end) if closes else (0, 0)


def _opens_with_single(line: str) -> bool:
    return line[:1] in _SINGLES and _opens_single(line, 0)


def _unmarked(start: int, line: str) -> Quote:
    """Return a whole line as a part of a quotation."""
    span = start, start + len(line.rstrip())
    return Quote(*span, *span)


def _line_quotes(line: str) -> list[Quote]:
    doubles = list(_doubles(line))
    singles = list(_singles(line, doubles)) if _MAY_OPEN_SINGLE.search(line) else []
    if singles:
        doubles = _outside(doubles, singles)
    quotes = sorted(doubles + singles)
    return [quote for quote in quotes if line[quote.inner_start : quote.inner_end].strip()]


def _outside(quotes: list[Quote], outer: list[Quote]) -> list[Quote]:
    kept, at = [], 0
    for quote in quotes:
        while at < len(outer) and outer[at].end <= quote.start:
            at += 1
        if at == len(outer) or quote.end <= outer[at].start:
            kept.append(quote)
    return kept


def _doubles(line: str) -> Iterator[Quote]:
    marks = [(found.group(), *found.span()) for found in _DOUBLE.finditer(line)]
    if not marks:
        return
    surplus = _curly_surplus(marks)
    last_german = _last_german(line, marks) if "»" in line else -1
    opened: tuple[str, int, int] | None = None
    depth = 0
    for index, (mark, start, end) in enumerate(marks):
        if opened is None:
            if _opens(line, mark, start, end) and (mark != "»" or start < last_german):
                opened, depth = (mark, start, end), 0
        elif mark == opened[0] and mark == "“":
            depth += surplus[index] > depth + 1
        elif mark == "“" and opened[0] == '"':
            depth += surplus[index] > depth  # curly marks inside of straight ones
        elif not _closes(line, opened[0], (mark, start, end), surplus[index]):
            continue
        elif depth:
            depth -= 1
        else:
            yield Quote(opened[1], end, opened[2], start)
            opened = None
    if opened is not None:
        stop = len(line.rstrip())
        yield Quote(opened[1], stop, opened[2], stop)


def _last_german(line: str, marks: list[tuple[str, int, int]]) -> int:
    """Return where the last « stands that closes German »…«, right after a word; -1 for none."""
    closing = (start for mark, start, _ in reversed(marks) if mark == "«" and start)
    return next((start for start in closing if not line[start - 1].isspace()), -1)


def _curly_surplus(marks: list[tuple[str, int, int]]) -> list[int]:
    """For each mark: how many more ” than “ come from it on, counting an opening mark as none."""
    surplus = [0] * len(marks)
    closing = opening = 0
    for index in range(len(marks) - 1, -1, -1):
        mark = marks[index][0]
        closing += mark == "”"
        surplus[index] = closing - opening
        opening += mark == "“"
    return surplus


def _opens(line: str, mark: str, start: int, end: int) -> bool:
    before = line[start - 1] if start else " "
    after = line[end] if end < len(line) else " "
    if mark == "»":
        return before in _OPENS_AFTER and not after.isspace()
    if mark not in _TOGGLES:
        return mark in _CLOSERS
    return before in _OPENS_AFTER or (not after.isspace() and not before.isalnum())


def _closes(line: str, opener: str, mark: tuple[str, int, int], closers_left: int) -> bool:
    name, start, end = mark
    if name in _TOGGLES and opener in (*_TOGGLES, "``"):
        before = line[start - 1] if start else " "
        after = line[end] if end < len(line) else " "
        clearly_opens = before.isspace() and not after.isspace()
        return (name == opener or opener == "``") and not clearly_opens
    if name in _CLOSERS[opener]:
        return True
    if opener != "“" or name != '"':
        return False
    return closers_left <= 0 or (line[start - 1] in ",.?!" and line[end : end + 1].isspace())


def _singles(line: str, doubles: list[Quote]) -> Iterator[Quote]:
    """Yield quotations in single marks that stand outside of those in double marks."""
    opened = weak = None
    for start in _single_marks(line, doubles):
        if opened is not None and weak is not None and _opens_single(line, start):
            yield Quote(opened, weak + 1, opened + 1, weak)
            opened = weak = None
        if opened is None:
            opened = start if _opens_single(line, start) else None
        elif _closes_single(line, start):
            if _possessive(line, start):
                weak = start if weak is None else weak
                continue
            yield Quote(opened, start + 1, opened + 1, start)
            opened = weak = None
    if opened is not None and weak is not None:
        yield Quote(opened, weak + 1, opened + 1, weak)


def _single_marks(line: str, doubles: list[Quote]) -> Iterator[int]:
    at = 0
    for found in _SINGLE.finditer(line):
        while at < len(doubles) and doubles[at].end <= found.start():
            at += 1
        if at == len(doubles) or found.start() < doubles[at].start:
            yield found.start()


def _opens_single(line: str, start: int) -> bool:
    if line[start] == "’":
        return False
    before = line[start - 1] if start else " "
    after = line[start + 1] if start + 1 < len(line) else " "
    if before not in _OPENS_AFTER or after.isspace() or after in ".,;:!?)":
        return False
    return not _apostrophes().clipped.match(line, start + 1)


def _closes_single(line: str, start: int) -> bool:
    before = line[start - 1] if start else " "
    after = line[start + 1] if start + 1 < len(line) else " "
    return line[start] != "‘" and not before.isspace() and not after.isalnum()


def _possessive(line: str, start: int) -> bool:
    is_plural = line.endswith(_apostrophes().plurals, 0, start)
    return is_plural and bool(_CLOSES_BEFORE_LETTER.match(line, start + 1))


class _Apostrophes(NamedTuple):
    clipped: re.Pattern[str]  # words that an apostrophe begins: '90s, 'em, 'n'
    plurals: tuple[str, ...]  # endings before one that marks a possessor


@cache
def _apostrophes() -> _Apostrophes:
    words = read_words(__file__, "apostrophes.yml")
    clipped, plurals = (
        [word for listed in words[key].values() for word in listed]
        for key in ("clipped", "plurals")
    )
    either, endings = ("|".join(map(re.escape, listed)) for listed in (clipped, plurals))
    return _Apostrophes(
        re.compile(rf"\d0(?:{endings})?\b|(?:{either})\b", re.IGNORECASE),
        tuple({form for ending in plurals for form in (ending, ending.upper())}),
    )
