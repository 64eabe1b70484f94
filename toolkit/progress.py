"""Progress bars on long work: shown on terminals and in notebooks, silent where nobody watches."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")
_DELAY = 1.5  # seconds; work that is done by then needs no bar


def track(items: Iterable[T], *, desc: str, total: int | None = None) -> Iterator[T]:
    """Yield `items`, with a progress bar named `desc` where somebody watches."""
    if not is_watched():
        yield from items
        return
    from tqdm.auto import tqdm

    yield from tqdm(items, desc=desc, total=total, leave=False, delay=_DELAY)


def is_watched() -> bool:
    """Tell whether a person sees what this process shows while it runs.

    On a terminal, somebody does. A notebook's kernel has no terminal; but whoever runs a cell says
    whether there is somebody to answer a question, which nbclient, nbconvert and papermill deny.
    """
    if "ipykernel.zmqshell" not in sys.modules:
        return sys.stderr.isatty()
    kernel = getattr(sys.modules["IPython"].get_ipython(), "kernel", None)
    if kernel is None:
        return sys.stderr.isatty()
    return bool(kernel.get_parent().get("content", {}).get("allow_stdin"))
