"""One article, shown as it was annotated: who says what, which terms, which actors."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from toolkit.annotate.annotate import Tables
from toolkit.display.listing import Listing, count_of
from toolkit.display.printable import isolated, readable
from toolkit.display.reading import CONTENT, CUE, NAME, SOURCE, TERM, TITLE, Mark, Reading
from toolkit.tables.arguments import expect_mapping, expect_type
from toolkit.tables.joint import split_ids
from toolkit.text.modes import OTHER_SPEAKER, UNKNOWN_SPEAKER


def show(
    article: str | pd.Series | Mapping[str, Any],
    tables: Tables,
    *,
    labels: Mapping[str, str] | None = None,
) -> Reading:
    """Show an article with its attributions, actors and framing terms marked.

    Parameters
    ----------
    article
        A doc_id, or a row that has one: of articles, mentions, a concordance.
    tables
        What `annotate` returned for the corpus.
    labels
        Names to show instead of ids: ``{**actors.labels(), **lexicon.labels()}``.

    Returns
    -------
    Reading
        Notebooks show it in colours, terminals with brackets. Attributions are numbered: at both
        ends of each piece of what is said and, in plain text, at the source and the reporting word.
        All attributions and terms are listed below the text.

    Raises
    ------
    ValueError
        If `article` has no doc_id, or `tables` hold no such article.
    """
    expect_type(tables, "tables", Tables, expected="what `annotate` returns")
    expect_mapping(labels, "labels", expected="names by id, such as actors.labels()")
    doc_id = _doc_id(article)
    matching = tables.articles[tables.articles["doc_id"] == doc_id]
    if matching.empty:
        raise ValueError(
            f"article: found {doc_id!r}, expected the doc_id of one of the "
            f"{count_of(len(tables.articles), 'article')} of tables"
        )
    row = matching.iloc[0]
    labels = labels or {}
    said = _rows_of(tables.attributions, doc_id)
    terms = _rows_of(tables.mentions, doc_id)
    marks = [
        Mark(0, int(row["body_start"]), TITLE),
        *_said_marks(said, labels),
        *(
            Mark(r.start, r.end, NAME, f"actor {_fact(_label(r.actor_id, labels))}")
            for r in _rows_of(tables.names, doc_id).itertuples()
        ),
        *(Mark(r.start, r.end, TERM, _term_facts(r, labels)) for r in terms.itertuples()),
    ]
    return Reading(
        row["text"],
        tuple(mark for mark in marks if mark.start < mark.end),
        (_list_said(said, labels), _list_terms(terms, labels)),
    )


def _doc_id(article: Any) -> str:
    if isinstance(article, str):
        return article
    if isinstance(article, (pd.Series, Mapping)) and "doc_id" in article:
        return article["doc_id"]
    raise ValueError(
        f"article: found a {type(article).__name__}, expected a doc_id or a row that has one, such "
        "as articles.iloc[0]"
    )


def _rows_of(table: pd.DataFrame, doc_id: str) -> pd.DataFrame:
    """Return the rows of one article, None where a value is missing."""
    rows = pd.DataFrame(table[table["doc_id"] == doc_id])
    return rows.astype(object).where(rows.notna(), None)


def _label(voice: str | None, labels: Mapping[str, str]) -> str:
    """Return the name of a voice, of several that speak together, or nothing."""
    return " + ".join(labels.get(one, one) for one in split_ids(voice)) if voice else ""


def _numbered(said: pd.DataFrame) -> Iterator[tuple[int, Any]]:
    """Yield the pieces of content, each with the number of its attribution, from 1."""
    numbers: dict[str, int] = {}
    for row in said.itertuples():
        yield numbers.setdefault(row.attribution_id, len(numbers) + 1), row


def _speaker(row: Any, labels: Mapping[str, str]) -> str:
    if row.source_id:
        return _label(row.source_id, labels)
    return OTHER_SPEAKER if row.source else UNKNOWN_SPEAKER


def _said_marks(said: pd.DataFrame, labels: Mapping[str, str]) -> Iterator[Mark]:
    for n, row in _numbered(said):
        who = _speaker(row, labels)
        facts = f"said by {_fact(who)} ({row.mode}, {_fact(row.rule)})"
        yield Mark(row.content_start, row.content_end, CONTENT, facts, n, who)
        if row.part == 0:
            if row.source_start is not None:
                about = f"source of {n}, {_fact(who)}"
                yield Mark(row.source_start, row.source_end, SOURCE, about, n)
            if row.cue_start is not None:
                yield Mark(row.cue_start, row.cue_end, CUE, f"reporting word of {n}", n)


def _term_facts(row: Any, labels: Mapping[str, str]) -> str:
    target = f", aimed at {_fact(_target(row, labels))}" if row.target_id else ""
    stance = _stance(row)
    return (
        f"{_fact(labels.get(row.frame, row.frame))}, "
        f"voiced by {_fact(_label(row.voice, labels))} "
        f"({row.mode}){target}{stance and ', '}{stance}"
    )


def _fact(value: str) -> str:
    """Return a text of the corpus so that it is safe to show in the middle of a line."""
    return isolated(readable(value))


def _stance(row: Any) -> str:
    """Return what keeps a term from being said to be so, if anything does."""
    if row.stance != "asserted":
        return row.stance
    return "negated" if row.negated else ""


def _target(row: Any, labels: Mapping[str, str]) -> str:
    """Return the name of a target and his role."""
    if not row.target_id:
        return ""
    role = f" ({row.target_role})" if row.target_role else ""
    return _label(row.target_id, labels) + role


def _list_said(said: pd.DataFrame, labels: Mapping[str, str]) -> Listing:
    rows = [
        (n, _speaker(row, labels), row.mode, row.source, row.cue, row.rule)
        for n, row in _numbered(said)
        if row.part == 0
    ]
    columns = ("", "speaker", "mode", "source", "reporting word", "rule")
    return Listing(columns, rows, count_of(len(rows), "attribution"))


def _list_terms(terms: pd.DataFrame, labels: Mapping[str, str]) -> Listing:
    rows = [
        (
            row.match,
            labels.get(row.frame, row.frame),
            _label(row.voice, labels),
            row.mode,
            _target(row, labels),
            _stance(row),
        )
        for row in terms.itertuples()
    ]
    columns = ("term", "frame", "voice", "mode", "target", "")
    return Listing(columns, rows, count_of(len(rows), "framing term"))
