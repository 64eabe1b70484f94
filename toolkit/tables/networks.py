"""Tables of discourse networks: statements, affiliations, ties between actors, camps."""

from __future__ import annotations

from toolkit.tables.declare import (
    CALL,
    DATE,
    HIGH,
    LEVEL,
    LOW,
    MEASURED,
    OUTLET,
    Measure,
    Table,
    integer,
    maybe_integer,
    number,
    one_of,
    string,
)

_STANCE = one_of("what becomes of stances", "ignore", "congruence", "conflict", "subtract")
_NORM = string("what the weight is divided by; 'none' if by nothing")
_CLUSTERS = integer("clusters of articles that hold them: families of copies, or single articles")

TABLES: dict[str, Table] = {
    "statements": Table(
        "one statement that was coded by hand: the columns of mentions that a network needs",
        {
            "mention_id": string("doc_id:start-end:number of the statement"),
            "doc_id": string("the document"),
            "start": maybe_integer("first character in the document's text"),
            "end": maybe_integer("one past the last"),
            "match": string("the coded words", nullable=True, words=True),
            "frame": string("the concept", nullable=True),
            "stance": one_of(
                "whether the actor agrees with the concept (asserted), disagrees (denied), or "
                "neither",
                "asserted",
                "denied",
                "questioned",
            ),
            "voice_id": string("the actor", nullable=True),
            "coder": string("who coded it", nullable=True),
            "outlet": OUTLET,
            "date": DATE,
        },
        ("mention_id",),
        made_by="load_statements",
    ),
    "affiliations": Table(
        "one actor and one concept of one network; `by` names first the columns of the network",
        {
            "n": integer("statements"),
            "n_asserted": integer("those that assert the concept"),
            "n_questioned": integer("those that leave it open"),
            "n_denied": integer("those that deny it"),
            "n_docs": integer("articles that hold them"),
            "n_clusters": _CLUSTERS,
            "weight": number("n, or n_asserted - n_denied, over what `normalise` names"),
            "low": LOW,
            "high": HIGH,
            "level": LEVEL,
            "stance": one_of("what becomes of stances", "ignore", "subtract"),
            "normalise": _NORM,
            **MEASURED,
        },
        measure=Measure(value="weight"),
    ),
    "actor_ties": Table(
        "two actors of one network, the other in `by` + '_other'; `of` names the columns of the "
        "network",
        {
            "n": integer("statements of the actor, on whatever concept"),
            "n_other": integer("statements of the other"),
            "n_concepts": integer("concepts that both speak of"),
            "n_docs": integer("articles that hold statements of either on these"),
            "n_clusters": _CLUSTERS,
            "weight": number("of the tie, over what `normalise` names"),
            "low": LOW,
            "high": HIGH,
            "level": LEVEL,
            "stance": _STANCE,
            "normalise": _NORM,
            **MEASURED,
        },
        measure=Measure(sides={"actor": "", "other": "_other"}, value="weight"),
    ),
    "camps": Table(
        "one actor of one network; the columns of the network come first",
        {
            "actor": string("the actor"),
            "camp": string("'camp 1' for the one with most actors, and so on"),
            "call": CALL,
        },
    ),
    "polarisation": Table(
        "one network; its columns come first",
        {
            "n": integer("statements"),
            "n_docs": integer("articles that hold them"),
            "n_clusters": _CLUSTERS,
            "n_actors": integer("actors who are tied to another"),
            "n_camps": integer("camps that these are of"),
            "modularity": number(
                "of the camps in the network of congruence; empty without ties", nullable=True
            ),
            "modularity_low": LOW,
            "modularity_high": HIGH,
            "external_internal": number(
                "weight of ties between camps less that within them, over both", nullable=True
            ),
            "external_internal_low": LOW,
            "external_internal_high": HIGH,
            "level": LEVEL,
            "normalise": _NORM,
            "call": CALL,
        },
    ),
}
