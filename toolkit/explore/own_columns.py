"""The columns that a researcher added to mentions or articles, as text to filter and count by."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

import numpy as np
import pandas as pd

from toolkit.annotate.annotate import Tables
from toolkit.display.printable import printable
from toolkit.explore.filters import Facet, make_facet
from toolkit.tables.schema import TABLES

MOST = 200  # values of a column that mentions are filtered by
_MEASURED = "subjectivity"  # which `annotate` adds beside the tone; like it, no filter


class Own(NamedTuple):
    """A column of mentions: its facet, and the number of each article's value if articles have it.

    The number is -1 where an article has no value.
    """

    facet: Facet
    of_articles: np.ndarray | None

    def of_docs(self, docs: np.ndarray) -> Facet | None:
        """Return the facet of the rows of these articles; None if it is none of articles."""
        if self.of_articles is None:
            return None
        return _of_docs(self.facet.levels, self.of_articles, docs)

    def of_words(self, exposure: pd.DataFrame, name: str, docs: np.ndarray) -> Facet | None:
        """Return the facet of words, rows of these articles; None if words are not split by it."""
        if self.of_articles is None and name in exposure:
            return facet_of(exposure[name], name, values=self.facet.levels)
        return self.of_docs(docs)


def own_columns(
    tables: Tables, docs: np.ndarray, *, taken: Collection[str]
) -> tuple[dict[str, Own], list[str]]:
    """Return what no table declares of mentions and articles, the language, and what is left out.

    Parameters
    ----------
    tables
        From `annotate`, with whatever was added to them.
    docs
        Of each mention, the place of its article in the articles table.
    taken
        Names that mean something else to the explorer.
    """
    of_mentions = TABLES["mentions"].columns
    of_articles = [name for name in TABLES["articles"].columns if name != "language"]
    names = dict.fromkeys([
        *(name for name in tables.mentions if name not in (*of_mentions, *of_articles, _MEASURED)),
        *(name for name in tables.articles if name not in of_articles),
    ])  # fmt: skip
    own: dict[str, Own] = {}
    left_out: list[str] = []
    for name in names:
        shown = printable(str(name))
        if not isinstance(name, str) or name in of_mentions or name in taken:
            left_out.append(f"{shown} (give it another name)")
        elif any(list(table).count(name) > 1 for table in (tables.mentions, tables.articles)):
            left_out.append(f"{shown} (two columns have this name)")
        elif (n := len((one := _own(tables, docs, name)).facet.levels)) > MOST:
            left_out.append(f"{shown} ({n:,} values, above {MOST})")
        else:
            own[name] = one
    return own, left_out


def _own(tables: Tables, docs: np.ndarray, name: str) -> Own:
    mentions, articles = tables.mentions, tables.articles
    if name not in articles:
        return Own(facet_of(mentions[name], name), None)
    of_articles = as_text(articles[name])
    if name in mentions:
        of_mentions = as_text(mentions[name])
        if not of_mentions.equals(of_articles.iloc[docs].reset_index(drop=True)):
            return Own(facet_of(mentions[name], name), None)  # a mention has a value of its own
    facet = facet_of(articles[name], name)
    codes = np.full(len(articles), -1)
    codes[facet.rows] = facet.codes
    return Own(_of_docs(facet.levels, codes, docs), codes)


def _of_docs(levels: tuple, of_articles: np.ndarray, docs: np.ndarray) -> Facet:
    codes = np.append(of_articles, -1)[docs]  # words may be of an article that is not there: -1
    rows = np.flatnonzero(codes >= 0)
    return Facet(levels, rows, codes[rows], len(docs))


def facet_of(column: pd.Series, name: str, *, values: tuple | None = None) -> Facet:
    """Return the facet of a column as text, in the order of its categories or of its numbers."""
    table = pd.DataFrame({name: as_text(column)})
    return make_facet(table, name, values=values, first=_in_order(column))


def as_text(values: pd.Series) -> pd.Series:
    """Return the values as text, whole numbers without a point; what is missing stays so."""
    values = pd.Series(values.to_numpy()) if values.dtype == "category" else values
    if pd.api.types.is_float_dtype(values):
        values = values.convert_dtypes()  # a whole number beside an empty cell is a float
    return values.astype("str").reset_index(drop=True)


def _in_order(values: pd.Series) -> list[str]:
    if values.dtype == "category":
        return as_text(pd.Series(values.cat.categories)).tolist()
    if pd.api.types.is_numeric_dtype(values):
        return as_text(values.dropna().drop_duplicates().sort_values()).tolist()
    return []
