"""The columns that hand-coding is asked about: what they hold, and their groups."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd


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
