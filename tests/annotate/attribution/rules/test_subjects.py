"""The subject of a verb, by word order and by what was said before."""

import pytest

from toolkit.annotate.attribution.rules.sentence import sentences_of
from toolkit.annotate.attribution.rules.subjects import Said, subject
from toolkit.annotate.attribution.rules.tokens import lowered_of, tokens_of
from toolkit.languages.language import load_language
from toolkit.text.text import Text

EN = load_language("en")


def sentence_of(text):
    tokens = tokens_of(lowered_of(Text(text)), (0, len(text)), [], EN.grammar)
    (sentence,) = sentences_of(text, tokens, EN)
    return sentence


def words_of(sentence, tokens):
    return None if tokens is None else sentence.text[slice(*sentence.span(tokens))]


@pytest.mark.parametrize(
    ("text", "verb", "source"),
    [
        ("Jane Roe, the mayor, said it rained.", "said", "Jane Roe, the mayor"),
        ("The envoys she met this week said it rained.", "said", "The envoys she met"),
        ("He and Jane Roe never said it rained.", "said", "He and Jane Roe"),
        ("Citing the rain, Jane Roe left.", "citing", "Jane Roe"),
        ("Jane Roe opened the fair and said it rained.", "said", "Jane Roe"),
    ],
)
def test_the_subject_of_a_verb(text, verb, source):
    sentence = sentence_of(text)
    found = subject(sentence, sentence.words.index(verb), Said())
    assert words_of(sentence, found) == source


def test_a_verb_shares_the_subject_of_what_was_last_said():
    sentence = sentence_of("Jane Roe told Ada Doe to go, and said it rained.")
    verb = sentence.words.index("said")
    said = Said((0, 2), sentence.words.index("told"), sentence.size)
    assert words_of(sentence, subject(sentence, verb, said)) == "Jane Roe"
    said = Said((3, 5), sentence.words.index("told"), sentence.size)
    assert words_of(sentence, subject(sentence, verb, said)) == "Ada Doe"
