"""Provenance: what a result was made from, as hashes that name each file."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

# The packages whose version can change a number or a pixel.
_PACKAGES = (
    "matplotlib", "nltk", "numpy", "pandas", "scipy", "sentencex", "spacy", "textblob", "ftfy",
)  # fmt: skip
# What a run of a notebook or script is told from outside, in the environment.
WRITE_TO = "TOOLKIT_FIGURES"  # the folder to write figures to, in place of the one that is named
RECORDED = "recorded"  # the folder of a replication pack that stands for the articles
INJECTED = "TOOLKIT_PARAMETERS"  # the parameters of the notebook that were set, as JSON
_CODE = (".py", ".pyi", ".yml", ".html")


def hash_file(path: Path) -> str:
    """Return the SHA-256 of a file; of a notebook, of its cells without outputs."""
    data = path.read_bytes()
    if path.suffix == ".ipynb":
        cells = json.loads(data)["cells"]
        data = json.dumps([[c["cell_type"], "".join(c["source"])] for c in cells]).encode()
    return sha256(data).hexdigest()


def hash_sources(paths: Iterable[str | Path], root: Path) -> dict[str, str]:
    """Return the hash of each file below `paths`, by its path relative to `root`.

    Hidden files and folders are passed over. In a replication pack, files that it does not hold
    have the hash that it has recorded.

    Raises
    ------
    FileNotFoundError
        If a path does not exist.
    """
    hashes: dict[str, str] = {}
    for path in paths:
        below = hash_below(path, root)
        if not below and not Path(path).exists():
            raise FileNotFoundError(
                f"sources: found no {path}, as seen from {Path.cwd()}; name the files and folders "
                "that the figure was made from"
            )
        hashes |= below
    return dict(sorted(hashes.items()))


def hash_below(path: str | Path, root: Path) -> dict[str, str]:
    """Return the hashes as `hash_sources` does, for one path; none if it does not exist."""
    path, place = Path(path), relative_path(path, root)
    packed = root / RECORDED / "sources.json"
    recorded = json.loads(packed.read_text(encoding="utf-8")) if packed.is_file() else {}
    hashes = {p: h for p, h in recorded.items() if f"{p}/".startswith(f"{place}/")}
    files = _visible_files(path) if path.is_dir() else [path] if path.exists() else []
    return hashes | {relative_path(file, root): hash_file(file) for file in files}


def _visible_files(folder: Path) -> Iterator[Path]:
    for file in folder.rglob("*"):
        hidden = any(part.startswith(".") for part in file.relative_to(folder).parts)
        if file.is_file() and not hidden:
            yield file


def hash_code() -> dict[str, str]:
    """Return the hash of each file of this package, by its path from the package's parent."""
    package = Path(__file__).parent
    files = sorted(f for f in package.rglob("*") if f.suffix in _CODE)
    return {f.relative_to(package.parent).as_posix(): hash_file(f) for f in files}


def package_versions() -> dict[str, str]:
    """Return the versions of the packages that can change a result."""
    versions = {}
    for package in _PACKAGES:
        try:
            versions[package] = version(package)
        except PackageNotFoundError:
            versions[package] = "none"
    return versions


def relative_path(path: str | Path, root: Path) -> str:
    """Return `path` as seen from `root`, with forward slashes."""
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
