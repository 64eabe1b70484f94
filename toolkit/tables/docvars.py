"""Docvars: what is known about each article beyond the declared columns, and its language."""

from __future__ import annotations

import pandas as pd

from toolkit.tables import annotate, measure, read

# A docvar of one of these names stays with the articles: the tables have a column of that name.
_TAKEN = {
    *read.TABLES["articles"].columns,
    *annotate.TABLES["mentions"].columns,
    *measure.TABLES["exposure"].columns,
    "subjectivity",
    "period",
} - {"language"}


def docvars_of(articles: pd.DataFrame) -> pd.DataFrame:
    """Return the docvars of each article, by `doc_id`, that mentions and exposure take over.

    They are the columns that no table declares, and `language`, so that any of them can stand in
    `by=`.
    """
    names = [column for column in articles.columns if column not in _TAKEN]
    return articles.set_index("doc_id")[names]
