import pytest
from conftest import articles_of, lexicon_of

import toolkit as tk
from toolkit.annotate.targets import parse
from toolkit.tables.schema import check_table, empty_table, make_table

LEXICON = lexicon_of(
    accusing=["provocat*", "provok*", "aggress*", "occup*"],
    winning=["victor*", "defeat*"],
    kin=["brother*", "stand by", "stood by"],
)


def targets_of(text, registry, attributions=None):
    articles = articles_of(text)
    with pytest.warns(tk.LexiconWarning):
        terms = tk.find_terms(articles, LEXICON)
    names = tk.find_actors(articles, registry)
    if attributions is None:
        attributions = empty_table("attributions")
    found = tk.find_targets(articles, terms, names, attributions)
    check_table(found, "targets")
    return list(zip(found["actor_id"], found["rank"], found["rule"], strict=True))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Northland's renewed provocations went on.", [("northland", 1, "possessive")]),
        ("Northland’s statements were provocative.", [("northland", 1, "possessive")]),
        ("The Southlandic “brothers” came.", [("southland", 1, "demonym")]),
        (
            "Northlandic and Southlandic provocations.",
            [("northland", 1, "demonym"), ("southland", 2, "demonym")],
        ),
        ("They accused Northland of a new aggression.", [("northland", 1, "object")]),
        (
            "They blamed Northland and Southland for the provocation.",
            [("northland", 1, "object"), ("southland", 2, "object")],
        ),
        ("He called Southland the aggressor.", [("southland", 1, "object")]),
        ("They stood by Southland.", [("southland", 1, "object")]),
        ("It was a victory over Southland.", [("southland", 1, "preposition")]),
        ("An act of aggression by Norport.", [("northland", 1, "preposition")]),
        (
            "A victory for the people of both countries, Northland and Southland, at last.",
            [("northland", 1, "preposition"), ("southland", 2, "preposition")],
        ),
        ("Sudport must end its provocations.", [("southland", 1, "pronoun")]),
        ("Southland must leave what it still occupies.", [("southland", 1, "pronoun")]),
        ("Southland suffered a heavy defeat.", [("southland", 1, "subject")]),
        ("Southland had provoked the war.", [("southland", 1, "subject")]),
        ("The aggressor was Southland.", [("southland", 1, "subject")]),
    ],
)
def test_each_rule_finds_its_target(registry, text, expected):
    assert targets_of(text, registry) == expected


@pytest.mark.parametrize(
    "text",
    [
        "There was a provocation. Northland kept silent.",
        "Northland kept silent, and nobody spoke of a provocation.",
        "The provocation came.",
        "They accused Northland of nothing, and the victory was theirs.",
    ],
)
def test_no_target_is_better_than_a_guess(registry, text):
    assert targets_of(text, registry) == []


def spoken_by(actor_id, text, start=0):
    row = {
        "attribution_id": "a:0",
        "part": 0,
        "doc_id": "a",
        "mode": "indirect",
        "content_start": start,
        "content_end": len(text),
        "source_id": actor_id,
        "n_tokens": 1,
        "rule": "test",
    }
    return make_table("attributions", [row])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Northland stood by Southland.", [("southland", 1, "object")]),
        ("Northland stood by its brothers.", []),
        (
            "He blamed Southland. Then he called it an aggression.",
            [("southland", 1, "anaphor")],
        ),
        ("The League met Southland. It was a provocation.", []),
        ("The League called its statements “aggressive”.", []),
        ("Southland spoke. Its provocations went on.", [("southland", 1, "pronoun")]),
        ("Northland won. He spoke of a victory for his country.", [("northland", 1, "own")]),
        ("Northland won. It was his people that defeated them.", [("northland", 1, "own")]),
        (
            "Southland fought the League. He asked both sides to end their provocations.",
            [("southland", 1, "collective"), ("league", 2, "collective")],
        ),
        (
            "Southland fought the League. A victory of both sides was near.",
            [("southland", 1, "collective"), ("league", 2, "collective")],
        ),
        ("Southland, he said, was the aggressor.", [("southland", 1, "subject")]),
        ("Northland had won a victory.", [("northland", 1, "subject")]),
        ("Northland was the victim of Southlandic aggression.", [("southland", 1, "demonym")]),
        ("Northland saw a defeat of Southlandic pride.", [("southland", 1, "preposition")]),
    ],
)
def test_what_northland_says(registry, text, expected):
    assert targets_of(text, registry, spoken_by("northland", text)) == expected


def test_the_words_that_name_the_speaker_make_him_no_target(registry):
    text = "Northland called it a victory."
    spoken = spoken_by("northland", text, start=17).assign(source_start=0, source_end=9)
    assert targets_of(text, registry, spoken) == []


def test_no_model_is_loaded_for_what_rules_found(registry, monkeypatch):
    def load():
        raise AssertionError("a model was loaded")

    monkeypatch.setattr(parse, "load_model", load)
    articles = articles_of("Northland said: a victory. It was Southland's victory.")
    tables = tk.annotate(articles, registry, lexicon_of(winning=["victor*"]), method="rules")
    assert len(tables.mentions) == 2
