"""Count how often the intervals of `rates` hold a planted rate, and `compare` errs by outlet.

    python benchmarks/intervals.py [--corpora 1000]

*Articles*: for each number of articles, of expected mentions, and for each clumping (the variance
of the articles' own rates over the square of their mean; 0 is Poisson), the share of corpora whose
95 % interval holds the true rate. *Outlets*: articles of outlets (or events, days, authors) whose
rates vary by `spread`, as clumping is for articles, which here clump by 1; with the outlet as the
cluster, and with the article. *Copies*: some of 200 articles are printed again and again, with the
copies marked as one family, and not. *Comparisons of outlets*: how often p is below 0.05 without a
difference where the rates of both groups vary by 0.25 between outlets of 25 articles, which both
speak in or each has of its own.
"""

from __future__ import annotations

import argparse
import sys

import numpy as np
from scipy import sparse

from toolkit.measure.compare import _ratio
from toolkit.statistics.resampling import Layer, Resampled, resample_rates

WORDS, DRAWS = 400, 400
ARTICLES, MENTIONS, CLUMPING = (2, 3, 4, 8, 20, 50, 200), (1, 3, 10, 30, 100), (0, 1, 2, 3)
OUTLETS, SPREAD = ((8, 25), (10, 20), (20, 10)), (0.05, 0.25, 0.5, 1.0)
COPIES = ((25, 5), (12, 18))  # of 200 articles so many are printed so often: 33 and 50 % copies


def main() -> int:
    """Print a line for each kind of corpus."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpora", type=int, default=1000)
    corpora = parser.parse_args().corpora
    print("articles clumping  " + "  ".join(f"n={n:<4}" for n in MENTIONS))
    for articles in ARTICLES:
        for clumping in CLUMPING:
            shares = [held(corpora, articles, 1, n, clumping, 0) for n in MENTIONS]
            print(
                f"{articles:8} {clumping:8}  " + "  ".join(f"{v:.3f} " for v in shares), flush=True
            )
    print("outlets x articles  spread   by outlet  by article")
    for (outlets, articles), spread in ((kind, s) for kind in OUTLETS for s in SPREAD):
        kind = outlets, articles, 200, 1, spread
        by_outlet, by_article = held(corpora, *kind), held(corpora, *kind, merge=False)
        print(
            f"{outlets:7} x {articles:8} {spread:7}   {by_outlet:9.3f}  {by_article:9.3f}",
            flush=True,
        )
    print("dispatches printed  copies   marked  unmarked")
    for dispatches, printed in COPIES:
        share, marked, unmarked = held_with_copies(4 * corpora, dispatches, printed)
        print(
            f"{dispatches:10} {printed:7}  {share:6.3f}   {marked:6.3f}  {unmarked:8.3f}",
            flush=True,
        )
    print("outlets mentions   both in the same  each in its own   p below 0.05")
    for outlets, mentions in ((o, n) for o in (8, 10, 20) for n in (10, 40, 200)):
        same, own = (
            false_findings_by_outlet(8 * corpora, outlets, mentions, shared=shared)
            for shared in (True, False)
        )
        print(f"{outlets:7} {mentions:8}   {same:16.3f}  {own:15.3f}", flush=True)
    return 0


def plant(
    chance: np.random.Generator, corpora: int, outlets: int, articles: int, mentions: float,
    clumping: float, spread: float,
) -> tuple[np.ndarray, np.ndarray, float]:  # fmt: skip
    """Return hits and words, shape (outlets, articles, corpora), and the true rate."""
    shape = outlets, articles, corpora
    words = chance.lognormal(np.log(WORDS) - 0.18, 0.6, shape).round().clip(20)
    rate = mentions / (outlets * articles * WORDS)
    own = chance.gamma(1 / clumping, clumping, shape) if clumping else 1.0
    theirs = chance.gamma(1 / spread, spread, (outlets, 1, corpora)) if spread else 1.0
    return chance.poisson(words * rate * own * theirs).astype("float64"), words, rate


def resampled(hits: np.ndarray, words: np.ndarray) -> Resampled:
    """Resample a rate for each column of hits and words of clusters."""
    layer = Layer(sparse.csc_array(hits), sparse.csc_array(words))
    return resample_rates([layer], np.arange(hits.shape[1]), seed=1, draws=DRAWS)


def held(
    corpora: int, outlets: int, articles: int, mentions: float, clumping: float, spread: float,
    *, merge: bool = True,
) -> float:  # fmt: skip
    """Return the share of corpora whose interval holds the rate; by outlet, or by article."""
    chance = np.random.default_rng([outlets, articles, mentions, clumping, int(100 * spread)])
    hits, words, rate = plant(chance, corpora, outlets, articles, mentions, clumping, spread)
    kind = [t.sum(axis=1) if merge else t.reshape(-1, corpora) for t in (hits, words)]
    low, high = resampled(*kind).intervals(level=0.95)
    return float(((low <= rate) & (rate <= high)).mean())


def held_with_copies(corpora: int, dispatches: int, printed: int) -> tuple[float, float, float]:
    """Return the share of copies, and of corpora whose interval holds the rate, marked and not."""
    chance = np.random.default_rng([dispatches, printed])
    hits, words, rate = plant(chance, corpora, 200, 1, 100, 0, 0)
    times = np.where(np.arange(200) < dispatches, printed, 1)
    shares = []
    for marked in (True, False):
        kind = [
            one * times[:, None] if marked else np.repeat(one, times, axis=0)
            for one in (hits[:, 0], words[:, 0])
        ]
        low, high = resampled(*kind).intervals(level=0.95)
        shares.append(float(((low <= rate) & (rate <= high)).mean()))
    return 1 - 200 / float(times.sum()), shares[0], shares[1]


def false_findings_by_outlet(corpora: int, outlets: int, mentions: float, *, shared: bool) -> float:
    """Return how often `compare` finds a difference that is not there, by outlet."""
    chance = np.random.default_rng([outlets, int(mentions), shared])
    sides = [plant(chance, corpora, outlets, 25, mentions, 1, 0.25)[:2] for _ in range(2)]
    one, other = ([t.sum(axis=1) for t in side] for side in sides)
    return float((p_of_compare(one, other, shared=shared) < 0.05).mean())


def p_of_compare(
    one: list[np.ndarray], other: list[np.ndarray], *, shared: bool = False
) -> np.ndarray:
    """Return p of hits and words of two groups, of the same clusters or each of its own."""
    nothing = np.zeros_like(one[0])
    both = [
        np.hstack([a, b])
        if shared
        else np.vstack([np.hstack([a, nothing]), np.hstack([nothing, b])])
        for a, b in zip(one, other, strict=True)
    ]
    left = np.arange(one[0].shape[1])
    right = left + len(left)
    drawn = resampled(*both)
    found = _ratio(drawn, (left, right), drawn.together(left, right), level=0.95)
    return np.nan_to_num(found["p"], nan=1.0)  # of no mention at all


if __name__ == "__main__":
    sys.exit(main())
