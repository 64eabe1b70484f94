"""Tables of all parts, as the verbs in memory return them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import pandas as pd

from toolkit.partitions.store import (
    ARTICLES,
    PARTITION,
    PartsError,
    column_names,
    family_hashes,
    finished_parts,
    part_path,
    read_families,
    read_json,
    read_parts,
    read_rows,
)
from toolkit.tables.arguments import as_list, as_path, describe
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
    if not read_json(folder / PARTITION):  # the tables of `annotate_parts` only
        return frame
    families = family_hashes(folder)
    if table == "exposure":
        if families != read_json(folder / "annotation.json")["families"]:
            raise PartsError(
                f"{folder}: found words that were counted before copies were looked for as they "
                "are now, expected them with the families that are there; run `annotate_parts` "
                "again, which counts them anew"
            )
        return frame
    if not families:
        return frame
    parts = [read_families(folder, n, families[n - 1]) for n in numbers]
    return frame.assign(family_id=pd.concat(parts, ignore_index=True))


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
