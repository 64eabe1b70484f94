"""What a first corpus.yml says: the options that were given, and what the records show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from toolkit.instruments.marked_yaml import write_marked
from toolkit.provenance import relative_path
from toolkit.read.files import TABLE, TEXT
from toolkit.read.formats.export import FORMAT
from toolkit.read.header import COLUMNS, our_name
from toolkit.read.records import tidy
from toolkit.read.settings import FILE, TOP, CorpusSettings
from toolkit.text.days import read_day
from toolkit.text.word_lists import read_words


def propose(raw: pd.DataFrame, settings: CorpusSettings) -> CorpusSettings:
    """Return the settings with what the records of a corpus show and nobody has said.

    A column of tables is taken for one of ours that they lack if it is the only one whose name
    means that. A format of dates is taken if it is the only one that reads them all.
    """
    tables = raw[raw[FORMAT] == TABLE].dropna(axis="columns", how="all")
    columns = settings.general.columns or _find_columns(list(tables.columns))
    general = replace(settings.general, columns=columns)
    own = raw[raw[FORMAT].isin((TEXT, TABLE))]
    dates = [name for name in own if name == columns.get("date") or our_name(name) == "date"]
    if general.date_format is None and len(dates) == 1:
        general = replace(general, date_format=_find_format(own[dates[0]]))
    return replace(settings, general=general)


def said_of(settings: CorpusSettings, folder: Path) -> dict[str, Any]:
    """Return what the corpus.yml of a folder would say: all that is not so by default."""
    default, docvars = CorpusSettings(), settings.docvars
    inside = docvars is not None and docvars.resolve().is_relative_to(folder.resolve())
    usual = {"columns": {}, "encoding": default.general.encoding, "seconds": default.seconds}
    said = {
        "columns": dict(settings.general.columns),
        "date_format": settings.general.date_format,
        "encoding": settings.general.encoding,
        "filenames": settings.filenames,
        "docvars": relative_path(docvars, folder) if docvars and inside else None,
        "seconds": settings.seconds,
    }
    return {name: value for name, value in said.items() if value != usual.get(name)}


def write_settings(folder: Path, said: dict[str, Any]) -> Path:
    """Write the corpus.yml of a folder; return its path."""
    return write_marked(folder / FILE, {TOP: said})


def _find_columns(theirs: list[str]) -> Mapping[str, str]:
    """Return {our name: theirs} of the columns whose names mean one that is not there."""
    there = set(map(our_name, theirs)) & set(COLUMNS)
    found: dict[str, list[str]] = {}
    for column in theirs:
        ours = _meanings().get(our_name(column))
        if ours and ours not in there:
            found.setdefault(ours, []).append(column)
    return {name: found[name][0] for name in COLUMNS if len(found.get(name, ())) == 1}


def _find_format(dates: pd.Series) -> str | None:
    """Return the only format that reads all dates, if some of them need one."""
    if pd.api.types.is_datetime64_any_dtype(dates):
        return None
    given = tidy(dates).dropna().unique()
    if all(map(read_day, given)):
        return None
    fit = [
        date_format
        for date_format in _words()["date_formats"]
        if pd.to_datetime(pd.Series(given), format=date_format, errors="coerce").notna().all()
    ]
    return fit[0] if len(fit) == 1 else None


@cache
def _meanings() -> dict[str, str]:
    return {word: ours for ours, row in _words()["columns"].items() for word in row}


@cache
def _words() -> dict[str, Any]:
    return read_words(__file__, "proposal.yml")
