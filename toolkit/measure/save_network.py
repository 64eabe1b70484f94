"""Graphs written for other programs: GraphML and GEXF."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from toolkit.display.printable import printable
from toolkit.provenance import write_atomically
from toolkit.tables.arguments import as_path, describe

if TYPE_CHECKING:
    import networkx as nx

_DAY = re.compile(r' lastmodifieddate="[^"]*"')  # a file made again is the same file


def save_network(graph: nx.Graph, path: str | Path) -> Path:
    """Write a graph for visone, Gephi, Cytoscape or R, and return its path.

    The attributes of nodes and edges go with it; what keys the edges of `voices`, such as the
    frame, becomes their attribute `thing`. In GraphML the graph also says as `call` how its table
    was made; GEXF has no place for that.

    Parameters
    ----------
    graph
        From `network`.
    path
        Ends in ``.graphml`` or ``.gexf``. A file that is there is replaced.
    """
    import networkx as nx

    if not isinstance(graph, nx.Graph):
        raise ValueError(f"graph: found {describe(graph)}, expected what `network` returns")
    path = as_path(path, "path")
    writers = {".graphml": nx.generate_graphml, ".gexf": nx.generate_gexf}
    ending = path.suffix.lower()
    if ending not in writers:
        raise ValueError(f"path: found {str(path)!r}, expected one that ends in .graphml or .gexf")
    lines = "\n".join(writers[ending](_plain(graph)))
    head = '<?xml version="1.0" encoding="utf-8"?>\n'
    write_atomically(path, (head + _DAY.sub("", lines, count=1) + "\n").encode())
    return path


def _plain(graph: nx.Graph) -> nx.Graph:
    """Return the graph with names and values that every program reads."""
    import networkx as nx

    plain = nx.MultiDiGraph() if graph.is_directed() else nx.Graph()
    plain.graph.update(_values(graph.graph))
    plain.add_nodes_from(
        (printable(str(node)), _values(known)) for node, known in graph.nodes.items()
    )
    for at, (edge, known) in enumerate(graph.edges.items()):
        ends = [printable(str(node)) for node in edge[:2]]
        if graph.is_multigraph():
            thing = edge[2] if isinstance(edge[2], tuple) else (edge[2],)
            named = _values({"thing": " + ".join(map(str, thing)), **known})
            plain.add_edge(*ends, key=str(at), **named)
        else:
            plain.add_edge(*ends, **_values(known))
    return plain


def _values(known: dict[str, Any]) -> dict[str, Any]:
    plain = {
        name: value.item() if isinstance(value, np.generic) else value
        for name, value in known.items()
    }
    return {
        name: value if isinstance(value, bool | int | float) else printable(str(value))
        for name, value in plain.items()
    }
