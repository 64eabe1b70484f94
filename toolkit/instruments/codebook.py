"""The codebook: the questions that coders answer about a passage, and the labels to choose from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from toolkit.display.printable import printable
from toolkit.instruments.marked_yaml import Checker, read_marked
from toolkit.instruments.marked_yaml import Mapping as Marked
from toolkit.provenance import hash_file
from toolkit.tables.arguments import as_list, as_path, describe, expect_type

_AS_IS = "in one line without control characters, not beginning with an apostrophe"
_FEWEST = 2  # labels that leave something to choose
RESERVED = {  # keys of the coding widget
    "b": "back", "c": "codebook", "n": "note", "o": "open the article", "s": "skip", "u": "undo",
}  # fmt: skip
PRESSED = "1234567890adefghijklmpqrtvwxyz"  # in the order in which labels get them


@dataclass(frozen=True)
class Label:
    """An answer to a question: what stands in the codes, when it is given, and passages as such.

    `name` is what the coding widget shows, `press` the key that gives the answer there; it is empty
    where a question has more labels than there are keys.
    """

    key: str
    definition: str
    examples: tuple[str, ...] = ()
    name: str = ""
    press: str = ""


@dataclass(frozen=True)
class Question:
    """What is asked about each passage; the answer is the key of one label."""

    name: str
    text: str
    labels: tuple[Label, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of the labels, in their order."""
        return tuple(label.key for label in self.labels)


@dataclass(frozen=True)
class Codebook:
    """The questions, and the SHA-256 of the file that they were read from."""

    questions: tuple[Question, ...]
    sha256: str

    @property
    def names(self) -> list[str]:
        """The names of the questions: the columns of a coding sheet that coders fill in."""
        return [question.name for question in self.questions]

    def __iter__(self) -> Iterator[Question]:
        return iter(self.questions)

    def __len__(self) -> int:
        return len(self.questions)


def load_codebook(path: str | Path) -> Codebook:
    """Load the questions of a codebook, for people and models alike.

    Parameters
    ----------
    path
        A YAML file with the key ``questions``: name of the question -> its ``text`` and its
        ``labels``; of each label, by its key, the ``definition`` and, if you like, ``examples``,
        and for the coding widget ``name`` (what it shows instead of the key of the label) and
        ``press`` (the letter or digit that gives the answer). Labels without ``press`` get the
        digits and letters that are left, in their order; b, c, n, o, s and u are the widget's own.

    Returns
    -------
    Codebook
        `names` are those of the questions, for `coding_sheet`; `sha256` is the hash of the file.

    Raises
    ------
    InstrumentError
        With file and line of every fault: a question without text, fewer than two labels, a label
        without definition, labels that differ in capitals only or share what to press.
    """
    path = as_path(path, "path")
    checker, entries = read_marked(path, "questions")
    questions = tuple(_question(name, entries, checker) for name in entries)
    if not questions:
        checker.fault(entries.line, "questions: found none, expected at least one")
    checker.finish()
    return Codebook(questions, hash_file(path))


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
        name, *keys = map(_as_text, (name, *as_list(answers, "questions")))
        if not keys or len(set(keys)) < len(keys):
            found = "an answer twice" if keys else "no answer"
            raise ValueError(f"questions: found {found} for {name!r}, expected each answer once")
        made.append(Question(name, name, _pressed(Label(key, "") for key in keys)))
    names = [question.name for question in made]
    if len(set(names)) < len(names):
        raise ValueError(f"questions: found {names}, expected each name once, blanks apart")
    if not made:
        raise ValueError("questions: found none, expected at least one")
    return Codebook(tuple(made), "")


def _as_text(value: object) -> str:
    text = value.strip() if isinstance(value, str) else ""
    if not text or _is_altered(text):
        raise ValueError(f"questions: found {describe(value)}, expected texts, not empty, {_AS_IS}")
    return text


def _is_altered(text: str) -> bool:
    """Tell whether a text does not come back from a spreadsheet as it was."""
    return text.startswith("'") or printable(text) != text or "\n" in text or "\t" in text


def _check_id(key: str, line: int, checker: Checker) -> None:
    checker.id(key, line)
    if _is_altered(key):
        checker.fault(line, f"found the id {key!r}, expected one {_AS_IS}")


def _question(name: str, entries: Marked, checker: Checker) -> Question:
    line = entries.lines[name]
    _check_id(name, line, checker)
    entry = checker.mapping(entries[name], line, name, ("text", "labels"))
    text = checker.text(entry, "text", name, required=True)
    if "labels" not in entry:
        checker.fault(entry.line, f"{name}: the key 'labels' is missing")
        return Question(name, text, ())
    line = entry.lines["labels"]
    listed = checker.mapping(entry["labels"], line, f"{name}: labels", None)
    if len(listed) < _FEWEST:
        checker.fault(
            line, f"{name}: labels: found {len(listed)}, expected at least {_FEWEST} to choose from"
        )
    labels = [_label(key, listed, checker, name) for key in listed]
    _check_apart(name, labels, listed, checker)
    return Question(name, text, _pressed(labels))


def _check_apart(name: str, labels: list[Label], listed: Marked, checker: Checker) -> None:
    """Note labels that differ in capitals only, or that the same key gives."""
    seen: dict[str, str] = {}
    pressed: dict[str, str] = {}
    for label in labels:
        other = seen.setdefault(label.key.casefold(), label.key)
        if other != label.key:
            checker.fault(
                listed.lines[label.key],
                f"{name}: found the labels {other!r} and {label.key!r}, expected such as differ in "
                "more than capitals",
            )
        other = pressed.setdefault(label.press, label.key)
        if label.press and other != label.key:
            checker.fault(
                listed.lines[label.key],
                f"{name}: {label.key}: press: found {label.press!r}, which {other!r} has already; "
                "expected another",
            )


def _label(key: str, listed: Marked, checker: Checker, question: str) -> Label:
    line, what = listed.lines[key], f"{question}: {key}"
    _check_id(key, line, checker)
    fields = ("definition", "examples", "name", "press")
    entry = checker.mapping(listed[key], line, what, fields)
    definition = checker.text(entry, "definition", what, required=True)
    examples = tuple(text for text, _ in checker.texts(entry, "examples", what))
    press = checker.text(entry, "press", what).lower()
    if press in RESERVED:
        checker.fault(
            entry.lines["press"],
            f"{what}: press: found {press!r}, which is for {RESERVED[press]!r}; expected another",
        )
    elif press and (len(press) > 1 or press not in PRESSED):
        checker.fault(
            entry.lines["press"], f"{what}: press: found {press!r}, expected one of {PRESSED}"
        )
    return Label(key, definition, examples, checker.text(entry, "name", what), press)


def _pressed(labels: Iterable[Label]) -> tuple[Label, ...]:
    """Give keys to press to the labels that have none, as long as there are any."""
    labels = list(labels)
    taken = {label.press for label in labels}
    free = (key for key in PRESSED if key not in taken)
    return tuple(label if label.press else replace(label, press=next(free, "")) for label in labels)
