"""The years that there are: a time outside of them can neither be counted with nor written."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd


def beyond_calendar(times: pd.Series) -> pd.Series:
    """Tell which of some times are not in the years 1 to 9999, on the clock of any zone."""
    import numpy as np
    import pandas as pd

    unit = times.dt.unit
    if unit == "ns":  # it has no such times
        return pd.Series(data=False, index=times.index)
    day = np.timedelta64(1, "D")
    margin = np.timedelta64(0, "D") if times.dt.tz is None else day
    first = np.datetime64("0001-01-01") + margin
    last = np.datetime64("9999-12-31") + day - margin
    first, last = (at.astype(f"datetime64[{unit}]").astype("int64") for at in (first, last))
    return times.notna() & ~times.astype("int64").between(first, last, inclusive="left")
