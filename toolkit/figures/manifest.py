"""The manifest of a figure: its declared fields, and reading it without believing it."""

from __future__ import annotations

import json
import math
import posixpath
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any, NoReturn

from toolkit.tables.arguments import describe

LARGEST = 32 << 20  # bytes: the hashes of some 200,000 files
_MOST_NESTED = LARGEST // 64  # lists and objects: they take more memory than text
_DEEPEST = 10  # lists within lists of a parameter
_SHOWN = 200  # characters of what was found
_HASH = re.compile(r"[0-9a-f]{64}")
# The options of `toolkit run` that a manifest may hold: all but --out, which is where it writes.
PATH_OPTIONS = ("--actors", "--lexicon", "--docvars")
_OPTIONS = (
    *PATH_OPTIONS, "--method", "--copies", "--language", "--seed", "--filenames", "--date-format",
    "--encoding", "--time", "--column",
)  # fmt: skip


_NO_MANIFEST = "not a manifest of a figure: {}; make the figure again, or move the file elsewhere"


class ManifestError(ValueError):
    """A file that is no manifest of a figure; the message says what was found and expected."""


@dataclass(frozen=True)
class Field:
    """One declared field of a manifest: what it holds, in words, and what tells that it does.

    `wrong` returns what was found in a value that is not as expected, in words, else nothing.
    """

    expected: str
    wrong: Callable[[Any], str]


def load_manifests(folder: Path) -> tuple[list[dict[str, Any]], dict[str, str]]:
    """Return the manifests in a folder of figures, and by name why other JSON files are not.

    Raises
    ------
    FileNotFoundError
        If the folder holds neither.
    """
    manifests, others = [], {}
    for path in sorted(folder.glob("*.json")):
        try:
            manifests.append(read_manifest(path))
        except (ManifestError, OSError) as error:
            others[path.name] = _NO_MANIFEST.format(error)
    if not manifests and not others:
        raise FileNotFoundError(f"{folder}: found no figures with manifests; make them first")
    return manifests, others


def read_manifest(path: Path) -> dict[str, Any]:
    """Return the manifest in a file.

    Raises
    ------
    ManifestError
        If the file is not what `save_figure` writes.
    """
    if not path.is_file():
        raise ManifestError("found no regular file, expected one that `save_figure` has written")
    with path.open("rb") as file:
        data = file.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise ManifestError(f"found more than {LARGEST >> 20} MB, expected less")
    return parse_manifest(data, path.stem)


def to_json(content: Mapping[str, Any]) -> bytes:
    """Return what is written into a file: JSON, also of names of files that are no UTF-8."""
    text = json.dumps(content, indent=1, ensure_ascii=False) + "\n"
    return text.encode("utf-8", "backslashreplace")  # halves of characters only: as JSON has them


def parse_manifest(data: bytes, figure: str) -> dict[str, Any]:
    """Return the manifest of the figure of that name, from the bytes of its file.

    Raises
    ------
    ManifestError
        If the bytes are not what `save_figure` writes.
    """
    if data.count(b"{") + data.count(b"[") > _MOST_NESTED:
        raise ManifestError("found too many lists and objects, expected hashes by path")
    try:
        manifest = json.loads(
            data.decode(),
            object_pairs_hook=_without_duplicates,
            parse_constant=_refuse_number,
            parse_float=_finite,
        )
    except ManifestError:
        raise
    except (ValueError, RecursionError) as error:
        raise ManifestError(f"found no JSON ({error})") from None
    if not isinstance(manifest, dict):
        raise ManifestError(f"found {_short(manifest)}, expected an object with {_listed()}")
    manifest = {"caption": "", "alt": "", "sample": {}, **manifest}  # older ones have none
    for name, field in FIELDS.items():
        if name not in manifest:
            raise ManifestError(f"found no {name!r}, expected {field.expected}")
        if wrong := field.wrong(manifest[name]):
            raise ManifestError(f"{name}: found {wrong}, expected {field.expected}")
    _check_together(manifest, figure)
    return manifest


def _check_together(manifest: Mapping[str, Any], figure: str) -> None:
    """Raise unless the fields of a manifest agree, with each other and with the name of its file.

    Raises
    ------
    ManifestError
        If they do not.
    """
    name = manifest["figure"]
    if name != figure:
        raise ManifestError(f"figure: found {_short(name)}, expected {figure!r}, the file's name")
    if bool(manifest["made_by"]) == bool(manifest["command"]):
        found = "both" if manifest["command"] else "neither"
        raise ManifestError(f"made_by, command: found {found}, expected one of the two")
    for file in manifest["files"]:
        if not file.startswith((f"{name}.", f"{name}-")):
            raise ManifestError(f"files: found {_short(file)}, expected names like {name}.csv")


def _listed() -> str:
    return ", ".join(map(repr, FIELDS))


def _without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    content: dict[str, Any] = {}
    for name, value in pairs:
        if name in content:
            raise ManifestError(f"found {_short(name)} twice, expected each name once")
        content[name] = value
    return content


def _refuse_number(constant: str) -> NoReturn:
    raise ManifestError(f"found the number {constant[:_SHOWN]}, expected finite numbers")


def _finite(digits: str) -> float:
    value = float(digits)
    return value if math.isfinite(value) else _refuse_number(digits)


def _short(value: Any) -> str:
    """Return what was found, in words that are not too long for a line."""
    text = describe(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def is_file_name(value: Any) -> bool:
    """Tell whether a value can be the name of a file in a folder, without a path."""
    return (
        isinstance(value, str)
        and value not in ("", ".", "..")
        and not set(value) & set("/\\\0")
        and _can_be_encoded(value)
    )


def _is_relative(value: Any) -> bool:
    """Tell whether a value is a relative path as `save_figure` writes it, without detours."""
    return (
        isinstance(value, str)
        and "\0" not in value
        and _can_be_encoded(value)
        and not PurePosixPath(value).is_absolute()
        and not PureWindowsPath(value).anchor
        and posixpath.normpath(value) == value
    )


def _can_be_encoded(text: str) -> bool:
    try:
        text.encode("utf-8", "surrogateescape")  # names of files that are no UTF-8
    except UnicodeEncodeError:
        return False
    return True


def _name(value: Any) -> str:
    return "" if is_file_name(value) else _short(value)


def _path(value: Any) -> str:
    return "" if _is_relative(value) else _short(value)


def _paths(value: Any) -> str:
    if not isinstance(value, list):
        return _short(value)
    return next(filter(None, map(_path, value)), "")


def _hashes(is_key: Callable[[Any], bool], most: float = math.inf) -> Callable[[Any], str]:
    """Return what finds the fault of hashes by name or path."""

    def wrong(value: Any) -> str:
        if not isinstance(value, dict):
            return _short(value)
        if len(value) > most:
            return f"{len(value)} paths"
        for key, digest in value.items():
            if not is_key(key):
                return _short(key)
            if not isinstance(digest, str) or not _HASH.fullmatch(digest):
                return f"{_short(digest)} for {_short(key)}"
        return ""

    return wrong


def _text(value: Any) -> str:
    return "" if isinstance(value, str) else _short(value)


def _texts(value: Any) -> str:
    if not isinstance(value, dict):
        return _short(value)
    wrong = (_short(text) for text in value.values() if not isinstance(text, str))
    return next(wrong, "")


def _parameters(value: Any) -> str:
    if not isinstance(value, dict):
        return _short(value)
    return "lists within lists, too deep" if _depth(value) > _DEEPEST else ""


def _variables(value: Any) -> str:
    wrong = _parameters(value)
    return wrong or next((_short(name) for name in value if not name.isidentifier()), "")


def _depth(value: Any) -> int:
    """Return how deep lists and objects are nested, without recursion."""
    depth, layer = 0, [value]
    while layer := [item for item in layer if isinstance(item, dict | list)]:
        depth += 1
        layer = [i for item in layer for i in (item.values() if isinstance(item, dict) else item)]
    return depth


def _command(value: Any) -> str:
    if value is None:
        return ""
    if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
        return _short(value) if not isinstance(value, list) else "words that are no text"
    if any("\0" in word or not _can_be_encoded(word) for word in value):
        return "words with characters that cannot be written"
    if value[:1] != ["run"]:
        return _short(" ".join(value))
    if len(value) % 2 or value[1].startswith("-"):
        return _short(" ".join(value))
    for option, given in zip(value[2::2], value[3::2], strict=True):
        if option not in _OPTIONS or given.startswith("-"):
            return _short(f"{option} {given}")
    return ""


def paths_of_command(command: list[str]) -> list[str]:
    """Return the paths that a command of a manifest reads."""
    pairs = zip(command[2::2], command[3::2], strict=True)
    return [command[1], *(given for option, given in pairs if option in PATH_OPTIONS)]


# What save_figure writes into every manifest; all paths but those of a command start at the
# folder that holds the folder of figures.
FIELDS = {
    "figure": Field("the name of the figure's files, without ending", _name),
    "made_by": Field(
        "a notebook's or script's SHA-256 by its relative path", _hashes(_is_relative, most=1)
    ),
    "command": Field(
        f"nothing, or the words of `toolkit run CORPUS` with {', '.join(_OPTIONS)}", _command
    ),
    "run_in": Field("the relative path of a folder", _path),
    "injected": Field("values by the name of a variable", _variables),
    "caption": Field("the caption, a text", _text),
    "alt": Field("what is said in place of the figure, a text", _text),
    "inputs": Field("a list of relative paths", _paths),
    "sources": Field("the SHA-256 of each file by its relative path", _hashes(_is_relative)),
    "parameters": Field("values by name", _parameters),
    "sample": Field("how passages were drawn, by name; nothing if all are there", _parameters),
    "files": Field("the SHA-256 of each file of the figure by its name", _hashes(is_file_name)),
    "code": Field("the SHA-256 of each file by its relative path", _hashes(_is_relative)),
    "versions": Field("the version of each package by its name", _texts),
}
