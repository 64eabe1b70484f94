import numpy as np
import pandas as pd
import pytest

import toolkit as tk

RATIOS = pd.DataFrame(
    {
        "ratio_low": [0.9, 0.5, 1.6, 0.1, np.nan, 1 / 1.5],
        "ratio_high": [1.2, 1.1, 3.0, 0.6, np.nan, 1.2],
    }
)


def test_an_interval_within_the_bounds_is_equivalent_and_one_beyond_them_is_not():
    found = tk.add_equivalence(RATIOS, smallest=1.5)
    assert found["equivalence"].tolist() == [
        "equivalent",
        "undecided",
        "larger",
        "smaller",
        "undecided",
        "undecided",  # its end is the bound itself
    ]
    assert (found["smallest"] == 1.5).all()


def test_an_intercept_is_no_ratio():
    model = RATIOS.head(2).assign(term=["Intercept", "group[T.b]"])
    found = tk.add_equivalence(model, smallest=2.5)["equivalence"]
    assert found.isna().tolist() == [True, False]
    assert found[1] == "equivalent"


def test_a_bound_below_one_and_another_table_are_refused():
    for smallest in (1, 0.8, "2", np.inf):
        with pytest.raises(ValueError, match=r"smallest: found .*, expected a ratio above 1"):
            tk.add_equivalence(RATIOS, smallest=smallest)
    with pytest.raises(ValueError, match="ratios: found no column 'ratio_high'"):
        tk.add_equivalence(RATIOS[["ratio_low"]], smallest=2)
