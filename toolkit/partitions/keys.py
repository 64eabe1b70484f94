"""The ids of the articles of earlier parts, which no later article may have."""

from __future__ import annotations

from hashlib import blake2b
from pathlib import Path

import numpy as np
import pandas as pd

from toolkit.partitions.store import part_path, read_part, write_part

KEYS = "keys"


class Keys:
    """What is remembered of the articles of a corpus: 8 bytes each in memory, the rest on disk.

    Parameters
    ----------
    folder
        Where the parts are.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._sorted = np.zeros(0, "uint64")
        self._n_parts = 0
        self._fresh: list[pd.DataFrame] = []

    def find(self, ids: pd.Series) -> pd.DataFrame:
        """Return text, source and record of those of the ids that earlier articles have, by id."""
        hashes = _hashes(ids)
        at = np.searchsorted(self._sorted, hashes).clip(max=max(len(self._sorted) - 1, 0))
        likely = ids[self._sorted[at] == hashes] if len(self._sorted) else ids[:0]
        if likely.empty:
            return pd.DataFrame({"text": [], "source": [], "record": []}, index=[])
        parts = (part_path(self._folder, KEYS, n) for n in range(1, self._n_parts + 1))
        found = [part[part["doc_id"].isin(likely)] for part in map(_read, parts)]
        return pd.concat(found).set_index("doc_id")

    def add(self, articles: pd.DataFrame) -> None:
        """Remember articles: their doc_id, text, source and record."""
        self._fresh.append(articles.assign(text=_digests(articles["text"])))

    def is_text(self, texts: pd.Series, remembered: pd.Series) -> np.ndarray:
        """Tell which texts are those that are remembered, one by one."""
        return _digests(texts).to_numpy() == remembered.to_numpy()

    def finish_part(self) -> str:
        """Write what was added since the last part, and return the hash of the file."""
        number = self._n_parts + 1
        fresh = pd.concat(self._fresh, ignore_index=True)
        written = write_part(part_path(self._folder, KEYS, number), fresh)
        self._take(fresh)
        return written

    def resume_part(self) -> None:
        """Take up a part that an earlier run has finished."""
        self._take(_read(part_path(self._folder, KEYS, self._n_parts + 1)))

    def _take(self, keys: pd.DataFrame) -> None:
        self._n_parts += 1
        self._fresh = []
        merged = np.concatenate([self._sorted, _hashes(keys["doc_id"])])
        merged.sort(kind="stable")  # which is quick where most are sorted
        self._sorted = merged


def _read(path: Path) -> pd.DataFrame:
    return read_part(path, "ledger")


def _hashes(ids: pd.Series) -> np.ndarray:
    digests = (blake2b(_bytes(one), digest_size=8).digest() for one in ids)
    return np.fromiter((int.from_bytes(one) for one in digests), "uint64", len(ids))


def _digests(texts: pd.Series) -> pd.Series:
    found = [blake2b(_bytes(text), digest_size=16).hexdigest() for text in texts]
    return pd.Series(found, texts.index, dtype="str")


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
