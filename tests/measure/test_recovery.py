"""Planted rates are found again: how often intervals hold the truth, and tests err."""

import numpy as np
import pandas as pd
import pytest

import toolkit as tk
from toolkit.measure.corrections import correct_p

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
    frame, corpus, article = (np.repeat(at, counts.ravel()) for at in np.indices(shape).reshape(3, -1))
    docs = np.array([f"{prefix}{at}" for at in range(articles)])
    voices = np.array([f"{at}" for at in range(corpora)])
    found = pd.DataFrame(
        {"doc_id": docs[article], "voice_id": voices[corpus], "frame": frame, "mention_id": "m"}
    )
    at = np.indices(words.shape).reshape(2, -1)
    said = pd.DataFrame(
        {"doc_id": docs[at[1]], "voice_id": voices[at[0]], "n_tokens": words.ravel().astype(int)}
    )
    return found, said.assign(family_id=None), 1000 * rate


def holds(table, low, high, truth):
    return float(((table[low] <= truth) & (truth <= table[high])).mean())


@pytest.mark.parametrize("clumping", [0, 0.5, 1, 2])
@pytest.mark.parametrize(
    ("articles", "mentions"), [(20, 3), (20, 10), (20, 30), (50, 3), (50, 10), (50, 100), (200, 30)]
)
def test_a_rate_s_interval_holds_the_true_rate_in_92_to_98_of_100_corpora(
    articles, mentions, clumping
):
    chance = np.random.default_rng([articles, mentions, int(2 * clumping)])
    made = plant(chance, articles=articles, mentions=mentions, clumping=clumping)
    table = tk.rates(*made[:2], seed=1, draws=600)
    # a corpus without a single mention has no row; its interval begins at 0 and holds the rate
    none = CORPORA - len(table)
    share = (holds(table, "low", "high", made[2]) * len(table) + none) / CORPORA
    assert 0.92 <= share <= 0.98
    assert table["rate"].mean() * len(table) / CORPORA == pytest.approx(made[2], rel=0.06)
