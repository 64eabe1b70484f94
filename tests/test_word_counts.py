"""Counting a column at once gives what the pattern of a word gives, text by text."""

from unittest import mock

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit import word_counts
from toolkit.sentences import count_words
from toolkit.word_counts import count_words_of

PIECES = ["a", "B", "é", "я", "字", "𝒳", "٣", "²", "_", "1", "23", "9" * 30, "-", "'", "’",
          "‑", ".", ",", " ", "\n", "—", "“", "”", "‿", "\u0301", "\x00", "km", "2.5", "1,960",
          "😀"]  # fmt: skip
TEXTS = st.lists(st.lists(st.sampled_from(PIECES), max_size=12).map("".join), max_size=6)


@settings(max_examples=400, deadline=None)
@given(TEXTS, st.sampled_from([(1 << 21, 1 << 17), (1 << 21, 5), (20, 1)]))
def test_a_column_is_counted_as_its_texts_are(texts, sizes):
    block, piece = sizes
    with (
        mock.patch.object(word_counts, "_BLOCK", block),
        mock.patch.object(word_counts, "_PIECE", piece),
    ):
        counted = count_words_of(pd.Series(texts, dtype="str"))
    assert counted.tolist() == list(map(count_words, texts))


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
    assert count_words_of(pd.Series([text, text, "x"], dtype="str")).tolist() == [words, words, 1]


def test_texts_longer_than_a_block_and_missing_ones():
    long = "word 1.5 ’tis a-b " * 40_000
    counted = count_words_of(pd.Series([long, None, "é" + long, "x"], dtype="str"))
    assert counted.tolist() == [count_words(long), 0, count_words("é" + long), 1]


def test_no_texts_have_no_counts():
    assert count_words_of(pd.Series([], dtype="str")).tolist() == []
