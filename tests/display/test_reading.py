"""An article shown with its marks: nested, overlapping and in pieces."""

import pandas as pd
import pytest
from conftest import HOSTILE, Shown, articles_of, assert_harmless, lexicon_of

import toolkit as tk
from toolkit.display.reading import CONTENT, CUE, NAME, SOURCE, TERM, Mark, Reading, stretches
from toolkit.tables.schema import empty_table, make_table


@pytest.fixture(autouse=True)
def terminal(monkeypatch):
    monkeypatch.setenv("COLUMNS", "120")


def test_a_text_is_cut_where_marks_begin_or_end_and_each_piece_has_its_marks():
    outer, inner, across = Mark(2, 8, CONTENT), Mark(4, 6, TERM), Mark(5, 9, NAME)
    assert list(stretches(10, [inner, across, outer])) == [
        (0, 2, []),
        (2, 4, [outer]),
        (4, 5, [outer, inner]),
        (5, 6, [outer, across, inner]),
        (6, 8, [outer, across]),
        (8, 9, [across]),
        (9, 10, []),
    ]
    assert list(stretches(0, [])) == []
    assert list(stretches(3, [])) == [(0, 3, [])]


def reading_of(text, *marks):
    return Reading(text, marks, ())


def test_plain_text_has_brackets_that_nest():
    reading = reading_of(
        "Roe said rain fell", Mark(0, 3, SOURCE, n=1), Mark(0, 3, NAME), Mark(4, 8, CUE, n=1),
        Mark(9, 18, CONTENT, n=1, who="north"), Mark(9, 13, TERM),
    )  # fmt: skip
    assert repr(reading).splitlines()[0] == "{1 _Roe_} <1 said> [1 north| **rain** fell |1]"


def test_pieces_of_one_statement_have_its_number():
    reading = reading_of(
        "Rain, he said, fell", Mark(0, 5, CONTENT, n=3, who="north"),
        Mark(15, 19, CONTENT, n=3, who="north"),
    )  # fmt: skip
    assert repr(reading).splitlines()[0] == "[3 north| Rain, |3] he said, [3 north| fell |3]"
    shown = Shown(reading._repr_html_())
    assert "3 northRain,3 he said, 3 northfell3" in shown.text


def test_html_has_one_element_a_stretch_with_all_of_its_kinds():
    html = reading_of(
        "a rain b", Mark(0, 8, CONTENT, "said by x", who="x"), Mark(2, 6, TERM, "weather")
    )._repr_html_()
    assert '<span class="tk-content tk-tint0" title="said by x">a </span>' in html
    assert '<b class="tk-content tk-term tk-tint0" title="said by x; weather">rain</b>' in html
    Shown(html).assert_inert()


TEXT = "Roe of Northland, in Norport, said rain was “a victory”. Rain fell."


@pytest.fixture
def tables():
    articles = articles_of(TEXT, HOSTILE, title="A victory")
    terms = tk.find_terms(articles, lexicon_of(winning=["victory"]))
    at = articles["text"][0].index

    def span(name, words):
        return {f"{name}_start": at(words), f"{name}_end": at(words) + len(words), name: words}

    said = {"attribution_id": "a:1", "doc_id": "a", "mode": "mixed", "rule": "cue-verb"}
    content = "rain was “a victory”"
    said |= {"content_start": at(content), "content_end": at(content) + len(content)}
    said |= {"part": 0, "n_tokens": 4, "source_id": "north+south", **span("cue", "said")}
    attributions = make_table("attributions", [said | span("source", "Roe of Northland")])
    name = {"doc_id": "a", "actor_id": "north", "kind": "name", "match": "Northland"}
    names = make_table("names", [name | {"start": at("North"), "end": at(", in")}])
    mentions = tk.link_mentions(articles, terms, names, attributions)
    return tk.Tables(articles, terms, names, attributions, empty_table("targets"), mentions)


def test_an_article_is_shown_with_its_attributions_actors_and_terms(tables):
    assert repr(tk.show("a", tables, labels={"north": "Northland", "winning": "Win"})) == (
        "A **victory**\n"
        "\n"
        "{1 Roe of _Northland_}, in Norport, <1 said> [1 Northland + south| rain was “a "
        "**victory**” |1]. Rain fell.\n"
        "\n"
        "[1 speaker| what is said |1]  {1 source}  <1 reporting word>  _actor_  **framing term**\n"
        "\n"
        "1 attribution\n"
        "   speaker            mode   source            reporting word  rule\n"
        "1  Northland + south  mixed  Roe of Northland  said            cue-verb\n"
        "\n"
        "2 framing terms\n"
        "term     frame  voice              mode      target\n"
        "victory  Win    narration          headline\n"
        "victory  Win    Northland + south  direct"
    )


def test_html_shows_the_same(tables):
    shown = Shown(tk.show("a", tables)._repr_html_())
    shown.assert_inert()
    assert "1 north + southrain was “a victory”1. Rain fell." in shown.text
    assert ["1", "north + south", "mixed", "Roe of Northland", "said", "cue-verb"] in shown.rows
    assert ["victory", "winning", "north + south", "direct", "", ""] in shown.rows


@pytest.mark.parametrize(
    "row",
    [
        lambda tables: tables.articles.iloc[0],
        lambda tables: tables.mentions.iloc[1],
        lambda tables: tk.concordance(tables.mentions, tables.articles).iloc[0],
        lambda tables: {"doc_id": "a"},
    ],
    ids=["article", "mention", "concordance", "mapping"],
)
def test_any_row_with_a_doc_id_names_the_article(tables, row):
    assert tk.show(row(tables), tables) == tk.show("a", tables)


def test_text_of_articles_is_shown_and_never_acts(tables):
    reading = tk.show("b", tables)
    shown = Shown(reading._repr_html_())
    shown.assert_inert()
    assert "<img src=x onerror=alert(2)> &amp; ␛[31m" in shown.text
    assert_harmless(repr(reading))


def test_ids_and_labels_are_untrusted_too(tables):
    labels = {"north": HOSTILE, "winning": HOSTILE}
    reading = tk.show("a", tables, labels=labels)
    Shown(reading._repr_html_()).assert_inert()
    assert_harmless(repr(reading))


def test_an_article_without_any_marks():
    articles = articles_of("Rain fell.")
    tables = tk.Tables(articles, *(empty_table(name) for name in tk.Tables._fields[1:]))
    reading = tk.show("a", tables)
    assert repr(reading).startswith("Rain fell.\n\n[1 speaker|")
    shown = Shown(reading._repr_html_())
    assert "Rain fell.0 attributions0 framing terms" in shown.text


def test_what_names_no_article_is_refused(tables):
    with pytest.raises(
        ValueError, match="article: found 'z', expected the doc_id of one of the 2 "
    ):
        tk.show("z", tables)
    with pytest.raises(ValueError, match="article: found a DataFrame, expected a doc_id or a row"):
        tk.show(tables.articles, tables)
    with pytest.raises(ValueError, match="article: found a Series, expected a doc_id or a row"):
        tk.show(pd.Series({"x": 1}), tables)
