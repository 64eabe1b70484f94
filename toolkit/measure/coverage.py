"""Coverage: how many articles and words the corpus has of each outlet, day by day."""

from __future__ import annotations

import pandas as pd

from toolkit.measure.periods import add_period, periods_between, warn_of_no_dates
from toolkit.tables.arguments import check_column, check_free, expect_table
from toolkit.tables.calls import records_call
from toolkit.tables.schema import finish_measure


@records_call
def coverage(articles: pd.DataFrame, *, by: str = "outlet", every: str = "day") -> pd.DataFrame:
    """Count articles and words of each outlet in every period from the first date to the last.

    Parameters
    ----------
    articles
        The articles table; those without a date are left out.
    by
        The column that splits them; where it is empty, they are one group.
    every
        "day", "week" or "month".

    Returns
    -------
    pandas.DataFrame
        The coverage table, a row per group and period; n_docs is 0 in a gap.

    Warns
    -----
    PeriodWarning
        If no article has a date: the table is empty.
    """
    expect_table(articles, "articles", ["doc_id", "date", "n_tokens"])
    check_column(articles, by, "by", "articles")
    check_free("coverage", by=[by])
    dated = add_period(articles[articles["date"].notna()], every=every)
    warn_of_no_dates(articles, "articles", stacklevel=3)
    counts = dated.groupby([by, "period"], dropna=False, observed=True)
    counts = counts.agg(n_docs=("doc_id", "size"), n_tokens=("n_tokens", "sum")).reset_index()
    filled = pd.DataFrame({"period": periods_between(dated["period"], every=every)})
    filled = dated[[by]].drop_duplicates().sort_values(by).merge(filled, how="cross")
    table = filled.merge(counts, how="left", on=[by, "period"])
    table = table.fillna({"n_docs": 0, "n_tokens": 0})
    return finish_measure("coverage", table, by=[by])
