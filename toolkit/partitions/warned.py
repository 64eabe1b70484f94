"""Warnings of parts, which are said once for them all."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Sequence
from typing import Any

from toolkit.annotate.terms import LexiconWarning, SilentFrameWarning
from toolkit.languages.language import LanguageWarning
from toolkit.read.articles import CorpusWarning

_KINDS = {kind.__name__: kind for kind in (CorpusWarning, LexiconWarning, LanguageWarning)}


class Warned:
    """What is warned of while a part is worked on, but for what one part cannot tell.

    Attributes
    ----------
    messages
        The kind and the text of each warning.
    """

    def __init__(self) -> None:
        self.messages: list[list[str]] = []
        self._catching = warnings.catch_warnings(record=True)
        self._caught: Any = None

    def __enter__(self) -> Warned:
        self._caught = self._catching.__enter__()
        warnings.simplefilter("always")
        return self

    def __exit__(self, *error: Any) -> None:
        self._catching.__exit__(*error)
        self.messages = [
            [one.category.__name__, str(one.message)]
            for one in self._caught
            if not issubclass(one.category, SilentFrameWarning | DeprecationWarning)
        ]


def warn_together(parts: Iterable[Sequence[Sequence[str]]], *, stacklevel: int) -> None:
    """Warn of what was warned of in any part: the first of each kind, and in how many parts."""
    first: dict[str, str] = {}
    n_parts: dict[str, int] = {}
    for messages in parts:
        for kind in {kind for kind, _ in messages}:
            n_parts[kind] = n_parts.get(kind, 0) + 1
        for kind, message in messages:
            first.setdefault(kind, message)
    for kind, message in first.items():
        more = f" (and in {n_parts[kind] - 1:,} other part(s) alike)" if n_parts[kind] > 1 else ""
        warnings.warn(message + more, _KINDS.get(kind, UserWarning), stacklevel=stacklevel)
