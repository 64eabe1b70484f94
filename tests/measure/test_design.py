import math

import numpy as np
import pytest
from scipy.stats import norm

import toolkit as tk


def test_the_ratio_is_that_at_which_the_test_has_the_power():
    # 2 per 1,000 in 50,000 words: 100 mentions expected of the reference, and 100 r of the group
    ratio = tk.detectable_ratio(2.0, (50_000, 50_000))
    error = math.sqrt(1 / (100 * ratio) + 1 / 100)
    quantiles = norm.ppf(0.975) + norm.ppf(0.8)  # 2.8016; the other tail adds nothing
    assert math.log(ratio) / error == pytest.approx(quantiles, abs=1e-5)
    assert ratio == pytest.approx(1.44005, abs=1e-5)


def test_clumping_and_corrections_ask_for_more():
    plain = tk.detectable_ratio(2.0, (50_000, 50_000))
    clumped = tk.detectable_ratio(2.0, (50_000, 50_000), effect=2.5)
    error = math.sqrt(2.5 * (1 / (100 * clumped) + 1 / 100))
    assert math.log(clumped) / error == pytest.approx(norm.ppf(0.975) + norm.ppf(0.8), abs=1e-5)
    corrected = tk.detectable_ratio(2.0, (50_000, 50_000), tests=10)
    error = math.sqrt(1 / (100 * corrected) + 1 / 100)
    assert math.log(corrected) / error == pytest.approx(norm.ppf(0.9975) + norm.ppf(0.8), abs=1e-5)
    assert plain < corrected < clumped


def test_planted_at_that_ratio_it_is_found_as_often_as_said():
    ratio = tk.detectable_ratio(2.0, (40_000, 80_000), power=0.8)
    generator = np.random.default_rng(1)
    group = generator.poisson(2.0 * 40 * ratio, 4000)
    other = generator.poisson(2.0 * 80, 4000)
    z = np.log(group / 40 / (other / 80)) / np.sqrt(1 / group + 1 / other)
    assert (np.abs(z) > 1.96).mean() == pytest.approx(0.8, abs=0.03)


def test_too_few_words_find_no_ratio():
    assert tk.detectable_ratio(0.001, (50, 50)) == math.inf
    assert tk.detectable_ratio(2.0, (50, 50), power=0.05) == 1.0  # what the level finds by chance


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"rate": 0}, "rate: found 0, expected a number above 0"),
        ({"words": (10,)}, r"words: found \(10,\), expected two numbers above 0"),
        ({"words": ("a", 10)}, r"words: found \('a', 10\), expected two numbers above 0"),
        ({"words": 10}, "words: found 10, expected two numbers above 0"),
        ({"effect": -1}, "effect: found -1, expected"),
        ({"power": 80}, "power: found 80, expected a share between 0 and 1"),
        ({"level": 1}, "level: found 1, expected a share between 0 and 1"),
    ],
)
def test_what_is_no_design_is_refused(changed, message):
    given = {"rate": 2.0, "words": (100, 100)} | changed
    with pytest.raises(ValueError, match=message):
        tk.detectable_ratio(**given)
