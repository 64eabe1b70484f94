"""The account of a corpus, checked against counts made by hand."""

import tracemalloc

import pandas as pd

from toolkit import count_records, missing_days, missing_fields
from toolkit.tables.schema import check_table, empty_table, make_table


def ledger_of(*rows):
    names = ("source", "record", "outcome", "declared", "position", "result_set")
    return make_table("ledger", [dict(zip(names, row, strict=True)) for row in rows])


def articles_of(*rows):
    names = ("doc_id", "outlet", "date", "title", "byline")
    filled = {"text": "x", "body_start": 0, "n_tokens": 1, "language": "en"}
    return make_table("articles", [dict(zip(names, row, strict=True)) | filled for row in rows])


def test_declared_is_read_and_rejected_and_duplicate():
    ledger = ledger_of(
        ("a", 1, "read", 3, None, None),
        ("a", 2, "rejected", 3, None, None),
        ("a", 3, "duplicate", 3, None, None),
        ("b", 1, "read", 2, None, None),
        ("c", 1, "read", None, None, None),
    )
    counts = check_table(count_records(ledger), "record_counts")
    assert counts[["item", "read", "rejected", "duplicate"]].to_numpy().tolist() == [
        ["a", 1, 1, 1],
        ["b", 1, 0, 0],
        ["c", 1, 0, 0],
    ]
    assert counts["adds_up"].tolist() == [True, False, True]


def test_a_result_set_names_the_numbers_that_no_file_holds():
    rows = [("a", at, "read", None, at, 9) for at in (1, 2, 5)] + [("b", 1, "read", None, 9, 9)]
    counts = count_records(ledger_of(*rows))
    assert counts["item"].tolist() == ["a", "b", "result set of 9"]
    assert counts["missing"].fillna("").tolist() == ["", "", "3-4, 6-8"]
    assert counts["adds_up"].tolist() == [True, True, False]


def test_the_gaps_of_a_large_result_set_are_told_in_little_memory():
    rows = [("a", 1, "read", None, 7, 10_000_000), ("a", 2, "read", None, 11_000_000, 10_000_000)]
    rows += [("a", 3, "read", None, 0, 10_000_000), ("a", 4, "read", None, 8, 10_000_000)]
    ledger = ledger_of(*rows)
    tracemalloc.start()
    missing = count_records(ledger)["missing"]
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert missing[1] == "1-6, 9-10000000"
    assert most < 10_000_000


def test_a_result_set_that_is_whole_has_no_gaps():
    counts = count_records(ledger_of(*[("a", at, "read", None, at, 3) for at in (3, 1, 2)]))
    assert counts["missing"].isna().all()
    assert counts["adds_up"].all()


def test_fields_that_lack_are_counted_by_outlet_and_month():
    articles = articles_of(
        ("a", "Tide", "2020-11-10", "T", None),
        ("b", "Tide", "2020-11-12", "", "Ada"),
        ("c", "Tide", "2020-12-01", "T", "Ada"),
        ("d", None, None, "T", "Ada"),
    )
    table = check_table(missing_fields(articles), "missing_fields")
    assert table.astype(object).where(table.notna(), None).to_numpy().tolist() == [
        ["Tide", "2020-11", "title", 2, 1],
        ["Tide", "2020-11", "byline", 2, 1],
        [None, None, "outlet", 1, 1],
        [None, None, "date", 1, 1],
    ]


def test_days_without_an_article_are_listed_as_runs():
    articles = articles_of(
        ("a", "Tide", "2020-11-10", "", ""),
        ("b", "Echo", "2020-11-10", "", ""),
        ("c", "Tide", "2020-11-12", "", ""),
        ("d", "Echo", "2020-11-16", "", ""),
        ("e", "Echo", None, "", ""),
    )
    table = check_table(missing_days(articles), "missing_days")
    assert table["first"].dt.day.tolist() == [11, 13]
    assert table["last"].dt.day.tolist() == [11, 15]
    assert table["n_days"].tolist() == [1, 3]
    by_outlet = missing_days(articles, by="outlet")
    assert by_outlet["outlet"].tolist() == ["Echo", "Tide"]
    assert by_outlet["n_days"].tolist() == [5, 1]


def test_nothing_has_an_account_of_nothing():
    assert len(count_records(empty_table("ledger"))) == 0
    assert len(missing_fields(empty_table("articles"))) == 0
    assert len(missing_days(empty_table("articles"))) == 0
    assert missing_days(empty_table("articles"), by="outlet").columns[0] == "outlet"
    pd.testing.assert_frame_equal(
        missing_days(empty_table("articles")), empty_table("missing_days")
    )
