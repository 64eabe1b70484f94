"""Framing terms: where the lexicon's patterns stand in the texts."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import pandas as pd

from toolkit.display.progress import track
from toolkit.instruments.lexicon import Lexicon, Term
from toolkit.tables.arguments import expect_table, expect_type
from toolkit.tables.schema import make_table
from toolkit.text.patterns import Phrase, PhraseIndex, fold
from toolkit.text.spans import longest_first
from toolkit.text.word_lists import read_words

_CLAUSE_END = re.compile(r"""[.;:!?\n,()\[\]–—]|\bbut\b""")
_WORD = re.compile(r"\w+(?:'\w+)?")
_NEGATION_CHARS = 80


class LexiconWarning(UserWarning):
    """A frame or term that does nothing in this corpus."""


class _Hit(NamedTuple):
    start: int
    end: int
    term: Term


def find_terms(articles: pd.DataFrame, lexicon: Lexicon) -> pd.DataFrame:
    """Find the terms of a lexicon in the articles.

    Where matches overlap, the longest wins; of two that are equally long the earlier one; of two
    in the same place the fixed before the glob before the regular expression, then the one with
    more letters. The order of the lexicon never matters. A match that one of its term's `except`
    patterns overlaps is dropped.

    Parameters
    ----------
    articles
        The articles table, cleaned.
    lexicon
        From `load_lexicon`.

    Returns
    -------
    pandas.DataFrame
        The terms table, a row per match, by article and place.

    Warns
    -----
    LexiconWarning
        If a frame never matches.

    Notes
    -----
    *Limits.* `negated` looks for a negator up to four words before the term in the same clause
    (`negation.yml`). It misses negation that follows ("a victory it was not") or stands further
    off, and takes "no end to the provocations" for negated.
    """
    expect_table(articles, "articles", ["doc_id", "text"])
    expect_type(lexicon, "lexicon", Lexicon, expected="what `load_lexicon` returns")
    finder = _Finder(lexicon)
    rows = []
    pairs = zip(articles["doc_id"], articles["text"], strict=True)
    for doc_id, text in track(pairs, desc="terms", total=len(articles)):
        folded = fold(text)
        rows += [
            {
                "doc_id": doc_id,
                "start": hit.start,
                "end": hit.end,
                "term_id": hit.term.term_id,
                "frame": hit.term.frame,
                "match": text[hit.start : hit.end],
                "negated": is_negated(folded, hit.start),
            }
            for hit in finder.find(folded)
        ]
    terms = make_table("terms", rows)
    _warn_of_silent_frames(lexicon, terms, len(articles))
    return terms


def is_negated(folded: str, start: int) -> bool:
    """Tell whether a negator stands before `start` in the same clause of a folded text."""
    negators, exempt, reach = _negation()
    clause = _CLAUSE_END.split(folded[max(0, start - _NEGATION_CHARS) : start].lower())[-1]
    words = _WORD.findall(clause)
    for at in range(max(0, len(words) - reach - 1), len(words)):
        negates = words[at] in negators or words[at].endswith("n't")
        if negates and words[at + 1 : at + 2] not in exempt:
            return True
    return False


class _Finder:
    """A lexicon made ready to scan texts."""

    def __init__(self, lexicon: Lexicon) -> None:
        phrases, self._regexes = [], []
        for term in lexicon.terms():
            ignore_case = not term.case
            if term.match == "regex":
                flags = re.IGNORECASE if ignore_case else 0
                self._regexes.append((re.compile(fold(term.term_id), flags), term))
            else:
                phrases.append(
                    Phrase(term.term_id, (term, False), ignore_case, term.match == "glob")
                )
            phrases += [
                Phrase(text, (term, True), ignore_case, wildcard=True) for text in term.exceptions
            ]
        self._index = PhraseIndex(phrases)

    def find(self, folded: str) -> list[_Hit]:
        """Return the hits in a folded text, without overlaps, in text order."""
        hits, excluded = [], {}
        for start, end, (term, exception) in self._candidates(folded):
            if exception:
                excluded.setdefault(term.term_id, []).append((start, end))
            else:
                hits.append(_Hit(start, end, term))
        if excluded:
            hits = [hit for hit in hits if not _overlaps(hit, excluded.get(hit.term.term_id, ()))]
        return longest_first(hits, tie=_precedence)

    def _candidates(self, folded: str) -> Iterator[tuple[int, int, tuple[Term, bool]]]:
        for start, end, phrase in self._index.scan(folded):
            yield start, end, phrase.payload
        for pattern, term in self._regexes:
            for match in pattern.finditer(folded):
                if match.end() > match.start():
                    yield match.start(), match.end(), (term, False)


def _overlaps(hit: _Hit, spans: list[tuple[int, int]]) -> bool:
    return any(start < hit.end and hit.start < end for start, end in spans)


def _precedence(hit: _Hit) -> tuple[int, int, str]:
    letters = len(hit.term.term_id.replace("*", ""))
    return (("fixed", "glob", "regex").index(hit.term.match), -letters, hit.term.term_id)


def _warn_of_silent_frames(lexicon: Lexicon, terms: pd.DataFrame, n_articles: int) -> None:
    found = set(terms["frame"])
    silent = [frame.frame_id for frame in lexicon if frame.frame_id not in found]
    if silent and n_articles:
        warnings.warn(
            f"{len(silent)} of {len(lexicon)} frame(s) never match in {n_articles} article(s): "
            f"{', '.join(silent)}; check their terms, or that the corpus is the right one",
            LexiconWarning,
            stacklevel=3,
        )


@cache
def _negation() -> tuple[frozenset[str], list[list[str]], int]:
    table = read_words(__file__, "negation.yml")
    exempt = [[word] for word in table["unless_followed_by"]]
    return frozenset(table["negators"]), exempt, int(table["reach"])
