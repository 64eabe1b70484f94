"""The framing lexicon: frames, and the terms that signal them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from toolkit.patterns import first_word, fold
from toolkit.read.marked_yaml import Checker, Mapping, read_marked

MATCHES = ("glob", "fixed", "regex")

_FRAME_KEYS = ("label", "note", "terms")
_TERM_KEYS = ("term", "note", "match", "case", "except")


@dataclass(frozen=True)
class Term:
    """A pattern that signals a frame."""

    term_id: str
    frame: str
    match: str = "glob"
    case: bool = False
    exceptions: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Frame:
    """A frame: its label for figures, what it covers, its terms."""

    frame_id: str
    label: str
    note: str
    terms: tuple[Term, ...]


@dataclass(frozen=True)
class Lexicon:
    """The frames of a study, in the order of the file (for display; no result depends on it)."""

    frames: tuple[Frame, ...]

    def __iter__(self) -> Iterator[Frame]:
        return iter(self.frames)

    def __len__(self) -> int:
        return len(self.frames)

    def labels(self) -> dict[str, str]:
        """Return the label of each frame by its id, for figures."""
        return {frame.frame_id: frame.label for frame in self.frames}

    def terms(self) -> Iterator[Term]:
        """Yield every term of every frame."""
        for frame in self.frames:
            yield from frame.terms

    def to_frame(self) -> pd.DataFrame:
        """Return a row per term: frame, term_id, match, case, except, note."""
        rows = [
            (term.frame, term.term_id, term.match, term.case, "; ".join(term.exceptions), term.note)
            for term in self.terms()
        ]
        return pd.DataFrame(rows, columns=["frame", "term_id", "match", "case", "except", "note"])


def load_lexicon(path: str | Path) -> Lexicon:
    """Load a framing lexicon from YAML.

    Parameters
    ----------
    path
        A file with the key ``frames``: id -> ``label``, ``note``, ``terms``: a list of texts or
        of mappings with ``term``, ``note``, ``match`` (glob, the default: ``*`` stands for any
        letters; fixed; regex, Python's), ``case`` (true: as written), ``except`` (globs that hold
        the term and do not mean it).

    Raises
    ------
    InstrumentError
        With file and line of every fault: a term in two frames, a regular expression that does
        not compile or matches nothing, unknown keys.
    """
    checker, entries = read_marked(path, "frames")
    claims: dict[str, tuple[str, int]] = {}
    frames = tuple(_frame(key, entries, checker, claims) for key in entries)
    if not frames:
        checker.fault(1, "frames: found no frame, expected at least one")
    checker.finish()
    return Lexicon(frames)


def _frame(
    key: str, entries: Mapping, checker: Checker, claims: dict[str, tuple[str, int]]
) -> Frame:
    line = entries.lines[key]
    entry = checker.mapping(entries[key], line, key, _FRAME_KEYS)
    items = entry.get("terms", ())
    if not isinstance(items, list) or not items:
        checker.fault(entry.lines.get("terms", line), f"{key}: terms: expected a list of terms")
        items = ()
    terms = []
    for item, at in zip(items, getattr(items, "lines", ()), strict=True):
        term = _term(item, at, key, checker)
        if term is None:
            continue
        form = fold(term.term_id).lower()
        owner, first = claims.get(form, ("", 0))
        claims.setdefault(form, (key, at))
        if owner:
            checker.fault(
                at,
                f"{key}: the term {term.term_id!r} stands already in the frame {owner!r}, at line "
                f"{first}; a term may stand in one frame, once",
            )
        terms.append(term)
    return Frame(
        key,
        checker.text(entry, "label", key) or key.replace("_", " ").capitalize(),
        checker.text(entry, "note", key),
        tuple(terms),
    )


def _term(item: object, line: int, frame: str, checker: Checker) -> Term | None:
    if isinstance(item, str) and item.strip():
        term = Term(" ".join(item.split()), frame)
    else:
        entry = checker.mapping(item, line, f"{frame}: terms", _TERM_KEYS)
        text = checker.text(entry, "term", frame, required=True)
        if not text:
            return None
        term = Term(
            text,
            frame,
            checker.choice(entry, "match", frame, MATCHES),
            checker.choice(entry, "case", frame, ("false", "true")) == "true",
            tuple(phrase for phrase, _ in checker.texts(entry, "except", frame)),
            checker.text(entry, "note", frame),
        )
    fault = _pattern_fault(term)
    if fault:
        checker.fault(line, f"{frame}: {fault}")
    return term


def _pattern_fault(term: Term) -> str:
    if term.match == "regex":
        try:
            pattern = re.compile(fold(term.term_id))  # as the texts are
        except (re.error, OverflowError, RecursionError) as error:
            return f"the regular expression {term.term_id!r} does not compile: {error}"
        return f"{term.term_id!r} matches an empty text" if pattern.match("") else ""
    for text, wildcard in (
        (term.term_id, term.match == "glob"),
        *((phrase, True) for phrase in term.exceptions),
    ):
        if not first_word(text, wildcard=wildcard):
            return (
                f"found {text!r}, expected a term that begins with a letter or digit (or with * "
                "and letters); use match: regex for anything else"
            )
    return ""
