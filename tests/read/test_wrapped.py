"""Texts whose lines are cut near one width are joined into paragraphs; all others stay."""

import textwrap

import pytest
from conftest import articles_of, lines_run

import toolkit as tk
from toolkit.read.wrapped import paragraphs_of

FIRST = (
    "The ferry did not sail on Monday, and nobody on the pier of Lorne knew why, officials said. "
    "Some two hundred people waited until noon, when a man in a blue coat came out of the harbour "
    "office and told them to go home, since there would be no boat before the end of the week."
)
SECOND = (
    "The mayor said that she had asked the company for an answer and had been given none so far. "
    "“We will not wait for ever,” she told a crowd in front of the town hall in the afternoon, "
    "where the flags hung at half-mast for the crew of the ferry that sank ten years ago."
)
TURNS = [
    f"ADA PIER: {FIRST}",
    "TOM QUAY (via interpreter): And then what?",
    f"Ada Pier: {SECOND}",
    "[Laughter]",
    "Tom Quay: I see. Thank you.",
]


def wrapped(paragraphs, width=72, between="\n\n"):
    return between.join(
        textwrap.fill(paragraph, width, break_on_hyphens=False) for paragraph in paragraphs
    )


def joined(text):
    return [paragraph for _, paragraph in paragraphs_of(text.split("\n")) if paragraph]


@pytest.mark.parametrize("width", [50, 60, 72, 80, 100])
@pytest.mark.parametrize("between", ["\n\n", "\n"])
def test_lines_of_a_text_that_was_cut_are_paragraphs_again(width, between):
    """Of these two paragraphs no last line is as long as the others."""
    assert joined(wrapped([FIRST, SECOND] * 3, width, between)) == [FIRST, SECOND] * 3


@pytest.mark.parametrize("between", ["\n\n", "\n"])
def test_labels_of_speakers_begin_a_paragraph(between):
    assert joined(wrapped(TURNS * 2, between=between)) == TURNS * 2


def test_a_line_that_looks_like_a_label_within_a_sentence_does_not():
    text = (
        "It was late when the people who had waited on the pier heard this from\nAda Pier: no boat."
    )
    rest = wrapped([FIRST, SECOND])
    assert joined(f"{text}\n\n{rest}")[0] == text.replace("\n", " ")


def test_an_indented_line_begins_a_paragraph():
    text = "\n".join(textwrap.fill(part, 72, initial_indent="    ") for part in [FIRST, SECOND] * 2)
    assert joined(text) == [f"    {part}" for part in [FIRST, SECOND] * 2]


@pytest.mark.parametrize("mark", ["- ", "3. ", "Q: ", "Mr. PIER. "])
def test_items_of_lists_and_questions_begin_a_paragraph(mark):
    item = f"{mark}The mayor has asked the company for an answer, but got none so far."
    text = f"{wrapped([FIRST])} {'x' * 9}.\n{item}\n{item}\n\n{wrapped([SECOND])}"
    assert joined(text)[1:3] == [item, item]


def test_a_word_with_a_hyphen_is_not_given_a_blank():
    lines = wrapped([FIRST, SECOND]).split("\n")
    lines[0] += " well-"
    lines[1] = "known" + lines[1]
    assert " well-known" in joined("\n".join(lines))[0]


@pytest.mark.parametrize(
    "text",
    [
        "\n".join([FIRST, SECOND] * 9),  # a line is a paragraph
        "\n".join(
            f"Nobody on the pier of Lorne knew why the ferry {w} there." for w in "abcdefghi"
        ),
        "\n".join(["The tide comes in,", "the ferry waits,", "and nobody knows", "how long"] * 5),
        "\n".join(f"Pier {n}, Quay {n * 7 % 11}, Harbour Road, Lorne" for n in range(30)),
        wrapped([FIRST]),  # too short to tell
        wrapped([FIRST, SECOND] * 4, 140),
        wrapped([FIRST, SECOND] * 4, 30),
        "",
    ],
)
def test_other_texts_stay_as_they_are(text):
    assert [paragraph for _, paragraph in paragraphs_of(text.split("\n"))] == text.split("\n")


def test_clean_text_joins_lines_and_the_place_of_residue_is_that_in_the_file():
    text = f"{wrapped([FIRST])}\n\nShare this article\n\n{wrapped([SECOND])}"
    articles = articles_of(text, title="No boat from Lorne before the end of the week")
    clean = tk.clean_text(articles)
    body = clean["text"][0][clean["body_start"][0] :]
    assert body == f"{FIRST}\n\n{SECOND}"
    (row,) = tk.find_residue(articles).to_dict("records")
    n_above = 2 + len(wrapped([FIRST]).split("\n")) + 1
    assert (row["line"], row["rule"], row["before"]) == (n_above + 1, "share", "Share this article")
    assert articles["text"][0].split("\n")[row["line"] - 1] == row["before"]


def test_a_line_of_a_paragraph_is_no_residue_where_the_text_was_cut():
    """It begins with a word that a line of residue begins with, and ends as one does."""
    paragraph = FIRST.replace("Some two", "Photo: nobody, said Ada. Some two")
    text = "\n".join([wrapped([FIRST]), "", *wrapped([paragraph]).split("\n")])
    assert tk.find_residue(articles_of(text)).empty


@pytest.mark.parametrize(
    "line", ["a" + " " * 60 + "b" * 50, "A " * 50, "“'" * 55, "a: " * 35, "a-" * 50]
)
def test_joining_takes_time_by_the_length_of_the_text(line):
    few, many = ([line] * n for n in (200, 2_000))
    assert lines_run(lambda: list(paragraphs_of(many))) < 12 * lines_run(
        lambda: list(paragraphs_of(few))
    )
