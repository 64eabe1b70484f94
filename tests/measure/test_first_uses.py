import pandas as pd
import pytest

import toolkit as tk
from toolkit.tables.schema import check_table

MENTIONS = pd.DataFrame(
    {
        "mention_id": list("abcdefgh"),
        "doc_id": ["d1", "d1", "d2", "d3", "d4", "d5", "d6", "d7"],
        "outlet": ["Tide", "Tide", "Gull", "Gull", "Tide", "Heron", None, "Gull"],
        "term_id": ["victor*", "victor*", "victor*", "victor*", "ally", "ally", "ally", "ally"],
        "date": pd.to_datetime([*(f"2020-11-0{day}" for day in (3, 3, 5, 9, 2, 2, 1)), None]),
    }
)


def test_groups_stand_in_the_order_of_their_first_use_with_the_lag_in_days():
    table = check_table(tk.first_uses(MENTIONS), "first_uses")
    shown = table[["term_id", "outlet", "doc_id", "lag", "n", "n_docs", "share"]]
    assert shown.astype(object).where(shown.notna(), None).to_numpy().tolist() == [
        ["ally", "Tide", "d4", 0, 1, 1, 0.5],
        ["ally", "Heron", "d5", 0, 1, 1, 0.5],
        ["ally", "Gull", None, None, 0, 0, 0.0],
        ["victor*", "Tide", "d1", 0, 2, 1, pytest.approx(1 / 3)],
        ["victor*", "Gull", "d2", 2, 2, 2, pytest.approx(2 / 3)],
        ["victor*", "Heron", None, None, 0, 0, 0.0],
    ]


def test_the_order_of_rows_changes_nothing():
    pd.testing.assert_frame_equal(tk.first_uses(MENTIONS[::-1]), tk.first_uses(MENTIONS))


def test_no_mentions_are_used_first_by_nobody_and_another_column_is_refused():
    assert check_table(tk.first_uses(MENTIONS.head(0)), "first_uses").empty
    with pytest.raises(ValueError, match="mentions: found no column 'paper'"):
        tk.first_uses(MENTIONS, by="paper")
    with pytest.raises(ValueError, match="of: found 'outlet', which is in `by` already"):
        tk.first_uses(MENTIONS, of="outlet")
