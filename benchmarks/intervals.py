"""Count how often the intervals of `rates` hold a planted rate, beside two other kinds.

    python benchmarks/intervals.py

For each number of articles, of expected mentions, and for each clumping (the variance of the
articles' own rates over the square of their mean; 0 is Poisson), 1,000 corpora; the share whose
95 % interval holds the true rate: of `rates`, of the percentiles of the same draws, and of the
linearised ratio (normal, without logarithm). Where nothing was counted, all have the Poisson bound.
"""

from __future__ import annotations

import sys

import numpy as np
import pandas as pd

from toolkit.measure.clusters import resample_cells
from toolkit.measure.rates import count_cells

CORPORA, WORDS = 1_000, 400
ARTICLES, MENTIONS, CLUMPING = (8, 20, 50, 200), (1, 3, 10, 30, 100), (0, 1, 2, 3)


def main() -> int:
    """Print a line for each kind of corpus."""
    print("clumping articles mentions  rates  percentile  linearised")
    worst: dict[tuple[int, str], list[float]] = {}
    for clumping in CLUMPING:
        for articles in ARTICLES:
            for mentions in MENTIONS:
                found = held(clumping, articles, mentions)
                print(
                    f"{clumping:8} {articles:8} {mentions:8}  "
                    + "  ".join(f"{v:.3f}" for v in found)
                )
                for kind, share in zip(("rates", "percentile", "linearised"), found, strict=True):
                    worst.setdefault((clumping, kind), []).append(share)
    for (clumping, kind), shares in worst.items():
        print(f"clumping {clumping}, {kind}: {min(shares):.3f} to {max(shares):.3f}")
    return 0


def held(clumping: float, articles: int, mentions: int) -> tuple[float, float, float]:
    """Return the share of corpora whose interval holds the rate, for each kind of interval."""
    chance = np.random.default_rng([clumping, articles, mentions])
    words = chance.lognormal(np.log(WORDS) - 0.18, 0.6, (CORPORA, articles)).round().clip(20)
    rate = mentions / (articles * WORDS)
    own = chance.gamma(1 / clumping, clumping, words.shape) if clumping else 1.0
    counts = chance.poisson(words * rate * own)
    corpus, article = np.indices(words.shape).reshape(2, -1)
    frame = pd.DataFrame({"voice_id": corpus, "doc_id": article, "n_tokens": words.ravel()})
    exposure = frame.assign(family_id=None)
    hits = frame.loc[np.repeat(frame.index, counts.ravel())].assign(frame="f", mention_id="m")
    cells = count_cells(hits, exposure, by=["voice_id"], of=["frame"])
    options = {"by": ["voice_id"], "of": ["frame"], "within": None, "seed": 1, "draws": 1_000}
    drawn = resample_cells(cells, hits, exposure, **options)
    bound = drawn.intervals(level=0.95)
    none = drawn.counts == 0
    estimate = drawn.counts / drawn.words
    straight = 1.96 * drawn.linearised
    kinds = [
        bound,
        np.quantile(drawn.samples, [0.025, 0.975], axis=0),
        (estimate - straight, estimate + straight),
    ]
    return tuple(
        float(np.mean(np.where(none, rate <= bound[1], (low <= rate) & (rate <= high))))
        for low, high in kinds
    )


if __name__ == "__main__":
    sys.exit(main())
