"""From files to the articles table, with a ledger that accounts for every record."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Mapping
from hashlib import sha256
from itertools import compress
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from toolkit.display.printable import printable_line
from toolkit.read.compose import compose
from toolkit.read.days import parse_days
from toolkit.read.docvars import join_docvars, read_docvars
from toolkit.read.files import TABLE, TEXT, read_file, read_folder
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
from toolkit.read.formats.format import table_formats
from toolkit.read.formats.plain_text import SUFFIXES
from toolkit.read.header import COLUMNS, take_ours
from toolkit.read.ledger import OUTCOME, PASSED_OVER, Ledger, count_records
from toolkit.read.records import CorpusError, note, read_table, tidy
from toolkit.read.several import note_several
from toolkit.tables.arguments import as_path, expect_mapping, expect_type
from toolkit.tables.schema import check_table, make_table

_LEDGER = (SOURCE, RECORD, REASON, OUTCOME, FORMAT, DECLARED, POSITION, RESULT_SET, SEARCH_TERMS)
_INNER = (*_LEDGER, WORDS, WHOLE)


class Corpus(NamedTuple):
    """What was read of a corpus: its articles, and the ledger that accounts for every record."""

    articles: pd.DataFrame
    ledger: Ledger


class CorpusWarning(UserWarning):
    """Something in a corpus that was skipped or read with a flaw; the message counts it."""


def load_corpus(
    path: str | Path,
    *,
    columns: Mapping[str, str] | None = None,
    filenames: str | None = None,
    docvars: str | Path | None = None,
    date_format: str | None = None,
    encoding: str = "utf-8",
) -> pd.DataFrame:
    """Load a corpus as the articles table, one row per article, in the order of the source.

    Parameters
    ----------
    path
        A folder of ``.txt`` and ``.md`` files (its subfolder ``articles`` if there is one), each
        with YAML front matter or none, tables and exports of press databases; or one file of
        these, such as a ``.csv``, ``.json``, ``.jsonl`` or ``.parquet`` with a record per article.
    columns
        What the corpus calls our columns: ``{"text": "Body", "outlet": "Source"}``. Our columns
        are text, title, outlet, date, language, speaker, doc_id, family_id, in any case; all
        others become docvars. Values within values of JSON are called ``meta.date``. `speaker` is
        who speaks a whole document, as of a speech or a press release.
    filenames
        How file names are made, such as ``"{outlet}_{date}_{title}"``, without the ending; with
        the folders they are in, such as ``"{speaker}/{date}"``, if they tell something too. What a
        name holds is true of every article in the file.
    docvars
        A CSV or TSV file with a row per article and a column ``doc_id``, ``filename`` or ``file``.
        What an article says of itself is kept; the row fills what it leaves empty.
    date_format
        How dates are written, as for ``strptime``. Without it, ISO dates (2020-11-10) and full
        dates with the month's name are read; "10/11/2020" is not guessed at. A time of day is
        dropped (with ``%z``, after conversion to UTC).
    encoding
        Of those text files and tables that are not UTF-8.

    Raises
    ------
    CorpusError
        If nothing can be read: no such path, an empty folder, no text column, no readable record.

    Warns
    -----
    CorpusWarning
        With counts, if some records were not read or lack what they should have; `load_ledger`
        lists them, and `load_with_ledger` returns that list from the same reading.
    """
    articles, ledger = load_with_ledger(
        path,
        columns=columns,
        filenames=filenames,
        docvars=docvars,
        date_format=date_format,
        encoding=encoding,
    )
    _warn(path, ledger)
    return articles


def load_ledger(
    path: str | Path,
    *,
    columns: Mapping[str, str] | None = None,
    filenames: str | None = None,
    docvars: str | Path | None = None,
    date_format: str | None = None,
    encoding: str = "utf-8",
) -> Ledger:
    """Account for every record that `load_corpus` finds under the same arguments.

    Returns the ledger table: a row per record with its outcome (read, rejected, duplicate) and,
    where something was wrong, the reason. To get the articles too, use `load_with_ledger`, which
    reads once.
    """
    return load_with_ledger(
        path,
        columns=columns,
        filenames=filenames,
        docvars=docvars,
        date_format=date_format,
        encoding=encoding,
    ).ledger


def load_with_ledger(
    path: str | Path,
    *,
    columns: Mapping[str, str] | None = None,
    filenames: str | None = None,
    docvars: str | Path | None = None,
    date_format: str | None = None,
    encoding: str = "utf-8",
) -> Corpus:
    """Load a corpus and its ledger in one reading; faults are in the ledger, with no warnings.

    Parameters are those of `load_corpus`.

    Returns
    -------
    Corpus
        A named tuple of `articles`, as `load_corpus` returns them, and `ledger`, as `load_ledger`.

    Raises
    ------
    CorpusError
        As `load_corpus` does.
    """
    path = as_path(path, "path")
    docvars = None if docvars is None else as_path(docvars, "docvars")
    expect_mapping(columns, "columns", expected="our names and the corpus's, {'text': 'Body'}")
    columns = columns or {}
    _check_options(filenames, date_format, encoding)
    # Docvars may fill in texts: the words of what a table holds are not counted then.
    text = columns.get("text", "text") if docvars is None else None
    raw = _read(path, encoding, filenames, docvars, text)
    passed_over = raw.attrs.pop(PASSED_OVER, [])
    table = pd.DataFrame() if docvars is None else read_docvars(docvars, encoding)
    raw, table = _rename(raw, table, columns, path)
    if docvars is not None:
        raw = join_docvars(raw, table, docvars)
    raw = _judge(raw, date_format)
    names = {name: name.removeprefix("ledger: ") for name in _LEDGER}
    ledger = make_table("ledger", raw[[*_LEDGER, "doc_id"]].rename(columns=names))
    read = raw[OUTCOME] == "read"
    kept = raw if read.all() else raw[read]
    if kept.empty:
        reasons = raw[REASON].value_counts().head(3)
        listing = "; ".join(f"{count} x {reason}" for reason, count in reasons.items())
        raise CorpusError(f"{path}: none of {len(raw)} record(s) could be read: {listing}")
    articles = make_table(
        "articles", compose(kept).drop(columns=list(_INNER)).reset_index(drop=True)
    )
    account = Ledger(check_table(ledger, "ledger"))
    account.attrs[PASSED_OVER] = passed_over
    return Corpus(check_table(articles, "articles"), account)


def _check_options(filenames: str | None, date_format: str | None, encoding: str) -> None:
    if filenames is not None:
        expect_type(
            filenames, "filenames", str, expected="a text such as '{outlet}_{date}_{title}'"
        )
    if date_format is not None and not (isinstance(date_format, str) and "%" in date_format):
        raise ValueError(
            f"date_format: found {date_format!r}, expected a format of strptime, such as '%d/%m/%Y'"
        )
    try:
        "".encode(encoding)
    except (LookupError, TypeError):
        raise ValueError(
            f"encoding: found {encoding!r}, expected the name of a text encoding, such as 'cp1252'"
        ) from None


def _read(
    path: Path, encoding: str, filenames: str | None, docvars: Path | None, text: str | None
) -> pd.DataFrame:
    if path.is_dir():
        folder = path / "articles" if (path / "articles").is_dir() else path
        raw = read_folder(folder, encoding=encoding, filenames=filenames, but=docvars)
        expected = f"files ending in {' or '.join(SUFFIXES)}, or exports of a press database"
    elif not path.exists():
        raise CorpusError(
            f"{path}: no such file or folder, as seen from {Path.cwd()}; check the path"
        )
    elif filenames:
        raise ValueError(
            f"filenames: found {filenames!r} for {path}, which is one file, expected a folder"
        )
    elif path.suffix.lower() in table_formats():
        raw = read_table(path, encoding=encoding, text=text).assign(**{FORMAT: TABLE})
        expected = "a record per article"
    else:
        raw = read_file(path, encoding=encoding)
        expected = "a record per article"
    if raw.empty:
        raise CorpusError(f"{path}: found no articles, expected {expected}")
    return raw


def _rename(
    raw: pd.DataFrame, docvars: pd.DataFrame, columns: Mapping[str, str], path: Path
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Give our names to the researcher's columns; those of exports have them already."""
    custom = raw[FORMAT].isna() | raw[FORMAT].isin((TEXT, TABLE))
    custom |= not custom.any()
    theirs = raw.columns if custom.all() else raw[custom].dropna(axis="columns", how="all").columns
    theirs = [name for name in theirs.union(docvars.columns, sort=False) if name not in _INNER]
    _check_columns(columns, theirs, path)
    renamed = take_ours(_rename_by_file(raw, columns, custom), custom)
    docvars = take_ours(_rename_own(docvars, columns, docvars.columns))
    if "text" not in renamed and "text" not in docvars and raw[REASON].isna().any():
        raise CorpusError(
            f"{path}: found no column 'text', only {', '.join(theirs)}; say which one holds the "
            "articles: columns={'text': '...'}"
        )
    missing = [name for name in (*COLUMNS, *_INNER) if name not in renamed]
    nothing = pd.Series(None, index=renamed.index, dtype="str")  # made once for them all
    return renamed.assign(**dict.fromkeys(missing, nothing)), docvars


def _check_columns(columns: Mapping[str, str], theirs: list[str], path: Path) -> None:
    for name, column in columns.items():
        if name not in COLUMNS:
            raise ValueError(
                f"columns: found the key {name!r}, expected one of {', '.join(COLUMNS)}"
            )
        if list(columns.values()).count(column) > 1:
            raise ValueError(f"columns: found {column!r} more than once, expected each name once")
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
    left = [name for name in mapped if name in renamed and name not in COLUMNS]
    return renamed.drop(columns=[name for name in left if renamed[name].isna().all()])


def _rename_own(
    rows: pd.DataFrame, columns: Mapping[str, str], mapped: Iterable[str]
) -> pd.DataFrame:
    """Rename the columns `mapped`, which replace ours; one of ours moves only if it is replaced."""
    names = {column: name for name, column in columns.items() if column in mapped}
    while stay := [name for name in names if name in columns and columns[name] not in names]:
        names = {column: name for column, name in names.items() if column not in stay}
    replaced = [name for name in names.values() if name in rows and name not in names]
    return rows.drop(columns=replaced).rename(columns=names)


def _judge(raw: pd.DataFrame, date_format: str | None) -> pd.DataFrame:
    """Add the outcome of each record, and parse its date."""
    raw = raw.copy(deep=False)
    for name in ("text", "title", "outlet", "language", "speaker", "doc_id", "family_id"):
        raw[name] = tidy(raw[name], line_breaks=name == "text")
    unreadable = raw[REASON].notna() & raw["text"].isna()
    empty = (raw["text"].isna() | raw["text"].str.isspace()) & ~unreadable
    note(raw, empty, "found no text, expected an article")
    raw[OUTCOME] = "read"
    raw.loc[unreadable | empty, OUTCOME] = "rejected"
    parse_days(raw, date_format)
    note_several(raw)
    unnamed = raw["doc_id"].isna() & (raw[OUTCOME] == "read")
    if unnamed.any():
        parts = raw.loc[unnamed, ["outlet", "date", "title", "text", "speaker"]]
        rows = zip(*map(parts.get, parts), strict=True)
        raw.loc[unnamed, "doc_id"] = [
            _content_id(*row, *([] if pd.isna(speaker) else [speaker])) for *row, speaker in rows
        ]
    _find_repeated(raw)
    return raw


def _content_id(*parts: object) -> str:
    return sha256("\x1f".join(map(str, parts)).encode()).hexdigest()[:12]


def _find_repeated(raw: pd.DataFrame) -> None:
    """Mark the records whose id an earlier record has: copies, and clashes."""
    read = raw.index[raw[OUTCOME] == "read"]
    ids = raw.loc[read, "doc_id"]
    if ids.is_unique:
        return
    again = ids[ids.duplicated()]
    first = ids[ids.isin(again)].drop_duplicates()
    before = pd.Series(first.index, index=first).loc[again]
    texts = raw["text"]
    same = texts.loc[before].to_numpy() == texts.loc[again.index].to_numpy()
    places = zip(raw.loc[before, SOURCE], raw.loc[before, RECORD], strict=True)
    where = [f"{source}, record {record}" for source, record in places]
    reasons = [
        f"the same doc_id {doc_id!r} and text as {place}"
        if alike
        else f"doc_id {doc_id!r} is taken by {place}, with a different text; make ids unique"
        for doc_id, alike, place in zip(again, same, where, strict=True)
    ]
    raw.loc[again.index, OUTCOME] = np.where(same, "duplicate", "rejected")
    reasons = pd.Series(reasons, again.index, dtype="str").reindex(raw.index)
    note(raw, reasons.notna(), reasons)


def _warn(path: str | Path, ledger: pd.DataFrame) -> None:
    counts = ledger["outcome"].value_counts()
    flawed = ledger["reason"].notna() & (ledger["outcome"] == "read")
    pieces = [f"{counts['read']} of {len(ledger)} records read"]
    pieces += [f"{counts[name]} {name}" for name in ("rejected", "duplicate") if counts[name]]
    if flawed.any():
        pieces.append(f"{int(flawed.sum())} read with a flaw")
    _warn_of_declared(path, ledger)
    if len(pieces) > 1:
        first = ledger.loc[ledger["reason"].notna()].iloc[0]
        warnings.warn(
            printable_line(
                f"{path}: {', '.join(pieces)}; first: {first['source']}, record "
                f"{first['record']}: {first['reason']}. load_ledger lists them all."
            ),
            CorpusWarning,
            stacklevel=3,
        )


def _warn_of_declared(path: str | Path, ledger: pd.DataFrame) -> None:
    declares = ledger["source"].isin(ledger.loc[ledger["declared"].notna(), "source"])
    declares |= ledger["result_set"].notna()
    if not declares.any():
        return
    short = count_records(ledger[declares.to_numpy()].assign(reason=None))
    short = short[~short["adds_up"]]
    if len(short):
        warnings.warn(
            printable_line(
                f"{path}: {len(short)} file(s) or result set(s) hold a different number of records "
                f"from what they declare, first {short['item'].iloc[0]}. count_records lists them "
                "all."
            ),
            CorpusWarning,
            stacklevel=4,
        )
