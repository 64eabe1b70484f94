import pytest
from test_rates import mentions_of

import toolkit as tk
from toolkit.tables.schema import check_table, empty_table


def test_voices_count_targets_and_shares():
    mentions = mentions_of([("a", "x", "f")] * 3 + [("b", None, "f")])
    mentions.loc[[0, 1], "target_id"] = "y"
    table = check_table(tk.voices(mentions), "voices")
    shown = ["voice_id", "voice", "target_id", "frame", "role", "n", "share"]
    assert list(table.columns) == [*shown, "table", "by", "of"]
    rows = [[None if v != v else v for v in row] for row in table[shown].to_numpy().tolist()]
    assert rows == [
        ["x", "x", "y", "f", 2, pytest.approx(2 / 3)],
        ["x", "x", None, "f", 1, pytest.approx(1 / 3)],
        [None, "narration", None, "f", 1, 1.0],
    ]


def test_narration_and_speakers_without_an_actor_are_counted_apart():
    mentions = mentions_of([("a", None, "f")] * 4)
    mentions["voice"] = ["narration", "other speaker", "unknown speaker", "narration"]
    table = tk.voices(mentions)
    assert table.set_index("voice")["n"].to_dict() == {
        "narration": 2,
        "other speaker": 1,
        "unknown speaker": 1,
    }
    assert table["share"].tolist() == [1.0, 1.0, 1.0]
    assert table["voice_id"].isna().all()


def test_an_unknown_column_is_refused():
    with pytest.raises(ValueError, match="of: found 'frames', expected a column of mentions: "):
        tk.voices(empty_table("mentions"), of="frames")


def test_no_mentions_give_no_voices():
    assert check_table(tk.voices(empty_table("mentions")), "voices").empty
