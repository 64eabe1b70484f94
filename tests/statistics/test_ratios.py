"""Two Poisson counts given their sum: how often the mid-p errs, and how much it sees."""

import numpy as np
import pytest
from scipy.stats import binom, poisson

from toolkit.statistics.ratios import given_the_sum

COUNTS = np.arange(60.0)
ONE, OTHER = (side.ravel()[1:] for side in np.meshgrid(COUNTS, COUNTS))  # less 0 and 0
MIDDLE = given_the_sum(ONE, OTHER, np.ones(len(ONE)), level=0.95)[0]
EXACT = np.minimum(2 * binom.cdf(np.minimum(ONE, OTHER), ONE + OTHER, 0.5), 1)


def how_often(p, one, other):
    """Return how often p is below 0.05 for counts of these means, without simulation."""
    return (poisson.pmf(ONE, one) * poisson.pmf(OTHER, other))[p < 0.05].sum()


@pytest.mark.parametrize("mean", [1, 3, 6, 10])
def test_the_exact_p_of_few_counts_errs_too_seldom_and_the_mid_p_in_up_to_one_of_twenty(mean):
    assert how_often(EXACT, mean, mean) < 0.03
    assert 1.4 * how_often(EXACT, mean, mean) < how_often(MIDDLE, mean, mean) <= 0.05


def test_the_mid_p_sees_more_of_a_ratio_of_three():
    assert how_often(EXACT, 2, 6) == pytest.approx(0.17, abs=0.005)
    assert how_often(MIDDLE, 2, 6) == pytest.approx(0.255, abs=0.005)
    assert how_often(EXACT, 3, 9) == pytest.approx(0.31, abs=0.005)
    assert how_often(MIDDLE, 3, 9) == pytest.approx(0.395, abs=0.005)
