"""Word counts of whole columns: those of `sentences.count_words`, by array instead of by word."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from toolkit.sentences import WORD

_BLOCK = 1 << 18  # bytes: what stays in the processor's cache
_LETTER, _JOINER, _DIGIT, _POINT, _WIDE_JOINER = 1, 2, 4, 8, 16
_JOINERS, _POINTS = "-'’‑", ".,"
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
    counts = []
    first = 0
    while first < len(chunk):
        last = int(np.searchsorted(bounds, bounds[first] + _BLOCK, side="right")) - 1
        last = min(max(last, first + 1), len(chunk))
        counts.append(_count_block(text, bounds[first : last + 1]))
        first = last
    return np.concatenate(counts)


def _count_block(data: np.ndarray, bounds: np.ndarray) -> np.ndarray:
    """Return the word counts of the texts between `bounds` of UTF-8 data."""
    begins = bounds - bounds[0] + np.arange(len(bounds)) + 2  # once blanks stand between them
    text = np.full(begins[-1] + 2, ord(" "), dtype=np.uint8)
    for at, start, end in zip(begins.tolist(), bounds.tolist(), bounds[1:].tolist(), strict=False):
        text[at : at + end - start] = data[start:end]
    classes = np.take(_classes_of_bytes(), text)
    wide = np.flatnonzero(text >= 0x80)
    joiners = _classify_wide(text, wide, classes) if len(wide) else wide
    letters = classes & _LETTER
    joined = (classes[1:-1] >> 1) & letters[:-2]  # a joiner with a letter before it
    starts = letters[2:] & ~letters[1:-1] & ~joined & 1
    joiners = joiners[(letters[joiners - 1] & letters[joiners + 3]) == 1]
    starts[joiners + 3 - 2] = 0
    cuts = (begins - 2).tolist()
    counts = np.array([np.count_nonzero(starts[a:b]) for a, b in pairwise(cuts)], dtype=np.int64)
    points = 1 + np.flatnonzero(classes[:-2] & (classes[1:-1] >> 1) & classes[2:] & _DIGIT)
    if len(points):
        texts_of, change = _judge_points(text, classes, points, begins, starts)
        np.add.at(counts, texts_of, change)
    return counts


def _judge_points(
    text: np.ndarray,
    classes: np.ndarray,
    points: np.ndarray,
    begins: np.ndarray,
    starts: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    """Return for points within numbers the text where each stands and what it changes there.

    Two runs of digits with a point between are one word: one less, unless letters follow at once
    (3.5km) or after a joiner (2.5-year), which then begin a word of their own.
    """
    left, right = points - 1, points + 1
    for _ in range(_LONGEST):
        left = left - (classes[left] & _DIGIT > 0)
        right = right + (classes[right] & _DIGIT > 0)
    before, after = classes[left], classes[right]
    hangs = (before & _JOINER > 0) & (classes[left - 1] & _LETTER > 0)
    odd = hangs | ((before | after) & (_WIDE_JOINER | _DIGIT) > 0)
    begins_word = (after & _JOINER > 0) & (
        classes[np.minimum(right + 1, len(text) - 1)] & _LETTER > 0
    )
    one_less = (before & _LETTER == 0) & (after & _LETTER == 0) & ~begins_word
    change = -one_less.astype(np.int64)
    clusters = {_cluster(classes, at) for at in points[odd].tolist()}
    for start, end in clusters:
        within = (points >= start) & (points < end)
        change[within] = 0
        words = len(_pattern().findall(text[start:end].tobytes().decode()))
        change[np.argmax(within)] = words - np.count_nonzero(starts[start - 2 : end - 2])
    return np.searchsorted(begins, points, side="right") - 1, change


def _cluster(classes: np.ndarray, at: int) -> tuple[int, int]:
    """Return the bounds of the run of letters, digits, joiners and points around a place."""
    start = end = at
    while classes[start - 1]:
        start -= 1
    while classes[end]:
        end += 1
    return start, end


def _classify_wide(text: np.ndarray, wide: np.ndarray, classes: np.ndarray) -> np.ndarray:
    """Give the bytes of characters beyond ASCII their class; return where joiners begin."""
    leads = wide[text[wide] >= 0xC0]
    sizes = 2 + (text[leads] >= 0xE0) + (text[leads] >= 0xF0)
    codes = text[leads].astype(np.int64) & np.array([0, 0, 0x1F, 0x0F, 0x07])[sizes]
    for at in (1, 2, 3):
        longer = sizes > at
        codes[longer] = (codes[longer] << 6) | (text[leads[longer] + at] & 0x3F)
    found = _classes_of_characters()[codes]
    classes[leads] = found
    for at in (1, 2, 3):
        longer = sizes > at
        classes[leads[longer] + at] = found[longer]
    return leads[found == _WIDE_JOINER]


@cache
def _classes_of_characters() -> np.ndarray:
    """Return the class of each character, as the pattern of a word sees it."""
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
    for character in _JOINERS:
        classes[ord(character)] = _JOINER if character.isascii() else _WIDE_JOINER
    for character in _POINTS:
        classes[ord(character)] = _POINT
    return classes


@cache
def _classes_of_bytes() -> np.ndarray:
    classes = _classes_of_characters()[:256].copy()
    classes[0x80:] = 0
    return classes


@cache
def _pattern() -> Any:
    import regex

    return regex.compile(WORD)
