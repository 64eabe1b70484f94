import numpy as np
import pandas as pd
import pytest

import toolkit as tk
from toolkit.tables.schema import check_table


def coded_of(*cells, **columns):
    """Make coded units of (found, truth, how many), each of an article of its own."""
    rows = [(found, truth) for found, truth, n in cells for _ in range(n)]
    coded = pd.DataFrame(rows, columns=["frame", "frame_coded"])
    return coded.assign(doc_id=[f"d{at}" for at in range(len(coded))], **columns)


def measured(coded, **options):
    table = tk.accuracy(coded, found="frame", truth="frame_coded", **options)
    return check_table(table, "accuracy")


# labelled units of the small example: TP 20, FP 8, FN 4, TN 68
FIXTURE = coded_of(("yes", "yes", 20), ("yes", "none", 8), (None, "yes", 4), (None, "none", 68))


def test_the_small_example_has_its_values():
    row = measured(FIXTURE).set_index("category").loc["yes"]
    assert row[["n", "n_found", "n_truth", "n_right"]].tolist() == [100, 28, 24, 20]
    assert row["precision"] == pytest.approx(0.714286, abs=6e-7)
    assert row["recall"] == pytest.approx(0.833333, abs=6e-7)
    assert row["f1"] == pytest.approx(0.769231, abs=6e-7)
    assert row["kappa"] == pytest.approx(0.688797, abs=6e-7)


def test_over_all_categories_right_ones_are_counted_once():
    coded = coded_of(("a", "a", 3), ("a", "b", 1), ("b", "b", 2), ("b", "none", 1), (None, "a", 2))
    table = measured(coded).set_index("category")
    assert table.index.tolist() == ["all", "a", "b"]
    row = table.loc["all"]
    assert row[["n_found", "n_truth", "n_right"]].tolist() == [7, 8, 5]
    assert (row["precision"], row["recall"], row["f1"]) == pytest.approx((5 / 7, 5 / 8, 10 / 15))
    chance = (4 * 5 + 3 * 3 + 2 * 1) / 81  # a, b and none
    assert row["kappa"] == pytest.approx((5 / 9 - chance) / (1 - chance))


def test_precision_has_wilson_s_interval_where_units_are_independent():
    row = measured(coded_of(("yes", "yes", 81), ("yes", "none", 182))).iloc[0]
    # Newcombe 1998, Stat Med 17: 857-872, table I: 81 of 263, 0.2553 to 0.3662
    assert (row["precision_low"], row["precision_high"]) == pytest.approx(
        (0.2553, 0.3662), abs=9e-4
    )


def test_what_was_always_right_may_yet_be_wrong():
    row = measured(coded_of(("yes", "yes", 20), (None, "none", 20))).iloc[0]
    assert row[["precision", "recall", "f1", "kappa"]].tolist() == [1, 1, 1, 1]
    # 20 of 20: t of 19 degrees of freedom squared is 4.3807
    assert row["precision_low"] == pytest.approx(20 / (20 + 4.3807), abs=1e-4)
    assert row["precision_high"] == pytest.approx(1)
    lowest = 20 / (20 + 4.3807)
    assert row["f1_low"] == pytest.approx(2 * lowest / (1 + lowest), abs=1e-4)
    # 40 of 40 agree, by chance half of them; t of 39 squared is 4.0913
    assert row["kappa_low"] == pytest.approx((40 / (40 + 4.0913) - 0.5) / 0.5, abs=1e-4)


def test_units_of_one_article_count_as_what_they_are():
    alone = coded_of(("yes", "yes", 60), ("yes", "none", 20))
    together = alone.assign(doc_id=[f"d{at // 10}" for at in range(80)])
    apart, shared = measured(alone).iloc[0], measured(together).iloc[0]
    assert apart["precision"] == shared["precision"] == 0.75
    assert shared["precision_low"] < apart["precision_low"] - 0.2


def test_units_drawn_with_unequal_chances_stand_for_as_many_as_they_do():
    hits = coded_of(("yes", "yes", 8), ("yes", "none", 2), probability=0.5)
    missed = coded_of((None, "yes", 1), (None, "none", 19), probability=0.1)
    row = measured(pd.concat([hits, missed], ignore_index=True), probability="probability").iloc[0]
    assert row["precision"] == pytest.approx(0.8)
    assert row["recall"] == pytest.approx(16 / (16 + 10))
    assert row["f1"] == pytest.approx(32 / (20 + 26))


def test_each_group_and_term_has_its_own_rows():
    coded = pd.concat([FIXTURE.assign(outlet="Post"), FIXTURE[:20].assign(outlet="Tribune")])
    with pytest.warns(tk.AccuracyWarning, match="precision differs between groups: 71% in Post"):
        table = measured(coded.reset_index(drop=True), by="outlet")
    assert table.columns[0] == "outlet"
    assert table["precision"].round(2).tolist() == [0.71, 0.71, 1.0, 1.0]


def test_what_was_not_found_has_no_precision():
    row = measured(coded_of((None, "yes", 3), (None, "none", 9))).iloc[0]
    assert np.isnan([row["precision"], row["precision_low"], row["precision_high"]]).all()
    assert row["recall"] == 0
    assert (row["kappa"], row["kappa_low"]) == (0, -1)


@pytest.mark.parametrize("per_article", [1, 4])
def test_intervals_hold_planted_values(per_article):
    """60 or 240 units, found right with a chance of the article's own, about 0.8."""
    chance = np.random.default_rng(per_article)
    shape = (500, 60, per_article)
    # half are there; found with se 0.8, and wrongly with 0.2: precision .8, recall .8, kappa .6
    true = {"precision": 0.8, "recall": 0.8, "f1": 0.8, "kappa": 0.6}
    there = chance.random(shape) < 0.5
    right = chance.random(shape) < chance.beta(8, 2, (500, 60, 1))
    corpus, doc, _ = np.indices(shape).reshape(3, -1)
    coded = pd.DataFrame({"corpus": corpus, "doc_id": doc})
    coded["frame"], coded["frame_coded"] = (
        np.where(side.ravel(), "yes", "none") for side in (there == right, there)
    )
    table = measured(coded, by="corpus")
    table = table[table["category"] == "yes"]
    for name, value in true.items():
        held = (table[f"{name}_low"] <= value) & (value <= table[f"{name}_high"])
        assert 0.92 <= held.mean() <= 0.98


def test_the_confusion_of_each_group():
    table = tk.confusion(
        FIXTURE.assign(outlet="Post"), found="frame", truth="frame_coded", by="outlet"
    )
    assert check_table(table, "confusion").drop(columns="call").to_numpy().tolist() == [
        ["Post", "none", "none", 68, pytest.approx(68 / 76)],
        ["Post", "none", "yes", 8, pytest.approx(8 / 76)],
        ["Post", "yes", "none", 4, pytest.approx(4 / 24)],
        ["Post", "yes", "yes", 20, pytest.approx(20 / 24)],
    ]


def test_sensitivity_and_specificity_of_the_small_example():
    table = tk.confusion(FIXTURE, found="frame", truth="frame_coded")
    right = table[table["truth"] == table["found"]].set_index("truth")["share"]
    assert right.to_dict() == pytest.approx({"yes": 0.8333, "none": 0.8947}, abs=5e-5)


def test_shares_of_the_confusion_are_weighted():
    hits = coded_of(("yes", "yes", 8), probability=0.5)
    missed = coded_of((None, "yes", 1), probability=0.1)
    both = pd.concat([hits, missed], ignore_index=True)
    table = tk.confusion(both, found="frame", truth="frame_coded", probability="probability")
    shares = table[table["truth"] == "yes"].set_index("found")["share"]
    assert shares.to_dict() == pytest.approx({"yes": 16 / 26, "none": 10 / 26})
    assert table[table["truth"] == "none"]["share"].isna().all()


@pytest.mark.parametrize("verb", [tk.accuracy, tk.confusion])
def test_what_nobody_coded_is_refused(verb):
    coded = coded_of(("yes", "yes", 3), ("yes", None, 2))
    message = r"frame_coded: found 2 empty value\(s\) in 5 rows, expected one in each; leave out"
    with pytest.raises(ValueError, match=message):
        verb(coded, found="frame", truth="frame_coded")
    with pytest.raises(ValueError, match="coded: found no column 'voice', only frame, frame_coded"):
        verb(coded, found="voice", truth="frame_coded")
    with pytest.raises(ValueError, match=r"probability: found 0\.0 in a coded row, expected the"):
        verb(
            coded[:3].assign(probability=0.0),
            found="frame",
            truth="frame_coded",
            probability="probability",
        )


def test_nothing_coded():
    assert measured(FIXTURE[:0]).empty
    table = tk.confusion(FIXTURE[:0], found="frame", truth="frame_coded")
    assert check_table(table, "confusion").empty


def test_errors_that_differ_between_groups_are_warned_of():
    rows = [("yes", "yes", "north", 40), ("none", "none", "north", 40)]
    rows += [("yes", "yes", "south", 20), ("none", "yes", "south", 30)]
    coded = pd.DataFrame(
        [row[:3] for row in rows for _ in range(row[3])], columns=["frame", "truth", "voice"]
    )
    coded["doc_id"] = [f"d{at}" for at in range(len(coded))]
    message = "^recall differs between groups: 40% in south, 100% in north; a comparison"
    with pytest.warns(tk.AccuracyWarning, match=message):
        tk.accuracy(coded, found="frame", truth="truth", by="voice")
    tk.accuracy(coded, found="frame", truth="truth")  # of one group nothing differs


def test_how_many_to_code():
    # Wilson's interval of a half: 1.96 / sqrt(n + 1.96^2), here 0.1 wide or less
    assert tk.units_to_code(width=0.1) == 381
    assert tk.units_to_code(width=0.1, of=1000) == 277  # 381 / (1 + 380 / 1000) is 276.1
    assert tk.units_to_code(width=0.1, per_cluster=3, alike=0.2) == 534  # 1.4 times as many
    assert tk.units_to_code(width=0.1, share=0.9) < 160
    assert tk.units_to_code(width=0.1, of=40) <= 40
    with pytest.raises(ValueError, match=r"^width: found 0, expected from 0 to 1, width above 0"):
        tk.units_to_code(width=0)
