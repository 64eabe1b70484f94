"""Concordance: every mention in its context, key word in the middle."""

from __future__ import annotations

import pandas as pd

from toolkit.display.kwic import Concordance
from toolkit.tables.arguments import expect_table
from toolkit.tables.contexts import contexts
from toolkit.tables.schema import check_table, make_table

_NEEDED = (
    "mention_id", "doc_id", "start", "end", "match", "frame", "voice", "source", "target_id",
    "mode", "stance", "date", "outlet",
)  # fmt: skip


def concordance(mentions: pd.DataFrame, articles: pd.DataFrame, *, width: int = 60) -> Concordance:
    """Show each mention with the text around it.

    Parameters
    ----------
    mentions
        The mentions table; filter it to read less.
    articles
        The articles that it was made from.
    width
        Characters of context on each side; line breaks become blanks.

    Returns
    -------
    Concordance
        The concordance table, a row per mention, in the order of `mentions`: a DataFrame that is
        shown with its terms in one column. Where a window has no room for the whole context, its
        outer end fades.
    """
    expect_table(mentions, "mentions", _NEEDED)
    expect_table(articles, "articles", ["doc_id", "text"])
    if width < 0:
        raise ValueError(f"width: found {width}, expected 0 or more characters")
    left, right = contexts(mentions, articles, width=width)
    kept = mentions[["mention_id", "doc_id", "frame", "voice", "source", "target_id"]]
    kept = kept.assign(
        left=left,
        node=mentions["match"],
        right=right,
        mode=mentions["mode"].astype("str"),
        stance=mentions["stance"].astype("str"),
        date=mentions["date"],
        outlet=mentions["outlet"],
    )
    return Concordance(check_table(make_table("concordance", kept), "concordance"))
