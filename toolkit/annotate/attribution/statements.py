"""What a method of attribution is, and what it yields."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol, runtime_checkable

from toolkit.annotate.attribution.cues import Statement
from toolkit.text.text import Text

Outcome = list[Statement] | Exception


@runtime_checkable
class Method(Protocol):
    """What finds who says what: `find_attributions` and `annotate` take any such object.

    `name` stands in the column `method` of the tables that are made with it. `read` yields, for
    each text in turn, what its sources say, or the error that one text raised: one text never
    stops a corpus. It may read ahead.
    """

    name: str

    def read(self, texts: Iterable[Text]) -> Iterator[Outcome]:
        """Yield the statements of each text, in order."""
        ...
