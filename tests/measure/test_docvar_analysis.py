"""An analysis of chosen words by a column of one's own, from a table to ratios, without a merge."""

import numpy as np
import pandas as pd
import pytest

import toolkit as tk

SPEECHES = """\
id,date,category,text
1,2020-11-01,opposition,"Peace is near. We want peace, and no war."
2,2020-11-02,opposition,Peace for all of us in this town.
3,2020-11-03,opposition,The harbour needs a new wall.
4,2020-11-03,government,"War is war, and the war goes on."
5,2020-11-04,government,We shall win the war for this town.
6,2020-11-05,government,The fleet is ready.
"""


def test_ten_lines_give_rates_and_ratios_of_chosen_words_by_category(tmp_path):
    (tmp_path / "speeches.csv").write_text(SPEECHES, encoding="utf-8")
    # ten lines
    articles = tk.clean_text(tk.load_corpus(tmp_path / "speeches.csv"))
    words = tk.find_words(articles, ["peace", "war"])
    rates = tk.rates(words, articles, of="word", by="category", seed=7)
    pairs = [("government", "opposition")]
    ratios = tk.compare(words, articles, of="word", by="category", pairs=pairs, seed=7)
    counts = tk.counts(words, articles, of="word", by="category")
    model = tk.model_rates("n ~ category", counts[counts["word"] == "war"])
    tk.plot_rates(rates)
    tk.plot_comparison(ratios)
    # and their answers
    found = rates.set_index(["category", "word"])
    assert found["n"].to_dict() == {
        ("government", "peace"): 0,
        ("government", "war"): 4,
        ("opposition", "peace"): 3,
        ("opposition", "war"): 1,
    }
    tokens = articles.groupby("category")["n_tokens"].sum()
    assert found.loc[("government", "peace"), ["exposure", "rate", "low"]].tolist() == [
        tokens["government"],
        0,
        0,
    ]
    assert found.loc[("government", "peace"), "high"] > 0
    ratio = (4 / tokens["government"]) / (1 / tokens["opposition"])
    war, peace = (ratios[ratios["word"] == word].iloc[0] for word in ("war", "peace"))
    assert war["ratio"] == pytest.approx(ratio)
    assert war["ratio_low"] < ratio < war["ratio_high"]
    assert (peace["ratio"], peace["ratio_low"]) == (0, 0)
    assert 0 < peace["ratio_high"] < np.inf
    assert counts.groupby("word")["doc_id"].nunique().to_dict() == {"peace": 6, "war": 6}
    assert model["ratio"].iloc[1] == pytest.approx(1 / ratio)


def test_a_word_that_stands_nowhere_is_told():
    articles = pd.DataFrame({"doc_id": ["a"], "text": ["Peace"], "date": [None]})
    with pytest.warns(tk.LexiconWarning, match="words: found 'truce', 'war' in no article"):
        places = tk.find_words(articles, ["Peace", "war", "truce"])
    assert places["match"].tolist() == ["Peace"]
