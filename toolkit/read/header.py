"""Names of columns and other things: each used once, and none that we use ourselves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from toolkit.read.formats.export import OURS

if TYPE_CHECKING:
    import pandas as pd

# What the columns of articles are called that a corpus may have.
COLUMNS = ("text", "title", "outlet", "date", "language", "speaker", "doc_id", "family_id")


def column_names(header: Sequence[str]) -> list[str]:
    """Return a name for each column; the second `note` is called note.1, as pandas does."""
    given = [own_name(field.strip()) or f"column {at}" for at, field in enumerate(header, start=1)]
    return tell_apart(given, lambda name, at: f"{name}.{at}")


def tell_apart(given: Sequence[str], again: Callable[[str, int], str]) -> list[str]:
    """Return names of which no two are alike: `again` makes a new one of a name that is repeated.

    It is given the name and a number, which goes up until the new name is not taken.
    """
    taken = set(given)
    count: Counter[str] = Counter()
    names = []
    for name in given:
        new = name
        if count[name]:
            while (new := again(name, count[name])) in taken:
                count[name] += 1
        count[name] += 1
        taken.add(new)
        names.append(new)
    return names


def our_name(name: str) -> str:
    """Return a column's name as ours are written: in small letters, joined by a low line."""
    return "_".join(name.strip().casefold().split())


def take_ours(table: pd.DataFrame, rows: pd.Series | None = None) -> pd.DataFrame:
    """Return a table whose columns are called as ours where they are but for case and blanks.

    ``Doc ID`` is doc_id. Where there is a column of our very name it comes first, and is filled.
    Only the `rows` that are true are looked at, by default all.
    """
    for name in list(table.columns):
        ours = our_name(name)
        if ours not in COLUMNS or ours == name:
            continue
        if ours not in table:
            table = table.rename(columns={name: ours})
            continue
        told = table[name].notna() if rows is None else table[name].notna() & rows
        if not (told & table[ours].notna()).any():
            table = table.assign(**{ours: table[ours].astype("object").where(~told, table[name])})
            table = table.drop(columns=name)
    return table


def own_name(name: str) -> str:
    """Return the name of a column, without the colon if it begins as our own names do."""
    return name.replace(OURS, OURS.replace(":", ""), 1) if name.startswith(OURS) else name
