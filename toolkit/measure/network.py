"""Network: voices and their targets as a graph."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from toolkit.tables.arguments import expect_table
from toolkit.tables.keys import named_columns
from toolkit.tables.target_roles import rows_of_role

if TYPE_CHECKING:
    import networkx as nx


def network(voices: pd.DataFrame, *, role: str | None = None) -> nx.MultiDiGraph:
    """Make a directed graph of who frames whom, an edge per voice, target and thing counted.

    Parameters
    ----------
    voices
        The voices table; what it counts keys the edges, a tuple where that is several columns.
    role
        The role whose rows are taken, of a table that has several.

    Returns
    -------
    networkx.MultiDiGraph
        Edges carry n (mentions) and share (as in voices). Nodes are actors, with `said`, all
        their mentions, and `aimed_at`, those aimed at them. Mentions without a target, or whose
        voice is not an actor (narration, and speakers who are not in the registry or were not
        found), are not edges; the graph counts them all as `left_out`.

    Raises
    ------
    ValueError
        If the table does not say what it counts, or counts several roles and none is named.
    """
    import networkx as nx

    expect_table(voices, "voices", ["voice_id", "target_id", "n", "share"])
    voices = rows_of_role(voices, role)
    graph = nx.MultiDiGraph(left_out=0)
    of = named_columns(voices, "of", "voices")
    actors = pd.concat([voices["voice_id"], voices["target_id"]]).dropna().drop_duplicates()
    graph.add_nodes_from(sorted(actors), said=0, aimed_at=0)
    named = [voices[column] for column in of]
    things = named[0] if len(named) == 1 else zip(*named, strict=True)
    columns = (voices[c] for c in ("voice_id", "target_id", "n", "share"))
    for thing, voice, target, n, share in zip(things, *columns, strict=True):
        if pd.notna(voice):
            graph.nodes[voice]["said"] += n
        if pd.notna(target):
            graph.nodes[target]["aimed_at"] += n
        if pd.isna(voice) or pd.isna(target):
            graph.graph["left_out"] += n
        else:
            graph.add_edge(voice, target, key=thing, n=n, share=share)
    return graph
