"""Time the bootstrap of `rates` on a large corpus, against scipy.stats.bootstrap on a small one.

    python benchmarks/bootstrap.py

Makes 100,000 articles with ten voices and ten frames, and takes all hundred rates with 2,000
draws, on one thread; seconds are those of the processor. SciPy's bootstrap then draws the same
articles for one rate; it is given fewer articles and draws, and its time is stated for the same
work.
"""

from __future__ import annotations

import argparse
import os
import resource
import sys
import time

os.environ["OMP_NUM_THREADS"] = "1"  # before anything loads numpy

import numpy as np
import pandas as pd

from toolkit.measure.rates import rates

VOICES, FRAMES = 10, 10
PEER_ARTICLES, PEER_DRAWS = 2_000, 500


def main() -> int:
    """Run the benchmark; return 1 if it misses its bounds."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--draws", type=int, default=2_000)
    options = parser.parse_args()

    mentions, exposure = plant(options.articles, seed=1)
    before = peak_gigabytes()
    started = time.process_time()
    table = rates(mentions, exposure, seed=1, draws=options.draws)
    seconds, peak = time.process_time() - started, peak_gigabytes()
    work = options.articles * options.draws * len(table)
    peer = peer_seconds(mentions, exposure) * work / (PEER_ARTICLES * PEER_DRAWS)
    print(
        f"{options.articles:,} articles, {len(mentions):,} mentions, {len(table)} rates, "
        f"{options.draws:,} draws: {seconds:.1f} s, peak {peak:.2f} GB (before {before:.2f} GB)"
    )
    print(f"scipy.stats.bootstrap, same work by proportion: {peer:,.0f} s")
    print(f"ratio {peer / seconds:,.0f}")
    return int(seconds > 10 or peak > 2)


def plant(articles: int, *, seed: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Make exposure of every voice in every article, and some five mentions an article."""
    chance = np.random.default_rng(seed)
    docs = pd.Series([f"article-{at}" for at in range(articles)], dtype="str")
    voices = pd.Series([f"voice-{at}" for at in range(VOICES)], dtype="str")
    exposure = pd.DataFrame(
        {
            "doc_id": docs.repeat(VOICES).reset_index(drop=True),
            "voice": pd.concat([voices] * articles, ignore_index=True),
            "n_tokens": chance.integers(5, 120, articles * VOICES),
            "family_id": pd.Series([None] * articles * VOICES, dtype="str"),
        }
    )
    n = 5 * articles
    mentions = pd.DataFrame(
        {
            "mention_id": pd.Series(np.arange(n)).astype("str"),
            "doc_id": docs.take(chance.integers(0, articles, n)).reset_index(drop=True),
            "voice": voices.take(chance.integers(0, VOICES, n)).reset_index(drop=True),
            "frame": pd.Series(chance.integers(0, FRAMES, n)).astype("str"),
        }
    )
    return mentions, exposure


def peer_seconds(mentions: pd.DataFrame, exposure: pd.DataFrame) -> float:
    """Return how long SciPy takes for one rate of a few articles with a few draws."""
    from scipy.stats import bootstrap

    docs = exposure["doc_id"].drop_duplicates().head(PEER_ARTICLES)
    said = exposure[exposure["voice"] == "voice-0"].set_index("doc_id")["n_tokens"]
    counted = mentions[(mentions["voice"] == "voice-0") & (mentions["frame"] == "0")]
    hits = counted.groupby("doc_id").size().reindex(docs, fill_value=0).to_numpy()
    words = said.reindex(docs).to_numpy()
    started = time.process_time()
    bootstrap(
        (hits, words),
        lambda h, t, axis: h.sum(axis=axis) / t.sum(axis=axis),
        paired=True,
        vectorized=True,
        n_resamples=PEER_DRAWS,
        method="percentile",
        rng=np.random.default_rng(1),
    )
    return time.process_time() - started


def peak_gigabytes() -> float:
    """Return the most memory that this process has held."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e9


if __name__ == "__main__":
    sys.exit(main())
