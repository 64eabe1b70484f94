"""Annotations for other programs, and codings from them: one door for all formats."""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import pandas as pd

from toolkit.display.printable import printable_line
from toolkit.exchange.annotated import (
    CodedText,
    Passage,
    attribution_passages,
    documents_of,
    mention_passages,
)
from toolkit.exchange.format import format_of
from toolkit.exchange.places import inked, place_in
from toolkit.provenance import write_atomically
from toolkit.read.formats.export import LARGEST_FILE, RecordError
from toolkit.tables.arguments import as_list, as_path, check_columns, expect_table
from toolkit.tables.schema import finish_table

_PLACE = ("mention_id", "doc_id", "start", "end", "match")
_SAID = (
    *("attribution_id", "part", "doc_id", "mode", "content_start", "content_end"),
    *("cue_start", "cue_end", "source", "source_start", "source_end", "source_id"),
)
_FACTS = ("outlet", "date")  # of the article, with which they go
_SHOWN = 3  # of what could not be read
NOT_ASKED = "not asked for; name it in `columns`"
NO_PLACE = "the format has no place for it"
NOT_SAID = "of an attribution, the content, cue, source and mode are written"


class ExchangeWarning(UserWarning):
    """Something that a file of another program does not hold as it is, or that cannot be read."""


def export_annotations(
    mentions: pd.DataFrame,
    articles: pd.DataFrame,
    path: str | Path,
    *,
    columns: str | Sequence[str] = ("frame", "voice", "target_id"),
    attributions: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Write mentions, over the text of their articles, for another program.

    The end of the name says the format: ``.qdpx`` is a REFI-QDA project, which MAXQDA, NVivo,
    ATLAS.ti and QualCoder open; ``.conllu`` is CoNLL-U, a token in a line; ``.brat.zip`` holds the
    files of a collection of brat; ``.labelstudio.zip`` the tasks of Label Studio and the interface
    that they need; ``.xmi.zip`` is UIMA CAS XMI, of INCEpTION; ``.sav`` and ``.dta`` are data sets
    of SPSS and Stata, a passage in a row. The same tables give the same bytes.

    Parameters
    ----------
    mentions
        The mentions table, or a sample.
    articles
        The articles that they are from. All are written, those without a mention too.
    path
        The file to write. It holds the text of the articles, a data set that of the passages: mind
        who may have it.
    columns
        The columns of mentions that become codes, a code for each value. For coders who are not to
        know what the toolkit found, ``()``: then the passages are marked, and no more.
    attributions
        The attributions table, to mark what is said, the cue and the source too.

    Returns
    -------
    pandas.DataFrame
        The not_carried table: what the file does not hold as it is, how often, and why. What was
        asked for, and yet is there, is a warning too.

    Raises
    ------
    ValueError
        If the end of the name is none of a format, or a mention is of no article or not in its
        text.
    """
    expect_table(mentions, "mentions", _PLACE)
    expect_table(articles, "articles", ["doc_id", "text", "outlet", "date"])
    if attributions is not None:
        expect_table(attributions, "attributions", _SAID)
    path, columns = as_path(path, "path"), as_list(columns, "columns")
    check_columns(mentions, columns, "mentions")
    exchange = format_of(path)
    _check_once(mentions, "mention_id", "mentions")
    _check_once(articles, "doc_id", "articles")
    _check_whole(mentions)
    passages = list(mention_passages(mentions, columns))
    if attributions is not None:
        passages += attribution_passages(attributions)
    _check_places(passages, articles)
    by_article: dict[str, list[Passage]] = {}
    for doc_id, passage in passages:
        by_article.setdefault(doc_id, []).append(passage)
    documents = documents_of(articles, by_article)
    data, losses = exchange.write(documents)
    write_atomically(path, data)
    if losses:
        ((item, reason), _) = Counter(losses).most_common(1)[0]
        _warn(f"{path}: {len(losses)} time(s) not as in the tables, most often {item}: {reason}")
    counted = Counter(losses)
    for name in exchange.lacks:
        counted[f"articles.{name}", NO_PLACE] = sum(bool(getattr(d, name)) for d in documents)
    counted.update(_left_out("mentions", mentions, [*_PLACE, *_FACTS, *columns], NOT_ASKED))
    if attributions is not None:
        counted.update(_left_out("attributions", attributions, _SAID, NOT_SAID))
    rows = [{"item": item, "n": n, "why": why} for (item, why), n in counted.items() if n]
    return finish_table("not_carried", pd.DataFrame(rows, columns=["item", "n", "why"]), [])


def _check_once(frame: pd.DataFrame, column: str, argument: str) -> None:
    twice = frame[column][frame[column].duplicated()]
    if len(twice):
        raise ValueError(
            f"{argument}: found the {column} {twice.iloc[0]!r} in more than one row, expected one "
            "row each; drop the others"
        )


def _check_whole(mentions: pd.DataFrame) -> None:
    for column in ("start", "end"):
        numbers = pd.to_numeric(mentions[column], errors="coerce")
        odd = mentions[column][~(numbers % 1 == 0)]
        if len(odd):
            raise ValueError(
                f"mentions: found the {column} {odd.tolist()[0]!r}, expected whole numbers of "
                "characters in the text"
            )


def _check_places(passages: Iterable[tuple[str, Passage]], articles: pd.DataFrame) -> None:
    lengths = dict(zip(articles["doc_id"], articles["text"].str.len(), strict=True))
    for doc_id, passage in passages:
        if doc_id not in lengths:
            raise ValueError(
                f"articles: found no {doc_id!r}, of which there is the {passage.kind} "
                f"{passage.id!r}; expected the articles that the mentions are from"
            )
        if not 0 <= passage.start < passage.end <= lengths[doc_id]:
            raise ValueError(
                f"mentions: found the {passage.kind} {passage.id!r} at {passage.start}-"
                f"{passage.end}, expected a place in the text of {lengths[doc_id]} characters; "
                "give the articles that it was found in"
            )


def _left_out(
    table: str, frame: pd.DataFrame, carried: Sequence[str], reason: str
) -> dict[tuple[str, str], int]:
    """Return how many values the columns of a table have that are not carried."""
    others = [name for name in frame.columns if name not in carried]
    return {(f"{table}.{name}", reason): int(frame[name].notna().sum()) for name in others}


def import_annotations(
    path: str | Path, articles: pd.DataFrame, *, coder: str = "unknown"
) -> pd.DataFrame:
    """Read the codings of a project that people coded in another program.

    Parameters
    ----------
    path
        A file as `export_annotations` writes them, saved by the other program, or one of the same
        format that was begun there: ``.qdpx``, ``.brat.zip``, ``.xmi.zip``, or the ``.json``
        that Label Studio exports.
    articles
        The articles that were coded. A text of the file is that of an article if its name is the
        doc_id, or if the texts are the same and no other article has that text; blanks and line
        breaks may differ.
    coder
        Who coded, where the file does not say.

    Returns
    -------
    pandas.DataFrame
        The codings table, a row for each code of a passage: where it stands in the article, the
        coder, the variable (what the code stands below) and the value (its name). What the toolkit
        itself had exported has the coder ``discourse-toolkit``, if the program kept it.

    Raises
    ------
    ValueError
        If the file is none of the format, is damaged, or is so made that it could do harm.

    Warns
    -----
    ExchangeWarning
        How many texts and codings could not be read, or are of no article, and why.
    """
    path = as_path(path, "path")
    expect_table(articles, "articles", ["doc_id", "text"])
    _check_once(articles, "doc_id", "articles")
    read = format_of(path, reading=True).read
    assert read is not None  # noqa: S101 - as format_of was asked
    if not path.is_file():
        raise ValueError(
            f"path: found no file {str(path)!r}, expected one that a program has saved"
        )
    size = path.stat().st_size
    if size > LARGEST_FILE:
        raise ValueError(
            f"{path}: found {size / 1e6:,.0f} MB, expected at most {LARGEST_FILE / 1e6:,.0f} MB; "
            "export fewer texts at a time"
        )
    try:
        texts = read(path.read_bytes())
    except RecordError as error:
        raise ValueError(f"{path}: {error}") from None
    unread = [reason for text in texts for reason in text.unread]
    rows = list(_place_all(texts, articles, coder, unread))
    if unread:
        first = "; ".join(dict.fromkeys(unread[:_SHOWN]))
        _warn(f"{path}: {len(unread)} text(s) or coding(s) are left out: {first}")
    columns = ["doc_id", "start", "end", "match", "coder", "variable", "value"]
    codings = pd.DataFrame(rows, columns=columns).drop_duplicates(ignore_index=True)
    order = [c for c in columns if c != "match"]
    return finish_table("codings", codings.sort_values(order, ignore_index=True), [])


def _place_all(
    texts: Iterable[CodedText], articles: pd.DataFrame, coder: str, unread: list[str]
) -> Iterator[tuple]:
    """Yield the codings of texts where they stand in the articles; note those that do not."""
    ours = dict(zip(articles["doc_id"], articles["text"], strict=True))
    by_text: dict[str, list[str]] = {}
    for doc_id, text in ours.items():
        by_text.setdefault(inked(text), []).append(doc_id)
    for coded in texts:
        if not coded.codings:
            continue
        label = printable_line(coded.name)
        fit = [coded.name] if coded.name in ours else by_text.get(inked(coded.text), [])
        place = place_in(coded.text, ours[fit[0]]) if len(fit) == 1 else None
        if place is None:
            unread += [f"the text {label!r} {_misfit(coded.name, fit)}"] * len(coded.codings)
            continue
        doc_id = fit[0]
        for coding in coded.codings:
            span = place(coding.start, coding.end)
            if span is None:
                unread.append(
                    f"a coding of {label!r} is at {coding.start}-{coding.end}, outside "
                    "of the text or over blanks only"
                )
            else:
                match = ours[doc_id][slice(*span)]
                yield doc_id, *span, match, coding.coder or coder, coding.variable, coding.value


def _misfit(name: str, fit: list[str]) -> str:
    """Return why a text is not that of one article."""
    if len(fit) > 1:
        return f"is that of {len(fit)} articles, such as {fit[0]!r}; give it the doc_id of one"
    return "has another text than the article" if name in fit else "is none of the articles"


def _warn(message: str) -> None:
    warnings.warn(message, ExchangeWarning, stacklevel=3)
