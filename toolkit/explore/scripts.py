"""The scripts of the widgets' pages, each after what they share."""

from __future__ import annotations

from pathlib import Path

_FOLDER = Path(__file__).parent


def page_script(*names: str) -> str:
    """Return the script of a widget's page, one file after the other, after what all share."""
    return "\n".join((_FOLDER / file).read_text(encoding="utf-8") for file in ("page.js", *names))
