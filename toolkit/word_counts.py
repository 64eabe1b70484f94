"""Word counts of whole columns: those of `sentences.count_words`, by array instead of by word."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from toolkit.sentences import WORD

_BLOCK = 1 << 19  # bytes: what stays in the processor's cache
_LETTER, _DIGIT, _WIDE_JOINER = 1, 2, 4
_JOINERS, _POINTS = "-'’‑", ".,"  # those of one byte first
_LONG = 500  # bytes
_LONGEST = 24  # digits beside a point; longer numbers are counted by the pattern


def count_words_of(texts: pd.Series) -> np.ndarray:
    """Return the number of words of each text, as `count_words` counts them.

    A word begins at a letter or digit that follows neither one nor a joiner between two, which is
    told byte by byte of the UTF-8 text. Points within numbers, where the pattern says otherwise,
    are judged one by one.

    Parameters
    ----------
    texts
        A column of text; a missing value has no words.

    Returns
    -------
    numpy.ndarray
        int64, one per text.
    """
    import pyarrow as pa

    array = pa.chunked_array(pa.array(texts.fillna(""), type=pa.large_string()))
    counts = [_count_chunk(chunk) for chunk in array.chunks if len(chunk)]
    return np.concatenate(counts) if counts else np.zeros(0, dtype=np.int64)


def _count_chunk(chunk: Any) -> np.ndarray:
    _, offsets, data = chunk.buffers()
    bounds = np.frombuffer(offsets, np.int64)[chunk.offset : chunk.offset + len(chunk) + 1]
    text = np.frombuffer(data, np.uint8) if data else np.zeros(0, np.uint8)
    cuts = [0]
    while cuts[-1] < len(chunk):
        last = int(np.searchsorted(bounds, bounds[cuts[-1]] + _BLOCK, side="right")) - 1
        cuts.append(min(max(last, cuts[-1] + 1), len(chunk)))
    blocks = (bounds[first : last + 1] for first, last in pairwise(cuts))
    return np.concatenate([_count_block(text, block) for block in blocks])


def _count_block(data: np.ndarray, bounds: np.ndarray) -> np.ndarray:
    """Return the word counts of the texts between `bounds` of UTF-8 data."""
    begins = bounds - bounds[0] + np.arange(len(bounds)) + 2  # once blanks stand between them
    text = np.full(begins[-1] + 2, ord(" "), dtype=np.uint8)
    for at, start, end in zip(begins.tolist(), bounds.tolist(), bounds[1:].tolist(), strict=False):
        text[at : at + end - start] = data[start:end]
    block = _classify(text)
    joined = block.joiners[1:-1] & block.letters[:-2]
    starts = block.letters[2:] > (block.letters[1:-1] | joined)
    after = block.wide_joiners + 3
    starts[after[block.letters[block.wide_joiners - 1] & block.letters[after]] - 2] = False
    counts = _count_between(starts, begins - 2)
    points = np.flatnonzero(_is_one_of(text, _POINTS))
    points = points[block.digits(points - 1) & block.digits(points + 1)]
    if len(points):
        change = _judge_points(block, points, starts)
        np.add.at(counts, np.searchsorted(begins, points, side="right") - 1, change)
    return counts


def _count_between(marks: np.ndarray, cuts: np.ndarray) -> np.ndarray:
    """Return how many marks stand between each two cuts; by slices if those are long."""
    if len(marks) < _LONG * len(cuts):
        return np.diff(np.searchsorted(np.flatnonzero(marks), cuts))
    slices = pairwise(cuts.tolist())
    return np.array([np.count_nonzero(marks[a:b]) for a, b in slices], dtype=np.int64)


@dataclass
class _Block:
    """Texts as bytes: where letters (and digits) and joiners stand, by byte of their characters."""

    text: np.ndarray
    letters: np.ndarray
    joiners: np.ndarray
    wide_joiners: np.ndarray  # where those of three bytes begin
    wide_digits: np.ndarray | None  # by byte; None if there are none

    def digits(self, at: np.ndarray) -> np.ndarray:
        """Tell of places whether a digit stands there."""
        found = self.text[at] - np.uint8(ord("0")) < 10
        return found if self.wide_digits is None else found | self.wide_digits[at]


def _classify(text: np.ndarray) -> _Block:
    letters = (text | 0x20) - np.uint8(ord("a")) < 26
    letters |= text - np.uint8(ord("0")) < 10
    letters |= text == ord("_")
    block = _Block(text, letters, _is_one_of(text, _JOINERS[:2]), np.zeros(0, np.int64), None)
    wide = np.flatnonzero(text >= 0x80)
    if len(wide):
        leads = wide[text[wide] >= 0xC0]
        sizes = 2 + (text[leads] >= 0xE0) + (text[leads] >= 0xF0)
        codes = text[leads].astype(np.int64) & np.array([0, 0, 0x1F, 0x0F, 0x07])[sizes]
        for at in (1, 2, 3):
            longer = sizes > at
            codes[longer] = (codes[longer] << 6) | (text[leads[longer] + at] & 0x3F)
        found = _classes_of_characters()[codes]
        _spread(letters, leads, sizes, found & _LETTER > 0)
        block.wide_joiners = leads[found == _WIDE_JOINER]
        if (found & _DIGIT).any():
            block.wide_digits = np.zeros(len(text), dtype=bool)
            _spread(block.wide_digits, leads, sizes, found & _DIGIT > 0)
    return block


def _spread(mask: np.ndarray, leads: np.ndarray, sizes: np.ndarray, chosen: np.ndarray) -> None:
    """Mark all bytes of the chosen characters."""
    for at in range(4):
        mask[leads[chosen & (sizes > at)] + at] = True


def _is_one_of(text: np.ndarray, characters: str) -> np.ndarray:
    first, second = characters
    return (text == ord(first)) | (text == ord(second))


def _judge_points(block: _Block, points: np.ndarray, starts: np.ndarray) -> np.ndarray:
    """Return for points within numbers by how much each changes the count.

    Two runs of digits with a point between are one word: one less, unless letters follow at once
    (3.5km) or after a joiner (2.5-year), which then begin a word of their own.
    """
    left, right = points - 1, points + 1
    for _ in range(_LONGEST):
        more_left, more_right = block.digits(left), block.digits(right)
        if not (more_left.any() or more_right.any()):
            break
        left, right = left - more_left, right + more_right
    letters, joiners = block.letters, block.joiners
    wide = np.zeros(len(block.text), dtype=bool)
    for at in range(3):
        wide[block.wide_joiners + at] = True
    beyond = np.minimum(right + 1, len(letters) - 1)
    odd = (joiners[left] & letters[left - 1]) | wide[left] | wide[right]
    odd |= block.digits(left) | block.digits(right)
    begins_word = letters[right] | (joiners[right] & letters[beyond])
    change = -(~letters[left] & ~begins_word).astype(np.int64)
    if odd.any():
        inside = letters | joiners | wide | _is_one_of(block.text, _POINTS)
        for start, end in {_cluster(inside, at) for at in points[odd].tolist()}:
            within = (points >= start) & (points < end)
            words = len(_pattern().findall(block.text[start:end].tobytes().decode()))
            change[within] = 0
            change[np.argmax(within)] = words - np.count_nonzero(starts[start - 2 : end - 2])
    return change


def _cluster(inside: np.ndarray, at: int) -> tuple[int, int]:
    """Return the bounds of the run of letters, digits, joiners and points around a place."""
    start = end = at
    while inside[start - 1]:
        start -= 1
    while inside[end]:
        end += 1
    return start, end


@cache
def _classes_of_characters() -> np.ndarray:
    """Return the class of each character beyond ASCII, as the pattern of a word sees it."""
    classes = np.zeros(0x110000, dtype=np.uint8)
    every = (
        "".join(map(chr, range(0xD800)))
        + "\ud800" * 0x800
        + "".join(map(chr, range(0xE000, 0x110000)))
    )
    import regex  # the one that the tokenizer uses: its letters are not those of re

    for pattern, flag in ((r"\w+", _LETTER), (r"\d+", _DIGIT)):
        for found in regex.finditer(pattern, every):
            classes[found.start() : found.end()] |= flag
    for character in _JOINERS[2:]:
        classes[ord(character)] = _WIDE_JOINER
    return classes


@cache
def _pattern() -> Any:
    import regex

    return regex.compile(WORD)
