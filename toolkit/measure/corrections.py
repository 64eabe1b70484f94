"""Corrections of p for the number of tests."""

from __future__ import annotations

import numpy as np
import pandas as pd

_METHODS = ("holm", "fdr_bh", "bonferroni")


def correct_p(p: pd.Series | np.ndarray, *, method: str) -> np.ndarray:
    """Correct each p for all of them, by statsmodels.

    Parameters
    ----------
    p
        Of every test of the family, whether its result is shown or not.
    method
        "holm", "fdr_bh" (Benjamini and Hochberg) or "bonferroni".
    """
    if method not in _METHODS:
        raise ValueError(f"correction: found {method!r}, expected one of {', '.join(_METHODS)}")
    values = np.asarray(p, dtype="float64")
    if not len(values):
        return values
    from statsmodels.stats.multitest import multipletests

    return multipletests(values, method=method)[1]
