"""Words: how often each group of articles uses each word, the input of keyness."""

from __future__ import annotations

from collections import Counter, defaultdict

import pandas as pd

from toolkit.schema import check_table, make_table
from toolkit.sentences import word_spans


def count_words(articles: pd.DataFrame, *, by: str = "outlet") -> pd.DataFrame:
    """Count every word of each group of articles, in lower case.

    Parameters
    ----------
    articles
        The articles table.
    by
        A column of it: outlet, a period, a docvar. Articles where it is empty are left out.

    Returns
    -------
    pandas.DataFrame
        The words table, a row per group and word that occurs in it: `by`, word, n, n_docs, and
        the group's exposure (words) and exposure_docs (articles).
    """
    if by not in articles:
        raise ValueError(
            f"by: found {by!r}, expected a column of articles: {', '.join(articles.columns)}"
        )
    counts: dict = defaultdict(Counter)
    texts: dict = defaultdict(Counter)
    sizes: Counter = Counter()
    for group, text in zip(articles[by], articles["text"], strict=True):
        if pd.isna(group):
            continue
        found = Counter(text[start:end].lower() for start, end in word_spans(text))
        counts[group].update(found)
        texts[group].update(found.keys())
        sizes[group] += 1
    rows = [
        {
            by: group,
            "word": word,
            "n": n,
            "n_docs": texts[group][word],
            "exposure": own.total(),
            "exposure_docs": sizes[group],
        }
        for group, own in sorted(counts.items())
        for word, n in sorted(own.items())
    ]
    made = make_table("words", pd.DataFrame(rows, columns=[by, *_COLUMNS]))
    return check_table(made, "words")[[by, *_COLUMNS]]


_COLUMNS = ["word", "n", "n_docs", "exposure", "exposure_docs"]
