"""Calls: a table says how it was made, and goes on to say it wherever its rows go."""

import io
import json

import pandas as pd
import pytest
from conftest import articles_of

import toolkit as tk
from toolkit.provenance import package_versions
from toolkit.tables.calls import argument_of, calls_of, number_calls, records_call
from toolkit.tables.schema import TABLES, check_table, empty_table, maker_of

ARTICLES = articles_of("the sea and a drone", "a drone", "the sea", outlet=["x", "x", "y"])
PLACES = tk.find_words(ARTICLES, ["drone", "sea"])
WITH_CALL = sorted(maker_of(name) for name, table in TABLES.items() if "call" in table.columns)


def rates(seed=1, **options):
    return tk.rates(PLACES, ARTICLES, of="word", by="outlet", seed=seed, **options)


def test_a_call_holds_every_argument_but_the_tables_that_were_counted():
    (call,) = calls_of(rates(per=100))
    versions = call.pop("versions")
    assert call == {
        "measure": "rates",
        "arguments": {
            "of": "word",
            "by": "outlet",
            "per": 100,
            "seed": 1,
            "draws": 10_000,
            "level": 0.95,
            "within": None,
            "cluster": None,
            "copies": "all",
            "denominator": "words",
        },
    }
    here = package_versions(["pandas", "scipy"])
    assert {name: versions[name] for name in here} == here


@pytest.mark.parametrize("name", WITH_CALL)
def test_a_table_with_a_call_is_made_by_a_function_that_records_it(name):
    assert getattr(tk, name).__code__.co_name == "recorded"


@pytest.mark.parametrize("name", [n for n, t in TABLES.items() if t.measure or n == "model"])
def test_every_measure_declares_the_call(name):
    assert "call" in TABLES[name].columns


def test_the_method_of_attribution_comes_from_what_was_counted():
    parsed = PLACES.assign(method="parser"), ARTICLES.assign(method="parser")
    counts = tk.counts(*parsed, of="word", by="outlet")
    (call,) = calls_of(counts)
    assert call["method"] == "parser"
    made = tk.model_rates("n ~ 1", counts)
    (model,) = calls_of(made)
    assert model["method"] == "parser"
    assert model["arguments"]["formula"] == "n ~ 1"
    assert [made["measure"] for made in model["made_from"]] == ["counts"]
    assert argument_of([model], "method") == ["parser"]


def test_a_measure_of_several_tables_names_them():
    words = tk.count_words(ARTICLES)
    (call,) = calls_of(tk.keyness(words, target="x", articles=ARTICLES, seed=1, draws=50))
    assert call["arguments"]["articles"] == "a table of 3 rows"
    assert call["made_from"] == [
        {"measure": "count_words", "arguments": {"by": "outlet", "size": 1, "around": None}}
    ]


@pytest.mark.parametrize(
    "text",
    [
        "torn {",
        '{"measure": "rates"}',
        '{"measure": "rates", "arguments": []}',
        '{"measure": "rates", "arguments": {}, "made_from": [{"measure": 1, "arguments": {}}]}',
    ],
)
def test_a_broken_call_is_named_with_its_column(text):
    table = rates()
    said = "call: found '.+' in the column 'call', expected the call .+, or go on without, .drop"
    for broken in (table.assign(call=text), table.assign(call=[text, *table["call"][1:]])):
        with pytest.raises(ValueError, match=said):
            calls_of(broken)
    assert calls_of(table.drop(columns=["call", "table"]).assign(call="of a bird")) == []
    assert calls_of(table.assign(call="1")) == []  # the number of a call, in saved receipts


def test_lists_are_told_the_same_however_they_were_given_and_long_ones_by_their_hash():
    words = tk.count_words(ARTICLES)
    given = ["the"], ("the",), (w for w in ["the"]), "the"
    made = [tk.keyness(words, target="x", leave_out=words_) for words_ in given]
    assert all("the" not in set(table["word"]) for table in made)
    assert {argument_of(calls_of(table), "leave_out")[0] for table in made} == {"the"}
    long = argument_of(
        calls_of(tk.keyness(words, target="x", leave_out=map(str, range(21)))), "leave_out"
    )
    same = argument_of(
        calls_of(tk.keyness(words, target="x", leave_out=[str(n) for n in range(21)])), "leave_out"
    )
    assert long == same
    assert long[0].startswith("21 items, SHA-256 ")


def test_rows_that_are_joined_keep_their_calls_apart():
    both = pd.concat([rates(seed=1), rates(seed=2)])
    assert argument_of(calls_of(both), "seed") == [1, 2]
    assert number_calls(both)["call"].tolist() == [1] * 4 + [2] * 4
    check_table(both, "rates")
    shuffled = both.sample(frac=1, random_state=1)
    assert sorted(argument_of(calls_of(shuffled), "seed")) == [1, 2]
    assert argument_of(calls_of(both[both["call"].str.contains('"seed":2')]), "seed") == [2]


def test_a_merge_keeps_the_calls_of_both_tables():
    keys = ["outlet", "word"]
    merged = rates(seed=1).merge(rates(seed=2), on=keys)
    assert argument_of(calls_of(merged), "seed") == [1, 2]
    assert (number_calls(merged)[["call_x", "call_y"]] == [1, 2]).all(axis=None)
    own = pd.DataFrame({"outlet": ["x", "y"], "call_sign": ["Q", "{}"]})
    assert argument_of(calls_of(rates().merge(own)), "seed") == [1]
    assert number_calls(rates().merge(own))["call_sign"].unique().tolist() == ["Q", "{}"]


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_a_call_comes_back_from_a_file(kind):
    table, buffer = rates(), io.BytesIO()
    getattr(table, f"to_{kind}")(buffer, index=False)
    buffer.seek(0)
    back = getattr(pd, f"read_{kind}")(buffer)
    assert calls_of(back) == calls_of(table)
    assert len(calls_of(back)) == 1


def test_a_table_without_rows_knows_its_call():
    nothing = tk.rates(empty_table("mentions"), empty_table("exposure"), seed=7)
    assert nothing.empty
    assert argument_of(calls_of(nothing), "seed") == [7]
    assert argument_of(calls_of(rates(seed=5).head(0)), "seed") == [5]
    assert number_calls(nothing)["call"].tolist() == []


def test_a_table_of_ones_own_names_no_call():
    assert calls_of(pd.DataFrame({"call": ["hello", None, '{"a": 1}', "[1]"]})) == []
    assert calls_of(pd.DataFrame({"n": [1]})) == []


def test_the_same_call_is_the_same_text_without_a_time_or_a_path():
    one, other = (rates()["call"].unique().tolist() for _ in range(2))
    assert one == other
    assert set(json.loads(one[0])) == {"measure", "arguments", "versions"}


def test_numbers_of_numpy_and_days_are_plain():
    @records_call
    def measure(mentions, *, day, share, empty, flags):
        return pd.DataFrame({"n": [1]})

    made = measure(
        ARTICLES,
        day=pd.Timestamp("2020-11-10"),
        share=pd.Series([0.5]).iloc[0],
        empty=float("nan"),
        flags={"b", "a"},
    )
    assert calls_of(made)[0]["arguments"] == {
        "day": "2020-11-10T00:00:00",
        "share": 0.5,
        "empty": "nan",
        "flags": ["a", "b"],
    }


def test_a_warning_points_at_the_line_of_the_caller():
    copies = ARTICLES.assign(family_id="one", event=["p", "q", "p"])
    with pytest.warns(tk.CopiesWarning) as caught:
        tk.rates(PLACES, copies, of="word", by="outlet", cluster="event", seed=1)
    assert caught[0].filename == __file__
