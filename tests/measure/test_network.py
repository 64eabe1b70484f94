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


def test_no_voices_are_an_empty_graph():
    graph = tk.network(tk.voices(empty_table("mentions")))
    assert (len(graph), graph.graph["left_out"]) == (0, 0)
