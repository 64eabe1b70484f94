"""Search: a word, a phrase or a regular expression anywhere in the texts, within bounds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from itertools import islice
from time import process_time
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from toolkit.annotate.annotate import Tables
from toolkit.annotate.term_forms import fold_expression
from toolkit.display.printable import printable
from toolkit.explore.filters import Filters, make_facet
from toolkit.explore.own_columns import Own
from toolkit.explore.pages import Concordance
from toolkit.text.expressions import compile_expression, expression_fault
from toolkit.text.literals import Literals, literals_of
from toolkit.text.patterns import fold, phrase_pattern

SECONDS = 1.0  # of processor time that a search may take
MOST = 50_000  # places that are listed
PLACE_COLUMNS = ("doc_id", "outlet", "date", "start", "end", "match", "left", "right")
LONGEST = 1_000  # characters of what is searched for
_FEW = 15  # places of a text; to look at more of them takes longer than to look everywhere


class Hits(NamedTuple):
    """Where something was found, and in how many of the articles it was looked for."""

    places: pd.DataFrame
    searched: int
    why_not_all: str


def search_pattern(wanted: str, *, is_expression: bool) -> Any:
    """Compile what is searched for, in texts that are folded; case does not count.

    Raises
    ------
    ValueError
        If it is no regular expression, or nothing to search for.
    """
    if len(wanted) > LONGEST:
        raise ValueError(f"search: found {len(wanted):,} characters, expected up to {LONGEST:,}")
    if is_expression:
        if fault := expression_fault(wanted):
            raise ValueError(f"search: {fault}")
        return compile_expression(fold_expression(wanted, ""), ignore_case=True)
    if not wanted.strip("* \t\n"):
        raise ValueError(f"search: found {wanted!r}, expected a word or several, such as ceasefire")
    words = phrase_pattern(wanted, wildcard=True)
    return compile_expression(rf"(?<!\w){words}(?!\w)", ignore_case=True)


def find(pattern: Any, folded: Sequence[str], plain: Sequence[str]) -> Hits:
    """Look for a pattern in texts, one after the other, until there is no more time.

    Parameters
    ----------
    pattern
        From `search_pattern`.
    folded
        The texts as `fold` gives them.
    plain
        These without case: what holds no literal of the pattern is not looked at again, and others
        only around it, if that is at few places.

    Returns
    -------
    Hits
        Its places are rows of: doc, the number of the text; start; end.
    """
    until = process_time() + SECONDS
    rows: list[tuple[int, int, int]] = []
    searched, why = len(folded), ""
    literals = literals_of(pattern.pattern)
    for doc, text in enumerate(folded):
        try:
            left = until - process_time()
            if left <= 0:
                raise TimeoutError
            if not _may_match(literals, plain[doc]):
                continue
            starts = _starts(literals, plain[doc], len(text))
            if starts is None:
                matches = islice(pattern.finditer(text, timeout=left), MOST + 1)
                spans = [match.span() for match in matches]
            else:
                spans = _match_each(pattern, text, starts, until)
        except (TimeoutError, MemoryError):
            searched, why = doc, f"for that took more than {SECONDS:g} second"
            break
        rows += [(doc, start, end) for start, end in spans if end > start]
        if len(rows) > MOST:
            searched, why = doc + 1, f"for they have more than {MOST:,} places"
            break
    return Hits(pd.DataFrame(rows[:MOST], columns=["doc", "start", "end"]), searched, why)


def _may_match(literals: Literals, plain: str) -> bool:
    """Tell whether a text holds a literal, or there is none to look for."""
    for literal in literals.texts:  # a loop, since `any` takes twice as long for so few
        if literal in plain:
            return True
    return not literals.texts


def _starts(literals: Literals, plain: str, length: int) -> list[int] | None:
    """Return where in a text matches may start; None if that is unknown, or at too many places."""
    if literals.last is None or literals.last - literals.first >= _FEW:
        return None
    if len(plain) != length:  # folding the case has moved what follows
        return None
    starts: set[int] = set()
    for literal in literals.texts:
        at = plain.find(literal)
        while at >= 0:
            starts.update(range(max(0, at - literals.last), at - literals.first + 1))
            if len(starts) > _FEW:
                return None
            at = plain.find(literal, at + 1)
    return sorted(starts)


def _match_each(pattern: Any, text: str, starts: list[int], until: float) -> list[tuple[int, int]]:
    """Return the spans of matches, none within another, as `finditer` does."""
    spans: list[tuple[int, int]] = []
    for start in starts:
        if spans and start < spans[-1][1]:
            continue
        match = pattern.match(text, start, timeout=max(until - process_time(), 0))
        if match:
            spans.append(match.span())
    return spans


class Listed(NamedTuple):
    """What the concordance lists, what filters it, and what is known of a row besides its words."""

    filters: Filters
    concordance: Concordance
    facts: Callable[[int], dict[str, Any]]


class Found(NamedTuple):
    """What was searched for, where it was found, and what the reader must know of the search."""

    wanted: str
    is_expression: bool
    listed: Listed
    note: str


class Searcher:
    """The texts of a corpus, folded when they are first searched.

    Parameters
    ----------
    tables
        Of which the articles are searched, title and body.
    outlets
        What the places may be filtered by, in the order of the filter.
    own
        The columns that were added: by those of articles places may be filtered too.
    """

    def __init__(
        self, tables: Tables, *, outlets: Iterable[str | None], own: Mapping[str, Own]
    ) -> None:
        self._tables, self._outlets, self._own = tables, tuple(outlets), own

    @cached_property
    def _folded(self) -> list[str]:
        return [fold(text) for text in self._tables.articles["text"].tolist()]

    @cached_property
    def _plain(self) -> list[str]:
        return [text.casefold() for text in self._folded]

    def find(self, wanted: str, *, is_expression: bool) -> Found:
        """Return the places of a word, a phrase (`*` for any letters), or an expression.

        Raises
        ------
        ValueError
            If it is no regular expression, or nothing to search for.
        """
        pattern = search_pattern(wanted, is_expression=is_expression)
        articles = self._tables.articles
        hits = find(pattern, self._folded, self._plain)
        docs = hits.places["doc"].to_numpy(dtype="int64")
        those, at = np.unique(docs, return_inverse=True)
        texts = articles["text"].iloc[those].tolist()
        spans = zip(at, hits.places["start"], hits.places["end"], strict=True)
        matches = pd.Series([texts[text][start:end] for text, start, end in spans], dtype="str")
        of = articles[["doc_id", "outlet", "date"]].iloc[docs]
        places = pd.concat([hits.places, of.reset_index(drop=True)], axis=1)
        places.insert(3, "match", matches)
        places = places.assign(
            mention_id=places.index.astype("str"), attribution_id=None, target_id=None
        )
        facets = {name: one.of_docs(docs) for name, one in self._own.items()}
        facets["outlet"] = make_facet(places, "outlet", values=self._outlets)
        nobody = {name: getattr(self._tables, name).iloc[:0] for name in ("names", "attributions")}
        listed = Listed(
            Filters(
                {name: facet for name, facet in facets.items() if facet is not None}, places["date"]
            ),
            Concordance(self._tables._replace(mentions=places, **nobody)),
            lambda row: _facts(places.iloc[row]),
        )
        note = hits.why_not_all and (
            f"Only the first {hits.searched:,} of {len(articles):,} articles were searched, "
            f"{hits.why_not_all}."
        )
        return Found(wanted, is_expression, listed, note)


def _facts(place: pd.Series) -> dict[str, Any]:
    return {
        "outlet": "" if pd.isna(place["outlet"]) else printable(place["outlet"]),
        "date": "" if pd.isna(place["date"]) else f"{place['date']:%Y-%m-%d}",
        "doc": printable(place["doc_id"]),
        "selected": False,
    }
