"""The codebook: the questions that coders answer about a passage, and the labels to choose from."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from toolkit.instruments.marked_yaml import Checker, Mapping, read_marked
from toolkit.provenance import hash_file
from toolkit.tables.arguments import as_path

_FEWEST = 2  # labels that leave something to choose


@dataclass(frozen=True)
class Label:
    """An answer to a question: what stands in the codes, when it is given, and passages as such."""

    key: str
    definition: str
    examples: tuple[str, ...] = ()


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


def load_codebook(path: str | Path) -> Codebook:
    """Load the questions of a codebook, for people and models alike.

    Parameters
    ----------
    path
        A YAML file with the key ``questions``: name of the question -> its ``text`` and its
        ``labels``; of each label, by its key, the ``definition`` and, if you like, ``examples``.

    Returns
    -------
    Codebook
        `names` are those of the questions, for `coding_sheet`; `sha256` is the hash of the file.

    Raises
    ------
    InstrumentError
        With file and line of every fault: a question without text, fewer than two labels, a label
        without definition, labels that differ in capitals only.
    """
    path = as_path(path, "path")
    checker, entries = read_marked(path, "questions")
    questions = tuple(_question(name, entries, checker) for name in entries)
    if not questions:
        checker.fault(entries.line, "questions: found none, expected at least one")
    checker.finish()
    return Codebook(questions, hash_file(path))


def _question(name: str, entries: Mapping, checker: Checker) -> Question:
    line = entries.lines[name]
    checker.id(name, line)
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
    seen: dict[str, str] = {}
    for key in listed:
        other = seen.setdefault(key.casefold(), key)
        if other != key:
            checker.fault(
                listed.lines[key],
                f"{name}: found the labels {other!r} and {key!r}, expected such as differ in more "
                "than capitals",
            )
    return Question(name, text, tuple(_label(key, listed, checker, name) for key in listed))


def _label(key: str, listed: Mapping, checker: Checker, question: str) -> Label:
    line, what = listed.lines[key], f"{question}: {key}"
    checker.id(key, line)
    entry = checker.mapping(listed[key], line, what, ("definition", "examples"))
    definition = checker.text(entry, "definition", what, required=True)
    examples = tuple(text for text, _ in checker.texts(entry, "examples", what))
    return Label(key, definition, examples)
