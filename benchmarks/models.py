"""How often the intervals of `model_rates` hold the planted ratio: `python benchmarks/models.py`.

Two groups of articles of 100 to 700 words; articles clump (gamma, variance of their rates over the
squared mean 0.5), and so do clusters (0.25). Groups are of different clusters ("between") or
within the same ("within"). Of 1,000 corpora each.
"""

import sys

import numpy as np
import pandas as pd

import toolkit as tk

CORPORA, RATIO = 1000, 2.0


def corpus(generator: np.random.Generator, clusters: int, articles: int, rate: float, how: str):
    """Return the counts of a corpus: `articles` in each of `clusters`, `rate` per 1,000 words."""
    rows = clusters * articles
    cluster = np.repeat(np.arange(clusters), articles)
    group = cluster % 2 if how == "between" else np.arange(rows) % 2
    words = generator.integers(100, 700, rows)
    mean = rate / 1000 * words * RATIO**group
    if articles > 1:
        mean = mean * generator.gamma(4, 1 / 4, clusters)[cluster]
    mean = mean * generator.gamma(2, 1 / 2, rows)
    return pd.DataFrame(
        {"doc_id": [f"a{at}" for at in range(rows)], "n": generator.poisson(mean), "group": group}
        | {"exposure": words, "family_id": None, "outlet": cluster, "by": None, "of": None}
    )


def coverage(clusters: int, articles: int, rate: float, how: str) -> tuple[float, float, float]:
    """Return the shares of intervals that hold the ratio, lie above it, and of lost models."""
    held = above = lost = 0
    for seed in range(CORPORA):
        counts = corpus(np.random.default_rng(seed), clusters, articles, rate, how)
        row = tk.model_rates("n ~ group", counts, cluster="outlet").iloc[1]
        lost += np.isnan(row["se"])
        held += row["ratio_low"] <= RATIO <= row["ratio_high"]
        above += row["ratio_low"] > RATIO
    return held / (CORPORA - lost), above / (CORPORA - lost), lost / CORPORA


def main() -> None:
    """Print a table of all cases."""
    import warnings

    warnings.simplefilter("ignore", tk.ModelWarning)
    print("| clusters | articles of each | rate | groups | held | above | lost |")
    print("|---|---|---|---|---|---|---|")
    for clusters, articles in ((8, 25), (16, 10), (40, 1), (200, 1)):
        for rate in (0.5, 3.0):
            for how in ("between", "within") if articles > 1 else ("between",):
                held, above, lost = coverage(clusters, articles, rate, how)
                print(
                    f"| {clusters} | {articles} | {rate} | {how} | {held:.1%} | {above:.1%} | "
                    f"{lost:.1%} |"
                )
                sys.stdout.flush()


if __name__ == "__main__":
    main()
