"""Samples for hand-coding, drawn at random with known chances."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from toolkit.tables.arguments import as_list, check_columns, expect_seed, expect_table, needs_seed
from toolkit.tables.schema import finish_table
from toolkit.text.sentences import sentence_spans


@needs_seed
def draw_mentions(
    mentions: pd.DataFrame, *, each: int, by: str | Sequence[str] = (), seed: int
) -> pd.DataFrame:
    """Draw mentions for hand-coding, the same number from each stratum.

    Parameters
    ----------
    mentions
        The mentions table, or `places` of words.
    each
        How many are drawn from each stratum, without replacement; smaller strata are taken whole.
    by
        The column(s) that make the strata, such as ``["voice", "frame"]``: without it, all
        mentions are one. Strata that are compared, or rare, should be drawn apart.
    seed
        Of NumPy's PCG64 generator. The order of `mentions` changes nothing.

    Returns
    -------
    pandas.DataFrame
        The sample table: the rows that were drawn, in random order, with `probability`, the chance
        that each had, of all of its stratum.
    """
    by = as_list(by, "by")
    expect_table(mentions, "mentions", ["mention_id", "doc_id", "start", "end", "match"])
    return _draw(mentions, each=each, by=by, seed=seed, name="mentions")


@needs_seed
def draw_passages(
    articles: pd.DataFrame,
    mentions: pd.DataFrame,
    *,
    each: int,
    by: str | Sequence[str] = (),
    seed: int,
) -> pd.DataFrame:
    """Draw sentences without a mention, which tell what was missed.

    Parameters
    ----------
    articles
        The articles table.
    mentions
        Of the same articles; those of one frame only, for the sentences that lack that frame.
    each, by, seed
        As in `draw_mentions`; `by` are columns of articles.

    Returns
    -------
    pandas.DataFrame
        The sample table. Its ids end in ``:none``.
    """
    by = as_list(by, "by")
    expect_table(articles, "articles", ["doc_id", "text", "outlet", "date"])
    expect_table(mentions, "mentions", ["doc_id", "start"])
    check_columns(articles, by, "articles")
    kept = [c for c in dict.fromkeys([*by, "outlet", "date"]) if c != "doc_id"]
    taken = {doc: spans["start"].to_numpy() for doc, spans in mentions.groupby("doc_id")}
    rows = []
    for article in articles[["doc_id", "text", *kept]].to_dict("records"):
        text = article.pop("text")
        starts = taken.get(article["doc_id"], np.zeros(0, "int64"))
        rows += [
            article
            | {"mention_id": f"{article['doc_id']}:{start}-{end}:none", "start": start, "end": end}
            | {"match": text[start:end]}
            for start, end in sentence_spans(text)
            if not ((start <= starts) & (starts < end)).any()
        ]
    columns = ["mention_id", "doc_id", "start", "end", "match", *kept]
    passages = pd.DataFrame(rows, columns=columns).astype({c: articles[c].dtype for c in kept})
    return _draw(passages, each=each, by=by, seed=seed, name="articles")


def _draw(units: pd.DataFrame, *, each: int, by: list[str], seed: int, name: str) -> pd.DataFrame:
    check_columns(units, by, name)
    expect_seed(seed)
    if each < 1:
        raise ValueError(f"each: found {each}, expected at least 1 to draw from each stratum")
    chance = np.random.default_rng(seed)
    units = units.sort_values("mention_id", ignore_index=True)
    strata = units.groupby(by, dropna=False, observed=True).ngroup() if by else units.index * 0
    drawn, probability = [], []
    for rows in units.groupby(np.asarray(strata)).indices.values():
        n = min(each, len(rows))
        drawn.append(chance.choice(rows, n, replace=False))
        probability.append(np.full(n, n / len(rows)))
    order = chance.permutation(sum(map(len, drawn)))
    rows = np.concatenate([np.zeros(0, "int64"), *drawn])[order]
    sample = units.iloc[rows].reset_index(drop=True)
    sample = sample.assign(probability=np.concatenate([np.zeros(0), *probability])[order])
    return finish_table("sample", sample, [])
