"""Pairs: which groups are compared with which."""

from __future__ import annotations

import warnings
from collections.abc import Hashable, Iterable, Mapping
from itertools import combinations

import numpy as np
import pandas as pd

from toolkit.display.printable import readable
from toolkit.tables.arguments import as_list

Pair = tuple[Hashable, Hashable]
Pairs = Iterable[Pair]


class ComparisonWarning(UserWarning):
    """Groups that were not compared."""


def choose_pairs(
    cells: pd.DataFrame,
    by: str,
    *,
    pairs: Pairs | Pair | None,
    reference: Hashable | None,
    least: Mapping[str, int],
) -> list[Pair]:
    """Return the groups that are compared, each with its reference.

    Parameters
    ----------
    cells
        One or more rows for each group: the columns `by`, exposure_docs and exposure.
    by
        The column of the groups.
    pairs, reference
        As in `compare`.
    least
        What a group needs that is not named, by column of `cells`.
    """
    if cells.empty:
        return []  # nothing was counted
    groups = cells.drop_duplicates(by)
    known = [None if pd.isna(group) else group for group in groups[by]]
    if pairs is not None and reference is not None:
        raise ValueError("reference: found one beside `pairs`, expected one of the two")
    if pairs is not None and not (isinstance(pairs, str) and pairs == "all"):
        return _named_pairs(known, pairs)
    if reference is not None and reference not in known:
        raise ValueError(
            f"reference: found {reference!r}, expected a group that has words, of "
            f"{', '.join(map(str, known))}"
        )
    small = np.logical_or.reduce([(groups[name] < n).to_numpy() for name, n in least.items()])
    if pairs is None and reference is None and len(known) > 2:
        n = len(known)
        raise ValueError(
            f"pairs: found none, and {n} groups, expected pairs, a `reference`, or 'all' for "
            f"every two of them, which would be {n * (n - 1) // 2} for each thing counted"
        )
    _warn_of_small(groups[small], by, least)
    kept = [group for group, few in zip(known, small, strict=True) if not few]
    if reference is not None:
        return [(group, reference) for group in known if group in kept and group != reference]
    return list(combinations(sorted(kept, key=lambda g: (g is None, g)), 2))


def _named_pairs(known: list[Hashable], pairs: Pairs | Pair) -> list[Pair]:
    chosen = as_list(pairs, "pairs")
    if chosen and not any(isinstance(pair, tuple | list) for pair in chosen):
        chosen = [chosen]  # the two of one pair
    chosen = [tuple(as_list(pair, "pairs")) for pair in chosen]
    for pair in chosen:
        if len(pair) == 2 and pair[0] == pair[1]:
            raise ValueError(
                f"pairs: found {pair!r}, expected two groups: one does not differ from itself"
            )
        odd = [group for group in pair if group not in known]
        if len(pair) != 2 or odd:
            raise ValueError(
                f"pairs: found {pair!r}, expected two groups that have words, of "
                f"{', '.join(map(str, known))}"
            )
    return chosen


def _warn_of_small(small: pd.DataFrame, by: str, least: Mapping[str, int]) -> None:
    if len(small):
        first = small.iloc[0]
        warnings.warn(
            f"{len(small)} group(s) have fewer than {least['exposure_docs']} articles or "
            f"{least['exposure']} words and are not compared, first {readable(first[by])} "
            f"({first['exposure_docs']} and {first['exposure']}); name them in `pairs`, or lower "
            "least_docs or least_words",
            ComparisonWarning,
            stacklevel=5,
        )
