"""Joint statements: what several actors say together, and how each is credited with it."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

JOINT = "+"  # between the ids of those who speak together; no id may hold it
_SPEAKERS = ("voice_id", "voice")


def join_ids(ids: Iterable[str]) -> str:
    """Return one id for actors who speak together: theirs, once each, in alphabetical order."""
    return JOINT.join(sorted({part for actor in ids for part in actor.split(JOINT)}))


def split_ids(voice: str | None) -> list[str]:
    """Return the actors behind a voice id: none, one or several."""
    return [] if voice is None or pd.isna(voice) else voice.split(JOINT)


def credit_each(table: pd.DataFrame, columns: Iterable[str] = _SPEAKERS) -> pd.DataFrame:
    """Return `table` with a joint statement's rows repeated, once for each of its speakers.

    Parameters
    ----------
    table
        Mentions or exposure. It is returned as it is if nobody speaks together.
    columns
        The columns by which it will be split; without `voice_id` or `voice` among them each row
        stays one row.
    """
    split = [c for c in _SPEAKERS if c in set(columns) and c in table]
    if not split or not table[split[0]].str.contains(JOINT, regex=False, na=False).any():
        return table
    lists = {c: table[c].astype(object).str.split(JOINT) for c in split}
    credited = table.assign(**lists).explode(split)
    credited = credited.astype({c: table[c].dtype for c in split}).reset_index(drop=True)
    credited.attrs = dict(table.attrs)
    return credited
