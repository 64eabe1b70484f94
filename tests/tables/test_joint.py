"""What several actors say together counts for each of them."""

import pandas as pd
import pytest
from conftest import articles_of, lexicon_of

import toolkit as tk
from toolkit.tables.joint import credit_each, join_ids, split_ids
from toolkit.tables.schema import empty_table


def test_ids_join_in_one_order_only():
    assert join_ids(["russia", "france+turkey", "france"]) == "france+russia+turkey"
    assert split_ids("france+russia") == ["france", "russia"]
    assert split_ids(None) == []


@pytest.fixture
def tables(registry):
    articles = articles_of("Northland and Southland said that peace is near. Southland said no.")
    return tk.annotate(articles, registry, lexicon_of(peace=["peace"]), method="rules")


def test_one_row_names_both(tables):
    assert tables.mentions["voice_id"].tolist() == ["northland+southland"]
    words = tk.exposure(tables.articles, tables.attributions)
    assert words["n_tokens"].sum() == tables.articles["n_tokens"].sum()
    assert words.set_index("voice")["n_tokens"].get("northland+southland") == 4


def test_rates_credit_each_with_the_mention_and_the_words(tables):
    words = tk.exposure(tables.articles, tables.attributions)
    by_voice = tk.rates(tables.mentions, words, by="voice", seed=1).set_index("voice")
    assert by_voice.loc["northland", ["n", "exposure"]].tolist() == [1, 4]
    assert by_voice.loc["southland", ["n", "exposure"]].tolist() == [1, 5]
    by_doc = tk.rates(tables.mentions, words, by="doc_id", seed=1)
    assert by_doc[["n", "exposure"]].iloc[0].tolist() == [1, 11]


def test_voices_and_receipts_credit_each(tables, tmp_path):
    matrix = tk.voices(tables.mentions)
    assert matrix[["voice_id", "n"]].to_numpy().tolist() == [["northland", 1], ["southland", 1]]
    ax = tk.plot_voices(matrix)
    tk.save_figure(
        ax.figure,
        "joint",
        data=matrix,
        mentions=tables.mentions,
        sources=[],
        made_by=__file__,
        folder=tmp_path,
    )
    passages = pd.read_csv(tmp_path / "joint-passages.csv")
    assert passages["mark"].tolist() == [1, 2]
    assert len(set(passages["mention_id"])) == 1


def test_the_other_measures_credit_each_too(tables):
    words = tk.exposure(tables.articles, tables.attributions)
    both = tk.compare(
        tables.mentions, words, by="voice_id", pairs=["northland", "southland"], seed=1
    )
    assert both[["n", "n_reference"]].to_numpy().tolist()[0] == [1, 1]
    toned = tk.tone(tk.add_tone(tables.mentions, tables.articles), words, seed=1)
    assert toned["voice"].tolist() == ["northland", "southland"]
    one = tk.sensitivity({"rules": (tables.mentions, words)}, group="southland", thing="peace")
    assert set(one["exposure"]) >= {5}


def test_nothing_is_repeated_without_a_voice_column(tables):
    assert len(credit_each(tables.mentions, ["frame"])) == 1
    assert credit_each(empty_table("mentions")).empty
