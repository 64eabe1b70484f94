"""Shingles: the runs of words of a text, and the MinHash signature that stands for them."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from hashlib import blake2b

import numpy as np

from toolkit.text.libraries import alone
from toolkit.text.patterns import fold

with alone("datasketch"):  # which loads SciPy's integrals for what is not needed here
    from datasketch.minhash import MinHash

_WORD = re.compile(r"\w+")  # "Nagorno-Karabakh" and "Nagorno Karabakh" are the same words here
_WORDS = 3  # to a shingle: longer ones break at every changed word, shorter ones are chance
_FACTOR = np.uint64(0x9E3779B97F4A7C15)
_PERMUTATIONS = 512  # at most, to a signature
_MISSED = 0.001  # the share of pairs at the threshold that the signatures may overlook
_SEED = 1  # of the signatures; they propose pairs, and the shingles decide


def shingles_of(texts: Iterable[str]) -> list[np.ndarray]:
    """Return the sorted hashes of the runs of three words of each text, of each run once."""
    hash_of = _WordHashes()
    return [_shingles(text, hash_of) for text in texts]


class _WordHashes(dict):
    """A hash of each word, the same in every run of the program."""

    def __missing__(self, word: str) -> int:
        digest = blake2b(word.encode("utf-8", "replace"), digest_size=8).digest()
        self[word] = int.from_bytes(digest)
        return self[word]


def _shingles(text: str, hash_of: _WordHashes) -> np.ndarray:
    """Return the sorted hashes of the runs of words of `text`; of all words if they are fewer."""
    words = _WORD.findall(fold(text).lower())
    hashes = np.fromiter(map(hash_of.__getitem__, words), dtype="uint64", count=len(words))
    length = min(_WORDS, len(words))
    total = np.zeros(max(len(words) - length + 1, 0) if words else 0, dtype="uint64")
    for at in range(length):
        total = (total + hashes[at : at + len(total)]) * _FACTOR
        total ^= total >> np.uint64(32)
    return np.unique(total)


def bands_of(threshold: float) -> tuple[int, int]:
    """Return the bands and rows that overlook few pairs at `threshold` and propose few others.

    Texts of similarity s agree in one of b bands of r rows with probability 1 - (1 - s^r)^b.
    """
    best = (_PERMUTATIONS, 1)
    for rows in range(1, _PERMUTATIONS):
        agree = threshold**rows
        bands = 2 if agree == 1 else math.ceil(math.log(_MISSED) / math.log1p(-agree))
        if bands * rows > _PERMUTATIONS:
            break
        best = (max(bands, 2), rows)
    return best


def signatures_of(shingles: Iterable[np.ndarray], length: int) -> np.ndarray:
    """Return the MinHash signature of each text: two agree in a place with their similarity."""
    model = MinHash(num_perm=length, seed=_SEED, hashfunc=int)
    signatures = []
    for hashes in shingles:
        sketch = model.copy()
        sketch.update_batch((hashes >> np.uint64(32)).tolist())
        signatures.append(sketch.hashvalues.astype("uint32"))
    return np.array(signatures, dtype="uint32").reshape(-1, length)


def band_keys(band: np.ndarray) -> np.ndarray:
    """Return a number for each row of a band of signatures, equal where the rows are."""
    keys = np.zeros(len(band), dtype="uint64")
    for column in band.T:
        keys = (keys + column) * _FACTOR
    return keys
