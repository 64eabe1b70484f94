"""CITATION.cff: what a study says of itself, and the DOI that a repository gave it.

https://github.com/citation-file-format/citation-file-format (version 1.2.0)
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from toolkit.instruments.bounds import InstrumentError
from toolkit.instruments.marked_yaml import read_document
from toolkit.provenance import write_atomically
from toolkit.text.days import iso_day

CITATION = "CITATION.cff"
# What Crossref recommends to match DOIs by; it finds all but a few of the oldest.
_DOI = re.compile(r"10\.[0-9]{4,9}/[-._;()/:A-Za-z0-9]+")
_BEFORE_DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", re.IGNORECASE)
_ORCID = re.compile(r"https://orcid\.org/(?:[0-9]{4}-){3}[0-9]{3}[0-9X]")
_SPDX = re.compile(r"[A-Za-z0-9][A-Za-z0-9.+-]*")
_DOI_LINE = re.compile(rb"^doi:(?:[^\r\n#]*[^\s#])?", re.MULTILINE)  # without a comment


@dataclass(frozen=True)
class Author:
    """A person, family name first, or a group, which has one name."""

    family: str
    given: str = ""
    is_person: bool = True
    orcid: str = ""
    affiliation: str = ""
    email: str = ""

    @property
    def sorted_name(self) -> str:
        """The name as lists have it: Finch, Fiona."""
        return f"{self.family}, {self.given}" if self.given else self.family

    @property
    def name(self) -> str:
        """The name as it is said: Fiona Finch."""
        return f"{self.given} {self.family}".strip()


@dataclass(frozen=True)
class Citation:
    """What a deposit has to say of itself."""

    title: str
    authors: tuple[Author, ...]
    licence: str  # its SPDX identifier
    date: str  # YYYY-MM-DD
    abstract: str = ""
    keywords: tuple[str, ...] = ()
    version: str = ""
    doi: str = ""


def read_citation(path: Path) -> Citation:
    """Read what a deposit has to say of itself: title, authors, licence and day, at least.

    Raises
    ------
    ValueError
        If the file is not there, is no YAML, or lacks any of these: nothing is made up.
    """
    if not path.is_file():
        raise ValueError(
            f"{path}: found no such file, expected the title, authors, licence and day of the "
            "deposit; write it by https://citation-file-format.github.io"
        )
    fields = _Fields(path)
    title = fields.text("title", expected="the title of the deposit")
    licence = fields.text("license", expected="its licence, by its SPDX identifier: CC-BY-4.0")
    fields.check("license", _SPDX.fullmatch(licence), "an SPDX identifier, such as CC-BY-4.0")
    date = fields.text("date-released", expected="the day on which you publish it, YYYY-MM-DD")
    fields.check("date-released", iso_day(date), "a day, YYYY-MM-DD")
    doi = fields.text("doi")
    fields.check("doi", _DOI.fullmatch(doi), "one such as 10.5281/zenodo.1234567")
    citation = Citation(
        title,
        fields.authors(),
        licence,
        date,
        fields.text("abstract"),
        fields.keywords(),
        fields.text("version"),
        doi,
    )
    fields.checker.finish()
    return citation


class _Fields:
    """The keys of a CITATION.cff, whose faults are noted by their lines."""

    def __init__(self, path: Path) -> None:
        self.checker, document = read_document(path)
        if not isinstance(document, Mapping):
            self.checker.fault(1, "found no keys, expected those of a CITATION.cff")
            document = {}
        self._said, self._lines = document, getattr(document, "lines", {})

    def text(self, key: str, *, expected: str = "") -> str:
        """Return the text of a key, which has to be there if something is expected."""
        value = self._said.get(key, "")
        if not isinstance(value, str):
            self._fault(key, "a list or mapping", "one text")
        elif expected and not value.strip():
            self._fault(key, "none", expected)
        return value.strip() if isinstance(value, str) else ""

    def check(self, key: str, is_right: object, expected: str) -> None:
        """Note a fault if the key has a text that is not right."""
        if not is_right and (value := self._said.get(key)) and isinstance(value, str):
            self._fault(key, repr(value), expected)

    def keywords(self) -> tuple[str, ...]:
        """Return the keywords, if there are any."""
        words = self._said.get("keywords", [])
        if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
            self._fault("keywords", "something else", "a list of texts")
            return ()
        return tuple(words)

    def authors(self) -> tuple[Author, ...]:
        """Return the authors, at least one."""
        rows = self._said.get("authors")
        if not isinstance(rows, list) or not rows:
            self._fault("authors", "none", "a list of those who made the deposit")
            return ()
        return tuple(self._author(row, number) for number, row in enumerate(rows, 1))

    def _author(self, row: Any, number: int) -> Author:
        fields = row if isinstance(row, Mapping) else {}
        said = {key: value.strip() for key, value in fields.items() if isinstance(value, str)}
        family, given = said.get("family-names", ""), said.get("given-names", "")
        group = "" if family or given else said.get("name", "")
        if not (family or given or group):
            names = "family-names and given-names, or the name of a group"
            self._fault("authors", f"no name of number {number}", names)
        orcid = said.get("orcid", "")
        if orcid and not _ORCID.fullmatch(orcid):
            self._fault("authors", f"the orcid {orcid!r}", "https://orcid.org/ and the number")
        family = " ".join(part for part in (said.get("name-particle"), family) if part)
        return Author(
            family or given or group,
            given if family else "",
            not group,
            orcid,
            said.get("affiliation", ""),
            said.get("email", ""),
        )

    def _fault(self, key: str, found: str, expected: str) -> None:
        self.checker.fault(self._lines.get(key, 1), f"{key}: found {found}, expected {expected}")


def record_doi(doi: str, path: Path) -> str:
    """Write the DOI that a repository gave into CITATION.cff; return the one it had before.

    Nothing else in the file changes. `doi` may begin with ``https://doi.org/`` or ``doi:``.

    Raises
    ------
    ValueError
        If it is no DOI, or the file is not there, or no YAML with each key in a line of its own.
    """
    bare = _BEFORE_DOI.sub("", doi.strip(), count=1)
    if not _DOI.fullmatch(bare):
        raise ValueError(f"doi: found {doi!r}, expected a DOI, such as 10.5281/zenodo.1234567")
    if not path.is_file():
        raise ValueError(f"{path}: found no such file, expected the CITATION.cff of the study")
    _, before = read_document(path)
    if not isinstance(before, Mapping):
        raise ValueError(f"{path}: found no keys, expected those of a CITATION.cff")
    data, line = path.read_bytes(), f"doi: {bare}".encode()
    if "doi" in before:
        written = _DOI_LINE.sub(line, data, count=1)
    else:
        written = data + (b"" if data.endswith(b"\n") else b"\n") + line + b"\n"
    if _read(written) != {**before, "doi": bare}:
        raise ValueError(
            f"{path}: found YAML into which no line can be put, expected each key in a line of its "
            f"own; write {line.decode()!r} into it"
        )
    write_atomically(path, written)
    old = before.get("doi", "")
    return old if isinstance(old, str) else ""


def _read(data: bytes) -> Any:
    """Return what YAML holds; None if it is none."""
    with TemporaryDirectory() as folder:
        path = Path(folder, CITATION)
        path.write_bytes(data)
        try:
            return read_document(path)[1]
        except InstrumentError:
            return None
