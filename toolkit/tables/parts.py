"""Tables in parts: what a corpus that does not fit into memory is counted from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

import pandas as pd
import pyarrow as pa

_FIRST_POOL = pa.default_memory_pool()


@dataclass(frozen=True)
class Parts:
    """A table that is read part by part, each of whole articles, in the order of the corpus.

    `open_parts` returns it, and `rates`, `compare`, `trends` and `voices` take it in place of the
    table.

    Attributes
    ----------
    table
        The name of the table.
    columns
        The names of its columns.
    method
        Of attribution; None if there was no article.
    n_parts
        How many parts there are.
    """

    table: str
    columns: tuple[str, ...] = field(repr=False)
    method: str | None
    n_parts: int
    read: Callable[[Sequence[str]], Iterator[pd.DataFrame]] = field(repr=False)

    def header(self) -> pd.DataFrame:
        """Return the table without a row, by which its columns are checked."""
        return pd.DataFrame(columns=[*self.columns])

    def change(
        self,
        change: Callable[[pd.DataFrame], pd.DataFrame],
        *,
        reads: Sequence[str] = (),
        adds: Sequence[str] = (),
    ) -> Parts:
        """Return the table of what `change` makes of each part.

        Parameters
        ----------
        change
            Takes columns of a part, and returns rows of it; each article's by themselves.
        reads
            The columns that it needs, besides those that will be counted.
        adds
            Those that it adds.
        """

        def read(columns: Sequence[str]) -> Iterator[pd.DataFrame]:
            wanted = list(dict.fromkeys(columns))
            there = [name for name in wanted if name not in adds]
            for part in self.read(list(dict.fromkeys([*there, *reads]))):
                yield change(part)[wanted]

        return replace(self, columns=(*self.columns, *adds), read=read)

    def methods(self) -> pd.DataFrame:
        """Return a table of its method alone, as `check_same_method` takes it."""
        return pd.DataFrame({"method": [self.method]})


def release_memory() -> None:
    """Give back what is free: else what parts have left adds up to more than their sums.

    Arrow's own allocator keeps much of what it had once. So from the first call on, what Python
    asks of Arrow in this process comes from the C library, as NumPy's arrays do; what Arrow asks of
    itself, as for writing Parquet, it keeps: some 26 MB, of however many parts.
    """
    pa.set_memory_pool(pa.system_memory_pool())
    for pool in (_FIRST_POOL, pa.system_memory_pool()):
        pool.release_unused()
