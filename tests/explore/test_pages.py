"""The concordance, in every order, and articles with what belongs to the term marked."""

import numpy as np
import pytest
from conftest import articles_of

from explore.conftest import mention_of
from toolkit import Tables
from toolkit.explore.pages import PAGE, Concordance
from toolkit.explore.session import Session
from toolkit.tables.schema import empty_table, make_table


def joined(pieces):
    return "".join(text for text, _ in pieces)


def marked(pieces):
    return [tuple(piece) for piece in pieces if piece[1]]


def order(concordance, by, **options):
    return concordance.order(by, **options).tolist()


def test_a_line_has_the_term_in_the_middle_and_its_voice_and_target_marked(tables):
    first, second = Concordance(tables).lines(np.array([0, 1]))
    assert first["row"] == 0
    assert joined(first["left"]) == "Day ¶ Northland said the "
    assert marked(first["left"]) == [("Northland", "source"), ("said", "cue")]
    assert first["node"] == "victory"
    assert joined(first["right"]) == " over Southland was a triumph."
    assert marked(first["right"]) == [("Southland", "target")]
    assert marked(second["left"]) == []  # it has neither an attribution nor a target


def test_lines_stand_in_the_order_asked_for(tables):
    concordance = Concordance(tables)
    assert concordance.lines(np.array([3, 1]))[0]["node"] == "conquest"
    assert concordance.lines(np.array([], dtype="int64")) == []


def test_orders(tables):
    # victory: "the said northland", "over southland"; triumph: "a was", ""
    # defeat: "their southland", "both spoke"; conquest: "a of spoke", ""
    # win: "a was it", "the losers"; lost: "losers the", "somebody said"
    concordance = Concordance(tables)
    assert order(concordance, "text") == [0, 1, 2, 3, 4, 5]
    assert order(concordance, "left") == [3, 4, 1, 5, 0, 2]
    assert order(concordance, "right") == [1, 3, 2, 0, 5, 4]
    assert order(concordance, "term") == [3, 2, 5, 1, 0, 4]
    assert order(concordance, "date") == [0, 1, 2, 3, 4, 5]
    assert order(concordance, "left", descending=True) == [2, 0, 5, 1, 4, 3]


def test_dates_sort_with_undated_ones_last(tables):
    days = tables.mentions["date"].to_numpy()[[3, 5, 0, 2, 1, 4]]
    mentions = tables.mentions.assign(date=days)
    assert order(Concordance(tables._replace(mentions=mentions)), "date") == [2, 4, 0, 3, 1, 5]


def test_the_left_context_is_read_outward_from_the_term():
    articles = articles_of("Our big win. My big win. An old win. A small, big win.")
    rows = []
    for at, before in enumerate(("Our big ", "My big ", "An old ", "small, big ")):
        row = mention_of(articles.assign(outlet="x"), "a", before + "win", frame="f", voice="v")
        row |= {"start": row["end"] - 3, "match": "win", "mention_id": str(at)}
        rows.append(row)
    tables = tables_of(articles, rows)
    assert order(Concordance(tables), "left") == [1, 0, 3, 2]  # big my, big our, big small, old


def test_a_line_says_whether_it_runs_from_right_to_left():
    texts = "قالت الصحيفة إن هذا victory كبير.", "Northland said a victory of الشمال."
    articles = articles_of(*texts)
    rows = [mention_of(articles, doc_id, "victory") for doc_id in "ab"]
    lines = Concordance(tables_of(articles, rows)).lines(np.array([0, 1]))
    assert [line["node"] for line in lines] == ["victory", "victory"]
    assert [line["leftward"] for line in lines] == [True, False]


def tables_of(articles, rows):
    empty = [empty_table(name) for name in ("terms", "names", "attributions", "targets")]
    return Tables(articles, *empty, make_table("mentions", rows))


def test_an_article_has_its_title_apart_and_the_marks_of_the_passage(tables):
    article = Concordance(tables).article(0)
    assert (article["row"], joined(article["title"])) == (0, "Day\n\n")
    body = article["body"]
    assert joined(body) == "Northland said the victory over Southland was a triumph."
    assert marked(body) == [
        ("Northland", "source"), ("said", "cue"), ("victory", "term"), ("Southland", "target"),
    ]  # fmt: skip


def test_a_mark_that_reaches_over_the_end_of_the_title_is_marked_in_both(tables):
    articles = tables.articles.assign(body_start=22)  # within "the victory"
    article = Concordance(tables._replace(articles=articles)).article(0)
    both = joined(article["title"]) + joined(article["body"])
    assert both == tables.articles["text"].iloc[0]


def test_a_whole_article_is_shown_however_long_it_is():
    text = "Before. " * 500 + "A win. " + "After. " * 500
    articles = articles_of(text, outlet=[None])
    concordance = Concordance(
        tables_of(articles, [mention_of(articles, "a", "win", frame="f", voice="narration")])
    )
    assert joined(concordance.article(0)["body"]) == text
    line = concordance.lines(np.array([0]))[0]
    assert len(joined(line["left"])) < 250
    assert joined(line["left"]).startswith("… Before.")
    assert joined(line["right"]).endswith("After. …")


HOSTILE = "<img src=x onerror=alert(1)>\x1b[2J\u202e <script>alert(2)</script> win \u2066&amp;"


def test_hostile_text_is_shown_as_it_is_with_controls_made_visible():
    articles = articles_of(HOSTILE, outlet=[None])
    tables = tables_of(articles, [mention_of(articles, "a", "win", frame="f", voice="narration")])
    line = Concordance(tables).lines(np.array([0]))[0]
    shown = "<img src=x onerror=alert(1)>␛[2J‹U+202E› <script>alert(2)</script> "
    assert joined(line["left"]) == shown
    assert joined(line["right"]) == " ‹U+2066›&amp;"
    assert joined(Concordance(tables).article(0)["body"]) == f"{shown}win ‹U+2066›&amp;"


@pytest.fixture
def many():
    """120 mentions of as many articles: pages of 50, 50 and 20."""
    articles = articles_of("A win.", outlet=["x"])
    rows = [mention_of(articles, "a", "win", frame="f", voice="v") for _ in range(120)]
    rows = [row | {"mention_id": str(at)} for at, row in enumerate(rows)]
    return Session(tables_of(articles, rows), labels={}, exposure=None, per=1)


def test_pages(many):
    rows = [
        [line["row"] for line in many.answer({"ask": "page", "page": page})["lines"]]
        for page in range(3)
    ]
    assert [len(page) for page in rows] == [PAGE, PAGE, 20]
    assert [row for page in rows for row in page] == list(range(120))
    with pytest.raises(ValueError, match="page: found 3, expected a whole number below 3"):
        many.answer({"ask": "page", "page": 3})


def test_another_order_or_filter_begins_at_the_first_page(many):
    many.answer({"ask": "page", "page": 2})
    turned = many.answer({"ask": "order", "by": "text", "descending": True})
    assert (turned["number"], turned["lines"][0]["row"]) == (0, 119)
    many.answer({"ask": "page", "page": 2})
    assert (
        many.answer({"ask": "filter", "choose": {"frame": {"codes": [0], "but": False}}})["page"][
            "number"
        ]
        == 0
    )
    many.answer({"ask": "page", "page": 2})
    assert many.answer({"ask": "measure", "rates": False})["page"]["number"] == 2
