"""Whose words: from a source's words to the actor and the person."""

import re

import pytest

from toolkit.annotate.sources import NOBODY, Name, Sources, Voice

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
    voices = Sources(text, names_in(text)).resolve_all(spans)
    return [voices[span] for span in spans]


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
        ("Turkish and French officials", NOBODY),
        ("Roe and Doe", NOBODY),
        ("Turkey and the Kremlin", NOBODY),
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


def test_pronoun_reaches_one_paragraph_back():
    text = "Roe said no.\n\nIt rained.\n\nHe said it again."
    assert resolve(text, "Roe", "He") == [Voice("azerbaijan", "roe"), NOBODY]


def test_pronoun_passes_over_a_name_that_is_no_subject():
    text = "In the view of Roe it rained. He said so."
    assert resolve(text, "He") == [NOBODY]


def test_bare_office_means_the_person_established():
    text = "Roe said no. The president said it twice."
    assert resolve(text, "Roe", "The president") == [Voice("azerbaijan", "roe")] * 2


def test_no_names():
    assert Sources("He said so.", []).resolve_all([(0, 2)]) == {(0, 2): NOBODY}
    assert Sources("", []).resolve_all([]) == {}


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
