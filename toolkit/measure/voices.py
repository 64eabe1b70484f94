"""Voices: who says what about whom."""

from __future__ import annotations

import pandas as pd

from toolkit.tables.arguments import check_column, expect_table
from toolkit.tables.joint import credit_each
from toolkit.tables.schema import check_table, make_table


def voices(mentions: pd.DataFrame, *, of: str = "frame") -> pd.DataFrame:
    """Count mentions by voice, likeliest target, and the thing counted.

    What actors say together counts for each of them.

    Parameters
    ----------
    mentions
        The mentions table; filter it to count less.
    of
        The column that is counted: frame, term_id ...

    Returns
    -------
    pandas.DataFrame
        The voices table, a row per combination that occurs: voice_id, target_id (both may be
        empty), `of`, n, and share: n over all mentions of the same voice_id and `of`.
    """
    expect_table(mentions, "mentions", ["voice_id", "target_id"])
    check_column(mentions, of, "of", "mentions")
    keys = ["voice_id", "target_id", of]
    if of in keys[:2]:
        raise ValueError(
            f"of: found {of!r}, by which voices are split in any case; expected another column of "
            "mentions"
        )
    groups = credit_each(mentions).groupby(keys, dropna=False, observed=True)
    counts = groups.size().rename("n").reset_index()
    totals = counts.groupby(["voice_id", of], dropna=False)["n"].transform("sum")
    made = make_table("voices", counts.assign(share=counts["n"] / totals))
    return check_table(made, "voices")[[*keys, "n", "share"]]
