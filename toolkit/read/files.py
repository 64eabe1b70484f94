"""The files of a corpus, each read as the format that its content shows."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, TypeAlias

import pandas as pd

from toolkit.display.listing import count_of
from toolkit.display.progress import track
from toolkit.read.bounds import MOST_COLUMNS
from toolkit.read.filenames import FileNames
from toolkit.read.formats.about import is_about, is_declared
from toolkit.read.formats.content import Content
from toolkit.read.formats.export import (
    DECLARED,
    FORMAT,
    LARGEST_FILE,
    OURS,
    REASON,
    RECORD,
    SEARCH_TERMS,
    SOURCE,
    Export,
    RecordError,
    escaped,
)
from toolkit.read.formats.format import TableFormat, is_own, signed, table_formats, table_of
from toolkit.read.formats.media import GZIP, HEAD
from toolkit.read.formats.packed import is_passed_over, unpacked
from toolkit.read.formats.plain_text import SUFFIXES, read_text_file
from toolkit.read.formats.sandbox import Sandbox
from toolkit.read.ledger import PASSED_OVER
from toolkit.read.records import CorpusError, read_table
from toolkit.read.settings import CorpusSettings

Records: TypeAlias = "pd.DataFrame | list[dict[str, Any]]"
TEXT, TABLE = "text", "table"  # formats whose columns are the researcher's own


def read_folder(folder: Path, settings: CorpusSettings) -> pd.DataFrame:
    """Return a row per record of the files below `folder`: the ledger's columns, and theirs.

    YAML files, hidden files, the lock files of Word and the table of docvars are passed over. So
    are files that tell of the data (README, LICENSE, notes beside tables or exports), whose names
    are listed in ``attrs[PASSED_OVER]``. What cannot be read gives a row with a REASON and no text.
    """
    files, about = _wanted(folder, settings)
    raw = _read_files(files, folder, settings)
    raw.attrs[PASSED_OVER] = sorted([*about, *raw.attrs[PASSED_OVER]])
    return raw


def _wanted(
    folder: Path, settings: CorpusSettings
) -> tuple[list[tuple[Path, str | None]], list[str]]:
    """Return the files below a folder that may hold articles, and the names of those about it."""
    files = list(_files(folder, settings.docvars))
    about = {path for path, reason in files if not reason and _is_about(path, files)}
    names = [escaped(path.relative_to(folder).as_posix()) for path in about]
    return [file for file in files if file[0] not in about], names


class FolderRecords:
    """The records of the files below a folder, file by file: what `read_folder` reads at once.

    Attributes
    ----------
    passed_over
        The names of the files that tell of the data only, once all have been read.
    """

    def __init__(self, folder: Path, settings: CorpusSettings) -> None:
        self._folder, self._settings = folder, settings
        self._files, self._about = _wanted(folder, settings)
        self.passed_over: list[str] = []

    def __len__(self) -> int:
        return len(self._files)

    def __iter__(self) -> Iterator[Records]:
        about: list[str] = []
        yield from _records_of(self._files, self._folder, self._settings, about)
        self.passed_over = sorted([*self._about, *about])


def read_file(path: Path, settings: CorpusSettings) -> pd.DataFrame:
    """Return a row per record of one file, as `read_folder` does.

    Raises
    ------
    CorpusError
        If nothing in it can be read.
    """
    frame = _read_files([(path, None)], path.parent, settings)
    if len(frame) == 1 and isinstance(frame[REASON][0], str) and frame[FORMAT].isna()[0]:
        raise CorpusError(f"{path}: {frame[REASON][0]}")
    return frame


def _read_files(
    files: list[tuple[Path, str | None]], root: Path, settings: CorpusSettings
) -> pd.DataFrame:
    about: list[str] = []
    records = _records_of(track(files, desc="files", total=len(files)), root, settings, about)
    joined = join_records(records)
    joined.attrs[PASSED_OVER] = about
    return joined


def join_records(records: Iterable[Records]) -> pd.DataFrame:
    """Return the records of several files as one table."""
    frames: list[pd.DataFrame] = []
    rows: list[dict[str, Any]] = []
    for of_file in records:
        if isinstance(of_file, pd.DataFrame):
            frames += [pd.DataFrame(rows), of_file]
            rows = []
        else:
            rows += of_file
    frames.append(pd.DataFrame(rows))
    return _join([frame for frame in frames if len(frame)])


def _records_of(
    files: Iterable[tuple[Path, str | None]],
    root: Path,
    settings: CorpusSettings,
    about: list[str],
) -> Iterator[Records]:
    """Yield the records of each file; add to `about` what in archives tells of the data only."""
    names = FileNames(settings.filenames, root) if settings.filenames else None
    columns: set[str] = set()
    with Sandbox(seconds=settings.seconds) as sandbox:
        for path, reason in files:
            source = escaped(path.relative_to(root).as_posix())
            try:
                if reason:
                    raise RecordError(reason)
                records: Records = _read(path, source, settings.of(source).encoding, sandbox, about)
                _add_columns(columns, records)
            except RecordError as error:
                records = [{SOURCE: source, RECORD: 1, REASON: escaped(str(error)), FORMAT: None}]
            yield names.name(records, path) if names else records


def _add_columns(columns: set[str], records: list[dict[str, Any]] | pd.DataFrame) -> None:
    """Add the columns of another file to those of the corpus, if they are not too many."""
    more = set().union(*([records] if isinstance(records, pd.DataFrame) else records)) - columns
    more = {name for name in more if not name.startswith(OURS)}
    if len(columns) + len(more) > MOST_COLUMNS:
        raise RecordError(
            f"found {count_of(len(more), 'column')} that no earlier file has, beside "
            f"{len(columns):,} of those, expected at most {MOST_COLUMNS:,} in all files together; "
            "give the files the same columns, or load them separately"
        )
    columns |= more


def _join(frames: list[pd.DataFrame]) -> pd.DataFrame:
    if not frames:
        return pd.DataFrame()
    if len(frames) == 1:
        joined = frames[0]
    else:
        joined = pd.concat(map(_with_nullable_numbers, frames), ignore_index=True)
    for name in (REASON, FORMAT, DECLARED, SEARCH_TERMS):
        if name not in joined:
            joined[name] = None
    return joined


def _with_nullable_numbers(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame whose whole numbers stay whole beside rows that have none."""
    whole = frame.select_dtypes("int64").columns
    return frame.astype({name: "Int64" for name in whole if not name.startswith(OURS)})


def _files(folder: Path, but: Path | None) -> Iterator[tuple[Path, str | None]]:
    """Yield (path, reason why it is not opened or None) of the files, in order of their names."""
    files: list[tuple[Path, str | None]] = []

    def note_error(error: OSError) -> None:
        files.append((Path(error.filename), f"cannot be read: {error.strerror}"))

    for parent, folders, names in os.walk(folder, onerror=note_error):
        files += [(Path(parent, name), None) for name in names]
        links = [name for name in folders if os.path.islink(Path(parent, name))]  # noqa: PTH114 (Path raises if it is too long)
        link = "found a link to a folder, which is not followed; copy its files"
        files += [(Path(parent, name), link) for name in links]
    other = but and os.path.realpath(but)
    for path, reason in sorted(files):
        parts = path.relative_to(folder).parts
        yaml = path.suffix.lower() in (".yml", ".yaml")
        if not (yaml or is_passed_over(parts) or (other and os.path.realpath(path) == other)):
            yield path, reason


def _is_about(path: Path, files: list[tuple[Path, str | None]]) -> bool:
    """Tell whether a file tells of the data beside it, by its name, and has no front matter."""
    try:
        return is_about(path, (other for other, _ in files)) and not is_declared(
            Content(_head(path), path.name)
        )
    except RecordError:
        return False


def _read(
    path: Path, source: str, encoding: str, sandbox: Sandbox, about: list[str]
) -> list[dict[str, Any]] | pd.DataFrame:
    """Return the records of a file; add to `about` what in an archive tells of the data only."""
    content = Content(_head(path), path.name)
    if content.data.startswith(GZIP):
        with unpacked(path) as inner:
            if _head(inner).startswith(GZIP):
                raise RecordError("found a gzip file within a gzip file; unpack it")
            return _read(inner, source, encoding, sandbox, about)
    if not is_own(content):
        exports = sandbox.read(path)
        about += [_place(export, source) for export in exports if export.about]
        return [row for one in exports if not one.about for row in _rows(one, source)]
    suffix, tables = content.suffix, table_formats()
    signature = signed(content)
    if isinstance(signature, TableFormat) and suffix not in signature.suffixes:
        raise RecordError(
            f"found a {signature.name} file of type {suffix or 'without ending'!r}, expected the "
            f"ending {' or '.join(map(repr, signature.suffixes))}; rename it"
        )
    table = table_of(content)
    if suffix in SUFFIXES and not table:
        named = {SOURCE: source, RECORD: 1, REASON: None, FORMAT: TEXT, "doc_id": _stem(source)}
        return [named | read_text_file(path, encoding)]
    if table:
        if table.unpack:
            sandbox.unpack(path)
        try:
            table = read_table(path, encoding=encoding, alone=False)
            if table.empty:
                raise RecordError("found no articles, expected a record per article")
            return table.assign(**{SOURCE: source, FORMAT: TABLE})
        except CorpusError as error:
            raise RecordError(str(error).removeprefix(f"{path}: ")) from None
    raise RecordError(
        f"found a file of type {path.suffix or 'without ending'!r} that is "
        f"{'empty' if not path.stat().st_size else 'of unknown format'}, expected an export of a "
        f"press database, a web page, a PDF, or one of "
        f"{', '.join((*SUFFIXES, *tables))}; convert it"
    )


def _head(path: Path) -> bytes:
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise RecordError("found a pipe, socket or device, expected a regular file")
        if status.st_size > LARGEST_FILE:
            raise RecordError(
                f"found {status.st_size / 1e6:,.0f} MB, expected at most "
                f"{LARGEST_FILE / 1e6:,.0f} MB; split the file, or load a table by its own path"
            )
        with path.open("rb") as file:
            return file.read(HEAD)
    except OSError as error:
        raise RecordError(f"cannot be read: {error.strerror}") from None


def _rows(export: Export, source: str) -> list[dict[str, Any]]:
    place = _place(export, source)
    common = {
        SOURCE: place,
        REASON: export.reason,
        FORMAT: TABLE if export.table else export.format,
        DECLARED: export.declared,
        SEARCH_TERMS: export.search_terms,
    }
    if export.one_article:
        common["doc_id"] = _stem(place)
    records = export.records or [{}]
    return [common | {RECORD: at} | record for at, record in enumerate(records, start=1)]


def _place(export: Export, source: str) -> str:
    return f"{source}/{escaped(export.name)}" if export.name else source


def _stem(source: str) -> str:
    return Path(source.removesuffix(".gz")).with_suffix("").as_posix()
