"""Progress bars on long work: on terminals and in notebooks, silent where nobody is watching."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

T = TypeVar("T")
_DELAY = 1.5  # seconds; work that is done by then needs no bar


def track(items: Iterable[T], *, desc: str, total: int | None = None) -> Iterator[T]:
    """Yield `items`, with a progress bar where somebody is watching.

    Parameters
    ----------
    items
        The work.
    desc
        What it is called.
    total
        The number of items, where `len` does not tell.
    """
    shown = bar(items, desc=desc, total=total)
    yield from items if shown is None else shown


def bar(items: Iterable | None = None, **options: Any) -> Any | None:
    """Return tqdm's bar of `items` where somebody is watching, else nothing.

    Parameters
    ----------
    items
        The work; without it, what is done is told by `update`.
    **options
        As tqdm takes them.
    """
    shell = _notebook()
    if not (_is_watched(shell) if shell else sys.stderr.isatty()):
        return None
    known = {"leave": False, "delay": _DELAY} | options
    if shell:
        from toolkit.display.bar import CellBar

        return CellBar(items, publish=shell.display_pub.publish, **known)
    from tqdm import tqdm

    return tqdm(items, **known)


def _notebook() -> Any | None:
    """Return the IPython shell of the notebook that this runs in, or None."""
    if "ipykernel" not in sys.modules:
        return None
    shell = sys.modules["IPython"].get_ipython()
    return shell if hasattr(shell, "kernel") else None


def _is_watched(shell: Any) -> bool:
    """Tell whether a person is running the cell.

    A front end says with each cell whether somebody is there to answer a question; nbclient,
    nbconvert and papermill say that there is not. Callbacks of widgets are not cells.
    """
    return bool(shell.kernel.get_parent().get("content", {}).get("allow_stdin"))
