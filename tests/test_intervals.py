"""Intervals: the bootstrap against a slow one, the Poisson interval against published values."""

import math
import random
from statistics import fmean, pvariance

import numpy as np
import pytest

from toolkit.intervals import bootstrap_sums, percentile_interval, poisson_interval

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


@pytest.mark.parametrize("draws", [1, 199, 200, 201, 450])
def test_every_draw_is_filled_whatever_their_number(draws):
    sums = bootstrap_sums(np.ones((7, 1)), draws=draws, seed=1)
    assert sums[:, 0].tolist() == [7.0] * draws


def test_the_seed_gives_the_draws():
    values = np.array(VALUES, dtype="float64")
    one, again, other = (bootstrap_sums(values, draws=50, seed=s) for s in (1, 1, 2))
    np.testing.assert_array_equal(one, again)
    assert not np.array_equal(one, other)


def test_one_cluster_is_drawn_again_and_again():
    assert bootstrap_sums(np.array([[3.0]]), draws=4, seed=1).tolist() == [[3.0]] * 4


def test_percentiles_leave_out_what_is_undefined():
    samples = np.array([[1.0, np.nan, np.nan], [2.0, 5.0, np.inf], [3.0, 7.0, np.nan]])
    low, high = percentile_interval(samples, level=0.5)
    np.testing.assert_array_equal(low, [1.5, 5.5, np.nan])
    np.testing.assert_array_equal(high, [2.5, 6.5, np.nan])


def test_percentiles_of_no_columns_are_none():
    low, high = percentile_interval(np.empty((5, 0)), level=0.95)
    assert (len(low), len(high)) == (0, 0)


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
