"""Spans: the longest wins, whatever the order; an index finds what holds a place."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.text.spans import SpanIndex, longest_first, union


def by_name(span):
    return span[2]


@st.composite
def span(draw):
    start = draw(st.integers(0, 30))
    return start, start + draw(st.integers(1, 12)), draw(st.sampled_from("abcd"))


def overlap(one, other):
    return one[0] < other[1] and other[0] < one[1]


@pytest.mark.parametrize(
    ("spans", "kept"),
    [
        ([], []),
        ([(0, 3, "a"), (3, 5, "b")], [(0, 3, "a"), (3, 5, "b")]),
        ([(0, 3, "a"), (2, 9, "b"), (8, 10, "c")], [(2, 9, "b")]),
        ([(0, 4, "a"), (3, 7, "b"), (6, 10, "c")], [(0, 4, "a"), (6, 10, "c")]),
        ([(0, 4, "b"), (0, 4, "a")], [(0, 4, "a")]),
        ([(5, 6, "x"), (0, 9, "y")], [(0, 9, "y")]),
        ([(0, 5, "a"), (4, 10, "b"), (9, 16, "c")], [(0, 5, "a"), (9, 16, "c")]),
    ],
)
def test_longer_spans_displace_those_they_overlap(spans, kept):
    assert longest_first(spans, tie=by_name) == kept


@given(st.lists(span()).flatmap(lambda spans: st.tuples(st.just(spans), st.permutations(spans))))
def test_the_order_of_the_spans_never_matters(pair):
    spans, shuffled = pair
    assert longest_first(spans, tie=by_name) == longest_first(shuffled, tie=by_name)


@given(st.lists(span()))
def test_what_remains_is_in_text_order_and_free_of_overlaps(spans):
    kept = longest_first(spans, tie=by_name)
    assert set(kept) <= set(spans)
    assert all(one[1] <= other[0] for one, other in pairwise(kept))


@given(st.lists(span()))
def test_what_is_dropped_overlaps_one_that_precedes_it(spans):
    kept = longest_first(spans, tie=by_name)
    rank = {item: (item[0] - item[1], *item) for item in spans}
    for dropped in set(spans) - set(kept):
        assert any(overlap(dropped, other) and rank[other] < rank[dropped] for other in kept)


def test_an_index_tells_which_span_holds_a_place():
    index = SpanIndex([(7, 9, "b"), (2, 5, "a")])
    held = [index.at(place) for place in range(10)]
    none, a, b = None, (2, 5, "a"), (7, 9, "b")
    assert held == [none, none, a, a, a, none, none, b, b, none]


def test_an_index_tells_which_spans_begin_in_a_stretch():
    index = SpanIndex([(7, 9, "b"), (2, 5, "a")])
    assert index.within(2, 7) == [(2, 5, "a")]
    assert index.within(3, 8) == [(7, 9, "b")]
    assert index.within(0, 99) == [(2, 5, "a"), (7, 9, "b")]
    assert index.within(3, 7) == []


def test_an_index_of_nothing_holds_nothing():
    index = SpanIndex([])
    assert index.at(0) is None
    assert list(index.within(0, 9)) == []


@given(st.lists(span()), st.integers(-1, 45))
def test_an_index_agrees_with_a_search_through_all(spans, place):
    spans = longest_first(spans, tie=by_name)
    index = SpanIndex(spans)
    held = [item for item in spans if item[0] <= place < item[1]]
    assert index.at(place) == (held[0] if held else None)
    assert index.within(place, place + 9) == [s for s in spans if place <= s[0] < place + 9]


@given(st.lists(span()))
def test_a_union_covers_the_same_places_once(spans):
    covered = union([one[:2] for one in spans])
    assert all(one[1] <= other[0] for one, other in pairwise(covered))
    places = {place for start, end, _ in spans for place in range(start, end)}
    assert {place for start, end in covered for place in range(start, end)} == places
