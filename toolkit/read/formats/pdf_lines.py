"""The lines of a page of a PDF, as PDFium finds them, with the blank ones that it leaves out."""

from __future__ import annotations

import ctypes
import re
from itertools import pairwise
from statistics import median_low
from typing import Any

_GAP = 1.5  # of the usual distance of lines, and of their height: more is a blank line
_HYPHEN = "\ufffe"  # what PDFium makes of a hyphen at the end of a line, and of the end of the line
_MARK = "¤¦¤¦¤"  # what stands in no text
_MARK_WIDTH = 20  # points; it is wider by some
_MARK_SIZE = 10


def lines_of(page: Any) -> list[str]:
    """Return the lines of a page (a `pypdfium2.PdfPage`), in the order of the file.

    The page is changed by that, in memory.
    """
    from pypdfium2 import raw

    _lay_across(page)
    shown = page.get_textpage()
    size = shown.count_chars()
    buffer = (ctypes.c_ushort * (size + 1))()
    raw.FPDFText_GetText(shown, 0, size, buffer)
    text = bytes(buffer).decode("utf-16-le", "replace").rstrip("\0")
    lines: list[str] = []
    boxes: list[tuple[float, float]] = []
    at = 0  # in units of UTF-16
    for piece in re.split(rf"(?<=[{_HYPHEN}\n])", text):
        line = piece.replace(_MARK, "").rstrip("\r\n").replace(_HYPHEN, "-")
        if line.strip():
            lines.append(line)
            start = at + len(piece) - len(piece.lstrip())
            place = raw.FPDFText_GetCharIndexFromTextIndex(shown, start)
            boxes.append(_bottom_and_height(shown, place))
        at += len(piece.encode("utf-16-le")) // 2
    return _with_blank_lines(lines, boxes)


def _lay_across(page: Any) -> None:
    """Add a mark as wide as the page to the end of it.

    PDFium guesses from how much of a page is covered whether its lines run across or down, and
    takes single letters apart, or for one line, where it guesses wrong. With the mark, they run
    across.
    """
    from pypdfium2 import raw

    mark = raw.FPDFPageObj_NewTextObj(page.pdf, b"Helvetica", _MARK_SIZE)
    raw.FPDFText_SetText(mark, (ctypes.c_ushort * (len(_MARK) + 1))(*map(ord, _MARK)))
    stretch = max(page.get_size()) / _MARK_WIDTH
    raw.FPDFPageObj_Transform(mark, stretch, 0, 0, 1, 0, 0)
    raw.FPDFPage_InsertObject(page, mark)


def _bottom_and_height(shown: Any, at: int) -> tuple[float, float]:
    """Return where the line of a character stands on its page, and how high it is, in points."""
    from pypdfium2 import PdfiumError

    try:
        _, bottom, _, top = shown.get_charbox(at, loose=True)
    except PdfiumError:  # of what is not drawn
        return 0, 0
    return bottom, top - bottom


def _with_blank_lines(lines: list[str], boxes: list[tuple[float, float]]) -> list[str]:
    steps = [above - below for (above, _), (below, _) in pairwise(boxes)]
    usual = median_low([step for step in steps if step > 0] or [0])
    found = lines[:1]
    for line, step, ((_, above), (_, below)) in zip(lines[1:], steps, pairwise(boxes), strict=True):
        if step > _GAP * max(usual, above, below) and not line[0].islower():
            found.append("")
        found.append(line)
    return found
