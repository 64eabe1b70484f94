"""A method is a word, or any object with a name that reads texts."""

import pandas as pd
import pytest
from conftest import articles_of, lexicon_of

import toolkit as tk
from toolkit.tables.schema import check_table, empty_table

NONE = empty_table("names")
TEXTS = ("Berg said that a victory was near.", "No end.", "“Victory!” Holm cried.")
LEXICON = lexicon_of(winning=["victory"])


class Coder:
    """Somebody who has read that all of a text but its first word is said by that word."""

    name = "coder"

    def read(self, texts):
        for text in texts:
            first = text.raw.index(" ")
            yield [tk.Statement(((first + 1, len(text.raw)),), (0, first), None, "read")]


def test_an_object_that_reads_texts_is_a_method(registry):
    tables = tk.annotate(articles_of(*TEXTS), registry, LEXICON, method=Coder())
    assert tables.attributions["source"].tolist() == ["Berg", "No", "“Victory!”"]
    assert tables.attributions["source_id"].isna().tolist() == [False, True, True]
    assert tables.mentions["voice"].tolist() == ["northland", "narration"]
    apart = tk.find_attributions(tables.articles, tables.names, method=Coder())
    pd.testing.assert_frame_equal(apart, tables.attributions)


@pytest.mark.parametrize("method", ["rules", "parser"])
def test_the_whole_annotation_is_that_of_its_parts(registry, method):
    tables = tk.annotate(articles_of(*TEXTS), registry, LEXICON, method=method)
    articles = tables.articles
    names, terms = tk.find_actors(articles, registry), tk.find_terms(articles, LEXICON)
    attributions = tk.find_attributions(articles, names, method=method)
    targets = tk.find_targets(articles, terms, names, attributions)
    mentions = tk.add_tone(tk.link_mentions(articles, terms, names, attributions), articles)
    parts = tk.Tables(articles, terms, names, attributions, targets, mentions)
    for whole, part in zip(tables, parts, strict=True):
        pd.testing.assert_frame_equal(whole, part)


def test_the_method_stands_in_every_table_that_knows_voices(registry, tmp_path):
    articles = articles_of(*TEXTS)
    tables = tk.annotate(articles, registry, LEXICON, method="rules")
    exposure = tk.exposure(articles, tables.attributions)
    for table in (tables.attributions, tables.mentions, exposure):
        assert set(table["method"]) == {"rules"}
    tables.attributions.to_csv(tmp_path / "said.csv", index=False)
    again = tk.make_table("attributions", pd.read_csv(tmp_path / "said.csv"))
    assert set(tk.exposure(articles, again)["method"]) == {"rules"}
    mixed = pd.concat([again, tk.find_attributions(articles, NONE, method="parser")])
    message = (
        "attributions: found words attributed by different methods ('parser', 'rules' in "
        "attributions), expected one; make the tables from the same attributions, or keep the rows "
        "of one `method`"
    )
    for call in (
        lambda: tk.exposure(articles, mixed),
        lambda: tk.link_mentions(articles, tables.terms, tables.names, mixed),
    ):
        with pytest.raises(ValueError) as caught:  # noqa: PT011  its message is compared
            call()
        assert str(caught.value) == message


def test_statements_of_a_coder_become_attributions(registry):
    articles = articles_of("Berg: it rains. He left.", "Nothing.")
    names = tk.find_actors(articles, registry)
    statements = [[tk.Statement(((6, 14),), (0, 4), (4, 5), "coded")], []]
    table = tk.attributions_of(articles, names, statements, method="Lea")
    check_table(table, "attributions")
    row = table.iloc[0]
    named = ["doc_id", "source", "source_id", "person_id", "cue", "rule", "method"]
    assert row[named].tolist() == [
        "a", "Berg", "northland", "berg", ":", "coded", "Lea"
    ]  # fmt: skip
    assert row[["content_start", "content_end", "n_tokens"]].tolist() == [6, 14, 2]


def test_of_statements_that_overlap_the_outermost_has_the_words():
    articles = articles_of("Roe says Doe thinks it rains today.")
    inner = tk.Statement(((20, 34),), (9, 12), (13, 19), "model")
    outer = tk.Statement(((9, 34),), (0, 3), (4, 8), "model")
    table = tk.attributions_of(articles, NONE, [[inner, outer]], method="model")
    assert table[["source", "content_start", "content_end"]].to_numpy().tolist() == [["Roe", 9, 34]]


def test_one_statement_beyond_its_text_is_one_warning():
    articles = articles_of("It rains.", "It pours.")
    beyond = [tk.Statement(((0, 10),), None, None, "model")]
    within = [tk.Statement(((0, 9),), None, None, "model")]
    with pytest.warns(UserWarning, match=r"^1 of 2 article\(s\) without attributions: a \(ValueEr"):
        table = tk.attributions_of(articles, NONE, [beyond, within], method="model")
    assert table["doc_id"].tolist() == ["b"]
    with pytest.raises(RuntimeError, match="expected 0 <= start < end <= 9, the length"):
        tk.attributions_of(articles, NONE, [beyond, beyond], method="model")


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (1, "'model' gave the statements of 1 text(s), expected 2, one list for each"),
        (3, "'model' gave the statements of more than 2 text(s), expected 2, one list for each"),
    ],
)
def test_statements_for_another_number_of_articles_are_refused(given, message):
    with pytest.raises(ValueError) as caught:  # noqa: PT011  its message is compared
        tk.attributions_of(articles_of("One.", "Two."), NONE, [[]] * given, method="model")
    assert str(caught.value) == f"method: {message}"


@pytest.mark.parametrize("method", ["parse", None, 3, Coder])
def test_what_is_no_method_is_refused(method):
    with pytest.raises(ValueError, match=r"^method: found .*, expected one of parser, rules, or "):
        tk.find_attributions(articles_of(), NONE, method=method)


def test_docvars_stand_in_mentions_and_exposure_unless_a_column_has_their_name(registry):
    articles = articles_of(*TEXTS, genre=["news", "news", "comment"], frame=["x", "y", "z"])
    tables = tk.annotate(articles, registry, LEXICON, method="rules")
    assert tables.mentions["genre"].tolist() == ["news", "comment"]
    assert tables.mentions["frame"].tolist() == ["winning", "winning"]
    exposure = tk.exposure(articles, tables.attributions)
    assert "frame" not in exposure
    genres = dict(zip(articles["doc_id"], articles["genre"], strict=True))
    assert exposure["genre"].tolist() == exposure["doc_id"].map(genres).tolist()
    rates = tk.rates(tables.mentions, exposure, by="genre", seed=1)
    assert rates.set_index("genre")["n"].to_dict() == {"comment": 1, "news": 1}


def test_terms_of_articles_that_are_not_there_are_refused():
    articles = articles_of(*TEXTS)
    terms = tk.find_terms(articles, LEXICON)
    message = (
        "terms: found 1 term(s) of articles that `articles` lack, first of 'c'; give the articles "
        "that the terms were found in"
    )
    with pytest.raises(ValueError) as caught:  # noqa: PT011  its message is compared
        tk.link_mentions(articles[:2], terms, NONE, empty_table("attributions"))
    assert str(caught.value) == message
