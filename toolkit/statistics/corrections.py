"""Corrections of p for the number of tests."""

from __future__ import annotations

import numpy as np
import pandas as pd

_METHODS = ("holm", "fdr_bh")


def correct_p(p: pd.Series | np.ndarray, *, method: str) -> np.ndarray:
    """Correct each p for all of them.

    Parameters
    ----------
    p
        Of every test of the family, whether its result is shown or not; where it is empty, there
        was no test, and the corrected one is empty too.
    method
        "holm" bounds the chance of a single false finding (Holm 1979, Scand J Stat 6: 65-70);
        "fdr_bh" the expected share of false ones (Benjamini and Hochberg 1995, JRSS B 57:
        289-300).
    """
    if method not in _METHODS:
        raise ValueError(f"correction: found {method!r}, expected one of {', '.join(_METHODS)}")
    values = np.asarray(p, dtype="float64")
    whole = np.full(len(values), np.nan)
    tested = np.isfinite(values)
    values = values[tested]
    tests = len(values)
    order = np.argsort(values)
    corrected = np.empty(tests)
    if method == "holm":
        corrected[order] = np.maximum.accumulate(values[order] * np.arange(tests, 0, -1))
    else:
        back = order[::-1]
        corrected[back] = np.minimum.accumulate(values[back] * tests / np.arange(tests, 0, -1))
    whole[tested] = np.minimum(corrected, 1.0)
    return whole
