"""Labels within a line: transcripts whose line breaks are lost."""

import pytest
from conftest import articles_of

import toolkit as tk
from toolkit.annotate.attribution.speech.labels import cut_at_labels
from toolkit.annotate.attribution.speech.transcripts import find_turns
from toolkit.languages.language import load_language
from toolkit.text.text import Text

EN = load_language("en")


def turns(raw):
    """Return (label, what is said) of each turn, and what nobody says."""
    read = find_turns(Text(raw), EN)
    said = [
        (raw[slice(*turn.source)], " / ".join(raw[slice(*span)] for span in turn.content))
        for turn in read.turns
    ]
    return said, [raw[slice(*span)] for span in read.unvoiced]


def test_two_speakers_in_one_paragraph():
    raw = (
        "The leaders met the press. Jane Roe: Good evening. I thank you all. (Applause.) "
        "Max Doe: Thank you. It was said: never. "
        "Jane Roe (via interpreter): The frontier is quiet, you know."
    )
    assert turns(raw) == (
        [
            ("Jane Roe", "Good evening. I thank you all."),
            ("Max Doe", "Thank you. It was said: never."),
            ("Jane Roe", "The frontier is quiet, you know."),
        ],
        ["Jane Roe: ", "(Applause.)", "Max Doe: ", "Jane Roe (via interpreter): "],
    )


@pytest.mark.parametrize("names", [("Question", "Jane Roe"), ("Q", "A"), ("Mr. Roe", "Ms. Doe")])
def test_questions_and_answers(names):
    asks, answers = names
    raw = f"{asks}: Will you sign? {answers}: I will. {asks}: When? {answers}: We shall see."
    assert turns(raw)[0] == [
        (asks, "Will you sign?"),
        (answers, "I will."),
        (asks, "When?"),
        (answers, "We shall see."),
    ]


def test_several_paragraphs_with_several_speakers_each():
    raw = (
        "Jane Roe: I thank you. Max Doe: I thank you too.\n\n"
        "Jane Roe: The bridge is ours. Max Doe: We share it."
    )
    assert [label for label, _ in turns(raw)[0]] == ["Jane Roe", "Max Doe"] * 2


@pytest.mark.parametrize(
    "raw",
    [
        "We met an hour ago. Security: We want more. Economy: We want less. Health: You know it.",
        "Jane Roe: I thank you. You have been kind. We part as friends.",
        "They wrote. Time: We begin at noon. Time: You leave at one. Place: We meet in Oster.",
        "Roe wrote two lines: we win. Doe wrote two lines: we lose. They wrote: we rest.",
    ],
)
def test_topics_and_single_labels_are_no_turns(raw):
    assert turns(raw) == ([], [])


def test_lines_of_a_transcript_with_its_breaks_are_not_cut():
    raw = "Jane Roe: I thank you.\n\nMax Doe: It is late. Jane Roe: You know.\n\nJane Roe: We go."
    assert turns(raw)[0][1] == ("Max Doe", "It is late. Jane Roe: You know.")


def test_pieces_of_a_line_cover_it():
    raw = "Jane Roe: I do. Max Doe: I do too. Jane Roe: We do."
    pieces = cut_at_labels(raw, [(0, len(raw))], EN)
    assert [raw[slice(*piece)] for piece in pieces] == [
        "Jane Roe: I do. ", "Max Doe: I do too. ", "Jane Roe: We do.",
    ]  # fmt: skip


@pytest.mark.parametrize("method", ["rules", "parser"])
@pytest.mark.parametrize("gap", ["\n\n", " "])
def test_records_name_the_country_in_brackets(registry, method, gap):
    lines = (
        "The Chair: I give the floor to the members.",
        "Mr. Poe (Northland) (spoke in Northlandic): I thank you.",
        "Ms. Doe (Southland): You know our view. My colleague, Ms. Berg, gave it.",
        "The Chair: I thank you.",
    )
    articles = articles_of(gap.join(lines))
    said = tk.find_attributions(articles, tk.find_actors(articles, registry), method=method)
    columns = ["source", "source_id", "rule", "n_tokens"]
    assert said[columns].astype(object).where(said[columns].notna(), None).to_numpy().tolist() == [
        ["The Chair", None, "turn", 7],
        ["Mr. Poe", "northland", "turn", 3],
        ["Ms. Doe", "southland", "turn", 10],
        ["The Chair", None, "turn", 3],
    ]
