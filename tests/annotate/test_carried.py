"""Who did what a later term takes up: by "that attack", "the invasion", "the aggressor"."""

import pytest
from conftest import articles_of, lexicon_of

import toolkit as tk

LEXICON = lexicon_of(
    framing=[
        *("attack*", "aggress*", "invasion", "invaded", "threat*", "lies", "violation*"),
        *("occupied", "victor*", "lie"),
    ]
)


@pytest.mark.filterwarnings("ignore::toolkit.annotate.terms.LexiconWarning")
def agents_in(text, registry, method, **columns):
    """Return who does what the last term of a text names, and by which rule."""
    articles = articles_of(text, **columns)
    tables = tk.annotate(articles, registry, LEXICON, method=method)
    last = tables.mentions["mention_id"].iloc[-1]
    rows = tables.targets[(tables.targets["mention_id"] == last)]
    rows = rows[rows["role"] == "agent"]
    return list(zip(rows["actor_id"], rows["rule"], strict=True))


@pytest.mark.parametrize("method", ["parser", "rules"])
@pytest.mark.parametrize(
    "text",
    [
        "Northland attacked the harbour. Many died in that cowardly attack.",
        "Northland attacked the harbour. This threat must end.",
        "Northland attacked the harbour. That was an attack on us all.",
        "The town fell to Northland's invasion. Much was lost. Roads and schools were closed. "
        "Nobody forgot the full-scale invasion of Southland.",
        "Northland invaded the valley. Years went by. Nobody spoke of it. The full-scale invasion "
        "had emptied the villages.",
        "Northland attacked the harbour. Years went by. Nobody spoke of it. Only the aggressor "
        "denied it.",
        "Northland attacked the harbour, in clear violation of the treaty.",
    ],
)
def test_a_deed_is_taken_up(text, registry, method):
    assert agents_in(text, registry, method) in (
        [("northland", "carried")],
        [("northland", "subject")],  # as the parse tells it
    )


@pytest.mark.parametrize("method", ["parser", "rules"])
@pytest.mark.parametrize(
    "text",
    [
        "Northland attacked the harbour. The mayor said that occupied land must be left.",
        "Northland attacked the harbour. It is true that threats were made.",
        "Northland attacked the harbour. The mayor fears that attacks may follow.",
        "Northland attacked the harbour. Years went by. That attack came later.",
        "Northland attacked the harbour. Those attacks came later.",
        "Northland attacked the harbour. The mayor spoke of an attack.",
        "Northland attacked the harbour. The threat is old.",
        "Northland attacked one harbour. Southland attacked the other. The aggressor was named.",
        "Northland won a victory. The aggressor has left.",
        "Northland attacked the harbour. Each government calls the other one the aggressor.",
        "Northland attacked the harbour. The rebels are the aggressors.",
        "Northland committed the attack. The attack by rebels was worse.",
        "Northland committed the attack. The attack on Monday, carried out by rebels, was worse.",
        "Northland attacked the harbour. The attack victims were buried.",
        "Northland attacked the harbour. The attacker was arrested.",
        "Northland spoke of its threats. The threat of floods grew.",
        "Northland attacked the harbour. The mayor wrote that this was one of the lies.",
        "Northland attacked the harbour. The mayor denied that lie.",
        "Northland attacked the harbour. We hope that victory comes.",
        "Northland attacked the harbour. It is clear that aggression does not pay.",
        "Northland attacked the harbour. This is a victory.",
        "Northland did not attack the harbour. The attack was carried out by rebels.",
        "Northland attacked one harbour. Kell compared it with the attack of rebels.",
        "Northland attacked the harbour. These are lies that attack the mayor.",
    ],
)
def test_no_other_deed_is_taken_for_it(text, registry, method):
    assert agents_in(text, registry, method) == []


@pytest.mark.parametrize("method", ["parser", "rules"])
def test_who_speaks_does_not_blame_himself(registry, method):
    text = "We attacked nobody. Southland attacked the harbour. That attack was the first."
    found = agents_in(text, registry, method, speaker=["Northland"])
    assert found == [("southland", "carried")]
    text = "We attacked the harbour, as was our right. That attack was the first."
    assert agents_in(text, registry, method, speaker=["Northland"]) == []


def test_the_order_of_the_terms_changes_nothing(registry):
    articles = articles_of(
        "Northland attacked the port. This attack killed ten. Southland attacked the dam."
    )
    names = tk.find_actors(articles, registry)
    terms = tk.find_terms(articles, LEXICON)
    attributions = tk.find_attributions(articles, names, method="rules")
    there, back = (
        tk.find_targets(articles, table, names, attributions) for table in (terms, terms[::-1])
    )
    key = ["mention_id", "actor_id", "role", "rule"]
    assert set(back[key].itertuples(index=False)) == set(there[key].itertuples(index=False))
    assert "carried" in set(there["rule"])


@pytest.mark.parametrize("method", ["parser", "rules"])
def test_who_suffers_the_deed_has_not_done_it(registry, method):
    text = "Northland attacked the harbour. The attack on Northland came later."
    assert agents_in(text, registry, method) == []


def test_deeds_of_another_article_are_not_taken_up(registry):
    texts = ("Northland attacked the harbour.", "That attack was the first.")
    tables = tk.annotate(articles_of(*texts), registry, LEXICON, method="rules")
    assert tables.targets["mention_id"].str[0].tolist() == ["a"]
