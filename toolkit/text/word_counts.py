"""Word counts of whole columns: those of `words.count_words`, by array instead of by word."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from toolkit.text.words import WORD

if TYPE_CHECKING:
    import pandas as pd

_BLOCK = 1 << 23  # bytes that are counted at a time: enough for threads not to wait for each other
_PAD = 3  # blanks on both sides of a block, so that a look around a place stays within
_LETTER, _DIGIT, _WIDE_JOINER = 1, 2, 4
_JOINERS, _POINTS = "-'’‑", ".,"  # those of one byte first
_WIDE = [tuple(joiner.encode()) for joiner in _JOINERS[2:]]
_LONGEST = 24  # digits beside a point; longer numbers are counted by the pattern


def count_words_of(texts: pd.Series) -> np.ndarray:
    """Return the number of words of each text of a column, as `count_words_in` does."""
    import pyarrow as pa

    array = pa.chunked_array(pa.array(texts, type=pa.large_string()))
    return np.concatenate([np.zeros(0, np.int64), *map(count_words_in, array.chunks)])


def count_words_in(texts: Any) -> np.ndarray:
    """Return the number of words of each text, as `count_words` counts them.

    A word begins at a letter or digit that follows neither one nor a joiner between two, which is
    told byte by byte of the UTF-8 text. Points within numbers, where the pattern says otherwise,
    are judged one by one.

    Parameters
    ----------
    texts
        An Arrow array of strings; a missing one has no words.

    Returns
    -------
    numpy.ndarray
        int64, one per text.
    """
    import pyarrow as pa

    texts = texts.cast(pa.large_string())
    texts = texts.fill_null("") if texts.null_count else texts
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
    starts = block.letters & ~_after(block.letters)
    joiners = block.marks[block.are(block.marks, _JOINERS[:2])]
    wide = block.wide_joiners
    wide = wide[block.are_letters(wide - 1) & block.are_letters(wide + 3)]
    _clear(starts, np.concatenate((joiners + 1, wide + 3)))
    counts = _count_between(starts, begins)
    points = block.marks[block.are(block.marks, _POINTS)]
    points = points[block.are_digits(points - 1) & block.are_digits(points + 1)]
    if len(points):
        change = _judge_points(block, points, starts)
        np.add.at(counts, np.searchsorted(begins, points, side="right") - 1, change)
    return counts


def _after(bits: np.ndarray) -> np.ndarray:
    """Return bits for the places after those whose bits are set."""
    after = bits << np.uint64(1)
    after[1:] |= bits[:-1] >> np.uint64(63)
    return after


def _before(bits: np.ndarray) -> np.ndarray:
    """Return bits for the places before those whose bits are set."""
    before = bits >> np.uint64(1)
    before[:-1] |= bits[1:] << np.uint64(63)
    return before


def _places(bits: np.ndarray) -> np.ndarray:
    """Return where bits are set."""
    eights = bits.view(np.uint8)
    full = np.flatnonzero(eights != 0)
    within = np.flatnonzero(np.unpackbits(eights[full], bitorder="little").view(bool))
    return full[within >> 3] * 8 + (within & 7)


def _clear(bits: np.ndarray, places: np.ndarray) -> None:
    """Clear bits that are set, each at a place of its own."""
    np.subtract.at(bits, places >> 6, _bit(places))


def _bit(places: np.ndarray) -> np.ndarray:
    return np.uint64(1) << (places & 63).astype(np.uint64)


def _lay_out(data: np.ndarray, bounds: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return texts as one, padded with blanks, and where each begins and the last one ends.

    Blanks are put between the texts too if any two would grow together.
    """
    apart = _grow_together(data, bounds)
    begins = bounds - bounds[0] + _PAD + apart * np.arange(len(bounds))
    text = np.empty((begins[-1] + _PAD + 63) // 64 * 64, dtype=np.uint8)
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


def _count_between(bits: np.ndarray, cuts: np.ndarray) -> np.ndarray:
    """Return how many bits are set between each two cuts."""
    before = np.concatenate(([0], np.bitwise_count(bits).cumsum(dtype=np.int64)))
    at, below = cuts >> 6, _bit(cuts) - np.uint64(1)
    return np.diff(before[at] + np.bitwise_count(bits[at] & below))


@dataclass
class _Block:
    """Texts as bytes, and what stands where."""

    text: np.ndarray
    letters: np.ndarray  # a bit per byte: letters and digits
    marks: np.ndarray  # places of joiners and points of one byte between letters
    wide_joiners: np.ndarray  # where those of three bytes begin
    wide_digits: np.ndarray | None  # by byte; None if there are none

    def are_letters(self, at: np.ndarray) -> np.ndarray:
        """Tell of places whether a letter or digit stands there."""
        return self.letters[at >> 6] & _bit(at) != 0

    def are_digits(self, at: np.ndarray) -> np.ndarray:
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
    """Look bytes up in tables, then the characters of several bytes one by one."""
    letters, special = _look_up(text)
    places = _places(special & _before(letters))
    wide = text[places] >= 0xC0
    block = _Block(text, letters, places[~wide], np.zeros(0, np.int64), None)
    if wide.any():
        _classify_wide(block, places[wide])
    marks = block.marks
    block.marks = marks[block.are_letters(marks - 1) & block.are_letters(marks + 1)]
    return block


def _look_up(text: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return bits for letters, digits and all bytes beyond ASCII, and for what to look at closer.

    These are joiners, points, and the first bytes of characters beyond ASCII. Tables of what two
    bytes are make one of each two, then of four, then eight bits of each eight bytes.
    """
    pairs, fours, letters, special = _tables()
    codes = _take(fours, _take(pairs, text))
    return _take(letters, codes).view("<u8"), _take(special, codes).view("<u8")


def _take(table: Any, codes: np.ndarray) -> np.ndarray:
    """Return what a table has for each two bytes; Arrow is faster at it than NumPy."""
    import pyarrow as pa
    import pyarrow.compute as pc

    found = pc.take(table, pa.array(codes.view("<u2")), boundscheck=False)
    return np.frombuffer(found.buffers()[1], np.uint8)


@cache
def _tables() -> tuple[Any, ...]:
    import pyarrow as pa

    byte = np.arange(0x100)
    marks = np.isin(byte, list((_JOINERS[:2] + _POINTS).encode()))
    letters = _bytes_within_words()[0] & ~marks
    special = marks | (byte >= 0xC0)
    second, first = np.divmod(np.arange(0x10000), 0x100)
    one = letters * 1 | special * 0x10
    tables = (
        one[first] | one[second] << 1,
        first | second << 2,
        first & 0xF | second << 4,
        first >> 4 | second & 0xF0,
    )
    return tuple(pa.array((table & 0xFF).astype(np.uint8)) for table in tables)


def _classify_wide(block: _Block, leads: np.ndarray) -> None:
    """Look at the characters of more than one byte, which begin at `leads`."""
    first, second, third = (block.text[leads + at].astype(np.int64) for at in range(3))
    sizes = 2 + (first >= 0xE0) + (first >= 0xF0)
    codes = (first & 0x1F) << 6 | (second & 0x3F)
    codes = np.where(sizes > 2, (codes & 0x3FF) << 6 | (third & 0x3F), codes)
    longest = sizes > 3
    if longest.any():
        fourth = block.text[leads[longest] + 3] & 0x3F
        codes[longest] = (codes[longest] & 0x7FFF) << 6 | fourth
    found = _classes_of_characters()[codes]
    _clear(block.letters, _all_bytes(leads, sizes, found & _LETTER == 0))
    block.wide_joiners = leads[found == _WIDE_JOINER]
    if (found & _DIGIT).any():
        block.wide_digits = np.zeros(len(block.text), dtype=bool)
        block.wide_digits[_all_bytes(leads, sizes, found & _DIGIT > 0)] = True


def _all_bytes(leads: np.ndarray, sizes: np.ndarray, chosen: np.ndarray) -> np.ndarray:
    """Return the places of all bytes of the chosen characters."""
    leads, sizes = leads[chosen], sizes[chosen]
    return np.concatenate([leads[sizes > at] + at for at in range(4)])


def _is_one_of(text: np.ndarray, characters: str) -> np.ndarray:
    return (text == ord(characters[0])) | (text == ord(characters[1]))


def _judge_points(block: _Block, points: np.ndarray, starts: np.ndarray) -> np.ndarray:
    """Return for points within numbers by how much each changes the count.

    Two runs of digits with a point between are one word: one less, unless letters follow at once
    (3.5km) or after a joiner (2.5-year), which then begin a word of their own.
    """
    left, right = _beyond_digits(block, points, -1), _beyond_digits(block, points, 1)
    odd = block.are(left, _JOINERS[:2]) & block.are_letters(left - 1)
    odd |= block.wide_joiner(left - 2) | block.wide_joiner(right)
    odd |= block.are_digits(left) | block.are_digits(right)
    begins_word = block.are_letters(right)
    begins_word |= block.are(right, _JOINERS[:2]) & block.are_letters(right + 1)
    change = -(~block.are_letters(left) & ~begins_word).astype(np.int64)
    if odd.any():
        inside = np.unpackbits(block.letters.view(np.uint8), bitorder="little").view(bool)
        inside |= _is_one_of(block.text, _JOINERS[:2]) | _is_one_of(block.text, _POINTS)
        for at in range(3):
            inside[block.wide_joiners + at] = True
        edges = np.flatnonzero(inside[1:] != inside[:-1]) + 1
        cluster = np.searchsorted(edges[::2], points, side="right") - 1
        judged, first = np.unique(cluster, return_index=True)
        chosen = np.isin(judged, cluster[odd])
        judged, first = judged[chosen], first[chosen]
        bounds = edges.reshape(-1, 2)[judged]
        found = [
            _pattern().findall(block.text[start:end].tobytes().decode()) for start, end in bounds
        ]
        change[np.isin(cluster, judged)] = 0
        change[first] = list(map(len, found)) - _count_between(starts, bounds.ravel())[::2]
    return change


def _beyond_digits(block: _Block, points: np.ndarray, step: int) -> np.ndarray:
    """Return the place beyond the digits next to each point, to its left or right.

    If there are more than _LONGEST, it is a place within them.
    """
    places = points + 2 * step
    going = np.arange(len(points))
    for _ in range(_LONGEST):
        going = going[block.are_digits(places[going])]
        if not len(going):
            break
        places[going] += step
    return places


@cache
def _classes_of_characters() -> np.ndarray:
    """Return the class of each character beyond ASCII, as the pattern of a word sees it."""
    classes = np.zeros(0x110000, dtype=np.uint8)
    every = np.arange(len(classes), dtype="<u4").tobytes().decode("utf-32-le", "surrogatepass")
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
