"""Several tables of one analysis are one family of tests."""

import numpy as np
import pandas as pd
import pytest
from test_compare import three_voices

import toolkit as tk
from toolkit.tables.calls import calls_of
from toolkit.tables.schema import check_table


def with_p(*p):
    return pd.DataFrame({"p": p, "p_corrected": np.nan, "correction": "holm", "n_tests": 0})


def test_holm_is_taken_over_the_tests_of_all_tables_in_each_of_them():
    one, other = tk.correct_together([with_p(0.01, np.nan, 0.04), with_p(0.02)])
    # the least p times three, the next times two, the last as it is but not below those before
    assert one["p_corrected"].tolist() == pytest.approx([0.03, np.nan, 0.04], nan_ok=True)
    assert other["p_corrected"].tolist() == pytest.approx([0.04])
    assert set(one["n_tests"]) == set(other["n_tests"]) == {3}


def test_the_false_discovery_rate_is_that_of_all_tables():
    tables = [with_p(0.01, 0.04), with_p(0.03)]
    one, other = tk.correct_together(tables, correction="fdr_bh")
    assert one["p_corrected"].tolist() == pytest.approx([0.03, 0.04])
    assert other["p_corrected"].tolist() == pytest.approx([0.04])
    assert set(one["correction"]) == {"fdr_bh"}
    assert tables[0]["p_corrected"].isna().all()  # those given stay as they were


def test_two_calls_joined_say_what_one_call_says():
    hits, said = three_voices()
    pairs = [("x", "y"), ("x", "z")]
    apart = [tk.compare(hits, said, pairs=pair, seed=1) for pair in pairs]
    joined = tk.correct_together(apart)
    whole = tk.compare(hits, said, pairs=pairs, seed=1)
    both = pd.concat(joined, ignore_index=True)
    pd.testing.assert_frame_equal(both.drop(columns="call"), whole.drop(columns="call"))
    assert [call["arguments"]["tables_together"] for call in calls_of(both)] == [2, 2]
    assert joined[1]["p_corrected"].iloc[0] > apart[1]["p_corrected"].iloc[0]
    assert check_table(joined[0], "comparison")["n_tests"].tolist() == [2]
    # what was corrected before is not corrected twice
    again = tk.correct_together(joined)
    pd.testing.assert_frame_equal(again[0], joined[0])


def test_a_model_and_a_comparison_may_be_one_family():
    hits, said = three_voices()
    comparison = tk.compare(hits, said, pairs=("x", "y"), seed=1)
    model = tk.model_rates("n ~ voice", tk.counts(hits, said))
    tests = int(model["n_tests"].iloc[0])
    joined = tk.correct_together([comparison, model])
    assert check_table(joined[1], "model")["n_tests"].iloc[0] == 1 + tests
    assert joined[1]["p_corrected"].isna().tolist() == model["p"].isna().tolist()


def test_what_is_no_table_of_tests_is_refused():
    one = with_p(0.01)
    message = r"^tables: found no column 'p', only .+, expected tables that `compare`, "
    with pytest.raises(ValueError, match=message):
        tk.correct_together([one, one.drop(columns="p")])
    with pytest.raises(
        ValueError, match=r"^tables: found one table twice, the second time at 3 of"
    ):
        tk.correct_together([one, with_p(0.02), one])
    with pytest.raises(ValueError, match=r"^tables: found a table .+, expected a list, or one of"):
        tk.correct_together(one)
    with pytest.raises(ValueError, match=r"^correction: found 'bonferroni'"):
        tk.correct_together([one], correction="bonferroni")
    assert tk.correct_together([]) == []
