"""Text of a corpus, made safe to show: what would act on a terminal or a page is shown instead."""

from __future__ import annotations

import re
import unicodedata

import pandas as pd

# What acts on a terminal, overrides the direction of what follows, or can stand in no page (halves
# of characters, and what is none).
_ACTING = (
    *(code for code in range(0x20) if chr(code) not in "\t\n"),
    *range(0x7F, 0xA0),
    *range(0x202A, 0x202F),
    *range(0x2066, 0x206A),
    *range(0xD800, 0xE000),
    *range(0xFFFE, 0x10000),
)
_SPELLED = {code: f"‹U+{code:04X}›" for code in _ACTING}
# Controls of the terminal have pictures in Unicode.
_SHOWN = _SPELLED | {code: chr(0x2400 + code) for code in _ACTING if code < 0x20}
_SHOWN |= {0x7F: "\u2421"}
_EXACT = 2**53  # up to here a float holds every whole number
_BLANK = re.compile(r"\s")


def printable(text: str) -> str:
    """Return `text` with control characters, and overrides of the direction, made visible."""
    return text.translate(_SHOWN)


def spelled(text: str) -> str:
    """Return `text` as `printable` does, in characters that fonts for plots have."""
    return text.translate(_SPELLED)


def printable_line(text: str) -> str:
    """Return `text` as `printable` does, in one line: line breaks and tabs become blanks."""
    return _BLANK.sub(" ", printable(text))


def isolated(text: str) -> str:
    """Return what `printable` returned so that it does not turn around what stands beside it."""
    return f"\u2068{text}\u2069" if runs_to_the_left(text) else text


def runs_to_the_left(text: str) -> bool:
    """Tell whether any of the text is written from right to left, as Arabic and Hebrew are."""
    if text.isascii():
        return False
    return any(unicodedata.bidirectional(character) in ("R", "AL") for character in text)


def reads_leftward(text: str) -> bool:
    """Tell whether a line is one of a script written from right to left: most of its letters are.

    A name in another script does not turn a line around, wherever in the line it stands.
    """
    kinds = [unicodedata.bidirectional(character) for character in text]
    return sum(kind in ("R", "AL") for kind in kinds) > kinds.count("L")


def readable(value: object) -> str:
    """Return a value of a table as text to show: nothing where it is missing, a date as a day."""
    if pd.api.types.is_scalar(value) and pd.isna(value):
        return ""
    if isinstance(value, pd.Timestamp):
        return f"{value:%Y-%m-%d}"
    return printable_line(number(value, digits=4) if isinstance(value, float) else str(value))


def number(value: float, *, digits: int) -> str:
    """Return a number with `digits` significant digits; a whole one, such as a day, in full."""
    whole = float(value).is_integer() and abs(value) < _EXACT
    return f"{value:.0f}" if whole else f"{value:.{digits}g}"
