"""Copies of one dispatch in a corpus that was cut into parts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from functools import partial
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

import numpy as np
import pandas as pd

from toolkit.display.progress import track
from toolkit.display.tally import Tally
from toolkit.partitions.lock import locked
from toolkit.partitions.pool import check_workers, work_by
from toolkit.partitions.sketches import SKETCHES, Sketches, read_signatures, sketch_part
from toolkit.partitions.store import (
    ARTICLES,
    FAMILIES,
    FAMILIES_MADE,
    check_free,
    cut_hashes,
    digest,
    drop_parts,
    finished_parts,
    is_whole,
    made_by,
    part_path,
    read_json,
    read_part,
    write_json,
    write_part,
)
from toolkit.read.copies import check_options, families_of
from toolkit.read.shingles import band_keys, bands_of
from toolkit.tables.arguments import as_path

_KEY = 8  # bytes


def add_families_to_parts(
    folder: str | Path,
    *,
    threshold: float = 0.4,
    days: int | None = None,
    processes: int | None = None,
    executor: Executor | None = None,
) -> Path:
    """Give copies of one dispatch the same `family_id`, in whatever parts of a corpus they are.

    The families are those that `add_families` makes of the whole corpus, with the same ids. Call it
    before `annotate_parts`, whose words are counted with them; after it, `annotate_parts` counts
    the words again and does nothing else again. `load_parts` has the families in the articles.

    Parameters
    ----------
    folder
        That of `partition`.
    threshold, days
        As in `add_families`.
    processes, executor
        As in `annotate_parts`: who reads the articles. They are compared by this process.

    Returns
    -------
    pathlib.Path
        The folder. It holds ``families/``, with the `family_id` of each article, and ``sketches/``,
        some 5 kB of each article of 400 words, which spares work when only some parts have changed,
        and may be deleted.

    Raises
    ------
    PartsError
        If the corpus is not cut to its end.
    ValueError
        If another process writes to the folder, or an argument is not what is expected.
    WorkerError
        If a process is killed.
    OSError
        If something cannot be written; finished parts are kept.

    Notes
    -----
    Every article is compared with all others whose signature has a band in common, one band after
    the other. In memory stand ids, dates and some 100 bytes of each article; all else is on disk,
    for a time also 840 bytes of each article at the default threshold. *Limits*: as those of
    `add_families`.
    """
    folder = as_path(folder, "folder")
    check_options(threshold, days)
    processes = check_workers(processes, executor)
    numbers = finished_parts(folder, ARTICLES)
    cut, maker = cut_hashes(folder), made_by()
    key = digest([cut, threshold, days, maker])
    check_free(folder, FAMILIES_MADE, (SKETCHES, FAMILIES))
    with locked(folder):
        said = read_json(folder / FAMILIES_MADE)
        if said.get("key") == key and said["files"] and is_whole(said["files"], folder):
            return folder
        write_json(folder / FAMILIES_MADE, {"key": key, "files": {}})
        for name in (SKETCHES, FAMILIES):
            drop_parts(folder / name, len(numbers))
        articles = [
            read_part(part_path(folder, ARTICLES, n), ARTICLES, ["doc_id", "date", "family_id"])
            for n in numbers
        ]
        sizes = [len(part) for part in articles]
        bands, rows = bands_of(threshold)
        function = partial(sketch_part, folder, tuple(cut), bands * rows, maker)
        with Tally("read for copies", unit="article", total=sum(sizes)) as tally:
            for number, _ in work_by(function, numbers, processes=processes, executor=executor):
                tally.name(f"part {number} of {len(numbers)}")
                tally.add(sizes[number - 1])
        ordered = pd.concat(articles, ignore_index=True).sort_values(["date", "doc_id"])
        found = _compare(folder, ordered, sizes, threshold=threshold, days=days)
        files = _write(folder, found, sizes)
        about = {"key": key, "articles": cut, "files": files, "threshold": threshold, "days": days}
        write_json(folder / FAMILIES_MADE, about)
    return folder


def _compare(
    folder: Path, ordered: pd.DataFrame, sizes: list[int], *, threshold: float, days: int | None
) -> pd.Series:
    """Return the family_id of each article, in the order of the corpus."""
    order = ordered.index.to_numpy()
    bands, rows = bands_of(threshold)
    with TemporaryFile(dir=folder) as file:  # which the system deletes, however the process ends
        try:
            filled = _write_bands(file, folder, sizes, rows)
        except OSError as error:
            said = f"cannot be written ({error.strerror}); what is finished is kept"
            raise OSError(error.errno, said, str(folder)) from error
        return families_of(
            ordered,
            track(_read_bands(file, order), desc="comparing articles", total=bands),
            Sketches(folder, sizes, order).read,
            filled=filled[order],
            threshold=threshold,
            days=days,
        ).sort_index()


def _write_bands(file: IO[bytes], folder: Path, sizes: list[int], rows: int) -> np.ndarray:
    """Write the keys of all articles band by band, and return which articles have shingles."""
    total, start, filled = sum(sizes), 0, []
    for number, size in enumerate(sizes, start=1):
        signatures, some = read_signatures(folder, number)
        filled.append(some)
        for at, first in enumerate(range(0, signatures.shape[1], rows)):
            file.seek((at * total + start) * _KEY)
            file.write(band_keys(signatures[:, first : first + rows]).tobytes())
        start += size
    file.flush()
    return np.concatenate(filled)


def _read_bands(file: IO[bytes], order: np.ndarray) -> Iterator[np.ndarray]:
    """Yield the keys of all articles of one band after the other, in an order."""
    file.seek(0)
    while keys := file.read(len(order) * _KEY):
        yield np.frombuffer(keys, "uint64")[order]


def _write(folder: Path, families: pd.Series, sizes: Sequence[int]) -> dict[str, str]:
    """Write the family_id of the articles of each part, and return the hashes of the files."""
    files, start = {}, 0
    for number, size in enumerate(sizes, start=1):
        path = part_path(folder, FAMILIES, number)
        some = families.iloc[start : start + size].to_frame("family_id").reset_index(drop=True)
        files[path.relative_to(folder).as_posix()] = write_part(path, some)
        start += size
    return files
