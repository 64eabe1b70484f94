"""Edges: the two ends of each row of a table of affiliations or of ties."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from toolkit.tables.arguments import check_columns
from toolkit.tables.keys import keys_of

NETWORKS = ("affiliations", "actor_ties")
OTHER = "_other"


class Edges(NamedTuple):
    """The table of a network, and its columns: those of its ends, and of several networks."""

    rows: pd.DataFrame
    one: str
    other: str
    each: list[str]
    two_mode: bool

    def said(self) -> dict[str, dict[str, int]]:
        """Return by node how many statements it has: of the actors, and of all other nodes.

        Of ties, all nodes are actors.
        """
        if self.two_mode:
            ends = [self.rows.groupby(column)["n"].sum() for column in (self.one, self.other)]
            return {"actor": ends[0].to_dict(), "concept": ends[1].to_dict()}
        ends = [
            self.rows[[column, n]].set_axis(["actor", "n"], axis=1)
            for column, n in ((self.one, "n"), (self.other, "n" + OTHER))
        ]
        both = pd.concat(ends).drop_duplicates("actor").set_index("actor")["n"]
        return {"actor": both.sort_index().to_dict(), "concept": {}}


def edges_of(table: pd.DataFrame, argument: str) -> Edges:
    """Return the edges of the one network of a table, which is the argument of that name.

    Raises
    ------
    ValueError
        If it is not a table of networks, is of several networks, or an actor and a concept have
        the same name.
    """
    keys = keys_of(table, argument)
    if keys.table not in NETWORKS:
        raise ValueError(
            f"{argument}: found the table {keys.table!r}, expected one of {', '.join(NETWORKS)}"
        )
    check_columns(table, ["weight"], argument)
    two_mode = keys.table == "affiliations"
    each = keys.by[:-1] if two_mode else keys.of
    several = table[each].drop_duplicates() if each else table.head(1)
    if len(several) > 1:
        first = ", ".join(f"{column}={value}" for column, value in several.iloc[0].items())
        raise ValueError(
            f"{argument}: found {len(several)} networks, expected one; keep the rows of one, such "
            f"as those of {first}"
        )
    one = keys.by[-1]
    other = keys.of[0] if two_mode else one + OTHER
    both = set(table[one]) & set(table[other]) if two_mode else ()
    if both:
        raise ValueError(
            f"{argument}: found {min(both)!r} as an actor and as a concept, expected two names; "
            f"rename one, as by .assign({other}='about ' + table[{other!r}])"
        )
    return Edges(table, one, other, each, two_mode)
