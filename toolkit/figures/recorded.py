"""Record what the functions that read articles returned, without the text; and replay it.

A replication pack holds these records in place of the articles: the same notebooks then make the
same tables and figures from them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection
from functools import wraps
from hashlib import sha256
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

import toolkit as tk
from toolkit.read.bounds import bounds_of, check_parquet
from toolkit.read.formats.export import RecordError
from toolkit.tables.schema import TABLES

# The public functions that need the articles' text, or the files that hold it.
# With the table that each returns; two return several, called as they are declared.
READ_TEXT = {
    "load_corpus": "articles", "load_with_ledger": "", "load_ledger": "ledger",
    "clean_text": "articles", "add_language": "articles",
    "find_residue": "residue", "add_families": "articles", "find_changes": "changes",
    "find_terms": "terms", "find_actors": "names", "find_attributions": "attributions",
    "attributions_of": "attributions",
    "find_targets": "targets", "link_mentions": "mentions", "add_tone": "mentions", "annotate": "",
    "exposure": "exposure", "concordance": "concordance", "count_words": "words",
    "find_words": "places", "keyness": "keyness", "collocates": "collocates",
    "find_collocates": "places", "draw_passages": "sample", "coding_sheet": "coding_sheet",
    "load_codes": "codes", "label": "codes", "export_annotations": "not_carried",
    "import_annotations": "codings", "load_statements": "statements",
    "load_parts": "mentions",  # of what other tables hold, nothing is kept that mentions lack
}  # fmt: skip
_SPLIT_BY = ("mentions", "articles")  # whose declared columns may be `by` and `of` of any table
_GROUP = re.compile(r"_(?:target|reference)$")  # ends the names of the two columns of one in `by`
_ABOUT, _ONE = "of.json", "table"  # the file beside the tables; what a single one is called
_LONGEST = 120  # characters of a value that is kept: a longer one is a text
# Kept whole: ids, and the call of a measure, whose arguments stand in the notebooks of the pack.
_WHOLE = ("doc_id", "mention_id", "attribution_id", "family_id", "call")


class ReplayError(RuntimeError):
    """A notebook or script whose calls are not those that were recorded."""


def record(folder: str | Path, *, keep: Collection[str] = ()) -> None:
    """Write what each call of a function that reads text returns into `folder`, without text.

    The functions of the package `toolkit` are replaced for the rest of this process. `keep` names
    columns that are kept, whatever they hold.
    """
    numbers = count(1)

    def recording(function: Callable) -> Callable:
        @wraps(function)
        def call(*args: Any, **kwargs: Any) -> Any:
            returned = function(*args, **kwargs)
            name = function.__name__
            _write(returned, READ_TEXT[name], Path(folder, f"{next(numbers):03}-{name}"), keep)
            return returned

        return call

    _replace(recording)


def replay(folder: str | Path) -> None:
    """Let each call of a function that reads text return what was recorded in `folder`.

    Figures and tables are then saved without the text of their passages.
    """
    numbers = count(1)

    def replaying(function: Callable) -> Callable:
        @wraps(function)
        def call(*_: Any, **__: Any) -> Any:
            number, name = next(numbers), function.__name__
            recorded = Path(folder, f"{number:03}-{name}")
            if not recorded.is_dir():
                there = [p.name for p in Path(folder).glob(f"{number:03}-*")] or ["nothing"]
                raise ReplayError(
                    f"{recorded}: found {there[0]} in its place; the calls are not those that were "
                    "recorded, in that order: run the notebook or script that came with the pack"
                )
            return _read(recorded)

        return call

    _replace(replaying)
    for name in ("save_figure", "save_table"):
        setattr(tk, name, _without_articles(getattr(tk, name)))


class Columns(NamedTuple):
    """The columns of a table that hold text: those that a pack keeps, and those that are blank."""

    kept: list[str]
    blank: list[str]


def text_columns(table: pd.DataFrame, name: str, keep: Collection[str] = ()) -> Columns:
    """Tell which columns of the table `name` that hold text are kept in a replication pack.

    Those that are declared and hold no words of the articles, and those that `keep` names.
    """
    columns = Columns([], [])
    for column in table:
        if not _holds_numbers_or_dates(table[column]):
            named = _GROUP.sub("", column) if name == "keyness" else column
            kept = named in keep or _is_declared_without_words(named, name)
            (columns.kept if kept else columns.blank).append(column)
    return columns


def without_text(table: pd.DataFrame, name: str, keep: Collection[str] = ()) -> pd.DataFrame:
    """Return the table `name` with letters x for its text; all that is not kept is blank.

    Offsets and lengths are counted in the text. Values of declared columns that are so long that
    they must be texts are replaced by their hash.
    """
    bare, columns = table.copy(), text_columns(table, name, keep)
    for column in columns.blank:
        there = bare[column].notna()
        blank = ["x" * len(v) for v in bare[column]] if column == "text" else ""
        bare[column] = pd.Series(blank, index=bare.index, dtype="str").where(there)
    for column in set(columns.kept) - {*_WHOLE, *keep}:
        long = bare[column].astype("str").str.len() > _LONGEST
        if long.any():
            bare[column] = bare[column].astype("str").mask(long, bare[column].map(_digest))
    return bare


def read_columns(folder: Path) -> dict[str, Columns]:
    """Return what is kept and what is blank in each table that was recorded below `folder`."""
    by_table: dict[str, Columns] = {}
    for path in sorted(folder.rglob(_ABOUT)):
        for about in json.loads(path.read_text(encoding="utf-8"))["tables"].values():
            columns = by_table.setdefault(about["table"], Columns([], []))
            columns.kept.extend(c for c in about["kept"] if c not in columns.kept)
            columns.blank.extend(c for c in about["blank"] if c not in columns.blank)
    return by_table


def _holds_numbers_or_dates(values: pd.Series) -> bool:
    types = pd.api.types
    return (
        types.is_numeric_dtype(values.dtype)  # truth values among them
        or types.is_datetime64_any_dtype(values.dtype)
        or types.is_timedelta64_dtype(values.dtype)
    )


def _is_declared_without_words(column: str, name: str) -> bool:
    tables = (name,) if name == "articles" else (name, *_SPLIT_BY)
    declared = (TABLES[table].columns.get(column) for table in tables)
    spec = next(filter(None, declared), None)
    return spec is not None and not spec.words


def _digest(text: Any) -> str:
    return "sha256:" + sha256(str(text).encode()).hexdigest()


def _without_articles(save: Callable[..., Path]) -> Callable[..., Path]:
    """Return a function that saves receipts without the text of their passages."""

    @wraps(save)
    def save_without_text(*args: Any, **kwargs: Any) -> Path:
        return save(*args, **(kwargs | {"articles": None, "attributions": None}))

    return save_without_text


def _replace(wrap: Callable[[Callable], Callable]) -> None:
    for name in READ_TEXT:
        setattr(tk, name, wrap(getattr(tk, name)))


def _write(returned: Any, name: str, folder: Path, keep: Collection[str]) -> None:
    """Write the table `name`, or a named tuple of tables, as Parquet, and what of it is kept."""
    several = hasattr(returned, "_asdict")
    tables = returned._asdict() if several else {_ONE: returned}
    folder.mkdir(parents=True)
    about = {}
    for part, table in tables.items():
        declared = name or part
        without_text(table, declared, keep).to_parquet(folder / f"{part}.parquet", index=False)
        about[part] = {"table": declared, **text_columns(table, declared, keep)._asdict()}
    said = {"tuple": type(returned).__name__ if several else None, "tables": about}
    (folder / _ABOUT).write_text(json.dumps(said), encoding="utf-8")


def _read(folder: Path) -> Any:
    """Return what `_write` has written.

    Raises
    ------
    ReplayError
        If the files are not such as `_write` writes: a pack may come from anybody.
    """
    about = folder / _ABOUT
    kinds = {kind.__name__: kind for kind in (tk.Corpus, tk.Tables)}
    try:
        said = json.loads(about.read_text(encoding="utf-8"))
        parts, name = list(said["tables"]), said["tuple"]
        expected = [_ONE] if name is None else list(kinds[name]._fields)
    except (OSError, ValueError, LookupError, TypeError, RecursionError) as error:
        raise ReplayError(f"{about}: not what a pack records: {type(error).__name__}") from None
    if parts != expected:
        raise ReplayError(f"{about}: found the tables {parts}, expected {expected}")
    tables = [_read_table(folder / f"{part}.parquet") for part in parts]
    return tables[0] if name is None else kinds[name](*tables)


def _read_table(path: Path) -> pd.DataFrame:
    if path.is_symlink() or not path.is_file():
        raise ReplayError(f"{path}: found no regular file, expected a table that was recorded")
    try:
        check_parquet(path, bounds_of(path, alone=True))
        return pd.read_parquet(path)
    except (OSError, ValueError, RecordError) as error:
        raise ReplayError(f"{path}: not a table that was recorded: {error}") from None
