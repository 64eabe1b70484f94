"""Tone: the mean polarity of the sentences in which each voice has each frame."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from toolkit.measure.clusters import cluster_sums, clusterings, crossed, warn_of_copies
from toolkit.measure.counted import check_alike, check_inputs
from toolkit.statistics.intervals import check_level, t_quantile
from toolkit.statistics.resampling import Layer, resample_means
from toolkit.tables.arguments import (
    as_list,
    check_apart,
    check_free,
    check_some,
    expect_table,
)
from toolkit.tables.calls import records_call
from toolkit.tables.joint import credit_each
from toolkit.tables.schema import finish_measure


@records_call
def tone(
    mentions: pd.DataFrame,
    exposure: pd.DataFrame,
    *,
    of: str | Sequence[str] = "frame",
    by: str | Sequence[str] = "voice",
    seed: int,
    draws: int = 10_000,
    level: float = 0.95,
    cluster: str | Sequence[str] | None = None,
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
    seed, draws, level, cluster
        As in `rates`. The interval is Student's t, within -1 and 1; empty for mentions of a single
        cluster.

    Returns
    -------
    pandas.DataFrame
        The tone table, a row per combination that occurs: the columns named by `by` and `of`,
        n (mentions with tone), n_docs, n_clusters, mean, zeros (share of n whose polarity is
        exactly 0), low, high.
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
        polarity = toned["tone"].to_numpy("float64")
        layers = [
            Layer(
                cluster_sums(toned, table[keys], number, polarity),
                cluster_sums(toned, table[keys], number, np.ones(len(toned))),
            )
            for number in crossed(clusterings(exposure, cluster))
        ]
        known, error, freedom = resample_means(layers, draws=draws, seed=seed)
        warn_of_copies(exposure, cluster)
        reach = error * t_quantile(freedom, level=level)
        table["n_clusters"] = known
        ends = {"low": table["mean"] - reach, "high": table["mean"] + reach}
        table = table.assign(**{name: end.clip(-1, 1) for name, end in ends.items()})
    return finish_measure("tone", table.assign(level=level), by=by, of=of)
