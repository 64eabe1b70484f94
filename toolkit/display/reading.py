"""A text with marks that may nest and overlap, as HTML and as plain text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from typing import NamedTuple

from toolkit.display.cells import terminal_width, wrap_line
from toolkit.display.listing import Listing, as_text, html_of, page
from toolkit.display.printable import isolated, printable, readable

TITLE, CONTENT, SOURCE, CUE, NAME, TERM = "title", "content", "source", "cue", "name", "term"
# The kinds of marks, the outermost first, and what stands around them in plain text.
_AROUND = {
    TITLE: ("", ""),
    CONTENT: ("[{n} {who}| ", " |{n}]"),
    SOURCE: ("{{{n} ", "}}"),
    CUE: ("<{n} ", ">"),
    NAME: ("_", "_"),
    TERM: ("**", "**"),
}
_ORDER = {kind: rank for rank, kind in enumerate(_AROUND)}
_MEANING = {SOURCE: "source", CUE: "reporting word", NAME: "actor", TERM: "framing term"}
_TINTS = 6  # of speakers; with more of them, tints repeat


class Mark(NamedTuple):
    """A stretch of a text that means something.

    `facts` say what, in a line that is safe to show; `n` is the number of the attribution that it
    belongs to, `who` its speaker.
    """

    start: int
    end: int
    kind: str
    facts: str = ""
    n: int = 1
    who: str = ""


@dataclass(frozen=True, repr=False)
class Reading:
    """A text with its marks, and lists of what they mean."""

    text: str
    marks: tuple[Mark, ...]
    listings: tuple[Listing, ...]

    def __repr__(self) -> str:
        width = terminal_width()
        lines = ["\n".join(wrap_line(line, width)) for line in self._plain().split("\n")]
        examples = [Mark(0, 0, CONTENT, who="speaker"), *(Mark(0, 0, kind) for kind in _MEANING)]
        meanings = ["what is said", *_MEANING.values()]
        legend = "  ".join(
            meaning.join(_around(mark)) for mark, meaning in zip(examples, meanings, strict=True)
        )
        return "\n".join([*lines, "", *wrap_line(legend, width), "", as_text(*self.listings)])

    def _repr_html_(self) -> str:
        tints = _tints(self.marks)
        body = "".join(
            _stretch_html(printable(self.text[start:end]), (start, end), marks, tints)
            for start, end, marks in stretches(len(self.text), self.marks)
        )
        tables = "".join(
            f"<details><summary>{escape(listing.title)}</summary>"
            f"{html_of(listing._replace(title=''))}</details>"
            for listing in self.listings
        )
        return page(f'{_legend_html(tints)}<div class="tk-text" dir="auto">{body}</div>{tables}')

    def _plain(self) -> str:
        pieces = []
        for start, end, marks in stretches(len(self.text), self.marks):
            pieces += [_around(mark)[0] for mark in marks if mark.start == start]
            pieces.append(printable(self.text[start:end]))
            pieces += [_around(mark)[1] for mark in reversed(marks) if mark.end == end]
        return "".join(pieces)


def stretches(length: int, marks: Sequence[Mark]) -> Iterator[tuple[int, int, list[Mark]]]:
    """Cut a text wherever a mark begins or ends; yield each stretch with the marks that hold it.

    The marks of a stretch come outermost first: the longest, then by kind.
    """
    edges = sorted({0, length, *(mark.start for mark in marks), *(mark.end for mark in marks)})
    waiting = sorted(marks, reverse=True)
    open_marks: list[Mark] = []
    for start, end in pairwise(edges):
        open_marks = [mark for mark in open_marks if mark.end > start]
        while waiting and waiting[-1].start == start:
            open_marks.append(waiting.pop())
        open_marks.sort(key=lambda mark: (mark.start - mark.end, _ORDER[mark.kind], mark))
        yield start, end, open_marks


def _around(mark: Mark) -> tuple[str, str]:
    before, after = _AROUND[mark.kind]
    return before.format(n=mark.n, who=isolated(readable(mark.who))), after.format(n=mark.n)


def _tints(marks: Sequence[Mark]) -> dict[str, int]:
    """Return the number of each speaker's tint, in the order of speaking."""
    speakers = dict.fromkeys(mark.who for mark in marks if mark.kind == CONTENT)
    return {who: number % _TINTS for number, who in enumerate(speakers)}


def _stretch_html(
    text: str, span: tuple[int, int], marks: Sequence[Mark], tints: dict[str, int]
) -> str:
    """Return one stretch as one element; the speaker stands before what is said, in small type."""
    if not marks:
        return escape(text)
    said = [mark for mark in marks if mark.kind == CONTENT]
    kinds = [mark.kind for mark in marks] + [f"tint{tints[mark.who]}" for mark in said]
    facts = "; ".join(mark.facts for mark in marks if mark.facts)
    opening = (_chip(m, f" {_escaped(m.who)}", tints) for m in said if m.start == span[0])
    closing = (_chip(m, "", tints) for m in said if m.end == span[1])
    return "".join([*opening, _element(kinds, escape(text), facts), *closing])


def _element(kinds: Sequence[str], html: str, facts: str = "") -> str:
    """Return HTML as an element of some kinds; a term is bold even where styles are taken away."""
    tag = "b" if TERM in kinds else "span"
    classes = " ".join(f"tk-{kind}" for kind in dict.fromkeys(kinds))
    about = f' title="{escape(facts)}"' if facts else ""
    return f'<{tag} class="{classes}"{about}>{html}</{tag}>'


def _chip(mark: Mark, who: str, tints: dict[str, int]) -> str:
    return f'<sup class="tk-chip tk-tint{tints[mark.who]}">{mark.n}{who}</sup>'


def _escaped(text: str) -> str:
    return f"<bdi>{escape(readable(text))}</bdi>"


def _legend_html(tints: dict[str, int]) -> str:
    kinds = [_element([kind], meaning) for kind, meaning in _MEANING.items()]
    speakers = [_element([CONTENT, f"tint{tint}"], _escaped(who)) for who, tint in tints.items()]
    said = f" said by: {' '.join(speakers)}" if speakers else ""
    return f'<p class="tk-legend">{" ".join(kinds)}{said}</p>'
