"""Transcripts: turns word by word, and what nobody says."""

import re

import pandas as pd
import pytest

from toolkit.annotate.attribution.attributions import find_attributions
from toolkit.annotate.attribution.speech.transcripts import find_turns
from toolkit.languages.language import load_language
from toolkit.tables.schema import empty_table, make_table
from toolkit.text.text import Text
from toolkit.text.words import WORD

METHODS = ("parser", "rules")
EN = load_language("en")


def article(text, title="Leaders meet the press"):
    whole = f"{title}\n\n{text}"
    body = len(title) + 2
    return make_table(
        "articles",
        [{"doc_id": "a", "title": title, "text": whole, "body_start": body, "n_tokens": 1}],
    )


def voices(text, method="rules", title="Leaders meet the press"):
    """Return [(word, source or None)] for the words of the body, in order."""
    articles = article(text, title)
    found = find_attributions(articles, empty_table("names"), method=method)
    whole = articles["text"][0]
    body = articles["body_start"][0]
    heard = []
    for match in re.finditer(WORD, whole[body:]):
        place = body + match.start()
        rows = found[(found["content_start"] <= place) & (place < found["content_end"])]
        assert len(rows) <= 1
        source = None if rows.empty else rows["source"].iloc[0]
        heard.append((match.group(), None if rows.empty or pd.isna(source) else source))
    return heard


def expected(marked):
    """Read "[Roe|words of hers] words of nobody" as text and voices."""
    text, heard = "", []
    for source, said, silent in re.findall(r"\{([^|{}]*)\|([^{}]*)\}|([^{}]+)", marked):
        text += said or silent
        heard += [(word, source or None) for word in re.findall(WORD, said or silent)]
    return text, heard


PRESS_CONFERENCE = """
The leaders of Norland and Westland met reporters in Oster on Monday. The talks had taken two days.

Premier of Norland Jane Roe: {ROE|Good evening. I thank our hosts for two good days.}

{ROE|The frontier has been quiet since March. The posts are manned by both armies.}

{ROE|We shall open the bridge in spring.} (Applause.) {ROE|It has been shut for nine years.}

President of Westland John Doe (via interpreter): {DOE|Thank you. You said the frontier is quiet.}

{DOE|Grain will cross it again, as my minister said yesterday: “It will be cheap.”}

[Laughter]

{DOE|That is all from me.}

MODERATOR: {MODERATOR|Your questions, please.}

Question: {Question|Will the prisoners come home?}

Jane Roe: {Jane Roe|Yes. I told the families so on Sunday.}

ADA POE (NORLAND RADIO): {ADA POE|Mr. Doe, will you sign the treaty?}

John Doe: {John Doe|I will.} (CROSSTALK) {John Doe|We will sign it here.}

Question: {Question|When?}

John Doe: {John Doe|You will see.}

{John Doe|My aides tell me it will be in June.} (Laughter.)

***

The bridge was built in 1931 by engineers from Eastland.
"""


NAMES = {"ROE": "Premier of Norland Jane Roe", "DOE": "President of Westland John Doe"}


@pytest.mark.parametrize("method", METHODS)
def test_a_press_conference_word_by_word(method):
    text, heard = expected(PRESS_CONFERENCE)
    assert voices(text, method) == [(word, NAMES.get(who, who)) for word, who in heard]


FORMS = {
    "upper": ("ROE: ", "DOE: ", "ROE", "DOE"),
    "letters": ("Q: ", "A: ", "Q", "A"),
    "points": ("Q. ", "A. ", "Q", "A"),
    "words": ("Question: ", "Answer: ", "Question", "Answer"),
    "brackets": ("[Roe] ", "[Doe] ", "Roe", "Doe"),
    "double": ("((WN))  ", "((Jane Roe))  ", "WN", "Jane Roe"),
    "double and colon": ("((WN)) : ", "Jane Roe: ", "WN", "Jane Roe"),
    "organisations": ("JANE ROE (NRK): ", "DOE (BBN): ", "JANE ROE", "DOE"),
    "own line": ("Jane Roe\n", "John Doe\n", "Jane Roe", "John Doe"),
    "own line, colon": ("Jane Roe:\n", "John Doe:\n", "Jane Roe", "John Doe"),
    "quoted": ("“ROE: ", "“DOE: ", "ROE", "DOE"),
}


@pytest.mark.parametrize("form", FORMS)
def test_forms_of_labels(form):
    one, other, asker, answerer = FORMS[form]
    lead = "{|Jane Roe and John Doe met in Oster.}\n\n"
    marked = lead + "\n\n".join(
        [
            f"{one}{{{asker}|Do you see the bridge?}}",
            f"{other}{{{answerer}|I see it. It is open.}}",
            f"{one}{{{asker}|Why is it open?}}",
            f"{other}{{{answerer}|The river froze. Nobody could sail, so we opened it.}}",
            f"{{{answerer}|We are glad.}}",
            f"{one}{{{asker}|Thank you, and good night?}}",
            f"{other}{{{answerer}|You are welcome.}}",
        ]
    )
    text, heard = expected(marked)
    assert voices(text) == heard


def test_answers_belong_to_the_one_interviewed():
    text = (
        "The mayor of Oster, Jane Roe, has sold the bridge.\n\n"
        "In an interview with the Oster Post, Jane Roe explained why. An edited transcript:\n\n"
        "Q: Why did you sell it?\n\nA: We needed the money.\n\n"
        "Q: Who bought it?\n\nA: I cannot say. You may guess."
    )
    heard = dict(voices(text)[-14:])
    assert heard["cannot"] == heard["guess"] == "Jane Roe"
    assert dict(voices(text))["bought"] == "Q"


def test_answers_named_in_their_label():
    text = "Q: Why?\nA (Jane Roe): I know.\nQ: Why not?\nA: You see.\n"
    assert [source for _, source in voices(text) if source] == [
        *["Q"], *["Jane Roe"] * 2, *["Q"] * 2, *["Jane Roe"] * 2,
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "Roe: I go.\n\nThe rest is history, and we all know it.",
        "Monday: rain.\nTuesday: rain.\nWednesday: sun.\nMonday: rain.",
        "Norland: 3\nWestland: 2\nNorland: 1\nWestland: 0",
        "Photo: Roe\n\nIt rained, and you saw it.\n\nPhoto: Doe\n\nIt rained on us.\n\nPhoto: Poe",
        "Read More\nIt rained on us.\nAdvertisement\nIt snowed on you.\n"
        "Read More\nIt hailed on us.\nAdvertisement\nIt froze on you.",
        "What: a fair. You can come.\nWhen: June\nWhat: a race. We can come.\nWhen: July",
        "",
        "\n\n",
    ],
)
def test_lists_and_narration_are_no_transcripts(text):
    assert find_turns(Text(text), EN).turns == []


def test_an_exchange_does_not_swallow_the_article():
    exchange = "ROE: Do you lie?\n\nDOE: I do not.\n\nROE: You do.\n\nDOE: We shall see."
    rest = "\n\nIt rained in Oster.\n\nThe mayor left, as you know.\n\nWe could not reach him."
    heard = voices(exchange + rest)
    said = " ".join(word for word, source in heard if source == "DOE")
    assert said == "I do not We shall see"
    assert all(source is None for _, source in heard[-15:])


def test_narration_between_turns():
    text, heard = expected(
        "ROE: {ROE|Do you lie?}\n\nDOE: {DOE|I do not.}\n\n{DOE|We never do.}\n\n"
        "ROE: {ROE|You do.}\n\nDoe then left the room.\n\nDOE: {DOE|I am back.}"
    )
    assert voices(text) == heard


def test_questions_alone_stay_with_who_asks():
    text = "((WN)) Why?\n\nIt rained.\n\n((WN)) When?\n\nIt snowed.\n\n((WN)) Who are you?\n\nPoe."
    assert [source for _, source in voices(text)] == [
        *[None, "WN"], *[None] * 2, *[None, "WN"], *[None] * 2, *[None, *["WN"] * 3], None,
    ]  # fmt: skip


def test_labels_and_directions_are_unvoiced():
    text = "ROE: I go. (Applause)\nDOE: You go?\nROE: [laughs] We go. (as planned)\nDOE: Yes."
    turns, unvoiced = find_turns(Text(text), EN)
    assert [text[slice(*span)] for span in unvoiced] == [
        "ROE: ", "(Applause)", "DOE: ", "ROE: ", "[laughs]", "DOE: ",
    ]  # fmt: skip
    assert [turn.rule for turn in turns] == ["turn"] * 4
    assert text[slice(*turns[2].content[0])] == "We go. (as planned)"


def test_the_headline_is_no_turn():
    text = "Roe: I go\n\nROE: I go.\nDOE: You go?\nROE: We go."
    turns, _ = find_turns(Text(text, body_start=11), EN)
    assert [text[slice(*turn.source)] for turn in turns] == [
        "ROE", "DOE", "ROE",
    ]  # fmt: skip


def test_a_label_with_nothing_below_it_takes_no_line_of_the_next_speaker():
    text, heard = expected(
        "((Ada Roe)){Ada Roe| I think that we will stay.}\n\n((Jon Doe)){Jon Doe| Will you?}\n\n"
        "((Ada Roe))\n\n((Jon Doe)){Jon Doe| What do you fear?}\n\n"
        "((Ada Roe)){Ada Roe| I fear rain.}"
    )
    heard = [pair for pair in heard if pair[0] not in ("Ada", "Roe", "Jon", "Doe")]
    said = [pair for pair in voices(text) if pair[0] not in ("Ada", "Roe", "Jon", "Doe")]
    assert said == heard


ANSWERED = """In an interview on Monday, Jane Roe spoke to us about the weather.

Is it wet in Oster?

Yes, we have had rain for a week.

I think it will stop soon.

Will it stop in June?

I am sure of it.

And what do you say to the farmers?

You must wait, as we do.

The mayor opened the bridge on Tuesday.

It was dry."""


def test_answers_without_labels_are_those_of_whom_the_interview_introduces():
    turns, unvoiced = find_turns(Text(ANSWERED), EN)
    assert unvoiced == []
    assert {ANSWERED[slice(*turn.source)] for turn in turns} == {"Jane Roe"}
    assert [[ANSWERED[slice(*piece)] for piece in turn.content] for turn in turns] == [
        ["Yes, we have had rain for a week.", "I think it will stop soon."],
        ["I am sure of it."],
        ["You must wait, as we do.", "The mayor opened the bridge on Tuesday."],
    ]


@pytest.mark.parametrize(
    "change",
    [
        ("In an interview on Monday, Jane Roe spoke to us", "It is a column"),  # nobody answers
        ("Will it stop in June?", "It will stop in June."),  # two questions
        ("I am sure of it.", "The ministry is sure of it."),  # half of it is no speech
    ],
)
def test_questions_alone_are_no_interview(change):
    text = ANSWERED.replace("You must wait, as we do.", "They wait.").replace(*change)
    assert find_turns(Text(text), EN).turns == []
