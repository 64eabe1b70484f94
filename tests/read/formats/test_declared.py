"""Numbers of records that cannot be: the file is read, and declares nothing."""

import pytest
import test_factiva
import test_proquest
from test_nexis_classic import COVER, html, record

import toolkit as tk

LARGE = ["30000000", "99999999999999999999999", "9" * 5_000]


def cover(items):
    return COVER.format(items=items) + record(1, 2, "A") + record(2, 2, "B")


@pytest.mark.parametrize("large", LARGE, ids=len)
@pytest.mark.parametrize(
    "content",
    [
        lambda large: record(1, large),
        lambda large: record(large, 5),
        lambda large: html([("A", "It sails.")], large),
        lambda large: test_proquest.export(test_proquest.record(1, large)),
        lambda large: test_proquest.export(test_proquest.record(large, large)),
        lambda large: test_factiva.xml(test_factiva.xml_article(), count=large),
        lambda large: cover(f"1-{large}"),
        lambda large: cover(f"{large}-1, 1"),
    ],
)
def test_a_number_that_cannot_be_is_not_declared(put, folder, load, content, large):
    put("a.txt", content(large))
    put("b.txt", "A ceasefire.")
    articles, ledger = load(folder)
    assert (ledger["outcome"] == "read").all()
    assert "A ceasefire." in articles["text"].tolist()
    for name in ("declared", "position", "result_set"):
        assert ledger[name].dropna().isin([1, 2, 5]).all()


def test_ten_million_is_declared_and_does_not_add_up(put, load):
    counts = tk.count_records(load(put("a.txt", record(3, 10_000_000)))[1])
    assert counts["missing"].tolist()[1:] == ["1-2, 4-10000000"]
    assert counts["adds_up"].tolist() == [True, False]


def test_ranges_that_run_backwards_or_sum_to_too_much_are_not_declared(put, load):
    for items in ("3-1", ", ".join(["1-9999999"] * 2)):
        assert load(put("a.txt", cover(items)))[1]["declared"].isna().all()
