"""Tables of all parts, as the verbs in memory return them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path

import pandas as pd

from toolkit.partitions.store import (
    ARTICLES,
    PARTITION,
    PartsError,
    column_names,
    empty_part,
    family_hashes,
    finished_parts,
    part_path,
    read_families,
    read_json,
    read_part,
    read_parts,
    read_rows,
)
from toolkit.tables.arguments import as_list, as_path, describe
from toolkit.tables.parts import Parts
from toolkit.tables.schema import TABLES, cast_columns

_WITH_METHOD = ("mentions", "exposure")
_FAMILY = "family_id"


def load_parts(
    folder: str | Path, table: str, *, columns: str | Iterable[str] | None = None
) -> pd.DataFrame:
    """Load a table of a corpus that was cut into parts, as the verbs in memory return it.

    Parameters
    ----------
    folder
        That of `partition`, or of `annotate_parts` if it wrote elsewhere.
    table
        "articles" or "ledger"; after `annotate_parts` also "terms", "names", "attributions",
        "targets", "mentions" or "exposure".
    columns
        Those to read; by default all. A measure needs few of them: `rates` of frames by voice takes
        ``["doc_id", "mention_id", "frame", "voice", "method"]`` of mentions and ``["doc_id",
        "n_tokens", "voice", "family_id", "method"]`` of exposure.

    Returns
    -------
    pandas.DataFrame
        The rows of all parts, in the order of the corpus.

    Raises
    ------
    ValueError
        If there is no such table or column.
    PartsError
        If the parts are not all there, or were not all made by the same call.
    """
    folder = as_path(folder, "folder")
    numbers = finished_parts(folder, table)
    wanted = None if columns is None else as_list(columns, "columns")
    _check_columns([part_path(folder, table, number) for number in numbers], table, wanted)
    return load_some(folder, table, numbers, wanted)


def open_parts(folder: str | Path, table: str) -> Parts:
    """Open a table of a corpus that was cut into parts, for measures that read it part by part.

    `rates`, `compare`, `trends` and `voices` take it in place of the table, and return the same
    numbers. In memory stand one part and, for each article, what its counts and words are drawn by.

    Parameters
    ----------
    folder
        That of `annotate_parts`.
    table
        "mentions" or "exposure". What is to be filtered, or is for another measure, is loaded by
        `load_parts`.

    Returns
    -------
    Parts
        The table, of which nothing has been read.

    Raises
    ------
    ValueError
        If there is no such table.
    PartsError
        If the parts are not all there, or were not all made by the same call.
    """
    folder = as_path(folder, "folder")
    if table not in _WITH_METHOD:
        raise ValueError(
            f"table: found {table!r}, expected 'mentions' or 'exposure', which measures count; "
            "`load_parts` loads any table"
        )
    paths = [part_path(folder, table, number) for number in finished_parts(folder, table)]
    if table == "exposure":
        _check_families(folder)
    types = empty_part(paths, table)
    method = read_json(folder / "annotation.json")["method"]
    return Parts(table, tuple(types), method, len(paths), partial(_read_each, paths, table, types))


def _read_each(
    paths: Sequence[Path], table: str, types: pd.DataFrame, columns: Sequence[str]
) -> Iterator[pd.DataFrame]:
    """Yield columns of each part, in the types that they have where all parts are read as one."""
    columns = list(dict.fromkeys(columns))
    for path in paths:
        frame = read_part(path, table, columns)
        yield frame.reindex(columns=columns).astype(types[columns].dtypes.to_dict())


def load_some(
    folder: Path, table: str, numbers: Sequence[int], columns: Sequence[str] | None = None
) -> pd.DataFrame:
    """Return the rows of some parts of a table, as `load_parts` does those of all."""
    paths = [part_path(folder, table, number) for number in numbers]
    frame = read_parts(paths, table, columns)
    if table in (ARTICLES, "exposure") and _FAMILY in frame:
        frame = _with_families(frame, table, folder, numbers)
    if table in _WITH_METHOD and "method" in frame:  # a part without attributions has none
        method = read_json(folder / "annotation.json")["method"]
        frame = cast_columns(table, frame.assign(method=method))
    return frame if columns is None else frame[columns]


def expect_parts(given: str | Path, argument: str, table: str) -> Path:
    """Return the folder that is given in place of a table; raise if no parts of it are there.

    Raises
    ------
    ValueError
        With the name of the argument.
    PartsError
        If the parts are not all there.
    """
    folder = as_path(given, argument)
    try:
        finished_parts(folder, table)
    except PartsError:
        raise
    except ValueError:
        maker = "partition" if table == ARTICLES else "annotate_parts"
        raise ValueError(
            f"{argument}: found {describe(given)}, expected a table, or a folder that `{maker}` "
            "has written"
        ) from None
    return folder


def find_rows(
    folder: Path,
    table: str,
    column: str,
    values: Iterable[str],
    *,
    columns: Sequence[str] | None = None,
) -> pd.DataFrame:
    """Return the rows of a table with one of these values; parts without them are not read.

    Parameters
    ----------
    folder
        That of `partition` or `annotate_parts`.
    table
        As in `load_parts`.
    column
        Of ids, which of all parts is read.
    values
        The ids.
    columns
        Those to read; by default all.
    """
    paths = [part_path(folder, table, number) for number in finished_parts(folder, table)]
    return read_rows(paths, table, columns, column=column, values=values)


def _with_families(
    frame: pd.DataFrame, table: str, folder: Path, numbers: Sequence[int]
) -> pd.DataFrame:
    """Return articles with their families, or words that are counted with them."""
    if table == "exposure":
        _check_families(folder)
        return frame
    families = family_hashes(folder)  # `articles` stand where they were cut
    if not families:
        return frame
    parts = [read_families(folder, n, families[n - 1]) for n in numbers]
    return frame.assign(family_id=pd.concat(parts, ignore_index=True))


def _check_families(folder: Path) -> None:
    """Raise if words were counted before copies were looked for as they are now."""
    if not read_json(folder / PARTITION):  # the tables of `annotate_parts` only
        return
    if family_hashes(folder) != read_json(folder / "annotation.json")["families"]:
        raise PartsError(
            f"{folder}: found words that were counted before copies were looked for as they "
            "are now, expected them with the families that are there; run `annotate_parts` "
            "again, which counts them anew"
        )


def _check_columns(paths: Sequence[Path], table: str, wanted: Sequence[str] | None) -> None:
    """Raise if no part has a column: those of the docvars are in some only."""
    there = set(TABLES[table].columns)
    if wanted is None or there.issuperset(wanted):
        return
    for path in paths:
        there.update(column_names(path))
    if missing := [name for name in wanted if name not in there]:
        listed = ", ".join(sorted(there))
        raise ValueError(f"columns: found {missing[0]!r}, expected columns of {table}: {listed}")
