"""Whether the texts of a figure can be read: none stands on another, and none is cut."""

from __future__ import annotations

import warnings
from collections.abc import Iterator

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.path import Path
from matplotlib.text import Text

from toolkit.plot.journals import journal
from toolkit.plot.style import MM

_LARGER = 1.25  # times, from one height that is tried to the next
_TITLE = 5  # mm, the height of a title
_TOUCH = 1.0  # pixels, by which boxes may overlap


class SizeWarning(UserWarning):
    """A figure whose texts do not fit into the size that was asked for."""


def finish_figure(
    ax: Axes, *, title: str, size: tuple[float, float] | None, grow: bool = False
) -> None:
    """Give a figure its title; warn if it has a size of its own that its texts do not fit into.

    The warning says the height at which they do, at this width or else at that of two columns.
    `grow` makes a figure that is as high as its rows higher by the title.
    """
    figure = ax.figure
    if title and grow and isinstance(figure, Figure):
        figure.set_figheight(figure.get_figheight() + _TITLE * MM)
    if title:
        figure.suptitle(title, x=0.01, ha="left", fontsize=8.5, fontweight="bold")
    if size is None or not isinstance(figure, Figure) or _is_legible(figure):
        return
    needed = _legible_size(figure, size)
    remedy = "and no page is large enough: draw fewer rows or panels"
    if needed is not None:
        remedy = f"expected about {needed[0]:.0f} x {needed[1]:.0f} mm"
    figure.set_size_inches(size[0] * MM, size[1] * MM)
    warnings.warn(
        f"size: found {size[0]:g} x {size[1]:g} mm, where texts overlap or are cut, {remedy}",
        SizeWarning,
        stacklevel=3,
    )


def _legible_size(figure: Figure, size: tuple[float, float]) -> tuple[float, float] | None:
    """Return a width and height in mm at which all texts can be read, if a page has such."""
    page = journal().page
    for width in dict.fromkeys((size[0], max(size[0], journal().two_columns))):
        height = size[1]
        while height < page:
            height = min(height * _LARGER, page)
            figure.set_size_inches(width * MM, height * MM)
            if _is_legible(figure):
                return width, height
    return None


def _is_legible(figure: Figure) -> bool:
    """Tell whether no text of a figure, as it is laid out now, touches another or its edge."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "constrained_layout not applied")  # our own says it
        figure.draw_without_rendering()
    boxes = np.array([_corners(text) for text in _shown(figure)]).reshape(-1, 4, 2)
    least, most = boxes.min(axis=1), boxes.max(axis=1)
    if (least < -_TOUCH).any() or (most > np.array(figure.bbox.size) + _TOUCH).any():
        return False
    near = (least[:, None] < most).all(axis=2) & (most[:, None] > least).all(axis=2)
    pairs = np.argwhere(np.triu(near, 1))
    return not any(Path(boxes[a]).intersects_path(Path(boxes[b])) for a, b in pairs)


def _shown(figure: Figure) -> Iterator[Text]:
    """Yield the texts that can be seen: not those of ticks beyond an axis."""
    texts: list[Text] = [child for child in figure.get_children() if isinstance(child, Text)]
    for ax in figure.axes:
        texts += [child for child in ax.get_children() if isinstance(child, Text)]
        if legend := ax.get_legend():
            texts += legend.get_texts()
        if not ax.axison:
            continue
        for axis in (ax.xaxis, ax.yaxis):
            low, high = sorted(axis.get_view_interval())
            texts.append(axis.label)
            for tick in axis.get_major_ticks():
                if low <= tick.get_loc() <= high:
                    texts += [tick.label1, tick.label2]
    for text in texts:
        if text.get_visible() and text.get_text().strip():
            yield text


def _corners(text: Text) -> np.ndarray:
    """Return the four corners of a text, which may be turned, in pixels."""
    box, turn = text.get_window_extent(), np.radians(text.get_rotation())
    text.set_rotation(0)
    upright = text.get_window_extent()
    text.set_rotation(np.degrees(turn))
    half = np.array([upright.width, upright.height]) / 2 - _TOUCH / 2
    signs = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]])
    turned = np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    return np.add(box.min, box.max) / 2 + (signs * half) @ turned
