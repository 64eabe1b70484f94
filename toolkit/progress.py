"""Progress bars on long work: shown on terminals and in notebooks, silent where nobody watches."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

T = TypeVar("T")
_DELAY = 1.5  # seconds; work that is done by then needs no bar


def track(items: Iterable[T], *, desc: str, total: int | None = None) -> Iterator[T]:
    """Yield `items`, with a progress bar named `desc` where somebody watches.

    Parameters
    ----------
    items
        The work.
    desc
        What it is.
    total
        The number of items, where `len` does not tell.
    """
    kernel = _kernel()
    if not (_answers(kernel) if kernel else sys.stderr.isatty()):
        yield from items
        return
    if kernel:
        from toolkit.display.bar import CellBar as Bar
    else:
        from tqdm import tqdm as Bar  # noqa: N812
    yield from Bar(items, desc=desc, total=total, leave=False, delay=_DELAY)


def _kernel() -> Any | None:
    """Return the kernel of the notebook that this runs in, or None."""
    if "ipykernel" not in sys.modules:
        return None
    return getattr(sys.modules["IPython"].get_ipython(), "kernel", None)


def _answers(kernel: Any) -> bool:
    """Tell whether a person runs the cell.

    A front end says with each cell whether there is somebody to answer a question; nbclient,
    nbconvert and papermill say that there is not. Callbacks of widgets are no cells.
    """
    return bool(kernel.get_parent().get("content", {}).get("allow_stdin"))
