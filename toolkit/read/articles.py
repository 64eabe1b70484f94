"""From files to the articles table, with a ledger that accounts for every record."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple, Protocol

import numpy as np
import pandas as pd

from toolkit.display.printable import printable_line
from toolkit.read.columns import INNER, OF_LEDGER, rename
from toolkit.read.compose import compose
from toolkit.read.days import parse_days
from toolkit.read.docvars import join_docvars, read_docvars
from toolkit.read.files import TABLE, read_file, read_folder
from toolkit.read.formats.export import FORMAT, REASON, RECORD, SOURCE
from toolkit.read.formats.format import table_formats
from toolkit.read.formats.plain_text import SUFFIXES
from toolkit.read.ledger import OUTCOME, PASSED_OVER, Ledger, count_records
from toolkit.read.outlets import ALIKE, alike_outlets, find_alike, name_outlets
from toolkit.read.records import CorpusError, note, read_table, tidy
from toolkit.read.settings import CorpusSettings, settings_of
from toolkit.read.several import note_several
from toolkit.tables.arguments import as_path
from toolkit.tables.schema import check_table, empty_table, make_table


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
    encoding: str | None = None,
    seconds: int | None = None,
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
        Of those text files and tables that are not UTF-8; by default UTF-8 as well.
    seconds
        Of processor time that reading one export, page or PDF may take; by default 20.

    Raises
    ------
    CorpusError
        If nothing can be read: no such path, an empty folder, no text column, no readable record.
    InstrumentError
        With the line of each fault of ``corpus.yml`` or ``outlets.yml``.

    Warns
    -----
    CorpusWarning
        With counts, if some records were not read or lack what they should have; `load_ledger`
        lists them, and `load_with_ledger` returns that list from the same reading. Also if outlets
        have names that differ only by case, blanks, punctuation or being a web address.

    Notes
    -----
    A folder may hold two files that say all this once for all. ``corpus.yml`` has the key
    ``corpus``: the arguments above by their names (`docvars` in the folder), ``outlet``,
    ``speaker`` and ``language`` where articles do not say theirs, and ``files``: a name in the
    ledger, such as ``tass/*`` -> those of these keys that hold for a file rather than the corpus.
    An argument takes the place of what is said there. ``outlets.yml`` has the key ``outlets``: the
    name of an outlet -> its other names, which it replaces.
    """
    articles, ledger = load_with_ledger(
        path,
        columns=columns,
        filenames=filenames,
        docvars=docvars,
        date_format=date_format,
        encoding=encoding,
        seconds=seconds,
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
    encoding: str | None = None,
    seconds: int | None = None,
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
        seconds=seconds,
    ).ledger


def load_with_ledger(
    path: str | Path,
    *,
    columns: Mapping[str, str] | None = None,
    filenames: str | None = None,
    docvars: str | Path | None = None,
    date_format: str | None = None,
    encoding: str | None = None,
    seconds: int | None = None,
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
    settings = settings_of(
        path,
        columns=columns,
        filenames=filenames,
        docvars=docvars,
        date_format=date_format,
        encoding=encoding,
        seconds=seconds,
    )
    return account_for(read_records(path, settings), path, settings)


def account_for(raw: pd.DataFrame, path: Path, settings: CorpusSettings) -> Corpus:
    """Return the articles that the records of a corpus make, and its ledger.

    Raises
    ------
    CorpusError
        As `load_corpus` does.
    """
    passed_over = raw.attrs.get(PASSED_OVER, [])
    articles, ledger = account_for_some(raw, path, settings, docvars=docvars_of(settings))
    if articles.empty:
        raise none_read(path, ledger["reason"].value_counts(), len(ledger))
    account = Ledger(ledger)
    account.attrs[PASSED_OVER] = passed_over
    account.attrs[ALIKE] = find_alike(articles["outlet"].dropna(), settings.outlets)
    return Corpus(articles, account)


def docvars_of(settings: CorpusSettings) -> pd.DataFrame:
    """Return the table of docvars of a corpus; an empty one if it has none."""
    if settings.docvars is None:
        return pd.DataFrame()
    return read_docvars(settings.docvars, settings.general.encoding)


def none_read(path: Path, reasons: pd.Series, n_records: int) -> CorpusError:
    """Return the error of a corpus without an article; `reasons` counts each, most first."""
    listing = "; ".join(f"{count} x {reason}" for reason, count in reasons.head(3).items())
    return CorpusError(f"{path}: none of {n_records} record(s) could be read: {listing}")


class Earlier(Protocol):
    """What is remembered of the articles of a corpus whose records come some at a time."""

    def find(self, ids: pd.Series) -> pd.DataFrame:
        """Return text, source and record of those of the ids that earlier articles have, by id."""

    def add(self, articles: pd.DataFrame) -> None:
        """Remember articles: their doc_id, text, source and record."""

    def is_text(self, texts: pd.Series, remembered: pd.Series) -> np.ndarray:
        """Tell which texts are those that are remembered, one by one."""


def account_for_some(
    raw: pd.DataFrame,
    path: Path,
    settings: CorpusSettings,
    *,
    docvars: pd.DataFrame,
    mixed: bool = False,
    earlier: Earlier | None = None,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the articles and the ledger of some records of a corpus.

    Parameters
    ----------
    raw
        The records, as `read_records` returns them.
    path
        The corpus.
    settings
        How it is read.
    docvars
        From `docvars_of`.
    mixed
        Whether records that are not among these may have other columns.
    earlier
        The articles of the records before these.

    Raises
    ------
    CorpusError
        If columns are not there, unless `mixed`.
    """
    raw, table = rename(raw, docvars, settings, path, mixed=mixed)
    raw.attrs = {}
    if settings.docvars is not None:
        raw = join_docvars(raw, table, settings.docvars)
    raw = _judge(raw, settings, earlier)
    names = {name: name.removeprefix("ledger: ") for name in OF_LEDGER}
    ledger = make_table("ledger", raw[[*OF_LEDGER, "doc_id"]].rename(columns=names))
    read = raw[OUTCOME] == "read"
    kept = raw if read.all() else raw[read]
    articles = empty_table("articles")
    if len(kept):
        composed = compose(kept).drop(columns=list(INNER)).reset_index(drop=True)
        articles = make_table("articles", composed)
    return check_table(articles, "articles"), check_table(ledger, "ledger")


def read_records(path: Path, settings: CorpusSettings) -> pd.DataFrame:
    """Return a row per record of a corpus, under the names that its files have.

    Raises
    ------
    CorpusError
        If there is nothing to read.
    ValueError
        If there is a pattern for the names of files, and the corpus is one file.
    InstrumentError
        If corpus.yml says how files are read that are not there.
    """
    if path.is_dir():
        folder = path / "articles" if (path / "articles").is_dir() else path
        raw = read_folder(folder, settings)
        expected = (
            f"files ending in {' or '.join(SUFFIXES)}, tables, or exports of a press database; put "
            "them there, or name another folder"
        )
    elif not path.exists():
        raise CorpusError(
            f"{path}: no such file or folder; check the path (a relative one starts from "
            f"{Path.cwd()})"
        )
    elif settings.filenames:
        raise ValueError(
            f"filenames: found {settings.filenames!r} for {path}, which is one file, expected a "
            "folder"
        )
    elif path.suffix.lower() in table_formats():
        own = settings.general
        # Docvars may fill in texts: the words of what a table holds are not counted then.
        text = own.columns.get("text", "text") if settings.docvars is None else None
        raw = read_table(path, encoding=own.encoding, text=text).assign(**{FORMAT: TABLE})
        expected = "a record per article"
    else:
        raw = read_file(path, settings)
        expected = "a record per article"
    if raw.empty:
        raise CorpusError(f"{path}: found no articles, expected {expected}")
    settings.check_patterns(raw[SOURCE])
    return raw


def _judge(raw: pd.DataFrame, settings: CorpusSettings, earlier: Earlier | None) -> pd.DataFrame:
    """Add the outcome of each record, parse its date, and say what is true of its whole file."""
    raw = raw.copy(deep=False)
    for name in ("text", "title", "outlet", "language", "speaker", "doc_id", "family_id"):
        raw[name] = tidy(raw[name], line_breaks=name == "text")
    for constants, rows in settings.split(raw, "constants"):
        for name, value in constants.items():
            raw.loc[rows.index, name] = rows[name].fillna(value)
    unreadable = raw[REASON].notna() & raw["text"].isna()
    empty = (raw["text"].isna() | raw["text"].str.isspace()) & ~unreadable
    note(raw, empty, "found no text, expected an article")
    raw[OUTCOME] = "read"
    raw.loc[unreadable | empty, OUTCOME] = "rejected"
    _parse_days(raw, settings)
    note_several(raw)
    unnamed = raw["doc_id"].isna() & (raw[OUTCOME] == "read")
    if unnamed.any():
        parts = raw.loc[unnamed, ["outlet", "date", "title", "text", "speaker"]]
        rows = zip(*map(parts.get, parts), strict=True)
        raw.loc[unnamed, "doc_id"] = [
            _content_id(*row, *([] if pd.isna(speaker) else [speaker])) for *row, speaker in rows
        ]
    if earlier is not None:
        _find_earlier(raw, earlier)
    _find_repeated(raw)
    if earlier is not None:
        named = {SOURCE: "source", RECORD: "record"}
        first = raw.loc[raw[OUTCOME] == "read", ["doc_id", "text", *named]]
        earlier.add(first.rename(columns=named))
    # Ids stay as they are when an outlet gets one more name.
    raw["outlet"] = name_outlets(raw["outlet"], settings.outlets)
    return raw


def _parse_days(raw: pd.DataFrame, settings: CorpusSettings) -> None:
    groups = settings.split(raw, "date_format")
    if len(groups) == 1:
        parse_days(raw, groups[0][0])
        return
    for date_format, rows in groups:
        parse_days(rows, date_format)
    dated = pd.concat([rows[["date", REASON]] for _, rows in groups])
    raw["date"], raw[REASON] = dated["date"], dated[REASON]


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
    _refuse(raw, again, same, zip(raw.loc[before, SOURCE], raw.loc[before, RECORD], strict=True))


def _find_earlier(raw: pd.DataFrame, earlier: Earlier) -> None:
    """Mark the records whose id an article has that was read before all of these."""
    ids = raw.loc[raw[OUTCOME] == "read", "doc_id"]
    known = earlier.find(ids)
    again = ids[ids.isin(known.index)]
    if again.empty:
        return
    first = known.loc[again]
    same = earlier.is_text(raw.loc[again.index, "text"], first["text"])
    _refuse(raw, again, same, zip(first["source"], first["record"], strict=True))


def _refuse(
    raw: pd.DataFrame, again: pd.Series, same: np.ndarray, places: Iterable[tuple[str, int]]
) -> None:
    """Mark records as copies or clashes: their ids, whether the texts are the same, of whom."""
    reasons = [
        f"the same doc_id {doc_id!r} and text as {source}, record {record}"
        if alike
        else f"doc_id {doc_id!r} is taken by {source}, record {record}, with a different text; "
        "make ids unique"
        for doc_id, alike, (source, record) in zip(again, same, places, strict=True)
    ]
    raw.loc[again.index, OUTCOME] = np.where(same, "duplicate", "rejected")
    noted = pd.Series(reasons, again.index, dtype="str").reindex(raw.index)
    note(raw, noted.notna(), noted)


def _warn(path: str | Path, ledger: pd.DataFrame) -> None:
    counts = ledger["outcome"].value_counts()
    flawed = ledger["reason"].notna() & (ledger["outcome"] == "read")
    pieces = [f"{counts['read']} of {len(ledger)} records read"]
    pieces += [f"{counts[name]} {name}" for name in ("rejected", "duplicate") if counts[name]]
    if flawed.any():
        pieces.append(f"{int(flawed.sum())} read with a flaw")
    _warn_of_declared(path, ledger)
    if alike := ledger.attrs[ALIKE]:
        warnings.warn(
            printable_line(f"{path}: {alike_outlets(alike)}"), CorpusWarning, stacklevel=3
        )
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
