"""The names of a table's columns: each there once, and none that we use ourselves."""

from __future__ import annotations

from collections.abc import Sequence

from toolkit.read.formats.export import OURS

# What the columns of articles are called that a corpus may have.
COLUMNS = ("text", "title", "outlet", "date", "language", "doc_id", "family_id")


def column_names(header: Sequence[str]) -> list[str]:
    """Return a name for each column; the second `note` is called note.1, as pandas does."""
    given = [own_name(field.strip()) or f"column {at}" for at, field in enumerate(header, start=1)]
    taken = set(given)
    names: list[str] = []
    last: dict[str, int] = {}
    seen: set[str] = set()
    for name in given:
        if name in seen:
            at = last.get(name, 0) + 1
            while f"{name}.{at}" in taken:
                at += 1
            last[name] = at
            names.append(f"{name}.{at}")
            taken.add(names[-1])
        else:
            names.append(name)
        seen.add(name)
    return names


def own_name(name: str) -> str:
    """Return what a column is called that would have a name of ours: without the colon."""
    return name.replace(OURS, OURS.replace(":", ""), 1) if name.startswith(OURS) else name
