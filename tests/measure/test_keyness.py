import numpy as np
import pandas as pd
import pytest
from conftest import articles_of
from scipy.stats import chi2_contingency

import toolkit as tk
from toolkit.measure.keyness import (
    log_likelihood,
    log_likelihood_of_word,
    log_ratio,
    weighted_log_odds,
)
from toolkit.tables.schema import check_table, empty_table


def counted(**texts):
    """Count the words of groups: counted(d1="b b a", d2="a")."""
    return tk.count_words(articles_of(*texts.values(), outlet=list(texts)), by="outlet")


def cells(a, b, c, d):
    return np.array([float(a)]), np.array([float(b)]), float(c), float(d)


# quanteda.textstats' own test data: counts of feature b in d1 and d2
FEATURE_B = cells(7, 2, 10, 9)
SENTENCES = {"one": "The quick brown fox jumps over the lazy dog", "two": ""}


@pytest.mark.parametrize(
    ("counts", "two", "four"),
    [
        ((7, 2, 10, 9), 2.440100, 4.534939),
        ((100, 50, 10_000, 10_000), 16.9899, 17.1158),
        ((20, 5, 100_000, 50_000), 2.1846, 2.1849),
        ((10, 0, 10_000, 10_000), 13.8629, 13.8679),
    ],
)
def test_log_likelihood_of_two_cells_and_of_four(counts, two, four):
    assert log_likelihood_of_word(*cells(*counts))[0] == pytest.approx(two, abs=6e-5)
    assert log_likelihood(*cells(*counts))[0] == pytest.approx(four, abs=6e-5)


def test_log_likelihood_agrees_with_scipy_which_has_quanteda_s_values():
    a, b, c, d = (float(np.squeeze(x)) for x in FEATURE_B)
    table = [[a, c - a], [b, d - b]]
    assert chi2_contingency(table, correction=True)[0] == pytest.approx(2.632438, abs=1e-6)
    assert chi2_contingency(table, correction=False)[0] == pytest.approx(4.337160, abs=1e-6)
    g2 = chi2_contingency(table, correction=False, lambda_="log-likelihood")[0]
    assert log_likelihood(*FEATURE_B)[0] == pytest.approx(g2)
    rows, columns, n = (a + b, c + d - a - b), (c, d), c + d
    sides = [n * sum(1 / k for k in margin) - 1 for margin in (rows, columns)]
    williams = 1 + sides[0] * sides[1] / (6 * n)
    assert williams == pytest.approx(1.079533, abs=1e-6)
    assert log_likelihood(*FEATURE_B)[0] / williams == pytest.approx(4.200833, abs=1e-6)


def test_the_words_of_two_texts_have_the_published_values_and_order():
    words = counted(d1="a a a b b c c c c c c d e f g h h", d2="a a b c c d d d d e f h")
    table = check_table(tk.keyness(words, target="d1"), "keyness").set_index("word")
    values = (0.004751, 0.091242, 1.274238, 3.779441, 0.064900, 1.093291, 0.091242)
    expected = dict(zip("abcdegh", values, strict=True))
    assert table["log_likelihood"][list(expected)].to_dict() == pytest.approx(expected, abs=1e-6)
    signed = (np.sign(table["log_ratio"]) * table["log_likelihood"]).round(9)
    order = signed.sort_index().sort_values(ascending=False, kind="stable").index
    assert "".join(order) == "cgbhaefd"
    assert table.loc["g", "log_ratio"] == pytest.approx(0.4975, abs=5e-5)
    assert (table["exposure_target"].iloc[0], table["exposure_reference"].iloc[0]) == (17, 12)


def test_a_count_of_zero_is_a_half_in_the_log_ratio():
    assert log_ratio(*cells(1, 0, 17, 12))[0] == pytest.approx(0.4975, abs=5e-5)
    assert log_ratio(*cells(0, 4, 100, 100))[0] == -3.0


def test_simple_maths_has_its_published_value():
    words = pd.DataFrame(
        {
            "outlet": ["a", "a", "b", "b"],
            "word": ["shard", "x", "shard", "x"],
            "n": [35, 112_289_741, 263, 1_559_716_716],
            "n_docs": 1,
            "exposure": [112_289_776, 112_289_776, 1_559_716_979, 1_559_716_979],
            "exposure_docs": 1,
            "by": "outlet",
        }
    )
    shard = tk.keyness(words, target="a").set_index("word").loc["shard"]
    assert shard["simple_maths"] == pytest.approx(1.122429, abs=1e-6)
    rates = [1e6 * shard[f"n_{g}"] / shard[f"exposure_{g}"] for g in ("target", "reference")]
    assert rates == pytest.approx([0.3117, 0.1686], abs=5e-5)


PIG = "the quick brown fox jumps over the lazy pig"
DONKEY = "the lazy purple pig jumps over the lazier donkey"


def test_log_odds_with_a_flat_prior_have_the_values_printed_for_one_group_against_nothing():
    both = f"{PIG} {DONKEY}".split()
    words = sorted(set(both))
    y = np.array([float(both.count(word)) for word in words])
    assert (len(both), len(words)) == (18, 11)
    _, z = weighted_log_odds(y, 0 * y, y.sum(), 0.0, alpha=np.full(11, 0.05))
    z = dict(zip(words, z, strict=True))
    assert z["brown"] == pytest.approx(-0.11159788992602564)
    assert z["jumps"] == pytest.approx(0.04795579532980462)
    assert z["the"] == pytest.approx(0.22827369129510436)


def test_log_odds_of_two_sentences_under_a_flat_prior():
    words = counted(pig=PIG, donkey=DONKEY)
    flat = words.drop_duplicates("word").assign(n=1)
    table = tk.keyness(words, target="pig", background=flat, prior=0.05 * 11).set_index("word")
    assert table.loc["fox", "log_odds_z"] == pytest.approx(0.689423, abs=1e-6)
    assert table.loc["donkey", "log_odds_z"] == pytest.approx(-0.689423, abs=1e-6)
    assert table.loc[["the", "jumps", "over", "pig"], "log_odds_z"].tolist() == [0.0] * 4


def test_log_odds_whose_prior_is_the_counts_of_both_groups_as_tidylo_has_them():
    words = counted(one="the quick brown fox jumped jumped", two="over the lazy brown dog dog")
    table = tk.keyness(words, target="one", prior=12).set_index("word")
    assert table.loc["quick", "log_odds_z"] == pytest.approx(0.615452, abs=1e-6)
    assert table.loc["jumped", "log_odds_z"] == pytest.approx(0.954566, abs=1e-6)
    assert table.loc["the", "log_odds_z"] == 0.0
    assert table.index[0] == "jumped"
    other = tk.keyness(words, target="two", prior=12).set_index("word")
    positive = [t.index[t["log_odds_z"] > 0] for t in (table, other)]
    assert sorted(positive[0]) == ["fox", "jumped", "quick"]
    assert sorted(positive[1]) == ["dog", "lazy", "over"]


def test_texts_are_counted_on_request():
    articles = articles_of("war war war war", "peace", "peace", outlet=["a", "a", "b"])
    words = tk.count_words(articles)
    assert words[words["outlet"] == "a"][["word", "n", "n_docs"]].to_numpy().tolist() == [
        ["peace", 1, 1],
        ["war", 4, 1],
    ]
    table = tk.keyness(words, target="a", on="texts").set_index("word")
    assert table.loc["war", ["n_target", "exposure_target"]].tolist() == [1, 2]
    assert table.loc["peace", ["n_reference", "exposure_reference"]].tolist() == [1, 1]
    assert set(table["unit"]) == {"texts"}


def test_log_odds_of_texts_are_those_of_each_word_by_itself():
    articles = articles_of("war", "peace", "war peace", "peace", outlet=["a", "a", "b", "b"])
    words = tk.count_words(articles)
    row = tk.keyness(words, target="a", on="texts", prior=2).set_index("word").loc["war"]
    # half of all articles hold war: a prior of one that does and one that does not
    assert row["log_odds"] == 0.0
    row = tk.keyness(words, target="a", on="texts", prior=2).set_index("word").loc["peace"]
    # three in four: 1 of 2 and 1.5 of 2, 2 of 2 and 1.5 of 2
    cells = 1 + 1.5, 1 + 0.5, 2 + 1.5, 0 + 0.5
    odds = np.log(cells[0] / cells[1]) - np.log(cells[2] / cells[3])
    assert row["log_odds"] == pytest.approx(odds)
    assert row["log_odds_z"] == pytest.approx(odds / np.sqrt(sum(1 / cell for cell in cells)))


def test_a_word_of_every_article_sets_none_apart():
    words = tk.count_words(articles_of("the war", "the", outlet=["a", "b"]))
    row = tk.keyness(words, target="a", on="texts").set_index("word").loc["the"]
    assert (row["log_odds"], row["log_odds_z"]) == (0.0, 0.0)


@pytest.mark.parametrize(
    ("sizes", "mean", "beyond"), [((100, 200), -2.5, 0.25), ((50, 300), -5.5, 0.45)]
)
def test_groups_of_unequal_size_that_do_not_differ_have_z_about_zero(sizes, mean, beyond):
    """With one prior for all words, as on tokens, frequent words are the larger group's."""
    chance = np.random.default_rng(1)
    share = chance.beta(0.3, 1.2, 4000)
    held = [chance.binomial(size, share) for size in sizes]
    kept = (held[0] + held[1]) > 0
    names = np.array([f"w{at}" for at in range(4000)])
    sides = [
        pd.DataFrame(
            {"half": half, "word": names, "n": n, "n_docs": n, "exposure": n.sum()}
        ).assign(exposure_docs=size)[kept]
        for half, n, size in zip("xy", held, sizes, strict=True)
    ]
    words = pd.concat(sides, ignore_index=True).assign(by="half")
    table = tk.keyness(words, target="x", on="texts")
    frequent = (table["n_target"] + table["n_reference"]) > 0.3 * sum(sizes)
    assert abs(table.loc[frequent, "log_odds_z"].mean()) < 0.1
    assert 0.01 < (table["log_odds_z"].abs() > 1.96).mean() < 0.05
    a, b = (table[f"n_{side}"].to_numpy("float64") for side in ("target", "reference"))
    alpha = 100 * (a + b) / (a + b).sum()
    _, z = weighted_log_odds(a, b, *map(float, sizes), alpha=alpha)
    assert z[frequent].mean() < mean
    assert (abs(z) > 1.96).mean() > beyond


def test_a_reference_may_be_one_group_of_several():
    words = counted(a="x x y", b="x z", c="w")
    assert tk.keyness(words, target="a")["exposure_reference"].iloc[0] == 3
    assert tk.keyness(words, target="a", reference="b")["exposure_reference"].iloc[0] == 2


def words_of(group, **counts):
    rows = [{"outlet": group, "word": word, "n": n} for word, n in counts.items()]
    return pd.DataFrame(rows).assign(
        n_docs=1, exposure=sum(counts.values()), exposure_docs=1, by="outlet"
    )


def test_a_group_that_is_not_compared_changes_nothing():
    # shares 1/12, 1/12 and 10/12 of 480 words, and so 1000/12 of the prior's words for peace:
    # ln(113.33 / 1126.67) - ln(93.33 / 1146.67) = 0.21175, over sqrt(1/113.33 + 1/93.33) = 0.13977
    compared = pd.concat(
        [words_of("A", peace=30, war=10, the=200), words_of("B", peace=10, war=30, the=200)]
    )
    other = words_of("C", peace=5000, war=1, the=10)
    for words in (compared, pd.concat([compared, other])):
        z = tk.keyness(words, target="A", reference="B").set_index("word")["log_odds_z"]
        assert z[["peace", "war", "the"]].tolist() == pytest.approx([1.515, -1.515, 0], abs=5e-4)


def test_a_background_without_a_word_is_refused():
    words = counted(a="x x y", b="x z")
    with pytest.raises(ValueError, match=r"background: found no count for 1 word\(s\), first 'z'"):
        tk.keyness(words, target="a", background=words[words["outlet"] == "a"])


def test_an_empty_group_is_refused():
    message = "reference: found no other group, expected a group that has words, of one"
    with pytest.raises(ValueError, match=message):
        tk.keyness(counted(**SENTENCES), target="one")
    with pytest.raises(ValueError, match="target: found 'x', expected a group that has words, of"):
        tk.keyness(counted(**SENTENCES), target="x")
    with pytest.raises(ValueError, match="reference: found 'x', expected a group that has words"):
        tk.keyness(counted(**SENTENCES), target="one", reference="x")


def test_no_articles_have_no_words():
    assert check_table(tk.count_words(empty_table("articles")), "words").empty
    with pytest.raises(ValueError, match=r"target: found 'a', expected .*, of none"):
        tk.keyness(tk.count_words(empty_table("articles")), target="a")
    with pytest.raises(ValueError, match="by: found 'x', expected a column of articles: doc_id,"):
        tk.count_words(empty_table("articles"), by="x")


def test_groups_are_found_whatever_the_order_of_columns():
    words = counted(a="x x y", b="x z", c="w")
    expected = tk.keyness(words, target="a", reference="b")
    assert expected[["outlet_target", "outlet_reference"]].iloc[0].tolist() == ["a", "b"]
    for changed in (words.reset_index(), words[words.columns[::-1]]):
        pd.testing.assert_frame_equal(tk.keyness(changed, target="a", reference="b"), expected)
    with pytest.raises(ValueError, match="words: found no column 'by', only outlet, word, n,"):
        tk.keyness(words.drop(columns="by"), target="a")


RUNS = ("The iron fist, the iron fist.\nAn Iron  fist won", "An iron will. The fist")


def test_runs_of_words_go_over_no_punctuation_or_line():
    articles = articles_of(*RUNS, outlet=["a", "b"])
    pairs = tk.count_words(articles, size=2).set_index(["outlet", "word"])
    assert pairs["n"].to_dict() == {
        ("a", "an iron"): 1,
        ("a", "fist won"): 1,
        ("a", "iron fist"): 3,
        ("a", "the iron"): 2,
        ("b", "an iron"): 1,
        ("b", "iron will"): 1,
        ("b", "the fist"): 1,
    }
    assert pairs.loc[("a", "iron fist"), ["n_docs", "exposure"]].tolist() == [1, 10]
    assert pairs.loc[("a", "the iron"), "form"] == "the iron"  # as often, in lower case
    with pytest.raises(ValueError, match="size: found 0, expected a number of words"):
        tk.count_words(articles, size=0)


def test_clusters_are_the_runs_that_hold_a_term():
    articles = articles_of(*RUNS, outlet=["a", "b"])
    places = tk.find_words(articles, ["IRON  fist", "will"])
    assert places["match"].tolist() == ["iron fist", "iron fist", "Iron  fist", "will"]
    clusters = tk.count_words(articles, size=3, around=places)
    assert clusters.set_index(["outlet", "word"])["n"].to_dict() == {
        ("a", "an iron fist"): 1,
        ("a", "iron fist won"): 1,
        ("a", "the iron fist"): 2,
        ("b", "an iron will"): 1,
    }


def test_runs_of_words_are_key_as_words_are():
    texts = ["the iron fist won again"] * 6 + ["the fist of iron lost again"] * 6
    articles = articles_of(*texts, outlet=["a"] * 6 + ["b"] * 6)
    runs = tk.count_words(articles, size=2)
    keys = tk.keyness(runs, target="a", reference="b", articles=articles, seed=1, draws=200)
    ends = keys.set_index("word")["log_ratio_low"]
    assert ends["iron fist"] > 0
    assert ends.notna().all()
