"""The years that there are: a time outside of them can neither be counted with nor written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pandas as pd

_DAY = np.timedelta64(1, "D")


def beyond_calendar(times: pd.Series) -> pd.Series:
    """Tell which of some times are not in the years 1 to 9999, on the clock of any zone."""
    import pandas as pd

    unit = times.dt.unit
    if unit == "ns":  # it has no such times
        return pd.Series(data=False, index=times.index)
    margin = np.timedelta64(0, "D") if times.dt.tz is None else _DAY
    first = np.datetime64("0001-01-01") + margin
    last = np.datetime64("9999-12-31") + _DAY - margin
    first, last = (day.astype(f"datetime64[{unit}]").astype("int64") for day in (first, last))
    return times.notna() & ~times.astype("int64").between(first, last, inclusive="left")
