"""Attributions: which words of an article are whose."""

from __future__ import annotations

import re
import warnings
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import pandas as pd

from toolkit.annotate.attribution.cues import Span, Statement
from toolkit.annotate.attribution.kept import KEPT
from toolkit.annotate.attribution.parser import parse as parser
from toolkit.annotate.attribution.rules import statements as rules
from toolkit.annotate.attribution.sources import NOBODY, Name, Sources
from toolkit.annotate.attribution.speech.quotations import FRAGMENT_WORDS, settle
from toolkit.display.progress import track
from toolkit.languages.language import load_language
from toolkit.tables.schema import make_table
from toolkit.text.quotes import Quote, quote_spans
from toolkit.text.sentences import WORD

_WORD = re.compile(WORD)
METHODS = ("parser", "rules")


class _Article(NamedTuple):
    doc_id: str
    text: str
    body_start: int
    names: list[Name]


def find_attributions(
    articles: pd.DataFrame, names: pd.DataFrame, *, method: str = "parser"
) -> pd.DataFrame:
    """Find who says what in the articles: quoted, reported, or both.

    Parameters
    ----------
    articles
        The articles table, cleaned.
    names
        From `find_actors`; may be empty, then no source has an actor.
    method
        ``"parser"`` (spaCy's small English model, the accurate one) or ``"rules"`` (word lists
        and word order, tens of times faster).

    Returns
    -------
    pandas.DataFrame
        The attributions table, by article and place: a row per contiguous piece of content. No
        two attributions of an article share a word: the outermost wins. `rule` tells why:

        - ``cue-verb``, ``cue-noun``, ``cue-adjective``: a reporting word governs the content,
        - ``according-to``: a phrase like it names the source,
        - ``raising``: "is expected to", "seems to": nobody is named,
        - ``turn``: a speaker's turn in a transcript, an interview or questions and answers,
        - ``label``: a speaker and a colon begin the line,
        - ``tag``: a name and a verb that is no reporting word ("“…,” Roe shot back") stand next to
          a quotation,
        - ``colon``, ``signed``: a name and a colon precede a quotation, or a dash and a name
          follow it,
        - ``quote-next-to-cue``: a quotation stands next to a reporting word,
        - ``block``: an unquoted paragraph follows a reporting word and a colon,
        - ``carried``: a quotation without a reporting word follows a speaker,
        - ``no-speaker``: a quotation whose speaker is not to be found; its source is empty.

    Raises
    ------
    ValueError
        If `method` is neither of the two.

    Notes
    -----
    *Limits.* English only. A few quoted words in a sentence of the outlet, with no speaker
    before them in the paragraph, count as scare quotes and get no row. Measured accuracy is in
    benchmarks/ATTRIBUTION.md.
    """
    if method not in METHODS:
        raise ValueError(f"method: found {method!r}, expected one of {', '.join(METHODS)}")
    inputs = _inputs(articles, names)
    records: list[dict[str, Any]] = []
    failed = []
    try:
        for article, found in track(_read(inputs, method), desc="attributions", total=len(inputs)):
            if isinstance(found, Exception):
                failed.append(f"{article.doc_id} ({type(found).__name__}: {found})")
            else:
                records += found
    except KeyboardInterrupt as stop:
        if method == "parser":
            done = sum(article.text in KEPT for article in inputs)
            stop.add_note(
                f"{done:,} of {len(inputs):,} articles are parsed, and kept in memory: the same "
                "call goes on from there"
            )
        raise
    if failed:
        message = f"{len(failed)} of {len(inputs)} article(s) without attributions: {failed[0]}"
        if len(failed) == len(inputs):  # not the articles' fault
            raise RuntimeError(message)
        warnings.warn(message, stacklevel=2)
    table = make_table("attributions", records)
    table.attrs["method"] = method
    return table


def _read(
    inputs: list[_Article], method: str
) -> Iterator[tuple[_Article, list[dict[str, Any]] | Exception]]:
    """Yield each article with its rows, or with the error: one never stops a corpus."""
    prepared: Iterable[Any] = (article.text for article in inputs)
    if method == "parser":
        prepared = _parse_unknown([article.text for article in inputs])
    find = _by_parser if method == "parser" else _by_rules
    for article, material in zip(inputs, prepared, strict=True):
        try:
            quotes = quote_spans(article.text)
            statements = find(article.text, material, quotes)
            statements = settle(
                article.text,
                statements,
                quotes,
                language=load_language("en"),
                body_start=article.body_start,
            )
            rows = list(_records(article, statements, quotes))
        except Exception as error:
            yield article, error
        else:
            yield article, rows


def _parse_unknown(texts: list[str]) -> Iterator[list[parser.Paragraph] | None]:
    """Yield each text parsed, None where what the parser finds in it is known."""
    KEPT.make_room(texts)
    known = [text in KEPT for text in texts]
    parsed = parser.parse_texts(t for t, is_known in zip(texts, known, strict=True) if not is_known)
    for is_known in known:
        yield None if is_known else next(parsed)


def _by_parser(
    text: str, parsed: list[parser.Paragraph] | None, quotes: list[Quote]
) -> list[Statement]:
    if parsed is None:
        return KEPT.recall(text)
    statements = parser.find_statements(text, parsed, quotes, load_language("en"))
    KEPT.keep(text, statements)
    return statements


def _by_rules(text: str, _material: str, quotes: list[Quote]) -> list[Statement]:
    return rules.find_statements(text, quotes, load_language("en"))


def _inputs(articles: pd.DataFrame, names: pd.DataFrame) -> list[_Article]:
    by_doc: dict[str, list[Name]] = {}
    for row in names.itertuples(index=False):
        person, pronoun = (
            None if pd.isna(value) else value for value in (row.person_id, row.pronoun)
        )
        name = Name(int(row.start), int(row.end), row.actor_id, person, row.kind, pronoun)
        by_doc.setdefault(row.doc_id, []).append(name)
    return [
        _Article(row.doc_id, row.text, int(row.body_start), by_doc.get(row.doc_id, []))
        for row in articles.itertuples(index=False)
    ]


def _records(
    article: _Article, statements: list[Statement], quotes: list[Quote]
) -> Iterator[dict[str, Any]]:
    """Yield the rows of one article's statements."""
    text = article.text
    quoted = _Quoted(quotes)
    sources = Sources(text, article.names, load_language("en"))
    voices = sources.resolve_all(s.source for s in statements if s.source is not None)
    for statement in statements:
        if _intervened(text, statement, sources):
            continue
        words = [_words(text, piece) for piece in statement.content]
        shared = {
            "attribution_id": f"{article.doc_id}:{statement.content[0][0]}-"
            f"{statement.content[0][1]}",
            "doc_id": article.doc_id,
            "mode": quoted.mode(place for piece in words for place in piece),
            **_spanned(text, "cue", statement.cue),
            **_spanned(text, "source", statement.source),
            **_voiced(voices, statement.source),
            "rule": statement.rule,
        }
        for part, (start, end) in enumerate(statement.content):
            yield {
                **shared,
                "part": part,
                "content_start": start,
                "content_end": end,
                "n_tokens": len(words[part]),
            }


def _intervened(text: str, statement: Statement, sources: Sources) -> bool:
    """Tell whether a quoted fragment stands in a sentence about another actor than its speaker.

    "Norland's minister said it rained. Westland helps its “friends”." leaves the friends to the
    outlet: they are a scare quote.
    """
    if statement.rule != "carried" or statement.source is None:
        return False
    (start, end), *_ = statement.content
    if len(_words(text, (start, end))) > FRAGMENT_WORDS:
        return False
    subject = sources.subject_before(start)
    return subject is not None and subject != sources.known[statement.source].actor_id


def _words(text: str, piece: Span) -> list[int]:
    return [found.start() for found in _WORD.finditer(text, *piece)]


def _spanned(text: str, name: str, span: Span | None) -> dict[str, Any]:
    if span is None:
        return {name: None, f"{name}_start": None, f"{name}_end": None}
    return {name: text[slice(*span)], f"{name}_start": span[0], f"{name}_end": span[1]}


def _voiced(voices: Mapping[Span, Any], source: Span | None) -> dict[str, str | None]:
    voice = NOBODY if source is None else voices[source]
    return {"source_id": voice.actor_id, "person_id": voice.person_id}


class _Quoted:
    """The quotations of a text, asked whether words stand in them."""

    def __init__(self, quotes: list[Quote]):
        self.starts = [quote.inner_start for quote in quotes]
        self.ends = [quote.inner_end for quote in quotes]

    def mode(self, places: Iterable[int]) -> str:
        """Return the mode of content whose words begin at `places`."""
        inside = {self._holds(place) for place in places}
        if len(inside) == 2:
            return "mixed"
        return "direct" if True in inside else "indirect"

    def _holds(self, place: int) -> bool:
        at = bisect_right(self.starts, place) - 1
        return at >= 0 and place < self.ends[at]
