"""As much of a corpus that was cut into parts as the explorer shows at one time."""

from __future__ import annotations

import warnings
from pathlib import Path

from toolkit.annotate.annotate import Tables
from toolkit.partitions.load import load_some
from toolkit.partitions.store import finished_parts, n_rows, part_path

MOST = 5_000  # articles: some 500 MB, and answers within a blink


def some_tables(folder: Path, *, stacklevel: int) -> Tables:
    """Return the tables of so many parts as have `MOST` articles, or one; warn of the others.

    The parts are spread evenly over the corpus, the first among them.
    """
    numbers = finished_parts(folder, "mentions")
    sizes = [n_rows(part_path(folder, "articles", n)) for n in numbers]
    n_parts = max(1, int(len(numbers) * min(1, MOST / max(1, sum(sizes)))))
    chosen = [1 + at * len(numbers) // n_parts for at in range(n_parts)]
    shown = sum(sizes[n - 1] for n in chosen)
    if len(chosen) < len(numbers):
        warnings.warn(
            f"tables: {folder} holds {sum(sizes):,} articles in {len(numbers):,} parts, of which "
            f"the explorer shows {shown:,}, those of {len(chosen):,} part(s) spread over the "
            f"corpus: it holds all that it shows in memory, up to some {MOST:,} articles. "
            "To see others, annotate those articles in memory, and explore their tables",
            stacklevel=stacklevel,
        )
    return Tables(*(load_some(folder, name, chosen) for name in Tables._fields))
