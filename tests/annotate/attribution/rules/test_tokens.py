"""The words and marks of a line, which offsets of the text go with."""

import pytest

from toolkit.annotate.attribution.rules.sentence import sentences_of
from toolkit.annotate.attribution.rules.tokens import QUOTE, lowered_of, tokens_of
from toolkit.languages.language import load_language
from toolkit.text.quotes import quote_spans
from toolkit.text.text import Text

EN = load_language("en")


def tokens_in(text):
    return tokens_of(lowered_of(Text(text)), (0, len(text)), quote_spans(text), EN.grammar)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Roe didn’t re-elect U.S. envoys.", "roe didn't re-elect u.s . envoys ."),
        ("Norland's rain -- wet, (cold)", "norland 's rain -- wet , ( cold )"),
        ("3.5-year-old ---- A.-B", "3.5-year-old --- - a . - b"),
        ("'tis Roe's' o'clock", "tis roe 's o clock"),
        ("كِتَاب", "كتاب"),  # signs of vowels, within the word and at its end
        ("aً bً-c", "a b-c"),
    ],
)
def test_words_and_marks(text, words):
    assert tokens_in(text).words == words.split()


@pytest.mark.parametrize(
    ("text", "lowered"),
    [
        ("İstanbul’s “TRUCE”", "istanbul's “truce”"),  # whose first letter has two in lower case
        ("Ասաց՝ «Այո»։", "ասաց, «այո»."),
        ("ΑΣ։Α ‘ΟΣ’", "ασ.α 'ος'"),
    ],
)
def test_lower_case_has_the_offsets_of_the_text(text, lowered):
    assert lowered_of(Text(text)) == lowered


def test_tokens_stand_where_they_do_in_the_text():
    text = "Roe’s “wet day” ended."
    words, matches = tokens_in(text)
    assert words == ["roe", "'s", QUOTE, "ended", "."]
    found = [text[slice(*match.span())] for match in matches]
    assert found == ["Roe", "’s", "“wet day”", "ended", "."]


def test_the_cues_of_each_sentence_of_a_line():
    text = "Roe said it rained. It rained. Doe denied it and said so."
    sentences = list(sentences_of(text, tokens_in(text), EN))
    assert [[one.words[at] for at in one.cues] for one in sentences] == [
        ["said"],
        ["denied", "said"],
    ]
