"""The columns of a corpus under our names: what a researcher says, file by file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import compress
from pathlib import Path

import pandas as pd

from toolkit.read.files import TABLE, TEXT
from toolkit.read.formats.export import (
    DECLARED,
    FORMAT,
    POSITION,
    REASON,
    RECORD,
    RESULT_SET,
    SEARCH_TERMS,
    SOURCE,
    WHOLE,
    WORDS,
)
from toolkit.read.header import COLUMNS, take_ours
from toolkit.read.ledger import OUTCOME
from toolkit.read.records import CorpusError
from toolkit.read.settings import CorpusSettings

OF_LEDGER = (SOURCE, RECORD, REASON, OUTCOME, FORMAT, DECLARED, POSITION, RESULT_SET, SEARCH_TERMS)
INNER = (*OF_LEDGER, WORDS, WHOLE)


def rename(
    raw: pd.DataFrame,
    docvars: pd.DataFrame,
    settings: CorpusSettings,
    path: Path,
    *,
    mixed: bool = False,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Give our names to the researcher's columns; those of exports have them already.

    With `mixed`, there are other records, of which some are no exports, and whose columns may be
    others: a column that is not there is not missed.

    Raises
    ------
    CorpusError
        If there is no such column, or none that holds the text.
    """
    custom = _is_custom(raw, mixed=mixed)
    beside = docvars.columns.drop([*INNER], errors="ignore")
    pieces = []
    for columns, rows in settings.split(raw, "columns"):
        ours = custom[rows.index]
        theirs = _their_columns(rows, ours)
        if columns == settings.general.columns:
            theirs = theirs.union(beside, sort=False)
        if not mixed:
            _check_columns(columns, theirs, path)
        pieces.append(take_ours(_rename_by_file(rows, columns, ours), ours))
    renamed = pieces[0] if len(pieces) == 1 else _join(pieces, settings)
    docvars = take_ours(_rename_own(docvars, settings.general.columns, docvars.columns))
    lacking = not mixed and raw[REASON].isna().any()
    if lacking and "text" not in renamed and "text" not in docvars:
        theirs = _their_columns(raw, custom).union(beside, sort=False)
        raise CorpusError(
            f"{path}: found no column 'text', only {', '.join(theirs)}; say which one holds the "
            "articles: columns={'text': '...'}"
        )
    missing = [name for name in (*COLUMNS, *INNER) if name not in renamed]
    nothing = pd.Series(None, index=renamed.index, dtype="str")  # made once for them all
    return renamed.assign(**dict.fromkeys(missing, nothing)), docvars


def _is_custom(raw: pd.DataFrame, *, mixed: bool) -> pd.Series:
    """Tell which records have columns of the researcher's own; all, if all are of exports."""
    custom = raw[FORMAT].isna() | raw[FORMAT].isin((TEXT, TABLE))
    return custom | (not mixed and not custom.any())


def _their_columns(rows: pd.DataFrame, custom: pd.Series) -> pd.Index:
    own = rows if custom.all() else rows[custom].dropna(axis="columns", how="all")
    return own.columns.drop([*INNER], errors="ignore")


def _join(pieces: list[pd.DataFrame], settings: CorpusSettings) -> pd.DataFrame:
    """Return groups of records as one table; a column that was renamed in one is not left empty."""
    renamed = pd.concat(pieces).sort_index()
    everywhere = (settings.general, *settings.files.values())
    named = {column for own in everywhere for column in own.columns.values()} - set(COLUMNS)
    return _drop_empty(renamed, named)


def _drop_empty(renamed: pd.DataFrame, names: Iterable[str]) -> pd.DataFrame:
    left = [name for name in names if name in renamed and renamed[name].isna().all()]
    return renamed.drop(columns=left)


def _check_columns(columns: Mapping[str, str], theirs: pd.Index, path: Path) -> None:
    for name, column in columns.items():
        if column not in theirs:
            listing = ", ".join(theirs)
            raise CorpusError(f"{path}: found no column {column!r} for {name}, only {listing}")


def _rename_by_file(
    raw: pd.DataFrame, columns: Mapping[str, str], custom: pd.Series
) -> pd.DataFrame:
    """Rename the columns that each file has; a file has those in which any record says anything."""
    mapped = [column for column in columns.values() if column in raw]
    there = [raw[column].notna() for column in mapped]
    one_file = (raw[SOURCE] == raw[SOURCE].iloc[0]).all()
    if custom.all() and (one_file or all(said.all() for said in there)):
        return _rename_own(raw, columns, mapped)
    if not mapped:
        return raw
    there = [said.groupby(raw[SOURCE]).transform("any")[custom] for said in there]
    pieces = [] if custom.all() else [raw[~custom]]
    for has, rows in raw[custom].groupby(there):
        pieces.append(_rename_own(rows, columns, list(compress(mapped, has))))
    renamed = pd.concat(pieces).sort_index()
    return _drop_empty(renamed, (name for name in mapped if name not in COLUMNS))


def _rename_own(
    rows: pd.DataFrame, columns: Mapping[str, str], mapped: Iterable[str]
) -> pd.DataFrame:
    """Rename the columns `mapped`, which replace ours; one of ours moves only if it is replaced."""
    names = {column: name for name, column in columns.items() if column in mapped}
    while stay := [name for name in names if name in columns and columns[name] not in names]:
        names = {column: name for column, name in names.items() if column not in stay}
    replaced = [name for name in names.values() if name in rows and name not in names]
    return rows.drop(columns=replaced).rename(columns=names)
