"""Reading the lists of a language from its folder; a list that is not there is named."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import fields
from pathlib import Path
from typing import Any, get_origin, get_type_hints

from toolkit.text.patterns import fold
from toolkit.text.word_lists import read_words


class LanguageError(ValueError):
    """A language that is not there, or whose lists are not complete."""


def read_record(kind: Any, folder: Path) -> Any:
    """Return the lists of the file that is named as the class: `Verbs` of ``verbs.yml``.

    Raises
    ------
    LanguageError
        If the file or one of the lists is not there, or if it has one that nothing reads.
    """
    lists = read_lists(folder, f"{kind.__name__.lower()}.yml", [one.name for one in fields(kind)])
    types = get_type_hints(kind)
    return kind(**{name: (get_origin(types[name]) or types[name])(lists[name]) for name in lists})


def read_partly(kind: Any, folder: Path, *, folded: bool = False) -> Any:
    """Return the lists of the file that is named as the class, where those left out are empty.

    Where they are looked for in folded texts, `folded` folds them. A list whose name is a word of
    Python (`for`) is the field with a ``_`` behind it.

    Raises
    ------
    LanguageError
        If the file has a list that nothing reads.
    """
    path = folder / f"{kind.__name__.lower()}.yml"
    lists = read_words(str(path), path.name) if path.is_file() else {}
    if folded:
        lists = {key: list(map(fold, words)) for key, words in lists.items()}
    types = get_type_hints(kind)
    keys = {name: name.removesuffix("_") for name in types}
    unread = lists.keys() - keys.values()
    if unread:
        raise LanguageError(f"{path}: found {', '.join(sorted(unread))}, which nothing reads")
    given = {name: [lists[key]] if key in lists else [] for name, key in keys.items()}
    return kind(**{name: (get_origin(one) or one)(*given[name]) for name, one in types.items()})


def read_lists(folder: Path, name: str, expected: Iterable[str] | None = None) -> dict[str, Any]:
    """Return the table in the file `name` of a folder, which has the lists that are expected."""
    path = folder / name
    if not path.is_file():
        raise LanguageError(f"{path}: found no such file; a language has all that en/ has")
    lists = read_words(str(path), name)
    if expected is None:
        return lists
    expected = list(expected)
    faults = [f"found no list {key}" for key in expected if key not in lists]
    faults += [f"found {key}, which nothing reads" for key in lists if key not in expected]
    if faults:
        raise LanguageError(
            f"{path}: {'; '.join(faults)}; expected the lists of the same file of en/, where one "
            "without words is []"
        )
    return lists


def any_of(words: Iterable[str]) -> str:
    """Return a regular expression for any one of the words; of none, one that never matches."""
    return "|".join(map(re.escape, words)) or "(?!)"


def any_longest(words: Iterable[str]) -> str:
    """Return a regular expression for any one of the words, the longest first."""
    return any_of(sorted(words, key=lambda word: (-len(word), word)))
