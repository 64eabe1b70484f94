"""Warnings of parts, which are said once for them all."""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Sequence
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


class WarnedTogether:
    """What is warned of in any part: the first of each kind, and in how many parts."""

    def __init__(self) -> None:
        self._first: dict[str, tuple[int, int, str]] = {}
        self._n_parts: Counter[str] = Counter()

    def add(self, number: int, messages: Sequence[Sequence[str]]) -> None:
        """Take in what one part warns of; the parts come in any order."""
        self._n_parts.update({kind for kind, _ in messages})
        for place, (kind, message) in enumerate(messages):
            this = number, place, message
            self._first[kind] = min(self._first.get(kind, this), this)

    def warn(self, *, stacklevel: int) -> None:
        """Warn once of each kind, in the order of the parts."""
        for kind, (*_, message) in sorted(self._first.items(), key=lambda item: item[1]):
            n_others = self._n_parts[kind] - 1
            more = f" (and in {n_others:,} other part(s) alike)" if n_others else ""
            warnings.warn(message + more, _KINDS.get(kind, UserWarning), stacklevel=stacklevel)
