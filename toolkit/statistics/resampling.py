"""Resampling: rates estimated again and again from articles drawn with replacement."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import sparse

from toolkit.statistics.intervals import (
    bootstrap_sums,
    effective_clusters,
    linearised_error,
    log_error,
    poisson_interval,
    t_quantile,
)

_FEW = 5  # clusters; below, they hardly tell how articles differ


class Resampled(NamedTuple):
    """The rates of the rows of a table, per word, and how far they vary.

    `samples` has a row a draw; `error` is the standard error of the logarithm of the rate,
    `freedom` its degrees of freedom, `linearised` the standard error of the rate without
    resampling, `clusters` the number of articles or families with words of the row's group.
    """

    count: np.ndarray
    words: np.ndarray
    samples: np.ndarray
    error: np.ndarray
    freedom: np.ndarray
    linearised: np.ndarray
    clusters: np.ndarray

    def intervals(self, *, level: float) -> tuple[np.ndarray, np.ndarray]:
        """Return the ends of the interval of each rate, per word.

        Student's t interval of the logarithm. Where nothing was counted or fewer than five
        clusters have words, the Poisson one, of the count over its design effect, which is taken
        to be at least one.
        """
        with np.errstate(invalid="ignore", divide="ignore"):
            factor = np.exp(t_quantile(self.freedom, level=level) * self.error)
            rate = self.count / self.words
            known = np.isfinite(self.error) & (self.count > 0)
            effect = np.where(known, np.fmax(self.error**2 * self.count, 1), 1)
            exact = poisson_interval(self.count / effect, level=level)
        few = (self.count == 0) | ~np.isfinite(self.error) | (self.clusters < _FEW)
        low = np.where(few, exact[0] * effect / self.words, rate / factor)
        return low, np.where(few, exact[1] * effect / self.words, rate * factor)


def resample_rates(
    table: pd.DataFrame,
    mentions: pd.DataFrame,
    exposure: pd.DataFrame,
    *,
    by: list[str],
    of: list[str],
    within: str | None,
    seed: int,
    draws: int,
) -> Resampled:
    """Resample the rate of each row of `table`, which has the columns `by` and `of`.

    A cluster is a family of copies where `family_id` is set, else an article.

    Parameters
    ----------
    within
        A column of exposure: clusters are drawn within each of its values.
    """
    clusters = number_clusters(exposure)
    groups = table[by].drop_duplicates().reset_index(drop=True)
    group_of = table[by].merge(groups.reset_index(), how="left", on=by)["index"].to_numpy()
    ones, tokens = np.ones(len(mentions)), exposure["n_tokens"].to_numpy(dtype="float64")
    hits = cluster_sums(mentions, table[[*by, *of]], clusters, ones)
    words = cluster_sums(exposure, groups, clusters, tokens)
    strata = None if within is None else _strata(exposure, clusters, within)
    both = sparse.hstack([hits, words], format="csc")
    sums = bootstrap_sums(both, draws=draws, seed=seed, strata=strata)
    with np.errstate(invalid="ignore", divide="ignore"):
        samples = sums[:, : len(table)] / sums[:, len(table) :][:, group_of]
    count, total = hits.sum(axis=0), words.sum(axis=0)[group_of]
    known, layers = _known(words, strata)
    with np.errstate(invalid="ignore", divide="ignore"):
        # k draws from k clusters vary (k - 1) / k as much as those from all there might be
        lost = np.sqrt(known / np.maximum(known - layers, 0))
        error = log_error(samples, count, count / total) * lost[group_of]
    freedom = np.maximum(effective_clusters(words) - layers, _FEW - 1)[group_of]
    linearised = linearised_error(hits, words[:, group_of])
    return Resampled(count, total, samples, error, freedom, linearised, known[group_of])


def number_clusters(exposure: pd.DataFrame) -> pd.Series:
    """Return the number of the cluster of each doc_id: its family of copies, or itself."""
    docs = exposure[["doc_id", "family_id"]].drop_duplicates("doc_id").sort_values("doc_id")
    alone = docs["doc_id"].where(docs["family_id"].isna())  # no family is called as an article is
    clusters = docs.groupby([docs["family_id"], alone], dropna=False).ngroup()
    return pd.Series(clusters.to_numpy(), index=docs["doc_id"].to_numpy())


def cluster_sums(
    frame: pd.DataFrame, cells: pd.DataFrame, clusters: pd.Series, weights: np.ndarray
) -> sparse.csc_array:
    """Sum `weights` by cluster (rows) and by cell (columns); rows of no cell are passed over."""
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


def _known(words: sparse.csc_array, strata: np.ndarray | None) -> tuple[np.ndarray, np.ndarray]:
    """Return, for each group, its clusters with words, and the strata that these are of."""
    present = words > 0
    known = present.sum(axis=0)
    if strata is None:
        return known, np.minimum(known, 1)
    row, column = present.nonzero()
    pairs = pd.DataFrame({"group": column, "stratum": strata[row]}).drop_duplicates()
    return known, np.bincount(pairs["group"], minlength=words.shape[1])
