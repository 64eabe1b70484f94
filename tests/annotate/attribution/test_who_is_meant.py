"""Who is meant by the words of a source, in both methods: what news gets readers wrong about."""

import pytest
from conftest import articles_of, lexicon_of

import toolkit as tk
from toolkit.instruments.registry import Actor, ActorRegistry, Person, Role

LEXICON = lexicon_of(frame=["victory", "defeat", "aggression", "provocation*", "truce"])
ACTORS = ActorRegistry(
    (
        Actor(
            "ardonia",
            "Ardonia",
            demonyms=("Ardonian", "Ardonians"),
            metonyms=("Karsk",),
            aliases=("Ardonian Defence Ministry",),
            people=(
                Person("lund", "Erik Lund", pronoun="he", roles=(Role(("president",)),)),
                Person("moe", "Ada Moe", pronoun="she", roles=(Role(("foreign minister",)),)),
            ),
        ),
        Actor(
            "velmark",
            "Velmark",
            demonyms=("Velmarkian", "Velmarkians"),
            metonyms=("Port Vel",),
            people=(Person("rask", "Tor Rask", pronoun="he", roles=(Role(("president",)),)),),
        ),
        Actor("union", "Coastal Union", "body", aliases=("CU",)),
        Actor("interpress", "Interpress", "body"),
        Actor("oster_institute", "Oster Institute", "body"),
    )
)
both = pytest.mark.parametrize("method", ["parser", "rules"])


def voices(text, method, actors=ACTORS):
    mentions = tk.annotate(articles_of(text), actors, LEXICON, method=method).mentions
    return mentions["voice"].tolist()


def cases(*pairs):
    return pytest.mark.parametrize(("text", "expected"), pairs)


@both
@cases(
    # 1. An unlisted speaker blocks whoever spoke before.
    (
        "President Erik Lund said the truce held. “It was an aggression,” a doctor said. “It was a "
        "defeat,” he added.",
        ["ardonia", "other speaker", "other speaker"],
    ),
    (
        "Erik Lund said the truce held.\n\nJon Bakke, a farmer, stood by the road. "
        "“It is a defeat,” he said.",
        ["ardonia", "other speaker"],
    ),
    ("Erik Lund said little. It was an aggression, he added.", ["ardonia"]),
    # An office is nobody's who has another one.
    ("Erik Lund met the press. The general said it was a defeat.", ["other speaker"]),
    ("Erik Lund met the press. The president said it was a defeat.", ["ardonia"]),
    # 2. "He" is nobody inside of his own quotation.
    ("“Tor Rask must end this aggression,” he said.", ["other speaker"]),
    (
        "Erik Lund spoke at noon. “Tor Rask must end this aggression,” he said.",
        ["ardonia"],
    ),
)
def test_pronouns(method, text, expected):
    assert voices(text, method) == expected


@both
@cases(
    # 3. What follows "to" is where somebody is sent.
    ("Ardonia's ambassador to Velmark said it was an aggression.", ["ardonia"]),
    ("The Ardonian envoy to Velmark called it a defeat.", ["ardonia"]),
    # 4. Whom a state does not speak through.
    ("A Karsk-based news agency said it was an aggression.", ["other speaker"]),
    ("The Ardonian opposition leader called it a defeat.", ["other speaker"]),
    ("Rebel commanders in Ardonia said it was a victory.", ["other speaker"]),
    ("Pro-Ardonian officials said it was a victory.", ["other speaker"]),
    ("An Ardonian rights group called it an aggression.", ["other speaker"]),
    # 6. Speakers of a state whom the registry does not list.
    ("Ardonian army spokesman Jon Bakke said it was an aggression.", ["ardonia"]),
    ("Jon Bakke, a spokesman for the Ardonian army, said it was an aggression.", ["ardonia"]),
    ("Ardonian police said it was an aggression.", ["ardonia"]),
    ("The chairman of the Ardonian parliament called it a victory.", ["ardonia"]),
    ("An Ardonian commander spoke of a victory.", ["ardonia"]),
    ("Ardonian fighters said it was a victory.", ["ardonia"]),
    ("An Ardonian shopkeeper said it was a defeat.", ["other speaker"]),
    # Titles and documents.
    ("Minister of Defence Tor Rask said it was a victory.", ["velmark"]),
    ("The Velmarkian leader, President Tor Rask, said it was a victory.", ["velmark"]),
    ("Critics of President Tor Rask said it was a defeat.", ["other speaker"]),
    (
        "A poll published last Monday by the Oster Institute said most saw a defeat.",
        ["oster_institute"],
    ),
    ("A report by the Oster Institute on Velmark called it a defeat.", ["oster_institute"]),
    ("It was a defeat, according to a report from the Coastal Union.", ["union"]),
)
def test_phrases(method, text, expected):
    assert voices(text, method) == expected


@both
@cases(
    # 5. Two parties, two words for it.
    ("Ardonia called it a victory, while Velmark called it a defeat.", ["ardonia", "velmark"]),
    ("Ardonia calls it a victory while Velmark calls it a defeat.", ["ardonia", "velmark"]),
    ("Ardonia hails victory as Velmark condemns aggression.", ["ardonia", "velmark"]),
)
def test_two_parties(method, text, expected):
    assert voices(text, method) == expected


@both
@cases(
    # 7. Who is quoted speaks, not who quotes him.
    ("It was a victory, Interpress quoted Tor Rask as saying.", ["velmark"]),
    ("“It was a victory,” Tor Rask was quoted as saying by Interpress.", ["velmark"]),
    ("“It was a victory,” Tor Rask was quoted by Interpress as saying.", ["velmark"]),
    ("Interpress quoted Tor Rask as saying that it was a victory.", ["velmark"]),
    ("“It was a victory,” Tor Rask told Interpress.", ["velmark"]),
    ("Tor Rask, cited by Interpress, said it was a victory.", ["velmark"]),
    # 9. Other ways of saying who says it.
    ("In Tor Rask's words, the truce was a defeat.", ["velmark", "velmark"]),
    ("The truce was, as Tor Rask put it, a defeat.", ["velmark", "velmark"]),
    ("It was a defeat, in the words of Tor Rask.", ["velmark"]),
    ("Velmark claimed responsibility for the aggression.", ["velmark"]),
    ("Velmark claimed victory.", ["velmark"]),
)
def test_quoted_by_others(method, text, expected):
    assert voices(text, method) == expected


@both
@cases(
    # 10. One who is named elsewhere.
    (
        "The Coastal Union sent a note. The union said it was an aggression.",
        ["union"],
    ),
    (
        "The Ardonian Defence Ministry published a map. The ministry said it was an aggression.",
        ["ardonia"],
    ),
    (
        "The Velmarkian envoy called it a defeat.\n\nTor Rask, the Velmarkian envoy, left.",
        ["velmark"],
    ),
    (
        "“It was an aggression.\n\n“We will not accept a defeat,” said Tor Rask.",
        ["velmark", "velmark"],
    ),
    (
        "Tor Rask said: “It was an aggression.\n\nWe will not accept a defeat.”",
        ["velmark", "velmark"],
    ),
    ("Tor Rask came back at dawn to face reporters, “We will not accept a defeat.”", ["velmark"]),
)
def test_named_elsewhere(method, text, expected):
    assert voices(text, method) == expected


@both
@pytest.mark.parametrize(
    "text",
    [
        "Rask has not commented on the aggression.",
        "Rask declined to comment on the aggression.",
        "Rask did not mention the aggression.",
        "Rask declined to say who was behind the aggression.",
        "Rask said nothing about the aggression.",
        "Rask has yet to respond to the aggression.",
    ],
)
def test_silence_is_no_statement(method, text):
    assert voices(text, method) == ["narration"]


@both
@pytest.mark.parametrize(
    "text",
    [
        "Rask commented on the aggression.",
        "Rask did not say that it was an aggression.",
        "Rask refused to call it an aggression.",
    ],
)
def test_who_does_not_say_so_speaks(method, text):
    assert voices(text, method) == ["velmark"]


@both
def test_a_place_that_an_exception_names_is_an_office_with_one(method):
    others = ACTORS.actors[1:]
    held = ActorRegistry(
        (Actor("ardonia", "Ardonia", metonyms=("Karsk",), exceptions=("in Karsk",)), *others)
    )
    assert voices("The ministry in Karsk said it was an aggression.", method, held) == ["ardonia"]
    assert voices("A shopkeeper in Karsk said it was an aggression.", method, held) == [
        "other speaker"
    ]


def speakers(text, method):
    mentions = tk.annotate(articles_of(text), ACTORS, LEXICON, method=method).mentions
    return mentions["speaker"].astype(object).where(mentions["speaker"].notna(), None).tolist()


@both
@cases(
    ("Jon Bakke, a farmer, spoke. Bakke said it was a defeat.", ["Jon Bakke"]),
    ("“It was a defeat,” said Dr. Jon Bakke. “A defeat,” he added.", ["Jon Bakke", "Jon Bakke"]),
    ("Rask said it was a defeat.\n\nTor Rask left.", ["Tor Rask"]),
    ("The Oster Relief (ORF) called it a defeat. The ORF saw a truce.", ["Oster Relief"] * 2),
    ("A doctor said it was a defeat. “The truce held,” she added.", ["A doctor", "A doctor"]),
    ("He said it was a defeat.", [None]),
    ("The defeat was plain.", [None]),
)
def test_the_fullest_name_of_who_speaks(method, text, expected):
    assert speakers(text, method) == expected


@both
@pytest.mark.parametrize(
    "text",
    [
        "Velmark attacked the peaceful town, an aggression.",
        "The army assailed the fortress, an aggression.",
        "Fighters defended the village of the defeat.",
        "2018 saw an aggression.",
        "The election of spring saw a defeat.",
        "That year had seen an aggression.",
    ],
)
def test_a_fight_or_a_time_says_nothing(method, text):
    assert voices(text, method) == ["narration"]


@both
@pytest.mark.parametrize(
    "text",
    [
        "Rask attacked the shameful aggression.",
        "Velmark attacked the plan as an aggression.",
        "The Velmarkian army defended its aggression.",
        "Rask saw an aggression in it.",
        "Rask attacked the city government for its aggression.",
        "Rask defended the position that it was no aggression.",
        "The Velmarkian army defended the invasion as no aggression.",
        "Rask attacked the town as a place of aggression.",
    ],
)
def test_who_attacks_in_words_speaks(method, text):
    assert voices(text, method) == ["velmark"]


@both
def test_who_a_thing_is_believed_by_is_named(method):
    text = "The men are believed by Rask to have planned the aggression."
    assert voices(text, method) == ["velmark"]
    text = "The aggression was said by Ardonia to be over."
    assert voices(text, method) == ["ardonia"]
    for by in ("", "by Friday ", "by now ", "by the end of the year ", "by 2030 "):
        text = f"The men are expected {by}to have planned the aggression."
        assert voices(text, method) == ["unknown speaker"]
