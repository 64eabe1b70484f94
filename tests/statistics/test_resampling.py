"""How wide the intervals are: the correction for few articles, and the degrees of freedom."""

import math

import numpy as np
import pandas as pd
import pytest
from scipy import sparse
from scipy.stats import t

import toolkit as tk
from toolkit.statistics.resampling import Layer, resample_rates
from toolkit.tables.schema import make_table


def corpus(hits, words, outlets=""):
    """Return mentions and exposure of one voice: so many mentions and words in each article."""
    docs = [f"d{at:02}" for at in range(len(words))]
    said = {"voice_id": "x", "voice": "x", "mode": "direct"}
    exposure = make_table(
        "exposure",
        [{"doc_id": d, "n_tokens": n, **said} for d, n in zip(docs, words, strict=True)],
    )
    if outlets:
        exposure["outlet"] = pd.Series(list(outlets), dtype="str")
    mention = {"end": 1, "frame": "f", "term_id": "f", "match": "x", "negated": False}
    mention |= {"stance": "asserted", **said}
    mentions = [
        {"mention_id": f"{d}:{at}", "doc_id": d, "start": 0, "n_targets": 0, **mention}
        for d, n in zip(docs, hits, strict=True)
        for at in range(n)
    ]
    return make_table("mentions", mentions), exposure


def log_width(tables, **options):
    row = tk.rates(*tables, seed=1, **options).iloc[0]
    return math.log(row["high"] / row["low"]) / 2


def freedom_of(tables, **options):
    """Return the degrees of freedom of an interval: how it widens with its level tells them."""
    widening = log_width(tables, level=0.95, **options) / log_width(tables, level=0.5, **options)
    return min(
        (free / 100 for free in range(100, 3000)),
        key=lambda free: abs(t.ppf(0.975, free) / t.ppf(0.75, free) - widening),
    )


def test_six_draws_of_six_articles_vary_as_much_as_articles_do():
    # Means 25; variance 30 (of a sample) / 6 articles: a standard error of 2.236, which resampling
    # alone would give as 2.041. Six articles of one length: five degrees of freedom.
    tables = corpus([20, 30] * 3, [1000] * 6)
    expected = t.ppf(0.975, 5) * math.sqrt(30 / 6) / 25
    assert log_width(tables, draws=20_000) == pytest.approx(expected, rel=0.03)


def test_within_strata_one_article_is_lost_of_each():
    # Both outlets: 20, 30, 25, and so a variance of 25 each; of the mean of all six, 25 / 6.
    tables = corpus([20, 30, 25] * 2, [1000] * 6, outlets="AAABBB")
    expected = t.ppf(0.975, 4) * math.sqrt(25 / 6) / 25
    assert log_width(tables, within="outlet", draws=20_000) == pytest.approx(expected, rel=0.03)


@pytest.mark.parametrize(
    ("words", "freedom"),
    [
        ([1000] * 5, 4),
        ([1000] * 10, 9),
        ([4000] + [1000] * 9, 6.0),
        ([40_000] + [1000] * 9, 1.43),  # hardly more than one article
    ],
)
def test_degrees_of_freedom_are_satterthwaite_s(words, freedom):
    hits = [n // 100 + at % 3 for at, n in enumerate(words)]
    assert freedom_of(corpus(hits, words)) == pytest.approx(freedom, abs=0.02)


def test_strata_cost_degrees_of_freedom():
    tables = corpus([20, 30, 25] * 4, [1000] * 12, outlets="AAABBBCCCDDD")
    assert freedom_of(tables, within="outlet") == pytest.approx(8, abs=0.02)


def roots_of(of_x, of_y):
    """Return the bends, and the errors compared, of two groups that have so many mentions.

    Each speaks 100 words in ten articles of its own, and all that it mentions is in one of them.
    """
    hits = np.zeros((20, 2))
    hits[0, 0], hits[10, 1] = of_x, of_y
    words = np.repeat(np.eye(2) * 100, 10, axis=0)
    layer = Layer(sparse.csc_array(hits), sparse.csc_array(words))
    drawn = resample_rates([layer], np.arange(2), seed=1, draws=2000)
    one, other = drawn.root_errors(np.array([0]), np.array([1]))
    return drawn.root_bend, np.concatenate([one, other])


def test_draws_of_few_mentions_do_not_tell_of_their_roots():
    # n of 1,000 words in one of ten articles: deviations 0.9 n and nine times -0.1 n, of which
    # the squares, each over 1 - 1/10, are n ** 2 in sum: an error of the rate of n / 1,000, and of
    # its root of half of that over the root of the rate.
    for of_x, of_y, part in (
        (3, 4, 0),
        (4, 4, 0),
        (6, 6, 0.5),
        (2, 10, 0.5),
        (8, 8, 1),
        (9, 30, 1),
    ):
        straight = np.sqrt([of_x / 1000, of_y / 1000]) / 2
        bend, errors = roots_of(of_x, of_y)
        assert (bend > 1.1).all()  # a third of the draws have none of an article of ten
        assert errors == pytest.approx(straight * bend**part)
