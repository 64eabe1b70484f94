"""Voices: who says what about whom."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from toolkit.measure.counted import Table, added, each_part, grouped, header, methods_of
from toolkit.tables.arguments import (
    as_list,
    check_column,
    check_free,
    check_same_method,
    check_some,
    expect_table,
)
from toolkit.tables.calls import records_call
from toolkit.tables.declare import ANY_ROLE
from toolkit.tables.joint import credit_each
from toolkit.tables.schema import finish_measure
from toolkit.tables.target_roles import target_column


@records_call
def voices(
    mentions: Table, *, of: str | Sequence[str] = "frame", role: str | None = None
) -> pd.DataFrame:
    """Count mentions by voice, target, and the thing counted.

    What actors say together counts for each of them.

    Parameters
    ----------
    mentions
        The mentions table, whole or as `open_parts` returns it; filter it to count less.
    of
        The column(s) that are counted: frame, term_id, stance ...
    role
        Whose role is counted: "agent" (who does it, is blamed or praised for it), "patient" (who
        suffers it), "addressee" (who is asked for it), "ally" (who is stood by); by default the
        likeliest target, whatever his role. Who is blamed and who suffers are then one column.

    Returns
    -------
    pandas.DataFrame
        The voices table, a row per combination that occurs: voice_id (empty where no actor
        speaks), voice (which then tells whether it is the outlet's narration or a speaker without
        an actor), target_id (empty where no target was found), role ("any" without one), the
        columns named by `of`, n, and share: n over all mentions of the same voice and thing
        counted.
    """
    target = target_column(role)
    expect_table(header(mentions), "mentions", ["voice_id", target])
    of = as_list(of, "of")
    check_some(of=of)
    for column in of:
        check_column(header(mentions), column, "of", "mentions")
    check_free("voices", of=of)
    check_same_method(mentions=methods_of(mentions))
    keys = ["voice_id", "voice", "target_id", *of]
    named = ["voice_id", "voice", target, *of]
    counts = added([_count(part, target, keys) for part in each_part(mentions, named)], keys)
    totals = counts.groupby(["voice", *of], dropna=False, observed=True)["n"].transform("sum")
    return finish_measure(
        "voices", counts.assign(share=counts["n"] / totals, role=role or ANY_ROLE), of=of
    )


def _count(mentions: pd.DataFrame, target: str, keys: list[str]) -> pd.DataFrame:
    counted = credit_each(mentions).assign(target_id=lambda rows: rows[target])
    return grouped(counted, keys).size().rename("n").to_frame()
