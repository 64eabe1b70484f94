import pandas as pd
import pytest
from test_rates import HITS, WORDS

import toolkit as tk
from toolkit.tables.schema import check_table, empty_table

DAYS = pd.to_datetime(["2020-11-02", "2020-11-03", "2020-11-03", "2020-11-24", None])
DATE_OF = dict(zip("abcde", DAYS, strict=True))


def dated(table):
    return table.assign(date=table["doc_id"].map(DATE_OF).astype("datetime64[us]"))


def test_periods_without_words_are_there_without_a_rate():
    table = check_table(tk.trends(dated(HITS), dated(WORDS), seed=1), "trends")
    assert table["period"].dt.strftime("%d %b").tolist() == ["02 Nov", "09 Nov", "16 Nov", "23 Nov"]
    assert table["n"].tolist() == [4, 0, 0, 0]
    assert table["exposure"].tolist() == [1250, 0, 0, 250]
    assert table["rate"].isna().tolist() == [False, True, True, False]
    assert table["rate"].iloc[0] == pytest.approx(3.2)


def test_days_and_months_are_filled_too():
    for every, periods in (("day", 23), ("month", 1)):
        assert len(tk.trends(dated(HITS), dated(WORDS), every=every, seed=1)) == periods


def test_events_mark_their_period():
    events = {"2020-11-10": "ceasefire", "2020-11-09": "talks", "2021-01-01": "later"}
    table = tk.trends(dated(HITS), dated(WORDS), events=events, seed=1)
    assert table["event"].fillna("").tolist() == ["", "talks; ceasefire", "", ""]


def test_groups_are_filled_each():
    table = tk.trends(dated(HITS), dated(WORDS), by="voice", seed=1)
    assert list(table.columns[:3]) == ["voice", "period", "frame"]
    assert len(table) == 4


def test_coverage_shows_the_gaps():
    articles = pd.DataFrame(
        {"doc_id": list("abcd"), "outlet": ["x", "x", "y", "y"], "n_tokens": [5, 6, 7, 8]}
    ).assign(date=DAYS[:4].astype("datetime64[us]"))
    table = check_table(tk.coverage(articles, every="week"), "coverage")
    assert table["n_docs"].tolist() == [2, 0, 0, 0, 1, 0, 0, 1]
    assert table["n_tokens"].tolist() == [11, 0, 0, 0, 7, 0, 0, 8]
    assert tk.coverage(articles)["period"].nunique() == 23
    with pytest.raises(ValueError, match="by: found 'x', expected a column of articles: doc_id,"):
        tk.coverage(articles, by="x")


def test_nothing():
    table = tk.trends(empty_table("mentions"), empty_table("exposure"), seed=1)
    assert check_table(table, "trends").empty
    assert check_table(tk.coverage(empty_table("articles")), "coverage").empty
