"""The widget: what it refuses, what it sends, what comes back from it."""

import pandas as pd
import pytest
from conftest import lexicon_of

import toolkit as tk
from explore.conftest import LABELS
from toolkit.tables.schema import empty_table


@pytest.fixture
def explorer(tables, exposure, monkeypatch):
    made = tk.explore(tables, labels=LABELS, exposure=exposure)
    made.sent = []
    monkeypatch.setattr(made, "send", made.sent.append)
    return made


def receive(explorer, message):
    """Let the page's message arrive as the notebook delivers it."""
    explorer._handle_custom_msg(message, [])
    return explorer.sent[-1]


def test_a_message_is_answered(explorer):
    assert receive(explorer, {"ask": "start"})["total"] == 6
    assert receive(explorer, {"ask": "start", "to": "0.5 1"})["to"] == "0.5 1"
    assert receive(explorer, {"ask": "select", "rows": [2], "on": True})["selected"] == 1


def test_a_bad_message_is_refused_and_told(explorer):
    assert receive(explorer, {"ask": "page", "page": 9}) == {
        "answer": "refused",
        "why": "page: found 9, expected a whole number below 1",
        "to": None,
    }
    assert receive(explorer, "start")["answer"] == "refused"


def test_an_error_that_nobody_foresaw_is_told_too(explorer, monkeypatch):
    monkeypatch.setattr(explorer._session, "answer", lambda message: 1 // 0)
    told = receive(explorer, {"ask": "start"})
    assert told["answer"] == "refused"
    assert told["why"].startswith("ZeroDivisionError: ")
    assert told["why"].endswith("; run the cell again")


def test_the_selection_is_rows_of_mentions(explorer, tables):
    assert explorer.selection.empty
    receive(explorer, {"ask": "select", "rows": [5, 0], "on": True})
    selected = explorer.selection
    pd.testing.assert_frame_equal(selected, tables.mentions.iloc[[0, 5]])
    assert selected.attrs == tables.mentions.attrs
    selected["frame"] = "changed"
    assert tables.mentions["frame"].iloc[0] == "victory"


def test_what_is_chosen_is_code_that_chooses_it_again(tables, explorer):
    filters = {
        "voice": {"not": ["southland", "narration"]}, "target": None, "mode": ["indirect"],
        "stance": "asserted", "last": "2020-11-20",
    }  # fmt: skip
    made = tk.explore(tables, labels=LABELS, filters=filters)
    asked = made.filters
    assert asked == filters | {"target": [None], "stance": ["asserted"]}
    views = made._session.answer({"ask": "start"})["views"]
    assert [line["node"] for line in views["page"]["lines"]] == ["triumph"]
    assert views["code"] == f"filters={asked!r}"
    assert tk.explore(tables, labels=LABELS, filters=asked).filters == asked
    made._session.answer({"ask": "clear"})
    assert (made.filters, explorer.filters) == ({}, {})
    for wrong, why in (
        ({"tone": "x"}, "found 'tone', expected one of voice, .*, first, last"),
        (
            {"frame": ["triumph"]},
            "found 'triumph' for 'frame', expected of its values 'defeat', 'vic",
        ),
        ({"frame": {"but": ["victory"]}}, "found {'but': .*} for 'frame', expected"),
        ({"first": "soon"}, "first: found 'soon', expected a day"),
        (["victory"], "found a list, expected values by name"),
    ):
        with pytest.raises(ValueError, match=f"^filters: {why}"):
            tk.explore(tables, filters=wrong)


def test_the_index_of_filtered_mentions_is_kept(tables):
    some = tables._replace(mentions=tables.mentions.iloc[[4, 1]])
    explorer = tk.explore(some)
    explorer.send = lambda _: None
    explorer._handle_custom_msg({"ask": "select", "rows": [1], "on": True}, [])
    assert explorer.selection.index.tolist() == [1]


def test_no_text_of_the_corpus_is_kept_in_the_state_that_notebooks_save(explorer):
    receive(explorer, {"ask": "start"})
    receive(explorer, {"ask": "article", "row": 0})
    state = explorer.get_state()
    assert set(state) >= {"_esm", "_css"}
    assert "Southland" not in repr(state)
    assert repr(explorer) == "<Explorer of 6 mentions in 3 articles, 0 selected>"


def test_what_is_not_tables_is_refused(tables):
    with pytest.raises(ValueError, match=r"^tables: found the table mentions, expected what"):
        tk.explore(tables.mentions)


def test_mentions_of_other_articles_are_refused(tables):
    others = tables._replace(articles=tables.articles.iloc[:2])
    with pytest.raises(ValueError, match=r"^tables: found 2 mention\(s\) whose .* first 'c'"):
        tk.explore(others)


def test_words_of_another_method_are_refused(tables, exposure):
    by_parser = tables._replace(mentions=tables.mentions.assign(method="parser"))
    with pytest.raises(ValueError, match=r"^exposure: found words attributed by different"):
        tk.explore(by_parser, exposure=exposure.assign(method="rules"))


def test_per_less_than_a_word_is_refused(tables):
    with pytest.raises(ValueError, match=r"^per: found 0, expected 1 or more words"):
        tk.explore(tables, per=0)


def test_no_articles(registry):
    lexicon = lexicon_of(winning=["victor*"])
    tables = tk.annotate(empty_table("articles"), registry, lexicon, method="rules")
    explorer = tk.explore(tables)
    explorer.sent = []
    explorer.send = explorer.sent.append
    explorer._handle_custom_msg({"ask": "start"}, [])
    (start,) = explorer.sent
    assert (start["total"], start["periods"]) == (0, [])
    assert explorer.selection.empty
