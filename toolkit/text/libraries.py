"""Libraries of which one module is needed, imported without the rest of them."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec, module_from_spec


@contextmanager
def alone(package: str) -> Iterator[None]:
    """Let a package's modules be imported without what the package itself imports.

    Whoever imports the package before or afterwards has all of it; another thread meanwhile, not.
    """
    spec = None if package in sys.modules else find_spec(package)
    if spec is None:
        yield
        return
    sys.modules[package] = module_from_spec(spec)  # which is not run
    try:
        yield
    finally:
        for name in [*sys.modules]:
            if name.partition(".")[0] == package:
                del sys.modules[name]
