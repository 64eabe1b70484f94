"""Printed tables as LaTeX and as Markdown; all text of the corpus stands there as text."""

from __future__ import annotations

import re

from toolkit.display.printable import printable_line
from toolkit.figures.printed import Printed

_LATEX = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "%": r"\%",
    "_": r"\_",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    '"': r"\symbol{34}",  # in some languages of babel it acts
    "`": r"\textasciigrave{}",
    "\u2212": "$-$",
    "∞": r"$\infty$",
}
_LIGATURE = re.compile(r"(?<=([-',]))(?=\1)")  # -- and '' would become other characters
_ACTS_AT_START = ("[", "*", "(")  # after \\ or \midrule they begin an argument
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>|~^$@&#])")
_LINK = re.compile(r"(?<=:)(?=//)|(?<=www)(?=\.)", re.IGNORECASE)  # of GitHub's Markdown


def to_latex(printed: Printed, name: str) -> bytes:
    """Return the environment ``table``, for a document that loads the package booktabs."""
    kinds = "".join("r" if number else "l" for number in printed.numeric)
    label = re.sub(r"[^A-Za-z0-9.:-]", "-", name)
    lines = [
        f"% Receipts: {printable_line(name)}.html. Needs \\usepackage{{booktabs}}.",
        r"\begin{table}",
        r"\centering",
        rf"\caption{{{_latex(printed.caption)}}}",
        rf"\label{{tab:{label}}}",
        rf"\begin{{tabular}}{{{kinds}}}",
        r"\toprule",
        _latex_row(printed.head),
        r"\midrule",
        *map(_latex_row, printed.rows),
        r"\bottomrule",
        r"\end{tabular}",
        r"\end{table}",
    ]
    return ("\n".join(lines) + "\n").encode()


def to_markdown(printed: Printed) -> bytes:
    """Return a table with pipes; Pandoc and Quarto take the line above it for its caption."""
    rules = ["--:" if number else ":--" for number in printed.numeric]
    rows = [
        [c if number else markdown(c) for c, number in zip(row, printed.numeric, strict=True)]
        for row in printed.rows
    ]
    table = [[markdown(heading) for heading in printed.head], rules, *rows]
    above = [f"Table: {markdown(printed.caption)}", ""] if printed.caption else []
    return ("\n".join([*above, *(f"| {' | '.join(row)} |" for row in table)]) + "\n").encode()


def _latex_row(cells: list[str]) -> str:
    texts = [_latex(cell) for cell in cells]
    if texts[0].startswith(_ACTS_AT_START):
        texts[0] = "{}" + texts[0]
    return " & ".join(texts) + r" \\"


def _latex(text: str) -> str:
    return _LIGATURE.sub("{}", "".join(_LATEX.get(character, character) for character in text))


def markdown(text: str) -> str:
    """Return text as it stands in Markdown, whatever it holds."""
    return _LINK.sub(r"\\", _MARKDOWN.sub(r"\\\1", text))
