"""A sample of the passages behind a figure of very many mentions, drawn by chance, with a seed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

MOST = 100_000  # passages of a figure: some 50 MB, which a spreadsheet still opens
BEHIND = "n_behind"  # the column that says how many passages a mark has, of which these are some
_SEED = "receipts, seed 1"  # of the hash by which mentions are drawn: 16 characters


def draw_passages_of(passages: pd.DataFrame, order: Sequence[str]) -> pd.DataFrame:
    """Return all passages if they are not more than `MOST`, else some of each mark.

    Of each mark (and side) so many are drawn, without replacement, that no more than `MOST` are
    left, and at least one; a mark with fewer keeps all of its own. A mention is drawn by the hash
    of its mention_id, so that the same are drawn whatever the order of the table.

    Parameters
    ----------
    passages
        The mentions behind each mark, in any order.
    order
        The columns that tell marks and their sides apart.

    Returns
    -------
    pandas.DataFrame
        The passages, in the same order; if some are left out, with a column `n_behind`: how many
        the mark has.
    """
    if len(passages) <= MOST:
        return passages
    groups = passages.groupby(list(order), sort=False)
    behind = groups["mention_id"].transform("size")
    each = _each(groups.size().to_numpy())
    drawn = pd.util.hash_array(passages["mention_id"].to_numpy("object"), hash_key=_SEED)
    chance = pd.Series(drawn, index=passages.index)
    rank = chance.groupby([passages[c] for c in order], sort=False).rank("first")
    return passages.assign(**{BEHIND: behind})[rank <= each]


def about_sample(passages: pd.DataFrame | None) -> dict[str, Any]:
    """Return how the passages were drawn: how many, of how many; nothing if they are all."""
    if passages is None or BEHIND not in passages:
        return {}
    marks = passages.drop_duplicates(["mark", *passages.columns.intersection(["side"])])
    return {"drawn": len(passages), "of": int(marks[BEHIND].sum()), "seed": _SEED}


def _each(sizes: np.ndarray) -> int:
    """Return how many passages of each mark can stay, if `MOST` stay in all; at least one."""
    least, most = 1, MOST
    while least < most:
        middle = (least + most + 1) // 2
        if np.minimum(sizes, middle).sum() <= MOST:
            least = middle
        else:
            most = middle - 1
    return least
