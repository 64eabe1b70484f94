"""Tables of what was read: articles, and the account of every record."""

from __future__ import annotations

from toolkit.tables.declare import (
    DATE,
    DOC,
    OUTLET,
    Column,
    Table,
    integer,
    maybe_integer,
    one_of,
    string,
)

TABLES: dict[str, Table] = {
    "articles": Table(
        "one article; further columns are docvars",
        {
            "doc_id": string("id, from the file's name or the record's id column or its content"),
            "outlet": OUTLET,
            "date": DATE,
            "title": string("headline, empty if there is none", words=True),
            "text": string(
                "the title, a blank line, the body; every offset points into it", words=True
            ),
            "body_start": integer("where the body begins in text; 0 without a title"),
            "language": string("language code", nullable=True),
            "speaker": string(
                "who speaks the whole document: of a speech, a press release", nullable=True
            ),
            "n_tokens": integer("number of words in text"),
            "family_id": string("copies of one dispatch share it", nullable=True),
        },
        ("doc_id",),
        made_by="load_corpus",
    ),
    "ledger": Table(
        "one record that a source holds",
        {
            "source": string("file, relative to the corpus"),
            "record": integer("number of the record in the file, from 1"),
            "doc_id": string("the article it became", nullable=True),
            "outcome": one_of("what became of it", "read", "rejected", "duplicate"),
            "reason": string("what was wrong with it", nullable=True, words=True),
            "format": string("what the file is, such as Nexis Uni DOCX", nullable=True),
            "declared": maybe_integer("number of records that the file says it holds"),
            "position": maybe_integer("number that the file gives it in a result set"),
            "result_set": maybe_integer("number of records in that result set"),
            "search_terms": string("what was searched for, as the file says", nullable=True),
        },
        ("source", "record"),
        made_by="load_ledger",
    ),
    "record_counts": Table(
        "one file, or one result set that files are slices of",
        {
            "item": string("the file, relative to the corpus; or the result set"),
            "kind": one_of("what it is", "file", "result set"),
            "declared": maybe_integer("number of records that the file says it holds"),
            "read": integer("records read"),
            "rejected": integer("records rejected"),
            "duplicate": integer("records that another one repeats"),
            "missing": string("numbers of the result set that no file holds", nullable=True),
            "adds_up": Column("bool", "declared = read + rejected + duplicate, and none missing"),
        },
        ("item", "kind"),
        made_by="count_records",
    ),
    "missing_fields": Table(
        "one field that articles of an outlet lack in a month",
        {
            "outlet": OUTLET,
            "month": string("YYYY-MM", nullable=True),
            "field": string("the column of articles"),
            "n_docs": integer("articles of that outlet and month"),
            "n_missing": integer("those that lack it"),
        },
    ),
    "missing_days": Table(
        "one run of days without an article; the column named by `by` comes first",
        {
            "first": Column("datetime64[us]", "its first day"),
            "last": Column("datetime64[us]", "its last day"),
            "n_days": integer("number of days"),
        },
    ),
    "residue": Table(
        "one place that clean_text changes",
        {
            "doc_id": DOC,
            "line": integer("line of the uncleaned text, from 1"),
            "rule": string("the residue rule, or 'encoding' for a repair"),
            "before": string("the line before", words=True),
            "after": string("the line after; empty if it is dropped", words=True),
        },
        made_by="find_residue",
    ),
    "changes": Table(
        "one run of words in which a copy differs from the first of its family",
        {
            "doc_id": string("the copy"),
            "first_id": string("the first of the family, by date and then by doc_id"),
            "kind": one_of("what the copy did with the words", "added", "removed", "changed"),
            "start": integer("first character in the text of the copy"),
            "end": integer("one past the last; equal to start where words were removed"),
            "text": string("the words of the copy", words=True),
            "first_start": integer("first character in the text of the first"),
            "first_end": integer("one past the last; equal to first_start where words were added"),
            "first_text": string("the words of the first", words=True),
        },
        ("doc_id", "start", "first_start"),
        made_by="find_changes",
    ),
}
