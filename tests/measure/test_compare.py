import math

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import brentq
from scipy.stats import binomtest, t
from test_rates import HITS, WORDS, exposure_of, mentions_of

import toolkit as tk
from toolkit.tables.schema import check_table, empty_table

DOCS = "abcdefghijklmnopqrst"


def two_voices(of_x, of_y, *, words=(1000, 500)):
    """Twenty articles in which x and y speak: x in all, y in all, each hit in its own article."""
    said = exposure_of(
        [(d, v, "direct", n) for d in DOCS for v, n in zip("xy", words, strict=True)]
    )
    hits = [(d, "x", "f") for d in DOCS[:of_x]] + [(d, "y", "f") for d in DOCS[20 - of_y :]]
    return mentions_of([*hits, (DOCS[0], "x", "g")]), said


def row_of(mentions, said, **options):
    table = check_table(tk.compare(mentions, said, seed=1, **options), "comparison")
    return table[table["frame"] == "f"].iloc[0]


def test_a_comparison_states_both_counts_both_denominators_ratio_and_difference():
    row = row_of(*two_voices(12, 3))
    assert (row["voice"], row["voice_reference"]) == ("x", "y")
    assert (row["n"], row["exposure"], row["n_docs"], row["rate"]) == (12, 20_000, 12, 0.6)
    assert (row["n_reference"], row["exposure_reference"], row["n_docs_reference"]) == (
        3,
        10_000,
        3,
    )
    assert row["rate_reference"] == 0.3
    assert row["ratio"] == pytest.approx(2.0)
    assert row["difference"] == pytest.approx(0.3)
    assert row["ratio_low"] < 2 < row["ratio_high"]
    assert row["difference_low"] < 0.3 < row["difference_high"]


def test_the_ratio_s_interval_holds_one_just_when_p_is_above_its_level():
    for of_x in range(1, 16):
        row = row_of(*two_voices(of_x, 4))
        assert (row["ratio_low"] <= 1 <= row["ratio_high"]) == (row["p"] >= 0.05)


def test_a_count_of_zero_is_compared_given_the_sum():
    mentions, said = two_voices(6, 0, words=(500, 500))
    row = row_of(mentions, said)
    assert (row["ratio"], row["ratio_high"]) == (np.inf, np.inf)
    assert row["p"] == pytest.approx(2 / 64)  # six of six with even chances
    # the chance of the first that makes six of six likely one time in 40
    assert row["ratio_low"] == pytest.approx(1 / (0.025 ** (-1 / 6) - 1))
    back = row_of(mentions, said, pairs=[("y", "x")])
    assert (back["ratio"], back["ratio_low"], back["p"]) == (0.0, 0.0, row["p"])
    assert back["ratio_high"] == pytest.approx(1 / row["ratio_low"])
    assert back["difference_low"] == pytest.approx(-row["difference_high"])


def test_two_counts_of_zero_tell_nothing():
    mentions, said = two_voices(3, 3)
    said = pd.concat([said, exposure_of([(d, v, "direct", 9) for d in DOCS for v in "uw"])])
    row = row_of(mentions, said, pairs=[("u", "w")])
    assert np.isnan([row["ratio"], row["ratio_low"], row["ratio_high"]]).all()
    assert (row["p"], row["difference"]) == (1.0, 0.0)
    assert row["difference_low"] < 0 < row["difference_high"]


def test_groups_that_rise_and_fall_together_differ_as_surely_as_poisson_counts_do():
    said = exposure_of([(d, v, "direct", 500) for d in DOCS for v in "xy"])
    hits = [(d, v, "f") for at, d in enumerate(DOCS) for v in "xxy" for _ in range(1 + at % 4)]
    row = row_of(mentions_of(hits), said)
    assert row["ratio"] == pytest.approx(2.0)
    # 100 of 150 with even chances: the exact interval of the share, and twice its tail
    exact = binomtest(100, 150)
    low, high = (share / (1 - share) for share in exact.proportion_ci(0.95))
    assert row[["ratio_low", "ratio_high"]].tolist() == pytest.approx([low, high])
    assert row["p"] == pytest.approx(exact.pvalue)
    apart = mentions_of([hit for hit in hits if hit[1] == "x"])
    # the same numbers, but y's in other articles
    turned = [(DOCS[::-1][DOCS.index(d)], v, f) for d, v, f in hits if v == "y"]
    other = row_of(pd.concat([apart, mentions_of(turned)]), said)
    assert other["ratio"] == pytest.approx(2.0)
    assert other["ratio_low"] < low
    assert other["p"] > row["p"]


def test_the_difference_of_groups_that_rise_and_fall_together_is_surer():
    """With a correlation of one, what one rate is too high the other is too."""
    said = exposure_of([(d, v, "direct", 500) for d in DOCS for v in "xy"])
    hits = mentions_of(
        [(d, v, "f") for at, d in enumerate(DOCS) for v in "xxy" for _ in range(1 + at % 4)]
    )
    x, y = tk.rates(hits, said, seed=1).to_dict("records")
    row = row_of(hits, said)
    assert row["difference"] == pytest.approx(5.0)
    # MOVER pairs what one has below with what the other has above: (a - b) ** 2 of what is shared
    down = abs((x["rate"] - x["low"]) - (y["high"] - y["rate"]))
    up = abs((x["high"] - x["rate"]) - (y["rate"] - y["low"]))
    assert row["difference_low"] == pytest.approx(5.0 - down)
    assert row["difference_high"] == pytest.approx(5.0 + up)


def test_clumped_counts_have_fewer_degrees_of_freedom():
    """One third of the variance beyond that of Poisson counts is what a degree of freedom costs."""
    said = exposure_of(
        [(d, "x", "direct", 500) for d in DOCS] + [(d, "y", "direct", 500) for d in DOCS[-8:]]
    )
    hits = [(d, v, "f") for d, v in zip(DOCS[:4] + DOCS[-4:], "xxxxyyyy", strict=True)] * 5
    wide, narrow = (
        math.log(row["ratio_high"] / row["ratio"])
        for row in (row_of(mentions_of(hits), said, level=level) for level in (0.95, 0.5))
    )
    freedom = brentq(lambda f: t.ppf(0.975, f) / t.ppf(0.75, f) - wide / narrow, 1, 50)
    clumped = (wide / t.ppf(0.975, freedom)) ** 2 - 1 / 20 - 1 / 20
    assert clumped > 0.2
    # twenty articles of one length hold the words of x, eight those of y: the fewer count
    assert 1 / freedom == pytest.approx(1 / 7 + clumped / 3)


def test_clumped_mentions_tell_less_against_a_count_of_zero():
    said = exposure_of([(d, v, "direct", 500) for d in DOCS for v in "xy"])
    spread, clumped = (
        row_of(mentions_of([(d, "x", "f") for d in docs] + [("a", "x", "g")]), said)
        for docs in ("abcdef", "aaabbb")
    )
    assert spread["p"] == pytest.approx(2 / 64)
    # six mentions in two articles vary as some one and a half would, each in its own
    assert clumped["p"] > 2 * 0.5**2
    assert clumped["ratio_low"] < spread["ratio_low"] / 2


def test_a_mention_of_each_in_one_article_is_no_finding():
    """All their draws agree, which once passed for certainty."""
    said = exposure_of([(d, v, "direct", n) for d in DOCS for v, n in (("x", 4000), ("y", 100))])
    row = row_of(mentions_of([("a", "x", "f"), ("a", "y", "f")]), said)
    assert row["ratio"] == pytest.approx(1 / 40)
    # of two mentions one or more y's, with a chance of 1 in 41; twice that
    assert row["p"] == pytest.approx(2 * (1 - (40 / 41) ** 2))
    assert row["ratio_low"] < 1 / 40 < row["ratio_high"]


def test_every_two_groups_are_compared_and_p_is_corrected_for_all_rows():
    said = exposure_of([(d, v, "direct", 500) for d in DOCS for v in "xyz"])
    hits = [(d, v, "f") for d in DOCS[:9] for v in "xyy"] + [(d, "z", "g") for d in DOCS]
    table = tk.compare(mentions_of(hits), said, seed=1)
    pairs = table[["voice", "voice_reference"]].drop_duplicates().to_numpy().tolist()
    assert pairs == [["x", "y"], ["x", "z"], ["y", "z"]]
    assert len(table) == 6
    assert set(table["n_tests"]) == {6}
    least = table.nsmallest(1, "p").iloc[0]
    assert least["p_corrected"] == pytest.approx(6 * least["p"])
    assert set(tk.compare(mentions_of(hits), said, seed=1, correction="fdr_bh")["correction"]) == {
        "fdr_bh"
    }


def test_an_unknown_group_is_named_with_those_there_are():
    message = r"pairs: found \('x', 'z'\), expected two groups that have words, of x"
    with pytest.raises(ValueError, match=message):
        tk.compare(HITS, WORDS, pairs=[("x", "z")], seed=1)


def test_the_outlet_s_own_voice_may_be_a_group():
    said = exposure_of([(d, v, "direct", 500) for d in DOCS for v in ("x", None)])
    row = row_of(mentions_of([("a", None, "f"), ("b", "x", "f")]), said)
    assert (row["voice"], row["voice_reference"]) == ("narration", "x")
    row = row_of(mentions_of([("a", None, "f"), ("b", "x", "f")]), said, by="voice_id")
    assert row["voice_id"] == "x"
    assert pd.isna(row["voice_id_reference"])


def test_nothing_to_compare():
    nothing = tk.compare(empty_table("mentions"), empty_table("exposure"), seed=1)
    assert check_table(nothing, "comparison").empty
    assert check_table(tk.compare(HITS, WORDS, seed=1), "comparison").empty  # one group only
    assert check_table(tk.compare(HITS, WORDS, pairs=[], seed=1), "comparison").empty
