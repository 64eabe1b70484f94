"""The framing lexicon: frames, and the terms that signal them."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from toolkit.display.instruments import frames_html, list_frames
from toolkit.display.listing import as_text
from toolkit.instruments.bounds import MOST_TERMS, SHOWN, InstrumentError, shortened
from toolkit.instruments.dictionaries.entries import (
    Dictionary,
    DictionaryWarning,
    Entry,
    wildcard_regex,
)
from toolkit.instruments.dictionaries.formats import read_dictionary, read_yaml_dictionary
from toolkit.instruments.marked_yaml import Checker, Mapping, below, read_document
from toolkit.languages.language import known_languages, load_language
from toolkit.languages.lemmas import has_lemmas
from toolkit.tables.arguments import as_list, as_path
from toolkit.text.expressions import expression_fault, written_out
from toolkit.text.patterns import first_word, fold

MATCHES = ("glob", "fixed", "lemma", "regex")

_EXPRESSIONS, _EXPRESSION = 5_000, 100  # regular expressions, and characters of each

_WORDS = re.compile(r"\w+(?:[^\w*]+\w+)*")
_ANY = "*"  # any language of those that have terms of their own

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
    language: str = ""  # the code of the one whose articles it counts in; empty for all


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
    path: str = field(default="", compare=False, repr=False)  # of the file, for messages

    def __iter__(self) -> Iterator[Frame]:
        return iter(self.frames)

    def __len__(self) -> int:
        return len(self.frames)

    def __repr__(self) -> str:
        return as_text(list_frames(self.frames))

    def _repr_html_(self) -> str:
        return frames_html(self.frames)

    def labels(self) -> dict[str, str]:
        """Return the label of each frame by its id, for figures."""
        return {frame.frame_id: frame.label for frame in self.frames}

    def terms(self) -> Iterator[Term]:
        """Yield every term of every frame."""
        for frame in self.frames:
            yield from frame.terms

    def to_frame(self) -> pd.DataFrame:
        """Return a row per term: frame, term_id, language, match, case, except, note."""
        rows = [
            (t.frame, t.term_id, t.language, t.match, t.case, "; ".join(t.exceptions), t.note)
            for t in self.terms()
        ]
        columns = ["frame", "term_id", "language", "match", "case", "except", "note"]
        return pd.DataFrame(rows, columns=columns)


def load_lexicon(path: str | Path, *, frames: str | Sequence[str] | None = None) -> Lexicon:
    """Load a framing lexicon from YAML, or from the dictionary of another program.

    Parameters
    ----------
    path
        A YAML file with the key ``frames``: id -> ``label``, ``note``, ``terms``: a list of texts
        or of mappings with ``term``, ``note``, ``match`` (glob, the default: ``*`` stands for any
        letters; fixed; lemma: all forms of its words, by the dictionaries of simplemma; regex, as
        the package `regex` reads it), ``case`` (true: as written), ``except`` (globs that hold the
        term and do not mean it). Terms of several languages are lists by code, ``terms: {en: [...],
        ru: [...]}``, and count in articles of that language only. Or a dictionary, recognised by
        its content: LIWC (``.dic``), Yoshikoder (``.ykd``), Lexicoder (``.lcd``, ``.lc3``),
        WordStat (``.cat``), nested YAML as quanteda reads it.
    frames
        The ids of the frames to load, all by default. Of a dictionary, a category that is named
        here becomes one frame with all that is below it; by default each category with words of
        its own is a frame, whose id is its path (``affect/anger``).

    Raises
    ------
    InstrumentError
        With file and line of every fault: a term in two frames, a regular expression that does
        not compile, matches an empty text or is too large, unknown keys; an invalid dictionary; a
        frame in `frames` that does not exist; more than an instrument may hold (20 MB, 500,000
        terms).

    Warns
    -----
    DictionaryWarning
        If a dictionary says what a lexicon cannot: the message counts such entries and lists the
        first, its `notes` hold all. A term stands in one frame only, the deepest and then the
        first of its categories: choose `frames` to have another. Conditions, proximity rules,
        weights and scores are not applied.
    """
    path = as_path(path, "path")
    frames = None if frames is None else as_list(frames, "frames")
    dictionary = read_dictionary(path)
    if dictionary is None:
        checker, document = read_document(path)
        dictionary = read_yaml_dictionary(path, document)
    if dictionary is not None:
        return _from_dictionary(path, dictionary, frames)
    loaded = _from_yaml(below(document, "frames", checker), checker)
    if frames is None:
        return Lexicon(loaded, str(path))
    _check_wanted(path, frames, [frame.frame_id for frame in loaded])
    return Lexicon(tuple(frame for frame in loaded if frame.frame_id in frames), str(path))


def _from_yaml(entries: Mapping, checker: Checker) -> tuple[Frame, ...]:
    claims = _Claims(checker)
    patterns = _Patterns(checker.path)
    loaded = tuple(_frame(key, entries, checker, claims, patterns) for key in entries)
    if not loaded:
        checker.fault(1, "frames: found no frame, expected at least one")
    terms = [term for frame in loaded for term in frame.terms]
    if sum(1 + len(term.exceptions) for term in terms) > MOST_TERMS:
        checker.fault(1, f"frames: found more than {MOST_TERMS:,} terms; split the file")
    checker.finish()
    return loaded


def _check_wanted(path: Path, wanted: Sequence[str], there: Sequence[str]) -> None:
    missing = sorted(set(wanted) - set(there), key=list(wanted).index)
    if missing:
        raise InstrumentError(
            f"{path}: found no frame {', '.join(map(repr, missing))}, only "
            f"{', '.join(map(shortened, there[:SHOWN]))}"
        )


def _from_dictionary(path: Path, dictionary: Dictionary, wanted: Sequence[str] | None) -> Lexicon:
    notes = list(dictionary.notes)
    patterns = _Patterns(path)
    terms = []
    for entry, frame_path in _placed(path, dictionary.entries, wanted):
        term = _dictionary_term(entry, "/".join(frame_path))
        if not frame_path:
            notes.append(f"{entry.where}: is in no category and was not read")
        elif fault := patterns.fault(term):
            notes.append(f"{entry.where}: {fault}")
        else:
            terms.append((entry.where, frame_path, term))
    kept: dict[tuple[str, ...], list[Term]] = {frame_path: [] for _, frame_path, _ in terms}
    for frame_path, term in _one_frame_each(terms, notes):
        kept[frame_path].append(term)
    frames = tuple(
        Frame("/".join(at), " / ".join(at), "", tuple(below)) for at, below in kept.items() if below
    )
    if not frames:
        raise InstrumentError(f"{path}: found no entry that can be read, expected at least one")
    if notes:
        total = sum(len(frame.terms) for frame in frames)
        warnings.warn(DictionaryWarning(path, total, notes), stacklevel=3)
    return Lexicon(frames, str(path))


def _placed(
    path: Path, entries: Sequence[Entry], wanted: Sequence[str] | None
) -> Iterator[tuple[Entry, tuple[str, ...]]]:
    """Yield each entry with the category that is its frame; of `wanted` ones alone, if given."""
    if wanted is None:
        yield from ((entry, entry.path) for entry in entries)
        return
    every = dict.fromkeys(e.path[:depth] for e in entries for depth in range(1, len(e.path) + 1))
    _check_wanted(path, wanted, ["/".join(above) for above in every])
    named = set(wanted)
    chosen = {path for path in every if "/".join(path) in named}
    for entry in entries:
        above = [entry.path[:depth] for depth in range(len(entry.path), 0, -1)]
        yield from ((entry, at) for at in above if at in chosen)


def _dictionary_term(entry: Entry, frame: str) -> Term:
    """Return the term of an entry; a regular expression where a glob could not say it."""
    term = Term(entry.pattern, frame, entry.match)
    if entry.match == "glob" and _glob_fault(term):
        return Term(wildcard_regex(entry.pattern), frame, "regex")
    return term


def _one_frame_each(
    terms: Sequence[tuple[str, tuple[str, ...], Term]], notes: list[str]
) -> list[tuple[tuple[str, ...], Term]]:
    """Return each term once, in the deepest of its categories and of those the first."""
    places: dict[str, dict[tuple[str, ...], Term]] = {}
    where_of: dict[str, str] = {}
    for where, frame_path, term in terms:
        form = fold(term.term_id).lower()
        places.setdefault(form, {}).setdefault(frame_path, term)
        where_of.setdefault(form, where)
    kept = []
    for form, paths in places.items():
        deepest = max(paths, key=len)
        kept.append((deepest, paths[deepest]))
        others = ["/".join(at) for at in paths if at != deepest[: len(at)]]
        if others:
            notes.append(
                f"{where_of[form]}: is also in {', '.join(others)}; kept in {'/'.join(deepest)}"
            )
    return kept


def _frame(
    key: str,
    entries: Mapping,
    checker: Checker,
    claims: _Claims,
    patterns: _Patterns,
) -> Frame:
    line = entries.lines[key]
    checker.id(key, line)
    entry = checker.mapping(entries[key], line, key, _FRAME_KEYS)
    terms = []
    for language, item, at in _listed(entry, line, key, checker):
        term = _term(item, at, key, language, checker)
        if term is None:
            continue
        if fault := patterns.fault(term):
            checker.fault(at, f"{key}: {fault}")
        claims.add(term, at)
        terms.append(term)
    return Frame(
        key,
        checker.text(entry, "label", key) or key.replace("_", " ").capitalize(),
        checker.text(entry, "note", key),
        tuple(terms),
    )


def _listed(
    entry: Mapping, line: int, frame: str, checker: Checker
) -> Iterator[tuple[str, object, int]]:
    """Yield the language, if any, the text or mapping, and the line of each term of a frame."""
    terms, line = entry.get("terms", ()), entry.lines.get("terms", line)
    if not isinstance(terms, Mapping) or not terms:
        yield from _items("", terms, line, f"{frame}: terms", checker)
        return
    for code, items in terms.items():
        what = f"{frame}: terms: {code}"
        if code not in known_languages():
            checker.fault(
                terms.lines[code],
                f"{frame}: terms: found the language {code!r}, expected one of "
                f"{', '.join(known_languages())}",
            )
        else:
            yield from _items(code, items, terms.lines[code], what, checker)


def _items(
    language: str, items: object, line: int, what: str, checker: Checker
) -> Iterator[tuple[str, object, int]]:
    if not isinstance(items, list) or not items:
        checker.fault(line, f"{what}: expected a list of terms")
        return
    for item, at in zip(items, getattr(items, "lines", ()), strict=True):
        yield language, item, at


def _term(item: object, line: int, frame: str, language: str, checker: Checker) -> Term | None:
    if isinstance(item, str) and item.strip():
        return Term(" ".join(item.split()), frame, language=language)
    entry = checker.mapping(item, line, f"{frame}: terms", _TERM_KEYS)
    text = checker.text(entry, "term", frame, required=True)
    if not text:
        return None
    return Term(
        text,
        frame,
        checker.choice(entry, "match", frame, MATCHES),
        checker.choice(entry, "case", frame, ("false", "true")) == "true",
        tuple(phrase for phrase, _ in checker.texts(entry, "except", frame)),
        checker.text(entry, "note", frame),
        language,
    )


class _Claims:
    """Which frame each term is in: one only, in each language."""

    def __init__(self, checker: Checker) -> None:
        self._checker = checker
        self._claims: dict[tuple[str, str], tuple[str, int]] = {}

    def add(self, term: Term, line: int) -> None:
        """Take in a term, or tell where it stands already."""
        plain = fold(term.term_id).lower()
        if term.language:
            form = fold(term.term_id, load_language(term.language).letters).lower()
            own, others = (
                [(term.language, form), (_ANY, plain)],
                [(term.language, form), ("", plain)],
            )
        else:
            own, others = [("", plain)], [("", plain), (_ANY, plain)]
        for owner, first in [self._claims[key] for key in others if key in self._claims][:1]:
            self._checker.fault(
                line,
                f"{term.frame}: the term {term.term_id!r} is already in the frame {owner!r}, at "
                f"line {first}; a term may be in one frame only, and only once",
            )
        for key in own:
            self._claims.setdefault(key, (term.frame, line))


class _Patterns:
    """The patterns of a file, checked one by one and their regular expressions in all."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._size = 0

    def fault(self, term: Term) -> str:
        """Return what is wrong with the patterns of a term, or an empty string.

        Raises
        ------
        InstrumentError
            If the regular expressions of the file are too many, or too large.
        """
        if term.match == "lemma" and (fault := _lemma_fault(term)):
            return fault
        if term.match != "regex":
            return _glob_fault(term)
        expression = fold(term.term_id)  # as the texts are
        self._size += max(_EXPRESSION, written_out(expression))
        if self._size > _EXPRESSIONS * _EXPRESSION:
            raise InstrumentError(
                f"{self._path}: found more regular expressions than {_EXPRESSIONS:,} of "
                f"{_EXPRESSION} characters, or fewer longer ones, their repeats such as "
                "(a{100}){100} written out; write what you can with * instead"
            )
        return expression_fault(expression)


def _lemma_fault(term: Term) -> str:
    if term.case or not _WORDS.fullmatch(term.term_id):
        found = "case: true" if term.case else repr(term.term_id)
        return f"found {found} with match: lemma, expected words without a *, in whatever case"
    if term.language and not has_lemmas(term.language):
        return (
            f"found {term.term_id!r} with match: lemma, expected a glob: the base forms of "
            f"{load_language(term.language).name} are not known"
        )
    return ""


def _glob_fault(term: Term) -> str:
    for text, wildcard in (
        (term.term_id, term.match == "glob"),
        *((phrase, True) for phrase in term.exceptions),
    ):
        if not first_word(text, wildcard=wildcard):
            return (
                f"found {text!r}, expected a term that begins with a letter or digit "
                "(or with * and letters); use match: regex for anything else"
            )
    return ""
