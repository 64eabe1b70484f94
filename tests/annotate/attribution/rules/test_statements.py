"""What the rules make of single constructions: sentences of invented countries."""

from dataclasses import replace

import pytest
from conftest import assert_proportional

from toolkit.annotate.attribution.rules import statements as rules
from toolkit.annotate.attribution.speech.quotations import settle
from toolkit.languages.cues import by_first_word
from toolkit.languages.language import load_language
from toolkit.text.text import Text

EN = load_language("en")


def heard(text, language=EN):
    """Return (content, source) of each attribution, outer punctuation of content aside."""
    statements = rules.find_statements(Text(text), language)
    return [
        (
            " … ".join(text[start:end].strip(" ,.“”") for start, end in found.content),
            None if found.source is None else text[slice(*found.source)],
        )
        for found in settle(Text(text), statements, language)
    ]


@pytest.mark.parametrize(
    ("text", "content", "source"),
    [
        (
            "Jane Roe, the mayor of Norland, said the bridge will open.",
            "the bridge will open",
            "Jane Roe, the mayor of Norland",
        ),
        (
            "Jane Roe, who is running for mayor, said the bridge will open.",
            "the bridge will open",
            "Jane Roe, who is running for mayor",
        ),
        (
            "Jane Roe, wearing a coat covered in snow, said the bridge will open.",
            "the bridge will open",
            "Jane Roe, wearing a coat covered in snow",
        ),
        ("The mayor on Monday dismissed the plan.", "the plan", "The mayor"),
        ("The mayor opened the fair and denounced the plan.", "the plan", "The mayor"),
        ("He and Jane Roe say the bridge will open.", "the bridge will open", "He and Jane Roe"),
        (
            "The plan, an inside source said, is to build.",
            "The plan … is to build",
            "an inside source",
        ),
        (
            "The envoys she met this week said the bridge will open.",
            "the bridge will open",
            "The envoys she met",
        ),
        ("Citing the rain, Jane Roe left.", "the rain", "Jane Roe"),
        ("As Jane Roe noted, the bridge is closed.", "the bridge is closed", "Jane Roe"),
        (
            "The bridge is closed, said people familiar with the plan.",
            "The bridge is closed",
            "people familiar with the plan",
        ),
        ("She said, if elected, she would build it.", "she would build it", "She"),
        (
            "She argued, for the first time, that the bridge will open.",
            "that the bridge will open",
            "She",
        ),
        ("She doesn’t think the bridge will open.", "the bridge will open", "She"),
    ],
)
def test_who_says_what(text, content, source):
    assert heard(text) == [(content, source)]


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("Jane Roe said the bridge is shut — and nobody crossed.", "the bridge is shut"),
        ("When Jane Roe said it rained, the crowd left.", "it rained"),
        ("The bridge, which Jane Roe said will open, is old.", "will open"),
        ("Jane Roe vowed to build it, which nobody did.", "to build it"),
        ("“It is open,” said Jane Roe, 46, a clerk from Norland.", "It is open"),
    ],
)
def test_where_content_ends(text, content):
    assert heard(text) == [(content, "Jane Roe")]


@pytest.mark.parametrize(
    ("phrases", "text"),
    [
        (["laut"], "Laut Jane Roe, the bridge will open."),
        (["in", "in the view of"], "In the view of Jane Roe, the bridge will open."),
    ],
)
def test_a_phrase_that_names_a_source_has_any_number_of_words(phrases, text):
    cues = replace(EN.cues, according=by_first_word(phrases))
    assert heard(text, replace(EN, cues=cues)) == [("the bridge will open", "Jane Roe")]


def test_a_pair_of_dashes_does_not_end_content():
    text = "Jane Roe said the bridge — an old one — will open."
    assert heard(text) == [("the bridge — an old one — will open", "Jane Roe")]


@pytest.mark.parametrize(
    "text",
    [
        "The policy points were read out to the crowd.",
        "In spring, Jane Roe went to Norland.",
        "It is hard to say why the bridge is closed.",
    ],
)
def test_no_voice(text):
    assert heard(text) == []


@pytest.mark.parametrize(
    ("text", "content", "source"),
    [
        (
            "Jane Roe thinks the long and narrow iron bridge near Oster will open.",
            "the long and narrow iron bridge near Oster will open",
            "Jane Roe",
        ),
        (
            "Jane Roe told reporters in Oster on Monday in a short statement that it will open.",
            "that it will open",
            "Jane Roe",
        ),
        (
            "The young mayor of the old harbour town of Oster said the bridge will open.",
            "the bridge will open",
            "The young mayor of the old harbour town of Oster",
        ),
        (
            "Jane Roe (the mayor of Oster) said the bridge will open.",
            "the bridge will open",
            "Jane Roe (the mayor of Oster)",
        ),
        (
            "The mayor opened the fair in the old town of Oster on Monday and denounced the plan.",
            "the plan",
            "The mayor",
        ),
        (
            "On “Norland Today,” Jane Roe said the bridge will open.",
            "Norland Today … the bridge will open",
            "Jane Roe",
        ),
    ],
)
def test_a_dozen_words_may_lie_between(text, content, source):
    """Between a subject, its verb and what it reports, as in any news text."""
    assert heard(text) == [(content, source)]


def test_a_clause_that_has_no_verb_for_twenty_words_is_none():
    near = "the long and narrow iron bridge over the river near Oster will open"
    assert heard(f"Jane Roe thinks {near}.") == [(near, "Jane Roe")]
    far = near.replace("bridge", "bridge with two lanes and no lights and one old gate")
    assert heard(f"Jane Roe thinks {far}.") == []


@pytest.mark.parametrize(
    "text",
    [
        "Jane Roe pledged to build the bridge.",
        "Jane Roe reasoned that the bridge was open.",
        "Jane Roe was certain that the bridge would open.",
        "Jane Roe was hostile to the new bridge.",
        "Jane Roe's proposal for a bridge was short.",
        "Jane Roe's opposition to the bridge was short.",
        "Jane Roe came to praise the bridge.",
        "Jane Roe, endorsing the plan, left.",
    ],
)
def test_weak_cues_are_passed_over_by_their_use_and_complement(text):
    assert heard(text) == []
    all_strong = replace(EN, cues=replace(EN.cues, weak={}))
    assert [source for _, source in heard(text, all_strong)] in (["Jane Roe"], ["Jane Roe's"])


def test_a_new_sentence_after_an_abbreviation():
    text = "Jane Roe said she would leave the U.S. They will stay in Norland."
    assert heard(text) == [("she would leave the U.S", "Jane Roe")]
    text = "Jane Roe said the U.S. Senate will meet."
    assert heard(text) == [("the U.S. Senate will meet", "Jane Roe")]


@pytest.mark.parametrize("unit", ["said, ", "“a” said ", "(", "Roe said that who and ", "A. B, "])
@pytest.mark.timeout(120)
def test_time_grows_with_length(unit):
    def make(size):
        text = (unit * size)[:size]
        return Text(text), EN

    assert_proportional(rules.find_statements, make, size=2_500, ends_at=100_000)
