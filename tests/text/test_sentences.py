"""Words and sentences: what counts as one, and that no text breaks the count."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.text.sentences import sentence_spans
from toolkit.text.words import count_words, lowered_words, word_spans, word_starts


def words(text):
    return [text[start:end] for start, end in word_spans(text)]


def sentences(text):
    return [text[start:end] for start, end in sentence_spans(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        (" – … “”", []),
        ("Turkey's troops", ["Turkey's", "troops"]),
        ("Turkey’s brothers’ war", ["Turkey’s", "brothers", "war"]),
        ("Nagorno-Karabakh, twenty‑one", ["Nagorno-Karabakh", "twenty‑one"]),
        ("1,960 men, 3.5 years; in 2020.", ["1,960", "men", "3.5", "years", "in", "2020"]),
        ("an Su-25 – or two", ["an", "Su-25", "or", "two"]),
        ("Çavuşoğlu: “Да”", ["Çavuşoğlu", "Да"]),
        ("мои\u0306 café", ["мои\u0306", "café"]),  # a letter and its mark
    ],
)
def test_what_a_word_is(text, expected):
    assert words(text) == expected
    assert count_words(text) == len(expected)
    assert word_starts(text) == [start for start, _ in word_spans(text)]
    assert lowered_words(text) == [word.lower() for word in expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        (" \n\t\n", []),
        ("It holds. It breaks.", ["It holds.", "It breaks."]),
        ("Mr. Berg left. He said so.", ["Mr. Berg left.", "He said so."]),
        ("A headline\nIt holds.\n\nIt breaks.", ["A headline", "It holds.", "It breaks."]),
        ("“It holds. For now.” He left.", ["“It holds. For now.”", "He left."]),
        ("  It holds. \n  It breaks.  ", ["It holds.", "It breaks."]),
        ("É😀! Да. Нет.", ["É😀!", "Да.", "Нет."]),
        ("no full stop", ["no full stop"]),
    ],
)
def test_what_a_sentence_is(text, expected):
    assert sentences(text) == expected


@pytest.mark.parametrize("blank", ["\u00a0", "\u2009", "\u202f", "\u2003", "\u3000", "\x85"])
def test_no_wide_blank_before_a_full_stop_breaks_the_splitter(blank):
    plain = sentence_spans("Plan B . It holds.")
    assert sentence_spans(f"Plan B{blank}. It holds.") == plain
    assert plain[-1][1] == len("Plan B . It holds.")


odd = st.text(alphabet="aBC. \n\t\r!?\"“”'’-1,…()\u2028\u00a0\u3000\u200bé😀İß")


@settings(deadline=None, max_examples=300)
@given(odd)
def test_sentences_cover_every_letter_once_in_order_and_cross_no_line(text):
    at = 0
    for start, end in sentence_spans(text):
        assert text[at:start].strip() == ""
        assert start < end
        piece = text[start:end]
        assert piece == piece.strip()
        assert "\n" not in piece
        at = end
    assert text[at:].strip() == ""


@given(odd)
def test_words_are_in_order_and_no_letter_is_left_out(text):
    at = 0
    for start, end in word_spans(text):
        assert at <= start < end
        assert not any(character.isalnum() for character in text[at:start])
        at = end
    assert not any(character.isalnum() for character in text[at:])
