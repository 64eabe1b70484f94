"""Names: the rows of the names table, in texts and of those who speak whole documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import pandas as pd

from toolkit.tables.rows import rows_as
from toolkit.tables.schema import make_table
from toolkit.text.text import Text

SPEAKER = "speaker"  # the kind of the name, of no characters, of who speaks a document


class Name(NamedTuple):
    """A place where an actor is named: a row of the names table, without article and match."""

    start: int
    end: int
    actor_id: str
    person_id: str | None
    kind: str
    pronoun: str | None = None
    actor_kind: str | None = None
    offices: str | None = None


def name_rows(text: Text, names: Iterable[Name], speaker: Name | None) -> Iterator[tuple]:
    """Yield the rows of the names table of one article, first that of who speaks it, if known."""
    for name in (speaker, *names) if speaker else names:
        yield text.doc_id, text.raw[name.start : name.end], *name


def names_table(rows: list[tuple]) -> pd.DataFrame:
    """Build the names table of the rows of all articles."""
    return make_table("names", pd.DataFrame(rows, columns=["doc_id", "match", *Name._fields]))


def names_by_doc(names: pd.DataFrame) -> dict[str, list[Name]]:
    """Return the rows of a names table by article, without those who speak the documents."""
    return _by_doc(names[names["kind"] != SPEAKER])


def speakers_by_doc(names: pd.DataFrame) -> dict[str, Name]:
    """Return who speaks each document that a registered actor speaks."""
    by_doc = _by_doc(names[names["kind"] == SPEAKER])
    return {doc_id: first for doc_id, (first, *_) in by_doc.items()}


def _by_doc(names: pd.DataFrame) -> dict[str, list[Name]]:
    by_doc: dict[str, list[Name]] = {}
    if names.empty:
        return by_doc
    for doc_id, name in zip(names["doc_id"].tolist(), rows_as(Name, names), strict=True):
        by_doc.setdefault(doc_id, []).append(name)
    return by_doc
