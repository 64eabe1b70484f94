"""Views, own columns, the split timeline and its events: counts by hand, of six mentions."""

import pandas as pd
import pytest

import toolkit as tk
from explore.conftest import LABELS, ask, only
from toolkit.explore.session import Session
from toolkit.tables.schema import make_table


def session_of(tables, exposure=None, **more):
    return Session(tables, labels=LABELS, exposure=exposure, per=1000, **more)


def view(session, rows, columns):
    """Choose a view by its facets."""
    views = ask(session, "start")["possible"]
    return ask(session, "view", number=views.index({"rows": rows, "columns": columns}))


def test_targets_by_frame_count_each_mention_and_are_no_rates(session):
    views = view(session, "target", "frame")
    assert views["view"] == {"rows": "target", "columns": "frame"}
    assert views["grid"]["n"] == [
        [1, 0, 1],  # Southland
        [3, 2, 5],  # no target found
        [4, 2, 6],
    ]
    rated = ask(session, "measure", rates=True)
    assert (rated["rated"], rated["grid"]["rates"]) == (True, None)


def test_outlets_by_frame_as_counts_and_per_words_of_the_outlet(session):
    assert view(session, "outlet", "frame")["grid"]["n"] == [
        [1, 1, 2],  # Courier
        [2, 0, 2],  # Tribune
        [1, 1, 2],  # no outlet given
        [4, 2, 6],
    ]
    rates = ask(session, "measure", rates=True)["grid"]["rates"]
    assert rates[0] == [50, 50, 100]  # of 20 words
    assert rates[1] == [200, 0, 200]  # of 10
    assert rates[2] == pytest.approx([1000 / 30, 1000 / 30, 2000 / 30])
    assert rates[3] == pytest.approx([4000 / 60, 2000 / 60, 100])


def test_voices_by_target_under_the_other_filters_and_not_their_own(session):
    ask(session, "filter", choose={"frame": only(0), "voice": only(1), "target": only(0)})
    views = view(session, "voice", "target")
    assert views["grid"]["n"] == [  # of the frame victory
        [0, 1, 1],  # Southland, together with Northland
        [1, 2, 3],
        [0, 1, 1],
        [0, 0, 0],
        [1, 3, 4],  # what is said together counts once
    ]
    assert [line["node"] for line in views["page"]["lines"]] == ["victory"]


def test_a_view_of_too_many_cells_is_left_out_and_said(tables):
    rows = [
        tables.mentions.iloc[0].to_dict()
        | {"mention_id": f"{at}", "voice": f"v{at}", "target_id": f"t{at}"}
        for at in range(71)
    ]
    many = session_of(tables._replace(mentions=make_table("mentions", rows)))
    start = ask(many, "start")
    assert {"rows": "voice", "columns": "target"} not in start["possible"]
    assert start["left_out"] == [
        "Not among the views, with more than 5,000 cells: Voice by target."
    ]


@pytest.fixture
def with_own(tables):
    """Mentions have `checked`, articles `wave` (also in mentions), `desk` and what is left out."""
    articles = tables.articles.assign(
        wave=[10, 9, None],
        desk=pd.Categorical(["<b>wire", "home", None], ["home", "<b>wire"]),
        rule=["x", "y", "z"],
        language=["en", "de", "en"],
    )
    mentions = tables.mentions.assign(
        checked=[True, False, True, False, False, False], wave=[10, 10, 9, 9, None, None]
    )
    mentions = mentions.assign(**{"": "empty", "noted": [*"abcdef"]})
    return tables._replace(articles=articles, mentions=mentions)


def test_own_columns_are_filters_in_their_own_order(with_own):
    session = session_of(with_own, filters={"wave": ["9", None], "checked": {"not": ["True"]}})
    start = ask(session, "start")
    facets = start["facets"]
    assert facets["wave"]["values"] == ["9", "10", "no value"]
    assert facets["desk"]["values"] == ["home", "<b>wire", "no value"]
    assert facets["checked"]["values"] == ["False", "True"]
    assert facets["language"]["values"] == ["de", "en"]
    assert facets["wave"]["own"] is True
    assert facets["rule"]["label"] == "Rule"  # that of mentions is meant, and no article's
    assert start["left_out"] == ["Not among the filters: rule (give it another name)."]
    nodes = [line["node"] for line in start["views"]["page"]["lines"]]
    assert nodes == ["conquest", "win", "lost"]
    assert start["views"]["counts"]["wave"] == [1, 1, 2]
    assert session.filters == {"wave": ["9", None], "checked": {"not": ["True"]}}
    assert session_of(with_own, filters=session.filters).filters == session.filters


def test_a_column_with_another_meaning_or_many_values_is_left_out_and_said(tables):
    mentions = pd.concat([tables.mentions.iloc[:1]] * 201, ignore_index=True)
    ids = [f"{at}" for at in range(201)]
    mentions = mentions.assign(mention_id=ids, url=ids, term="x", first="y")
    mentions = mentions.assign(**{"7": "z", "twice": "a"})
    mentions.insert(0, "twice", "b", allow_duplicates=True)
    start = ask(session_of(tables._replace(mentions=mentions)), "start")
    assert start["left_out"] == [
        "Not among the filters: twice (two columns have this name), url (201 values, above 200), "
        "term (give it another name), first (give it another name)."
    ]
    assert start["facets"]["7"]["values"] == ["z"]


def test_own_columns_of_articles_split_mentions_words_and_what_is_searched_for(with_own, exposure):
    session = session_of(with_own, exposure)
    ask(session, "measure", rates=True)
    views = view(session, "wave", "frame")
    assert views["grid"]["n"] == [[1, 1, 2], [2, 0, 2], [1, 1, 2], [4, 2, 6]]
    assert views["grid"]["rates"][:2] == [[50, 50, 100], [200, 0, 200]]  # of 20 and 10 words
    assert view(session, "checked", "frame")["grid"]["rates"] is None  # a mention's own
    by_voice = view(session, "voice", "frame")
    ask(session, "filter", choose={"checked": only(1)})
    of_wave = ask(session, "filter", choose={"checked": None, "wave": only(0)})
    assert by_voice["grid"]["rates"][1][0] == pytest.approx(3000 / 18)
    assert of_wave["grid"]["rates"][1][0] == 100  # 1 of 10 words of the second article
    ask(session, "filter", choose={"wave": only(1, but=True)})
    found = ask(session, "search", text="southland", expression=False)
    assert [line["doc"] for line in found["page"]["lines"]] == ["b"]
    other = exposure.iloc[:1].assign(doc_id="z", n_tokens=1000)  # of an article that is not there
    longer = session_of(with_own, pd.concat([exposure, other], ignore_index=True))
    ask(longer, "measure", rates=True)
    assert view(longer, "wave", "frame")["grid"]["rates"][:2] == [[50, 50, 100], [200, 0, 200]]
    given = session_of(with_own, exposure.assign(checked=[True, False] + [True] * 5))
    ask(given, "measure", rates=True)
    rates = view(given, "checked", "frame")["grid"]["rates"]
    assert rates[1] == pytest.approx([1000 / 58, 1000 / 58, 2000 / 58])  # words were split alike


def test_a_timeline_split_by_the_rows_chosen(session):
    line = ask(session, "split", on=True)["line"]
    assert (line["split"], line["codes"], line["of"]) == (True, [0, 1], 2)  # others have no date
    assert line["n"] == [[0] * 11 + [2], [2, *[0] * 10, 1]]
    ask(session, "period", first="2020-11-09", last="2020-11-09")
    one = ask(session, "filter", choose={"voice": only(1)})["line"]
    assert (one["codes"], one["n"]) == ([1], [[2, *[0] * 10, 1]])  # whatever period is chosen
    rates = ask(session, "measure", rates=True)["line"]["rates"]
    assert rates == [[250, *[None] * 10, 100]]  # 2 of 8 words, 1 of 10
    targets = view(session, "target", "frame")["line"]
    assert (targets["codes"], targets["n"][0][0], targets["rates"]) == ([0, 1], 1, None)
    nobody = ask(session, "filter", choose={"voice": only(2)})["line"]
    assert (nobody["codes"], nobody["n"]) == ([], [])
    assert ask(session, "split", on=False)["line"]["codes"] == [None]


def test_of_many_rows_the_timeline_draws_those_with_most_mentions(tables):
    rows = [
        tables.mentions.iloc[0].to_dict() | {"mention_id": f"{at}-{turn}", "voice": f"v{at}"}
        for at in range(8)
        for turn in range(2 if at > 3 else 1)
    ]
    many = session_of(tables._replace(mentions=make_table("mentions", rows)))
    line = ask(many, "split", on=True)["line"]
    assert (line["codes"], line["of"]) == ([0, 1, 4, 5, 6, 7], 8)


def test_events_stand_on_their_day(tables):
    events = {"2020-11-20": "Truce", "2020-11-09": "<i>War", "2019-01-01": "Long ago"}
    assert ask(session_of(tables, events=events), "start")["events"] == [
        {"day": "2019-01-01", "name": "Long ago", "period": None, "share": 0.5},
        {"day": "2020-11-09", "name": "<i>War", "period": 0, "share": 0.5},
        {"day": "2020-11-20", "name": "Truce", "period": 11, "share": 0.5},
    ]
    dates = pd.to_datetime(["2020-11-09", "2021-02-10", None]).astype("datetime64[us]")
    by_week = tables._replace(articles=tables.articles.assign(date=dates))
    placed = ask(session_of(by_week, events=events), "start")["events"]
    assert [(one["period"], one["share"]) for one in placed[1:]] == [(0, 0.071), (1, 0.643)]


@pytest.mark.parametrize(
    ("events", "why"),
    [
        ({"soon": "Truce"}, "found the day 'soon', expected a date such as 2020-11-10"),
        ({20201110: "Truce"}, "found the day 20201110, expected a date"),
        ({"2020-11-10": 1}, "found 1 for 2020-11-10, expected what to write beside it"),
        (["2020-11-10"], "found a list, expected days and their labels, as `load_events` returns"),
    ],
)
def test_what_is_no_event_is_refused(tables, events, why):
    with pytest.raises(ValueError, match=f"^events: {why}"):
        tk.explore(tables, events=events)


@pytest.mark.parametrize(
    ("message", "why"),
    [
        ({"ask": "view", "number": 4}, "number: found 4, expected a whole number below 4"),
        ({"ask": "split", "on": 1}, "on: found 1, expected true or false"),
    ],
)
def test_what_the_page_may_not_ask(session, message, why):
    with pytest.raises(ValueError, match=f"^{why}"):
        session.answer(message)
