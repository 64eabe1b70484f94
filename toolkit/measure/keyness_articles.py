"""Key words over articles: what the counts of a group cannot tell, the articles can."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import sparse

from toolkit.display.progress import track
from toolkit.measure.clusters import clusterings
from toolkit.measure.compare import compare
from toolkit.tables.arguments import as_list, check_columns, expect_table
from toolkit.text.words import one_blank, sequences, word_spans

_AT_ONCE = 500  # words; bounds the memory: 2 x draws x 500
_INFERRED = ("log_ratio_low", "log_ratio_high", "p_ratio", "p_wilcoxon")
_SIDE, _SIDES = "_side", ("target", "reference")


class _Counted(NamedTuple):
    """The articles of both groups: doc_id, clusters, side and words; and their counts."""

    articles: pd.DataFrame
    counts: sparse.csc_array  # articles x words of the keyness table
    texts: pd.Series  # of each doc_id, the number of what Wilcoxon's test takes as one text


def infer_from_articles(
    keyness: pd.DataFrame,
    articles: pd.DataFrame,
    *,
    by: str,
    groups: tuple[Hashable, Hashable | None],
    on: str,
    cluster: str | Sequence[str] | None,
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
        ratios = _ratios(
            words, block, counted.articles, on,
            cluster=cluster, seed=seed, draws=draws, level=level,
        )  # fmt: skip
        blocks.append(ratios.assign(p_wilcoxon=_wilcoxon(block, counted)))
    if not blocks:
        return pd.DataFrame(columns=list(_INFERRED), dtype="float64")
    return pd.concat(blocks, ignore_index=True)


def _count(
    words: pd.Series,
    articles: pd.DataFrame,
    by: str,
    groups: tuple[Hashable, Hashable | None],
    cluster: str | Sequence[str] | None,
) -> _Counted:
    """Count the words of each article of both groups."""
    expect_table(articles, "articles", ["doc_id", "text", "family_id"])
    clusters = [] if cluster is None else as_list(cluster, "cluster")
    check_columns(articles, [by, *clusters], "articles")
    texts = min(clusterings(articles, cluster), key=lambda kind: kind.max())
    group, (target, reference) = articles[by], groups
    other = group.notna() & (group != target) if reference is None else group == reference
    chosen = articles[(group == target) | other]
    number = {word: column for column, word in enumerate(words)}
    size = 1 + max((word.count(" ") for word in words), default=0)
    rows, columns, values, totals = [], [], [], []
    for row, text in enumerate(chosen["text"]):
        spans = list(word_spans(text))
        runs = sequences(text, spans, size)
        forms = Counter(one_blank(text[start:end].lower()) for start, end in runs)
        totals.append(len(spans))
        for word, n in forms.items():
            if word in number:
                rows.append(row)
                columns.append(number[word])
                values.append(n)
    about = chosen[list(dict.fromkeys(["doc_id", "family_id", *clusters]))].reset_index(drop=True)
    about = about.assign(
        **{_SIDE: np.where(chosen[by] == target, *_SIDES), "n_tokens": np.array(totals, "int64")}
    )
    shape = len(chosen), len(words)
    counts = sparse.coo_array((values, (rows, columns)), shape=shape).tocsc()
    return _Counted(about, counts, texts)


def _check_counts(keyness: pd.DataFrame, counted: _Counted, on: str) -> None:
    """Raise unless the articles have the counts of the table."""
    counts = counted.counts if on == "tokens" else (counted.counts > 0).astype("int64")
    for side in _SIDES:
        found = counts[(counted.articles[_SIDE] == side).to_numpy()].sum(axis=0)
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
    cluster: str | Sequence[str] | None,
    seed: int,
    draws: int,
    level: float,
) -> pd.DataFrame:
    """Compare the rates of each word, as `compare` does those of frames."""
    times = block.data if on == "tokens" else np.ones(len(block.data), "int64")
    row, column = np.repeat(block.row, times), np.repeat(block.col, times)
    places = articles[["doc_id", _SIDE]].iloc[row].reset_index(drop=True)
    places = places.assign(word=words.to_numpy()[column], mention_id=np.arange(len(places)))
    exposure = articles if on == "tokens" else articles.assign(n_tokens=1)
    compared = compare(
        places, exposure, of="word", by=_SIDE, pairs=_SIDES, cluster=cluster,
        seed=seed, draws=draws, level=level,
    )  # fmt: skip
    found = compared.set_index("word").reindex(words)
    with np.errstate(divide="ignore"):
        return pd.DataFrame(
            {
                "log_ratio_low": np.log2(found["ratio_low"].to_numpy()),
                "log_ratio_high": np.log2(found["ratio_high"].to_numpy()),
                "p_ratio": found["p"].to_numpy(),
            }
        )


def _wilcoxon(block: sparse.coo_array, counted: _Counted) -> np.ndarray:
    """Return p of the rank-sum test of each word's rates in the texts of both groups.

    Copies, or what else makes a cluster, are one text.
    """
    from scipy.stats import mannwhitneyu  # which takes longer to load than all that is ours

    articles = counted.articles
    cluster = articles["doc_id"].map(counted.texts).to_numpy()
    groups = articles.assign(_text=cluster).groupby([_SIDE, "_text"])
    unit, words = groups.ngroup().to_numpy(), groups["n_tokens"].sum().to_numpy("float64")
    shape = len(words), block.shape[1]
    summed = sparse.coo_array((block.data, (unit[block.row], block.col)), shape=shape).toarray()
    rates = summed / np.maximum(words, 1)[:, None]
    target = groups[_SIDE].first().to_numpy() == _SIDES[0]
    return mannwhitneyu(rates[target], rates[~target], axis=0, method="asymptotic").pvalue
