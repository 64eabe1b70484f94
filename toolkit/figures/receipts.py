"""The receipts of a figure or a table: its numbers, its passages, and what it was made from."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from toolkit.display.printable import printable
from toolkit.figures.from_parts import read_behind
from toolkit.figures.manifest import is_file_name, parse_manifest, to_json
from toolkit.figures.passages import (
    Piece,
    find_passages,
    mark_columns,
    number_marks,
    read_passages,
    with_context,
)
from toolkit.figures.sampled import about_sample
from toolkit.partitions.load import expect_parts
from toolkit.provenance import (
    INJECTED,
    WRITE_TO,
    hash_code,
    hash_sources,
    package_versions,
    relative_path,
    write_atomically,
)
from toolkit.tables.arguments import as_list, as_path, expect_mapping, expect_table, expect_type
from toolkit.tables.calls import argument_of, as_argument, calls_of, number_calls
from toolkit.tables.spreadsheet import to_csv

_ID = ("mention_id", "doc_id")
_PLACE, _ARTICLE = ("mention_id", "doc_id", "start", "end"), ("doc_id", "text", "body_start")
CALLS = "calls"  # the parameter that holds what the data know of how they were made
_ENDINGS = (".pdf", ".svg", ".png", ".csv", ".html", ".json", ".docx", ".md", ".tex")
_KINDS = {".svg": "figure", ".docx": "table"}  # by an ending that the other does not have


class Receipts(NamedTuple):
    """The numbers and what stands behind them.

    Attributes
    ----------
    data
        The table that is drawn or printed, with a first column `mark`; `call` is the number of the
        row's call.
    keys
        Its columns that tell the marks apart.
    passages
        Those behind each mark, in order of marks; None if the data count no mentions.
    readings
        How each passage reads, in the same order; None where texts may not be shown.
    calls
        The calls that made the rows of the data.
    """

    data: pd.DataFrame
    keys: list[str]
    passages: pd.DataFrame | None
    readings: Iterator[list[Piece]] | None
    calls: Sequence[dict[str, Any]] = ()


class Said(NamedTuple):
    """What is said of a figure or a table: its caption, and what stands in its place."""

    caption: str = ""
    alt: str = ""


def spell_said(caption: Any, alt: Any) -> Said:
    """Return both texts as files can hold them; without `alt`, the caption serves for it."""
    for name, text in (("caption", caption), ("alt", alt)):
        expect_type(text, name, str, expected="a text")
    return Said(*(printable(text).strip() for text in (caption, alt or caption)))


def check_arguments(
    name: Any, mentions: Any, articles: Any, attributions: Any, parameters: Any
) -> None:
    """Raise unless the arguments that figures and tables share can be what they should be."""
    expect_type(name, "name", str, expected="the name of the files, without ending")
    if not is_file_name(name):
        raise ValueError(f"name: found {name!r}, expected the name of files, without a folder")
    if name.endswith(_ENDINGS):
        raise ValueError(
            f"name: found {name!r}, expected a name without its ending: every format is written"
        )
    if mentions is not None:
        expect_table(mentions, "mentions", ["doc_id"])
        if isinstance(articles, str | Path) and not {"start", "text"} & set(mentions):
            expect_table(mentions, "mentions", _ID)  # the parts have all else
        else:
            expect_table(mentions, "mentions", _PLACE if "start" in mentions else _ARTICLE)
    if isinstance(articles, str | Path):
        expect_parts(articles, "articles", "articles")
    elif articles is not None:
        expect_table(articles, "articles", ["doc_id", "text"])
    if isinstance(attributions, str | Path):
        expect_parts(attributions, "attributions", "attributions")
    elif attributions is not None:
        expect_table(attributions, "attributions", ["attribution_id", "source_start", "cue_start"])
    expect_mapping(parameters, "parameters", expected="names and values, such as {'seed': 1}")


def find_receipts(
    data: pd.DataFrame,
    mentions: pd.DataFrame | None,
    articles: pd.DataFrame | str | Path | None,
    attributions: pd.DataFrame | str | Path | None,
) -> Receipts:
    """Return the receipts of data that were counted from mentions, or from none.

    Raises
    ------
    ValueError
        As `find_passages` and `read_behind` do; or if attributions are in parts, and articles are
        not.
    """
    marked, calls = number_calls(number_marks(data)), calls_of(data)
    if mentions is None:
        return Receipts(marked, [], None, None, calls)
    readings = None
    passages = find_passages(marked, mentions, None)
    if isinstance(articles, str | Path):
        passages, mentions, articles, attributions = read_behind(
            passages, mentions, articles, attributions
        )
    if isinstance(attributions, str | Path):
        raise ValueError(
            f"attributions: found {attributions}, expected a table: a folder of parts goes with "
            "articles that are in parts"
        )
    if articles is not None:
        passages = with_context(passages, articles)
        readings = read_passages(passages, mentions, articles, attributions)
    return Receipts(marked, mark_columns(marked), passages, readings, calls)


def save_with_receipts(
    name: str,
    contents: Mapping[str, bytes],
    receipts: Receipts,
    page: bytes,
    *,
    said: Said,
    sources: str | Path | Iterable[str | Path],
    made_by: str | Path | Sequence[str],
    parameters: Mapping[str, Any] | None,
    folder: str | Path,
) -> Path:
    """Write the files of a figure or a table, its receipts and its manifest; return the latter."""
    folder = as_path(folder, "folder")
    root = folder.resolve().parent
    inputs = [as_path(path, "sources") for path in as_list(sources, "sources")]
    script, command = _maker(made_by)
    contents = {**contents, f"{name}.csv": to_csv(receipts.data)}
    if receipts.passages is not None:
        contents[f"{name}-passages.csv"] = to_csv(receipts.passages)
    contents[f"{name}.html"] = page
    manifest = {
        "figure": name,
        **said._asdict(),
        "made_by": {} if script is None else hash_sources([script], root),
        "command": command,
        "run_in": relative_path(Path.cwd(), root),
        "injected": json.loads(os.environ.get(INJECTED, "{}")),
        "inputs": [relative_path(path, root) for path in inputs],
        "sources": hash_sources(inputs, root),
        "parameters": _with_calls(parameters or {}, receipts.calls),
        **({"sample": sample} if (sample := about_sample(receipts.passages)) else {}),
        "files": {file: sha256(content).hexdigest() for file, content in contents.items()},
        "code": hash_code(),
        "versions": package_versions(),
    }
    written = to_json(manifest)
    parse_manifest(written, name)  # what is saved here can be read there
    folder = Path(os.environ.get(WRITE_TO, folder))
    _check_free(folder, name, contents)
    for file, content in contents.items():
        write_atomically(folder / file, content)
    target = folder / f"{name}.json"
    write_atomically(target, written)
    return target


def _with_calls(parameters: Mapping[str, Any], calls: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Return the parameters with the calls of the data.

    Raises
    ------
    ValueError
        If a parameter is another one than in the calls.
    """
    if not calls:
        return dict(parameters)
    if CALLS in parameters:
        raise ValueError(
            f"parameters: found {CALLS!r}, which the data say themselves, expected another name"
        )
    for name, value in parameters.items():
        known = argument_of(calls, name)
        if known and as_argument(value) not in known:
            raise ValueError(
                f"parameters: found {name}={value!r}, but the data were made with "
                f"{name}={' and '.join(map(repr, known))}; leave it out: what the data say need "
                "not be given"
            )
    return {**parameters, CALLS: list(calls)}


def _check_free(folder: Path, name: str, contents: Mapping[str, bytes]) -> None:
    """Raise if a table has the name of a figure in the folder, or a figure that of a table."""
    for ending, kind in _KINDS.items():
        path = folder / f"{name}{ending}"
        if path.name not in contents and path.exists():
            raise ValueError(
                f"name: found {path}, of a {kind} of that name, whose receipts would be "
                f"overwritten; expected another name, or a folder without the files of that {kind}"
            )


def _maker(made_by: str | Path | Sequence[str]) -> tuple[Path | None, list[str] | None]:
    """Return the notebook or script, or else the words of the command, that `made_by` gives."""
    if isinstance(made_by, str | os.PathLike):
        return Path(made_by), None
    command = as_list(made_by, "made_by")
    if not command:
        raise ValueError("made_by: found an empty list, expected a path, or the words of a command")
    for word in command:
        expect_type(word, "made_by", str, expected="a path, or the words of a command")
    return None, command
