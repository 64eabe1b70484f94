"""Set rules for the ratio of two rates beside each other: how often each errs, and what it sees.

    python benchmarks/rules.py [--corpora 500]

*Two groups* of 20 articles, 16 times as many corpora: how often p is below 0.05 without a
difference (ratio 1) and with one; and how often at the cut-off at which the rule errs in 5 % of the
corpora without any, which compares what rules are able to see and not how often they err.
*Families*: of the 144 kinds of corpora of `comparisons.py`, none with a difference, the share with
a finding after Holm's correction: on average, at most, and in how many kinds above 5.5 %. Of rules:

compare     as it is
bent        `compare` with the whole bend of square roots, however few the mentions
straight    without any bend
beyond      with the bend to the power of the share of the variance that is beyond Poisson
unclumped   `compare` without the degrees of freedom that clumped counts cost
score       the score test: how far the rates are apart, over the root of the sum of the squared
            deviations of the clusters from the rate of both together; normal
flips       the same, with the fourth moment that it has if each deviation had either sign alike
            (Hemerik, Goeman and Finos 2020, JRSS B 82: 841-864)
either      the smaller p of `compare` and of the score test
mid-p       two Poisson counts given their sum
regression  Poisson regression with cluster-robust errors, as statsmodels has them
floored     the larger p of the regression and of the mid-p
permuted    the regression's z among those of 600 deals of the articles to the two groups

`compare`, and all that are made of it or of the score, take the mid-p where it is larger, and the
rule of `compare` where a count is zero.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from itertools import combinations

import numpy as np
from comparisons import AT_ONCE, kinds, line_of, plant_counts
from intervals import DRAWS, plant
from scipy import sparse
from scipy.special import ndtr, stdtr

import toolkit.measure.compare as rule_of_compare
from toolkit.statistics import resampling
from toolkit.statistics.ratios import given_the_sum

Group = tuple[np.ndarray, np.ndarray]  # hits, shape (frames, corpora, clusters), and words
CLUMPS, TOLD = rule_of_compare._CLUMPS, resampling._TOLD
VARIANTS = {
    "compare": (TOLD, CLUMPS),
    "bent": ((-2, -1), CLUMPS),
    "straight": ((1e9, 2e9), CLUMPS),
    "unclumped": (TOLD, np.inf),
}
DEALS = 600


def main() -> int:
    """Print what each rule sees, and how often it errs in families of tests."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpora", type=int, default=500)
    corpora = parser.parse_args().corpora
    print_power(16 * corpora)
    print_families(corpora)
    return 0


def print_power(corpora: int) -> None:
    """Print how often each rule finds a difference between two groups of 20 articles."""
    for mentions, clumping in ((n, c) for n in (3, 10, 30, 100) for c in (0, 1, 2)):
        cuts = {}
        for ratio in (1, 2, 3):
            chance = np.random.default_rng([mentions, clumping, ratio])
            sides = [
                plant(chance, corpora, 20, 1, mentions * times, clumping, 0)[:2]
                for times in (ratio, 1)
            ]
            groups = [(hits[:, 0].T[None], words[:, 0].T) for hits, words in sides]
            _, found = next(p_of_rules(groups, shared=False))
            found["permuted"] = permuted(*groups)
            if ratio == 1:
                cuts = {rule: np.quantile(p, 0.05) for rule, p in found.items()}
                print(f"\n{mentions} mentions, clumping {clumping}: per cent below 0.05 (at 5 %)")
                print("ratio " + "".join(f"{rule:>15}" for rule in found))
            cells = (
                f"{100 * (p < 0.05).mean():.1f} ({100 * (p <= cuts[rule]).mean():.1f})"
                for rule, p in found.items()
            )
            print(f"{ratio:5} " + "".join(f"{cell:>15}" for cell in cells), flush=True)


def print_families(corpora: int) -> None:
    """Print the share of null corpora in which each rule has a finding after Holm's correction."""
    clumped: dict[float, list[dict[str, float]]] = {}
    print(
        "\ngroups   exposure groups frames articles mentions clumping  with a finding, in per cent"
    )
    for kind in kinds():
        found = findings(corpora, **kind)
        if not clumped:
            print(" " * 58 + "".join(f"{rule:>11}" for rule in found))
        clumped.setdefault(kind["clumping"], []).append(found)
        shares = "".join(f"{100 * share:11.1f}" for share in found.values())
        print(f"{line_of(**kind)} {shares}", flush=True)
    every = {str(clumping): rows for clumping, rows in clumped.items()}
    every["all"] = [row for rows in clumped.values() for row in rows]
    print("clumping  on average, at most, and kinds above 5.5 %")
    for name, rows in every.items():
        for rule in rows[0]:
            shares = np.array([row[rule] for row in rows])
            print(
                f"{name:8}  {rule:10} {100 * shares.mean():5.1f} {100 * shares.max():5.1f}"
                f" {(shares > 0.055).sum():4} of {len(rows)}"
            )


def findings(corpora: int, **kind) -> dict[str, float]:
    """Return the share of corpora with a finding of each rule."""
    found: dict[str, list[np.ndarray]] = {}
    for first in range(0, corpora, AT_ONCE):
        chance = np.random.default_rng([first, *map(int, kind.values())])
        n = min(AT_ONCE, corpora - first)
        groups = list(plant_counts(chance, n, **kind))
        least: dict[str, np.ndarray] = {}
        tests = np.zeros(n)
        for tested, found_of_pair in p_of_rules(groups, shared=kind["shared"]):
            tests += tested.reshape(-1, n).sum(axis=0)
            for rule, p in found_of_pair.items():
                least[rule] = np.fmin(least.get(rule, 1), p.reshape(-1, n).min(axis=0))
        for rule, p in least.items():
            found.setdefault(rule, []).append(p * tests < 0.05)
    return {rule: float(np.concatenate(parts).mean()) for rule, parts in found.items()}


def p_of_rules(
    groups: list[Group], *, shared: bool
) -> Iterator[tuple[np.ndarray, dict[str, np.ndarray]]]:
    """Yield whether there is a test, and p of each rule, for each two groups: frame by frame."""
    drawn = resampled(groups, shared=shared)
    size = groups[0][0][..., 0].size
    for a, b in combinations(range(len(groups)), 2):
        sides = a * size + np.arange(size), b * size + np.arange(size)
        together = drawn.together(*sides)
        counts, words = ([values[rows] for rows in sides] for values in (drawn.counts, drawn.words))
        found = {}
        for rule, (resampling._TOLD, rule_of_compare._CLUMPS) in VARIANTS.items():
            found[rule] = rule_of_compare._ratio(drawn, sides, together, level=0.95)["p"]
        resampling._TOLD, rule_of_compare._CLUMPS = VARIANTS["bent"]
        found["beyond"] = rule_of_compare._ratio(beyond(drawn), sides, together, level=0.95)["p"]
        resampling._TOLD, rule_of_compare._CLUMPS = TOLD, CLUMPS
        mid = given_the_sum(counts[0], counts[1], words[0] / words[1], level=0.95)[0]
        score, flips = scores(groups[a], groups[b], shared=shared)
        found |= {"score": score, "flips": flips, "either": np.fmin(found["compare"], score)}
        for rule in ("score", "flips", "either"):
            counted = (counts[0] > 0) & (counts[1] > 0)
            found[rule] = np.where(counted, np.fmax(found[rule], mid), found["compare"])
        found |= {"mid-p": mid, "regression": regression(groups[a], groups[b], shared=shared)}
        found["floored"] = np.fmax(found["regression"], mid)
        tested = counts[0] + counts[1] > 0
        yield tested, {rule: np.where(tested, p, 1) for rule, p in found.items()}


def resampled(groups: list[Group], *, shared: bool) -> resampling.Resampled:
    """Resample the rates of groups, in the same clusters or each in its own."""
    hits = [h.reshape(-1, h.shape[-1]).T for h, _ in groups]
    words = [t.T for _, t in groups]
    join = sparse.hstack if shared else sparse.block_diag
    layer = resampling.Layer(
        *(join([sparse.csc_array(part) for part in parts], format="csc") for parts in (hits, words))
    )
    frames, corpora, _ = groups[0][0].shape
    of_rate = (np.arange(len(groups))[:, None, None] * corpora + np.arange(corpora)).repeat(
        frames, axis=1
    )
    return resampling.resample_rates([layer], of_rate.ravel(), seed=1, draws=DRAWS)


def beyond(drawn: resampling.Resampled) -> resampling.Resampled:
    """Return rates whose roots bend as far as their counts vary beyond Poisson."""
    with np.errstate(invalid="ignore", divide="ignore"):
        # the variance of a rate over its square, which is one over the count if it is Poisson
        varies = 4 * drawn.root_error**2 * drawn.words / drawn.counts
        share = (1 - 1 / (drawn.counts * varies)).clip(0, 1)
        return drawn._replace(root_bend=drawn.root_bend**share)


def deviations(one: Group, other: Group, *, pooled: bool) -> tuple[np.ndarray, ...]:
    """Return both rates, and how far each cluster moves their difference, over frame and corpus.

    As the rates of both together have it if `pooled`, and else as each has.
    """
    sums = [(hits.sum(axis=-1), words.sum(axis=-1)) for hits, words in (one, other)]
    rates = [hits / words for hits, words in sums]
    if pooled:
        both = sum(hits for hits, _ in sums) / sum(words for _, words in sums)
    moved = [
        (hits - (both if pooled else rate)[..., None] * words) / total[:, None]
        for (hits, words), rate, (_, total) in zip((one, other), rates, sums, strict=True)
    ]
    return *rates, *moved


def scores(one: Group, other: Group, *, shared: bool) -> tuple[np.ndarray, np.ndarray]:
    """Return p of the score test, by the normal distribution and by that of signs."""
    rate, other_rate, left, right = deviations(one, other, pooled=True)
    moved = left - right if shared else np.concatenate([left, -right], axis=-1)
    squares = (moved**2).sum(axis=-1)
    with np.errstate(invalid="ignore", divide="ignore"):
        t = np.abs(rate - other_rate) / np.sqrt(squares)
        # of k signs alike, t**2 / k has a beta distribution with this fourth moment
        k = np.fmax(3 * squares**2 / (moved**4).sum(axis=-1) - 2, 1.01)
        of_signs = t * np.sqrt((k - 1) / np.fmax(k - t**2, 1e-9))
        return (2 * ndtr(-t)).ravel(), (2 * stdtr(k - 1, -of_signs)).ravel()


def regression(one: Group, other: Group, *, shared: bool) -> np.ndarray:
    """Return p of a Poisson regression with cluster-robust errors."""
    rate, other_rate, left, right = deviations(one, other, pooled=False)
    with np.errstate(invalid="ignore", divide="ignore"):
        left, right = left / rate[..., None], right / other_rate[..., None]
        moved = left - right if shared else np.concatenate([left, -right], axis=-1)
        k, rows = moved.shape[-1], left.shape[-1] + right.shape[-1]
        variance = (moved**2).sum(axis=-1) * k / (k - 1) * (rows - 1) / (rows - 2)
        z = np.log(rate / other_rate) / np.sqrt(variance)
    return np.where(np.isfinite(z), 2 * ndtr(-np.abs(z)), 1.0).ravel()


def permuted(one: Group, other: Group) -> np.ndarray:
    """Return the share of deals whose z is as far from zero, of one frame of two groups apart."""
    hits, words = (np.hstack([a, b]) for a, b in ((one[0][0], other[0][0]), (one[1], other[1])))
    chance = np.random.default_rng(DEALS)
    k = hits.shape[1]
    deals = np.argsort(chance.random((DEALS, k))) < one[1].shape[1]
    deals[0] = np.arange(k) < one[1].shape[1]  # as they are
    p = []
    for part in np.array_split(np.arange(len(hits)), max(1, len(hits) // 1000)):
        h, t = hits[part].T, words[part].T
        log, variance = 0.0, 0.0
        with np.errstate(invalid="ignore", divide="ignore"):
            for sign, dealt in ((1, deals.astype("float64")), (-1, 1.0 - deals)):
                n, total = np.round(dealt @ h), dealt @ t
                log = log + sign * np.log(n / total)
                variance = variance + dealt @ h**2 / n**2 + dealt @ t**2 / total**2
                variance = variance - 2 * (dealt @ (h * t)) / (n * total)
            z = np.abs(log) / np.sqrt(np.fmax(variance, 1e-12))
        z = np.where(np.isfinite(log), z, np.inf)
        p.append((z >= z[0] * (1 - 1e-9)).mean(axis=0))
    return np.concatenate(p)


if __name__ == "__main__":
    sys.exit(main())
