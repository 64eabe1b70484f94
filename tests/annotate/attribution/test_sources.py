"""Whose words: from a source's words to the actor and the person."""

import re

import pytest

from toolkit.annotate.actors import Name
from toolkit.annotate.attribution.phrases import NOBODY, Voice
from toolkit.annotate.attribution.sources import Sources, Speaker
from toolkit.languages.language import load_language
from toolkit.text.text import Text

EN = load_language("en")

REGISTRY = [
    ("Ilham Roe", "azerbaijan", "roe", "name"),
    ("Roe", "azerbaijan", "roe", "name"),
    ("Jane Doe", "russia", "doe", "name"),
    ("Doe", "russia", "doe", "name"),
    ("foreign minister of Turkey", "turkey", "kaya", "role"),
    ("Kremlin", "russia", None, "metonym"),
    ("Armenia", "armenia", None, "alias"),
    ("Azerbaijan", "azerbaijan", None, "alias"),
    ("Turkey", "turkey", None, "alias"),
    ("Azerbaijani", "azerbaijan", None, "demonym"),
    ("Turkish", "turkey", None, "demonym"),
    ("French", "france", None, "demonym"),
]


def names_in(text):
    found, taken = [], set()
    for form, actor, person, kind in REGISTRY:
        for match in re.finditer(rf"\b{form}\b", text):
            if not taken & set(range(*match.span())):
                taken |= set(range(*match.span()))
                found.append(Name(*match.span(), actor, person, kind))
    return found


def resolve(text, *sources):
    spans, at = [], 0
    for source in sources:
        at = text.index(source, at)
        spans.append((at, at + len(source)))
        at += len(source)
    speakers = Sources(Text(text), names_in(text), EN).resolve_all(spans)
    return [speakers[span].voice for span in spans]


@pytest.mark.parametrize(
    ("source", "voice"),
    [
        ("Roe", Voice("azerbaijan", "roe")),
        ("Azerbaijani President Ilham Roe", Voice("azerbaijan", "roe")),
        ("Azerbaijan's President Ilham Roe", Voice("azerbaijan", "roe")),
        ("Kremlin spokeswoman Jane Doe", Voice("russia", "doe")),
        ("the Kremlin spokeswoman, Jane Doe", Voice("russia", "doe")),
        ("Jane Doe, the spokeswoman of the Kremlin", Voice("russia", "doe")),
        ("the foreign minister of Turkey", Voice("turkey", "kaya")),
        ("Roe's adviser", Voice("azerbaijan")),
        ("a French diplomat", Voice("france")),
        ("Turkish officials", Voice("turkey")),
        ("the Azerbaijani defence ministry", Voice("azerbaijan")),
        ("Armenia's defence ministry", Voice("armenia")),
        ("a spokesman for the Kremlin", Voice("russia")),
        ("sources close to the Kremlin", Voice("russia")),
        ("the Kremlin", Voice("russia")),
        ("Turkey", Voice("turkey")),
        ("Armenia's enemy", NOBODY),
        ("a Turkish shopkeeper", NOBODY),
        ("the war in Armenia", NOBODY),
        ("both sides", NOBODY),
        ("Turkish and French officials", Voice("france+turkey")),
        ("Roe and Doe", Voice("azerbaijan+russia")),
        ("Turkey and the Kremlin", Voice("russia+turkey")),
        ("both Turkey and the Kremlin", Voice("russia+turkey")),
        ("Turkey, the Kremlin and Armenia", Voice("armenia+russia+turkey")),
        ("Roe, the president, and Doe", Voice("azerbaijan+russia")),
        ("the leaders of Armenia and Turkey", Voice("armenia+turkey")),
        ("Roe and the Azerbaijani army", Voice("azerbaijan")),
        ("Turkish and French tourists", NOBODY),
        ("residents of Armenia and Turkey", NOBODY),
        ("Turkey and its friends", NOBODY),
        ("...", NOBODY),
        ("she", NOBODY),
        ("the minister", NOBODY),
    ],
)
def test_noun_phrases(source, voice):
    assert resolve(f"Today {source} said so.", source) == [voice]


def test_pronoun_means_the_last_speaker():
    text = "Roe said no to Doe. He said it twice.\n\nHe said it again."
    assert resolve(text, "Roe", "He", "He") == [Voice("azerbaijan", "roe")] * 3


def test_pronoun_means_the_last_subject():
    text = "Roe said no. On Monday, Kremlin envoy Doe met him. “Yes,” she said."
    assert resolve(text, "Roe", "she") == [Voice("azerbaijan", "roe"), Voice("russia", "doe")]


@pytest.mark.parametrize(("words", "voice"), [(100, Voice("azerbaijan", "roe")), (300, NOBODY)])
def test_a_pronoun_reaches_six_hundred_characters_back(words, voice):
    text = f"Roe said no.\n\n{'It rained. ' * (words // 5)}\n\nHe said it again."
    assert len(text) < 600 or voice == NOBODY
    assert resolve(text, "Roe", "He") == [Voice("azerbaijan", "roe"), voice]


def test_pronoun_means_the_only_person_of_the_sentence_before():
    assert resolve("In the view of Roe it rained. He said so.", "He")[0].person_id == "roe"
    assert resolve("In the view of Roe and Doe it rained. He said so.", "He") == [NOBODY]


def test_bare_office_means_the_person_established():
    text = "Roe said no. The president said it twice."
    assert resolve(text, "Roe", "The president") == [Voice("azerbaijan", "roe")] * 2


def test_no_names():
    assert Sources(Text("He said so."), [], EN).resolve_all([(0, 2)]) == {(0, 2): Speaker()}
    assert Sources(Text(""), [], EN).resolve_all([]) == {}


@pytest.mark.parametrize(
    ("text", "source", "voice"),
    [
        ("Turkey stands firm. It denies all.", "It", Voice("turkey")),
        ("The Kremlin kept calm, and it said so.", "it", Voice("russia")),
        ("Ilham Roe spoke. His government agreed.", "His government", Voice("azerbaijan")),
        ("Armenia spoke. Its foreign ministry agreed.", "Its foreign ministry", Voice("armenia")),
        ("The plan of Turkey failed. It said so.", "It", NOBODY),
        ("The Kremlin woke. Turkey must go, it said.", "it", Voice("russia")),
        ("Turkey must go, the Kremlin said; it wept.", "it", NOBODY),
        ("Turkey spoke. A day passed. It said so.", "It", NOBODY),
        ("Turkey spoke.\nIt said so.", "It", NOBODY),
        ("Ilham Roe spoke. It was late.", "It", NOBODY),
    ],
)
def test_it_means_the_body_that_is_the_subject_just_before(text, source, voice):
    assert resolve(text, source) == [voice]


@pytest.mark.parametrize(
    ("text", "sources", "voice"),
    [
        ("Armenia and Turkey met. Both sides kept calm.", "Both sides", "armenia+turkey"),
        ("Roe met Doe. The two leaders spoke.", "The two leaders", "azerbaijan+russia"),
        (
            "Armenia fought Turkey; the two foreign ministers met.",
            "the two foreign ministers",
            "armenia+turkey",
        ),
        ("Roe and Doe spoke.\n\nAll wept. It rained. Both wept.", "Both", None),
        ("Roe and Doe agreed. They wept.", "Roe and Doe/They", "azerbaijan+russia"),
        ("Turkish officials agreed. They wept.", "Turkish officials/They", "turkey"),
        ("Roe agreed. They wept.", "Roe/They", None),
        ("Armenia, Turkey and the Kremlin met. The two sides wept.", "The two sides", None),
    ],
)
def test_several_are_those_just_named(text, sources, voice):
    assert resolve(text, *sources.split("/"))[-1].actor_id == voice


def test_at_most_five_words_of_a_subject_stand_before_its_name():
    five = "The proud old quiet northern Kremlin kept calm. It denies all."
    assert resolve(five, "It") == [Voice("russia")]
    assert resolve(five.replace("old", "old grey"), "It") == [NOBODY]


def test_a_pronoun_passes_over_whom_the_registry_calls_otherwise():
    text = "Roe met Doe. She said so. He wept."
    names = [
        name._replace(pronoun="he" if name.person_id == "roe" else "she") for name in names_in(text)
    ]
    he, she, roe = (text.index(word) for word in ("He", "She", "Roe"))
    spans = [(roe, roe + 3), (she, she + 3), (he, he + 2)]
    speakers = Sources(Text(text), names, EN).resolve_all(spans)
    assert [speakers[span].voice.person_id for span in spans] == ["roe", "doe", "roe"]


@pytest.mark.parametrize(
    ("text", "sources", "voice"),
    [
        ("Turkey must go, the Kremlin said; it wept.", "the Kremlin/it", "russia"),
        ("According to the Kremlin, it rained. It wept.", "the Kremlin/It", "russia"),
        ("Roe wept. It was late, it said.", "Roe/it", None),
        ("Armenia fought Turkey. Each side blamed the other.", "Each side", "armenia+turkey"),
        ("The leaders of Turkey spoke. They wept.", "The leaders of Turkey/They", "turkey"),
        ("His Turkish counterpart agreed.", "His Turkish counterpart", "turkey"),
    ],
)
def test_who_spoke_just_before(text, sources, voice):
    assert resolve(text, *sources.split("/"))[-1].actor_id == voice
