"""Equivalence: whether two rates differ by less than would matter."""

from __future__ import annotations

import numpy as np
import pandas as pd

from toolkit.tables.arguments import expect_table

VERDICTS = ("equivalent", "larger", "smaller", "undecided")


def add_equivalence(ratios: pd.DataFrame, *, smallest: float) -> pd.DataFrame:
    """Add what the interval of each ratio says of a smallest ratio of interest.

    A p above 0.05 is no finding of no difference. Two one-sided tests are: rates are equivalent at
    the 5 % level if the 90 % interval of their ratio lies within the bounds (Schuirmann 1987,
    J Pharmacokinet Biopharm 15: 657-680; Lakens 2017, Soc Psychol Personal Sci 8: 355-362). So make
    the table with ``level=0.90``; with 0.95 the level of the test is 2.5 %.

    Parameters
    ----------
    ratios
        From `compare` or `model_rates`.
    smallest
        The smallest ratio above one that would matter, fixed before looking, such as 1.5; below
        one, its inverse.

    Returns
    -------
    pandas.DataFrame
        The same rows with `smallest` and `equivalence`: "equivalent", if the interval lies within
        1 / smallest to smallest; "larger" or "smaller", if it lies beyond; "undecided", if it does
        neither or there is none. The rows of intercepts are empty.
    """
    expect_table(
        ratios,
        "ratios",
        ["ratio_low", "ratio_high"],
        expected="the table that `compare` or `model_rates` returns",
    )
    if not (isinstance(smallest, int | float) and np.isfinite(smallest) and smallest > 1):
        raise ValueError(f"smallest: found {smallest!r}, expected a ratio above 1, such as 1.5")
    low, high = (ratios[column].to_numpy("float64") for column in ("ratio_low", "ratio_high"))
    found = np.select(
        [(low > 1 / smallest) & (high < smallest), low > smallest, high < 1 / smallest],
        VERDICTS[:3],
        VERDICTS[3],
    )
    verdict = pd.Series(found, index=ratios.index, dtype="str")
    if "term" in ratios:
        verdict = verdict.mask(ratios["term"] == "Intercept")
    return ratios.assign(smallest=float(smallest), equivalence=verdict)
