"""Count how often `compare` finds a difference in corpora that have none.

    python benchmarks/comparisons.py [--corpora 4000] [--draws 400]

Every group has the same rate of every frame; every two groups are compared in every frame. For
each kind of corpus, the share of corpora with a finding after Holm's correction, which should be
5 % at most, and the share of single comparisons whose 95 % interval holds the true ratio, one.
Groups are voices, which speak in the same articles, or outlets, each with articles of its own; in
"unequal" ones each group has half the words of the one before it. Clumping is the variance of the
articles' own rates over the square of their mean; 0 is Poisson. The Monte Carlo error of 5 % is
0.34 % with 4,000 corpora.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from itertools import combinations, product

import numpy as np
import pandas as pd

from toolkit.measure.compare import compare

WORDS, AT_ONCE = 400, 250
# articles of the first group, and mentions of each frame that are expected there
SIZES = ((20, 3), (20, 50), (40, 10), (40, 50), (40, 200), (200, 100))
CLUMPING = (0, 1, 3)
FAMILIES = ((3, 3), (5, 6))  # groups, frames


def main() -> int:
    """Print a line for each kind of corpus; return 1 if findings are too many in one of them."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpora", type=int, default=4000)
    parser.add_argument("--draws", type=int, default=400)
    options = parser.parse_args()
    print("groups   exposure groups frames articles mentions clumping  finding  holds")
    most = 0.0
    for kind in kinds():
        found, held = of_null_corpora(options.corpora, options.draws, **kind)
        most = max(most, found)
        print(f"{line_of(**kind)}   {found:.4f}  {held:.4f}", flush=True)
    error = np.sqrt(0.05 * 0.95 / options.corpora)
    print(f"at most {most:.4f}; Monte Carlo error {error:.4f}")
    return int(most > 0.05 + 2 * error)


def kinds() -> Iterator[dict]:
    """Yield the arguments of `plant_counts` for each kind of corpus."""
    for (groups, frames), (articles, mentions), clumping, shared, unequal in product(
        FAMILIES, SIZES, CLUMPING, (True, False), (False, True)
    ):
        yield {
            "groups": groups,
            "frames": frames,
            "articles": articles,
            "mentions": mentions,
            "clumping": clumping,
            "shared": shared,
            "unequal": unequal,
        }


def line_of(
    *, groups: int, frames: int, articles: int, mentions: float, clumping: float, shared: bool,
    unequal: bool,
) -> str:  # fmt: skip
    """Return the columns that tell of a kind of corpus."""
    return (
        f"{'voices' if shared else 'outlets':8} {'unequal' if unequal else 'equal':8} "
        f"{groups:6} {frames:6} {articles:8} {mentions:8} {clumping:8}"
    )


def of_null_corpora(corpora: int, draws: int, **kind) -> tuple[float, float]:
    """Return the share of corpora with a finding, and of comparisons that hold the truth."""
    findings, holding = [], []
    for first in range(0, corpora, AT_ONCE):
        chance = np.random.default_rng([first, *map(int, kind.values())])
        n = min(AT_ONCE, corpora - first)
        mentions, exposure = plant(chance, n, **kind)
        pairs = [
            (f"{corpus}-{a}", f"{corpus}-{b}")
            for corpus in range(n)
            for a, b in combinations(range(kind["groups"]), 2)
        ]
        table = compare(mentions, exposure, by="voice", pairs=pairs, seed=first + 1, draws=draws)
        least = table.groupby(table["voice"].str.split("-").str[0])["p"].agg(["min", "size"])
        # Holm begins with the least p; there is a finding if that one is found
        findings.append((least["min"] * least["size"] < 0.05).sum() / n)
        low, high = table["ratio_low"].fillna(0), table["ratio_high"].fillna(np.inf)
        holding.append(((low <= 1) & (high >= 1)).mean())
    return float(np.mean(findings)), float(np.mean(holding))


def plant(chance: np.random.Generator, corpora: int, **kind) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Make mentions and exposure of corpora whose groups are the voices ``corpus-group``."""
    hits, said = [], []
    for group, (counts, words) in enumerate(plant_counts(chance, corpora, **kind)):
        place = "" if kind["shared"] else group
        docs = np.array([f"{place}-{at}" for at in range(counts.shape[-1])])
        voices = np.array([f"{at}-{group}" for at in range(corpora)])
        frame, corpus, article = (
            np.repeat(at, counts.ravel()) for at in np.indices(counts.shape).reshape(3, -1)
        )
        hits.append(
            pd.DataFrame({"doc_id": docs[article], "voice": voices[corpus], "frame": frame})
        )
        corpus, article = np.indices(words.shape).reshape(2, -1)
        said.append(
            pd.DataFrame(
                {"doc_id": docs[article], "voice": voices[corpus], "n_tokens": words.ravel()}
            )
        )
    return pd.concat(hits).assign(mention_id="m"), pd.concat(said).assign(family_id=None)


def plant_counts(
    chance: np.random.Generator, corpora: int, *, groups: int, frames: int, articles: int,
    mentions: float, clumping: float, shared: bool, unequal: bool,
) -> Iterator[tuple[np.ndarray, np.ndarray]]:  # fmt: skip
    """Yield hits, shape (frames, corpora, articles), and words of each group."""
    rate = mentions / (articles * WORDS)
    for group in range(groups):
        size = 0.5**group if unequal else 1.0
        k = articles if shared else max(4, round(articles * size))
        mean = WORDS * size if shared else WORDS
        words = chance.lognormal(np.log(mean) - 0.18, 0.6, (corpora, k)).round().clip(5)
        shape = (frames, corpora, k)
        own = chance.gamma(1 / clumping, clumping, shape) if clumping else np.ones(shape)
        yield chance.poisson(words * rate * own), words


if __name__ == "__main__":
    sys.exit(main())
