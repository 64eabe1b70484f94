"""Word counts of whole columns: those of `sentences.count_words`, by array instead of by word."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from toolkit.sentences import WORD

_BLOCK = 1 << 22  # bytes that are counted at a time
_PIECE = 1 << 19  # bytes: little enough for the processor's cache, enough for threads of their own
_PAD = 3  # blanks on both sides of a block, so that a look around a place stays within
_LETTER, _DIGIT, _WIDE_JOINER = 1, 2, 4
_JOINERS, _POINTS = "-'’‑", ".,"  # those of one byte first
_WIDE = [tuple(joiner.encode()) for joiner in _JOINERS[2:]]
_LONGEST = 24  # digits beside a point; longer numbers are counted by the pattern


def count_words_of(texts: pd.Series) -> np.ndarray:
    """Return the number of words of each text, as `count_words` counts them.

    A word begins at a letter or digit that follows neither one nor a joiner between two, which is
    told byte by byte of the UTF-8 text. Points within numbers, where the pattern says otherwise,
    are judged one by one. Chunks of the column are counted in as many threads as Arrow may use.

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

    array = pa.chunked_array(pa.array(texts, type=pa.large_string()))
    if array.null_count:
        array = array.fill_null("")
    with ThreadPoolExecutor(pa.cpu_count()) as pool:
        return np.concatenate([np.zeros(0, np.int64), *pool.map(count_words_in, array.chunks)])


def count_words_in(texts: Any) -> np.ndarray:
    """Return the number of words of each text of an Arrow array of large strings, none missing."""
    counts = [_count_block(data, bounds) for data, bounds in _blocks(texts)]
    return np.concatenate(counts) if counts else np.zeros(0, dtype=np.int64)


def _blocks(chunk: Any) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Yield the UTF-8 data of an Arrow array and the bounds of some texts in it, block by block."""
    if not len(chunk):
        return
    _, offsets, data = chunk.buffers()
    bounds = np.frombuffer(offsets, np.int64)[chunk.offset : chunk.offset + len(chunk) + 1]
    text = np.frombuffer(data, np.uint8) if data else np.zeros(0, np.uint8)
    first = 0
    while first < len(chunk):
        last = int(np.searchsorted(bounds, bounds[first] + _BLOCK, side="right")) - 1
        last = min(max(last, first + 1), len(chunk))
        yield text, bounds[first : last + 1]
        first = last


def _count_block(data: np.ndarray, bounds: np.ndarray) -> np.ndarray:
    """Return the word counts of the texts between `bounds` of UTF-8 data."""
    text, begins = _lay_out(data, bounds)
    block = _classify(text)
    letters, marks, wide = block.letters, block.marks, block.wide_joiners
    starts = np.zeros(len(text), dtype=bool)
    np.greater(letters[1:], letters[:-1], out=starts[1:])
    joiners = marks[block.are(marks, _JOINERS[:2])]
    starts[joiners[letters[joiners - 1]] + 1] = False
    starts[wide[letters[wide - 1]] + 3] = False
    counts = _count_between(starts, begins)
    points = marks[block.are(marks, _POINTS)]
    points = points[block.digits(points - 1) & block.digits(points + 1)]
    if len(points):
        change = _judge_points(block, points, starts)
        np.add.at(counts, np.searchsorted(begins, points, side="right") - 1, change)
    return counts


def _lay_out(data: np.ndarray, bounds: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return texts as one, padded with blanks, and where each begins and the last one ends.

    Blanks are put between the texts too if any two would grow together.
    """
    apart = _grow_together(data, bounds)
    begins = bounds - bounds[0] + _PAD + apart * np.arange(len(bounds))
    text = np.empty(begins[-1] + _PAD, dtype=np.uint8)
    text[:_PAD] = text[begins[-1] :] = ord(" ")
    if not apart:
        text[_PAD : begins[-1]] = data[bounds[0] : bounds[-1]]
        return text, begins
    text[begins[1:] - 1] = ord(" ")
    for at, start, end in zip(begins.tolist(), bounds.tolist(), bounds[1:].tolist(), strict=False):
        text[at : at + end - start] = data[start:end]
    return text, begins


def _grow_together(data: np.ndarray, bounds: np.ndarray) -> bool:
    """Tell whether what a text ends with could make a word with what the next one begins with.

    A full stop makes one between digits only; most texts end with one, or a quotation mark.
    """
    inner = bounds[(bounds > bounds[0]) & (bounds < bounds[-1])]
    last, first = data[inner - 1], data[inner]
    within, digits = _bytes_within_words()
    before = data[inner - 2]
    ends = (last == ord(".")) & ~((digits[before] | (before >= 0x80)) & digits[first])
    general = (data[inner - 3] == 0xE2) & (before == 0x80) & (last >= 0x80)
    ends |= general & (_classes_of_characters()[0x2000:0x2040][last & 0x3F] == 0)
    return bool((within[last] & within[first] & ~ends).any())


@cache
def _bytes_within_words() -> tuple[np.ndarray, np.ndarray]:
    """Return which bytes words may hold, and with which digits may begin."""
    within = np.arange(0x100) >= 0x80
    for character in map(chr, range(0x80)):
        within[ord(character)] = character.isalnum() or character in ("_" + _JOINERS + _POINTS)
    digits = np.zeros(0x100, dtype=bool)
    digits[list(b"0123456789")] = True
    wide = np.flatnonzero(_classes_of_characters() & _DIGIT)
    digits[[chr(code).encode()[0] for code in wide.tolist()]] = True
    return within, digits


def _count_between(marks: np.ndarray, cuts: np.ndarray) -> np.ndarray:
    """Return how many marks stand between each two cuts."""
    bits = np.zeros(len(marks) // 64 + 1, dtype="<u8")
    packed = np.packbits(marks, bitorder="little")
    bits.view(np.uint8)[: len(packed)] = packed
    before = np.concatenate(([0], np.bitwise_count(bits).astype(np.int64).cumsum()))
    at, below = cuts >> 6, (np.uint64(1) << (cuts & 63).astype(np.uint64)) - np.uint64(1)
    return np.diff(before[at] + np.bitwise_count(bits[at] & below))


@dataclass
class _Block:
    """Texts as bytes: where letters (and digits) stand, by byte of their characters."""

    text: np.ndarray
    letters: np.ndarray
    marks: np.ndarray  # places of all joiners and points of a byte before letters, and of some more
    wide_joiners: np.ndarray  # where those of three bytes begin
    wide_digits: np.ndarray | None  # by byte; None if there are none

    def digits(self, at: np.ndarray) -> np.ndarray:
        """Tell of places whether a digit stands there."""
        found = self.text[at] - np.uint8(ord("0")) < 10
        return found if self.wide_digits is None else found | self.wide_digits[at]

    def are(self, at: np.ndarray, characters: str) -> np.ndarray:
        """Tell of places whether one of two characters of a byte stands there."""
        return _is_one_of(self.text[at], characters)

    def wide_joiner(self, at: np.ndarray) -> np.ndarray:
        """Tell of places whether a joiner of three bytes begins there."""
        text = self.text
        found = text[at] == _WIDE[0][0]
        if found.any():
            later = [
                (text[at + 1] == second) & (text[at + 2] == third) for _, second, third in _WIDE
            ]
            found &= np.logical_or(*later)
        return found


def _classify(text: np.ndarray) -> _Block:
    letters = np.empty(len(text), dtype=bool)
    starts = range(0, len(text), _PIECE)
    found = [_classify_piece(text[at : at + _PIECE], letters[at : at + _PIECE]) for at in starts]
    places = np.concatenate([at + own for at, own in zip(starts, found, strict=True)])
    wide = text[places] >= 0xC0
    block = _Block(text, letters, places[~wide], np.zeros(0, np.int64), None)
    if wide.any():
        _classify_wide(block, places[wide])
    return block


def _classify_piece(text: np.ndarray, letters: np.ndarray) -> np.ndarray:
    """Fill in which bytes are ASCII letters or digits; return the places to look at closer.

    These are the first bytes of characters beyond ASCII, and the joiners and points before a
    letter, with characters that stand close to them in ASCII.
    """
    np.less((text | 0x20) - np.uint8(ord("a")), 26, out=letters)
    letters |= text - np.uint8(ord("0")) < 10
    letters |= text == ord("_")
    first, last = min(_JOINERS[:2] + _POINTS), max(_JOINERS[:2] + _POINTS)
    wide = text >= 0xC0
    found = text - np.uint8(ord(first)) <= ord(last) - ord(first)
    found[:-1] &= (letters | wide)[1:]
    found |= wide
    return np.flatnonzero(found)


def _classify_wide(block: _Block, leads: np.ndarray) -> None:
    """Add the characters of more than one byte, which begin at `leads`."""
    first, second, third = (block.text[leads + at].astype(np.int64) for at in range(3))
    sizes = 2 + (first >= 0xE0) + (first >= 0xF0)
    codes = (first & 0x1F) << 6 | (second & 0x3F)
    codes = np.where(sizes > 2, (codes & 0x3FF) << 6 | (third & 0x3F), codes)
    longest = sizes > 3
    if longest.any():
        fourth = block.text[leads[longest] + 3] & 0x3F
        codes[longest] = (codes[longest] & 0x7FFF) << 6 | fourth
    found = _classes_of_characters()[codes]
    _spread(block.letters, leads, sizes, found & _LETTER > 0)
    block.wide_joiners = leads[found == _WIDE_JOINER]
    if (found & _DIGIT).any():
        block.wide_digits = np.zeros(len(block.text), dtype=bool)
        _spread(block.wide_digits, leads, sizes, found & _DIGIT > 0)


def _spread(mask: np.ndarray, leads: np.ndarray, sizes: np.ndarray, chosen: np.ndarray) -> None:
    """Mark all bytes of the chosen characters."""
    leads, sizes = leads[chosen], sizes[chosen]
    for at in range(4):
        mask[leads[sizes > at] + at] = True


def _is_one_of(text: np.ndarray, characters: str) -> np.ndarray:
    first, second = characters
    return (text == ord(first)) | (text == ord(second))


def _judge_points(block: _Block, points: np.ndarray, starts: np.ndarray) -> np.ndarray:
    """Return for points within numbers by how much each changes the count.

    Two runs of digits with a point between are one word: one less, unless letters follow at once
    (3.5km) or after a joiner (2.5-year), which then begin a word of their own.
    """
    left, right = _beyond_digits(block, points, -1), _beyond_digits(block, points, 1)
    letters = block.letters
    odd = block.are(left, _JOINERS[:2]) & letters[left - 1]
    odd |= block.wide_joiner(left - 2) | block.wide_joiner(right)
    odd |= block.digits(left) | block.digits(right)
    begins_word = letters[right] | (block.are(right, _JOINERS[:2]) & letters[right + 1])
    change = -(~letters[left] & ~begins_word).astype(np.int64)
    if odd.any():
        inside = letters | _is_one_of(block.text, _JOINERS[:2]) | _is_one_of(block.text, _POINTS)
        for at in range(3):
            inside[block.wide_joiners + at] = True
        for start, end in {_cluster(inside, at) for at in points[odd].tolist()}:
            within = (points >= start) & (points < end)
            words = len(_pattern().findall(block.text[start:end].tobytes().decode()))
            change[within] = 0
            change[np.argmax(within)] = words - np.count_nonzero(starts[start:end])
    return change


def _beyond_digits(block: _Block, points: np.ndarray, step: int) -> np.ndarray:
    """Return the place beyond the digits next to each point, to its left or right.

    If there are more than _LONGEST, it is a place within them.
    """
    places = points + 2 * step
    going = np.arange(len(points))
    for _ in range(_LONGEST):
        going = going[block.digits(places[going])]
        if not len(going):
            break
        places[going] += step
    return places


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
