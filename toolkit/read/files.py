"""The files of a corpus, each read as the format that its content shows."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from toolkit.display.listing import count_of
from toolkit.display.progress import track
from toolkit.read.bounds import MOST_COLUMNS
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
)
from toolkit.read.formats.format import TableFormat, is_own, signed, table_formats
from toolkit.read.formats.media import HEAD
from toolkit.read.formats.packed import is_passed_over
from toolkit.read.formats.plain_text import SUFFIXES, read_text_file
from toolkit.read.formats.sandbox import Sandbox
from toolkit.read.records import CorpusError, note, read_table

TEXT, TABLE = "text", "table"  # formats whose columns are the researcher's own


def read_folder(
    folder: Path, *, encoding: str, filenames: str | None, but: Path | None = None
) -> pd.DataFrame:
    """Return a row per record of the files below `folder`: the ledger's columns, and theirs.

    YAML files, hidden files, the lock files of Word and the file `but` are passed over. What
    cannot be read gives a row with a REASON and no text.
    """
    return _read_files(list(_files(folder, but)), folder, encoding, filenames)


def read_file(path: Path, *, encoding: str) -> pd.DataFrame:
    """Return a row per record of one file, as `read_folder` does.

    Raises
    ------
    CorpusError
        If nothing in it can be read.
    """
    frame = _read_files([(path, None)], path.parent, encoding, None)
    if len(frame) == 1 and isinstance(frame[REASON][0], str) and frame[FORMAT].isna()[0]:
        raise CorpusError(f"{path}: {frame[REASON][0]}")
    return frame


def _read_files(
    files: list[tuple[Path, str | None]], root: Path, encoding: str, filenames: str | None
) -> pd.DataFrame:
    pattern = _filename_pattern(filenames) if filenames else None
    frames: list[pd.DataFrame] = []
    rows: list[dict[str, Any]] = []
    columns: set[str] = set()
    with Sandbox() as sandbox:
        for path, reason in track(files, desc="files", total=len(files)):
            source = _printable(path.relative_to(root).as_posix())
            try:
                if reason:
                    raise RecordError(reason)
                records = _read(path, source, encoding, sandbox)
                _add_columns(columns, records)
            except RecordError as error:
                records = [{SOURCE: source, RECORD: 1, REASON: str(error), FORMAT: None}]
            named = pattern.fullmatch(_tail(path, root, filenames)) if pattern else None
            if isinstance(records, pd.DataFrame):
                if pattern:
                    records = _name_table(records, named, filenames)
                frames += [pd.DataFrame(rows), records]
                rows = []
                continue
            if pattern:
                _name_columns(records, named, filenames)
            rows += records
    frames.append(pd.DataFrame(rows))
    return _join([frame for frame in frames if len(frame)])


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
        links = [name for name in folders if Path(parent, name).is_symlink()]
        link = "found a link to a folder, which is not followed; copy its files"
        files += [(Path(parent, name), link) for name in links]
    for path, reason in sorted(files):
        parts = path.relative_to(folder).parts
        yaml = path.suffix.lower() in (".yml", ".yaml")
        if not (yaml or is_passed_over(parts) or (but and path.resolve() == but.resolve())):
            yield path, reason


def _read(
    path: Path, source: str, encoding: str, sandbox: Sandbox
) -> list[dict[str, Any]] | pd.DataFrame:
    content = Content(_head(path), path.name)
    if not is_own(content):
        return [row for export in sandbox.read(path) for row in _rows(export, source)]
    suffix, tables = content.suffix, table_formats()
    table = signed(content)
    if isinstance(table, TableFormat) and suffix not in table.suffixes:
        raise RecordError(
            f"found a {table.name} file of type {suffix or 'without ending'!r}, expected the "
            f"ending {' or '.join(map(repr, table.suffixes))}; rename it"
        )
    if suffix in SUFFIXES:
        named = {SOURCE: source, RECORD: 1, REASON: None, FORMAT: TEXT, "doc_id": _stem(source)}
        return [named | read_text_file(path, encoding)]
    if suffix in tables:
        if tables[suffix].unpack:
            sandbox.unpack(path)
        try:
            table = read_table(path, encoding=encoding, alone=False)
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
    place = f"{source}/{_printable(export.name)}" if export.name else source
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


def _stem(source: str) -> str:
    return Path(source).with_suffix("").as_posix()


def _printable(name: str) -> str:
    """Return a file's name without the bytes that are not text."""
    return name.encode("utf-8", "backslashreplace").decode()


def _tail(path: Path, root: Path, template: str | None) -> str:
    """Return a file's name without the ending, below as many of its folders as a template has."""
    n_folders = (template or "").count("/")
    return "/".join(path.relative_to(root).with_suffix("").parts[-1 - n_folders :])


def _name_columns(rows: list[dict[str, Any]], named: re.Match | None, template: str | None) -> None:
    """Add to the records of a file the columns that its name holds."""
    for row in rows:
        if named:
            row.update(named.groupdict())
        elif row[REASON] is None:
            row[REASON] = _unfit(template)


def _name_table(table: pd.DataFrame, named: re.Match | None, template: str | None) -> pd.DataFrame:
    """Return a table with the columns that the name of its file holds."""
    if named:
        return table.assign(**named.groupdict())
    note(table, table[REASON].isna(), _unfit(template))
    return table


def _unfit(template: str | None) -> str:
    return f"the name does not fit {template!r}; read without docvars from its name"


def _filename_pattern(template: str) -> re.Pattern:
    pieces = re.split(r"\{(\w+)\}", template)
    names = pieces[1::2]
    unfit = "text" in names or not all(map(str.isidentifier, names))
    if not names or unfit or len(set(names)) < len(names):
        raise ValueError(
            f"filenames: found {template!r}, expected names in braces, each once and none of them "
            "'text', such as '{outlet}_{date}_{title}'"
        )
    first, *after = map(re.escape, pieces[::2])
    each = [f"(?P<{name}>.+?){text}" for name, text in zip(names, after, strict=True)]
    # Each but the last is as short as it can be, once and for all: tried in other ways, long names
    # that do not fit would take hours.
    pattern = first + "".join(f"(?>{piece})" for piece in each[:-1]) + each[-1]
    return re.compile(pattern, re.DOTALL)
