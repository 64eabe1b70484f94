"""First uses: who says a term first, and how many days later the others do."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from toolkit.tables.arguments import (
    as_list,
    check_apart,
    check_columns,
    check_free,
    check_some,
    expect_table,
)
from toolkit.tables.calls import records_call
from toolkit.tables.joint import credit_each
from toolkit.tables.schema import finish_measure


@records_call
def first_uses(
    mentions: pd.DataFrame,
    *,
    of: str | Sequence[str] = "term_id",
    by: str = "outlet",
) -> pd.DataFrame:
    """Find the day on which each group first uses each thing.

    *Limits*: the first use in the corpus, which need not be the first. Who publishes more is first
    more often by chance alone: of articles in random order the first would be of a group with the
    probability `share`. A lag of a few days says little of who took a term from whom.

    Parameters
    ----------
    mentions
        The table; rows without a date, or without a group, are left out.
    of
        The column(s) of what is used.
    by
        The column of the groups: outlet, voice, a docvar.

    Returns
    -------
    pandas.DataFrame
        The first_uses table: for each thing the groups in the order of their first use, with the
        article that has it, and the lag in days to the first of all. Groups of one day have one
        lag. A group that never uses the thing has n = 0.
    """
    of = as_list(of, "of")
    expect_table(mentions, "mentions", ["mention_id", "doc_id", "date"])
    check_some(of=of)
    check_columns(mentions, [by, *of], "mentions")
    check_apart(by=[by], of=of)
    check_free("first_uses", by=[by], of=of)
    mentions = credit_each(mentions, [by])
    used = mentions[mentions["date"].notna() & mentions[by].notna()].sort_values(["date", "doc_id"])
    uses = used.groupby([*of, by], dropna=False, observed=True)
    found = uses.agg(
        n=("mention_id", "size"),
        n_docs=("doc_id", "nunique"),
        first=("date", "first"),
        doc_id=("doc_id", "first"),
    ).reset_index()
    table = used[of].drop_duplicates().merge(used[[by]].drop_duplicates(), how="cross")
    table = table.merge(found, how="left", on=[*of, by]).fillna({"n": 0, "n_docs": 0})
    every = table.groupby(of, dropna=False, observed=True)
    earliest = every["first"].transform("min")
    days = table["first"].dt.normalize() - earliest.dt.normalize()
    table["lag"] = days.dt.days.astype("Int64")
    table["share"] = table["n_docs"] / every["n_docs"].transform("sum")
    table = table.sort_values([*of, "first", "doc_id", by], ignore_index=True)
    return finish_measure("first_uses", table, by=[by], of=of)
