import pandas as pd
import pytest
from conftest import articles_of, lexicon_of

import toolkit as tk
from toolkit.tables.schema import check_table, empty_table


def mentions_in(*texts):
    articles = articles_of(*texts)
    lexicon = lexicon_of(victory=["victory"])
    terms = tk.find_terms(articles, lexicon)
    none = empty_table("names"), empty_table("attributions")
    return tk.link_mentions(articles, terms, *none), articles


def test_each_mention_stands_between_its_left_and_right():
    mentions, articles = mentions_in("A great victory\nfor all. No victory.")
    lines = check_table(tk.concordance(mentions, articles, width=8), "concordance")
    assert lines[["left", "node", "right"]].to_numpy().tolist() == [
        ["A great ", "victory", " for all"],
        ["all. No ", "victory", "."],
    ]


def test_every_mention_has_a_row_in_the_order_given():
    mentions, articles = mentions_in("victory victory", "victory")
    lines = tk.concordance(mentions.iloc[::-1], articles, width=0)
    assert lines["doc_id"].tolist() == ["b", "a", "a"]
    assert (lines["left"] == "").all()


def test_a_negative_width_is_refused():
    with pytest.raises(ValueError, match="width: found -1, expected 0 or more characters"):
        tk.concordance(empty_table("mentions"), empty_table("articles"), width=-1)


def test_no_mentions():
    lines = tk.concordance(empty_table("mentions"), empty_table("articles"))
    assert check_table(lines, "concordance").empty


def test_periods_begin_on_monday_the_first_or_the_day():
    table = pd.DataFrame({"date": pd.to_datetime(["2020-11-10", None])})
    starts = [tk.add_period(table, every=every)["period"] for every in ("day", "week", "month")]
    assert [str(s[0].date()) for s in starts] == ["2020-11-10", "2020-11-09", "2020-11-01"]
    assert all(pd.isna(s[1]) for s in starts)
    with pytest.raises(ValueError, match="every: found 'year', expected one of day, week, month"):
        tk.add_period(table, every="year")
