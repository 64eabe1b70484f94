"""Codebooks: the questions that coders answer, and the answers that each allows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from toolkit.instruments.marked_yaml import Checker, read_marked
from toolkit.instruments.marked_yaml import Mapping as Marked
from toolkit.tables.arguments import as_list, as_path, describe, expect_type

RESERVED = {  # keys of the coding widget
    "b": "back", "c": "codebook", "n": "note", "o": "open the article", "s": "skip", "u": "undo",
}  # fmt: skip
KEYS = "1234567890adefghijklmpqrtvwxyz"  # in the order in which answers get them


@dataclass(frozen=True)
class Answer:
    """One answer: what is written into the sheet, what is shown, and when it is to be given."""

    code: str
    label: str = ""
    note: str = ""
    key: str = ""  # empty where a question has more answers than there are keys


@dataclass(frozen=True)
class Question:
    """One question: the column of the sheet, what is asked, and the answers that it allows."""

    name: str
    label: str
    note: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True)
class Codebook:
    """The questions of a study, in the order in which they are asked."""

    questions: tuple[Question, ...]
    path: str = field(default="", compare=False, repr=False)  # of the file, for messages

    def __iter__(self) -> Iterator[Question]:
        return iter(self.questions)

    def __len__(self) -> int:
        return len(self.questions)


def load_codebook(path: str | Path) -> Codebook:
    """Load the questions that coders answer, and the rules by which they do.

    Parameters
    ----------
    path
        A YAML file with the key ``codebook``: the name of a question, which becomes a column of the
        coding sheet -> ``label`` (what is asked), ``note`` (the rule) and ``answers``: code ->
        nothing, its rule as a text, or a mapping with ``label``, ``note`` and ``key``, the key
        that gives the answer. Answers without one get the digits and letters that are left, in
        their order; b, c, n, o, s and u are the widget's own.

    Returns
    -------
    Codebook
        What `code` and `adjudicate` take as their questions.

    Raises
    ------
    InstrumentError
        With file and line of every fault: no answers, a key that two answers share.
    """
    path = as_path(path, "path")
    checker, entries = read_marked(path, "codebook")
    if not entries:
        checker.fault(entries.line, "codebook: found no question, expected at least one")
    questions = tuple(_read_question(checker, entries, name) for name in entries)
    checker.finish()
    return Codebook(questions, str(path))


def as_codebook(questions: Codebook | Mapping[str, Sequence[str]]) -> Codebook:
    """Return the codebook that was given, or one of names and their answers.

    Raises
    ------
    ValueError
        If it is neither, or a question has no answers, or the same twice.
    """
    if isinstance(questions, Codebook):
        return questions
    expected = "what `load_codebook` returns, or answers by question, {'voice': ['eu', 'un']}"
    expect_type(questions, "questions", Mapping, expected=expected)
    made = []
    for name, answers in questions.items():
        codes = as_list(answers, "questions")
        odd = [text for text in (name, *codes) if not isinstance(text, str) or not text.strip()]
        if odd:
            raise ValueError(f"questions: found {describe(odd[0])}, expected texts, not empty")
        codes = [code.strip() for code in codes]
        if not codes or len(set(codes)) < len(codes):
            found = "an answer twice" if codes else "no answer"
            raise ValueError(f"questions: found {found} for {name!r}, expected each answer once")
        made.append(Question(name, name, "", _keyed(Answer(code, code) for code in codes)))
    if not made:
        raise ValueError("questions: found none, expected at least one")
    return Codebook(tuple(made))


def _read_question(checker: Checker, entries: Marked, name: str) -> Question:
    line = entries.lines[name]
    checker.id(name, line)
    entry = checker.mapping(entries[name], line, name, ("label", "note", "answers"))
    label = checker.text(entry, "label", name) or name
    note = checker.text(entry, "note", name)
    if not entry.get("answers"):
        checker.fault(line, f"{name}: found no answers, expected a mapping of codes under answers")
        return Question(name, label, note, ())
    listed = checker.mapping(entry["answers"], entry.lines["answers"], f"{name}: answers", None)
    answers, taken = [], dict[str, str]()
    for code in listed:
        answer = _read_answer(checker, listed, code, name)
        if answer.key in taken:
            checker.fault(
                listed.lines[code],
                f"{name}: {code}: found the key {answer.key!r}, which {taken[answer.key]!r} has "
                "already; expected another one",
            )
        elif answer.key:
            taken[answer.key] = code
        answers.append(answer)
    return Question(name, label, note, _keyed(answers))


def _read_answer(checker: Checker, listed: Marked, code: str, question: str) -> Answer:
    line, what = listed.lines[code], f"{question}: {code}"
    checker.id(code, line)
    if isinstance(listed[code], str):
        note = checker.text(listed, code, question) if listed[code] else ""
        return Answer(code, code, note)
    entry = checker.mapping(listed[code], line, what, ("label", "note", "key"))
    key = checker.text(entry, "key", what).lower()
    if key in RESERVED:
        checker.fault(
            entry.lines["key"],
            f"{what}: found the key {key!r}, which is that of {RESERVED[key]!r}; expected another",
        )
    elif key and (len(key) > 1 or key not in KEYS):
        checker.fault(
            entry.lines["key"],
            f"{what}: found the key {key!r}, expected one of the digits and letters {KEYS}",
        )
    label = checker.text(entry, "label", what) or code
    return Answer(code, label, checker.text(entry, "note", what), key)


def _keyed(answers: Iterable[Answer]) -> tuple[Answer, ...]:
    """Give keys to the answers that have none, as long as there are any."""
    answers = list(answers)
    taken = {answer.key for answer in answers}
    free = (key for key in KEYS if key not in taken)
    return tuple(
        answer if answer.key else replace(answer, key=next(free, "")) for answer in answers
    )
