"""Ratios and differences of corrected rates, with the errors of articles and of coding in one."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import poisson, t
from test_correct import CODED, exposure_of, units_of

import toolkit as tk
from toolkit.tables.schema import check_table

CORPORA = 200
ERROR = (0.05 * 0.95 / CORPORA) ** 0.5  # of a share of 95 %, by Monte Carlo; 1,000 held 95 to 96 %
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


def test_planted_ratios_and_differences_are_held():
    """The errors of finding differ between the outlets; counts are clumped by article."""
    chance, corpora, docs = np.random.default_rng(6), CORPORA, 50
    tables, true = [], {"Post": 1.6, "Tide": 0.8}
    wrong = {"Post": (0.1, 0.05), "Tide": (0.3, 0.2)}  # found though not there, and missed
    for _ in range(corpora):
        units, words = [], []
        for outlet, mean in true.items():
            own = chance.gamma(1, 1, docs)
            for truth, often in (("yes", mean), ("none", 2.0)):
                at = np.repeat(np.arange(docs), chance.poisson(often * own))
                turned = chance.random(len(at)) < wrong[outlet][truth == "yes"]
                found = np.where(turned, "none" if truth == "yes" else "yes", truth)
                units.append(pd.DataFrame({"doc_id": [f"{outlet}{n}" for n in at], "frame": found}))
                units[-1] = units[-1].assign(truth=truth, outlet=outlet)
            docs_of = [f"{outlet}{n}" for n in range(docs)]
            words.append(pd.DataFrame({"doc_id": docs_of, "outlet": outlet, "n_tokens": 500}))
        units = pd.concat(units, ignore_index=True)
        place = units.assign(order=chance.random(len(units))).groupby("outlet")["order"].rank()
        n = units.groupby("outlet")["frame"].transform("size")
        drawn = place <= 60
        units["frame_coded"] = units["truth"].where(drawn)
        units["probability"] = (60 / n).clip(upper=1).where(drawn)
        tables.append(row_of(units, pd.concat(words), pairs=("Post", "Tide")))
    rows = pd.DataFrame(tables)
    for name, truth in (("ratio", 2.0), ("difference", 1.6)):
        held = (rows[f"{name}_low"] <= truth) & (truth <= rows[f"{name}_high"])
        assert 0.92 - 2 * ERROR <= held.mean() <= 0.98 + 2 * ERROR
    assert rows["ratio"].median() == pytest.approx(2.0, rel=0.1)
