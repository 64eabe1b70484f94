"""What made the figures of a folder, and whether it may be run again.

A manifest may come from anybody. What it names is run only if it lies in the project and is what
made the figure, by its hash; and a command is one of this package.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from time import monotonic
from typing import Any, NamedTuple

from toolkit.figures.manifest import paths_of_command
from toolkit.provenance import hash_file

READING = 60  # seconds, for the hash of one file


class Project(NamedTuple):
    """The folder that the paths of manifests start from, and the one they may not lead out of."""

    root: Path
    top: Path

    def holds(self, path: str | Path) -> bool:
        """Tell whether a path stays in the project, as it is written and with links followed."""
        ways = (os.path.normpath(path), os.path.realpath(path))
        return all(Path(way).is_relative_to(self.top) for way in ways)


def project_of(folder: Path) -> Project:
    """Return the project of a folder of figures: the working directory, if they lie in it.

    Else it is the folder that holds the folder of figures.
    """
    root, here = folder.resolve().parent, Path.cwd().resolve()
    return Project(root, here if root.is_relative_to(here) else root)


def maker_of(manifest: Mapping[str, Any]) -> str:
    """Return what made a figure: the path of its notebook or script, or its command."""
    return next(iter(manifest["made_by"]), None) or " ".join(["toolkit", *manifest["command"]])


def told_of(manifest: Mapping[str, Any]) -> str:
    """Return what would be run, in a line: what made a figure, and the parameters that were set."""
    given = ", ".join(f"{name} = {value!r}" for name, value in manifest["injected"].items())
    return maker_of(manifest) + (given and f", with {given}")


def why_not(manifest: Mapping[str, Any], project: Project) -> str:
    """Return why what made a figure may not be run again; nothing if it may."""
    for path in _paths(manifest, project):
        if not project.holds(path):
            return (
                f"{path} leads out of the project, {project.top}; if it belongs to the project, "
                "verify the figures from a folder that holds both"
            )
        if not (path.is_dir() or path.is_file()):
            return f"there is no file or folder {path}"
    for name, digest in manifest["made_by"].items():
        try:
            now = hash_file(project.root / name, until=monotonic() + READING)
        except OSError as error:
            return f"it cannot be read: {error}"
        if now != digest:
            return "it is not what made the figure; make the figure anew, if it should"
    return ""


def _paths(manifest: Mapping[str, Any], project: Project) -> Iterator[Path]:
    """Yield the paths that what made a figure is, runs in and reads."""
    where = project.root / manifest["run_in"]
    yield where
    yield from (project.root / name for name in manifest["made_by"])
    for name in paths_of_command(manifest["command"]) if manifest["command"] else ():
        yield Path(os.path.realpath(where / name))
