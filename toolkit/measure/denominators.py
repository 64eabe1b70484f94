"""Denominators: what a rate is stated per, if not per words."""

from __future__ import annotations

import pandas as pd

from toolkit.tables.arguments import check_columns

DENOMINATORS = ("words", "sentences", "articles")


def with_denominator(exposure: pd.DataFrame, denominator: str, by: list[str]) -> pd.DataFrame:
    """Return exposure whose `n_tokens` are what rates are divided by.

    Parameters
    ----------
    exposure
        The table, each speaker of a joint statement credited.
    denominator
        "words" (of the group), "sentences" (most of whose words are the group's) or "articles"
        (with words of the group).
    by
        The columns that make the groups.

    Raises
    ------
    ValueError
        If the denominator is none of these, or exposure does not have it.
    """
    if denominator not in DENOMINATORS:
        raise ValueError(
            f"denominator: found {denominator!r}, expected one of {', '.join(DENOMINATORS)}"
        )
    if denominator == "words":
        return exposure
    if denominator == "articles":
        later = exposure.duplicated(["doc_id", *by])
        return exposure.assign(n_tokens=(~later).astype("int64"))
    check_columns(exposure, ["n_sentences"], "exposure", remedy="make it with `exposure`")
    if exposure["n_sentences"].isna().any():
        raise ValueError(
            "exposure: found rows without n_sentences, expected their number; make it anew with "
            "`exposure`"
        )
    return exposure.assign(n_tokens=exposure["n_sentences"].astype("int64"))
