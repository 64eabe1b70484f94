"""Mentions: each framing term joined to the voice that says it and to its target."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from toolkit.annotate.stance import Saying, stances_of
from toolkit.annotate.targets.targets import find_targets
from toolkit.display.progress import track
from toolkit.tables.arguments import expect_table, method_of
from toolkit.tables.declare import ROLES
from toolkit.tables.docvars import docvars_of
from toolkit.tables.rows import rows_as
from toolkit.tables.schema import check_table, make_table
from toolkit.text.modes import voice_of
from toolkit.text.segments import Part, cut_segments, parts_by_doc
from toolkit.text.spans import SpanIndex
from toolkit.text.text import Text, texts_of


class Place(NamedTuple):
    """What a term's place tells: its mode, the row of its attribution (or -1), its stance."""

    mode: str
    row: int
    stance: str


def link_mentions(
    articles: pd.DataFrame,
    terms: pd.DataFrame,
    names: pd.DataFrame,
    attributions: pd.DataFrame,
) -> pd.DataFrame:
    """Credit each framing term to the voice that says it, and say whom it is aimed at.

    A term inside attributed content is voiced by the source, direct or indirect; any other is
    the outlet's: narration, headline, or scare quote. `voice_id` is empty where the outlet
    speaks, and where the speaker is not in the registry (`source` keeps the words that name
    him); `voice` tells these apart. `stance` tells what the voice makes of the term: it says that
    it is so (``asserted``), denies it ("rejected accusations of aggression", "refused to call it a
    war": ``denied``), or asks, supposes or hedges it (``questioned``). All are counted, unless you
    leave some out.

    Parameters
    ----------
    articles, terms, names, attributions
        The tables of those names, of the same articles.

    Returns
    -------
    pandas.DataFrame
        The mentions table, a row per row of `terms`, with the docvars of its article, those aside
        that are called as one of our columns; `tone` is empty until `add_tone`.

    Notes
    -----
    *Limits.* Stances are read by patterns of words within a sentence. What is feared, wished,
    threatened or averted is asserted; irony, and a denial in another sentence, are not seen.
    """
    expect_table(articles, "articles", ["doc_id", "text", "body_start", "outlet", "date"])
    expect_table(terms, "terms", ["doc_id", "start", "end", "term_id", "frame", "match", "negated"])
    expect_table(
        attributions,
        "attributions",
        ["attribution_id", "cue_start", "source", "speaker", "source_id", "rule"],
    )
    targets = find_targets(articles, terms, names, attributions)
    places = _find_places(articles, terms, attributions)
    return mentions_table(articles, terms, attributions, targets, places)


def places_of(
    text: Text,
    spans: Sequence[tuple[int, int]],
    parts: Sequence[Part],
    sayings: Sequence[Saying],
) -> Iterator[Place]:
    """Yield the place of each term of one article; `sayings` are those of `parts`."""
    index = SpanIndex(cut_segments(text, parts))
    stances = stances_of(text, spans, parts, sayings)
    for (start, _), stance in zip(spans, stances, strict=True):
        segment = index.at(start)
        assert segment is not None, "segments cover the text"  # noqa: S101  for type checkers
        yield Place(segment.mode, segment.row, stance)


def mentions_table(
    articles: pd.DataFrame,
    terms: pd.DataFrame,
    attributions: pd.DataFrame,
    targets: pd.DataFrame,
    places: Sequence[Place],
) -> pd.DataFrame:
    """Build the mentions table of terms whose targets and places are known."""
    mentions = terms.reset_index(drop=True)
    mentions = mentions.assign(
        mention_id=mention_ids(mentions),
        mode=[place.mode for place in places],
        stance=[place.stance for place in places],
    )
    sources = attributions[
        ["attribution_id", "source", "speaker", "source_id", "person_id", "rule"]
    ]
    taken = sources.reset_index(drop=True).reindex([place.row for place in places])
    taken = taken.set_axis(mentions.index)
    mentions[["attribution_id", "source", "speaker", "voice_id", "person_id", "rule"]] = taken
    columns = (mentions[c].tolist() for c in ("voice_id", "source", "mode"))
    mentions["voice"] = list(map(voice_of, *columns))
    ranked = targets.sort_values("rank")
    mentions["target_id"] = mentions["mention_id"].map(_first(ranked, "actor_id"))
    mentions["target_role"] = mentions["mention_id"].map(_first(ranked, "role").astype("str"))
    for role in ROLES:
        of_role = ranked[ranked["role"] == role]
        mentions[f"{role}_id"] = mentions["mention_id"].map(_first(of_role, "actor_id"))
    counts = targets.groupby("mention_id").size()
    mentions["n_targets"] = mentions["mention_id"].map(counts).fillna(0).astype("int64")
    known = articles.set_index("doc_id")[["outlet", "date"]].join(docvars_of(articles))
    mentions = mentions.drop(columns=known.columns, errors="ignore").join(known, on="doc_id")
    mentions["method"] = method_of(attributions=attributions)
    return check_table(make_table("mentions", mentions), "mentions")


def _first(targets: pd.DataFrame, column: str) -> pd.Series:
    """Return what a column says of the first target of each mention."""
    return targets.drop_duplicates("mention_id").set_index("mention_id")[column]


def mention_ids(terms: pd.DataFrame) -> pd.Series:
    """Return the id of each row of `terms`: ``doc_id:start-end:term_id``."""
    start, end = terms["start"].astype("str"), terms["end"].astype("str")
    return terms["doc_id"] + ":" + start + "-" + end + ":" + terms["term_id"]


def _find_places(
    articles: pd.DataFrame, terms: pd.DataFrame, attributions: pd.DataFrame
) -> list[Place]:
    """Return the place of each row of `terms`."""
    parts, sayings = parts_by_doc(attributions), rows_as(Saying, attributions)
    rows_of = terms.groupby("doc_id", sort=False).indices
    spans = list(zip(terms["start"].tolist(), terms["end"].tolist(), strict=True))
    places: dict[int, Place] = {}
    for text in track(texts_of(articles), desc="voices", total=len(articles)):
        rows = rows_of.get(text.doc_id, np.empty(0, "int64")).tolist()
        if rows:
            pieces = parts.get(text.doc_id, ())
            found = places_of(
                text, [spans[row] for row in rows], pieces, [sayings[part.row] for part in pieces]
            )
            places.update(zip(rows, found, strict=True))
    orphans = [row for row in range(len(terms)) if row not in places]
    if orphans:
        raise ValueError(
            f"terms: found {len(orphans):,} term(s) of articles that `articles` lack, first of "
            f"{terms['doc_id'].iloc[orphans[0]]!r}; give the articles that the terms were found in"
        )
    return [places[row] for row in range(len(terms))]
