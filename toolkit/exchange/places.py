"""Where a passage of a text from another program stands in the article that it was made from."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable

Place = tuple[int, int]
_MARK = "\ufeff"  # of the order of bytes


def place_in(theirs: str, ours: str) -> Callable[[int, int], Place | None] | None:
    """Return what turns offsets in their text into offsets in ours; None if the texts differ.

    Programs change line breaks and blanks when they take a text in, and put a byte order mark
    before it. Texts that differ in nothing else are matched by their other characters; a passage
    then loses the blanks at its ends. A passage without characters, or beyond the text, is None.
    """
    if theirs == ours:
        return lambda start, end: (start, end) if 0 <= start < end <= len(ours) else None
    if inked(theirs) != inked(ours):
        return None
    there, here = _ink(theirs), _ink(ours)

    def place(start: int, end: int) -> Place | None:
        first, past = bisect_left(there, start), bisect_left(there, end)
        if first >= past or start < 0 or end > len(theirs):
            return None
        return here[first], here[past - 1] + 1

    return place


def inked(text: str) -> str:
    """Return a text without what programs change: blanks, line breaks, byte order marks."""
    return "".join(text.replace(_MARK, "").split())


def _ink(text: str) -> list[int]:
    """Return where the characters stand that `inked` keeps."""
    return [at for at, char in enumerate(text) if not (char.isspace() or char == _MARK)]
