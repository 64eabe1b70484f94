"""How a concordance is shown: the key word in the middle of its context (KWIC), line by line.

A line of a script that is written from right to left is shown as it is read: what comes before the
key word stands to its right.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import pandas as pd

from toolkit.display.cells import GAP, fit, terminal_width, width_of, wrap_line
from toolkit.display.listing import most_rows, note_html, page, shown_of
from toolkit.display.printable import printable, readable, reads_leftward

_LINE = ("left", "node", "right")
# Of a whole concordance some columns come first, and some are not shown: they are for programs, or
# say less than the voice does.
_FIRST = ("voice", "frame", "target_id", "date", "outlet")
_QUIET = ("mention_id", "doc_id", "source", "mode", "stance")
_LEAST = 15  # cells of context to each side that are worth more than further columns
_WIDEST = 24  # cells of the node and of each further column
_BAR = "|"
_LEFTWARD = "Lines from right to left are shown as they are read, with left on the right."
# Of the width of a page, in hundredths: a context has no less, node and index have this, and each
# further column.
_LEAST_SHARE, _NODE_SHARE, _OTHER_SHARE = 16, 16, 8


class Concordance(pd.DataFrame):
    """The concordance table; a DataFrame in everything but how it is shown.

    What is made from it (rows, columns, another order) is shown so too, as long as it has the
    columns left, node and right; else as any DataFrame.
    """

    @property
    def _constructor(self) -> type[Concordance]:
        return Concordance

    def _repr_html_(self) -> str | None:
        if not _is_kwic(self):
            plain = super()._repr_html_()
            return None if plain is None else printable(plain)
        shown, others, note = _chosen(self)
        return page(_table(shown, others) + note_html(note))

    def __repr__(self) -> str:
        if not _is_kwic(self):
            return printable(super().__repr__())
        shown, others, note = _chosen(self)
        lines, dropped = _lines(shown, others, terminal_width())
        if dropped:
            note += f" No room for: {', '.join(map(readable, dropped))}."
        return "\n".join([*lines, *wrap_line(note.strip(), terminal_width())])


def _is_kwic(frame: pd.DataFrame) -> bool:
    return frame.columns.is_unique and set(_LINE) <= set(frame.columns)


def _chosen(frame: Concordance) -> tuple[pd.DataFrame, list, str]:
    """Return the rows to show, the columns to show beside the line, and a note on the others."""
    shown = pd.DataFrame(frame.iloc[: most_rows()])
    others = [column for column in frame.columns if column not in _LINE]
    quiet = []
    if {*_FIRST, *_QUIET} <= set(others):
        quiet = list(_QUIET)
        others = [*_FIRST, *(column for column in others if column not in _FIRST)]
    quiet += [c for c in others if c not in quiet and len(shown) and shown[c].isna().all()]
    notes = [
        shown_of(
            len(shown), len(frame), "lines", rest=f"a slice, such as .iloc[{len(shown)}:], others"
        )
        or ("" if len(frame) else "No lines."),
        f"Columns not shown: {', '.join(map(readable, quiet))}." if quiet else "",
        _LEFTWARD if any(_is_leftward(*line) for _, *line in _values(shown, [])) else "",
    ]
    return shown, [c for c in others if c not in quiet], " ".join(filter(None, notes))


def _table(shown: pd.DataFrame, others: Sequence) -> str:
    head = '<th class="tk-index"></th>'
    head += "".join(f'<th class="tk-{name}">{name}</th>' for name in _LINE)
    head += "".join(f"<th>{escape(readable(column))}</th>" for column in others)
    rows = []
    for row in _values(shown, others):
        bdi = '<bdi dir="rtl">' if _is_leftward(*row[1:4]) else "<bdi>"
        label, left, node, right, *rest = _as_read(row)
        cells = "".join(f"<td><bdi>{escape(value)}</bdi></td>" for value in rest)
        rows.append(
            f'<tr><td class="tk-index">{escape(label)}</td>'
            f'<td class="tk-left"><div>{bdi}{escape(left)}</bdi></div></td>'
            f'<td class="tk-node"><b class="tk-term">{bdi}{escape(node)}</bdi></b></td>'
            f'<td class="tk-right"><div>{bdi}{escape(right)}</bdi></div></td>{cells}</tr>'
        )
    # In a narrow window contexts fade on the outside, so that the term and the voice stay in sight.
    room = max(_LEAST_SHARE, (100 - _NODE_SHARE - _OTHER_SHARE * len(others)) // 2)
    return (
        f'<div class="tk-scroll"><table class="tk-table tk-kwic" style="--tk-room: {room}cqw">'
        f"<thead><tr>{head}</tr></thead>"
        f"<tbody>{''.join(rows)}</tbody></table></div>"
    )


def _as_read(row: tuple[str, ...]) -> tuple[str, ...]:
    """Return a row of `_values` with its contexts on the sides where they are read."""
    label, left, node, right, *rest = row
    return (label, right, node, left, *rest) if _is_leftward(left, node, right) else row


def _is_leftward(left: str, node: str, right: str) -> bool:
    return reads_leftward(left + node + right)


def _values(shown: pd.DataFrame, others: Sequence) -> list[tuple[str, ...]]:
    """Return the index, left, node, right and the other columns of each row, readable."""
    columns = (shown.index, *(shown[column] for column in (*_LINE, *others)))
    return list(zip(*(map(readable, column) for column in columns), strict=True))


def _lines(shown: pd.DataFrame, others: Sequence, width: int) -> tuple[list[str], list]:
    """Return the lines of plain text, with a header, and the columns that had no room."""
    header = ("", *_LINE, *map(readable, others))
    values = _values(shown, others)
    leftward = [False, *(_is_leftward(*row[1:4]) for row in values)]
    columns = list(zip(header, *map(_as_read, values), strict=True))
    widths = [max(map(width_of, column)) for column in columns]
    index, left, node, right, *rest = (
        w if at in (1, 3) else min(w, _WIDEST) for at, w in enumerate(widths)
    )
    room = width - index - len(GAP) - node - 2 * len(_BAR)
    needed = min(left, _LEAST) + min(right, _LEAST)
    kept = 0
    while kept < len(rest) and needed + sum(rest[: kept + 1]) + len(GAP) * (kept + 1) <= room:
        kept += 1
    room -= sum(rest[:kept]) + len(GAP) * kept
    left = max(min(left, room - min(right, room // 2)), 1)
    right = max(min(right, room - left), 1)
    lines = []
    for row, turned in zip(zip(*columns, strict=True), leftward, strict=True):
        ends = ("left", "right") if turned else ("right", "left")  # those next to the node
        line = _BAR.join(
            [
                fit(row[0], index, align="right")
                + GAP
                + fit(row[1], left, align="right", keep=ends[0]),
                fit(row[2], node, align="centre"),
                fit(row[3], right, keep=ends[1]),
            ]
        )
        cells = (fit(cell, w) for cell, w in zip(row[4 : 4 + kept], rest, strict=False))
        lines.append(GAP.join([line, *cells]).rstrip())
    return lines, list(others[kept:])
