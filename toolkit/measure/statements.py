"""Statements: who speaks of what and with which stance, as counts that articles are drawn of."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from scipy import sparse

from toolkit.measure.clusters import FAMILY, cluster_sums, number_clusters
from toolkit.statistics.intervals import bootstrap_sums, check_level
from toolkit.tables.arguments import (
    as_list,
    check_apart,
    check_column,
    check_columns,
    check_same_method,
    expect_one_of,
    expect_seed,
    expect_table,
)
from toolkit.tables.joint import credit_each

STANCES = ("asserted", "questioned", "denied")
_AT_ONCE = 4_000_000  # numbers of the draws that are unfolded together: 32 MB


class NetworkWarning(UserWarning):
    """Statements that a network leaves out."""


class Window(NamedTuple):
    """The statements of one network.

    Attributes
    ----------
    of_each
        Its value of each column that makes several networks.
    rows
        The statements, with `actor`, `concept` and `stance` as whole numbers.
    actors, concepts
        What the numbers stand for.
    cells
        The combinations of the three that occur.
    sums
        Shape (clusters, cells): how often each cluster of articles has each.
    """

    of_each: dict[str, Any]
    rows: pd.DataFrame
    actors: np.ndarray
    concepts: np.ndarray
    cells: pd.DataFrame
    sums: sparse.csc_array

    def unfold(self, sums: np.ndarray) -> np.ndarray:
        """Return sums of cells, the last axis, as an array (..., actors, concepts, stances)."""
        shape = (len(self.actors), len(self.concepts), len(STANCES))
        full = np.zeros((*sums.shape[:-1], *shape))
        full[..., self.cells["actor"], self.cells["concept"], self.cells["stance"]] = sums
        return full

    def observed(self) -> np.ndarray:
        """Return the counts, shape (actors, concepts, stances)."""
        return self.unfold(np.asarray(self.sums.sum(axis=0)).reshape(-1))

    def draw(self, *, seed: int, draws: int) -> Iterator[np.ndarray]:
        """Yield the counts of articles drawn with replacement, some draws at a time."""
        sums = bootstrap_sums(self.sums, draws=draws, seed=seed)
        size = len(self.actors) * max(len(self.actors), len(STANCES) * len(self.concepts))
        at_once = max(1, _AT_ONCE // max(size, 1))
        for first in range(0, draws, at_once):
            yield self.unfold(sums[first : first + at_once])

    def clusters_of(self, rows: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
        """Return the number of articles and of clusters with rows, by the columns `keys`."""
        return rows.groupby(keys).agg(
            n_docs=("doc_id", "nunique"), n_clusters=("_cluster", "nunique")
        )


def read_statements(
    mentions: pd.DataFrame,
    articles: pd.DataFrame | None,
    *,
    by: str,
    of: str,
    each: str | Sequence[str],
    seed: int,
    draws: int,
    level: float,
    stacklevel: int = 3,
) -> tuple[list[str], list[Window]]:
    """Return the columns that make several networks, and the statements of each network.

    Statements of no actor are no part of any. Warns of those without a concept, and of those
    without a value in `each`.

    Raises
    ------
    ValueError
        If an argument cannot serve, or an article of the statements is not among `articles`.
    """
    each = as_list(each, "each")
    check_level(level)
    expect_seed(seed)
    if isinstance(draws, bool) or not isinstance(draws, int) or draws < 1:
        raise ValueError(f"draws: found {draws!r}, expected a whole number, 1 or more")
    needed = ["mention_id", "doc_id", "stance"]
    expect_table(mentions, "mentions", needed)
    for argument, column in (("by", by), ("of", of), *(("each", column) for column in each)):
        check_column(mentions, column, argument, "mentions")
    check_apart(by=[by], of=[of], each=each)
    check_same_method(mentions=mentions)
    if articles is not None:
        expect_table(articles, "articles", ["doc_id"])
        check_columns(articles, each, "articles", remedy="columns of `each` are of articles too")
    rows = credit_each(mentions, [by, of])
    rows = rows[rows[by].notna()]
    for stance in rows["stance"].dropna().astype("str").unique():
        expect_one_of(stance, "mentions", STANCES)
    lacking = rows[["stance", of, *each]].isna().any(axis=1)
    if lacking.any():
        warnings.warn(
            f"mentions: left out {int(lacking.sum()):,} of {len(rows):,} statement(s), which have "
            f"no {', '.join(c for c in ['stance', of, *each] if rows[c].isna().any())}",
            NetworkWarning,
            stacklevel=stacklevel + 1,
        )
        rows = rows[~lacking]
    if articles is None:
        articles = rows[["doc_id", *each]].drop_duplicates()
    windows = _windows(rows, articles, by=by, of=of, each=each) if len(rows) else ()
    return each, list(windows)


def _windows(
    rows: pd.DataFrame, articles: pd.DataFrame, *, by: str, of: str, each: list[str]
) -> Iterator[Window]:
    if FAMILY not in articles:
        articles = articles.assign(**{FAMILY: None})
    parts: Any = [((), rows)]
    if each:
        parts = rows.groupby(each, observed=True)
    for values, part in parts:
        inside = articles
        for column, value in zip(each, values, strict=True):
            inside = inside[inside[column] == value]
        yield _window(dict(zip(each, values, strict=True)), part, inside, by=by, of=of)


def _window(
    values: dict[str, Any], rows: pd.DataFrame, articles: pd.DataFrame, *, by: str, of: str
) -> Window:
    clusters = number_clusters(articles)
    unknown = rows.loc[~rows["doc_id"].isin(clusters.index), "doc_id"]
    if len(unknown):
        raise ValueError(
            f"articles: found no article {unknown.iloc[0]!r}, which has statements; give the "
            "articles that the statements are from"
        )
    actor, actors = pd.factorize(rows[by], sort=True)
    concept, concepts = pd.factorize(rows[of], sort=True)
    stance = rows["stance"].astype("str").map({name: at for at, name in enumerate(STANCES)})
    numbered = pd.DataFrame(
        {
            "doc_id": rows["doc_id"].to_numpy(),
            "_cluster": rows["doc_id"].map(clusters).to_numpy(),
            "actor": actor,
            "concept": concept,
            "stance": stance.to_numpy("int64"),
        }
    )
    keys = ["actor", "concept", "stance"]
    cells = numbered[keys].drop_duplicates().sort_values(keys, ignore_index=True)
    sums = cluster_sums(numbered, cells, clusters, np.ones(len(numbered)))
    return Window(values, numbered, np.asarray(actors), np.asarray(concepts), cells, sums)


def ends_of(samples: np.ndarray, clusters: np.ndarray, *, level: float) -> tuple[np.ndarray, ...]:
    """Return the ends of the percentile interval of each column; none for a single cluster."""
    tails = (1 - level) / 2, (1 + level) / 2
    if not samples.size:
        return np.full(samples.shape[1], np.nan), np.full(samples.shape[1], np.nan)
    known = np.isfinite(samples).any(axis=0) & (clusters > 1)
    ends = np.full((2, samples.shape[1]), np.nan)
    if known.any():
        ends[:, known] = np.nanquantile(samples[:, known], tails, axis=0)
    return ends[0], ends[1]
