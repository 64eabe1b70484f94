"""From files to the articles table, with a ledger that accounts for every record."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

import pandas as pd

from toolkit.read.records import (
    TABLE_SUFFIXES,
    TEXT_SUFFIXES,
    CorpusError,
    read_folder,
    read_table,
)
from toolkit.schema import check_table, make_table
from toolkit.sentences import count_words

# Columns that are always made from the text, never taken from a file.
_MADE = ("body_start", "n_tokens")
_BOOKKEEPING = ("source", "record", "reason", "outcome")


class CorpusWarning(UserWarning):
    """Something in a corpus that was read around; the message counts it."""


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
        with YAML front matter or none; or one ``.csv``, ``.tsv``, ``.jsonl`` or ``.parquet`` file
        with a record per article.
    columns
        What the corpus calls our columns: ``{"text": "Body", "outlet": "Source"}``. Our columns
        are text, title, outlet, date, language, doc_id, family_id; all others become docvars.
    filenames
        How file names are made, such as ``"{outlet}_{date}_{title}"``, without the ending.
    docvars
        A CSV or TSV file with a row per article and a column ``doc_id``, ``filename`` or ``file``.
    date_format
        How dates are written, as for ``strptime``. Without it, ISO dates (2020-11-10) and dates
        with the month's name are read; "10/11/2020" is not guessed at.
    encoding
        Of the text files or the table.

    Raises
    ------
    CorpusError
        If nothing can be read: no such path, an empty folder, no text column, no sound record.

    Warns
    -----
    CorpusWarning
        With counts, if some records were not read or lack what they should have; `load_ledger`
        lists them.
    """
    articles, ledger = _load(path, columns, filenames, docvars, date_format, encoding)
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
) -> pd.DataFrame:
    """Account for every record that `load_corpus` finds under the same arguments.

    Returns the ledger table: a row per record with its outcome (read, rejected, duplicate) and,
    where something was wrong, the reason.
    """
    return _load(path, columns, filenames, docvars, date_format, encoding)[1]


def _load(
    path: str | Path,
    columns: Mapping[str, str] | None,
    filenames: str | None,
    docvars: str | Path | None,
    date_format: str | None,
    encoding: str,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    path = Path(path)
    raw = _read(path, encoding, filenames)
    if docvars is not None:
        raw = _join_docvars(raw, Path(docvars), encoding)
    raw = _rename(raw, columns or {}, path)
    raw = _judge(raw, date_format)
    ledger = make_table("ledger", raw[["source", "record", "doc_id", "outcome", "reason"]])
    kept = raw[raw["outcome"] == "read"].drop(columns=list(_BOOKKEEPING))
    if kept.empty:
        reasons = raw["reason"].value_counts().head(3)
        listing = "; ".join(f"{count} x {reason}" for reason, count in reasons.items())
        raise CorpusError(f"{path}: none of {len(raw)} record(s) could be read: {listing}")
    articles = make_table("articles", _compose(kept).reset_index(drop=True))
    return check_table(articles, "articles"), check_table(ledger, "ledger")


def _read(path: Path, encoding: str, filenames: str | None) -> pd.DataFrame:
    if path.is_dir():
        folder = path / "articles" if (path / "articles").is_dir() else path
        raw = read_folder(folder, encoding=encoding, filenames=filenames)
        expected = f"files ending in {' or '.join(TEXT_SUFFIXES)}"
    elif path.exists():
        if path.suffix.lower() not in TABLE_SUFFIXES:
            raise CorpusError(
                f"{path}: found a file of type {path.suffix!r}, expected a folder of articles or "
                f"one of {', '.join(TABLE_SUFFIXES)}"
            )
        raw = read_table(path, encoding=encoding)
        expected = "a record per article"
    else:
        raise CorpusError(
            f"{path}: no such file or folder, as seen from {Path.cwd()}; check the path"
        )
    if raw.empty:
        raise CorpusError(f"{path}: found no articles, expected {expected}")
    return raw


def _join_docvars(raw: pd.DataFrame, path: Path, encoding: str) -> pd.DataFrame:
    table = read_table(path, encoding=encoding).drop(columns=["source", "record", "reason"])
    key = next((name for name in ("doc_id", "filename", "file") if name in table), None)
    if key is None:
        raise CorpusError(
            f"{path}: found the columns {', '.join(table.columns)}, expected one named doc_id, "
            "filename or file that says which article a row is about"
        )
    ids = table.pop(key).astype(str).str.replace(r"\.(?:txt|md)$", "", regex=True)
    if ids.duplicated().any():
        raise CorpusError(f"{path}: {key} {ids[ids.duplicated()].iloc[0]!r} stands there twice")
    table.index = pd.Index(ids)
    fresh = table.columns.difference(raw.columns, sort=False)
    if "doc_id" not in raw:
        raise CorpusError(f"{path}: docvars need articles with ids; name the column of doc_id")
    joined = raw.join(table[fresh], on="doc_id")
    unknown = raw["doc_id"].notna() & ~raw["doc_id"].isin(table.index) & raw["reason"].isna()
    joined.loc[unknown, "reason"] = f"no row in {path.name}; read without docvars"
    return joined


def _rename(raw: pd.DataFrame, columns: Mapping[str, str], path: Path) -> pd.DataFrame:
    ours = ("text", "title", "outlet", "date", "language", "doc_id", "family_id")
    theirs = [name for name in raw.columns if name not in _BOOKKEEPING]
    for name, column in columns.items():
        if name not in ours:
            raise ValueError(f"columns: found the key {name!r}, expected one of {', '.join(ours)}")
        if column not in raw:
            raise CorpusError(
                f"{path}: found no column {column!r} for {name}, only {', '.join(theirs)}"
            )
    renamed = raw.drop(
        columns=[name for name in columns if name in raw and name not in columns.values()]
    )
    renamed = renamed.rename(columns={column: name for name, column in columns.items()})
    if "text" not in renamed and raw["reason"].isna().any():
        raise CorpusError(
            f"{path}: found no column 'text', only {', '.join(theirs)}; say which one holds the "
            "articles: columns={'text': '...'}"
        )
    for name in (*ours, "reason"):
        if name not in renamed:
            renamed[name] = None
    return renamed


def _judge(raw: pd.DataFrame, date_format: str | None) -> pd.DataFrame:
    """Add the outcome of each record, and parse its date."""
    raw = raw.copy()
    for name in ("text", "title", "outlet", "language", "doc_id", "family_id"):
        raw[name] = raw[name].astype("str").str.strip("\n" if name == "text" else None)
        raw.loc[raw[name] == "", name] = None
    unreadable = raw["reason"].notna() & raw["text"].isna()
    empty = ~unreadable & raw["text"].fillna("").str.strip().eq("")
    raw.loc[empty, "reason"] = "found no text, expected an article"
    raw["outcome"] = "read"
    raw.loc[unreadable | empty, "outcome"] = "rejected"
    _parse_dates(raw, date_format)
    unnamed = raw["doc_id"].isna() & (raw["outcome"] == "read")
    raw.loc[unnamed, "doc_id"] = [_content_id(row) for _, row in raw[unnamed].iterrows()]
    _find_repeated(raw)
    return raw


def _parse_dates(raw: pd.DataFrame, date_format: str | None) -> None:
    given = raw["date"].astype("str").str.strip()
    given[given == ""] = None
    if date_format:
        dates = pd.to_datetime(given, format=date_format, errors="coerce", utc=True)
        expected = f"a date like {date_format}"
    else:
        dates = pd.to_datetime(given, format="ISO8601", errors="coerce", utc=True)
        worded = dates.isna() & given.str.contains("[A-Za-z]{3}", na=False)
        dates[worded] = pd.to_datetime(given[worded], format="mixed", errors="coerce", utc=True)
        expected = "YYYY-MM-DD; or say how dates are written (date_format='%d/%m/%Y')"
    wrong = given.notna() & dates.isna() & (raw["outcome"] == "read") & raw["reason"].isna()
    raw.loc[wrong, "reason"] = [
        f"date: found {value!r}, expected {expected}; read without a date" for value in given[wrong]
    ]
    raw["date"] = dates.dt.tz_localize(None).dt.normalize()


def _content_id(row: pd.Series) -> str:
    parts = [str(row[name]) for name in ("outlet", "date", "title", "text")]
    return sha256("\x1f".join(parts).encode()).hexdigest()[:12]


def _find_repeated(raw: pd.DataFrame) -> None:
    """Set apart the records whose id an earlier record has: copies, and clashes."""
    read = raw[raw["outcome"] == "read"]
    first = read.drop_duplicates("doc_id").set_index("doc_id")
    for at, row in read[read.duplicated("doc_id")].iterrows():
        before = first.loc[row["doc_id"]]
        where = f"{before['source']}, record {before['record']}"
        same = before["text"] == row["text"]
        raw.loc[at, "outcome"] = "duplicate" if same else "rejected"
        raw.loc[at, "reason"] = (
            f"the same doc_id {row['doc_id']!r} and text as {where}"
            if same
            else f"doc_id {row['doc_id']!r} is taken by {where}, with another text; make ids unique"
        )


def _compose(kept: pd.DataFrame) -> pd.DataFrame:
    """Put title and body together, and count."""
    title = kept["title"].fillna("").astype("str")
    head = title + "\n\n"
    has_head = [text.startswith(start) for text, start in zip(kept["text"], head, strict=True)]
    headed = (title != "") & ~pd.Series(has_head, index=kept.index)
    text = kept["text"].where(~headed, head + kept["text"])
    return kept.assign(
        title=title,
        text=text,
        body_start=head.str.len().where(title != "", 0),
        n_tokens=text.map(count_words),
    )


def _warn(path: str | Path, ledger: pd.DataFrame) -> None:
    counts = ledger["outcome"].value_counts()
    flawed = ledger["reason"].notna() & (ledger["outcome"] == "read")
    pieces = [f"{counts['read']} of {len(ledger)} records read"]
    pieces += [f"{counts[name]} {name}" for name in ("rejected", "duplicate") if counts[name]]
    if flawed.any():
        pieces.append(f"{int(flawed.sum())} read with a flaw")
    if len(pieces) > 1:
        first = ledger.loc[ledger["reason"].notna()].iloc[0]
        warnings.warn(
            f"{path}: {', '.join(pieces)}; first: {first['source']}, record {first['record']}: "
            f"{first['reason']}. load_ledger lists them all.",
            CorpusWarning,
            stacklevel=3,
        )
