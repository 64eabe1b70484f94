"""TextBlob's analyzer of English sentences, without the rest of TextBlob.

The package itself loads all of NLTK, and with it SciPy's statistics: almost half of what a process
that annotates has to load.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec, module_from_spec


@contextmanager
def _alone(package: str) -> Iterator[None]:
    """Let a package's modules be imported without what the package itself imports."""
    spec = find_spec(package)
    if package in sys.modules or spec is None:
        yield
        return
    sys.modules[package] = module_from_spec(spec)  # which is not run
    try:
        yield
    finally:  # whoever imports the package afterwards gets all of it
        for name in [*sys.modules]:
            if name.partition(".")[0] == package:
                del sys.modules[name]


with _alone("textblob"):
    from textblob.en import sentiment  # what TextBlob(sentence).sentiment asks, in half its time

__all__ = ["sentiment"]
