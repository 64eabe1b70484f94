"""Key words over articles: what the counts of a group cannot tell, the articles can."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.stats import mannwhitneyu

from toolkit.display.progress import track
from toolkit.measure.clusters import number_clusters
from toolkit.measure.compare import compare
from toolkit.tables.arguments import check_columns, expect_table
from toolkit.text.words import word_spans

_AT_ONCE = 500  # words; bounds the memory: 2 x draws x 500
_INFERRED = ("log_ratio_low", "log_ratio_high", "p_ratio", "p_wilcoxon")
_SIDES = ("target", "reference")


class _Counted(NamedTuple):
    """The articles of both groups: doc_id, family_id, side and words; and their counts."""

    articles: pd.DataFrame
    counts: sparse.csc_array  # articles x words of the keyness table


def infer_from_articles(
    keyness: pd.DataFrame,
    articles: pd.DataFrame,
    *,
    by: str,
    groups: tuple[Hashable, Hashable | None],
    on: str,
    cluster: str | None,
    seed: int,
    draws: int,
    level: float,
) -> pd.DataFrame:
    """Return the interval of the log ratio of each word, its p, and that of Wilcoxon's test.

    Parameters
    ----------
    keyness
        The table of both groups' counts, a row a word.
    articles
        Those that were counted.
    groups
        The target and the reference.
    by, on, cluster, seed, draws, level
        As in `keyness`.

    Returns
    -------
    pandas.DataFrame
        log_ratio_low, log_ratio_high, p_ratio and p_wilcoxon, a row for each of keyness.
    """
    counted = _count(keyness["word"], articles, by, groups, cluster)
    _check_counts(keyness, counted, on)
    starts = range(0, len(keyness), _AT_ONCE)
    blocks = []
    for first in track(starts, desc="key words"):
        words = keyness["word"].iloc[first : first + _AT_ONCE]
        block = counted.counts[:, first : first + len(words)].tocoo()
        ratios = _ratios(words, block, counted.articles, on, seed=seed, draws=draws, level=level)
        blocks.append(ratios.assign(p_wilcoxon=_wilcoxon(block, counted.articles)))
    if not blocks:
        return pd.DataFrame(columns=list(_INFERRED), dtype="float64")
    return pd.concat(blocks, ignore_index=True)


def _count(
    words: pd.Series,
    articles: pd.DataFrame,
    by: str,
    groups: tuple[Hashable, Hashable | None],
    cluster: str | None,
) -> _Counted:
    """Count the words of each article of both groups."""
    expect_table(articles, "articles", ["doc_id", "text", "family_id"])
    check_columns(articles, [by, *([] if cluster is None else [cluster])], "articles")
    group, (target, reference) = articles[by], groups
    other = group.notna() & (group != target) if reference is None else group == reference
    chosen = articles[(group == target) | other]
    number = {word: column for column, word in enumerate(words)}
    rows, columns, values, totals = [], [], [], []
    for row, text in enumerate(chosen["text"]):
        forms = Counter(text[start:end].lower() for start, end in word_spans(text))
        totals.append(forms.total())
        for word, n in forms.items():
            if word in number:
                rows.append(row)
                columns.append(number[word])
                values.append(n)
    about = pd.DataFrame(
        {
            "doc_id": chosen["doc_id"].to_numpy(),
            "family_id": chosen[cluster or "family_id"].to_numpy(),
            "side": np.where(chosen[by] == target, *_SIDES),
            "n_tokens": totals,
        }
    )
    shape = len(chosen), len(words)
    return _Counted(about, sparse.coo_array((values, (rows, columns)), shape=shape).tocsc())


def _check_counts(keyness: pd.DataFrame, counted: _Counted, on: str) -> None:
    """Raise unless the articles have the counts of the table."""
    counts = counted.counts if on == "tokens" else (counted.counts > 0).astype("int64")
    for side in _SIDES:
        found = counts[(counted.articles["side"] == side).to_numpy()].sum(axis=0)
        expected = keyness[f"n_{side}"].to_numpy()
        odd = np.flatnonzero(found != expected)
        if len(odd):
            at = odd[0]
            raise ValueError(
                f"articles: found {found[at]} for {keyness['word'].iloc[at]!r} in the {side}, "
                f"expected {expected[at]:.0f}; give the articles that `words` were counted from, "
                "filtered alike"
            )


def _ratios(
    words: pd.Series,
    block: sparse.coo_array,
    articles: pd.DataFrame,
    on: str,
    *,
    seed: int,
    draws: int,
    level: float,
) -> pd.DataFrame:
    """Compare the rates of each word, as `compare` does those of frames."""
    times = block.data if on == "tokens" else np.ones(len(block.data), "int64")
    row, column = np.repeat(block.row, times), np.repeat(block.col, times)
    places = articles[["doc_id", "side"]].iloc[row].reset_index(drop=True)
    places = places.assign(word=words.to_numpy()[column], mention_id=np.arange(len(places)))
    exposure = articles if on == "tokens" else articles.assign(n_tokens=1)
    compared = compare(
        places, exposure, of="word", by="side", pairs=_SIDES, seed=seed, draws=draws, level=level
    )
    found = compared.set_index("word").reindex(words)
    with np.errstate(divide="ignore"):
        return pd.DataFrame(
            {
                "log_ratio_low": np.log2(found["ratio_low"].to_numpy()),
                "log_ratio_high": np.log2(found["ratio_high"].to_numpy()),
                "p_ratio": found["p"].to_numpy(),
            }
        )


def _wilcoxon(block: sparse.coo_array, articles: pd.DataFrame) -> np.ndarray:
    """Return p of the rank-sum test of each word's rates in the texts of both groups.

    Copies, or what else makes a cluster, are one text.
    """
    cluster = articles["doc_id"].map(number_clusters(articles))
    groups = articles.assign(cluster=cluster.to_numpy()).groupby(["side", "cluster"])
    unit, words = groups.ngroup().to_numpy(), groups["n_tokens"].sum().to_numpy("float64")
    shape = len(words), block.shape[1]
    summed = sparse.coo_array((block.data, (unit[block.row], block.col)), shape=shape).toarray()
    rates = summed / np.maximum(words, 1)[:, None]
    target = groups["side"].first().to_numpy() == _SIDES[0]
    return mannwhitneyu(rates[target], rates[~target], axis=0, method="asymptotic").pvalue
