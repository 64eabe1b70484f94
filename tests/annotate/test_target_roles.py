"""Targets in their roles: who does it, who suffers it, who is asked for it, who is stood by."""

import pytest
from conftest import articles_of, lexicon_of

import toolkit as tk
from toolkit.annotate.targets.kinds import kind_of
from toolkit.instruments.registry import Actor, ActorRegistry, Person
from toolkit.languages.language import load_language
from toolkit.tables.schema import check_table, make_table

LEXICON = lexicon_of(
    framing=[
        *("attack*", "aggress*", "invad*", "violat*", "undermin*", "war", "crime*", "victim*"),
        *("victor*", "won", "defeat*", "loss*", "suffer*", "restrain*", "ceasefire", "peace"),
        *("brother*", "stand with", "barbaric", "threat*", "occup*", "sanctions"),
    ]
)
ACTORS = ActorRegistry(
    (
        Actor(
            "norland",
            "Norland",
            demonyms=("Norlandic",),
            metonyms=("Nordport",),
            people=(Person("kell", "Anders Kell", pronoun="he"),),
        ),
        Actor("westland", "Westland", demonyms=("Westlandic",), metonyms=("Westport",)),
        Actor("tarsovia", "Tarsovia", demonyms=("Tarsovian",)),
        Actor("ardonia", "Ardonia", demonyms=("Ardonian",)),
    )
)


def said(text, source_id, method):
    row = {
        "attribution_id": "a:0", "part": 0, "doc_id": "a", "mode": "direct", "content_start": 0,
        "content_end": len(text), "source_id": source_id, "n_tokens": 1, "rule": "test",
        "method": method,
    }  # fmt: skip
    return make_table("attributions", [row])


@pytest.mark.filterwarnings("ignore::toolkit.annotate.terms.LexiconWarning")
def roles_in(text, *, speaker=None, method="parser"):
    """Return the (actor, role) pairs of the last term of a text, in their order."""
    articles = articles_of(text)
    terms = tk.find_terms(articles, LEXICON).tail(1)
    assert len(terms) == 1
    names = tk.find_actors(articles, ACTORS)
    targets = tk.find_targets(articles, terms, names, said(text, speaker, method))
    check_table(targets, "targets")
    assert targets["rank"].tolist() == list(range(1, len(targets) + 1))
    return list(zip(targets["actor_id"], targets["role"], strict=True))


AGENT = [("norland", "agent")]
BOTH = [("norland", "agent"), ("westland", "patient")]
SUFFERS = [("westland", "patient")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # verbs: active, passive, controlled, joined, in relative clauses, participles
        ("Norlandic troops attacked Westland.", BOTH),
        ("Westland was attacked by Norland.", BOTH),
        ("Westland was attacked again.", SUFFERS),
        ("Norland is prepared to violate the borders of Westland.", BOTH),
        ("Norland is prepared to ignore the treaty and violate the borders of Westland.", BOTH),
        ("Norland's efforts to undermine the unity of Westland must be met.", BOTH),
        ("Norland, which invaded Westland in spring, now speaks of talks.", BOTH),
        ("It was Norland that invaded Westland.", BOTH),
        ("Having invaded Westland, Norland complains.", BOTH),
        ("Norland was accused of attacking Westland.", BOTH),
        # nouns: whose, by whom, against whom
        ("The Norlandic government's aggression against Westland goes on.", BOTH),
        ("They condemned the aggression by Norland against the people of Westland.", BOTH),
        ("Every violation of the sovereignty of Westland is recorded.", SUFFERS),
        ("Norland is waging a war against Westland.", BOTH),
        ("The war that Norland began against Westland is long.", BOTH),
        ("Westland came under attack.", SUFFERS),
        ("Westland is a victim of Norlandic aggression.", BOTH),
        ("Westland defended itself against the Norlandic attack.", BOTH),
        ("Norland's victory over Westland was celebrated.", BOTH),
        ("The Westlandic army suffered heavy losses.", SUFFERS),
        ("Norland inflicted a defeat on Westland.", BOTH),
        ("No end is in sight of the war that followed the occupation of Westland by Norland.",
         [("norland", "agent"), ("westland", "patient")]),
        ("The pact is meant to prepare the occupation of these towns by Norland.", AGENT),
        ("They would return to the deal, without new attacks on the part of Norland.", AGENT),
        ("The plans serve a war that the enlargement of Norland would create.", AGENT),
        ("Norlandic enlargement has multiplied the threats.", AGENT),
        ("There were attacks along the border, organised by the Norlandic secret services.", AGENT),
        ("The road was used by Norland for attacks.", AGENT),
        ("Norland, in violation of the treaty, has sent weapons.", AGENT),
        ("The weapons were sent by Norland in violation of the treaty.", AGENT),
        ("The Norlandic authorities have committed a wide range of crimes.", AGENT),
        ("Norland must put an end to the attacks.", AGENT),
        ("The paper, submitted by Norland, is an attack.", AGENT),
        ("Norland retaliated with new attacks.", AGENT),
        ("Norland responded to the attacks.", []),
        ("Norland backed away from the attacks.", []),
        ("Observers reported shots, in violation of the treaty with Norland.", []),
        ("Norland has reported shots, in violation of the treaty.", []),
        ("Norland should put an end to the attacks of Westland.", [("westland", "agent")]),
        ("Norlandic critics of the plan have caused the threats.", []),
        ("The siege of the port by Tarsovia caused the threats.", [("tarsovia", "agent")]),
        ("Westland built a dam. It threatens the valley.", []),
        ("Westland lost land in violation of the treaty.", []),
        ("The report published by Tarsovia is a list of Norlandic crimes.", AGENT),
        ("Norlandic rebels have caused the threats.", []),
        ("Westland spoke. It was clear that attacks would follow.", []),
        # blame
        ("Tarsovia accused Norland of aggression.", AGENT),
        ("Tarsovia blamed the crime on Norland.", AGENT),
        ("Norland is responsible for the crimes.", AGENT),
        ("Norland bears full responsibility for the crimes.", AGENT),
        ("Norland must be held responsible for its crimes.", AGENT),
        ("Tarsovia called Norland an aggressor.", AGENT),
        ("The aggressor state, Norland, was silent.", AGENT),
        ("Norland is the aggressor.", AGENT),
        ("What Norland does is a crime.", AGENT),
        ("The shelling of Westland by Norland is a crime.", BOTH),
        ("Norland was behind the attack.", AGENT),
        ("Norland and Westland accused each other of aggression.",
         [("norland", "agent"), ("westland", "agent")]),
        ("Tarsovia condemned Norland's barbaric conduct.", AGENT),
        ("Tarsovia met Norland. It called this an aggression.", []),
        # demands and friends
        ("Tarsovia urged Norland to show restraint.", [("norland", "addressee")]),
        ("They called on Norland and Westland for restraint.",
         [("norland", "addressee"), ("westland", "addressee")]),
        ("Norland and Westland agreed to a ceasefire.",
         [("norland", "agent"), ("westland", "agent")]),
        ("A ceasefire between Norland and Westland is near.",
         [("norland", "agent"), ("westland", "agent")]),
        ("Tarsovians stand with the people of Westland.", [("westland", "ally")]),
        ("They helped their Westlandic brothers.", [("westland", "ally")]),
        ("Norland's president greeted his brothers in Ardonia.", [("ardonia", "ally")]),
        # nobody's
        ("The war in Westland has lasted too long.", []),
        ("Norland-backed separatists attacked a bridge.", []),
        ("The Norlandic opposition spoke of the crimes.", []),
        ("A Norlandic man attacked a bus.", []),
        ("Sundia met Norland, and its war goes on.", []),
        ("Norland kept silent about the war.", []),
    ],
)  # fmt: skip
def test_the_parse_tells_who_does_it_and_who_suffers_it(text, expected):
    assert roles_in(text) == expected


@pytest.mark.parametrize("method", ["parser", "rules"])
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We won.", [("westland", "agent")]),
        ("Our victory is near.", [("westland", "agent")]),
        ("Our people suffered.", SUFFERS),
        ("Norland attacked us.", BOTH),
        ("Our Ardonian brothers came.", [("ardonia", "ally")]),
        ("We call the Norlandic attack by its name.", AGENT),
    ],
)
def test_we_are_the_side_of_the_speaker(text, expected, method):
    assert roles_in(text, speaker="westland", method=method) == expected


def test_our_partners_are_those_who_are_named():
    text = "Our Norlandic partners must abandon their attacks."
    assert roles_in(text, speaker="westland") == AGENT


def test_who_deplores_a_violation_has_not_done_it():
    text = "We deplore the new bases, in violation of the treaty."
    assert roles_in(text, speaker="westland") == []


def test_without_a_speaker_we_are_nobody():
    assert roles_in("We won.") == []
    assert roles_in("Norland attacked us.") == AGENT


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tarsovia accused Norland of aggression.", AGENT),
        ("Tarsovia urged Norland to show restraint.", [("norland", "addressee")]),
        ("Tarsovia blamed the war on Norland.", AGENT),
        ("Norlandic troops attacked Westland.", BOTH),
        ("Westland was attacked by Norland.", AGENT),
        ("The violation of the sovereignty of Westland by Norland goes on.", BOTH),
        ("The Westlandic army suffered heavy losses.", SUFFERS),
        ("It was a victory over Westland.", SUFFERS),
        ("Norland is prepared to violate the truce.", AGENT),
        ("The occupation of these towns by Norland goes on.", AGENT),
        ("They end the attacks, carried out by the Norlandic army.", AGENT),
        ("The attacks carried out by Norlandic rebels go on.", []),
        ("They fear new attacks on the part of Norland.", AGENT),
        ("Norland is silent, and that aggression goes on.", []),
        ("Norland responded with new attacks.", AGENT),
        ("Norland launched an attack on Westland.", BOTH),
        ("The war ended after talks led by Norland.", []),
        ("The attack was condemned in a statement made by Norland.", []),
        ("The attack hit a convoy led by Norland.", []),
        ("The attack on a convoy led by Norland failed.", []),
        ("The violation of the pact brokered by Norland goes on.", []),
        ("The occupation of a region held by Norland failed.", []),
        ("The occupation of the valley was condemned by Norland.", []),
        ("Norland responded to the attacks.", []),
        ("Norland is responsible for the crimes.", AGENT),
        ("They stand with Westland.", [("westland", "ally")]),
        ("The war in Westland goes on.", []),
        ("The Norlandic opposition spoke of the crimes.", []),
    ],
)
def test_patterns_tell_roles_too(text, expected):
    assert roles_in(text, method="rules") == expected


def test_who_is_named_as_the_source_is_no_target():
    articles = articles_of("Norland said that the war was a crime.")
    tables = tk.annotate(articles, ACTORS, lexicon_of(wrong=["crime"]))
    assert tables.mentions["voice_id"].tolist() == ["norland"]
    assert tables.targets.empty


@pytest.mark.parametrize("method", ["parser", "rules"])
def test_mentions_tell_the_blamed_from_the_victim(method):
    articles = articles_of("Norland's aggression against Westland goes on. A war broke out.")
    lexicon = lexicon_of(wrong=["aggression", "war"])
    mentions = tk.annotate(articles, ACTORS, lexicon, method=method).mentions
    shown = ["target_id", "target_role", "n_targets", "agent_id", "patient_id", "ally_id"]
    first, second = mentions[shown].astype(object).where(mentions[shown].notna(), None).to_numpy()
    assert list(first) == ["norland", "agent", 2, "norland", "westland", None]
    assert list(second) == [None, None, 0, None, None, None]


def test_the_same_targets_come_of_one_call_and_of_many():
    articles = articles_of("Norland attacked Westland.", "Westland won. Norland's loss was heavy.")
    lexicon = lexicon_of(framing=["attack*", "won", "loss"])
    together = tk.annotate(articles, ACTORS, lexicon)
    names, terms = tk.find_actors(articles, ACTORS), tk.find_terms(articles, lexicon)
    attributions = tk.find_attributions(articles, names)
    apart = tk.find_targets(articles, terms, names, attributions)
    assert apart.to_dict("records") == together.targets.to_dict("records")
    assert len(apart) == 4


@pytest.mark.parametrize(
    ("match", "is_verb", "kind"),
    [
        ("aggression", False, "act"),
        ("aggressor", False, "label"),
        ("war", False, "conflict"),
        ("defeat", False, "suffered"),
        ("defeated", True, "act"),
        ("lost", True, "suffered"),
        ("ceasefire", False, "demand"),
        ("sister state", False, "ally"),
        ("something unheard of", False, "act"),
    ],
)
def test_the_kind_of_a_term_is_told_by_its_words(match, is_verb, kind):
    assert kind_of(match, load_language("en"), is_verb=is_verb) == kind
