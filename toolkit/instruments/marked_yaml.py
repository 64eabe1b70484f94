"""YAML with line numbers, for instruments that a researcher writes by hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from pathlib import Path
from typing import Any

import yaml

from toolkit.provenance import write_atomically
from toolkit.text.days import iso_day


class InstrumentError(ValueError):
    """A registry or lexicon file with faults; the message names the line of each."""


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
        self.nodes: set[int] = set()

    def fault(self, line: int, message: str) -> None:
        """Note that `line` is wrong."""
        self.faults.append((line, message))

    def finish(self) -> None:
        """Raise one error for all faults, if there are any."""
        if not self.faults:
            return
        listing = "\n".join(f"  {self.path}:{line}: {text}" for line, text in sorted(self.faults))
        raise InstrumentError(f"{self.path}: {len(self.faults)} fault(s):\n{listing}")

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
                owner.lines[key], f"{what}: {key}: found {value!r}, expected one of {expected}"
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
                owner.lines[key], f"{what}: {key}: found {value!r}, expected a date, YYYY-MM-DD"
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
    checker, value = read_document(path)
    whole = checker.mapping(value, 1, "the file", (top,))
    if top not in whole:
        checker.fault(1, f"the key {top!r} is missing")
        checker.finish()
    below = checker.mapping(whole[top], whole.lines[top], top, None)
    return checker, below


def read_document(path: str | Path) -> tuple[Checker, Any]:
    """Read a YAML file; every scalar stays text. Return its checker and what it holds.

    Raises
    ------
    InstrumentError
        If the file cannot be read or is not valid YAML.
    """
    path = Path(path)
    checker = Checker(path)
    try:
        node = yaml.compose(path.read_text(encoding="utf-8-sig"), Loader=yaml.SafeLoader)
    except OSError as error:
        raise InstrumentError(
            f"{path}: cannot be read ({error.strerror}); check the path, as seen from {Path.cwd()}"
        ) from None
    except UnicodeDecodeError as error:
        raise InstrumentError(
            f"{path}: byte {error.start} is not UTF-8; save the file as UTF-8"
        ) from None
    except yaml.YAMLError as error:
        raise InstrumentError(_syntax_message(path, error)) from None
    except RecursionError:
        raise InstrumentError(f"{path}: nested deeper than {_DEEPEST} levels") from None
    return checker, _plain(node, checker, 0) if node is not None else None


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
    return (
        f"{where}: this is not valid YAML: {problem}; check the indentation (spaces, not tabs), "
        "the colon after each key, and quote texts that contain ': ' or begin with * or &"
    )


_DEEPEST = 20


def _plain(node: yaml.Node, checker: Checker, depth: int) -> Any:
    if depth > _DEEPEST:
        raise InstrumentError(
            f"{checker.path}:{node.start_mark.line + 1}: nested deeper than {_DEEPEST} levels"
        )
    if id(node) in checker.nodes:  # an alias; expanding a few of them can fill the memory
        raise InstrumentError(
            f"{checker.path}:{node.start_mark.line + 1}: found an anchor with an alias (& and *), "
            "expected each entry written out"
        )
    checker.nodes.add(id(node))
    if isinstance(node, yaml.ScalarNode):
        return node.value
    if isinstance(node, yaml.SequenceNode):
        items = Sequence(_plain(item, checker, depth + 1) for item in node.value)
        items.lines = [item.start_mark.line + 1 for item in node.value]
        return items
    mapping = _empty_mapping(node.start_mark.line + 1)
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 1
        key = key_node.value if isinstance(key_node, yaml.ScalarNode) else repr(key_node.value)
        if key in mapping:
            checker.fault(line, f"the key {key!r} is already used at line {mapping.lines[key]}")
            continue
        mapping[key] = _plain(value_node, checker, depth + 1)
        mapping.lines[key] = line
    return mapping


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
