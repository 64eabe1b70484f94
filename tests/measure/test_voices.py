import pandas as pd
import pytest
from test_rates import mentions_of

import toolkit as tk
from toolkit.tables.schema import check_table, empty_table


def test_voices_count_targets_and_shares():
    mentions = mentions_of([("a", "x", "f")] * 3 + [("b", None, "f")])
    mentions.loc[[0, 1], "target_id"] = "y"
    table = check_table(tk.voices(mentions), "voices")
    shown = ["voice_id", "voice", "target_id", "frame", "role", "n", "share"]
    assert list(table.columns) == [*shown, "table", "by", "of", "call"]
    rows = [[None if v != v else v for v in row] for row in table[shown].to_numpy().tolist()]
    assert rows == [
        ["x", "x", "y", "f", "any", 2, pytest.approx(2 / 3)],
        ["x", "x", None, "f", "any", 1, pytest.approx(1 / 3)],
        [None, "narration", None, "f", "any", 1, 1.0],
    ]


def test_who_is_blamed_and_who_suffers_are_counted_apart():
    mentions = mentions_of([("a", "x", "f")] * 3)
    mentions["target_id"] = ["y", "y", "z"]
    mentions["agent_id"] = ["y", "y", None]
    mentions["patient_id"] = ["z", None, "z"]
    blamed, victims = (tk.voices(mentions, role=role) for role in ("agent", "patient"))
    for table, role in ((blamed, "agent"), (victims, "patient")):
        check_table(table, "voices")
        assert set(table["role"]) == {role}
    assert blamed[blamed["target_id"] == "y"]["n"].tolist() == [2]
    assert blamed[blamed["target_id"].isna()]["n"].tolist() == [1]
    assert victims[victims["target_id"] == "z"]["n"].tolist() == [2]
    assert tk.network(blamed)["x"]["y"]["f"]["n"] == 2
    assert set(tk.network(victims).nodes) == {"x", "z"}


def test_tables_of_several_roles_are_never_added_up():
    mentions = mentions_of([("a", "x", "f")]).assign(agent_id="y", patient_id="z")
    both = pd.concat([tk.voices(mentions, role=role) for role in ("agent", "patient")])
    message = r"voices: found the roles agent, patient, expected one; a mention may be in each, "
    with pytest.raises(ValueError, match=message):
        tk.network(both)
    with pytest.raises(ValueError, match=message):
        tk.plot_voices(both)
    assert set(tk.network(both, role="patient").nodes) == {"x", "z"}
    ax = tk.plot_voices(both, role="agent")
    assert [label.get_text() for label in ax.get_xticklabels()] == ["Y"]
    assert ax.get_xlabel() == "who does it, or is blamed"
    with pytest.raises(ValueError, match="role: found 'ally', expected one that voices were"):
        tk.plot_network(both, role="ally")


def test_a_role_that_is_none_is_refused():
    message = "role: found 'victim', expected one of agent, patient, addressee, ally, or None"
    with pytest.raises(ValueError, match=message):
        tk.voices(empty_table("mentions"), role="victim")


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
