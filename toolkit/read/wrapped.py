"""Texts whose lines are all cut near one width: the lines are joined into paragraphs again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

_WIDTHS = range(45, 121)  # characters, at which texts are cut; verse and lists are narrower
_NEAR = 0.85  # of the width: with the next word, a line that was cut is as long as that at least
_BLANKS = 0.05  # of the lines are blank, where blank lines divide paragraphs
_LEAST = 6  # lines that were cut
_SHARE = 0.6  # of the lines with another directly below
_MOST_ENDS = 0.4  # of the lines that were cut may end with a sentence: in prose one in ten does

_END = re.compile(r"[.!?…:;。！？։؟—–-][\"”»’')\]]*$")
# A name with its office and a note, up to the colon; in parliaments a name in capitals and a point.
_LABEL = re.compile(r"[\[(<]{0,2}([^\W\d_][^\s:]*(?:[ \t]+[^\s:]+){0,7}):(?:\s|$)")
_MEMBER = re.compile(r"(?:M[rs]|Mrs|Dr)\.[ \t]([^\s.]+(?:[ \t][^\s.]+){0,5})\.[ \t]")
_DIRECTION = re.compile(r"\s*[\[(][^\])]{1,80}[\])]\s*$")  # such as [Laughter]
_BEGINNING, _ENDING = 200, 20  # characters that are looked at
_ITEM = re.compile(r"(?:[-–—•*>]+|\d{1,3}[.)]|[QA][.:])[ \t]")


def paragraphs_of(lines: list[str]) -> Iterator[tuple[int, str]]:
    """Yield (number from 1 of its first line, text) of each paragraph of a text.

    A line is a paragraph, unless the text was cut: there a line goes on in the next one if no word
    more fitted in it. Labels of speakers, stage directions, items of lists, indented lines and
    those after a blank line begin a paragraph.

    Limits: a line that a paragraph ends with and that is as long as the others goes on, if no
    label, indent or blank line follows. Of a line that ends a sentence, where no blank lines divide
    paragraphs, no word more may have fitted in the full width.
    """
    if not _is_cut(lines):
        yield from enumerate(lines, start=1)
        return
    width = _width(lines)
    divided = sum(not line.strip() for line in lines) >= _BLANKS * len(lines)
    first, pieces = 1, [lines[0]]
    for number, (line, below) in enumerate(pairwise(lines), start=2):
        near = _NEAR if divided or not _ends_sentence(line) else 1
        if _goes_on(line, below, near * width):
            hyphen = re.search(r"\w-$", line.rstrip()[-2:])
            pieces += ["" if hyphen else " ", below.strip()]
        else:
            yield first, "".join(pieces)
            first, pieces = number, [below]
    yield first, "".join(pieces)


def _is_cut(lines: list[str]) -> bool:
    """Tell whether the lines of a text are cut near one width, and few of them end sentences."""
    width = _width(lines)
    if width not in _WIDTHS:
        return False
    pairs = [(line, below) for line, below in pairwise(lines) if line.strip() and below.strip()]
    pairs = [(line, below) for line, below in pairs if not _begins(line, below)]
    cut = [line for line, below in pairs if _is_full(line, below, _NEAR * width)]
    ends = sum(map(_ends_sentence, cut))
    return len(cut) >= _LEAST and len(cut) >= _SHARE * len(pairs) and ends <= _MOST_ENDS * len(cut)


def _width(lines: list[str]) -> int:
    return max((len(line.rstrip()) for line in lines if " " in line.strip()), default=0)


def _goes_on(line: str, below: str, length: float) -> bool:
    if not line.strip() or not below.strip() or _begins(line, below):
        return False
    return _is_full(line, below, length)


def _is_full(line: str, below: str, length: float) -> bool:
    """Tell whether a line with the next word is longer than a length."""
    return len(line.rstrip()) + 1 + len(below.split(maxsplit=1)[0]) > length


def _begins(line: str, below: str) -> bool:
    """Tell whether a paragraph begins with `below`, by what stands at its beginning."""
    start = below[: len(below) - len(below.lstrip()) + _BEGINNING].strip()
    label = _LABEL.match(start)
    if _indent(below) > _indent(line) or (label and label[1].isupper()):
        return True
    if _DIRECTION.match(line) or _DIRECTION.match(below):
        return True
    if not _ends_sentence(line):
        return False
    member = _MEMBER.match(start)
    return bool(label and not start[0].islower()) or bool(
        _ITEM.match(start) or (member and member[1].isupper())
    )


def _ends_sentence(line: str) -> bool:
    return _END.search(line.rstrip()[-_ENDING:]) is not None


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
