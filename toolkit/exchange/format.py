"""A format of another program: how its files end, what writes them, and what reads them.

A module of `formats` that has an EXCHANGE is found here. Nothing else knows the formats: to add one
is to add a module.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path

from toolkit.exchange import formats
from toolkit.exchange.annotated import CodedText, Document, Loss


@dataclass(frozen=True)
class Exchange:
    """A format of another program.

    Attributes
    ----------
    name
        What messages call it.
    suffix
        How the names of its files end.
    write
        Returns the bytes of a file that holds the documents, and what it does not hold as it is,
        once for each time.
    read
        Returns the texts with codings that the bytes of a file hold; None if files of this format
        are not read. Raises RecordError, without the name of the file.
    exported
        How else the names of files end that the other program saves, and that are read too.
    lacks
        What a document has and a file of this format has no place for: outlet, date.
    """

    name: str
    suffix: str
    write: Callable[[list[Document]], tuple[bytes, list[Loss]]]
    read: Callable[[bytes], list[CodedText]] | None = None
    exported: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()

    def endings(self, *, reading: bool) -> tuple[str, ...]:
        """Return how the names of its files end."""
        return (self.suffix, *self.exported) if reading else (self.suffix,)


@cache
def declared() -> tuple[Exchange, ...]:
    """Return all formats, by their endings."""
    names = [module.name for module in pkgutil.iter_modules(formats.__path__)]
    modules = [import_module(f"{formats.__name__}.{name}") for name in names]
    there = (module.EXCHANGE for module in modules if hasattr(module, "EXCHANGE"))
    return tuple(sorted(there, key=lambda entry: entry.suffix))


def format_of(path: Path, *, reading: bool = False) -> Exchange:
    """Return the format that the name of a file tells.

    Raises
    ------
    ValueError
        If it tells none, or one that is not read.
    """
    there = [entry for entry in declared() if entry.read or not reading]
    for entry in there:
        if path.name.lower().endswith(entry.endings(reading=reading)):
            return entry
    endings = ", ".join(
        f"{' or '.join(entry.endings(reading=reading))} ({entry.name})" for entry in there
    )
    raise ValueError(f"path: found {str(path)!r}, expected a name that ends in {endings}")
