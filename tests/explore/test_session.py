"""What is chosen, and the answers: counts by hand, for six mentions in three articles."""

import io
import sys

import pandas as pd
import pytest

import toolkit as tk
from explore.conftest import LABELS, ask, mention_of, only
from toolkit.explore.session import Session
from toolkit.tables.schema import empty_table, make_table


def choose(session, **choices):
    """Choose one value of each filter, or what is given as it is sent."""
    sent = {name: only(code) if type(code) is int else code for name, code in choices.items()}
    return ask(session, "filter", choose=sent)


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
    assert facets["voice"] == {
        "label": "Voice", "said": "voice", "all": "all voices", "own": False, "values": voices,
    }  # fmt: skip
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


def test_several_values_of_a_filter_and_all_but_some(session, code):
    north, south = code("voice", "Northland"), code("voice", "Southland")
    both = choose(session, voice=only(south, north))
    assert nodes(both) == ["victory", "triumph", "defeat", "conquest"]
    assert both["chosen"]["voice"] == {"codes": (south, north), "but": False}
    # what both say together is not said by others than Northland alone
    views = choose(session, voice=only(north, but=True))
    assert nodes(views) == ["defeat", "win", "lost"]
    assert views["counts"]["voice"] == [2, 3, 1, 1]
    assert views["line"]["n"] == [[0] * 11 + [1]]
    rated = ask(session, "measure", rates=True)
    assert rated["line"]["rates"][0][-1] == 1000 / 10  # of 20 words, 10 are Northland's too
    untargeted = choose(session, voice=None, target=only(code("target", "Southland"), but=True))
    assert nodes(untargeted) == ["triumph", "defeat", "conquest", "win", "lost"]
    assert choose(session, target=only())["shown"] == 6
    assert choose(session, outlet=only(2, but=True))["shown"] == 4  # not "no outlet given"


def search(session, text, *, expression=False):
    return ask(session, "search", text=text, expression=expression)


def test_a_search_lists_places_of_the_texts_that_are_no_terms(session, code):
    views = search(session, "a")
    assert views["search"] == {"text": "a", "expression": False, "n": 3, "docs": 3, "note": ""}
    assert (views["shown"], views["page"]["searched"]) == (6, True)  # the counts are of mentions
    first = views["page"]["lines"][0]
    assert (first["left"][1:], first["node"], first["right"]) == ([], "a", [(" triumph.", "")])
    assert (first["doc"], first["date"], first["outlet"]) == ("a", "2020-11-09", "Tribune")
    assert ask(session, "order", by="right", descending=False)["lines"][0]["doc"] == "b"
    article = ask(session, "article", row=2)
    assert [piece for piece in article["body"] if piece[1]] == [("a", "term")]
    assert choose(session, outlet=only(code("outlet", "Tribune"), but=True))["search"]["n"] == 2
    assert ask(session, "period", first="2020-11-10", last=None)["search"]["n"] == 1
    ask(session, "select_shown")
    assert ask(session, "clear")["selection"]["rows"] == []
    ask(session, "order", by="text", descending=False)
    assert nodes(search(session, "los*")) == ["losers", "lost"]
    assert nodes(search(session, "SOUTHLAND  was")) == ["Southland was"]
    assert nodes(search(session, r"\b\w*outh\w+|northland|both", expression=True)) == [
        "Northland", "Southland", "Southland", "Both",
    ]  # fmt: skip
    assert nodes(search(session, "no such word")) == []
    assert search(session, "")["search"] is None
    assert len(nodes(ask(session, "start")["views"])) == 6


def test_what_is_shown_as_csv(tables):
    texts = ["=1+1 = wins it", *tables.articles["text"][1:]]
    mentions = tables.mentions.assign(match=["=1+1", *tables.mentions["match"][1:]])
    changed = tables._replace(articles=tables.articles.assign(text=texts), mentions=mentions)
    session = Session(changed, labels={}, exposure=None, per=1, filters={"frame": "victory"})
    ask(session, "order", by="date", descending=True)
    rows = pd.read_csv(io.StringIO(ask(session, "csv")["text"]))
    assert rows["match"].tolist() == ["win", "conquest", "triumph", "'=1+1"]  # no formula
    assert [*rows.columns] == [*tables.mentions.columns, "left", "right"]
    ask(session, "order", by="text", descending=False)
    search(session, "= wins")
    assert ask(session, "csv")["text"] == (
        "doc_id,outlet,date,start,end,match,left,right\n"
        "a,Tribune,2020-11-09,5,11,'= wins,'=1+1 , it\n"
    )


def test_diacritics_and_marks_are_searched_as_the_lexicon_reads_them(tables):
    texts = ["Pashinián’s side", *tables.articles["text"][1:]]
    session = Session(
        tables._replace(articles=tables.articles.assign(text=texts), mentions=tables.mentions[2:]),
        labels={}, exposure=None, per=1,
    )  # fmt: skip
    assert nodes(search(session, "pashinian's")) == ["Pashinián’s"]


def test_a_search_is_bounded_and_says_what_it_left_out(tables, monkeypatch):
    module = sys.modules["toolkit.explore.search"]  # `toolkit.explore` is a function by now
    monkeypatch.setattr(module, "SECONDS", 0.1)
    texts = ["aaa", "a" * 5_000 + "!", "aaa"]
    articles = tables.articles.assign(text=texts, body_start=0)
    none = tables._replace(articles=articles, mentions=empty_table("mentions"))
    session = Session(none, labels={}, exposure=None, per=1)
    slow = search(session, "(a|a|aa)+b|^aaa$", expression=True)
    assert nodes(slow) == ["aaa"]
    assert slow["search"]["note"] == (
        "Only the first 1 of 3 articles were searched, for that took more than 0.1 second."
    )
    monkeypatch.setattr(module, "MOST", 4)
    many = search(session, "a", expression=True)
    assert (many["search"]["n"], many["search"]["docs"]) == (4, 2)
    assert many["search"]["note"].endswith(
        "first 2 of 3 articles were searched, for they have more than 4 places."
    )


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
    assert start["views"]["line"]["n"] == [[2, *[0] * 10, 2]]
    ask(session, "period", first="2020-11-20", last="2020-11-20")
    views = choose(session, frame=code("frame", "Victory"))
    assert views["line"]["n"] == [[2, *[0] * 10, 1]]  # whatever period is chosen
    rated = ask(session, "measure", rates=True)["line"]["rates"]
    assert rated == [[200, *[None] * 10, 50]]  # 2 in 10 words, 1 in 20


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
        ({"ask": "filter", "choose": {"frame": only(2)}}, "frame: found 2, expected a whole"),
        ({"ask": "filter", "choose": {"frame": only(-1)}}, "frame: found -1, expected a whole"),
        ({"ask": "filter", "choose": {"frame": only(True)}}, "frame: found True, expected a whole"),
        ({"ask": "filter", "choose": {"frame": only(0, but=1)}}, "but: found 1, expected true or"),
        ({"ask": "filter", "choose": {"frame": {"but": True}}}, "frame: found None, expected a"),
        ({"ask": "filter", "choose": {"frame": 1}}, "frame: found 1, expected codes and but"),
        ({"ask": "search", "text": 1}, "text: found 1, expected a text"),
        ({"ask": "search", "text": "win"}, "expression: found None, expected true or false"),
        (
            {"ask": "search", "text": "* *", "expression": False},
            "search: found '\\* \\*', expected a",
        ),
        (
            {"ask": "search", "text": "(", "expression": True},
            "search: the regular expression '\\('",
        ),
        ({"ask": "search", "text": "x*", "expression": True}, "search: 'x\\*' matches an empty"),
        ({"ask": "search", "text": "(?R)", "expression": True}, "search: the regular .* calls a"),
        ({"ask": "search", "text": "x" * 1001, "expression": False}, "search: found 1,001 char"),
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
