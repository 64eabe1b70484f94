"""Tone: TextBlob's polarity and subjectivity of the sentence around a mention."""

from __future__ import annotations

from functools import lru_cache

import pandas as pd

from toolkit.display.progress import track
from toolkit.tables.arguments import expect_table
from toolkit.tables.schema import check_table
from toolkit.text.sentences import sentence_spans
from toolkit.text.spans import SpanIndex


def add_tone(mentions: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """Add the tone of the sentence in which each mention stands.

    This is the sentence's tone, not the speaker's attitude to the target: "Armenia suffered a
    terrible defeat" is negative whoever says it and however he means it.

    Parameters
    ----------
    mentions
        The mentions table.
    articles
        The articles that it was made from.

    Returns
    -------
    pandas.DataFrame
        The same rows with `tone`, TextBlob's polarity from -1 (negative) to 1 (positive), and a
        new column `subjectivity`, from 0 (objective) to 1 (subjective).

    Notes
    -----
    *Limits.* TextBlob's lexicon was made from product reviews and does not know the words of
    war; use tone to sort passages for reading, not as a finding.
    """
    expect_table(mentions, "mentions", ["doc_id", "start"])
    expect_table(articles, "articles", ["doc_id", "text"])
    texts = articles.set_index("doc_id")["text"]
    sentences = {
        doc_id: SpanIndex(sentence_spans(texts[doc_id])) for doc_id in mentions["doc_id"].unique()
    }
    places = zip(mentions["doc_id"], mentions["start"], strict=True)
    tones = []
    for doc_id, start in track(places, desc="tone", total=len(mentions)):
        place = sentences[doc_id].at(start) or (start, start)
        tones.append(_sentiment(texts[doc_id][place[0] : place[1]]))
    tone = pd.DataFrame(tones, columns=["tone", "subjectivity"], index=mentions.index)
    return check_table(mentions.assign(**tone.astype("float64")), "mentions")


@lru_cache(maxsize=1)
def _sentiment(sentence: str) -> tuple[float, float]:
    from textblob import TextBlob

    polarity, subjectivity = TextBlob(sentence).sentiment
    return polarity, subjectivity
