"""What the names of files tell of the articles in them, by a pattern such as {outlet}_{date}."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pandas as pd

from toolkit.read.formats.export import REASON, escaped
from toolkit.read.records import note


class FileNames:
    """A pattern of the names of files below a folder, each part of which becomes a column."""

    def __init__(self, template: str, root: Path) -> None:
        self._template, self._root = template, root
        self._pattern = filename_pattern(template)

    def name(
        self, records: list[dict[str, Any]] | pd.DataFrame, path: Path
    ) -> list[dict[str, Any]] | pd.DataFrame:
        """Return the records of a file with the columns that its name holds."""
        named = self._pattern.fullmatch(self._tail(path))
        if isinstance(records, pd.DataFrame):
            if named:
                return records.assign(**named.groupdict())
            note(records, records[REASON].isna(), self._unfit())
            return records
        for row in records:
            if named:
                row.update(named.groupdict())
            elif row[REASON] is None:
                row[REASON] = self._unfit()
        return records

    def _tail(self, path: Path) -> str:
        """Return a file's name without the ending, below as many folders as the template has."""
        n_folders = self._template.count("/")
        parts = path.relative_to(self._root).with_suffix("").parts
        return escaped("/".join(parts[-1 - n_folders :]))

    def _unfit(self) -> str:
        return f"the name does not fit {self._template!r}; read without docvars from its name"


def filename_pattern(template: str) -> re.Pattern:
    """Return the regular expression for names of files that are made as a template says.

    Raises
    ------
    ValueError
        If it has no names in braces, one of them twice, or the name of the text.
    """
    pieces = re.split(r"\{(\w+)\}", template)
    names = pieces[1::2]
    unfit = "text" in names or not all(map(str.isidentifier, names))
    if not names or unfit or len(set(names)) < len(names):
        raise ValueError(
            f"found {template!r}, expected names in braces, each once and none of them 'text', "
            "such as '{outlet}_{date}_{title}'"
        )
    first, *after = map(re.escape, pieces[::2])
    each = [f"(?P<{name}>.+?){text}" for name, text in zip(names, after, strict=True)]
    # Each but the last is as short as it can be, once and for all: tried in other ways, long names
    # that do not fit would take hours.
    pattern = first + "".join(f"(?>{piece})" for piece in each[:-1]) + each[-1]
    return re.compile(pattern, re.DOTALL)
