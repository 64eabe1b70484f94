"""Wrapped lines as paragraphs."""

from __future__ import annotations

import re

_SHORT = 0.8  # of the longest line: a line that ends a sentence and is shorter ends a paragraph


def unwrap(lines: list[str]) -> str:
    """Return wrapped lines as paragraphs."""
    longest = max((len(line.strip()) for line in lines), default=0)
    paragraphs: list[list[str]] = [[]]  # each the pieces that make it up
    for line in (" ".join(raw.split()) for raw in lines):
        pieces = paragraphs[-1]
        if not line:
            paragraphs.append([])
        elif pieces and re.search(r"\w-$", pieces[-1]) and line[0].islower():
            pieces[-1:] = [pieces[-1][:-1], line]
        else:
            pieces.append(f" {line}" if pieces else line)
        if line and len(line) < _SHORT * longest and re.search(r"[.!?…][\"”»’')]*$", line):
            paragraphs.append([])
    return "\n\n".join("".join(pieces) for pieces in paragraphs if pieces)
