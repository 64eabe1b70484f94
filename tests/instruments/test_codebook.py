"""A codebook is questions with labels; a file with faults names the line of each."""

import re
from hashlib import sha256

import pytest

import toolkit as tk

CODEBOOK = """\
questions:
  frame:
    text: Which frame  is used?
    labels:
      victory:
        definition: Somebody has won.
        examples: [a great victory, we won]
      none: {definition: No frame.}
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
    frame, voice = codebook.questions
    assert (frame.text, frame.keys) == ("Which frame is used?", ("victory", "none"))
    assert frame.labels[0].examples == ("a great victory", "we won")
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
    )
    with pytest.raises(tk.InstrumentError, match="9 fault") as error:
        tk.load_codebook(path)
    assert re.findall(r":(\d: .*)", str(error.value)) == [
        "2: a: labels: found 1, expected at least 2 to choose from",
        "2: a: the key 'text' is missing",
        "3: b: the key 'labels' is missing",
        "4: c: X: the key 'definition' is missing",
        "4: c: found the labels 'x' and 'X', expected such as differ in more than capitals",
        "4: c: y: found the key 'define', expected one of definition, examples",
        "5:  d: labels: found 0, expected at least 2 to choose from",
        "5:  d: labels: found a list, expected a mapping (key: value)",
        "5: found the id ' d', expected letters, no blanks around them",
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
