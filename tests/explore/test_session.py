"""What is chosen, and the answers: counts by hand, for six mentions in three articles."""

import json

import pandas as pd
import pytest

import toolkit as tk
from explore.conftest import LABELS, mention_of
from toolkit.explore.session import Session
from toolkit.tables.schema import empty_table, make_table


def ask(session, name, **values):
    answer = session.answer({"ask": name, **values})
    json.dumps(answer, allow_nan=False)  # all of it can be sent
    return answer


def choose(session, **choices):
    return ask(session, "filter", choose=choices)


def nodes(answer):
    return [line["node"] for line in answer.get("page", answer)["lines"]]


@pytest.fixture
def code(session):
    """Return a function that gives the number of a value, by its label."""
    facets = ask(session, "start")["facets"]
    return lambda name, label: facets[name]["values"].index(label)


def test_the_values_stand_in_the_order_of_labels_and_what_is_no_actor_last(session):
    facets = ask(session, "start")["facets"]
    voices = ["Southland", "Northland", "Narration", "Other speaker"]
    assert facets["voice"] == {"label": "Voice", "values": voices}
    assert facets["frame"]["values"] == ["Victory", "Defeat"]
    assert facets["mode"]["values"] == ["Narration", "Direct", "Indirect"]
    assert facets["target"]["values"] == ["Southland", "no target found"]
    assert facets["role"]["values"] == ["patient", "no target found"]
    assert facets["outlet"]["values"] == ["Courier", "Tribune", "no outlet given"]
    assert facets["rule"]["values"] == ["cue-verb", "none: nobody is quoted"]


def test_what_is_said_together_counts_for_each_and_once_in_all(session):
    assert ask(session, "start")["views"]["grid"] == {
        "n": [
            [1, 1, 2],  # Southland
            [3, 0, 3],  # Northland
            [1, 0, 1],  # narration
            [0, 1, 1],  # other speaker
            [4, 2, 6],  # all
        ],
        "rates": None,
    }


def test_rates_are_per_thousand_words_of_the_voice(session):
    rates = ask(session, "measure", rates=True)["grid"]["rates"]
    assert rates[0] == pytest.approx([1000 / 15, 1000 / 15, 2000 / 15])
    assert rates[1] == pytest.approx([3000 / 18, 0, 3000 / 18])
    assert rates[4] == pytest.approx([4000 / 60, 2000 / 60, 6000 / 60])
    assert ask(session, "measure", rates=False)["grid"]["rates"] is None


def test_rates_agree_with_those_of_the_measure(tables, exposure, session):
    measured = tk.rates(tables.mentions, exposure, by="voice", seed=1, draws=10)
    shown = ask(session, "measure", rates=True)["grid"]["rates"]
    for row, voice in enumerate(["southland", "northland", "narration", "other speaker"]):
        of_voice = measured[measured["voice"] == voice].set_index("frame")["rate"]
        assert shown[row][:2] == pytest.approx([of_voice["victory"], of_voice["defeat"]])


def test_words_are_filtered_by_mode_outlet_and_period_as_mentions_are(session, code):
    ask(session, "measure", rates=True)
    views = choose(session, mode=code("mode", "Indirect"))
    assert views["grid"]["rates"][1] == pytest.approx([3000 / 18, 0, 3000 / 18])
    assert views["grid"]["rates"][2] == [None, None, None]  # narration has no such words
    views = choose(session, outlet=code("outlet", "Courier"))
    assert views["grid"]["rates"][1] == pytest.approx([100, 0, 100])  # 1 in 10
    ask(session, "clear")
    views = ask(session, "period", first="2020-11-09", last="2020-11-09")
    assert views["grid"]["rates"][1] == pytest.approx([250, 0, 250])  # 2 in 8


def test_words_that_are_not_given_are_counted(tables):
    session = Session(tables, labels=LABELS, exposure=None, per=100)
    words = tk.exposure(tables.articles, tables.attributions)["n_tokens"].sum()
    assert ask(session, "measure", rates=True)["grid"]["rates"][-1][-1] == 100 * 6 / words


def test_a_cell_filters_the_passages_and_leaves_the_other_cells(session, code):
    views = choose(session, voice=code("voice", "Southland"), frame=code("frame", "Victory"))
    assert nodes(views) == ["conquest"]  # which it says together with Northland
    assert (views["shown"], views["docs"]) == (1, 1)
    assert views["grid"]["n"][1] == [3, 0, 3]
    assert views["counts"]["voice"] == [1, 3, 1, 0]  # of the frame, whoever speaks
    assert views["counts"]["frame"] == [1, 1]  # of the voice, whatever the frame
    assert views["counts"]["mode"] == [0, 0, 1]
    assert nodes(choose(session, voice=None)) == ["victory", "triumph", "conquest", "win"]
    assert nodes(ask(session, "clear")) == [
        "victory", "triumph", "defeat", "conquest", "win", "lost",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "label", "expected"),
    [
        ("voice", "Northland", ["victory", "triumph", "conquest"]),
        ("target", "Southland", ["victory"]),
        ("role", "patient", ["victory"]),
        ("target", "no target found", ["triumph", "defeat", "conquest", "win", "lost"]),
        ("frame", "Defeat", ["defeat", "lost"]),
        ("term", "win", ["win"]),
        ("mode", "Direct", ["defeat"]),
        ("outlet", "Tribune", ["victory", "triumph"]),
        ("outlet", "no outlet given", ["win", "lost"]),
        ("stance", "Denied", ["lost"]),
        ("rule", "cue-verb", ["victory"]),
    ],
)
def test_each_filter(session, code, name, label, expected):
    assert nodes(choose(session, **{name: code(name, label)})) == expected


def test_periods_hold_their_first_and_last_day_and_nothing_undated(session):
    assert nodes(ask(session, "period", first="2020-11-10", last=None)) == ["defeat", "conquest"]
    assert nodes(ask(session, "period", first=None, last="2020-11-09")) == ["victory", "triumph"]
    both = ask(session, "period", first="2020-11-09", last="2020-11-20")
    assert (both["shown"], both["undated"]) == (4, 0)
    assert both["period"] == ["2020-11-09", "2020-11-20"]
    assert ask(session, "period")["undated"] == 2


def test_the_timeline_has_every_day_of_a_short_span(session, code):
    start = ask(session, "start")
    assert start["every"] == "day"
    assert start["periods"][0] == ["2020-11-09", "2020-11-09"]
    assert len(start["periods"]) == 12  # from the 9th to the 20th
    assert start["views"]["line"]["n"] == [2, *[0] * 10, 2]
    ask(session, "period", first="2020-11-20", last="2020-11-20")
    views = choose(session, frame=code("frame", "Victory"))
    assert views["line"]["n"] == [2, *[0] * 10, 1]  # whatever period is chosen
    rated = ask(session, "measure", rates=True)["line"]["rates"]
    assert rated == [200, *[None] * 10, 50]  # 2 in 10 words, 1 in 20


@pytest.mark.parametrize(
    ("last", "every", "n", "end"),
    [
        ("2020-11-10", "day", 1, ["2020-11-10", "2020-11-10"]),
        ("2021-01-11", "day", 63, ["2021-01-11", "2021-01-11"]),
        ("2021-01-12", "week", 10, ["2021-01-11", "2021-01-12"]),
        ("2022-01-19", "month", 15, ["2022-01-01", "2022-01-19"]),
    ],
)
def test_the_periods_are_as_long_as_the_span_asks(tables, last, every, n, end):
    dates = pd.to_datetime(["2020-11-10", last, None]).astype("datetime64[us]")
    articles = tables.articles.assign(date=dates)
    session = Session(tables._replace(articles=articles), labels={}, exposure=None, per=1)
    start = ask(session, "start")
    assert (start["every"], len(start["periods"]), start["periods"][-1]) == (every, n, end)


def test_selecting(session, code):
    ask(session, "select", rows=[0, 4], on=True)
    assert ask(session, "select", rows=[4], on=False) == {
        "answer": "selection", "selected": 1, "rows": [0],
    }  # fmt: skip
    choose(session, frame=code("frame", "Defeat"))
    assert ask(session, "select_shown") == {"answer": "selection", "selected": 3, "rows": [2, 5]}
    assert session.selected.tolist() == [True, False, True, False, False, True]
    assert [line["selected"] for line in ask(session, "clear")["page"]["lines"]] == [
        True, False, True, False, False, True,
    ]  # fmt: skip
    assert ask(session, "clear_selection")["selected"] == 0


@pytest.mark.parametrize(
    ("message", "reason"),
    [
        (None, "message: found NoneType, expected a mapping"),
        ({}, "ask: found None, expected one of start, filter, "),
        ({"ask": "__init__"}, "ask: found '__init__', expected one of"),
        ({"ask": ["start"]}, r"ask: found \['start'\], expected one of"),
        ({"ask": "filter"}, "choose: found None, expected a value for each name"),
        ({"ask": "filter", "choose": {"tone": 1}}, "choose: found 'tone', expected one of voice"),
        ({"ask": "filter", "choose": {"frame": 2}}, "frame: found 2, expected a whole number"),
        ({"ask": "filter", "choose": {"frame": -1}}, "frame: found -1, expected a whole number"),
        ({"ask": "filter", "choose": {"frame": True}}, "frame: found True, expected a whole"),
        ({"ask": "filter", "choose": {"frame": "victory"}}, "frame: found 'victory', expected"),
        ({"ask": "period", "first": "soon"}, "first: found 'soon', expected a day such as"),
        ({"ask": "period", "last": 7}, "last: found 7, expected a day such as 2020-11-10"),
        ({"ask": "measure", "rates": 1}, "rates: found 1, expected true or false"),
        ({"ask": "order", "by": "id", "descending": False}, "by: found 'id', expected one of"),
        ({"ask": "order", "by": "left"}, "descending: found None, expected true or false"),
        ({"ask": "page", "page": 1}, "page: found 1, expected a whole number below 1"),
        ({"ask": "article", "row": 6}, "row: found 6, expected a whole number below 6"),
        ({"ask": "select", "rows": 1, "on": True}, "rows: found 1, expected a list"),
        ({"ask": "select", "rows": [0, 6], "on": True}, "rows: found 6, expected a whole number"),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(session, message, reason):
    before = ask(session, "start")
    with pytest.raises(ValueError, match=f"^{reason}"):
        session.answer(message)
    assert ask(session, "start") == before


def test_the_inputs_are_not_altered(tables, exposure):
    before = [table.copy() for table in (*tables, exposure)]
    session = Session(tables, labels=LABELS, exposure=exposure, per=1000)
    for name in ("start", "select_shown", "clear"):
        ask(session, name)
    ask(session, "measure", rates=True)
    ask(session, "order", by="left", descending=True)
    ask(session, "article", row=0)
    for old, new in zip(before, (*tables, exposure), strict=True):
        pd.testing.assert_frame_equal(old, new)


def test_no_mentions(tables):
    none = tables._replace(mentions=empty_table("mentions"))
    session = Session(none, labels=LABELS, exposure=None, per=1000)
    views = ask(session, "start")["views"]
    assert views["grid"]["n"] == [[0]]
    assert views["page"]["lines"] == []
    assert (views["shown"], views["docs"], views["page"]["pages"]) == (0, 0, 1)
    assert ask(session, "measure", rates=True)["grid"]["rates"] == [[0]]
    assert ask(session, "select_shown")["selected"] == 0
    assert ask(session, "order", by="right", descending=True)["lines"] == []


def test_a_label_that_would_act_is_shown(tables):
    mentions = make_table("mentions", [mention_of(tables.articles, "a", "victory", frame="victory",
                                                  voice="x\x1b[31m\u202ey")])  # fmt: skip
    session = Session(tables._replace(mentions=mentions), labels={}, exposure=None, per=1)
    (line,) = ask(session, "start")["views"]["page"]["lines"]
    assert line["voice"] == "X␛[31m‹U+202E›y"
