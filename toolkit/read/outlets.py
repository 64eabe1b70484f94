"""Outlets under several names: the list of a researcher, and names that look like one outlet's."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

import pandas as pd

from toolkit.display.listing import count_of
from toolkit.instruments.marked_yaml import read_marked

FILE, TOP = "outlets.yml", "outlets"
ALIKE = "outlets alike"  # in the attrs of a ledger, the names that look like one outlet's

# A name that is an address: what stands before its ending is the outlet.
_DOMAIN = re.compile(
    r"(?:https?://)?(?:www\.)?([\w-]{2,})(?:\.(?:co|com|org|net|gov|ac))?"
    r"\.(?:com|org|net|info|news|press|[a-z]{2})/?"
)


def load_outlets(folder: Path) -> dict[str, str]:
    """Return {name in the corpus: name of the outlet} from the outlets.yml of a folder.

    It has the key ``outlets``: the name of an outlet -> the other names it goes by. There is
    nothing to return if there is no such file.

    Raises
    ------
    InstrumentError
        With the line of every fault: a name that is claimed twice, names that are no text.
    """
    path = folder / FILE
    if not path.exists():
        return {}
    checker, entries = read_marked(path, TOP)
    owners = {name: (name, line) for name, line in entries.lines.items()}
    for name, line in entries.lines.items():
        checker.id(name, line)
        for alias, at in checker.texts(entries, name, TOP):
            owner, first = owners.setdefault(alias, (name, at))
            if first != at:
                checker.fault(
                    at, f"{TOP}: {name}: {alias!r} is also claimed by {owner!r}, at line {first}"
                )
    checker.finish()
    return {alias: owner for alias, (owner, _) in owners.items()}


def name_outlets(given: pd.Series, outlets: Mapping[str, str]) -> pd.Series:
    """Return a column of outlets with the name of each that has several; blanks do not count."""
    if not outlets:
        return given
    names = {name: outlets.get(" ".join(name.split()), name) for name in given.dropna().unique()}
    return given.map(names).astype("str")


def find_alike(names: Iterable[str], outlets: Mapping[str, str]) -> list[tuple[str, ...]]:
    """Return the names that differ only by case, blanks, punctuation or being a web address.

    Not those that the researcher has listed as outlets of their own.
    """
    groups: dict[str, list[str]] = {}
    for name in sorted(set(names)):
        groups.setdefault(_bare(name), []).append(name)
    listed = set(outlets.values())
    return [
        tuple(group)
        for bare, group in groups.items()
        if bare and len(group) > 1 and not listed.issuperset(group)
    ]


def alike_outlets(groups: list[tuple[str, ...]]) -> str:
    """Return what is said of names that look like one outlet's: how many, and the first of them."""
    first, *others = map(repr, groups[0])
    return (
        f"{count_of(len(groups), 'outlet')} may go by several names, first {first} and "
        f"{', '.join(others)}; say in {FILE} which are one, or list each there as its own"
    )


def _bare(name: str) -> str:
    small = "".join(name.casefold().split())
    address = _DOMAIN.fullmatch(small)
    return "".join(filter(str.isalnum, address[1] if address else small))
