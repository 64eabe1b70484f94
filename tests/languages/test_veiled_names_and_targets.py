"""Names, offices and targets in a language with other words than English, read as in English."""

from dataclasses import fields, is_dataclass, replace
from pathlib import Path

import pytest
from conftest import articles_of, lexicon_of
from pandas.testing import assert_frame_equal
from test_language import veiled, write_veiled

import toolkit as tk
from toolkit.annotate.attribution.cues import dateline_end
from toolkit.annotate.names import names_by_doc
from toolkit.annotate.targets.patterns import find_aims
from toolkit.annotate.targets.places import Credit, places_of_terms
from toolkit.instruments.registry import Actor, ActorRegistry
from toolkit.languages import language as languages
from toolkit.languages.language import load_language
from toolkit.tables.rows import rows_as
from toolkit.tables.schema import make_table
from toolkit.text.patterns import fold
from toolkit.text.segments import parts_by_doc
from toolkit.text.text import Text

CORPUS = Path(__file__).parents[2] / "corpus" / "karabakh-2020"
# Lists of names in a registry, which are words of a language; the others are keys.
NAMES = {"name", "aliases", "demonyms", "metonyms", "exceptions", "surname", "titles"}
COUNTRIES = ActorRegistry(
    (
        Actor("norland", "Norland"),
        Actor("westland", "Westland", demonyms=("Westlandic", "Westlanders")),
        Actor("tarsovia", "Tarsovia", demonyms=("Tarsovian", "Tarsovians")),
    )
)
TERMS = ["attack*", "aggress*", "victor*", "restraint", "provoc*", "defeat*", "stood by"]
AIMED = [
    ("Westland's new, cruel attacks.", ["westland agent possessive"]),
    ("The Westlanders' attack.", ["westland agent possessive"]),
    (
        "Westlandic and Tarsovian cruel aggression.",
        ["westland agent demonym", "tarsovia agent demonym"],
    ),
    (
        "They stood by the Westlanders and the Tarsovians.",
        ["westland ally object", "tarsovia ally object"],
    ),
    ("They had attacked the people of Westland.", ["westland patient object"]),
    ("They accused the army of Westland of aggression.", ["westland agent object"]),
    ("They saw Westland as a guilty aggressor.", ["westland agent object"]),
    ("They called Westland the guilty aggressor.", ["westland agent object"]),
    ("They called Westland guilty of an attack.", ["westland agent object"]),
    ("A victory over the people and army of the Westlanders.", ["westland patient preposition"]),
    (
        "A victory over both countries, Westland and Tarsovia.",
        ["westland patient preposition", "tarsovia patient preposition"],
    ),
    ("The defeat by Westlandic pride.", []),
    ("The defeat by Westlandic forces.", ["westland agent preposition"]),
    ("They blamed a new attack on Westland.", ["westland agent preposition"]),
    ("Westland must end its new provocations.", ["westland agent pronoun"]),
    ("Westland leaves what it still attacked.", ["westland agent pronoun"]),
    ("Westland is responsible for a grave attack.", ["westland agent blamed"]),
    ("He spoke of the defeat of his people.", ["norland patient own"]),
    ("It was our army that defeated them.", ["norland agent own"]),
    ("We have not attacked.", ["norland agent own"]),
    ("They have attacked us.", ["norland patient own"]),
    ("Our great victory.", ["norland agent own"]),
    ("He blamed Westland. He called it a new provocation.", ["westland agent anaphor"]),
    ("He left Westland over what he called an aggression.", ["westland agent anaphor"]),
    (
        "Westland met Tarsovia. He said both sides must show restraint.",
        ["westland addressee collective", "tarsovia addressee collective"],
    ),
    (
        "Westland met Tarsovia. He asked the two countries to show restraint.",
        ["westland addressee collective", "tarsovia addressee collective"],
    ),
    (
        "Westland met Tarsovia. He said each side must show restraint.",
        ["westland addressee collective", "tarsovia addressee collective"],
    ),
    (
        "Westland met Tarsovia. An attack by the two countries began.",
        ["westland agent collective", "tarsovia agent collective"],
    ),
    ("Westland, he said, was the aggressor.", ["westland agent subject"]),
    ("Westland's army, which had won a great victory, went.", ["westland agent subject"]),
    ("Westland, as the aggressor, must go.", ["westland agent subject"]),
    ("The aggressor was the Westlandic army.", ["westland agent subject"]),
    ("Westland must suffer a defeat.", ["westland patient subject"]),
    ("Westland is ready to attack.", ["westland agent control"]),
]


@pytest.fixture(scope="module")
def veiled_english(tmp_path_factory):
    """Return English with each letter thirteen places on, the language "zz"."""
    folder = tmp_path_factory.mktemp("languages")
    write_veiled(folder / "zz")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(languages, "FOLDERS", [*languages.FOLDERS, folder])
        yield load_language("zz")


@pytest.fixture(scope="module")
def articles():
    return tk.clean_text(tk.load_corpus(CORPUS))


def veiled_names(value):
    """Return a registry, or a part of one, with its names veiled."""
    if isinstance(value, tuple):
        return tuple(map(veiled_names, value))
    if not is_dataclass(value):
        return value
    parts = ((field.name, getattr(value, field.name)) for field in fields(value))
    return replace(
        value, **{k: (veiled_forms if k in NAMES else veiled_names)(v) for k, v in parts}
    )


def veiled_forms(value):
    return veiled(fold(value)) if isinstance(value, str) else tuple(map(veiled_forms, value))


def test_no_word_of_an_office_stands_in_the_code(veiled_english, articles):
    """The offices of the worked example, and "the minister of the X", are read by the lists."""
    actors = tk.load_actors(CORPUS / "actors.yml")
    more = articles_of(
        "Turkey's new foreign minister and the foreign minister of the Armenians spoke.",
        "The former foreign minister of Turkey met foreign minister Roe.",
    )
    columns = ["doc_id", "start", "end", "actor_id", "person_id", "kind"]
    for table, least in ((articles, 300), (more, 3)):
        folded = table.assign(text=table["text"].map(fold))
        other = folded.assign(text=folded["text"].map(veiled), language="zz")
        expected = tk.find_actors(folded, actors)[columns]
        assert len(expected) >= least
        assert (expected["kind"] == "role").sum() >= 2
        names = tk.find_actors(other, veiled_names(actors))[columns]
        assert_frame_equal(names, expected)


@pytest.mark.parametrize(("text", "expected"), AIMED)
def test_no_word_of_a_target_stands_in_the_code(veiled_english, text, expected):
    assert targets_of(text, COUNTRIES, TERMS) == expected
    terms = list(map(veiled, TERMS))
    assert targets_of(veiled(text), veiled_names(COUNTRIES), terms, "zz") == expected


def targets_of(text, actors, terms, language="en"):
    """Return the targets, by patterns, of the last term of what Norland says."""
    articles = articles_of(text, language=[language])
    found = tk.find_terms(articles, lexicon_of(framing=terms)).tail(1)
    spoken = {
        "attribution_id": "a:0", "part": 0, "doc_id": "a", "mode": "direct", "content_start": 0,
        "content_end": len(text), "source_id": "norland", "n_tokens": 1, "rule": "test",
        "method": "rules",
    }  # fmt: skip
    names = tk.find_actors(articles, actors)
    targets = tk.find_targets(articles, found, names, make_table("attributions", [spoken]))
    columns = (targets[c] for c in ("actor_id", "role", "rule"))
    return [" ".join(values) for values in zip(*columns, strict=True)]


def test_targets_of_the_worked_example_are_read_by_the_lists(veiled_english, articles):
    """In the same sentences, which the library for sentences would cut otherwise."""
    tables = tk.annotate(
        articles,
        tk.load_actors(CORPUS / "actors.yml"),
        tk.load_lexicon(CORPUS / "framing.yml"),
        method="rules",
    )
    named, parts = names_by_doc(tables.names), parts_by_doc(tables.attributions)
    credit, rules = rows_as(Credit, tables.attributions), set()
    for row in articles.itertuples():
        text, terms = Text(row.text, body_start=row.body_start), tables.terms
        terms = terms[terms["doc_id"] == row.doc_id]
        hits = zip(terms["start"], terms["end"], terms["term_id"], strict=True)
        credited = [(part, credit[part.row]) for part in parts.get(row.doc_id, ())]
        folded = veiled(text.folded)
        for _, place in places_of_terms(text, hits, named.get(row.doc_id, ()), credited):
            aims = list(find_aims(place, text.folded))
            hidden = place._replace(match=veiled(place.match), language=veiled_english)
            assert list(find_aims(hidden, folded)) == aims
            rules |= {aim.rule for aim in aims}
    assert rules >= {"possessive", "demonym", "object", "preposition", "pronoun", "subject"}


def test_a_dateline_has_the_capitals_of_its_language():
    russian = replace(load_language("en"), capitals="А-ЯЁ")
    line = "МОСКВА (Агентство) — Он пришёл."
    assert dateline_end(line, russian) == line.index("Он")
    assert dateline_end(line, load_language("en")) == 0
    assert dateline_end("OSLO (Agency) - He came.", load_language("en")) == 16
