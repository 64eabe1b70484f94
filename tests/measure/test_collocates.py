import math

import pytest
from conftest import articles_of, lexicon_of

import toolkit as tk
from toolkit.tables.schema import check_table, empty_table


def around(*texts, **options):
    articles = articles_of(*texts)
    terms = tk.find_terms(articles, lexicon_of(victory=["victory"]))
    table = check_table(tk.collocates(terms, articles, **options), "collocates")
    return table.set_index("word")


def test_words_in_the_window_are_counted_on_both_sides():
    found = around("one two three victory four five six", window=2, least=1)
    assert sorted(found.index) == ["five", "four", "three", "two"]
    assert set(found["exposure"]) == {4}
    assert set(found["n_words"]) == {7}
    assert found.loc["two", "expected"] == pytest.approx(4 / 7)


def test_a_window_ends_at_the_line_and_a_sentence_at_its_end():
    text = "They left. A victory came quickly\n\nPeace followed"
    assert sorted(around(text, window=5, least=1).index) == ["a", "came", "left", "quickly", "they"]
    assert sorted(around(text, window="sentence", least=1).index) == ["a", "came", "quickly"]


def test_a_place_near_two_mentions_counts_once_and_their_own_words_never():
    found = around("victory great victory", window=5, least=1)
    assert found["n"].to_dict() == {"great": 1}


def test_the_measures_are_those_of_the_textbook():
    found = around("great victory. great victory. a war. a great day here.", window=1).loc["great"]
    n, near, word, words = (found[c] for c in ("n", "exposure", "n_word", "n_words"))
    assert (n, near, word, words) == (2, 3, 3, 10)
    assert found["expected"] == pytest.approx(0.9)
    assert found["mutual_information"] == pytest.approx(math.log2(2 / 0.9))
    assert found["t_score"] == pytest.approx((2 - 0.9) / math.sqrt(2), abs=1e-4)
    assert found["dice"] == pytest.approx(2 * 2 / 6)
    cells = ((2, 0.9), (1, 2.1), (1, 2.1), (6, 4.9))
    assert found["log_likelihood"] == pytest.approx(
        2 * sum(seen * math.log(seen / mean) for seen, mean in cells)
    )
    assert found["n_docs"] == 1


def test_rare_words_are_left_out():
    assert around("a victory", least=2).empty


def test_a_window_is_words_or_a_sentence():
    with pytest.raises(ValueError, match="window: found 0, expected 'sentence' or 1 or more words"):
        around("a victory", window=0)


@pytest.mark.parametrize(
    ("function", "of"),
    [(tk.collocates, "word"), (tk.find_collocates, "word"), (tk.find_collocates, "doc_id")],
)
def test_a_name_that_collocates_have_for_themselves_is_refused(function, of):
    articles = articles_of("great victory came", "a great war")
    places = tk.find_words(articles, ["victory", "war"])
    message = rf"of: found '{of}', which .+; rename the column, as by .rename\("
    with pytest.raises(ValueError, match=message):
        function(places, articles, of=of)
    found = tk.collocates(places.rename(columns={"word": "node"}), articles, of="node", least=1)
    assert found.groupby("node")["word"].agg(set).to_dict() == {
        "victory": {"great", "came"},
        "war": {"a", "great"},
    }


def test_no_mentions():
    table = tk.collocates(empty_table("mentions"), empty_table("articles"))
    assert check_table(table, "collocates").empty


def test_repelled_words_have_a_negative_score_and_stand_last():
    # six words near the victory of fifteen; "calm" is one of them for eight, 3.2 expected
    found = around("a a a victory a a calm. calm calm calm calm calm calm calm", window=6, least=1)
    assert found.index.tolist() == ["a", "calm"]
    assert found.loc["a", "log_likelihood_signed"] == found.loc["a", "log_likelihood"] > 0
    assert found.loc["calm", "n"] < found.loc["calm", "expected"]
    assert found.loc["calm", "log_likelihood_signed"] == -found.loc["calm", "log_likelihood"]


def test_log_dice_is_of_the_counts_of_node_and_collocate():
    # great stands beside two of three victories, and four times in all: 14 + log2(2 * 2 / 7)
    found = around("great victory\ngreat victory\nvictory\ngreat\ngreat", window=1, least=1)
    assert found.loc["great", ["n", "n_node", "n_word"]].tolist() == [2, 3, 4]
    assert found.loc["great", "log_dice"] == pytest.approx(14 + math.log2(4 / 7))
