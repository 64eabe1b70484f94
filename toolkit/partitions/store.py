"""Parts on disk: tables as Parquet, a manifest for each part, and how they are read again."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from hashlib import sha256
from importlib.metadata import version
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from toolkit.provenance import hash_code, hash_file, package_versions, write_atomically
from toolkit.tables.schema import cast_columns

if TYPE_CHECKING:
    import pyarrow as pa
    from pyarrow import parquet

PARTITION = "partition.json"  # in the folder of a partition: what was cut, and how
ARTICLES, LEDGER = "articles", "ledger"
FAMILIES, FAMILIES_MADE = "families", "families.json"
STATEMENTS = "statements"  # the folder with what each method has read, before anybody is named
_NULLABLE = ("Int64", "UInt64", "boolean", "Float64")
ANNOTATED = ("terms", "names", "attributions", "targets", "mentions", "exposure")
_PLACE = b"toolkit.part"  # in the metadata of a Parquet file: the part that it is
_PART = re.compile(r"(\d{5,})\.(?:parquet|arrow|json)")
_TORN = re.compile(r"\.(?:\d{5,}\.(?:parquet|arrow)|\w+\.json)\.\d+\.tmp")


class PartsError(ValueError):
    """Parts that are not whole, or not of one making; the message says what to do."""


def part_path(folder: Path, table: str, number: int) -> Path:
    """Return the file of one part of a table."""
    return folder / table / f"{number:05}.parquet"


def write_part(path: Path, frame: pd.DataFrame) -> str:
    """Write a table as Parquet, whole or not at all, and return the hash of the file.

    Raises
    ------
    PartsError
        If a column cannot be stored.
    OSError
        If the file cannot be written.
    """
    import pyarrow as pa
    from pyarrow import parquet

    try:
        table = pa.Table.from_pandas(frame, preserve_index=False)
    except (pa.ArrowInvalid, pa.ArrowTypeError) as error:
        raise PartsError(
            f"{path}: a column holds values of several kinds, expected one kind ({error}); make "
            "texts of them"
        ) from None
    table = table.replace_schema_metadata({**(table.schema.metadata or {}), _PLACE: _place(path)})
    written = BytesIO()
    parquet.write_table(table, written, compression="zstd")
    data = written.getvalue()
    write_atomically(path, data)
    return sha256(data).hexdigest()


def read_part(path: Path, name: str, columns: Sequence[str] | None = None) -> pd.DataFrame:
    """Return one part of the table `name`, or some of its columns, in the declared types."""
    return read_parts([path], name, columns)


def read_parts(
    paths: Iterable[Path], name: str, columns: Sequence[str] | None = None
) -> pd.DataFrame:
    """Return several parts of the table `name` as one, or some columns, in the declared types."""
    return _as_frame([_read(path, columns) for path in paths], name)


def empty_part(paths: Iterable[Path], name: str) -> pd.DataFrame:
    """Return the table `name` without its rows, with the columns and types of all parts as one."""
    tables = []
    for path in paths:
        with _opened(path) as file:
            tables.append(file.schema_arrow.empty_table())
    return _as_frame(tables, name)


def read_rows(
    paths: Sequence[Path],
    name: str,
    columns: Sequence[str] | None,
    *,
    column: str,
    values: Iterable[str],
) -> pd.DataFrame:
    """Return those rows of parts that have one of the values in a column, a part at a time."""
    import pyarrow as pa
    from pyarrow import compute

    wanted, tables = pa.array(values, pa.large_string()), []
    for path in paths:
        ids = _read(path, [column])[column].cast(pa.large_string())
        there = compute.is_in(ids, value_set=wanted)
        if compute.any(there).as_py():
            tables.append(_read(path, columns).filter(there))
    return _as_frame(tables or [_read(paths[0], columns).slice(0, 0)], name)


def column_names(path: Path) -> list[str]:
    """Return the columns of a part."""
    with _opened(path) as file:
        return file.schema_arrow.names


def finished_parts(folder: Path, table: str) -> range:
    """Return the numbers of the parts of a table, which are all there and of one making.

    Raises
    ------
    ValueError
        If the folder has no such table.
    PartsError
        If the parts are not all there, or were not all made by the same call.
    """
    kind = "partition" if table in (ARTICLES, LEDGER) else "annotation"
    if table not in (ARTICLES, LEDGER, *ANNOTATED):
        raise ValueError(
            f"table: found {table!r}, expected one of {', '.join((ARTICLES, LEDGER, *ANNOTATED))}"
        )
    said = read_json(folder / f"{kind}.json")
    maker = "partition" if kind == "partition" else "annotate_parts"
    if not said:
        raise ValueError(
            f"folder: found no {kind}.json in {folder}, expected what `{maker}` writes"
        )
    n_parts = said.get("n_parts")
    numbers = range(1, len(said.get("articles", ())) + 1)
    missing = [n for n in numbers if not part_path(folder, table, n).is_file()]
    if n_parts is None or missing:
        raise PartsError(
            f"{folder}: found a run of `{maker}` that has not come to its end, expected all parts; "
            "run it again, and it goes on from there"
        )
    cut = read_json(folder / PARTITION)
    if cut and cut.get("articles") != said["articles"]:
        raise PartsError(
            f"{folder}: found tables of articles that have been cut anew since, expected those of "
            "the articles that are there; run `annotate_parts` again, which makes what has changed"
        )
    return numbers


def cut_hashes(folder: Path) -> list[str]:
    """Return the hashes of the articles of all parts."""
    return read_json(folder / PARTITION)["articles"]


def check_cut(path: Path, cut: str) -> None:
    """Raise unless the file of the articles of a part is the one that was written."""
    if not is_whole({path.name: cut}, path.parent):
        raise PartsError(
            f"{path}: found other articles than were written there, expected those; run "
            "`partition` again, which makes what has changed"
        )


def family_hashes(folder: Path) -> list[str]:
    """Return the hashes of the families of all parts; nothing if copies were not looked for.

    Raises
    ------
    PartsError
        If the families are not all there, or are those of other articles.
    """
    said = read_json(folder / FAMILIES_MADE)
    if not said:
        return []
    if said.get("articles") != cut_hashes(folder):
        raise PartsError(
            f"{folder}: found families of other articles, or not all of them, expected those of "
            "all articles that are there; run `add_families_to_parts` again, or do without: "
            f"delete {FAMILIES_MADE}, {FAMILIES} and sketches"
        )
    return [said["files"][name] for name in sorted(said["files"])]


def read_families(folder: Path, number: int, written: str) -> pd.Series:
    """Return the family_id of the articles of a part, from the file with that hash."""
    path = part_path(folder, FAMILIES, number)
    if not is_whole({path.name: written}, path.parent):
        raise PartsError(
            f"{path}: found other families than were written there, expected those; run "
            "`add_families_to_parts` again, which makes what has changed"
        )
    return read_part(path, ARTICLES, ["family_id"])["family_id"]


def check_free(folder: Path, manifest: str, names: Iterable[str]) -> None:
    """Raise if folders that are to be written stand there, and no manifest says that they are ours.

    Raises
    ------
    ValueError
        With the folder in the way: its files would be taken for parts, and deleted.
    """
    if read_json(folder / manifest):
        return
    for name in names:
        path = folder / name
        if path.is_dir() and any(path.iterdir()):
            raise ValueError(
                f"folder: found files in {path} that no earlier run has written, expected a folder "
                "that is new or empty, or that of an earlier run; name another one"
            )


def drop_parts(folder: Path, n_kept: int) -> None:
    """Delete the parts in a folder that come after those that are kept, and no other file."""
    for path in sorted(folder.glob("[0-9]*")):
        part = _PART.fullmatch(path.name)
        if part and int(part[1]) > n_kept and path.is_file():
            path.unlink()


def drop_torn(folder: Path) -> None:
    """Delete what a process has left that was killed while it wrote a part or a manifest."""
    for pattern in (".*.tmp", "*/.*.tmp", f"{STATEMENTS}/*/.*.tmp"):
        for path in folder.glob(pattern):
            if _TORN.fullmatch(path.name):
                with suppress(OSError):
                    path.unlink()


def read_json(path: Path) -> dict[str, Any]:
    """Return what a manifest says; nothing if there is none, or it is not as it was written."""
    try:
        said = json.loads(path.read_bytes())
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (ValueError, RecursionError):
        return {}
    if not isinstance(said, dict) or said.pop("hash", None) != digest(said):
        return {}
    return said


def write_json(path: Path, said: Mapping[str, Any]) -> None:
    """Write a manifest, whole or not at all; the same content has the same bytes."""
    sealed = {**said, "hash": digest(said)}
    data = json.dumps(sealed, indent=1, sort_keys=True, ensure_ascii=False, default=_plain)
    write_atomically(path, data.encode("utf-8", "surrogatepass"))


def digest(said: Any) -> str:
    """Return the hash of anything that can be written as JSON."""
    data = json.dumps(said, sort_keys=True, default=_plain)
    return sha256(data.encode()).hexdigest()


def made_by() -> str:
    """Return the hash of the code and of the packages that can change a table or its bytes."""
    return digest([hash_code(), package_versions(), version("pyarrow")])


def is_whole(files: Mapping[str, str], folder: Path) -> bool:
    """Tell whether files are there, with the hashes that a manifest says."""
    paths = {folder / name: said for name, said in files.items()}
    return all(path.is_file() and hash_file(path) == said for path, said in paths.items())


def _plain(value: Any) -> Any:
    return sorted(value) if isinstance(value, set | frozenset) else str(value)


def n_rows(path: Path) -> int:
    """Return how many rows a part has."""
    with _opened(path) as file:
        return file.metadata.num_rows


def _read(path: Path, columns: Sequence[str] | None) -> pa.Table:
    with _opened(path) as file:
        names = file.schema_arrow.names
        wanted = None if columns is None else [name for name in columns if name in names]
        return file.read(wanted, use_threads=False)


@contextmanager
def _opened(path: Path) -> Iterator[parquet.ParquetFile]:
    """Open the file of a part, and raise if it is torn or not that of this part."""
    import pyarrow as pa
    from pyarrow import parquet

    again = "expected the part that was written there; delete it, and run what wrote it again"
    try:
        with parquet.ParquetFile(path) as file:
            if (file.schema_arrow.metadata or {}).get(_PLACE) != _place(path):
                raise PartsError(f"{path}: found another file than was written, {again}")
            yield file
    except pa.ArrowException:
        raise PartsError(f"{path}: found a torn file, {again}") from None


def _place(path: Path) -> bytes:
    return f"{path.parent.name}/{path.name}".encode()


def _joined(tables: list[pa.Table]) -> pa.Table:
    """Return tables as one; where a column is text in one of them, it is text in all."""
    import pyarrow as pa

    try:
        return pa.concat_tables(tables, promote_options="permissive")
    except pa.ArrowTypeError:
        pass
    kinds: dict[str, set[pa.DataType]] = {}
    for table in tables:
        for field in table.schema:
            if not pa.types.is_null(field.type):
                kinds.setdefault(field.name, set()).add(field.type)
    texts = {name for name, found in kinds.items() if len(found) > 1}
    return pa.concat_tables(
        [_with_texts(table, texts) for table in tables], promote_options="permissive"
    )


def _with_texts(table: pa.Table, names: set[str]) -> pa.Table:
    import pyarrow as pa

    fields = [
        field.with_type(pa.large_string()) if field.name in names else field
        for field in table.schema
    ]
    return table.cast(pa.schema(fields))


def _as_frame(tables: list[pa.Table], name: str) -> pd.DataFrame:
    """Return tables as one frame; where one has numbers that may be missing, all have."""
    import pyarrow as pa

    nullable = {name: kind for table in tables for name, kind in _nullable(table)}
    table = _joined(tables).replace_schema_metadata(None)
    tables.clear()  # what is put together is not held twice
    for field, column in zip(table.schema, table.columns, strict=True):
        if pa.types.is_integer(field.type) and column.null_count:
            nullable.setdefault(field.name, "Int64")
    frame = table.to_pandas(
        integer_object_nulls=True, date_as_object=False, self_destruct=True, split_blocks=True
    )
    return cast_columns(name, frame.astype(nullable))


def _nullable(table: pa.Table) -> Iterator[tuple[str, str]]:
    """Yield (column, type) of the columns that had a type of pandas with missing values."""
    said = json.loads((table.schema.metadata or {}).get(b"pandas", b"{}"))
    for column in said.get("columns", ()):
        if column["numpy_type"] in _NULLABLE and column["name"] in table.column_names:
            yield column["name"], column["numpy_type"]
