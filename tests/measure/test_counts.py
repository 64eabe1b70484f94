import pandas as pd
import pytest
from conftest import articles_of, lexicon_of

import toolkit as tk
from toolkit.tables.schema import check_table


@pytest.fixture
def tables(registry):
    """Return mentions and exposure of two articles of two genres, in which two actors speak."""
    articles = articles_of(
        "“Our victory is near, a victory,” Northland said. The herons stay.",
        "Southland said that a provocation was planned. It rains.",
        genre=["report", "editorial"],
        outlet=["Tide", "Gull"],
    )
    lexicon = lexicon_of(winning=["victor*"], blame=["provocat*"])
    made = tk.annotate(articles, registry, lexicon, method="rules")
    return made.mentions, tk.exposure(articles, made.attributions)


def test_each_article_and_voice_has_a_row_for_each_thing_zeros_included(tables):
    mentions, exposure = tables
    table = check_table(tk.counts(*tables), "counts")
    found = {(row.doc_id, row.voice, row.frame): row.n for row in table.itertuples()}
    words = exposure.groupby(["doc_id", "voice"])["n_tokens"].sum()
    assert len(found) == len(table) == 2 * len(words)
    assert sum(found.values()) == len(mentions) == 3
    assert found["a", "northland", "winning"] == 2
    assert found["a", "northland", "blame"] == found["a", "narration", "winning"] == 0
    by_cell = table.set_index(["doc_id", "voice"])["exposure"].groupby(level=[0, 1]).unique()
    assert by_cell.map(list).to_dict() == {key: [n] for key, n in words.items()}


def test_docvars_and_what_else_belongs_to_an_article_stay(tables):
    table = tk.counts(*tables)
    assert dict(zip(table["doc_id"], table["genre"], strict=True)) == {
        "a": "report",
        "b": "editorial",
    }
    assert set(table["outlet"]) == {"Tide", "Gull"}
    assert "mode" not in table
    assert "mode" in tk.counts(*tables, by=["voice", "mode"])
    mentions, exposure = tables
    mixed = exposure.assign(length=exposure["n_tokens"], topic=exposure["doc_id"] + "!")
    added = tk.counts(mentions, mixed, by=())
    assert dict(zip(added["doc_id"], added["topic"], strict=True)) == {"a": "a!", "b": "b!"}
    assert "length" not in added  # of several values in an article


def test_articles_as_a_whole_and_columns_of_articles_may_split_the_counts(tables):
    whole = tk.counts(*tables, by=())
    assert len(whole) == 4
    assert whole["by"].isna().all()
    words = tables[1].groupby("doc_id")["n_tokens"].sum()
    assert (
        whole.drop_duplicates("doc_id")
        .set_index("doc_id")["exposure"]
        .equals(words.rename("exposure"))
    )
    by_genre = tk.counts(*tables, by=["genre", "doc_id"])
    assert by_genre[["genre", "frame", "n"]].to_numpy().tolist() == [
        ["report", "blame", 0],
        ["report", "winning", 2],
        ["editorial", "blame", 1],
        ["editorial", "winning", 0],
    ]
    assert by_genre["by"].unique().tolist() == ["genre"]


def test_counts_add_up_to_the_rates(tables):
    rates = tk.rates(*tables, seed=1).set_index(["voice", "frame"])
    summed = tk.counts(*tables).groupby(["voice", "frame"])[["n", "exposure"]].sum()
    pd.testing.assert_frame_equal(summed, rates[["n", "exposure"]], check_like=True)


def test_mentions_of_other_articles_are_refused(tables):
    mentions, exposure = tables
    with pytest.raises(ValueError, match=r"exposure: found no words for 1 group\(s\) with ment"):
        tk.counts(mentions, exposure[exposure["doc_id"] == "a"])
    with pytest.raises(ValueError, match="of: found 'n', which names a column of the table 'cou"):
        tk.counts(mentions.assign(n=1), exposure, of="n")
