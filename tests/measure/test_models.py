import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

import toolkit as tk
from toolkit.tables.schema import check_table


def counts_of(n, words, **columns):
    """Return a table of counts, a row an article, of one thing."""
    table = pd.DataFrame({"n": n, "exposure": words, "family_id": None, "frame": "f", **columns})
    docs = [f"d{at}" for at in range(len(table))]
    return table.assign(doc_id=docs, by=None, of="frame")


# 6 mentions in 1,000 words of the one group and 18 in 1,500 of the other
TWO = counts_of(
    [1, 2, 3, 4, 8, 6],
    [250, 350, 400, 500, 600, 400],
    group=["a", "a", "a", "b", "b", "b"],
)


def drawn(seed=1, clumped=True):
    """Return 60 articles of eight outlets, whose counts clump."""
    generator = np.random.default_rng(seed)
    words = generator.integers(100, 700, 60)
    x, group = generator.normal(size=60), np.arange(60) % 2
    mean = words * 0.006 * np.exp(0.3 * x + 0.5 * group)
    if clumped:
        mean = mean * generator.gamma(1, 1, 60)
    n = generator.poisson(mean)
    return counts_of(n, words, x=x, group=np.array(["a", "b"])[group], outlet=np.arange(60) % 8)


def test_a_ratio_of_two_groups_is_that_of_their_rates():
    table = check_table(tk.model_rates("n ~ group", TWO), "model")
    assert table["term"].tolist() == ["Intercept", "group[T.b]"]
    assert table["ratio"].tolist() == pytest.approx([6.0, 2.0])  # per 1,000 words; 12 over 6
    about = table[["n", "n_docs", "exposure", "n_clusters"]].drop_duplicates()
    assert about.to_numpy().tolist() == [[24, 6, 2500, 6]]
    turned = tk.model_rates("n ~ group", TWO, reference={"group": "b"}, per=100)
    assert turned["ratio"].tolist() == pytest.approx([1.2, 0.5])
    assert turned["reference"].fillna("").tolist() == ["", "group[b]"]
    crossed = tk.model_rates("n ~ group * x", drawn(), reference={"group": "b"})
    assert dict(zip(crossed["term"], crossed["reference"].fillna(""), strict=True)) == {
        "Intercept": "",
        "group[T.a]": "group[b]",
        "x": "",
        "group[T.a]:x": "group[b]",
    }
    assert np.isnan(table["p"][0])
    assert (table["n_tests"] == 1).all()


def test_coefficients_are_those_of_statsmodels():
    counts = drawn()
    table = tk.model_rates("n ~ group + x", counts, cluster="outlet", level=0.9)
    design = sm.add_constant(
        pd.DataFrame({"group": (counts["group"] == "b").astype(float), "x": counts["x"]})
    )
    options = {"family": sm.families.Poisson(), "offset": np.log(counts["exposure"] / 1000)}
    direct = sm.GLM(counts["n"], design, **options).fit(
        cov_type="cluster", cov_kwds={"groups": counts["outlet"]}
    )
    assert table["estimate"].tolist() == pytest.approx(direct.params.tolist())
    assert table["dispersion"][0] == pytest.approx(direct.pearson_chi2 / direct.df_resid)
    # CR2 corrects the plain sandwich by cluster, about as a factor does as a whole
    assert table["se"].tolist() == pytest.approx(direct.bse.tolist(), rel=0.12)
    assert (table["n_clusters"] == 8).all()
    assert (table["df"] < 7).all()


def test_clusters_of_one_row_have_the_error_hc2_of_statsmodels():
    counts = drawn()
    table = tk.model_rates("n ~ x", counts)
    design = sm.add_constant(counts[["x"]])
    fitted = sm.GLM(
        counts["n"], design, family=sm.families.Poisson(), offset=np.log(counts["exposure"] / 1000)
    ).fit()
    mean = fitted.mu
    weighted = sm.OLS(
        (counts["n"] - mean) / np.sqrt(mean), design.mul(np.sqrt(mean), axis=0)
    ).fit()  # of the last step; its residuals are Pearson's
    assert weighted.params.tolist() == pytest.approx([0, 0], abs=1e-6)
    assert table["se"].tolist() == pytest.approx(weighted.HC2_se.tolist(), rel=1e-6)


def test_a_negative_binomial_has_the_estimates_of_statsmodels():
    counts = drawn()
    table = tk.model_rates("n ~ x", counts, family="negative binomial")
    direct = sm.NegativeBinomial(
        counts["n"], sm.add_constant(counts[["x"]]), offset=np.log(counts["exposure"] / 1000)
    ).fit(disp=False)
    assert table["estimate"].tolist() == pytest.approx(direct.params.iloc[:2].tolist(), abs=1e-4)
    assert table["dispersion"][0] == pytest.approx(direct.params["alpha"], abs=1e-4)


def test_a_negative_binomial_of_counts_that_do_not_clump_is_poisson_s():
    even = counts_of([2, 3, 2, 2, 3, 2], 500, x=[1.0, 2, 3, 4, 5, 7])
    table = tk.model_rates("n ~ x", even, family="negative binomial")
    assert table["dispersion"].tolist() == [0, 0]
    poisson = tk.model_rates("n ~ x", even)
    columns = ["estimate", "se", "df", "p"]
    pd.testing.assert_frame_equal(table[columns], poisson[columns])


def test_the_coefficient_of_a_product_is_a_ratio_of_ratios():
    # rates per 1,000 words: 2 before and 4 after in a, 3 and 18 in b: (18 / 3) / (4 / 2) = 3
    counts = counts_of(
        [1, 1, 2, 2, 1, 2, 8, 10],
        500,
        group=list("aaaabbbb"),
        date=pd.to_datetime(["2020-11-01", "2020-11-02", "2020-11-10", "2020-11-12"] * 2),
    )
    table = tk.model_rates("n ~ group * when", tk.add_event(counts, "2020-11-10"))
    ratios = dict(zip(table["term"], table["ratio"], strict=True))
    assert ratios == pytest.approx(
        {"Intercept": 2, "group[T.b]": 1.5, "when[T.after]": 2, "group[T.b]:when[T.after]": 3}
    )


def test_each_thing_has_its_model_unless_the_formula_names_things():
    two = pd.concat([TWO, TWO.assign(frame="g", n=[4, 4, 4, 1, 1, 1])])
    table = tk.model_rates("n ~ group", two)
    assert table["frame"].tolist() == ["f", "f", "g", "g"]
    assert table["ratio"].tolist() == pytest.approx([6, 2, 12, 2 / 12])
    assert (table["n_tests"] == 2).all()
    together = tk.model_rates("n ~ group * frame", two)
    assert "frame" not in together
    assert together["ratio"].iloc[-1] == pytest.approx(2 / 12 / 2)
    assert (together["n_docs"] == 6).all()


def test_copies_are_one_cluster():
    copies = TWO.assign(family_id=["x", "x", None, None, None, None])
    assert tk.model_rates("n ~ group", copies)["n_clusters"].tolist() == [5, 5]


def test_a_group_without_mentions_has_no_estimate_and_is_told():
    nothing = TWO.assign(n=[0, 0, 0, 4, 8, 6])
    message = r"counts: found f: a group without any mention, and so no finite estimate; leave"
    with pytest.warns(tk.ModelWarning, match=message):
        table = tk.model_rates("n ~ group", nothing)
    assert table[["estimate", "se", "ratio", "ratio_low", "p"]].isna().all(axis=None)
    assert table["n"].tolist() == [18, 18]
    with pytest.warns(tk.ModelWarning, match="f: no mention, and so no finite estimate"):
        tk.model_rates("n ~ group", TWO.assign(n=0))


def test_a_coefficient_that_one_cluster_tells_has_no_interval():
    message = "f: a coefficient that a single cluster tells, and so no error"
    with pytest.warns(tk.ModelWarning, match=message):
        table = tk.model_rates("n ~ group", TWO, cluster="group")
    assert table["ratio"].tolist() == pytest.approx([6, 2])
    assert table[["se", "ratio_low", "p"]].isna().all(axis=None)


@pytest.mark.parametrize(
    ("formula", "message"),
    [
        ("n ~ outle", "formula: found 'n ~ outle', which cannot be read .*'outle' is not defined"),
        ("n ~", "formula: found 'n ~', which cannot be read"),
        ("n ~ level", "'level' is not defined"),  # a variable of ours is none of the user's
        ("exposure ~ group", "expected one that begins with 'n ~ '"),
        ("~ group", "expected one that begins with 'n ~ '"),
        ("n ~ group + twin", "with 3 coefficients of which 2 can be told apart"),
        ("n ~ gap", r"counts: found 1 row\(s\) without 'gap', first of the article 'd2', expec"),
    ],
)
def test_a_formula_that_cannot_be_is_refused(formula, message):
    odd = TWO.assign(twin=TWO["group"], gap=["x", "y", None, "x", "y", "x"])
    with pytest.raises(ValueError, match=message):
        tk.model_rates(formula, odd)


def test_what_else_cannot_be_is_refused():
    with pytest.raises(ValueError, match="family: found 'normal', expected one of poisson, neg"):
        tk.model_rates("n ~ group", TWO, family="normal")
    with pytest.raises(ValueError, match="reference: found 'c', expected a value of 'group': a, b"):
        tk.model_rates("n ~ group", TWO, reference={"group": "c"})
    with pytest.raises(ValueError, match="found an exposure of 0 in the article 'd0'"):
        tk.model_rates("n ~ group", TWO.assign(exposure=[0, 1, 1, 1, 1, 1]))
    with pytest.raises(ValueError, match="cluster: found 'outlet', expected a column of counts"):
        tk.model_rates("n ~ group", TWO, cluster="outlet")
    with pytest.raises(ValueError, match="per: found 0, expected 1 or more words"):
        tk.model_rates("n ~ group", TWO, per=0)


def test_no_counts_have_no_coefficients():
    assert check_table(tk.model_rates("n ~ group", TWO.head(0)), "model").empty


def test_intervals_of_eight_outlets_hold_the_planted_ratio():
    held = []
    for seed in range(120):
        generator = np.random.default_rng(seed)
        outlet = np.repeat(np.arange(8), 10)
        words = generator.integers(100, 700, 80)
        mean = words * 0.003 * 2.0 ** (outlet % 2) * generator.gamma(4, 1 / 4, 8)[outlet]
        counts = counts_of(generator.poisson(mean), words, outlet=outlet, group=outlet % 2)
        row = tk.model_rates("n ~ group", counts, cluster="outlet").iloc[1]
        held.append(row["ratio_low"] <= 2.0 <= row["ratio_high"])
    assert 0.90 <= np.mean(held) <= 0.99  # 0.95, with a Monte Carlo error of 0.02
