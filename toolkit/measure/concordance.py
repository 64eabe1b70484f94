"""Concordance: every mention in its context, key word in the middle."""

from __future__ import annotations

import pandas as pd

from toolkit.schema import check_table, make_table


def concordance(mentions: pd.DataFrame, articles: pd.DataFrame, *, width: int = 60) -> pd.DataFrame:
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
    pandas.DataFrame
        The concordance table, a row per mention, in the order of `mentions`.
    """
    if width < 0:
        raise ValueError(f"width: found {width}, expected 0 or more characters")
    texts = articles.set_index("doc_id")["text"]
    left, right = [], []
    places = zip(*(mentions[c] for c in ("doc_id", "start", "end")), strict=True)
    for doc_id, start, end in places:
        text = texts[doc_id]
        left.append(_line(text[max(0, start - width) : start]))
        right.append(_line(text[end : end + width]))
    kept = mentions[["mention_id", "doc_id", "frame", "voice", "source", "target_id"]]
    kept = kept.assign(
        left=left,
        node=mentions["match"],
        right=right,
        mode=mentions["mode"].astype("str"),
        date=mentions["date"],
        outlet=mentions["outlet"],
    )
    return check_table(make_table("concordance", kept), "concordance")


def _line(text: str) -> str:
    return text.replace("\n", " ")
