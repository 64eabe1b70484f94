"""Docvars: what a table of the researcher's says about articles, joined to them."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from toolkit.read.files import TABLE, TEXT
from toolkit.read.formats.export import FORMAT, REASON, RECORD, SOURCE, escaped
from toolkit.read.records import CorpusError, note, read_table, tidy

# What is cut off a file's name to make an id of it.
_ENDING = r"(?i)\.(?:txt|md|docx?|rtf|html?|xml|eml|pdf|zip)$"


def read_docvars(path: Path, encoding: str) -> pd.DataFrame:
    """Return the table at `path` by its ids or file names, with the REASON of a faulty row."""
    table = read_table(path, encoding=encoding).drop(columns=[SOURCE, RECORD])
    theirs = table.columns.drop(REASON)
    key = next((name for name in ("doc_id", "filename", "file") if name in theirs), None)
    if key is None:
        raise CorpusError(
            f"{path}: found the columns {', '.join(theirs)}, expected one named doc_id, "
            "filename or file that says which article a row is about"
        )
    ids = tidy(table.pop(key))
    # Whole numbers stay whole where articles have no row.
    table = table.assign(**table.select_dtypes("integer").convert_dtypes())
    return table.set_index(ids)[ids.notna().to_numpy()]


def join_docvars(raw: pd.DataFrame, table: pd.DataFrame, path: Path) -> pd.DataFrame:
    """Return the records with the columns of the table read from `path`; both have our names."""
    wanted = _keys(raw)
    if wanted.isna().all() and raw[REASON].isna().any():
        raise CorpusError(
            f"{path}: docvars need articles with ids; say which column holds "
            "them: columns={'doc_id': '...'}"
        )
    # An ending belongs to an id that some record has exactly so, else to the name of a file.
    ids = table.index
    names = ids.where(ids.isin(wanted), ids.str.replace(_ENDING, "", regex=True))
    if names.has_duplicates:
        twice = names[names.duplicated()][0]
        raise CorpusError(f"{path}: {ids.name} {twice!r} is in it twice")
    table = table.set_axis(names)
    docvars = table.reindex(wanted).set_axis(raw.index)
    name = escaped(path.name)
    notes = f"{name}: " + docvars.pop(REASON).astype("str")
    shared = docvars.columns.intersection(raw.columns)
    filled = {name: _fill(raw[name], table[name], wanted) for name in shared}
    joined = pd.concat([raw.assign(**filled), docvars.drop(columns=shared)], axis=1)
    note(joined, notes.notna(), notes)
    unknown = wanted.notna() & ~wanted.isin(table.index)
    note(joined, unknown, f"no row in {name}; read without docvars")
    return joined


def _keys(raw: pd.DataFrame) -> pd.Series:
    """Return what each record is called in the table: its id, or the file of an export."""
    keys = tidy(raw["doc_id"])
    custom = raw[FORMAT].isna() | raw[FORMAT].isin((TEXT, TABLE))
    files = raw[SOURCE].astype("str").str.replace(_ENDING, "", regex=True)
    return keys.where(keys.notna() | custom, files)


def _fill(values: pd.Series, others: pd.Series, wanted: pd.Series) -> pd.Series:
    """Fill empty values from the docvars; the result is text if the two differ in type.

    Values that docvars need not fill stay as they are.
    """
    said = values.notna() & (values.astype("str") != "")
    if said.all():
        return values
    if said.any() and values.dtype != others.dtype:
        values, others = values.astype("str"), others.astype("str")
    others = others.reindex(wanted).set_axis(values.index)
    return values.where(said, others) if said.any() else others
