import numpy as np
import pytest
from scipy.stats import false_discovery_control

from toolkit.statistics.corrections import correct_p


def test_holm_by_hand():
    # 0.01 * 4; 0.02 * 3; 0.03 * 2 is no more than the one before; 0.5
    assert correct_p([0.03, 0.01, 0.5, 0.02], method="holm") == pytest.approx(
        [0.06, 0.04, 0.5, 0.06]
    )


def test_benjamini_and_hochberg_as_scipy_has_it():
    p = np.random.default_rng(1).random(30) ** 3
    assert correct_p(p, method="fdr_bh") == pytest.approx(false_discovery_control(p))


@pytest.mark.parametrize("method", ["holm", "fdr_bh"])
def test_no_tests_and_one(method):
    assert correct_p([], method=method).tolist() == []
    assert correct_p([0.2], method=method).tolist() == [0.2]
    assert correct_p([0.9, 0.8], method=method).max() <= 1


def test_an_unknown_correction_is_refused():
    with pytest.raises(ValueError, match="correction: found 'sidak', expected one of holm, fdr_bh"):
        correct_p([0.1], method="sidak")
