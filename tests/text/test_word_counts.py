"""Counting a column at once gives what the pattern of a word gives, text by text."""

from unittest import mock

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.text import word_counts
from toolkit.text.word_counts import count_words_in
from toolkit.text.words import WORD_PATTERN, count_words, has_word

PIECES = ["a", "B", "é", "я", "字", "𝒳", "٣", "²", "_", "1", "23", "9" * 30, "-", "'", "’",
          "‑", ".", ",", " ", "\n", "—", "“", "”", "‿", "\u0301", "\x00", "km", "2.5", "1,960",
          "😀"]  # fmt: skip
TEXTS = st.lists(st.lists(st.sampled_from(PIECES), max_size=12).map("".join), max_size=6)


def _count(*texts: str) -> list[int]:
    return count_words_in(pa.array(texts, pa.large_string())).tolist()


@settings(max_examples=400, deadline=None)
@given(TEXTS, st.sampled_from([1 << 19, 20]))
def test_a_column_is_counted_as_its_texts_are(texts, block):
    with mock.patch.object(word_counts, "_BLOCK", block):
        assert _count(*texts) == list(map(count_words, texts))


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(PIECES)).map("".join), st.integers(0, 9), st.integers(0, 99))
def test_a_stretch_has_the_words_that_the_pattern_finds_in_it(text, start, end):
    found = WORD_PATTERN.findall(text, start, end)
    assert count_words(text, start, end) == len(found)
    assert has_word(text, start, end) == bool(found)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("1,960 men", 2),
        ("3.5km", 2),
        ("2.5-year-old", 2),
        ("2.5-3.5", 2),
        ("a-2.5", 2),
        ("a1.5.3", 2),
        ("Turkey’s Nagorno-Karabakh", 2),
        ("It cost 1.5. Then 2,5 more", 6),
    ],
)
def test_numbers_and_joiners_are_counted_by_hand(text, words):
    assert _count(text, text, "x") == [words, words, 1]


def test_texts_longer_than_a_block():
    long = "word 1.5 ’tis a-b " * 600_000
    counted = 4 * 600_000
    assert _count(long, "", "é" + long, "x") == [counted, 0, counted, 1]


def test_many_and_long_chains_of_numbers():
    ranges, chain = "1.5-2.5 " * 200_000, ".".join("1" * 400_000)
    assert _count(ranges, chain, "a-" + chain + "km") == [400_000, 1, 3]


def test_no_texts_have_no_counts():
    assert _count() == []
