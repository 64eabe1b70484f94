"""Exposure: how many words each voice has, the denominator of every rate."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import numpy as np
import pandas as pd

from toolkit.display.progress import track
from toolkit.tables.arguments import expect_table
from toolkit.tables.schema import check_table, make_table
from toolkit.text.segments import cut_segments, parts_by_doc, voice_of
from toolkit.text.sentences import word_spans

_READ = ("doc_id", "text", "body_start", "outlet", "date", "family_id")


def exposure(articles: pd.DataFrame, attributions: pd.DataFrame) -> pd.DataFrame:
    """Count the words of each voice in each mode in each article.

    Every word of every article is counted once, in the segment in which it begins, so that the
    sum over an article is its `n_tokens`.

    Parameters
    ----------
    articles
        The articles table.
    attributions
        From `find_attributions` on the same articles.

    Returns
    -------
    pandas.DataFrame
        The exposure table, a row per article, voice and mode with at least one word.
    """
    expect_table(articles, "articles", _READ)
    expect_table(attributions, "attributions", ["doc_id", "mode", "content_start", "source_id"])
    parts = parts_by_doc(attributions)
    ids, sources = (attributions[name].to_list() for name in ("source_id", "source"))
    rows = []
    values = zip(*(articles[c] for c in _READ), strict=True)
    for doc_id, text, body_start, outlet, date, family_id in track(
        values, desc="exposure", total=len(articles)
    ):
        counts: Counter[tuple[str, str]] = Counter()
        speakers = {}
        for segment, n in _words_per_segment(text, body_start, parts.get(doc_id, ())):
            speaker = ids[segment.row] if segment.row >= 0 else None
            source = sources[segment.row] if segment.row >= 0 else None
            voice = voice_of(speaker, source, segment.mode)
            speakers[voice] = speaker
            counts[voice, segment.mode] += n
        rows += [
            {
                "doc_id": doc_id,
                "voice_id": speakers[voice],
                "voice": voice,
                "mode": mode,
                "n_tokens": n,
                "outlet": outlet,
                "date": date,
                "family_id": family_id,
            }
            for (voice, mode), n in sorted(counts.items())
            if n
        ]
    made = check_table(make_table("exposure", rows), "exposure")
    made.attrs["method"] = attributions.attrs.get("method")
    return made


def _words_per_segment(text: str, body_start: int, parts):
    segments = cut_segments(text, body_start, parts)
    starts = np.fromiter((start for start, _ in word_spans(text)), dtype="int64")
    edges = np.searchsorted(starts, [*(s.start for s in segments), len(text)])
    for segment, (low, high) in zip(segments, pairwise(edges.tolist()), strict=True):
        yield segment, high - low
