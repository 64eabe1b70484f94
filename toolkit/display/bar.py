"""A progress bar in the output of a notebook's cell."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any
from uuid import uuid4

from tqdm import tqdm

_WORDS = "{desc}: {percentage:.0f} % ({n_fmt} of {total_fmt}), {remaining} left"


class CellBar(tqdm):
    """A bar that stands in the cell's output while the work lasts, and leaves nothing there.

    tqdm's own bar for notebooks is a widget, and a notebook that is saved with it says "Error
    displaying widget" when it is opened again.

    Parameters
    ----------
    publish
        What shows data in the cell's output: `publish` of IPython's display publisher.
    *args, **kwargs
        As tqdm takes them.
    """

    monitor_interval = 0  # no thread of its own: each item is looked at anyhow

    def __init__(self, *args: Any, publish: Callable[..., None], **kwargs: Any) -> None:
        self._publish = publish
        self._place = {"display_id": uuid4().hex}
        self._is_shown = False
        # gui: shown by `display`, and not written to a stream
        super().__init__(*args, **kwargs, gui=True, miniters=1, mininterval=0.2)

    def display(self, *_: Any, **__: Any) -> None:
        """Show how far the work has come."""
        known = self.format_dict
        words = self.format_meter(**(known | {"bar_format": _WORDS}))
        done = f' value="{known["n"]}" max="{known["total"]}"' if known["total"] else ""
        html = f"<progress{done}></progress> {escape(words)}"
        self._show({"text/plain": words, "text/html": html})

    def close(self) -> None:
        """Take the bar away."""
        super().close()
        if self._is_shown:
            self._show({})

    def _show(self, data: dict[str, str]) -> None:
        self._publish(data=data, transient=self._place, update=self._is_shown)
        self._is_shown = True
