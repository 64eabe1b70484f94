"""Collocates: the words that stand near a term more often than elsewhere."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator

import numpy as np
import pandas as pd

from toolkit.display.progress import track
from toolkit.measure.words import places_of
from toolkit.tables.arguments import check_column, check_free, check_same_method, expect_table
from toolkit.tables.calls import records_call
from toolkit.tables.schema import finish_measure
from toolkit.text.sentences import sentence_spans
from toolkit.text.words import word_spans


@records_call
def collocates(
    mentions: pd.DataFrame,
    articles: pd.DataFrame,
    *,
    of: str = "frame",
    window: int | str = 5,
    least: int = 2,
) -> pd.DataFrame:
    """Count the words around the mentions, and how strongly they go with them.

    A place in a text counts once for each thing counted, however many of its mentions are near.
    The mentions' own words are not counted among their collocates.

    Parameters
    ----------
    mentions
        The mentions table, or any table with doc_id, start, end and `of`.
    articles
        The articles that it was made from.
    of
        The column of mentions that says what the words are collocates of.
    window
        Words to each side, within the line; or "sentence".
    least
        Words found fewer times near the mentions are left out.

    Returns
    -------
    pandas.DataFrame
        The collocates table, for each thing from the most attracted to the most repelled: n of the
        `exposure` words near the mentions; n_word, its count in the `n_words` words of all
        articles; expected = n_word * exposure / n_words; and NLTK's association measures:
        log_likelihood (Dunning 1993), mutual_information (log2 of n over expected; favours rare
        words), t_score and dice. log_likelihood_signed is below zero for a word that stands near
        the mentions less often than expected. log_dice is 14 + log2(2 * n / (n_node + n_word)), of
        the counts of the mentions and of the word (Rychlý 2008, RASLAN: 6-9): it does not grow with
        the corpus, and one more is twice as often.
    """
    expect_table(articles, "articles", ["doc_id", "text"])
    _check(mentions, of, window)
    near: dict = defaultdict(Counter)
    texts: dict = defaultdict(Counter)
    everywhere: Counter = Counter()
    spans = _nodes(mentions, of)
    pairs = zip(articles["doc_id"], articles["text"], strict=True)
    for doc_id, text in track(pairs, desc="collocates", total=len(articles)):
        words = list(word_spans(text))
        forms = [text[start:end].lower() for start, end in words]
        everywhere.update(forms)
        if doc_id in spans:
            units = _units(text, window)
            for thing, nodes in spans[doc_id].items():
                counts = Counter(forms[at] for at in _places(words, units, nodes, window))
                near[thing].update(counts)
                texts[thing].update(counts.keys())
    rows = [
        {of: thing, "n_docs": texts[thing][word], **row}
        for thing, counts in near.items()
        for word, row in _associations(counts, everywhere, least)
    ]
    columns = [of, *_COLUMNS]
    table = pd.DataFrame(rows, columns=columns).assign(window=str(window))
    nodes = {thing: int((mentions[of] == thing).sum()) for thing in near}
    table["n_node"] = table[of].map(nodes).astype("int64")
    table["log_dice"] = 14 + np.log2(2 * table["n"] / (table["n_node"] + table["n_word"]))
    sign = np.where(table["n"] < table["expected"], -1.0, 1.0)
    table["log_likelihood_signed"] = sign * table["log_likelihood"]
    order = table.sort_values(
        [of, "log_likelihood_signed", "word"], ascending=[True, False, True], ignore_index=True
    )
    return finish_measure("collocates", order, of=[of])


def find_collocates(
    mentions: pd.DataFrame, articles: pd.DataFrame, *, of: str = "frame", window: int | str = 5
) -> pd.DataFrame:
    """Find every place that `collocates` counts, given the same arguments: the passages behind it.

    Returns
    -------
    pandas.DataFrame
        The places table, a row per place and thing counted, with `of` and all columns of the
        article but its text and title.
    """
    expect_table(articles, "articles", ["doc_id", "text"])
    _check(mentions, of, window)
    columns = ["mention_id", of, "doc_id", "start", "end", "word", "match"]
    if columns.count(of) > 1:
        raise ValueError(
            f"of: found {of!r}, which names a column of the table 'places' too, expected another "
            f"name; rename the column, as by .rename(columns={{{of!r}: 'my_{of}'}})"
        )
    spans = _nodes(mentions, of)
    rows = []
    for doc_id, text in zip(articles["doc_id"], articles["text"], strict=True):
        words = list(word_spans(text)) if doc_id in spans else []
        units = _units(text, window)
        for thing, nodes in spans.get(doc_id, {}).items():
            for start, end in (words[at] for at in _places(words, units, nodes, window)):
                word = text[start:end].lower()
                place = f"{doc_id}:{start}-{end}:{word}:{thing}"
                rows.append((place, thing, doc_id, start, end, word, text[start:end]))
    return places_of(pd.DataFrame(rows, columns=columns), articles)


def _check(mentions: pd.DataFrame, of: str, window: int | str) -> None:
    """Raise unless the arguments are valid."""
    expect_table(mentions, "mentions", ["doc_id", "start", "end"])
    if window != "sentence" and not (isinstance(window, int) and window > 0):
        raise ValueError(f"window: found {window!r}, expected 'sentence' or 1 or more words")
    check_column(mentions, of, "of", "mentions")
    check_free("collocates", of=[of])
    check_same_method(mentions=mentions)


def _nodes(mentions: pd.DataFrame, of: str) -> dict[str, dict]:
    """Return where the mentions of each thing stand in each article."""
    spans: dict = defaultdict(lambda: defaultdict(list))
    for thing, doc_id, start, end in zip(
        *(mentions[c] for c in (of, "doc_id", "start", "end")), strict=True
    ):
        spans[doc_id][thing].append((start, end))
    return spans


_COLUMNS = [
    "word", "n", "n_docs", "exposure", "n_word", "n_words", "expected", "log_likelihood",
    "mutual_information", "t_score", "dice",
]  # fmt: skip


def _units(text: str, window: int | str) -> list[tuple[int, int]]:
    """Return the spans that no window crosses: sentences, or lines."""
    if window == "sentence":
        return sentence_spans(text)
    spans, start = [], 0
    for line in text.split("\n"):
        spans.append((start, start + len(line)))
        start += len(line) + 1
    return spans


def _places(
    words: list[tuple[int, int]],
    units: list[tuple[int, int]],
    nodes: list[tuple[int, int]],
    window: int | str,
) -> Iterator[int]:
    """Yield the number of each word near a node, once, and none of the nodes' own words."""
    starts, ends = [start for start, _ in words], [end for _, end in words]
    edges = [start for start, _ in units]
    near: set[int] = set()
    within: set[int] = set()
    for start, end in nodes:
        unit = units[max(0, bisect_right(edges, start) - 1)]
        first, last = bisect_right(ends, start), bisect_left(starts, end)
        left, right = bisect_left(starts, unit[0]), bisect_left(starts, unit[1])
        if isinstance(window, int):
            left, right = max(left, first - window), min(right, last + window)
        near.update(range(left, right))
        within.update(range(first, last))
    yield from sorted(near - within)


def _associations(counts: Counter, everywhere: Counter, least: int) -> Iterator[tuple[str, dict]]:
    from nltk.metrics.association import BigramAssocMeasures

    around, total = counts.total(), everywhere.total()
    for word, n in counts.items():
        if n < least:
            continue
        cells = (n, (around, everywhere[word]), total)
        yield (
            word,
            {
                "word": word,
                "n": n,
                "exposure": around,
                "n_word": everywhere[word],
                "n_words": total,
                "expected": around * everywhere[word] / total,
                "log_likelihood": BigramAssocMeasures.likelihood_ratio(*cells),
                "mutual_information": BigramAssocMeasures.pmi(*cells),
                "t_score": BigramAssocMeasures.student_t(*cells),
                "dice": BigramAssocMeasures.dice(*cells),
            },
        )
