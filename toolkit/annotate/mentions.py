"""Mentions: each framing term joined to the voice that says it and to its target."""

from __future__ import annotations

import pandas as pd

from toolkit.annotate.targets import find_targets
from toolkit.display.progress import track
from toolkit.tables.arguments import expect_table
from toolkit.tables.schema import check_table, make_table
from toolkit.text.segments import cut_segments, parts_by_doc, voice_of
from toolkit.text.spans import SpanIndex


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
    him); `voice` tells these apart.

    Parameters
    ----------
    articles, terms, names, attributions
        The tables of those names, of the same articles.

    Returns
    -------
    pandas.DataFrame
        The mentions table, a row per row of `terms`; `tone` is empty until `add_tone`.
    """
    expect_table(articles, "articles", ["doc_id", "text", "body_start", "outlet", "date"])
    expect_table(terms, "terms", ["doc_id", "start", "end", "term_id", "frame", "match", "negated"])
    expect_table(attributions, "attributions", ["attribution_id", "source", "source_id", "rule"])
    targets = find_targets(articles, terms, names, attributions)
    return join_mentions(articles, terms, attributions, targets)


def join_mentions(
    articles: pd.DataFrame,
    terms: pd.DataFrame,
    attributions: pd.DataFrame,
    targets: pd.DataFrame,
) -> pd.DataFrame:
    """Build the mentions table from targets already found; see `link_mentions`."""
    mentions = terms.assign(mention_id=mention_ids(terms))
    placed = _place(articles, terms, attributions)
    mentions = mentions.assign(mode=placed["mode"].to_numpy())
    sources = attributions[["attribution_id", "source", "source_id", "person_id", "rule"]]
    taken = sources.reindex(placed["row"]).set_axis(mentions.index)
    mentions[["attribution_id", "source", "voice_id", "person_id", "rule"]] = taken
    mentions["voice"] = [
        voice_of(*values)
        for values in zip(*(mentions[c] for c in ("voice_id", "source", "mode")), strict=True)
    ]
    first = targets[targets["rank"] == 1].set_index("mention_id")["actor_id"]
    mentions["target_id"] = mentions["mention_id"].map(first)
    counts = targets.groupby("mention_id").size()
    mentions["n_targets"] = mentions["mention_id"].map(counts).fillna(0).astype("int64")
    docvars = articles.set_index("doc_id")[["outlet", "date"]]
    mentions = (
        mentions.drop(columns=docvars.columns, errors="ignore")
        .join(docvars, on="doc_id")
        .reset_index(drop=True)
    )
    made = check_table(make_table("mentions", mentions), "mentions")
    made.attrs["method"] = attributions.attrs.get("method")
    return made


def mention_ids(terms: pd.DataFrame) -> pd.Series:
    """Return the id of each row of `terms`: ``doc_id:start-end:term_id``."""
    start, end = terms["start"].astype("str"), terms["end"].astype("str")
    return terms["doc_id"] + ":" + start + "-" + end + ":" + terms["term_id"]


def _place(articles: pd.DataFrame, terms: pd.DataFrame, attributions: pd.DataFrame) -> pd.DataFrame:
    """Return the mode of each term and the row of the attribution that holds it, or -1."""
    parts = parts_by_doc(attributions)
    docs = articles.set_index("doc_id")[["text", "body_start"]]
    placed = pd.DataFrame({"mode": "", "row": -1}, index=terms.index)
    by_doc = terms.groupby("doc_id", sort=False)
    for doc_id, found in track(by_doc, desc="voices", total=by_doc.ngroups):
        text, body_start = docs.loc[doc_id]
        index = SpanIndex(cut_segments(text, body_start, parts.get(doc_id, ())))
        segments = [index.at(start) for start in found["start"]]
        placed.loc[found.index, "mode"] = [segment.mode for segment in segments]
        placed.loc[found.index, "row"] = [segment.row for segment in segments]
    return placed
