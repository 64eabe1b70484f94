import math

import numpy as np
import pandas as pd
import pytest
from conftest import articles_of
from scipy.stats import beta, mannwhitneyu

import toolkit as tk
from toolkit.measure.keyness import conservative_log_ratio
from toolkit.tables.schema import check_table

# "drone" in all twelve articles of the one and one of the other; "flag" often, in one article
NORTH = ["the drone war"] * 11 + ["the drone " + "Flag " * 30]
SOUTH = ["the drone war"] + ["the Sea war"] * 11
ARTICLES = articles_of(*NORTH, *SOUTH, outlet=["n"] * 12 + ["s"] * 12)
WORDS = tk.count_words(ARTICLES)


def conservative(a, b, c, d, level=0.95):
    return conservative_log_ratio(
        np.array([float(a)]), np.array([float(b)]), float(c), float(d), level=level
    )[0]


def test_the_conservative_log_ratio_is_the_nearer_end_of_the_exact_interval():
    # all ten of ten: the share of the target is at least 0.025 ** (1 / 10)
    least = 0.025**0.1
    assert conservative(10, 0, 50, 50) == pytest.approx(math.log2(least / (1 - least)))
    assert conservative(0, 10, 50, 50) == pytest.approx(-math.log2(least / (1 - least)))
    assert conservative(10, 0, 100, 50) == pytest.approx(math.log2(least / (1 - least) / 2))
    assert conservative(3, 2, 50, 50) == 0
    assert conservative(0, 0, 50, 50) == 0


def test_it_is_corrected_for_all_words_that_are_compared():
    a, b = np.array([10.0, 3.0, 3.0]), np.array([0.0, 3.0, 3.0])
    least = (0.05 / 2 / 3) ** 0.1
    found = conservative_log_ratio(a, b, 50.0, 50.0, level=0.95)
    assert found.tolist() == pytest.approx([math.log2(least / (1 - least)), 0, 0])


def test_a_word_of_one_article_is_not_key_however_often_it_stands_there():
    table = check_table(tk.keyness(WORDS, target="n", articles=ARTICLES, seed=1), "keyness")
    rows = table.set_index("word")
    assert rows.index[0] == "drone"
    least = beta.ppf(0.05 / 2 / 5, 12, 2)  # of 13 articles, and five words compared
    expected = math.log2(least / (1 - least))
    assert rows.loc["drone", "log_ratio_conservative"] == pytest.approx(expected)
    assert rows.loc["flag", "log_odds_z"] > rows.loc["drone", "log_odds_z"]
    assert rows.loc["flag", "log_ratio_conservative"] == 0
    assert rows.loc["flag", "p_corrected"] < 1e-6  # of the log-likelihood
    assert rows.loc["flag", "p_ratio_corrected"] == 1
    assert rows.loc["flag", "p_wilcoxon_corrected"] == 1


def test_the_interval_is_that_of_compare():
    rows = tk.keyness(WORDS, target="n", articles=ARTICLES, seed=1).set_index("word")
    places = tk.find_words(ARTICLES, ["drone"])
    exposure = ARTICLES.assign(n_tokens=ARTICLES["text"].str.split().str.len())
    ratio = tk.compare(
        places, exposure, of="word", by="outlet", pairs=("n", "s"), seed=1, draws=2000
    ).iloc[0]
    ends = rows.loc["drone", ["log_ratio_low", "log_ratio_high", "p_ratio"]].tolist()
    assert ends == pytest.approx([*np.log2([ratio["ratio_low"], ratio["ratio_high"]]), ratio["p"]])
    assert rows["p_ratio"].rank()["drone"] == 2
    corrected = min(1, ratio["p"] * 4)  # Holm's, of the second smallest p of five
    assert rows.loc["drone", "p_ratio_corrected"] == pytest.approx(corrected)


def test_on_texts_the_interval_is_of_the_articles_that_hold_the_word():
    rows = tk.keyness(WORDS, target="n", on="texts", articles=ARTICLES, seed=1).set_index("word")
    places = tk.find_words(ARTICLES, ["drone"]).drop_duplicates("doc_id")
    ratio = tk.compare(
        places, ARTICLES.assign(n_tokens=1), of="word", by="outlet", pairs=("n", "s"), seed=1,
        draws=2000,
    ).iloc[0]  # fmt: skip
    assert rows.loc["drone", "log_ratio_low"] == pytest.approx(np.log2(ratio["ratio_low"]))


def test_wilcoxon_ranks_the_rates_of_the_articles():
    rows = tk.keyness(WORDS, target="n", articles=ARTICLES, seed=1).set_index("word")
    rates = [1 / 3] * 11 + [1 / 32], [1 / 3] + [0] * 11
    expected = mannwhitneyu(*rates, method="asymptotic").pvalue
    assert rows.loc["drone", "p_wilcoxon"] == pytest.approx(expected)


def test_copies_and_what_makes_a_cluster_are_drawn_together():
    alone = tk.keyness(WORDS, target="n", articles=ARTICLES, seed=1).set_index("word")
    copies = ARTICLES.assign(family_id=["x"] * 8 + [None] * 16)
    together = tk.keyness(WORDS, target="n", articles=copies, seed=1).set_index("word")
    assert together.loc["drone", "p_wilcoxon"] > 2 * alone.loc["drone", "p_wilcoxon"]
    assert together.loc["drone", "log_ratio_low"] < alone.loc["drone", "log_ratio_low"]
    days = ARTICLES.assign(event=["x"] * 8 + [f"y{at:02}" for at in range(16)])
    by_event = tk.keyness(WORDS, target="n", articles=days, cluster="event", seed=1)
    pd.testing.assert_frame_equal(
        by_event.set_index("word").drop(columns="call"), together.drop(columns="call")
    )


def test_two_columns_may_make_the_clusters():
    articles = ARTICLES.assign(day=[f"{at % 6}" for at in range(24)], event=[*"aabbcc"] * 4)
    by = {
        kind: tk.keyness(WORDS, target="n", articles=articles, cluster=[*kind], seed=1)
        for kind in (("day",), ("event",), ("event", "day"))
    }
    rows = {kind: table.set_index("word").loc["drone"] for kind, table in by.items()}
    places = tk.find_words(ARTICLES, ["drone"])
    exposure = articles.assign(n_tokens=ARTICLES["text"].str.split().str.len())
    ratio = tk.compare(
        places, exposure, of="word", by="outlet", pairs=("n", "s"), cluster=["event", "day"],
        seed=1, draws=2000,
    ).iloc[0]  # fmt: skip
    both = rows["event", "day"]
    assert both["p_ratio"] == pytest.approx(ratio["p"])
    # three events in both outlets, and six days
    assert both["p_wilcoxon"] == rows["event",]["p_wilcoxon"] != rows["day",]["p_wilcoxon"]
    with pytest.raises(ValueError, match=r"^cluster: found one cluster in each group, of 'outlet'"):
        tk.keyness(WORDS, target="n", articles=ARTICLES, cluster="outlet", seed=1)
    with pytest.raises(ValueError, match=r"^articles: found no column 'page', only"):
        tk.keyness(WORDS, target="n", articles=articles, cluster=["day", "page"], seed=1)


def test_another_group_is_left_out_and_a_reference_can_be_all_others():
    three = pd.concat([ARTICLES, articles_of("the Sea", outlet=["x"]).assign(doc_id="z")])
    words = tk.count_words(three)
    one = tk.keyness(words, target="n", reference="s", articles=three, seed=1)
    pd.testing.assert_frame_equal(
        one.drop(columns=["outlet_reference", "call"]),
        tk.keyness(WORDS, target="n", articles=ARTICLES, seed=1).drop(
            columns=["outlet_reference", "call"]
        ),
    )
    others = tk.keyness(words, target="n", articles=three, seed=1).set_index("word")
    assert others.loc["sea", "n_reference"] == 12


def test_words_that_are_left_out_are_not_compared_and_still_counted():
    table = tk.keyness(WORDS, target="n", leave_out=[*tk.stop_words("en"), "WAR"])
    assert sorted(table["word"]) == ["drone", "flag", "sea"]
    whole = tk.keyness(WORDS, target="n")
    assert table["exposure_target"].iloc[0] == whole["exposure_target"].iloc[0]
    nothing = tk.keyness(WORDS, target="n", leave_out=set(WORDS["word"]), articles=ARTICLES, seed=1)
    assert check_table(nothing, "keyness").empty
    assert {"the", "of", "and"} <= tk.stop_words("en")
    assert {"der", "und"} <= tk.stop_words("de")
    with pytest.raises(ValueError, match="language: found 'xx', expected one of ar, az"):
        tk.stop_words("xx")


def test_the_table_says_how_many_words_of_a_list_it_lacks():
    assert tk.keyness(WORDS, target="n")["n_left_out"].unique().tolist() == [0]
    without = tk.keyness(WORDS, target="n", leave_out=["DRONE", "sea", "nowhere"])
    assert without["n_left_out"].unique().tolist() == [2]
    assert not {"drone", "sea"} & set(without["word"])


def test_names_keep_their_capital_and_words_at_the_beginning_of_a_few_sentences_do_not():
    articles = articles_of("The Sea. The sea wall of Ganja. the", "Ganja and the Sea, the Sea")
    forms = tk.count_words(articles.assign(outlet="o")).set_index("word")["form"]
    assert forms.to_dict() == {
        "the": "the", "sea": "Sea", "wall": "wall", "of": "of", "ganja": "Ganja", "and": "and",
    }  # fmt: skip
    ax = tk.plot_keyness(tk.keyness(WORDS, target="n"), measure="log_odds_z")
    drawn = [label.get_text() for label in ax.get_yticklabels()]
    assert drawn[:2] == ["Flag", "drone"]
    assert drawn[-1] == "Sea"


def test_what_was_not_counted_from_these_articles_is_refused():
    message = "articles: found 11 for 'drone' in the target, expected 12; give the articles that"
    with pytest.raises(ValueError, match=message):
        tk.keyness(WORDS, target="n", articles=ARTICLES.drop(index=0), seed=1)
    with pytest.raises(ValueError, match="seed: found None, expected a whole number"):
        tk.keyness(WORDS, target="n", articles=ARTICLES)
    with pytest.raises(ValueError, match="seed: found 7 without articles, expected the articles"):
        tk.keyness(WORDS, target="n", seed=7)
    with pytest.raises(ValueError, match="cluster: found 'day' without articles"):
        tk.keyness(WORDS, target="n", cluster="day")


def test_of_words_of_articles_dealt_at_random_few_are_key():
    """A third of them pass for key where words are taken as independent."""
    generator = np.random.default_rng(4)
    texts = []
    for _ in range(150):  # each article repeats words of its own choice, some four times each
        own = generator.choice(300, 20, replace=False)
        texts.append(" ".join(f"w{n}" for n in generator.choice(own, 80)))
    articles = pd.DataFrame({"doc_id": [f"d{at:03}" for at in range(150)], "text": texts})
    articles = articles.assign(outlet=generator.permutation(["a", "b"] * 75), family_id=None)
    table = tk.keyness(tk.count_words(articles), target="a", articles=articles, seed=1)
    table = table[table["n_target"] + table["n_reference"] >= 20]
    assert (table["log_odds_z"].abs() > 1.96).mean() > 0.3
    assert (table["p"] < 0.05).mean() > 0.3
    error = (0.05 * 0.95 / len(table)) ** 0.5
    for name in ("p_ratio", "p_wilcoxon"):
        assert (table[name] < 0.05).mean() <= 0.05 + 3 * error
    assert (table["log_ratio_conservative"] == 0).all()


def test_what_infers_is_drawn_and_words_rank_by_it():
    plain, inferred = (
        tk.keyness(WORDS, target="n", **more) for more in ({}, {"articles": ARTICLES, "seed": 1})
    )
    ax = tk.plot_keyness(plain)
    assert [label.get_text() for label in ax.get_yticklabels()] == ["drone", "Sea"]
    said = ax.get_xlabel().replace("\n", " ")
    assert said.startswith("log2 of the ratio of the shares of articles, conservative")
    ax = tk.plot_keyness(inferred)
    drawn = [label.get_text() for label in ax.get_yticklabels()]
    assert (drawn[0], drawn[-1]) == ("drone", "Sea")  # flag is more typical, and less sure
    assert drawn.index("drone") < drawn.index("Flag")
    said = ax.get_xlabel().replace("\n", " ")
    assert "95 % interval; full: p < 0.05, corrected for all words" in said
    faces = [line.get_markerfacecolor() for line in ax.lines if line.get_marker() in ("o", "s")]
    assert faces == ["white", "#E69F00", "white"]  # with all five tested, only Sea is sure
    sure = inferred.set_index("word")["p_ratio_corrected"] < 0.05
    assert sure[sure].index.tolist() == ["sea"]
    assert [line.get_marker() for line in ax.lines].count(">") == 1  # of what the other lacks


def test_where_nothing_may_be_claimed_nothing_is_drawn():
    same = articles_of("war", "peace", outlet=["a", "b"])
    ax = tk.plot_keyness(tk.keyness(tk.count_words(same), target="a"))
    assert [text.get_text() for text in ax.texts] == ["no data: no word differs beyond chance"]
