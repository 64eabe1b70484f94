"""Contexts: the text around spans, on one line."""

from __future__ import annotations

import pandas as pd


def contexts(
    spans: pd.DataFrame, articles: pd.DataFrame, *, width: int
) -> tuple[list[str], list[str]]:
    """Return the `width` characters before and after each span, line breaks as blanks."""
    texts = dict(zip(articles["doc_id"], articles["text"], strict=True))
    left, right = [], []
    for doc_id, start, end in zip(*(spans[c] for c in ("doc_id", "start", "end")), strict=True):
        text = texts[doc_id]
        left.append(text[max(0, start - width) : start].replace("\n", " "))
        right.append(text[end : end + width].replace("\n", " "))
    return left, right
