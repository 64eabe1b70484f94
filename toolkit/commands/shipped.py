"""Files of the repository that ship with the package: notebooks, a corpus, a list of others."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parents[1]
STUDY = _PACKAGE / "study"


def shipped(name: str) -> Path:
    """Return the path of a file or folder that stands at the top of the repository.

    An installed package holds it in its folder `study` (pyproject.toml says what); in the
    repository it stands once, beside the package.
    """
    inside = STUDY / name
    return inside if inside.exists() else _PACKAGE.parent / name
