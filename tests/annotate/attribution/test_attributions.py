"""Who says what, by both methods."""

import re
from itertools import pairwise

import pytest
from conftest import articles_of
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.annotate.attribution import methods
from toolkit.annotate.attribution.attributions import find_attributions
from toolkit.tables.schema import check_table, empty_table, make_table

METHODS = ["parser", "rules"]
both = pytest.mark.parametrize("method", METHODS)

REGISTRY = [
    ("Dmitry Peskov", "russia", "peskov", "name"),
    ("Peskov", "russia", "peskov", "name"),
    ("Mevlüt Cavusoglu", "turkey", "cavusoglu", "name"),
    ("Jane Roe", "norland", "roe", "name"),
    ("Roe", "norland", "roe", "name"),
    ("France", "france", None, "alias"),
    ("Turkey", "turkey", None, "alias"),
    ("Azerbaijan", "azerbaijan", None, "alias"),
    ("Azerbaijani", "azerbaijan", None, "demonym"),
]


def article(text, body_start=0, doc_id="a"):
    record = {"doc_id": doc_id, "title": "", "text": text, "body_start": body_start, "n_tokens": 0}
    return make_table("articles", [record])


def names_in(text, doc_id="a"):
    rows, taken = [], set()
    for form, actor, person, kind in REGISTRY:
        for match in re.finditer(rf"\b{form}\b", text):
            if taken & set(range(*match.span())):
                continue
            taken |= set(range(*match.span()))
            rows.append(
                {
                    "doc_id": doc_id,
                    "start": match.start(),
                    "end": match.end(),
                    "actor_id": actor,
                    "person_id": person,
                    "match": form,
                    "kind": kind,
                }
            )
    return make_table("names", rows)


def found(text, method, body_start=0):
    """Return (content, source, mode, rule) of each row, outer punctuation of content aside."""
    table = find_attributions(article(text, body_start), names_in(text), method=method)
    check_table(table, "attributions")
    return [
        (
            text[row.content_start : row.content_end].strip("“”\".,'‘’ "),
            None if row.source_start is None or row.source is None else row.source,
            row.mode,
            row.rule,
        )
        for row in table.astype(object).where(table.notna(), None).itertuples()
    ]


@both
def test_quotation_and_cue(method):
    text = "“The rain will stop,” Roe said."
    assert found(text, method) == [("The rain will stop", "Roe", "direct", "cue-verb")] or found(
        text, method
    ) == [("The rain will stop", "Roe", "direct", "quote-next-to-cue")]


@both
def test_offsets_ids_and_words(method):
    text = "Roe said that it will rain."
    (row,) = find_attributions(article(text), names_in(text), method=method).to_dict("records")
    assert text[row["content_start"] : row["content_end"]].rstrip(".") == "that it will rain"
    assert row["attribution_id"] == f"a:{row['content_start']}-{row['content_end']}"
    assert (row["cue"], row["cue_start"], row["cue_end"]) == ("said", 4, 8)
    assert (row["source"], row["source_start"], row["source_end"]) == ("Roe", 0, 3)
    assert (row["source_id"], row["person_id"]) == ("norland", "roe")
    assert (row["mode"], row["part"], row["n_tokens"]) == ("indirect", 0, 4)


@both
@pytest.mark.parametrize(
    ("text", "content", "source"),
    [
        ("Roe said it will rain.", "it will rain", "Roe"),
        ("It will rain, Roe said.", "It will rain", "Roe"),
        ("According to Roe, it will rain.", "it will rain", "Roe"),
        ("It will rain today, according to Roe.", "It will rain today", "Roe"),
        ("Roe told reporters on Monday that it will rain.", "that it will rain", "Roe"),
        ("Roe vowed to fight on.", "to fight on", "Roe"),
        ("Roe rejected the offer.", "the offer", "Roe"),
        ("Roe accused the army of murder.", "the army of murder", "Roe"),
    ],
)
def test_reported(method, text, content, source):
    assert [row[:3] for row in found(text, method)] == [(content, source, "indirect")]


@both
def test_mixed(method):
    rows = found("Roe said that the plan was “mad and bad” for the land.", method)
    assert [row[1:3] for row in rows] == [("Roe", "mixed")]


@both
def test_a_quotation_in_two_pieces(method):
    text = "“The rain,” Roe said, “will stop.”"
    rows = found(text, method)
    assert [row[:3] for row in rows] == [
        ("The rain", "Roe", "direct"),
        ("will stop", "Roe", "direct"),
    ]


@both
def test_carried_in_the_paragraph(method):
    text = "Roe said it rained. The crowd left. “We were all wet to the bone.”"
    assert found(text, method)[-1] == ("We were all wet to the bone", "Roe", "direct", "carried")


@both
def test_carried_over_paragraphs(method):
    text = "“It rained,” Roe said.\n\n“We were all wet to the bone.”\n\nThe crowd left."
    assert found(text, method)[-1] == ("We were all wet to the bone", "Roe", "direct", "carried")


@both
def test_colon_before_the_next_paragraph(method):
    text = "Later Roe added:\n\n“We were all wet to the bone.”"
    assert [row[:3] for row in found(text, method)] == [
        ("We were all wet to the bone", "Roe", "direct")
    ]


@both
def test_scare_quotes_get_no_row(method):
    assert found("The land is its “sister state” in the south.", method) == []


@both
def test_quoted_fragments_are_carried_from_a_speaker(method):
    text = "Minister Roe wrote on Monday that it rained. The old “friends” will get more help."
    assert found(text, method)[-1] == ("friends", "Minister Roe", "direct", "carried")


@both
def test_a_fragment_is_not_carried_past_another_actor(method):
    text = "Roe said that it rained. France has its “friends” in the south."
    assert [row[0] for row in found(text, method)] == ["that it rained"]


@both
def test_carried_from_a_request(method):
    text = "France also asked Turkey to wait. “France urges Turkey to end its long wait.”"
    assert found(text, method)[-1][1:] == ("France", "direct", "carried")


@both
def test_a_long_quotation_without_a_speaker(method):
    text = "“We were all of us wet to the bone there.”"
    assert [row[1:] for row in found(text, method)] == [(None, "direct", "no-speaker")]


@both
def test_headlines(method):
    text = "Roe: It will rain in spring\n\nThe mayor, Jane Roe, said so on Monday."
    row, *_ = found(text, method, body_start=text.index("The"))
    assert row == ("It will rain in spring", "Roe", "indirect", "label")
    text = "Weather: It will rain in spring\n\nThe mayor, Jane Roe, said so on Monday."
    assert all(row[3] != "label" for row in found(text, method, body_start=text.index("The")))
    text = "Roe says it will rain\n\nThe crowd left."
    (row,) = found(text, method, body_start=text.index("The"))
    assert row[:3] == ("it will rain", "Roe", "indirect")


@both
def test_a_name_is_no_verb(method):
    (row,) = found("The United States said on Monday that it will rain.", method)
    assert row[:2] == ("that it will rain", "The United States")


@both
def test_outermost_wins_and_nothing_overlaps(method):
    text = "Roe said that Doe thinks that it will rain."
    (row,) = found(text, method)
    assert row[:2] == ("that Doe thinks that it will rain", "Roe")


@both
def test_dateline_is_no_source(method):
    (row,) = found("OSLO (Reuters) - Roe said on Friday it will rain.", method)
    assert row[:2] == ("it will rain", "Roe")


@both
def test_zero_articles_and_empty_text(method):
    none = find_attributions(empty_table("articles"), empty_table("names"), method=method)
    assert len(check_table(none, "attributions")) == 0
    assert found("", method) == []
    assert found("\n\n \n", method) == []


@both
def test_articles_stay_apart(method):
    import pandas as pd

    text = "Roe said that it will rain."
    articles = pd.concat(
        [article("", doc_id="a"), article(text, doc_id="b"), article("\n", 0, "c")]
    )
    table = find_attributions(articles, names_in(text, "a"), method=method)
    assert list(table["doc_id"]) == ["b"]
    assert table["source_id"].isna().all()


def test_unknown_method():
    with pytest.raises(ValueError, match=r"method: found 'magic', expected one of parser, rules"):
        find_attributions(empty_table("articles"), empty_table("names"), method="magic")


def test_one_bad_article_is_a_warning(monkeypatch):
    real = methods.find_statements

    def fail_on_b(text, language):
        if text.raw == "b":
            raise RuntimeError("no")
        return real(text, language)

    monkeypatch.setattr(methods, "find_statements", fail_on_b)
    articles = articles_of("Roe said it will rain.", "b")
    with pytest.warns(UserWarning, match=r"1 of 2 article\(s\) without attributions: b \(Runtime"):
        table = find_attributions(articles, empty_table("names"), method="rules")
    assert set(table["doc_id"]) == {"a"}
    with pytest.raises(RuntimeError, match=r"1 of 1 article\(s\) without attributions: b"):
        find_attributions(articles[1:], empty_table("names"), method="rules")


def test_a_long_paragraph_is_parsed_in_pieces():
    text = "Roe said that it will rain. " * 2_000
    table = find_attributions(article(text), empty_table("names"), method="parser")
    assert len(table) > 1_900


SCRAPS = st.lists(
    st.sampled_from(
        [
            *"“”\"'‘’()[]:,. \n🙂",
            *["\n\n", "Roe said ", "according to ", "שלום ", "قال ", "\u202e", "and ", "who "],
            *["claims ", "seems to ", "his claim that ", "is critical of ", "— ", "Q: ", "that "],
        ]
    ),
    max_size=40,
).map("".join)


@both
@settings(max_examples=60, deadline=None)
@given(text=SCRAPS)
def test_never_raises_and_never_overlaps(method, text):
    table = check_table(
        find_attributions(article(text), names_in(text), method=method), "attributions"
    )
    spans = sorted(zip(table["content_start"], table["content_end"], strict=True))
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(one[1] <= two[0] for one, two in pairwise(spans))
