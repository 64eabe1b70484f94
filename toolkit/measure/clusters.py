"""Clusters: the articles, or families of copies, that are drawn together in a bootstrap."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import sparse

from toolkit.statistics.resampling import Resampled, resample_rates


def resample_cells(
    cells: pd.DataFrame,
    mentions: pd.DataFrame,
    exposure: pd.DataFrame,
    *,
    by: list[str],
    of: list[str],
    within: str | None,
    seed: int,
    draws: int,
) -> Resampled:
    """Resample the rate of each row of `cells`, which has the columns `by` and `of`.

    A cluster is a family of copies where `family_id` is set, else an article.

    Parameters
    ----------
    within
        A column of exposure: clusters are drawn within each of its values.
    """
    clusters = number_clusters(exposure)
    groups = cells[by].drop_duplicates().reset_index(drop=True)
    numbered = groups.assign(_group=np.arange(len(groups)))
    group = cells[by].merge(numbered, how="left", on=by)["_group"].to_numpy()
    ones, tokens = np.ones(len(mentions)), exposure["n_tokens"].to_numpy(dtype="float64")
    return resample_rates(
        cluster_sums(mentions, cells[[*by, *of]], clusters, ones),
        cluster_sums(exposure, groups, clusters, tokens),
        group,
        strata=None if within is None else _strata(exposure, clusters, within),
        seed=seed,
        draws=draws,
    )


def number_clusters(exposure: pd.DataFrame) -> pd.Series:
    """Return the number of the cluster of each doc_id: its family of copies, or itself."""
    docs = exposure[["doc_id", "family_id"]].drop_duplicates("doc_id").sort_values("doc_id")
    alone = docs["doc_id"].where(docs["family_id"].isna())  # no family has the name of an article
    clusters = docs.groupby([docs["family_id"], alone], dropna=False).ngroup()
    return pd.Series(clusters.to_numpy(), index=docs["doc_id"].to_numpy())


def cluster_sums(
    frame: pd.DataFrame, cells: pd.DataFrame, clusters: pd.Series, weights: np.ndarray
) -> sparse.csc_array:
    """Sum `weights` by cluster (rows) and by cell (columns); rows of no cell are ignored."""
    keys = list(cells.columns)
    numbered = cells.assign(_column=np.arange(len(cells)))
    column = frame[keys].merge(numbered, how="left", on=keys)["_column"].to_numpy("float64")
    inside = ~np.isnan(column)
    rows = frame["doc_id"].map(clusters).to_numpy()[inside]
    shape = (clusters.max() + 1 if len(clusters) else 0, len(cells))
    places = rows, column[inside].astype("int64")
    return sparse.coo_array((weights[inside], places), shape=shape).tocsc()


def _strata(exposure: pd.DataFrame, clusters: pd.Series, within: str) -> np.ndarray:
    """Return the number of the stratum of each cluster: that of its first article."""
    cluster = exposure["doc_id"].map(clusters)
    first = exposure[within].set_axis(cluster)[~cluster.duplicated().to_numpy()]
    return pd.factorize(first.sort_index(), use_na_sentinel=False)[0]
