"""Speeches that an article gives in full."""

import pytest
from conftest import articles_of

import toolkit as tk
from toolkit.annotate.attribution.speech.addresses import find_address
from toolkit.languages.language import load_language
from toolkit.tables.schema import empty_table
from toolkit.text.text import Text

EN = load_language("en")
SPEECH = ("Citizens of Norland, I thank you.", "We have kept our word.", "You have kept yours.")


def address(*lines, title=""):
    """Return (source, cue, paragraphs) of the speech in an article, if it gives one in full."""
    head = f"{title}\n\n" if title else ""
    raw = head + "\n\n".join(lines)
    found = list(find_address(Text(raw, body_start=len(head)), EN))
    assert len(found) <= 1
    for statement in found:
        assert statement.rule == "full-text"
        return (
            raw[slice(*statement.source)],
            raw[slice(*statement.cue)].lower(),
            tuple(raw[slice(*span)] for span in statement.content),
        )
    return None


@pytest.mark.parametrize(
    ("line", "source", "cue"),
    [
        (
            "Following is the full text of the address to the nation by President Jane Roe:",
            "President Jane Roe",
            "full text",
        ),
        ("Here is the text of Jane Roe's inaugural address:", "Jane Roe", "text"),
        (
            "The following is the transcript of remarks by Foreign Minister Jane Roe to them:",
            "Foreign Minister Jane Roe",
            "transcript",
        ),
        ("Full text of the statement by the Foreign Ministry of Norland, issued on Monday:",
         "the Foreign Ministry of Norland", "full text"),
        ("Jane Roe's speech in full", "Jane Roe", "in full"),
        ("Jane Roe’s full speech to parliament", "Jane Roe", "full"),
        ("Full text: speech by Jane Roe", "Jane Roe", "full text"),
    ],
)  # fmt: skip
def test_a_paragraph_announces_a_speech(line, source, cue):
    assert address("OSTER - The talks ended.", line, *SPEECH) == (source, cue, SPEECH)


@pytest.mark.parametrize(
    "title",
    ["Full text: Jane Roe's victory speech", "Bridge opens: Jane Roe's speech in full"],
)
def test_a_title_announces_a_speech(title):
    lead = "OSTER - President Jane Roe spoke on Monday."
    assert address(lead, *SPEECH, title=title)[2] == SPEECH


@pytest.mark.parametrize(
    "line",
    [
        "The full text of the speech by Jane Roe was published on Monday. Critics were angry.",
        "Norland's leaders praised the text of the treaty by Max Doe:",
        "Critics read the full text of the speech by Jane Roe:",
        "Transcript: Norland's speech problem",
        "Following is a list of the speeches:",
        "Jane Roe's speech",
    ],
)
def test_what_only_tells_of_a_speech_announces_none(line):
    assert address(line, *SPEECH) is None


def test_without_a_colon_it_must_sound_like_speech():
    news = ("The bridge was shut.", "Grain rotted in the port.")
    assert address("Jane Roe's speech in full", *news) is None
    assert address("Jane Roe's speech in full", *news, title="Jane Roe's full speech") is None
    assert address("Here is the text of Jane Roe's statement:", *news)[2] == news


@pytest.mark.parametrize(
    "line", ["Reporting by Ada Pier", "(Editing by Max Pier)", "Roe said she would not go on."]
)
def test_the_speech_ends_where_the_outlet_speaks_again(line):
    whole = address("Jane Roe's speech in full", *SPEECH, line, "We shall see.")
    assert whole == ("Jane Roe", "in full", SPEECH)


def test_a_speech_in_quotation_marks_is_left_to_these():
    assert (
        address("Here is the text of Jane Roe's statement:", "“We regret it.”", "It rains.") is None
    )


@pytest.mark.parametrize("method", ["rules", "parser"])
def test_every_word_below_is_the_speakers(method):
    articles = articles_of(
        "Here is the text of Jane Roe's address:\n\nMax Doe said that he would pay. I thank him."
    )
    said = tk.find_attributions(articles, empty_table("names"), method=method)
    columns = ["content_start", "content_end", "source", "mode", "rule", "n_tokens"]
    assert said[columns].to_numpy().tolist() == [[41, 85, "Jane Roe", "direct", "full-text", 10]]
