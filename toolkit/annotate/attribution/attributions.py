"""Attributions: which words of an article are whose."""

from __future__ import annotations

import warnings
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise
from typing import NamedTuple

import pandas as pd

from toolkit.annotate.attribution.cues import Statement
from toolkit.annotate.attribution.documents import SPEAKER_DOCUMENT, SpeakerDocument
from toolkit.annotate.attribution.kept import Kept
from toolkit.annotate.attribution.methods import method_of, read_statements
from toolkit.annotate.attribution.sources import Sources, Speaker
from toolkit.annotate.attribution.speech.outermost import outermost
from toolkit.annotate.attribution.speech.quotations import FRAGMENT_WORDS
from toolkit.annotate.attribution.statements import Method, Outcome
from toolkit.annotate.names import Name, names_by_doc, speakers_by_doc
from toolkit.display.printable import printable_line
from toolkit.display.progress import track
from toolkit.languages.language import is_there, language_of, warn_of_languages
from toolkit.tables.arguments import as_list, expect_table
from toolkit.tables.schema import make_table
from toolkit.text.text import Text, texts_of
from toolkit.text.words import Span, count_words

VERBATIM = ("turn", "full-text", SPEAKER_DOCUMENT)  # rules of words that need no marks to be quoted


class NothingReadError(RuntimeError):
    """A method that could read none of the articles."""


class Row(NamedTuple):
    """A row of the attributions table, without its article and its method."""

    attribution_id: str
    part: int
    mode: str
    content_start: int
    content_end: int
    cue: str | None
    cue_start: int | None
    cue_end: int | None
    source: str | None
    source_start: int | None
    source_end: int | None
    speaker: str | None
    source_id: str | None
    person_id: str | None
    n_tokens: int
    rule: str


def find_attributions(
    articles: pd.DataFrame, names: pd.DataFrame, *, method: str | Method = "parser"
) -> pd.DataFrame:
    """Find who says what in the articles: quoted, reported, or both.

    Parameters
    ----------
    articles
        The articles table, cleaned.
    names
        From `find_actors`; may be empty, then no source has an actor.
    method
        ``"parser"`` (spaCy's small English model, the accurate one), ``"rules"`` (word lists
        and word order, tens of times faster), or an object of your own with a `name` and a
        `read` that yields the statements of each text (see `attributions_of`).

    Returns
    -------
    pandas.DataFrame
        The attributions table, by article and place: a row per contiguous piece of content. No
        two attributions of an article share a word: the outermost wins. `rule` tells why:

        - ``cue-verb``, ``cue-noun``, ``cue-adjective``: a reporting word governs the content,
        - ``according-to``: a phrase like it names the source,
        - ``raising``: "is expected to", "seems to": nobody is named,
        - ``turn``: a speaker's turn in a transcript, an interview or questions and answers,
        - ``full-text``: a speech that the article gives in full ("the text of the address by X"),
        - ``label``: a speaker and a colon begin the line,
        - ``tag``: a name and a verb that is no reporting word ("“…,” Roe shot back") stand next to
          a quotation,
        - ``colon``, ``signed``: a name and a colon precede a quotation, or a dash and a name
          follow it,
        - ``quote-next-to-cue``: a quotation stands next to a reporting word,
        - ``quoted-as``: somebody is quoted by another ("the paper quoted Roe as saying"), or a
          quotation stands before "in the words of",
        - ``block``: an unquoted paragraph follows a reporting word and a colon,
        - ``carried``: a quotation without a reporting word follows a speaker,
        - ``no-speaker``: a quotation whose speaker is not to be found; its source is empty,
        - ``speaker-document``: an article with a `speaker`, such as a speech, is his but for what
          others say in it; "I" and "we" are he.

    Raises
    ------
    ValueError
        If `method` is none of these.

    Warns
    -----
    LanguageWarning
        Of how many articles are in a language that is not there (their column `language`; an
        article that does not say is read as English): they have no attributions.
    UserWarning
        Of how many articles could not be read, and why the first could not; their words count as
        the outlet's.

    Notes
    -----
    *Limits.* Of languages other than English ``"rules"`` reads those of `toolkit/languages`, and
    ``"parser"`` none: its articles in them count as such that could not be read. A few quoted
    words in a sentence of the outlet, with no speaker before them in the paragraph, count as scare
    quotes and get no row. Measured accuracy is in benchmarks/ATTRIBUTION.md.
    """
    expect_table(articles, "articles", ["doc_id", "text", "body_start"])
    expect_table(names, "names", ["doc_id", "start", "end", "actor_id", "person_id", "kind"])
    chosen = method_of(method)
    warn_of_languages(articles)
    pairs = read_statements(texts_of(articles), chosen)
    collected = Collected(len(articles), chosen)
    by_doc, speakers = names_by_doc(names), speakers_by_doc(names)
    with collected.interruptible():
        for text, outcome in track(pairs, desc="attributions", total=len(articles)):
            named = by_doc.get(text.doc_id, ())
            collected.add(text, outcome, named, speakers.get(text.doc_id))
    return collected.table()


def attributions_of(
    articles: pd.DataFrame,
    names: pd.DataFrame,
    statements: Iterable[Sequence[Statement]],
    *,
    method: str,
) -> pd.DataFrame:
    """Make the attributions table of statements that a model or a coder gave.

    Parameters
    ----------
    articles
        The articles table.
    names
        From `find_actors`, by which the words of a source become an actor; may be empty.
    statements
        For each article, in their order, the statements in it: ``Statement(content, source, cue,
        rule)``, where `content` is a tuple of (start, end) in the article's text, `source` and
        `cue` are one (start, end) or None, and `rule` is a word of yours. Where the contents of two
        overlap, the outermost keeps the words.
    method
        What to call where they come from, in the column `method`.

    Returns
    -------
    pandas.DataFrame
        The attributions table.

    Raises
    ------
    ValueError
        If there are statements for fewer articles, or more, than there are.

    Warns
    -----
    UserWarning
        Of how many articles have a statement that points outside of the text, and of the first.
    """
    given = _Given(method, as_list(statements, "statements"))
    return find_attributions(articles, names, method=given)


class _Given:
    """Statements that are there, as a method."""

    def __init__(self, name: str, statements: Iterable[Sequence[Statement]]) -> None:
        self.name = name
        self._statements = statements

    def read(self, _texts: Iterable[Text]) -> Iterator[Outcome]:
        """Yield the statements of each text, in order."""
        for statements in self._statements:
            yield list(statements)


class Collected:
    """The attributions of a corpus while its articles are read, and which could not be."""

    def __init__(self, n_articles: int, method: Method) -> None:
        self.rows: list[Row] = []
        self._doc_ids: list[str] = []
        self._failed: list[str] = []
        self._n_articles = n_articles
        self._n_read = 0
        self._method = method

    def add(
        self, text: Text, outcome: Outcome, names: Sequence[Name], speaker: Name | None
    ) -> list[Row]:
        """Take in what a method read in one text, and return its rows.

        `names` are the actors named in it, and `speaker` is who speaks it, if he is registered.
        """
        self._n_read += 1
        if not is_there(text.language):
            return []
        try:
            if isinstance(outcome, Exception):
                raise outcome
            rows = list(_rows(text, _sound(text, outcome), names, speaker))
        except Exception as error:
            self._failed.append(f"{text.doc_id} ({type(error).__name__}: {error})")
            return []
        self.rows += rows
        self._doc_ids += [text.doc_id] * len(rows)
        return rows

    @contextmanager
    def interruptible(self) -> Iterator[None]:
        """Say at Ctrl-C how much is done, if the method keeps what it has read."""
        try:
            yield
        except KeyboardInterrupt as stop:
            if isinstance(self._method, Kept):
                stop.add_note(
                    f"{self._n_read:,} of {self._n_articles:,} articles are read, and kept in "
                    "memory: the same call goes on from there"
                )
            raise

    def table(self) -> pd.DataFrame:
        """Return the attributions table, and warn of the articles that could not be read."""
        failed, total = self._failed, self._n_articles
        if failed:
            message = f"{len(failed)} of {total} article(s) without attributions: {failed[0]}"
            if len(failed) == total:  # not the articles' fault
                raise NothingReadError(message)
            warnings.warn(printable_line(message), stacklevel=3)
        table = pd.DataFrame(self.rows, columns=Row._fields)
        return make_table(
            "attributions", table.assign(doc_id=self._doc_ids, method=self._method.name)
        )


def _sound(text: Text, statements: list[Statement]) -> list[Statement]:
    """Return statements whose spans lie in the text, without what overlaps."""
    pieces: list[Span] = []
    for statement in statements:
        spans = (*statement.content, statement.source, statement.cue)
        for span in spans:
            if span is not None and not 0 <= span[0] < span[1] <= len(text.raw):
                raise ValueError(
                    f"found the span {tuple(span)} in {statement}, expected 0 <= start < end <= "
                    f"{len(text.raw)}, the length of the text"
                )
        pieces += statement.content
    pieces.sort()
    overlap = any(end > start for (_, end), (start, _) in pairwise(pieces))
    return outermost(text.raw, statements) if overlap else statements


def _rows(
    text: Text, statements: list[Statement], names: Sequence[Name], author: Name | None
) -> Iterator[Row]:
    """Yield the rows of one article's statements."""
    quoted = _Quoted(text)
    language = language_of(text.language)
    document = SpeakerDocument(text, author, language) if text.speaker else None
    if document is not None:
        statements = document.complete(statements)
    sources = Sources(text, names, language)
    speakers = sources.resolve_all(s.source for s in statements if s.source is not None)
    for statement in statements:
        speaker = Speaker() if statement.source is None else speakers[statement.source]
        if not statement.content:
            continue
        counts = [count_words(text.raw, *piece) for piece in statement.content]
        if counts[0] <= FRAGMENT_WORDS and _intervened(statement, sources, speaker):
            continue
        start, end = statement.content[0]
        mode = quoted.mode(statement.content, counts)
        cue, source = _spanned(text.raw, statement.cue), _spanned(text.raw, statement.source)
        if document is not None:
            mode = "direct" if document.is_own(statement, speaker) else mode
            speaker = document.speaker_of(statement, speaker)
            source = (text.speaker, None, None) if statement.source is None else source
        if statement.rule in VERBATIM:
            mode = "direct"
        attribution_id = f"{text.doc_id}:{start}-{end}"
        for part, (content_start, content_end) in enumerate(statement.content):
            yield Row(
                attribution_id,
                part,
                mode,
                content_start,
                content_end,
                *cue,
                *source,
                speaker.name,
                *speaker.voice,
                counts[part],
                statement.rule,
            )


def _intervened(statement: Statement, sources: Sources, speaker: Speaker) -> bool:
    """Tell whether a quoted fragment stands in a sentence about another actor than its speaker.

    "Norland's minister said it rained. Westland helps its “friends”." leaves the friends to the
    outlet: they are a scare quote.
    """
    if statement.rule != "carried" or statement.source is None:
        return False
    subject = sources.subject_before(statement.content[0][0])
    return subject is not None and subject != speaker.voice.actor_id


def _spanned(text: str, span: Span | None) -> tuple[str | None, int | None, int | None]:
    return (None, None, None) if span is None else (text[slice(*span)], *span)


class _Quoted:
    """The quotations of a text, asked whether words stand in them."""

    def __init__(self, text: Text):
        self.text = text.raw
        self.starts = [quote.inner_start for quote in text.quotes]
        self.ends = [quote.inner_end for quote in text.quotes]

    def mode(self, pieces: Iterable[Span], counts: Sequence[int]) -> str:
        """Return the mode of content by its pieces, and by how many words each has."""
        pairs = zip(pieces, counts, strict=True)
        n_quoted = sum([self._count(piece, n_words) for piece, n_words in pairs])
        if 0 < n_quoted < sum(counts):
            return "mixed"
        return "direct" if n_quoted else "indirect"

    def _count(self, piece: Span, n_words: int) -> int:
        """Return how many of the words of a piece are quoted."""
        start, end = piece
        first, stop = bisect_right(self.ends, start), bisect_left(self.starts, end)
        if first < stop and self.starts[first] <= start and end <= self.ends[first]:
            return n_words
        within = zip(self.starts[first:stop], self.ends[first:stop], strict=True)
        return sum([count_words(self.text, max(start, s), min(end, e)) for s, e in within])
