"""Who speaks that the registry does not have."""

import pytest
from conftest import articles_of

import toolkit as tk
from toolkit.tables.schema import empty_table


@pytest.mark.parametrize("method", ["parser", "rules"])
def test_speakers_are_listed_by_the_words_they_speak(registry, method):
    articles = articles_of(
        "Jon Bakke, a farmer, said that it rained. “It was very wet here,” Bakke said.",
        "Ada Berg said that it rained. Police said that it did. He said that it would stop.",
        "Jon Bakke said that it was dry.",
    )
    names = tk.find_actors(articles, registry)
    table = tk.unregistered(tk.find_attributions(articles, names, method=method))
    speakers = table["speaker"].astype(object).where(table["speaker"].notna(), None)
    assert speakers.tolist() == ["Jon Bakke", None, "Police"]
    counts = table[["n", "n_docs", "n_tokens"]].to_numpy().tolist()
    assert counts == [[3, 2, 12], [1, 1, 4], [1, 1, 3]]
    assert table["share"].tolist() == pytest.approx([12 / 22, 4 / 22, 3 / 22])  # Berg says three


def test_nobody_speaks():
    table = tk.unregistered(empty_table("attributions"))
    assert table.empty
    assert list(table.columns) == ["speaker", "n", "n_docs", "n_tokens", "share"]
