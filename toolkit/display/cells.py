"""Plain text in columns: aligned by the cells that characters take on a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from shutil import get_terminal_size

import wcwidth

from toolkit.display.printable import isolated

GAP = "  "
_ALIGN = {"left": wcwidth.ljust, "right": wcwidth.rjust, "centre": wcwidth.center}


def terminal_width() -> int:
    """Return the number of cells in a line of the terminal; 80 where there is none."""
    return get_terminal_size().columns


def width_of(text: str) -> int:
    """Return the number of cells that a printable line takes."""
    return wcwidth.width(text)


def fit(text: str, width: int, *, align: str = "left", keep: str = "left") -> str:
    """Return a printable line cut and padded to `width` cells, with … where it was cut.

    Parameters
    ----------
    text
        A line as `printable_line` returns it.
    width
        In cells: of wide characters (CJK) each takes two, combining ones take none.
    align
        ``"left"``, ``"right"`` or ``"centre"``.
    keep
        The side of the text that stays when it is cut, ``"left"`` or ``"right"``.
    """
    over = width_of(text) - width
    if over > 0 and keep == "left":
        text = wcwidth.clip(text, 0, width - 1) + "…"
    elif over > 0:
        text = "…" + wcwidth.clip(text, over + 1)
    return _ALIGN[align](isolated(text), width)


def text_table(columns: Sequence[str], rows: Sequence[Sequence[str]], *, width: int) -> list[str]:
    """Return the lines of a table with a header; the last columns are cut where it is too wide.

    Every column gets the width of its widest cell, if all fit; otherwise the columns that need
    more than an equal share of `width` divide up what the others leave.
    """
    table = [columns, *rows]
    wanted = [max(width_of(row[at]) for row in table) for at in range(len(columns))]
    widths = _shares(wanted, width - len(GAP) * (len(columns) - 1))
    return [
        GAP.join(fit(cell, w) for cell, w in zip(row, widths, strict=True)).rstrip()
        for row in table
    ]


def wrap_line(text: str, width: int) -> list[str]:
    """Return a printable line broken into lines of at most `width` cells."""
    return wcwidth.wrap(text, width)


def _shares(wanted: list[int], space: int) -> list[int]:
    """Return how wide each column may be, so that their sum is at most `space` if that can be."""
    shares: dict[int, int] = {}
    for rank, at in enumerate(sorted(range(len(wanted)), key=wanted.__getitem__)):
        equal = max(1, (space - sum(shares.values())) // (len(wanted) - rank))
        shares[at] = min(wanted[at], equal)
    return [shares[at] for at in range(len(wanted))]
