"""Planted rates are found again: how often intervals hold the truth, and tests err."""

import numpy as np
import pandas as pd
import pytest

import toolkit as tk
from toolkit.statistics.corrections import correct_p

CORPORA = 1000
PER_ARTICLE = 400  # words, on average


def plant(chance, *, articles, mentions, clumping, frames=1, corpora=CORPORA, prefix=""):
    """Make mentions and exposure of many corpora, each a voice that speaks in every article.

    Words are lognormal; each article has a rate of its own, gamma with variance `clumping` times
    the square of the mean, and counts are Poisson given that rate. The true rate is such that
    `mentions` are expected in a corpus, for each frame.
    """
    words = chance.lognormal(np.log(PER_ARTICLE) - 0.18, 0.6, (corpora, articles))
    words = np.maximum(words.round(), 20)
    rate = mentions / (articles * PER_ARTICLE)
    shape = (frames, corpora, articles)
    own = chance.gamma(1 / clumping, clumping, shape) if clumping else np.ones(shape)
    counts = chance.poisson(words * rate * own)
    frame, corpus, article = (
        np.repeat(at, counts.ravel()) for at in np.indices(shape).reshape(3, -1)
    )
    docs = np.array([f"{prefix}{at}" for at in range(articles)])
    voices = np.array([f"{at}" for at in range(corpora)])
    found = pd.DataFrame(
        {"doc_id": docs[article], "voice": voices[corpus], "frame": frame, "mention_id": "m"}
    )
    at = np.indices(words.shape).reshape(2, -1)
    said = pd.DataFrame(
        {"doc_id": docs[at[1]], "voice": voices[at[0]], "n_tokens": words.ravel().astype(int)}
    )
    return found, said.assign(family_id=None), 1000 * rate


def holds(table, low, high, truth):
    return float(((table[low] <= truth) & (truth <= table[high])).mean())


GRID = [(20, 3), (20, 10), (20, 30), (50, 3), (50, 10), (50, 100), (200, 3), (200, 30)]


@pytest.mark.parametrize("clumping", [0, 1, 2])
@pytest.mark.parametrize(("articles", "mentions"), GRID)
def test_a_rate_is_recovered_and_its_interval_holds_it_92_to_98_times_in_100(
    articles, mentions, clumping
):
    chance = np.random.default_rng([articles, mentions, clumping])
    made = plant(chance, articles=articles, mentions=mentions, clumping=clumping)
    table = tk.rates(*made[:2], seed=1, draws=400)
    assert len(table) == CORPORA
    assert table["rate"].mean() == pytest.approx(made[2], rel=0.06)
    assert 0.92 <= holds(table, "low", "high", made[2]) <= 0.98


def compared(chance, *, articles, mentions, times, clumping, frames=1, corpora=CORPORA):
    """Compare two outlets in each corpus; the first has `times` the rate of the second."""
    sides = [
        plant(
            chance,
            articles=k,
            mentions=m,
            clumping=clumping,
            frames=frames,
            corpora=corpora,
            prefix=name,
        )
        for name, k, m in (
            ("x", articles[0], mentions * times),
            ("y", articles[1], mentions * articles[1] / articles[0]),
        )
    ]
    found, said = (
        pd.concat([sides[0][i], sides[1][i].assign(voice=lambda t: t["voice"] + "y")])
        for i in (0, 1)
    )
    pairs = [(f"{at}", f"{at}y") for at in range(corpora)]
    return tk.compare(found, said, pairs=pairs, seed=1, draws=400), sides[0][2], sides[1][2]


@pytest.mark.parametrize("clumping", [0, 1])
@pytest.mark.parametrize(
    ("articles", "mentions", "times"),
    [((40, 40), 10, 1), ((40, 40), 30, 3), ((25, 100), 10, 2), ((100, 25), 50, 0.5)],
)
def test_a_ratio_and_a_difference_are_recovered(articles, mentions, times, clumping):
    chance = np.random.default_rng([*articles, mentions, clumping])
    table, one, two = compared(
        chance, articles=articles, mentions=mentions, times=times, clumping=clumping
    )
    assert 0.92 <= holds(table, "ratio_low", "ratio_high", one / two) <= 0.98
    assert 0.92 <= holds(table, "difference_low", "difference_high", one - two) <= 0.98
    assert table["difference"].mean() == pytest.approx(one - two, abs=0.05 * (one + two))


@pytest.mark.parametrize(("mentions", "clumping"), [(3, 0), (10, 1), (50, 1)])
def test_of_corpora_without_a_difference_at_most_one_in_20_has_a_finding(mentions, clumping):
    chance = np.random.default_rng([mentions, clumping])
    table, *_ = compared(
        chance, articles=(40, 40), mentions=mentions, times=1, clumping=clumping, frames=8
    )
    assert len(table) == 8 * CORPORA
    of_a_corpus = table.sort_values("voice")["p"].to_numpy().reshape(CORPORA, 8)
    for method in ("holm", "fdr_bh"):
        found = [(correct_p(p, method=method) < 0.05).any() for p in of_a_corpus]
        # 5.5 % is the promise; the rest is the error of so few corpora
        assert np.mean(found) <= 0.055 + 2 * np.sqrt(0.055 * 0.945 / CORPORA)


def test_groups_that_speak_in_the_same_eight_outlets_seldom_differ_by_chance():
    """Over articles, a fifth and more of such comparisons has p below 0.05."""
    chance = np.random.default_rng(8)
    own = chance.gamma(4, 0.25, (2, CORPORA, 8, 1))  # each group's rate in each outlet
    counts = chance.poisson(0.8 * own, (2, CORPORA, 8, 10))
    side, corpus, outlet, article = np.indices(counts.shape).reshape(4, -1)
    docs = np.array([f"{at}" for at in range(80)])
    said = pd.DataFrame({"doc_id": docs[outlet * 10 + article], "outlet": outlet})
    names = np.array([[f"{at}{end}" for at in range(CORPORA)] for end in "xy"])
    said = said.assign(voice=names[side, corpus], n_tokens=400, family_id=None)
    found = said.loc[np.repeat(said.index, counts.ravel())].assign(frame="f", mention_id="m")
    pairs = [(f"{at}x", f"{at}y") for at in range(CORPORA)]
    options = {"pairs": pairs, "seed": 1, "draws": 100}
    by_outlet = tk.compare(found, said, cluster="outlet", **options)
    assert (by_outlet["p"] < 0.05).mean() <= 0.055
    assert set(by_outlet["n_clusters"]) == {8}
    assert (tk.compare(found, said, **options)["p"] < 0.05).mean() > 0.1
