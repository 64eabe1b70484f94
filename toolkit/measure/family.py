"""Family: the tests of one analysis, whichever tables they stand in."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from toolkit.statistics.corrections import correct_p
from toolkit.tables.arguments import as_list, expect_table
from toolkit.tables.calls import calls_of, with_arguments

_TESTED = ["p", "p_corrected", "correction", "n_tests"]
_MADE_BY = "tables that `compare`, `corrected_comparison` or `model_rates` returned"


def correct_together(
    tables: Sequence[pd.DataFrame], *, correction: str = "holm"
) -> list[pd.DataFrame]:
    """Correct p for the tests of several tables, which are one family.

    A table corrects p for its own rows. Where an analysis takes several tables, all of their tests
    are its family: Holm's or Benjamini and Hochberg's correction is made anew, from the p of all.

    Parameters
    ----------
    tables
        Of one analysis, from `compare`, `corrected_comparison` or `model_rates`, with all of their
        rows: filter afterwards.
    correction
        As in `compare`.

    Returns
    -------
    list of pandas.DataFrame
        The same tables in the same order, with the columns `p_corrected`, `correction` and
        `n_tests` of the family, whose calls say so; use these in place of the ones given.
    """
    tables = as_list(tables, "tables")
    for at, table in enumerate(tables):
        expect_table(table, "tables", _TESTED, expected=_MADE_BY)
        if any(table is other for other in tables[:at]):
            raise ValueError(
                f"tables: found one table twice, the second time at {at + 1} of {len(tables)}, "
                "expected each once"
            )
        _check_rows(table, at)
    together = {"correction": correction, "tables_together": len(tables)}
    return [
        with_arguments(table, **together) for table in correct_rows(tables, correction=correction)
    ]


def _check_rows(table: pd.DataFrame, at: int) -> None:
    """Raise if a table lacks rows that were tested, or holds what is no p."""
    p = table["p"].dropna()
    if not p.between(0, 1).all():
        raise ValueError(f"tables: found a p of {p[~p.between(0, 1)].iloc[0]} in table {at + 1}")
    joined = any("tables_together" in call["arguments"] for call in calls_of(table))
    n_tests = 0 if table.empty else int(table["n_tests"].iloc[0])
    if not joined and len(p) < n_tests:
        raise ValueError(
            f"tables: found {len(p)} of the {n_tests} tests of table {at + 1}, expected all of its "
            "rows: correct first, and filter afterwards"
        )


def correct_rows(tables: Sequence[pd.DataFrame], *, correction: str) -> list[pd.DataFrame]:
    """Add p corrected for the rows of all tables to each, the method and the number of tests."""
    p = np.concatenate([np.zeros(0), *(table["p"].to_numpy("float64") for table in tables)])
    corrected = correct_p(p, method=correction)
    parts = np.split(corrected, np.cumsum([len(table) for table in tables])[:-1])
    about = {"correction": correction, "n_tests": int(np.isfinite(p).sum())}
    return [
        table.assign(p_corrected=part, **about) for table, part in zip(tables, parts, strict=False)
    ]
