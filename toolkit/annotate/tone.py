"""Tone: TextBlob's polarity and subjectivity of the sentence around a mention."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, lru_cache
from importlib.machinery import ModuleSpec
from importlib.util import find_spec, module_from_spec
from typing import cast

import numpy as np
import pandas as pd

from toolkit.display.progress import track
from toolkit.languages.language import is_there, language_of
from toolkit.tables.arguments import expect_table
from toolkit.tables.schema import check_table
from toolkit.text.spans import SpanIndex
from toolkit.text.text import Text, texts_of

Tone = tuple[float, float]  # polarity, subjectivity
_LANGUAGE = "en"  # of TextBlob's lexicon


def add_tone(mentions: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """Add the polarity of the sentence in which each mention stands.

    This is no attitude, of nobody and to nobody: "Armenia suffered a terrible defeat" is negative
    whoever says it and however he means it.

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
    *Limits.* English only: in an article in another language both are missing. TextBlob's lexicon
    was made from product reviews and does not know the words of war: a sentence with none of its
    words has 0. Against people's labels of the attitude to the target it has a macro-F1 of .40, as
    has calling all of them neutral: it tells nothing of attitude. Use it to sort passages for
    reading, not as a finding.
    """
    expect_table(mentions, "mentions", ["doc_id", "start"])
    expect_table(articles, "articles", ["doc_id", "text", "body_start"])
    rows_of = mentions.groupby("doc_id", sort=False).indices
    starts = mentions["start"].to_numpy()
    tones = np.full((len(mentions), 2), np.nan)
    for text in track(texts_of(articles), desc="tone", total=len(articles)):
        rows = rows_of.get(text.doc_id)
        if rows is not None:
            tones[rows] = list(tones_of(text, starts[rows].tolist()))
    return with_tones(mentions, tones)


def tones_of(text: Text, starts: Iterable[int]) -> Iterator[Tone]:
    """Yield the polarity and the subjectivity of the sentence of each mention of one article."""
    if not is_there(text.language) or language_of(text.language).code != _LANGUAGE:
        yield from [(float("nan"), float("nan"))] * len([*starts])
        return
    sentences = SpanIndex(text.sentences)
    for start in starts:
        sentence = sentences.at(start) or (start, start)
        yield _sentiment(text.raw[sentence[0] : sentence[1]])


def with_tones(mentions: pd.DataFrame, tones: Sequence[Tone] | np.ndarray) -> pd.DataFrame:
    """Return the mentions with the tone of each."""
    tone = pd.DataFrame(tones, columns=["tone", "subjectivity"], index=mentions.index)
    return check_table(mentions.assign(**tone.astype("float64")), "mentions")


@lru_cache(maxsize=1)
def _sentiment(sentence: str) -> Tone:
    polarity, subjectivity = _analyzer()(sentence)
    return polarity, subjectivity


@cache
def _analyzer() -> Callable[[str], Tone]:
    """Return what `TextBlob(sentence).sentiment` asks, without all that TextBlob imports.

    `import textblob` loads NLTK, and that SciPy's statistics, which the analyzer does not need and
    which take half the time of a short run. Whoever imports TextBlob later gets the whole of it.
    """
    if "textblob" in sys.modules:
        from textblob.en import sentiment

        return sentiment
    sys.modules["textblob"] = module_from_spec(cast("ModuleSpec", find_spec("textblob")))
    try:
        from textblob.en import sentiment
    finally:
        for name in [name for name in sys.modules if name.partition(".")[0] == "textblob"]:
            del sys.modules[name]
    return sentiment
