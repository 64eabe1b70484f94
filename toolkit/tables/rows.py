"""Rows of a table as named tuples, for the steps that go through an article one by one."""

from __future__ import annotations

from typing import NamedTuple, TypeVar

import pandas as pd

Row = TypeVar("Row", bound=NamedTuple)


def rows_as(kind: type[Row], table: pd.DataFrame) -> list[Row]:
    """Return each row of a table as a named tuple of its columns; what is empty is None."""
    chosen = table[list(kind._fields)].astype(object)
    columns = (column.tolist() for _, column in chosen.where(chosen.notna(), None).items())
    return list(map(kind._make, zip(*columns, strict=True)))
