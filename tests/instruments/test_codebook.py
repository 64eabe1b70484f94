"""A codebook is questions with labels; a file with faults names the line of each."""

import re
from hashlib import sha256

import pytest

import toolkit as tk
from toolkit.instruments.codebook import PRESSED, RESERVED, Label, as_codebook

CODEBOOK = """\
questions:
  frame:
    text: Which frame  is used?
    labels:
      victory:
        definition: Somebody has won.
        examples: [a great victory, we won]
        name: Victory
        press: V
      '-1': {definition: The contrary., press: 2}
      none: {definition: No frame.}
      other: {definition: Another one.}
  voice:
    text: Who says it?
    labels:
      1: {definition: The outlet.}
      2: {definition: Somebody else., examples: He said so.}
"""


def test_questions_and_labels_come_in_the_order_of_the_file(tmp_path):
    path = tmp_path / "codebook.yml"
    path.write_text(CODEBOOK)
    codebook = tk.load_codebook(path)
    assert codebook.names == ["frame", "voice"]
    frame, voice = codebook
    assert (frame.text, frame.keys) == (
        *("Which frame is used?", ("victory", "-1", "none", "other")),
    )
    assert frame.labels == (
        Label("victory", "Somebody has won.", ("a great victory", "we won"), "Victory", "v"),
        Label("-1", "The contrary.", press="2"),
        Label("none", "No frame.", press="1"),
        Label("other", "Another one.", press="3"),
    )
    assert (voice.keys, voice.labels[1].examples) == (("1", "2"), ("He said so.",))
    assert codebook.sha256 == sha256(CODEBOOK.encode()).hexdigest()


def test_every_fault_of_a_codebook_is_told_with_its_line(tmp_path):
    path = tmp_path / "codebook.yml"
    path.write_text(
        "questions:\n"
        "  a: {labels: {x: {definition: X}}}\n"
        "  b: {text: B}\n"
        "  c: {text: C, labels: {x: {definition: X}, X: {}, y: {define: Y, definition: Y}}}\n"
        "  ' d': {text: D, labels: [x, y]}\n"
        "  e:\n    text: E\n    labels:\n"
        "      p: {definition: P, press: s}\n      q: {definition: Q, press: x}\n"
        "      r: {definition: R, press: x}\n      t: {definition: T, press: '!'}\n"
    )
    with pytest.raises(tk.InstrumentError, match="12 fault") as error:
        tk.load_codebook(path)
    assert re.findall(r"yml:(\d+: .*)", str(error.value)) == [
        "2: a: labels: found 1, expected at least 2 to choose from",
        "2: a: the key 'text' is missing",
        "3: b: the key 'labels' is missing",
        "4: c: X: the key 'definition' is missing",
        "4: c: found the labels 'x' and 'X', expected such as differ in more than capitals",
        "4: c: y: found the key 'define', expected one of definition, examples, name, press",
        "5:  d: labels: found 0, expected at least 2 to choose from",
        "5:  d: labels: found a list, expected a mapping (key: value)",
        "5: found the id ' d', expected letters, no blanks around them",
        "9: e: p: press: found 's', which is for 'skip'; expected another",
        "11: e: r: press: found 'x', which 'q' has already; expected another",
        f"12: e: t: press: found '!', expected one of {PRESSED}",
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("questions: {}\n", "questions: found none, expected at least one"),
        ("events: {2020-11-10: x}\n", "a file with 'events' is for `load_events`: are two files"),
    ],
)
def test_a_file_without_questions_is_no_codebook(tmp_path, text, message):
    (tmp_path / "codebook.yml").write_text(text)
    with pytest.raises(tk.InstrumentError, match=message):
        tk.load_codebook(tmp_path / "codebook.yml")


def test_an_id_that_a_spreadsheet_would_change_is_a_fault(tmp_path):
    labels = '      "\'x": {definition: A.}\n      y: {definition: B.}\n'
    (tmp_path / "codebook.yml").write_text(f"questions:\n  a:\n    text: T\n    labels:\n{labels}")
    message = (
        r"codebook\.yml:5: found the id \"'x\", expected one in one line without control chara"
    )
    with pytest.raises(tk.InstrumentError, match=message):
        tk.load_codebook(tmp_path / "codebook.yml")


def test_labels_beyond_the_keys_have_none():
    (question,) = as_codebook({"voice": [f"v{at}" for at in range(40)]})
    pressed = [label.press for label in question.labels]
    assert pressed[:10] == list("1234567890")
    assert len(set(pressed)) == 31  # ten digits, twenty letters, none
    assert not set(pressed) & set(RESERVED)
    assert pressed[30:] == [""] * 10


@pytest.mark.parametrize(
    ("questions", "message"),
    [
        ({}, "questions: found none, expected at least one"),
        ({"voice": []}, "questions: found no answer for 'voice', expected each answer once"),
        ({"voice": ["a", "a "]}, "questions: found an answer twice for 'voice', expected each"),
        ({"voice": ["a", 1]}, "questions: found 1, expected texts, not empty"),
        ({" ": ["a"]}, "questions: found the text ' ', expected texts, not empty"),
        (
            {"voice": ["'a"]},
            'questions: found the text "\'a", expected texts, not empty, in one li',
        ),
        ({"voice": ["a\x07"]}, "questions: found the text 'a\\x07', expected texts, not empty"),
        ({"voice": ["a\nb"]}, "questions: found the text 'a\\nb', expected texts, not empty"),
        ({"a": ["x"], "a ": ["y"]}, "questions: found ['a', 'a'], expected each name once, blank"),
        (["voice"], "questions: found a list, expected what `load_codebook` returns, or answers"),
    ],
)
def test_what_is_no_codebook_is_refused(questions, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        as_codebook(questions)
