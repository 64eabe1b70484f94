import math

import numpy as np
import pandas as pd
import pytest
from scipy.stats import t

import toolkit as tk
from toolkit.statistics.intervals import poisson_interval
from toolkit.tables.parts import Parts
from toolkit.tables.schema import check_table, empty_table, make_table


def exposure_of(rows):
    return make_table(
        "exposure",
        [
            {"doc_id": doc, "voice_id": voice, "voice": voice or "narration", "mode": mode}
            | {"n_tokens": n}
            for doc, voice, mode, n in rows
        ],
    )


def mentions_of(rows):
    return make_table(
        "mentions",
        [
            {
                "mention_id": f"{doc}:{at}",
                "doc_id": doc,
                "start": at,
                "end": at + 1,
                "frame": frame,
                "term_id": frame,
                "match": "x",
                "mode": "direct" if voice else "narration",
                "negated": False,
                "stance": "asserted",
                "voice_id": voice,
                "voice": voice or "narration",
                "n_targets": 0,
            }
            for at, (doc, voice, frame) in enumerate(rows)
        ],
    )


# The small example of the linearised ratio estimator: hits 3,0,1,0,6 in 400,350,500,250,500 words.
WORDS = exposure_of(
    [(d, "x", "direct", n) for d, n in zip("abcde", (400, 350, 500, 250, 500), strict=True)]
)
HITS = mentions_of([("a", "x", "f")] * 3 + [("c", "x", "f")] + [("e", "x", "f")] * 6)


def test_the_rate_is_mentions_per_thousand_words_of_the_voice():
    table = check_table(tk.rates(HITS, WORDS, seed=1), "rates")
    row = table.iloc[0]
    assert (row["n"], row["exposure"], row["n_docs"], row["per"]) == (10, 2000, 3, 1000)
    assert row["rate"] == 5.0
    assert list(table.columns[:2]) == ["voice", "frame"]


def test_the_bootstrap_interval_is_as_wide_as_the_cluster_standard_error_says():
    # cluster se 2.5078 per 1,000, against 1.5811 for independent words; 4 degrees of freedom
    row = tk.rates(HITS, WORDS, seed=1, draws=20_000, level=0.6827).iloc[0]
    error = math.log(row["high"] / row["low"]) / 2 / t.ppf((1 + 0.6827) / 2, 4)
    assert math.log(row["high"] / 5) == pytest.approx(-math.log(row["low"] / 5))
    # 0.48, and more on the logarithmic scale: a draw in ten holds at most one hit per article
    assert 2.5078 / 5 < error < 1.5 * 2.5078 / 5


def test_the_linearised_error_of_the_small_example_is_its_own():
    row = tk.rates(HITS, WORDS, seed=1).iloc[0]
    assert row["se_linearised"] == pytest.approx(2.50780, abs=5e-6)
    poisson = 1000 * math.sqrt(10) / 2000
    assert poisson == pytest.approx(1.58114, abs=5e-6)
    assert (row["se_linearised"] / poisson) ** 2 == pytest.approx(2.516, abs=5e-4)
    assert (row["exposure_docs"], row["n_docs"]) == (5, 3)


def test_equal_rates_in_every_article_have_an_interval_without_width():
    words = exposure_of([(d, "x", "direct", 100) for d in "abcde"])
    hits = mentions_of([(d, "x", "f") for d in "abcde"])
    row = tk.rates(hits, words, seed=1).iloc[0]
    assert row[["rate", "low", "high"]].tolist() == pytest.approx([10.0, 10.0, 10.0])
    assert row["se_linearised"] == 0.0


def test_zero_mentions_have_the_exact_poisson_bound():
    words = exposure_of([(d, v, "direct", 100) for d in "abcde" for v in "xy"])
    table = tk.rates(mentions_of([("a", "x", "f")]), words, seed=1)
    zero = table[table["voice"] == "y"].iloc[0]
    assert (zero["n"], zero["rate"], zero["low"]) == (0, 0.0, 0.0)
    assert zero["high"] == pytest.approx(3.688879 / 500 * 1000)


def test_every_group_meets_every_thing_counted():
    words = exposure_of([("a", "x", "direct", 10), ("a", None, "narration", 20)])
    hits = mentions_of([("a", "x", "f"), ("a", None, "g")])
    table = tk.rates(hits, words, seed=1, by="voice")
    assert table[["voice", "frame", "n", "exposure"]].to_numpy().tolist() == [
        ["narration", "f", 0, 20],
        ["narration", "g", 1, 20],
        ["x", "f", 1, 10],
        ["x", "g", 0, 10],
    ]


def test_an_empty_voice_is_a_group_of_its_own():
    words = exposure_of([("a", "x", "direct", 10), ("a", None, "narration", 20)])
    table = tk.rates(mentions_of([("a", None, "f")]), words, by="voice_id", seed=1)
    assert table["voice_id"].isna().tolist() == [False, True]
    assert table["n"].tolist() == [0, 1]


def test_several_columns_may_split():
    words = exposure_of([("a", "x", "direct", 10), ("a", "x", "indirect", 30)])
    table = tk.rates(mentions_of([("a", "x", "f")]), words, by=["voice", "mode"], seed=1)
    assert table.set_index("mode")["rate"].to_dict() == {"direct": 100.0, "indirect": 0.0}


def test_fewer_than_five_articles_have_at_least_the_exact_poisson_interval():
    words = exposure_of([(d, "x", "direct", 100) for d in "abcd"])
    hits = mentions_of([(d, "x", "f") for d in "abcd"])
    row = tk.rates(hits, words, seed=1).iloc[0]
    # Garwood's interval of a count of 4: 1.0899 to 10.2416, here per 400 words
    assert row["low"] == pytest.approx(1.0899 / 400 * 1000, abs=1e-3)
    assert row["high"] == pytest.approx(10.2416 / 400 * 1000, abs=1e-3)


def test_few_articles_that_differ_have_the_poisson_interval_of_fewer_mentions():
    words = exposure_of([(d, "x", "direct", 100) for d in "abcd"])
    row = tk.rates(mentions_of([("a", "x", "f")] * 8), words, seed=1).iloc[0]
    # Garwood's interval of a count of 8: 3.4538 to 15.7632; of one twice as clumped, wider
    assert row["low"] < 3.4538 / 400 * 1000 / 2
    assert row["high"] > 15.7632 / 400 * 1000 * 1.3


def test_a_single_article_tells_nothing_of_how_articles_differ():
    row = tk.rates(mentions_of([("a", "x", "f")] * 4), WORDS[:1], seed=1).iloc[0]
    assert (row["rate"], row["n_clusters"]) == (10.0, 1)
    assert np.isnan([row["low"], row["high"], row["se_linearised"]]).all()


def test_no_mention_in_two_articles_is_less_sure_than_in_five():
    words = exposure_of([(d, v, "direct", 1000) for d in "ab" for v in "xy"])
    zero = tk.rates(mentions_of([("a", "x", "f")]), words, seed=1).iloc[1]
    # each article with a mean of its own, exponential: (1 + m / 2) ** -2 is 0.025
    assert zero["high"] == pytest.approx(2 * (0.025**-0.5 - 1) / 2)


def test_two_articles_have_student_s_t_of_one_degree_of_freedom():
    words = exposure_of([(d, "x", "direct", 1000) for d in "ab"])
    hits = mentions_of([("a", "x", "f")] * 12 + [("b", "x", "f")] * 8)
    row = tk.rates(hits, words, seed=1, draws=20_000).iloc[0]
    # 12 and 8 of 1,000 words: an error of 2 of 10
    assert math.log(row["high"] / 10) == pytest.approx(t.ppf(0.975, 1) * 0.2, rel=0.05)


def test_no_rate_is_above_one_mention_a_word():
    words = exposure_of([(d, "x", "direct", 10) for d in "abcdefgh"])
    row = tk.rates(mentions_of([("a", "x", "f")] * 8), words, seed=1).iloc[0]
    assert (row["rate"], row["high"]) == (100.0, 1000.0)


def test_copies_of_a_family_are_drawn_together():
    docs = "abcdefghij"
    words = exposure_of([(d, "x", "direct", 100) for d in docs])
    hits = mentions_of([(d, "x", "f") for d in "abcd"])
    apart = tk.rates(hits, words, seed=1, draws=20_000)
    words["family_id"] = pd.Series([d if d > "d" else "copies" for d in docs], dtype="str")
    together = tk.rates(hits, words, seed=1, draws=20_000)
    assert together["rate"].tolist() == apart["rate"].tolist() == [4.0]
    assert together["low"].iloc[0] < apart["low"].iloc[0]
    assert together["high"].iloc[0] > apart["high"].iloc[0]


def test_articles_are_drawn_within_strata_on_request():
    docs = "abcdefghij"
    words = exposure_of([(d, "x", "direct", 100) for d in docs])
    hits = mentions_of([(d, "x", "f") for d in "abcde" for _ in range(4)])
    whole = tk.rates(hits, words, seed=1)
    words["outlet"] = pd.Series(["Tribune"] * 5 + ["Courier"] * 5, dtype="str")
    within = tk.rates(hits, words, within="outlet", seed=1)
    assert within["rate"].tolist() == whole["rate"].tolist() == [20.0]
    # each outlet writes the same in every article: within it nothing varies
    assert within["low"].tolist() == pytest.approx([20.0])
    assert whole["low"].iloc[0] < 19 < 21 < whole["high"].iloc[0]


def test_strata_of_one_article_are_thrown_together():
    words = exposure_of([(d, "x", "direct", 100) for d in "abcde"])
    hits = mentions_of([("a", "x", "f"), ("a", "x", "f"), ("b", "x", "f")])
    words["outlet"] = pd.Series(list("vwxyz"), dtype="str")
    row = tk.rates(hits, words, within="outlet", seed=1).iloc[0]
    assert row["low"] < row["rate"] < row["high"]


def test_a_seed_gives_the_same_numbers_and_another_seed_others():
    one, same, other = (tk.rates(HITS, WORDS, seed=s) for s in (1, 1, 2))
    pd.testing.assert_frame_equal(one, same)
    assert not np.allclose(one[["low", "high"]], other[["low", "high"]])


def test_the_order_of_rows_changes_nothing():
    pd.testing.assert_frame_equal(
        tk.rates(HITS, WORDS, seed=1), tk.rates(HITS.iloc[::-1], WORDS.iloc[::-1], seed=1)
    )


def test_mentions_of_a_voice_without_words_are_refused():
    with pytest.raises(ValueError, match=r"found no words for 1 group\(s\) with mentions, first"):
        tk.rates(mentions_of([("a", "z", "f")]), WORDS, seed=1)


def test_mentions_whose_words_were_filtered_out_are_refused():
    words = exposure_of(
        [("a", "x", "direct", 5), ("b", "x", "indirect", 5), ("b", "y", "direct", 5)]
    )
    hits = mentions_of([("a", "x", "f"), ("b", "x", "f"), ("b", "x", "g")])
    assert tk.rates(hits, words, seed=1)["n"].tolist() == [2, 1, 0, 0]
    message = r"found no words for 1 group\(s\) with mentions, first {'doc_id': 'b', 'voice': 'x'}"
    with pytest.raises(ValueError, match=f"{message}; .+ filtered alike"):
        tk.rates(hits, words[words["mode"] == "direct"], seed=1)
    with pytest.raises(ValueError, match=message):
        tk.compare(hits, words[words["mode"] == "direct"], seed=1)
    half = {"rules": (hits, words[words["mode"] == "direct"])}
    with pytest.raises(ValueError, match=message):
        tk.sensitivity(half, group="x", thing="f")
    with pytest.raises(ValueError, match=r"first {'doc_id': 'b', 'frame': 'f'}"):
        tk.rates(hits, words[:1].assign(frame="f"), by="frame", of="voice", seed=1)


def test_words_of_a_voice_may_be_none_and_joint_ones_those_of_each():
    words = exposure_of(
        [("a", "x+y", "direct", 0), ("a", "y", "direct", 10), ("b", "x", "direct", 5)]
    )
    hits = mentions_of([("a", "x+y", "f"), ("b", "x", "f")])
    table = tk.rates(hits, words, seed=1)
    assert table[["voice", "n", "exposure"]].to_numpy().tolist() == [["x", 2, 5], ["y", 1, 10]]


def test_an_unknown_column_is_named_with_those_there_are():
    with pytest.raises(ValueError, match="mentions: found no column 'outlets', only mention_id,"):
        tk.rates(HITS, WORDS, by="outlets", seed=1)


def test_no_mentions_and_no_words():
    table = tk.rates(empty_table("mentions"), empty_table("exposure"), seed=1)
    assert check_table(table, "rates").empty
    assert check_table(tk.rates(empty_table("mentions"), WORDS, seed=1), "rates").empty


WITH_BOTH = {
    "rates": lambda *tables: tk.rates(*tables, seed=1),
    "compare": lambda *tables: tk.compare(*tables, seed=1),
    "trends": lambda *tables: tk.trends(*tables, seed=1),
    "tone": lambda *tables: tk.tone(*tables, seed=1),
    "dispersion": tk.dispersion,
    "sensitivity": lambda *tables: tk.sensitivity({"mine": tables}, group="x", thing="f"),
    "link_specifications": lambda *tables: tk.link_specifications(
        {"mine": tables}, group="x", thing="f"
    ),
    "corrected_rates": lambda mentions, words: tk.corrected_rates(
        mentions.assign(coded="f", probability=1.0), words, found="frame", truth="coded"
    ),
}


@pytest.mark.filterwarnings("ignore::toolkit.SensitivityWarning")
@pytest.mark.parametrize("measure", WITH_BOTH)
def test_two_methods_of_attribution_never_mix(measure, tmp_path):
    dates = {"date": pd.Timestamp("2020-11-02").as_unit("us")}
    mentions, words = HITS.assign(**dates), WORDS.assign(**dates)
    by_parser, by_rules = mentions.assign(method="parser"), words.assign(method="rules")
    call = WITH_BOTH[measure]
    message = (
        r"exposure: found words attributed by different methods \('parser' in mentions and 'rules' "
        r"in exposure\), expected one; make the tables from the same attributions"
    )
    for told in (by_parser, by_parser.merge(by_parser[["mention_id"]])):
        with pytest.raises(ValueError, match=message):
            call(told, by_rules)
    by_rules.to_csv(tmp_path / "exposure.csv", index=False)
    saved = by_rules.assign(method=pd.read_csv(tmp_path / "exposure.csv")["method"])
    with pytest.raises(ValueError, match=message):
        call(by_parser, saved)
    with pytest.raises(ValueError, match=r"'parser', 'rules' in exposure"):
        call(by_parser, by_rules.assign(method=["parser"] + ["rules"] * 4))
    plain = call(mentions, words)
    assert len(call(mentions.assign(method="rules"), by_rules)) == len(plain)
    without = call(mentions.drop(columns="method"), words.drop(columns="method"))
    assert len(without) == len(call(by_parser, words)) == len(plain)


def exposure_of_copies():
    """Five articles of 100 words; a, b and c are copies, of which b is the earliest."""
    words = exposure_of([(d, "x", "direct", 100) for d in "abcde"])
    words["family_id"] = pd.Series(["f", "f", "f", None, None], dtype="str")
    dates = ["2020-11-11", "2020-11-10", "2020-11-10", "2020-11-09", None]
    words["date"] = pd.to_datetime(dates).as_unit("us")
    return words


def test_copies_count_once_with_the_mentions_and_words_of_the_first():
    words = exposure_of_copies()
    hits = mentions_of([("a", "x", "f")] * 5 + [("b", "x", "f")] * 2 + [("d", "x", "f")])
    every = tk.rates(hits, words, seed=1).iloc[0]
    once = tk.rates(hits, words, seed=1, copies="once").iloc[0]
    assert every[["n", "exposure", "n_docs"]].tolist() == [8, 500, 3]
    assert once[["n", "exposure", "n_docs"]].tolist() == [3, 300, 2]
    assert once["rate"] == 10.0
    # three families are few: at least Garwood's interval of 3, 0.6187 to 8.7673, per 300 words
    assert once["low"] <= 0.6187 / 300 * 1000
    assert once["high"] >= 8.7672 / 300 * 1000


def test_copies_counted_once_resample_families():
    words = exposure_of_copies()
    hits = mentions_of([(d, "x", "f") for d in "abcde"])
    pd.testing.assert_frame_equal(
        tk.rates(hits, words, seed=1, copies="once").drop(columns="call"),
        tk.rates(
            hits[hits["doc_id"].isin(list("bde"))], words[words["doc_id"].isin(list("bde"))], seed=1
        ).drop(columns="call"),
    )


def test_the_order_of_rows_changes_nothing_where_copies_count_once():
    words, hits = exposure_of_copies(), mentions_of([(d, "x", d) for d in "abcde"])
    pd.testing.assert_frame_equal(
        tk.rates(hits, words, seed=1, copies="once"),
        tk.rates(hits.iloc[::-1], words.iloc[::-1], seed=1, copies="once"),
    )


def test_articles_without_families_all_count_once():
    pd.testing.assert_frame_equal(
        tk.rates(HITS, WORDS, seed=1, copies="once").drop(columns="call"),
        tk.rates(HITS, WORDS, seed=1).drop(columns="call"),
    )


def test_a_family_that_is_called_as_an_article_is_another_cluster():
    words = exposure_of([(d, "x", "direct", 100) for d in "abcdefg"])
    hits = mentions_of([(d, "x", "f") for d in "abc"])
    words["family_id"] = pd.Series(["c", "c", *[None] * 5], dtype="str")
    named_c = tk.rates(hits, words, seed=1)
    words["family_id"] = pd.Series(["bb", "bb", *[None] * 5], dtype="str")
    pd.testing.assert_frame_equal(named_c, tk.rates(hits, words, seed=1))


def test_another_way_of_counting_copies_is_refused():
    with pytest.raises(ValueError, match="copies: found 'none', expected one of all, once"):
        tk.rates(HITS, WORDS, seed=1, copies="none")


def test_no_words_counted_once():
    table = tk.rates(empty_table("mentions"), empty_table("exposure"), seed=1, copies="once")
    assert check_table(table, "rates").empty


def outlets_of(chance, *, outlets, articles, spread, corpora):
    """Make corpora, each a voice, whose outlets have rates of their own, of variance `spread`."""
    own = chance.gamma(1 / spread, spread, (corpora, outlets, 1))
    counts = chance.poisson(0.8 * own, (corpora, outlets, articles))
    corpus, outlet, article = np.indices(counts.shape).reshape(3, -1)
    docs = np.array([f"{at}" for at in range(outlets * articles)])
    frame = pd.DataFrame({"doc_id": docs[outlet * articles + article], "voice": corpus.astype(str)})
    frame["outlet"] = outlet
    said = frame.assign(n_tokens=400, family_id=None)
    hits = frame.loc[np.repeat(frame.index, counts.ravel())].assign(frame="f", mention_id="m")
    return hits, said


@pytest.mark.parametrize(("outlets", "articles"), [(8, 25), (10, 20), (20, 10)])
def test_an_interval_by_outlets_holds_the_rate_that_one_by_articles_does_not(outlets, articles):
    chance = np.random.default_rng(outlets)
    made = outlets_of(chance, outlets=outlets, articles=articles, spread=0.25, corpora=500)
    by_outlet, by_article = (
        tk.rates(*made, seed=1, draws=100, cluster=column) for column in ("outlet", None)
    )
    held = [((t["low"] <= 2) & (t["high"] >= 2)).mean() for t in (by_outlet, by_article)]
    assert 0.92 <= held[0] <= 0.98
    assert held[1] < 0.85
    assert set(by_outlet["n_clusters"]) == {outlets}
    assert set(by_article["n_clusters"]) == {outlets * articles}


def test_two_kinds_of_clusters_take_the_variance_of_both():
    chance = np.random.default_rng(2)
    hits, said = outlets_of(chance, outlets=8, articles=8, spread=0.5, corpora=1)
    day = {f"{outlet * 8 + at}": at for outlet in range(8) for at in range(8)}
    hits, said = (t.assign(day=t["doc_id"].map(day)) for t in (hits, said))
    by = {
        str(c): tk.rates(hits, said, seed=1, cluster=c).iloc[0]
        for c in ("outlet", "day", ["outlet", "day"], "doc_id")
    }
    squared = {name: row["se_linearised"] ** 2 for name, row in by.items()}
    # outlets and days cross in one article each: what both share is the article
    assert squared["['outlet', 'day']"] == pytest.approx(
        max(squared["outlet"] + squared["day"] - squared["doc_id"], squared["outlet"])
    )
    assert by["['outlet', 'day']"]["n_clusters"] == 8


@pytest.mark.parametrize("articles", [2, 3, 4])
@pytest.mark.parametrize("clumping", [0, 1])
def test_few_articles_hold_the_rate(articles, clumping):
    """The Poisson interval of a clumped count over its design effect does not."""
    chance = np.random.default_rng([articles, clumping])
    own = chance.gamma(1, 1, (2000, articles)) if clumping else np.ones((2000, articles))
    counts = chance.poisson(10 * own)
    corpus, article = np.indices(counts.shape).reshape(2, -1)
    said = pd.DataFrame({"doc_id": article.astype(str), "voice": corpus.astype(str)})
    said = said.assign(n_tokens=1000, family_id=None)
    hits = said.loc[np.repeat(said.index, counts.ravel())].assign(frame="f", mention_id="m")
    table = tk.rates(hits, said, seed=1, draws=100)
    assert ((table["low"] <= 10) & (table["high"] >= 10)).mean() >= 0.93
    if clumping:
        mean = counts.mean(axis=1)
        effect = np.maximum(counts.var(axis=1, ddof=1) / mean.clip(0.1), 1)
        low, high = poisson_interval(articles * mean / effect, level=0.95)
        held = (low * effect <= 10 * articles) & (10 * articles <= high * effect)
        assert held.mean() == pytest.approx({2: 0.76, 3: 0.81, 4: 0.85}[articles], abs=0.04)


def test_an_interval_is_not_wider_for_an_article_more():
    def width(articles):
        docs = "abcde"[:articles]
        words = exposure_of([(d, "x", "direct", 1000) for d in docs])
        hits = [(d, "x", "f") for at, d in enumerate(docs) for _ in range(4 + at % 2)]
        row = tk.rates(mentions_of(hits), words, seed=1).iloc[0]
        return row["high"] / row["low"]

    assert width(2) > width(3) > width(4) > width(5)


def test_the_default_draws_move_an_end_by_less_than_two_percent():
    chance = np.random.default_rng(4)
    docs = [f"d{at}" for at in range(40)]
    voices = [f"v{at}" for at in range(30)]
    words = exposure_of(
        [(d, v, "direct", int(chance.integers(50, 900))) for d in docs for v in voices]
    )
    hits = mentions_of(
        [
            (d, v, "f")
            for v in voices
            for d in docs
            for _ in range(chance.poisson(chance.gamma(0.5, 1)))
        ]
    )
    one, other = (tk.rates(hits, words, seed=seed)[["low", "high"]] for seed in (1, 2))
    assert (one / other - 1).abs().max().max() < 0.02


def test_copies_are_told_and_warned_of_where_they_are_in_other_clusters():
    docs = "abcdefghij"
    words = exposure_of([(d, "x", "direct", 100) for d in docs])
    hits = mentions_of([(d, "x", "f") for d in "abcd"])
    assert np.isnan(tk.rates(hits, words, seed=1)["copies"].iloc[0])
    words["family_id"] = pd.Series([d if d > "d" else "copies" for d in docs], dtype="str")
    words["outlet"] = list("pqpqpqpqpq")
    row = tk.rates(hits, words, seed=1).iloc[0]
    assert (row["copies"], row["n_clusters"]) == (0.3, 7)
    message = "^cluster: 1 of 10 articles are copies of one in another cluster of 'outlet', and"
    with pytest.warns(tk.CopiesWarning, match=message):
        tk.rates(hits, words, seed=1, cluster="outlet")
    tk.rates(hits, words, seed=1, cluster=["outlet", "family_id"])


@pytest.mark.parametrize(
    ("dispatches", "printed", "unmarked", "marked"),
    [(12, 5, 0.79, 0.92), (6, 18, 0.45, 0.89)],  # a third of all articles are copies, and a half
)
def test_copies_that_nobody_marked_are_taken_for_evidence(dispatches, printed, unmarked, marked):
    """The larger the families are, and the fewer, the less do they tell, as any few clusters."""
    chance, corpora = np.random.default_rng(printed), 300
    words = chance.lognormal(6, 0.6, (corpora, 100)).round().clip(20)
    counts = chance.poisson(words / 200)
    times = np.where(np.arange(100) < dispatches, printed, 1)
    words, counts = (np.repeat(side, times, axis=1) for side in (words, counts))
    corpus, article = np.indices(words.shape).reshape(2, -1)
    family = np.repeat(np.arange(100), times)[article].astype(str)
    docs = article.astype(str)
    said = pd.DataFrame({"doc_id": docs, "voice": corpus.astype(str), "n_tokens": words.ravel()})
    said["family_id"] = family
    hits = said.loc[np.repeat(said.index, counts.ravel())].assign(frame="f", mention_id="m")
    tables = [tk.rates(hits, said.assign(family_id=f), seed=1, draws=100) for f in (None, family)]
    held = [((t["low"] <= 5) & (t["high"] >= 5)).mean() for t in tables]
    assert held[0] == pytest.approx(unmarked, abs=0.09)
    assert marked <= held[1] <= 0.98
    assert tables[1]["copies"].iloc[0] == pytest.approx(1 - 100 / len(docs) * corpora)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"cluster": "page"}, "exposure: found no column 'page', only doc_id"),
        ({"cluster": ["a", "b", "c"]}, "cluster: found 3 columns, expected one or two: outlet"),
        ({"cluster": "n_tokens"}, "cluster: found several values of 'n_tokens' in the article 'a'"),
        (
            {"cluster": "side", "within": "outlet"},
            r"within: found 1 cluster\(s\) with several values",
        ),
        ({"cluster": ["side", "outlet"], "within": "outlet"}, "within: found 'outlet' beside two"),
        ({"cluster": "corpus"}, "cluster: found one cluster in each group, of 'corpus', expected"),
    ],
)
def test_clusters_that_cannot_be_are_refused(options, message):
    words = exposure_of(
        [(d, v, "direct", n) for d, n in zip("abcd", (9, 8, 7, 6), strict=True) for v in "xy"]
    )
    words.loc[0, "n_tokens"] = 4
    words = words.assign(outlet=list("ppqqrrss"), side=list("uuuuwwvv"), corpus="one")
    with pytest.raises(ValueError, match=message):
        tk.rates(mentions_of([("a", "x", "f")]), words, seed=1, **options)


def parts_of(name, table, *docs):
    """Return a table in parts, each of the articles that are named together."""
    pairs = [table[table["doc_id"].isin([*some])] for some in docs]
    return Parts(name, (*table,), None, len(docs), lambda wanted: (one[wanted] for one in pairs))


@pytest.mark.parametrize("words", [200.0, 40_000.0, 200.5, 2.0**54, 2.0**70])
def test_clusters_over_parts_have_sums_of_any_size(words):
    docs, outlets = list("abcdef"), ["Tide", "Gull"] * 3
    mentions = mentions_of([(doc, "x", "f") for doc in docs for _ in range(100 + ord(doc) % 7)])
    exposure = exposure_of([(doc, "x", "direct", 1) for doc in docs])
    exposure = exposure.assign(n_tokens=[words * at for at in range(1, 7)], outlet=outlets)
    tables = {"mentions": mentions, "exposure": exposure}
    options = {"cluster": "outlet", "seed": 1, "draws": 99}
    parts = [parts_of(name, table, "ab", "cd", "ef") for name, table in tables.items()]
    of_parts = tk.rates(*parts, **options)
    pd.testing.assert_frame_equal(of_parts, tk.rates(mentions, exposure, **options))
    assert of_parts["n_clusters"].tolist() == [2]


def test_words_fewer_than_none_are_refused_in_a_part_too():
    wrong = WORDS.assign(n_tokens=[1, 2, 3, -4, 5])
    parts = [parts_of(*pair, "abc", "de") for pair in (("mentions", HITS), ("exposure", wrong))]
    with pytest.raises(ValueError, match=r"found -4 words in the article 'd'.* expected 0 or more"):
        tk.rates(*parts, seed=1)
