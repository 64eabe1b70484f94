"""Exposure: how many words each voice has, the denominator of every rate."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

import pandas as pd

from toolkit.display.progress import track
from toolkit.tables.arguments import expect_table, method_of
from toolkit.tables.docvars import docvars_of
from toolkit.tables.schema import check_table, make_table
from toolkit.text.modes import voice_of
from toolkit.text.segments import cut_segments, parts_by_doc
from toolkit.text.text import texts_of
from toolkit.text.words import word_starts

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
        words = word_starts(text.raw)
        segments = cut_segments(text, parts.get(text.doc_id, ()))
        edges = [*(bisect_left(words, segment.start) for segment in segments), len(words)]
        for segment, (first, stop) in zip(segments, pairwise(edges), strict=True):
            speaker, source = None, None
            if segment.row >= 0:
                speaker, source = ids[segment.row], sources[segment.row]
            voice = voice_of(speaker, source, segment.mode)
            speakers[voice] = speaker
            counts[voice, segment.mode] += stop - first
            keys.append((voice, segment.mode))
        begun = [bisect_left(words, start) for start, _ in text.sentences]
        sentences = _sentences(begun, edges, keys)
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


def _sentences(
    begun: Sequence[int], edges: Sequence[int], keys: Sequence[tuple[str, str]]
) -> Counter[tuple[str, str]]:
    """Return of how many sentences each key has most of the words.

    `begun` are the numbers of the words that sentences begin with, and `edges` those that segments
    begin with, and of all words; `keys` are those of the segments.
    """
    words: dict[int, Counter[tuple[str, str]]] = {}
    for first, stop in pairwise(sorted({*begun, *edges})):
        sentence, segment = bisect_right(begun, first), bisect_right(edges, first) - 1
        words.setdefault(sentence, Counter())[keys[segment]] += stop - first
    return Counter(of_sentence.most_common(1)[0][0] for of_sentence in words.values())
