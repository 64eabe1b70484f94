"""What notebooks and terminals show: tables of untrusted text, as HTML and as plain text."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from html import escape
from importlib.resources import files
from shutil import get_terminal_size
from typing import NamedTuple

import pandas as pd

from toolkit.display.cells import terminal_width, text_table, wrap_line
from toolkit.display.printable import readable

# What MathJax goes by, of JupyterLab and of older notebooks: "$5bn ... $3bn" is no formula.
NO_FORMULAS = "mathjax_ignore tex2jax_ignore"

Cell = object  # what `readable` takes, or a list of such things, one below the other


class Listing(NamedTuple):
    """A table to show, with a title above and a note below."""

    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    title: str = ""
    note: str = ""


def as_html(*listings: Listing) -> str:
    """Return listings as HTML; all that they hold is escaped."""
    return page("".join(map(html_of, listings)))


def as_text(*listings: Listing) -> str:
    """Return listings as plain text that fits the terminal."""
    return "\n\n".join(map(text_of, listings))


def page(body: str) -> str:
    """Return HTML with the styles that it needs."""
    return f'<div class="tk-out {NO_FORMULAS}"><style>{_style()}</style>{body}</div>'


def html_of(listing: Listing) -> str:
    """Return one listing as HTML, without the styles."""
    head = "".join(f"<th>{escape(column)}</th>" for column in listing.columns)
    rows = "".join(f"<tr>{''.join(map(_html_cell, row))}</tr>" for row in listing.rows)
    table = f'<table class="tk-table"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'
    return (
        (f'<p class="tk-title">{escape(listing.title)}</p>' if listing.title else "")
        + (f'<div class="tk-scroll">{table}</div>' if listing.rows else "")
        + note_html(listing.note)
    )


def text_of(listing: Listing) -> str:
    """Return one listing as plain text: each row in one line."""
    width = terminal_width()
    rows = [[_text_cell(cell) for cell in row] for row in listing.rows]
    return "\n".join(
        [
            *wrap_line(listing.title, width),
            *(text_table(listing.columns, rows, width=width) if rows else ()),
            *wrap_line(listing.note, width),
        ]
    )


def note_html(text: str) -> str:
    """Return the note below a table as HTML."""
    return f'<p class="tk-note">{escape(text)}</p>' if text else ""


def most_rows() -> int | None:
    """Return how many rows to show, or None for all: pandas' option `display.max_rows`."""
    most = pd.options.display.max_rows
    return get_terminal_size().lines if most == 0 else most


def shown_of(shown: int, there: int, things: str, *, rest: str = "") -> str:
    """Return the note that rows are left out, and how to see them; nothing if none are."""
    if shown >= there:
        return ""
    others = f"; {rest}" if rest else ""
    return (
        f"{shown:,} of {there:,} {things} shown; pd.options.display.max_rows = None shows all"
        f"{others}."
    )


def count_of(n: int, thing: str, things: str = "") -> str:
    """Return a number with its noun: 1 actor, 2 actors, 1,200 people."""
    return f"{n:,} {thing if n == 1 else things or thing + 's'}"


def _html_cell(cell: Cell) -> str:
    if isinstance(cell, (list, tuple)):
        return (
            "<td>" + "".join(f"<div><bdi>{escape(readable(c))}</bdi></div>" for c in cell) + "</td>"
        )
    number = isinstance(cell, (int, float)) and not isinstance(cell, bool)
    kind = ' class="tk-number"' if number else ""
    return f"<td{kind}><bdi>{escape(readable(cell))}</bdi></td>"


def _text_cell(cell: Cell) -> str:
    if isinstance(cell, (list, tuple)):
        return "; ".join(map(readable, cell))
    return readable(cell)


@cache
def _style() -> str:
    return files("toolkit.display").joinpath("style.css").read_text(encoding="utf-8")
