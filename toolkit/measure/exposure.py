"""Exposure: how many words each voice has, the denominator of every rate."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
import pandas as pd

from toolkit.display.progress import track
from toolkit.tables.arguments import expect_table, method_of
from toolkit.tables.docvars import docvars_of
from toolkit.tables.schema import check_table, make_table
from toolkit.text.modes import voice_of
from toolkit.text.segments import Part, Segment, cut_segments, parts_by_doc
from toolkit.text.text import Text, texts_of

_READ = ("doc_id", "text", "body_start", "outlet", "date", "family_id")


def exposure(articles: pd.DataFrame, attributions: pd.DataFrame) -> pd.DataFrame:
    """Count the words of each voice in each mode in each article.

    Every word of every article is counted once, in the segment in which it begins, so that the
    sum over an article is its `n_tokens`. A sentence is that of the voice and mode that have most
    of its words; of two with as many, the first.

    Parameters
    ----------
    articles
        The articles table.
    attributions
        From `find_attributions` on the same articles.

    Returns
    -------
    pandas.DataFrame
        The exposure table, a row per article, voice and mode with at least one word, with the
        docvars of the article, except those that share the name of another column.
    """
    expect_table(articles, "articles", _READ)
    expect_table(attributions, "attributions", ["doc_id", "mode", "content_start", "source_id"])
    parts = parts_by_doc(attributions)
    ids, sources = (attributions[name].tolist() for name in ("source_id", "source"))
    rows: list[tuple] = []
    for text in track(texts_of(articles), desc="exposure", total=len(articles)):
        counts: Counter[tuple[str, str]] = Counter()
        speakers, keys = {}, []
        segments = list(_words_per_segment(text, parts.get(text.doc_id, ())))
        for segment, n in segments:
            speaker, source = None, None
            if segment.row >= 0:
                speaker, source = ids[segment.row], sources[segment.row]
            voice = voice_of(speaker, source, segment.mode)
            speakers[voice] = speaker
            counts[voice, segment.mode] += n
            keys.append((voice, segment.mode))
        sentences = _sentences(text, keys, [n for _, n in segments])
        for (voice, mode), n in sorted(counts.items()):
            if n:
                said = sentences[voice, mode]
                rows.append((text.doc_id, speakers[voice], voice, mode, n, said))
    columns = ["doc_id", "voice_id", "voice", "mode", "n_tokens", "n_sentences"]
    table = pd.DataFrame(rows, columns=columns)
    known = articles.set_index("doc_id")[["outlet", "date", "family_id"]]
    table = table.join(known.join(docvars_of(articles)), on="doc_id")
    table = table.assign(method=method_of(attributions=attributions))
    return check_table(make_table("exposure", table), "exposure")


def _words_per_segment(text: Text, parts: Sequence[Part]) -> Iterator[tuple[Segment, int]]:
    segments = cut_segments(text, parts)
    starts = np.fromiter((start for start, _ in text.words), dtype="int64")
    edges = np.searchsorted(starts, [*(s.start for s in segments), len(text.raw)])
    for segment, (low, high) in zip(segments, pairwise(edges.tolist()), strict=True):
        yield segment, high - low


def _sentences(
    text: Text, keys: list[tuple[str, str]], words: list[int]
) -> Counter[tuple[str, str]]:
    """Return of how many sentences each key has most of the words."""
    starts = [start for start, _ in text.words]
    sentence = np.searchsorted([start for start, _ in text.sentences], starts, side="right")
    numbers = {key: number for number, key in enumerate(dict.fromkeys(keys))}
    key = np.repeat([numbers[key] for key in keys], words)
    pairs, first, n = np.unique(
        np.column_stack([sentence, key]), axis=0, return_index=True, return_counts=True
    )
    order = np.lexsort([first, -n, pairs[:, 0]])
    _, leads = np.unique(pairs[order, 0], return_index=True)
    names = list(numbers)
    return Counter(names[number] for number in pairs[order][leads, 1].tolist())
