"""Tone: the mean polarity of the sentences in which each voice has each frame."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy import sparse

from toolkit.measure.clusters import cluster_sums, number_clusters
from toolkit.measure.rates import check_alike, check_inputs
from toolkit.statistics.intervals import bootstrap_sums, check_level, t_quantile
from toolkit.tables.arguments import as_list, check_apart, check_free, check_some, expect_table
from toolkit.tables.joint import credit_each
from toolkit.tables.schema import finish_measure


def tone(
    mentions: pd.DataFrame,
    exposure: pd.DataFrame,
    *,
    of: str | Sequence[str] = "frame",
    by: str | Sequence[str] = "voice",
    seed: int,
    draws: int = 2000,
    level: float = 0.95,
) -> pd.DataFrame:
    """Average the polarity of the sentences of the mentions of each voice and thing counted.

    The polarity is that of TextBlob's list of words, for the whole sentence: no attitude of the
    voice, to the target or to the frame (see `add_tone`). Where most sentences have none of its
    words, `zeros` is near 1 and the mean says little.

    Parameters
    ----------
    mentions
        With tone, from `add_tone`; mentions without it are left out.
    exposure
        Of the same articles: it says which articles are copies of each other.
    of, by
        The columns of mentions that split them.
    seed, draws, level
        Of the bootstrap over articles (families of copies); Student's t interval with the
        standard error from the draws. Empty for mentions of a single article.

    Returns
    -------
    pandas.DataFrame
        The tone table, a row per combination that occurs: the columns named by `by` and `of`,
        n (mentions with tone), n_docs, mean, zeros (share of n whose polarity is exactly 0), low,
        high.
    """
    of, by = as_list(of, "of"), as_list(by, "by")
    expect_table(mentions, "mentions", ["doc_id", "tone"])
    check_some(of=[*by, *of])
    check_apart(by=by, of=of)
    check_free("tone", by=by, of=of)
    check_inputs(mentions, exposure, by=[], of=[*by, *of])
    check_level(level)
    check_alike(mentions, exposure, [])
    toned = mentions[mentions["tone"].notna()]
    toned = credit_each(toned.assign(zero=toned["tone"] == 0), by)
    keys = [*by, *of]
    groups = toned.groupby(keys, dropna=False, observed=True)
    table = groups.agg(
        n=("tone", "size"),
        n_docs=("doc_id", "nunique"),
        mean=("tone", "mean"),
        zeros=("zero", "mean"),
    )
    table = table.reset_index().sort_values(keys, na_position="last", ignore_index=True)
    if len(table):
        clusters = number_clusters(exposure)
        polarity = toned["tone"].to_numpy("float64")
        n = cluster_sums(toned, table[keys], clusters, np.ones(len(toned)))
        total = cluster_sums(toned, table[keys], clusters, polarity)
        both = sparse.hstack([total, n], format="csc")
        sums = bootstrap_sums(both, draws=draws, seed=seed)
        with np.errstate(invalid="ignore", divide="ignore"):
            samples = sums[:, : len(table)] / sums[:, len(table) :]
            known = (n > 0).sum(axis=0)
            error = np.nanstd(samples, axis=0) * np.sqrt(known / (known - 1))
        error = np.where(known > 1, error, np.nan) * t_quantile(known - 1, level=level)
        table = table.assign(low=table["mean"] - error, high=table["mean"] + error)
    return finish_measure("tone", table.assign(level=level), by=by, of=of)
