import numpy as np
import pytest
from scipy.stats import t
from test_rates import WORDS, exposure_of, mentions_of

import toolkit as tk
from toolkit.tables.schema import check_table, empty_table


def toned(values):
    mentions = mentions_of([(d, "x", "f") for d, _ in values])
    return mentions.assign(tone=[float(v) for _, v in values])


def test_the_mean_and_its_interval_over_articles():
    values = [("a", 0.5), ("b", -0.5), ("c", 0.25), ("d", 0.75), ("e", np.nan)]
    row = check_table(tk.tone(toned(values), WORDS, seed=1, draws=20_000), "tone").iloc[0]
    assert (row["n"], row["n_docs"], row["mean"]) == (4, 4, 0.25)
    # one mention an article: the textbook's error of a mean, s / sqrt(4)
    error = np.std([0.5, -0.5, 0.25, 0.75], ddof=1) / 2
    assert (row["high"] - row["low"]) / 2 == pytest.approx(t.ppf(0.975, 3) * error, rel=0.05)


def test_zeros_are_the_share_of_sentences_without_polarity():
    values = [("a", 0.0), ("b", -0.0), ("c", 0.25), ("d", -0.25), ("e", np.nan)]
    row = tk.tone(toned(values), WORDS, seed=1).iloc[0]
    assert (row["n"], row["mean"], row["zeros"]) == (4, 0.0, 0.5)


def test_mentions_of_one_article_have_no_interval():
    row = tk.tone(toned([("a", 0.5), ("a", 0.1)]), WORDS, seed=1).iloc[0]
    assert row["mean"] == pytest.approx(0.3)
    assert np.isnan([row["low"], row["high"]]).all()


def test_two_articles_have_an_interval():
    row = tk.tone(toned([("a", 0.06), ("b", 0.02)]), WORDS[:2], seed=1).iloc[0]
    # the error of the mean of two: half their distance; one degree of freedom
    assert (row["high"] - row["low"]) / 2 == pytest.approx(t.ppf(0.975, 1) * 0.02)


def test_an_interval_ends_where_polarity_does():
    row = tk.tone(toned([("a", 0.5), ("b", 0.1)]), WORDS[:2], seed=1).iloc[0]
    assert (row["low"], row["high"]) == (-1.0, 1.0)


def test_articles_of_a_cluster_vary_together():
    values = [("a", 0.5), ("b", 0.5), ("c", 0.1), ("d", 0.1), ("e", 0.3)]
    words = WORDS.assign(outlet=list("xxyyz"))
    apart, together = (
        tk.tone(toned(values), words, seed=1, cluster=c).iloc[0] for c in (None, "outlet")
    )
    assert (apart["n_clusters"], together["n_clusters"]) == (5, 3)
    assert together["high"] - together["low"] > 1.5 * (apart["high"] - apart["low"])


def test_intervals_hold_a_planted_mean():
    chance = np.random.default_rng(1)
    docs = [f"d{at}" for at in range(20)]
    corpora = [str(at) for at in range(400)]
    words = exposure_of([(d, "x", "direct", 9) for d in docs])
    made = mentions_of([(d, corpus, "f") for corpus in corpora for d in docs])
    made["tone"] = (0.1 + 0.3 * chance.standard_normal((400, 20))).ravel()
    table = tk.tone(made, words, seed=1, draws=300)
    assert 0.92 <= ((table["low"] <= 0.1) & (table["high"] >= 0.1)).mean() <= 0.98


def test_mentions_of_an_article_that_exposure_lacks_are_refused():
    with pytest.raises(
        ValueError, match=r"1 group\(s\) with mentions, first {'doc_id': 'b'}; .+ alike"
    ):
        tk.tone(toned([("a", 0.5), ("b", 0.1)]), WORDS[:1], seed=1)


def test_no_mentions():
    table = tk.tone(empty_table("mentions"), empty_table("exposure"), seed=1)
    assert check_table(table, "tone").empty
