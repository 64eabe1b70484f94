"""Framing terms: where the lexicon's patterns stand in the texts."""

from __future__ import annotations

import re
import warnings
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, NamedTuple

import pandas as pd

from toolkit.annotate.term_forms import TermForms
from toolkit.display.printable import printable_line
from toolkit.display.progress import track
from toolkit.instruments.lexicon import Lexicon, Term
from toolkit.languages.language import Language, is_there, language_of, warn_of_languages
from toolkit.languages.read import any_of
from toolkit.languages.words import Negation
from toolkit.tables.arguments import expect_table, expect_type
from toolkit.tables.schema import make_table
from toolkit.text.expressions import SECONDS
from toolkit.text.patterns import fold
from toolkit.text.spans import SpanIndex, longest_first, union
from toolkit.text.text import Text, texts_of
from toolkit.text.words import WORD_PATTERN, Span

_CLAUSE_MARKS = r"[.;:!?\n,()\[\]–—]"
_NEGATION_CHARS = 80
_LISTED = 5  # terms that a warning names
_OVERRUNS, _OVERRUNS_OF_ALL = 3, 10  # of an expression, and of all, until it is given up


class LexiconWarning(UserWarning):
    """A frame or term that does nothing in this corpus."""


class SilentFrameWarning(LexiconWarning):
    """A frame that no article has."""


class Hit(NamedTuple):
    """A place where a term of the lexicon stands."""

    start: int
    end: int
    term: Term
    negated: bool = False


def find_terms(articles: pd.DataFrame, lexicon: Lexicon) -> pd.DataFrame:
    """Find the terms of a lexicon in the articles.

    Where matches overlap, the longest wins; of two that are equally long the earlier one; of two
    in the same place the fixed before the lemma before the glob before the regular expression,
    then the one with more letters. The order of the lexicon never matters. A match that one of
    its term's `except` patterns overlaps is dropped. Terms of a language count in its articles
    only; an article that does not say its language is read as English.

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
        If a frame never matches; if it has no terms for the language of some articles, or terms
        that are to match all forms where base forms are not known; if a regular expression takes
        longer than a second of processor time in an article. It is not looked for there; after
        three such articles, nor in any other.

    Notes
    -----
    *Limits.* `negated` looks for a negator up to four words before the term in the same clause
    (`negation.yml`). It misses negation that follows ("a victory it was not") or stands further
    off, and takes "no end to the provocations" for negated.
    """
    expect_table(articles, "articles", ["doc_id", "text", "body_start"])
    expect_type(lexicon, "lexicon", Lexicon, expected="what `load_lexicon` returns")
    warn_of_languages(articles)
    finder = TermFinder(lexicon)
    rows = [
        row
        for text in track(texts_of(articles), desc="terms", total=len(articles))
        for row in term_rows(text, finder.find(text))
    ]
    terms = terms_table(rows)
    warn_of_terms(finder, terms, len(articles))
    return terms


def term_rows(text: Text, hits: Iterable[Hit]) -> Iterator[tuple]:
    """Yield the rows of the terms table of one article."""
    for start, end, term, negated in hits:
        match = text.raw[start:end]
        yield text.doc_id, start, end, term.term_id, term.frame, match, negated


def terms_table(rows: list[tuple]) -> pd.DataFrame:
    """Build the terms table of the rows of all articles."""
    columns = ["doc_id", "start", "end", "term_id", "frame", "match", "negated"]
    return make_table("terms", pd.DataFrame(rows, columns=columns))


def is_negated(folded: str, start: int, language: Language) -> bool:
    """Tell whether a negator stands before `start` in the same clause of a folded text."""
    words = _negation_in(language)
    near = folded[max(0, start - _NEGATION_CHARS) : start].lower()
    clause = _clause_end(words).split(near)[-1]
    before = WORD_PATTERN.findall(clause)
    for at in range(max(0, len(before) - words.reach), len(before)):
        negates = before[at] in words.negators or before[at].endswith(words.endings)
        exempt = before[at + 1 : at + 2]
        if negates and not (exempt and exempt[0] in words.unless_followed_by):
            return True
    return False


@cache
def _negation_in(language: Language) -> Negation:
    """Return the negators of a language, folded as its texts are."""

    def folded(words: Iterable[str]) -> Iterator[str]:
        return (fold(word, language.letters) for word in words)

    words = language.negation
    return Negation(
        frozenset(folded(words.negators)),
        tuple(folded(words.endings)),
        tuple(folded(words.clause_ends)),
        frozenset(folded(words.unless_followed_by)),
        words.reach,
    )


@cache
def _clause_end(words: Negation) -> re.Pattern[str]:
    return re.compile(rf"{_CLAUSE_MARKS}|\b(?:{any_of(words.clause_ends)})\b")


class TermFinder:
    """A lexicon made ready to scan texts."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.overruns: dict[Term, list[str]] = {}  # where an expression ran out of time
        self.read: Counter[Language] = Counter()  # articles, by language
        self._forms: dict[Language, TermForms] = {}

    def forms_in(self, language: Language) -> TermForms:
        """Return the terms of a language, made when they are first asked for."""
        forms = self._forms.get(language)
        if forms is None:
            forms = self._forms[language] = TermForms(self.lexicon, language)
        return forms

    def find(self, text: Text) -> list[Hit]:
        """Return the hits in a text, without overlaps, in text order."""
        if not is_there(text.language):
            return []
        language = language_of(text.language)
        self.read[language] += 1
        forms = self.forms_in(language)
        folded = fold(text.raw, language.letters) if language.letters else text.folded
        hits: list[Hit] = []
        excluded: dict[Term, list[Span]] = {}
        for start, end, phrase in forms.index.scan(folded):
            term, exception = phrase.payload
            if exception:
                excluded.setdefault(term, []).append((start, end))
            else:
                hits.append(Hit(start, end, term))
        hits += (Hit(start, end, term) for start, end, term in forms.lemmas.scan(text.raw))
        hits += self._expression_hits(folded, text.doc_id, forms.expressions)
        if excluded:
            unions = {term: SpanIndex(union(spans)) for term, spans in excluded.items()}
            hits = [hit for hit in hits if not _overlaps(hit, unions.get(hit.term))]
        words = language.negation
        hits = [hit for hit in hits if not _is_cut(folded, hit.end, words)]
        chosen = longest_first(hits, tie=_precedence)
        return [hit._replace(negated=is_negated(folded, hit.start, language)) for hit in chosen]

    def _expression_hits(
        self, folded: str, doc_id: str, expressions: Iterable[tuple[Any, Term]]
    ) -> Iterator[Hit]:
        for expression, term in expressions:
            if self._is_given_up(term):
                continue
            try:
                matches = expression.finditer(folded, timeout=SECONDS)
                spans = [match.span() for match in matches]
            except (TimeoutError, MemoryError):
                self.overruns.setdefault(term, []).append(doc_id)
                continue
            yield from (Hit(start, end, term) for start, end in spans if end > start)

    def _is_given_up(self, term: Term) -> bool:
        if sum(map(len, self.overruns.values())) >= _OVERRUNS_OF_ALL:
            return True
        return len(self.overruns.get(term, ())) >= _OVERRUNS


def _is_cut(folded: str, end: int, words: Negation) -> bool:
    """Tell a term that is a piece of a contraction: "won" of "won't"."""
    if folded[end : end + 1] != "'":
        return False
    return any(
        folded[end - at : end - at + len(ending)].lower() == ending
        for ending in words.endings
        if (at := ending.find("'")) > 0
    )


def _overlaps(hit: Hit, spans: SpanIndex[Span] | None) -> bool:
    return spans is not None and bool(spans.at(hit.start) or spans.within(hit.start, hit.end))


def _precedence(hit: Hit) -> tuple[int, int, str]:
    letters = len(hit.term.term_id.replace("*", ""))
    return (("fixed", "lemma", "glob", "regex").index(hit.term.match), -letters, hit.term.term_id)


def warn_of_terms(finder: TermFinder, terms: pd.DataFrame, n_articles: int) -> None:
    """Warn of frames that no article has or whose language none has, and of slow expressions."""
    lexicon = finder.lexicon
    warn_of_silent(lexicon, terms["frame"], n_articles, stacklevel=4)
    for language, n_read in sorted(finder.read.items(), key=lambda item: item[0].code):
        for message in _language_messages(finder.forms_in(language), language, n_read):
            warnings.warn(f"{_named(lexicon)}: {message}", LexiconWarning, stacklevel=3)
    if finder.overruns:
        warnings.warn(_overrun_message(finder), LexiconWarning, stacklevel=3)


def warn_of_silent(
    lexicon: Lexicon, found: Iterable[str], n_articles: int, *, stacklevel: int
) -> None:
    """Warn of the frames that none of so many articles has; `found` are those of the terms."""
    there = set(found)
    silent = [frame.frame_id for frame in lexicon if frame.frame_id not in there]
    if silent and n_articles:
        listed = ", ".join(map(printable_line, silent))
        warnings.warn(
            f"{len(silent)} of {len(lexicon)} frame(s) never match in {n_articles} article(s): "
            f"{listed}; check their terms, or that the corpus is the right one",
            SilentFrameWarning,
            stacklevel=stacklevel,
        )


def _language_messages(forms: TermForms, language: Language, n_read: int) -> Iterator[str]:
    """Yield what is not looked for, or not in all its forms, in the articles of a language."""
    where = f"the {n_read:,} article(s) in {language.name}"
    if forms.without_terms:
        listed = ", ".join(map(printable_line, forms.without_terms))
        yield (
            f"{len(forms.without_terms)} frame(s) have no terms for {where}: {listed}; list them "
            f"below `terms: {{{language.code}: [...]}}`, or leave these articles out"
        )
    if forms.without_lemmas:
        listed = ", ".join(repr(term.term_id) for term in forms.without_lemmas[:_LISTED])
        yield (
            f"{len(forms.without_lemmas)} term(s) with match: lemma are looked for as written in "
            f"{where}, whose base forms are not known, first {listed}; list globs for them below "
            f"`terms: {{{language.code}: [...]}}`"
        )


def _named(lexicon: Lexicon) -> str:
    return printable_line(lexicon.path) or "the lexicon"


def _overrun_message(finder: TermFinder) -> str:
    listing = "".join(
        f"\n  {term.frame}: {term.term_id!r} in {', '.join(doc_ids)}"
        + (", nor in any article after those" if len(doc_ids) >= _OVERRUNS else "")
        for term, doc_ids in finder.overruns.items()
    )
    total = sum(map(len, finder.overruns.values()))
    if total >= _OVERRUNS_OF_ALL:
        listing += f"\n  no regular expression in any article after {total} such attempts"
    return (
        f"{_named(finder.lexicon)}: {len(finder.overruns)} regular expression(s) "
        f"took longer than {SECONDS:g} s of processor time and were not looked for:{listing}\n"
        "write them so that a text fits in one way only: not (a+)+ but a+, not (a|a)* but a*"
    )
