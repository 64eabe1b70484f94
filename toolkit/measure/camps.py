"""Camps: actors who agree with each other more than with the rest, and how far they are apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from toolkit.measure.actor_ties import NORMS
from toolkit.measure.network import network
from toolkit.measure.statements import Window, ends_of, read_statements
from toolkit.statistics.ties import between_camps, external_internal, modularity, weigh_ties
from toolkit.tables.arguments import expect_one_of, expect_table, expect_type
from toolkit.tables.calls import records_call
from toolkit.tables.keys import named_columns
from toolkit.tables.schema import TABLES, finish_table

_MEASURES = {"modularity": modularity, "external_internal": external_internal}


@records_call
def camps(ties: pd.DataFrame) -> pd.DataFrame:
    """Find the camps of each network: the parts whose modularity is highest.

    Each actor begins as a camp; the two whose union raises the modularity most are joined, until
    none does (Clauset, Newman and Moore 2004, Physical Review E 70: 066111, by networkx).

    *Limits*: finds camps in any network, in one of chance too, and joins small ones in a large one;
    the best camps of chance have a modularity above 0. Camps known beforehand are the better test.

    Parameters
    ----------
    ties
        From `actor_ties`, of congruence. Actors without a tie above 0 are in no camp.

    Returns
    -------
    pandas.DataFrame
        The camps table: the columns of `each`, actor, camp.
    """
    expect_table(ties, "ties", ["weight", "stance", "table"], table="actor_ties")
    for kind in ties["table"].unique():
        expect_one_of(kind, "ties", ["actor_ties"])
    for rule in ties["stance"].astype("str").unique():
        expect_one_of(rule, "ties", ["congruence", "ignore"])
    each = named_columns(ties, "of", "ties")
    parts: Any = ties.groupby(each, observed=True) if each else [((), ties)]
    records = []
    for values, part in parts:
        of_network = dict(zip(each, values, strict=True))
        for camp, members in enumerate(_communities(part), start=1):
            records += [{**of_network, "actor": actor, "camp": f"camp {camp}"} for actor in members]
    frame = pd.DataFrame(records, columns=[*each, "actor", "camp"])
    return finish_table("camps", frame, each)


def _communities(ties: pd.DataFrame) -> list[list[str]]:
    """Return the actors of each camp, the largest first."""
    import networkx as nx

    graph = network(ties[ties["weight"] > 0])
    if graph.number_of_edges() == 0:
        return []
    found = nx.community.greedy_modularity_communities(graph, weight="weight")
    return sorted((sorted(camp) for camp in found), key=lambda camp: (-len(camp), camp))


@records_call
def polarisation(
    mentions: pd.DataFrame,
    camps: Mapping[str, str],
    articles: pd.DataFrame | None = None,
    *,
    by: str = "voice_id",
    of: str = "frame",
    each: str | Sequence[str] = (),
    normalise: str = "average",
    seed: int,
    draws: int = 2_000,
    level: float = 0.95,
) -> pd.DataFrame:
    """Measure how far the ties of congruence lie within camps rather than between them.

    Modularity is the share of their weight within camps less the share that chance would put there:
    ``sum(w(c, c) / w - (w(c) / w)**2)`` over camps, with w(c, c) for the ties within camp c, each
    counted from both ends, w(c) for all ties of its members, w for all ties (Newman 2004). The E-I
    index is the weight between camps less that within, over both: -1 where nobody agrees across
    (Krackhardt and Stern 1988). Intervals are percentiles over articles drawn with replacement.

    *Limits*: the interval takes the camps for given. Of camps that were found in the same
    statements the modularity is too high; take camps from elsewhere, or from other articles.

    Parameters
    ----------
    mentions, articles, by, of, each
        As in `affiliations`.
    camps
        The camp of each actor: ``{"armenia": "west", ...}``, or of what `camps` returned
        ``dict(zip(camps["actor"], camps["camp"]))``. Actors who are not in it are left out.
    normalise
        Of the ties, as in `actor_ties`.
    seed, draws, level
        As in `affiliations`.

    Returns
    -------
    pandas.DataFrame
        The polarisation table, a row for each network.
    """
    expect_type(camps, "camps", Mapping, expected="the camp of each actor, {'armenia': 'west'}")
    for actor, camp in camps.items():
        if not isinstance(camp, str):
            raise ValueError(f"camps: found {camp!r} for {actor!r}, expected the name of a camp")
    expect_one_of(normalise, "normalise", NORMS)
    each, windows = read_statements(
        mentions, articles, by=by, of=of, each=each, seed=seed, draws=draws, level=level
    )
    actors = list(dict.fromkeys(actor for w in windows for actor in w.actors.tolist()))
    if actors and not set(actors) & set(camps):
        raise ValueError(
            f"camps: found the camps of {', '.join(map(str, camps)) or 'nobody'}, expected those "
            f"of actors with statements, such as {actors[0]!r}"
        )
    taken = [column for column in each if column in TABLES["polarisation"].columns]
    if taken:
        raise ValueError(
            f"each: found {taken[0]!r}, which names a column of the table 'polarisation' too, "
            "expected another name; rename the column"
        )
    records = [_measured(w, camps, normalise, seed, draws, level) for w in windows]
    frame = pd.DataFrame(records, columns=None if records else each)
    return finish_table("polarisation", frame.assign(level=level, normalise=normalise), each)


def _measured(
    window: Window,
    camps: Mapping[str, str],
    normalise: str,
    seed: int,
    draws: int,
    level: float,
) -> dict[str, Any]:
    inside = np.array([actor in camps for actor in window.actors], dtype="bool")
    number = np.unique([camps[a] for a in window.actors[inside]], return_inverse=True)[1]
    rows = window.rows[inside[window.rows["actor"]]]

    def between(counts: np.ndarray) -> np.ndarray:
        ties = weigh_ties(counts[..., inside, :, :], stance="congruence", normalise=normalise)
        return between_camps(ties, number)

    observed = window.observed()
    ties = weigh_ties(observed[inside], stance="congruence", normalise=normalise)
    tied = ties.sum(axis=-1) > 0
    drawn = np.concatenate([between(counts) for counts in window.draw(seed=seed, draws=draws)])
    record = {
        **window.of_each,
        "n": len(rows),
        "n_docs": rows["doc_id"].nunique(),
        "n_clusters": rows["_cluster"].nunique(),
        "n_actors": tied.sum(),
        "n_camps": len(set(number[tied])),
    }
    for name, measure in _MEASURES.items():
        clusters = np.array([record["n_clusters"]])
        low, high = ends_of(measure(drawn)[:, None], clusters, level=level)
        record |= {name: measure(between(observed)), f"{name}_low": low[0], f"{name}_high": high[0]}
    return record
