"""The columns that hand-coding is asked about: what they hold, and their groups."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
import pandas as pd

from toolkit.coding.estimates import METHODS, Units
from toolkit.statistics.intervals import check_level
from toolkit.tables.arguments import as_list, check_columns, expect_table
from toolkit.tables.schema import TABLES


def codes_of(codes: pd.DataFrame, coder: str, *, needed: bool = True) -> pd.DataFrame:
    """Return the codes of one coder, who gave a unit one code of a variable and no more.

    Raises
    ------
    ValueError
        If a unit has two, or if the coder has none at all although they are `needed`.
    """
    expect_table(codes, "codes", ["mention_id", "coder", "variable", "value"])
    chosen = codes[codes["coder"] == coder]
    if chosen.empty and needed:
        known = ", ".join(map(str, codes["coder"].unique())) or "none"
        raise ValueError(f"coder: found {coder!r}, expected the name of a coder: {known}")
    unit = ["mention_id", "variable"]
    twice = chosen[chosen.duplicated(unit, keep=False)]
    if len(twice):
        mention, variable = twice[unit].iloc[0]
        same = (twice["mention_id"] == mention) & (twice["variable"] == variable)
        one, other = twice.loc[same, "value"].tolist()[:2]
        raise ValueError(
            f"codes: found several codes of {len(twice.drop_duplicates(unit)):,} unit(s) by "
            f"{coder!r}, first {one!r} and {other!r} for {variable!r} of {mention!r}; expected one "
            "each: delete all but the one that is meant"
        )
    return chosen


def check_filled(frame: pd.DataFrame, column: str, *, remedy: str) -> None:
    """Raise if the column has empty values."""
    empty = int(frame[column].isna().sum())
    if empty:
        raise ValueError(
            f"{column}: found {empty} empty value(s) in {len(frame)} rows, expected one in each; "
            f"{remedy}"
        )


def check_probability(values: pd.Series) -> None:
    """Raise unless values can be the chances of having been drawn."""
    odd = values[~((values > 0) & (values <= 1))]
    if len(odd):
        raise ValueError(
            f"{values.name}: found {odd.iloc[0]} in a coded row, expected the chance of having "
            "been drawn, above 0 and at most 1, as draw_mentions gives it"
        )


def split(frame: pd.DataFrame, by: list[str]) -> Iterator[tuple[dict, pd.DataFrame]]:
    """Yield each group's values of the columns `by`, and its rows; all rows without `by`."""
    if not by:
        if len(frame):
            yield {}, frame
        return
    for key, rows in frame.groupby(by, dropna=False, observed=True):
        yield dict(zip(by, key, strict=True)), rows


def check_codes(
    mentions: pd.DataFrame,
    found: str,
    truth: str,
    others: list[str],
    *,
    method: str,
    level: float,
) -> None:
    """Raise unless mentions hold what was found, what was coded and with what chance."""
    expect_table(mentions, "mentions", expected="mentions with codes, as `add_codes` returns them")
    check_level(level)
    check_columns(mentions, [found, truth, "probability", *others], "mentions")
    if method not in METHODS:
        raise ValueError(f"method: found {method!r}, expected one of {', '.join(METHODS)}")
    check_probability(mentions["probability"][mentions[truth].notna()])


def check_cluster(cluster: str | Sequence[str]) -> list[str]:
    """Return the column or the two that make clusters."""
    columns = as_list(cluster, "cluster")
    if not 1 <= len(columns) <= 2:
        raise ValueError(f"cluster: found {len(columns)} columns, expected one or two")
    return columns


def cluster_numbers(table: pd.DataFrame, columns: list[str]) -> list[np.ndarray]:
    """Return the number of each row's cluster, by each column and, of two, by both."""
    kinds = [[column] for column in columns] + ([columns] if len(columns) == 2 else [])
    return [table.groupby(k, dropna=False, observed=True).ngroup().to_numpy() for k in kinds]


def categories(
    members: pd.DataFrame, found: str, truth: str, *, none: str, cluster: list[str],
    others: Iterable[str] = (),
) -> Iterator[tuple[str, Units]]:  # fmt: skip
    """Yield each category that was found or coded in a group, and of `others`, and its units."""
    coded = members[truth].notna().to_numpy()
    a = members[found].astype(object).fillna(none).to_numpy()
    b = members[truth].astype(object).to_numpy()
    chance = members["probability"].to_numpy("float64")
    clusters, *crossed = cluster_numbers(members, cluster)
    for category in sorted({*a, *b[coded], *others} - {none}, key=str):
        one = (a == category).astype("float64")
        yield (
            category,
            Units(one, (b == category).astype("float64"), coded, chance, clusters, tuple(crossed)),
        )


def refuse_voices(mentions: pd.DataFrame, exposure: pd.DataFrame, found: str) -> None:
    """Raise if what was found splits the words of exposure too."""
    named = {*mentions[found].dropna().astype("str")}
    voices = {*exposure["voice"].astype("str")} if "voice" in exposure else set()
    renamed = found not in TABLES["mentions"].columns  # targets are actors, and yet no voices
    if found in exposure or (renamed and named and named <= voices):
        raise ValueError(
            f"found: found {found!r}, which splits the words of exposure too, expected what is "
            "counted, such as the frame: who misses what a voice says misses its words too, and a "
            "rate of corrected mentions to words that are not is wrong; `corrected_shares` "
            "corrects each voice's share of the mentions"
        )
