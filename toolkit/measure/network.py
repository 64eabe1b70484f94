"""Network: who frames whom, who speaks of what and who agrees with whom, as a graph."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pandas as pd

from toolkit.tables.arguments import expect_table
from toolkit.tables.calls import calls_of
from toolkit.tables.edges import edges_of
from toolkit.tables.keys import named_columns
from toolkit.tables.target_roles import rows_of_role

if TYPE_CHECKING:
    import networkx as nx

_ON_EDGES = (
    "weight", "low", "high", "n", "n_other", "n_asserted", "n_questioned", "n_denied",
    "n_concepts", "n_docs", "n_clusters",
)  # fmt: skip


def network(table: pd.DataFrame, *, role: str | None = None) -> nx.Graph:
    """Make a graph: of who frames whom, of who speaks of what, or of who agrees with whom.

    Parameters
    ----------
    table
        From `voices`: a directed graph, an edge per voice, target and thing counted, which keys the
        edges (a tuple where that is several columns). From `affiliations` or `actor_ties`, of one
        network: an undirected one, an edge per row.
    role
        The role whose rows are taken, of a table of voices that has several.

    Returns
    -------
    networkx.MultiDiGraph or networkx.Graph
        Of voices, edges carry n (mentions) and share. Nodes are actors, with `said`, all their
        mentions, and `aimed_at`, those aimed at them. Mentions without a target, or whose
        voice is not an actor (narration, and speakers who are not in the registry or were not
        found), are not edges; the graph counts them all as `left_out`.

        Of affiliations and ties, edges carry the numbers of their row, such as weight, low and
        high, which is what networkx's measures take as ``weight="weight"``. Nodes are actors, with
        `n`, and of affiliations concepts too; `kind` tells them apart.

        Each graph says as `call`, in JSON, by what calls its table was made.

    Raises
    ------
    ValueError
        If the table does not say what it counts, counts several roles and none is named, or is of
        several networks.
    """
    if isinstance(table, pd.DataFrame) and "weight" in table:
        graph = _undirected(table)
    else:
        expect_table(table, "table", ["voice_id", "target_id", "n", "share"], table="voices")
        graph = _directed(table, role)
    if calls := calls_of(table):
        graph.graph["call"] = json.dumps(calls, ensure_ascii=False)
    return graph


def _directed(voices: pd.DataFrame, role: str | None) -> nx.MultiDiGraph:
    """Return the graph of who frames whom."""
    import networkx as nx

    voices = rows_of_role(voices, role)
    graph = nx.MultiDiGraph(left_out=0)
    of = named_columns(voices, "of", "table")
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


def _undirected(table: pd.DataFrame) -> nx.Graph:
    """Return the graph of affiliations or ties of one network."""
    import networkx as nx

    graph = nx.Graph()
    if table.empty:
        return graph
    edges = edges_of(table, "table")
    for kind, said in edges.said().items():
        graph.add_nodes_from((node, {"kind": kind, "n": int(n)}) for node, n in said.items())
    numbers = [c for c in table.columns if c not in (edges.one, edges.other) and c in _ON_EDGES]
    columns = [table[column].tolist() for column in (edges.one, edges.other, *numbers)]
    for one, other, *values in zip(*columns, strict=True):
        known = zip(numbers, values, strict=True)
        graph.add_edge(one, other, **{name: value for name, value in known if pd.notna(value)})
    return graph
