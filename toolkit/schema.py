"""The tables that pass from stage to stage: their columns, types, keys, and one check."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd


class TableError(ValueError):
    """A table that is not what its name promises; the message lists every fault."""


@dataclass(frozen=True)
class Column:
    """One declared column: pandas dtype, whether it may be empty, what it means."""

    dtype: str
    meaning: str
    nullable: bool = False
    categories: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """A declared table: what a row is, its columns, and the columns that make a row unique."""

    row: str
    columns: Mapping[str, Column]
    key: tuple[str, ...] = ()


def _str(meaning: str, *, nullable: bool = False) -> Column:
    return Column("str", meaning, nullable)


def _int(meaning: str) -> Column:
    return Column("int64", meaning)


def _maybe_int(meaning: str) -> Column:
    return Column("Int64", meaning, nullable=True)


def _float(meaning: str, *, nullable: bool = False) -> Column:
    return Column("float64", meaning, nullable)


def _one_of(meaning: str, *categories: str) -> Column:
    return Column("category", meaning, categories=categories)


_OUTLET = _str("who published it", nullable=True)
_DATE = Column("datetime64[us]", "day of publication", nullable=True)
_DOC = _str("the article")
_START = _int("first character in articles.text")
_END = _int("one past the last character in articles.text")
_MATCH = _str("the characters articles.text[start:end]")
_FRAME = _str("the frame that the term belongs to")
_TERM = _str("the lexicon entry that matched")
_MENTION = _str("doc_id:start-end:term_id")
_VOICE = _str(
    "voice_id (several who speak together are joined by +); or 'narration' for the outlet's own "
    "words, 'other speaker' for a speaker who is not in the registry, 'unknown speaker' for a "
    "quotation whose speaker was not found"
)
_PERIOD = Column("datetime64[us]", "first day of the period")
_LOW = _float("lower end of the interval", nullable=True)
_HIGH = _float("upper end of the interval", nullable=True)

TABLES: dict[str, Table] = {
    "articles": Table(
        "one article; further columns are docvars",
        {
            "doc_id": _str("id, from the file's name or the record's id column or its content"),
            "outlet": _OUTLET,
            "date": _DATE,
            "title": _str("headline, empty if there is none"),
            "text": _str("the title, a blank line, the body; every offset points into it"),
            "body_start": _int("where the body begins in text; 0 without a title"),
            "language": _str("language code", nullable=True),
            "n_tokens": _int("number of words in text"),
            "family_id": _str("copies of one dispatch share it", nullable=True),
        },
        ("doc_id",),
    ),
    "ledger": Table(
        "one record that a source holds",
        {
            "source": _str("file, relative to the corpus"),
            "record": _int("number of the record in the file, from 1"),
            "doc_id": _str("the article it became", nullable=True),
            "outcome": _one_of("what became of it", "read", "rejected", "duplicate"),
            "reason": _str("what was wrong with it", nullable=True),
            "format": _str("what the file is, such as Nexis Uni DOCX", nullable=True),
            "declared": _maybe_int("number of records that the file says it holds"),
            "position": _maybe_int("number that the file gives it in a result set"),
            "result_set": _maybe_int("number of records in that result set"),
            "search_terms": _str("what was searched for, as the file says", nullable=True),
        },
        ("source", "record"),
    ),
    "record_counts": Table(
        "one file, or one result set that files are slices of",
        {
            "item": _str("the file, relative to the corpus; or the result set"),
            "kind": _one_of("what it is", "file", "result set"),
            "declared": _maybe_int("number of records that the file says it holds"),
            "read": _int("records read"),
            "rejected": _int("records rejected"),
            "duplicate": _int("records that another one repeats"),
            "missing": _str("numbers of the result set that no file holds", nullable=True),
            "adds_up": Column("bool", "declared = read + rejected + duplicate, and none missing"),
        },
        ("item", "kind"),
    ),
    "missing_fields": Table(
        "one field that articles of an outlet lack in a month",
        {
            "outlet": _OUTLET,
            "month": _str("YYYY-MM", nullable=True),
            "field": _str("the column of articles"),
            "n_docs": _int("articles of that outlet and month"),
            "n_missing": _int("those that lack it"),
        },
    ),
    "missing_days": Table(
        "one run of days without an article; the column named by `by` comes first",
        {
            "first": Column("datetime64[us]", "its first day"),
            "last": Column("datetime64[us]", "its last day"),
            "n_days": _int("number of days"),
        },
    ),
    "residue": Table(
        "one place that clean_text changes",
        {
            "doc_id": _DOC,
            "line": _int("line of the uncleaned text, from 1"),
            "rule": _str("the residue rule, or 'encoding' for a repair"),
            "before": _str("the line before"),
            "after": _str("the line after; empty if it is dropped"),
        },
    ),
    "changes": Table(
        "one run of words in which a copy differs from the first of its family",
        {
            "doc_id": _str("the copy"),
            "first_id": _str("the first of the family, by date and then by doc_id"),
            "kind": _one_of("what the copy did with the words", "added", "removed", "changed"),
            "start": _int("first character in the text of the copy"),
            "end": _int("one past the last; equal to start where words were removed"),
            "text": _str("the words of the copy"),
            "first_start": _int("first character in the text of the first"),
            "first_end": _int("one past the last; equal to first_start where words were added"),
            "first_text": _str("the words of the first"),
        },
        ("doc_id", "start", "first_start"),
    ),
    "terms": Table(
        "one framing term in a text",
        {
            "doc_id": _DOC,
            "start": _START,
            "end": _END,
            "term_id": _TERM,
            "frame": _FRAME,
            "match": _MATCH,
            "negated": Column("bool", "a negator stands before it in the clause"),
        },
        ("doc_id", "start", "end", "term_id"),
    ),
    "names": Table(
        "one mention of an actor",
        {
            "doc_id": _DOC,
            "start": _START,
            "end": _END,
            "actor_id": _str("the actor"),
            "person_id": _str("the person, if it names one", nullable=True),
            "match": _MATCH,
            "kind": _one_of("how it is named", "name", "alias", "role", "demonym", "metonym"),
            "pronoun": _str("the person's pronoun, if the registry gives it", nullable=True),
        },
        ("doc_id", "start", "end"),
    ),
    "attributions": Table(
        "one piece of content that a source is said to have said",
        {
            "attribution_id": _str("doc_id:start-end of the first piece"),
            "part": _int("number of the piece, from 0"),
            "doc_id": _DOC,
            "mode": _one_of(
                "quoted, reported, or reported with quoted pieces", "direct", "indirect", "mixed"
            ),
            "content_start": _int("first character of the content"),
            "content_end": _int("one past its last character"),
            "cue": _str("the words that say that something is said", nullable=True),
            "cue_start": _maybe_int("first character of the cue"),
            "cue_end": _maybe_int("one past its last character"),
            "source": _str("the words that say who says it", nullable=True),
            "source_start": _maybe_int("first character of the source"),
            "source_end": _maybe_int("one past its last character"),
            "source_id": _str("the actor behind the source", nullable=True),
            "person_id": _str("the person behind the source", nullable=True),
            "n_tokens": _int("number of words in the content"),
            "rule": _str("the rule that found it"),
        },
        ("attribution_id", "part"),
    ),
    "attribution_quality": Table(
        "one rule of `find_attributions`, and how often it is right",
        {
            "rule": _str("the rule, or 'all'"),
            "n": _int("words that the rule gave to a voice"),
            "content_precision": _float("share of them that somebody is said to have said"),
            "precision": _float("share of them that went to the right source"),
            "recall": _float("share of all voiced words that the rule gave to the right source"),
        },
        ("rule",),
    ),
    "targets": Table(
        "one actor that a mention is aimed at",
        {
            "mention_id": _MENTION,
            "actor_id": _str("the actor it is aimed at"),
            "rank": _int("1 for the likeliest"),
            "rule": _str("the rule that found it"),
        },
        ("mention_id", "actor_id"),
    ),
    "mentions": Table(
        "one framing term, with who voices it and whom it is aimed at",
        {
            "mention_id": _MENTION,
            "doc_id": _DOC,
            "start": _START,
            "end": _END,
            "frame": _FRAME,
            "term_id": _TERM,
            "match": _MATCH,
            "mode": _one_of(
                "how the words stand in the article",
                "narration",
                "headline",
                "direct",
                "indirect",
                "scare",
            ),
            "negated": Column("bool", "a negator stands before it in the clause"),
            "attribution_id": _str("the attribution that holds it", nullable=True),
            "source": _str("the words that say who says it", nullable=True),
            "voice_id": _str("the actor who says it", nullable=True),
            "voice": _VOICE,
            "person_id": _str("the person who says it", nullable=True),
            "target_id": _str("the likeliest actor it is aimed at", nullable=True),
            "n_targets": _int("number of actors it is aimed at"),
            "tone": _float("polarity of the sentence, -1 to 1; see add_tone", nullable=True),
            "rule": _str("the rule that found the voice", nullable=True),
            "outlet": _OUTLET,
            "date": _DATE,
        },
        ("mention_id",),
    ),
    "exposure": Table(
        "the words of one voice in one mode in one article",
        {
            "doc_id": _DOC,
            "voice_id": _str("the actor who says them", nullable=True),
            "voice": _VOICE,
            "mode": _one_of(
                "as in mentions", "narration", "headline", "direct", "indirect", "scare"
            ),
            "n_tokens": _int("number of words"),
            "outlet": _OUTLET,
            "date": _DATE,
            "family_id": _str("copies of one dispatch share it", nullable=True),
        },
        ("doc_id", "voice", "mode"),
    ),
    "rates": Table(
        "one group and one thing counted; the columns named by `by` and `of` come first",
        {
            "n": _int("mentions"),
            "exposure": _int("words of the group"),
            "n_docs": _int("articles with at least one mention"),
            "exposure_docs": _int("articles with words of the group"),
            "per": _int("words that the rate is stated per"),
            "rate": _float("per * n / exposure", nullable=True),
            "low": _LOW,
            "high": _HIGH,
            "se": _float("standard error of the linearised ratio, not resampled", nullable=True),
        },
    ),
    "comparison": Table(
        "one thing counted in two groups; the group (`by`), its reference (`by` + '_reference') "
        "and the columns named by `of` come first",
        {
            "n": _int("mentions in the group"),
            "n_reference": _int("mentions in the reference"),
            "exposure": _int("words of the group"),
            "exposure_reference": _int("words of the reference"),
            "n_docs": _int("articles with at least one mention in the group"),
            "n_docs_reference": _int("articles with at least one mention in the reference"),
            "per": _int("words that the rates are stated per"),
            "rate": _float("per * n / exposure"),
            "rate_reference": _float("per * n_reference / exposure_reference"),
            "ratio": _float("rate / rate_reference; empty if both are zero", nullable=True),
            "ratio_low": _LOW,
            "ratio_high": _HIGH,
            "difference": _float("rate - rate_reference"),
            "difference_low": _LOW,
            "difference_high": _HIGH,
            "p": _float("of a ratio of one, this row alone"),
            "p_corrected": _float("of a ratio of one, corrected for all rows of the table"),
            "correction": _str("the method of that correction"),
            "n_tests": _int("rows that it corrects for"),
        },
    ),
    "trends": Table(
        "one group, period and thing counted; the columns named by `by`, the period and those "
        "named by `of` come first",
        {
            "period": _PERIOD,
            "n": _int("mentions"),
            "exposure": _int("words of the group in the period; 0 in a gap"),
            "n_docs": _int("articles with at least one mention"),
            "exposure_docs": _int("articles with words of the group"),
            "per": _int("words that the rate is stated per"),
            "rate": _float("per * n / exposure; empty in a gap", nullable=True),
            "low": _LOW,
            "high": _HIGH,
            "se": _float("standard error of the linearised ratio, not resampled", nullable=True),
            "event": _str("what happened in the period", nullable=True),
        },
    ),
    "words": Table(
        "one word of one group of articles; the column named by `by` comes first",
        {
            "word": _str("the word in lower case"),
            "n": _int("how often it occurs"),
            "n_docs": _int("articles that hold it"),
            "exposure": _int("words of the group"),
            "exposure_docs": _int("articles of the group"),
        },
    ),
    "places": Table(
        "one place where a word stands; further columns are those of its article",
        {
            "mention_id": _str("doc_id:start-end:word"),
            "doc_id": _DOC,
            "start": _START,
            "end": _END,
            "word": _str("the word in lower case"),
            "match": _MATCH,
            "date": _DATE,
            "outlet": _OUTLET,
        },
        ("mention_id",),
    ),
    "keyness": Table(
        "one word, in a target and in a reference",
        {
            "word": _str("the word in lower case"),
            "n_target": _int("its count in the target, in `unit`"),
            "n_reference": _int("its count in the reference"),
            "exposure_target": _int("size of the target, in `unit`"),
            "exposure_reference": _int("size of the reference"),
            "unit": _one_of("what is counted: words, or articles that hold it", "tokens", "texts"),
            "log_likelihood": _float("G2 of four cells"),
            "log_likelihood_2": _float("G2 of two cells"),
            "p": _float("of log_likelihood, words taken as independent"),
            "p_corrected": _float("p corrected for all words of the table"),
            "log_ratio": _float("log2 of the ratio of the shares"),
            "simple_maths": _float("ratio of the rates per million, each plus one"),
            "log_odds": _float("log-odds ratio with an informative prior"),
            "log_odds_z": _float("log_odds over its standard error"),
        },
        ("word",),
    ),
    "collocates": Table(
        "one word near the mentions of one thing; the column named by `of` comes first",
        {
            "word": _str("the word in lower case"),
            "n": _int("how often it stands near the mentions"),
            "n_docs": _int("articles in which it does"),
            "exposure": _int("words near the mentions"),
            "n_word": _int("how often it occurs in all articles"),
            "n_words": _int("words of all articles"),
            "expected": _float("n if it were spread evenly: n_word * exposure / n_words"),
            "log_likelihood": _float("G2 of four cells"),
            "mutual_information": _float("log2(n / expected)"),
            "t_score": _float("(n - expected) / sqrt(n)"),
            "dice": _float("2 * n / (exposure + n_word)"),
            "window": _str("words to each side, or 'sentence'"),
        },
    ),
    "dispersion": Table(
        "one thing counted, over the parts of the corpus; the column named by `of` comes first",
        {
            "n": _int("mentions"),
            "n_docs": _int("articles with at least one mention"),
            "part": _str("the column that makes the parts"),
            "parts": _int("number of parts"),
            "n_parts": _int("parts with at least one mention"),
            "exposure": _int("words of all parts"),
            "dp": _float("Gries' deviation of proportions; 0 is even"),
            "dp_norm": _float("dp over its maximum; empty for one part", nullable=True),
            "juilland_d": _float("Juilland's D; 1 is even; empty for one part", nullable=True),
            "rosengren_s": _float("Rosengren's S; 1 is even"),
            "kl_divergence": _float("Kullback-Leibler divergence in bits; 0 is even"),
        },
    ),
    "tone": Table(
        "one group and one thing counted; the columns named by `by` and `of` come first",
        {
            "n": _int("mentions with a tone"),
            "n_docs": _int("articles with such a mention"),
            "mean": _float("mean polarity of their sentences, -1 to 1"),
            "low": _LOW,
            "high": _HIGH,
        },
    ),
    "coverage": Table(
        "one outlet (the column named by `by`, which comes first) in one period",
        {
            "period": _PERIOD,
            "n_docs": _int("articles; 0 in a gap"),
            "n_tokens": _int("words"),
        },
    ),
    "specifications": Table(
        "one way to estimate one rate",
        {
            "method": _str("method of attribution, as the caller names it"),
            "headlines": _one_of("are headlines counted", "with", "without"),
            "copies": _one_of("are all copies of a dispatch counted, or one", "all", "once"),
            "denominator": _one_of(
                "what n is divided by", "own words", "all words", "own mentions"
            ),
            "left_out": _str("the term that is left out", nullable=True),
            "n": _int("mentions"),
            "n_docs": _int("articles with at least one mention"),
            "exposure": _int("size of the denominator"),
            "per": _int("what the rate is stated per"),
            "rate": _float("per * n / exposure", nullable=True),
            "low": _LOW,
            "high": _HIGH,
            "share": _float("n over n with all terms", nullable=True),
        },
    ),
    "voices": Table(
        "one voice, one target and one thing counted; the column named by `of` stands third",
        {
            "voice_id": _str("the actor who speaks; empty as in mentions", nullable=True),
            "target_id": _str("the actor it is aimed at; empty if none was found", nullable=True),
            "n": _int("mentions"),
            "share": _float("n over all mentions of the same voice and the same thing counted"),
        },
    ),
    "concordance": Table(
        "one mention with the text to its left and right",
        {
            "mention_id": _MENTION,
            "doc_id": _DOC,
            "frame": _FRAME,
            "left": _str("the text before"),
            "node": _str("the term"),
            "right": _str("the text after"),
            "voice": _VOICE,
            "source": _str("the words that say who says it", nullable=True),
            "target_id": _str("the likeliest actor it is aimed at", nullable=True),
            "mode": _str("as in mentions"),
            "date": _DATE,
            "outlet": _OUTLET,
        },
        ("mention_id",),
    ),
}


def empty_table(name: str) -> pd.DataFrame:
    """Return the table `name` with its declared columns and no rows."""
    return make_table(name, [])


def make_table(name: str, records: Iterable[Mapping[str, Any]] | pd.DataFrame) -> pd.DataFrame:
    """Build the table `name` from records or a frame, in declared types and column order.

    Columns that are not declared come last, as they are. Declared columns that the records
    lack are filled with missing values, where the table allows it.

    Raises
    ------
    TableError
        If the values of a column cannot be of its declared type.
    """
    frame = pd.DataFrame(records if isinstance(records, pd.DataFrame) else list(records))
    table = _declared(name)
    for column, spec in table.columns.items():
        values = frame[column] if column in frame else [None] * len(frame)
        frame[column] = _cast(pd.Series(values, index=frame.index), column, spec)
    others = [column for column in frame.columns if column not in table.columns]
    return frame[[*table.columns, *others]]


def check_table(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    """Return `frame` itself if it is a sound table `name`.

    Parameters
    ----------
    frame
        Any DataFrame.
    name
        A table of docs/tables.md, such as ``"mentions"``.

    Raises
    ------
    TableError
        With all faults at once: missing columns, wrong types, empty values where none may be,
        values outside the declared categories, rows that share a key.
    """
    table = _declared(name)
    faults = []
    for column, spec in table.columns.items():
        if column not in frame:
            faults.append(f"column {column!r} is missing")
            continue
        if isinstance(frame[column], pd.DataFrame):
            faults.append(f"column {column!r} stands there more than once")
            continue
        faults += _column_faults(frame[column], column, spec)
    if table.key and set(table.key) <= set(frame.columns):
        repeated = frame.duplicated(list(table.key), keep="first")
        if repeated.any():
            first = frame.loc[repeated, list(table.key)].iloc[0].to_dict()
            faults.append(f"{int(repeated.sum())} row(s) repeat a key {table.key}, first {first}")
    if faults:
        listing = "\n".join(f"  - {fault}" for fault in faults)
        raise TableError(
            f"this is no sound table {name!r} ({len(frame)} rows):\n{listing}\n"
            f"docs/tables.md lists what {name!r} holds."
        )
    return frame


def finish_table(name: str, frame: pd.DataFrame, first: Sequence[str]) -> pd.DataFrame:
    """Build and check the table `name`, and put the columns `first`, which vary, before the rest.

    Raises
    ------
    TableError
        As `make_table` and `check_table` do.
    """
    made = check_table(make_table(name, frame), name)
    return made[[*first, *(column for column in made.columns if column not in first)]]


def describe_tables() -> str:
    """Write the Markdown of docs/tables.md: every table, its key and its columns."""
    lines = [
        "# Tables",
        "",
        "Made from `toolkit/schema.py` by `python -m toolkit.schema`. `?` may be empty; **bold**",
        "columns together are the key. Offsets are half-open Python character offsets into",
        "`articles.text`. Every table may carry further columns.",
    ]
    for name, table in TABLES.items():
        lines += ["", f"## {name}", "", f"A row: {table.row}.", "", "| column | type | meaning |"]
        lines.append("|---|---|---|")
        for column, spec in table.columns.items():
            label = f"**{column}**" if column in table.key else column
            kind = spec.dtype + ("?" if spec.nullable else "")
            if spec.categories:
                kind += " {" + ", ".join(spec.categories) + "}"
            lines.append(f"| {label} | {kind} | {spec.meaning} |")
    return "\n".join(lines) + "\n"


def _declared(name: str) -> Table:
    if name not in TABLES:
        raise ValueError(f"name: found {name!r}, expected one of {', '.join(TABLES)}")
    return TABLES[name]


def _cast(values: pd.Series, column: str, spec: Column) -> pd.Series:
    if spec.categories:
        _refuse(_category_faults(values, column, spec))
        return values.astype(pd.CategoricalDtype(list(spec.categories)))
    if spec.dtype in ("bool", "int64"):  # these can hold no missing value
        _refuse(_empty_faults(values, column))
    try:
        return values.astype(spec.dtype)
    except (TypeError, ValueError) as error:
        raise TableError(f"column {column!r} cannot be made {spec.dtype}: {error}") from None


def _refuse(faults: list[str]) -> None:
    if faults:
        raise TableError("; ".join(faults))


def _column_faults(values: pd.Series, column: str, spec: Column) -> list[str]:
    faults = []
    found = str(values.dtype)
    if found != spec.dtype:
        faults.append(f"column {column!r} is {found}, expected {spec.dtype}")
    if not spec.nullable:
        faults += _empty_faults(values, column)
    if spec.categories:
        faults += _category_faults(values, column, spec)
    return faults


def _empty_faults(values: pd.Series, column: str) -> list[str]:
    empty = values.isna()
    if not empty.any():
        return []
    row = empty[empty].index[0]
    return [f"column {column!r} is empty in {int(empty.sum())} row(s), first {row!r}"]


def _category_faults(values: pd.Series, column: str, spec: Column) -> list[str]:
    odd = sorted({str(v) for v in values.dropna().unique()} - set(spec.categories))
    if not odd:
        return []
    found, expected = ", ".join(map(repr, odd[:5])), ", ".join(spec.categories)
    return [f"column {column!r} holds {found}, expected one of {expected}"]


if __name__ == "__main__":
    import sys

    sys.stdout.write(describe_tables())
