"""Of corpora without any difference, one in twenty at most has a finding after Holm."""

import importlib.util
from pathlib import Path

import pytest

CORPORA = 1000
ERROR = (0.05 * 0.95 / CORPORA) ** 0.5  # of a share of 5 %, by Monte Carlo


@pytest.fixture(scope="module")
def benchmark():
    path = Path(__file__).parents[2] / "benchmarks" / "comparisons.py"
    spec = importlib.util.spec_from_file_location("comparisons", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


# The first once had findings in 8 of 100 corpora, for two rates of one article could agree in every
# draw; the second too, since Student's t had too many degrees of freedom for clumped counts.
@pytest.mark.parametrize(
    ("shared", "unequal", "family", "articles", "mentions", "clumping"),
    [
        (True, True, (5, 6), 20, 3, 0),
        (True, False, (5, 6), 40, 50, 3),
        (True, False, (3, 3), 40, 200, 1),
        (False, True, (3, 3), 200, 100, 1),
    ],
)
def test_holm_keeps_its_promise(benchmark, shared, unequal, family, articles, mentions, clumping):
    found, held = benchmark.of_null_corpora(
        CORPORA,
        400,
        groups=family[0],
        frames=family[1],
        articles=articles,
        mentions=mentions,
        clumping=clumping,
        shared=shared,
        unequal=unequal,
    )
    assert found <= 0.05 + 2 * ERROR
    assert held >= 0.92
    if mentions >= 50:  # fewer are compared with more caution than is asked for
        assert found > 0.01
        assert held <= 0.98
