import pytest
from conftest import articles_of, lexicon_of
from test_rates import exposure_of, mentions_of

import toolkit as tk

HITS = mentions_of([("a", "x", "f")] * 3 + [("c", "x", "f")] + [("e", "x", "f")] * 6)
WORDS = exposure_of(
    [(d, "x", "direct", n) for d, n in zip("abcde", (400, 350, 500, 250, 500), strict=True)]
    + [("a", "x", "indirect", 100), ("f", "y", "direct", 100)]
)


def test_a_rate_per_article_counts_the_articles_in_which_the_group_has_words():
    row = tk.rates(HITS, WORDS, denominator="articles", per=1, seed=1).iloc[0]
    assert (row["n"], row["exposure"], row["rate"]) == (10, 5, 2.0)
    assert row["denominator"] == "articles"
    outlets = WORDS.assign(outlet="o"), HITS.assign(outlet="o")
    whole = tk.rates(outlets[1], outlets[0], by="outlet", denominator="articles", per=1, seed=1)
    assert whole["exposure"].tolist() == [6]


def test_a_rate_per_sentence_counts_those_most_of_whose_words_are_the_group_s(registry):
    articles = articles_of(
        "Northland said that its victory was near. “A provocation,” Southland said. Herons stay."
    )
    lexicon = lexicon_of(winning=["victor*"], blame=["provocat*"])
    tables = tk.annotate(articles, registry, lexicon, method="rules")
    exposure = tk.exposure(articles, tables.attributions)
    sentences = exposure.groupby("voice")["n_sentences"].sum().to_dict()
    # "Northland said" is narration's, "that its victory was near" is not; "A provocation" and
    # "Southland said" have two words each, and the first counts
    assert sentences == {"narration": 1, "northland": 1, "southland": 1}
    rates = tk.rates(tables.mentions, exposure, denominator="sentences", per=1, seed=1)
    found = rates.set_index(["voice", "frame"])["rate"]
    assert found["northland", "winning"] == found["southland", "blame"] == 1.0
    assert found["narration", "blame"] == 0.0


def test_a_group_without_a_sentence_of_its_own_has_no_rate():
    words = WORDS.assign(n_sentences=0)
    table = tk.rates(HITS, words, denominator="sentences", seed=1)
    assert table[["rate", "low", "high"]].isna().all(axis=None)
    assert table["n"].tolist() == [10, 0]


def test_the_axis_says_what_the_rate_is_per():
    rates = tk.rates(HITS, WORDS, denominator="articles", per=1, seed=1)
    assert (
        tk.plot_rates(rates)
        .figure.get_supxlabel()
        .startswith("mentions per article of the voice\n")
    )
    by_word = tk.rates(HITS, WORDS, seed=1)
    assert by_word["denominator"].unique().tolist() == ["words"]
    assert (
        tk.plot_rates(by_word)
        .figure.get_supxlabel()
        .startswith("mentions per 1,000 words of the voice")
    )


def test_another_denominator_is_refused():
    with pytest.raises(ValueError, match="denominator: found 'pages', expected one of words, sent"):
        tk.rates(HITS, WORDS, denominator="pages", seed=1)
    with pytest.raises(ValueError, match="exposure: found rows without n_sentences"):
        tk.rates(HITS, WORDS, denominator="sentences", seed=1)
