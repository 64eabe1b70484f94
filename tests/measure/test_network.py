import pandas as pd
import pytest
from test_rates import mentions_of

import toolkit as tk
from toolkit.tables.schema import empty_table


def test_voices_and_targets_become_nodes_and_edges():
    mentions = mentions_of([("a", "x", "f")] * 3 + [("a", "y", "g"), ("b", None, "f")])
    mentions["target_id"] = ["y", "y", None, "x", "y"]
    graph = tk.network(tk.voices(mentions))
    assert sorted(graph.edges(keys=True)) == [("x", "y", "f"), ("y", "x", "g")]
    assert graph["x"]["y"]["f"] == {"n": 2, "share": 2 / 3}
    assert dict(graph.nodes(data=True)) == {
        "x": {"said": 3, "aimed_at": 1},
        "y": {"said": 1, "aimed_at": 3},
    }
    assert graph.graph["left_out"] == 2


def test_a_graph_goes_by_what_the_table_says_and_not_by_the_order_of_its_columns():
    mentions = mentions_of([("a", "x", "f")] * 3 + [("a", "y", "g"), ("b", None, "f")])
    mentions["target_id"] = ["y", "y", None, "x", "y"]
    voices = tk.voices(mentions)
    for changed in (
        voices.reset_index(),
        voices[voices.columns[::-1]],
        voices.merge(pd.DataFrame({"region": ["east"]}), how="cross")[["region", *voices]],
    ):
        graph = tk.network(changed)
        assert sorted(graph.edges(keys=True)) == [("x", "y", "f"), ("y", "x", "g")]
        assert graph.graph["left_out"] == 2
        assert sum(n for *_, n in graph.edges(data="n")) == 3
    both = pd.concat([voices, tk.voices(mentions, of="match")])
    with pytest.raises(ValueError, match="table: found 'frame', 'match' in the column 'of', exp"):
        tk.network(both)
    with pytest.raises(ValueError, match="table: found no column 'of', only voice_id, voice,"):
        tk.network(voices.drop(columns="of"))


def test_several_things_counted_key_an_edge_together():
    mentions = mentions_of([("a", "x", "f")] * 3)
    mentions["target_id"] = "y"
    mentions["stance"] = ["asserted", "denied", "asserted"]
    graph = tk.network(tk.voices(mentions, of=["frame", "stance"]))
    edges = {key: n for *_, key, n in graph.edges(keys=True, data="n")}
    assert edges == {("f", "asserted"): 2, ("f", "denied"): 1}


def test_no_voices_are_an_empty_graph():
    graph = tk.network(tk.voices(empty_table("mentions")))
    assert (len(graph), graph.graph["left_out"]) == (0, 0)
