import pandas as pd
import pytest
from conftest import articles_of, lexicon_of

import toolkit as tk
from toolkit.tables.schema import check_table, empty_table

TEXT = "A victory. Peace came. They spoke of victory and of peace.\nNothing else happened."


def mentions_in(articles):
    lexicon = lexicon_of(winning=["victory"], ending=["peace"])
    terms = tk.find_terms(articles, lexicon)
    return tk.link_mentions(articles, terms, empty_table("names"), empty_table("attributions"))


@pytest.fixture
def articles():
    return articles_of(*[TEXT] * 10, outlet=["Post"] * 8 + ["Tribune"] * 2)


def test_each_stratum_gives_as_many_and_small_ones_all_they_have(articles):
    mentions = mentions_in(articles)  # four an article
    sample = check_table(tk.draw_mentions(mentions, each=8, by="outlet", seed=1), "sample")
    assert sample["outlet"].value_counts().to_dict() == {"Post": 8, "Tribune": 8}
    chances = sample.groupby("outlet")["probability"].unique().map(list).to_dict()
    assert chances == {"Post": [8 / 32], "Tribune": [1.0]}
    assert sample["mention_id"].is_unique
    assert set(sample["voice"]) == {"narration"}


def test_every_mention_is_as_likely_to_be_drawn_as_is_said(articles):
    mentions = mentions_in(articles)
    drawn = pd.concat(tk.draw_mentions(mentions, each=10, seed=s)["mention_id"] for s in range(400))
    counts = drawn.value_counts().reindex(mentions["mention_id"], fill_value=0)
    assert counts.between(60, 140).all()  # 100 are expected, with a deviation of 8.7


def test_the_seed_and_not_the_order_of_rows_gives_the_sample(articles):
    mentions = mentions_in(articles)
    one = tk.draw_mentions(mentions, each=5, seed=1)
    pd.testing.assert_frame_equal(one, tk.draw_mentions(mentions.iloc[::-1], each=5, seed=1))
    other = tk.draw_mentions(mentions, each=5, seed=2)
    assert one["mention_id"].tolist() != other["mention_id"].tolist()
    assert one["doc_id"].tolist() != sorted(one["doc_id"])


def test_passages_are_sentences_without_a_mention(articles):
    mentions = mentions_in(articles)
    sample = tk.draw_passages(articles, mentions, each=100, by="outlet", seed=1)
    assert len(check_table(sample, "sample")) == 10
    assert set(sample["match"]) == {"Nothing else happened."}
    row = sample.iloc[0]
    text = articles.set_index("doc_id")["text"][row["doc_id"]]
    assert text[row["start"] : row["end"]] == row["match"]
    assert row["mention_id"] == f"{row['doc_id']}:{row['start']}-{row['end']}:none"
    assert sample["probability"].tolist() == [1.0] * 10


def test_passages_without_one_frame_may_hold_another(articles):
    mentions = mentions_in(articles)
    winning = mentions[mentions["frame"] == "winning"]
    sample = tk.draw_passages(articles, winning, each=100, seed=1)
    assert set(sample["match"]) == {"Peace came.", "Nothing else happened."}
    few = tk.draw_passages(articles, winning, each=4, seed=1)
    assert few["probability"].tolist() == [4 / 20] * 4


def test_what_cannot_be_drawn_is_refused(articles):
    mentions = mentions_in(articles)
    with pytest.raises(ValueError, match="each: found 0, expected at least 1 to draw from each"):
        tk.draw_mentions(mentions, each=0, seed=1)
    with pytest.raises(ValueError, match="mentions: found no column 'outlets', only mention_id,"):
        tk.draw_mentions(mentions, each=1, by="outlets", seed=1)
    with pytest.raises(ValueError, match="articles: found no column 'voice', only doc_id,"):
        tk.draw_passages(articles, mentions, each=1, by="voice", seed=1)


def test_nothing_to_draw():
    mentions, articles = empty_table("mentions"), empty_table("articles")
    assert check_table(tk.draw_mentions(mentions, each=5, by="voice", seed=1), "sample").empty
    assert check_table(tk.draw_passages(articles, mentions, each=5, seed=1), "sample").empty


def test_articles_may_be_the_strata_of_both_samples(articles):
    mentions = mentions_in(articles)  # four an article, in two of its three or more sentences
    for sample in (
        tk.draw_mentions(mentions, each=1, by="doc_id", seed=1),
        tk.draw_passages(articles, mentions, each=1, by="doc_id", seed=1),
        tk.draw_passages(articles, mentions, each=1, by=["outlet", "doc_id"], seed=1),
    ):
        assert sorted(check_table(sample, "sample")["doc_id"]) == articles["doc_id"].to_list()
