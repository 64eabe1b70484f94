import pandas as pd
import pytest

import toolkit as tk


def test_the_day_of_an_event_counts_as_after_and_days_are_counted_from_it():
    table = pd.DataFrame({"date": pd.to_datetime(["2020-11-08", "2020-11-10", "2020-12-01", None])})
    found = tk.add_event(table, "2020-11-10")
    assert found["when"].cat.categories.tolist() == ["before", "after"]
    assert found["when"].tolist()[:3] == ["before", "after", "after"]
    assert found["days"].tolist()[:3] == [-2, 0, 21]
    assert found[["when", "days"]].isna().all(axis=1).tolist() == [False, False, False, True]


@pytest.mark.parametrize("day", ["10.11.2020", None, 5, pd.NaT])
def test_a_day_that_is_none_is_refused(day):
    with pytest.raises(ValueError, match=r"day: found .*, expected a date, YYYY-MM-DD"):
        tk.add_event(pd.DataFrame({"date": pd.to_datetime(["2020-11-08"])}), day)
