"""Word lists: the YAML tables beside the modules that use them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml


def read_words(module: str, name: str) -> dict[str, Any]:
    """Return the YAML table `name` beside the file `module`; every scalar is text.

    Plain YAML would read the words on, off, yes and no as booleans.
    """
    path = Path(module).with_name(name)
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)  # noqa: S506
