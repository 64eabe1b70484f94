"""A codebook gives every answer a key; a file with faults names the line of each."""

import re

import pytest

import toolkit as tk
from toolkit.instruments.codebook import KEYS, RESERVED, Answer, as_codebook


def test_questions_answers_and_keys_come_in_the_order_of_the_file(tmp_path):
    path = tmp_path / "codebook.yml"
    path.write_text(
        "codebook:\n  voice:\n    label: Who says it?\n    note: The one  who is credited.\n"
        "    answers:\n      russia: {label: Russia, key: R, note: Its envoys too.}\n"
        "      narration: Nobody is credited.\n      un:\n      '-1': {key: 2}\n"
        "      1: {key: 1}\n  claim:\n    answers: {yes: , no: }\n"
    )
    voice, claim = tk.load_codebook(path)
    assert (voice.name, voice.label, voice.note) == (
        *("voice", "Who says it?", "The one who is credited."),
    )
    assert voice.answers == (
        Answer("russia", "Russia", "Its envoys too.", "r"),
        Answer("narration", "narration", "Nobody is credited.", "3"),
        Answer("un", "un", "", "4"),
        Answer("-1", "-1", "", "2"),
        Answer("1", "1", "", "1"),
    )
    assert (claim.label, [answer.key for answer in claim.answers]) == ("claim", ["1", "2"])


def test_every_fault_is_told_with_its_line(tmp_path):
    path = tmp_path / "codebook.yml"
    path.write_text(
        "codebook:\n  voice:\n    answers:\n      a: {key: s}\n      b: {key: x}\n"
        "      c: {key: x}\n      d: {key: '!'}\n      e: [x]\n  claim: {label: What?}\n"
        "  ' odd': {answers: {a: }, colour: red}\n"
    )
    with pytest.raises(tk.InstrumentError, match="7 fault") as error:
        tk.load_codebook(path)
    told = re.findall(r"yml:(\d+: .*)", str(error.value))
    assert told == [
        "4: voice: a: found the key 's', which is that of 'skip'; expected another",
        "6: voice: c: found the key 'x', which 'b' has already; expected another one",
        f"7: voice: d: found the key '!', expected one of the digits and letters {KEYS}",
        "8: voice: e: found a list, expected a mapping (key: value)",
        "9: claim: found no answers, expected a mapping of codes under answers",
        "10:  odd: found the key 'colour', expected one of label, note, answers",
        "10: found the id ' odd', expected letters, no blanks around them",
    ]
    path.write_text("codebook: {}\n")
    with pytest.raises(tk.InstrumentError, match="1: codebook: found no question, expected at"):
        tk.load_codebook(path)
    path.write_text("frames: {}\n")
    with pytest.raises(tk.InstrumentError, match="is for `load_lexicon`: are two files swapped"):
        tk.load_codebook(path)


def test_answers_beyond_the_keys_have_none():
    (question,) = as_codebook({"voice": [f"v{at}" for at in range(40)]})
    keys = [answer.key for answer in question.answers]
    assert keys[:10] == list("1234567890")
    assert len(set(keys)) == 31  # ten digits, twenty letters, none
    assert not set(keys) & set(RESERVED)
    assert keys[30:] == [""] * 10


@pytest.mark.parametrize(
    ("questions", "message"),
    [
        ({}, "questions: found none, expected at least one"),
        ({"voice": []}, "questions: found no answer for 'voice', expected each answer once"),
        ({"voice": ["a", "a "]}, "questions: found an answer twice for 'voice', expected each"),
        ({"voice": ["a", 1]}, "questions: found 1, expected texts, not empty"),
        ({" ": ["a"]}, "questions: found the text ' ', expected texts, not empty"),
        (["voice"], "questions: found a list, expected what `load_codebook` returns, or answers"),
    ],
)
def test_what_is_no_codebook_is_refused(questions, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        as_codebook(questions)
