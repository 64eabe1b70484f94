"""Speakers behind a rank in apposition, and headlines that begin with the kind of article."""

import pytest
from conftest import articles_of, lexicon_of

import toolkit as tk

LEXICON = lexicon_of(charge=["provocation", "restraint"])


@pytest.mark.parametrize("method", ["parser", "rules"])
@pytest.mark.parametrize("rank", ["", "General ", "Mr ", "Dr. ", "Acting Ambassador "])
def test_a_person_behind_a_rank_is_still_the_one_apposed(registry, method, rank):
    text = f"The mission's head, {rank}Ada Berg, said that every provocation would be reported."
    mentions = tk.annotate(articles_of(text), registry, LEXICON, method=method).mentions
    assert mentions["voice"].tolist() == ["northland"]


@pytest.mark.parametrize("method", ["parser", "rules"])
@pytest.mark.parametrize("kind", ["Commentary", "Letters", "Q&A", "UPDATE 2", "Live", "Opinion"])
def test_the_kind_of_an_article_is_no_speaker(registry, method, kind):
    articles = articles_of("The talks ended.", title=f"{kind}: The price of restraint")
    mentions = tk.annotate(articles, registry, LEXICON, method=method).mentions
    assert mentions[["voice", "mode"]].to_numpy().tolist() == [["narration", "headline"]]
