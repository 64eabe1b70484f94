import numpy as np
import pandas as pd
import pytest
from scipy.stats import t

import toolkit as tk
from toolkit.tables.schema import check_table, empty_table

# Krippendorff's data "C": four coders, twelve units (in the help of R's irr and DescTools)
DATA_C = ("1 2 3 3 2 1 4 1 2 . . .", "1 2 3 3 2 2 4 1 2 5 . 3", ". 3 3 3 2 3 4 2 2 5 1 .")
DATA_C += ("1 2 3 3 2 4 4 1 2 5 1 .",)
# the example of Wikipedia's article: three coders, fifteen units
WIKIPEDIA = (". . . . . 3 4 1 2 1 1 3 3 . 3", "1 . 2 1 3 3 4 3 . . . . . . .")
WIKIPEDIA += (". . 2 1 3 4 4 . 2 1 1 3 3 . 4",)


def codes_of(*coders, number=float):
    """Make codes of lines such as "1 2 .", one a coder, a dot where a unit was not coded."""
    return pd.DataFrame(
        [
            {"mention_id": f"u{unit}", "coder": f"c{at}", "value": number(value)}
            for at, line in enumerate(coders)
            for unit, value in enumerate(line.split())
            if value != "."
        ],
        columns=["mention_id", "coder", "value"],
    )


def alpha(codes, category="all", **options):
    table = check_table(tk.agreement(codes, seed=1, draws=200, **options), "agreement")
    return table.set_index("category").loc[category]


@pytest.mark.parametrize(
    ("data", "metric", "published"),
    [
        (DATA_C, "nominal", 0.743421),
        (DATA_C, "ordinal", 0.815388),
        (DATA_C, "interval", 0.849107),
        (DATA_C, "ratio", 0.797403),
        (WIKIPEDIA, "nominal", 0.691358),
        (WIKIPEDIA, "ordinal", 0.806721),
        (WIKIPEDIA, "interval", 0.810845),
        (WIKIPEDIA, "ratio", 0.808944),
    ],
)
def test_alpha_has_its_published_values(data, metric, published):
    assert alpha(codes_of(*data), metric=metric)["alpha"] == pytest.approx(published, abs=6e-7)


def test_words_are_nominal_values():
    codes = codes_of("pos neg neu .", "pos neg neu pos", "pos neg pos pos", number=str)
    assert alpha(codes)["alpha"] == pytest.approx(0.722222, abs=6e-7)


def test_the_numbers_behind_alpha_by_hand():
    # aa ab bb: of 6 values 3 a, 3 b; one unit of three differs
    row = alpha(codes_of("a a b", "a b b", number=str))
    assert (row["n_units"], row["n_coders"], row["n_codes"]) == (3, 2, 6)
    assert row["observed"] == pytest.approx(2 / 6)
    assert row["expected"] == pytest.approx(2 * 3 * 3 / (6 * 5))
    assert row["alpha"] == pytest.approx(1 - (1 / 3) / 0.6)


def test_a_rare_category_shows_behind_a_good_alpha():
    codes = codes_of("a " * 10 + "b " * 9 + "r r a", "a " * 10 + "b " * 9 + "a b r", number=str)
    rows = tk.agreement(codes, seed=1, draws=200).set_index("category")
    assert rows.index.tolist() == ["all", "a", "b", "r"]
    assert rows.loc["all", "alpha"] > 0.7
    assert rows.loc["r", "alpha"] < 0  # never used together
    assert rows.loc["r", ["n_units", "n_codes"]].tolist() == [3, 44]
    # r against the rest: 3 of 22 units differ, of 44 values 3 are r
    assert rows.loc["r", "alpha"] == pytest.approx(1 - (6 / 44) / (2 * 3 * 41 / (44 * 43)))


def test_units_that_one_coder_coded_are_passed_over():
    codes = codes_of("a a b", "a b b", number=str)
    more = codes_of("c . . b b b", ". . . . . .", number=str).assign(coder="c0")
    more["mention_id"] = "other" + more["mention_id"]
    blank = pd.DataFrame({"mention_id": ["u9"], "coder": ["c1"], "value": [None]})
    both = pd.concat([codes, more, blank], ignore_index=True)
    pd.testing.assert_frame_equal(
        tk.agreement(both, seed=1), tk.agreement(codes, seed=1), check_dtype=False
    )


def test_where_all_said_one_thing_there_is_no_alpha():
    row = alpha(codes_of("a a a", "a a a", number=str))
    assert (row["observed"], row["expected"]) == (0, 0)
    assert np.isnan(row[["alpha", "low", "high"]].astype(float)).all()


def test_full_agreement_is_one_and_chance_is_none():
    row = alpha(codes_of("a b a b", "a b a b", number=str))
    assert (row["alpha"], row["high"]) == (1, 1)
    # Wilson's upper end of no unit of four: t^2 / (4 + t^2), t of three degrees of freedom; the
    # disagreement expected of four a and four b is 32 of 56
    squared = t.ppf(0.975, 3) ** 2
    assert row["low"] == pytest.approx(1 - squared / (4 + squared) / (32 / 56))
    chance = np.random.default_rng(1)
    a, b = (" ".join(chance.choice(["a", "b", "c"], 4000)) for _ in "ab")
    assert alpha(codes_of(a, b, number=str))["alpha"] == pytest.approx(0, abs=0.03)


def test_an_ordered_category_may_be_ordinal():
    order = pd.CategoricalDtype(["1", "2", "3", "4", "5"], ordered=True)
    codes = codes_of(*DATA_C, number=str)
    codes["value"] = codes["value"].astype(order)
    assert alpha(codes, metric="ordinal")["alpha"] == pytest.approx(0.815388, abs=6e-7)


def test_each_variable_has_its_rows():
    codes = codes_of("a a b", "a b b", number=str)
    both = pd.concat([codes.assign(variable="voice"), codes.assign(variable="frame", value="x")])
    table = tk.agreement(both, by="variable", seed=1)
    assert table.columns[0] == "variable"
    assert table["variable"].tolist() == ["frame", "frame", "voice", "voice", "voice"]


def test_intervals_hold_a_planted_alpha():
    """Two coders of 100 units tell the truth four times in five, and guess else: alpha 0.64."""
    chance = np.random.default_rng(1)
    shape = (2, 400, 100)  # coders, corpora, units
    truth = chance.integers(0, 3, shape[1:])
    said = np.where(chance.random(shape) < 0.8, truth, chance.integers(0, 3, shape))
    coder, corpus, unit = np.indices(shape).reshape(3, -1)
    codes = {"coder": coder, "corpus": corpus, "mention_id": unit, "value": said.ravel()}
    # the metric changes nothing here but that there are no rows for each category
    options = {"by": "corpus", "metric": "interval", "draws": 300, "seed": 1}
    table = tk.agreement(pd.DataFrame(codes), **options)
    assert table["alpha"].mean() == pytest.approx(0.64, abs=0.01)
    held = (table["low"] <= 0.64) & (table["high"] >= 0.64)
    assert 0.92 <= held.mean() <= 0.98


def test_units_of_one_article_may_be_drawn_together():
    chance = np.random.default_rng(1)
    kind = np.repeat(chance.integers(0, 2, 20), 10)  # of the article
    wrong = np.repeat(chance.random(20) < 0.3, 10)
    codes = codes_of(" ".join(map(str, kind)), " ".join(map(str, np.where(wrong, 1 - kind, kind))))
    codes["doc_id"] = codes["mention_id"].str[1:].astype(int) // 10
    apart, together = alpha(codes), alpha(codes, cluster="doc_id")
    assert apart["alpha"] == together["alpha"]
    assert together["high"] - together["low"] > 2 * (apart["high"] - apart["low"])


@pytest.mark.parametrize(
    ("codes", "options", "message"),
    [
        (codes_of("a b", ". .", number=str), {}, "found no mention_id with two values, expected"),
        (
            codes_of("a b", number=str),
            {"metric": "kappa"},
            "metric: found 'kappa', expected one of",
        ),
        (codes_of("a a", "a b", number=str), {"metric": "interval"}, "the value 'a', expected num"),
        (codes_of("a a", "a b", number=str), {"metric": "ordinal"}, "or an ordered category"),
        (codes_of("-1 1", "1 1"), {"metric": "ratio"}, "the value -1, expected values from a zero"),
        (codes_of("1"), {"coder": "who"}, "codes: found no column 'who', only mention_id, coder"),
    ],
)
def test_what_cannot_be_measured_is_refused(codes, options, message):
    with pytest.raises(ValueError, match=message):
        tk.agreement(codes, seed=1, **options)


def test_a_coder_who_coded_a_unit_twice_is_refused():
    codes = codes_of("a a", "a b", number=str)
    with pytest.raises(ValueError, match=r"found 4 value\(s\) beside another of the same coder"):
        tk.agreement(pd.concat([codes, codes]), seed=1)


def test_no_codes():
    assert check_table(tk.agreement(empty_table("codes"), seed=1), "agreement").empty


@pytest.mark.parametrize(("n", "wrong"), [(30, 0.02), (50, 0.01)])
def test_intervals_of_good_coders_hold_the_planted_alpha(n, wrong):
    """Percentiles alone do not: most samples have no unit that differs."""
    chance = np.random.default_rng([n, int(100 * wrong)])
    # Two coders see one of three categories, and each errs at random now and then.
    there = chance.integers(0, 3, (120, n))
    codes = [
        np.where(chance.random(there.shape) < wrong, chance.integers(0, 3, there.shape), there)
        for _ in range(2)
    ]
    same = (1 - wrong) ** 2 + 2 * wrong * (1 - wrong) / 3 + wrong**2 / 3
    planted = 1 - (1 - same) / (2 / 3)
    frame = pd.concat(
        pd.DataFrame({"set": np.indices(there.shape)[0].ravel(), "value": code.ravel()}).assign(
            mention_id=np.indices(there.shape)[1].ravel(), coder=at
        )
        for at, code in enumerate(codes)
    )
    frame["value"] = frame["value"].map(dict(enumerate("abc")))
    table = tk.agreement(frame, by="set", seed=1, draws=200)
    table = table[table["category"] == "all"]
    assert ((table["low"] <= planted) & (table["high"] >= planted)).mean() >= 0.92
    # the percentiles, with alpha of two coders without gaps
    at = chance.integers(0, n, (200, *there.shape))
    one, other = (np.take_along_axis(code[None], at, axis=2) for code in codes)
    apart = (one != other).mean(axis=2)
    shares = [((one == k).mean(axis=2) + (other == k).mean(axis=2)) / 2 for k in range(3)]
    expected = (1 - sum(share**2 for share in shares)) * 2 * n / (2 * n - 1)
    low, high = np.quantile(1 - apart / expected, [0.025, 0.975], axis=0)
    assert ((low <= planted) & (planted <= high)).mean() < 0.7
