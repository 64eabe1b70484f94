"""Nexis Uni as PDF: records of several pages, their lines wrapped, a head above each page."""

import textwrap

import pytest
from test_single_articles import pdf

import toolkit as tk

PARAGRAPHS = [
    "The ferry did not sail on Monday, and nobody on the pier knew the reason why it waited, "
    "officials said.",
    "It sails tomorrow, if the weather is calm and the captain, who has been ill for a week, is "
    "well again by then.",
]
COVER = [
    "User Name: x", "Date and Time: Friday, July 9, 2021 10:00:00 AM CET", "Job Number: 7",
    "Documents (2)", "1. Ferry stays in port", "Client/Matter: -None-",
    "Search Terms: ferry AND port", "Content Type Narrowed by", "News -None-",
]  # fmt: skip
HEAD = [
    "The Harbour Post", "July 1, 2019 Monday", "Copyright 2019 Harbour Ltd All Rights",
    "Reserved", "Section: NEWS; Pg. 4", "Length: 12 words", "Byline: Ada Pier", "Body",
]  # fmt: skip
TAIL = ["Classification", "Language: ENGLISH", "Subject: FERRIES (90%); PORTS AND",
        "HARBOURS (80%)", "Load-Date: July 9, 2019", "End of Document"]  # fmt: skip
LONG = "Ferry stays in port while nobody on the pier knows the reason why"


def wrapped(paragraphs=PARAGRAPHS):
    return [line for paragraph in paragraphs for line in textwrap.wrap(paragraph, 60)]


def record(title=LONG, head=HEAD, text=None, tail=TAIL):
    return [*textwrap.wrap(title, 50), *head, *(text or wrapped()), *tail]


def numbered(lines, of=1, at=1):
    return [f"Page {at} of {of}", *lines]


FIELDS = ("title", "outlet", "date", "section", "length", "byline", "language", "subject", "text")


def expected(title):
    return (
        title, "The Harbour Post", "2019-07-01", "NEWS; Pg. 4", "12 words", "Ada Pier", "en",
        "FERRIES (90%); PORTS AND HARBOURS (80%)", "\n\n".join([title, *PARAGRAPHS]),
    )  # fmt: skip


def test_each_record_of_a_batch_is_an_article(put, load, rows):
    first = record()
    pages = [
        COVER,
        numbered(first[:12], 2),
        # A running head says the title again, on one line and cut short.
        ["Page 2 of 2", LONG[:-10], *first[12:]],
        numbered(record("Quay")),
    ]
    path = put("a.pdf", pdf(*pages))
    assert rows(path, *FIELDS) == [expected(LONG), expected("Quay")]
    _, ledger = load(path)
    assert ledger["format"].tolist() == ["Nexis Uni PDF"] * 2
    assert ledger["declared"].tolist() == [2, 2]
    assert ledger["search_terms"].tolist() == ["ferry AND port"] * 2
    assert ledger["reason"].isna().all()


def test_records_that_share_a_page_are_read_apart(put, rows):
    lines = [*record("One"), *record("Two"), *record("Three")]
    assert rows(put("a.pdf", pdf(lines)), *FIELDS) == list(map(expected, ("One", "Two", "Three")))


def test_a_blank_line_ends_a_paragraph(put, rows):
    text = ["The ferry did not", "sail", " ", "It waits"]
    path = put("a.pdf", pdf(record("Quay", text=text)))
    assert rows(path, "text") == [("Quay\n\nThe ferry did not sail\n\nIt waits",)]


def test_a_batch_that_breaks_off_does_not_add_up(put, load):
    whole = [COVER, record("One"), record("Two")[:9]]
    _, ledger = load(put("a.pdf", pdf(*whole[:2])))
    counts = tk.count_records(ledger)
    assert counts[["declared", "read", "adds_up"]].to_numpy().tolist() == [[2, 1, False]]
    _, ledger = load(put("a.pdf", pdf(*whole)))
    assert ledger["outcome"].tolist() == ["read", "rejected"]
    assert ledger["reason"][1] == "found no text, expected an article"


@pytest.mark.parametrize("missing", ["Length: 12 words", "Load-Date: July 9, 2019"])
def test_a_lost_label_loses_no_record(put, rows, missing):
    lines = [line for title in ("One", "Two") for line in record(title) if line != missing]
    assert [row[0] for row in rows(put("a.pdf", pdf(lines)), "title")] == ["One", "Two"]


def test_a_report_that_ends_as_records_do_is_one_article(put, load):
    articles, ledger = load(put("a.pdf", pdf([*wrapped(), "End of Document"])))
    assert ledger["format"].tolist() == ["PDF"]
    assert articles["text"][0].startswith(PARAGRAPHS[0])
