"""Cells: what is counted of each thing in each group, and how far the rate of it varies."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from pandas.api.extensions import ExtensionArray
from scipy import sparse

from toolkit.measure.clusters import FAMILY, cluster_sums, clusterings, crossed, strata_of
from toolkit.measure.counted import Counted, added, check_alike, grouped, joined
from toolkit.statistics.resampling import Layer, Resampled, resample_rates
from toolkit.tables.parts import release_memory

_EXACT = 2**53  # up to it, each whole number is a float
_FRAMES = 100  # counts of so many parts are added up, which bounds the memory


def count_cells(counted: Counted) -> pd.DataFrame:
    """Count mentions and words: a row for each group with words and each thing counted.

    Returns
    -------
    pandas.DataFrame
        The columns `by` and `of`, n, n_docs, exposure, exposure_docs, and copies: the share of the
        articles of the group that are copies of another of them, empty if none is marked.

    Raises
    ------
    ValueError
        If a group has mentions in an article, and no words.
    """
    by, of = counted.by, counted.of
    keys = list(dict.fromkeys([*by, FAMILY]))
    words, families, said, things = [], [], [], []
    for mentions, exposure in counted:
        check_alike(mentions, exposure, by)
        words.append(_words_of(exposure, by))
        families.append(exposure.loc[exposure[FAMILY].notna(), keys])
        groups = grouped(mentions, [*by, *of])
        said.append(groups.agg(n=("mention_id", "size"), n_docs=("doc_id", "nunique")))
        things.append(mentions[of].drop_duplicates())
        if len(words) == _FRAMES:
            words = [added(words, by).set_index(by)]
            said = [added(said, [*by, *of]).set_index([*by, *of])]
            things = [joined(things).drop_duplicates()]
    every = joined(things).drop_duplicates().sort_values(of)
    cells = _with_copies(added(words, by), joined(families), by).merge(every, how="cross")
    table = cells.merge(added(said, [*by, *of]), how="left", on=[*by, *of])
    table = table.fillna({"n": 0, "n_docs": 0})
    return table.sort_values([*by, *of], na_position="last").reset_index(drop=True)


def _words_of(exposure: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """Return the words of each group, its articles, and those of them that are in families."""
    groups = grouped(exposure.assign(_in=exposure["doc_id"].where(exposure[FAMILY].notna())), by)
    return groups.agg(
        exposure=("n_tokens", "sum"), exposure_docs=("doc_id", "nunique"), _in=("_in", "nunique")
    )


def _with_copies(words: pd.DataFrame, families: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """Return the words of groups with `copies`; of each family in a group, one is none."""
    firsts = grouped(families.drop_duplicates(), by).size().rename("_firsts").reset_index()
    table = words.merge(firsts, how="left", on=by)
    copies = (table["_in"] - table["_firsts"].fillna(0)) / table["exposure_docs"]
    table["copies"] = copies if table["_in"].any() else np.nan
    return table.drop(columns=["_in", "_firsts"])


def resample_cells(
    cells: pd.DataFrame,
    counted: Counted,
    *,
    within: str | None = None,
    cluster: str | Sequence[str] | None = None,
    seed: int,
    draws: int,
) -> Resampled:
    """Resample the rate of each row of `cells`.

    Parameters
    ----------
    cells
        From `count_cells`.
    counted
        What they were counted from; its `docs` have the columns of `within` and `cluster`.
    within
        A column of exposure: clusters are drawn within each of its values.
    cluster
        As `clusterings` takes it.
    """
    by, of = counted.by, counted.of
    groups = cells[by].drop_duplicates().reset_index(drop=True)
    numbered = groups.assign(_group=np.arange(len(groups)))
    group = cells[by].merge(numbered, how="left", on=by)["_group"].to_numpy()
    layers, strata = _layers(counted, cells[[*by, *of]], groups, within=within, cluster=cluster)
    return resample_rates(layers, group, strata=strata, seed=seed, draws=draws)


def _layers(
    counted: Counted,
    cells: pd.DataFrame,
    groups: pd.DataFrame,
    *,
    within: str | None,
    cluster: str | Sequence[str] | None,
) -> tuple[list[Layer], np.ndarray | None]:
    """Return what clusters of each kind add to cells and groups, and the stratum of each."""
    each = counted.docs()
    docs = joined(each)
    numbers, strata = clusterings(docs, cluster), None
    if within is not None:
        if len(numbers) > 1:
            raise ValueError(
                f"within: found {within!r} beside two columns in `cluster`, expected one"
            )
        strata = strata_of(docs, numbers[0], within, nested=cluster is not None)
    numbers = crossed(numbers)
    sizes = [number.max() + 1 if len(number) else 0 for number in numbers]
    known = _by_parts(each, numbers)
    del docs, each, numbers  # all ids at once
    hits, words = _sums(counted, known, sizes, cells, groups)
    in_parts = len(known) > 1
    del known
    layers = [Layer(_sum(hits.pop(0)), _sum(words.pop(0))) for _ in sizes]
    if in_parts:
        release_memory()
    return layers, strata


def _sums(
    counted: Counted,
    known: list[tuple[ExtensionArray, np.ndarray]],
    sizes: list[int],
    cells: pd.DataFrame,
    groups: pd.DataFrame,
) -> tuple[list[list[sparse.csc_array]], list[list[sparse.csc_array]]]:
    """Return what the clusters of each kind add to cells and to groups, as few sparse arrays each.

    `known` comes from `_by_parts`, and `sizes` tells how many clusters of each kind there are.
    """
    hits: list[list[sparse.csc_array]] = [[] for _ in sizes]
    words: list[list[sparse.csc_array]] = [[] for _ in sizes]
    for (mentions, exposure), (ids, rows) in zip(counted, known, strict=True):
        tokens = exposure["n_tokens"].to_numpy(dtype="float64")
        for kind, size in enumerate(sizes):
            number = pd.Series(rows[:, kind], ids)
            _add(hits[kind], cluster_sums(mentions, cells, number, np.ones(len(mentions))), size)
            _add(words[kind], cluster_sums(exposure, groups, number, tokens), size)
    return hits, words


def _by_parts(
    each: list[pd.DataFrame], numbers: list[pd.Series]
) -> list[tuple[ExtensionArray, np.ndarray]]:
    """Return for each part the ids of its articles, and the numbers of their clusters by kinds."""
    ids = [docs["doc_id"].drop_duplicates() for docs in each]
    order = pd.concat(ids).argsort().to_numpy()  # of `numbers`: that of the ids
    known = np.empty((len(order), len(numbers)), "int32")
    for kind, number in enumerate(numbers):
        known[order, kind] = number.to_numpy()
    ends = np.cumsum([len(one) for one in ids])
    return list(zip([one.array for one in ids], np.split(known, ends[:-1]), strict=True))


def _add(sums: list[sparse.csc_array], one: sparse.csc_array, n_clusters: int) -> None:
    """Add what a part holds to the parts before, summing what is of one size: few are kept."""
    one.resize(n_clusters, one.shape[1])
    sums.append(_narrow(one))
    while len(sums) > 1 and 2 * sums[-1].nnz > sums[-2].nnz:
        _add_last(sums)


def _sum(sums: list[sparse.csc_array]) -> sparse.csc_array:
    """Return the sum of all, and leave none: what is added up is not held twice."""
    while len(sums) > 1:
        _add_last(sums)
    return sums.pop()


def _add_last(sums: list[sparse.csc_array]) -> None:
    """Add the last to the one before, in a type that holds each sum."""
    last, before = sums.pop(), sums.pop()
    kind = np.result_type(last, before)
    if np.issubdtype(kind, np.unsignedinteger):
        kind = np.result_type(kind, np.min_scalar_type(_most(last) + _most(before)))
    sums.append(before.astype(kind, copy=False) + last.astype(kind, copy=False))


def _narrow(counts: sparse.csc_array) -> sparse.csc_array:
    """Return counts in the fewest bytes that hold them; what are no counts, as they are."""
    numbers = counts.data
    if not np.all((numbers >= 0) & (numbers <= _EXACT) & (numbers == np.floor(numbers))):
        return counts
    return counts.astype(np.min_scalar_type(_most(counts)))


def _most(counts: sparse.csc_array) -> int:
    return int(counts.data.max(initial=0))
