"""YAML with line numbers, for instruments that a researcher writes by hand."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

import yaml

from toolkit.instruments.bounds import (
    DEEPEST,
    LONGEST,
    MOST_ENTRIES,
    SHOWN,
    InstrumentError,
    read_bytes,
    shortened,
)
from toolkit.provenance import write_atomically
from toolkit.text.days import iso_day

# What no name, term or note has, and what no terminal should be sent.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")


# Who reads what stands under which key: files are swapped easily.
_READERS = {
    "actors": "load_actors",
    "frames": "load_lexicon",
    "events": "load_events",
    "questions": "load_codebook",
}


class Mapping(dict):
    """A YAML mapping; `line` is where it begins, `lines` where each key stands."""

    line: int
    lines: dict[str, int]


class Sequence(list):
    """A YAML sequence; `lines` says where each item stands."""

    lines: list[int]


class Checker:
    """Collects the faults of one file while its parts are read."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.faults: list[tuple[int, str]] = []

    def fault(self, line: int, message: str) -> None:
        """Note that `line` is wrong."""
        self.faults.append((line, shortened(message)))

    def finish(self) -> None:
        """Raise one error for all faults, if there are any; it lists the first of very many."""
        if not self.faults:
            return
        faults = sorted(self.faults)
        listing = "\n".join(f"  {self.path}:{line}: {text}" for line, text in faults[:SHOWN])
        more = f"\n  and {len(faults) - SHOWN:,} more" if len(faults) > SHOWN else ""
        raise InstrumentError(f"{self.path}: {len(faults)} fault(s):\n{listing}{more}")

    def id(self, key: str, line: int) -> None:
        """Note an id that is blank, or hard to tell from another one by its blanks."""
        if not key or key != " ".join(key.split()):
            self.fault(line, f"found the id {key!r}, expected letters, no blanks around them")

    def mapping(self, value: Any, line: int, what: str, keys: Collection[str] | None) -> Mapping:
        """Return `value` if it is a mapping (with no other keys than `keys`), else an empty one."""
        if not isinstance(value, Mapping):
            self.fault(line, f"{what}: found {_shown(value)}, expected a mapping (key: value)")
            return _empty_mapping(line)
        if keys is None:
            return value
        for key in value:
            if key not in keys:
                self.fault(
                    value.lines[key],
                    f"{what}: found the key {key!r}, expected one of {', '.join(keys)}",
                )
        return value

    def text(self, owner: Mapping, key: str, what: str, *, required: bool = False) -> str:
        """Return the text at `key`, or an empty string."""
        if key not in owner:
            if required:
                self.fault(owner.line, f"{what}: the key {key!r} is missing")
            return ""
        value = owner[key]
        if not isinstance(value, str) or not value.strip():
            self.fault(owner.lines[key], f"{what}: {key}: found {_shown(value)}, expected text")
            return ""
        return " ".join(value.split())

    def texts(self, owner: Mapping, key: str, what: str) -> tuple[tuple[str, int], ...]:
        """Return the (text, line) of each item at `key`, where a single text is a list of one."""
        value = owner.get(key, ())
        if isinstance(value, str):
            text = self.text(owner, key, what)
            return ((text, owner.lines[key]),) if text else ()
        if not isinstance(value, (Sequence, tuple)):
            self.fault(
                owner.lines[key], f"{what}: {key}: found {_shown(value)}, expected a list of texts"
            )
            return ()
        texts = []
        for item, line in zip(value, getattr(value, "lines", ()), strict=True):
            if isinstance(item, str) and item.strip():
                texts.append((" ".join(item.split()), line))
            else:
                self.fault(line, f"{what}: {key}: found {_shown(item)}, expected text")
        return tuple(texts)

    def choice(self, owner: Mapping, key: str, what: str, allowed: tuple[str, ...]) -> str:
        """Return the word at `key`, one of `allowed`; the first of them if there is none."""
        value = self.text(owner, key, what) if key in owner else allowed[0]
        if value and value not in allowed:
            expected = ", ".join(filter(None, allowed))
            self.fault(
                owner.lines[key],
                f"{what}: {key}: found {value!r}, expected one of {expected}",
            )
        return value or allowed[0]

    def date(self, owner: Mapping, key: str, what: str) -> dt.date | None:
        """Return the date at `key`, or None."""
        value = self.text(owner, key, what)
        if not value:
            return None
        day = iso_day(value)
        if day is None:
            self.fault(
                owner.lines[key],
                f"{what}: {key}: found {value!r}, expected a date, YYYY-MM-DD",
            )
        return day


def read_marked(path: str | Path, top: str) -> tuple[Checker, Mapping]:
    """Read a YAML file of one mapping under the key `top`; every scalar stays text.

    Returns the checker for the file and the mapping below `top`.

    Raises
    ------
    InstrumentError
        If the file cannot be read, is not valid YAML, repeats a key, or lacks `top`.
    """
    checker, document = read_document(path)
    return checker, below(document, top, checker)


def below(document: Any, top: str, checker: Checker) -> Mapping:
    """Return the mapping under the only key, `top`, of what a YAML file holds.

    Raises
    ------
    InstrumentError
        If it lacks `top`.
    """
    whole = checker.mapping(document, 1, "the file", (top,))
    if top not in whole:
        remedy = "write it in the first line, and indent all else below it"
        for key in sorted(set(_READERS) & set(whole)):
            remedy = f"a file with {key!r} is for `{_READERS[key]}`: are two files swapped?"
        checker.fault(1, f"the key {top!r} is missing; {remedy}")
        checker.finish()
    return checker.mapping(whole[top], whole.lines[top], top, None)


def read_document(path: str | Path) -> tuple[Checker, Any]:
    """Read a YAML file; every scalar stays text. Return its checker and what it holds.

    Raises
    ------
    InstrumentError
        If the file cannot be read, is not valid YAML, or goes beyond the bounds of an instrument.
    """
    path = Path(path)
    checker = Checker(path)
    try:
        text = read_bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InstrumentError(
            f"{path}: byte {error.start} is not UTF-8; save the file as UTF-8"
        ) from None
    if _DIRECTIVE.search(text):  # a million of them take hours
        raise InstrumentError(f"{path}: found the directive %TAG, expected plain YAML without it")
    try:
        return checker, _Builder(checker).build(yaml.parse(text, Loader=yaml.CSafeLoader))
    except yaml.YAMLError as error:
        raise InstrumentError(_syntax_message(path, error)) from None


def write_marked(path: str | Path, document: dict[str, Any]) -> Path:
    """Write an instrument as YAML that `read_marked` reads; return its path."""
    path = Path(path)
    text = yaml.safe_dump(document, allow_unicode=True, sort_keys=False, width=100)
    write_atomically(path, text.encode("utf-8"))
    return path


def _syntax_message(path: Path, error: yaml.YAMLError) -> str:
    mark = getattr(error, "problem_mark", None)
    where = f"{path}:{mark.line + 1}" if mark else f"{path}"
    problem = getattr(error, "problem", None) or str(error)
    return _invalid(where, problem)


def _invalid(where: str, problem: str) -> str:
    return (
        f"{where}: this is not valid YAML: {problem}; check the indentation (spaces, not tabs), "
        "the colon after each key, and quote texts that contain ': ' or begin with * or &"
    )


_DIRECTIVE = re.compile(r"(?:\A|[\r\n\x85\u2028\u2029])%TAG\b")


class _Builder:
    """Makes mappings, sequences and texts of the events of a YAML file, within bounds."""

    def __init__(self, checker: Checker) -> None:
        self._checker = checker
        self._entries = 0
        self._anchors: dict[str, int] = {}

    def build(self, events: Iterator[Any]) -> Any:
        """Return what the only document of a file holds, None if it is empty."""
        document, documents = None, 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise InstrumentError(_invalid(self._at(event), "but found another document"))
            elif isinstance(event, yaml.NodeEvent):
                document = self._node(event, events, 0)
        return document

    def _at(self, event: Any) -> str:
        return f"{self._checker.path}:{event.start_mark.line + 1}"

    def _node(self, event: Any, events: Iterator[Any], depth: int) -> Any:
        self._check(event, depth)
        if isinstance(event, yaml.ScalarEvent):
            return self._text(event)
        if isinstance(event, yaml.SequenceStartEvent):
            items, items.lines = Sequence(), []
            while not isinstance(event := next(events), yaml.SequenceEndEvent):
                items.lines.append(event.start_mark.line + 1)
                items.append(self._node(event, events, depth + 1))
            return items
        mapping = _empty_mapping(event.start_mark.line + 1)
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            line = event.start_mark.line + 1
            is_text = isinstance(event, yaml.ScalarEvent)
            key = self._node(event, events, depth if is_text else depth + 1)
            value = self._node(next(events), events, depth + 1)
            if not isinstance(key, str):
                self._checker.fault(line, f"found {_shown(key)} as a key, expected text")
            elif key in mapping:
                self._checker.fault(
                    line,
                    f"the key {key!r} is already used at line {mapping.lines[key]}; rename one, or "
                    "join the two",
                )
            else:
                mapping[key] = value
                mapping.lines[key] = line
        return mapping

    def _check(self, event: Any, depth: int) -> None:
        self._entries += 1
        if depth > DEEPEST:
            raise InstrumentError(f"{self._at(event)}: nested deeper than {DEEPEST} levels")
        if self._entries > MOST_ENTRIES:
            raise InstrumentError(
                f"{self._at(event)}: found more than {MOST_ENTRIES:,} keys and texts, expected at "
                "most that of an instrument; split it into several files"
            )
        if isinstance(event, yaml.AliasEvent):  # expanding a few of them can fill the memory
            line = self._anchors.get(event.anchor, event.start_mark.line + 1)
            raise InstrumentError(
                f"{self._checker.path}:{line}: found an anchor with an alias (& and *), expected "
                "each entry written out; put a text that begins with & or * in quotation marks"
            )
        if event.anchor is not None:
            self._anchors[event.anchor] = event.start_mark.line + 1

    def _text(self, event: Any) -> str:
        text, line = event.value, event.start_mark.line + 1
        if len(text) > LONGEST:
            self._checker.fault(
                line,
                f"found a text of {len(text):,} characters, {text[:SHOWN]!r}..., expected at most "
                f"{LONGEST:,}",
            )
            return text[:LONGEST]
        control = _CONTROL.search(text)
        if control:
            self._checker.fault(
                line,
                f"found the control character {control.group()!r} in {text!r}, expected none; "
                "delete it",
            )
        return text


def _empty_mapping(line: int) -> Mapping:
    mapping = Mapping()
    mapping.line = line
    mapping.lines = {}
    return mapping


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    return repr(value) if value else "nothing"
