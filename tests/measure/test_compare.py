import math

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import brentq
from scipy.stats import binom, binomtest, t
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
    assert row["p"] == pytest.approx(1 / 64)  # six of six with even chances, half of it
    # the chance of the first that makes half of six of six likely one time in 40
    assert row["ratio_low"] == pytest.approx(1 / (0.05 ** (-1 / 6) - 1))
    back = row_of(mentions, said, pairs=[("y", "x")])
    assert (back["ratio"], back["ratio_low"], back["p"]) == (0.0, 0.0, row["p"])
    assert back["ratio_high"] == pytest.approx(1 / row["ratio_low"])
    assert back["difference_low"] == pytest.approx(-row["difference_high"])


def test_two_counts_of_zero_tell_nothing():
    mentions, said = two_voices(3, 3)
    said = pd.concat([said, exposure_of([(d, v, "direct", 9) for d in DOCS for v in "uw"])])
    row = row_of(mentions, said, pairs=[("u", "w")])
    empty = ["ratio", "ratio_low", "ratio_high", "p", "p_corrected"]
    assert np.isnan(row[empty].astype("float64")).all()
    assert row["difference_low"] < row["difference"] == 0 < row["difference_high"]


def test_groups_that_rise_and_fall_together_differ_as_surely_as_poisson_counts_do():
    said = exposure_of([(d, v, "direct", 500) for d in DOCS for v in "xy"])
    hits = [(d, v, "f") for at, d in enumerate(DOCS) for v in "xxy" for _ in range(1 + at % 4)]
    row = row_of(mentions_of(hits), said)
    assert row["ratio"] == pytest.approx(2.0)
    # 100 of 150 with even chances: the mid-p, which counts half of what was seen
    seen = binomtest(100, 150)
    middle = seen.pvalue - binom.pmf(100, 150, 0.5)
    assert row["p"] == pytest.approx(middle)
    low, high = row["ratio_low"], row["ratio_high"]
    for end, tail in ((low, 0.025), (high, 0.975)):
        share = end / (1 + end)
        above = binom.sf(100, 150, share) + binom.pmf(100, 150, share) / 2
        assert above == pytest.approx(tail)
    exact = [share / (1 - share) for share in seen.proportion_ci(0.95)]
    assert exact[0] < low < high < exact[1]
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
    """A tenth of the variance beyond that of Poisson counts is what one of them costs."""
    both = DOCS[:10], DOCS[10:]
    said = exposure_of(
        [(d, v, "direct", 500) for v, docs in zip("xy", both, strict=True) for d in docs]
    )
    hits = [(d, v, "f") for v, docs in zip("xy", both, strict=True) for d in docs[:3] * 5]
    hits += [(DOCS[3], "x", "f")] * 15
    rows = [row_of(mentions_of(hits), said, level=level) for level in (0.95, 0.5)]
    # On square roots x and y are 30 and 15 of 5,000 words; the half widths are t * error.
    roots = math.sqrt(30), math.sqrt(15)

    def error_at(row):
        """Return what both ends of a Fieller interval say of the errors: those of x and y."""
        low, high = math.sqrt(row["ratio_low"]), math.sqrt(row["ratio_high"])
        sum_, product = low + high, low * high
        # y^2 - e_y^2 = A; the sum of the ends is 2 * x * y / A, their product (x^2 - e_x^2) / A
        squared = 2 * roots[0] * roots[1] / sum_
        return math.sqrt(roots[0] ** 2 - product * squared), math.sqrt(roots[1] ** 2 - squared)

    wide, narrow = (error_at(row) for row in rows)
    freedom = brentq(lambda f: t.ppf(0.975, f) / t.ppf(0.75, f) - wide[0] / narrow[0], 1, 50)
    errors = [
        2 * part / root / t.ppf(0.975, freedom) for part, root in zip(wide, roots, strict=True)
    ]
    clumped = errors[0] ** 2 + errors[1] ** 2 - 1 / 30 - 1 / 15
    assert clumped > 0.2
    # Welch: ten articles of one length hold the words of x, ten others those of y
    welch = (errors[0] ** 2 + errors[1] ** 2) ** 2 / ((errors[0] ** 4 + errors[1] ** 4) / 9)
    assert 1 / freedom == pytest.approx(1 / welch + clumped / 10)


def test_clumped_mentions_tell_less_against_a_count_of_zero():
    said = exposure_of([(d, v, "direct", 500) for d in DOCS for v in "xy"])
    spread, clumped = (
        row_of(mentions_of([(d, "x", "f") for d in docs] + [("a", "x", "g")]), said)
        for docs in ("abcdef", "aaabbb")
    )
    assert spread["p"] == pytest.approx(1 / 64)
    # six mentions in two articles vary as some one and a half would, each in its own
    assert clumped["p"] > 0.5**2
    assert clumped["ratio_low"] < spread["ratio_low"] / 2


def test_a_mention_of_each_in_one_article_is_no_finding():
    """All their draws agree, which once passed for certainty."""
    said = exposure_of([(d, v, "direct", n) for d in DOCS for v, n in (("x", 4000), ("y", 100))])
    row = row_of(mentions_of([("a", "x", "f"), ("a", "y", "f")]), said)
    assert row["ratio"] == pytest.approx(1 / 40)
    # of two mentions one y, with a chance of 1 in 41 each: half of that, and two; twice all
    one, two = 2 * 40 / 41**2, 1 / 41**2
    assert row["p"] >= 2 * (one / 2 + two)
    assert row["ratio_low"] < 1 / 40 < row["ratio_high"]


def test_every_two_groups_are_compared_and_p_is_corrected_for_all_rows():
    said = exposure_of([(d, v, "direct", 500) for d in DOCS for v in "xyz"])
    hits = [(d, v, "f") for d in DOCS[:9] for v in "xyy"] + [(d, "z", "g") for d in DOCS]
    table = tk.compare(mentions_of(hits), said, pairs="all", seed=1)
    pairs = table[["voice", "voice_reference"]].drop_duplicates().to_numpy().tolist()
    assert pairs == [["x", "y"], ["x", "z"], ["y", "z"]]
    assert len(table) == 6
    # g is counted of neither x nor y: that is no test
    assert table["p"].isna().sum() == 1
    assert set(table["n_tests"]) == {5}
    least = table.nsmallest(1, "p").iloc[0]
    assert least["p_corrected"] == pytest.approx(5 * least["p"])
    other = tk.compare(mentions_of(hits), said, pairs="all", seed=1, correction="fdr_bh")
    assert set(other["correction"]) == {"fdr_bh"}


def three_voices():
    said = exposure_of([(d, v, "direct", 500) for d in DOCS for v in "xyz"])
    return mentions_of([(d, v, "f") for d in DOCS[:9] for v in "xyyzzz"]), said


def test_each_group_is_compared_with_a_reference():
    table = tk.compare(*three_voices(), reference="y", seed=1)
    assert table[["voice", "voice_reference"]].to_numpy().tolist() == [["x", "y"], ["z", "y"]]
    with pytest.raises(ValueError, match=r"^reference: found 'w', expected a group .+ of x, y, z$"):
        tk.compare(*three_voices(), reference="w", seed=1)
    with pytest.raises(ValueError, match=r"^reference: found one beside `pairs`"):
        tk.compare(*three_voices(), reference="x", pairs=("x", "y"), seed=1)


def test_of_three_groups_it_is_asked_which_are_compared():
    message = "^pairs: found none, and 3 groups, expected pairs, a `reference`, or 'all'"
    with pytest.raises(ValueError, match=message):
        tk.compare(*three_voices(), seed=1)


def test_groups_of_few_articles_or_words_are_counted_and_not_compared():
    hits, said = three_voices()
    few = exposure_of([(d, "u", "direct", 500) for d in DOCS[:4]])
    short = exposure_of([(d, "v", "direct", 12) for d in DOCS])
    said = pd.concat([said, few, short])
    message = r"^2 group\(s\) have fewer than 5 articles or 250 words .+, first u \(4 and 2000\);"
    with pytest.warns(tk.ComparisonWarning, match=message):
        table = tk.compare(hits, said, reference="x", seed=1)
    assert table["voice"].tolist() == ["y", "z"]
    named = tk.compare(hits, said, pairs=[("u", "x"), ("v", "x")], seed=1)
    assert named["voice"].tolist() == ["u", "v"]
    every = tk.compare(hits, said, reference="x", least_docs=4, least_words=240, seed=1)
    assert every["voice"].tolist() == ["u", "v", "y", "z"]


def test_the_difference_s_interval_holds_zero_just_where_the_ratio_s_holds_one():
    chance = np.random.default_rng(3)
    said = exposure_of(
        [(d, f"{at}{side}", "direct", 200) for at in range(200) for side in "xy" for d in DOCS]
    )
    hits = [
        (d, f"{at}{side}", "f")
        for at in range(200)
        for side, mean in (("x", 0.9), ("y", 0.4))
        for d in DOCS
        for _ in range(chance.poisson(mean))
    ]
    pairs = [(f"{at}x", f"{at}y") for at in range(200)]
    pairs = [pair if at % 2 else pair[::-1] for at, pair in enumerate(pairs)]
    table = tk.compare(mentions_of(hits), said, pairs=pairs, seed=1, draws=100)
    differ = table["p"] < 0.05
    assert 0.2 < differ.mean() < 0.98
    ratio = (table["ratio_low"] > 1) | (table["ratio_high"] < 1)
    difference = (table["difference_low"] > 0) | (table["difference_high"] < 0)
    assert ratio.tolist() == difference.tolist() == differ.tolist()
    assert (table["difference"].between(table["difference_low"], table["difference_high"])).all()


def test_groups_of_one_cluster_are_refused():
    hits, said = three_voices()
    said = said.assign(outlet="Post")
    with pytest.raises(ValueError, match=r"^cluster: found one cluster in each group, of 'outlet'"):
        tk.compare(hits, said, reference="x", cluster="outlet", seed=1)


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
