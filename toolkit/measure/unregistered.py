"""Unregistered speakers: who speaks in the articles that the registry does not have."""

from __future__ import annotations

import pandas as pd

from toolkit.tables.arguments import expect_table
from toolkit.tables.schema import check_table, make_table


def unregistered(attributions: pd.DataFrame) -> pd.DataFrame:
    """List the speakers whom the registry does not have, by the words they speak.

    The head of the table is who to add to `actors.yml` next.

    Parameters
    ----------
    attributions
        From `find_attributions` or `annotate`.

    Returns
    -------
    pandas.DataFrame
        The unregistered table, a row per speaker, who speaks most first. `speaker` is the fullest
        name that an article has for the speaker, or the words ("police"); it is empty in the row
        of those whom a pronoun or nothing at all names. `share` is of all words of attributions,
        those of registered speakers among them.

    Notes
    -----
    *Limits.* Speakers are told apart by their words: two namesakes of two articles are one row, and
    one person whom two articles call otherwise is two.
    """
    expect_table(
        attributions,
        "attributions",
        ["attribution_id", "doc_id", "speaker", "source_id", "n_tokens"],
    )
    words = attributions["n_tokens"].sum()
    left = attributions[attributions["source_id"].isna()]
    table = (
        left.groupby("speaker", dropna=False)
        .agg(
            n=("attribution_id", "nunique"),
            n_docs=("doc_id", "nunique"),
            n_tokens=("n_tokens", "sum"),
        )
        .reset_index()
    )
    table["share"] = table["n_tokens"] / max(1, words)
    table = table.sort_values(["n_tokens", "speaker"], ascending=[False, True], ignore_index=True)
    return check_table(make_table("unregistered", table), "unregistered")
