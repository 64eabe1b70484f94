"""Text of any kind never stops attribution, and no word gets two voices."""

import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.annotate.attribution.attributions import find_attributions
from toolkit.annotate.attribution.cues import Statement
from toolkit.annotate.attribution.rules import statements as rules
from toolkit.annotate.attribution.speech.quotations import settle
from toolkit.annotate.attribution.speech.transcripts import find_turns
from toolkit.languages.language import load_language
from toolkit.tables.schema import empty_table, make_table
from toolkit.text.text import Text

EN = load_language("en")

WORDS = st.sampled_from(
    [
        *["“", "”", '"', "‘", "’", "'", "«", "»", "„", "``", "''", "(", ")", "[", "]", "((", "))"],
        *["\n", "\n\n", ":", ".", ",", "?", "—", "-- ", "\t", "\xa0", "\x00", "\x1b", "\r"],
        *["🙂", "👩🏽‍🚀", "אבג", "\u200f", "\u202e", "\u2028", "\ud83d", "\udc00", "ß", "e\u0301"],
        *["Jane Roe", "ROE:", "Q:", "A:", "[Doe]", "((WN))", "(applause)", "Question:", "He"],
        *["said", "told", "according to", "that", "I", "you", "go", "home", "In a statement,"],
    ]
)
TEXTS = st.one_of(
    st.lists(WORDS, max_size=60).map(" ".join),
    st.lists(WORDS, max_size=60).map("".join),
    st.text(max_size=200),
    st.text(st.characters(codec=None), max_size=80),
    st.lists(WORDS, max_size=12).map(lambda words: " ".join(words) * 20),
)


def check(text, statements):
    """Assert that all spans lie in the text and no two pieces of content overlap."""
    end = 0
    for start, stop in sorted(piece for s in statements for piece in s.content):
        assert end <= start < stop <= len(text)
        end = stop
    for statement in statements:
        assert statement.content
        for span in (statement.source, statement.cue):
            assert span is None or 0 <= span[0] < span[1] <= len(text)


@settings(max_examples=100, deadline=None)
@given(TEXTS, st.integers(0, 40))
def test_settle_with_the_statements_of_the_rules(text, body_start):
    def read():
        whole = Text(text, body_start=body_start)
        return settle(whole, rules.find_statements(whole, EN), EN)

    found = read()
    check(text, found)
    assert found == read()


@st.composite
def texts_and_statements(draw):
    text = draw(TEXTS.filter(bool))
    places = st.integers(0, len(text))
    spans = st.tuples(places, places).map(sorted).filter(lambda span: span[0] < span[1])
    spans = spans.map(tuple)
    statements = st.builds(
        Statement,
        content=st.one_of(st.just(()), spans.map(lambda span: (span,))),
        source=st.one_of(st.none(), spans),
        cue=spans,
        rule=st.just("cue-verb"),
    )
    return text, draw(st.lists(statements, max_size=8))


@settings(max_examples=100, deadline=None)
@given(texts_and_statements())
def test_settle_with_any_statements(material):
    text, statements = material
    check(text, settle(Text(text), statements, EN))


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_turns_and_what_nobody_says_stay_apart(text):
    turns, unvoiced = find_turns(Text(text), EN)
    check(text, turns)
    spans = sorted([*unvoiced, *(piece for turn in turns for piece in turn.content)])
    assert all(one[1] <= other[0] for one, other in pairwise(spans))


@pytest.mark.parametrize(("method", "examples"), [("rules", 40), ("parser", 8)])
def test_tables(method, examples):
    @settings(max_examples=examples, deadline=None)
    @given(TEXTS)
    def holds(text):
        text = re.sub("[\ud800-\udfff]", "?", text)  # no table holds lone surrogates
        articles = make_table(
            "articles",
            [{"doc_id": "a", "title": "", "text": text, "body_start": 0, "n_tokens": 1}],
        )
        found = find_attributions(articles, empty_table("names"), method=method)
        for name in ("cue", "source"):
            for row in found.dropna(subset=name).itertuples():
                start, end = getattr(row, f"{name}_start"), getattr(row, f"{name}_end")
                assert text[start:end] == getattr(row, name)
        end = 0
        for row in found.sort_values("content_start").itertuples():
            assert end <= row.content_start < row.content_end <= len(text)
            end = row.content_end

    holds()


@pytest.mark.parametrize("unit", ["“Yes,” Roe said. ", "“", "ROE: I go. ", "(applause) ", "word "])
def test_a_very_long_line(unit):
    text = unit * (30_000 // len(unit))
    check(text, settle(Text(text), rules.find_statements(Text(text), EN), EN))
