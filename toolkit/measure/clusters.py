"""Clusters: what is drawn together in a bootstrap, and varies together in a standard error."""

from __future__ import annotations

import warnings
from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy import sparse

from toolkit.tables.arguments import as_list, check_columns

FAMILY = "family_id"
_MANY_COPIES = 0.05  # share of the articles; below, intervals hardly tell


class CopiesWarning(UserWarning):
    """Copies of one dispatch that count as if each had been written by itself."""


def clusterings(exposure: pd.DataFrame, cluster: str | Sequence[str] | None) -> list[pd.Series]:
    """Return the number of the cluster of each doc_id, by each column that makes clusters.

    Parameters
    ----------
    exposure
        Any table with doc_id and the columns, such as exposure or articles.
    cluster
        One column of it or two: outlet, event, day, author, family_id ... Without it, family_id:
        copies of one dispatch are a cluster. An article without a value is a cluster by itself.

    Returns
    -------
    list of pandas.Series
        For each column the numbers, from 0 on, by doc_id and in the order of it.

    Raises
    ------
    ValueError
        If the columns are none or more than two, are not there, or differ within an article.
    """
    columns = cluster_columns(exposure, cluster)
    return [number_clusters(exposure, column) for column in columns]


def cluster_columns(exposure: pd.DataFrame, cluster: str | Sequence[str] | None) -> list[str]:
    """Return the one or two columns that make clusters; raise if they are others, or not there."""
    columns = [FAMILY] if cluster is None else list(dict.fromkeys(as_list(cluster, "cluster")))
    if not 1 <= len(columns) <= 2:
        raise ValueError(
            f"cluster: found {len(columns)} columns, expected one or two: outlet, event ..."
        )
    check_columns(exposure, columns, "exposure", remedy="`cluster` names columns of the articles")
    return columns


def number_clusters(exposure: pd.DataFrame, column: str = FAMILY) -> pd.Series:
    """Return the number of the cluster of each doc_id: the value of a column, or itself."""
    docs = exposure[list(dict.fromkeys(["doc_id", column]))].drop_duplicates()
    twice = docs["doc_id"].duplicated()
    if twice.any():
        raise ValueError(
            f"cluster: found several values of {column!r} in the article "
            f"{docs.loc[twice, 'doc_id'].iloc[0]!r}, expected a column that has one in each article"
        )
    docs = docs.sort_values("doc_id")
    clusters, values = pd.factorize(docs[column], sort=True)
    alone = clusters < 0  # without a value
    clusters[alone] = len(values) + np.arange(alone.sum())
    return pd.Series(clusters, index=docs["doc_id"].array)


def check_clusters(clusters: np.ndarray, cluster: str | Sequence[str] | None) -> None:
    """Raise if `cluster` leaves no group with words in more than one cluster."""
    if cluster is not None and len(clusters) and clusters.max() < 2:
        raise ValueError(
            f"cluster: found one cluster in each group, of {cluster!r}, expected several: how far "
            "clusters differ is what intervals are made of; to compare outlets, authors or days "
            "with each other, take another column as the cluster"
        )


def warn_of_copies(exposure: pd.DataFrame, cluster: str | Sequence[str] | None) -> None:
    """Warn if many copies of one dispatch are in several clusters, and so pass as independent."""
    if cluster is None or not len(exposure):
        return
    numbers = clusterings(exposure, cluster)
    family = number_clusters(exposure)
    apart = [pd.DataFrame({"family": family, "cluster": n}).drop_duplicates() for n in numbers]
    # a family that lies within clusters of one kind is drawn together with them
    loose = min(int(one["family"].duplicated().sum()) for one in apart)
    if loose > _MANY_COPIES * len(family):
        warnings.warn(
            f"cluster: {loose} of {len(family)} articles are copies of one in another cluster of "
            f"{cluster!r}, and count as if written independently: intervals are too narrow; add "
            f"{FAMILY!r} to `cluster`, or count copies once",
            CopiesWarning,
            stacklevel=4,
        )


def crossed(numbers: list[pd.Series]) -> list[pd.Series]:
    """Return one kind of clusters as it is; after two, the clusters that share both."""
    if len(numbers) == 1:
        return numbers
    pairs = pd.DataFrame({"one": numbers[0], "other": numbers[1]})
    return [*numbers, pairs.groupby(["one", "other"]).ngroup()]


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
    places = rows.astype("int32"), column[inside].astype("int32")  # half the memory
    sums = sparse.coo_array((weights[inside], places), shape=shape).tocsc()
    sums.eliminate_zeros()
    return sums


def strata_of(
    exposure: pd.DataFrame, clusters: pd.Series, within: str, *, nested: bool
) -> np.ndarray:
    """Return the number of the stratum of each cluster: that of its first article."""
    cluster = exposure["doc_id"].map(clusters)
    if nested:
        values = exposure[within].groupby(cluster).nunique(dropna=False)
        if (values > 1).any():
            raise ValueError(
                f"within: found {int((values > 1).sum())} cluster(s) with several values of "
                f"{within!r}, expected clusters inside of them; without `within`, clusters are "
                "drawn from all"
            )
    first = exposure[within].set_axis(cluster)[~cluster.duplicated().to_numpy()]
    return pd.factorize(first.sort_index(), use_na_sentinel=False)[0]
