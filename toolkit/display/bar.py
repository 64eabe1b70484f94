"""A progress bar in the output of a notebook's cell."""

from __future__ import annotations

from html import escape
from typing import Any

from IPython.display import display
from tqdm import tqdm

_WORDS = "{desc}: {percentage:.0f} % ({n_fmt} of {total_fmt}), {remaining} left"


class CellBar(tqdm):
    """A bar that stands in the cell's output while the work lasts, and leaves nothing there.

    tqdm's own bar for notebooks is a widget, and a notebook that is saved with it says "Error
    displaying widget" when it is opened again.
    """

    monitor_interval = 0  # no thread of its own: each item is looked at anyhow

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._handle = None
        # gui: shown by `display`, and not written to a stream
        super().__init__(*args, **kwargs, gui=True, miniters=1, mininterval=0.2)

    def display(self, *_: Any, **__: Any) -> None:
        """Show how far the work has come."""
        known = self.format_dict
        words = self.format_meter(**(known | {"bar_format": _WORDS}))
        done = f' value="{known["n"]}" max="{known["total"]}"' if known["total"] else ""
        html = f"<progress{done}></progress> {escape(words)}"
        bundle = {"text/plain": words, "text/html": html}
        if self._handle is None:
            self._handle = display(bundle, raw=True, display_id=True)
        else:
            self._handle.update(bundle, raw=True)

    def close(self) -> None:
        """Take the bar away."""
        super().close()
        if self._handle is not None:
            self._handle.update({}, raw=True)
            self._handle = None
