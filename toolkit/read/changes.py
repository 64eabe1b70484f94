"""Changes: what a copy of a dispatch adds, leaves out and words differently."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Any, NamedTuple

import pandas as pd

from toolkit.display.progress import track
from toolkit.tables.arguments import expect_table
from toolkit.tables.schema import check_table, make_table
from toolkit.text.patterns import fold
from toolkit.text.words import WORD

_TOKEN = re.compile(f'{WORD}|"')
_KINDS = {"insert": "added", "delete": "removed", "replace": "changed"}


class _Span(NamedTuple):
    """A part of a text: the headline or the body."""

    text: str
    start: int
    end: int


def find_changes(articles: pd.DataFrame) -> pd.DataFrame:
    """Compare each copy with the first of its family, by date and then by doc_id.

    Headlines are compared with headlines and bodies with bodies, word by word (Ratcliff and
    Obershelp's matching, as in `difflib`).

    Parameters
    ----------
    articles
        The articles table with its families, from `add_families` or from your own data.

    Returns
    -------
    pandas.DataFrame
        The changes table, a row per run of words that differ: `kind` (added, removed, changed),
        `start` and `end` in the text of the copy, `first_start` and `first_end` in that of
        `first_id`, and the words at both places. Of words that were removed, `start` and `end`
        are equal, and say where they stood.

    Notes
    -----
    *Limits*: punctuation other than double quotation marks is not compared, nor are diacritics
    and the style of quotation marks. A paragraph that was moved is removed and added.
    """
    expect_table(articles, "articles", ["doc_id", "date", "text", "body_start", "family_id"])
    copied = articles[articles["family_id"].notna()].sort_values(["date", "doc_id"])
    rows = []
    families = copied.groupby("family_id", sort=False)
    for _, family in track(families, desc="comparing copies", total=families.ngroups):
        first, *others = family.itertuples()
        for copy in others:
            before, after = _parts(first), _parts(copy)
            for old, new in zip(before, after, strict=True):
                ids = {"doc_id": copy.doc_id, "first_id": first.doc_id}
                rows += [ids | change for change in _changes(old, new)]
    return check_table(make_table("changes", rows), "changes")


def _parts(article: Any) -> tuple[_Span, _Span]:
    text, body = article.text, article.body_start
    return _Span(text, 0, body), _Span(text, body, len(text))


def _changes(old: _Span, new: _Span) -> Iterator[dict]:
    old_words, old_spans = _tokens(old)
    new_words, new_spans = _tokens(new)
    matcher = SequenceMatcher(None, old_words, new_words, autojunk=False)
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag == "equal":
            continue
        first_start, first_end = _extent(old_spans, i, j, old.start)
        start, end = _extent(new_spans, k, m, new.start)
        yield {
            "kind": _KINDS[tag],
            "start": start,
            "end": end,
            "text": new.text[start:end],
            "first_start": first_start,
            "first_end": first_end,
            "first_text": old.text[first_start:first_end],
        }


def _tokens(part: _Span) -> tuple[list[str], list[tuple[int, int]]]:
    matches = list(_TOKEN.finditer(fold(part.text), part.start, part.end))
    return [match.group() for match in matches], [match.span() for match in matches]


def _extent(spans: list[tuple[int, int]], start: int, end: int, empty: int) -> tuple[int, int]:
    """Return where the words from `start` to before `end` stand; the place, if there are none."""
    if start < end:
        return spans[start][0], spans[end - 1][1]
    at = spans[start - 1][1] if start else empty
    return at, at
