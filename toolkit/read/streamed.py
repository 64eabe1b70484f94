"""A corpus some records at a time, so that one of any size never stands in memory as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import pandas as pd

from toolkit.read.articles import Earlier, account_for_some, docvars_of, read_records
from toolkit.read.columns import rename
from toolkit.read.files import TABLE, TEXT, FolderRecords, join_records
from toolkit.read.formats.export import FORMAT, OURS, SOURCE
from toolkit.read.formats.format import table_formats
from toolkit.read.header import COLUMNS, our_name
from toolkit.read.ledger import PASSED_OVER
from toolkit.read.records import CorpusError, stream_table
from toolkit.read.settings import CorpusSettings


class StreamedCorpus:
    """The records of a corpus, some at a time, and the articles that they make.

    Tables of CSV, JSON Lines and Parquet that are loaded by their own path are read in pieces,
    folders file by file, all else at once.

    Parameters
    ----------
    path
        The corpus.
    settings
        How it is read.
    size
        Records that come at a time; of a folder a few more, since no file is cut.

    Attributes
    ----------
    passed_over
        The names of the files that tell of the data only, once all have been read.
    """

    def __init__(self, path: Path, settings: CorpusSettings, *, size: int) -> None:
        self._path, self._settings, self._size = path, settings, size
        self._folder = FolderRecords(_articles_in(path), settings) if path.is_dir() else None
        self._docvars = docvars_of(settings)
        self.passed_over: list[str] = []
        if self._folder is not None and _names_columns(settings):
            self._check_columns()

    def records(self) -> Iterator[pd.DataFrame]:
        """Yield the records, under the names that their files have.

        Raises
        ------
        CorpusError, ValueError, InstrumentError
            As `read_records` does.
        """
        sources: set[str] = set()
        for raw in self._pieces():
            sources.update(raw[SOURCE].unique())
            _check_names(raw, self._path)
            yield raw
        if not sources:
            raise CorpusError(f"{self._path}: found no articles, expected a record per article")
        self._settings.check_patterns(pd.Series(sorted(sources)))

    def account_for(self, raw: pd.DataFrame, earlier: Earlier) -> tuple[pd.DataFrame, pd.DataFrame]:
        """Return the articles and the ledger of some of the records, after those before them.

        Raises
        ------
        CorpusError
            If columns are not there.
        """
        return account_for_some(
            raw,
            self._path,
            self._settings,
            docvars=self._docvars,
            mixed=self._folder is not None,
            earlier=earlier,
        )

    def _pieces(self) -> Iterator[pd.DataFrame]:
        if self._folder is not None:
            yield from _gathered(self._folder, self._size)
            self.passed_over = self._folder.passed_over
        elif self._is_table():
            frames = stream_table(self._path, encoding=self._settings.general.encoding)
            for piece in _gathered(_cut(frames, self._size), self._size):
                yield piece.assign(**{FORMAT: TABLE})
        else:
            raw = read_records(self._path, self._settings)
            self.passed_over = raw.attrs.get(PASSED_OVER, [])
            yield raw

    def _is_table(self) -> bool:
        named = self._path.suffix.lower() in table_formats()
        return named and self._path.exists() and not self._settings.filenames

    def _check_columns(self) -> None:
        """Raise if a column is missing that settings name: all files are read for it."""
        assert self._folder is not None  # noqa: S101  for type checkers
        there = join_records(map(_skeleton, self._folder))
        custom = there[FORMAT].isna() | there[FORMAT].isin((TEXT, TABLE))
        if len(there) and not custom.any():
            raise CorpusError(
                f"{self._path}: found exports of press databases only, whose columns have our "
                "names already, expected no names for columns; leave out columns="
            )
        rename(there, self._docvars, self._settings, self._path)


def _articles_in(path: Path) -> Path:
    return path / "articles" if (path / "articles").is_dir() else path


def _names_columns(settings: CorpusSettings) -> bool:
    return any(own.columns for own in (settings.general, *settings.files.values()))


def _cut(frames: Iterable[pd.DataFrame], size: int) -> Iterator[pd.DataFrame]:
    """Yield tables of at most so many rows, which together make up tables of that size."""
    room = size
    for frame in frames:
        above = 0
        while above < len(frame):
            piece = frame.iloc[above : above + room]
            yield piece.reset_index(drop=True)
            above += len(piece)
            room = room - len(piece) or size


def _gathered(records: Iterable[pd.DataFrame | list[dict]], size: int) -> Iterator[pd.DataFrame]:
    """Yield records of as many files, or pieces of one, as it takes to have `size` of them."""
    some, n_records = [], 0
    for piece in records:
        some.append(piece)
        n_records += len(piece)
        if n_records >= size:
            yield join_records(some)
            some, n_records = [], 0
    if n_records:
        yield join_records(some)


def _skeleton(records: pd.DataFrame | list[dict]) -> pd.DataFrame:
    """Return one row per format of a file, which tells the columns in which it says anything."""
    frame = records if isinstance(records, pd.DataFrame) else pd.DataFrame(records)
    kinds = frame.groupby(FORMAT, dropna=False)
    return kinds.first().reset_index() if len(frame) else frame


def _check_names(raw: pd.DataFrame, path: Path) -> None:
    """Refuse two columns that are one of ours: which is meant is known once all are read."""
    ours: dict[str, str] = {}
    for name in raw.columns:
        known = our_name(name)
        if known in COLUMNS and not name.startswith(OURS):
            first = ours.setdefault(known, name)
            if first != name:
                raise CorpusError(
                    f"{path}: found the columns {first!r} and {name!r}, expected one of that name; "
                    "rename or drop one, since the corpus is read in parts"
                )
