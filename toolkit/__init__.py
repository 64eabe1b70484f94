"""Discourse analysis of conflict news: framing terms, credited to the voice that says them."""

import lazy_loader as _lazy

# The public names are those of __init__.pyi. Each module is imported when it is first used, so
# that `import toolkit` stays quick.
__getattr__, __dir__, __all__ = _lazy.attach_stub(__name__, __file__)
