import numpy as np
import pandas as pd
import pytest

import toolkit as tk
from toolkit.tables.schema import check_table


def units_of(*cells, probability=0.1):
    """Make mentions of (found, coded, how many), each of an article of its own; None: not coded."""
    rows = [(found, truth) for found, truth, n in cells for _ in range(n)]
    units = pd.DataFrame(rows, columns=["frame", "frame_coded"])
    units["probability"] = np.where(units["frame_coded"].notna(), probability, np.nan)
    return units.assign(doc_id=[f"d{at}" for at in range(len(units))])


def corrected(units, category="yes", **options):
    table = tk.corrected_shares(units, found="frame", truth="frame_coded", **options)
    return check_table(table, "corrected_shares").set_index("category").loc[category]


# the small example: 100 coded (TP 20, FP 8, FN 4, TN 68) of 1,000, of which 298 are found
CODED = (("yes", "yes", 20), ("yes", "none", 8), ("none", "yes", 4), ("none", "none", 68))
FIXTURE = units_of(*CODED, ("yes", None, 270), ("none", None, 630))


@pytest.mark.parametrize(
    ("method", "share", "error"),
    [
        ("classical", 0.24, 0.042923),
        ("ppi", 0.26, 0.037806),
        ("dsl", 0.258, 0.035675),
        ("rogan-gladen", 0.264723, None),
        ("ppi++", 0.251530, None),
    ],
)
def test_the_small_example_has_its_values(method, share, error):
    row = corrected(FIXTURE, method=method)
    assert row[["n", "n_coded"]].tolist() == [1000, 100]
    assert row["observed"] == pytest.approx(0.298)
    assert row["share"] == pytest.approx(share, abs=6e-7)
    assert row["low"] < share < row["high"]
    if error is not None:
        assert row["se"] == pytest.approx(error, abs=4e-6)


def test_the_weight_of_ppi_plus_in_the_small_example():
    # moved from 0.24 towards 0.3 found of the others, from 0.28 found of the coded
    moved = corrected(FIXTURE, method="ppi++")["share"] - 0.24
    assert moved / (0.3 - 0.28) == pytest.approx(0.576524, abs=6e-7)


def test_ppi_with_its_best_weight_is_no_worse_than_either_of_its_parts():
    errors = {m: corrected(FIXTURE, method=m)["se"] for m in ("classical", "ppi", "ppi++")}
    assert errors["ppi++"] < min(errors["classical"], errors["ppi"])


def test_where_all_is_coded_the_share_is_the_coded_one():
    units = units_of(*CODED, probability=1.0)
    for method in ("classical", "ppi", "ppi++", "dsl", "rogan-gladen"):
        assert corrected(units, method=method)["share"] == pytest.approx(0.24)


def plant(chance, *, corpora, n=2000, each=150, share=0.3, articles=200):
    """Make corpora of mentions of which `share` are there, more in some articles, and errors."""
    doc = chance.integers(0, articles, (corpora, n))
    own = chance.beta(6 * share, 6 * (1 - share), (corpora, articles))
    there = chance.random(doc.shape) < np.take_along_axis(own, doc, axis=1)
    found = np.where(there, chance.random(doc.shape) < 0.8, chance.random(doc.shape) < 0.15)
    drawn = chance.permuted(np.arange(n) < each + 0 * doc, axis=1)
    units = {"corpus": np.indices(doc.shape)[0], "doc_id": doc}
    units["frame"] = np.where(found, "yes", "none")
    units["frame_coded"] = np.where(drawn, np.where(there, "yes", "none"), None)
    units["probability"] = np.where(drawn, each / n, np.nan)
    return pd.DataFrame({name: values.ravel() for name, values in units.items()})


@pytest.fixture(scope="module")
def corpora():
    return plant(np.random.default_rng(1), corpora=500)


@pytest.mark.parametrize("method", ["dsl", "ppi", "ppi++", "rogan-gladen", "classical"])
def test_a_planted_share_is_recovered_and_its_interval_holds_it(corpora, method):
    columns = {"found": "frame", "truth": "frame_coded"}
    table = tk.corrected_shares(corpora, by="corpus", method=method, **columns)
    assert len(table) == 500
    assert table["observed"].mean() == pytest.approx(0.3 * 0.8 + 0.7 * 0.15, abs=0.01)
    assert table["share"].mean() == pytest.approx(0.3, abs=0.01)
    held = ((table["low"] <= 0.3) & (table["high"] >= 0.3)).mean()
    assert 0.92 <= held <= 0.98


def test_errors_that_differ_between_groups_are_corrected_in_each():
    post = FIXTURE.assign(outlet="Post")
    turned = units_of(
        ("yes", "yes", 24), ("none", "none", 76), ("yes", None, 216), ("none", None, 684)
    ).assign(outlet="Tribune")
    both = pd.concat([post, turned], ignore_index=True)
    table = tk.corrected_shares(both, found="frame", truth="frame_coded", by="outlet")
    assert table["outlet"].tolist() == ["Post", "Tribune"]
    assert table["observed"].tolist() == pytest.approx([0.298, 0.24])
    assert table["share"].tolist() == pytest.approx([0.258, 0.24])


def test_units_of_one_article_widen_the_interval():
    together = FIXTURE.assign(doc_id=FIXTURE.index // 10)
    assert corrected(together)["share"] == corrected(FIXTURE)["share"]
    assert corrected(together)["se"] > 1.5 * corrected(FIXTURE)["se"]


def test_unequal_chances_are_weighed_by_dsl_and_refused_else():
    # ten found of which half were coded: one wrong; 90 not found, a tenth coded: one missed
    units = units_of(("yes", "yes", 4), ("yes", "none", 1), ("yes", None, 5), probability=0.5)
    rest = units_of(("none", "none", 8), ("none", "yes", 1), ("none", None, 81), probability=0.1)
    both = pd.concat([units, rest], ignore_index=True)
    assert corrected(both)["share"] == pytest.approx((10 - 1 / 0.5 + 1 / 0.1) / 100)
    with pytest.raises(ValueError, match="found 'ppi' for units drawn with unequal chances, expec"):
        corrected(both, method="ppi")


def test_rogan_and_gladen_warn_where_finding_tells_nothing_and_stay_within_bounds():
    cells = ("yes", "yes", 5), ("yes", "none", 15), ("none", "yes", 5), ("none", "none", 16)
    blind = units_of(*cells, ("yes", None, 300), ("none", None, 100))
    message = r"1 row\(s\), first category 'yes': expected se \+ sp well above 1"
    with pytest.warns(tk.CorrectionWarning, match=message):
        row = corrected(blind, method="rogan-gladen")
    assert row["share"] == 1
    few = units_of(
        ("yes", "yes", 10), ("yes", "none", 5), ("none", "none", 10), ("none", None, 300)
    )
    assert corrected(few, method="rogan-gladen")["share"] == 0


def test_groups_with_less_than_two_coded_units_stay_empty_and_are_told():
    units = units_of(("yes", "yes", 1), ("yes", None, 5))
    with pytest.warns(tk.CorrectionWarning, match="expected at least two coded units; they stay"):
        row = corrected(units)
    assert np.isnan([row["share"], row["low"], row["high"], row["se"]]).all()


def exposure_of(units, n_tokens):
    docs = units["doc_id"].drop_duplicates()
    return pd.DataFrame({"doc_id": docs, "n_tokens": n_tokens})


def test_a_rate_is_of_the_corrected_count():
    words = exposure_of(FIXTURE, 100)
    table = tk.corrected_rates(FIXTURE, words, found="frame", truth="frame_coded")
    row = check_table(table, "corrected_rates").iloc[0]
    assert row[["n", "n_coded", "exposure", "per"]].tolist() == [298, 100, 100_000, 1000]
    assert row["observed"] == pytest.approx(2.98)
    assert row["n_corrected"] == pytest.approx(258)
    assert row["rate"] == pytest.approx(2.58)
    # a hundred words an article: the error is that of the share, 0.035675 per 100 words
    assert (row["high"] - row["rate"]) / 1.984217 == pytest.approx(0.35675, abs=1e-5)  # t of 99


def test_rates_of_groups_with_less_than_two_coded_mentions_stay_empty():
    units = pd.concat(
        [
            FIXTURE.assign(voice="a"),
            FIXTURE[100:].assign(voice="b"),
            FIXTURE[99:].assign(voice="c"),
        ]
    )
    with pytest.warns(tk.CorrectionWarning, match=r"2 row\(s\), first voice 'b', category 'yes'"):
        table = tk.corrected_rates(
            units, exposure_of(FIXTURE, 100).merge(units[["doc_id", "voice"]]),
            found="frame", truth="frame_coded", by="voice",
        )  # fmt: skip
    table = check_table(table, "corrected_rates").set_index("voice")
    assert table["n_coded"].tolist() == [100, 0, 1]
    assert table["observed"].tolist() == pytest.approx([2.98, 3.0, 270 / 901 * 10])
    corrected = table[["n_corrected", "rate", "low", "high"]].notna()
    assert corrected.all(axis=1).tolist() == [True, False, False]
    assert not corrected.loc[["b", "c"]].any(axis=None)


def test_rates_of_coded_voices_are_refused():
    units = FIXTURE.rename(columns={"frame": "voice", "frame_coded": "voice_coded"})
    words = exposure_of(units, 10).assign(voice="yes")
    message = "^found: found 'voice', which splits the words of exposure too, expected what is"
    with pytest.raises(ValueError, match=message):
        tk.corrected_rates(units, words, found="voice", truth="voice_coded")
    renamed = units.rename(columns={"voice": "who"})
    renamed["who"] = renamed["who"].where(renamed["who"] == "yes")
    with pytest.raises(ValueError, match=r"^found: found 'who', which splits"):
        tk.corrected_rates(renamed, words, found="who", truth="voice_coded")


def test_a_rate_of_corrected_mentions_to_words_that_are_not_is_wrong():
    """Why coded voices are refused: statements missed, with their words, of a and more of b."""
    chance, corpora, n, missed = np.random.default_rng(1), 200, 300, {"a": 0.05, "b": 0.35}
    units = pd.DataFrame({"corpus": np.repeat(np.arange(corpora), 2 * n)})
    units["voice_coded"] = np.tile(np.repeat([*missed], n), corpora)
    lost = chance.random(len(units)) < units["voice_coded"].map(missed)
    units["voice"] = units["voice_coded"].mask(lost, "narration")
    drawn = units.assign(order=chance.random(len(units))).groupby("corpus")["order"].rank() <= 200
    units["voice_coded"] = units["voice_coded"].where(drawn)
    units["probability"] = np.where(drawn, 200 / (2 * n), np.nan)
    units["doc_id"] = [f"d{at}" for at in range(len(units))]
    table = tk.corrected_shares(units, found="voice", truth="voice_coded", by="corpus")
    table = table[table["category"] != "narration"].set_index(["corpus", "category"])
    # each statement has as many words, so that the true rates are one mention for each of them
    words = table["observed"]
    rate = table["share"] / words
    a, b = (rate.xs(voice, level="category") for voice in "ab")
    assert (a / b).median() == pytest.approx(0.65 / 0.95, abs=0.02)
    held = (table["low"] / words <= 1) & (table["high"] / words >= 1)
    assert held.xs("b", level="category").mean() < 0.3


def test_rates_of_coded_targets_are_corrected_though_they_are_actors_who_speak_too():
    units = FIXTURE.rename(columns={"frame": "target_id", "frame_coded": "target_coded"})
    words = exposure_of(units, 100).assign(voice="yes")
    units["target_id"] = units["target_id"].where(units["target_id"] == "yes")
    table = tk.corrected_rates(units, words, found="target_id", truth="target_coded")
    assert table["rate"].tolist() == pytest.approx([2.58])


@pytest.mark.parametrize("each", [10, 20, 50])
def test_a_rare_group_is_held_when_each_stratum_is_coded_alike(each):
    """Intervals held it in 55 to 79 % at ten and 74 to 83 % at twenty of each."""
    chance = np.random.default_rng(each)
    sizes = {"narration": 600, "north": 300, "south": 150, "rare": 40}
    # Of each group that was found, shares of it are truly another: most often narration.
    voices, corpora = [*sizes], 250
    found = np.repeat(voices, [*sizes.values()])
    truth = np.tile(found, (corpora, 1))
    wrong = chance.random(truth.shape) < 0.1
    truth[wrong] = chance.choice(voices, wrong.sum(), p=[0.5, 0.2, 0.15, 0.15])
    order = np.concatenate([np.arange(n) for n in sizes.values()])
    drawn = chance.permuted(np.tile(order, (corpora, 1)), axis=1)
    start = 0
    for n in sizes.values():
        drawn[:, start : start + n] = chance.permuted(np.tile(np.arange(n), (corpora, 1)), axis=1)
        start += n
    drawn = drawn < each
    chances = np.repeat([min(each / n, 1) for n in sizes.values()], [*sizes.values()])
    units = pd.DataFrame({"corpus": np.indices(truth.shape)[0].ravel()})
    units["voice"], units["doc_id"] = np.tile(found, corpora), np.arange(truth.size)
    units["voice_coded"] = np.where(drawn, truth, None).ravel()
    units["probability"] = np.where(drawn, chances, np.nan).ravel()
    table = tk.corrected_shares(units, found="voice", truth="voice_coded", by="corpus")
    rare = table[table["category"] == "rare"].set_index("corpus")
    sums = (truth == "rare").mean(axis=1)
    held = (rare["low"] <= sums) & (sums <= rare["high"])
    assert held.mean() >= 0.92
    # with the error alone, as if the sample were large
    normal = abs(rare["share"] - sums) <= 1.96 * rare["se"]
    assert normal.mean() < (0.85 if each < 50 else held.mean())


def test_the_clusters_of_corrected_shares_may_be_two_columns():
    outlets = FIXTURE.assign(outlet=FIXTURE.index % 20, day=FIXTURE.index // 50)
    row = corrected(outlets, cluster=["outlet", "day"])
    alone = [corrected(outlets, cluster=column) for column in ("outlet", "day")]
    assert row["se"] >= max(one["se"] for one in alone)
    assert row["n_clusters"] == 2  # the coded units are of two days
    words = exposure_of(FIXTURE, 100).assign(day=FIXTURE["doc_id"].index // 50)
    rate = tk.corrected_rates(
        outlets, words, found="frame", truth="frame_coded", cluster="day"
    ).iloc[0]
    assert rate["n_clusters"] == 2


def test_articles_without_a_mention_have_words_too():
    words = pd.concat(
        [exposure_of(FIXTURE, 100), pd.DataFrame({"doc_id": ["z"], "n_tokens": 29_000})]
    )
    row = tk.corrected_rates(FIXTURE, words, found="frame", truth="frame_coded").iloc[0]
    assert row["rate"] == pytest.approx(2.0)


@pytest.mark.parametrize(
    ("change", "options", "message"),
    [
        ({}, {"method": "mean"}, "method: found 'mean', expected one of dsl, ppi"),
        ({}, {"found": "voice"}, "mentions: found no column 'voice', only frame, frame_coded"),
        ({"probability": np.nan}, {}, "probability: found nan in a coded row, expected the chance"),
        ({"probability": 1.5}, {}, "probability: found 1.5 in a coded row"),
    ],
)
def test_what_cannot_be_corrected_is_refused(change, options, message):
    options = {"found": "frame", "truth": "frame_coded"} | options
    with pytest.raises(ValueError, match=message):
        tk.corrected_shares(FIXTURE.assign(**change), **options)


def test_nothing_to_correct():
    options = {"found": "frame", "truth": "frame_coded", "by": "outlet"}
    none = FIXTURE[:0].assign(outlet="")
    assert check_table(tk.corrected_shares(none, **options), "corrected_shares").empty
    words = exposure_of(none, 1).assign(outlet="")
    assert check_table(tk.corrected_rates(none, words, **options), "corrected_rates").empty


def test_two_kinds_of_clusters_have_the_errors_of_each_with_its_own_number():
    """By hand: the sums of what units add to the share, by row, by column and by both."""
    truth = [1, 0, 1, 0, 1, 1]
    units = pd.DataFrame(
        {"frame": "none", "frame_coded": ["yes" if one else "none" for one in truth]}
    )
    units = units.assign(
        probability=1.0, doc_id=range(6), outlet=[*"aabbcc"], day=[1, 2, 1, 2, 1, 2]
    )
    row = corrected(units, cluster=["outlet", "day"])
    # apart from the mean of 2/3: 1/3, -2/3, 1/3, -2/3, 1/3, 1/3, each over 6
    by_outlet = 3 / 2 * (1 + 1 + 4) / 9 / 36
    by_day = 2 / 1 * (9 + 9) / 9 / 36
    by_both = 6 / 5 * (4 * 1 + 2 * 4) / 9 / 36
    assert row["se"] == pytest.approx(np.sqrt(max(by_day, by_outlet + by_day - by_both)))


@pytest.mark.parametrize("cluster", ["outlet", ["outlet", "doc_id"], ["doc_id", "outlet"]])
def test_a_kind_of_a_single_cluster_leaves_no_interval_and_is_told(cluster):
    units = FIXTURE.assign(outlet="Post")
    message = (
        r"^1 row\(s\), first category 'yes': expected several clusters of each kind; they have"
    )
    with pytest.warns(tk.CorrectionWarning, match=message):
        row = corrected(units, cluster=cluster)
    assert row["share"] == pytest.approx(0.258)
    assert np.isnan(row[["low", "high", "se"]].astype("float64")).all()
    words = exposure_of(FIXTURE, 100).assign(outlet="Post")
    with pytest.warns(tk.CorrectionWarning, match=message):
        rate = tk.corrected_rates(
            units, words, found="frame", truth="frame_coded", cluster=cluster
        ).iloc[0]
    assert rate["rate"] == pytest.approx(2.58)
    assert np.isnan([rate["low"], rate["high"]]).all()
