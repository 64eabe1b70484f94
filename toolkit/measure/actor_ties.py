"""Actor ties: which actors agree, or disagree, on the concepts that both speak of."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from toolkit.measure.statements import Window, ends_of, read_statements
from toolkit.statistics.ties import weigh_ties
from toolkit.tables.arguments import check_free, expect_one_of
from toolkit.tables.calls import records_call
from toolkit.tables.edges import OTHER
from toolkit.tables.schema import finish_measure

STANCE_RULES = ("ignore", "congruence", "conflict", "subtract")
NORMS = ("none", "average", "cosine")


@records_call
def actor_ties(
    mentions: pd.DataFrame,
    articles: pd.DataFrame | None = None,
    *,
    by: str = "voice_id",
    of: str = "frame",
    each: str | Sequence[str] = (),
    stance: str = "congruence",
    normalise: str = "none",
    seed: int,
    draws: int = 2_000,
    level: float = 0.95,
) -> pd.DataFrame:
    """Weigh how far actors agree on the concepts that both speak of: the one-mode network.

    With n(a, j, k) for the statements of actor a on concept j with stance k, the tie of a and b is
    the sum over j, k and l of n(a, j, k) n(b, j, l) s(k, l). For congruence s is 1 if the stances
    are the same, 0 if one asserts what the other denies, and 1/2 if one of them questions it; for
    conflict it is one less that; for subtract the difference of the two. These are the rules of
    Discourse Network Analyzer (Leifeld 2017), whose matrix has each tie twice. The interval is of
    the percentiles of the weights of articles drawn with replacement, families of copies together.

    *Limits*: statements of one article multiply each other, so that one long article can make a
    strong tie: see `n_docs`, and count a statement once in each article with
    ``mentions.drop_duplicates(["doc_id", "voice_id", "frame", "stance"])``. Intervals are too
    narrow of fewer than some 60 articles, as those of `affiliations` are.

    Parameters
    ----------
    mentions, articles, by, of, each
        As in `affiliations`.
    stance
        "congruence", "conflict", "subtract", or "ignore": any two statements on one concept.
    normalise
        "none"; "average", over the mean number of statements of the two; or "cosine", over the
        root of the product of what each has with itself, so that no tie is above 1.
    seed, draws, level
        As in `affiliations`.

    Returns
    -------
    pandas.DataFrame
        The actor_ties table, a row for each two actors who speak of one concept at least. For
        ties between concepts, swap `by` and `of`.
    """
    expect_one_of(stance, "stance", STANCE_RULES)
    expect_one_of(normalise, "normalise", NORMS)
    each, windows = read_statements(
        mentions, articles, by=by, of=of, each=each, seed=seed, draws=draws, level=level
    )
    check_free("actor_ties", by=[by], of=each)
    how = {"stance": stance, "normalise": normalise}
    parts = [_rows(w, how, by=by, seed=seed, draws=draws, level=level) for w in windows]
    table = pd.concat(parts) if parts else pd.DataFrame(columns=[*each, by, by + OTHER])
    return finish_measure("actor_ties", table.assign(level=level, **how), by=[by], of=each)


def _rows(
    window: Window, how: dict[str, str], *, by: str, seed: int, draws: int, level: float
) -> pd.DataFrame:
    observed = window.observed()
    said = observed.sum(axis=-1)
    shared = (said > 0).astype("int64") @ (said > 0).T.astype("int64")
    one, other = np.nonzero(np.triu(shared, 1))
    samples = [weigh_ties(c, **how)[:, one, other] for c in window.draw(seed=seed, draws=draws)]
    docs, clusters = _behind(window, one, other)
    low, high = ends_of(np.concatenate(samples), clusters, level=level)
    total = said.sum(axis=-1)
    return pd.DataFrame(
        {
            **{column: [value] * len(one) for column, value in window.of_each.items()},
            by: window.actors[one],
            by + OTHER: window.actors[other],
            "n": total[one],
            "n_other": total[other],
            "n_concepts": shared[one, other],
            "n_docs": docs,
            "n_clusters": clusters,
            "weight": weigh_ties(observed, **how)[one, other],
            "low": low,
            "high": high,
        }
    )


def _behind(window: Window, one: np.ndarray, other: np.ndarray) -> list[np.ndarray]:
    """Return the articles and clusters with statements of either actor on what both speak of."""
    found = []
    for column in ("doc_id", "_cluster"):
        held: dict[int, dict[int, set]] = {}
        for (actor, concept), values in window.rows.groupby(["actor", "concept"])[column]:
            held.setdefault(int(actor), {})[int(concept)] = set(values)
        numbers = [
            len(set().union(*(held[a][c] | held[b][c] for c in held[a].keys() & held[b].keys())))
            for a, b in zip(one.tolist(), other.tolist(), strict=True)
        ]
        found.append(np.array(numbers, dtype="int64"))
    return found
