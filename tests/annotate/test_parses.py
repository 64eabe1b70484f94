"""Parses are those of the model, and are made once."""

import pandas as pd
import pytest
from conftest import articles_of, lexicon_of

import toolkit as tk
from toolkit.annotate.attribution import methods
from toolkit.annotate.attribution.kept import Kept
from toolkit.annotate.attribution.memory import Memory
from toolkit.annotate.attribution.methods import Parser
from toolkit.annotate.attribution.parser.parse import load_model, without_surrogates
from toolkit.annotate.attribution.shared import sharing
from toolkit.annotate.targets import parse
from toolkit.annotate.targets.parse import Parse, Words, parse_sentences

SENTENCES = [
    "Northland's army, which had won, was accused of an attack on the harbour's ferries.",
    "Ä “Southland-backed” crew (of 1,200)\xa0men\n  sailed; nobody, he says, didn't know.\ud800",
    "Go!",
]


@pytest.fixture
def parsed(monkeypatch):
    """Return the sentences that the model parses, which nothing was parsed of before."""
    parsed, model = [], load_model()

    class Counting:
        def pipe(self, sentences, **options):
            sentences = list(sentences)
            parsed.extend(sentences)
            return model.pipe(sentences, **options)

    monkeypatch.setattr(parse, "load_model", Counting)
    forget(monkeypatch)
    return parsed


def forget(monkeypatch):
    """Begin with an empty memory, as another process does."""
    monkeypatch.setattr(parse, "MEMORY", Memory(parse.READER, most=parse.MOST))
    monkeypatch.setitem(methods.METHODS, "parser", Kept(Parser()))


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_word_has_what_the_models_has(sentence):
    words = list(load_model()(without_surrogates(sentence)))
    tokens = next(parse_sentences([sentence])).tokens
    assert len(tokens) == len(words)
    for token, word in zip(tokens, words, strict=True):
        for name in ("i", "idx", "text", "lower_", "tag_", "dep_", "is_punct"):
            assert getattr(token, name) == getattr(word, name)
        assert token.head.i == word.head.i
        for name in ("lefts", "rights", "children", "ancestors", "subtree"):
            assert [t.i for t in getattr(token, name)] == [w.i for w in getattr(word, name)]
        assert token.parse.beginning_at(word.idx) is token


def test_words_below_a_word_are_told_however_deep_they_hang():
    words = ["They", "stood", "by", "the", "side", *["of", "a", "friend"] * 1_500, "."]
    heads = [1, 1, 1, 4, 2, *[at for n in range(5, 4_505, 3) for at in (n - 1, n + 2, n)], 1]
    flat = "0" * len(words)
    told = [[len(word) for word in words], "1" * len(words), flat, heads]
    labels = " ".join(["x"] * len(words))
    root = Parse(" ".join(words) + " ", Words(*told, labels, labels)).tokens[1]
    assert [token.text for token in root.subtree] == words


def test_a_sentence_is_parsed_once_in_a_process(parsed):
    first = [[t.head.i for t in one.tokens] for one in parse_sentences(SENTENCES[:2])]
    again = [[t.head.i for t in one.tokens] for one in parse_sentences(SENTENCES)]
    assert again[:2] == first
    assert parsed == list(map(without_surrogates, SENTENCES))


def test_what_a_run_has_parsed_no_later_one_parses(parsed, registry, tmp_path, monkeypatch):
    articles = articles_of("Northland said: a victory. It was Southland's victory over the League.")
    lexicon = lexicon_of(winning=["victor*"])
    tables = []
    for _ in range(2):
        with sharing(tmp_path / "statements.sqlite"):
            tables.append(tk.annotate(articles, registry, lexicon, method="parser"))
        forget(monkeypatch)
    assert parsed == ["Northland said: a victory.", "It was Southland's victory over the League."]
    pd.testing.assert_frame_equal(tables[1].targets, tables[0].targets)
    assert len(tables[0].targets) > 1
