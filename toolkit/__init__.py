"""Discourse analysis of conflict news: framing terms, credited to the voice that says them."""

import lazy_loader as _lazy

# The public names are those of __init__.pyi. Each module is imported when it is first used, so
# that `import toolkit` stays quick.
_public, __dir__, __all__ = _lazy.attach_stub(__name__, __file__)


def __getattr__(name: str) -> object:
    if name == "__version__":
        from importlib.metadata import version

        return version("discourse-toolkit")
    return _public(name)
