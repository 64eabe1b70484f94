"""What is kept of each article for finding its copies: its shingles, and their signature."""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np

from toolkit.partitions.store import (
    ARTICLES,
    check_cut,
    digest,
    is_whole,
    part_path,
    read_json,
    read_part,
    write_json,
)
from toolkit.provenance import write_atomically
from toolkit.read.copies import bodies
from toolkit.read.shingles import shingles_of, signatures_of

SKETCHES = "sketches"
_REMEMBERED = 4_096  # articles of some 5 kB


def sketch_part(
    folder: Path, cut: tuple[str, ...], length: int, made_by: str, number: int
) -> tuple[int, dict[str, Any]]:
    """Write the sketches of the articles of a part, and return its number and what is known of it.

    Parameters
    ----------
    folder
        That of `partition`.
    cut
        The hashes of the articles of all parts.
    length
        Of a signature.
    made_by
        The hash of the code and the packages.
    number
        Of the part.
    """
    key = digest([cut[number - 1], length, made_by])
    state_path = folder / SKETCHES / f"{number:05}.json"
    state = read_json(state_path)
    if state.get("key") == key and is_whole(state["files"], folder):
        return number, state
    source = part_path(folder, ARTICLES, number)
    check_cut(source, cut[number - 1])
    shingles = shingles_of(bodies(read_part(source, ARTICLES, ["text", "body_start"])))
    path = _path(folder, number)
    written = _write(path, shingles, signatures_of(shingles, length))
    state = {"key": key, "files": {path.relative_to(folder).as_posix(): written}}
    write_json(state_path, state)
    return number, state


def read_signatures(folder: Path, number: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the signatures of the articles of a part, and which of them have any shingles."""
    with _Opened(_path(folder, number)) as batch:
        signatures = batch["signature"].flatten().to_numpy().reshape(batch.num_rows, -1).copy()
        return signatures, np.diff(batch["shingles"].offsets.to_numpy()) > 0


class Sketches:
    """The sketches of all articles, read from disk when they are asked for.

    Parameters
    ----------
    folder
        That of `partition`.
    sizes
        How many articles each part has.
    order
        The place in the corpus of the articles, in the order in which they are asked for.
    """

    def __init__(self, folder: Path, sizes: list[int], order: np.ndarray) -> None:
        self._folder, self._order = folder, order
        self._starts = np.cumsum([0, *sizes])
        self.read = lru_cache(_REMEMBERED)(self._read)

    def _read(self, at: int) -> tuple[np.ndarray, np.ndarray]:
        """Return the signature and the shingles of an article."""
        place = self._order[at]
        part = int(np.searchsorted(self._starts, place, "right"))
        row = int(place - self._starts[part - 1])
        with _Opened(_path(self._folder, part)) as batch:
            found = (batch[name][row].values.to_numpy().copy() for name in batch.schema.names)
            signature, shingles = found
        return signature, shingles


class _Opened:
    """The table in a file of sketches, mapped into memory: no more is read than is looked at."""

    def __init__(self, path: Path) -> None:
        import pyarrow as pa

        self._file = pa.memory_map(str(path))

    def __enter__(self) -> Any:
        import pyarrow as pa

        return pa.ipc.open_file(self._file).get_batch(0)

    def __exit__(self, *_: object) -> None:
        self._file.close()


def _write(path: Path, shingles: list[np.ndarray], signatures: np.ndarray) -> str:
    import pyarrow as pa

    ends = np.cumsum([0, *map(len, shingles)], dtype="int64")
    values = np.concatenate([np.zeros(0, "uint64"), *shingles])
    batch = pa.record_batch(
        {
            "signature": pa.FixedSizeListArray.from_arrays(
                pa.array(signatures.ravel()), signatures.shape[1]
            ),
            "shingles": pa.LargeListArray.from_arrays(pa.array(ends), pa.array(values)),
        }
    )
    sink = pa.BufferOutputStream()
    with pa.ipc.new_file(sink, batch.schema) as file:
        file.write_batch(batch)
    data = sink.getvalue().to_pybytes()
    write_atomically(path, data)
    return sha256(data).hexdigest()


def _path(folder: Path, number: int) -> Path:
    return folder / SKETCHES / f"{number:05}.arrow"
