"""Wrapped lines as paragraphs."""

from __future__ import annotations

import re

_SHORT = 0.8  # of the longest line: a line that ends a sentence and is shorter ends a paragraph


def unwrap(lines: list[str]) -> str:
    """Return wrapped lines as paragraphs."""
    longest = max((len(line.strip()) for line in lines), default=0)
    paragraphs: list[str] = [""]
    for line in (" ".join(raw.split()) for raw in lines):
        before = paragraphs[-1]
        if not line:
            paragraphs.append("")
        elif re.search(r"\w-$", before) and line[0].islower():
            paragraphs[-1] = before[:-1] + line
        else:
            paragraphs[-1] = f"{before} {line}".strip()
        if line and len(line) < _SHORT * longest and re.search(r"[.!?…][\"”»’')]*$", line):
            paragraphs.append("")
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)
