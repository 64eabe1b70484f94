"""A docvar that mentions and exposure carry may split any measure, and confuses none."""

import numpy as np
import pandas as pd
import pytest
from conftest import articles_of, lexicon_of

import toolkit as tk
from toolkit.figures.passages import find_passages, number_marks

FRAMES = {"winning": ["victor*", "triumph"], "blame": ["provocat*"]}
DOCVARS = {
    "genre": ["editorial", "report", "report", "editorial"],
    "pages": [1, 2, 3, 4],
    "paid": [True, False, True, False],
    "seen": pd.to_datetime(["2031-05-02", "2031-05-03", None, "2031-05-03"]),
    # called as columns of other tables are
    **{name: list("wxyz") for name in ("word", "side", "mark", "target", "n", "rate", "share")},
    **{name: list("wxyz") for name in ("by", "of", "table", "period", "n_docs", "level", "unit")},
}


@pytest.fixture
def corpus(registry):
    """Four articles with many docvars, which mentions and exposure carry, and without them."""
    articles = articles_of(
        "“Our victory is near,” Northland said. Southland called it a provocation by Northland.",
        "“A victory,” Southland said. Northland said that Southland had lost. A triumph.",
        "Northland said that the victory of Northland was complete, a triumph over Southland.",
        "No provocation by Northland was seen, said Southland. The herons stay.",
        title="A heron",
        outlet=["Tribune", "Tribune", "Post", "Post"],
    )
    tables = tk.annotate(articles, registry, lexicon_of(**FRAMES), method="rules")
    exposure = tk.exposure(articles, tables.attributions)
    docvars = pd.DataFrame({"doc_id": articles["doc_id"], **DOCVARS})
    plain = articles, tables.mentions, exposure
    return plain, tuple(table.merge(docvars) for table in plain)


ALL = {"pairs": "all", "least_docs": 1, "least_words": 1}
MEASURES = {
    "rates": lambda a, m, e: tk.rates(m, e, seed=1),
    "rates once": lambda a, m, e: tk.rates(m, e, of=["frame", "mode"], copies="once", seed=1),
    "compare": lambda a, m, e: tk.compare(m, e, seed=1, **ALL),
    "trends": lambda a, m, e: tk.trends(m, e, by="voice", seed=1),
    "tone": lambda a, m, e: tk.tone(m, e, seed=1),
    "dispersion": lambda a, m, e: tk.dispersion(m, e),
    "composition": lambda a, m, e: tk.composition(m, e),
    "event_rates": lambda a, m, e: tk.event_rates(m, a[["date"]], seed=1),
    "first_uses": lambda a, m, e: tk.first_uses(m),
    "voices": lambda a, m, e: tk.voices(m),
    "collocates": lambda a, m, e: tk.collocates(m, a),
    "coverage": lambda a, m, e: tk.coverage(a),
    "keyness": lambda a, m, e: tk.keyness(tk.count_words(a), target="Post"),
    "concordance": lambda a, m, e: tk.concordance(m, a),
    "sensitivity": lambda a, m, e: tk.sensitivity({"x": (m, e)}, group="northland", thing="blame"),
}


@pytest.mark.filterwarnings("ignore::toolkit.SensitivityWarning")
@pytest.mark.parametrize("name", MEASURES)
def test_docvars_that_a_measure_is_not_asked_about_change_nothing(corpus, name):
    before, after = (MEASURES[name](*tables) for tables in corpus)
    pd.testing.assert_frame_equal(pd.DataFrame(before), pd.DataFrame(after))
    if name not in ("keyness", "collocates", "coverage", "sensitivity"):
        mentions = tk.add_period(corpus[1][1]) if name == "trends" else corpus[1][1]
        if name == "tone":
            mentions = mentions[mentions["tone"].notna()]
        found, plain = (find_passages(number_marks(t), mentions, None) for t in (after, before))
        pd.testing.assert_frame_equal(found, plain)
        assert len(found)


@pytest.mark.parametrize("by", ["genre", "paid", "pages", "seen", "side"])
def test_a_docvar_splits_counts_and_words(corpus, by):
    articles, mentions, exposure = corpus[1]
    table = tk.rates(mentions, exposure, by=by, seed=1)
    words = articles.groupby(by, dropna=False)["n_tokens"].sum().to_list()
    assert table.groupby(by, dropna=False)["exposure"].first().to_list() == words
    assert table["n"].sum() == len(mentions)
    found = find_passages(number_marks(table), mentions, None)
    assert found["mark"].value_counts().reindex(table.index + 1, fill_value=0).to_list() == (
        table["n"].to_list()
    )
    assert len(tk.plot_rates(table).figure.axes) == 2
    compared = tk.compare(mentions, exposure, by=by, seed=1, **ALL)
    both = find_passages(number_marks(compared), mentions, None)
    assert (both["side"] == "group").sum() == compared["n"].sum()
    assert tk.tone(mentions, exposure, by=by, seed=1)["n"].sum() == len(mentions)


def test_passages_name_the_docvar_that_they_were_counted_by(corpus):
    _, mentions, exposure = corpus[1]
    table = tk.rates(mentions, exposure, by="genre", seed=1)
    found = find_passages(number_marks(table), mentions, None)
    genre = dict(zip(range(1, len(table) + 1), table["genre"], strict=True))
    assert found["genre"].to_list() == found["mark"].map(genre).to_list()


@pytest.mark.filterwarnings("ignore::toolkit.SensitivityWarning")
def test_specifications_keep_the_types_of_docvars(corpus):
    _, mentions, exposure = corpus[1]
    linked = tk.link_specifications({"x": (mentions, exposure)}, group="northland", thing="winning")
    assert linked[["pages", "paid", "seen"]].dtypes.equals(
        mentions[["pages", "paid", "seen"]].dtypes
    )


@pytest.mark.parametrize("by", ["n", "rate", "level", "table"])
def test_a_docvar_that_is_called_as_a_column_of_the_table_to_be_made_is_refused(corpus, by):
    _, mentions, exposure = corpus[1]
    message = rf"by: found '{by}', which names a column of the table 'rates' too, .+ 'my_{by}'"
    with pytest.raises(ValueError, match=message):
        tk.rates(mentions, exposure, by=by, seed=1)
    renamed = [t.rename(columns={by: f"my_{by}"}) for t in (mentions, exposure)]
    assert tk.rates(*renamed, by=f"my_{by}", seed=1)["n"].sum() == len(mentions)


def test_a_name_that_holds_what_stands_between_names_is_refused(corpus):
    _, mentions, exposure = corpus[1]
    tables = [t.assign(**{"a + b": np.arange(len(t)) % 2}) for t in (mentions, exposure)]
    with pytest.raises(ValueError, match=r"by: found 'a \+ b', expected a name without ' \+ '"):
        tk.rates(*tables, by="a + b", seed=1)
