"""Intervals: the bootstrap against a slow one, the Poisson interval against published values."""

import math
import random
from statistics import fmean, pvariance

import numpy as np
import pytest
from scipy.sparse import csc_array

from toolkit.statistics.intervals import (
    bootstrap_sums,
    effective_clusters,
    linearised_error,
    log_error,
    poisson_interval,
    share_interval,
    wilson_interval,
)

VALUES = [[0, 10], [1, 20], [4, 30], [0, 25], [2, 5]]


def slow_bootstrap(values, *, draws, seed):
    """Draw clusters one by one, as the textbook says."""
    chance = random.Random(seed)
    samples = []
    for _ in range(draws):
        drawn = [chance.choice(values) for _ in values]
        samples.append([sum(column) for column in zip(*drawn, strict=True)])
    return samples


def test_the_bootstrap_has_the_mean_and_variance_of_a_slow_one_and_of_theory():
    draws = 20_000
    fast = bootstrap_sums(np.array(VALUES, dtype="float64"), draws=draws, seed=3)
    slow = slow_bootstrap(VALUES, draws=draws, seed=4)
    assert fast.shape == (draws, 2)
    for column in (0, 1):
        values = [row[column] for row in VALUES]
        mean, variance = sum(values), len(values) * pvariance(values)
        for sums in (fast[:, column].tolist(), [row[column] for row in slow]):
            assert fmean(sums) == pytest.approx(mean, abs=5 * math.sqrt(variance / draws))
            assert pvariance(sums) == pytest.approx(variance, rel=0.05)


def test_columns_share_each_draw():
    values = np.array(VALUES, dtype="float64")
    sums = bootstrap_sums(np.hstack([values, 2 * values]), draws=500, seed=1)
    np.testing.assert_allclose(sums[:, 2:], 2 * sums[:, :2])


@pytest.mark.parametrize("draws", [1, 9, 10, 11, 45])
def test_every_draw_is_filled_whatever_their_number(draws, monkeypatch):
    monkeypatch.setattr("toolkit.statistics.intervals._WEIGHTS_AT_ONCE", 70)  # ten draws at once
    sums = bootstrap_sums(np.ones((7, 1)), draws=draws, seed=1)
    assert sums[:, 0].tolist() == [7.0] * draws


@pytest.mark.parametrize("clusters", [1, 2, 7, 400])
def test_draws_that_are_made_together_are_those_of_one_at_a_time(clusters):
    values = np.random.default_rng(2).integers(0, 9, (clusters, 3)).astype("float64")
    chance = np.random.default_rng(5)
    drawn = [chance.integers(0, clusters, clusters) for _ in range(300)]
    sums = [values[draw].sum(axis=0) for draw in drawn]
    np.testing.assert_array_equal(bootstrap_sums(values, draws=300, seed=5), sums)


def test_the_seed_gives_the_draws():
    values = np.array(VALUES, dtype="float64")
    one, again, other = (bootstrap_sums(values, draws=50, seed=s) for s in (1, 1, 2))
    np.testing.assert_array_equal(one, again)
    assert not np.array_equal(one, other)


def test_one_cluster_is_drawn_again_and_again():
    assert bootstrap_sums(np.array([[3.0]]), draws=4, seed=1).tolist() == [[3.0]] * 4


def test_sparse_values_of_many_columns_are_summed_as_dense_ones(monkeypatch):
    for name in ("_WEIGHTS_AT_ONCE", "_NUMBERS_AT_ONCE", "_COUNTS_AT_ONCE"):
        # 33 draws; not filled; columns in three blocks
        monkeypatch.setattr(f"toolkit.statistics.intervals.{name}", 1000)
    values = np.random.default_rng(1).poisson(0.2, (30, 450)).astype("float64")
    dense = bootstrap_sums(values, draws=60, seed=1)
    np.testing.assert_array_equal(dense, bootstrap_sums(csc_array(values), draws=60, seed=1))
    few_bytes = csc_array(values.astype("uint8"))
    np.testing.assert_array_equal(dense, bootstrap_sums(few_bytes, draws=60, seed=1))
    apart = [csc_array(values[:, :400]), csc_array(values[:, 400:])]
    np.testing.assert_array_equal(dense, bootstrap_sums(apart, draws=60, seed=1))
    np.testing.assert_array_equal(dense[:, 400:], bootstrap_sums(values[:, 400:], draws=60, seed=1))


def test_as_many_are_drawn_from_each_stratum_as_it_has():
    strata = np.array([0, 1, 0, 1, 1, 2, 3])  # 2 and 3 are alone, and drawn together
    values = np.array([strata == 0, strata == 1, strata == 2, strata == 3], dtype="float64").T
    sums = bootstrap_sums(values, draws=300, seed=1, strata=strata)
    assert set(sums[:, 0]) == {2.0}
    assert set(sums[:, 1]) == {3.0}
    assert set(sums[:, 2]) == {0.0, 1.0, 2.0}
    assert set(sums[:, 2] + sums[:, 3]) == {2.0}


def test_one_lonely_stratum_joins_the_smallest():
    strata = np.array([0, 0, 0, 1, 1, 2])
    values = np.eye(6)
    sums = bootstrap_sums(values, draws=300, seed=1, strata=strata)
    assert set(sums[:, :3].sum(axis=1)) == {3.0}
    assert set(sums[:, 3:].sum(axis=1)) == {3.0}
    assert set(sums[:, 5]) == {0.0, 1.0, 2.0, 3.0}


def test_the_linearised_ratio_error_of_a_small_example():
    hits, words = np.array([[3.0, 0, 1, 0, 6]]).T, np.array([[400.0, 350, 500, 250, 500]]).T
    assert 1000 * linearised_error(hits, words)[0] == pytest.approx(2.50780, abs=5e-6)
    sparse = linearised_error(csc_array(hits), csc_array(words))
    assert 1000 * sparse[0] == pytest.approx(2.50780, abs=5e-6)


def test_articles_of_one_length_count_in_full():
    assert effective_clusters(np.array([[5.0, 9, 0], [5, 1, 0]])).tolist() == pytest.approx(
        [2.0, 100 / 82, 0.0]
    )


def test_the_error_of_a_logarithm_is_the_larger_of_two():
    chance = np.random.default_rng(1)
    counts = np.array([400.0, 3.0])
    samples = chance.poisson(counts, (20_000, 2)) / 1000
    found = log_error(samples, counts, counts / 1000)
    assert found[0] == pytest.approx(1 / math.sqrt(400), rel=0.02)
    assert found[1] > 1 / math.sqrt(3)
    assert np.isnan(log_error(np.full((5, 1), np.nan), np.zeros(1), np.zeros(1)))


def test_the_two_errors_of_a_logarithm_by_hand():
    # Rates 4, 4, 4 and 0 per 1,000 words, of 3 mentions: a deviation of sqrt(3), over the rate
    # sqrt(3) / 3; of the logarithms of one mention more, 5 and 1, more: log(5) * sqrt(3) / 4.
    downward = np.array([[4.0], [4.0], [4.0], [0.0]]) / 1000
    found = log_error(downward, np.array([3.0]), np.array([0.003]))
    assert found.tolist() == pytest.approx([math.log(5) * math.sqrt(3) / 4])
    # Rates 0, 0, 0 and 4, of one mention: sqrt(3) over the rate, against the same logarithms.
    upward = np.array([[0.0], [0.0], [0.0], [4.0]]) / 1000
    found = log_error(upward, np.array([1.0]), np.array([0.001]))
    assert found.tolist() == pytest.approx([math.sqrt(3)])


def test_the_exact_poisson_interval_has_its_published_values():
    """Garwood's limits at 95 %, as tabled for counts of 0, 1, 5, 10 and 50."""
    low, high = poisson_interval(np.array([0, 1, 5, 10, 50]), level=0.95)
    assert np.round(low, 3).tolist() == [0.0, 0.025, 1.623, 4.795, 37.111]
    assert np.round(high, 3).tolist() == [3.689, 5.572, 11.668, 18.39, 65.919]


def test_the_poisson_interval_leaves_the_same_tail_on_each_side():
    low, high = (float(end[0]) for end in poisson_interval(np.array([4]), level=0.9))

    def at_most(count, mean):
        return sum(math.exp(-mean) * mean**k / math.factorial(k) for k in range(count + 1))

    assert at_most(4, high) == pytest.approx(0.05)
    assert 1 - at_most(3, low) == pytest.approx(0.05)


def test_the_poisson_interval_of_no_counts_is_empty():
    low, high = poisson_interval(np.array([]), level=0.95)
    assert (len(low), len(high)) == (0, 0)


def test_the_score_interval_has_its_published_values():
    """Newcombe 1998, Stat Med 17: 857-872, table I, method 3."""
    counts, n = np.array([81, 15, 0, 1]), np.array([263, 148, 20, 29])
    low, high = wilson_interval(counts / n, n, quantile=1.959964)
    assert np.round(low, 4).tolist() == [0.2553, 0.0624, 0.0, 0.0061]
    assert np.round(high, 4).tolist() == [0.3662, 0.1605, 0.1611, 0.1718]


def test_a_share_of_clusters_has_the_interval_of_its_effective_units():
    # by hand: 1 of 2 twice varies not at all, so 4 units; 4 of 4 and 0 of 4 are worth one unit;
    # Student's quantile for two clusters is 12.7062
    whole = np.array([2.0, 2])
    alike = share_interval(np.array([1.0, 1]), whole, most=4, level=0.95)
    assert alike == pytest.approx((0.00608, 0.99392), abs=1e-5)
    apart = share_interval(np.array([4.0, 0]), 2 * whole, most=8, level=0.95)
    assert apart == pytest.approx((0.00154, 0.99846), abs=1e-5)
    with_empty = share_interval(np.array([4.0, 0, 0]), np.array([4.0, 4, 0]), most=8, level=0.95)
    assert with_empty == pytest.approx(apart)
