"""Record what the functions that read articles returned, without the text; and replay it.

A replication pack holds these records in place of the articles: the same notebooks then make the
same tables and figures from them.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from itertools import count
from pathlib import Path
from typing import Any

import pandas as pd

import toolkit as tk

# The public functions that need the articles' text, or the files that hold it.
READ_TEXT = (
    "load_corpus", "load_with_ledger", "load_ledger", "clean_text", "find_residue", "add_families",
    "find_changes",
    "find_terms", "find_actors", "find_attributions", "find_targets", "link_mentions", "add_tone",
    "annotate", "exposure", "concordance", "count_words", "find_words", "collocates",
    "find_collocates", "draw_passages", "coding_sheet", "load_codes",
)  # fmt: skip
# The columns that hold words of the articles. Those of `text` are replaced by as many letters, for
# offsets and lengths are counted in it.
_WORDS = ("title", "match", "source", "cue", "left", "node", "right", "before", "after", "byline")
_LONGEST = 120  # characters of a value of any other column: a longer one is a text
_KEPT = ("doc_id", "mention_id", "attribution_id", "family_id")


class ReplayError(RuntimeError):
    """A notebook or script that calls other functions than those that were recorded."""


def record(folder: str | Path) -> None:
    """Write what each call of a function that reads text returns into `folder`, without text.

    The functions of the package `toolkit` are replaced for the rest of this process.
    """
    numbers = count(1)

    def recording(function: Callable) -> Callable:
        @wraps(function)
        def call(*args: Any, **kwargs: Any) -> Any:
            found = function(*args, **kwargs)
            _write(found, Path(folder, f"{next(numbers):03}-{function.__name__}"))
            return found

        return call

    _replace(recording)


def replay(folder: str | Path) -> None:
    """Let each call of a function that reads text return what was recorded in `folder`.

    Figures are then saved without the text of their passages.
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
    save_figure = tk.save_figure

    @wraps(save_figure)
    def save_without_text(*args: Any, **kwargs: Any) -> Path:
        return save_figure(*args, **(kwargs | {"articles": None, "attributions": None}))

    tk.save_figure = save_without_text


def without_text(table: pd.DataFrame) -> pd.DataFrame:
    """Return `table` with letters x for its text, and no words of the articles elsewhere."""
    bare = table.copy()
    for column in bare:
        if not (pd.api.types.is_string_dtype(bare[column].dtype) or bare[column].dtype == object):
            continue
        if column == "text":
            bare[column] = pd.Series(
                ["x" * len(text) for text in bare[column]], index=bare.index, dtype="str"
            )
        elif column in _WORDS:
            bare[column] = bare[column].mask(bare[column].notna(), "")
        elif column not in _KEPT:
            long = bare[column].astype("str").str.len() > _LONGEST
            bare.loc[long, column] = bare.loc[long, column].map(_digest)
    return bare


def _digest(text: Any) -> str:
    return "sha256:" + sha256(str(text).encode()).hexdigest()


def _replace(wrap: Callable[[Callable], Callable]) -> None:
    for name in READ_TEXT:
        setattr(tk, name, wrap(getattr(tk, name)))


def _write(found: Any, folder: Path) -> None:
    """Write a table, or a named tuple of tables, as Parquet."""
    several = hasattr(found, "_asdict")
    tables = found._asdict() if several else {"table": found}
    folder.mkdir(parents=True)
    for name, table in tables.items():
        without_text(table).to_parquet(folder / f"{name}.parquet", index=False)
    said = {"tuple": type(found).__name__ if several else None, "tables": list(tables)}
    (folder / "of.json").write_text(json.dumps(said), encoding="utf-8")


def _read(folder: Path) -> Any:
    said = json.loads((folder / "of.json").read_text(encoding="utf-8"))
    tables = [pd.read_parquet(folder / f"{name}.parquet") for name in said["tables"]]
    if said["tuple"] is None:
        return tables[0]
    return {kind.__name__: kind for kind in (tk.Corpus, tk.Tables)}[said["tuple"]](*tables)
