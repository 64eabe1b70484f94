"""Where on the Axes each mark stands, so that a page can tell which one was clicked."""

from __future__ import annotations

from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

_LEAST = 5.0  # points, of either side of a mark: less is hard to hit


class Mark(NamedTuple):
    """A box on a figure, in fractions of its size from the upper left, and what is drawn there."""

    row: dict[str, Any]  # column of the drawn table: value
    left: float
    top: float
    width: float
    height: float


_drawn: WeakKeyDictionary[Axes, list[tuple[pd.DataFrame, np.ndarray]]] = WeakKeyDictionary()


def record_marks(ax: Axes, values: pd.DataFrame, *, x: Any, y: Any) -> None:
    """Remember where the rows of a drawn table stand.

    Parameters
    ----------
    ax
        The Axes that they are drawn on.
    values
        The columns that tell a mark from the others, a row per mark.
    x, y
        The two ends of each mark, ``(from, to)``, in the units of the Axes' data; each a number or
        one per row.
    """
    ends = [np.asarray(ax.convert_xunits(_plain(end))) for end in x]
    ends += [np.asarray(_plain(end)) for end in y]
    boxes = np.column_stack([np.broadcast_to(end, len(values)).astype("float64") for end in ends])
    _drawn.setdefault(ax, []).append((values.reset_index(drop=True), boxes))


def find_marks(figure: Figure) -> list[Mark]:
    """Return the marks of a figure, the larger ones first, as it is laid out now."""
    size = figure.get_size_inches() * figure.dpi
    least = _LEAST / 72 * figure.dpi
    marks = []
    for ax in figure.axes:
        for values, boxes in _drawn.get(ax, ()):
            for row, (x0, x1, y0, y1) in zip(values.to_dict("records"), boxes, strict=True):
                ends = ax.transData.transform([(x0, y0), (x1, y1)])
                if np.isfinite(ends).all():
                    marks.append(_mark(row, np.sort(ends, axis=0), least, size))
    return sorted(marks, key=lambda mark: -mark.width * mark.height)


def _plain(values: Any) -> Any:
    return values.to_numpy() if isinstance(values, pd.Series | pd.Index) else values


def _mark(values: dict[str, Any], ends: np.ndarray, least: float, size: np.ndarray) -> Mark:
    middle, extent = ends.mean(axis=0), np.maximum(np.ptp(ends, axis=0), least)
    (left, bottom), (width, height) = (middle - extent / 2) / size, extent / size
    return Mark(values, *(round(float(v), 5) for v in (left, 1 - bottom - height, width, height)))
