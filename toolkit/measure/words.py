"""Words: how often each group of articles uses each, the input of keyness, and where they stand."""

from __future__ import annotations

import warnings
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable

import pandas as pd

from toolkit.annotate.terms import LexiconWarning
from toolkit.tables.arguments import as_list, check_column, check_free, expect_table
from toolkit.tables.calls import records_call
from toolkit.tables.schema import check_table, finish_measure, make_table
from toolkit.text.words import Span, one_blank, sequences, word_spans


@records_call
def count_words(
    articles: pd.DataFrame,
    *,
    by: str = "outlet",
    size: int = 1,
    around: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Count every word, or run of words, of each group of articles, in lower case.

    Parameters
    ----------
    articles
        The articles table.
    by
        A column of it: outlet, a period, a docvar. Articles where it is empty are left out.
    size
        Words of a run: of more than one, n-grams are counted. They do not go over punctuation or
        the end of a line.
    around
        Mentions, or the places of `find_words`: only the runs that hold one of them are counted,
        which are the clusters of a term.

    Returns
    -------
    pandas.DataFrame
        The words table, a row per group and word that occurs in it: the column named by `by`,
        word, n, n_docs, the group's exposure (words) and exposure_docs (articles), and form: how
        the word is written most often in all articles together, so that names have their capital.
        The words of a run are parted by one blank.
    """
    expect_table(articles, "articles", ["doc_id", "text"])
    check_column(articles, by, "by", "articles")
    check_free("words", by=[by])
    _check_size(size)
    nodes = None if around is None else _nodes(around)
    counts: dict = defaultdict(Counter)
    texts: dict = defaultdict(Counter)
    words: Counter = Counter()
    sizes: Counter = Counter()
    written: Counter = Counter()
    for doc_id, group, text in zip(*(articles[c] for c in ("doc_id", by, "text")), strict=True):
        if pd.isna(group):
            continue
        of_words = list(word_spans(text))
        spans = sequences(text, of_words, size)
        if nodes is not None:
            spans = _around(spans, nodes.get(doc_id, []))
        as_written = Counter(one_blank(text[start:end]) for start, end in spans)
        written.update(as_written)
        words[group] += len(of_words)
        forms: Counter = Counter()
        for form, n in as_written.items():
            forms[form.lower()] += n
        counts[group].update(forms)
        texts[group].update(forms.keys())
        sizes[group] += 1
    usual = _usual_forms(written)
    rows = [
        {
            by: group,
            "word": word,
            "n": n,
            "n_docs": texts[group][word],
            "exposure": words[group],
            "exposure_docs": sizes[group],
            "form": usual[word],
        }
        for group, frequencies in sorted(counts.items())
        for word, n in sorted(frequencies.items())
    ]
    return finish_measure("words", pd.DataFrame(rows, columns=[by, *_COLUMNS]), by=[by])


def _check_size(size: int) -> None:
    if isinstance(size, bool) or not isinstance(size, int) or size < 1:
        raise ValueError(f"size: found {size!r}, expected a number of words, 1 or more")


def _nodes(around: pd.DataFrame) -> dict[str, list[tuple[int, int]]]:
    """Return where mentions or places stand, by doc_id."""
    expect_table(around, "around", ["doc_id", "start", "end"], table="mentions")
    nodes: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for doc_id, *place in around[["doc_id", "start", "end"]].itertuples(index=False):
        nodes[doc_id].append((place[0], place[1]))
    return nodes


def _around(spans: list[Span], nodes: list[Span]) -> list[Span]:
    """Return the spans that hold a node."""
    starts, ends = ([span[side] for span in spans] for side in (0, 1))
    places = (range(bisect_left(ends, end), bisect_right(starts, start)) for start, end in nodes)
    return [spans[at] for at in sorted(set().union(*places))]


def _usual_forms(written: Counter[str]) -> dict[str, str]:
    """Return how each word is written most often; as often in lower case as not, in lower case."""
    ranked = sorted(written, key=lambda form: (-written[form], not form.islower(), form))
    usual: dict[str, str] = {}
    for form in ranked:
        usual.setdefault(form.lower(), form)
    return usual


def find_words(articles: pd.DataFrame, words: str | Iterable[str]) -> pd.DataFrame:
    """Find every place where one of the words stands: the passages behind `keyness`.

    Parameters
    ----------
    articles
        The articles table.
    words
        One or several; case makes no difference. Words that are parted by blanks are a run of
        words, as `count_words` counts them with `size`.

    Returns
    -------
    pandas.DataFrame
        The places table, a row per place, with all columns of the article but its text and title:
        mentions that `rates`, `compare` and `counts` take, with `articles` for exposure, ``of``
        "word" and ``by`` any column of the articles.

    Warns
    -----
    LexiconWarning
        Of words that stand nowhere, and so have no row, not even one of zeros.
    """
    expect_table(articles, "articles", ["doc_id", "text"])
    sought = {one_blank(word.lower()) for word in as_list(words, "words")}
    sizes = sorted({word.count(" ") + 1 for word in sought})
    rows = [
        (f"{doc_id}:{start}-{end}:{word}", doc_id, start, end, word, text[start:end])
        for doc_id, text in zip(articles["doc_id"], articles["text"], strict=True)
        for start, end in _runs(text, sizes)
        if (word := one_blank(text[start:end].lower())) in sought
    ]
    absent = sorted(sought.difference(row[4] for row in rows))
    if absent:
        warnings.warn(
            f"words: found {', '.join(map(repr, absent))} in no article, expected words that are "
            "there",
            LexiconWarning,
            stacklevel=2,
        )
    places = pd.DataFrame(rows, columns=["mention_id", "doc_id", "start", "end", "word", "match"])
    return places_of(places, articles)


def _runs(text: str, sizes: Iterable[int]) -> list[Span]:
    """Return the runs of words of all these sizes, in the order of the text."""
    spans = list(word_spans(text))
    return sorted(run for size in sizes for run in sequences(text, spans, size))


def places_of(places: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """Return the places table of `places`, with the columns of each place's article."""
    about = articles.drop(columns=["text", "title", "body_start", "n_tokens"], errors="ignore")
    about = about.drop(columns=[c for c in places if c != "doc_id"], errors="ignore")
    made = make_table("places", places.merge(about, on="doc_id", how="left"))
    return check_table(made, "places")


_COLUMNS = ["word", "n", "n_docs", "exposure", "exposure_docs", "form"]
