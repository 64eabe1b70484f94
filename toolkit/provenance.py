"""Provenance: what a result was made from, as hashes that name each file."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from math import inf
from pathlib import Path
from time import monotonic

# The packages whose version can change a number or a pixel.
_PACKAGES = (
    "matplotlib", "nltk", "numpy", "pandas", "scipy", "sentencex", "spacy", "textblob", "ftfy",
    "simplemma", "py3langid", "python-docx", "statsmodels", "patsy",
)  # fmt: skip
# What a run of a notebook or script is told from outside, in the environment.
WRITE_TO = "TOOLKIT_FIGURES"  # the folder to write figures to, in place of the one that is named
RECORDED = "recorded"  # the folder of a replication pack that stands for the articles
INJECTED = "TOOLKIT_PARAMETERS"  # the parameters of the notebook that were set, as JSON
_CODE = (".py", ".pyi", ".yml", ".html")
_NO_CODE = "study"  # the folder of the package with what `toolkit new` copies
_PIECE = 1 << 20  # bytes of a file that are hashed at a time
_NOTEBOOK = 4  # the format whose cells are those that run: older ones keep them elsewhere
_LARGEST_NOTEBOOK = 32 << 20  # bytes; a larger one is hashed with its outputs


def hash_file(path: Path, *, until: float = inf) -> str:
    """Return the SHA-256 of a file; of a notebook, of its cells without outputs.

    What is named like a notebook and is none is hashed as it is.

    Raises
    ------
    TimeoutError
        If the file has not been read when the monotonic clock is at `until`.
    """
    if path.suffix == ".ipynb" and path.stat().st_size <= _LARGEST_NOTEBOOK:
        try:
            notebook = json.loads(path.read_bytes())
            code = json.dumps([[c["cell_type"], "".join(c["source"])] for c in notebook["cells"]])
            if notebook["nbformat"] == _NOTEBOOK:
                return sha256(code.encode()).hexdigest()
        except (ValueError, LookupError, TypeError, RecursionError):
            pass
    digest = sha256()
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            _check_time(path, until)
            digest.update(piece)
    return digest.hexdigest()


def hash_sources(paths: Iterable[str | Path], root: Path) -> dict[str, str]:
    """Return the hash of each file below `paths`, by its path relative to `root`.

    Hidden files and folders, and what is no regular file, are passed over. In a replication pack,
    files that it does not hold have the hash that it has recorded.

    Raises
    ------
    FileNotFoundError
        If a path does not exist, or is neither a file nor a folder.
    """
    hashes: dict[str, str] = {}
    for path in paths:
        below = hash_below(path, root)
        if not below and not Path(path).is_dir():
            raise FileNotFoundError(
                f"sources, made_by: found no {path}; name the files and folders that the figure "
                f"was made from (a relative path starts from {Path.cwd()})"
            )
        hashes |= below
    return dict(sorted(hashes.items()))


def hash_below(path: str | Path, root: Path, *, until: float = inf) -> dict[str, str]:
    """Return the hashes as `hash_sources` does, for one path; none if there is nothing.

    Raises
    ------
    TimeoutError
        If they are not known when the monotonic clock is at `until`.
    ValueError
        If what a replication pack has recorded is not what `pack_figures` writes.
    """
    path, place = Path(path), relative_path(path, root)
    hashes = {p: h for p, h in _recorded(root).items() if f"{p}/".startswith(f"{place}/")}
    files = _visible_files(path, until) if path.is_dir() else [path] if path.is_file() else []
    return hashes | {relative_path(file, root): hash_file(file, until=until) for file in files}


def _recorded(root: Path) -> dict[str, str]:
    """Return the hashes of the files that a replication pack does not hold."""
    path = root / RECORDED / "sources.json"
    if not path.is_file():
        return {}
    try:
        hashes = json.loads(path.read_bytes())
    except (ValueError, RecursionError) as error:
        raise ValueError(f"{path}: found no JSON ({error}), expected hashes of files") from None
    if not isinstance(hashes, dict) or not all(isinstance(h, str) for h in hashes.values()):
        raise ValueError(f"{path}: found other JSON, expected the hash of each file by its path")
    return hashes


def _visible_files(folder: Path, until: float) -> Iterator[Path]:
    for file in folder.rglob("*"):
        _check_time(file, until)
        hidden = any(part.startswith(".") for part in file.relative_to(folder).parts)
        if file.is_file() and not hidden:
            yield file


def _check_time(path: Path, until: float) -> None:
    if monotonic() > until:
        raise TimeoutError(f"{path}: the time for reading files was over")


@cache  # a file that is changed later is not what this process has loaded
def hash_code() -> dict[str, str]:
    """Return the hash of each file of this package, by its path from the package's parent."""
    package = Path(__file__).parent
    copied = package / _NO_CODE
    files = sorted(f for f in package.rglob("*") if f.suffix in _CODE and copied not in f.parents)
    return {f.relative_to(package.parent).as_posix(): hash_file(f) for f in files}


def package_versions(packages: Iterable[str] = _PACKAGES) -> dict[str, str]:
    """Return the versions of packages: without any named, of those that can change a result."""
    versions = {}
    for package in packages:
        try:
            versions[package] = version(package)
        except PackageNotFoundError:
            versions[package] = "none"
    return versions


def relative_path(path: str | Path, root: Path) -> str:
    """Return `path` relative to `root`, with forward slashes."""
    return Path(os.path.relpath(Path(path).resolve(), root.resolve())).as_posix()


def write_atomically(path: Path, data: bytes) -> None:
    """Write `data` so that a reader sees the old file or the new one, never half of it.

    Raises
    ------
    OSError
        Of the kind that the system has, with the name of `path`, if it cannot be written.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_bytes(data)
        temporary.replace(path)
    except OSError as error:
        said = f"cannot be written ({error.strerror}); what stood there stays as it was"
        raise OSError(error.errno, said, str(path)) from error
    finally:
        with suppress(OSError):
            temporary.unlink()
