import numpy as np
import pandas as pd
import pytest
from scipy.stats import t as student
from test_rates import exposure_of, mentions_of

import toolkit as tk
from toolkit.measure.composition import composition
from toolkit.tables.schema import check_table

WORDS = exposure_of([(d, "x", "direct", 100) for d in "abcde"] + [("a", "y", "direct", 100)])
# of x: f in 2 of 4, 1 of 2, 0 of 1, 1 of 1, 0 of 2 mentions; y only ever says g
SAID = [("a", "f")] * 2 + [("a", "g")] * 2 + [("b", "f"), ("b", "g"), ("c", "g"), ("d", "f")]
MENTIONS = mentions_of(
    [(d, "x", frame) for d, frame in [*SAID, ("e", "g"), ("e", "g")]] + [("a", "y", "g")]
)


def test_shares_are_of_the_mentions_of_the_group_zeros_included():
    table = check_table(tk.composition(MENTIONS, WORDS), "composition")
    shown = table[["voice", "frame", "n", "total", "n_docs", "n_clusters", "share"]]
    assert shown.to_numpy().tolist() == [
        ["x", "f", 4, 10, 3, 5, 0.4],
        ["x", "g", 6, 10, 4, 5, 0.6],
        ["y", "f", 0, 1, 0, 1, 0.0],
        ["y", "g", 1, 1, 1, 1, 1.0],
    ]
    whole = tk.composition(MENTIONS, WORDS, by=())
    assert whole["share"].tolist() == pytest.approx([4 / 11, 7 / 11])
    assert whole["by"].isna().all()


def test_the_interval_is_wilson_s_of_the_effective_number_of_mentions():
    # deviations of f from 0.4 of each article's mentions: 0.4, 0.2, -0.4, 0.6, -0.8; squares 1.36
    error = np.sqrt(5 / 4 * 1.36) / 10
    n = 0.4 * 0.6 / error**2  # 14.1, and so at most the ten there are
    assert n > 10
    table = tk.composition(MENTIONS, WORDS)
    low, high = table.loc[0, ["low", "high"]]
    t = student.ppf(0.975, 100 / 26 - 1)
    middle = (0.4 + t**2 / 20) / (1 + t**2 / 10)
    half = t / (1 + t**2 / 10) * np.sqrt(0.4 * 0.6 / 10 + t**2 / 400)
    assert (low, high) == pytest.approx((middle - half, middle + half))
    assert table.loc[1, ["low", "high"]].tolist() == pytest.approx([1 - high, 1 - low])


def test_one_article_has_no_interval_and_shares_stay_between_0_and_1():
    table = tk.composition(MENTIONS, WORDS)
    assert table.loc[2:, ["low", "high"]].isna().all(axis=None)
    assert table["low"].min() >= 0
    assert table["high"].max() <= 1


def test_articles_of_a_cluster_vary_together():
    outlets = WORDS.assign(outlet=WORDS["doc_id"].map(dict(zip("abcde", "ttggg", strict=True))))
    table = tk.composition(MENTIONS, outlets, cluster="outlet")
    assert table["n_clusters"].tolist() == [2, 2, 1, 1]
    with pytest.raises(ValueError, match="exposure: found no words of the article 'e', which has"):
        tk.composition(MENTIONS, WORDS[WORDS["doc_id"] != "e"])
    with pytest.raises(ValueError, match="exposure: found no column 'event'"):
        tk.composition(MENTIONS, WORDS, cluster="event")


def test_shares_can_be_drawn():
    ax = tk.plot_rates(tk.composition(MENTIONS, WORDS).head(2))
    assert ax.figure.get_supxlabel().startswith("share of the thing in the mentions of the group")


@pytest.mark.parametrize("share", [0.1, 0.5])
def test_intervals_of_thirty_clumped_articles_hold_the_planted_share(share):
    """Each voice is a corpus of its own: an interval is of the mentions of its voice only."""
    generator, said = np.random.default_rng(5), []
    docs = [f"d{at:02}" for at in range(30)]
    for corpus in range(200):
        total = 1 + generator.poisson(3, 30)
        own = generator.beta(4 * share, 4 * (1 - share), 30)
        f = generator.binomial(total, own)
        rows = np.concatenate([f, total - f])
        frames = np.repeat(["f", "g"], [f.sum(), (total - f).sum()])
        said.append(pd.DataFrame({"doc_id": np.repeat(docs * 2, rows), "frame": frames}))
        said[-1]["voice"] = f"{corpus}"
    mentions = pd.concat(said, ignore_index=True)
    mentions = mentions.assign(mention_id=np.arange(len(mentions)))
    table = composition(mentions, exposure_of([(d, "x", "direct", 100) for d in docs]))
    table = table[table["frame"] == "f"]
    assert len(table) == 200
    held = table["low"].le(share) & (share <= table["high"])
    assert 0.91 <= held.mean() <= 0.985  # 0.95, with a Monte Carlo error of 0.015
