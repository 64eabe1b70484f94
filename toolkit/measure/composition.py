"""Composition: what a voice's framing terms are made of, in shares with intervals."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from toolkit.measure.clusters import FAMILY, cluster_sums, number_clusters
from toolkit.statistics.intervals import (
    check_level,
    effective_clusters,
    linearised_error,
    t_quantile,
    wilson_interval,
)
from toolkit.tables.arguments import (
    as_list,
    check_apart,
    check_columns,
    check_free,
    check_same_method,
    check_some,
    expect_table,
)
from toolkit.tables.calls import records_call
from toolkit.tables.joint import credit_each
from toolkit.tables.schema import finish_measure


@records_call
def composition(
    mentions: pd.DataFrame,
    exposure: pd.DataFrame,
    *,
    of: str | Sequence[str] = "frame",
    by: str | Sequence[str] = "voice",
    cluster: str | None = None,
    level: float = 0.95,
) -> pd.DataFrame:
    """Divide the mentions of each group among the things counted.

    A rate tells how often a voice uses a frame, a share how much of its framing the frame is: a
    voice that frames little can still frame as another does. Shares of a group add up to one, so
    that one goes up only if another goes down.

    The interval is Wilson's, of the effective number of mentions: the share's variance among
    independent mentions over that of the linearised ratio of sums, with articles (families of
    copies where `family_id` is set) as clusters, and Student's quantile of the effective number of
    clusters less one. A share of 0 or 1 has that number for its mentions. It never leaves 0 to 1,
    needs no draws, and is empty where one cluster has all mentions of the group.

    Parameters
    ----------
    mentions, exposure
        As in `rates`; of exposure only which articles are copies, and the column of `cluster`.
    of
        The column(s) of mentions that are counted.
    by
        The column(s) of mentions that make the groups; ``()`` for all mentions together.
    cluster
        A column of exposure whose articles vary together: outlet, an event, a day.
    level
        Coverage of the intervals.

    Returns
    -------
    pandas.DataFrame
        The composition table: a row for each group with mentions and each thing counted anywhere,
        zeros included.
    """
    of, by = as_list(of, "of"), as_list(by, "by")
    check_some(of=of)
    check_apart(by=by, of=of)
    check_free("composition", by=by, of=of)
    check_level(level)
    expect_table(mentions, "mentions", ["mention_id", "doc_id"])
    expect_table(exposure, "exposure", ["doc_id", "n_tokens", "family_id"])
    check_columns(mentions, [*by, *of], "mentions")
    check_columns(exposure, [] if cluster is None else [cluster], "exposure")
    check_same_method(mentions=mentions, exposure=exposure)
    clusters = _clusters(mentions, exposure, cluster)
    mentions = credit_each(mentions, by)
    table, groups = _cells(mentions, by=by, of=of)
    low, high, known = _intervals(table, groups, mentions, clusters, by=by, of=of, level=level)
    table = table.assign(low=low, high=high, level=level, n_clusters=known)
    return finish_measure("composition", table, by=by, of=of)


def _clusters(mentions: pd.DataFrame, exposure: pd.DataFrame, cluster: str | None) -> pd.Series:
    """Return the number of the cluster of each article."""
    clusters = number_clusters(exposure, cluster or FAMILY)
    unknown = mentions["doc_id"][~mentions["doc_id"].isin(clusters.index)]
    if len(unknown):
        raise ValueError(
            f"exposure: found no words of the article {unknown.iloc[0]!r}, which has mentions; "
            "mentions and exposure must be of the same articles and filtered alike"
        )
    return clusters


def _cells(
    mentions: pd.DataFrame, *, by: list[str], of: list[str]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the counts and shares, and the groups."""
    groups = mentions[by].drop_duplicates().sort_values(by) if by else pd.DataFrame(index=[0])
    things = mentions[of].drop_duplicates().sort_values(of)
    cells = groups.merge(things, how="cross")
    counts = mentions.groupby([*by, *of], dropna=False, observed=True)
    counted = counts.agg(n=("mention_id", "size"), n_docs=("doc_id", "nunique")).reset_index()
    table = cells.merge(counted, how="left", on=[*by, *of]).fillna({"n": 0, "n_docs": 0})
    if by:
        table["total"] = table.groupby(by, dropna=False, observed=True)["n"].transform("sum")
    else:
        table["total"] = table["n"].sum()
    table["share"] = table["n"] / table["total"]
    table = table.sort_values([*by, *of], na_position="last", ignore_index=True)
    return table, groups.reset_index(drop=True)


def _intervals(
    table: pd.DataFrame,
    groups: pd.DataFrame,
    mentions: pd.DataFrame,
    clusters: pd.Series,
    *,
    by: list[str],
    of: list[str],
    level: float,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the ends of the interval of each share, and the clusters with mentions."""
    # a column that all share, so that all mentions can be one group
    one = {"_all": 0}
    keys = ["_all", *by]
    table, groups, mentions = (frame.assign(**one) for frame in (table, groups, mentions))
    ones = np.ones(len(mentions))
    part = cluster_sums(mentions, table[[*keys, *of]], clusters, ones)
    numbered = groups[keys].assign(_group=np.arange(len(groups)))
    group = table[keys].merge(numbered, how="left", on=keys)["_group"].to_numpy()
    whole = cluster_sums(mentions, groups[keys], clusters, ones)[:, group]
    share, total = table["share"].to_numpy(), table["total"].to_numpy("float64")
    error, effective = linearised_error(part, whole), effective_clusters(whole)
    with np.errstate(invalid="ignore", divide="ignore"):
        n = np.where(error > 0, np.fmin(share * (1 - share) / error**2, total), effective)
        quantile = t_quantile(effective - 1, level=level)
        low, high = wilson_interval(share, n, quantile=quantile)
    known = (whole > 0).sum(axis=0)
    alone = known < 2
    return np.where(alone, np.nan, low), np.where(alone, np.nan, high), known
