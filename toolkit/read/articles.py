"""From files to the articles table, with a ledger that accounts for every record."""

from __future__ import annotations

import codecs
import re
import warnings
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

import pandas as pd

from toolkit.read.records import (
    REASON,
    RECORD,
    SOURCE,
    TEXT_SUFFIXES,
    CorpusError,
    read_folder,
    read_table,
)
from toolkit.schema import check_table, make_table
from toolkit.sentences import count_words

OUTCOME = "ledger: outcome"
_BOOKKEEPING = (SOURCE, RECORD, REASON, OUTCOME)

# The time of day and its zone: only the day counts, as it was where the article was published.
_CLOCK = (
    r"(?<=\d)T\d.*"
    r"|[ ,]+\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?"
    r"(?: ?[AaPp]\.?[Mm]\b\.?)?(?: ?(?:[A-Z]{1,4}\b|[+-]\d{2}:?\d{2}\b))?"
)
_ISO_DAY = r"\d{8}|\d{4}([-/.])\d{1,2}\1\d{1,2}"
_WORDED_DAY = (
    r"(?=.*(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))"
    r"(?=.*(?<!\d)\d{1,2}(?!\d))(?=.*(?<!\d)\d{4}(?!\d)).*"
)


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
        What an article says of itself is kept; the row fills what it leaves empty.
    date_format
        How dates are written, as for ``strptime``. Without it, ISO dates (2020-11-10) and full
        dates with the month's name are read; "10/11/2020" is not guessed at. A time of day is
        dropped (with ``%z``, after conversion to UTC).
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
    _check_encoding(encoding)
    raw = _read(path, encoding, filenames)
    if docvars is not None:
        raw = _join_docvars(raw, Path(docvars), encoding, (columns or {}).get("doc_id", "doc_id"))
    raw = _rename(raw, columns or {}, path)
    raw = _judge(raw, date_format)
    names = {name: name.removeprefix("ledger: ") for name in _BOOKKEEPING}
    ledger = make_table("ledger", raw[[*_BOOKKEEPING, "doc_id"]].rename(columns=names))
    kept = raw[raw[OUTCOME] == "read"].drop(columns=list(_BOOKKEEPING))
    if kept.empty:
        reasons = raw[REASON].value_counts().head(3)
        listing = "; ".join(f"{count} x {reason}" for reason, count in reasons.items())
        raise CorpusError(f"{path}: none of {len(raw)} record(s) could be read: {listing}")
    articles = make_table("articles", _compose(kept).reset_index(drop=True))
    return check_table(articles, "articles"), check_table(ledger, "ledger")


def _check_encoding(encoding: str) -> None:
    try:
        codecs.lookup(encoding)
    except LookupError:
        raise ValueError(
            f"encoding: found {encoding!r}, expected the name of a text encoding, such as 'cp1252'"
        ) from None


def _read(path: Path, encoding: str, filenames: str | None) -> pd.DataFrame:
    if path.is_dir():
        folder = path / "articles" if (path / "articles").is_dir() else path
        raw = read_folder(folder, encoding=encoding, filenames=filenames)
        expected = f"files ending in {' or '.join(TEXT_SUFFIXES)}"
    elif not path.exists():
        raise CorpusError(
            f"{path}: no such file or folder, as seen from {Path.cwd()}; check the path"
        )
    elif filenames:
        raise ValueError(
            f"filenames: found {filenames!r} for {path}, which is one file, expected a folder"
        )
    else:
        raw = read_table(path, encoding=encoding)
        expected = "a record per article"
    if raw.empty:
        raise CorpusError(f"{path}: found no articles, expected {expected}")
    return raw


def _join_docvars(raw: pd.DataFrame, path: Path, encoding: str, id_column: str) -> pd.DataFrame:
    table = read_table(path, encoding=encoding).drop(columns=[SOURCE, RECORD])
    theirs = table.columns.drop(REASON)
    key = next((name for name in ("doc_id", "filename", "file") if name in theirs), None)
    if key is None:
        raise CorpusError(
            f"{path}: found the columns {', '.join(theirs)}, expected one named doc_id, "
            "filename or file that says which article a row is about"
        )
    ids = table.pop(key).astype("str").str.strip().str.replace(r"\.(?:txt|md)$", "", regex=True)
    table = table.set_index(ids)[ids.notna().to_numpy()]
    if table.index.has_duplicates:
        twice = table.index[table.index.duplicated()][0]
        raise CorpusError(f"{path}: {key} {twice!r} stands there twice")
    if id_column not in raw:
        if raw[REASON].notna().all():
            return raw
        raise CorpusError(f"{path}: docvars need articles with ids; name the column of doc_id")
    wanted = raw[id_column].astype("str").str.strip()
    found = table.reindex(wanted).set_axis(raw.index)
    notes = f"{path.name}: " + found.pop(REASON).astype("str")
    shared = found.columns.intersection(raw.columns)
    filled = {name: _fill(raw[name], found[name]) for name in shared}
    joined = pd.concat([raw.assign(**filled), found.drop(columns=shared)], axis=1)
    _note(joined, notes.notna(), notes)
    unknown = wanted.notna() & ~wanted.isin(table.index)
    _note(joined, unknown, f"no row in {path.name}; read without docvars")
    return joined


def _fill(values: pd.Series, others: pd.Series) -> pd.Series:
    return values.where(values.notna() & (values != ""), others)


def _note(raw: pd.DataFrame, where: pd.Series, reason: str | pd.Series) -> None:
    """Add a reason to records, after those that they have."""
    before = (raw[REASON].astype("str") + "; ").fillna("")
    raw[REASON] = raw[REASON].astype("str").mask(where, before + reason)


def _rename(raw: pd.DataFrame, columns: Mapping[str, str], path: Path) -> pd.DataFrame:
    ours = ("text", "title", "outlet", "date", "language", "doc_id", "family_id")
    theirs = [name for name in raw.columns if name not in _BOOKKEEPING]
    for name, column in columns.items():
        if name not in ours:
            raise ValueError(f"columns: found the key {name!r}, expected one of {', '.join(ours)}")
        if list(columns.values()).count(column) > 1:
            raise ValueError(f"columns: found {column!r} more than once, expected each name once")
        if column not in theirs:
            raise CorpusError(
                f"{path}: found no column {column!r} for {name}, only {', '.join(theirs)}"
            )
    renamed = raw.drop(
        columns=[name for name in columns if name in raw and name not in columns.values()]
    )
    renamed = renamed.rename(columns={column: name for name, column in columns.items()})
    if "text" not in renamed and raw[REASON].isna().any():
        raise CorpusError(
            f"{path}: found no column 'text', only {', '.join(theirs)}; say which one holds the "
            "articles: columns={'text': '...'}"
        )
    for name in ours:
        if name not in renamed:
            renamed[name] = None
    return renamed


def _judge(raw: pd.DataFrame, date_format: str | None) -> pd.DataFrame:
    """Add the outcome of each record, and parse its date."""
    raw = raw.copy()
    for name in ("text", "title", "outlet", "language", "doc_id", "family_id"):
        raw[name] = raw[name].astype("str").str.strip("\r\n" if name == "text" else None)
        raw.loc[raw[name] == "", name] = None
    raw["text"] = raw["text"].str.replace("\r\n?", "\n", regex=True)
    unreadable = raw[REASON].notna() & raw["text"].isna()
    empty = ~unreadable & raw["text"].fillna("").str.strip().eq("")
    _note(raw, empty, "found no text, expected an article")
    raw[OUTCOME] = "read"
    raw.loc[unreadable | empty, OUTCOME] = "rejected"
    _parse_dates(raw, date_format)
    unnamed = raw["doc_id"].isna() & (raw[OUTCOME] == "read")
    raw.loc[unnamed, "doc_id"] = [_content_id(row) for _, row in raw[unnamed].iterrows()]
    _find_repeated(raw)
    return raw


def _parse_dates(raw: pd.DataFrame, date_format: str | None) -> None:
    given = raw["date"].astype("str").str.strip()
    given[given == ""] = None
    if date_format:
        dates = pd.to_datetime(given, format=date_format, errors="coerce", utc=True)
        dates = dates.dt.tz_localize(None)
        expected = f"a date like {date_format}"
    else:
        dates = _guess_days(given)
        expected = "YYYY-MM-DD; or say how dates are written (date_format='%d/%m/%Y')"
    wrong = given.notna() & dates.isna() & (raw[OUTCOME] == "read")
    quoted = given.map(repr, na_action="ignore").astype("str")
    _note(raw, wrong, "date: found " + quoted + f", expected {expected}; read without a date")
    raw["date"] = dates.dt.normalize()


def _guess_days(given: pd.Series) -> pd.Series:
    """Parse the dates that can be read in one way only."""
    days = given.str.replace(_CLOCK, " ", regex=True).str.strip()
    iso = days.str.fullmatch(_ISO_DAY, na=False)
    dates = pd.to_datetime(days.where(iso), format="ISO8601", errors="coerce")
    worded = days.str.fullmatch(_WORDED_DAY, flags=re.IGNORECASE, na=False)
    dates[worded] = pd.to_datetime(days[worded], format="mixed", errors="coerce")
    return dates


def _content_id(row: pd.Series) -> str:
    parts = [str(row[name]) for name in ("outlet", "date", "title", "text")]
    return sha256("\x1f".join(parts).encode()).hexdigest()[:12]


def _find_repeated(raw: pd.DataFrame) -> None:
    """Set apart the records whose id an earlier record has: copies, and clashes."""
    read = raw[raw[OUTCOME] == "read"]
    first = read.drop_duplicates("doc_id").set_index("doc_id")
    reasons = pd.Series(None, index=raw.index, dtype="str")
    for at, row in read[read.duplicated("doc_id")].iterrows():
        before = first.loc[row["doc_id"]]
        where = f"{before[SOURCE]}, record {before[RECORD]}"
        same = before["text"] == row["text"]
        raw.loc[at, OUTCOME] = "duplicate" if same else "rejected"
        reasons[at] = (
            f"the same doc_id {row['doc_id']!r} and text as {where}"
            if same
            else f"doc_id {row['doc_id']!r} is taken by {where}, with another text; make ids unique"
        )
    _note(raw, reasons.notna(), reasons)


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
