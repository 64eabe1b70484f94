"""How a corpus is read: what its corpus.yml says, and the arguments that take its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from fnmatch import fnmatchcase
from functools import cached_property
from itertools import accumulate
from numbers import Integral
from pathlib import Path
from typing import Any

import pandas as pd

from toolkit.instruments.bounds import InstrumentError
from toolkit.instruments.marked_yaml import Checker, read_marked
from toolkit.instruments.marked_yaml import Mapping as Marked
from toolkit.read.filenames import filename_pattern
from toolkit.read.formats.export import SOURCE
from toolkit.read.formats.sandbox import SECONDS
from toolkit.read.header import COLUMNS
from toolkit.read.outlets import FILE as OUTLETS
from toolkit.read.outlets import load_outlets
from toolkit.tables.arguments import as_path, describe, expect_mapping, expect_type

FILE, TOP = "corpus.yml", "corpus"
_DAY = 86_400  # seconds


@dataclass(frozen=True)
class Settings:
    """How some files are read, and what is true of their articles that do not say it themselves."""

    columns: Mapping[str, str] = field(default_factory=dict)
    date_format: str | None = None
    encoding: str = "utf-8"
    outlet: str | None = None
    speaker: str | None = None
    language: str | None = None

    @property
    def constants(self) -> dict[str, str]:
        """What an article says that leaves it empty, by column."""
        said = {name: getattr(self, name) for name in ("outlet", "speaker", "language")}
        return {name: value for name, value in said.items() if value is not None}


_OF_FILES = tuple(item.name for item in fields(Settings))
_OF_CORPUS = (*_OF_FILES, "filenames", "docvars", "seconds", "files")


@dataclass(frozen=True)
class CorpusSettings:
    """How a corpus is read: all of its files, and some otherwise, by a pattern of their names."""

    general: Settings = field(default_factory=Settings)
    files: Mapping[str, Settings] = field(default_factory=dict)
    filenames: str | None = None
    docvars: Path | None = None
    seconds: int = SECONDS
    outlets: Mapping[str, str] = field(default_factory=dict)
    path: Path | None = None  # of corpus.yml, if there is one
    lines: Mapping[str, int] = field(default_factory=dict)  # where the patterns stand in it

    def of(self, source: str) -> Settings:
        """Return how a file is read, by its name in the ledger."""
        pattern = self._pattern_of(source)
        return self.general if pattern is None else self.files[pattern]

    def split(self, raw: pd.DataFrame, what: str) -> list[tuple[Any, pd.DataFrame]]:
        """Return (value, records) for each value that the files' settings have of `what`."""
        if not self.files:
            return [(getattr(self.general, what), raw)]
        values: list[Any] = []
        numbers = {}
        for source in raw[SOURCE].unique():
            value = getattr(self.of(source), what)
            if value not in values:
                values.append(value)
            numbers[source] = values.index(value)
        groups = raw.groupby(raw[SOURCE].map(numbers), sort=False)
        return [(values[number], rows) for number, rows in groups]

    def check_patterns(self, sources: pd.Series) -> None:
        """Raise unless each pattern stands for some of the files.

        Raises
        ------
        InstrumentError
            With the line of the first that does not.
        """
        used = set(map(self._pattern_of, sources.unique()))
        for pattern in self.files:
            if pattern not in used:
                raise InstrumentError(
                    f"{self.path}:{self.lines[pattern]}: files: {pattern!r} stands for no file, "
                    "expected the name of a file or folder as `toolkit check` lists it, with * for "
                    "any letters; of several that fit a file, the first counts"
                )

    def _pattern_of(self, source: str) -> str | None:
        if not self.files:
            return None
        if source not in self._patterns:
            names = list(accumulate(source.split("/"), "{}/{}".format))  # of folders, and its own
            fit = (p for p in self.files if any(fnmatchcase(name, p) for name in names))
            self._patterns[source] = next(fit, None)
        return self._patterns[source]

    @cached_property
    def _patterns(self) -> dict[str, str | None]:
        """The pattern of each file that has been asked about."""
        return {}


def settings_of(
    path: Path,
    *,
    columns: Mapping[str, str] | None,
    filenames: str | None,
    docvars: str | Path | None,
    date_format: str | None,
    encoding: str | None,
    seconds: int | None,
) -> CorpusSettings:
    """Return how the corpus at `path` is read: an argument takes the place of what its file says.

    Raises
    ------
    ValueError
        If an argument is not what is expected.
    InstrumentError
        With the line of each fault of the files corpus.yml and outlets.yml.
    """
    expect_mapping(columns, "columns", expected="our names and the corpus's, {'text': 'Body'}")
    if filenames is not None:
        expect_type(
            filenames, "filenames", str, expected="a text such as '{outlet}_{date}_{title}'"
        )
    of_files: dict[str, Any] = {
        "columns": columns,
        "date_format": date_format,
        "encoding": encoding,
    }
    of_corpus: dict[str, Any] = {
        "filenames": filenames,
        "docvars": None if docvars is None else as_path(docvars, "docvars"),
        "seconds": seconds,
    }
    for name, fault in _faults(of_files | of_corpus):
        raise ValueError(f"{name}: {fault}")
    given = {name: value for name, value in of_files.items() if value is not None}
    settings = _load(path) if path.is_dir() else CorpusSettings()
    return replace(
        settings,
        general=replace(settings.general, **given),
        files={name: replace(section, **given) for name, section in settings.files.items()},
        **{name: value for name, value in of_corpus.items() if value is not None},
    )


def _faults(given: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield (argument, what is wrong with it) of those that are given."""
    columns = given.get("columns") or {}
    for name in columns:
        if name not in COLUMNS:
            yield "columns", f"found the key {name!r}, expected one of {', '.join(COLUMNS)}"
    given_names = list(columns.values())
    for column in dict.fromkeys(given_names):
        if given_names.count(column) > 1:
            yield "columns", f"found {column!r} more than once, expected each name once"
    date_format = given.get("date_format")
    if date_format is not None and not _is_format(date_format):
        yield (
            "date_format",
            f"found {date_format!r}, expected a format of strptime, such as '%d/%m/%Y'",
        )
    encoding = given.get("encoding")
    if encoding is not None and not _is_encoding(encoding):
        yield (
            "encoding",
            f"found {encoding!r}, expected the name of a text encoding, such as 'cp1252'",
        )
    if given.get("filenames") is not None:
        try:
            filename_pattern(given["filenames"])
        except ValueError as error:
            yield "filenames", str(error)
    seconds = given.get("seconds")
    whole = isinstance(seconds, Integral) and not isinstance(seconds, bool)
    if seconds is not None and not (whole and 1 <= seconds <= _DAY):
        yield "seconds", f"found {describe(seconds)}, expected a whole number from 1 to {_DAY}"


def _is_format(date_format: Any) -> bool:
    if not isinstance(date_format, str) or "%" not in date_format:
        return False
    try:
        pd.to_datetime(pd.Series(["2020-11-10"]), format=date_format, errors="coerce")
    except ValueError:  # such as a letter that stands for nothing
        return False
    return True


def _is_encoding(name: Any) -> bool:
    try:
        "".encode(name)
    except (LookupError, TypeError, ValueError):
        return False
    return True


def _load(folder: Path) -> CorpusSettings:
    for name in (FILE, OUTLETS):
        for other in (Path(name).with_suffix(".yaml"), Path("articles", name)):
            if (folder / other).exists():
                raise InstrumentError(
                    f"{folder / other}: is not read there; call it {name}, in the folder {folder}"
                )
    settings = CorpusSettings(outlets=load_outlets(folder))
    path = folder / FILE
    if not path.exists():
        return settings
    checker, entry = read_marked(path, TOP)
    checker.mapping(entry, entry.line, TOP, _OF_CORPUS)
    general = _settings(entry, TOP, checker, Settings())
    docvars = checker.text(entry, "docvars", TOP)
    if docvars and (Path(docvars).is_absolute() or ".." in Path(docvars).parts):
        checker.fault(
            entry.lines["docvars"],
            f"{TOP}: docvars: found {docvars!r}, expected the name of a file in the folder of the "
            "corpus",
        )
    at = entry.lines.get("files", entry.line)
    sections = checker.mapping(entry.get("files", Marked()), at, "files", None)
    files = {}
    for pattern, value in sections.items():
        section = checker.mapping(value, sections.lines[pattern], pattern, _OF_FILES)
        files[pattern] = _settings(section, pattern, checker, general)
    filenames = _text(entry, "filenames", TOP, checker)
    seconds = checker.text(entry, "seconds", TOP)
    limit: Any = int(seconds) if seconds.isdecimal() else seconds or None
    _note({"seconds": limit, "filenames": filenames}, entry, TOP, checker)
    checker.finish()
    return replace(
        settings,
        general=general,
        files=files,
        filenames=filenames,
        docvars=folder / docvars if docvars else None,
        seconds=limit or SECONDS,
        path=path,
        lines=getattr(sections, "lines", {}),
    )


def _settings(entry: Marked, what: str, checker: Checker, general: Settings) -> Settings:
    """Return the settings of a section, and where it says nothing those of the whole corpus."""
    said: dict[str, Any] = {
        name: _text(entry, name, what, checker) for name in _OF_FILES if name != "columns"
    }
    if "columns" in entry:
        at = entry.lines["columns"]
        columns = checker.mapping(entry["columns"], at, f"{what}: columns", None)
        texts = {name: _text(columns, name, f"{what}: columns", checker) for name in columns}
        said["columns"] = {name: text for name, text in texts.items() if text}
    _note(said, entry, what, checker)
    return replace(general, **{name: value for name, value in said.items() if value is not None})


def _note(said: Mapping[str, Any], entry: Marked, what: str, checker: Checker) -> None:
    for name, fault in _faults(said):
        checker.fault(entry.lines[name], f"{what}: {name}: {fault}")


def _text(entry: Marked, key: str, what: str, checker: Checker) -> str | None:
    """Return the text at a key as it is written: the name of a column may hold several blanks."""
    return entry[key].strip() if checker.text(entry, key, what) else None
