"""Word counts of whole columns: those of `words.count_words`, without a step for each word."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from toolkit.text.words import WORD

_BLOCK = 1 << 18  # bytes that are looked at together: they stay in the processor's cache


def count_words_of(texts: pd.Series) -> np.ndarray:
    """Return the number of words of each text of a column, as `count_words_in` does."""
    import pyarrow as pa

    array = pa.chunked_array(pa.array(texts, type=pa.large_string()))
    return np.concatenate([np.zeros(0, np.int64), *map(count_words_in, array.chunks)])


def count_words_in(texts: Any) -> np.ndarray:
    """Return the number of words of each text, as `count_words` counts them.

    What stands between two blanks and is plain ASCII, without a mark between two letters, has as
    many words as runs of letters; all else is put together and counted by the pattern of a word.

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
    import pyarrow.compute as pc

    nothing, blank = (pa.scalar(text, pa.large_string()) for text in ("", "\n"))
    texts = texts.cast(pa.large_string()).fill_null(nothing)
    _, offsets, data = pc.binary_join_element_wise(texts, nothing, blank).buffers()
    bounds = np.frombuffer(offsets, np.int64)[: len(texts) + 1]
    text = np.frombuffer(data or b"", np.uint8)
    counts, sizes, rests = [], [0], [text[:0]]
    first = 0
    while first < len(texts):
        last = int(np.searchsorted(bounds, bounds[first] + _BLOCK, side="right")) - 1
        last = max(last, first + 1)
        block, ends = text[bounds[first] : bounds[last]], bounds[first : last + 1] - bounds[first]
        first = last
        if len(block) > _BLOCK:  # one long text: telling apart would take much memory
            counts.append(0)
            sizes.append(len(block))
            rests.append(block)
            continue
        begins, odd = _tell_apart(block)
        counts += [
            int(np.count_nonzero(begins[start:end])) for start, end in pairwise(ends.tolist())
        ]
        sizes += np.diff(np.searchsorted(odd, ends)).tolist()
        rests.append(block[odd])
    offsets, data = np.cumsum(sizes, dtype=np.int64), np.concatenate(rests)
    rest = pa.LargeStringArray.from_buffers(len(texts), pa.py_buffer(offsets), pa.py_buffer(data))
    return np.array(counts, np.int64) + pc.count_substring_regex(rest, _pattern())


def _tell_apart(text: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Tell of each byte of UTF-8 text whether a plain word begins there; and which are odd.

    What stands between two blanks is odd as a whole, with the blank after it, if any of it is.
    """
    letters = ((text | 0x20) - np.uint8(ord("a")) < 26) | (text - np.uint8(ord("0")) < 10)
    letters |= text == ord("_")
    marks = text - np.uint8(ord("'")) < 8  # ' - . , and ( ) * + between them
    odd = text >= 0xC0  # the first byte of a character beyond ASCII
    odd[1:-1] |= marks[1:-1] & letters[:-2] & letters[2:]
    blanks = np.flatnonzero(text <= ord(" "))
    after = np.searchsorted(blanks, np.flatnonzero(odd))
    after = after[np.diff(after, prepend=-1) > 0]  # each once
    ends = blanks[after] + 1
    sizes = ends - np.where(after > 0, blanks[after - 1] + 1, 0)
    places = np.arange(sizes.sum()) + np.repeat(ends - sizes.cumsum(), sizes)
    begins = letters.copy()
    begins[1:] &= ~letters[:-1]
    begins[places] = False
    return begins, places


@cache
def _pattern() -> str:
    """Return the pattern of a word for RE2, whose own letters are those of ASCII only."""
    import regex  # the one that the tokenizer uses

    pattern = WORD
    characters = "".join(chr(code) for code in range(0x110000) if not 0xD800 <= code < 0xE000)
    for name in (r"\w", r"\d"):
        runs = regex.finditer(f"{name}+", characters)
        spans = [(run.group()[0], run.group()[-1]) for run in runs]
        ranges = "".join(f"\\x{{{ord(a):x}}}-\\x{{{ord(b):x}}}" for a, b in spans)
        pattern = pattern.replace(name, f"[{ranges}]")
    return pattern
