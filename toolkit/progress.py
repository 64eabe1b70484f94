"""Progress bars on long work: shown on a terminal and in notebooks, silent elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")


def track(items: Iterable[T], *, desc: str, total: int | None = None) -> Iterator[T]:
    """Yield `items`, with a progress bar named `desc` where somebody watches."""
    if not sys.stderr.isatty():
        yield from items
        return
    from tqdm.auto import tqdm

    yield from tqdm(items, desc=desc, total=total, leave=False)
