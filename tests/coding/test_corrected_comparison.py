"""Ratios and differences of corrected rates, with the errors of articles and of coding in one."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import poisson, t
from test_correct import CODED, exposure_of, units_of

import toolkit as tk
from toolkit.tables.schema import check_table

COLUMNS = {"found": "frame", "truth": "frame_coded", "by": "outlet"}
POST = units_of(*CODED, ("yes", None, 270), ("none", None, 630)).assign(outlet="Post")
TIDE = units_of(
    ("yes", "yes", 10), ("yes", "none", 2), ("none", "yes", 3), ("none", "none", 85),
    ("yes", None, 108), ("none", None, 792),
)  # fmt: skip
TIDE = TIDE.assign(outlet="Tide", doc_id="t" + TIDE["doc_id"])
UNITS = pd.concat([POST, TIDE], ignore_index=True)
WORDS = pd.concat(
    [exposure_of(one, 100).assign(outlet=one["outlet"].iloc[0]) for one in (POST, TIDE)]
)


def row_of(units=UNITS, words=WORDS, **options):
    table = tk.corrected_comparison(units, words, **COLUMNS, **options)
    return check_table(table, "corrected_comparison").set_index("frame").loc["yes"]


def error_of(found, wrongly, missed, chance=0.1):
    """Return the error of the rate per 1,000 words of units in articles of 100 words, by hand."""
    right = found - wrongly
    values = np.array([1.0, 1 - 1 / chance, 1 / chance, 0.0])
    times = np.array([right, wrongly, missed, 1000 - found - missed])
    mean = (values * times).sum() / 1000
    return 10 * np.sqrt((times * (values - mean) ** 2).sum() / 999 / 1000)


def test_both_rates_are_those_of_the_corrected_counts():
    row = row_of()
    assert (row["outlet"], row["outlet_reference"]) == ("Post", "Tide")
    assert row[["n", "n_coded", "n_reference", "n_coded_reference"]].tolist() == [
        298,
        100,
        120,
        100,
    ]
    # found, less ten for each wrong one of a tenth, and ten for each missed one
    assert row["n_corrected"] == pytest.approx(298 - 80 + 40)
    assert row["n_corrected_reference"] == pytest.approx(120 - 20 + 30)
    assert row["difference"] == pytest.approx(2.58 - 1.30)
    assert row["ratio"] == pytest.approx(258 / 130)
    rates = tk.corrected_rates(UNITS, WORDS, **COLUMNS)
    assert [row["rate"], row["rate_reference"]] == pytest.approx(rates["rate"].tolist())


def test_the_errors_of_both_sides_add_up():
    """Other articles on either side: no correlation; Welch's degrees of freedom of 99 and 99."""
    row = row_of()
    one, other = error_of(298, 8, 4), error_of(120, 2, 3)
    together = np.hypot(one, other)
    freedom = together**4 / (one**4 / 99 + other**4 / 99)
    reach = t.ppf(0.975, freedom) * together
    assert row["difference_low"] == pytest.approx(1.28 - reach)
    assert row["difference_high"] == pytest.approx(1.28 + reach)
    assert row["p"] == pytest.approx(2 * t.sf(1.28 / together, freedom), rel=1e-6)
    # Fieller: where the first less the ratio times the second is as far from zero as it may be
    for end in (row["ratio_low"], row["ratio_high"]):
        apart = 2.58 - end * 1.30
        assert abs(apart) == pytest.approx(t.ppf(0.975, freedom) * np.hypot(one, end * other))


def test_the_fewer_are_coded_the_wider_are_the_intervals():
    """Ten times the wrong of ten times the coded: the same counts, and a surer error of coding."""
    more = {"yes": "yes", "none": "none"}
    rest = UNITS["frame_coded"].isna()
    coded = UNITS["frame_coded"].where(~rest, UNITS["frame"].map(more))
    # all coded, and the errors of the sample the only ones there are
    whole = row_of(UNITS.assign(frame_coded=coded, probability=1.0))
    assert whole["difference_high"] - whole["difference_low"] < 0.6 * (
        row_of()["difference_high"] - row_of()["difference_low"]
    )


def test_what_is_alike_in_both_groups_makes_the_difference_surer():
    same = UNITS.assign(doc_id=UNITS["doc_id"].str.lstrip("t"))
    words = WORDS.assign(doc_id=WORDS["doc_id"].str.lstrip("t"))
    # the wrong and the missed of both come first, in the same articles
    apart, shared = row_of(), row_of(same, words)
    assert shared["difference"] == apart["difference"]
    wide = apart["difference_high"] - apart["difference_low"]
    assert shared["difference_high"] - shared["difference_low"] < wide


def test_p_is_below_one_less_the_level_just_where_the_intervals_leave_out_no_difference():
    chance = np.random.default_rng(2)
    seen = []
    for _ in range(60):
        units = UNITS[chance.random(len(UNITS)) < 0.15]
        row = row_of(units, WORDS[WORDS["doc_id"].isin(units["doc_id"])])
        ratio = row["ratio_low"] > 1 or row["ratio_high"] < 1
        difference = row["difference_low"] > 0 or row["difference_high"] < 0
        assert ratio == difference == (row["p"] < 0.05)
        seen.append(difference)
    assert 0 < sum(seen) < 60


def test_nothing_counted_is_no_surer_than_a_poisson_count_of_zero():
    none = TIDE.assign(
        frame="none", frame_coded=TIDE["frame_coded"].where(TIDE["frame_coded"].isna(), "none")
    )
    units = pd.concat([POST, none])
    row = row_of(units)
    assert row["rate_reference"] == 0
    assert (row["ratio"], row["ratio_high"]) == (np.inf, np.inf)
    # one more than 3.689 mentions, which a count of zero may hide, may have been missed
    assert poisson.cdf(0, 3.689) == pytest.approx(0.025, abs=1e-4)
    assert 2.58 - row["difference_low"] > np.hypot(0, 0.03689)
    assert row["difference_low"] < 2.58 - t.ppf(0.975, 99) * error_of(298, 8, 4)


def test_too_little_is_told_and_stays_empty():
    few = UNITS.assign(frame_coded=UNITS["frame_coded"].where(UNITS["outlet"] == "Post"))
    message = r"^1 row\(s\), first outlet 'Post', frame 'yes': expected at least two coded units"
    with pytest.warns(tk.CorrectionWarning, match=message):
        row = row_of(few)
    assert np.isnan([row["ratio"], row["difference"], row["p"]]).all()
    assert (row["n"], row["n_tests"]) == (298, 0)


def test_pairs_are_chosen_as_in_compare_and_voices_refused():
    units, words = UNITS.assign(third="a"), WORDS.assign(third="a")
    with pytest.raises(ValueError, match=r"^pairs: found \('Post', 'Gull'\), expected two groups"):
        tk.corrected_comparison(units, words, pairs=("Post", "Gull"), **COLUMNS)
    turned = row_of(pairs=("Tide", "Post"))
    assert turned["difference"] == pytest.approx(-1.28)
    assert turned["ratio_low"] == pytest.approx(1 / row_of()["ratio_high"])
    voices = UNITS.rename(columns={"frame": "voice", "frame_coded": "voice_coded"})
    with pytest.raises(ValueError, match=r"^found: found 'voice', which splits the words"):
        tk.corrected_comparison(
            voices, WORDS.assign(voice="yes"), found="voice", truth="voice_coded", by="outlet"
        )


def test_it_joins_a_family_and_is_drawn():
    table = tk.corrected_comparison(UNITS, WORDS, **COLUMNS)
    joined = tk.correct_together([table, table.copy()])
    assert joined[0]["n_tests"].tolist() == [2]
    ax = tk.plot_comparison(table)
    assert [label.get_text() for label in ax.get_yticklabels()] == ["Yes"]


def plant(chance, *, corpora, means, wrong, missed, clumping, docs):
    """Make mentions and words of two outlets of each corpus; errors of finding differ by outlet.

    Of the mentions that are there `missed` are not found, and `wrong` for each of them are found
    and not there. A hundred units of each outlet are coded.
    """
    kinds = np.array([("yes", "yes"), ("none", "yes"), ("yes", "none"), ("none", "none")])
    often = [
        (mean * (1 - missed[one]), mean * missed[one], mean * wrong[one], 1.0)
        for one, mean in means.items()
    ]
    own = np.ones((corpora, 2, 1, docs))
    if clumping:
        own = chance.gamma(1 / clumping, clumping, own.shape)
    counts = chance.poisson(np.array(often)[:, :, None] * own)
    corpus, outlet, kind, doc = np.indices(counts.shape).reshape(4, -1)
    groups = np.array([[f"{one}{at}" for one in means] for at in range(corpora)])
    docs_of = np.char.add(np.char.add(groups[corpus, outlet], "-"), doc.astype(str))
    units = pd.DataFrame({"doc_id": docs_of, "outlet": groups[corpus, outlet]})
    units = units.assign(frame=kinds[kind, 0], truth=kinds[kind, 1])
    words = units.drop_duplicates("doc_id")[["doc_id", "outlet"]]
    words = words.assign(n_tokens=500)
    units = units.loc[np.repeat(units.index, counts.ravel())].reset_index(drop=True)
    place = units.assign(order=chance.random(len(units))).groupby("outlet")["order"].rank()
    n = units.groupby("outlet")["outlet"].transform("size")
    units["frame_coded"] = units["truth"].where(place <= 100)
    units["probability"] = (100 / n).clip(upper=1).where(place <= 100)
    return units, words


def share_held(table, name, truth):
    return ((table[f"{name}_low"] <= truth) & (truth <= table[f"{name}_high"])).mean()


def test_planted_ratios_and_differences_are_held():
    """Of 2,100 corpora 95.3 and 94.7 % held them."""
    corpora, means = 300, {"Post": 1.6, "Tide": 0.8}
    errors = {"wrong": {"Post": 0.1, "Tide": 0.5}, "missed": {"Post": 0.05, "Tide": 0.2}}
    chance = np.random.default_rng(1)
    made = plant(chance, corpora=corpora, means=means, **errors, clumping=1, docs=50)
    pairs = [(f"Post{at}", f"Tide{at}") for at in range(corpora)]
    table = tk.corrected_comparison(*made, **COLUMNS, pairs=pairs)
    for name, truth in (("ratio", 2.0), ("difference", 1.6)):
        held = share_held(table, name, truth)
        for bound, side in ((0.92, 1), (0.98, -1)):
            error = (bound * (1 - bound) / corpora) ** 0.5
            assert side * (held - bound) > -2 * error
    assert table["ratio"].median() == pytest.approx(2.0, rel=0.1)


def test_false_terms_of_one_outlet_do_not_pass_for_a_difference():
    """Of equal rates a tenth of false terms beside four tenths make 0.78 that holds one seldom."""
    corpora, means = 150, {"Post": 10.0, "Tide": 10.0}
    errors = {"wrong": {"Post": 0.1, "Tide": 0.4}, "missed": {"Post": 0, "Tide": 0}}
    chance = np.random.default_rng(1)
    made = plant(chance, corpora=corpora, means=means, **errors, clumping=0, docs=40)
    pairs = [(f"Post{at}", f"Tide{at}") for at in range(corpora)]
    table = tk.corrected_comparison(*made, **COLUMNS, pairs=pairs)
    assert table["ratio"].median() == pytest.approx(1.0, abs=0.03)
    assert share_held(table, "ratio", 1.0) >= 0.92
    # what was found, of outlets that have as many words: two Poisson counts
    raw = np.log(table["n"] / table["n_reference"])
    reach = 1.96 * np.sqrt(1 / table["n"] + 1 / table["n_reference"])
    assert np.exp(raw.median()) == pytest.approx(1.1 / 1.4, abs=0.02)
    assert (abs(raw) < reach).mean() < 0.15
